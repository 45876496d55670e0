"""A document as the rest of the project sees it: normalised text, blocks, sentences and what is known about it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from kg.model import SourceRef

BLOCK_KINDS = ("heading", "paragraph", "item", "furniture")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with one function on the page; ``text[start:end]``, half-open, in code points.

    ``furniture`` (menus, captions, follow-us lines, publication lines) is kept in the text and read by nobody.
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of one block; ``block`` is the block's index."""

    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """From offsets in the normalised text back to offsets in the bytes' text.

    Attributes
    ----------
    runs : tuple of (int, int, int, int)
        ``(start, end, source_start, source_end)``, ordered, not overlapping; inside a run whose lengths agree the
        mapping is one to one, in any other run (composed characters) it is the run's bounds.
    """

    runs: tuple[tuple[int, int, int, int], ...]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """Return the map of a text that normalisation left alone."""
        return cls(((0, length, 0, length),))

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span of the source that a half-open, non-empty span of the text came from.

        Raises
        ------
        IndexError
            If the span is empty or outside the text.
        """
        if not self.runs or not 0 <= start < end <= self.runs[-1][1]:
            message = f"{start}:{end} is not a span of a text of {self.runs[-1][1] if self.runs else 0} code points"
            raise IndexError(message)
        return self._point(start)[0], self._point(end - 1)[1]

    def _point(self, offset: int) -> tuple[int, int]:
        index = bisect_right(self.runs, offset, key=lambda run: run[0]) - 1
        start, end, source_start, source_end = self.runs[index]
        if end - start == source_end - source_start:
            return source_start + offset - start, source_start + offset - start + 1
        return source_start, source_end

    def through(self, inner: OffsetMap) -> OffsetMap:
        """Return the composition: this map's source offsets are offsets in the text of `inner`."""
        runs: list[tuple[int, int, int, int]] = []
        for start, end, source_start, source_end in self.runs:
            if end - start != source_end - source_start or source_start == source_end:
                if source_start < source_end:
                    runs.append((start, end, *inner.to_source(source_start, source_end)))
                else:
                    point = inner.to_source(source_start - 1, source_start)[1] if source_start else 0
                    runs.append((start, end, point, point))
                continue
            at = source_start
            while at < source_end:
                index = bisect_right(inner.runs, at, key=lambda run: run[0]) - 1
                low, high, deep_low, deep_high = inner.runs[index]
                stop = min(high, source_end)
                shift = start + at - source_start
                if high - low == deep_high - deep_low:
                    runs.append((shift, shift + stop - at, deep_low + at - low, deep_low + stop - low))
                else:
                    runs.append((shift, shift + stop - at, deep_low, deep_high))
                at = stop
        return OffsetMap(tuple(runs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One retrieved artefact, read.

    Attributes
    ----------
    id : str
        SHA-256 of the bytes, 64 hex digits.
    stem : str
        The file's name without its suffix; never part of the graph.
    text : str
        Normalised (NFC, LF line ends, no byte order mark, no markup); every offset counts in it.
    published : str or None
        ISO date at the precision known. None where neither the page nor the user says it.
    lang : str or None
        BCP 47, where the document or the user says it.
    private : bool
        Whether it, and what it alone states, is left out of public exports.
    project_written : bool
        Whether the project itself wrote it as an illustration: its receipts are ``paraphrased``, never sources.
    sources : tuple of SourceRef
        What a project-written document rests on.
    via : str or None
        To whom it credits its text, where that is not its publisher: an agency's usual name, else as written.
    inputs : str or None
        Whose material it says went into the text beside its own.
    pages : tuple of (int, int)
        ``(start, page)``: from this offset on the text stands on this page, counted from 1; empty without pages.
    warnings : tuple of str
        What the reader could not read, or read otherwise than the file's name says.
    cited : bool
        Whether somebody read it and no text of it is held: ``text`` is empty, its receipts are ``cited``, and ``id``
        hashes what names it instead of its bytes.
    extent : str or None
        How much of a cited document was read: ``whole``, ``excerpt``, ``search-result-text`` or ``row``.
    """

    id: str
    stem: str
    text: str
    media_type: str
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    offsets: OffsetMap
    published: str | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    rights: str | None = None
    lang: str | None = None
    genre: str | None = None
    project_written: bool = False
    private: bool = False
    sources: tuple[SourceRef, ...] = ()
    via: str | None = None
    inputs: str | None = None
    pages: tuple[tuple[int, int], ...] = ()
    warnings: tuple[str, ...] = ()
    cited: bool = False
    extent: str | None = None

    def locator(self, start: int) -> str | None:
        """Return where an offset stands for somebody who holds the document (``page 3``); None without pages."""
        index = bisect_right(self.pages, start, key=lambda page: page[0]) - 1
        return f"page {self.pages[index][1]}" if index >= 0 else None

    @property
    def grade(self) -> str:
        """The grade of receipts taken from this document: ``quoted``, ``cited`` or ``paraphrased``."""
        if self.cited:
            return "cited"
        return "paraphrased" if self.project_written else "quoted"
