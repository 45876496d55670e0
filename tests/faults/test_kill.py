"""A short seeded round of kills: ``python -m tests.faults`` does more."""

from __future__ import annotations

from pathlib import Path

from tests.faults.rounds import rounds


def test_a_killed_command_leaves_whole_documents_and_can_be_completed(tmp_path: Path) -> None:
    report = rounds(tmp_path, seed=20261123, number=4)

    assert report["faults"] == []
    assert report["killed"] == 4
