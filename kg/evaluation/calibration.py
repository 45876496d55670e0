"""Does a confidence of 0.8 mean right four times in five? Expected calibration error over ten bins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Records whose confidence lies in ``[low, low + 0.1)``: how many, what they claim, what they are."""

    low: float
    count: int
    confidence: float
    precision: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Expected calibration error (Guo et al. 2017): the mean gap between the two, weighted by count."""

    error: float
    bins: tuple[Bin, ...]


def calibration(outcomes: Iterable[tuple[float, float]]) -> Calibration:
    """Return the calibration of predicted records.

    Parameters
    ----------
    outcomes : iterable of (float, float)
        Confidence from 0 to 1, and the argument precision that the record turned out to have.

    Returns
    -------
    Calibration
        Error 0 for no records; only bins that hold some.

    Examples
    --------
    >>> calibration([(0.9, 1.0), (0.9, 0.8)]).error
    0.0
    >>> round(calibration([(0.95, 0.5)]).error, 2)
    0.45
    """
    rows = list(outcomes)
    bins = []
    for number in range(BINS):
        here = [(c, p) for c, p in rows if min(int(c * BINS), BINS - 1) == number]
        if here:
            stated, found = (sum(column) / len(here) for column in zip(*here, strict=True))
            bins.append(Bin(number / BINS, len(here), stated, found))
    error = sum(abs(b.confidence - b.precision) * b.count for b in bins) / len(rows) if rows else 0.0
    return Calibration(round(error, 6), tuple(bins))
