"""Identity of persons and bodies that the registry does not know, across documents.

Two mentions are one actor where the folded words of the name agree, whatever their order and without titles, *and*
both act for the same state, and no other. A name of one word, or a mention whose state is unknown, stays apart:
what that costs in merges is visible, what a wrong merge costs is not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.namespaces import ID, digest
from kg.resolution.claim import Claim
from kg.resolution.cluster import Judgements, join_judged
from kg.resolution.known import Known
from kg.resolution.names import person_key, tokens


@dataclass(slots=True)
class _Mention:
    iri: str
    recorded: str
    kinds: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or body made of mentions.

    Attributes
    ----------
    iri : str
        Kind and hash of the anchor: the earliest mention, ties by IRI.
    kind : str
        ``person``, ``organisation``, ``grouping`` or ``state``.
    label : str
        The surface form that most documents use, then the longest, then the first.
    mentions : tuple of str
        IRIs, sorted.
    known_from : str
        Day of the earliest mention.
    """

    iri: str
    kind: str
    label: str
    mentions: tuple[str, ...]
    known_from: str


def resolve_actors(
    claims: Iterable[Claim], *, known: Known | None = None, judgements: Judgements | None = None
) -> tuple[Actor, ...]:
    """Return the actors that the mentions of a set of claims make, ordered by IRI.

    Parameters
    ----------
    claims : iterable of Claim
        In any order; the result depends on the set alone.
    known : Known, optional
        Polities of the bodies that people act for.
    judgements : Judgements, optional
        Over mention IRIs.
    """
    known, judgements = known or Known(), judgements or Judgements()
    mentions = _mentions(claims, known)
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for m in mentions.values():
        groups[_identity(m)].append(m.iri)
    apart: list[list[str]] = []
    for group in groups.values():
        if any(judgements.holds_apart(a, b) for a in group for b in group):
            apart += [[iri] for iri in group]
        else:
            apart.append(group)
    return tuple(sorted((_actor([mentions[iri] for iri in g]) for g in join_judged(apart, judgements)), key=_iri))


def _iri(actor: Actor) -> str:
    return actor.iri


def _mentions(claims: Iterable[Claim], known: Known) -> dict[str, _Mention]:
    found: dict[str, _Mention] = {}
    for claim in claims:
        for p in claim.record.participants:
            if p.id is not None:
                continue
            iri = claim.mention(p.label)
            mention = found.setdefault(iri, _Mention(iri, claim.recorded))
            mention.kinds.add(p.kind)
            mention.labels.add(p.label)
            if p.on_behalf_of:
                mention.states.add(known.polity(p.on_behalf_of))
            elif claim.record.kind == "post" and p.role in ("holder", "of"):
                mention.states |= {known.polity(o.id) for o in claim.record.participants if o.role == "of" and o.id}
    return found


def _kind(mention: _Mention) -> str:
    return "person" if "person" in mention.kinds else min(mention.kinds)


def _identity(m: _Mention) -> tuple[str, ...]:
    label = min(m.labels)
    kind = _kind(m)
    name = person_key(label) if kind == "person" else tokens(label)
    if len(m.states) != 1 or len(name) < 2:
        return ("alone", m.iri)
    return (kind, *m.states, *name)


def _actor(mentions: list[_Mention]) -> Actor:
    anchor = min(mentions, key=lambda m: (m.recorded, m.iri))
    counts = Counter(label for m in mentions for label in m.labels)
    label = min(counts, key=lambda text: (-counts[text], -len(text), text))
    kind = min(_kind(m) for m in mentions)
    return Actor(
        iri=f"{ID}{kind}-{digest(anchor.iri)}",
        kind=kind,
        label=label,
        mentions=tuple(sorted(m.iri for m in mentions)),
        known_from=anchor.recorded,
    )
