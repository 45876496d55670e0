"""From the documents on file to the graph that readers see: the one place where a view is made and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kg.graph import OxigraphStore, build_view, decode, default_graph
from kg.registry import Registry

if TYPE_CHECKING:
    from kg.graph import Quad
    from kg.settings import Workspace


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
    registry = registry or Registry.load()
    fresh = {graph: None if quads is None else tuple(quads) for graph, quads in changes.items()}
    claims = [c for quads in fresh.values() if quads is not None for c in decode(quads)]
    claims += [c for graph in store.documents() if graph not in fresh for c in decode(store.quads(graph))]
    view = build_view(claims, registry=registry)
    return store.replace(fresh, view=default_graph(view, registry))
