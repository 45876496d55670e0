"""Curated records and data sets into a workspace's graph: cited documents, all of them in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.documents.archive import Archive
from kg.graph import decode, encode
from kg.graph.account import claim_quads
from kg.graph.coverage import COVERAGE_ID, coverage_quads, statement_quads
from kg.graph.encode import offices_in
from kg.graph.subset import withdrawals
from kg.graph.terms import ips
from kg.graph.validate import validate_document
from kg.namespaces import doc_iri
from kg.pipeline.build import commit
from kg.pipeline.settling import Rulings, writing
from kg.plugins import load as plugin
from kg.registry import Registry
from kg.sources.batch import Batch, Cited, Problem

if TYPE_CHECKING:
    from kg.graph import OxigraphStore, Quad
    from kg.resolution import Claim
    from kg.settings import Workspace

_COVERAGE = doc_iri(COVERAGE_ID)
STATUSES = ("added", "changed", "unchanged", "removed", "refused", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOutcome:
    """What became of one cited document.

    Attributes
    ----------
    status : str
        One of :data:`STATUSES`; ``removed`` where nothing cites it any more.
    id : str
        SHA-256 that names it.
    records : int
        Claims that it holds now.
    """

    status: str
    id: str
    title: str = ""
    reason: str = ""
    records: int = 0


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of :func:`load_sources`.

    Attributes
    ----------
    read, loaded : int
        Rows or curated records; ``read == loaded + sum(refused.values())``.
    """

    name: str
    outcomes: tuple[SourceOutcome, ...]
    problems: tuple[Problem, ...]
    read: int
    loaded: int
    refused: Counter[str] = field(default_factory=Counter)
    changed_quads: int = 0

    def counts(self) -> dict[str, int]:
        """Return how many documents had each outcome."""
        return dict(sorted(Counter(o.status for o in self.outcomes).items()))

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON takes it."""
        return {
            "source": self.name,
            "read": self.read,
            "loaded": self.loaded,
            "refused": dict(sorted(self.refused.items())),
            "documents": [
                {"id": o.id, "status": o.status, "title": o.title, "reason": o.reason, "records": o.records}
                for o in self.outcomes
            ],
            "problems": [
                {"file": p.file, "line": p.line, "where": p.where, "severity": p.severity, "message": p.message,
                 "hint": p.hint}
                for p in self.problems
            ],
            "changed_quads": self.changed_quads,
        }  # fmt: skip


def read_sources(
    name: str, paths: Sequence[Path], *, unverified: bool = False, registry: Registry | None = None
) -> Batch:
    """Read files by a registered loader, and write nothing.

    Raises
    ------
    UnknownTermError
        If there is no loader of that name.
    MissingPathError, SourceFileError
        If a file is not there, or not of the loader's data set.
    """
    batch: Batch = plugin("kg.sources", name)(paths, registry=registry or Registry.load(), unverified=unverified)
    return batch


def load_sources(
    workspace: Workspace,
    name: str,
    paths: Sequence[Path],
    *,
    unverified: bool = False,
    restore: bool = False,
    registry: Registry | None = None,
) -> Loaded:
    """Read curated records or a data set into a workspace's graph.

    What was loaded before from the same files, and is not in them any more, goes; what other files took from the same
    page stays.

    Parameters
    ----------
    name : str
        Of a loader registered under ``kg.sources``.
    paths : sequence of Path
        Its files.
    unverified : bool
        Whether to take records whose pages nobody opened; they count for nothing.
    restore : bool
        Whether to take back retractions and withdrawals of these documents.

    Returns
    -------
    Loaded
        A second call with the same files changes no quad.
    """
    registry = registry or Registry.load()
    batch = read_sources(name, paths, unverified=unverified, registry=registry)
    archive = Archive(workspace.archive)
    outcomes: list[SourceOutcome] = []
    with writing(workspace, registry=registry) as store:
        before = _loaded_before(store)
        rulings = Rulings.of(workspace)
        given = {doc_iri(source.document.id) for source in batch.sources}
        broken = {p.file.rpartition(".")[0] for p in batch.problems if p.severity == "error"}

        def gone(claim: Claim) -> bool:
            # What a file with errors said before stays until the file can be read again.
            rule = claim.record.rule or ""
            if batch.scope is None:
                return claim.doc in given
            return batch.scope(rule) and rule.rpartition(" ")[0] not in broken

        fresh: dict[str, Sequence[Quad] | None] = {}
        for source in batch.sources:
            iri = doc_iri(source.document.id)
            refusal = _refusal(source, rulings, restore=restore)
            if refusal is None:
                kept = [c for c in before.get(iri, ()) if not gone(c)]
                outcome, quads = _staged(source, kept, store, rulings, restore=restore)
                if quads is not None:
                    fresh[iri] = quads
                outcomes.append(outcome)
            else:
                outcomes.append(refusal)
        for iri, claims in before.items():
            if iri not in given and any(map(gone, claims)):
                left = [c for c in claims if not gone(c)]
                fresh[iri] = _only(store.quads(iri), left) if left else None
                sha = claims[0].record.doc
                outcomes.append(SourceOutcome(status="changed" if left else "removed", id=sha, records=len(left)))
        if batch.coverage is not None:
            stated = tuple(coverage_quads(batch.coverage))
            there = set(store.quads(_COVERAGE)) if _COVERAGE in store else set()
            if set(stated) != there:
                fresh[_COVERAGE] = stated or None
        changed = commit(workspace, store, fresh, registry=registry) if fresh else 0
    archive.log("loaded", source=name, files=[str(p) for p in paths], documents=sorted(fresh))
    return Loaded(name, tuple(outcomes), batch.problems, batch.read, batch.loaded, batch.refused, changed)


def _loaded_before(store: OxigraphStore) -> dict[str, tuple[Claim, ...]]:
    """Return the claims of every document of which no text is held, by its IRI."""
    cited = [d for d in store.documents() if any(q.predicate == ips.citedOnly for q in store.about(d))]
    return {d: decode(store.quads(d)) for d in cited}


def _refusal(source: Cited, rulings: Rulings, *, restore: bool) -> SourceOutcome | None:
    sha, title = source.document.id, source.document.title or ""
    entry = rulings.docket.removed.get(sha)
    if restore and (entry or sha in rulings.docket.withdrawn) and (entry is None or entry.action != "redact"):
        rulings.docket.add([{"action": "restore", "sha256": sha, "reason": "loaded again with --restore"}])
        return None
    if entry is None:
        return None
    hint = "" if entry.action == "redact" else "; --restore takes it in again"
    return SourceOutcome(status="refused", id=sha, title=title, reason=entry.says() + hint)


def _staged(
    source: Cited, kept: Iterable[Claim], store: OxigraphStore, rulings: Rulings, *, restore: bool
) -> tuple[SourceOutcome, Sequence[Quad] | None]:
    """Encode and check one cited document; return its outcome and, where the graph has to change, its quads."""
    document = source.document
    records = [*source.records, *(c.record for c in kept)]
    iri, title = doc_iri(document.id), document.title or ""
    encoded = encode(document, records, retrieved=source.accessed)
    closed_before = None if restore else withdrawals(store).get(iri)
    stated = (*encoded.quads, *statement_quads(source.coverage, iri))
    quads = rulings.apply(iri, stated, before=closed_before)
    violations = [r for r in validate_document(quads) if r.severity == "violation"]
    if violations:
        reason = f"{len(violations)} violations of the shapes, the first: {violations[0].message}"
        return SourceOutcome(status="failed", id=document.id, title=title, reason=reason), None
    count = len(encoded.claims)
    if iri not in store:
        return SourceOutcome(status="added", id=document.id, title=title, records=count), quads
    if set(store.quads(iri)) == set(quads):
        return SourceOutcome(status="unchanged", id=document.id, title=title, records=count), None
    return SourceOutcome(status="changed", id=document.id, title=title, records=count), quads


def _only(quads: Iterable[Quad], claims: Sequence[Claim]) -> tuple[Quad, ...]:
    """Return a document's quads with some of its claims alone."""
    quads = tuple(quads)
    graph = quads[0].graph_name
    about = {graph} | {q.object for q in quads if q.subject == graph and q.predicate == ips.source}
    out = dict.fromkeys(q for q in quads if q.subject in about)
    offices = offices_in(claims)
    for claim in claims:
        out.update(dict.fromkeys(claim_quads(claim, graph, offices)))  # type: ignore[arg-type]
    return tuple(out)
