"""What identity needs from the registry: the polity of a body, the key of a named programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.holders import holders
from kg.resolution.names import fold, person_key, tokens

if TYPE_CHECKING:
    from kg.registry import Registry


@dataclass(frozen=True, slots=True)
class Known:
    """Look-ups by registry key and by name; empty without a registry.

    Attributes
    ----------
    polities : mapping of str to str
        Polity of each organisation that has one.
    nations : mapping of str to frozenset of str
        The folded words for each polity: its names, its people, its adjective.
    bodies : mapping of (str, str) to str
        Key of an organisation by polity and folded name, strong names only.
    members : mapping of str to frozenset of str
        Polities that are or were members of a grouping.
    programmes : mapping of str to str
        Key by folded name, strong names only.
    people : mapping of (str, str) to str
        Who of the curated office-holders goes by a name, by state and the name's words in order.
    places : mapping of str to str
        Key by folded name, only of names that are not weak and belong to one place.
    """

    polities: Mapping[str, str] = field(default_factory=dict)
    nations: Mapping[str, frozenset[str]] = field(default_factory=dict)
    bodies: Mapping[tuple[str, str], str] = field(default_factory=dict)
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    programmes: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, registry: Registry | None) -> Known:
        """Return the look-ups of a registry."""
        if registry is None:
            return cls()
        kinds = {e.key: e.kind for e in registry.entities}
        polities = {e.key: e.polity for e in registry.entities if e.kind == "organisation" and e.polity}
        names = [(n.text, n.key) for n in registry.names if not n.weak]
        names += [(e.label, e.key) for e in registry.entities]
        nations: dict[str, set[str]] = defaultdict(set)
        bodies: dict[tuple[str, str], str] = {}
        seats = {(n.text, n.key) for n in registry.names if n.kind in ("capital", "seat")}
        for text, key in sorted(set(names) - seats, reverse=True):
            if key in polities:
                bodies[polities[key], fold(text)] = key
            elif kinds[key] == "state":
                nations[key] |= set(tokens(text)) | {key.casefold()}
        programmes: dict[str, str] = {}
        for text, key in sorted(names, reverse=True):
            if kinds[key] == "programme":
                programmes[fold(text)] = key
        places: dict[str, set[str]] = defaultdict(set)
        for place in registry.places:
            for name in (n for n in place.names if not n.weak):
                places[fold(name.text)].add(place.key)
        members: dict[str, set[str]] = defaultdict(set)
        for m in registry.memberships:
            if m.role == "member":
                members[m.grouping].add(m.member)
        return cls(
            members={key: frozenset(found) for key, found in members.items()},
            polities=polities,
            nations={key: frozenset(words) for key, words in nations.items()},
            bodies=bodies,
            programmes=programmes,
            people=_people(),
            places={name: next(iter(keys)) for name, keys in places.items() if len(keys) == 1},
        )

    def polity(self, key: str) -> str:
        """Return the polity that a key stands for: an organisation's own, any other key itself."""
        return self.polities.get(key, key)

    def body(self, polity: str, name: str) -> str | None:
        """Return the registry key of a body of a polity by any of its strong names, also by one in brackets."""
        head, _, tail = name.partition("(")
        for form in (name, head, tail.rstrip(") ")):
            key = self.bodies.get((polity, fold(form))) if form else None
            if key:
                return key
        return None

    def person(self, state: str, name: str) -> str | None:
        """Return the curated office-holder of a state who goes by a name, by the form that stands for the person."""
        return self.people.get((state, " ".join(person_key(name))))

    def place(self, name: str) -> str | None:
        """Return the registry key of a place by any of its names, with or without an article."""
        return self.places.get(fold(name.removeprefix("the ").removeprefix("The ")))

    def programme(self, name: str | None) -> str | None:
        """Return the registry key of a programme by name, also by a short name in brackets."""
        if not name:
            return None
        head, _, tail = name.partition("(")
        for form in (name, head, tail.rstrip(") ")):
            key = self.programmes.get(fold(form)) if form else None
            if key:
                return key
        return None


def _people() -> dict[tuple[str, str], str]:
    """Return the holders by the words of their names; words that two persons of a state share tell neither."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (state, name), person in holders().items():
        words = person_key(name)
        if words and not (len(words) == 1 and words[0] in person_key(person)):  # a family name alone is anybody's
            found[state, " ".join(words)].add(person)
    return {key: next(iter(people)) for key, people in found.items() if len(people) == 1}
