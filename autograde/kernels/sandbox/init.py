"""The first process of a sandbox: builds it, starts the kernel or program, stays to reap and to report.

It never runs the student's code. When it ends, for whatever reason, the system kills all that is left in the sandbox.
"""

import contextlib
import json
import os
import select
import signal
from collections.abc import Callable
from typing import NoReturn

from autograde.kernels import linux
from autograde.kernels.protocol import Channel
from autograde.kernels.sandbox import files, mounts, namespaces, privileges, view
from autograde.kernels.sandbox.plan import Plan

_CONNECTION = f"{view.HOME}/.kernel.json"
_LOG = f"{view.HOME}/.kernel.log"
_NAME = view.SOCKET_NAME
_PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")

#: Turns the process that calls it, the student's from then on, into the kernel: command, standard streams.
StartKernel = Callable[[list[str], tuple[int, int, int]], NoReturn]


class Init:
    """Process 1 of a sandbox."""

    def __init__(self, supervisor: Channel, plan: Plan, stdin: int, start: StartKernel) -> None:
        self._supervisor = supervisor
        self._plan = plan
        self._stdin = stdin
        self._start = start
        self._kernel = 0
        self._ended = False
        self._ready = False

    def run(self, trees: dict[str, int], work: int) -> NoReturn:
        """Build the sandbox from cloned trees, fill the working folder from an archive, run the kernel."""
        linux.name_process("ag-init")
        linux.reset_signals()
        build(self._plan, trees)
        linux.prctl(linux.PR_SET_PDEATHSIG, int(signal.SIGKILL))
        files.unpack(work, view.WORK)
        os.close(work)
        self._child_exits = _child_exit_descriptor()
        self._fork_kernel()
        self._serve()
        os._exit(0)

    def _fork_kernel(self) -> None:
        arguments = [_CONNECTION if part == "{connection_file}" else part for part in self._plan.argv]
        self._kernel = os.fork()
        if self._kernel == 0:
            signal.set_wakeup_fd(-1)
            linux.reset_signals()
            log = os.open(_LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            linux.name_process("ag-kernel")
            os.chdir(view.WORK)
            privileges.set_dumpable(True)
            privileges.limit_resources(self._plan.limits)
            privileges.drop_all()
            self._start(arguments, (self._stdin, log, log))
        os.close(self._stdin)
        pidfd = os.pidfd_open(self._kernel)
        processes, scratch = os.open("/proc", os.O_RDONLY), os.open(view.HOME, os.O_RDONLY)
        self._supervisor.send({"event": "started"}, (pidfd, processes, scratch))
        for fd in (pidfd, processes, scratch):
            os.close(fd)

    def _serve(self) -> None:
        """Until the supervisor hangs up."""
        poller = select.poll()
        poller.register(self._supervisor.fileno(), select.POLLIN)
        poller.register(self._child_exits, select.POLLIN)
        while True:
            if not self._ready and not self._ended and self._connected():
                self._seal_sockets()
            waiting = not self._ready and not self._ended
            events = dict(poller.poll(5 if waiting else None))
            if self._child_exits in events:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._child_exits, 4096)
                self._reap()
            if self._supervisor.fileno() in events:  # nobody writes to us: the supervisor has hung up
                return

    def _connected(self) -> bool:
        """Whether the kernel has made all its sockets; a program makes none."""
        return bool(self._plan.program) or all(
            os.path.exists(f"{_NAME}-{self._plan.connection.get(port)}") for port in _PORTS
        )

    def _seal_sockets(self) -> None:
        """Make the sockets' folder read-only, so that nobody can replace one; then drop the right to undo that."""
        mounts.make_read_only(view.SOCKETS)
        privileges.drop_all()
        privileges.set_dumpable(False)
        self._ready = True
        self._supervisor.send({"event": "ready"})

    def _reap(self) -> None:
        """Wait for children that have ended. The kernel stays a zombie: its pid must not become somebody else's."""
        while not self._ended:
            found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is None:
                return
            if found.si_pid != self._kernel:
                os.waitpid(found.si_pid, 0)
                continue
            self._ended = True
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)  # everybody but this process
            status = found.si_status if found.si_code == os.CLD_EXITED else -found.si_status
            self._supervisor.send({"event": "ended", "status": status, "log": _last_line(_LOG)})


def clone_trees(plan: Plan) -> dict[str, int]:
    """Mounts, attached to nothing yet, for all that the sandbox shows of the host; by their place in it."""
    trees = {
        bind.target: mounts.clone_tree(bind.source, devices=bind.target.startswith("/dev/")) for bind in plan.binds
    }
    trees[view.SOCKETS] = mounts.clone_tree(plan.sockets, read_only=bool(plan.program))
    return trees


def build(plan: Plan, trees: dict[str, int]) -> None:
    """Make a file system of the trees, some memory and a fresh /proc, and move into it."""
    privileges.set_user(view.UID, view.GID)
    root = "/tmp"  # of the host, seen from this mount namespace only; about to be covered
    mounts.mount_memory(root, size=1 << 22, files=4096)
    os.chdir(root)
    _make_writable_folders(root, plan)
    for target in sorted(trees, key=len):
        mounts.attach_tree(trees[target], root + target)
    mounts.write_files(root + "/etc", view.etc())
    mounts.make_links(root, view.links().items())
    mounts.mount_processes(root + "/proc")
    namespaces.set_host_name()
    mounts.enter(root)
    mounts.make_read_only("/")
    if not plan.program:
        with open(_CONNECTION, "w") as file:
            json.dump(plan.connection | {"transport": "ipc", "ip": _NAME}, file)


def _make_writable_folders(root: str, plan: Plan) -> None:
    """Home, /tmp and /dev/shm: three folders of one file system, so that one limit holds for all."""
    scratch = root + "/scratch"
    mounts.mount_memory(scratch, size=plan.limits.disk, files=plan.limits.files, mode="700")
    for name, target in {"home": view.HOME, "tmp": "/tmp", "shm": "/dev/shm"}.items():
        os.mkdir(f"{scratch}/{name}")
        mounts.attach_tree(mounts.clone_tree(f"{scratch}/{name}", read_only=False), root + target)
    mounts.detach(scratch)
    os.rmdir(scratch)
    os.mkdir(root + view.WORK)


def _last_line(path: str) -> str:
    """The end of a log that student code may have written to, or put anything in place of."""
    with contextlib.suppress(OSError):
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        with open(fd, "rb") as file:
            lines = file.read(1 << 16).decode(errors="replace").split("\n")
            return next((line[:300] for line in reversed(lines) if line.strip()), "")
    return ""


def _child_exit_descriptor() -> int:
    """A descriptor that becomes readable when a child ends."""
    reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return reading
