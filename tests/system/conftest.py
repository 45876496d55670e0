"""The command line as users run it: a process, a workspace on disk, real files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def run_kg(
    *args: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k != "KG_WORKSPACE"}
    return subprocess.run(
        [sys.executable, "-m", "kg.cli", *map(str, args)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**clean, **(env or {})},
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="session")
def kg_command() -> Run:
    return run_kg


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    made = run_kg("init", tmp_path / "w")
    assert made.returncode == 0, made.stderr
    return tmp_path / "w"
