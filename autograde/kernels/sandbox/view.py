"""What of the host a sandbox sees: the system and the environment, read-only, and nothing else.

The list is made from this process's own interpreter and the zygote's identity: a request cannot add to it.
"""

import importlib.util
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograde.course import DataFolder, Libraries
from autograde.errors import CourseError
from autograde.imports import missing_package

HOME = "/home/student"
WORK = f"{HOME}/work"
SOCKETS = "/run/kernel"
#: What the names of a kernel's sockets begin with (jupyter_client's "ip" where the transport is "ipc").
SOCKET_NAME = f"{SOCKETS}/k"
USER = "student"
UID = GID = 1000

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")

# Of /etc only what programs need to run; the rest tells about the host.
_ETC = (
    *("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "timezone", "mime.types"),
    *("locale.alias", "ssl/openssl.cnf"),
)
_DEVICES = ("null", "zero", "full", "random", "urandom")

_PACKAGES = ("site-packages", "dist-packages")


@dataclass(frozen=True)
class Bind:
    """A file or folder of the host, shown read-only at a place in the sandbox."""

    source: str
    target: str


def binds(libraries: Libraries, environment: Mapping[str, str], private: str) -> list[Bind]:
    """All that is shown of the host; outer folders come before what lies in them.

    Args:
        libraries: what the course's notebooks import and read.
        environment: the environment variables of whoever starts the sandbox.
        private: a folder that must not be shown, with all that is in it: the course; "" for none.

    Raises:
        CourseError: showing the environment would show the private folder as well, or a package is missing.
    """
    trees = [path for path in _SYSTEM if os.path.isdir(path) and not os.path.islink(path)]
    trees += _environment_trees(trees)
    trees += [folder for folder in _package_folders(libraries.packages) if not _lies_in(folder, trees)]
    _require_apart(trees, private)
    shown = [Bind(path, path) for path in trees]
    shown += [Bind(f"/etc/{name}", f"/etc/{name}") for name in _ETC]
    shown += [Bind(f"/dev/{name}", f"/dev/{name}") for name in _DEVICES]
    shown += _data_binds(libraries.data_folders, environment)
    return [bind for bind in shown if os.path.exists(bind.source)]


def links() -> dict[str, str]:
    """The symbolic links at the root of a system whose /bin and /lib have moved into /usr."""
    system = {path: os.readlink(path) for path in _SYSTEM if os.path.islink(path)}
    return system | {"/dev/fd": "/proc/self/fd", "/dev/stdin": "/proc/self/fd/0"}


def etc() -> dict[str, str]:
    """The files of /etc that are the sandbox's own."""
    return {
        "passwd": f"root:x:0:0::/nonexistent:/bin/false\n{USER}:x:{UID}:{GID}::{HOME}:/bin/sh\n",
        "group": f"root:x:0:\n{USER}:x:{GID}:\n",
        "hosts": "127.0.0.1 localhost\n",
        "hostname": "sandbox\n",
        "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    }


def kernel_environment(libraries: Libraries, chosen: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a sandboxed kernel: nothing of the host's."""
    own = {
        "LANG": "C.UTF-8",
        "HOME": HOME,
        "USER": USER,
        "LOGNAME": USER,
        "PATH": os.pathsep.join([os.path.dirname(sys.executable), "/usr/local/bin", "/usr/bin", "/bin"]),
        "TMPDIR": "/tmp",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    data = {folder.variable: os.path.join(HOME, folder.default) for folder in libraries.data_folders}
    return own | data | dict(chosen)


def _environment_trees(already: Iterable[str]) -> list[str]:
    """The folders of the interpreter and its packages that no folder of ``already`` holds."""
    wanted = [sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix]
    wanted += [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    wanted += [path for path in sys.path if os.path.basename(path) in _PACKAGES and os.path.isdir(path)]
    wanted += [os.path.dirname(os.path.realpath(sys.executable))]
    trees: list[str] = []
    for path in sorted({os.path.abspath(path) for path in wanted}, key=len):
        if not _lies_in(path, [*already, *trees]):
            trees.append(path)
    return trees


def _lies_in(path: str, trees: Iterable[str]) -> bool:
    return any(Path(path).is_relative_to(tree) for tree in trees)


def _package_folders(names: Iterable[str]) -> list[str]:
    """Where packages are that an editable install has left outside of site-packages.

    Raises:
        CourseError: one is missing. Every hand-in would fail for a reason that is not its own.
    """
    return [os.path.abspath(folder) for name in names for folder in _package_folder(name)]


def _package_folder(name: str) -> list[str]:
    spec = importlib.util.find_spec(name)
    if spec is None:
        raise missing_package(name)
    return list(spec.submodule_search_locations or ())


def _require_apart(trees: list[str], private: str) -> None:
    """Refuse to show what should stay private.

    Raises:
        CourseError: a tree holds the private folder.
    """
    for tree in trees:
        if tree == "/" or (private and Path(private).is_relative_to(tree)):
            raise CourseError(
                "The sandbox cannot show the Python environment without showing the course: one lies in the other.",
                where=tree,
                todo="Create the environment outside the course's folder or in a folder of its own inside it (.venv).",
            )


def _data_binds(folders: Iterable[DataFolder], environment: Mapping[str, str]) -> Iterator[Bind]:
    for folder in folders:
        target = os.path.normpath(f"{HOME}/{folder.default}/{folder.subfolder}")
        yield Bind(str(folder.path(environment)), target)
