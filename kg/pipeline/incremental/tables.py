"""The index beside a store: what a change of few documents needs to know of all the others, in one SQLite file.

It is derived: absent, stale or damaged it is thrown away, and the next small change builds the view in whole and the
index with it. Its stamp is the content hash of the view that it describes, with the versions of all that went in. Store
and index are two files, so a crash can come between their commits; then the stamp does not fit, and the index is stale.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.model import dumps
from kg.model.codec import loads
from kg.resolution import Claim, Judgements

FORMAT = "1"

SCHEMA = """
CREATE TABLE meta (k TEXT PRIMARY KEY, v TEXT);
CREATE TABLE doc (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, publisher TEXT, recorded TEXT, sketch TEXT, via TEXT,
  inputs TEXT, url TEXT, official INT, mark TEXT, by TEXT, credits TEXT, draws TEXT, host TEXT, own TEXT, voice TEXT,
  copy TEXT, repeats TEXT);
CREATE INDEX doc_by ON doc (by);
CREATE INDEX doc_credits ON doc (credits);
CREATE INDEX doc_draws ON doc (draws);
CREATE INDEX doc_host ON doc (host);
CREATE INDEX doc_voice ON doc (voice);
CREATE INDEX doc_repeats ON doc (repeats) WHERE repeats IS NOT NULL;
CREATE TABLE posting (hash INTEGER, doc INTEGER, PRIMARY KEY (hash, doc)) WITHOUT ROWID;
CREATE INDEX posting_doc ON posting (doc);
CREATE TABLE house (hash INTEGER PRIMARY KEY);
CREATE TABLE claim (iri TEXT PRIMARY KEY, doc TEXT, recorded TEXT, origin TEXT, record TEXT, curated TEXT, block TEXT,
  grp TEXT, home TEXT, rel TEXT);
CREATE INDEX claim_doc ON claim (doc);
CREATE INDEX claim_curated ON claim (curated) WHERE curated IS NOT NULL;
CREATE INDEX claim_block ON claim (block);
CREATE INDEX claim_grp ON claim (grp);
CREATE INDEX claim_rel ON claim (rel);
CREATE TABLE mention (iri TEXT PRIMARY KEY, doc TEXT, name TEXT, data TEXT, actor TEXT);
CREATE INDEX mention_doc ON mention (doc);
CREATE INDEX mention_name ON mention (name);
CREATE TABLE naming (mention TEXT, claim TEXT, PRIMARY KEY (mention, claim)) WITHOUT ROWID;
CREATE INDEX naming_claim ON naming (claim);
CREATE TABLE sound (key TEXT, name TEXT, PRIMARY KEY (key, name)) WITHOUT ROWID;
CREATE INDEX sound_name ON sound (name);
CREATE TABLE meeting (key TEXT, grp TEXT, PRIMARY KEY (key, grp)) WITHOUT ROWID;
CREATE INDEX meeting_grp ON meeting (grp);
CREATE TABLE near (block TEXT, a TEXT, b TEXT, score REAL, reason TEXT);
CREATE INDEX near_block ON near (block);
CREATE INDEX near_a ON near (a);
CREATE INDEX near_b ON near (b);
CREATE TABLE offer (token TEXT, rel TEXT, PRIMARY KEY (token, rel)) WITHOUT ROWID;
CREATE INDEX offer_rel ON offer (rel);
CREATE TABLE want (token TEXT, rel TEXT, PRIMARY KEY (token, rel)) WITHOUT ROWID;
CREATE INDEX want_rel ON want (rel);
CREATE TABLE tenure (state TEXT, curated TEXT, PRIMARY KEY (state, curated)) WITHOUT ROWID;
"""
"""``claim.grp`` is the first claim of its group, ``claim.home`` that of its relation, ``claim.rel`` the relation's IRI;
all three and ``claim.block`` are null where the claim counts for nothing (rejected, or nobody opened its page)."""

CLAIM = "iri, doc, recorded, origin, record"


class Index:
    """An open index.

    Parameters
    ----------
    path : Path
        The file; made with its tables where it is absent.

    Raises
    ------
    sqlite3.DatabaseError
        If the file is not an index of this format.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(path, isolation_level=None, cached_statements=512)
        self._read: dict[str, Claim] = {}
        # A commit that a power cut loses leaves an index that is stale, never one that is damaged.
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536", "secure_delete = ON"):
            self.db.execute(f"PRAGMA {pragma}")
        if not self.db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            self.db.executescript(f"BEGIN; {SCHEMA} COMMIT;")

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self.db.close()

    def begin(self) -> None:
        """Begin what :meth:`commit` or :meth:`rollback` ends."""
        self.db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Keep what was written."""
        self.db.execute("COMMIT")

    def rollback(self) -> None:
        """Forget what was written."""
        self._read.clear()
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")

    def rows(self, sql: str, *args: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query; a list or set among the arguments is read by ``json_each(?)``."""
        return self.db.execute(sql, [_bound(a) for a in args]).fetchall()

    def column(self, sql: str, *args: Any) -> list[Any]:
        """Return the first column of a query."""
        return [row[0] for row in self.rows(sql, *args)]

    def one(self, sql: str, *args: Any) -> Any:
        """Return the first value of a query, None where there is no row."""
        return next(iter(self.column(sql, *args)), None)

    def write(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run a statement for many rows."""
        self.db.executemany(sql, rows)

    def meta(self, key: str) -> str | None:
        """Return a value of the index itself."""
        value = self.one("SELECT v FROM meta WHERE k = ?", key)
        return None if value is None else str(value)

    def note(self, **values: str) -> None:
        """Set values of the index itself."""
        self.write("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def claims(self, where: str, *args: Any) -> list[Claim]:
        """Return claims that fit a condition, ordered by IRI."""
        found = []
        for iri, doc, recorded, origin, record in self.rows(
            f"SELECT {CLAIM} FROM claim WHERE {where} ORDER BY iri", *args
        ):
            if iri not in self._read:
                self._read[iri] = Claim(iri, doc, recorded, origin, loads(record))
            found.append(self._read[iri])
        return found

    def put_claims(self, claims: Iterable[Claim]) -> None:
        """Write claims, of which nothing is known yet but what they say."""
        self.write(
            f"INSERT INTO claim ({CLAIM}, curated) VALUES (?, ?, ?, ?, ?, ?)",
            ((c.iri, c.doc, c.recorded, c.origin, dumps(c.record), c.curated) for c in claims),
        )

    def put_naming(self, claims: Iterable[Claim]) -> None:
        """Write which claims name which mentions."""
        naming = {(c.mention(p.label), c.iri) for c in claims for p in c.record.participants if p.id is None}
        self.write("INSERT INTO naming VALUES (?, ?)", naming)

    def drop_claims(self, documents: Iterable[str]) -> None:
        """Forget the claims of documents."""
        for iri in self.column("SELECT iri FROM claim WHERE doc IN (SELECT value FROM json_each(?))", [*documents]):
            self._read.pop(iri, None)
            self.rows("DELETE FROM naming WHERE claim = ?", iri)
            self.rows("DELETE FROM claim WHERE iri = ?", iri)

    def people(self, mentions: Iterable[str]) -> dict[str, str]:
        """Return today's actor of each mention."""
        sql = "SELECT iri, actor FROM mention WHERE iri IN (SELECT value FROM json_each(?))"
        return dict(self.rows(sql, [*mentions]))

    def homes(self, claims: Iterable[str]) -> dict[str, str]:
        """Return today's relation of each claim that counts."""
        sql = "SELECT iri, rel FROM claim WHERE rel IS NOT NULL AND iri IN (SELECT value FROM json_each(?))"
        return dict(self.rows(sql, [*claims]))


def _bound(value: Any) -> Any:
    return json.dumps(sorted(value)) if isinstance(value, (list, set, frozenset, tuple)) else value


def to_text(judgements: Judgements) -> str:
    """Return judgements as JSON."""
    pairs = {n: sorted(sorted(p) for p in getattr(judgements, n)) for n in ("same", "different", "unsure")}
    single = {n: sorted(getattr(judgements, n)) for n in ("accepted", "rejected", "checked")}
    return json.dumps({**pairs, **single})


def from_text(text: str) -> Judgements:
    """Return the judgements of :func:`to_text`."""
    given = json.loads(text)
    pairs = {n: frozenset(map(frozenset, given[n])) for n in ("same", "different", "unsure")}
    return Judgements(
        **pairs,
        accepted=frozenset(given["accepted"]),
        rejected=frozenset(given["rejected"]),
        checked=frozenset((iri, on) for iri, on in given["checked"]),
    )


def partners(judgements: Judgements, members: Iterable[str]) -> Iterator[str]:
    """Yield what judgements pair with some members; those themselves among it."""
    there = set(members)
    for judged in (judgements.same, judgements.different, judgements.unsure):
        for pair in judged:
            if not pair.isdisjoint(there):
                yield from pair


def judged_anew(old: Judgements, new: Judgements) -> set[str]:
    """Return the claims and mentions of which something else is judged than before."""
    found: set[str] = set()
    for name in ("same", "different", "unsure"):
        found = found.union(*(getattr(old, name) ^ getattr(new, name)))
    found |= old.rejected ^ new.rejected
    return found | {iri for iri, _ in old.checked ^ new.checked}
