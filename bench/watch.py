"""Benchmarks of the service: how long a student waits from Submit to feedback in the assignment list."""

import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from autograde.course import open_course
from bench.report import Row
from tests.exchange import ToyExchange, make_exchange
from tests.toy import Toy
from tests.waiting import wait_for

#: Hand-ins, one after the other.
_COUNT = 50


def waiting_times() -> Iterator[Row]:
    """Section "watch": the first topic, hand-ins with all solutions, through a real exchange."""
    topic = open_course().topics[0]
    with tempfile.TemporaryDirectory(prefix="bench-watch-") as folder:
        exchange = make_exchange(Toy(topic), Path(folder))
        log = Path(folder, "log.txt")
        with log.open("w") as output:
            command = Toy(topic).command("watch", exchange.classroom.root, "--topic", topic.name)
            service = subprocess.Popen(command, stdout=output, stderr=output, text=True, start_new_session=True)
        try:
            wait_for(lambda: "watching" in log.read_text(), 120)
            _seconds_until_feedback(exchange, "first")  # zygotes are started by it
            times = [_seconds_until_feedback(exchange, f"student{number}") for number in range(_COUNT)]
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(60)
    name = f"{topic.name}: {_COUNT} hand-ins"
    yield Row("watch", name, "seconds from Submit to feedback, median", statistics.median(times))
    yield Row("watch", name, "seconds from Submit to feedback, worst", max(times))


def _seconds_until_feedback(exchange: ToyExchange, name: str) -> float:
    student = exchange.student(name)
    student.prepare()
    started = time.monotonic()
    student.submit_folder()
    wait_for(lambda: student.feedback() == [True], 300)
    return time.monotonic() - started
