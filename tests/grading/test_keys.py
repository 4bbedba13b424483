"""Keys of results: what gives a hand-in a new one, and what does not."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import autograde
import nn_lessons
from autograde import kernels
from autograde.course import Topic, read_settings
from autograde.errors import CourseError
from autograde.grading.keys import Conditions, installed_packages, result_key, topic_digest
from autograde.grading.limits import Limits
from autograde.imports import modules_of

CONDITIONS = Conditions("sealed", "sandboxed", Limits())
#: Prints the digest, then that after an edit of each of some files: in one process, for its imports take seconds.
DIGESTS = """
import json
import sys
from pathlib import Path
from autograde.course import Topic
from autograde.grading.keys import Conditions, topic_digest
from autograde.grading.limits import Limits

def digest():
    return topic_digest(Topic("10_toy", Path(sys.argv[1])), Conditions("sealed", "sandboxed", Limits()), []).hex()

digests = {"": digest()}
for name in sys.argv[2:]:
    text = Path(name).read_text("utf-8")
    Path(name).write_text(text + "# edited", encoding="utf-8")
    digests[name] = digest()
    Path(name).write_text(text, encoding="utf-8")
print(json.dumps(digests))
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one topic; nothing in it is ever run."""
    root = tmp_path_factory.mktemp("course")
    topic = Topic("10_toy", root)
    for path in (topic.source, topic.release, topic.folder / "data.csv"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name)
    (root / "pyproject.toml").write_text('[tool.autograde]\npackages = ["nn_lessons"]\npreload = ["numpy"]\n')
    return root


@pytest.fixture
def topic(course: Path, tmp_path: Path) -> Iterator[Topic]:
    shutil.copytree(course, tmp_path / "course")
    yield Topic("10_toy", tmp_path / "course")
    read_settings.cache_clear()


DECIDING = (
    *("autograde/authoring/names.py", "autograde/authoring/source.py", "autograde/course.py", "autograde/sanitize.py"),
    *("autograde/grading/sealed/agent.py", "autograde/grading/sealed/wire.py", "autograde/grading/sealed/rebuild.py"),
    *("autograde/grading/worker.py", "autograde/kernels/sandbox/seccomp.py", "nn_lessons/style.py"),
)
OTHERS = ("reporting/report.py", "reporting/untrusted.py", "cli/main.py", "collecting/collect.py", "grading/grade.py")


@pytest.fixture(scope="module")
def digests(tmp_path_factory: pytest.TempPathFactory, course: Path) -> dict[str, str]:
    """The digest of a copied checkout, and after an edit of each of some files."""
    checkout = tmp_path_factory.mktemp("checkout")
    for package in (autograde, nn_lessons):
        assert package.__file__ is not None
        source = Path(package.__file__).parent
        shutil.copytree(source, checkout / source.name, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-c", DIGESTS, str(course), *DECIDING, *(f"autograde/{name}" for name in OTHERS)]
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    done = subprocess.run(command, env=environment, cwd=checkout, check=True, capture_output=True, timeout=120)
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("module", DECIDING)
def test_an_edit_of_a_module_that_grading_runs_gives_a_new_key(digests: dict[str, str], module: str) -> None:
    assert digests[module] != digests[""]


@pytest.mark.slow
@pytest.mark.parametrize("module", OTHERS)
def test_an_edit_of_a_module_that_grading_does_not_run_keeps_the_key(digests: dict[str, str], module: str) -> None:
    assert digests[f"autograde/{module}"] == digests[""]


@pytest.mark.parametrize("file", ["source", "release", "data"])
def test_an_edit_of_a_topics_file_gives_a_new_key(topic: Topic, file: str) -> None:
    before = topic_digest(topic, CONDITIONS, [])
    path = {"source": topic.source, "release": topic.release, "data": topic.folder / "data.csv"}[file]
    path.write_text("edited")
    assert topic_digest(topic, CONDITIONS, []) != before


def test_a_setting_of_the_course_gives_a_new_key(topic: Topic) -> None:
    before = topic_digest(topic, CONDITIONS, [])
    settings = topic.root / "pyproject.toml"
    settings.write_text(settings.read_text().replace("numpy", "scipy"))
    read_settings.cache_clear()
    assert topic_digest(topic, CONDITIONS, []) != before


@pytest.mark.parametrize(
    "changed",
    [
        replace(CONDITIONS, mode="inline"),
        replace(CONDITIONS, policy="trusted"),
        replace(CONDITIONS, limits=Limits(cell_seconds=61)),
        replace(CONDITIONS, limits=Limits(kernel=kernels.KernelLimits(memory=1 << 30))),
    ],
    ids=["mode", "policy", "time", "memory"],
)
def test_other_conditions_give_a_new_key(topic: Topic, changed: Conditions) -> None:
    assert topic_digest(topic, changed, []) != topic_digest(topic, CONDITIONS, [])


def test_a_data_set_with_other_numbers_gives_a_new_key(topic: Topic, tmp_path: Path) -> None:
    settings = topic.root / "pyproject.toml"
    settings.write_text('[tool.autograde]\ndata_folders = [{variable = "TOY_DATA", default = "toy"}]\n')
    read_settings.cache_clear()
    data = tmp_path / "data" / "numbers.csv"
    data.parent.mkdir()
    data.write_text("1,2")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOY_DATA", str(data.parent))
        before = topic_digest(topic, CONDITIONS, [])
        data.write_text("1,3")
        assert topic_digest(topic, CONDITIONS, []) != before


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("rules/rule.py", b"x = 1", "no __init__.py"),
        ("broken.py", b"def (", "cannot be followed"),
        ("latin.py", b"x = '\xe9\x9d'", "cannot be followed"),
    ],
)
def test_code_whose_imports_cannot_be_followed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, content: bytes, words: str
) -> None:
    path = tmp_path / "toy_helpers" / file
    path.parent.mkdir(parents=True)
    (tmp_path / "toy_helpers" / "__init__.py").touch()
    path.write_bytes(content)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(CourseError, match=words):
        modules_of("toy_helpers")


def test_an_upgraded_package_gives_a_new_key(topic: Topic) -> None:
    assert topic_digest(topic, CONDITIONS, ["helper 1.0"]) != topic_digest(topic, CONDITIONS, ["helper 1.1"])


def _install(name: str, version: str, origin: str, site: Path) -> None:
    metadata = site / f"{name}-{version}.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (metadata / "direct_url.json").write_text(origin)


def test_all_packages_count_with_their_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install("helper", "1.0", "{}", tmp_path)
    monkeypatch.setattr("site.getsitepackages", lambda: [str(tmp_path)])
    assert "helper 1.0" in installed_packages()


@pytest.mark.parametrize(("name", "counts"), [("helper-lib", True), ("nn-lessons", False)])
def test_an_edit_of_an_editable_package_counts_but_for_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, counts: bool
) -> None:
    folder = tmp_path / "with space"
    folder.mkdir()
    (folder / "helper.py").write_text("x = 1\n")
    origin = f'{{"url": "{folder.as_uri()}", "dir_info": {{"editable": true}}}}'
    _install(name, "9.9", origin, tmp_path / "site")
    monkeypatch.setattr("site.getsitepackages", lambda: [str(tmp_path / "site")])
    before = installed_packages()
    (folder / "helper.py").write_text("x = 11\n")
    assert (installed_packages() != before) is counts


def test_another_hand_in_or_none_has_another_key(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").write_bytes(b"b")
    assert len({result_key(b"", tmp_path / name) for name in ("a", "b", "missing", ".")}) == 4
    assert result_key(b"", tmp_path / "a") != result_key(b"1", tmp_path / "a")


def test_the_packages_are_the_same_whatever_has_been_imported_before() -> None:
    """Importing nbgrader imports setuptools, which adds a folder with packages of its own to sys.path."""
    code = (
        "from autograde.grading.keys import installed_packages as found; before = found(); import nbgrader.api, sys; "
    )
    code += "sys.path.append(sys.argv[1]); assert found() == before"
    setuptools = importlib.util.find_spec("setuptools")
    assert setuptools is not None
    assert setuptools.origin is not None
    folder = Path(setuptools.origin).parent / "_vendor"
    assert any(folder.glob("*.dist-info"))
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
