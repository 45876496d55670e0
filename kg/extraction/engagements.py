"""Nouns of interaction: meetings, visits, exercises, patrols, with the proper names of exercises."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.extraction.mentions import EngagementMention

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.scan import Hit, Words

_EDITION = re.compile(
    r"\s(?:(?:19|20)\d\d|\d\d-\d|\d\d(?:-\d\d)?|[IVX]{1,5}|\d{1,2}(?:st|nd|rd|th)?)\b|\s?['’]\d\d\b|-\d\d(?:\d\d)?\b"
)
_UNKNOWN = re.compile(r"\b(?:Exercise|Ex)\s+((?:[A-Z][\w-]+)(?:\s+(?:[A-Z][\w-]+)){0,3}(?:\s(?:20\d\d|\d\d))?)")
_CALLED = re.compile(
    r"\b(?:exercises?|drills?|war games|manoeuvres)\W{0,3}\s?(?:(?:called|named|dubbed|codenamed|"
    r"known as)\s)?[“\"‘']?"
    r"([A-Z][A-Za-z-]{2,}(?:\s[A-Z][\w-]+){0,3}(?:[\s-](?:20\d\d|\d\d))?)"
)
_NOT_NAMES = frozenset(
    """In On At The And But For With From After During January February March April May June July August
    September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday This That It They We
    Article Under Its""".split()
)
_NAMED = re.compile(r"[\s,“\"‘']*(?:called\s|named\s|dubbed\s|codenamed\s|known as\s)?[“\"‘']?")
_BETWEEN = re.compile(
    r"[\s“\"‘’”']*(?:(?:joint|military|naval|bilateral|annual|multilateral|combined|war|maritime|air|"
    r"field|training|the|live-fire)\s+)*"
)
_TITLED = re.compile(
    r"\b(?:(?:Joint|Annual|Defen[cs]e|Military|Maritime|Strategic|Security|Policy|Political|Bilateral|Trilateral|Naval|"
    r"Cyber|Staff|Steering|High-Level) )+\Z"
)
_APPOSED = re.compile(
    r"[”\"’']?, (?:the|a|an|its|their|his|our)(?: (?!and\b|with\b|of\b)[\w’'-]+){0,6}? ?(?:annual |yearly )?"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d$")


def find_engagements(
    words: Words, low: int, high: int, hits: list[Hit], exercises: list[tuple[Hit, Any]], lexicon: Lexicon
) -> list[EngagementMention]:
    """Return the interactions named between two words (half-open), in order.

    A proper name beside its noun ("Exercise Balikatan", "the Balikatan drills") is one mention with it.
    """
    text = words.text
    out: list[EngagementMention] = []
    if low >= high:
        return out
    end_of = words.ends[high - 1]
    for hit, entity in exercises:
        start, end = words.starts[hit.first], words.ends[hit.last]
        edition = _EDITION.match(text, end)
        if edition and edition.end() <= end_of:
            end = edition.end()
        name = text[start:end]
        out.append(EngagementMention(start, end, "exercise", " ".join(name.split()), entity.key, None, "exercise"))
    for match in _UNKNOWN.finditer(text, words.starts[low], end_of):
        start, end = match.span(1)
        if not any(m.start < end and start < m.end for m in out):
            out.append(
                EngagementMention(start, end, "exercise", " ".join(match.group(1).split()), None, None, "exercise")
            )
    for match in _CALLED.finditer(text, words.starts[low], end_of):
        start, end = match.span(1)
        if not any(m.start < end and start < m.end for m in out) and match.group(1).split(" ")[0] not in _NOT_NAMES:
            out.append(
                EngagementMention(start, end, "exercise", " ".join(match.group(1).split()), None, None, "exercise")
            )
    named = sorted(out, key=lambda m: m.start)
    for hit in hits:
        head = hit.payloads[0]
        start, end = words.starts[hit.first], words.ends[hit.last]
        near = [
            m for m in named
            if (m.start < end and start < m.end)
            or (m.end <= start and _BETWEEN.fullmatch(text[m.end : start]))
            or (end <= m.start and _NAMED.fullmatch(text, end, m.start))
        ]  # fmt: skip
        apposed = [m for m in named if 0 < start - m.end < 70 and _APPOSED.fullmatch(text, m.end, start)]
        if apposed and head.type in ("exercise", "training", "patrol") and not near:
            apposed[-1].end = end
            continue
        if near and head.type in ("exercise", "training", "patrol"):
            near[0].start, near[0].end = min(near[0].start, start), max(near[0].end, end)
            continue
        found = EngagementMention(start, end, head.type, None, None, None, head.word, head.plural)
        shown = " ".join(text[start:end].split())
        if head.type == "dialogue" and " " in shown and shown.istitle() and start > words.starts[low]:
            longer = _TITLED.search(text, max(words.starts[low], start - 40), start)
            found.name = " ".join(text[longer.start() if longer else start : end].split())
        year = re.search(r"\b((?:19|20)\d\d)\s+(?:[\w-]+\s+){0,3}$", text[max(words.starts[low], start - 40) : start])
        if year:
            found.year = year.group(1)
        out.append(found)
    for item in named:
        year = _YEAR.search(item.name or "")
        if year:
            item.year = year.group()
    return sorted(out, key=lambda m: m.start)
