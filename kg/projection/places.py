"""Which relations have a stage at a place, whatever name of it the text used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.resolution import Known

if TYPE_CHECKING:
    from kg.projection.snapshot import Relation, Snapshot
    from kg.registry import Place, Registry


def there(place: Place, snapshot: Snapshot, registry: Registry) -> list[Relation]:
    """Return the relations with a stage at a place, by any of its names that means no other place."""
    known = Known.of(registry)
    return [
        r
        for r in snapshot.relations
        if any(known.place(name) == place.key for s in r.stages if s.place for name in s.place.split(" or "))
    ]
