"""Both distributions as a stranger gets them: built as wheels, each installed alone into an empty environment."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
FIRST_NOTEBOOK = ROOT / "notebooks" / "01_perceptron" / "perceptron.ipynb"
_UNREACHABLE = re.compile(r"^.*(Failed to fetch|Failed to download|error sending request|Could not connect).*$", re.M)


@dataclass(frozen=True)
class Environment:
    """A virtual environment outside the checkout."""

    folder: Path

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in its folder, with nothing of this test's own environment on its paths."""
        bin_folder = self.folder / "bin"
        hidden = ("PYTHONPATH", "MPLBACKEND", "VIRTUAL_ENV", "JUPYTER_PATH", "JUPYTER_CONFIG_DIR")
        environment = {name: value for name, value in os.environ.items() if name not in hidden}
        environment["PATH"] = f"{bin_folder}{os.pathsep}{os.defpath}"
        command = [str(bin_folder / program), *arguments]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=300)


def uv(*arguments: str | Path) -> None:
    """Run uv; the test is skipped where the package index cannot be reached."""
    program = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    done = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=600)
    if done.returncode and (unreachable := _UNREACHABLE.search(done.stderr)):
        pytest.skip(f"the package index cannot be reached: {unreachable[0].strip()}")
    assert done.returncode == 0, done.stderr


def environment(folder: Path, requirement: str) -> Environment:
    """A new environment that holds the requirement and what it needs, in the versions of requirements.lock."""
    uv("venv", "--quiet", "--python", sys.executable, folder)
    python, lock = folder / "bin" / "python", ROOT / "requirements.lock"
    # Hard links to uv's cache are quick, and nothing edits the installed files.
    uv("pip", "install", "--quiet", "--python", python, "--link-mode=hardlink", "--constraint", lock, requirement)
    return Environment(folder)


def build_wheel(project: Path, folder: Path) -> Path:
    # From a copy: setuptools leaves a folder `build` beside the sources, and packs what an earlier build left in it.
    ignored = shutil.ignore_patterns(".*", "build", "*.egg-info", "__pycache__", "notebooks")
    shutil.copytree(project, folder / "source", ignore=ignored)
    uv("build", "--quiet", "--wheel", "--out-dir", folder, folder / "source")
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def grader_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(ROOT, tmp_path_factory.mktemp("grader"))


@pytest.fixture(scope="module")
def lessons_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(ROOT / "lessons", tmp_path_factory.mktemp("lessons"))


@pytest.fixture(scope="module")
def grader(grader_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return environment(tmp_path_factory.mktemp("grader") / "venv", str(grader_wheel))


def contents(wheel: Path) -> set[str]:
    """The files of a wheel but those about it."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def sources(package: Path) -> set[str]:
    """The files of a package, named as in a wheel."""
    files = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(package.parent).as_posix() for path in files}


def test_a_wheel_holds_its_package_and_nothing_else(grader_wheel: Path, lessons_wheel: Path) -> None:
    """With templates, style sheets and py.typed; without solutions and tests."""
    assert contents(grader_wheel) == sources(ROOT / "autograde")
    assert contents(lessons_wheel) == sources(ROOT / "lessons" / "nn_lessons")
    assert "autograde/py.typed" in contents(grader_wheel)
    assert "nn_lessons/py.typed" in contents(lessons_wheel)
    assert any(name.endswith(".css") for name in contents(grader_wheel))


def test_the_grader_runs_alone(grader: Environment) -> None:
    done = grader.run("autograde", "--help")
    assert done.returncode == 0, done.stderr
    assert "grade" in done.stdout
    assert grader.run("python", "-c", "import nn_lessons").returncode == 1


def test_a_notebook_without_the_lesson_library_says_in_one_line_how_to_get_it(grader: Environment) -> None:
    cells = json.loads(FIRST_NOTEBOOK.read_text("utf-8"))["cells"]
    first = next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    done = grader.run("python", "-c", first)
    assert done.returncode == 1
    assert done.stderr.count("Traceback") == 1
    last_line = done.stderr.splitlines()[-1]
    assert last_line.startswith("ModuleNotFoundError: The course's library is missing: run %pip install")


def test_the_lesson_library_runs_alone(lessons_wheel: Path, tmp_path: Path) -> None:
    lessons = environment(tmp_path / "venv", str(lessons_wheel))
    done = lessons.run("nn-lessons", "--help")
    assert done.returncode == 0, done.stderr
    figures = sorted(path.stem for path in (ROOT / "lessons" / "nn_lessons" / "figures").glob("[a-z]*.py"))
    done = lessons.run("python", "-c", f"import nn_lessons; from nn_lessons.figures import {', '.join(figures)}")
    assert done.returncode == 0, done.stderr
    assert lessons.run("python", "-c", "import autograde").returncode == 1


def test_a_student_notebook_runs_without_the_grader(lessons_wheel: Path, tmp_path: Path) -> None:
    student = environment(tmp_path / "venv", f"nn-lessons[course] @ {lessons_wheel.as_uri()}")
    for library, code in {"autograde": 1, "jupyterlab": 0, "sklearn": 0}.items():
        assert student.run("python", "-c", f"import {library}").returncode == code, library
    notebook = shutil.copy(FIRST_NOTEBOOK, student.folder)
    done = student.run("jupyter", "nbconvert", "--to", "notebook", "--execute", "--inplace", str(notebook))
    assert done.returncode == 0, done.stderr

    cells = json.loads(Path(notebook).read_text("utf-8"))["cells"]
    code_cells = [cell for cell in cells if cell["cell_type"] == "code"]
    outputs = [output for cell in code_cells for output in cell["outputs"]]
    failed = [cell for cell in code_cells if any(output["output_type"] == "error" for output in cell["outputs"])]
    assert all("raises-exception" in cell["metadata"].get("tags", []) for cell in failed)
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 3
