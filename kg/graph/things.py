"""Participations, items and sums of a resolved relation: what its claims say together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import NamedNode

from kg.graph.fields import ITEM, PARTICIPANT
from kg.graph.rivals import choose_value
from kg.graph.stages import add_terms, is_tentative, number
from kg.graph.terms import Object
from kg.model import Participant, Record
from kg.namespaces import ID, slug
from kg.resolution.claim import Claim

MODALITIES = ("asserted", "planned", "possible", "denied")
"""From the firmest down; a participation has the firmest modality of the records that state it."""


@dataclass(slots=True)
class Part:
    """A part of a relation as the view has it; see :class:`kg.graph.stages.StagePart` for the shared fields."""

    suffix: str
    known_from: str
    stated: list[str] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)
    standing: str = "chosen"
    rival_of: list[Part] = field(default_factory=list)
    terms: set[tuple[NamedNode, Object]] = field(default_factory=set)
    minimum: float | None = None
    maximum: float | None = None

    def add(self, claim: Claim, path: str, origin: str) -> None:
        """Count one more claim that states it."""
        self.known_from = min(self.known_from, claim.recorded)
        self.stated.append(claim.part(path))
        self.origins.add(origin)


@dataclass(slots=True)
class Role(Part):
    """An actor's role; ``actor`` and ``behalf`` are IRIs, ``firm`` says whether a shortcut may follow from it."""

    role: str = ""
    actor: str = ""
    behalf: str | None = None
    kind: str = ""
    modality: str = "denied"
    firm: bool = False
    capacities: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Quantity(Part):
    """An item with its number, or a sum with its currency; ``basis`` is the item's."""

    label: str = ""
    value: float | None = None
    currency: str | None = None
    basis: str | None = None


def is_firm(record: Record) -> bool:
    """Whether a record asserts, and does not merely allege, that its relation has come about."""
    return any(s.modality == "asserted" and not is_tentative(s.stage) and not s.alleged for s in record.stages)


def roles(
    claims: Iterable[Claim],
    origins: Mapping[str, str],
    actor: Callable[[Claim, Participant], str],
    offices: Mapping[str, Mapping[str, str]],
) -> list[Role]:
    """Merge the participations of a relation's claims.

    Parameters
    ----------
    claims : iterable of Claim
        Ordered by record day.
    origins : mapping of str to str
        Independent voice by document IRI, where it is not the claim's own.
    actor : callable
        Resolves a participant of a claim to an IRI.
    offices : mapping of str to mapping of str to str
        Office by document IRI and person's label, for participations that give no capacity.

    Returns
    -------
    list of Role
        Ordered by suffix. A mention without ``on_behalf_of`` is counted with the one that has it, if just one has.
    """
    stated: dict[tuple[str, str], dict[str | None, list[tuple[Claim, int, Participant]]]]
    stated = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        for index, p in enumerate(claim.record.participants):
            behalf = ID + p.on_behalf_of if p.on_behalf_of else None
            stated[p.role, actor(claim, p)][behalf].append((claim, index, p))
    out = []
    for (role, iri), by_behalf in stated.items():
        if None in by_behalf and len(by_behalf) == 2:
            only = next(b for b in by_behalf if b is not None)
            by_behalf[only] += by_behalf.pop(None)
        for behalf, mentions in by_behalf.items():
            out.append(_role(role, iri, behalf, len(by_behalf), mentions, origins, offices))
    return sorted(out, key=lambda r: r.suffix)


def _role(
    role: str,
    iri: str,
    behalf: str | None,
    ways: int,
    mentions: list[tuple[Claim, int, Participant]],
    origins: Mapping[str, str],
    offices: Mapping[str, Mapping[str, str]],
) -> Role:
    suffix = f"p.{role}.{iri.removeprefix(ID)}" + (f".for-{behalf.removeprefix(ID)}" if behalf and ways > 1 else "")
    part = Role(suffix, mentions[0][0].recorded, role=role, actor=iri, behalf=behalf)
    for claim, index, p in mentions:
        part.add(claim, f"participants/{index}", origins.get(claim.doc, claim.origin))
        part.kind = p.kind
        if p.extra:
            add_terms(part, p.extra, PARTICIPANT)
        shown = _capacity(p, offices.get(claim.doc, {}))
        if shown:
            part.capacities[shown] += 1
        part.firm = part.firm or is_firm(claim.record)
        modality = min((s.modality for s in claim.record.stages), key=MODALITIES.index, default="asserted")
        part.modality = min(part.modality, modality, key=MODALITIES.index)
    part.stated = sorted(set(part.stated))
    return part


def _capacity(p: Participant, offices: Mapping[str, str]) -> str:
    if p.capacity is not None:
        return p.capacity.label or ", ".join(t for t in (p.capacity.rank, p.capacity.title) if t)
    return offices.get(p.label, "") if p.kind == "person" and p.role != "holder" else ""


def items(claims: Iterable[Claim], origins: Mapping[str, str]) -> list[Quantity]:
    """Merge the items of a relation's claims; two numbers of one item are rivals."""
    found: dict[tuple[str, str], Quantity] = {}
    for claim in claims:
        for index, item in enumerate(claim.record.items):
            basis: Any = dict(item.extra).get("basis")
            key = (slug(item.label), number(item.quantity))
            suffix = f"i.{key[0]}" + (f".{slug(key[1])}" if key[1] else "")
            part = found.get(key)
            if part is None:
                part = found[key] = Quantity(suffix, claim.recorded, label=item.label, value=item.quantity, basis=basis)
            elif basis != "programme-example":
                part.basis = basis
            part.add(claim, f"items/{index}", origins.get(claim.doc, claim.origin))
            if item.extra:
                # The basis is settled above: one statement for this very transfer outweighs any number of examples.
                add_terms(part, tuple(p for p in item.extra if p[0] != "basis"), ITEM)
    return _settled(found, lambda key: key[0])


def sums(claims: Iterable[Claim], origins: Mapping[str, str]) -> list[Quantity]:
    """Merge the sums of a relation's claims; two sums in one currency are rivals."""
    found: dict[tuple[str, str], Quantity] = {}
    for claim in claims:
        amount = claim.record.amount
        if amount is None:
            continue
        key = (amount.currency or "", number(amount.value))
        suffix = "a." + "-".join(slug(t) for t in (key[1] or "unknown", key[0]) if t)
        part = found.get(key)
        if part is None:
            part = found[key] = Quantity(suffix, claim.recorded, value=amount.value, currency=amount.currency)
        part.add(claim, "amount", origins.get(claim.doc, claim.origin))
    return _settled(found, lambda key: key[0])


def _settled(found: Mapping[tuple[str, str], Quantity], slot: Callable[[tuple[str, str]], str]) -> list[Quantity]:
    groups: dict[str, list[Quantity]] = defaultdict(list)
    for key, part in found.items():
        part.stated = sorted(set(part.stated))
        groups[slot(key)].append(part)
    for group in groups.values():
        chosen = choose_value(group)
        if chosen is not None:
            for part in group:
                if part.standing == "rival":
                    part.rival_of = [chosen]
    return sorted(found.values(), key=lambda p: p.suffix)
