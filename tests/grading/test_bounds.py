"""A check's limits of time and memory, on Linux: it cannot outlive or outgrow them."""

import resource
import signal
import sys
import threading
import time

import pytest

from autograde.grading.sealed.bounds import TookTooLong, defer_timeout, memory_limit, time_limit

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's")


def _wait(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.01)


def test_what_runs_too_long_is_stopped() -> None:
    with pytest.raises(TookTooLong), time_limit(0.05):
        _wait(10)


def test_what_is_done_in_time_is_never_stopped_later() -> None:
    with time_limit(0.05):
        pass
    _wait(0.2)


def test_code_that_goes_on_after_any_exception_is_stopped() -> None:
    def stubborn() -> None:
        try:
            _wait(10)
        except Exception:
            pytest.fail("TookTooLong was caught as an Exception")

    with pytest.raises(TookTooLong), time_limit(0.05):
        stubborn()


def test_code_that_catches_everything_is_stopped_a_second_later() -> None:
    caught = []

    def stubborn() -> None:
        try:
            _wait(10)
        except BaseException as error:
            caught.append(error)
        _wait(10)

    started = time.monotonic()
    with pytest.raises(TookTooLong), time_limit(0.05):
        stubborn()
    assert len(caught) == 1
    assert time.monotonic() - started < 5


def test_the_alarm_waits_until_a_message_is_sent() -> None:
    sent = []

    def send() -> None:
        with defer_timeout():
            with defer_timeout():
                _wait(0.2)
            _wait(1.2)  # the alarm comes again
            sent.append("message")
        _wait(10)

    with pytest.raises(TookTooLong), time_limit(0.05):
        send()
    assert sent == ["message"]


def test_an_error_inside_ends_the_deferral() -> None:
    with pytest.raises(KeyError), defer_timeout():
        raise KeyError
    with pytest.raises(TookTooLong), time_limit(0.05):
        _wait(10)


def test_the_signal_handler_of_before_is_back() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(TookTooLong), time_limit(0.05):
        _wait(10)
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_in_another_thread_there_is_no_limit_and_no_error() -> None:
    done = []

    def work() -> None:
        with time_limit(0.01):
            _wait(0.1)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


def test_more_memory_than_allowed_is_a_memory_error() -> None:
    with memory_limit(50_000_000):
        assert len(bytes(10_000_000)) == 10_000_000
        with pytest.raises(MemoryError):
            bytes(200_000_000)
    assert len(bytes(200_000_000)) == 200_000_000


def test_the_limit_of_before_is_back_after_an_error() -> None:
    before = resource.getrlimit(resource.RLIMIT_DATA)
    during = []

    def work() -> None:
        with memory_limit(50_000_000):
            during.append(resource.getrlimit(resource.RLIMIT_DATA))
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert during != [before]
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
