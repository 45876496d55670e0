"""Whether a relation holds: status spans over both clocks, derived from stages and never edited.

At a day *t*, from what was on file:

1. **no** if an asserted end or pause is surely past, and nothing began the relation again after it;
2. **yes** if an asserted start or continuation is surely past and no end possibly is;
3. **no** if every known start (asserted, else planned) lies surely after *t*, or the signature does, or it was denied
   of a day that is not more than 180 days before *t*;
4. **unknown** otherwise: a scheduled day that passed without report, a signature without entry into force.

A post is different: *holds* is an observation, so the post is held between the first and the last day on which it
is known to be, and unknown after that. Every span names the stages that decide it, an unknown one too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.graph.stages import StagePart, bearing
from kg.model import OPEN_END, OPEN_START

STATUS_KINDS = frozenset({"agreement", "partnership", "membership", "post", "programme"})
"""Kinds that hold over time; transfers, engagements, stances and incidents happen."""

DECAY_DAYS = 180
"""After that many days a denial no longer says that something is not in force."""

_DENIES = frozenset({"signed", "ratified", "concluded"})


@dataclass(frozen=True, slots=True)
class Segment:
    """A half-open stretch of valid time with one status, ``deciders`` as suffixes of stage parts."""

    start: str
    until: str
    status: str
    deciders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A segment over a half-open stretch of record time."""

    segment: Segment
    known_from: str
    known_until: str


def shift(day: str, days: int) -> str:
    """Return the day that many days later, kept between the sentinels.

    >>> shift("2024-02-28", 2), shift("9999-12-31", 1)
    ('2024-03-01', '9999-12-31')
    """
    ordinal = dt.date.fromisoformat(day).toordinal() + days
    return dt.date.fromordinal(max(1, min(ordinal, dt.date.max.toordinal()))).isoformat()


class _Evidence:
    """The stages of a relation, sorted by what they say about its status."""

    def __init__(self, parts: Iterable[StagePart], kind: str, effect: str, checked: str = "") -> None:
        self.kind, self.checked = kind, checked
        self.parts = [p for p in parts if not p.key.alleged]
        chosen = [p for p in self.parts if p.asserted and p.standing == "chosen"]
        self.any = chosen or self.parts
        self.signed = [p for p in chosen if p.key.stage == "signed"]
        by_signature = kind == "agreement" and effect != "separate"
        self.starts = [p for p in chosen if bearing(p.key.stage) == "start"]
        if by_signature and not self.starts:
            self.starts = self.signed
        self.continuing = [p for p in chosen if bearing(p.key.stage) == "continuation"]
        self.ends = [p for p in chosen if bearing(p.key.stage) in ("end", "pause")]
        self.seen = [p for p in chosen if bearing(p.key.stage) == "observation"]
        plans = [p for p in self.parts if p.key.modality == "planned" and p.standing == "chosen"]
        begins = [p for p in plans if bearing(p.key.stage) == "start"]
        self.planned = begins or [p for p in plans if by_signature and p.key.stage == "signed"]
        self.expected = [p for p in plans if p.key.stage in _DENIES]
        denied = [p for p in self.parts if p.key.modality == "denied"]
        undone = {p.key.stage: p.last_stated for p in denied}
        self.planned_ends = [
            p
            for p in plans
            if bearing(p.key.stage) in ("end", "pause")
            and p.key.date
            and undone.get(p.key.stage, "") < p.last_stated
            and p.latest > p.known_from  # the day of a notice is not the day of the end
        ]
        self.denied = [p for p in denied if p.key.stage in _DENIES or bearing(p.key.stage) in ("start", "continuation")]

    def breaks(self) -> list[str]:
        """Return the days on which the status can change, with both sentinels."""
        days = {OPEN_START, OPEN_END}
        for p in self.parts:
            days |= {p.earliest, shift(p.earliest, 1), p.latest, shift(p.latest, 1)}
        for p in self.denied:
            day = _denied_until(p)
            days |= {shift(day, 1), shift(max(day, self.checked), DECAY_DAYS + 1)}
        for p in self.seen:
            for day in _observed(p):
                days |= {day, shift(day, 1)}
        return sorted(days)


def _denied_until(part: StagePart) -> str:
    return part.latest if part.key.date else part.last_stated


def _observed(part: StagePart) -> tuple[str, ...]:
    """Return the first and last day on which a post is known to be held: stated days, else the record days."""
    if len(part.key.date) == 10:
        return (part.key.date,)
    return () if part.key.date else (part.known_from, part.last_stated)


def _suffixes(parts: Iterable[StagePart]) -> tuple[str, ...]:
    return tuple(sorted({p.suffix for p in parts}))


def _first(parts: Iterable[StagePart]) -> tuple[str, ...]:
    """Return the part that lies first, so that later pages about the same thing do not move the decision."""
    return (min(parts, key=lambda p: (p.latest, p.earliest, p.suffix)).suffix,)


def _status_at(t: str, e: _Evidence) -> tuple[str, tuple[str, ...]]:
    begun = [p for p in (*e.starts, *e.continuing) if p.latest <= t]
    over = [p for p in e.ends if p.latest <= t and not any(b.earliest > p.latest for b in begun)]
    if over:
        return "no", _first(over)
    doubtful = [p for p in (*e.ends, *e.planned_ends) if p.earliest <= t and p not in over]
    doubtful = [p for p in doubtful if not any(b.earliest > p.latest for b in begun)]
    if e.kind == "post":
        return _post_status(t, e, begun, doubtful)
    if begun and not doubtful:
        return "yes", _first(begun)
    if not begun:
        no = _not_yet(t, e)
        if no:
            return "no", no
    return "unknown", _open_question(t, e, doubtful)


def _not_yet(t: str, e: _Evidence) -> tuple[str, ...]:
    known = e.starts or e.planned
    continuing = any(p.earliest <= t for p in e.continuing)
    if known and not continuing and all(p.earliest > t for p in known):
        return _first(known)
    if e.signed and not continuing and all(p.earliest > t for p in e.signed):
        return _first(e.signed)
    denied = [p for p in e.denied if t <= _denied_until(p)]
    # What was to be signed by now may have been: an earlier "not yet" no longer tells.
    possible = [p for p in (*e.starts, *e.continuing, *e.planned, *e.expected) if p.earliest <= t]
    if not denied and not possible:
        denied = [p for p in e.denied if t <= shift(max(_denied_until(p), e.checked), DECAY_DAYS)]
    return _first(denied) if denied else ()


def _open_question(t: str, e: _Evidence, doubtful: Sequence[StagePart]) -> tuple[str, ...]:
    """Return the stages that leave it open, the most telling first."""
    passed = [p for p in e.planned if p.earliest <= t]
    maybe = [p for p in (*e.starts, *e.continuing) if p.earliest <= t]
    signed = [p for p in e.signed if p.earliest <= t]
    for group in (doubtful, maybe, passed, signed, e.any, e.parts):
        if group:
            return _first(group)
    return ()


def _post_status(
    t: str, e: _Evidence, begun: Sequence[StagePart], doubtful: Sequence[StagePart]
) -> tuple[str, tuple[str, ...]]:
    days = [(d, p) for p in e.seen for d in _observed(p)]
    before = [p for d, p in days if d <= t] + list(begun)
    after = [p for d, p in days if d >= t]
    # A known end proves the time up to it, where the beginning is known too.
    after += [p for p in e.ends if p.earliest > t and p.key.date]
    if before and after and not doubtful:
        return "yes", _first(before)
    if not before and not days:
        no = _not_yet(t, e)
        if no:
            return "no", no
    return "unknown", _open_question(t, e, doubtful)


def timeline(parts: Sequence[StagePart], *, kind: str, effect: str, checked: str = "") -> tuple[Segment, ...]:
    """Return the status of a relation over all time, from one state of the files.

    Parameters
    ----------
    parts : sequence of StagePart
        Standing settled.
    kind : str
        The contract's; one of :data:`STATUS_KINDS`.
    effect : str
        ``separate``, ``on-signature`` or ``none``: with the latter two a signature is a start.
    checked : str
        The last ISO day on which somebody looked for news and found none: a denial holds until then, and decays after.

    Returns
    -------
    tuple of Segment
        From 0001-01-01 to 9999-12-31 without gap or overlap; empty where no stage is known.
    """
    if kind not in STATUS_KINDS:
        return ()
    evidence = _Evidence(parts, kind, effect, checked)
    if not evidence.parts:
        # What is only alleged decides nothing, and "nothing on file" would say too little.
        return (Segment(OPEN_START, OPEN_END, "unknown", _first(parts)),) if parts else ()
    days = evidence.breaks()
    segments: list[Segment] = []
    for start, until in pairwise(days):
        status, deciders = _status_at(start, evidence)
        last = segments[-1] if segments else None
        if last and (last.status, last.deciders) == (status, deciders):
            segments[-1] = Segment(last.start, until, status, deciders)
        else:
            segments.append(Segment(start, until, status, deciders))
    return tuple(segments)


def spans(states: Sequence[tuple[str, tuple[Segment, ...]]]) -> tuple[Span, ...]:
    """Return the spans of a relation from its states of knowledge.

    Parameters
    ----------
    states : sequence of (str, tuple of Segment)
        Record day and the timeline from that day on, ordered by day.

    Returns
    -------
    tuple of Span
        A segment that a later state repeats is one span; spans of one relation never overlap in both clocks.
    """
    done: list[Span] = []
    live: dict[Segment, str] = {}
    for day, segments in states:
        gone = [s for s in live if s not in segments]
        done += [Span(segment, live.pop(segment), day) for segment in gone]
        for segment in segments:
            live.setdefault(segment, day)
    done += [Span(segment, since, OPEN_END) for segment, since in live.items()]
    return tuple(sorted(done, key=lambda s: (s.known_from, s.segment.start, s.known_until)))
