"""What a fork must renew: everything that an import computed from the state of the process it ran in."""

import logging
import os
import sys
import time
from collections.abc import Mapping
from typing import Any


class Refresh:
    """The steps before and after IPython starts in a fork; `tests/kernels` compares the result with a cold kernel."""

    def __init__(self, imported_in: Mapping[str, str]) -> None:
        """``imported_in`` is the environment that the zygote was started with."""
        self._imported_in = imported_in
        self._log_handlers: list[Any] = []

    def renew(self, environment: Mapping[str, str]) -> None:
        """Make this fork a process of its own: its own environment and places, fresh randomness."""
        self._set_environment(environment)
        time.tzset()
        _reseed_numpy()
        _reset_keras_home()

    def before_start(self, environment: Mapping[str, str]) -> None:
        """Make this fork a kernel of its own."""
        self.renew(environment)
        self._keep_log_handlers()
        _unload_this_package()

    def after_start(self) -> None:
        """Connect to the IPython shell what, in a cold kernel, an import in a cell connects."""
        self._redirect_log_handlers()
        _choose_figure_backend()

    def _set_environment(self, environment: Mapping[str, str]) -> None:
        """The kernel's own environment, and what the imports have added to theirs (TensorFlow adds TF2_BEHAVIOR)."""
        added = {name: value for name, value in os.environ.items() if name not in self._imported_in}
        added.pop("TF_CPP_MIN_LOG_LEVEL", None)
        os.environ.clear()
        os.environ.update(added | dict(environment))

    def _keep_log_handlers(self) -> None:
        """Hide the libraries' log handlers from IPython's start, which would close them."""
        self._log_handlers = logging._handlerList[:]  # type: ignore[attr-defined]
        logging._handlerList.clear()  # type: ignore[attr-defined]

    def _redirect_log_handlers(self) -> None:
        """Point the libraries' log handlers at the notebook's streams."""
        for reference in self._log_handlers:
            handler = reference()
            if isinstance(handler, logging.StreamHandler) and handler.stream is sys.__stdout__:
                handler.setStream(sys.stdout)
            elif isinstance(handler, logging.StreamHandler) and handler.stream is sys.__stderr__:
                handler.setStream(sys.stderr)
        logging._handlerList.extend(self._log_handlers)  # type: ignore[attr-defined]


def _reseed_numpy() -> None:
    # Python's own `random` reseeds itself after a fork.
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _reset_keras_home() -> None:
    """Let Keras find the data sets of this kernel's user, not of the zygote's."""
    config: Any = sys.modules.get("keras.src.backend.config")
    if hasattr(config, "_KERAS_DIR"):
        default = os.path.join(os.path.expanduser("~"), ".keras")
        config._KERAS_DIR = os.environ.get("KERAS_HOME", default)


def _unload_this_package() -> None:
    """An author's edit of `autograde`, even of a module that the zygote needed, must reach the next kernel."""
    for name in [name for name in sys.modules if name == "autograde" or name.startswith("autograde.")]:
        del sys.modules[name]


def _choose_figure_backend() -> None:
    """Figures appear below the cell: matplotlib reads MPLBACKEND while it is imported, IPython has set it only now."""
    matplotlib: Any = sys.modules.get("matplotlib")
    if matplotlib is None:
        return
    sys.modules.pop("matplotlib_inline.backend_inline", None)  # it looks for the shell while it is imported
    if os.path.isfile("matplotlibrc"):  # an import here would have read it
        matplotlib.rc_file("matplotlibrc")
    if backend := os.environ.get("MPLBACKEND"):
        matplotlib.rcParams["backend"] = backend
