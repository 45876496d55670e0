"""How long from one stage to another, with what has not come about yet counted as not yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait.

    Attributes
    ----------
    days : int
        From the first stage to the second, or to the last day that is known.
    ended : bool
        Whether the second stage is on file; a wait that has not ended is censored.
    relation : str
    """

    days: int
    ended: bool
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan-Meier curve.

    Attributes
    ----------
    steps : tuple of (int, float)
        Days, and the share that still waits after them; begins with ``(0, 1.0)``.
    waits, ended : int
    """

    steps: tuple[tuple[int, float], ...]
    waits: int
    ended: int

    def quantile(self, share: float) -> int | None:
        """Return the first day by which at least `share` have ended; None where the curve does not reach it."""
        return next((d for d, s in self.steps if s <= 1 - share + 1e-12), None)

    @property
    def median(self) -> int | None:
        """Days by which half have ended; None where fewer have."""
        return self.quantile(0.5)


def survival(waits: Sequence[Wait]) -> Curve:
    """Return the share that still waits, day by day.

    ``S(t) = product over event days of (1 - ended / at risk)``. A wait censored on a day of an event counts as at risk.

    References
    ----------
    .. [1] E. Kaplan and P. Meier, JASA 53(282), 1958, 457-481.

    Raises
    ------
    ValueError
        If a wait is negative.

    Examples
    --------
    >>> survival([Wait(10, True), Wait(20, False), Wait(30, True)]).steps
    ((0, 1.0), (10, 0.6666666666666667), (30, 0.0))
    """
    if any(w.days < 0 for w in waits):
        message = "a wait cannot be negative"
        raise ValueError(message)
    steps, share = [(0, 1.0)], 1.0
    for day in sorted({w.days for w in waits if w.ended}):
        at_risk = sum(w.days >= day for w in waits)
        share *= 1 - sum(w.ended and w.days == day for w in waits) / at_risk
        steps = [(d, s) for d, s in steps if d != day] + [(day, share)]
    return Curve(tuple(steps), len(waits), sum(w.ended for w in waits))
