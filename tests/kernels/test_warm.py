"""A warm kernel is a fork of the zygote and behaves like a cold one."""

import queue
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kernels.running import Session, eventually, linux_only, runs, started, zygotes

pytestmark = linux_only

FIT = """
import keras, numpy as np
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(50, activation="relu"), keras.layers.Dense(1)])
model.compile(loss="mse")
X = np.zeros((2000, 20), dtype="float32")
"""

# Everything of a process that an import could have fixed too early.
STATE = """
import keras, pandas, matplotlib.pyplot as plt, logging, gc, locale, os, signal, sys, time
state = {
    "path": sys.path,
    "launcher": sys.argv[0],
    "environment": {name: value for name, value in os.environ.items() if name != "JPY_PARENT_PID"},
    "rcParams": {name: str(value) for name, value in plt.matplotlib.rcParams.items()},
    "pandas": str(pandas.core.config_init.cf._global_config).lower(),
    "built-ins": sorted(dir(__builtins__)),
    "handlers": sorted({f"{type(ref()).__name__} {getattr(getattr(ref(), 'stream', None), 'name', '')}"
                        for ref in logging._handlerList if ref() is not None and ref() is not logging.lastResort}),
    "loggers": {name: logger.level for name, logger in logging.root.manager.loggerDict.items()
                if isinstance(logger, logging.Logger) and logger.level},
    "signals": {name.name: str(signal.getsignal(name)).split(" at 0x")[0] for name in signal.Signals},
    "flags": str(sys.flags),
    "ps1": sys.ps1,
    "main": sorted(sys.modules["__main__"].__dict__),
    "streams": [str(type(stream)) for stream in (sys.stdin, sys.stdout, sys.stderr, sys.__stdout__)],
    "status": [line for line in open("/proc/self/status") if line.startswith(("Umask", "SigBlk", "SigIgn", "Cpus"))],
    "collector": [gc.isenabled(), gc.get_threshold()],
    "locale": locale.setlocale(locale.LC_ALL),
    "leader": os.getsid(0) == os.getpid(),
    "keras": keras.src.backend.config.keras_home(),
    "course": [name for name in sys.modules if name.startswith("autograde")],
}
state["handlers"] = [name for name in state["handlers"] if not any(digit in name for digit in "0123456789")]
"""


def parent_chain(session: Session) -> list[int]:
    chain: list[int] = session.evaluate(
        """(lambda chain: [chain.append(int(open(f"/proc/{chain[-1]}/stat").read().rpartition(")")[2].split()[1]))
                           for _ in range(2)] and chain)([__import__("os").getpid()])"""
    )
    return chain


def test_a_warm_kernel_is_a_fork_of_the_zygote(warm: Path) -> None:
    with started() as session:
        assert session.evaluate("'keras' in __import__('sys').modules")
        assert parent_chain(session)[-1] in zygotes(warm)


@pytest.fixture(params=["heard", "ignored"])
def hangups(request: pytest.FixtureRequest) -> Iterator[None]:
    """What this process does when its terminal is gone; under nohup it and all that it starts ignore it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN if request.param == "ignored" else signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def test_a_warm_kernel_starts_in_the_state_of_a_cold_one(warm: Path, hangups: None) -> None:
    with started() as session:
        session.run(STATE)
        forked = session.evaluate("state")
    with started(env=_cold_environment()) as session:
        session.run(STATE)
        fresh = session.evaluate("state")
        fresh["environment"].pop("AUTOGRADE_WARM_KERNELS")
    assert forked == fresh


def _cold_environment() -> dict[str, str]:
    import os

    return os.environ | {"AUTOGRADE_WARM_KERNELS": "0"}


def test_forks_do_not_share_their_randomness(warm: Path) -> None:
    draw = "[__import__('numpy').random.rand(), __import__('random').random()]"
    seeds = "[float(__import__('keras').random.uniform(())), __import__('uuid').uuid4().hex]"
    with started() as one, started() as other:
        pairs = zip(one.evaluate(draw) + one.evaluate(seeds), other.evaluate(draw) + other.evaluate(seeds), strict=True)
        assert all(first != second for first, second in pairs)


def test_a_forked_kernel_trains_like_a_fresh_process(warm: Path) -> None:
    code = FIT + "keras.utils.set_random_seed(1)\nloss = model.fit(X + np.arange(20), X[:, 0] + 1, verbose=0).history"
    with started() as forked, started(env=_cold_environment()) as fresh:
        losses = []
        for session in (forked, fresh):
            session.run(code.replace("model =", "keras.utils.set_random_seed(0); model ="))
            losses.append(session.evaluate("loss"))
    assert losses[0] == losses[1]


def test_tensorflow_prints_below_the_cell(warm: Path) -> None:
    with started() as session:
        assert session.run("import tensorflow as tf; tf.print('printed by TensorFlow')") == "printed by TensorFlow"


def test_the_environment_and_the_folder_are_the_clients(
    warm: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OF_THE_CLIENT", "yes")
    with started(cwd=str(tmp_path)) as session:
        assert session.evaluate("[__import__('os').environ['OF_THE_CLIENT'], __import__('os').getcwd()]") == [
            "yes",
            str(tmp_path),
        ]


@pytest.mark.parametrize(
    "code", ["import time\nwhile True: time.sleep(.01)", FIT + "model.fit(X, X, epochs=10**6, verbose=0)"]
)
def test_interrupt_stops_a_cell_and_leaves_the_kernel_usable(warm: Path, code: str) -> None:
    with started() as session:
        session.run("x = 3")
        request = session.client.execute("print('runs', flush=True)\n" + code.replace("X, X", "X, X[:, 0]"))
        while session.client.get_iopub_msg(timeout=60)["content"].get("text", "").strip() != "runs":
            pass
        time.sleep(1.0)
        session.manager.interrupt_kernel()
        reply = session.client.get_shell_msg(timeout=30)
        assert reply["parent_header"]["msg_id"] == request
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        # For a moment after an error ipykernel aborts what arrives.
        time.sleep(1.0)
        assert session.evaluate("x") == 3


def test_restart_gives_a_new_process_on_the_same_connection(warm: Path) -> None:
    with started() as session:
        session.run("x = 3")
        before = session.evaluate("__import__('os').getpid()")
        session.manager.restart_kernel()
        session.client.wait_for_ready(timeout=60)
        assert session.evaluate("'x' in globals()") is False
        assert session.evaluate("__import__('os').getpid()") != before
        assert parent_chain(session)[-1] in zygotes(warm)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("import os; os._exit(7)", 7),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", -signal.SIGSEGV),
        ("import os; os.abort()", -signal.SIGABRT),
    ],
)
def test_a_crash_is_seen_with_its_status(warm: Path, code: str, status: int) -> None:
    with started() as session:
        session.client.execute(code)
        assert eventually(lambda: not session.manager.is_alive())
        assert session.process.poll() == status


def test_shutdown_runs_exit_handlers(warm: Path, tmp_path: Path) -> None:
    with started() as session:
        session.run(f"import atexit, pathlib; atexit.register(pathlib.Path({str(tmp_path)!r}, 'done').touch)")
        session.manager.shutdown_kernel()
        assert (tmp_path / "done").exists()


def test_a_kernel_dies_with_its_client(warm: Path) -> None:
    with started() as session:
        pid = session.evaluate("__import__('os').getpid()")
        session.process.close()
        assert eventually(lambda: not runs(pid))


def test_figures_appear_inline(warm: Path) -> None:
    with started() as session:
        messages = session.outputs("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
        assert any("image/png" in message["content"].get("data", {}) for message in messages)
        messages = session.outputs("fig, ax = plt.subplots()")  # shown by the end of the cell alone
        assert any("image/png" in message["content"].get("data", {}) for message in messages)
        assert "inline" in session.evaluate("plt.get_backend()")


def test_widgets_open_a_comm(warm: Path) -> None:
    pytest.importorskip("ipywidgets")
    with started() as session:
        messages = session.outputs("import ipywidgets\nipywidgets.IntSlider()")
    kinds = [message["msg_type"] for message in messages]
    assert "comm_open" in kinds
    assert any("application/vnd.jupyter.widget-view+json" in message["content"].get("data", {}) for message in messages)


def test_the_debugger_stops_at_a_breakpoint(warm: Path) -> None:
    with started() as session:
        debugger = _Debugger(session)
        assert debugger.ask("initialize", clientID="test", adapterID="python", pathFormat="path")["success"]
        assert debugger.ask("attach", justMyCode=False)["success"]
        code = "a = 1\nb = a + 1\n"
        path = debugger.ask("dumpCell", code=code)["body"]["sourcePath"]
        breakpoints = debugger.ask("setBreakpoints", source={"path": path}, breakpoints=[{"line": 2}])
        assert breakpoints["body"]["breakpoints"][0]["verified"]
        assert debugger.ask("configurationDone")["success"]
        session.client.execute(code)
        assert debugger.event("stopped")["body"]["reason"] == "breakpoint"
        debugger.ask("continue", threadId=1)
        debugger.ask("disconnect", restart=False, terminateDebuggee=False)


class _Debugger:
    """The debug adapter protocol over the control channel."""

    def __init__(self, session: Session) -> None:
        self._client = session.client
        self._sequence = 0

    def ask(self, command: str, **arguments: object) -> dict[str, Any]:
        self._sequence += 1
        content = {"type": "request", "seq": self._sequence, "command": command, "arguments": arguments}
        message = self._client.session.msg("debug_request", content)
        self._client.control_channel.send(message)
        while True:
            reply = self._client.control_channel.get_msg(timeout=30)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return dict(reply["content"])

    def event(self, name: str) -> dict[str, Any]:
        for _ in range(100):
            try:
                message = self._client.get_iopub_msg(timeout=30)
            except queue.Empty:
                break
            if message["msg_type"] == "debug_event" and message["content"]["event"] == name:
                return dict(message["content"])
        raise AssertionError(f"no debug event {name}")
