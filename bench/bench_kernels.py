"""Warm and cold kernels compared: time until Keras is imported, and memory after training.

    python -m bench.bench_kernels [--rounds 5]

Times are medians of rounds that go through all cases, so that a busy minute of the machine hits all of them. A cold
start depends on Python's bytecode cache; both cases are measured, in folders of their own.
"""

import argparse
import contextlib
import os
import re
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from autograde.kernels import Kernel, Policy, open_kernel, probe
from bench.report import Row, print_table

IMPORTS = """
import nn_lessons as lesson
with lesson.quiet_start():
    import keras
import sklearn.linear_model, pandas, matplotlib.pyplot
"""
TRAIN = f"""{IMPORTS}
import numpy as np
keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(300, activation="relu"), keras.layers.Dense(10)])
model.compile(loss="mse")
_ = model.fit(np.random.rand(5000, 784).astype("float32"), np.zeros((5000, 10), "float32"), epochs=2, verbose=0)
"""
TOGETHER = 4


@dataclass(frozen=True)
class _Case:
    """A way to start a kernel."""

    name: str
    policy: Policy = "trusted"
    warm: bool = True
    bytecode: bool = True


WARM = _Case("warm")
SANDBOXED = _Case("warm, sandboxed", policy="sandboxed")
CACHED = _Case("cold, bytecode cached", warm=False)
UNCACHED = _Case("cold, no bytecode cache", warm=False, bytecode=False)


def start(rounds: int) -> Iterator[Row]:
    """Section "kernels": a kernel is ready and has imported Keras and friends."""
    cases = [CACHED, WARM, UNCACHED, *([SANDBOXED] if probe().sandbox else [])]
    with _own_runtime() as folder:
        first = {case: _start_time(case, folder) for case in cases}  # fills the cache, makes the zygotes
        times: dict[_Case, list[float]] = {case: [] for case in cases}
        for _ in range(rounds):
            for case in cases:
                times[case].append(_start_time(case, folder))
    median = {case: statistics.median(values) for case, values in times.items()}
    what = "kernel ready, imports done"
    yield Row("kernels", what, f"warm, {CACHED.name}", median[WARM], median[CACHED])
    yield Row("kernels", what, f"warm, {UNCACHED.name}", median[WARM], median[UNCACHED])
    if SANDBOXED in median:
        yield Row("kernels", f"{what}, sandboxed", f"warm, {CACHED.name}", median[SANDBOXED], median[CACHED])
    yield Row("kernels", "the first one, with its zygote", "warm", first[WARM])


def memory() -> Iterator[Row]:
    """Section "memory": kernels that have trained a model, several at once."""
    with _own_runtime() as folder:
        cold, warm = _memory(CACHED, folder), _memory(WARM, folder)
    yield Row("memory", "memory of its own after training, a kernel", "warm, cold", warm[0], cold[0], "MB")
    yield Row("memory", f"{TOGETHER} kernels after training, with helpers", "warm, cold", warm[1], cold[1], "MB")


def _start_time(case: _Case, folder: Path) -> float:
    with _variables(case, folder):
        begin = time.perf_counter()
        with open_kernel(case.policy, warm=case.warm, startup_timeout=120) as kernel:
            _run(kernel, IMPORTS)
            return time.perf_counter() - begin


def _memory(case: _Case, folder: Path) -> tuple[float, float]:
    """Megabytes: private and dirty of the median kernel; proportional share of all and their helpers."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(_variables(case, folder))
        kernels = [stack.enter_context(open_kernel(case.policy, warm=case.warm)) for _ in range(TOGETHER)]
        for kernel in kernels:
            _run(kernel, TRAIN)
        pids = [kernel.pid for kernel in kernels if kernel.pid]
        dirty = statistics.median(pages(pid, "Private_Dirty") for pid in pids)
        return dirty, sum(pages(pid, "Pss") for pid in [*pids, *_helpers(folder)])


def _run(kernel: Kernel, code: str) -> None:
    done = kernel.execute(code, timeout=300)
    if done.status != "ok":
        sys.exit(f"{done.status}: {done.outputs}")


def pages(pid: int, label: str) -> float:
    """What a process has of a kind of memory, as ``Pss``, in MB; 0 for one that is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(rf"^{label}: +(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


@contextmanager
def _own_runtime() -> Iterator[Path]:
    """A folder for caches and zygotes of this benchmark only."""
    with tempfile.TemporaryDirectory(prefix="agb") as name:
        folder = Path(name)
        try:
            yield folder
        finally:
            for pid in _helpers(folder):
                os.kill(pid, signal.SIGKILL)


@contextmanager
def _variables(case: _Case, folder: Path) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["AUTOGRADE_KERNEL_RUNTIME"] = str(folder / "run")
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / ("bytecode" if case.bytecode else "none"))
    if not case.bytecode:
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _helpers(folder: Path) -> list[int]:
    """The zygotes whose folder this is, and their supervisors."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            name = (path / "comm").read_text().strip()
            if name in ("ag-zygote", "ag-supervisor") and os.fsencode(folder) in (path / "cmdline").read_bytes():
                found.append(int(path.name))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="rounds through all cases (default: 5)")
    rounds = parser.parse_args().rounds
    if not probe().warm_kernels:
        sys.exit(f"No warm kernels here: {probe().warm_kernels_unavailable_reason}")
    print_table((row for part in (start(rounds), memory()) for row in part), Console())


if __name__ == "__main__":
    main()
