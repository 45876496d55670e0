"""Whom an act hits: states behind ships, crews and zones, services and firms by name, persons."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction.kinds import aims, bodies
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.drafts import Draft
    from kg.extraction.mentions import PersonMention, Sentence

_OBJECT_PREPS = frozenset(
    {
        "",
        "of",
        "at",
        "on",
        "against",
        "off",
        "over",
        "into",
        "with",
        "towards",
        "toward",
        "near",
        "inside",
        "in",
        "within",
        "across",
        "from",
        "for",
        "both",
        "including",
        "under",
    }
)
_NAME = re.compile(
    r"(?P<role>\b(?:nationals?|citizens?|hackers?|businessm[ae]n|officials?|sp(?:y|ies)|agents?|"
    r"executives?|suspects?|scholars?|students?|"
    r"journalists?|activists?|commanders?|fisherm[ae]n|leaders?|operatives?|researchers?|generals?|"
    r"colonels?|admirals?|ministers?|oligarchs?|tycoons?|warlords?|dealers?|bankers?|lawmakers?|"
    r"engineers?|"
    r"founders?|among them) )?"
    r"(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+(?:-[A-Za-z][a-z]+)?){1,2})(?![\w’'])"
)
_GROUND = re.compile(
    r"\b(?:targets?|positions?|sites?|bases?|villages?|camps?|infrastructure|territory|areas?|"
    r"towns?|cities|facilities) "
    r"(?:deep )?(?:in|inside|across) (?:the )?\Z"
)
_NOT_STRUCK = re.compile(
    r"\b(?:for|over|because|after|with help|help from|according to|amid|during|following|while|as|under|since)\b"
)


@dataclass(slots=True)
class Prey:
    """States, bodies and persons that an act is directed at."""

    states: list[Actor] = field(default_factory=list)
    others: list[Actor] = field(default_factory=list)
    persons: list[PersonMention] = field(default_factory=list)
    people: list[Actor] = field(default_factory=list)
    """Persons whom the text names without a title."""

    def __bool__(self) -> bool:
        """Whether anybody is hit."""
        return bool(self.states or self.others or self.persons or self.people)

    def add_to(self, draft: Draft, sentence: Sentence, own: set[str]) -> None:
        """Add the targets to a record, without those who act."""
        for actor in (*self.states[:4], *self.others[:4]):
            if actor.identity not in own and actor.state not in own:
                draft.add("target", actor, sentence.index)
        for person in self.people[:4]:
            draft.add("target", person, sentence.index)
        for p in self.persons[:4]:
            if p.person is not None:
                draft.add("target", p.person.actor, sentence.index)


def people(context: Context, sentence: Sentence, low: int, high: int) -> list[Actor]:
    """Return the persons whom a verb of holding or a list names without a title, each as the text has them."""
    taken = [(a.start, a.end) for a in sentence.actors] + [(p.start, p.end) for p in sentence.persons]
    out: dict[str, Actor] = {}
    for match in _NAME.finditer(context.text, low, high):
        start, end = match.span("name")
        led = start == low + 1 or match.group("role") or out
        if led and not any(a < end and start < b for a, b in taken):
            name = match.group("name")
            out.setdefault(name, Actor(name, "person"))
    return list(out.values())


def hit(context: Context, sentence: Sentence, low: int, high: int, own: set[str]) -> Prey:
    """Return whom an act hits between two offsets: the first group named there, ships by their prefix, persons.

    Parameters
    ----------
    own : set of str
        Identities of those who act.
    """
    text = context.text
    stop = _NOT_STRUCK.search(text, low, high)
    high = min(high, stop.start()) if stop else high
    prey = Prey()
    for group in sentence.groups:
        if not low <= group.start < high or group.prep not in _OBJECT_PREPS:
            continue
        if any(p.start <= group.start and group.end <= p.end for p in sentence.persons):
            continue
        found = aims.expand(context, sentence, group, own)
        plain = group.prep in ("in", "near", "off", "across", "from") and not (
            group.members[-1].possessive or group.members[0].adjective
        )
        if not found or (plain and group.start - low > 6 and not _GROUND.search(text[low : group.start])):
            continue
        prey.states += [a for a in found if a.kind == "state"]
        prey.others += [a for a in found if a.kind == "organisation"]
        high = min(high, group.end + 60)
        break
    for match in bodies.words().prefix.finditer(text, low, high):
        state = context.focus.by_key(bodies.words().prefixes[match.group(1)])
        if state is not None and state.identity not in own and state.identity not in {s.identity for s in prey.states}:
            prey.states.append(state)
    return prey
