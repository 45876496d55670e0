"""The claims of an exported graph into a workspace's graph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents.archive import Archive
from kg.errors import MissingPathError
from kg.graph import OxigraphStore, decode, stored_claims
from kg.graph.judged import over, read_judgements
from kg.graph.restore import Restored, read_graph
from kg.graph.serialise import triples_hash
from kg.graph.subset import withdrawals
from kg.graph.withhold import withdrawn_on
from kg.namespaces import doc_iri
from kg.pipeline.build import commit, judged
from kg.pipeline.settling import Rulings, writing
from kg.registry import Registry
from kg.resolution.ledger import Ledger, judged_claim, judged_mention

if TYPE_CHECKING:
    from kg.settings import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The result of :func:`import_graph`.

    Attributes
    ----------
    added, unchanged : int
        Documents of the file that were new or different here, and those that were here already.
    refused : int
        Documents that were retracted or redacted here, and so were not taken over.
    changed_quads : int
        Quads added and removed, the view's included.
    same_graph : bool
        Whether the graph now has the triples of the file, no more and no fewer.
    """

    added: int
    unchanged: int
    refused: int
    changed_quads: int
    same_graph: bool


def import_graph(workspace: Workspace, path: Path, *, registry: Registry | None = None) -> Imported:
    """Take over the claims and judgements of an exported graph, and build the view again from them.

    Judgements that the workspace's ledger does not hold become lines of it.

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
    with writing(workspace, registry=registry) as store:
        rulings = Rulings.of(workspace)
        gone = {doc_iri(sha) for sha in rulings.docket.removed}
        days, archive = withdrawals(store), Archive(workspace.archive)
        taken = {
            g: rulings.apply(g, q, before=withdrawn_on(q) or days.get(g))
            for g, q in restored.documents.items()
            if g not in gone
        }
        fresh = {g: q for g, q in taken.items() if g not in store or set(store.quads(g)) != set(q)}
        _take_over_judgements(workspace, store, restored)
        changed = commit(workspace, store, fresh, registry=registry)
        same = triples_hash(store.raw) == triples_hash(restored.quads)
    archive.log("imported", path=str(path), documents=sorted(fresh))
    return Imported(
        added=len(fresh),
        unchanged=len(taken) - len(fresh),
        refused=len(restored.documents) - len(taken),
        changed_quads=changed,
        same_graph=same,
    )


def _take_over_judgements(workspace: Workspace, store: OxigraphStore, restored: Restored) -> None:
    claims = [c for quads in restored.documents.values() for c in decode(quads)]
    there = {c.doc for c in claims}
    claims += [c for c in stored_claims(store) if c.doc not in there]
    theirs, ours = over(read_judgements(restored.quads), claims), judged(workspace, claims).judgements
    named = {c.iri: judged_claim(c) for c in claims}
    mentions = {
        c.mention(p.label): judged_mention(c, p.label) for c in claims for p in c.record.participants if p.id is None
    }
    ledger, why = Ledger(workspace.ledger), "taken over with an imported graph"
    for verdict in ("same", "different", "unsure"):
        for pair in sorted(sorted(p) for p in getattr(theirs, verdict) - getattr(ours, verdict)):
            table, about = (named, "relation") if pair[0] in named else (mentions, "actor")
            ledger.add(verdict, about, [(table[pair[0]], table[pair[1]])], why=why, by="import")
    for verdict in ("accepted", "rejected"):
        for iri in sorted(getattr(theirs, verdict) - getattr(ours, verdict)):
            ledger.add(verdict, "claim", [(named[iri], None)], why=why, by="import")
    for iri, on in sorted(theirs.checked - ours.checked):
        ledger.add("checked", "claim", [(named[iri], None)], why=why, by="import", at=f"{on}T00:00:00+00:00")
