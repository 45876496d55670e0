"""Claims: records with a document, a place on the record clock and an identifier. No RDF, no store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.contract import CORE_ROLES
from kg.model import OPEN_END, OPEN_START, PartialDate, Record, Stage, dumps
from kg.namespaces import ID, digest, doc_iri, slug

LATEST_KNOWN = "9999-12-30"
"""The last day of the record clock: a reader who asks for it gets everything on file, undated documents too."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one document states about one relation.

    Attributes
    ----------
    iri : str
        ``…/id/claim-<16 hex>``.
    doc : str
        IRI of the document and of its named graph.
    recorded : str
        Day on which the statement entered the record: the document's publication, ``YYYY-MM-DD``.
    origin : str
        What counts as one independent voice: the publisher where it is known, else the document.
    record : Record
        The statement.
    withdrawn : str or None
        Day from which it no longer counts, ``YYYY-MM-DD``: its document's withdrawal.
    """

    iri: str
    doc: str
    recorded: str
    origin: str
    record: Record
    withdrawn: str | None = None

    @property
    def unverified(self) -> bool:
        """Whether nobody opened the page that it cites: it is on file and counts for nothing."""
        return (self.record.extractor or "").startswith("curated-unverified")

    @property
    def curated(self) -> str | None:
        """The name of the curated record, or of the data set's row, that it was made from; None where of neither."""
        made = (self.record.extractor or "").startswith(("curated", "dataset"))
        return self.record.rule if made else None

    @property
    def account(self) -> str:
        """IRI of the relation as this document tells it."""
        return f"{self.iri}.r"

    def part(self, path: str) -> str:
        """Return the IRI of a part of the account, by the contract's path.

        >>> Claim("c", "d", "2026-02-04", "d", None).part("stages/1")  # type: ignore[arg-type]
        'c.r.s1'
        """
        name, _, index = path.partition("/")
        short = {"participants": "p", "stages": "s", "items": "i"}.get(name)
        if short:
            return f"{self.account}.{short}{index}"
        return f"{self.account}.a" if name == "amount" else f"{self.account}.d.{path.replace('/', '-')}"

    def mention(self, label: str) -> str:
        """Return the IRI of this document's mention of an actor that the registry does not know."""
        return mention_iri(self.doc, label)

    def bounds(self, stage: Stage) -> tuple[str, str]:
        """Return the first and last day that a stage of this claim may mean."""
        return stage_bounds(stage, self.recorded)


def mention_iri(doc: str, label: str) -> str:
    """Return the IRI of a document's mention: one label in one document is one actor."""
    return f"{doc}.m.{slug(label)}"


def record_day(published: str | None, retrieved: str | None = None) -> str:
    """Return a document's day on the record clock.

    Parameters
    ----------
    published : str or None
        Publication date, at any precision.
    retrieved : str or None
        Day of retrieval, from the archive's manifest; used where publication is unknown.

    Returns
    -------
    str
        The *last* day that the publication may mean, so that nothing counts as known too early; with neither date,
        :data:`LATEST_KNOWN`, so that an undated page never leaks into a reading of the past.
    """
    known = published or retrieved
    return min(PartialDate.parse(known).latest, LATEST_KNOWN) if known else LATEST_KNOWN


def stage_bounds(stage: Stage, recorded: str) -> tuple[str, str]:
    """Return the first and last day that a stage may mean; both are always bound.

    An asserted stage lies on or before its record day: that caps what is coarse or dateless. A planned or possible
    one was still to come on that day. A dateless denial covers the time up to its record day. What is open on one
    side ends at the sentinels ``0001-01-01`` and ``9999-12-31``.

    >>> stage_bounds(Stage(stage="signed", date="2026-02"), "2026-02-04")
    ('2026-02-01', '2026-02-04')
    """
    to_come = stage.modality in ("planned", "possible")
    if stage.date is None:
        return (recorded, OPEN_END) if to_come else (OPEN_START, recorded)
    date = PartialDate.parse(stage.date)
    earliest, latest = date.earliest, date.latest
    if stage.modality == "asserted" and earliest <= recorded:
        latest = min(latest, recorded)
    if to_come and latest >= recorded and recorded != LATEST_KNOWN:
        earliest = max(earliest, recorded)
    return earliest, latest


def _seed(record: Record) -> tuple[str, ...]:
    core = sorted(
        f"{p.role}={p.id or '~' + slug(p.label)}" for p in record.participants if p.role in CORE_ROLES[record.kind]
    )
    spans = sorted(
        f"{ev.start}-{ev.end}" if ev.start is not None else digest(ev.quote, ev.locator or "") for ev in record.evidence
    )
    return (record.kind, *(core or [f"name={slug(record.name or '')}"]), "@", *spans)


def mint_claims(sha256: str, records: Iterable[Record], *, recorded: str, origin: str) -> tuple[Claim, ...]:
    """Give every record of one document its claim.

    The identifier hashes the document, the kind, the core participants and the evidence spans, so that it survives
    a better reading of types, names and stages. Records that agree in all four are told apart by type and name,
    and failing that by their whole content.

    Parameters
    ----------
    sha256 : str
        Hash of the document's bytes.
    records : iterable of Record
        In any order.
    recorded, origin : str
        See :class:`Claim`.

    Returns
    -------
    tuple of Claim
        Ordered by identifier, whatever the order of the records.
    """
    by_seed: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        by_seed[_seed(record)].append(record)
    minted: list[Claim] = []
    for seed, group in by_seed.items():
        for marks, record in _told_apart(group):
            iri = f"{ID}claim-{digest(sha256, *seed, *marks)}"
            minted.append(Claim(iri, doc_iri(sha256), recorded, origin, record))
    return tuple(sorted(minted, key=lambda c: c.iri))


def _told_apart(group: Sequence[Record]) -> list[tuple[tuple[str, ...], Record]]:
    if len(group) == 1:
        return [((), group[0])]
    told: list[tuple[tuple[str, ...], Record]] = []
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for record in sorted(group, key=dumps):
        key = (record.type or "", slug(record.name or ""))
        told.append((("type", *key, str(seen[key])), record))
        seen[key] += 1
    return told
