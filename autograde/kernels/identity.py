"""What makes two kernels interchangeable, and where their zygote lives.

A zygote may serve a client if it would have imported exactly what the client's own cold kernel would import. The
key says so: interpreter, preload list, policy, the environment variables that matter while importing, and the
state of site-packages. A client with another key finds (or starts) another zygote.
"""

import contextlib
import hashlib
import json
import os
import stat
import sys
import sysconfig
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import autograde
from autograde.course import NO_LIBRARIES, DataFolder, Libraries

#: What every kernel imports; the course's own list comes with its libraries. Nothing of the packages that its authors
#: edit is there: an edit must reach the next kernel.
PRELOAD = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "IPython.core.completer",
    "IPython.core.historyapp",
)

#: The folder that holds the running copy of this package: a zygote runs its client's code, wherever the environment's
#: own installation points (two checkouts may share one environment).
PACKAGE_ROOT = str(Path(autograde.__file__ or "").resolve().parents[1])

IDLE_SECONDS = 900.0

#: "trusted": one's own code, warm if possible, else cold. "sandboxed": anybody's code, in a sandbox or not at all.
Policy = Literal["trusted", "sandboxed"]

#: Turns warm kernels off when it is "0", "off", "no" or "false".
SWITCH_VARIABLE = "AUTOGRADE_WARM_KERNELS"

#: Overrides the folder of the zygotes.
RUNTIME_VARIABLE = "AUTOGRADE_KERNEL_RUNTIME"

_IMPORT_PREFIXES = (
    *(
        "PYTHON",
        "TF_",
        "XLA_",
        "KERAS_",
        "MPL",
        "MATPLOTLIB",
        "SKLEARN_",
        "SCIKIT_LEARN_DATA",
        "SCIPY_",
        "NPY_",
        "NUMPY_",
        "PANDAS_",
    ),
    *("OMP_", "GOMP_", "KMP_", "MKL_", "OPENBLAS_", "GOTO_", "BLIS_", "NUMEXPR_", "VECLIB_", "JOBLIB_", "LOKY_"),
    *("CUDA_", "JAX_", "MALLOC_", "GLIBC_", "LD_", "LC_", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"),
)
_IMPORT_NAMES = frozenset({"HOME", "LANG", "LANGUAGE", "TZ", "VIRTUAL_ENV", "CONDA_PREFIX"})

#: Read while a model runs, not while TensorFlow is imported; the zygote imports quietly in any case.
_NOT_READ_AT_IMPORT = frozenset({"TF_CPP_MIN_LOG_LEVEL", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"})


@dataclass(frozen=True)
class Identity:
    """All that a zygote is made from; two kernels of one identity are interchangeable.

    Attributes:
        policy: ``trusted`` or ``sandboxed``.
        environment: the environment variables that can change what an import does, and where the host's data sets are.
        libraries: what the notebooks import and read.
        private: a folder that a sandbox must not show; "" for none.
        idle_seconds: how long a zygote without kernels waits for a client.
        executable, prefix, version: the interpreter and its environment.
        package_root: where this package's code is.
        installed: a fingerprint of what is installed.
    """

    policy: Policy
    environment: dict[str, str]
    libraries: Libraries = NO_LIBRARIES
    private: str = ""
    idle_seconds: float = IDLE_SECONDS
    executable: str = ""
    prefix: str = sys.prefix
    version: str = sys.version
    package_root: str = PACKAGE_ROOT
    installed: str = ""

    @classmethod
    def of(
        cls,
        policy: Policy,
        environment: Mapping[str, str],
        libraries: Libraries = NO_LIBRARIES,
        *,
        private: str = "",
        idle_seconds: float = IDLE_SECONDS,
    ) -> "Identity":
        """The identity of the zygote that can serve a client with this environment, see `import_environment`, now."""
        return cls(
            policy,
            dict(environment),
            libraries,
            private,
            idle_seconds,
            executable=interpreter(),
            installed=installed_state(),
        )

    @property
    def key(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]

    @property
    def imported_in(self) -> dict[str, str]:
        """The environment in which imports run. Before a sandbox is closed they find no settings in a home folder.

        Keras would read keras.json there and matplotlib matplotlibrc: whoever starts grading would decide points.
        """
        if self.policy == "trusted":
            return self.environment
        data = {folder.variable for folder in self.libraries.data_folders}
        kept = {name: value for name, value in self.environment.items() if name not in data}
        return kept | {"HOME": _home_without_settings()}

    @property
    def folder(self) -> Path:
        """Where its zygote's socket and state are."""
        return runtime_folder() / self.key

    @property
    def lock_file(self) -> Path:
        """Held while its zygote is looked for, started or removed. Beside the folder, which comes and goes."""
        return runtime_folder() / f"{self.key}.lock"

    @property
    def is_outdated(self) -> bool:
        """Whether something has been installed or this package has been edited since."""
        return installed_state() != self.installed

    def to_json(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Identity":
        """Read what `to_json` wrote."""
        fields = json.loads(text)
        lists = fields.pop("libraries")
        folders = tuple(DataFolder(**folder) for folder in lists["data_folders"])
        libraries = Libraries(tuple(lists["preload"]), tuple(lists["packages"]), folders)
        return cls(libraries=libraries, **fields)


def interpreter() -> str:
    """This environment's interpreter by one name, however it was called: python, python3, python3.11."""
    plain = os.path.join(os.path.dirname(sys.executable), "python")
    return plain if os.path.exists(plain) and os.path.samefile(plain, sys.executable) else sys.executable


def import_statement(module: str, name: str) -> str:
    """Python code for ``python -c`` that imports a name of this copy of the package.

    ``sys.path`` is left without that copy's folder, and without the one that the process happens to start in.
    """
    return (
        f"import sys; sys.path[:] = [{PACKAGE_ROOT!r}, *filter(None, sys.path)]; "
        f"from {module} import {name}; del sys.path[0]"
    )


def import_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that can change what an import does."""
    return {
        name: value
        for name, value in sorted(environment.items())
        if name not in _NOT_READ_AT_IMPORT and (name in _IMPORT_NAMES or name.startswith(_IMPORT_PREFIXES))
    }


def installed_state() -> str:
    """A fingerprint of what is installed; it changes with every install and removal, and with this package's code.

    All of this package: a zygote may have imported the part of it that decides points.
    """
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    paths = [Path(entry) for folder in folders for entry in os.scandir(folder) if _is_install_record(entry.name)]
    paths += Path(autograde.__file__ or "").resolve().parent.rglob("*.py")
    lines = []
    for path in sorted(paths):
        with contextlib.suppress(FileNotFoundError):  # an install is running: it has gone since it was listed
            lines.append(f"{path}\t{path.stat().st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _is_install_record(name: str) -> bool:
    return name.endswith((".dist-info", ".egg-info", ".egg-link", ".pth"))


def runtime_folder() -> Path:
    """The private folder of this user's zygotes.

    Raises:
        PermissionError: the folder belongs to somebody else or is open to others.
    """
    folder = _runtime_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    require_private(folder)
    return folder


def _home_without_settings() -> str:
    """A folder of this user's in which libraries keep nothing but what they would make anew, such as lists of fonts."""
    try:
        home = runtime_folder() / "home"
        home.mkdir(mode=0o700, exist_ok=True)
        require_private(home)
    except OSError:
        return os.devnull
    return str(home)


def _runtime_folder() -> Path:
    if chosen := os.environ.get(RUNTIME_VARIABLE):
        return Path(chosen)
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    if session and os.path.isdir(session) and os.stat(session).st_uid == os.geteuid() and os.access(session, os.W_OK):
        return Path(session) / "autograde"
    return Path(tempfile.gettempdir()) / f"autograde-{os.geteuid()}"


def require_private(path: Path) -> None:
    """Refuse a folder that another user owns, can enter, or has put a link in place of."""
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o077:
        raise PermissionError(f"{path} is not a private folder of this user")


def is_switched_off(environment: Mapping[str, str]) -> bool:
    return environment.get(SWITCH_VARIABLE, "").strip().lower() in {"0", "off", "no", "false"}
