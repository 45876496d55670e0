"""What people leave out or write by name when they ask: filled in before a library query runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.lookup import data_through, find_today
from kg.namespaces import expand
from kg.registry import Registry

if TYPE_CHECKING:
    from kg.graph import Store
    from kg.query.catalogue import LibraryQuery
    from kg.resolution.docket import Docket


def complete(
    query: LibraryQuery, params: dict[str, object], store: Store, docket: Docket | None = None
) -> dict[str, object]:
    """Return the parameters with actors as keys and the day asked about in place.

    Parameters
    ----------
    query : LibraryQuery
        Whose parameters they are.
    params : dict
        As given; actors by registry key, name or identifier of the graph.
    store : Store
        ``as_of`` is its last day of publication where nobody gives one.
    docket : Docket, optional
        The workspace's ledger of documents: what became of identifiers that are gone.

    Raises
    ------
    RemovedIdError
        If an identifier went with a document that was taken back.
    UnknownIdError
        If a name belongs to no actor of the registry, or to several.
    """
    done = dict(params)
    for name, value in params.items():
        type_ = query.parameters[name].type if name in query.parameters else ""
        if type_ == "ips:Actor":
            done[name] = _actor(str(value))
        if type_ in ("ips:Actor", "IRI") and isinstance(done[name], str):
            given = expand(str(done[name]))
            today = find_today(store, given, docket)
            done[name] = done[name] if today == given else today
    if "as_of" in query.parameters:
        done.setdefault("as_of", data_through(store))
    return done


def _actor(value: str) -> str:
    if ":" in value or value.startswith(("person-", "doc-")):
        return value
    return Registry.load().find(value).key
