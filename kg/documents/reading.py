"""What a reader hands over: the text without markup, its blocks, the map back, and what the file says of itself.

A reader is an entry point of the group ``kg.readers``. A reader of text is called with the decoded, normalised text;
a reader of bytes with the file's bytes and the limits, in the worker process. Both return a :class:`Reading`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.documents.document import BLOCK_KINDS, Block, OffsetMap

STATED = ("published", "publisher", "title", "url", "rights", "lang", "genre", "via")
"""Fields of metadata that a reader of bytes may hand over; all are strings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One document within a file: a member of a ZIP, an attachment of an e-mail.

    Attributes
    ----------
    path : str
        Within the container, with slashes.
    data : bytes
        As unpacked.
    status, reason : str
        Why it is not read (``skipped`` or ``refused``, and a sentence); both empty where it is.
    """

    path: str
    data: bytes = b""
    status: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The result of a reader.

    Attributes
    ----------
    text : str
        Without markup; blocks count in it. Empty for a file that only holds others.
    offsets : OffsetMap or None
        To the reader's input; None where the text is the input unchanged, or the input is not text.
    metadata : mapping
        Fields of :class:`kg.documents.Document` that the file states.
    pages : tuple of (int, int)
        ``(start, page)``: from this offset on the text stands on this page, counted from 1. Empty without pages.
    warnings : tuple of str
        What the user has to know of the file; no full stop.
    members : tuple of Member
        Documents that the file holds.
    """

    text: str
    blocks: tuple[Block, ...]
    offsets: OffsetMap | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    pages: tuple[tuple[int, int], ...] = ()
    warnings: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()


def dump(reading: Reading) -> bytes:
    """Return a reading of bytes as JSON, without its members."""
    return json.dumps(
        {
            "text": reading.text,
            "blocks": [[b.kind, b.start, b.end] for b in reading.blocks],
            "metadata": {k: v for k, v in reading.metadata.items() if k in STATED and v},
            "pages": reading.pages,
            "warnings": reading.warnings,
        },
        ensure_ascii=True,
    ).encode("ascii")


def load(body: bytes, members: Sequence[Member]) -> Reading:
    """Return the reading that :func:`dump` wrote; what comes from a worker is checked, not trusted.

    Raises
    ------
    ValueError
        If it is not a reading: wrong types, blocks out of order or outside the text, unknown fields.
    """
    data = json.loads(body)
    try:
        text = _string(data["text"])
        blocks = tuple(Block(kind, int(start), int(end)) for kind, start, end in data["blocks"])
        metadata = {name: _string(value) for name, value in data["metadata"].items()}
        pages = tuple((int(start), int(page)) for start, page in data["pages"])
        warnings = tuple(_string(w) for w in data["warnings"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(error) from None
    ends = [0, *(edge for b in blocks for edge in (b.start, b.end)), len(text)]
    starts = [start for start, _ in pages]
    sound = ends == sorted(ends) and starts == sorted(starts) and all(b.kind in BLOCK_KINDS for b in blocks)
    if not sound or set(metadata) - set(STATED) or any(not 0 <= s <= len(text) for s in starts):
        raise ValueError("not a reading")
    return Reading(text=text, blocks=blocks, metadata=metadata, pages=pages, warnings=warnings, members=tuple(members))


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode("utf-8")  # no lone surrogates
    return value
