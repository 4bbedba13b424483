"""Results of trials that are kept: what has not changed is not tried again."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

from autograde.authoring.mutants.trials import Cells, Result


class KeptResults:
    """Results by key. One process reads and writes; others may do the same with the same file.

    Args:
        connection: of a database made by `open_results`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, key: str, text: str) -> Result | None:
        """The result of an answer, or None."""
        query = "SELECT failure, seconds FROM results WHERE key = ?"
        row = self._connection.execute(query, (key,)).fetchone()
        return None if row is None else Result(text, *row)

    def put(self, key: str, result: Result) -> None:
        """Keep a result, at once: whatever happens next, it is there."""
        with self._connection:
            row = (key, result.failure, result.seconds)
            self._connection.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", row)


@contextmanager
def open_results(path: Path) -> Iterator[KeptResults]:
    """Open a file of results, made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, failure TEXT, seconds REAL)")
        yield KeptResults(connection)


def condition_digest(cells: Cells, facts: Mapping[str, object]) -> bytes:
    """A digest of all that decides results of a task but the answer.

    Args:
        cells: the cells that run.
        facts: of the environment, as JSON.
    """
    data = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in cells.topic.data_files}
    ran = {name: value for name, value in asdict(cells).items() if name != "topic"}
    return hashlib.sha256(json.dumps([ran, data, facts], sort_keys=True, default=str).encode()).digest()


def result_key(condition: bytes, text: str) -> str:
    """The key of one answer's result."""
    return hashlib.sha256(condition + text.encode()).hexdigest()
