"""The course: its topics, and the settings in its pyproject.toml."""

from pathlib import Path

import pytest

from autograde.course import DataFolder, Settings, open_course, read_settings
from autograde.errors import CourseError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("01_first", "02_second_one"):
        folder = tmp_path / "solutions" / name
        folder.mkdir(parents=True)
        (folder / f"{name[3:]}.py").touch()
    (tmp_path / "solutions" / "notes").mkdir()
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


def test_a_course_is_found_from_any_folder_in_it(root: Path) -> None:
    course = open_course(root / "solutions" / "01_first")
    assert course.root == root.resolve()
    assert [topic.name for topic in course.topics] == ["01_first", "02_second_one"]


@pytest.mark.parametrize("name", ["02_second_one", "02", "2", "second_one", "02_second_one/"])
def test_a_topic_is_found_by_name_number_and_stem(root: Path, name: str) -> None:
    assert [topic.name for topic in open_course(root).select([name])] == ["02_second_one"]


def test_an_unknown_topic_is_named_with_those_there_are(root: Path) -> None:
    with pytest.raises(CourseError, match="no topic '03'") as error:
        open_course(root).select(["03"])
    assert error.value.todo == "The topics are: 01_first, 02_second_one."


def test_a_course_without_settings_has_the_defaults(root: Path) -> None:
    assert read_settings(root) == Settings()


def test_settings_are_read(root: Path) -> None:
    (root / "pyproject.toml").write_text(
        '[tool.autograde]\ntitle = "Physics"\ntopic_points = 5\npreload = ["numpy"]\npackages = ["lessons"]\n'
        'data_folders = [{ variable = "DATA", default = "data" }]\n'
    )
    settings = read_settings(root)
    assert (settings.title, settings.topic_points, settings.written_points) == ("Physics", 5, 2)
    assert settings.libraries.preload == ("numpy",)
    assert settings.libraries.packages == ("lessons",)
    assert settings.libraries.data_folders == (DataFolder("DATA", "data"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("titel = 'Physics'", "'titel' is no setting"),
        ("topic_points = '5'", "topic_points should be int"),
        ("topic_points = true", "topic_points should be int"),
        ("data_folders = [{ variable = 'DATA' }]", "default"),
        ("title = ", "Invalid value"),
    ],
)
def test_a_setting_that_is_none_is_refused_by_name(root: Path, text: str, says: str) -> None:
    (root / "pyproject.toml").write_text(f"[tool.autograde]\n{text}\n")
    with pytest.raises(CourseError, match=says) as error:
        read_settings(root)
    assert "pyproject.toml" in error.value.where


def test_a_data_folder_is_where_its_variable_says_else_at_home() -> None:
    folder = DataFolder("KERAS_HOME", ".keras", "datasets")
    assert folder.path({"HOME": "/home/ada"}) == Path("/home/ada/.keras/datasets")
    assert folder.path({"HOME": "/home/ada", "KERAS_HOME": "/data/keras"}) == Path("/data/keras/datasets")
