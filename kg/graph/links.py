"""Which relation on file a stated link leads to: the one that fits, and none where two do.

What a relation can be found by, and what a link looks for, are the same *tokens* (``n:`` a folded name, ``w:`` the
words of one, ``d:`` a type and day, ``i:`` an identifier). So it can be told which relations a change of another
relation may concern.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from kg.model.extra import FrozenMap
from kg.namespaces import ID
from kg.resolution import Relation
from kg.resolution.names import content, fold, tokens

_INSTRUMENTS = ("agreement", "programme", "partnership")


def tokens_of(relation: Relation) -> frozenset[str]:
    """Return what links and programmes find a relation by."""
    return frozenset(_tokens(relation))


def _tokens(relation: Relation) -> Iterator[str]:
    yield f"i:{relation.iri}"
    for claim in relation.claims:
        record = claim.record
        if record.name:
            yield f"n:{fold(record.name)}"
            if words := content(record.name):
                yield _words(words)
            if relation.kind == "programme":
                yield programme_token(record.name)
        if relation.kind in _INSTRUMENTS and record.type:
            for stage in record.stages:
                if stage.date and stage.modality == "asserted":
                    yield f"d:{record.type}|{stage.date}"


def programme_token(label: str) -> str:
    """Return what the name of a programme is looked up by."""
    return "p:" + " ".join(tokens(label))


def _words(words: Iterable[str]) -> str:
    return "w:" + " ".join(sorted(words))


def actors_of(relation: Relation) -> frozenset[str]:
    """Return the registry keys of the actors of a relation that are no persons."""
    return frozenset(p.id for c in relation.claims for p in c.record.participants if p.id and p.kind != "person")


class Links:
    """The relations of one view by what a link can name; indexed at the first link only.

    Parameters
    ----------
    relations : iterable of Relation
        All of the view.
    """

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._relations = tuple(relations)
        self.wanted: dict[str, set[str]] = defaultdict(set)
        """By the IRI of a relation: the tokens that its links looked for."""

    def target(self, relation: Relation, link: FrozenMap | None) -> str | None:
        """Return the IRI of the relation at the other end.

        An identifier decides alone. Without one the other end shares an actor with `relation`, and is the only such
        relation of the name, or else of the type and day, that the link gives.
        """
        given: dict[str, Any] = dict(link.pairs) if link else {}
        key, label, type_, date = (given.get(k) for k in ("id", "label", "type", "date"))
        if key:
            return ID + key if self._having(relation, [f"i:{ID}{key}"]) else None
        here = actors_of(relation)
        wanted = []
        if label:
            words = content(label)
            wanted.append([f"n:{fold(label)}", *([_words(words)] if words else [])])
        if type_ and date:
            wanted.append([f"d:{type_}|{date}"])
        for names in wanted:
            found = self._having(relation, names) - {relation.iri}
            near = [iri for iri in found if self._actors(iri) & here]
            if len(near) == 1:
                return near[0]
        return None

    def _having(self, relation: Relation, names: Iterable[str]) -> set[str]:
        names = list(names)
        self.wanted[relation.iri].update(names)
        return set().union(*(self.find(name) for name in names))

    def find(self, token: str) -> set[str]:
        """Return the IRIs of the relations that are found by a token."""
        return self._by_token.get(token, set())

    def _actors(self, iri: str) -> set[str]:
        return self._actors_of[iri]

    @cached_property
    def _by_token(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for relation in self._relations:
            for token in tokens_of(relation):
                found[token].add(relation.iri)
        return found

    @cached_property
    def _actors_of(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for relation in self._relations:
            found[relation.iri] |= actors_of(relation)
        return found
