"""Whether two tellings mean one event: by name and number, states, persons, day, and the words that point back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft
from kg.extraction.happenings.model import DRILLS, MEETINGS, REACH, ROLES, Happening, titular

if TYPE_CHECKING:
    from kg.extraction.happenings.when import Clock

"""Sentences after which a bare "the meeting" no longer means the one before."""
_ANY = frozenset({"meeting", "talks", "event", "discussions", "exercise", "exercises", "drill", "drills"})
_WORD = re.compile(r"[a-z0-9+]{3,}")
_COMMON = frozenset(
    "the and for with meeting dialogue summit talks exercise joint annual foreign second third fourth "
    "fifth sixth seventh eighth ninth tenth first inaugural".split()
)


class Matcher:
    """Compares events of one document."""

    clock: Clock

    def _fit(self, old: Happening, new: Happening) -> int:
        a, b = old.draft, new.draft
        if not self._types(a.type or "", b.type or ""):
            return 0
        if old.ordinal and new.ordinal and old.ordinal != new.ordinal:
            return 0
        if (old.head == "operation") != (new.head == "operation") and not (a.name and b.name):
            return 0  # a ship calls at a port in the course of an operation: two things
        if new.ordinal in ("-1", "+1") and old.ordinal != new.ordinal and not (date_of(a) and date_of(a) == date_of(b)):
            return 0
        x, y = {k for k in a.keys(*ROLES) if "-" not in k}, {k for k in b.keys(*ROLES) if "-" not in k}
        date_a, date_b = date_of(a), date_of(b)
        agree = date_a is None or date_b is None or date_a.startswith(date_b) or date_b.startswith(date_a)
        if not agree:
            agree = _between(date_b, a) or _between(date_a, b)
        if not agree:
            return 0
        near = abs(old.sentence.index - new.sentence.index)
        titled = 0 < near <= 5 and (self._titled(old, new) or self._titled(new, old))
        if titled and not self._others(a, b) and a.type == b.type:
            return 6
        if near and (
            self._others(a, b)
            or (new.apart and not b.name and not (date_a and a.type == b.type and self._fewer(a, b) is False))
        ):
            return 0
        if near == 0 and a.type in MEETINGS and b.type in MEETINGS and self._others(a, b):
            return 0  # "called on A and met B": two meetings
        if near == 0 and abs(a.offset - b.offset) < 40 and (x & y or not x or not y):
            return 9
        if a.name and b.name:
            if a.series and a.series == b.series:
                return 8 if self._years(a, b) else 0
            shared = words_of(a.name) & words_of(b.name)
            whole = words_of(a.name) <= words_of(b.name) or words_of(b.name) <= words_of(a.name)
            return 7 if shared and whole and self._years(a, b) else 0
        if titled:
            return 6
        if x and y and not (x <= y or y <= x):
            return 0
        if (date_a and date_b) and len(date_a) != len(date_b) and min(len(date_a), len(date_b)) == 4:
            return 0
        crews = a.rule == "event-drill" and near == 1 and not y and a.type == b.type
        if crews and old.sentence.block == new.sentence.block:
            return 6  # the drill that the sentence before told of now gets its name
        if b.name and not a.name and near and not (x == y and date_a == date_b):
            return 0
        if a.name and not b.name and new.ordinal and not old.ordinal and near:
            return 0
        stages = {a.stages[-1].stage, b.stages[-1].stage} if a.stages and b.stages else set()
        if len(stages) == 2 and ("cancelled" in stages or ("planned" in stages and not (date_a and date_b))):
            return 0
        if new.definite and near <= REACH and not new.ordinal:
            return self._meant(old, new)
        if not y and near <= 2:
            return 3
        if date_a and date_b and x and y and (x & y):
            return 5 if len(date_a) > 4 and len(date_b) > 4 else 0
        if (date_a is None or date_b is None) and x and x == y and near <= 3 and not (a.name and new.ordinal):
            return 0 if near and self._past_year(date_a or date_b) else 4
        return 0

    def _past_year(self, value: str | None) -> bool:
        """Whether a date lies in a year before the text's: history, which no undated event of the text is."""
        published = self.clock.published
        return bool(value and published and value[:4] < published[:4])

    def _others(self, a: Draft, b: Draft) -> bool:
        """Whether other persons of one state meet in the one event than in the other."""
        sides: list[dict[str, set[str]]] = [{}, {}]
        for side, draft in zip(sides, (a, b), strict=True):
            for p in draft.participants:
                if p.actor.kind == "person" and p.on_behalf_of:
                    side.setdefault(p.on_behalf_of, set()).add(p.actor.identity.split()[-1])
        if all(sides) and not set().union(*sides[0].values()) & set().union(*sides[1].values()):
            return b.name is None and a.name is None
        return any(not names & sides[1][key] for key, names in sides[0].items() if key in sides[1]) and not b.name

    def _meant(self, old: Happening, new: Happening) -> int:
        """Return how well "the dialogue" or "the drills" means an event: by its name, its own noun, or at all."""
        word = new.head.split()[-1].rstrip("s") if new.head else ""
        if word and word in (old.draft.name or "").lower():
            return 8
        if word and word in old.head:
            return 7
        return 5 if new.head in _ANY or not old.draft.name else 4

    def _fewer(self, a: Draft, b: Draft) -> bool:
        """Whether one person of each side meets in the one event and several in the other."""
        counts = []
        for draft in (a, b):
            sides: dict[str, int] = {}
            for p in draft.participants:
                if p.actor.kind == "person" and p.on_behalf_of:
                    sides[p.on_behalf_of] = sides.get(p.on_behalf_of, 0) + 1
            counts.append(sides)
        return (
            bool(counts[0])
            and bool(counts[1])
            and (min(counts[0].values()) > max(counts[1].values()) or min(counts[1].values()) > max(counts[0].values()))
        )

    def _titled(self, title: Happening, event: Happening) -> bool:
        """Whether an event of the first lines is the one that the title names."""
        a, b = title.draft, event.draft
        if not titular(title.sentence) or titular(event.sentence) or not a.name:
            return False
        if a.type not in MEETINGS:
            drill = (
                a.type in DRILLS
                and event.definite
                and b.name is None
                and event.sentence.index - title.sentence.index <= 3
            )
            return bool(
                drill
                and a.stages
                and not a.stages[-1].date
                and b.stages
                and b.stages[-1].modality == a.stages[-1].modality
            )
        if (
            not a.stages
            or not b.stages
            or (a.stages[-1].date and b.stages[-1].date not in (None, a.stages[-1].date))
            or b.stages[-1].stage != "held"
            or b.stages[-1].modality != "asserted"
        ):
            return False
        groups = {p.actor.identity for p in a.participants if p.actor.kind == "grouping"}
        x, y = {k for k in a.keys(*ROLES) if "-" not in k}, {k for k in b.keys(*ROLES) if "-" not in k}
        if event.ordinal and event.ordinal != title.ordinal:
            return False
        if b.name and not (words_of(a.name) & words_of(b.name)):
            return False
        return (a.type == b.type or b.name is None) and x - groups <= y and len(y) > 1

    def _types(self, a: str, b: str) -> bool:
        return a == b or (a in MEETINGS and b in MEETINGS) or (a in DRILLS and b in DRILLS)

    def _years(self, a: Draft, b: Draft) -> bool:
        years = {m.group() for d in (a, b) if (m := re.search(r"(?:19|20)\d\d", d.name or ""))}
        return len(years) < 2

    def _beside(self, old: Happening, new: Happening) -> bool:
        a, b = old.draft, new.draft
        if a.type not in MEETINGS or b.type not in MEETINGS or bool(a.name) == bool(b.name) or a.tag != b.tag:
            return False
        x, y = {k for k in a.keys(*ROLES) if "-" not in k}, {k for k in b.keys(*ROLES) if "-" not in k}
        ordinals = {o for o in (old.ordinal, new.ordinal) if o}
        return (
            abs(old.sentence.index - new.sentence.index) <= 2 and x == y and bool(x) and date_of(a) is not None
            and date_of(a) == date_of(b) and len(date_of(a) or "") == 10 and len(ordinals) < 2
            and not self._others(a, b)
            and not self._fewer(a, b)
        )  # fmt: skip


def date_of(draft: Draft) -> str | None:
    """Return the first day that a draft gives."""
    return next((s.date for s in draft.stages if s.date), None)


def _between(value: str | None, draft: Draft) -> bool:
    """Whether a day lies within the days of an event."""
    return any(s.date and s.end_date and value and s.date <= value <= s.end_date for s in draft.stages)


def words_of(name: str) -> set[str]:
    """Return the words of a name that tell one series from another."""
    return set(_WORD.findall(name.lower())) - _COMMON
