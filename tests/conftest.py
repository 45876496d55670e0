"""Fixtures that many tests share; the project's shared folder is read where it is present and never copied."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_folder() -> Path | None:
    place = Path(os.environ.get("KG_SHARED") or ROOT.parent / "shared")
    return place if (place / "contract").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    place = shared_folder()
    if place is None:
        pytest.skip("the shared folder is absent: set KG_SHARED to its path")
    return place


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A workspace with the project's own documents; tests only read it."""
    from tests.system.conftest import run_kg

    place = tmp_path_factory.mktemp("demo") / "w"
    assert run_kg("init", place).returncode == 0
    done = run_kg("-w", place, "ingest", root / "data" / "documents")
    assert done.returncode == 0, done.stderr + done.stdout
    return place
