"""Quotes found again in the document: exactly, else but for spaces and the shape of marks; offsets are ours."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.documents.document import Document

SHORTEST = 6
"""Code points of a quote without spaces; a shorter one stands anywhere and proves nothing."""
MOST_SENTENCES = 3
_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"',
     "»": '"', "「": '"', "」": '"', "『": '"', "』": '"', "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-"}
)  # fmt: skip
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


class QuoteFinder:
    """Finds the quotes of one document.

    Parameters
    ----------
    document : Document
        Page furniture and what was withheld from the model hold no quotes.
    closed : sequence of (int, int)
        Spans in which no quote may stand.
    """

    def __init__(self, document: Document, *, closed: Sequence[tuple[int, int]] = ()) -> None:
        self.document = document
        furniture = [(b.start, b.end) for b in document.blocks if b.kind == "furniture"]
        self._closed = sorted((*closed, *furniture))

    @cached_property
    def _plain(self) -> tuple[str, list[int]]:
        return plain(self.document.text)

    def spans(self, quote: str) -> list[tuple[int, int]]:
        """Return every place where a quote stands, in the order of the text; empty where it stands nowhere."""
        text = self.document.text
        wanted = quote.strip().strip('"“”«»「」').strip() if quote.strip() not in text else quote.strip()
        if len("".join(wanted.split())) < SHORTEST:
            return []
        found = _occurrences(text, wanted)
        if not found:
            body, at = self._plain
            sought = plain(wanted)[0].strip()
            hits = _occurrences(body, sought) if len(sought) >= SHORTEST else []
            found = [(at[start], at[end - 1] + 1) for start, end in hits]
        return [s for s in found if not any(low < s[1] and s[0] < high for low, high in self._closed)]

    def place(self, quotes: Sequence[str]) -> list[tuple[int, int] | None]:
        """Return where each quote of one record stands; one that stands in several places is taken nearest the others.

        Returns
        -------
        list of (int, int) or None
            None for a quote that stands nowhere; the first place where nothing tells them apart.
        """
        options = [self.spans(q) for q in quotes]
        sure = [o[0][0] for o in options if len(o) == 1]
        placed: list[tuple[int, int] | None] = []
        for choices in options:
            if not choices:
                placed.append(None)
            elif len(choices) == 1 or not sure:
                placed.append(choices[0])
            else:
                placed.append(min(choices, key=lambda s: (min(abs(s[0] - at) for at in sure), s[0])))
        return placed

    def sentence(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return the sentences around a span, as the rules' receipts have them; the span itself where they are many."""
        starts = [s.start for s in self.document.sentences]
        first = bisect_right(starts, span[0]) - 1
        last = bisect_right(starts, span[1] - 1) - 1
        if first < 0 or last - first >= MOST_SENTENCES or self.document.sentences[last].end < span[1]:
            return span
        wide = self.document.sentences[first].start, self.document.sentences[last].end
        return span if any(low < wide[1] and wide[0] < high for low, high in self._closed) else wide


def plain(text: str) -> tuple[str, list[int]]:
    """Return a text with single spaces, plain marks and compatibility forms, and where each of its characters stood.

    >>> plain("the  “pact”")
    ('the "pact"', [0, 1, 2, 3, 5, 6, 7, 8, 9, 10])
    """
    out: list[str] = []
    at: list[int] = []
    for index, c in enumerate(text):
        if c.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                at.append(index)
            continue
        if c in _INVISIBLE:
            continue
        for piece in unicodedata.normalize("NFKC", c).translate(_MARKS):
            if piece == " " and out and out[-1] == " ":
                continue
            out.append(piece)
            at.append(index)
    return "".join(out), at


def _occurrences(text: str, wanted: str) -> list[tuple[int, int]]:
    found, start = [], text.find(wanted) if wanted else -1
    while start >= 0:
        found.append((start, start + len(wanted)))
        start = text.find(wanted, start + 1)
    return found
