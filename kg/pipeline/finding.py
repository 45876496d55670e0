"""The full-text index of a workspace's graph: made when first asked for, kept as long as the graph is the same."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kg.pipeline.opening import basis
from kg.search import Index, build_index

if TYPE_CHECKING:
    from kg.graph import OxigraphStore
    from kg.settings import Workspace

KEPT = 4
"""How many indexes are kept; the least recently used goes first."""


def open_index(workspace: Workspace, store: OxigraphStore, *, public: bool = False) -> Index:
    """Return the index of a state of a workspace's store, opened for reading.

    Parameters
    ----------
    workspace : Workspace
        Whose ``build/search`` holds the indexes.
    store : OxigraphStore
        The state; its public part where `public` is given.
    public : bool
        Whether it holds only what may be published.
    """
    import hashlib

    name = hashlib.sha256(basis(workspace, store).encode()).hexdigest()[:24]
    path = workspace.build / "search" / f"{'public-' if public else ''}{name}-{len(store)}.sqlite"
    if not path.exists():
        build_index(store, path)
        _forget_old(path)
    os.utime(path)
    return Index(path)


def _forget_old(keep: Path) -> None:
    others = sorted((p for p in keep.parent.glob("*.sqlite") if p != keep), key=lambda p: p.stat().st_mtime)
    for old in others[: max(0, len(others) + 1 - KEPT)]:
        old.unlink(missing_ok=True)
