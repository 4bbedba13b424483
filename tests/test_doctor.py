"""The check-up: what is broken is named with what to do, and nothing that is broken is said to work."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from autograde.course import Libraries, Settings, open_course
from autograde.doctor import Finding, examine
from tests.toy import Toy

ROOT_MAY_ALL = pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")


def found(toy: Toy, class_folder: Path | None = None) -> dict[str, Finding]:
    return {finding.part: finding for finding in examine(open_course(toy.root), class_folder)}


@pytest.mark.slow
def test_a_class_that_is_well(toy: Toy, tmp_path: Path) -> None:
    toy.hand_in(tmp_path / "class", "ada")
    (tmp_path / "class").chmod(0o700)
    toy.grade(tmp_path / "class")
    done = toy.run("doctor", tmp_path / "class")
    assert "Students in it: 1, topics: 1." in done.stdout
    assert "kernel started in" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == ("broken" in done.stdout)


def test_a_folder_that_is_no_class(toy: Toy, tmp_path: Path) -> None:
    finding = found(toy, tmp_path)["class folder"]
    assert finding.state == "broken"
    assert "no folder 'submitted'" in finding.what
    assert "docs/instructor.md" in finding.todo


def test_a_broken_gradebook(toy: Toy, tmp_path: Path) -> None:
    toy.hand_in(tmp_path, "ada")
    (tmp_path / "gradebook.db").write_bytes(b"this is no database")
    finding = found(toy, tmp_path)["gradebook"]
    assert finding.state == "broken"
    assert "gradebook.db" in finding.what
    assert finding.todo


def test_settings_that_fail_are_named_wherever_they_are_needed(toy: Toy, tmp_path: Path) -> None:
    toy.hand_in(tmp_path, "ada")
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.root = 1 / 0\n", "utf-8")
    assert found(toy, tmp_path)["gradebook"].state == "broken"
    assert "ZeroDivisionError" in found(toy, tmp_path)["exchange"].what


def test_folders_that_nobody_grades(toy: Toy, tmp_path: Path) -> None:
    toy.hand_in(tmp_path, "ada").parent.rename(tmp_path / "submitted" / "ada" / "toi")
    finding = found(toy, tmp_path)["class folder"]
    assert finding.state == "lacking"
    assert "toi" in finding.what


def test_a_class_folder_that_others_can_read(toy: Toy, tmp_path: Path) -> None:
    toy.hand_in(tmp_path, "ada")
    tmp_path.chmod(0o755)
    assert "chmod go=" in found(toy, tmp_path)["class folder"].todo


@ROOT_MAY_ALL
def test_a_class_folder_that_cannot_be_written(toy: Toy, tmp_path: Path) -> None:
    toy.hand_in(tmp_path, "ada")
    (tmp_path / "submitted").chmod(0o500)
    assert found(toy, tmp_path)["class folder"].state == "broken"


def test_an_exchange_that_is_there_and_one_that_is_not(toy: Toy, tmp_path: Path) -> None:
    toy.hand_in(tmp_path / "class", "ada")
    config = tmp_path / "class" / "nbgrader_config.py"
    for name, words in (("exchange", "nbgrader's exchange is"), ("elsewhere", "There is none")):
        (tmp_path / "exchange").mkdir(exist_ok=True)
        config.write_text(f"c = get_config()\nc.Exchange.root = {str(tmp_path / name)!r}\n", "utf-8")
        os.utime(config)
        finding = found(toy, tmp_path / "class")["exchange"]
        assert finding.state == "works"
        assert words in finding.what


def test_packages_in_other_versions_than_the_tested_ones(toy: Toy) -> None:
    lock = toy.root / "requirements.lock"
    lock.write_text(
        "typer==0.0.1 \\\n    --hash=sha256:00\nno-such-package==1\nnumpy==9 ; python_full_version < '3'\n", "utf-8"
    )
    try:
        finding = found(toy)["environment"]
    finally:
        lock.unlink()
    assert finding.state == "lacking"
    assert "typer" in finding.what
    assert "no-such-package is not installed" in finding.what
    assert "numpy" not in finding.what


def test_an_environment_without_what_the_notebooks_import(toy: Toy) -> None:
    libraries = Libraries(packages=("no_such_lessons",))
    course = replace(open_course(toy.root), settings=Settings(libraries=libraries))
    (finding,) = (finding for finding in examine(course, None) if finding.part == "course")
    assert finding.state == "broken"
    assert "no_such_lessons" in finding.what
