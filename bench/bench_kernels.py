"""Warm and cold kernels compared: time until Keras is imported, and memory after training.

    python bench/bench_kernels.py [--runs 5]

Times are medians of runs that alternate between the cases, so that a busy minute of the machine hits all of them. A
cold start depends on Python's bytecode cache; both cases are measured, in folders of their own.
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
from pathlib import Path

from autograde.kernels import Kernel, open_kernel, probe

IMPORTS = """
from autograde import lesson
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

Case = tuple[str, dict[str, str], dict[str, object]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="runs of each case (default: 5)")
    runs = parser.parse_args().runs
    if not probe().warm_kernels:
        sys.exit(f"No warm kernels here: {probe().no_warm_kernels}")
    with tempfile.TemporaryDirectory(prefix="agb") as folder:
        os.environ["AUTOGRADE_KERNEL_RUNTIME"] = f"{folder}/run"
        os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        try:
            _print_times(_cases(folder), runs)
            _stop_zygotes()
            _print_memory(_cases(folder)[0], _cases(folder)[2])
        finally:
            _stop_zygotes()


def _cases(folder: str) -> list[Case]:
    """Name, environment, options of `open_kernel`."""
    cached, none = {"PYTHONPYCACHEPREFIX": f"{folder}/cached"}, {"PYTHONPYCACHEPREFIX": f"{folder}/none"}
    none["PYTHONDONTWRITEBYTECODE"] = "1"
    cases: list[Case] = [
        ("cold, bytecode cached", cached, {"policy": "trusted", "warm": False}),
        ("cold, no bytecode cache", none, {"policy": "trusted", "warm": False}),
        ("warm", cached, {"policy": "trusted"}),
    ]
    if probe().sandbox:
        cases.append(("warm, sandboxed", cached, {"policy": "sandboxed"}))
    return cases


def _print_times(cases: list[Case], runs: int) -> None:
    first = {name: _time(environment, options) for name, environment, options in cases}
    times: dict[str, list[float]] = {name: [] for name in first}
    for _ in range(runs):
        for name, environment, options in cases:
            times[name].append(_time(environment, options))
    cold = statistics.median(times[cases[0][0]])
    print(f"Kernel ready and imports done, seconds (median of {runs}; first: the cache or the zygote is made)\n")
    print(f"| {'kernel':<24} | first  | median | min    | times faster |")
    print(f"| {'-' * 24} | -----: | -----: | -----: | -----------: |")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"| {name:<24} | {first[name]:6.2f} | {median:6.2f} | {min(values):6.2f} | {cold / median:12.1f} |")


def _time(environment: dict[str, str], options: dict[str, object]) -> float:
    with _variables(environment):
        begin = time.perf_counter()
        with open_kernel(**options, startup_timeout=120) as kernel:  # type: ignore[arg-type]
            _run(kernel, IMPORTS)
            return time.perf_counter() - begin


def _print_memory(*cases: Case) -> None:
    print(f"\nMemory after training, MB; {TOGETHER} kernels at once\n")
    print(f"| {'kernel':<24} | private dirty, each | PSS, each | PSS, all and their helpers |")
    print(f"| {'-' * 24} | ------------------: | --------: | -------------------------: |")
    for name, environment, options in cases:
        with contextlib.ExitStack() as stack:
            stack.enter_context(_variables(environment))
            kernels = [stack.enter_context(open_kernel(**options)) for _ in range(TOGETHER)]  # type: ignore[arg-type]
            for kernel in kernels:
                _run(kernel, TRAIN)
            pids = [kernel.manager.provisioner.pid for kernel in kernels]  # type: ignore[union-attr]
            dirty = statistics.median(_memory(pid, "Private_Dirty") for pid in pids)
            pss = [_memory(pid, "Pss") for pid in pids]
            helpers = sum(_memory(pid, "Pss") for pid in _helpers())
            print(f"| {name:<24} | {dirty:19.0f} | {statistics.median(pss):9.0f} | {sum(pss) + helpers:26.0f} |")


def _run(kernel: Kernel, code: str) -> None:
    done = kernel.execute(code, timeout=300)
    if done.status != "ok":
        sys.exit(f"{done.status}: {done.outputs}")


def _memory(pid: int, label: str) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(rf"^{label}: +(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _helpers() -> list[int]:
    """The zygote and the supervisors of this benchmark: the processes with its runtime folder in their command."""
    mark = os.environ["AUTOGRADE_KERNEL_RUNTIME"].encode()
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            name = (path / "comm").read_text().strip()
            if mark in (path / "cmdline").read_bytes() and name in ("ag-zygote", "ag-supervisor"):
                found.append(int(path.name))
    return found


def _stop_zygotes() -> None:
    for pid in _helpers():
        os.kill(pid, signal.SIGKILL)


@contextmanager
def _variables(environment: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


if __name__ == "__main__":
    main()
