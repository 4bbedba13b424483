"""Keys of results: a digest of everything that decides one. Where the key is the same, nothing is graded again.

Packages count by name and version: what somebody edits inside of site-packages, past every installer, no key knows;
`autograde grade --force` grades anew.
"""

import hashlib
import importlib.metadata
import json
import os
import site
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from autograde.course import Libraries, Topic
from autograde.grading import sandboxed
from autograde.grading.limits import Limits
from autograde.grading.sealed.submission import Unreadable, read_file
from autograde.grading.unit import Mode
from autograde.imports import code_digest, modules_of
from autograde.kernels import Policy

#: What grades a notebook; all that it imports decides results, and nothing else of this package does.
ENTRIES = (sandboxed.__name__, sandboxed.WORKER)
#: Bytes of a data file whose content counts.
_MAX_HASHED = 200_000_000
#: Editable installs whose code is followed import by import, which says more than their version.
_OWN = {"notebook-autograde", "nn-lessons"}


@dataclass(frozen=True)
class Conditions:
    """How hand-ins are graded, as far as it decides points.

    Attributes:
        mode: ``sealed``, or ``inline`` for nbgrader's way.
        policy: ``sandboxed`` or ``trusted``.
        limits: of time and of the kernel.
    """

    mode: Mode
    policy: Policy
    limits: Limits


def topic_digest(topic: Topic, conditions: Conditions, installed: Sequence[str]) -> bytes:
    """A digest of everything that decides the results of a topic but the hand-ins.

    Args:
        topic: the topic.
        conditions: how it is graded.
        installed: see `installed_packages`, which takes a while: once is enough for all topics.
    """
    digest = hashlib.sha256()
    for path in (topic.source, topic.release, *topic.data_files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    facts = environment_facts(topic.libraries, ENTRIES, installed) | {"conditions": asdict(conditions)}
    digest.update(json.dumps(facts, sort_keys=True).encode())
    return digest.digest()


def environment_facts(libraries: Libraries, entries: Sequence[str], installed: Sequence[str]) -> dict[str, Any]:
    """What the results of running notebooks depend on beside the notebooks themselves, as JSON.

    Args:
        libraries: what the notebooks import and read.
        entries: the modules of this package that run them; all that these import counts.
        installed: see `installed_packages`.
    """
    return {
        "code": code_digest("autograde", entries),
        "lessons": {name: code_digest(name, modules_of(name)) for name in libraries.packages},
        "libraries": asdict(libraries),
        "data": _data(libraries),
        "python": sys.version,
        "installed": list(installed),
    }


def result_key(topic: bytes, hand_in: Path) -> str:
    """The key of one result: of its topic's digest and the hand-in's content."""
    try:
        content = read_file(hand_in)
    except Unreadable as error:  # it will be refused for the same reason: that is all there is to know about it
        content = str(error).encode("utf-8", "surrogateescape")
    return hashlib.sha256(topic + content).hexdigest()


def _data(libraries: Libraries) -> list[str]:
    """The course's data sets on this machine: names, and contents; of very large files, which are others', sizes."""
    folders = [folder.path(os.environ) for folder in libraries.data_folders]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return [f"{path.name} {_content(path)}" for path in files]


def _content(path: Path) -> str:
    size = path.stat().st_size
    if size > _MAX_HASHED:
        return str(size)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def installed_packages() -> list[str]:
    """All packages with their versions: student code may import any of them. Of editable ones, their files as well.

    Those of the environment's folders, not of ``sys.path``: some packages add a folder to it when they are imported,
    and every command has to find the same ones.
    """
    return sorted(set(_installed()))


def _installed() -> Iterator[str]:
    folders = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    folders += [*site.getsitepackages(), *([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])]
    for package in importlib.metadata.distributions(path=folders):
        about = package.metadata  # parsed anew each time
        name = about["Name"]
        yield f"{name} {about['Version']}"
        folder = _editable_folder(package)
        if folder is not None and name not in _OWN:
            for path in sorted(path for path in folder.rglob("*.py") if path.is_file()):
                status = path.stat()
                # Not the contents: it may be a large checkout.
                yield f"{name} {path.relative_to(folder)} {status.st_size} {status.st_mtime_ns}"


def _editable_folder(package: importlib.metadata.Distribution) -> Path | None:
    """The folder of an editable install, which direct_url.json names (PEP 610); None for others."""
    try:
        origin = json.loads(package.read_text("direct_url.json") or "{}")
        editable = bool(origin.get("dir_info", {}).get("editable"))
        url = str(origin.get("url", ""))
    except (ValueError, AttributeError):
        return None
    return Path(url2pathname(urlsplit(url).path)) if editable and url.startswith("file:") else None
