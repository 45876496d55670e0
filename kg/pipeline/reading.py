"""Files to documents and their records; what fails does not stop the others."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents import SUFFIXES, is_container, read_parts
from kg.documents.language import unread_reason
from kg.errors import (
    EmptyDocumentError,
    KGError,
    MissingPathError,
    ModelUnansweredError,
    RefusedDocumentError,
    UnreadableDocumentError,
)
from kg.pipeline.extractors import Extractor, running
from kg.registry import Registry

if TYPE_CHECKING:
    from kg.documents import Document, Part
    from kg.extraction import Extraction

Admit = Callable[["Document"], "Document | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """One document read and its relations extracted, or the status and reason why not.

    ``path`` is the file's, or ``archive.zip!/member.html``. A document that is skipped for its language is there
    without an extraction.
    """

    path: Path
    status: str = "read"
    reason: str = ""
    document: Document | None = None
    data: bytes = b""
    extraction: Extraction | None = None


def expand_paths(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield each file with a reason to skip it (empty: read it); folders are walked in the order of names.

    Raises
    ------
    MissingPathError
        If a path does not exist; nothing has been read by then.
    """
    given = list(paths)
    for path in given:
        if not path.exists():
            raise MissingPathError(path)
    named = {path.resolve() for path in given if path.is_file()}  # what is given by name is read, not passed over
    seen: set[Path] = set()
    for path in given:
        for file, reason in _walk(path) if path.is_dir() else [(path, "")]:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file, "" if file.resolve() in named else reason


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            path = Path(root) / name
            if name.startswith("."):
                continue  # editors' and systems' own files
            if path.suffix.lower() not in SUFFIXES:
                yield path, f"no reader for {path.suffix or 'a file without suffix'}"
            elif path.stem.upper() == "README":
                yield path, "a README describes its folder; give it by name to read it"
            else:
                yield path, ""


def extract_paths(
    paths: Sequence[Path],
    *,
    extractor: str | Extractor = "rules",
    published: str | None = None,
    registry: Registry | None = None,
) -> Iterator[Extracted]:
    """Read and extract files and folders, one result a document; what fails does not stop the others.

    Parameters
    ----------
    paths : sequence of Path
        Files or folders.
    extractor : str or Extractor
        Name of a registered extractor, or one made by :func:`kg.pipeline.extractors.prepared`.
    published : str, optional
        ISO day of publication; wins over what the pages say.

    Raises
    ------
    MissingPathError
        If a path does not exist.
    KGError
        If two files have one stem, since records name their document by it.
    """
    files = list(expand_paths(paths))
    stems = Counter(f.name if is_container(f) else f.stem for f, reason in files if not reason)
    twice = sorted(stem for stem, n in stems.items() if n > 1)
    if twice:
        raise KGError(
            f"Two files have the stem {twice[0]!r}, and records name their document by it.", hint="Rename one of them."
        )
    registry = registry or Registry.load()
    with running(extractor, lambda: read_documents(files, published=published)) as reader:
        for path, reason in files:
            yield from extract_file(path, reason, extractor=reader, published=published, registry=registry)


def read_documents(
    files: Iterable[tuple[Path, str]], *, published: str | None, admit: Admit | None = None
) -> Iterator[Document]:
    """Yield the documents of files that can be read, for an extractor that plans ahead."""
    for path, skip in files:
        if skip:
            continue
        try:
            for part in read_parts(path, published=published):
                document = part.document
                if document is not None and admit is not None:
                    document = admit(document)
                if document is not None:
                    yield document
        except (EmptyDocumentError, RefusedDocumentError, UnreadableDocumentError):
            continue  # the reading itself says so


def extract_file(
    path: Path,
    skip: str,
    *,
    extractor: Extractor,
    published: str | None,
    registry: Registry,
    admit: Admit | None = None,
) -> Iterator[Extracted]:
    """Yield what became of each document of a file: one, or those that it holds.

    `admit` sees each document before the extractor does: it may mark it, or return None to have it left alone.
    """
    if skip:
        yield Extracted(path=path, status="skipped", reason=skip)
        return
    try:
        for part in read_parts(path, published=published):
            yield _extract_part(part, extractor=extractor, registry=registry, admit=admit)
    except EmptyDocumentError as error:
        yield Extracted(path=path, status="skipped", reason=str(error))
    except RefusedDocumentError as error:
        yield Extracted(path=path, status="refused", reason=str(error))
    except UnreadableDocumentError as error:
        yield Extracted(path=path, status="failed", reason=str(error))


def _extract_part(part: Part, *, extractor: Extractor, registry: Registry, admit: Admit | None) -> Extracted:
    path, document, data = Path(part.path), part.document, part.data
    if document is None:
        return Extracted(path=path, status=part.status, reason=part.reason)
    admitted = document if admit is None else admit(document)
    if admitted is None:
        return Extracted(path=path, status="refused", document=document, data=data)
    document = admitted
    foreign = "" if getattr(extractor, "reads_any_language", False) else unread_reason(document)
    if foreign:
        return Extracted(path=path, status="skipped", reason=foreign, document=document, data=data)
    try:
        extraction = extractor.extract(document, registry=registry)
    except ModelUnansweredError as error:
        return Extracted(path=path, status=error.status, reason=str(error))
    except KGError:
        raise
    except Exception as error:  # noqa: BLE001 - one page must not cost the others; the fault is reported as such
        name = getattr(extractor, "name", type(extractor).__name__)
        reason = f"The extractor {name!r} broke on it ({type(error).__name__}: {error}). Nothing was stored."
        return Extracted(path=path, status="failed", reason=f"{reason} Please report this with the document.")
    return Extracted(path=path, document=document, data=data, extraction=extraction)
