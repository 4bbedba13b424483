"""Keras' own loaders while a check runs: the files may be the student's, so `model_files` looks through them first."""

import contextlib
import functools
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from autograde.grading.sealed.model_files import looked_through, refuse_strange_weights
from autograde.grading.sealed.wire import Refused

Loader = Callable[..., Any]

#: Code that may load a model's file. Whatever else it imports, Keras is then imported before it runs.
_MAY_LOAD = re.compile(r"keras|load_(model|weights)")


@contextlib.contextmanager
def careful_loaders(code: str) -> Iterator[None]:
    """Let Keras' ``load_model`` and ``load_weights`` refuse, under all their names, what `model_files` refuses.

    Args:
        code: what is about to run.
    """
    if _MAY_LOAD.search(code):
        with contextlib.suppress(ImportError):
            import keras  # noqa: F401
    with contextlib.ExitStack() as stack:
        if "keras" in sys.modules:
            loaders = sys.modules["keras"].saving
            _replace(loaders.load_model, _careful_load_model(loaders.load_model), stack)
            _replace(loaders.load_weights, _careful_load_weights(loaders.load_weights), stack)
        yield


def _replace(original: Loader, careful: Loader, stack: contextlib.ExitStack) -> None:
    """Put a function in another one's place in all of Keras' modules, until the stack is left."""
    name = original.__name__
    for module in [module for key, module in sys.modules.items() if key.split(".")[0] == "keras"]:
        if vars(module).get(name) is original:
            stack.callback(setattr, module, name, original)
            setattr(module, name, careful)


def _careful_load_model(original: Loader) -> Loader:
    @functools.wraps(original)
    def load_model(
        filepath: str | os.PathLike[str],
        custom_objects: Mapping[str, Any] | None = None,
        compile: bool = True,
        safe_mode: bool = True,
    ) -> Any:
        path = Path(filepath)
        _refuse_unless(path, (".keras",))
        if not zipfile.is_zipfile(path):  # Keras says what is wrong with it
            return original(filepath, custom_objects, compile)
        content = looked_through(path.read_bytes(), custom_objects or {}, training=compile)
        with _file(content, path.suffix) as copy:
            return original(copy, custom_objects, compile)

    return load_model


def _careful_load_weights(original: Loader) -> Loader:
    @functools.wraps(original)
    def load_weights(model: Any, filepath: str | os.PathLike[str], *args: Any, **kwargs: Any) -> None:
        path = Path(filepath)
        _refuse_unless(path, (".keras", ".h5", ".hdf5"))
        if not path.exists():
            return original(model, filepath, *args, **kwargs)
        content = path.read_bytes()
        if path.suffix == ".keras":
            content = looked_through(content, training=False)
        else:
            refuse_strange_weights(content)
        with _file(content, "".join(path.suffixes[-2:])) as copy:
            return original(model, copy, *args, **kwargs)

    return load_weights


def _refuse_unless(path: Path, suffixes: tuple[str, ...]) -> None:
    """Refuse what is there in another format: folders, and files that name further files."""
    if path.exists() and (path.suffix not in suffixes or not path.is_file()):
        raise Refused(f"a model is loaded here from a single file only, whose name ends in {' or '.join(suffixes)}")


@contextlib.contextmanager
def _file(content: bytes, suffix: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="examiner-") as folder:
        path = Path(folder, f"model{suffix}")
        path.write_bytes(content)
        yield path
