"""Documents into a workspace's graph, all of them in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.documents.archive import Archive
from kg.graph import encode
from kg.graph.subset import withdrawals
from kg.graph.validate import validate_document
from kg.namespaces import doc_iri
from kg.pipeline.build import commit
from kg.pipeline.extractors import Extractor, running
from kg.pipeline.reading import Extracted, expand_paths, extract_file, read_documents
from kg.pipeline.settling import Rulings, writing_graph
from kg.registry import Registry

if TYPE_CHECKING:
    from kg.documents import Document
    from kg.graph import Encoded, Store
    from kg.resolution.docket import Docket
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


def ingest(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    extractor: str | Extractor = "rules",
    published: str | None = None,
    private: bool | None = None,
    restore: bool = False,
    registry: Registry | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read documents into a workspace's graph.

    The archive is written first, document by document; then the claims of all documents and the rebuilt view reach
    the store in one transaction. An interruption leaves the graph as it was. A remote store (``--store``) takes
    documents in batches, each one counted when it is whole, and the view after them; the same command goes on where one
    was cut off.

    Parameters
    ----------
    workspace : Workspace
        Where to.
    paths : sequence of Path
        Files or folders.
    extractor : str or Extractor
        Name of a registered extractor, or one made by :func:`kg.pipeline.extractors.prepared`.
    published : str, optional
        ISO day of publication; wins over what the pages say.
    private : bool, optional
        Whether public exports are to leave the documents out; without it a document stays what it was, and a new one
        is what it says itself.
    restore : bool
        Whether to take back retractions and withdrawals of these documents; a retracted one is refused without it, a
        redacted one always.
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
    with writing_graph(workspace, registry=registry) as store, ExitStack() as stack:
        rulings = Rulings.of(workspace)
        fresh: dict[str, Encoded] = {}
        waiting: list[str] = []
        written = 0

        def admit(document: Document) -> Document | None:
            entry = rulings.docket.removed.get(document.id)
            taken_back = entry is not None and (entry.action == "redact" or not restore)
            return None if taken_back else _with_privacy(document, archive, private)

        reader = stack.enter_context(
            running(extractor, lambda: read_documents(files, published=published, admit=admit))
        )
        for number, (path, skip) in enumerate(files):
            if progress:
                progress(number, len(files), str(path))
            for result in extract_file(
                path, skip, extractor=reader, published=published, registry=registry, admit=admit
            ):
                refusal = _refusal(result, rulings.docket, restore=restore)
                if refusal is not None:
                    outcomes.append(refusal)
                    continue
                outcome, encoded = _stage(result, store, fresh, rulings, restore=restore)
                if result.extraction is not None:
                    refusals.update(r.reason for r in result.extraction.refusals)
                if result.document is not None and (encoded is not None or outcome.status == "skipped"):
                    archive.add(result.document, result.data, suffix=result.path.suffix)
                if encoded is not None:
                    fresh[encoded.graph] = encoded
                    waiting.append(encoded.graph)
                outcomes.append(outcome)
            if store.documents_at_once is not None and len(waiting) >= store.documents_at_once:
                written += store.replace({g: fresh[g].quads for g in waiting})
                fresh.update((g, replace(fresh[g], quads=(), claims=())) for g in waiting)
                waiting.clear()
        if progress:
            progress(len(files), len(files), "")
        # Documents that say nothing new renew a view that another version built.
        quads = {g: fresh[g].quads for g in waiting}
        changed = written + commit(workspace, store, quads, registry=registry, whole=not fresh)
    for outcome in outcomes:
        archive.log(outcome.status, doc=outcome.id, path=outcome.path, reason=outcome.reason)
    return Report(tuple(outcomes), refusals, changed)


def _refusal(result: Extracted, docket: Docket, *, restore: bool) -> Outcome | None:
    """Refuse a document that was taken back, or log that the user takes it in again."""
    if result.document is None:
        return None
    sha256 = result.document.id
    entry = docket.removed.get(sha256)
    if restore and (entry or sha256 in docket.withdrawn) and (entry is None or entry.action != "redact"):
        docket.add([{"action": "restore", "sha256": sha256, "reason": "ingested again with --restore"}])
        return None
    if entry is None:
        return None
    hint = "" if entry.action == "redact" else "; --restore takes it in again"
    return Outcome(path=str(result.path), status="refused", id=sha256, reason=entry.says() + hint)


def _with_privacy(document: Document, archive: Archive, private: bool | None) -> Document:
    """Mark a document as the user wants it; reading one again does not make it public by accident."""
    wanted = (document.private or archive.is_private(document.id)) if private is None else private
    return document if wanted == document.private else replace(document, private=wanted)


def _stage(
    result: Extracted, store: Store, fresh: dict[str, Encoded], rulings: Rulings, *, restore: bool
) -> tuple[Outcome, Encoded | None]:
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
    closed_before = None if restore else withdrawals(store).get(graph)
    ruled = rulings.apply(graph, encoded.quads, text=document.text, before=closed_before)
    encoded = replace(encoded, quads=tuple(ruled))
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
    withheld = sum(gap.kind == "addressed-to-a-machine" for gap in result.extraction.gaps)
    if withheld:
        notes.append(f"{withheld} sentence{'s' if withheld > 1 else ''} addressed to machines kept from the model")
    reason = "; ".join(notes)
    if graph in store and set(store.quads(graph)) == set(encoded.quads):
        return Outcome(path=path, status="unchanged", id=document.id, reason=reason, records=len(records)), None
    return Outcome(path=path, status="added", id=document.id, reason=reason, records=len(records)), encoded
