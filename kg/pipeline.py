"""The order of the stages: documents to records to claims to the view. Nothing else knows it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import plugins
from kg.documents import SUFFIXES, is_container, read_parts
from kg.documents.archive import Archive
from kg.documents.language import unread_reason
from kg.errors import (
    EmptyDocumentError,
    KGError,
    MissingPathError,
    RefusedDocumentError,
    UnreadableDocumentError,
    WorkspaceError,
)
from kg.graph import OxigraphStore, build_view, decode, default_graph, encode
from kg.graph.restore import read_graph
from kg.graph.serialise import triples_hash
from kg.graph.validate import validate_document
from kg.namespaces import doc_iri
from kg.registry import Registry

if TYPE_CHECKING:
    from kg.documents import Document, Part
    from kg.extraction import Extraction
    from kg.graph import Encoded
    from kg.settings import Workspace

Progress = Callable[[int, int, str], None]
STATUSES = ("added", "unchanged", "skipped", "failed", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one document; a member's path is ``archive.zip!/member.html``.

    Attributes
    ----------
    status : str
        One of :data:`STATUSES`.
    id : str or None
        SHA-256 of the document, where it could be read.
    reason : str
        Why, where the status alone does not say it; warnings too.
    records : int
        Records that the document gave.
    """

    path: str
    status: str
    id: str | None = None
    reason: str = ""
    records: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The result of :func:`ingest`: an outcome for each document, in the order given, and the gate's refusals."""

    outcomes: tuple[Outcome, ...]
    refusals: Counter[str] = field(default_factory=Counter)
    changed_quads: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the report in the shape that scripts rely on."""
        rows = [
            {"id": o.id, "path": o.path, "status": o.status, "reason": o.reason, "records": o.records}
            for o in self.outcomes
        ]
        return {"documents": rows, "refusals": dict(sorted(self.refusals.items())), "changed_quads": self.changed_quads}


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
    paths: Sequence[Path], *, extractor: str = "rules", published: str | None = None, registry: Registry | None = None
) -> Iterator[Extracted]:
    """Read and extract files and folders, one result a document; what fails does not stop the others.

    Parameters
    ----------
    paths : sequence of Path
        Files or folders.
    extractor : str
        Name of a registered extractor.
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
    for path, reason in files:
        yield from _extract_file(path, reason, extractor=extractor, published=published, registry=registry)


def _extract_file(
    path: Path, skip: str, *, extractor: str, published: str | None, registry: Registry
) -> Iterator[Extracted]:
    """Yield what became of each document of a file: one, or those that it holds."""
    if skip:
        yield Extracted(path=path, status="skipped", reason=skip)
        return
    try:
        for part in read_parts(path, published=published):
            yield _extract_part(part, extractor=extractor, registry=registry)
    except EmptyDocumentError as error:
        yield Extracted(path=path, status="skipped", reason=str(error))
    except RefusedDocumentError as error:
        yield Extracted(path=path, status="refused", reason=str(error))
    except UnreadableDocumentError as error:
        yield Extracted(path=path, status="failed", reason=str(error))


def _extract_part(part: Part, *, extractor: str, registry: Registry) -> Extracted:
    path, document, data = Path(part.path), part.document, part.data
    if document is None:
        return Extracted(path=path, status=part.status, reason=part.reason)
    foreign = unread_reason(document)
    if foreign:
        return Extracted(path=path, status="skipped", reason=foreign, document=document, data=data)
    reader = plugins.load("kg.extractors", extractor)()
    try:
        extraction = reader.extract(document, registry=registry)
    except KGError:
        raise
    except Exception as error:  # noqa: BLE001 - one page must not cost the others; the fault is reported as such
        reason = f"The extractor {extractor!r} broke on it ({type(error).__name__}: {error}). Nothing was stored."
        return Extracted(path=path, status="failed", reason=f"{reason} Please report this with the document.")
    return Extracted(path=path, document=document, data=data, extraction=extraction)


def ingest(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    extractor: str = "rules",
    published: str | None = None,
    private: bool | None = None,
    registry: Registry | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read documents into a workspace's graph.

    The archive is written first, document by document; then the claims of all documents and the rebuilt view reach
    the store in one transaction. An interruption leaves the graph as it was.

    Parameters
    ----------
    workspace : Workspace
        Where to.
    paths : sequence of Path
        Files or folders.
    extractor : str
        Name of a registered extractor.
    published : str, optional
        ISO day of publication; wins over what the pages say.
    private : bool, optional
        Whether public exports are to leave the documents out; without it a document stays what it was, and a new one
        is what it says itself.
    progress : callable, optional
        Called with (done, total, path).

    Returns
    -------
    Report
        ``added`` documents are new or read differently than before; ``unchanged`` ones changed no quad.
    """
    files = list(expand_paths(paths))
    registry = registry or Registry.load()
    archive = Archive(workspace.archive)
    outcomes: list[Outcome] = []
    refusals: Counter[str] = Counter()
    with OxigraphStore(workspace.store) as store:
        fresh: dict[str, Encoded] = {}
        for number, (path, skip) in enumerate(files):
            if progress:
                progress(number, len(files), str(path))
            for found in _extract_file(path, skip, extractor=extractor, published=published, registry=registry):
                result = _with_privacy(found, archive, private)
                outcome, encoded = _stage(result, store, fresh)
                if result.extraction is not None:
                    refusals.update(r.reason for r in result.extraction.refusals)
                if result.document is not None and (encoded is not None or outcome.status == "skipped"):
                    archive.add(result.document, result.data, suffix=result.path.suffix)
                if encoded is not None:
                    fresh[encoded.graph] = encoded
                outcomes.append(outcome)
        if progress:
            progress(len(files), len(files), "")
        changed = _commit(store, fresh, registry)
    for outcome in outcomes:
        archive.log(outcome.status, doc=outcome.id, path=outcome.path, reason=outcome.reason)
    return Report(tuple(outcomes), refusals, changed)


def _with_privacy(result: Extracted, archive: Archive, private: bool | None) -> Extracted:
    """Mark a document as the user wants it; reading one again does not make it public by accident."""
    document = result.document
    if document is None:
        return result
    wanted = (document.private or archive.is_private(document.id)) if private is None else private
    return result if wanted == document.private else replace(result, document=replace(document, private=wanted))


def _stage(result: Extracted, store: OxigraphStore, fresh: dict[str, Encoded]) -> tuple[Outcome, Encoded | None]:
    """Encode and check one extracted document; return its outcome and, where the graph has to change, its quads."""
    path = str(result.path)
    if result.document is None or result.extraction is None:
        sha256 = result.document.id if result.document else None
        return Outcome(path=path, status=result.status, id=sha256, reason=result.reason), None
    document, records = result.document, result.extraction.records
    graph = doc_iri(document.id)
    if graph in fresh:
        return Outcome(path=path, status="unchanged", id=document.id, reason="the same bytes were given twice",
                       records=len(records)), None  # fmt: skip
    encoded = encode(document, records)
    violations = [r for r in validate_document(encoded.quads) if r.severity == "violation"]
    if violations:
        reason = f"{len(violations)} violations of the shapes, the first: {violations[0].message}"
        return Outcome(path=path, status="failed", id=document.id, reason=reason), None
    notes = list(document.warnings)
    if document.published is None:
        notes.append("no publication day found, so no --known-at sees it; give --published")
    if not records:
        notes.append("no relation of this field found")
    unread = sum(gap.kind == "over-long-sentence" for gap in result.extraction.gaps)
    if unread:
        notes.append(
            f"{unread} over-long sentence{'s' if unread > 1 else ''} not read (--gaps of kg extract lists them)"
        )
    reason = "; ".join(notes)
    if graph in store and set(store.quads(graph)) == set(encoded.quads):
        return Outcome(path=path, status="unchanged", id=document.id, reason=reason, records=len(records)), None
    return Outcome(path=path, status="added", id=document.id, reason=reason, records=len(records)), encoded


def _commit(store: OxigraphStore, fresh: dict[str, Encoded], registry: Registry) -> int:
    claims = [c for e in fresh.values() for c in e.claims]
    for graph in store.documents():
        if graph not in fresh:
            claims += decode(store.quads(graph))
    view = build_view(claims, registry=registry)
    documents = {g: e.quads for g, e in fresh.items()}
    return store.replace(documents, view=default_graph(view, registry))


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The result of :func:`import_graph`.

    Attributes
    ----------
    added, unchanged : int
        Documents of the file that were new or different here, and those that were here already.
    changed_quads : int
        Quads added and removed, the view's included.
    same_graph : bool
        Whether the graph now has the triples of the file, no more and no fewer.
    """

    added: int
    unchanged: int
    changed_quads: int
    same_graph: bool


def import_graph(workspace: Workspace, path: Path, *, registry: Registry | None = None) -> Imported:
    """Take over the claims of an exported graph, and build the view again from them.

    Parameters
    ----------
    workspace : Workspace
        Where to; documents that it has besides stay.
    path : Path
        What `kg export` wrote, in a format of :data:`kg.graph.restore.FORMATS`.

    Raises
    ------
    MissingPathError
        If there is no such file.
    UnreadableDocumentError
        If any document in it is not what this project writes; then nothing is taken over.
    """
    if not path.is_file():
        raise MissingPathError(path)
    restored = read_graph(path)
    registry = registry or Registry.load()
    with OxigraphStore(workspace.store) as store:
        fresh = {g: q for g, q in restored.documents.items() if g not in store or set(store.quads(g)) != set(q)}
        claims = [c for q in fresh.values() for c in decode(q)]
        claims += [c for g in store.documents() if g not in fresh for c in decode(store.quads(g))]
        changed = store.replace(fresh, view=default_graph(build_view(claims, registry=registry), registry))
        same = triples_hash(store.raw) == triples_hash(restored.quads)
    Archive(workspace.archive).log("imported", path=str(path), documents=sorted(fresh))
    return Imported(
        added=len(fresh), unchanged=len(restored.documents) - len(fresh), changed_quads=changed, same_graph=same
    )


def open_store(workspace: Workspace) -> OxigraphStore:
    """Open a workspace's graph for reading.

    Raises
    ------
    WorkspaceError
        If nothing has been ingested yet.
    """
    if not workspace.store.exists():
        raise WorkspaceError(f"{workspace.root} holds no graph yet.", hint="Run `kg ingest FILES` first.")
    return OxigraphStore(workspace.store, read_only=True)
