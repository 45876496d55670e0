"""Which relation on file a stated link leads to: the one that fits, and none where two do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from kg.model.extra import FrozenMap
from kg.namespaces import ID
from kg.resolution import Relation
from kg.resolution.names import content, fold

_INSTRUMENTS = ("agreement", "programme", "partnership")


class Links:
    """The relations of one view by what a link can name; indexed at the first link only.

    Parameters
    ----------
    relations : iterable of Relation
        All of the view.
    """

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._relations = tuple(relations)

    def target(self, relation: Relation, link: FrozenMap | None) -> str | None:
        """Return the IRI of the relation at the other end.

        An identifier decides alone. Without one the other end shares an actor with `relation`, and is the only such
        relation of the name, or else of the type and day, that the link gives.
        """
        given: dict[str, Any] = dict(link.pairs) if link else {}
        key, label, type_, date = (given.get(k) for k in ("id", "label", "type", "date"))
        if key:
            return ID + key if ID + key in self._iris else None
        near = {r for a in _actors(relation) for r in self._by_actor[a]} - {relation.iri}
        if label:
            named = near & (self._by_name.get(fold(label), set()) | self._by_words.get(content(label), set()))
            if len(named) == 1:
                return next(iter(named))
        if type_ and date:
            dated = near & self._by_day.get((type_, date), set())
            if len(dated) == 1:
                return next(iter(dated))
        return None

    @cached_property
    def _iris(self) -> frozenset[str]:
        return frozenset(r.iri for r in self._relations)

    @cached_property
    def _by_actor(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for relation in self._relations:
            for key in _actors(relation):
                found[key].add(relation.iri)
        return found

    @cached_property
    def _names(self) -> tuple[tuple[str, str], ...]:
        return tuple((r.iri, c.record.name) for r in self._relations for c in r.claims if c.record.name)

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for iri, name in self._names:
            found[fold(name)].add(iri)
        return found

    @cached_property
    def _by_words(self) -> dict[frozenset[str], set[str]]:
        found: dict[frozenset[str], set[str]] = defaultdict(set)
        for iri, name in self._names:
            if content(name):
                found[content(name)].add(iri)
        return found

    @cached_property
    def _by_day(self) -> dict[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for relation in self._relations:
            if relation.kind in _INSTRUMENTS:
                for claim in relation.claims:
                    for stage in claim.record.stages:
                        if claim.record.type and stage.date and stage.modality == "asserted":
                            found[claim.record.type, stage.date].add(relation.iri)
        return found


def _actors(relation: Relation) -> set[str]:
    return {p.id for c in relation.claims for p in c.record.participants if p.id and p.kind != "person"}
