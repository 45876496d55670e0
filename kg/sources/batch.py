"""What a loader gives: cited documents with their records, and an account of everything that it did not take."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.documents.document import Document, OffsetMap
from kg.model import Record, SourceRef
from kg.registry import Registry

if TYPE_CHECKING:
    from kg.sources.curated.coverage import Coverage

CONFIDENCE = 0.98
"""How surely a person read what a curated record says: the error rate aimed at is below 2 %."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one place of one file.

    Attributes
    ----------
    file : str
        As the user named it, or its path below the folder given.
    line : int
        Counted from 1; 0 where the whole file is meant.
    where : str
        The path inside the file (``records/0/stages/1/date``), or the cell.
    severity : str
        ``error`` (what it stands in is refused) or ``warning``.
    """

    file: str
    line: int
    where: str
    message: str
    hint: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        """Return it as one line of a report."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        at = f" {self.where}:" if self.where else ""
        return f"{place}:{at} {self.message}" + (f" {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Cited:
    """One document that somebody read and that is not held, with the records that rest on it."""

    document: Document
    records: tuple[Record, ...]
    accessed: str | None = None
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """The result of a loader.

    Attributes
    ----------
    sources : tuple of Cited
        By document; no two have the same.
    problems : tuple of Problem
        In the order of the files.
    read, loaded : int
        Rows or records that the files hold, and those among the sources.
    refused : Counter of str
        The others, by reason: ``read == loaded + sum(refused.values())``.
    scope : callable
        Whether a claim's rule is of what these files state: what the graph has of it and the batch has not, goes. None
        where each document is a file of its own: it is replaced as a whole, and no other is touched.
    coverage : tuple of Coverage or None
        What the files declare to cover; None where they say nothing, so that what was declared before stays.
    """

    sources: tuple[Cited, ...]
    problems: tuple[Problem, ...] = ()
    read: int = 0
    loaded: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    scope: Callable[[str], bool] | None = None
    coverage: tuple[Coverage, ...] | None = None


class Loader(Protocol):
    """What the entry points of ``kg.sources`` lead to."""

    def __call__(self, paths: Iterable[Path], *, registry: Registry, unverified: bool = False) -> Batch:
        """Read files; nothing is written."""


def cited_document(source: SourceRef, *, id: str, extent: str | None, lang: str | None = None) -> Document:
    """Return the document behind a citation: what is known about it, and no text."""
    return Document(
        id=id,
        stem="",
        text="",
        media_type="text/plain",
        blocks=(),
        sentences=(),
        offsets=OffsetMap.identity(0),
        published=source.published,
        publisher=source.publisher,
        title=source.title,
        url=source.url,
        rights=source.rights,
        lang=lang,
        sources=(source,),
        cited=True,
        extent=extent,
    )


def cited_id(url: str, sha256: str | None) -> str:
    """Return what names a cited page: a hash of its address and of the text that was read.

    Not the hash of the text alone, so that a page that is also read in keeps a graph of its own.
    """
    return hashlib.sha256(f"{url}\n{sha256 or ''}\n".encode()).hexdigest()
