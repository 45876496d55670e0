"""Virtuoso from Debian (``virtuoso-opensource-7``) on loopback, a server of the test's own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SERVER, SHELL = shutil.which("virtuoso-t"), shutil.which("isql-vt")
ABSENT = "virtuoso-opensource-7 is not installed"
needed = pytest.mark.skipif(not (SERVER and SHELL), reason=ABSENT)


@dataclass(frozen=True)
class Virtuoso:
    """A running server: ``query`` reads without a name, ``update`` reads and writes as dba by HTTP digest."""

    place: Path
    shell: int
    http: int

    @property
    def query(self) -> str:
        return f"http://127.0.0.1:{self.http}/sparql"

    @property
    def update(self) -> str:
        return f"http://127.0.0.1:{self.http}/sparql-auth"

    def command(self, text: str) -> None:
        done = subprocess.run(
            [str(SHELL), f"127.0.0.1:{self.shell}", "dba", "dba", "ERRORS=STDOUT", f"EXEC={text}"],
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        assert "Error" not in done.stdout, done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(place: Path) -> Iterator[Virtuoso]:
    """Start a server on an empty database in a folder; it is killed at the end."""
    shell, http = free_port(), free_port()
    (place / "virtuoso.ini").write_text(
        f"[Database]\nDatabaseFile={place}/v.db\nTransactionFile={place}/v.trx\nErrorLogFile={place}/v.log\n"
        f"LockFile={place}/v.lck\nxa_persistent_file={place}/v.pxa\n"
        f"[TempDatabase]\nDatabaseFile={place}/t.db\nTransactionFile={place}/t.trx\n"
        f"[Parameters]\nServerPort=127.0.0.1:{shell}\nDirsAllowed={place}\nNumberOfBuffers=20000\nMaxDirtyBuffers=15000\n"
        f"[HTTPServer]\nServerPort=127.0.0.1:{http}\n"
        f"[SPARQL]\nResultSetMaxRows=100000\nMaxQueryExecutionTime=60\n",
        encoding="utf-8",
    )
    with (place / "server.out").open("wb") as log:
        server = subprocess.Popen(
            [str(SERVER), "+foreground", "+configfile", str(place / "virtuoso.ini")],
            cwd=place, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait_for(http, server)
            yield Virtuoso(place, shell, http)
        finally:
            server.kill()
            server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, "the server ended at its start"
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the server did not open its port in a minute")
