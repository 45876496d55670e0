"""What people leave out or write by name when they ask: filled in before a library query runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.lookup import data_through
from kg.registry import Registry

if TYPE_CHECKING:
    from kg.graph import OxigraphStore
    from kg.query.catalogue import LibraryQuery


def complete(query: LibraryQuery, params: dict[str, object], store: OxigraphStore) -> dict[str, object]:
    """Return the parameters with actors as keys and the day asked about in place.

    Parameters
    ----------
    query : LibraryQuery
        Whose parameters they are.
    params : dict
        As given; actors by registry key, name or identifier of the graph.
    store : OxigraphStore
        ``as_of`` is its last day of publication where nobody gives one.

    Raises
    ------
    UnknownIdError
        If a name belongs to no actor of the registry, or to several.
    """
    done = dict(params)
    for name, value in params.items():
        if name in query.parameters and query.parameters[name].type == "ips:Actor":
            done[name] = _actor(str(value))
    if "as_of" in query.parameters:
        done.setdefault("as_of", data_through(store))
    return done


def _actor(value: str) -> str:
    if ":" in value or value.startswith(("person-", "doc-")):
        return value
    return Registry.load().find(value).key
