"""The level of a meeting by those who meet: the lower of the two sides decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import PersonMention

HEAD, MINISTER, OFFICIAL = 3, 2, 1
_UNDER = re.compile(
    r"\b(?:vice|deputy|assistant|under|parliamentary|permanent|principal|acting assistant|state) "
    r"?-?(?:[\w-]+ ){0,2}(?:minister|secretary)|"
    r"undersecretary|secretary[ -]general of|chief secretary",
    re.IGNORECASE,
)
_DEPUTY_HEAD = re.compile(r"\b(?:deputy|vice)[ -](?:prime minister|president|premier|chancellor)\b", re.IGNORECASE)
_MINISTER = re.compile(
    r"minister\b|secretary of (?:state|(?:national )?defen[cs]e|war|foreign affairs)|secretary for "
    r"(?:foreign|defen[cs]e)|"
    r"(?:foreign|(?:national )?defen[cs]e|war|foreign affairs)(?: affairs)? secretary|high representative|"
    r"state council+or|attorney[- ]general",
    re.IGNORECASE,
)
_PERMANENT = re.compile(r"\b(?:foreign|defen[cs]e|home) secretary|secretary of defen[cs]e", re.IGNORECASE)
_TOP = re.compile(
    r"\b(?:president|prime minister|premier|chancellor|king|sultan|emir|crown prince|supreme leader|general secretary|"
    r"head of (?:state|government)|chief advis[eo]r|secretary[- ]general|chairman of the .{0,20}state "
    r"affairs commission)\b",
    re.IGNORECASE,
)
_NOT_TOP = re.compile(
    r"assistant to the president|(?<!chief )(?:adviser|advisor)|office of the president|presidential|"
    r"press secretary",
    re.IGNORECASE,
)


_BARE = frozenset({"secretary", "minister", "secretary of state"})
"""Titles that stand for a fuller one given elsewhere."""


def of_title(title: str, *, civil: bool = False) -> int:
    """Return the level that a title speaks for; `civil` where the state's secretaries are civil servants."""
    if _DEPUTY_HEAD.search(title):
        return MINISTER
    if _NOT_TOP.search(title):
        return OFFICIAL
    if civil and _PERMANENT.search(title):
        return OFFICIAL
    if _UNDER.search(title) and not re.search(
        r"minister of state\b|state minister|\band minister", title, re.IGNORECASE
    ):
        return OFFICIAL
    if _MINISTER.search(title) and not re.search(r"\bprime minister\b", title, re.IGNORECASE):
        return MINISTER
    if _TOP.search(title):
        return HEAD
    return OFFICIAL


def of_person(context: Context, mention: PersonMention) -> int | None:
    """Return the level of a person by the titles that the text gives, or None where it gives none."""
    titles = [mention.office] if mention.office else []
    bare = mention.office is not None and mention.office.lower() in _BARE
    if mention.person and (bare or not titles):
        titles += [m.office for _, m in mention.person.mentions if m.office and m.office.lower() != "counterpart"]
    state = context.person_state(mention)
    civil = bool(state and state.key in context.lexicon.sets["civil-secretaries"])
    levels = [of_title(t, civil=civil) for t in titles if t and t.lower() != "counterpart"]
    if levels:
        return max(levels)
    ranks = mention.rank or any(m.rank for _, m in (mention.person.mentions if mention.person else ()))
    return OFFICIAL if ranks else None


def of_meeting(context: Context, persons: list[PersonMention]) -> str | None:
    """Return the type of a meeting of these persons, or None where their titles do not say."""
    sides: dict[str, int] = {}
    for p in persons:
        level = of_person(context, p)
        if level is None or (level == OFFICIAL and not _titled(p) and _CHIEF.match(_rank(p))):
            continue
        state = context.person_state(p)
        side = state.identity if state else (p.organisation.identity if p.organisation else p.name)
        sides[side] = max(sides.get(side, 0), level)
    if not sides:
        return None
    return {HEAD: "summit", MINISTER: "ministerial", OFFICIAL: "dialogue"}[min(sides.values())]


_CHIEF = re.compile(r"(?:Senior General|Field Marshal|Marshal|Generalissimo)\b")


def _titled(mention: PersonMention) -> bool:
    """Whether the text gives a person an office beside the rank."""
    return bool(mention.office or any(m.office for _, m in (mention.person.mentions if mention.person else ())))


def _rank(mention: PersonMention) -> str:
    """Return a person's rank as the text gives it, or nothing."""
    others = (m.rank for _, m in (mention.person.mentions if mention.person else ()) if m.rank)
    return mention.rank or next(others, "")


_GROUPS = (
    (
        re.compile(r"\b(?:leaders|presidents|prime ministers|heads of (?:state|government)|premiers)\b", re.IGNORECASE),
        "summit",
    ),
    (
        re.compile(
            r"\b(?:ministers|defen[cs]e chiefs|foreign secretaries|defen[cs]e secretaries|top diplomats|2\+2|"
            r"two[- ]plus[- ]two)\b",
            re.IGNORECASE,
        ),
        "ministerial",
    ),
    (
        re.compile(
            r"\b(?:officials|officers|delegations?|chiefs|experts?|envoys|commanders|negotiators)\b", re.IGNORECASE
        ),
        "dialogue",
    ),
)


def of_words(text: str) -> str | None:
    """Return the type that office-holders named in the plural speak for."""
    return next((kind for pattern, kind in _GROUPS if pattern.search(text)), None)
