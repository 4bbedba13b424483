"""What makes two kernels interchangeable, and where their zygote lives.

A zygote may serve a client if it would have imported exactly what the client's own cold kernel would import. The
key says so: interpreter, preload list, policy, the environment variables that matter while importing, and the
state of site-packages. A client with another key finds (or starts) another zygote.
"""

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

#: Imported once by a zygote; what is not installed is left out. Nothing of this package that a notebook imports is
#: here: an author's edit of `autograde.lesson` must reach the next kernel.
PRELOAD = (
    "numpy",
    "scipy.special",
    "scipy.stats",
    "pandas",
    "PIL.Image",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "sklearn.base",
    "sklearn.datasets",
    "sklearn.linear_model",
    "sklearn.model_selection",
    "sklearn.neural_network",
    "sklearn.pipeline",
    "sklearn.preprocessing",
    "h5py",
    "tensorflow",
    "keras",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "IPython.core.completer",
    "IPython.core.historyapp",
)

IDLE_SECONDS = 900.0

#: Turns warm kernels off when it is "0", "off", "no" or "false".
SWITCH = "AUTOGRADE_WARM_KERNELS"

#: Overrides the folder of the zygotes.
RUNTIME = "AUTOGRADE_KERNEL_RUNTIME"

_MATTERS_AT_IMPORT = (
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
_MATTERS_BY_NAME = frozenset({"HOME", "LANG", "LANGUAGE", "TZ", "VIRTUAL_ENV", "CONDA_PREFIX"})

#: Read while a model runs, not while TensorFlow is imported; the zygote imports quietly in any case.
_READ_LATER = frozenset({"TF_CPP_MIN_LOG_LEVEL", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"})


@dataclass(frozen=True)
class Identity:
    """All that a zygote is made from. It is written as JSON beside the zygote's socket."""

    policy: str
    environment: dict[str, str]
    preload: tuple[str, ...] = PRELOAD
    idle_seconds: float = IDLE_SECONDS
    user: tuple[int, int] | None = None
    executable: str = ""
    prefix: str = sys.prefix
    version: str = sys.version
    installed: str = ""

    @classmethod
    def of(cls, policy: str, environment: Mapping[str, str], **options: object) -> "Identity":
        """The identity of the zygote that can serve a client with this environment now."""
        fixed = {"executable": interpreter(), "installed": installed_state()}
        return cls(policy, relevant(environment), **fixed, **options)  # type: ignore[arg-type]

    @property
    def key(self) -> str:
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def home(self) -> Path:
        return runtime_folder() / self.key

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> "Identity":
        fields = json.loads(path.read_text())
        user = fields.pop("user")
        return cls(preload=tuple(fields.pop("preload")), user=user and (user[0], user[1]), **fields)

    def supersedes(self, other: "Identity") -> bool:
        """Whether ``other`` is this one before the environment on disk changed."""
        return (self.prefix, self.policy) == (other.prefix, other.policy) and self.installed != other.installed


def interpreter() -> str:
    """This environment's interpreter by one name, however it was called: python, python3, python3.11."""
    plain = os.path.join(os.path.dirname(sys.executable), "python")
    return plain if os.path.exists(plain) and os.path.samefile(plain, sys.executable) else sys.executable


def relevant(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that can change what an import does."""
    return {
        name: value
        for name, value in sorted(environment.items())
        if name not in _READ_LATER and (name in _MATTERS_BY_NAME or name.startswith(_MATTERS_AT_IMPORT))
    }


def installed_state() -> str:
    """A fingerprint of what is installed; it changes with every install, upgrade and removal, and with this package."""
    paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    entries = [entry for path in sorted(paths) for entry in os.scandir(path) if _tells_installs(entry.name)]
    entries += [entry for entry in os.scandir(Path(__file__).parent) if entry.name.endswith(".py")]
    entries += [entry for entry in os.scandir(Path(__file__).parent / "sandbox") if entry.name.endswith(".py")]
    lines = sorted(f"{entry.path}\t{entry.stat().st_mtime_ns}" for entry in entries)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _tells_installs(name: str) -> bool:
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


def _runtime_folder() -> Path:
    if chosen := os.environ.get(RUNTIME):
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


def switched_off(environment: Mapping[str, str]) -> bool:
    return environment.get(SWITCH, "").strip().lower() in {"0", "off", "no", "false"}
