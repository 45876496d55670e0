"""Which of several stated values the view goes by, and which compete with it.

The rule, for dates, quantities and sums alike: most independent origins, then earliest published, then the value.
A value that agrees with another and says less counts for it, and is not its rival.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from kg.graph.stages import StagePart, is_repeatable


class Valued(Protocol):
    """A part with a value that another part can contradict."""

    known_from: str
    origins: set[str]
    standing: str

    @property
    def value(self) -> float | None:
        """The number, None where the text gives none."""
        ...


V = TypeVar("V", bound=Valued)


def settle(parts: Iterable[StagePart]) -> None:
    """Set the standing of the stages of one relation.

    Only asserted stages that happen once have rivals: two plans are a plan and its revision, and a delivery may
    follow a delivery. An undated or coarser statement of the same stage is ``coarser``.
    """
    slots: dict[tuple[str, ...], list[StagePart]] = defaultdict(list)
    for part in parts:
        slots[part.slot].append(part)
    for group in slots.values():
        if len(group) == 1:
            continue
        single = group[0].asserted and not is_repeatable(group[0].key.stage)
        if single:
            _settle_single(group)
        else:
            for part in group:
                if any(_says_more(other, part) for other in group):
                    part.standing = "coarser"


def _contains(outer: StagePart, inner: StagePart) -> bool:
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest


def _same_span(a: StagePart, b: StagePart) -> bool:
    return (a.earliest, a.latest) == (b.earliest, b.latest)


def _details(part: StagePart) -> int:
    return bool(part.key.date) + bool(part.key.end_date) + bool(part.key.quantity) + bool(part.key.step)


def _detail_conflict(a: StagePart, b: StagePart) -> bool:
    return any(
        x and y and x != y
        for x, y in ((a.key.quantity, b.key.quantity), (a.key.end_date, b.key.end_date))
    )  # fmt: skip


def _says_more(one: StagePart, other: StagePart) -> bool:
    """Whether `one` says all that `other` says, and more."""
    if one is other or not _contains(other, one) or _detail_conflict(one, other):
        return False
    if _same_span(one, other):
        return (_details(one), other.suffix) > (_details(other), one.suffix)
    return bool(one.key.date) and (not other.key.quantity or other.key.quantity == one.key.quantity)


def _settle_single(group: Sequence[StagePart]) -> None:
    finest = [p for p in group if not any(_contains(p, q) and not _same_span(p, q) for q in group)]
    support = {p.suffix: set().union(*(q.origins for q in group if _contains(q, p))) for p in finest}
    chosen = min(
        finest,
        key=lambda p: (-len(support[p.suffix]), p.known_from, p.earliest, p.latest, -_details(p), p.suffix),
    )
    for part in group:
        if part is chosen:
            continue
        overlaps = part.earliest <= chosen.latest and chosen.earliest <= part.latest
        if overlaps and not _detail_conflict(part, chosen):
            part.standing = "coarser"
        else:
            part.standing, part.rival_of = "rival", [chosen]


def choose_value(group: Sequence[V]) -> V | None:
    """Set the standing of numbers that compete for one slot, and return the chosen one where there are several."""
    given = [p for p in group if p.value is not None]
    if len({p.value for p in given}) == 0:
        return None
    chosen = min(given, key=lambda p: (-len(p.origins), p.known_from, p.value or 0.0))
    for part in group:
        if part.value is None:
            part.standing = "coarser"
        elif part.value != chosen.value:
            part.standing = "rival"
    return chosen
