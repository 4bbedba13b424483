"""`autograde feedback`: one page a student, which shows everything and lets nothing through."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.reporting.conftest import PNG, Run, ToyClass
from tests.reporting.html import Page
from tests.toy import Toy


def test_a_page_says_points_messages_and_titles(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada", double=0, message="double(2) should be 4; you return 5.")
    result = run("feedback", toy_class.root)
    assert result.exit_code == 0, result.output
    page = Page(toy_class.page("ada"))
    assert "10 · Toy" in page.text
    assert "4 of 10 points so far" in " ".join(page.text.split())
    assert "Task 1 · Double" in page.text
    assert page.text.count("double(2) should be 4; you return 5.") == 2, "at the top, and at the task"
    assert "still to be graded" in page.text


def test_no_hidden_test_no_solution_no_marking_scheme(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada", double=0)
    run("feedback", toy_class.root)
    html = toy_class.page("ada")
    assert "abab" not in html
    assert "HIDDEN" not in html
    assert "MARK SCHEME" not in html
    assert "2 points for the word adding" not in html


def test_manual_points_and_comments_appear_after_grading_by_hand(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada", why="Because *adding* doubles.")
    toy_class.grade_by_hand("ada", 1.5, "Good: <b>you</b> name adding.")
    run("feedback", toy_class.root)
    page = Page(toy_class.page("ada"))
    assert "9.5 of 10 points" in " ".join(page.text.split())
    assert "so far" not in page.text
    assert "Good: <b>you</b> name adding." in page.text
    assert "em" in page.tags, "the answer's markdown is rendered"


def test_hostile_content_stays_text(toy_class: ToyClass, run: Run) -> None:
    evil = "<script>alert(1)</script><img src=http://a.example/x onerror=alert(1)>"
    outputs: list[dict[str, Any]] = [
        {"output_type": "stream", "name": "stdout", "text": evil},
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": evil, "image/svg+xml": "<svg onload=x>"}},
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": PNG}},
        {"output_type": "error", "ename": evil, "evalue": evil, "traceback": [evil]},
    ]
    student = "<b>ada"
    toy_class.graded(
        student, 0, 0, evil, outputs, [evil], why=f"{evil}\n\n[a](javascript:alert(1)) ![p](http://a.example)"
    )
    run("feedback", toy_class.root)
    page = Page(toy_class.page(student))
    assert page.dangers() == []
    assert evil in page.text
    assert sum(tag == "img" for tag, _ in page.elements) == 1
    policy = next(
        a["content"]
        for tag, a in page.elements
        if tag == "meta" and "content" in a and "default-src" in (a["content"] or "")
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_a_late_hand_in_says_what_it_cost(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada")
    (toy_class.root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n", encoding="utf-8"
    )
    with toy_class.gradebook() as gradebook:
        gradebook.update_or_create_assignment(toy_class.toy.topic.name, duedate="2026-03-01 12:00 UTC")
    toy_class.graded("ada", time=datetime(2026, 3, 1, 12, 1))
    run("feedback", toy_class.root)
    text = " ".join(Page(toy_class.page("ada")).text.split())
    assert "You earned 8 points; 8 were taken off because the hand-in came late." in text


def test_one_student_only(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada")
    toy_class.graded("bob")
    assert run("feedback", toy_class.root, "--student", "bob").exit_code == 0
    assert not (toy_class.root / "feedback" / "ada").exists()
    assert (toy_class.root / "feedback" / "bob").exists()


def test_what_is_not_graded_yet_is_said(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada")
    toy_class.toy.hand_in(toy_class.root, "bob")
    result = run("feedback", toy_class.root)
    assert result.exit_code == 1
    assert "Not graded yet: 1 hand-in. Run: autograde grade" in result.output


def test_errors_say_what_to_do(toy_class: ToyClass, toy: Toy) -> None:
    toy.hand_in(toy_class.root, "ada")
    (toy_class.root / "gradebook.db").unlink()
    done = toy.run("feedback", toy_class.root)
    assert done.returncode == 2
    assert "Nothing has been graded yet" in done.stderr
    assert "Run: autograde grade" in done.stderr
    assert "Traceback" not in done.stderr
    done = toy.run("feedback", toy_class.root / "nowhere")
    assert done.returncode == 2
    assert "no class folder" in done.stderr


def test_a_second_run_writes_the_same_bytes(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada", double=0)
    run("feedback", toy_class.root)
    first = toy_class.page("ada")
    run("feedback", toy_class.root)
    assert toy_class.page("ada") == first


def test_nbgrader_can_release_the_pages(toy_class: ToyClass, run: Run, tmp_path: Path) -> None:
    toy_class.graded("ada")
    topic = toy_class.toy.topic.name
    for name, text in (("timestamp.txt", "2026-03-01 12:00:00 UTC"), ("submission_secret.txt", "abc")):
        (toy_class.root / "submitted" / "ada" / topic / name).write_text(text, encoding="utf-8")
    run("feedback", toy_class.root)
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    command = [sys.executable, "-m", "nbgrader", "release_feedback", topic, f"--Exchange.root={exchange}"]
    done = subprocess.run(command, cwd=toy_class.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (released,) = exchange.rglob("*.html")
    assert released.read_text("utf-8") == toy_class.page("ada")


def test_a_check_says_what_it_tests_passed_or_not(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada", total=0)
    run("feedback", toy_class.root)
    text = " ".join(Page(toy_class.page("ada")).text.split())
    assert "✓ The check passed: small and large numbers." in text
    assert "It tests: the sum of a list." in text
