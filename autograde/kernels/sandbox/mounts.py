"""Building a sandbox's file system with Linux's mount calls."""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from pathlib import Path

from autograde.kernels import linux

# These numbers are the same on every architecture.
_OPEN_TREE, _MOVE_MOUNT, _MOUNT_SETATTR = 428, 429, 442

_AT_FDCWD = -100
_AT_EMPTY_PATH = 0x1000
_AT_RECURSIVE = 0x8000
_OPEN_TREE_CLONE = 1
_MOVE_MOUNT_F_EMPTY_PATH = 4

_READ_ONLY, _NO_SUID, _NO_DEVICES = 0x1, 0x2, 0x4
_PRIVATE = 1 << 18

_MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 2, 4, 8
_MNT_DETACH = 2


def clone_tree(source: str, *, read_only: bool = True, devices: bool = False) -> int:
    """A descriptor of a mount that shows ``source``, attached to nothing yet.

    Raises:
        OSError: there is no such file, or this process may not mount.
    """
    flags = _OPEN_TREE_CLONE | _AT_RECURSIVE | os.O_CLOEXEC
    tree = linux.syscall(f"open_tree {source}", _OPEN_TREE, _AT_FDCWD, source, flags)
    attributes = _NO_SUID | (_READ_ONLY if read_only else 0) | (0 if devices else _NO_DEVICES)
    _set_attributes(tree, "", attributes, _AT_EMPTY_PATH | _AT_RECURSIVE)
    return tree


def attach_tree(tree: int, target: str) -> None:
    """Show a cloned tree at ``target``, which is made if need be, and close the descriptor."""
    make_place(target, folder=stat.S_ISDIR(os.fstat(tree).st_mode))
    linux.syscall(f"move_mount {target}", _MOVE_MOUNT, tree, "", _AT_FDCWD, target, _MOVE_MOUNT_F_EMPTY_PATH)
    os.close(tree)


def make_place(target: str, *, folder: bool) -> None:
    """An empty folder or file to mount on."""
    path = Path(target)
    if os.path.lexists(target):
        return
    (path if folder else path.parent).mkdir(parents=True, exist_ok=True)
    if not folder:
        path.touch()


def make_read_only(target: str) -> None:
    """Make one mount read-only, with the right to undo it left to those with rights over the namespace."""
    _set_attributes(_AT_FDCWD, target, _READ_ONLY, 0)


def mount_memory(target: str, *, size: int, files: int, mode: str = "755") -> None:
    """An empty file system in memory."""
    os.makedirs(target, exist_ok=True)
    options = f"size={size},nr_inodes={files},mode={mode}"
    linux.libc("mount", "tmpfs", target, "tmpfs", ctypes.c_ulong(_MS_NOSUID | _MS_NODEV), options)


def mount_processes(target: str) -> None:
    """The /proc of this process's own pid namespace."""
    os.makedirs(target, exist_ok=True)
    linux.libc("mount", "proc", target, "proc", ctypes.c_ulong(_MS_NOSUID | _MS_NODEV | _MS_NOEXEC), None)


def detach(target: str) -> None:
    """Take a mount out of the tree of files; clones of it stay."""
    linux.libc("umount2", target, _MNT_DETACH)


def enter(root: str) -> None:
    """Make ``root`` the root folder; the host's is not reachable any more."""
    os.chdir(root)
    linux.libc("pivot_root", ".", ".")
    detach(".")
    os.chdir("/")


def write_files(folder: str, files: dict[str, str]) -> None:
    os.makedirs(folder, exist_ok=True)
    for name, text in files.items():
        Path(folder, name).write_text(text)


def make_links(root: str, links: Iterable[tuple[str, str]]) -> None:
    for name, target in links:
        os.makedirs(os.path.dirname(root + name), exist_ok=True)
        os.symlink(target, root + name)


def _set_attributes(folder: int, path: str, attributes: int, flags: int) -> None:
    # struct mount_attr: set, clear, propagation, user namespace
    request = ctypes.create_string_buffer(struct.pack("=QQQQ", attributes, 0, _PRIVATE, 0), 32)
    size = ctypes.c_size_t(32)
    linux.syscall(f"mount_setattr {path}", _MOUNT_SETATTR, folder, path, ctypes.c_uint(flags), request, size)
