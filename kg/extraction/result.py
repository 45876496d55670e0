"""What an extractor hands back: records, what the gate refused, and what the rules did not understand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Record


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record, or a part of one, that the gate did not let through.

    Attributes
    ----------
    reason : str
        A short code, such as ``quote-not-found``; the same cause always has the same code.
    detail : str
        The offending value.
    kind : str
        The record's kind.
    """

    reason: str
    detail: str
    kind: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of text that the rules noticed and could not read; the queue from which recall grows.

    Attributes
    ----------
    kind : str
        ``unknown-instrument``, ``signing-without-frame``, ``over-long-sentence``.
    text : str
        The stretch, at most 200 characters.
    start, end : int
        Half-open code points in the document's text.
    """

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """The outcome of reading one document, in the order of the text."""

    records: tuple[Record, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def refusal_counts(self) -> dict[str, int]:
        """Return how often each reason occurred, by reason."""
        counts: dict[str, int] = {}
        for refusal in sorted(self.refusals, key=lambda r: r.reason):
            counts[refusal.reason] = counts.get(refusal.reason, 0) + 1
        return counts
