"""What a student's code can reach, break and keep from a sandbox: nothing."""

import errno
import functools
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

import autograde
from autograde import kernels
from autograde.kernels import Kernel, KernelLimits, open_kernel
from autograde.kernels.client.open import ManagedKernel
from tests.kernels.running import LIBRARIES, eventually, linux_only

_MISSING = kernels.probe().sandbox_unavailable_reason
pytestmark = [linux_only, pytest.mark.skipif(bool(_MISSING), reason=f"this host has no sandbox: {_MISSING}")]

MIB = 1 << 20
REPOSITORY = Path(autograde.__file__).parents[1]

Opener = Callable[..., AbstractContextManager[Kernel]]

#: Opens a kernel as the grader does for this course.
open_for_course: Opener = functools.partial(open_kernel, libraries=LIBRARIES, private=REPOSITORY)


@pytest.fixture(scope="module")
def runtime() -> Iterator[None]:
    """A zygote of this module's own, and data caches with something in them."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="ag") as folder:
        patch.setenv("AUTOGRADE_KERNEL_RUNTIME", folder)
        patch.setenv("KERAS_HOME", f"{folder}/keras")
        patch.setenv("SCIKIT_LEARN_DATA", f"{folder}/sklearn")
        patch.setenv("A_SECRET", "of the host")
        patch.setenv("PYTHONWARNINGS", "error")
        # Settings that libraries find in a home folder, or where a variable says.
        patch.setenv("HOME", f"{folder}/home")
        for name in ("home/.keras", "keras"):
            Path(folder, name).mkdir(parents=True)
            Path(folder, name, "keras.json").write_text('{"floatx": "float64", "epsilon": 0.1}')
        Path(folder, "home/.config/matplotlib").mkdir(parents=True)
        Path(folder, "home/.config/matplotlib/matplotlibrc").write_text("lines.linewidth: 9")
        for name in ("keras/datasets", "sklearn"):
            Path(folder, name).mkdir(parents=True)
            Path(folder, name, "data").write_text("numbers")
        yield
        for state in Path(folder).glob("*/zygote.json"):
            os.kill(json.loads(state.read_text())["pid"], signal.SIGKILL)


@pytest.fixture(scope="module", params=["forked", "fresh"])
def kernel(request: pytest.FixtureRequest, runtime: None) -> Iterator[Kernel]:
    """A sandboxed kernel that a test leaves as it was."""
    with open_for_course("sandboxed", warm=request.param == "forked") as kernel:
        yield kernel


@pytest.fixture
def fragile(runtime: None) -> Opener:
    """Opens sandboxed kernels that a test may break."""
    return open_for_course


def value(kernel: Kernel, expression: str, setup: str = "") -> Any:
    """A JSON value from the kernel."""
    done = kernel.execute(f"{setup}\nimport json\nprint(json.dumps({expression}))", timeout=60)
    assert done.status == "ok", done.outputs
    return json.loads(done.outputs[-1]["text"])


def failure(kernel: Kernel, code: str) -> tuple[str, int | None]:
    """The name and the errno of the exception that code raises."""
    report = "print(type(error).__name__, getattr(error, 'errno', None))"
    done = kernel.execute(f"try:\n    {code}\nexcept BaseException as error:\n    {report}", timeout=60)
    assert done.outputs, f"{code} did not fail"
    name, number = done.outputs[-1]["text"].split()
    return name, None if number == "None" else int(number)


# What is there


def test_it_has_no_rights(kernel: Kernel) -> None:
    status = value(kernel, "open('/proc/self/status').read()")
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert all(int(fields[name], 16) == 0 for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"))
    assert fields["NoNewPrivs"] == "1"
    assert fields["Seccomp"] == "2"
    assert value(kernel, "[__import__('os').getresuid(), __import__('os').getresgid()]") == [[1000] * 3] * 2


def test_outside_it_is_an_ordinary_user(kernel: Kernel) -> None:
    status = Path(f"/proc/{kernel.pid}/status").read_text()
    user = _user(kernel)
    assert f"Uid:\t{user}\t{user}\t{user}\t{user}" in status
    assert user if os.geteuid() == 0 else user == os.geteuid()


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user has no other one to give")
def test_no_two_sandboxes_of_root_have_the_same_user(kernel: Kernel, fragile: Opener) -> None:
    with fragile("sandboxed") as other:
        assert _user(kernel) != _user(other)


def _user(kernel: Kernel) -> int:
    return Path(f"/proc/{kernel.pid}").stat().st_uid


def test_only_the_system_the_environment_and_the_data_are_mounted(kernel: Kernel) -> None:
    mounts = value(kernel, "[line.split()[1] for line in open('/proc/self/mounts')]")
    known = {"/", "/proc", "/home/student", "/tmp", "/dev/shm", "/run/kernel", sys.prefix, sys.base_prefix}
    known |= {"/home/student/.keras/datasets", "/home/student/scikit_learn_data"}
    known |= {str(REPOSITORY / "lessons" / "nn_lessons")}
    strange = [
        mount
        for mount in mounts
        if mount not in known and not mount.startswith(("/usr", "/bin", "/lib", "/sbin", "/etc/", "/dev/"))
    ]
    assert strange == []


def test_nothing_of_the_host_is_there(kernel: Kernel, tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text("answer = 42")
    hidden = [
        *(str(path) for path in (tmp_path, REPOSITORY / "solutions", REPOSITORY / "tests", REPOSITORY / ".git")),
        *(str(REPOSITORY / name) for name in ("autograde", "pyproject.toml", "lessons/pyproject.toml")),
        *("/etc/shadow", "/etc/hostid", "/var", "/sys", "/opt", "/mnt", "/srv", "/dev/tty", "/dev/pts", "/dev/vda"),
        *(str(Path.home() / name) for name in (".ssh", ".bashrc", ".config")),
    ]
    assert value(kernel, f"[path for path in {hidden!r} if __import__('os').path.exists(path)]") == []


def test_the_lessons_can_be_imported_and_the_grader_cannot(kernel: Kernel) -> None:
    assert value(kernel, "lesson.__name__", "import nn_lessons as lesson") == "nn_lessons"
    assert failure(kernel, "import autograde")[0] == "ModuleNotFoundError"


def test_only_home_and_temporary_files_can_be_written(kernel: Kernel) -> None:
    places = """[mount for mount in (line.split()[1] for line in open('/proc/self/mounts'))
                 if __import__('os').path.isdir(mount) and __import__('os').access(mount, __import__('os').W_OK)]"""
    assert set(value(kernel, places)) <= {"/home/student", "/tmp", "/dev/shm"}
    for path in ("/new", "/usr/new", f"{sys.prefix}/new", "/etc/passwd", "/run/kernel/new"):
        assert failure(kernel, f"open({path!r}, 'a')")[1] in (errno.EROFS, errno.EACCES), path


def test_data_sets_are_there_to_read(kernel: Kernel) -> None:
    for path in ("/home/student/.keras/datasets/data", "/home/student/scikit_learn_data/data"):
        assert value(kernel, f"open({path!r}).read()") == "numbers"
        assert failure(kernel, f"open({path!r}, 'w')")[1] in (errno.EROFS, errno.EACCES)
    home = value(kernel, "__import__('keras').src.backend.config.keras_home()", "import keras")
    assert home == "/home/student/.keras"


def test_the_environment_is_scrubbed(kernel: Kernel) -> None:
    everything = value(kernel, "str(dict(os.environ)) + open('/proc/self/environ').read()", "import os")
    assert "A_SECRET" not in everything
    assert "of the host" not in everything
    assert value(kernel, "[os.path.expanduser('~'), os.getcwd()]") == ["/home/student", "/home/student/work"]


def test_settings_of_the_host_decide_nothing(kernel: Kernel) -> None:
    seen = "[keras.config.floatx(), matplotlib.rcParams['lines.linewidth'], sys.warnoptions]"
    assert value(kernel, seen, "import keras, matplotlib, sys") == ["float32", 1.5, []]


def test_settings_of_the_grader_arrive(runtime: None) -> None:
    with open_for_course("sandboxed", env={"TF_NUM_INTRAOP_THREADS": "1"}) as kernel:
        assert value(kernel, "__import__('os').environ['TF_NUM_INTRAOP_THREADS']") == "1"


# What can be reached


def test_there_is_no_network(kernel: Kernel) -> None:
    for family in ("AF_INET", "AF_INET6", "AF_PACKET"):
        assert failure(kernel, f"import socket; socket.socket(socket.{family}, socket.SOCK_RAW)") == (
            "OSError",
            errno.EAFNOSUPPORT,
        )
    assert failure(kernel, "import urllib.request; urllib.request.urlopen('http://127.0.0.1:1/')")[0] == "URLError"
    assert value(kernel, "[line.split(':')[0].strip() for line in open('/proc/net/dev')][2:]") == ["lo"]


def test_sockets_of_the_host_are_out_of_reach(kernel: Kernel, tmp_path: Path) -> None:
    abstract = f"\0autograde-{uuid.uuid4()}"
    for address in (abstract, str(tmp_path / "s")):
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(address)
            server.listen()
            error = failure(kernel, f"import socket; socket.socket(socket.AF_UNIX).connect({address!r})")
            assert error[1] in (errno.ECONNREFUSED, errno.ENOENT)


def test_it_sees_only_its_own_processes(kernel: Kernel, runtime: None) -> None:
    with open_for_course("sandboxed") as sibling:
        for one in (kernel, sibling):
            names = value(
                one,
                "{pid: open(f'/proc/{pid}/comm').read().strip() for pid in os.listdir('/proc') if pid.isdigit()}",
                "import os",
            )
            assert names["1"] == "ag-init"
            assert len(names) == 2
        pid = sibling.pid
        for target in (pid, os.getpid(), os.getppid()):
            assert failure(kernel, f"os.kill({target}, 0)")[0] == "ProcessLookupError"


def test_it_cannot_touch_its_first_process(kernel: Kernel) -> None:
    kernel.execute("import os, signal\nfor number in signal.valid_signals():\n    os.kill(1, number)", timeout=30)
    for name in ("mem", "environ", "root/etc", "fd"):
        read = "os.listdir" if name in {"root/etc", "fd"} else "open"
        assert failure(kernel, f"{read}('/proc/1/{name}')")[0] == "PermissionError"
    assert value(kernel, "1 + 1") == 2


@pytest.mark.parametrize(
    "call",
    {
        "unshare": (272, 97, "0x10000000"),
        "ptrace attach": (101, 117, "16, 1, 0, 0"),
        "process_vm_readv": (310, 270, "1, 0, 0, 0, 0, 0"),
        "mount": (165, 40, "0, 0, 0, 0, 0"),
        "setns": (308, 268, "0, 0"),
        "bpf": (321, 280, "0, 0, 0"),
        "io_uring_setup": (425, 425, "1, 0"),
        "keyctl": (250, 219, "0, 0, 0, 0, 0"),
        "perf_event_open": (298, 241, "0, 0, 0, 0, 0"),
        "memfd_create": (319, 279, "0, 0"),
        "userfaultfd": (323, 282, "0"),
        "inotify_init1": (294, 26, "0"),
        "shmget": (29, 194, "0, 4096, 0o1600"),
        "clone into a user namespace": (56, 220, "0x10000011, 0, 0, 0, 0"),
    }.items(),
    ids=lambda call: call[0],
)
def test_dangerous_system_calls_fail(kernel: Kernel, call: tuple[str, tuple[int, int | None, str]]) -> None:
    _, (x86, arm, arguments) = call
    number = x86 if os.uname().machine == "x86_64" else arm
    setup = "import ctypes; libc = ctypes.CDLL(None, use_errno=True)"
    assert value(kernel, f"[libc.syscall({number}, {arguments}), ctypes.get_errno()]", setup) == [-1, errno.EPERM]


def test_unknown_system_calls_do_not_exist(kernel: Kernel) -> None:
    setup = "import ctypes; libc = ctypes.CDLL(None, use_errno=True)"
    for number in (451, 462, 0x40000000):
        assert value(kernel, f"[libc.syscall({number}, 0), ctypes.get_errno()]", setup) == [-1, errno.ENOSYS]


def test_the_folder_of_the_sockets_is_closed(kernel: Kernel) -> None:
    assert len(value(kernel, "os.listdir('/run/kernel')")) == 5
    for code in (
        "os.remove('/run/kernel/k-1')",
        "os.rename('/run/kernel/k-1', '/run/kernel/k-9')",
        "os.symlink('/etc', '/run/kernel/link')",
    ):
        assert failure(kernel, code)[1] == errno.EROFS


# What can be used up


def test_a_fork_bomb_is_contained(fragile: Opener) -> None:
    with fragile("sandboxed", limits=KernelLimits(processes=100)) as kernel:
        bomb = """
import os, time, warnings
warnings.simplefilter("ignore")  # Python 3.12 and later warn of forks
children = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(60); os._exit(0)
        children += 1
except BlockingIOError:
    print(children)
"""
        done = kernel.execute(bomb, timeout=60)
        assert 0 < int(done.outputs[0]["text"]) < 100
        with fragile("sandboxed") as sibling:  # others can still fork
            assert value(sibling, "__import__('subprocess').run(['true']).returncode") == 0
        begin = time.monotonic()
        kernel.kill()
        assert time.monotonic() - begin < 3


HOGS = {
    "a list": "hog = []\nwhile True: hog.append(b'x' * 2**20)",
    "arrays": "import numpy as np\nhog = [np.ones(2**20) for _ in range(2000)]",
    "children": """
import os
for _ in range(8):
    if os.fork() == 0:
        hog = b'x' * (100 * 2**20); time.sleep(60)""",
    "what a parent and its child share": """
import os
hog = b'x' * (350 * 2**20)
if os.fork():
    more = b'y' * (350 * 2**20)""",
    "shared memory": """
import mmap
hog = [mmap.mmap(-1, 2**20) for _ in range(900)]
for part in hog:
    part.write(b'x' * 2**20)""",
    "sockets, which hold what is sent": """
import os, socket
for _ in range(20):
    if os.fork() == 0:
        hog = [socket.socketpair() for _ in range(80)]; time.sleep(60)""",
    "files": "for i in range(9): open(f'/tmp/{i}', 'wb').write(b'x' * (100 * 2**20))",
    "files in shared memory": "for i in range(9): open(f'/dev/shm/{i}', 'wb').write(b'x' * (100 * 2**20))",
}


@pytest.mark.parametrize("hog", HOGS)
def test_a_memory_hog_is_killed_and_the_reason_known(fragile: Opener, hog: str) -> None:
    with fragile("sandboxed", limits=KernelLimits(memory=600 * MIB, disk=2000 * MIB)) as kernel:
        done = kernel.execute(f"import time\n{HOGS[hog]}\ntime.sleep(60)", timeout=50)
        assert done.status == "died"
        assert kernel.exit is not None
        assert kernel.exit.reason == "memory"
        assert kernel.exit.detail == "The code used more than 600 MiB of memory."


def test_descriptors_on_their_way_are_missing_to_nobody_else(fragile: Opener) -> None:
    send = """
import array, os, socket
held, sent = [], 0
null = array.array("i", [os.open(os.devnull, os.O_RDONLY)] * 50)
try:
    for _ in range(100):
        held.append(socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM))
        held[-1][0].sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, null)])
        sent += len(null)
except OSError:
    pass
"""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, hard), hard))
    try:
        with fragile("sandboxed") as kernel:
            assert 0 < value(kernel, "sent", send) < 1000
            with fragile("sandboxed") as other:
                assert value(other, "6 * 7") == 42
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_one_huge_allocation_is_an_exception(fragile: Opener) -> None:
    with fragile("sandboxed") as kernel:
        assert failure(kernel, "bytearray(2**40)")[0] == "MemoryError"
        assert kernel.is_alive


def test_training_fits_into_the_limits(fragile: Opener) -> None:
    with fragile("sandboxed", limits=KernelLimits(memory=600 * MIB)) as kernel:
        code = """
import keras, numpy as np
model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(300, activation="relu"), keras.layers.Dense(10)])
model.compile(loss="mse")
_ = model.fit(np.zeros((5000, 784), "float32"), np.zeros((5000, 10), "float32"), verbose=0)
"""
        done = kernel.execute(code, timeout=60)
        assert done.status == "ok", (done.outputs, kernel.exit)


def test_disk_space_files_and_their_size_are_limited(fragile: Opener) -> None:
    with fragile("sandboxed", limits=KernelLimits(disk=20 * MIB, file_size=10 * MIB, files=200)) as kernel:
        write = "open({!r}, 'wb').write(b'x' * ({} * 2**20))"
        assert failure(kernel, write.format("large", 11))[1] == errno.EFBIG
        assert failure(
            kernel, f"[{write.format('/tmp/a', 9)}, {write.format('/dev/shm/b', 9)}, {write.format('c', 9)}]"
        )[1] == (errno.ENOSPC)
        assert failure(kernel, "[open(f'/tmp/{i}', 'w') for i in range(500)]")[1] in (errno.ENOSPC, errno.EMFILE)


def test_processor_time_is_limited(fragile: Opener) -> None:
    with fragile("sandboxed", limits=KernelLimits(cpu_seconds=2)) as kernel:
        done = kernel.execute("while True: pass", timeout=60)
        assert done.status == "died"
        assert kernel.exit is not None
        assert kernel.exit.reason == "cpu"


def test_processor_time_of_children_counts(fragile: Opener) -> None:
    with fragile("sandboxed", limits=KernelLimits(cpu_seconds=2)) as kernel:
        code = "import os\nfor _ in range(4):\n    if os.fork() == 0:\n        while True: pass\nwhile True: os.wait()"
        assert kernel.execute(code, timeout=60).status == "died"
        assert kernel.exit is not None
        assert kernel.exit.reason == "cpu"


# How it ends


@pytest.mark.parametrize(
    "code",
    [
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        "import time\nwhile True:\n    try: time.sleep(60)\n    except BaseException: pass",
    ],
)
def test_code_that_ignores_the_interrupt_is_killed(fragile: Opener, code: str) -> None:
    with fragile("sandboxed") as kernel:
        begin = time.monotonic()
        done = kernel.execute(code, timeout=1)
        assert done.status == "timeout"
        assert not kernel.is_alive
        assert kernel.exit is not None
        assert kernel.exit.reason == "killed"
        assert time.monotonic() - begin < 15


def test_code_that_can_be_interrupted_leaves_the_kernel_alive(fragile: Opener) -> None:
    with fragile("sandboxed") as kernel:
        kernel.execute("x = 3")
        done = kernel.execute("import time\nwhile True: time.sleep(.01)", timeout=1)
        assert done.status == "timeout"
        assert done.outputs[-1]["ename"] == "KeyboardInterrupt"
        assert value(kernel, "x") == 3


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("import os; os._exit(7)", 7, "exited"),
        ("import os; os.kill(os.getpid(), 11)", -signal.SIGSEGV, "crashed"),
        ("import os; os.kill(os.getpid(), 9)", -signal.SIGKILL, "crashed"),
        ("import os; os.abort()", -signal.SIGABRT, "crashed"),
    ],
)
def test_its_end_is_reported(fragile: Opener, code: str, status: int, reason: str) -> None:
    with fragile("sandboxed") as kernel:
        assert kernel.execute(code, timeout=30).status == "died"
        assert kernel.exit is not None
        assert (kernel.exit.status, kernel.exit.reason) == (status, reason)


@pytest.mark.parametrize("end", ["import os; os._exit(0)", "raise SystemExit", None])
def test_daemons_do_not_outlive_it(fragile: Opener, end: str | None) -> None:
    mark = f"7{uuid.uuid4().int % 10**9}"
    with fragile("sandboxed") as kernel:
        kernel.execute(
            f"import subprocess; d = subprocess.Popen(['setsid', '-f', 'sleep', '{mark}'], start_new_session=True)"
        )
        assert eventually(lambda: _running(mark))
        if end:
            kernel.execute(
                "import os, signal; os.kill(os.getpid(), signal.SIGKILL)" if "Exit" in end else end, timeout=20
            )
            assert eventually(lambda: not _running(mark), seconds=2)
    assert eventually(lambda: not _running(mark), seconds=2)


def _running(mark: str) -> bool:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in path.read_bytes().split(b"\0"):
                return True
        except OSError:
            continue
    return False


def test_it_ends_with_the_grader(runtime: None) -> None:
    mark = f"7{uuid.uuid4().int % 10**9}"
    code = (
        "import sys; from autograde.kernels import open_kernel\n"
        "with open_kernel('sandboxed') as kernel:\n"
        f"    kernel.execute(\"import subprocess; subprocess.Popen(['sleep', '{mark}'])\")\n"
        "    print('up', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == b"up\n"
        assert _running(mark)
        grader.kill()
    assert eventually(lambda: not _running(mark))


def test_restart_builds_a_new_sandbox(fragile: Opener) -> None:
    with fragile("sandboxed") as kernel:
        kernel.execute("open('/tmp/trace', 'w').write('here')")
        assert isinstance(kernel.control, ManagedKernel)
        kernel.control.manager.restart_kernel(now=True)
        kernel.client.wait_for_ready(timeout=60)
        assert value(kernel, "__import__('os').path.exists('/tmp/trace')") is False


# What goes in and what comes out


def test_it_works_on_a_copy(fragile: Opener, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "numbers.txt").write_text("1 2 3")
    (tmp_path / "private").write_text("readable by its owner only")
    (tmp_path / "private").chmod(0o600)
    (tmp_path / "link").symlink_to("/etc/passwd")
    with fragile("sandboxed", tmp_path) as kernel:
        assert value(kernel, "open('data/numbers.txt').read()") == "1 2 3"
        assert value(kernel, "open('private').read()") == "readable by its owner only"
        assert value(kernel, "sorted(__import__('os').listdir())") == ["data", "private"]
        kernel.execute("open('data/numbers.txt', 'w').write('4')")
    assert (tmp_path / "data" / "numbers.txt").read_text() == "1 2 3"


def test_a_flood_of_output_is_cut(fragile: Opener) -> None:
    with fragile("sandboxed") as kernel:
        done = kernel.execute("while True: print('x' * 1000)", timeout=2, output_limit=MIB)
        assert done.status == "timeout"
        assert sum(len(output.get("text", "")) for output in done.outputs) < 2 * MIB
        assert "cut" in done.outputs[-1]["text"]


def test_forged_and_broken_messages_are_survived(fragile: Opener) -> None:
    with fragile("sandboxed") as kernel:
        code = """
import json
shell = get_ipython().kernel
session, socket, parent = shell.session, shell.iopub_socket, {"msg_id": shell.get_parent()["header"]["msg_id"]}
def send(kind, content):
    header = session.msg(kind)["header"] | {"date": "2026-01-01T00:00:00Z"}
    parts = [json.dumps(part).encode() for part in (header, parent, {}, content)]
    socket.send_multipart([b"topic", b"<IDS|MSG>", session.sign(parts), *parts])
send('status', {'execution_state': 'idle'})
for content in ([], 'text', {'data': 3}, {'name': 'stdout'}, {'name': 3, 'text': []}, None):
    for kind in ('stream', 'display_data', 'error', 'status', 'clear_output', 'no such kind'):
        send(kind, content)
socket.send_multipart([b'stream', b'not a message'])
socket.send_multipart([b'<IDS|MSG>', b'wrong signature', b'{}', b'{}', b'{}', b'{}'])
print('still here')
"""
        done = kernel.execute(code, timeout=30)
        assert done.status == "ok", done.outputs
        assert value(kernel, "1 + 1") == 2


# Who may have one


def test_without_namespaces_it_refuses(tmp_path: Path) -> None:
    """A user namespace in which no further ones may be made stands for such a host."""
    code = """
import sys
from autograde.errors import CourseError
from autograde.kernels import open_kernel, probe
print(probe().sandbox_unavailable_reason)
try:
    with open_kernel("sandboxed", warm=False):
        print("a kernel")
except CourseError as error:
    print(error.what)
with open_kernel("trusted", warm=False) as kernel:
    print(kernel.execute("").status)
"""
    forbid = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"'
    run = subprocess.run(
        ["unshare", "--user", "--map-root-user", "sh", "-c", forbid, "sh", sys.executable, "-c", code],
        env=os.environ | {"AUTOGRADE_KERNEL_RUNTIME": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    probed, refused, trusted = run.stdout.splitlines()
    assert "unshare" in probed
    assert "max_user_namespaces" in probed
    assert "sandbox" in refused
    assert trusted == "ok"
