"""Mentions of persons and bodies, gathered by name and state: what identity compares."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.resolution.claim import LATEST_KNOWN, Claim
from kg.resolution.cluster import Judgements
from kg.resolution.known import Known
from kg.resolution.names import fold
from kg.resolution.offices import Office, read_office
from kg.resolution.person_names import parse_name

SAME_SEASON_DAYS = 120
"""How long a pause between mentions of a family name alone may be for the same bearer to be meant."""


@dataclass(slots=True)
class Mention:
    """One name in one document.

    Attributes
    ----------
    offices : dict of str to Office
        What the document calls the office, and how it folds.
    """

    iri: str
    recorded: str
    kinds: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    offices: dict[str, Office] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """``person`` where any claim says so."""
        return "person" if "person" in self.kinds else min(self.kinds)


@dataclass(frozen=True, slots=True)
class Form:
    """Mentions of one folded name for one state.

    Attributes
    ----------
    label : str
        One of the surface forms, the least.
    state : str
        Polity; empty where unknown or several.
    mentions : tuple of Mention
        Ordered by record day, then IRI.
    """

    kind: str
    label: str
    state: str
    mentions: tuple[Mention, ...]

    @property
    def first(self) -> str:
        """Earliest record day."""
        return self.mentions[0].recorded

    @property
    def last(self) -> str:
        """Last record day that is known."""
        dated = [m.recorded for m in self.mentions if m.recorded < LATEST_KNOWN]
        return dated[-1] if dated else self.mentions[-1].recorded

    @property
    def posts(self) -> frozenset[str]:
        """Posts that one person holds at a time, of all mentions."""
        return frozenset(o.post for m in self.mentions for o in m.offices.values() if o.post)

    @property
    def sectors(self) -> frozenset[str]:
        """Fields of public life, of all mentions."""
        return frozenset(o.sector for m in self.mentions for o in m.offices.values() if o.sector)


def namesake_key(mention: Mention) -> tuple[str, ...]:
    """Return what mentions share that may be one form: kind, state, folded name and fields of office."""
    label = min(mention.labels)
    state = next(iter(mention.states)) if len(mention.states) == 1 else ""
    fields = "+".join(sorted({o.sector for o in mention.offices.values() if o.sector}))
    return (mention.kind, state, fold(label), fields) if state else ("alone", mention.iri)


def forms_of(mentions: Iterable[Mention], judgements: Judgements) -> dict[str, Form]:
    """Return the forms of a set of mentions, by the IRI of their first mention.

    Persons of one name and state whose offices are of different fields are forms of their own, and so are mentions that
    were judged different: the name alone never joins them.
    """
    groups: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[namesake_key(mention)].append(mention)
    forms: dict[str, Form] = {}
    for group in groups.values():
        group.sort(key=lambda m: (m.recorded, m.iri))
        for part in _seasons(group) if len(_words(group[0])) == 1 else _apart(group, judgements):
            state = next(iter(part[0].states)) if len(part[0].states) == 1 else ""
            forms[part[0].iri] = Form(part[0].kind, min(min(m.labels) for m in part), state, tuple(part))
    return forms


def _words(mention: Mention) -> tuple[str, ...]:
    name = parse_name(min(mention.labels))
    return (*name.words, *name.initials) if mention.kind == "person" else ("", "")


def _seasons(group: list[Mention]) -> list[list[Mention]]:
    """Split mentions of a family name alone where they pause: another bearer may have followed meanwhile."""
    parts: list[list[Mention]] = []
    for mention in group:
        if parts and days_between(parts[-1][-1].recorded, mention.recorded) <= SAME_SEASON_DAYS:
            parts[-1].append(mention)
        else:
            parts.append([mention])
    return parts


def days_between(a: str, b: str) -> int:
    """Return the days from one record day to another; 0 where one is unknown."""
    if LATEST_KNOWN in (a, b):
        return 0
    return abs((dt.date.fromisoformat(b) - dt.date.fromisoformat(a)).days)


def _apart(group: list[Mention], judgements: Judgements) -> list[list[Mention]]:
    if judgements.divides([m.iri for m in group]):
        return [[m] for m in group]
    return [group]


def mentions_of(claims: Iterable[Claim], known: Known) -> dict[str, Mention]:
    """Return the mentions that claims make, by IRI; those of one document follow from its own claims alone."""
    found: dict[str, Mention] = {}
    for claim in claims:
        record = claim.record
        for p in record.participants:
            if p.id is not None:
                continue
            iri = claim.mention(p.label)
            mention = found.setdefault(iri, Mention(iri, claim.recorded))
            mention.kinds.add(p.kind)
            mention.labels.add(p.label)
            if p.on_behalf_of:
                mention.states.add(known.polity(p.on_behalf_of))
            elif record.kind == "post" and p.role in ("holder", "of"):
                mention.states |= {known.polity(o.id) for o in record.participants if o.role == "of" and o.id}
            if p.kind == "person":
                offices = [record.name] if record.kind == "post" and p.role == "holder" else []
                offices += [p.capacity.label, p.capacity.rank] if p.capacity else []
                for office in offices:
                    if office:
                        mention.offices[office] = read_office(office)
    return found
