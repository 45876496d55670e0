"""Noun phrases beside a title: a portfolio or a unit in plain words, a formation, a branch in brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.mentions import ActorMention
    from kg.extraction.scan import Words

_JOINS = frozenset({"and", "of", "the", "for", "on"})
_NUMBERS = frozenset({"One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"})
_LONGEST = 14
"""Words of a portfolio."""


class PhraseReader:
    """Reads what an office is for, or what it commands, from a word on."""

    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self.words, self.lexicon = words, lexicon
        self.stops: set[int] = set()
        """First words of ranks, which end a phrase."""

    def unit(self, at: int, high: int, actors: dict[int, ActorMention]) -> int | None:
        """Return the last word of a formation named with capitals from a word on, or None."""
        words, units = self.words, self.lexicon.sets["units"]
        end, i = None, at
        while i < high and i - at < 6 and i not in actors and (i == at or words.gap(i - 1) in (" ", "-")):
            word = words.forms[i]
            if not (word[0].isupper() or word[0].isdigit()) or i in self.stops:
                break
            if word.lower().removesuffix("s") in units or word.lower() in units:
                end = i
            i += 1
        if end is not None and end + 1 < high and words.gap(end) == " ":
            number = words.forms[end + 1]
            if number.isdigit() or number in _NUMBERS:
                end += 1
        return end

    def subject(self, at: int, high: int, actors: dict[int, ActorMention], portfolios: dict[int, int]) -> int | None:
        """Return the last word of a portfolio or a unit in plain words, from a word on."""
        words, sets = self.words, self.lexicon.sets
        if at in portfolios:
            end: int | None = portfolios[at]
        else:
            end = None
        i = at if end is None else end + 1
        while i < high and i - at < _LONGEST and i not in actors:
            gap = words.gap(i - 1) if i > at else " "
            word = words.forms[i]
            if i in self.stops:
                break
            lower = word.lower()
            if gap == ", ":
                if not (lower in sets["subjects"] and self._listed(i, high)):
                    break
            elif gap not in (" ", "-", " & ", ", "):
                break
            if i in portfolios:
                end = portfolios[i]
                i = end + 1
                continue
            if lower in sets["subjects"] or lower in sets["units"]:
                end = i
            elif not (lower in _JOINS and i > at) and not (lower == "the" and i == at):
                ahead = words.forms[i + 1].lower() if i + 1 < high and words.gap(i) == " " else ""
                if not (end is not None and word[0].isupper() and ahead in ("sea", "ocean", "island", "islands")):
                    break
            i += 1
        if end is None and words.forms[at][0].isupper() and at not in actors:
            end = self._capitals(at, high, actors)
        return end

    def _listed(self, at: int, high: int) -> bool:
        """Whether a list of subjects goes on to its "and": "Strategy, Policy and Industry"."""
        words, subjects = self.words, self.lexicon.sets["subjects"]
        i, joined = at, False
        while i < high and i - at < 8:
            lower = words.forms[i].lower()
            if lower == "and" or (i > at and words.gap(i - 1) == " & "):
                joined = True
                return i + 1 < high and words.forms[i + 1].lower() in subjects
            if lower not in subjects or (i > at and words.gap(i - 1) not in (" ", ", ")):
                return joined
            i += 1
        return joined

    def _capitals(self, at: int, high: int, actors: dict[int, ActorMention]) -> int | None:
        """Return the end of unknown capitals after "of", where a comma or a bracket closes them."""
        words = self.words
        i = at
        while i + 1 < high and i - at < 4 and words.gap(i) in (" ", "-") and words.forms[i + 1][0].isupper():
            if i + 1 in actors:
                break
            i += 1
        return i if words.text[words.ends[i] : words.ends[i] + 1] in (",", ")", ";") else None

    def end(self, at: int, actors: dict[int, ActorMention], high: int) -> int:
        """Return the last word of the actor at a word."""
        actor = actors[at]
        while at + 1 < high and actors.get(at + 1) is actor:
            at += 1
        return at

    def branch(self, at: int, end: int) -> bool:
        """Whether the words of a bracket name a branch of work ("East", "Projects-2") and no person."""
        sets = self.lexicon.sets
        return any(
            self.words.forms[i].lower() in sets["subjects"] or self.words.forms[i].isdigit() for i in range(at, end + 1)
        )
