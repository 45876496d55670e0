"""Companies of a sentence: those of the registry, and capitalised names that end like a firm's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.mentions import Sentence, Span
    from kg.registry import Registry

_FIRM = re.compile(
    r"\b(?P<name>(?:[A-Z][\w’'.-]*(?:\s(?:and|of|&)\s|\s|,\s(?=Ltd|Inc))){1,6}"
    r"(?:Company|Corporation|Corp|Co|Inc|Ltd|Limited|PLC|plc|GmbH|AG|Sdn Bhd|Group|Industries|Industry|Technologies|"
    r"Technology|Shipbuilders|Shipbuilding|Shipyards?|Systems|Aerospace|Dynamics|Aircraft|Aviation|Services|Works|"
    r"Engineering|Electronics|Naval|Marine|Holdings|Enterprises|Defence|Defense|Arms|Motors|Robotics|Solutions))\b"
    r"(?:\.(?=\s[a-z(]))?(?:\s\((?P<short>[A-Z][A-Za-z&-]{1,9})\))?"
)
_NOT_FIRM = re.compile(
    r"\b(?:Ministry|Minister|Department|Secretary|Agency|Ministries|Committee|Council|National|Royal|Navy|Army|Force|"
    r"Forces|Police|President|Working|Command|Commission|Joint|Agreement|Summit|Conference|Dialogue|Programme|"
    r"Program|"
    r"Assistant|Deputy|Chief|General|Foreign|Exhibition|Expo|Department|Contact|Quad|G7|Group of|Strategic|Institute|"
    r"Research|Acquisition|Sustainment|Administration|Procurement|Missile|Radar|Air Defen[cs]e|Weapons?|Civil|"
    r"Secret|Public|Memorandum|Cooperation|Equipment|Security)\b"
)
_NAMED = re.compile(
    r"\b(?P<prep>with|from|by)\s+(?:(?:[a-z][\w-]*|[A-Z]\w+(?:[’']s|ish|ese|ian|ean))\s+){0,3}?"
    r"(?P<name>[A-Z][\w-]+(?:(?:\s&\s|\s)[A-Z][\w-]+){0,3})(?=[,.;)]|\s(?:for|in|on|worth|to|and|under|at|as|was|is|"
    r"has|"
    r"will|that|which|this|last|earlier|over|by)\b|$)"
)
_CALLED_FIRM = re.compile(
    r"\b(?:shipbuilder|manufacturer|planemaker|aircraft maker|missile maker|firm|company|yard|shipyard|"
    r"contractor|giant|conglomerate|"
    r"builder|supplier|start-up|startup)\s(?P<name>[A-Z][\w-]+(?:(?:\s&\s|\s)[A-Z][\w-]+){0,3})"
)
_STATES_FIRM = re.compile(
    r"[’']s\s(?:(?:state-owned|state-run|own)\s)?(?P<name>[A-Z][\w-]+(?:(?:\s&\s|\s)[A-Z][\w-]+){0,3})"
    r"(?=\s(?:(?:has|have|had|will|would|is to|said\b[^.;]{0,40}\b(?:it|had|has|would|will))\s){0,2}(?:(?:won|"
    r"win|sell|sold|deliver|delivered|"
    r"supply|supplied|build|built|secured|landed|clinched)\b|"
    r"signed?\s(?:an?\s)(?:[\w$€£¥.,]+\s){0,4}(?:contract|deal|order)))"
)
"""A capitalised name behind a state's possessive is a firm where it sells: "Norway's Kongsberg has won"."""
_NOT_LOOSE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|"
    r"Wednesday|"
    r"Thursday|Friday|Saturday|Sunday|President|Prime|Minister|Ministry|Defen[cs]e|Foreign|Secretary|Parliament|"
    r"Congress|"
    r"Cabinet|Government|Navy|Army|Air|Coast|Police|Marines?|The|A|An|He|She|It|They|We|Senate|House|Lieutenant|"
    r"General|"
    r"Admiral|Captain|Colonel|Mr|Ms|Mrs|Dr|Sir|Article|Western|Eastern|Northern|Southern|South|North|East|West|Indo|"
    r"Pacific|Asian?|Europe\w*|Africa\w*|Mach|Exercise|Operation|Camp|Fort|Port|Base)\b"
)
_PREP = re.compile(
    r"\b(from|to|with|of|by|for|at|and|between|manufacturer|maker|builder|shipbuilder|yard|firm|company)\s+"
    r"(?:the\s+)?(?:[\w-]+\s+){0,3}?(?:firm|company|yard|shipbuilder|manufacturer|group|giant|maker)?\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Company:
    """A firm at a place of the text; ``prep`` is the word that governs it, ``polity`` the registry's."""

    start: int
    end: int
    actor: Actor
    prep: str
    polity: str | None


def find(text: str, sentence: Sentence, registry: Registry, known: dict[str, Actor]) -> list[Company]:
    """Return the companies of a sentence, in order; `known` collects short forms for later sentences."""
    out = []
    for a in sentence.actors:
        if a.actor.key and registry.get(a.actor.key).cls == "company":
            polity = registry.get(a.actor.key).polity or None
            out.append(Company(a.start, a.end, a.actor, a.prep or _prep(text, sentence.start, a.start), polity))
    for match in _FIRM.finditer(text, sentence.start, sentence.end):
        name = match["name"]
        start = match.start()
        lead = re.match(
            r"(?:(?:The|A|An|In|At|By|With|From|And|For|Under|Its|Our|Local|State-owned|"
            r"[A-Z][\w.]+(?:\s[A-Z]\w+)?[’']s)\s)+",
            name,
        )
        if lead:
            name, start = name[lead.end() :], start + lead.end()
        if " " not in name or _NOT_FIRM.search(name) or any(c.start < match.end() and start < c.end for c in out):
            continue
        if any(p.start < match.end() and start < p.end for p in (*sentence.persons, *sentence.programmes)):
            continue
        if any(i.start < match.end() and start < i.end for i in sentence.instruments):
            continue
        bodies = (a for a in sentence.actors if a.actor.kind == "organisation")
        if any(a.start < match.end("name") and start < a.end and not (start <= a.start and a.end <= match.end("name"))
               for a in bodies):  # fmt: skip
            continue
        actor = Actor(name, "organisation", None, None)
        if match["short"]:
            known[match["short"]] = actor
        out.append(Company(start, match.end(), actor, _prep(text, sentence.start, start), None))
    if sentence.items:
        out += _loose(text, sentence, out)
    for short, actor in known.items():
        for match in re.finditer(rf"\b{re.escape(short)}\b", text[sentence.start : sentence.end]):
            start = sentence.start + match.start()
            if not any(c.start <= start < c.end for c in out):
                out.append(Company(start, start + len(short), actor, _prep(text, sentence.start, start), None))
    return sorted(out, key=lambda c: c.start)


def _loose(text: str, sentence: Sentence, known: list[Company]) -> list[Company]:
    """Return capitalised names after "with", "from" or "by" that nothing else claims: "bought from Airbus"."""
    out = []
    spans: list[Span | Company] = [
        *sentence.actors, *sentence.persons, *sentence.programmes, *sentence.instruments, *sentence.items,
        *sentence.dates, *sentence.amounts, *sentence.engagements, *known,
    ]  # fmt: skip
    taken = [(m.start, m.end) for m in spans]
    for match in _NAMED.finditer(text, sentence.start, sentence.end):
        start, end = match.span("name")
        if any(a < end and start < b for a, b in taken) or _NOT_LOOSE.match(match["name"]):
            continue
        out.append(Company(start, end, Actor(match["name"], "organisation", None, None), match["prep"], None))
    for pattern in (_CALLED_FIRM, _STATES_FIRM):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            start, end = match.span("name")
            over = any(a < end and start < b for a, b in taken) or any(c.start < end and start < c.end for c in out)
            if over or _NOT_LOOSE.match(match["name"]):
                continue
            whose = [a for a in sentence.actors if a.possessive and a.end <= start and start - a.end < 5]
            polity = whose[-1].actor.key if whose and pattern is _STATES_FIRM else None
            if pattern is _CALLED_FIRM or polity:
                actor = Actor(match["name"], "organisation", None, None)
                out.append(Company(start, end, actor, _prep(text, sentence.start, start), polity))
    return out


def _prep(text: str, low: int, at: int) -> str:
    found = _PREP.search(text, max(low, at - 60), at)
    return found.group(1).lower() if found else ""
