"""Optional fields of a resolved relation: what its claims say of form, topics, sites, links, series and sums.

A field with one value (the form of an instrument) gives a facet for each value that is stated; the chosen one also
stands on the relation. An object (a site, a link) gives a part of its own; accounts that say the same share it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from kg.graph.fields import INSTRUMENT, PROVISIONS, RECORD, VALIDITY, Group, Leaf, leaf_named
from kg.graph.optional import group_values, held, leaf_term, leaf_values, members
from kg.graph.terms import Object, ips
from kg.graph.things import Part
from kg.model.extra import FrozenMap
from kg.namespaces import digest, slug
from kg.resolution.claim import Claim

_SCALARS = ("subtype", "undisclosed")
_LISTS = ("topics", "undisclosed")
_SAYS_LITTLE = frozenset({"unknown", "unclear"})
"""Values that say that the source does not say: any other value beats them."""


@dataclass(slots=True)
class FacetPart(Part):
    """One stated value of a field; ``single`` where the field has one value only, so that others are its rivals."""

    term: NamedNode = ips.facet
    value: Object = ips.Facet
    text: str = ""
    single: bool = True


@dataclass(slots=True)
class Mention(Part):
    """One object of a field: a site, an asset, a link, a sum, an entry in a series, a provision."""

    link: str = ""
    cls: str = ""
    pairs: tuple[tuple[NamedNode, Object], ...] = ()
    source: FrozenMap | None = None


def facets(claims: Iterable[Claim], origins: Mapping[str, str]) -> tuple[list[FacetPart], list[Mention]]:
    """Merge the optional fields of a relation's claims.

    Parameters
    ----------
    claims : iterable of Claim
        Ordered by record day.
    origins : mapping of str to str
        Independent voice by document IRI, where it is not the claim's own.

    Returns
    -------
    tuple of list
        Facets with their standing settled, and mentions; each ordered by suffix. What the contract does not allow is
        left out: the claim keeps it.
    """
    stated: dict[str, FacetPart] = {}
    mentioned: dict[str, Mention] = {}
    for claim in claims:
        if not claim.record.extra:
            continue
        origin = origins.get(claim.doc, claim.origin)
        fields = tuple(held(claim.record.extra, RECORD))
        for leaf, value, path, single in _values(fields):
            _state(stated, claim, leaf, value, path, origin, single=single)
        for group, member, path in _objects(fields):
            _mention(mentioned, claim, group, member, path, origin)
    for part in (*stated.values(), *mentioned.values()):
        part.stated = sorted(set(part.stated))
    _settle(stated.values())
    return sorted(stated.values(), key=lambda p: p.suffix), sorted(mentioned.values(), key=lambda p: p.suffix)


def _values(fields: Iterable[tuple[str, Any]]) -> Iterator[tuple[Leaf, Any, str, bool]]:
    """Yield the single values with the path of the node that holds them, empty for the account itself."""
    groups = {g.name: g for g in RECORD.groups}
    for name, value in fields:
        leaf = leaf_named(RECORD, name) if name in _SCALARS else None
        if leaf is not None and isinstance(value, str):
            yield leaf, value, "", name == "subtype"
        elif name in _LISTS:
            yield from ((groups[name].leaves[0], v, f"{name}/{i}", False) for i, v in enumerate(value))
        elif name == INSTRUMENT.name:
            yield from ((leaf, v, name, True) for leaf, v in leaf_values(INSTRUMENT, value))
            for inner, given in group_values(INSTRUMENT, value):
                if inner is VALIDITY:
                    yield from ((leaf, v, f"{name}/{inner.name}", True) for leaf, v in leaf_values(inner, given))


def _objects(fields: Iterable[tuple[str, Any]]) -> Iterator[tuple[Group, Any, str]]:
    """Yield the objects that become parts of the relation, with their paths."""
    groups = {g.name: g for g in RECORD.groups if g.name not in _LISTS and g is not INSTRUMENT}
    for name, value in fields:
        if name in groups:
            yield from ((groups[name], member, path) for path, member in members(groups[name], name, value))
        elif name == INSTRUMENT.name:
            for inner, given in group_values(INSTRUMENT, value):
                if inner is PROVISIONS:
                    yield from ((inner, m, p) for p, m in members(inner, f"{name}/{inner.name}", given))


def _state(
    stated: dict[str, FacetPart], claim: Claim, leaf: Leaf, value: Any, path: str, origin: str, *, single: bool
) -> None:
    term, obj = leaf_term(leaf, value)
    name = term.value.rpartition("#")[2]
    suffix = f"f.{name}.{slug(value)[:48]}.{digest(value)[:8]}"
    part = stated.get(suffix)
    if part is None:
        part = stated[suffix] = FacetPart(suffix, claim.recorded, term=term, value=obj, text=value, single=single)
    part.add(claim, path, origin)
    if not path:
        part.stated[-1] = claim.account


def _mention(mentioned: dict[str, Mention], claim: Claim, group: Group, member: Any, path: str, origin: str) -> None:
    pairs = tuple(sorted((leaf_term(leaf, v) for leaf, v in leaf_values(group, member)), key=str))
    label = next((str(v) for k, v in member.pairs if k in ("label", "clause")), "")
    mark = digest(*(str(term) for pair in pairs for term in pair))[:12]
    suffix = f"{group.name}.{slug(label)[:48] if label else 'x'}.{mark}"
    part = mentioned.get(suffix)
    if part is None:
        part = mentioned[suffix] = Mention(
            suffix, claim.recorded, link=group.link, cls=group.cls, pairs=pairs, source=member
        )
    part.add(claim, path, origin)


def _settle(parts: Iterable[FacetPart]) -> None:
    """Choose among the values of one field: most independent origins, then earliest published, then the value."""
    slots: dict[str, list[FacetPart]] = defaultdict(list)
    for part in parts:
        if part.single:
            slots[part.term.value.removesuffix("Label")].append(part)
    for group in slots.values():
        telling = [p for p in group if p.text not in _SAYS_LITTLE] or group
        chosen = min(telling, key=lambda p: (-len(p.origins), p.known_from, p.text))
        for part in group:
            if part.text in _SAYS_LITTLE and part is not chosen:
                part.standing = "coarser"
            elif part is not chosen:
                part.standing, part.rival_of = "rival", [chosen]
