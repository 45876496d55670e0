"""Places as the text names them: after a preposition, in a dateline, or by a head such as "Shoal"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.mentions import PlaceMention

if TYPE_CHECKING:
    from kg.extraction.mentions import Sentence

WHERE = ("in", "at", "near", "off", "over", "on", "outside", "around", "above", "aboard")
"""Prepositions after which a place is where something happened."""

_NAME = r"[A-Z][\w’'.-]*(?:\s+(?:(?:de|of|and|the|al|del)\s+)?[A-Z][\w’-]*){0,4}"
_TAIL = (
    r"(?:\s(?:headquarters|airport|airfield|city|province|district|naval base|air base|airbase|military base|army base|"
    r"naval station|base|camp|port|harbou?r|shipyard|island|islands|strait|shoal|reef|atoll|peninsula|embassy)\b)?"
)
_PLACE = re.compile(rf"\b(in|at|near|off|aboard|over|around|outside|above)\s+((?:[Tt]he\s+)?{_NAME}{_TAIL})")
_ON = re.compile(rf"\b(on)\s+((?:the\s+)?{_NAME})(?<=Island|slands|.Shoal|..Reef|.Atoll|insula|lateau|.Ridge|.Jetty)")
_TO = re.compile(rf"\b(to|from)\s+((?:[Tt]he\s+(?=[A-Z]))?{_NAME})")
_NEXT = re.compile(rf",\s+({_NAME})(?=[,.;)]|$)")
_WATERS = re.compile(
    rf"\b(in|off)\s+((?:the\s+)?(?:waters|seas|airspace|skies)\s+(?:surrounding|around|off|near|east of|west of|"
    rf"north of|south of)\s+(?:the\s+)?{_NAME})"
)
_SIDE_OF = re.compile(
    rf"\b((?:[\d,.]+ (?:nautical miles|kilomet(?:er|re)s|km|miles) )?(?:north|south|east|west|northeast|northwest|"
    rf"southeast|southwest) of (?:the )?{_NAME})"
)
_DATELINE = re.compile(
    r"(?:\W{0,3})((?:[A-Z][A-Za-z’'.-]+ ?){1,3}?)(?:, (?:[A-Z][A-Za-z.]+ ?){1,3})?"
    r"(?:,? \(?(?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.? \d{1,2})\b|\s?(?:--|—|–)\s|"
    r"\s\([^)]{2,40}\)\s?(?:--|—|–|-)\s|: )"
)
_NOT_PLACE = re.compile(
    r"(?:[Tt]he\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\b|Feb\b|Mar\b|Apr\b|Jun\b|Jul\b|Aug\b|Sept?\b|Oct\b|Nov\b|Dec\b|Monday|Tuesday|Wednesday|"
    r"Thursday|Friday|Saturday|Sunday|Parliament|Congress|Senate|[\w -]*(?:Asia|Indo-Pacific|Pacific|Europe|"
    r"Africa|Oceania|Region|Asian|African|European)$|President|Prime|Minister|Article|Chapter|Phase|AI\b|Mr|Ms|"
    r"Exercise|Operation|Section|"
    r"Annex|FY|Q[1-4]|English|Defen[cs]e|Foreign|Security|Joint|Notes?\b|He\b|She\b|It\b|They\b|We\b|I\b)"
)
_EVENT = re.compile(
    r" (?:summit|meeting|talks|dialogue|forum|conference|exercise|ministerial|alliance|treaty|border|2\+2|pact|"
    r"agreement|ties|relations|cooperation|partnership|drills?|government|officials?|ministers?|leaders?|troops|forces|ships?)\b",
    re.IGNORECASE,
)
_SEATED = re.compile(
    r"\b(?:headquartered|based|stationed|situated|home-?ported|docked|born|raised|registered) (?:in|at|near|"
    r"off) (?:the )?\Z"
)
"""Before where somebody or something has its seat, which is not where a thing happened."""
_DAY_AFTER = re.compile(
    r"\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\Z|\s(?:January|February|March|April|June|July|August|September|"
    r"October|November|"
    r"December|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\Z"
)
"""A day behind a place without a preposition: "met in Canberra Monday"."""
_WATER = re.compile(r"\b(?:Seas?|Straits?|Ocean|Pacific|Gulf|Channel|Bay|Shoal|Reef|Atoll|Islands?|Peninsula)\b")


def find(text: str, sentence: Sentence, capitals: frozenset[str], *, opens: bool) -> list[PlaceMention]:
    """Return the places of a sentence, in order, each with the preposition before it (``dateline`` in a dateline).

    Parameters
    ----------
    text : str
        The document's.
    sentence : Sentence
        With persons, instruments, programmes and actors already found: what lies in them is no place.
    capitals : frozenset of str
        Names of seats of government, which are places after "to" and "from" too.
    opens : bool
        Whether the sentence is the first of a block, where a dateline may stand.
    """
    taken = [(s.start, s.end) for s in (*sentence.persons, *sentence.instruments, *sentence.programmes)]
    taken += [(a.start, a.end) for a in sentence.actors if a.actor.kind != "state" or a.adjective]
    found: dict[int, PlaceMention] = {}

    def add(start: int, label: str, prep: str) -> PlaceMention | None:
        if label.startswith("the ") and " " in label:
            start, label = start + 4, label[4:]
        if " and " in label and not re.search(r"\b(?:Seas|Islands|Straits|Oceans|Provinces)\b", label):
            label = label.split(" and ")[0]
        if any(tail in label for tail in ("’s", "'s")):
            return None
        if _SEATED.search(text, max(sentence.start, start - 40), start):
            return None
        label = _DAY_AFTER.sub("", label.rstrip(".’'"))
        if not label or _NOT_PLACE.match(label) or _EVENT.match(text, start + len(label)):
            return None
        if prep == "over" and not _WATER.search(label):
            return None
        end = start + len(label)
        inside = [a for a in sentence.actors if start <= a.start and a.end <= end]
        if len(inside) > 1 and all(a.actor.kind == "state" for a in inside):
            return None
        if any(a < end and start < b for a, b in taken) or any(m.start <= start < m.end for m in found.values()):
            return None
        mention = found[start] = PlaceMention(start, end, label, prep)
        return mention

    for pattern in (_WATERS, _PLACE, _ON):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            made = add(match.start(2), match.group(2), match.group(1))
            following = _NEXT.match(text, made.end, sentence.end) if made else None
            if following:
                add(following.start(1), following.group(1), match.group(1))
    for match in _SIDE_OF.finditer(text, sentence.start, sentence.end):
        add(match.start(1), match.group(1), "in")
    for match in _TO.finditer(text, sentence.start, sentence.end):
        label = match.group(2).split(" and ")[0].rstrip(".’'")
        if label in capitals:
            add(match.start(2), label, match.group(1))
    if opens:
        dateline = _DATELINE.match(text, sentence.start, min(sentence.end, sentence.start + 90))
        label = dateline.group(1).strip() if dateline else ""
        if dateline and (label in capitals or label.title() in capitals):
            add(dateline.start(1), label, "dateline")
    return sorted(found.values(), key=lambda m: m.start)
