"""Where a person's name begins and ends: capitals, initials, particles, nicknames, family names in either order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.mentions import ActorMention
    from kg.extraction.scan import Words

NAME_GAPS = frozenset(
    {
        " ",
        "-",
        ". ",
        ".",
        "’",
        "'",
        "\u2011",
        "\n",
        " “",
        "” ",
        ' "',
        '" ',
        " (",
        ") ",
        "’ ",
        "' ",
        "‘",
        "`",
        " ‘",
        "  ",
    }
)
_REACH = 600
"""Words back to which the full name of a surname may stand."""
_LETTERS = re.compile(r",?\s+(?:\((?:[Rr]et|[Rr]etd|[Rr]etired|USN|USA|USMC|USAF)\.?\)|[A-Z]{2,5}(?=[\s,.;)]))")
_NOBLE = frozenset({"Earl", "Duke", "Marquess", "Viscount", "Countess", "Duchess", "Baron", "Baroness"})
_SHORT = frozenset(
    {"To", "An", "So", "In", "No", "On", "Do", "My", "Ha", "Ho", "A", "I", "At", "Of"} - {"Of", "At", "I", "A"}
)
"""Words of sentences that are names too, beside another name."""
_LATE = frozenset(
    {"West", "North", "South", "East", "Law", "Case", "Camp", "Hall", "House", "Bank", "Street", "Price", "Union"}
)
"""Words that are family names after a given name."""
_LINK = re.compile(
    r"(?:,\s+(?:the\s+|its\s+|his\s+|their\s+|our\s+|an?\s+|also\s+|and\s+|who\s+(?:is|was|serves\s+as|is\s+also)\s+(?:the\s+|an?\s+)?|"
    r"then\s+|now\s+|currently\s+|formerly\s+|at\s+(?:that|the)\s+time\s+|as\s+|in\s+his\s+capacity\s+as\s+|(?:the\s+)?(?:country|nation)['’]s\s+|"
    r"(?:the\s+)?(?:\w+\s+)?(?:department|ministry|government|agency|company|army|navy|force|embassy|command|bureau|"
    r"ship|vessel|frigate|contingent|delegation|task force|school|base|club|"
    r"alliance|bloc|group|coast guard|council|island|capital)['’]s\s+|who\s+is\s+)?(?:the\s+)?|"
    r"\s+\((?:the\s+)?|\s+[–—-]+\s+(?:the\s+)?|,?\s+(?:has\s+been\s+|was\s+|is\s+|had\s+been\s+|became\s+|remains\s+|becomes\s+)"
    r"(?:appointed\s+|named\s+|elected\s+|re-?elected\s+|sworn\s+in\s+|confirmed\s+|nominated\s+|reappointed\s+|promoted\s+to\s+)?"
    r"(?:as\s+|to\s+be\s+)?(?:the\s+|an?\s+|its\s+)?(?:country['’]s\s+|new\s+|next\s+)*)$"
)
_APPOINTED = re.compile(r"\b(?:appointed|named|elected|sworn in|confirmed|nominated|became|becomes)\b")
_NEXT = re.compile(r"\b(?:nominated|to be|next)\b")


class NameReader:
    """Finds the words of a name beside a title."""

    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self.words, self.lexicon = words, lexicon
        self.stops: dict[int, int] = {}
        """First words of titles (to their last words); a name ends before them."""

    def sequence(self, at: int, high: int, actors: dict[int, ActorMention]) -> tuple[int, int] | None:
        """Return the first and last word of a name that begins at a word, or None."""
        words, sets = self.words, self.lexicon.sets
        at = self.honorifics(at, high)
        end = at - 1
        i = at
        while i < high and i - at < 7:
            word = words.forms[i]
            gap = words.gap(i - 1) if i > at else ""
            suffix = i > at and gap in (", ", " ") and word in sets["suffixes"]
            if i > at and gap not in NAME_GAPS and not suffix:
                break
            if i > at and gap == ". " and len(words.forms[i - 1]) > 2 and words.forms[i - 1] not in sets["honorifics"]:
                break
            if i > at and gap in (" (", ") ", "\n") and not self._nickname(i, gap, high):
                break
            if i in actors and not self._namesake(i, at, actors, high):
                break
            if i in self.stops and not (word.lower() in sets["names-too"] and i > at and self._ends_name(i)):
                break
            if word in sets["postnominals"] and i > at and len(word) > 1 and word.isupper():
                break
            short = word in _SHORT and (i > at or self._capital(i + 1, high))
            late = word in _LATE and i > at and not self._capital(i + 1, high)
            if (self._part(i) or short or late) and not word.isdigit():
                end = i
            elif (word in sets["particles"] and end >= at and i + 1 < high and words.forms[i + 1][:1].isupper()) or (
                (word == "of" and i == at + 1 and words.forms[at] in _NOBLE)
                or (
                    word in ("d", "l")
                    and i + 1 < high
                    and words.gap(i) in ("'", "’")
                    and words.forms[i + 1][0].isupper()
                )
            ):
                pass
            elif (
                word[0].islower() and end >= at and gap in ("-", "’", "\u2011", "'") and len(word) > 1 and i == end + 1
            ):
                end = i
            else:
                break
            i += 1
        return (at, end) if end >= at else None

    def _capital(self, i: int, high: int) -> bool:
        return i < high and self.words.gap(i - 1) == " " and self.words.forms[i][0].isupper()

    def honorifics(self, at: int, high: int) -> int:
        """Return the first word after the honorifics and articles that stand at a word."""
        words, honorifics = self.words, self.lexicon.sets["honorifics"]
        start = at
        while at + 1 < high and at - start < 8:
            word = words.forms[at]
            if word == "Tan" and words.forms[at + 1] not in ("Sri", "Seri"):
                break  # a family name, unless of "Tan Sri"
            if (word in honorifics or word == "the" or (word == "s" and words.gap(at - 1) in ("'", "’"))) or (
                word in ("H", "E")
                and words.gap(at)[:1] == "."
                and (words.forms[at + 1] in ("E", "Mr", "Ms", "Dr", "Mrs") or words.forms[at - 1] == "H")
            ):
                if words.gap(at) not in (" ", ". ", "'", "’", ".", "’ ", "' ", ", "):
                    break
                at += 1
            else:
                break
        return at

    def _nickname(self, i: int, gap: str, high: int) -> bool:
        if gap == "\n":
            return False
        del high
        text, start = self.words.text, self.words.starts[i]
        if gap == ") ":
            return True
        close = text.find(")", start, start + 16)
        return (
            close > 0
            and text[start:close].isalpha()
            and not text[start:close].isupper()
            and text[close + 1 : close + 2] == " "
            and text[close + 2 : close + 3].isupper()
        )

    def _namesake(self, i: int, at: int, actors: dict[int, ActorMention], high: int) -> bool:
        """Whether a capital's name is a given name here: "Victoria Santos"."""
        words = self.words
        return (
            actors[i].name_kind == "capital"
            and i == at
            and i + 1 < high
            and words.forms[i + 1][:1].isupper()
            and words.gap(i) == " "
            and i + 1 not in actors
        )

    def _ends_name(self, i: int) -> bool:
        """Whether nothing that a title would need follows: "Rose King, " but not "Crown Prince Ali"."""
        text, end = self.words.text, self.words.ends[i]
        return not (text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()) and not text.startswith(". ", end)

    def _part(self, i: int) -> bool:
        """Whether a word can be part of a name: a capital, or an initial with its point."""
        word = self.words.forms[i]
        if len(word) == 1 and word.isupper():
            return i + 1 < len(self.words.forms) and self.words.gap(i)[:1] in (".", " ", "-", "'", "’", "‘")
        never = self.lexicon.sets["never"]
        return (
            word[0].isupper() and word not in never and not (word.isupper() and len(word) > 1 and word.title() in never)
        )

    def letters(self, end: int) -> int:
        """Return the offset after the letters and brackets that follow a name ("KC MP", "(Ret.)")."""
        words = self.words
        offset = words.ends[end]
        for _ in range(3):
            match = _LETTERS.match(words.text, offset)
            if match is None:
                break
            inner = match.group().strip(" ,().")
            if inner not in self.lexicon.sets["postnominals"]:
                break
            offset = match.end()
        return offset

    def apposed(
        self, left: int, low: int, actors: dict[int, ActorMention], taken: dict[int, bool]
    ) -> tuple[int, int, str] | None:
        """Return the first and last word of a name that stands before a title, and what joins the two; or None.

        Parameters
        ----------
        left : int
            The title's first word.
        taken : dict of int to bool
            Words of names that have their title already.
        """
        words = self.words
        floor = max(low, left - 9)
        if floor >= left:
            return None
        before = words.text[words.starts[floor] : words.starts[left]]
        match = _LINK.search(before)
        if match is None:
            return self._beside(left, low, actors, taken)
        cut = words.starts[floor] + match.start()
        end = left - 1
        while end >= low and words.starts[end] >= cut:
            end -= 1
        while end > low and words.forms[end] in self.lexicon.sets["postnominals"]:
            if words.gap(end - 1) not in (" ", ", ", " ("):
                break
            end -= 1
        if end < low or (words.text[words.ends[end] : cut].strip(" ,().") and self.letters(end) < cut):
            return None
        first = end
        while first >= low and end - first < 7 and first not in actors and first not in taken:
            word = words.forms[first]
            if not self._part(first) and word not in self.lexicon.sets["particles"]:
                hyphened = word[0].islower() and first > low and words.gap(first - 1) in ("-", "’", "\u2011", "'")
                noble = word == "of" and first > low and words.forms[first - 1] in _NOBLE
                if not (hyphened or noble):
                    break
            suffix = (
                first < end
                and words.forms[first + 1] in self.lexicon.sets["suffixes"]
                and words.gap(first) in (", ", " ")
            )
            if first < end and words.gap(first) not in NAME_GAPS and not suffix:
                break
            if first < end and words.gap(first) == ". " and len(words.forms[first]) > 2 and not suffix:
                break
            if first in self.stops.values() and first < end:
                break
            first -= 1
        first += 1
        while first < end and (
            words.forms[first] in self.lexicon.sets["honorifics"]
            or (words.forms[first] in ("H", "E", "s") and words.gap(first)[:1] in (".", " "))
            or words.forms[first] in self.lexicon.sets["particles"]
        ):
            first += 1
        if end < first or not words.forms[first][0].isupper():
            return None
        return first, end, match.group()

    def _beside(
        self, left: int, low: int, actors: dict[int, ActorMention], taken: dict[int, bool]
    ) -> tuple[int, int, str] | None:
        """Return a name after an honorific right before a title, as lines run together: "Mr. A B Director"."""
        words, honorifics = self.words, self.lexicon.sets["honorifics"]
        first = left - 1
        while first >= low and left - first < 6 and first not in actors and first not in taken and self._part(first):
            if words.gap(first) not in NAME_GAPS:
                return None
            if words.forms[first] in honorifics:
                break
            first -= 1
        if first < low or words.forms[first] not in honorifics or left - first < 3 or words.forms[first] == "The":
            return None
        return first + 1, left - 1, " "

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


def joins(link: str) -> tuple[bool, bool]:
    """Return whether what joins name and title says that the office was just taken up, and that it is still to come."""
    return _APPOINTED.search(link) is not None, _NEXT.search(link) is not None
