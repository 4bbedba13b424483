"""environment.yml, the two pyproject.toml and requirements.lock say the same."""

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def _projects() -> list[dict[str, Any]]:
    files = (ROOT / "pyproject.toml", ROOT / "lessons" / "pyproject.toml")
    return [tomllib.loads(file.read_text("utf-8"))["project"] for file in files]


def _declared() -> dict[str, str]:
    """What the two distributions need, with all their extras; where both name a package, they name one range."""
    declared: dict[str, str] = {}
    for project in _projects():
        for line in [*project["dependencies"], *chain(*project["optional-dependencies"].values())]:
            # On Linux x86-64 PyPI has a smaller TensorFlow under another name; conda has one name for both.
            requirement = Requirement(line.replace("tensorflow-cpu", "tensorflow"))
            name, specifier = canonicalize_name(requirement.name), str(requirement.specifier)
            assert declared.setdefault(name, specifier) == specifier, f"{name} has two ranges"
    return declared


def _conda() -> dict[str, str]:
    lines = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name): str(r.specifier) for r in requirements}


def _locked() -> dict[str, list[str]]:
    versions: dict[str, list[str]] = {}
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line):
            versions.setdefault(canonicalize_name(match[1]), []).append(match[2])
    return versions


def test_conda_and_pyproject_agree() -> None:
    conda = _conda()
    python = conda.pop("python")
    conda.pop("pip")
    assert conda == _declared()
    for project in _projects():
        assert sorted(python.split(",")) == sorted(project["requires-python"].split(","))


def test_lock_fulfils_pyproject() -> None:
    locked = _locked()
    for name, specifier in _declared().items():
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
    settings = ("environment.yml", "pyproject.toml", "lessons/pyproject.toml", "Makefile", "nbgrader_config.py")
    for name in (*settings, ".ci/run"):
        assert not re.search(r"(^|[\s\"'=])/(home|root|Users|work)/", (ROOT / name).read_text("utf-8")), name
