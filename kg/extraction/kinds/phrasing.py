"""The patterns of positions in nouns, epithets and orders, compiled from ``positions.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.extraction import datafiles
from kg.extraction.inflect import forms

_IRREGULAR = {
    "have": ["has", "had", "had", "having"], "make": ["makes", "made", "made", "making"],
    "put": ["puts", "put", "put", "putting"], "hold": ["holds", "held", "held", "holding"],
    "draw": ["draws", "drew", "drawn", "drawing"], "meet": ["meets", "met", "met", "meeting"],
    "find": ["finds", "found", "found", "finding"], "see": ["sees", "saw", "seen", "seeing"],
    "throw": ["throws", "threw", "thrown", "throwing"], "slam": ["slams", "slammed", "slammed", "slamming"],
    "get": ["gets", "got", "got", "getting"], "win": ["wins", "won", "won", "winning"],
    "give": ["gives", "gave", "given", "giving"], "lend": ["lends", "lent", "lent", "lending"],
    "be": ["is", "was", "been", "being"], "show": ["shows", "showed", "shown", "showing"],
}  # fmt: skip


@dataclass(frozen=True)
class Patterns:
    """The compiled lists of ``positions.yaml``."""

    voiced: re.Pattern[str]
    owned: re.Pattern[str]
    drawn: re.Pattern[str]
    made: re.Pattern[str]
    called: re.Pattern[str]
    said_is: re.Pattern[str]
    must: re.Pattern[str]
    won: re.Pattern[str]
    refused: re.Pattern[str]
    given: re.Pattern[str]
    noun_type: dict[str, str]
    epithet_type: dict[str, str]


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", " ") for w in sorted(set(words), key=lambda w: (-len(w), w)))


def _inflected(verbs: list[str], tags: tuple[str, ...] = ("s", "ed", "past", "pp", "ing", "base")) -> str:
    return _alternatives([form for verb in verbs for form, tag in forms(verb, _IRREGULAR) if tag in tags])


@cache
def patterns() -> Patterns:
    """Return the patterns, compiled once."""
    data: dict[str, Any] = datafiles.read("positions.yaml")
    noun_type = {word: kind for kind, words in data["nouns"].items() for word in words}
    epithet_type = {word.lower(): kind for kind, words in data["epithets"].items() for word in words}
    noun = _alternatives(list(noun_type))
    epithet = _alternatives(list(epithet_type))
    between = (
        r"(?:(?!no\b|not\b|never\b|any\b|little\b|that\b|for\b|to\b|of\b|in\b)[“\"‘]?[\w’'-]+[”\"’]?,? ){0,6}?[“\"‘]?"
    )
    return Patterns(
        re.compile(
            rf"\b(?P<verb>{_inflected(data['light'])})(?: (?:its|their|his|her|the|strong|with))? "
            rf"{between}(?P<noun>{noun})\b"
        ),
        re.compile(rf"\b(?P<noun>{noun}) (?:over|about|at|to|with|against|for|regarding|on|of|towards?)\b"),
        re.compile(
            rf"\b(?:{_inflected(data['drawing'])}|amid|despite|over) (?:[\w-]+,? ){{0,5}}?(?P<noun>{noun}) (?:from|"
            rf"by|in|of) "),
        re.compile(
            rf"\b(?P<noun>(?i:{noun}))(?: \w+)? (?:(?:was|were|has been|have been|had been|is|are) )?(?:also |"
            rf"formally |immediately |promptly |again )?(?:lodged|filed|made|delivered|raised|voiced|"
            rf"expressed|handed|registered|conveyed|sent|sounded)\b"),
        re.compile(
            rf"\b(?P<verb>{_inflected(data['calling'])})\b(?P<gap>[^.;:]{{0,110}}?)[ “\"‘'](?P<epithet>{epithet})\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"\b(?:is|are|was|were|amount(?:s|ed)? to|constitut(?:es|ed)|has been|have been|had)(?: [a-z]+){0,3}? "
            rf"[“\"‘]?(?:an? )?(?:[a-z]+ly )?(?:(?:clear|serious|grave|gross|flagrant|blatant|direct|obvious|"
            rf"open|new) )?"
            rf"(?P<epithet>{epithet})\b",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?:must|should|has to|have to|needs? to|ought to) (?:not |also |immediately |now |first |"
            rf"at once |fully |[a-z]+ly )?(?P<verb>{_alternatives(data['orders'])}|not)\b"),
        re.compile(
            rf"\b(?P<verb>{_inflected(data['winning'], ('s', 'ed', 'past', 'pp'))}) (?:[\w-]+,? ){{0,4}}?(?P<noun>"
            rf"{_alternatives([w for w, k in noun_type.items() if k in ('support', 'praise')])}) (?:from|of) "),
        re.compile(
            rf"\b(?:(?:do|does|did|will|would|can|could)(?: not|n['’]t)(?: \w+ly)?|(?:ha(?:s|ve|d) )?never|"
            rf"(?:refuse[sd]?|"
            rf"decline[sd]?) to) "
            rf"(?:{_inflected(data['refusing'], ('base', 'ed', 'past', 'pp'))})\b"),
        re.compile(rf"\b(?:{_inflected(data['giving'], ('s', 'ed', 'past', 'pp'))}) "),
        noun_type, epithet_type,
    )  # fmt: skip
