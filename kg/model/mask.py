"""Names that are withheld: the mark that stands in their place, and how a quote with such a mark is compared."""

from __future__ import annotations

import re

MASK = "[name withheld]"
"""Stands in a quote where a person's name was; the quote's offsets are still those of the whole passage."""


def stands_as(quote: str, passage: str) -> bool:
    """Whether a passage is what a quote quotes; a mask in the quote stands for any text that is not empty.

    >>> stands_as("Talks with [name withheld] ended.", "Talks with Ms Example ended.")
    True
    >>> stands_as("Talks with [name withheld] ended.", "Talks with Ms Example failed.")
    False
    """
    if MASK not in quote:
        return quote == passage
    return re.fullmatch(_pattern(quote), passage, re.DOTALL) is not None


def occurrences(quote: str, text: str) -> list[tuple[int, int]]:
    """Return where a quote stands in a text, as half-open spans in code points; overlapping ones too."""
    if not quote.replace(MASK, "").strip():
        return []  # nothing is left to find it by
    if MASK in quote:
        return [m.span(1) for m in re.finditer(f"(?=({_pattern(quote)}))", text, re.DOTALL)]
    found, at = [], text.find(quote)
    while at >= 0:
        found.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return found


def _pattern(quote: str) -> str:
    # A name is never longer than a line of print, so that a short frame does not span pages.
    return ".{1,80}?".join(re.escape(piece) for piece in quote.split(MASK))
