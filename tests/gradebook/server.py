"""A PostgreSQL server of one's own, on a Unix socket, run by an ordinary user: Debian's, where it is installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

#: Who runs it when root runs the tests: PostgreSQL refuses root.
_NOBODY = 65534


@dataclass(frozen=True)
class Server:
    """A server that can be stopped and started."""

    folder: Path
    programs: Path

    @property
    def url(self) -> str:
        return self._url_of("postgres")

    def start(self) -> None:
        # No TCP: nobody else on this machine can reach it.
        self._pg_ctl("start", "-o", f"-c listen_addresses='' -k {self.folder} -c fsync=off")

    def stop(self) -> None:
        self._pg_ctl("stop", "--mode", "fast")

    def make(self) -> None:
        self._run("initdb", "--username", "tester", "--auth", "trust", "--encoding", "UTF8", "--no-sync", "data")

    def new_database(self, name: str) -> str:
        """Make an empty database; its address."""
        self._run("createdb", "--host", str(self.folder), "--username", "tester", name)
        return self._url_of(name)

    def _url_of(self, database: str) -> str:
        return f"postgresql+psycopg://tester@/{database}?host={self.folder}"

    def _pg_ctl(self, *arguments: str) -> None:
        self._run("pg_ctl", "--pgdata", "data", "--log", "server.log", "--wait", *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        ordinary = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **ordinary,  # type: ignore[call-overload]
        )


def programs() -> Path | None:
    """Where PostgreSQL's programs are; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if found:
        return found[-1]
    on_path = shutil.which("pg_ctl")
    return Path(on_path).parent if on_path else None


def running_server() -> Iterator[Server]:
    """A server while the test runs; without PostgreSQL the test is skipped."""
    pytest.importorskip("psycopg")
    where = programs()
    if where is None:
        pytest.skip("PostgreSQL is not installed")
    # Not below pytest's folder: the path of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="agp-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, _NOBODY, _NOBODY)
        server = Server(folder, where)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
