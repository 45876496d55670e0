"""One call for the explorer of a store: cut it down to what is asked for, make the document, write the page."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.explorer.data import Selection, explorer_data
from kg.explorer.page import explorer_page
from kg.graph.public import public as publishable
from kg.graph.subset import as_known
from kg.namespaces import entity_iri
from kg.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.explorer.context import Surrounder
    from kg.graph import OxigraphStore

TITLE = "Indo-Pacific security relationships"


class Explorer(NamedTuple):
    """The page as text, the document in it, and what was cut for the public, by name."""

    html: str
    data: dict[str, Any]
    cut: Mapping[str, int]


def explorer(
    store: OxigraphStore,
    *,
    around: str | None = None,
    layers: Collection[str] = (),
    public: bool = False,
    as_of: str | None = None,
    known_at: str | None = None,
    title: str = TITLE,
    registry: Registry | None = None,
    surrounder: Surrounder | None = None,
) -> Explorer:
    """Make the explorer's page.

    Parameters
    ----------
    store : OxigraphStore
        Open for reading.
    around : str, optional
        Key or name of an actor: only relations that involve it, and the page opens at it.
    layers : collection of str
        Layer codes (``L3``); all without it.
    public : bool
        Only what may be published; see :mod:`kg.graph.public`.
    as_of, known_at : str, optional
        The two clocks, ISO days. Documents of a later day than `known_at` are left out and the view is built again.
    title : str
        Of the page.
    registry : Registry, optional
        The shipped one without it.
    surrounder : Surrounder, optional
        Gives the text before and after each quote; a page for the public holds none.

    Raises
    ------
    UnknownTermError
        If a layer is not one of the ontology.
    UnknownEntityError
        If nobody is called `around`; the nearest are named.
    """
    registry = registry or Registry.load()
    focus = entity_iri(registry.find(around).key) if around else None
    cut: Mapping[str, int] = {}
    if known_at:
        store = as_known(store, known_at, registry=registry)
    if public:
        part = publishable(store, registry=registry)
        store, cut = part.store, dict(part.counts)
    selection = Selection(around=focus, layers=tuple(layers), as_of=as_of, known_at=known_at, public=public)
    data = explorer_data(store, selection, title=title, surrounder=None if public else surrounder)
    return Explorer(explorer_page(data), data, cut)
