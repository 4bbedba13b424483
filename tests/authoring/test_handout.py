"""The students' copy has what a student needs, and nothing that solves a task."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from autograde.authoring.handout import write_handout
from autograde.course import open_course
from autograde.errors import CourseError
from tests.toy import Toy

ROOT = Path(__file__).resolve().parents[2]
SECRETS = re.compile("BEGIN SOLUTION|BEGIN HIDDEN TESTS|BEGIN MARK SCHEME|answers.py|/solutions/")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This course's own copy, unpacked."""
    folder = tmp_path_factory.mktemp("handout")
    course = open_course(ROOT)
    write_handout(course, course.topics, folder / "course.zip")
    with zipfile.ZipFile(folder / "course.zip") as archive:
        archive.extractall(folder)
    return folder / "course"


def test_it_has_every_notebook_with_its_data_and_the_library(copy: Path) -> None:
    course = open_course(ROOT)
    for topic in course.topics:
        names = {topic.release.name, *(path.name for path in topic.data_files)}
        assert {path.name for path in (copy / "notebooks" / topic.name).iterdir()} == names
    sources = {path.name for path in (ROOT / "lessons" / "nn_lessons").rglob("*.py")}
    assert {path.name for path in (copy / "lessons" / "nn_lessons").rglob("*.py")} == sources


def test_nothing_in_it_solves_a_task(copy: Path) -> None:
    for path in copy.rglob("*"):
        if path.suffix in {".py", ".md", ".ipynb", ".toml", ".yml"}:
            assert not SECRETS.search(path.read_text("utf-8")), path


def test_the_guides_pictures_and_files_are_there(copy: Path) -> None:
    guide = (copy / "README.md").read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", guide) if "//" not in link]
    assert len(links) >= 5
    assert [link for link in links if not (copy / link).is_file()] == []
    for name in ("start.py", "lessons/environment.yml", "lessons/pyproject.toml"):
        assert name.rpartition("/")[2] in guide or "lessons" in name
        assert (copy / name).is_file()


def test_the_same_course_gives_the_same_bytes(toy: Toy, tmp_path: Path) -> None:
    course = open_course(toy.root)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_handout(course, course.topics, tmp_path / name / "toy.zip")
    assert (tmp_path / "one" / "toy.zip").read_bytes() == (tmp_path / "two" / "toy.zip").read_bytes()


def test_a_file_that_gives_a_solution_away_is_refused(toy: Toy, tmp_path: Path) -> None:
    (toy.root / "helpers.py").write_text("def mine(x):\n    return x + x  # twice as much\n", encoding="utf-8")
    course = open_course(toy.root)
    telling = replace(course, settings=replace(course.settings, handout=(("helpers.py", "helpers.py"),)))
    with pytest.raises(CourseError, match="give something away"):
        write_handout(telling, course.topics, tmp_path / "toy.zip")
    assert not (tmp_path / "toy.zip").exists()


def test_a_file_that_is_missing_is_named(toy: Toy, tmp_path: Path) -> None:
    course = open_course(toy.root)
    lacking = replace(course, settings=replace(course.settings, handout=(("README.md", "docs/no_such.md"),)))
    with pytest.raises(CourseError, match=r"no_such\.md"):
        write_handout(lacking, course.topics, tmp_path / "toy.zip")


def test_leftovers_stay_out(toy: Toy, tmp_path: Path) -> None:
    for name in ("kit/code.py", "kit/__pycache__/code.pyc", "kit/kit.egg-info/PKG-INFO", "kit/.secret"):
        path = toy.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1", encoding="utf-8")
    course = open_course(toy.root)
    with_kit = replace(course, settings=replace(course.settings, handout=(("tools", "kit"),)))
    names = write_handout(with_kit, course.topics, tmp_path / "toy.zip")
    assert [name for name in names if name.startswith("tools")] == ["tools/code.py"]
