"""`autograde collect`: from a zip file into the class folder, and nowhere else."""

import contextlib
import io
import stat
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from autograde.cli.main import app
from autograde.collecting import archive as archives
from autograde.collecting.collect import CollectOptions, CollectReport, collect
from autograde.collecting.people import add_unknown, read_people
from autograde.collecting.roster import read_roster
from autograde.collecting.worksheet import Row, Worksheet
from autograde.course import Topic
from autograde.gradebook.marks import Person

TOPICS = (Topic("01_perceptron", Path()), Topic("02_mlp_xor", Path()))
Collect = Callable[..., Result]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of two topics: collecting needs their names only."""
    root = tmp_path / "course"
    for topic in TOPICS:
        (root / "solutions" / topic.name).mkdir(parents=True)
        (root / "solutions" / topic.name / f"{topic.stem}.py").touch()
    (root / "pyproject.toml").touch()
    return root


@pytest.fixture
def run(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collect:
    """Pack files into a zip file and collect it into the folder `class`."""
    monkeypatch.chdir(course)

    def call(files: dict[str, bytes | str], *options: str) -> Result:
        path = _zip(tmp_path / "hand-ins.zip", files.items())
        return CliRunner().invoke(app, ["collect", str(path), str(tmp_path / "class"), *options])

    return call


def _zip(path: Path, files: Iterable[tuple[str | zipfile.ZipInfo, bytes | str]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files:
            file.writestr(name, content)
    return path


def _submitted(tmp_path: Path) -> dict[str, str]:
    root = tmp_path / "class" / "submitted"
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in sorted(root.rglob("*")) if path.is_file()}


def test_canvas(run: Collect, tmp_path: Path) -> None:
    result = run({"doejane_17_250_perceptron-1.ipynb": "jane", "roejo_18_90_perceptron.ipynb": "jo"})
    assert result.exit_code == 0, result.output
    assert _submitted(tmp_path) == {
        "17/01_perceptron/perceptron.ipynb": "jane",
        "18/01_perceptron/perceptron.ipynb": "jo",
    }
    assert "hand-ins written: 2" in result.output


def test_everything_that_is_left_out_is_named(run: Collect, tmp_path: Path) -> None:
    result = run(
        {
            "roejo_LATE_18_90_perceptron.ipynb": "late",
            "roejo_LATE_18_91_notes.pdf": "x",
            "poemax_19_92_perceptron.zip": "x",
            "Ann Lee_4_assignsubmission_onlinetext/onlinetext.html": "x",
            "__MACOSX/._roejo_18_90_perceptron.ipynb": "x",
        }
    )
    assert result.exit_code == 1
    assert list(_submitted(tmp_path)) == ["18/01_perceptron/perceptron.ipynb"]
    output = " ".join(result.output.split())
    assert "known (see --times): 01_perceptron/18" in output
    assert "left out, not the notebook that was asked for: roejo_LATE_18_91_notes.pdf" in output
    assert "no notebook from: poemax_19" in output
    assert "no notebook from: Ann Lee_4" in output
    assert "MACOSX" not in output


def test_a_scratch_file_does_not_replace_the_notebook(run: Collect, tmp_path: Path) -> None:
    result = run(
        {
            "doejane_17_100_perceptron.ipynb": "the notebook",
            "doejane_17_250_scratch.ipynb": "later, and another file",
            "Jo Roe_3_assignsubmission_file/old/perceptron.ipynb": "old",
            "Jo Roe_3_assignsubmission_file/perceptron.ipynb": "new",
        },
        "--topic",
        "01",
    )
    assert result.exit_code == 1
    assert list(_submitted(tmp_path).values()) == ["the notebook", "new"]
    assert "left out, not the notebook that was asked for: doejane_17_250_scratch.ipynb" in result.output


def test_of_two_that_fit_equally_none_is_guessed(run: Collect, tmp_path: Path) -> None:
    files = {"doejane_17_100_perceptron.ipynb": "one", "doejane_17_250_perceptron-1.ipynb": "two"}
    result = run(files)
    assert result.exit_code == 1
    assert _submitted(tmp_path) == {}
    assert result.output.count("there are several such notebooks of the same person") == 2
    assert run(dict.fromkeys(files, "the same")).exit_code == 0


def test_moodle_with_times_from_its_worksheet(run: Collect, tmp_path: Path) -> None:
    sheet = tmp_path / "grading.csv"
    sheet.write_text(
        "\ufeffIdentifier,Full name,Last modified (submission)\n"
        'Participant 4321,Jane Doe,"Tuesday, 3 March 2026, 11:59 PM UTC"\nParticipant 9,Jo Roe,-\n',
        encoding="utf-8",
    )
    files = {
        "Jane Doe_4321_assignsubmission_file/perceptron.ipynb": "jane",
        "Jo Roe_9_assignsubmission_file/My homework.ipynb": "jo",
    }
    result = run(files, "--topic", "01", "--times", str(sheet))
    assert result.exit_code == 0, result.output
    assert _submitted(tmp_path) == {
        "jane_doe/01_perceptron/perceptron.ipynb": "jane",
        "jane_doe/01_perceptron/timestamp.txt": "2026-03-03 23:59:00 UTC\n",
        "jo_roe/01_perceptron/perceptron.ipynb": "jo",
    }


def test_a_later_archive_replaces_an_older_one_does_not(run: Collect, tmp_path: Path) -> None:
    run({"doejane_17_250_perceptron.ipynb": "second"})
    assert (
        "left as it is, because a later attempt is there: 01_perceptron/17"
        in run({"doejane_17_100_perceptron.ipynb": "first"}).output
    )
    assert _submitted(tmp_path) == {"17/01_perceptron/perceptron.ipynb": "second"}
    run({"doejane_17_300_perceptron.ipynb": "third"})
    assert _submitted(tmp_path) == {"17/01_perceptron/perceptron.ipynb": "third"}
    assert "hand-ins written: 0\nunchanged: 1" in run({"doejane_17_300_perceptron.ipynb": "third"}).output


def test_what_is_not_understood_is_said(run: Collect, tmp_path: Path) -> None:
    result = run(
        {
            "perceptron.ipynb": "whose?",
            "doejane_17_1_homework.ipynb": "which topic?",
            "Jo Doe_1_assignsubmission_file/perceptron.ipynb": "Jo",
            "Jo Doe_2_assignsubmission_file/perceptron.ipynb": "another Jo",
        }
    )
    assert result.exit_code == 1
    assert _submitted(tmp_path) == {}
    output = " ".join(result.output.split())
    assert "'perceptron.ipynb': neither Canvas nor Moodle names files so" in output
    assert "'doejane_17_1_homework.ipynb': the file's name says no topic; say it with --topic" in output
    assert output.count("several people would be the student 'jo_doe'") == 2


CLASS_LIST = (
    Person("ada", "Ada", "Lovelace", "ada@example.org", "17"),
    Person("sinead", "Sinéad", "O'Connor", "", "18"),
    Person("jo1", "Jo", "Doe", "jo1@example.org", ""),
    Person("jo2", "Jo", "Doe", "jo2@example.org", ""),
)


def _collect(
    tmp_path: Path,
    files: Iterable[str],
    worksheet: Worksheet | None = None,
    named: dict[str, tuple[str, ...]] | None = None,
) -> CollectReport:
    archive = _zip(tmp_path / "hand-ins.zip", [(name, name) for name in files])
    roster = read_roster(CLASS_LIST, worksheet, named)
    return collect(archive, tmp_path / "class", CollectOptions(TOPICS, TOPICS[0], roster=roster))


def test_names_are_found_however_they_are_written(tmp_path: Path) -> None:
    names = ("Sine\u0301ad OConnor_5", "LOVELACE  Ada_6")
    report = _collect(tmp_path, [f"{name}_assignsubmission_file/perceptron.ipynb" for name in names])
    assert report.written == ["01_perceptron/sinead", "01_perceptron/ada"]
    assert report.missing == ["01_perceptron/jo1", "01_perceptron/jo2"]


def test_a_name_in_utf_8_that_does_not_say_so_is_read(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("Sinéad OConnor_5_assignsubmission_file/perceptron.ipynb".encode().decode("cp437"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(entry, "x")
    content = packed.getvalue()
    name = entry.filename.encode("utf-8")
    plain = "Sinéad OConnor_5_assignsubmission_file/perceptron.ipynb".encode()
    assert len(name) != len(plain)
    path = tmp_path / "hand-ins.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("x" * len(plain), "x")
    content = path.read_bytes().replace(b"x" * len(plain), plain)
    path.write_bytes(content)
    roster = read_roster(CLASS_LIST)
    report = collect(path, tmp_path / "class", CollectOptions(TOPICS, roster=roster))
    assert report.written == ["01_perceptron/sinead"]


def test_two_of_one_name_are_told_apart_by_the_worksheet(tmp_path: Path) -> None:
    files = [f"Jo Doe_{number}_assignsubmission_file/perceptron.ipynb" for number in (3, 4)]
    report = _collect(tmp_path, files)
    assert not report.written
    assert report.unknown == ["Jo Doe_3", "Jo Doe_4"]
    assert "could be jo1 or jo2" in report.problems[0].reason
    sheet = Worksheet({"3": Row("3", "JO2@example.org"), "4": Row("4", id_number="jo1")})
    assert _collect(tmp_path, files, sheet).written == ["01_perceptron/jo2", "01_perceptron/jo1"]


def test_every_member_of_a_group_gets_its_notebook(tmp_path: Path) -> None:
    files = ["Group A_9_assignsubmission_file/perceptron.ipynb"]
    assert _collect(tmp_path, files).unknown == ["Group A_9"]
    report = _collect(tmp_path, files, named={"Group A": ("ada", "jo1")})
    assert report.written == ["01_perceptron/ada", "01_perceptron/jo1"]
    both = [*files, "Ada Lovelace_2_assignsubmission_file/perceptron.ipynb"]
    assert len(_collect(tmp_path, both, named={"Group A": ("ada", "jo1")}).problems) == 2


def test_who_is_not_in_the_class_list_is_written_down_to_be_filled_in(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    add_unknown(people, ["Group A_9", "Group A_9", "Max_1"])
    assert read_people(people) == {}
    people.write_text(people.read_text("utf-8").replace("Group A_9,", "Group A_9,ada\nGroup A_9,jo1"), encoding="utf-8")
    add_unknown(people, ["Max_1", "Zoe_2"])
    assert read_people(people) == {"Group A_9": ("ada", "jo1")}
    assert people.read_text("utf-8-sig").splitlines()[1:] == ["Group A_9,ada", "Group A_9,jo1", "Max_1,", "Zoe_2,"]


def test_another_topics_notebook_is_not_taken(run: Collect, tmp_path: Path) -> None:
    result = run({"doejane_17_1_mlp_xor.ipynb": "x"}, "--topic", "perceptron")
    assert result.exit_code == 1
    assert "says 02_mlp_xor, not 01_perceptron" in result.output


def test_a_pattern_of_ones_own(run: Collect, tmp_path: Path) -> None:
    result = run({"hw1/ada.ipynb": "ada"}, "--pattern", r"(?P<student_id>[^/]+)\.ipynb$", "--topic", "01")
    assert result.exit_code == 0, result.output
    assert _submitted(tmp_path) == {"ada/01_perceptron/perceptron.ipynb": "ada"}


PARTS = st.sampled_from(
    ["..", ".", "", "a", "/", "\\", "~", "C:", "a_1_assignsubmission_file", "..\\..", "\u202e", "x" * 300]
)
TRICKS = st.builds(
    lambda parts, name, file: "/".join([*parts, f"{name}_1_2_{file}.ipynb"]),
    st.lists(PARTS, max_size=4),
    st.text(max_size=10),
    st.sampled_from(["perceptron", "../perceptron", "..\\perceptron", "mlp_xor", "/etc/perceptron"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(TRICKS, st.binary(max_size=20), max_size=5), st.booleans())
@example({"\0_1_2_perceptron.ipynb": b""}, False)
def test_no_name_leads_out_of_the_class_folder(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], moodle: bool
) -> None:
    root = tmp_path_factory.mktemp("tricks")
    form = "{}_assignsubmission_file/perceptron.ipynb" if moodle else "{}"
    path = root / "hand-ins.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo()
            entry.filename = form.format(name)  # here, because ZipInfo() would cut it off at a zero byte
            with contextlib.suppress(UnicodeEncodeError):
                packed.writestr(entry, content)
    collect(path, root / "class", CollectOptions(TOPICS))
    for found in root.rglob("*"):
        if found.is_file() and found != path:
            parts = found.relative_to(root).parts
            assert parts[:2] == ("class", ".autograde") or (
                len(parts) == 5
                and parts[:2] == ("class", "submitted")
                and parts[3:] in {("01_perceptron", "perceptron.ipynb"), ("02_mlp_xor", "mlp_xor.ipynb")}
            )


def test_links_are_not_followed(run: Collect, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("doejane_17_1_perceptron.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = _zip(tmp_path / "hand-ins.zip", [(link, "/etc/passwd")])
    result = CliRunner().invoke(app, ["collect", str(path), str(tmp_path / "class")])
    assert result.exit_code == 1
    assert "a link or a special file" in result.output
    assert _submitted(tmp_path) == {}


def test_a_link_in_the_class_folder_is_not_written_through(run: Collect, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "class" / "submitted").mkdir(parents=True)
    (tmp_path / "class" / "submitted" / "17").symlink_to(tmp_path / "elsewhere")
    result = run({"doejane_17_1_perceptron.ipynb": "x"})
    assert result.exit_code == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_bomb_does_not_unfold(run: Collect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILE_BYTES", 1000)
    result = run({"doejane_17_1_perceptron.ipynb": b"0" * 1001, "roejo_18_2_perceptron.ipynb": b"0" * 1000})
    assert result.exit_code == 1
    assert list(_submitted(tmp_path)) == ["18/01_perceptron/perceptron.ipynb"]


def test_a_size_that_lies_does_not_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILE_BYTES", 1000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("doejane_17_1_perceptron.ipynb", b"0" * 5000)
    lying = packed.getvalue().replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    (tmp_path / "hand-ins.zip").write_bytes(lying)
    collected = collect(tmp_path / "hand-ins.zip", tmp_path / "class", CollectOptions(TOPICS))
    assert [problem.entry for problem in collected.problems] == ["doejane_17_1_perceptron.ipynb"]


def test_too_much_in_all_stops(run: Collect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ARCHIVE_BYTES", 1500)
    result = run({f"doejane_{number}_1_perceptron.ipynb": b"0" * 1000 for number in range(3)})
    assert result.exit_code != 0
    assert "holds more than" in str(result.exception)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"x" * 100])
def test_what_is_no_zip_file_is_refused(run: Collect, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.zip").write_bytes(content)
    result = CliRunner().invoke(app, ["collect", str(tmp_path / "broken.zip"), str(tmp_path / "class")])
    assert "Cannot open the archive" in str(result.exception)
    assert "Download the class's submissions again" in str(result.exception)
