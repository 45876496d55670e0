"""Which actors of a relation the explorer joins by a line, and which way the line points.

A relation of n actors becomes its pairs, which share the relation's identifier. A person who acts for somebody is
joined to that actor only: the state, not its minister, is party to the agreement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kg.projection.snapshot import Actor, Participation, Relation

GIVERS = frozenset({"supplier", "owner", "initiator", "actor", "visitor", "holder", "member"})
"""Roles from which a line points."""
TAKERS = frozenset({"recipient", "beneficiary", "target", "host", "of", "grouping"})
"""Roles to which a line points."""


class Tie(NamedTuple):
    """Two actors' IRIs with their roles in one relation; ``directed`` from `a` to `b`."""

    a: str
    b: str
    role_a: str
    role_b: str
    directed: bool


def ties_of(relation: Relation, actors: Mapping[str, Actor], *, firm_only: bool) -> tuple[Tie, ...]:
    """Return the pairs of a relation, sorted, each pair once.

    Parameters
    ----------
    relation : Relation
        Of a snapshot.
    actors : mapping of str to Actor
        By IRI; others are left out.
    firm_only : bool
        Whether only participations count that some record asserts.
    """
    parts = [p for p in relation.participations if p.actor in actors and (p.firm or not firm_only)]
    sides: dict[str, str] = {}
    agents: list[Tie] = []
    for part in parts:
        principal = part.on_behalf_of if part.on_behalf_of in actors else None
        if principal is None:
            sides.setdefault(part.actor, part.role)
        else:
            sides.setdefault(principal, part.role)
            if part.actor != principal:
                agents.append(Tie(part.actor, principal, part.role, "acts for", True))
    found: dict[tuple[str, str], Tie] = {}
    for tie in (*_pairs(sides), *agents):
        found.setdefault((min(tie.a, tie.b), max(tie.a, tie.b)), tie)
    return tuple(found[key] for key in sorted(found))


def principals(parts: tuple[Participation, ...]) -> set[str]:
    """Return the IRIs of everybody who takes part, those acted for included."""
    return {x for p in parts for x in (p.actor, p.on_behalf_of) if x}


def _pairs(sides: Mapping[str, str]) -> Iterator[Tie]:
    both = bool(GIVERS & set(sides.values())) and bool(TAKERS & set(sides.values()))
    for a, b in combinations(sorted(sides), 2):
        ra, rb = sides[a], sides[b]
        if ra in GIVERS and rb in TAKERS:
            yield Tie(a, b, ra, rb, True)
        elif rb in GIVERS and ra in TAKERS:
            yield Tie(b, a, rb, ra, True)
        elif not (both and ((ra in GIVERS and rb in GIVERS) or (ra in TAKERS and rb in TAKERS))):
            yield Tie(a, b, ra, rb, False)
