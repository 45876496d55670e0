"""Pieces to normalised text with blocks: the one way in which the readers of bytes put out what they found."""

from __future__ import annotations

import re
import unicodedata

from kg.documents.document import Block
from kg.documents.normalise import check_marks

_LIGATURES = {ord(c): unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}
# Soft hyphens, zero-width marks that stand between no letters, marks of direction, and controls.
_NOTHING = dict.fromkeys(
    [0xAD, 0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF]
)
_CONTROLS = {c: " " for c in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029) if c != 0x09}
_TABLE = {**_CONTROLS, **_NOTHING, **_LIGATURES}
_SPACES = re.compile(r"[ \xa0\u2000-\u200a\u202f\u205f\u3000]{2,}|[\u2000-\u200a\u202f\u205f]")


def clean(piece: str) -> str:
    r"""Return a piece of text as it goes into a document.

    One line in NFC without controls, marks of direction, soft hyphens and typographic ligatures; runs of blanks are
    one blank, a tab between cells stays.

    Examples
    --------
    >>> clean("of\ufb01ce  of\u00adfice\n")
    'office office'
    """
    text = piece.translate(_TABLE)
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    check_marks(text)
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    return re.sub(r" ?\t[ \t]*", "\t", text).strip()


class Builder:
    """Collects blocks; between two stands one line feed."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._blocks: list[Block] = []
        self._pages: list[tuple[int, int]] = []
        self.length = 0

    def add(self, kind: str, piece: str) -> bool:
        """Add a block, cleaned; return whether anything of it was left."""
        text = clean(piece)
        if text:
            self.add_clean(kind, [(text, None)])
        return bool(text)

    def add_clean(self, kind: str, runs: list[tuple[str, int | None]], *, lead: str = "") -> None:
        """Add a block of clean pieces, each with the page it stands on; `lead` (an item's mark) stands before it."""
        if self.length:
            self._pieces.append("\n")
            self.length += 1
        if lead:
            self._pieces.append(lead)
            self.length += len(lead)
        start = self.length
        for text, page in runs:
            if page is not None and (not self._pages or self._pages[-1][1] != page):
                self._pages.append((self.length, page))
            self._pieces.append(text)
            self.length += len(text)
        self._blocks.append(Block(kind, start, self.length))

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks so far."""
        return tuple(self._blocks)

    @property
    def pages(self) -> tuple[tuple[int, int], ...]:
        """Where which page begins."""
        return tuple(self._pages)
