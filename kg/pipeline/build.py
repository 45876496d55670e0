"""From the documents on file to the graph that readers see: the one place where a view is made and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.graph import OxigraphStore, build_view, decode, default_graph
from kg.graph.publications import store_origins
from kg.registry import Registry
from kg.resolution.ledger import Effect, Ledger, in_effect

if TYPE_CHECKING:
    from kg.graph import Quad
    from kg.resolution import Claim
    from kg.resolution.origins import Origins
    from kg.settings import Workspace


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
    store: OxigraphStore,
    changes: Mapping[str, Iterable[Quad] | None],
    *,
    registry: Registry | None = None,
) -> int:
    """Put documents into the graph, or take them out, and build the view anew, in one transaction.

    Parameters
    ----------
    workspace : Workspace
        Whose ledger is in effect.
    store : OxigraphStore
        Open for writing.
    changes : mapping of str to iterable of Quad or None
        By document IRI; None drops the document. Without changes the view alone is built anew.
    registry : Registry, optional
        The shipped one without it.

    Returns
    -------
    int
        Quads added and removed; 0 where nothing changed.
    """
    fresh = {graph: None if quads is None else tuple(quads) for graph, quads in changes.items()}
    claims = [c for quads in fresh.values() if quads is not None for c in decode(quads)]
    claims += [c for graph in store.documents() if graph not in fresh for c in decode(store.quads(graph))]
    registry = registry or Registry.load()
    origins = store_origins(store, fresh=fresh, registry=registry)
    return store.replace(fresh, view=built(workspace, claims, origins=origins, registry=registry))
