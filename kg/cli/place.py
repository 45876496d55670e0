"""A place as ``kg show`` prints it: its names, neutral one first, then every claimant's, and what happened there."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kg.cli.output import heading, note, wrapped
from kg.namespaces import curie
from kg.projection.places import there

if TYPE_CHECKING:
    from kg.projection.snapshot import Snapshot
    from kg.registry import Place, Registry


def as_plain(place: Place, snapshot: Snapshot, registry: Registry) -> dict[str, Any]:
    """Return a place and the relations there, as JSON takes them."""
    return {"place": asdict(place), "relations": [asdict(r) for r in there(place, snapshot, registry)]}


def show_place(place: Place, snapshot: Snapshot, registry: Registry) -> None:
    """Print a place; its claimants stand in the order of their codes, which says nothing of their claims."""
    heading(f"{place.label}  (place: {place.cls.replace('-', ' ')}; ips-id:{place.key})")
    for key in place.claimants:
        own = ", ".join(n.text for n in place.names if n.user == key)
        wrapped(f"claimed by {registry.get(key).label}" + (f": {own}" if own else ""))
    others = [n for n in place.names if n.user and n.user not in place.claimants]
    for name in others:
        wrapped(f"called {name.text} by {registry.get(str(name.user)).label}")
    if also := [n.text for n in place.names if n.user is None and n.text != place.label]:
        wrapped(f"also {', '.join(also)}")
    if place.part_of:
        wrapped(f"part of {registry.find_place(place.part_of).label}")
    wrapped(f"source: {place.source}")
    for relation in there(place, snapshot, registry):
        wrapped(f"• {relation.kind}: {relation.title}  [{curie(relation.iri)}]", indent="  ")
    if place.claimants:
        note("names of claimants stand in the order of their codes; the graph takes no side")
