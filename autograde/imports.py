"""Which files a module runs, found by following its imports: what depends on code can be keyed by exactly that code."""

import hashlib
import importlib.util
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import grimp

from autograde.errors import CourseError


def code_digest(package: str, modules: Iterable[str]) -> str:
    """A digest of the source files of some modules of a package and of all in it that these import, at any depth.

    Imports inside functions and for type checkers count as well: too much rather than too little.

    Raises:
        CourseError: there is no such package.
        ValueError: a module is not in the package.
    """
    digest = hashlib.sha256()
    for name in sorted(_closure(package, tuple(sorted(modules)))):
        path = _file(package, name)
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def modules_of(package: str, names: Iterable[str] | None = None) -> list[str]:
    """The modules of a package; of some dotted names, those that are among them.

    Raises:
        CourseError: there is no such package.
    """
    modules = _graph(package).modules
    return sorted(modules if names is None else modules.intersection(names))


def missing_package(package: str) -> CourseError:
    """The error where a package that the course needs cannot be found."""
    return CourseError(f"The package {package} is not installed.", where=sys.prefix, todo="Run: make setup")


def _closure(package: str, modules: tuple[str, ...]) -> set[str]:
    graph = _graph(package)
    found = {package, *modules}
    for module in modules:
        if module not in graph.modules:
            raise ValueError(f"{package} has no module {module}")
        found |= graph.find_upstream_modules(module)
    # Importing a.b.c runs a/__init__.py and a/b/__init__.py too, which may import others.
    parents = {name.rpartition(".")[0] for name in found} - found - {""}
    return found if not parents else _closure(package, tuple(sorted((found | parents) - {package})))


@cache
def _graph(package: str) -> grimp.ImportGraph:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise missing_package(package)
    _require_init_files(Path(spec.origin).parent)
    try:
        return grimp.build_graph(package, cache_dir=None)
    except Exception as error:  # what is no Python, and whatever grimp cannot read
        raise CourseError(
            f"The imports of {package} cannot be followed: {error}.",
            where=str(Path(spec.origin).parent),
            todo="Mend or remove the file: what decides a grade has to be known.",
        ) from error


def _require_init_files(root: Path) -> None:
    """Python imports from folders without __init__.py as well, and nobody follows these imports."""
    for folder in {path.parent for path in root.rglob("*.py")}:
        if not (folder / "__init__.py").is_file():
            raise CourseError("A folder of modules has no __init__.py.", where=str(folder), todo="Add an empty one.")


def _file(package: str, module: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ValueError(f"there is no package {package}")
    path = Path(spec.origin).parent.joinpath(*module.split(".")[1:])
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
