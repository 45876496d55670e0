"""Who held an office on a day, as curated tenures tell it.

A document that says "the Defence Minister" and no name means whoever held the office. Who that was is an inference from
other sources: it is stated beside the document's words, with the tenure that it follows from, and never replaces them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import OPEN_END, OPEN_START, PartialDate
from kg.resolution.claim import Claim
from kg.resolution.known import Known
from kg.resolution.lexicon import name_words
from kg.resolution.names import tokens
from kg.resolution.offices import read_office
from kg.resolution.posts import office_words

_FUNCTIONS = {
    "head-of-state": "president", "head-of-government": "prime-minister", "foreign-minister": "foreign",
    "defence-minister": "defence", "defence-chief": "defence-chief",
}  # fmt: skip
_OF_FUNCTION = {"head of state": "president", "head of government": "prime-minister"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """One person's time in one office of one state, as one curated record gives it.

    Attributes
    ----------
    state : str
        Registry key.
    start, end : PartialDate or None
        First day, and first day on which it no longer held; None where no page says it.
    through : str
        Day, ISO, of the last page that it rests on: beyond it an open tenure is not known to go on.
    claims : tuple of Claim
        One for each page.
    """

    state: str
    office: str
    person: str
    acting: bool
    start: PartialDate | None
    end: PartialDate | None
    through: str
    variants: tuple[str, ...]
    claims: tuple[Claim, ...]

    def may_hold(self, day: str) -> bool:
        """Whether the person may have held the office on an ISO day."""
        first = self.start.earliest if self.start else OPEN_START
        return first <= day < (self._last() if self.end else OPEN_END)

    def holds(self, day: str) -> bool:
        """Whether the pages say that the person held it: partial days and the time after the last page do not."""
        first = self.start.latest if self.start else OPEN_END
        return first <= day < self.end.earliest if self.end else first <= day <= self.through

    def _last(self) -> str:
        assert self.end is not None
        return self.end.earliest if self.end.precision == "day" else self.end.latest


class Tenures:
    """The curated tenures among some claims.

    Parameters
    ----------
    claims : iterable of Claim
        Of any kind; withdrawn and unverified ones are passed over.
    known : Known
        For polities and the words for them.
    """

    def __init__(self, claims: Iterable[Claim], known: Known) -> None:
        self.known = known
        by_record: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            if claim.record.kind == "post" and claim.curated and not claim.unverified and claim.withdrawn is None:
                by_record[claim.curated].append(claim)
        self.by_office: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
        self.by_words: dict[tuple[str, frozenset[str]], list[Tenure]] = defaultdict(list)
        for name in sorted(by_record):
            self._add(tuple(sorted(by_record[name], key=lambda c: (c.recorded, c.iri))))

    def _add(self, claims: tuple[Claim, ...]) -> None:
        record = claims[0].record
        state = next((p.id for p in record.participants if p.role == "of" and p.kind == "state" and p.id), None)
        holder = next((p for p in record.participants if p.role == "holder"), None)
        if state is None or holder is None or not record.name:
            return
        dates = {s.stage: PartialDate.parse(s.date) for c in reversed(claims) for s in c.record.stages if s.date}
        extra = dict(holder.extra)
        tenure = Tenure(
            state=state,
            office=record.name,
            person=holder.label,
            acting=bool(holder.capacity and holder.capacity.acting),
            start=dates.get("appointed"),
            end=dates.get("left"),
            through=claims[-1].recorded,
            variants=tuple(extra.get("variants") or ()),
            claims=claims,
        )
        functions = [str(t) for t in dict(record.extra).get("topics") or ()]
        posts = {_FUNCTIONS.get(f, "") for f in functions} | {read_office(record.name).post}
        for post in sorted(posts - {""}):
            self.by_office[state, post].append(tenure)
        self.by_words[state, self._words(record.name, state)].append(tenure)

    def _words(self, office: str, state: str) -> frozenset[str]:
        words, levels = office_words(office, self.known.nations.get(state, frozenset()))
        return words | levels

    def of(self, state: str, office: str) -> tuple[Tenure, ...]:
        """Return all tenures of an office of a state, the earliest first."""
        post = _OF_FUNCTION.get(" ".join(tokens(office)).removeprefix("the ")) or read_office(office).post
        found = self.by_office.get((state, post), []) if post else []
        found = found or self.by_words.get((state, self._words(office, state)), [])
        return tuple(sorted(found, key=lambda t: (t.start.earliest if t.start else OPEN_START, t.person)))

    def on(self, state: str, office: str, day: str) -> tuple[Tenure, ...]:
        """Return who may have held an office of a state on an ISO day; several where the pages leave it open."""
        return tuple(t for t in self.of(state, office) if t.may_hold(day))

    def inferred(self, label: str, state: str, day: str) -> Tenure | None:
        """Return the tenure behind a label that is an office alone, where just one person can be meant for certain."""
        if not is_office_alone(label, self.known.nations.get(state, frozenset())):
            return None
        found = self.on(state, label, day)
        return found[0] if len(found) == 1 and found[0].holds(day) else None


def is_office_alone(label: str, nation: frozenset[str] = frozenset()) -> bool:
    """Whether a label names an office and nobody.

    >>> is_office_alone("the Defence Minister"), is_office_alone("Defence Minister Kihara")
    (True, False)
    """
    folded = " ".join(tokens(label))
    lexicon = name_words()
    if not read_office(label).post:
        return False
    for _, pattern in lexicon.posts:
        folded = pattern.sub(" ", folded)
    plain = {*lexicon.office_dropped, *lexicon.office_words, *lexicon.office_words.values(), *nation}
    return not set(folded.split()) - plain
