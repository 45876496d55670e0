"""A workspace's graph, open for reading: as it is, or as it stood on a day of the record clock."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import RemoteStoreError, WorkspaceError
from kg.graph import OxigraphStore, Store, decode
from kg.graph.lookup import content_hash, record_days
from kg.graph.publications import store_origins
from kg.graph.subset import kept_at
from kg.pipeline.build import built
from kg.registry import Registry
from kg.settings import Workspace, shipped

if TYPE_CHECKING:
    from kg.graph.remote import RemoteStore

KEPT = 16
"""How many snapshots are kept on disk; the least recently used goes first."""

FRESH_STORE, OLD_STORE = "store.new", "store.old"
"""Beside ``store``, while it is written anew: the new one is complete when the old one is moved away."""

RENEW_MARK = ".store-to-renew"
"""In the workspace while the store is to be written anew: what it still holds must not be copied."""


def recover_store(workspace: Workspace) -> None:
    """Put a store in place that was moved away to be replaced when the replacing was cut off."""
    for name in (FRESH_STORE, OLD_STORE):
        if not workspace.store.exists() and (workspace.root / name).exists():
            (workspace.root / name).rename(workspace.store)


def remote_store() -> RemoteStore | None:
    """Return the store that ``KG_STORE`` (``kg --store``) names; None without one.

    Raises
    ------
    RemoteStoreError
        If it cannot be reached, or refuses.
    """
    url = os.environ.get("KG_STORE")
    if not url:
        return None
    from kg.graph.endpoint import from_settings
    from kg.graph.remote import RemoteStore

    views = {"": None, "named": True, "default": False}
    given = os.environ.get("KG_STORE_VIEW", "")
    if given not in views:
        raise RemoteStoreError(f"KG_STORE_VIEW is {given!r}.", hint="It is named or default.")
    return RemoteStore(from_settings(url, os.environ), named_view=views[given])


def open_graph(workspace: Workspace | None, *, known_at: str | None = None, ledger_at: str | None = None) -> Store:
    """Open what ``--store`` names, or else the workspace's graph, for reading; see :func:`open_store`.

    A day of the past is a snapshot on this machine, built from the remote documents with the workspace's ledger.
    """
    remote = remote_store()
    if remote is not None and known_at is None and ledger_at is None:
        return remote
    found = workspace or Workspace.find()
    return open_store(found, known_at=known_at, ledger_at=ledger_at, live=remote)


def open_store(
    workspace: Workspace,
    *,
    known_at: str | None = None,
    ledger_at: str | None = None,
    live: Store | None = None,
) -> OxigraphStore:
    """Open a workspace's graph for reading.

    Parameters
    ----------
    workspace : Workspace
        Which.
    known_at : str, optional
        ISO day: a snapshot built from the documents that were on file by its end. What the live graph chose among
        rivals, named and counted may rest on later documents; in a snapshot nothing does.
    ledger_at : str, optional
        ISO day: identity as it was judged by its end; as it is judged today without it.
    live : OxigraphStore, optional
        A published generation to read instead of the workspace's own store; it is closed where a snapshot is returned.

    Returns
    -------
    OxigraphStore
        Read-only. A snapshot is kept under ``build/snapshots`` and opened again as long as claims, judgements,
        registry, ontology and software are the same.

    Raises
    ------
    WorkspaceError
        If nothing has been ingested yet.
    """
    if live is None:
        recover_store(workspace)
        if not workspace.store.exists():
            raise WorkspaceError(f"{workspace.root} holds no graph yet.", hint="Run `kg ingest FILES` first.")
        live = OxigraphStore(workspace.store, read_only=True)
    if known_at is None and ledger_at is None:
        assert isinstance(live, OxigraphStore)
        return live
    name = hashlib.sha256("\x1f".join((basis(workspace, live), known_at or "", ledger_at or "")).encode()).hexdigest()
    folder = workspace.build / "snapshots" / name[:24]
    if not folder.exists():
        _write_snapshot(workspace, live, folder, known_at=known_at, ledger_at=ledger_at)
        _forget_old(folder.parent, keep=folder)
    os.utime(folder)
    live.close()
    return OxigraphStore(folder / "store", read_only=True)


def basis(workspace: Workspace, live: Store) -> str:
    """Return what a snapshot depends on: claims and judgements in effect, the ledger, registry, ontology, software."""
    ledger = workspace.ledger.glob("*.csv") if workspace.ledger.exists() else ()
    files = sorted([*shipped("data", "registry").glob("*.csv"), *shipped("ontology").rglob("*.ttl")])
    shape = "".join(f"{p.name}{p.stat().st_size}{p.stat().st_mtime_ns}" for p in files)
    judged = "".join(hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(ledger))
    return "\x1f".join((content_hash(live) or "none", judged, shape, version("indopacific-kg")))


def _write_snapshot(
    workspace: Workspace, live: Store, folder: Path, *, known_at: str | None, ledger_at: str | None
) -> None:
    """Build a snapshot beside its place and rename it: it is there whole or not at all, whoever else builds it too."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    documents = {
        doc: kept_at(live.quads(doc), known_at)
        for doc, day in record_days(live).items()
        if known_at is None or day <= known_at
    }
    claims = [c for quads in documents.values() for c in decode(quads)]
    registry = Registry.load()
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=folder.parent) as name:
        incoming = Path(name) / "whole"
        with OxigraphStore(incoming / "store") as store:
            origins = store_origins(store, fresh=documents, registry=registry)
            view = built(workspace, claims, origins=origins, registry=registry, ledger_at=ledger_at, known_at=known_at)
            store.replace(documents, view=view)
        with suppress(OSError):  # another reader was faster; its snapshot is the same
            incoming.rename(folder)


def _forget_old(folder: Path, *, keep: Path) -> None:
    there = [p for p in folder.iterdir() if p != keep and p.is_dir() and not p.name.startswith(".")]
    others = sorted(there, key=lambda p: p.stat().st_mtime)
    for old in others[: max(0, len(others) + 1 - KEPT)]:
        shutil.rmtree(old, ignore_errors=True)
