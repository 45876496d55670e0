"""Whether every document still has the bytes that were ingested, and every quote still stands in it.

The check goes back to the bytes: it hashes them, reads them again with today's reader, and looks up every quote at
its offsets. Nothing is changed and nothing is taken from the stored text.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.documents.archive import Archive
from kg.errors import KGError
from kg.graph import OxigraphStore, decode
from kg.graph.removal import sha256_of
from kg.model.mask import occurrences, stands_as
from kg.namespaces import HASH_LENGTH, ID, doc_iri

if TYPE_CHECKING:
    from kg.resolution import Claim
    from kg.settings import Workspace

STATES = ("sound", "changed", "unreadable", "absent", "unheld")
"""Of a document: as ingested; other bytes; bytes that no reader takes any more; not in the archive; cited, so
that no bytes of it are held anywhere here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quote that is not where its receipt says.

    Attributes
    ----------
    claim : str
        Local name.
    quote : str
        As the graph has it.
    start, end : int
        Where its receipt says that it stands, in code points; -1 where it says nothing.
    state : str
        ``moved``: it stands elsewhere exactly once, at `now`; ``missing``: nowhere, or at several places;
        ``doubtful``: it is in its place, but the document's bytes are not those that were ingested.
    now : tuple of (int, int) or None
        The new offsets of a quote that moved.
    """

    claim: str
    quote: str
    start: int
    end: int
    state: str
    now: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """One document.

    Attributes
    ----------
    id : str
        Local name.
    sha256 : str
        That it was ingested with.
    state : str
        One of :data:`STATES`.
    detail : str
        What was found where it is not sound.
    claims : int
        Claims that rest on it.
    broken : tuple of str
        Local names of those with a quote that is not in its place, or not in the bytes that were ingested.
    quotes, cited : int
        Receipts looked up, and receipts that name a place and quote nothing of this text.
    faults : tuple of Quote
        What is not in its place.
    """

    id: str
    sha256: str
    state: str
    detail: str = ""
    claims: int = 0
    broken: tuple[str, ...] = ()
    quotes: int = 0
    cited: int = 0
    faults: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Verification:
    """The result of :func:`verify`: one entry a document, by identifier."""

    documents: tuple[Verified, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is broken; documents that are not here cannot be."""
        return not any(d.state in ("changed", "unreadable") or d.broken or d.detail for d in self.present)

    @property
    def present(self) -> tuple[Verified, ...]:
        """Documents whose bytes are here."""
        return tuple(d for d in self.documents if d.state not in ("absent", "unheld"))

    def counts(self) -> dict[str, int]:
        """Return what was looked at and found, as numbers."""
        states = Counter(d.state for d in self.documents)
        faults = Counter(q.state for d in self.documents for q in d.faults)
        return {
            "documents": len(self.present),
            **{s: states[s] for s in STATES},
            "claims": sum(d.claims for d in self.present),
            "claims_without_document": sum(d.claims for d in self.documents if d.state == "absent"),
            "broken_claims": sum(len(d.broken) for d in self.documents),
            "quotes": sum(d.quotes for d in self.documents),
            "cited": sum(d.cited for d in self.documents),
            **{s: faults[s] for s in ("moved", "missing", "doubtful")},
        }

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON takes it."""
        return {"sound": self.sound, "counts": self.counts(), "documents": [asdict(d) for d in self.documents]}


def verify(workspace: Workspace, store: OxigraphStore, shas: Sequence[str] = ()) -> Verification:
    """Check documents against their archived bytes and claims against the documents.

    Parameters
    ----------
    store : OxigraphStore
        Open for reading.
    shas : sequence of str
        SHA-256 of the documents; all of graph and archive without any.
    """
    archive = Archive(workspace.archive)
    wanted = set(shas) or {*archive.ids(), *(sha256_of(store, d) for d in store.documents())}
    return Verification(tuple(_verify(archive, store, sha) for sha in sorted(wanted)))


def _verify(archive: Archive, store: OxigraphStore, sha256: str) -> Verified:
    document = doc_iri(sha256)
    claims = decode(store.quads(document)) if document in store else ()
    name = f"doc-{sha256[:HASH_LENGTH]}"
    if sha256 not in archive:
        receipts = [ev for claim in claims for ev in claim.record.evidence]
        held = not receipts or any(ev.grade != "cited" for ev in receipts)
        state, cited = ("absent", 0) if held else ("unheld", len(receipts))
        return Verified(id=name, sha256=sha256, state=state, claims=len(claims), cited=cited)
    state, detail, text = _read(archive, sha256)
    faults = tuple(q for claim in claims for q in _faults(claim, text, intact=state == "sound"))
    receipts = [ev for claim in claims for ev in claim.record.evidence]
    quoted = sum(ev.start is not None for ev in receipts)
    return Verified(
        id=name,
        sha256=sha256,
        state=state,
        detail=detail,
        claims=len(claims),
        broken=tuple(c.iri.removeprefix(ID) for c in claims) if state != "sound" else _unique(faults),
        quotes=quoted,
        cited=len(receipts) - quoted,
        faults=faults,
    )


def _unique(faults: Sequence[Quote]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(q.claim for q in faults))


def _read(archive: Archive, sha256: str) -> tuple[str, str, str]:
    """Return a document's state, what is wrong with it, and the text that its bytes give today."""
    try:
        data = archive.bytes_of(sha256)
        held = hashlib.sha256(data).hexdigest()
        text = archive.read(sha256).text
    except (KGError, OSError, ValueError, KeyError) as error:
        return "unreadable", f"the archived bytes cannot be read: {error}", ""
    if held != sha256:
        return "changed", f"the archived bytes have the SHA-256 {held}", text
    return "sound", "", text


def _faults(claim: Claim, text: str, *, intact: bool) -> Iterator[Quote]:
    for ev in claim.record.evidence:
        if ev.start is None or ev.end is None:
            continue
        name = claim.iri.removeprefix(ID)
        if stands_as(ev.quote, text[ev.start : ev.end]):
            if not intact:
                yield Quote(claim=name, quote=ev.quote, start=ev.start, end=ev.end, state="doubtful")
            continue
        found = occurrences(ev.quote, text)
        if len(found) == 1:
            yield Quote(claim=name, quote=ev.quote, start=ev.start, end=ev.end, state="moved", now=found[0])
        else:
            yield Quote(claim=name, quote=ev.quote, start=ev.start, end=ev.end, state="missing")
