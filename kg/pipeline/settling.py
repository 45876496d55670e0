"""What has been decided about documents and persons, carried out: every command that writes begins here.

A decision is a line in a ledger first; the graph and the archive follow. So a command that was cut off after its line
is completed by the next one, and a document that comes in after a decision is treated like one that was there before.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.documents.archive import Archive
from kg.errors import WorkspaceError
from kg.graph import OxigraphStore, Store
from kg.graph.removal import sha256_of
from kg.graph.subset import withdrawals
from kg.graph.withhold import closed, withhold
from kg.namespaces import HASH_LENGTH, ID, doc_iri
from kg.pipeline.build import commit, discard_index
from kg.pipeline.generations import discard, publish
from kg.pipeline.opening import FRESH_STORE, OLD_STORE, RENEW_MARK, recover_store, remote_store
from kg.resolution.docket import Docket
from kg.resolution.ledger import Ledger
from kg.resolution.suppress import Masker, suppressed

if TYPE_CHECKING:
    from kg.graph import Quad
    from kg.registry import Registry
    from kg.resolution.suppress import Key
    from kg.settings import Workspace


@dataclass(frozen=True)
class Rulings:
    """What has been decided in a workspace: documents by SHA-256, persons by the key of their name."""

    docket: Docket
    keys: frozenset[Key]

    @classmethod
    def of(cls, workspace: Workspace) -> Rulings:
        """Read the ledgers.

        Raises
        ------
        LedgerError
            If one is damaged.
        """
        return cls(Docket(workspace.ledger), suppressed(workspace.ledger))

    def apply(self, document: str, quads: Iterable[Quad], *, text: str = "", before: str | None = None) -> list[Quad]:
        """Return a document's quads as the decisions leave them.

        Parameters
        ----------
        document : str
            Its IRI.
        quads : iterable of Quad
            As encoded, imported or on file.
        text : str
            The document's text, where it is at hand.
        before : str, optional
            The day of a withdrawal that the graph knows of and this ledger may not: it came with an import.
        """
        entry = next((e for e in self.docket.withdrawn.values() if ID + e.doc == document), None)
        return list(closed(withhold(quads, self.keys, text=text), entry.day if entry else before))


def settle(workspace: Workspace, store: Store, *, registry: Registry | None = None) -> int:
    """Carry out every decision of the ledgers that the graph or the archive does not show yet.

    Parameters
    ----------
    store : OxigraphStore
        The workspace's, open for writing.

    Returns
    -------
    int
        Documents whose graph changed or went.
    """
    rulings = Rulings.of(workspace)
    archive = Archive(workspace.archive)
    removed = rulings.docket.removed
    changes: dict[str, Iterable[Quad] | None] = {doc_iri(sha): None for sha in removed if doc_iri(sha) in store}
    touched = {doc_iri(sha) for sha in rulings.docket.withdrawn}
    days = withdrawals(store)
    for document in store.documents() if rulings.keys else sorted(touched):
        if document in changes or document not in store:
            continue
        held = tuple(store.quads(document))
        sha = sha256_of(store, document)
        text = archive.text(sha) if rulings.keys and sha in archive else ""
        wanted = rulings.apply(document, held, text=text, before=days.get(document))
        if set(wanted) != set(held):
            changes[document] = wanted
    if changes:
        commit(workspace, store, changes, registry=registry)
    if removed:
        from kg.extraction.llm.cache import forget_answers
    for sha in removed:
        archive.remove(sha)
        forget_answers(sha, workspace.build)
    redacted = [sha for sha, entry in removed.items() if entry.action == "redact"]
    archive.forget(redacted)
    _blank_judgements(workspace, {f"doc-{sha[:HASH_LENGTH]}" for sha in redacted}, rulings.keys)
    return len(changes)


def _blank_judgements(workspace: Workspace, redacted: set[str], keys: frozenset[Key]) -> None:
    """Take quotes of redacted documents and withheld names out of the ledger of judgements; its lines stay."""

    def blank(row: dict[str, str]) -> dict[str, str]:
        masker = Masker.for_texts(keys, (row["quote_a"], row["quote_b"], row["why"], row["a"], row["b"]))
        for x in ("a", "b"):
            doc = row[f"doc_{x}"]
            gone = doc in redacted
            if gone:
                row[f"quote_{x}"] = row["why"] = ""
            elif masker:
                row[f"quote_{x}"] = masker.mask(row[f"quote_{x}"])
                row["why"] = masker.mask(row["why"])
            # A mention is named after the words that name the actor.
            if ".m." in row[x] and (gone or (masker and masker.names(row[x].partition(".m.")[2].replace("-", " ")))):
                row[x] = f"{doc}.m.withheld"
        return row

    if redacted or keys:
        Ledger(workspace.ledger).journal.blank(blank)


@contextmanager
def writing_graph(workspace: Workspace, *, registry: Registry | None = None) -> Iterator[Store]:
    """Open for writing what ``--store`` names, or else the workspace's own store; see :func:`writing`.

    Writers of one workspace take turns; who else writes to a remote store is not known here.
    """
    remote = remote_store()
    if remote is None:
        with writing(workspace, registry=registry) as store:
            yield store
        return
    with (workspace.root / ".remote.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WorkspaceError(
                f"Another command writes from {workspace.root} to a remote store.", hint="Wait until it is done."
            ) from None
        settle(workspace, remote, registry=registry)
        yield remote


@contextmanager
def writing(workspace: Workspace, *, registry: Registry | None = None) -> Iterator[OxigraphStore]:
    """Open a workspace's store for writing, after completing what an interrupted command left.

    What a block that ends well leaves is published for those who serve the workspace.
    """
    mend(workspace, registry=registry)
    with OxigraphStore(workspace.store) as store:
        settle(workspace, store, registry=registry)
        yield store
        publish(workspace, store)


def mark(workspace: Workspace) -> None:
    """Note that the store has to be written anew, before anything is deleted from it that must not linger."""
    (workspace.root / RENEW_MARK).touch()


def mend(workspace: Workspace, *, registry: Registry | None = None) -> None:
    """Write the store anew where that was noted and not done: deleted strings linger in an embedded store's files."""
    recover_store(workspace)
    if not (workspace.root / RENEW_MARK).exists():
        return
    fresh, old = workspace.root / FRESH_STORE, workspace.root / OLD_STORE
    with OxigraphStore(workspace.store) as store:
        settle(workspace, store, registry=registry)
        for stale in (fresh, old, workspace.build / "snapshots", workspace.build / "search"):
            shutil.rmtree(stale, ignore_errors=True)
        discard(workspace)
        discard_index(workspace)
        store.copy_to(fresh)
    # An open store goes on writing under its path, so that both are closed before they change places.
    workspace.store.rename(old)
    fresh.rename(workspace.store)
    shutil.rmtree(old, ignore_errors=True)
    with OxigraphStore(workspace.store) as store:
        publish(workspace, store)
    (workspace.root / RENEW_MARK).unlink()
