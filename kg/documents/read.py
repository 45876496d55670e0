"""From a file to a :class:`Document`: pick the reader, normalise, read the imprint, split into sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from kg import plugins
from kg.documents.document import Document, OffsetMap
from kg.documents.metadata import find_imprint
from kg.documents.normalise import decode, normalise
from kg.documents.reading import Reading
from kg.documents.segment import sentences
from kg.errors import (
    EmptyDocumentError,
    MissingPathError,
    RefusedDocumentError,
    UnreadableDocumentError,
)

SUFFIXES: dict[str, tuple[str, str]] = {
    ".txt": ("plain", "text/plain"),
    ".text": ("plain", "text/plain"),
    ".md": ("markdown", "text/markdown"),
    ".markdown": ("markdown", "text/markdown"),
}
"""Suffix to (reader, media type); readers are entry points of the group ``kg.readers``."""

SIZE_LIMIT = 32 * 1024 * 1024
"""Bytes of one text document; a larger one is refused by name, since no page of this field comes near it."""


def read_path(path: Path, *, published: str | None = None) -> tuple[Document, bytes]:
    """Read a file.

    Parameters
    ----------
    path : Path
        A file whose suffix has a reader.
    published : str, optional
        ISO date of publication, where the user knows it; wins over what the page says.

    Returns
    -------
    Document, bytes
        The document and the bytes that it was read from.

    Raises
    ------
    MissingPathError
        If there is no such file.
    RefusedDocumentError
        If no reader knows the suffix, the file is over the size limit, or its bytes are not text.
    UnreadableDocumentError
        If the bytes are not UTF-8, the front matter is broken, or the system refuses to open the file.
    EmptyDocumentError
        If it holds no text.
    """
    if not path.exists():
        raise MissingPathError(path)
    if path.suffix.lower() not in SUFFIXES:
        raise RefusedDocumentError(
            f"No reader for {path.suffix or 'a file without suffix'!r}.",
            hint=f"Readers: {', '.join(sorted(SUFFIXES))}.",
        )
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise RefusedDocumentError(
                f"The file has {size} bytes.",
                hint=f"At most {SIZE_LIMIT} are read; split it into its documents.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocumentError(f"The system refuses to read it: {error.strerror}.") from None
    return read_bytes(data, name=path.name, published=published), data


def read_bytes(data: bytes, *, name: str, published: str | None = None) -> Document:
    """Read a document from its bytes; see :func:`read_path` for the errors.

    Parameters
    ----------
    data : bytes
        The document as retrieved.
    name : str
        A file name: its suffix picks the reader, its stem becomes the document's.
    published : str, optional
        As for :func:`read_path`.
    """
    path = Path(name)
    reader_name, media_type = SUFFIXES[path.suffix.lower()]
    reader: Callable[[str], Reading] = plugins.load("kg.readers", reader_name)
    source = decode(data)
    text, offsets = normalise(source)
    reading = reader(text)
    if not reading.text.strip():
        raise EmptyDocumentError(
            f"The file has {len(data)} bytes and no text." if data else "The file is empty.",
            hint="Nothing was stored.",
        )
    metadata = dict(reading.metadata)
    imprint = find_imprint(reading.text)
    metadata.setdefault("published", imprint.published)
    metadata.setdefault("publisher", imprint.publisher)
    if published is not None:
        metadata["published"] = published
    if "title" not in metadata and reading.blocks and reading.blocks[0].kind == "heading":
        metadata["title"] = reading.text[reading.blocks[0].start : reading.blocks[0].end].strip()
    return Document(
        id=hashlib.sha256(data).hexdigest(),
        stem=path.stem,
        text=reading.text,
        media_type=media_type,
        blocks=reading.blocks,
        sentences=sentences(reading.text, reading.blocks),
        offsets=_compose(reading.offsets, offsets, len(reading.text)),
        **metadata,
    )


def _compose(outer: OffsetMap | None, inner: OffsetMap, length: int) -> OffsetMap:
    if outer is None:
        return inner if length else OffsetMap.identity(0)
    return outer.through(inner)
