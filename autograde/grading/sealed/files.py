"""Files that travel between a check and the student's code: a path's content as names and bytes, nothing else."""

import base64
from pathlib import Path, PurePosixPath

from autograde.grading.sealed.refused import Refused

LARGEST = 64_000_000


def pack(path: Path) -> dict[str, str]:
    """The regular files at or below a path, base64 by relative name ("" for the path itself)."""
    if path.is_file():
        return {"": _text(path)}
    return {file.relative_to(path).as_posix(): _text(file) for file in sorted(path.rglob("*")) if file.is_file()}


def unpack(packed: object, path: Path) -> None:
    """Write packed files to a path.

    Raises:
        Refused: a name would leave the path, or the files are too large.
    """
    if not isinstance(packed, dict) or sum(len(str(text)) for text in packed.values()) > LARGEST:
        raise Refused("the files of the answer are too large")
    for name, text in packed.items():
        parts = PurePosixPath(str(name))
        if parts.is_absolute() or ".." in parts.parts or "\0" in str(name):
            raise Refused("a file of the answer lies outside its folder")
        file = path / parts if str(name) else path
        if file.is_symlink():
            raise Refused("a file of the answer replaces a link")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(str(text)))


def _text(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode("ascii")
