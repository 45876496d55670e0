"""Where a person's name begins and ends: capitals, initials, particles, nicknames, family names in either order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.mentions import ActorMention
    from kg.extraction.scan import Words

NAME_GAPS = frozenset({" ", "-", ". ", ".", "’", "'", "\u2011", "\n", " “", "” ", ' "', '" ', " (", ") "})
_REACH = 600
"""Words back to which the full name of a surname may stand."""
_BODY = r"(?:department|ministry|government|agency|company|army|navy|force|embassy|command)"
_APPOSED = re.compile(r",\s+(?:the\s+" + _BODY + r"['’]s\s+|the\s+|its\s+|and\s+|who\s+is\s+|who\s+serves\s+as\s+)?$")
_SKIPPED = frozenset(
    {"the", "its", "and", "who", "is", "serves", "as", "s", "department", "ministry", "government", "agency", "company"}
    | {"army", "navy", "force", "embassy", "command"}
)


class NameReader:
    """Finds the words of a name beside a title."""

    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self.words, self.lexicon = words, lexicon

    def sequence(self, at: int, high: int, actors: dict[int, ActorMention]) -> tuple[int, int] | None:
        """Return the first and last word of a name that begins at a word, or None."""
        words, sets = self.words, self.lexicon.sets
        while at < high and words.forms[at] in sets["honorifics"] and at + 1 < high and words.forms[at] != "The":
            at += 1
        end = at - 1
        i = at
        while i < high and i - at < 6:
            word = words.forms[i]
            suffix = i > at and words.gap(i - 1) == ", " and word in sets["suffixes"]
            if i > at and words.gap(i - 1) not in NAME_GAPS and not suffix:
                break
            if (
                i > at
                and words.gap(i - 1) == ". "
                and len(words.forms[i - 1]) > 2
                and words.forms[i - 1] not in sets["honorifics"]
            ):
                break
            if i in actors and not (
                actors[i].name_kind == "capital"
                and i == at
                and i + 1 < high
                and words.forms[i + 1][:1].isupper()
                and words.gap(i) == " "
                and i + 1 not in actors
            ):
                break
            if (self._part(i) or (word == "An" and i > at)) and not word.isdigit():
                end = i
            elif word in sets["particles"] and end >= at and i + 1 < high and words.forms[i + 1][:1].isupper():
                pass
            elif word[0].islower() and end >= at and words.gap(i - 1) in ("-", "’") and len(word) > 2:
                end = i
            else:
                break
            i += 1
        return (at, end) if end >= at else None

    def _part(self, i: int) -> bool:
        """Whether a word can be part of a name: a capital, or an initial with its point."""
        word = self.words.forms[i]
        if len(word) == 1 and word.isupper():
            return i + 1 < len(self.words.forms) and self.words.gap(i)[:1] in (".", " ", "-")
        return word[0].isupper() and word not in self.lexicon.sets["never"]

    def apposed(self, left: int, low: int, actors: dict[int, ActorMention]) -> tuple[int, int] | None:
        """Return the first and last word of a name that stands, with a comma, before a title."""
        words = self.words
        before = words.text[words.starts[max(low, left - 8)] : words.starts[left]]
        if not _APPOSED.search(before):
            return None
        end = left - 1
        while end >= low and words.forms[end] in _SKIPPED:
            end -= 1
        first = end
        while first >= low and end - first < 5 and first not in actors:
            word = words.forms[first]
            if not self._part(first) and word not in self.lexicon.sets["particles"]:
                break
            suffix = (
                first < end and words.forms[first + 1] in self.lexicon.sets["suffixes"] and words.gap(first) == ", "
            )
            if first < end and words.gap(first) not in NAME_GAPS and not suffix:
                break
            first -= 1
        first += 1
        while first < end and (
            words.forms[first] in self.lexicon.sets["honorifics"]
            or (words.forms[first] == "H" and words.forms[first + 1] == "E" and words.gap(first) in (".", ". "))
            or (
                words.forms[first] == "E"
                and first > low
                and words.forms[first - 1] == "H"
                and words.gap(first - 1) in (".", ". ")
            )
        ):
            first += 1
        if end < first or not words.forms[first][0].isupper() or (end == first and not self.full(first)):
            return None
        return first, end

    def full(self, at: int) -> str | None:
        """Return the name with which the text, not long before, names in full the person of a surname."""
        words = self.words
        surname = words.forms[at]
        if len(surname) < 3 or surname in self.lexicon.sets["never"]:
            return None
        for i in range(at - 1, max(0, at - _REACH), -1):
            first = words.forms[i - 1]
            if words.forms[i] != surname or words.gap(i - 1) != " " or not first[0].isupper() or len(first) < 3:
                continue
            if first not in self.lexicon.sets["never"] and first not in self.lexicon.sets["honorifics"]:
                return f"{first} {surname}"
        return None
