"""environment.yml, the two pyproject.toml and requirements.lock say the same."""

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def _projects() -> list[dict[str, Any]]:
    files = (ROOT / "pyproject.toml", ROOT / "lessons" / "pyproject.toml")
    return [tomllib.loads(file.read_text("utf-8"))["project"] for file in files]


def _declared(projects: list[dict[str, Any]]) -> dict[str, str]:
    """What distributions need, with all their extras; where two name a package, they name one range."""
    declared: dict[str, str] = {}
    for project in projects:
        for line in [*project["dependencies"], *chain(*project["optional-dependencies"].values())]:
            # On Linux x86-64 PyPI has a smaller TensorFlow under another name; conda has one name for both.
            requirement = Requirement(line.replace("tensorflow-cpu", "tensorflow"))
            name, specifier = canonicalize_name(requirement.name), str(requirement.specifier)
            assert declared.setdefault(name, specifier) == specifier, f"{name} has two ranges"
    return declared


def _conda(file: Path) -> dict[str, str]:
    lines = yaml.safe_load(file.read_text("utf-8"))["dependencies"]
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name): str(r.specifier) for r in requirements}


def _locked() -> dict[str, list[str]]:
    versions: dict[str, list[str]] = {}
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line):
            versions.setdefault(canonicalize_name(match[1]), []).append(match[2])
    return versions


@pytest.mark.parametrize("file", ["environment.yml", "lessons/environment.yml"])
def test_conda_and_pyproject_agree(file: str) -> None:
    conda, projects = _conda(ROOT / file), _projects()
    python = conda.pop("python")
    conda.pop("pip")
    assert conda == _declared([project for project in projects if project["name"] == "nn-lessons" or "/" not in file])
    for project in projects:
        assert sorted(python.split(",")) == sorted(project["requires-python"].split(","))


def test_lock_fulfils_pyproject() -> None:
    locked = _locked()
    for name, specifier in _declared(_projects()).items():
        assert name in locked, f"{name} is not in requirements.lock; run make lock"
        for version in locked[name]:
            assert Requirement(f"{name}{specifier}").specifier.contains(version), f"{name}=={version} is out of range"
    assert "tensorflow-cpu" in locked


def test_lock_is_hashed_and_names_no_index() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert text.count("--hash=sha256:") > 500
    assert not re.search(r"https?://|index-url|find-links", text)
    blocks = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
    unhashed = [block.split()[0] for block in blocks if "==" in block and "--hash=" not in block]
    assert not unhashed


def test_nothing_machine_specific_is_committed() -> None:
    settings = (
        "environment.yml",
        "lessons/environment.yml",
        "pyproject.toml",
        "lessons/pyproject.toml",
        "Makefile",
        "nbgrader_config.py",
    )
    for name in (*settings, ".ci/run"):
        assert not re.search(r"(^|[\s\"'=])/(home|root|Users|work)/", (ROOT / name).read_text("utf-8")), name
