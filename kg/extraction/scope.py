"""What lies outside the field: texts without a word of security, sport in the words of war, battles long ago."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction import datafiles
from kg.extraction.result import Gap

if TYPE_CHECKING:
    from kg.extraction.drafts import Draft
    from kg.extraction.reading import Reading

_REACH = 1
"""Sentences on each side of a record's own in which a word of the field counts for it."""
_SHORT = 4
"""A text of fewer sentences says too little of its subject to be judged by it."""
_DRILLS = frozenset({"exercise", "patrol", "deployment"})
_SELF = frozenset({"agreement", "incident", "partnership"})
"""Kinds whose own words show the field, unless their type is open."""
_OPEN = frozenset({"other", "joint-declaration", None})


@dataclass(frozen=True, slots=True)
class _Words:
    strong: re.Pattern[str]
    sport: re.Pattern[str]
    before: int


@cache
def _words() -> _Words:
    data = datafiles.read("scope.yaml")
    strong = re.compile(r"(?<!\w)(?:" + "|".join(data["strong"]) + r")(?!\w)", re.IGNORECASE)
    return _Words(strong, re.compile(r"\b(?:" + "|".join(data["sport"]) + r")\b"), data["history_before"])


class Scope:
    """Whether a draft belongs to the field, by its own sentences and by what the text is about."""

    def __init__(self, reading: Reading) -> None:
        words = _words()
        sentences = reading.sentences
        self._sentences = sentences
        self._strong = [words.strong.search(s.text) is not None for s in sentences]
        self._sport = [words.sport.search(s.text) is not None for s in sentences]
        self.text = sum(self._strong)
        """Sentences with a word of the field."""
        self.of_the_field = self.text > 0
        self._blocks: dict[int, list[int]] = {}
        for s in sentences:
            years = [int(d.value[:4]) for d in s.dates]
            self._blocks.setdefault(s.block, []).extend(years)

    @property
    def sure(self) -> bool:
        """Whether so much of the text is of the field that it holds records even where none but posts was found."""
        return self.text >= 2 and self.text * 3 >= len(self._strong)

    def holds(self, draft: Draft) -> bool:
        """Return whether a draft is in scope."""
        own = _sentences(draft)
        if self._old(draft, own):
            return False
        if any(self._sport[i] for i in own) and not any(self._strong[i] for i in own):
            return False
        near = {j for i in own for j in range(max(0, i - _REACH), min(len(self._strong), i + _REACH + 1))}
        if any(self._strong[i] for i in near):
            return True
        if draft.kind == "membership":
            return True
        if draft.kind in _SELF and (self.text or draft.type not in _OPEN):
            return True
        if len(self._strong) < _SHORT or draft.type in _DRILLS or draft.kind == "membership":
            return True
        if any(p.actor.kind == "grouping" for p in draft.participants):
            return True
        return self.of_the_field

    def _old(self, draft: Draft, own: set[int]) -> bool:
        """Whether a draft tells of times long ago: by its dates, else its paragraph's, else the text's."""
        before = _words().before
        dated = [int(s.date[:4]) for s in draft.stages if s.date]
        if dated:
            return max(dated) < before
        years = [y for i in own for y in self._blocks.get(self._sentences[i].block, ())]
        years = years or [y for given in self._blocks.values() for y in given]
        return bool(years) and max(years) < before


def outside(reading: Reading, draft: Draft) -> Gap:
    """Return the note that a draft was left out because it lies outside the field."""
    first = reading.sentences[min(_sentences(draft))]
    return Gap("out-of-scope", f"{draft.kind}: {first.text[:180]}", first.start, first.end)


def _sentences(draft: Draft) -> set[int]:
    found = {i for p in draft.participants for i in p.sentences}
    found |= {i for s in draft.stages for i in s.sentences} | {i for item in draft.items for i in item.sentences}
    return found | {i for i in (draft.name_sentence, draft.amount_sentence) if i is not None}
