"""A workspace's graph, open for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import WorkspaceError
from kg.graph import OxigraphStore

if TYPE_CHECKING:
    from kg.settings import Workspace


def open_store(workspace: Workspace) -> OxigraphStore:
    """Open a workspace's graph for reading.

    Raises
    ------
    WorkspaceError
        If nothing has been ingested yet.
    """
    if not workspace.store.exists():
        raise WorkspaceError(f"{workspace.root} holds no graph yet.", hint="Run `kg ingest FILES` first.")
    return OxigraphStore(workspace.store, read_only=True)
