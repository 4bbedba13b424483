"""What of the host a sandbox sees: the system and the environment, read-only, and nothing else.

The list is made from this process's own interpreter. What a client asks for cannot add to it.
"""

import os
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import autograde
from autograde.errors import CourseError

HOME = "/home/student"
WORK = f"{HOME}/work"
SOCKETS = "/run/kernel"
USER = "student"
UID = GID = 1000

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")

# Of /etc only what programs need to run; the rest tells about the host.
_ETC = (
    *("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "timezone", "mime.types"),
    *("locale.alias", "ssl/openssl.cnf"),
)
_DEVICES = ("null", "zero", "full", "random", "urandom")

# Of this package what `import autograde` and the lessons need, and the grader's agent.
_PACKAGE = ("__init__.py", "py.typed", "lesson")
_AGENT = "grading/agent*"

_PACKAGES = ("site-packages", "dist-packages")


@dataclass(frozen=True)
class Bind:
    """A file or folder of the host, shown read-only at a place in the sandbox."""

    source: str
    target: str


def binds(environment: Mapping[str, str]) -> list[Bind]:
    """All that is shown of the host; outer folders come before what lies in them.

    Raises:
        CourseError: showing the environment would show the course as well.
    """
    trees = [path for path in _SYSTEM if os.path.isdir(path) and not os.path.islink(path)]
    trees += _environment_trees(trees)
    _require_apart(trees)
    shown = [Bind(path, path) for path in trees]
    shown += [Bind(f"/etc/{name}", f"/etc/{name}") for name in _ETC]
    shown += [Bind(f"/dev/{name}", f"/dev/{name}") for name in _DEVICES]
    shown += [Bind(str(path), str(path)) for path in _package_pieces()]
    shown += _data_caches(environment)
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


def kernel_environment(imported_in: Mapping[str, str], chosen: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a sandboxed kernel: of the host's only settings of libraries that name no place."""
    settings = {
        name: value
        for name, value in imported_in.items()
        if not name.startswith("LD_") and ("/" not in value or name == "TZ")
    }
    own = {
        "HOME": HOME,
        "USER": USER,
        "LOGNAME": USER,
        "PATH": os.pathsep.join([os.path.dirname(sys.executable), "/usr/local/bin", "/usr/bin", "/bin"]),
        "TMPDIR": "/tmp",
        "KERAS_HOME": f"{HOME}/.keras",
        "SCIKIT_LEARN_DATA": f"{HOME}/scikit_learn_data",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return {"LANG": "C.UTF-8"} | settings | own | dict(chosen)


def hidden() -> list[str]:
    """This package, where it is shown with the rest of site-packages: of it only the pieces may be seen."""
    package = _package()
    return (
        [str(package)] if any(package.is_relative_to(tree) for tree in [*_SYSTEM, *_environment_trees(_SYSTEM)]) else []
    )


def _package() -> Path:
    return Path(autograde.__file__ or "").parent


def _environment_trees(already: Iterable[str]) -> list[str]:
    """The folders of the interpreter and its packages that no folder of ``already`` holds."""
    wanted = [sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix]
    wanted += [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    wanted += [path for path in sys.path if os.path.basename(path) in _PACKAGES and os.path.isdir(path)]
    wanted += [os.path.dirname(os.path.realpath(sys.executable))]
    trees: list[str] = []
    for path in sorted({os.path.abspath(path) for path in wanted}, key=len):
        if not any(Path(path).is_relative_to(tree) for tree in [*already, *trees]):
            trees.append(path)
    return trees


def _require_apart(trees: list[str]) -> None:
    package = _package()
    editable = not any(part in _PACKAGES for part in package.parts)
    for tree in trees:
        if tree == "/" or (editable and package.is_relative_to(tree)):
            raise CourseError(
                "The sandbox cannot show the Python environment without showing the course: one lies in the other.",
                where=tree,
                todo="Create the environment outside the course's folder or in a folder of its own inside it (.venv).",
            )


def _package_pieces() -> list[Path]:
    package = _package()
    pieces = [package / name for name in _PACKAGE]
    agent = sorted(package.glob(_AGENT))
    if agent:
        pieces += [package / "grading" / "__init__.py", *agent]
    return pieces


def _data_caches(environment: Mapping[str, str]) -> list[Bind]:
    home = environment.get("HOME") or os.path.expanduser("~")
    keras = environment.get("KERAS_HOME") or os.path.join(home, ".keras")
    sklearn = environment.get("SCIKIT_LEARN_DATA") or os.path.join(home, "scikit_learn_data")
    return [
        Bind(os.path.join(keras, "datasets"), f"{HOME}/.keras/datasets"),
        Bind(sklearn, f"{HOME}/scikit_learn_data"),
    ]
