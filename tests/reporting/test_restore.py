"""A lost gradebook is rebuilt from the backup and the results; a backup is not replaced by less."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from autograde.gradebook import backup
from autograde.gradebook.assignment import prepare_assignments
from autograde.gradebook.backup import back_up, backups, count_marks
from tests.reporting.conftest import Run, ToyClass
from tests.reporting.test_extensions import ZERO

DUE = datetime(2026, 3, 1, 12)


def contents(toy_class: ToyClass) -> list[Any]:
    """All that the gradebook says."""
    with toy_class.gradebook() as gradebook:
        found: list[Any] = [
            (one.id, one.first_name or "", one.last_name or "", one.email or "", one.lms_user_id or "")
            for one in gradebook.students
        ]
        found += [(one.name, one.duedate) for one in gradebook.assignments]
        for one in gradebook.assignment_submissions("10_toy"):
            found.append((one.student.id, one.timestamp, one.extension or timedelta(), one.score))
            for notebook in one.notebooks:
                found.append((one.student.id, notebook.late_submission_penalty or 0))
                found += sorted(
                    (grade.name, grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade)
                    for grade in notebook.grades
                )
                found += sorted((comment.name, comment.comment) for comment in notebook.comments)
        return sorted(map(str, found))


@pytest.fixture
def full_class(toy_class: ToyClass, run: Run) -> ToyClass:
    """A class with everything in it."""
    (toy_class.root / "nbgrader_config.py").write_text(ZERO)
    with toy_class.gradebook() as gradebook:
        gradebook.update_or_create_assignment("10_toy", duedate=DUE)
        gradebook.update_or_create_student("ada", first_name="Ada", last_name="Lovelace", lms_user_id="17")
        gradebook.update_or_create_student("emil", first_name="Emil", email="emil@example.org")
    for student, late in (("ada", 10), ("bob", 30), ("cem", -1)):
        stamp = DUE + timedelta(hours=late)
        toy_class.graded(student, time=stamp)
        path = toy_class.root / "submitted" / student / "10_toy" / "timestamp.txt"
        path.write_text(f"{stamp} UTC")
    toy_class.grade_by_hand("cem", 1.5, "Good: “adding”.")
    run("extend", toy_class.root, "ada", "--topic", "toy", "--days", "1")
    with toy_class.gradebook() as gradebook:
        gradebook.grant_extension("10_toy", "bob", days=1)
    run("export", toy_class.root)
    return toy_class


def test_everything_comes_back(full_class: ToyClass, run: Run) -> None:
    before = contents(full_class)
    (full_class.root / "gradebook.db").unlink()
    result = run("restore", full_class.root)
    assert result.exit_code == 0, result.output
    assert "2 students of the class list, 1 due date" in result.output
    assert contents(full_class) == before


def test_after_grading_into_a_new_gradebook_it_comes_back_as_well(full_class: ToyClass, run: Run) -> None:
    before = contents(full_class)
    (full_class.root / "gradebook.db").unlink()
    prepare_assignments(full_class.classroom, [full_class.toy.topic])
    full_class.graded("ada", time=DUE + timedelta(hours=10))
    result = run("restore", full_class.root)
    assert result.exit_code == 0, result.output
    assert contents(full_class) == before


def test_a_gradebook_with_marks_is_left_alone(full_class: ToyClass, run: Run) -> None:
    before = contents(full_class)
    result = run("restore", full_class.root)
    assert "points or comments that people gave; nothing was changed" in str(result.exception)
    assert contents(full_class) == before


def test_a_backup_with_more_marks_is_kept_and_named(full_class: ToyClass, run: Run) -> None:
    fuller = backups(full_class.classroom)[-1]
    (full_class.root / "gradebook.db").unlink()
    with full_class.gradebook() as gradebook:  # somebody begins anew
        gradebook.update_or_create_student("ada", first_name="Ada")
    for number in range(15):
        with full_class.gradebook() as gradebook:
            gradebook.update_or_create_student("ada", email=f"{number}@example.org")
        back_up(full_class.classroom)
    kept = fuller.with_stem(fuller.stem + "-fuller")
    assert len(backups(full_class.classroom)) == 11
    result = run("restore", full_class.root)
    assert result.exit_code == 1
    assert str(kept) in result.output or kept.name in result.output
    assert run("restore", full_class.root, "--from", kept).exit_code == 0
    assert count_marks(kept) == 1
    with full_class.gradebook() as gradebook:
        assert gradebook.find_grade("why", "toy", "10_toy", "cem").manual_score == 1.5


def test_what_has_no_place_is_named(full_class: ToyClass, run: Run) -> None:
    for path in (full_class.root / ".autograde" / "results" / "10_toy").glob("cem*"):
        path.unlink()
    (full_class.root / "gradebook.db").unlink()
    result = run("restore", full_class.root)
    assert result.exit_code == 1
    assert "marks of 10_toy for cem, cell why: 1.5 points, 'Good: “adding”.'" in " ".join(result.output.split())
    assert "not graded yet: 10_toy/cem" in result.output


def test_a_damaged_backup_is_named(full_class: ToyClass, run: Run) -> None:
    path = backups(full_class.classroom)[-1]
    path.write_text("{")
    (full_class.root / "gradebook.db").rename(full_class.root / "lost.db")
    assert "The backup cannot be read" in str(run("restore", full_class.root).exception)
    (full_class.root / "lost.db").rename(full_class.root / "gradebook.db")
    back_up(full_class.classroom)
    assert backup.load(backups(full_class.classroom)[-1]).marks


def test_nothing_new_is_no_new_file(full_class: ToyClass) -> None:
    back_up(full_class.classroom)
    before = backups(full_class.classroom)
    back_up(full_class.classroom)
    assert backups(full_class.classroom) == before
