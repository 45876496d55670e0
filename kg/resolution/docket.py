"""The ledger of documents: which were taken back, which were closed, when, by whom and why.

Append-only, beside the graph and in no export. What is in effect for a document follows from its last lines:

* ``retract`` removes it as if it had never been read, until ``restore``;
* ``withdraw`` closes its record time at a day, until ``restore`` or a later ``withdraw``;
* ``redact`` removes it for good; nothing takes that back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import LedgerError, RemovedIdError
from kg.namespaces import HASH_LENGTH, ID, curie
from kg.resolution.journal import Journal

COLUMNS = ("action", "sha256", "day", "reason", "claims", "relations")
ACTIONS = ("retract", "restore", "withdraw", "redact")
CATEGORIES = ("court-order", "copyright", "privacy", "safety", "other")
"""Why a document may be redacted; free text could say what must not be said."""
_DONE = {"retract": "retracted", "redact": "redacted", "withdraw": "withdrawn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line.

    Attributes
    ----------
    at, by : str
        When (UTC) and who.
    action : str
        One of :data:`ACTIONS`.
    sha256 : str
        The document.
    day : str
        ISO day that a withdrawal counts from; empty otherwise.
    reason : str
        Free text; one of :data:`CATEGORIES` for a redaction.
    claims : tuple of str
        Local names of the claims that went.
    relations : mapping of str to str
        Local names of the relations that went or lost their name, with the local name of a claim that leads to what
        is left of them; empty where nothing is.
    """

    at: str
    by: str
    action: str
    sha256: str
    day: str
    reason: str
    claims: tuple[str, ...]
    relations: Mapping[str, str]

    @property
    def doc(self) -> str:
        """The document's local name in the graph."""
        return f"doc-{self.sha256[:HASH_LENGTH]}"

    def says(self) -> str:
        """Return when it was done, by whom and why, as part of a sentence."""
        day = f" from {self.day} on" if self.day else ""
        who = f" by {self.by}" if self.action != "redact" else ""
        return f"{_DONE.get(self.action, self.action)} on {self.at[:10]}{who}{day}: {self.reason or 'no reason given'}"


class Docket:
    """The ledger of documents of one workspace.

    Parameters
    ----------
    ledger : Path
        ``ledger/`` of a workspace.

    Raises
    ------
    LedgerError
        If the file is damaged, or has an action that is none.
    """

    def __init__(self, ledger: Path) -> None:
        self._journal = Journal(ledger / "documents.csv", COLUMNS)
        self.entries = tuple(_entry(row) for row in self._journal.rows())

    @cached_property
    def removed(self) -> dict[str, Entry]:
        """Retractions and redactions in effect, by SHA-256."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            before = found.get(entry.sha256)
            if before and before.action == "redact":
                continue
            if entry.action in ("retract", "redact"):
                found[entry.sha256] = entry
            elif entry.action == "restore":
                found.pop(entry.sha256, None)
        return found

    @cached_property
    def withdrawn(self) -> dict[str, Entry]:
        """Withdrawals in effect of documents that are still there, by SHA-256."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.action == "withdraw":
                found[entry.sha256] = entry
            else:
                found.pop(entry.sha256, None)
        return {sha: entry for sha, entry in found.items() if sha not in self.removed}

    def tombstone(self, iri: str) -> Entry | None:
        """Return why a document, claim or relation is gone; None where the ledger does not know of it."""
        name = iri.removeprefix(ID)
        for entry in reversed(self.entries):
            named = name == entry.doc or name in entry.claims or entry.relations.get(name) == ""
            if named and entry.sha256 in self.removed:
                return self.removed[entry.sha256]
        return None

    def survivor(self, iri: str) -> str | None:
        """Return the IRI of a claim that leads to what is left of a relation whose name went with a document."""
        name = iri.removeprefix(ID)
        for entry in reversed(self.entries):
            if claim := entry.relations.get(name):
                return ID + claim
        return None

    def refuse(self, iri: str) -> None:
        """Say why something is gone, where it is.

        Raises
        ------
        RemovedIdError
            If the ledger knows of it.
        """
        entry = self.tombstone(iri)
        if entry is None:
            return
        what = curie(iri).removeprefix("ips-id:")
        where = "" if what == entry.doc else f" rested on {entry.doc}, which"
        hint = (
            "It cannot be taken back."
            if entry.action == "redact"
            else "`kg ingest --restore FILE` takes the document back."
        )
        raise RemovedIdError(what, f"{what}{where} was {entry.says()}.", hint=hint)

    def add(self, entries: Iterable[Mapping[str, str]]) -> None:
        """Add lines, all or none; :attr:`entries` holds them afterwards.

        Raises
        ------
        LedgerError
            If one would take back a redaction, or has an action that is none.
        """
        rows = list(entries)
        for row in rows:
            before = self.removed.get(row["sha256"])
            if before and before.action == "redact":
                raise LedgerError(f"{before.doc} was {before.says()}.", hint="A redaction is not taken back.")
        if not rows:
            return
        self._journal.append(rows)
        self.entries = tuple(_entry(row) for row in self._journal.rows())
        for name in ("removed", "withdrawn"):
            self.__dict__.pop(name, None)


def _entry(row: Mapping[str, str]) -> Entry:
    if row["action"] not in ACTIONS:
        raise LedgerError(
            f"documents.csv, entry {row['n']}: {row['action']!r} is no action.", hint=f"Allowed: {', '.join(ACTIONS)}."
        )
    pairs = (name.partition(">") for name in row["relations"].split())
    return Entry(
        at=row["at"],
        by=row["by"],
        action=row["action"],
        sha256=row["sha256"],
        day=row["day"],
        reason=row["reason"],
        claims=tuple(row["claims"].split()),
        relations={old: claim for old, _, claim in pairs},
    )
