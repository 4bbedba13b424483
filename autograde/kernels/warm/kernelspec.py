"""Making the environment's ``python3`` kernelspec start warm, and undoing it."""

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograde.errors import CourseError
from autograde.kernels.warm.provisioner import NAME


def install(prefix: str | Path = sys.prefix, preload: Sequence[str] = ()) -> Path:
    """Let every client of the environment's ``python3`` kernel start it warm; the kernelspec that says so.

    Args:
        prefix: the environment.
        preload: the modules that its warm kernels have imported already.
    """
    path, spec = _kernelspec(Path(prefix))
    config = {"preload": list(preload)}
    spec.setdefault("metadata", {})["kernel_provisioner"] = {"provisioner_name": NAME, "config": config}
    return _replace(path, spec)


def uninstall(prefix: str | Path = sys.prefix) -> Path:
    """Undo :func:`install`."""
    path, spec = _kernelspec(Path(prefix))
    if spec.get("metadata", {}).get("kernel_provisioner", {}).get("provisioner_name") == NAME:
        del spec["metadata"]["kernel_provisioner"]
        _replace(path, spec)
    return path


def installed(prefix: str | Path = sys.prefix) -> bool:
    """Whether the environment's ``python3`` kernel starts warm."""
    _, spec = _kernelspec(Path(prefix))
    return spec.get("metadata", {}).get("kernel_provisioner", {}).get("provisioner_name") == NAME


def _kernelspec(prefix: Path) -> tuple[Path, dict[str, Any]]:
    path = prefix / "share" / "jupyter" / "kernels" / "python3" / "kernel.json"
    try:
        return path, json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CourseError(
            f"The kernelspec cannot be read: {error}",
            where=str(path),
            todo="Run `python -m ipykernel install --sys-prefix` and try again.",
        ) from error


def _replace(path: Path, spec: dict[str, Any]) -> Path:
    """Write a new file in place of the old one, which package managers may have hard-linked into other environments."""
    text = json.dumps(spec, indent=1) + "\n"
    if path.read_text(encoding="utf-8") == text:
        return path
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)
    return path
