"""From the documents on file to the graph that readers see: the one place where a view is made and written."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph import OxigraphStore, Store, View, build_view, decode, default_graph
from kg.graph.lookup import content_hash
from kg.graph.publications import publications
from kg.pipeline.incremental import FORMAT, Index, NotLocal, Update, fill
from kg.registry import Registry
from kg.resolution import Known
from kg.resolution.ledger import Effect, Ledger, in_effect
from kg.resolution.origins import Origins, resolve_origins
from kg.settings import shipped

if TYPE_CHECKING:
    from kg.graph import Quad
    from kg.resolution import Claim, Judgements
    from kg.resolution.publication import Publication
    from kg.settings import Workspace

log = logging.getLogger(__name__)

FEW, SHARE = 8, 0.02
"""What is a small change: so many documents, or that part of those on file. Beyond it the whole view is built."""


def judged(workspace: Workspace, claims: Iterable[Claim], *, at: str | None = None) -> Effect:
    """Return what the workspace's ledger says of claims, as it stood at the end of a day; as it stands without one."""
    return in_effect(Ledger(workspace.ledger).lines(at=at), claims)


def built(
    workspace: Workspace,
    claims: Sequence[Claim],
    *,
    origins: Origins,
    registry: Registry | None = None,
    ledger_at: str | None = None,
    known_at: str | None = None,
) -> tuple[Quad, ...]:
    """Return the default graph that claims and the workspace's ledger make.

    Parameters
    ----------
    workspace : Workspace
        Whose ledger is in effect.
    claims : sequence of Claim
        In any order.
    origins : Origins
        Independent voices of the documents on file, by :func:`kg.graph.publications.store_origins`.
    registry : Registry, optional
        The shipped one without it.
    ledger_at : str, optional
        ISO day: identity as it was judged by then.
    known_at : str, optional
        ISO day: without the checks of later days.
    """
    registry = registry or Registry.load()
    judgements = judged(workspace, claims, at=ledger_at).judgements
    if known_at is not None:
        judgements = replace(judgements, checked=frozenset(c for c in judgements.checked if c[1] <= known_at))
    view = build_view(claims, registry=registry, judgements=judgements, origins=origins)
    return default_graph(view, registry)


def commit(
    workspace: Workspace,
    store: Store,
    changes: Mapping[str, Iterable[Quad] | None],
    *,
    registry: Registry | None = None,
    whole: bool = False,
) -> int:
    """Put documents into the graph, or take them out, and bring the view up to date, in one transaction.

    A small change of a workspace's own store, or of its ledger, touches what depends on it and nothing else; the quads
    are those that building the whole view gives. The log (``kg.pipeline.build``) says which of the two was done.

    Parameters
    ----------
    workspace : Workspace
        Whose ledger is in effect.
    store : Store
        Open for writing.
    changes : mapping of str to iterable of Quad or None
        By document IRI; None drops the document.
    registry : Registry, optional
        The shipped one without it.
    whole : bool
        Whether to build the whole view in any case.

    Returns
    -------
    int
        Quads added and removed; 0 where nothing changed.
    """
    fresh = {graph: None if quads is None else tuple(quads) for graph, quads in changes.items()}
    registry = registry or Registry.load()
    small = (
        isinstance(store, OxigraphStore)
        and store.path == workspace.store
        and (len(fresh) <= FEW or len(fresh) <= SHARE * len(store.documents()))
    )
    if small and not whole:
        assert isinstance(store, OxigraphStore)
        changed = _updated(workspace, store, fresh, registry)
        if changed is not None:
            return changed
    return _rebuilt(workspace, store, fresh, registry, index=small)


def index_path(workspace: Workspace) -> Path:
    """Return where the index beside a workspace's store is."""
    return workspace.build / "view-index.sqlite"


def discard_index(workspace: Workspace) -> None:
    """Remove the index; the next small change makes it anew."""
    path = index_path(workspace)
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


def software() -> str:
    """Return what a view depends on beside documents and judgements: registry, ontology and software."""
    files = sorted([*shipped("data", "registry").glob("*.csv"), *shipped("ontology").rglob("*.ttl")])
    files += sorted((shipped("data", "curated") / "offices").glob("*.yaml"))  # names of office-holders
    shape = "".join(f"{p.name}{p.stat().st_size}{p.stat().st_mtime_ns}" for p in files)
    return "\x1f".join((FORMAT, shape, version("indopacific-kg")))


@lru_cache(maxsize=2)
def _known(registry: Registry) -> Known:
    return Known.of(registry)


def _updated(
    workspace: Workspace, store: OxigraphStore, fresh: Mapping[str, tuple[Quad, ...] | None], registry: Registry
) -> int | None:
    """Bring the view up to date by its index; return how many quads changed, None where that cannot be done."""
    path = index_path(workspace)
    if not path.exists():
        log.info("view built in whole: it has no index yet")
        return None
    index = None
    try:
        index = Index(path)
        if index.meta("software") != software() or index.meta("hash") != content_hash(store):
            log.info("view built in whole: its index is of another state")
            return None
        index.begin()
        update = Update(
            index, store, fresh, ledger=workspace.ledger, registry=registry, known=_known(registry)
        )  # fmt: skip
        gone, come = update.run()
        changed = store.replace(fresh, delta=(gone, come))
        index.commit()
        log.info("view updated: %d quads changed", changed)
    except NotLocal as reason:
        log.info("view built in whole: %s", reason)
        return None
    except sqlite3.DatabaseError as error:
        log.warning("view built in whole: its index cannot be used (%s)", error)
        return None
    else:
        return changed
    finally:
        if index is not None:
            with suppress(sqlite3.Error):
                index.rollback()
            index.close()


def _rebuilt(
    workspace: Workspace,
    store: Store,
    fresh: Mapping[str, tuple[Quad, ...] | None],
    registry: Registry,
    *,
    index: bool,
) -> int:
    """Build the whole view; with `index`, leave what the next small change needs."""
    claims = [c for quads in fresh.values() if quads is not None for c in decode(quads)]
    claims += [c for graph in store.documents() if graph not in fresh for c in decode(store.quads(graph))]
    pubs = publications(store, fresh=fresh, registry=registry)
    origins = resolve_origins(pubs)
    judgements = judged(workspace, claims).judgements
    view = build_view(claims, registry=registry, judgements=judgements, origins=origins)
    changed = store.replace(fresh, view=default_graph(view, registry))
    if isinstance(store, OxigraphStore) and store.path == workspace.store:
        discard_index(workspace)
    if index and not any(c.withdrawn for c in claims):
        _fill(workspace, claims, pubs, origins, judgements, view, registry)
    return changed


def _fill(
    workspace: Workspace,
    claims: Sequence[Claim],
    pubs: Sequence[Publication],
    origins: Origins,
    judgements: Judgements,
    view: View,
    registry: Registry,
) -> None:
    made = Index(index_path(workspace))
    try:
        made.begin()
        fill(
            made, claims=claims, publications=pubs, origins=origins, judgements=judgements, view=view,
            known=_known(registry), ledger=workspace.ledger,
        )  # fmt: skip
        made.note(software=software())
        made.commit()
    finally:
        made.close()
