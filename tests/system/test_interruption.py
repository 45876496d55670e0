"""An ingest that is killed leaves the graph as it was before or as it is after, and the next one completes it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.system.conftest import run_kg


def export(workspace: Path, target: Path) -> bytes:
    assert run_kg("-w", workspace, "export", "-f", "nq", "-o", target).returncode == 0
    return target.read_bytes()


def start(workspace: Path, *paths: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "-w", str(workspace), "ingest", *map(str, paths)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("seconds", [0.3, 0.9, 1.4, 1.9])
def test_a_killed_ingest_leaves_the_graph_before_or_after(
    workspace: Path, demo: Path, tmp_path: Path, root: Path, seconds: float
) -> None:
    folder = root / "data" / "documents"
    first = folder / "freedom-edge-2024-06.md"
    assert run_kg("-w", workspace, "ingest", first).returncode == 0
    before, after = export(workspace, tmp_path / "a.nq"), export(demo, tmp_path / "b.nq")

    process = start(workspace, folder)
    time.sleep(seconds)
    process.kill()
    process.communicate(timeout=30)

    assert export(workspace, tmp_path / "c.nq") in (before, after)
    assert run_kg("-w", workspace, "ingest", folder).returncode == 0
    assert export(workspace, tmp_path / "d.nq") == after


def test_an_interrupt_answers_with_130_and_says_that_the_state_is_safe(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("Australia and Fiji held talks in Suva on 3 May 2024. " * 60_000)
    process = start(workspace, tmp_path / "long.txt")
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert b"nothing is half-written" in err
    assert not list((workspace / "archive").glob("??"))


def test_a_second_writer_is_told_to_wait(workspace: Path, tmp_path: Path, root: Path) -> None:
    (tmp_path / "long.txt").write_text("Australia and Fiji held talks in Suva on 3 May 2024. " * 60_000)
    process = start(workspace, tmp_path / "long.txt")
    try:
        time.sleep(1.5)
        second = run_kg("-w", workspace, "ingest", root / "data" / "documents" / "freedom-edge-2024-06.md")
        assert second.returncode == 2
        assert "in use by another process" in second.stderr
    finally:
        process.kill()
        process.communicate(timeout=30)
