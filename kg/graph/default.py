"""The whole default graph of a store, and its rebuilding from what the store itself holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from kg.graph.decode import decode
from kg.graph.publications import store_origins
from kg.graph.reference import ontology_quads, registry_quads
from kg.graph.store import Store
from kg.graph.view import View, build_view
from kg.resolution import Claim, Judgements

if TYPE_CHECKING:
    from kg.registry import Registry
    from kg.resolution.origins import Origins


def stored_claims(store: Store) -> tuple[Claim, ...]:
    """Read the claims of all documents of a store."""
    return tuple(claim for document in store.documents() for claim in decode(store.quads(document)))


def default_graph(view: View, registry: Registry | None = None) -> tuple[Quad, ...]:
    """Return the quads of the default graph: the view, the registry, terms and concepts."""
    reference = registry_quads(registry) if registry is not None else ()
    return (*view.quads, *reference, *ontology_quads())


def rebuild_view(
    store: Store,
    registry: Registry | None = None,
    *,
    claims: Iterable[Claim] | None = None,
    judgements: Judgements | None = None,
    origins: Origins | None = None,
) -> View:
    """Build the view of a store's documents and put it in place, in one transaction.

    Parameters
    ----------
    claims : iterable of Claim, optional
        The store's claims, where the caller has them at hand; read from the store without it.
    judgements : Judgements, optional
        See :func:`kg.graph.view.build_view`.
    origins : Origins, optional
        Read from the store's documents without it.

    Returns
    -------
    View
        What was written, less registry, terms and concepts.
    """
    given = stored_claims(store) if claims is None else claims
    origins = origins or store_origins(store, registry=registry)
    view = build_view(given, registry=registry, judgements=judgements, origins=origins)
    store.replace(view=default_graph(view, registry))
    return view
