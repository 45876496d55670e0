"""A workspace's graph, open for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import WorkspaceError
from kg.graph import OxigraphStore

if TYPE_CHECKING:
    from kg.settings import Workspace


FRESH_STORE, OLD_STORE = "store.new", "store.old"
"""Beside ``store``, while it is written anew: the new one is complete when the old one is moved away."""


def recover_store(workspace: Workspace) -> None:
    """Put a store in place that was moved away to be replaced when the replacing was cut off."""
    for name in (FRESH_STORE, OLD_STORE):
        if not workspace.store.exists() and (workspace.root / name).exists():
            (workspace.root / name).rename(workspace.store)


def open_store(workspace: Workspace) -> OxigraphStore:
    """Open a workspace's graph for reading.

    Raises
    ------
    WorkspaceError
        If nothing has been ingested yet.
    """
    recover_store(workspace)
    if not workspace.store.exists():
        raise WorkspaceError(f"{workspace.root} holds no graph yet.", hint="Run `kg ingest FILES` first.")
    return OxigraphStore(workspace.store, read_only=True)
