"""Origins of a few documents: those that print what a changed document prints, told apart anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.documents.agencies import fold_name
from kg.documents.credits import host_of
from kg.documents.fingerprint import Fingerprint
from kg.pipeline.incremental.tables import Index
from kg.resolution.origins import Copy, Origins, resolve_origins, told_apart
from kg.resolution.overlaps import (
    HOUSE_DAYS,
    HOUSE_DOCUMENTS,
    LEAST_SHARED,
    Overlap,
    Overlaps,
    days_between,
    overlap_of,
)
from kg.resolution.printings import find_printings
from kg.resolution.publication import Publication, Voices

_DOC = "iri, publisher, recorded, sketch, via, inputs, url, official"
_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of origins: before and after, of the documents of which something changed."""

    before: Origins
    after: Origins

    @property
    def voiced(self) -> set[str]:
        """Documents that count as something else than before, or came, or went."""
        both = set(self.before.voices) | set(self.after.voices)
        return {d for d in both if _says(self.before, d) != _says(self.after, d)}


def _says(origins: Origins, doc: str) -> tuple[Any, ...]:
    return origins.voices.get(doc), origins.copies.get(doc), origins.repeats.get(doc)


def _folded(p: Publication) -> tuple[str | None, ...]:
    names = tuple(fold_name(n) if n else None for n in (p.publisher, p.via, p.inputs))
    return (*names, fold_name(host_of(p.url)) if p.publisher and p.url and not p.via else None)


def read_origins(index: Index, documents: Iterable[str]) -> Origins:
    """Return what documents count as."""
    voices, copies, repeats, marks = {}, {}, {}, {}
    sql = f"SELECT iri, voice, copy, repeats, mark FROM doc WHERE iri {_IN}"
    for iri, voice, copy, digest, mark in index.rows(sql, [*documents]):
        voices[iri], marks[iri] = voice, mark
        if copy:
            copies[iri] = Copy(*json.loads(copy))
        if digest:
            repeats[iri] = tuple(json.loads(digest))
    return Origins(voices, copies, repeats, marks)


def write_origins_of(index: Index, origins: Origins) -> None:
    """Write what documents count as."""
    rows = []
    for iri, voice in origins.voices.items():
        copy = origins.copies.get(iri)
        digest = origins.repeats.get(iri)
        rows.append((
            voice, json.dumps([copy.status, copy.of, copy.share]) if copy else None,
            json.dumps(digest) if digest else None, iri,
        ))  # fmt: skip
    index.write("UPDATE doc SET voice = ?, copy = ?, repeats = ? WHERE iri = ?", rows)


def put_publications(index: Index, pubs: Iterable[Publication], own: Mapping[str, str]) -> None:
    """Write what origins are told by; what the documents count as is not known yet."""
    for p in pubs:
        cursor = index.db.execute(
            f"INSERT INTO doc ({_DOC}, mark, by, credits, draws, host, own) VALUES ({', '.join('?' * 14)})",
            (p.iri, p.publisher, p.recorded, str(p.fingerprint) if p.fingerprint else None, p.via, p.inputs, p.url,
             int(p.official), p.mark, *_folded(p), own[p.iri]),
        )  # fmt: skip
        if p.fingerprint:
            index.write("INSERT INTO posting VALUES (?, ?)", ((h, cursor.lastrowid) for h in p.fingerprint.hashes))


def settle_house(index: Index, hashes: Iterable[int] | None = None) -> set[int]:
    """Find out anew which runs of words are one publisher's boilerplate; return those of which it changed."""
    among = "" if hashes is None else f"AND hash {_IN}"
    args = () if hashes is None else ([*hashes],)
    before = set(index.column(f"SELECT hash FROM house WHERE 1 {among}", *args))
    sql = f"""SELECT hash, min(recorded), max(recorded) FROM posting JOIN doc ON doc.id = posting.doc WHERE 1 {among}
      GROUP BY hash, own HAVING count(*) >= {HOUSE_DOCUMENTS}"""
    after = {h for h, first, last in index.rows(sql, *args) if (days_between(first, last) or 0) > HOUSE_DAYS}
    index.write("DELETE FROM house WHERE hash = ?", ((h,) for h in before - after))
    index.write("INSERT INTO house VALUES (?)", ((h,) for h in after - before))
    return before ^ after


class _Near:
    """Overlaps of a few documents with all others, as the index stands."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.pubs: dict[str, Publication] = {}
        self.house: dict[str, set[int]] = {}
        self.spelling: dict[str, str] = {}
        self.sites: dict[str, str] = {}
        self.overlaps: dict[frozenset[str], Overlap] = {}

    def voices(self, documents: Iterable[str]) -> Voices:
        pubs = [self.publication(d) for d in documents]
        for folded in {f for p in pubs for f in _folded(p)[:3] if f} - self.spelling.keys():
            site, spelling = resolved(self.index, folded)
            self.spelling[folded] = spelling or ""
            if site:
                self.sites[folded] = site
        return Voices(pubs, spelling=self.spelling, sites=self.sites)

    def publication(self, iri: str) -> Publication:
        if iri not in self.pubs:
            (row,) = self.index.rows(f"SELECT {_DOC} FROM doc WHERE iri = ?", iri)
            self.pubs[iri] = _publication(row)
            sql = "SELECT hash FROM posting JOIN house USING (hash) WHERE doc = (SELECT id FROM doc WHERE iri = ?)"
            self.house[iri] = set(self.index.column(sql, iri))
        return self.pubs[iri]

    def printings(self, iri: str) -> set[str]:
        """Return the documents that print what one prints, without clusters being told apart."""
        sql = f"""SELECT doc.iri, count(*) FROM posting mine JOIN posting other USING (hash)
          JOIN doc ON doc.id = other.doc WHERE mine.doc = (SELECT id FROM doc WHERE iri = ?) AND other.doc <> mine.doc
          AND hash NOT IN (SELECT hash FROM house) GROUP BY other.doc HAVING count(*) >= {LEAST_SHARED}"""
        here = {}
        for other, shared in self.index.rows(sql, iri):
            a, b = (self.publication(d) for d in sorted((iri, other)))
            here[frozenset((a.iri, b.iri))] = overlap_of(a, b, shared, self.house[a.iri], self.house[b.iri])
        self.overlaps.update(here)
        around = {d for pair in here for d in pair}
        edges = find_printings(Overlaps(here), self.pubs, self.voices(around))
        return {d for pair in edges for d in pair} - {iri}

    def closure(self, seeds: Iterable[str]) -> set[str]:
        todo = list(seeds)
        seen = set(todo)
        while todo:
            for other in self.printings(todo.pop()) - seen:
                seen.add(other)
                todo.append(other)
        return seen


def _publication(row: tuple[Any, ...]) -> Publication:
    iri, publisher, recorded, sketch, via, inputs, url, official = row
    return Publication(
        iri=iri, publisher=publisher, recorded=recorded, fingerprint=Fingerprint.parse(sketch) if sketch else None,
        via=via, inputs=inputs, url=url, official=bool(official),
    )  # fmt: skip


def resolved(index: Index, folded: str) -> tuple[str | None, str | None]:
    """Return the publisher of a folded host, and the spelling of a folded name, as the index stands."""
    sql = """SELECT min(n) FROM (SELECT min(publisher) n FROM doc WHERE by = :f UNION ALL
      SELECT min(via) FROM doc WHERE credits = :f UNION ALL SELECT min(inputs) FROM doc WHERE draws = :f)"""
    spelling = index.db.execute(sql, {"f": folded}).fetchone()[0]
    return index.one("SELECT min(publisher) FROM doc WHERE host = ?", folded), spelling


def update_origins(index: Index, changed: Mapping[str, Publication | None]) -> tuple[Told, bool]:
    """Take up publications that changed; None takes one out.

    Returns
    -------
    Told
        Of every document whose origin was looked at.
    bool
        Whether that was all of them, since a name or site is another publisher's now.
    """
    before, near = read_origins(index, changed), _Near(index)
    olds = [near.publication(d) for d in before.voices]
    news = [p for p in changed.values() if p is not None]
    names = {f for p in (*olds, *news) for f in _folded(p) if f}
    hashes = {h for p in (*olds, *news) if p.fingerprint for h in p.fingerprint.hashes}
    called = {f: resolved(index, f) for f in names}
    around = near.closure(before.voices)
    for p in olds:
        index.rows("DELETE FROM posting WHERE doc = (SELECT id FROM doc WHERE iri = ?)", p.iri)
        index.rows("DELETE FROM doc WHERE iri = ?", p.iri)
    put_publications(index, news, {p.iri: p.iri for p in news})
    renamed = [f for f in names if resolved(index, f) != called[f]]
    sql = f"SELECT 1 FROM doc WHERE (by {_IN} OR credits {_IN} OR draws {_IN}) AND iri NOT {_IN} LIMIT 1"
    if renamed and index.one(sql, renamed, renamed, renamed, [*changed]):
        return Told(_with(before, read_origins(index, _all(index))), _all_anew(index)), True
    own = _Near(index).voices(p.iri for p in news).own
    index.write("UPDATE doc SET own = ? WHERE iri = ?", ((name, iri) for iri, name in own.items()))
    flipped = settle_house(index, hashes)
    others = index.column(f"SELECT DISTINCT iri FROM doc JOIN posting ON doc.id = doc WHERE hash {_IN}", flipped)
    if others:  # what they printed together before rested on words that count otherwise now
        return Told(_with(before, read_origins(index, _all(index))), _all_anew(index)), True
    near = _Near(index)
    there = (around - set(before.voices)) | {p.iri for p in news}
    closed = near.closure(there)
    before = _with(before, read_origins(index, closed - set(before.voices) - {p.iri for p in news}))
    pubs = sorted((near.publication(d) for d in closed), key=lambda p: (p.recorded, p.iri))
    within = {pair: o for pair, o in near.overlaps.items() if pair <= closed}
    after = told_apart(pubs, Overlaps(within), near.voices(closed))
    write_origins_of(index, after)
    return Told(before, after), False


def _with(one: Origins, other: Origins) -> Origins:
    """Return what two say of different documents; the first wins."""
    taken = set(one.voices)
    return Origins(
        {**other.voices, **one.voices},
        {**{d: c for d, c in other.copies.items() if d not in taken}, **one.copies},
        {**{d: r for d, r in other.repeats.items() if d not in taken}, **one.repeats},
        {**other.marks, **one.marks},
    )


def _all(index: Index) -> list[str]:
    return index.column("SELECT iri FROM doc WHERE voice IS NOT NULL")


def _all_anew(index: Index) -> Origins:
    pubs = [_publication(row) for row in index.rows(f"SELECT {_DOC} FROM doc")]
    own = Voices(pubs).own
    index.write("UPDATE doc SET own = ? WHERE iri = ?", ((name, iri) for iri, name in own.items()))
    settle_house(index)
    after = resolve_origins(pubs)
    write_origins_of(index, after)
    return after
