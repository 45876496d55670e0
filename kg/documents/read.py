"""From a file to a :class:`Document`: pick the reader, normalise, read the imprint, split into sentences."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from kg import plugins
from kg.documents.container import MARK, Part, passed_over
from kg.documents.credits import find_credits, own_credit
from kg.documents.document import Document, OffsetMap
from kg.documents.formats import CONTAINERS, SUFFIXES, ZIP, Format, detect
from kg.documents.limits import Limits
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

SIZE_LIMIT = 32 * 1024 * 1024
"""Bytes of one plain text or Markdown file; a larger one is refused by name, since no page comes near it."""


def read_path(path: Path, *, published: str | None = None) -> tuple[Document, bytes]:
    """Read a file that is one document.

    Parameters
    ----------
    path : Path
        A file whose suffix has a reader, or a document within one (``archive.zip!/member.html``).
    published : str, optional
        ISO date of publication, where the user knows it; wins over what the page says.

    Returns
    -------
    Document, bytes
        The document and the bytes that it was read from.

    Raises
    ------
    MissingPathError
        If there is no such file or member.
    RefusedDocumentError
        If no reader knows the suffix, a limit is broken, the bytes are not what they are named, or the file holds
        several documents.
    UnreadableDocumentError
        If the bytes are not those of their kind, the front matter is broken, or the system refuses to open the file.
    EmptyDocumentError
        If it holds no text.
    """
    whole, _, inner = str(path).partition(MARK)
    parts = list(read_parts(Path(whole), published=published))
    if inner:
        parts = [p for p in parts if p.path == str(path)]
        if not parts:
            raise MissingPathError(path)
    elif len(parts) > 1 and parts[0].path != str(path):
        names = ", ".join(p.path for p in parts[:5]) + (", …" if len(parts) > 5 else "")
        raise RefusedDocumentError(f"It holds {len(parts)} documents.", hint=f"Name one of them: {names}.")
    found = parts[0]
    if found.document is None:
        kind = {"refused": RefusedDocumentError, "skipped": EmptyDocumentError}.get(
            found.status, UnreadableDocumentError
        )
        raise kind(found.reason)
    return found.document, found.data


def read_parts(path: Path, *, published: str | None = None) -> Iterator[Part]:
    """Yield every document of a file: the file itself, or what a ZIP holds, or an e-mail and its attachments.

    Parameters
    ----------
    path, published
        As for :func:`read_path`; a day of publication holds for all documents of the file.

    Raises
    ------
    MissingPathError, RefusedDocumentError, UnreadableDocumentError, EmptyDocumentError
        For the file itself, as :func:`read_path`. What is wrong with a member is told in its part.
    """
    data = load_file(path)
    yield from _parts(data, str(path), published=published, depth=0, limits=Limits.current())


def _parts(data: bytes, path: str, *, published: str | None, depth: int, limits: Limits) -> Iterator[Part]:
    name = path.rsplit(MARK, 1)[-1]
    form, note = detect(data, PurePosixPath(name).suffix)
    if form == ZIP and depth >= limits.depth:
        raise limits.exceeded("depth", "A ZIP archive within another is not opened.")
    if depth > limits.depth + 1:
        raise limits.exceeded("depth", "It lies too deep within other files.")
    reading = _read(data, form, limits)
    stem = PurePosixPath(name).stem if path == name or MARK not in path else _stem(path)
    if form != ZIP and (reading.text.strip() or not reading.members):
        document = _document(data, reading, form, stem=stem, note=note, published=published)
        yield Part(path=path, document=document, data=data)
    found = 0
    for member in reading.members:
        inner = f"{path}{MARK}{member.path}"
        status, reason = member.status, member.reason
        if not status and (reason := passed_over(member)):
            if reason == "-":
                continue
            status = "skipped"
        found += 1
        if status:
            yield Part(path=inner, status=status, reason=reason)
            continue
        try:
            yield from _parts(member.data, inner, published=published, depth=depth + 1, limits=limits)
        except EmptyDocumentError as error:
            yield Part(path=inner, status="skipped", reason=str(error))
        except RefusedDocumentError as error:
            yield Part(path=inner, status="refused", reason=str(error))
        except UnreadableDocumentError as error:
            yield Part(path=inner, status="failed", reason=str(error))
    if form == ZIP and not found:
        raise EmptyDocumentError("The archive holds no file.", hint="Nothing was stored.")


def _stem(path: str) -> str:
    """Return the name of a member in records: its container's file name and its own path (unique in the file)."""
    outer, _, inner = path.partition(MARK)
    return f"{PurePosixPath(outer).name}{MARK}{inner}"


def load_file(path: Path) -> bytes:
    """Return a file's bytes, its kind and size looked at before.

    Raises
    ------
    MissingPathError, RefusedDocumentError, UnreadableDocumentError
        See :func:`read_path`.
    """
    if not path.exists():
        raise MissingPathError(path)
    if path.suffix.lower() not in SUFFIXES:
        raise RefusedDocumentError(
            f"No reader for {path.suffix or 'a file without suffix'!r}.",
            hint=f"Readers: {', '.join(sorted(SUFFIXES))}.",
        )
    limits = Limits.current()
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise RefusedDocumentError("It is not a regular file.", hint="Give a file with a document in it.")
        _check_size(about.st_size, SUFFIXES[path.suffix.lower()], limits)
        with path.open("rb") as handle:
            data = handle.read(limits.file_bytes + 1)
    except OSError as error:
        raise UnreadableDocumentError(f"The system refuses to read it: {error.strerror}.") from None
    _check_size(len(data), SUFFIXES[path.suffix.lower()], limits)
    return data


def _check_size(size: int, form: Format, limits: Limits) -> None:
    if not form.in_worker and size > SIZE_LIMIT:
        raise RefusedDocumentError(
            f"The file has {size} bytes.", hint=f"At most {SIZE_LIMIT} are read; split it into its documents."
        )
    if size > limits.file_bytes:
        raise limits.exceeded("file_bytes", f"The file has {size} bytes.")


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
    form, note = detect(data, PurePosixPath(name).suffix)
    if form == ZIP:
        raise RefusedDocumentError("A ZIP archive is no document.", hint="Read the documents in it.")
    reading = _read(data, form, Limits.current())
    return _document(data, reading, form, stem=PurePosixPath(name).stem, note=note, published=published)


def _read(data: bytes, form: Format, limits: Limits) -> Reading:
    _check_size(len(data), form, limits)
    if not data:
        raise EmptyDocumentError("The file is empty.", hint="Nothing was stored.")
    if form.in_worker:
        from kg.documents import sandbox

        return sandbox.read(form.reader, data, limits=limits)
    reader: Callable[[str], Reading] = plugins.load("kg.readers", form.reader)
    text, offsets = normalise(decode(data))
    reading = reader(text)
    outer = reading.offsets
    composed = (offsets if text else OffsetMap.identity(0)) if outer is None else outer.through(offsets)
    return Reading(text=reading.text, blocks=reading.blocks, offsets=composed, metadata=reading.metadata)


def _document(data: bytes, reading: Reading, form: Format, *, stem: str, note: str, published: str | None) -> Document:
    if not reading.text.strip():
        raise EmptyDocumentError(f"The file has {len(data)} bytes and no text.", hint="Nothing was stored.")
    metadata = dict(reading.metadata)
    imprint = find_imprint(reading.text)
    metadata.setdefault("published", imprint.published)
    metadata.setdefault("publisher", imprint.publisher)
    if published is not None:
        metadata["published"] = published
    found = find_credits(reading.text, publisher=metadata["publisher"], rights=metadata.get("rights"))
    metadata["via"] = own_credit(metadata.get("via"), metadata["publisher"]) or found.via
    metadata["inputs"] = found.inputs if found.inputs != metadata["via"] else None
    if "title" not in metadata and reading.blocks and reading.blocks[0].kind == "heading":
        metadata["title"] = reading.text[reading.blocks[0].start : reading.blocks[0].end].strip()
    return Document(
        id=hashlib.sha256(data).hexdigest(),
        stem=stem,
        text=reading.text,
        media_type=form.media_type,
        blocks=reading.blocks,
        sentences=sentences(reading.text, reading.blocks),
        offsets=reading.offsets or OffsetMap.identity(len(reading.text)),
        pages=reading.pages,
        warnings=(*((note,) if note else ()), *reading.warnings),
        **metadata,
    )


def is_container(path: Path) -> bool:
    """Whether a file's suffix is that of a format whose files can hold documents of their own."""
    return SUFFIXES.get(path.suffix.lower()) in CONTAINERS
