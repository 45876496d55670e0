"""Taking documents and persons back: the lines that say so, and what would follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.documents.archive import Archive
from kg.errors import LedgerError, UnknownIdError
from kg.graph.removal import sha256_of, tombstones
from kg.graph.subset import record_day_of
from kg.graph.withhold import closed, withhold
from kg.namespaces import HASH_LENGTH, doc_iri
from kg.pipeline.effects import Effects, effects
from kg.pipeline.opening import open_store
from kg.pipeline.settling import mark, mend, settle, writing
from kg.resolution import LATEST_KNOWN
from kg.resolution.docket import Docket
from kg.resolution.names import person_key
from kg.resolution.suppress import journal as suppress_list
from kg.resolution.suppress import suppressed

if TYPE_CHECKING:
    from kg.graph import OxigraphStore, Quad
    from kg.registry import Registry
    from kg.settings import Workspace


def find_documents(workspace: Workspace, store: OxigraphStore, given: Sequence[str]) -> tuple[str, ...]:
    """Return the SHA-256 of the documents that a user means: ids of the graph, hashes, or beginnings of these.

    Raises
    ------
    UnknownIdError
        If one is unknown, or could be several; the nearest are named.
    """
    stated = {sha256_of(store, d) for d in store.documents()}
    known = {*Archive(workspace.archive).ids(), *stated, *(e.sha256 for e in Docket(workspace.ledger).entries)}
    found = []
    for value in given:
        name = value.rsplit("/", 1)[-1].removeprefix("ips-id:").removeprefix("doc-").lower()
        fitting = sorted(sha for sha in known if name and sha.startswith(name))
        if len(fitting) != 1:
            names = [f"doc-{sha[:HASH_LENGTH]}" for sha in (fitting or sorted(known))]
            raise UnknownIdError(value, known=names, where="the workspace once" if fitting else "the workspace")
        found.append(fitting[0])
    return tuple(dict.fromkeys(found))


def retract(
    workspace: Workspace, given: Sequence[str], *, reason: str, registry: Registry | None = None
) -> tuple[str, ...]:
    """Remove documents as if they had never been read: from the graph, the view and the archive.

    Parameters
    ----------
    given : sequence of str
        As for :func:`find_documents`.
    reason : str
        For the ledger.

    Returns
    -------
    tuple of str
        SHA-256 of each; one that was retracted before gets no second line.
    """
    return _remove(workspace, given, action="retract", reason=reason, registry=registry)


def redact(
    workspace: Workspace, given: Sequence[str], *, category: str, registry: Registry | None = None
) -> tuple[str, ...]:
    """Remove documents for good: as :func:`retract`, and nobody can read them in again.

    The store is written anew, since an embedded store keeps the strings of what was deleted from it.
    """
    shas = _remove(workspace, given, action="redact", reason=category, registry=registry)
    mend(workspace, registry=registry)
    return shas


def _remove(
    workspace: Workspace, given: Sequence[str], *, action: str, reason: str, registry: Registry | None
) -> tuple[str, ...]:
    with writing(workspace, registry=registry) as store:
        shas = find_documents(workspace, store, given)
        docket = Docket(workspace.ledger)
        done = {s for s, e in docket.removed.items() if action in ("retract", e.action)}
        fresh = [s for s in shas if s not in done]
        tombs = tombstones(store, fresh)
        if action == "redact":
            mark(workspace)
        docket.add({"action": action, "sha256": sha, "reason": reason, **tombs[sha]} for sha in fresh)
        settle(workspace, store, registry=registry)
    return shas


def withdraw(
    workspace: Workspace, given: Sequence[str], *, on: str, reason: str, registry: Registry | None = None
) -> tuple[str, ...]:
    """Close the record time of documents: from an ISO day on their claims no longer count.

    Raises
    ------
    LedgerError
        If a document is not in the graph, or was published after that day.
    """
    with writing(workspace, registry=registry) as store:
        shas = find_documents(workspace, store, given)
        docket = Docket(workspace.ledger)
        for sha in shas:
            check_withdrawal(store, docket, sha, on)
        before = docket.withdrawn
        docket.add(
            {"action": "withdraw", "sha256": sha, "day": on, "reason": reason}
            for sha in shas
            if sha not in before or before[sha].day != on
        )
        settle(workspace, store, registry=registry)
    return shas


def check_withdrawal(store: OxigraphStore, docket: Docket, sha256: str, on: str) -> None:
    """Refuse a day on which a document cannot have been withdrawn.

    Raises
    ------
    LedgerError
        If the document is not in the graph, or was published after that day.
    """
    document = doc_iri(sha256)
    if document not in store:
        docket.refuse(document)
        raise LedgerError(
            f"doc-{sha256[:HASH_LENGTH]} is not in the graph, so that there is nothing to withdraw.",
            hint="A document that states nothing can be retracted.",
        )
    recorded = record_day_of(store, document)
    if on < recorded != LATEST_KNOWN:
        raise LedgerError(
            f"doc-{sha256[:HASH_LENGTH]} was published on {recorded}, after {on}.",
            hint="Give the day on which it was withdrawn, or retract it.",
        )


def suppress(
    workspace: Workspace, name: str, *, reason: str, lift: bool = False, registry: Registry | None = None
) -> int:
    """Put a person on the suppress list, or take one off it; return how many documents' graphs changed.

    What was masked comes back only when its documents are read again.

    Raises
    ------
    LedgerError
        If the name has no letters, or is to be taken off a list that it is not on.
    """
    key = person_key(name)
    if not key:
        raise LedgerError(f"{name!r} is no name.", hint="Give it as documents write it, such as 'Jane Example'.")
    listed = suppressed(workspace.ledger)
    if lift and key not in listed:
        raise LedgerError(f"{name!r} is not on the suppress list.", hint="`ledger/suppressed.csv` holds it.")
    if lift:
        suppress_list(workspace.ledger).append([{"action": "lift", "name": name, "reason": reason}])
        return 0
    with writing(workspace, registry=registry) as store:
        mark(workspace)
        if key not in listed:
            suppress_list(workspace.ledger).append([{"action": "suppress", "name": name, "reason": reason}])
        changed = settle(workspace, store, registry=registry)
    mend(workspace, registry=registry)
    return changed


def preview(
    workspace: Workspace, given: Sequence[str], *, on: str | None = None, registry: Registry | None = None
) -> Effects:
    """Return what retracting or redacting documents would change, or withdrawing them on a day; nothing is written.

    Raises
    ------
    UnknownIdError, LedgerError
        As :func:`retract` and :func:`withdraw`.
    """
    with open_store(workspace) as store:
        shas = find_documents(workspace, store, given)
        docket = Docket(workspace.ledger)
        changes: dict[str, Iterable[Quad] | None] = {}
        for sha in shas:
            document = doc_iri(sha)
            if on is not None:
                check_withdrawal(store, docket, sha, on)
                changes[document] = closed(store.quads(document), on)
            elif document in store:
                changes[document] = None
        return effects(workspace, store, changes, registry=registry)


def preview_person(workspace: Workspace, name: str, *, registry: Registry | None = None) -> Effects:
    """Return what putting a person on the suppress list would change; nothing is written."""
    keys = suppressed(workspace.ledger) | {person_key(name)}
    archive = Archive(workspace.archive)
    with open_store(workspace) as store:
        changes: dict[str, Iterable[Quad] | None] = {}
        for document in store.documents():
            held = tuple(store.quads(document))
            sha = sha256_of(store, document)
            wanted = withhold(held, keys, text=archive.text(sha) if sha in archive else "")
            if set(wanted) != set(held):
                changes[document] = wanted
        return effects(workspace, store, changes, registry=registry)
