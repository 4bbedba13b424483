"""Grade units on the workers of a Dask cluster (https://distributed.dask.org)."""

import hashlib
import os
import pickle
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from autograde.course import Libraries
from autograde.errors import CourseError
from autograde.grading.backend import Lost, NoResult
from autograde.grading.cluster_worker import Unsuitable, difference, facts, grade_on_worker
from autograde.grading.results import Outcome
from autograde.grading.unit import Material, Unit
from autograde.grading.validation import Invalid, validated

if TYPE_CHECKING:
    from distributed import Client

#: Seconds to reach the scheduler.
_CONNECT_TIMEOUT = 20
#: Units handed over for each thread of a worker: one that runs, others so that nobody waits.
_UNITS_PER_THREAD = 3
_MIN_ROOM = 12
#: Times that a unit is sent again because a worker was refused, or failed in a way that says nothing of the unit.
_MAX_ATTEMPTS = 3


class ClusterBackend:
    """The workers of a cluster, those that come and go included.

    Args:
        address: of the scheduler, as ``tcp://host:8786``, or the path of its scheduler file.
        libraries: what the notebooks import; workers must have what this machine has.
        say: told of refused workers, a line each.

    Raises:
        CourseError: Dask is not installed, or the scheduler cannot be reached.
    """

    def __init__(self, address: str, libraries: Libraries, say: Callable[[str], None]) -> None:
        self._client = _connect(address)
        self._libraries = libraries
        self._facts = facts(libraries)
        self._say = say
        self._lock = threading.Lock()
        self._running: dict[Future[Outcome], Any] = {}
        self._materials: dict[int, Any] = {}
        self._looked_at: set[str] = set()
        self._refused: set[str] = set()
        self._threads: dict[str, int] = {}
        self._stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped = True
        self._client.cancel(list(self._running.values()), force=True)
        self._client.close()

    @property
    def room(self) -> int:
        """How many units it takes at the moment."""
        try:
            self._threads = dict(self._client.nthreads())
        except OSError as error:
            raise _lost() from error
        self._refuse_unsuitable([address for address in self._threads if address not in self._looked_at])
        return max(_MIN_ROOM, _UNITS_PER_THREAD * sum(self._threads.values()))

    @property
    def workers(self) -> int:
        """How many the scheduler had when units were last handed over."""
        return len(self._threads.keys() - self._refused)

    def submit(self, unit: Unit) -> Future[Outcome]:
        """Grade a unit, later."""
        outcome: Future[Outcome] = Future()
        self._send(unit, outcome, 1)
        return outcome

    def _send(self, unit: Unit, outcome: Future[Outcome], attempt: int) -> None:
        material = unit.material
        sent = self._client.submit(
            grade_on_worker,
            self._material(material),
            unit.student,
            unit.submission,
            self._facts,
            # Dask's dashboard shows tasks by what stands before the first '-'.
            key=f"{material.topic}-{uuid.uuid4().hex}",
            pure=False,
        )
        with self._lock:
            self._running[outcome] = sent
        sent.add_done_callback(lambda done: self._finish(done, unit, outcome, attempt))

    def _material(self, material: Material) -> Any:
        """The topic's material as a task of its own: it travels to each worker once, and can be made again."""
        if id(material) not in self._materials:
            pickled = pickle.dumps(material)
            key = f"material-{material.topic}-{hashlib.sha256(pickled).hexdigest()[:16]}"
            self._materials[id(material)] = self._client.submit(bytes, pickled, key=key)
        return self._materials[id(material)]

    def _finish(self, done: Any, unit: Unit, outcome: Future[Outcome], attempt: int) -> None:
        """Called in a thread of Dask's when a task has ended, however it did."""
        from distributed import KilledWorker

        if self._stopped:
            outcome.cancel()
            return
        try:
            if done.cancelled():
                raise _lost()
            result = validated(done.result(), unit)
        except Unsuitable as refused:
            self._refuse(refused.worker, refused.why)
            self._send(unit, outcome, attempt)
        except KilledWorker as killed:
            outcome.set_exception(NoResult(f"workers ended while they graded it, the last one {killed.last_worker}"))
        except (NoResult, CourseError) as error:
            outcome.set_exception(error)
        except Invalid as error:
            outcome.set_exception(NoResult(f"the worker gave no valid result: {error}"))
        except Exception as error:
            if attempt < _MAX_ATTEMPTS:
                self._send(unit, outcome, attempt + 1)
            else:
                outcome.set_exception(NoResult(f"{type(error).__name__}: {str(error)[:500]}"))
        else:
            outcome.set_result(result)
        finally:
            with self._lock:
                if outcome.done():
                    self._running.pop(outcome, None)

    def _refuse_unsuitable(self, new: list[str]) -> None:
        """Look at the workers that have come since the last time."""
        if not new:
            return
        self._looked_at.update(new)
        found = self._client.run(difference, self._facts, self._libraries, workers=new, on_error="return")
        for address, why in found.items():
            if isinstance(why, OSError):
                continue  # gone again
            if why:
                self._refuse(address, f"{type(why).__name__}: {why}" if isinstance(why, Exception) else why)

    def _refuse(self, address: str, why: str) -> None:
        with self._lock:
            if address in self._refused:
                return
            self._refused.add(address)
        self._say(f"The worker {address} is refused and leaves the cluster: {why}.")
        self._client.retire_workers([address])


def _connect(address: str) -> "Client":
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise CourseError("Dask is not installed.", todo='Run: pip install "notebook-autograde[cluster]"') from error
    # A hand-in may be large; Dask would warn of each.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
    where = {"scheduler_file": address} if os.path.isfile(address) else {"address": address}
    try:
        return Client(**where, timeout=_CONNECT_TIMEOUT, name="autograde", set_as_default=False)
    except (OSError, ValueError) as error:
        raise CourseError(
            f"No Dask scheduler can be reached: {str(error)[:300]}.",
            where=address,
            todo="Start one (dask scheduler) and pass its address, such as tcp://host:8786, or its scheduler file.",
        ) from error


def _lost() -> Lost:
    return Lost(
        "The connection to the Dask scheduler was lost.",
        todo="Start it again and run the same command: finished results are kept.",
    )
