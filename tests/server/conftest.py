"""A real server on a loopback port, on a workspace of the project's own documents."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

TOKEN = "a token of the tests"


class Server:
    """A running ``kg serve``."""

    def __init__(self, workspace: Path, *options: str) -> None:
        self.workspace = workspace
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kg.cli", "-w", str(workspace), "serve", "--port", "0", "--no-browser", "--json",
             *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={k: v for k, v in os.environ.items() if k != "KG_WORKSPACE"},
        )  # fmt: skip
        line = self.process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise AssertionError(self.process.communicate()[1])
        self.about: dict[str, Any] = json.loads(line)
        self.url: str = self.about["address"].rstrip("/")
        self.client = httpx.Client(base_url=self.url, timeout=60)

    def query(self, text: str, **headers: str) -> httpx.Response:
        return self.client.get("/sparql", params={"query": text}, headers=headers)

    def update(self, text: str, **params: str) -> httpx.Response:
        return self.client.post(
            "/sparql",
            params=params,
            content=text,
            headers={"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"},
        )

    def close(self) -> int:
        """End it as Ctrl-C does; return its exit code."""
        self.client.close()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        return self.process.returncode


Serve = Callable[..., contextlib.AbstractContextManager[Server]]


@contextlib.contextmanager
def serving(workspace: Path, *options: str) -> Iterator[Server]:
    server = Server(workspace, *options)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def served_workspace(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("served") / "w"
    shutil.copytree(demo, place)
    return place


@pytest.fixture(scope="session")
def server(served_workspace: Path) -> Iterator[Server]:
    """A read-only server; tests only read."""
    with serving(served_workspace) as running:
        yield running


@pytest.fixture(scope="session")
def writable(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that takes updates; tests use graphs of their own."""
    place = tmp_path_factory.mktemp("writable") / "w"
    shutil.copytree(demo, place)
    with serving(place, "--update-token", TOKEN) as running:
        yield running
