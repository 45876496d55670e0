"""Asking the index: all words of the question, each from its beginning, in any order, the best things first."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError, nearest
from kg.search.folding import is_sign, words

KINDS = ("actor", "relation", "document", "place", "concept")
FIELDS = ("label", "alias", "title", "quote", "publisher")
"""Where a word can be found, the field that tells most first."""
_SHOWN = 3
LONGEST = 200
"""Characters of a question."""

_RANK = """CASE WHEN entry.folded = :folded AND field = 'label' THEN 0 WHEN entry.folded = :folded THEN 1
  WHEN field = 'label' THEN 2 WHEN field IN ('alias', 'title') THEN 3 WHEN field = 'quote' THEN 4 ELSE 5 END"""
_MATCHING = f"""SELECT entry.id AS id, iri, kind, {_RANK} AS tier, bm25(word) AS score
  FROM word JOIN entry ON entry.id = word.rowid WHERE word MATCH :match"""
_THINGS = f"""WITH matching AS MATERIALIZED ({_MATCHING})
  SELECT iri, MIN(tier) AS best, MIN(score) AS score, COUNT(*) AS n FROM matching
  WHERE :kinds = '' OR instr(:kinds, ',' || kind || ',') GROUP BY iri
  ORDER BY best, MIN(score + tier), (SELECT label FROM entry WHERE entry.iri = matching.iri LIMIT 1), iri
  LIMIT :limit OFFSET :offset"""
_COUNTS = f"WITH matching AS MATERIALIZED ({_MATCHING}) SELECT kind, COUNT(DISTINCT iri) FROM matching GROUP BY kind"
_MATCHES = f"""SELECT iri, kind, sort, label, field, text, doc FROM word JOIN entry ON entry.id = word.rowid
  WHERE word MATCH :match AND iri = :iri ORDER BY {_RANK}, bm25(word), text LIMIT {_SHOWN}"""


@dataclass(frozen=True, slots=True)
class Match:
    """A text that holds the words: the field, the text, the document of a quote, where the words stand in it."""

    field: str
    text: str
    doc: str | None
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that was found.

    Attributes
    ----------
    iri, kind, sort, label : str
        ``kind`` is one of :data:`KINDS`; ``sort`` is the kind of an actor or a relation, the scheme of a concept.
    matches : tuple of Match
        The best three of ``texts`` texts.
    """

    iri: str
    kind: str
    sort: str
    label: str
    matches: tuple[Match, ...]
    texts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of hits out of ``total`` things; ``counts`` by kind, whatever kinds were asked for."""

    question: str
    total: int
    counts: dict[str, int]
    offset: int
    hits: tuple[Hit, ...]


def expression(question: str) -> tuple[str, tuple[str, ...]]:
    """Return the full-text expression of a question, and its folded words.

    Words are prefixes, all of which have to occur; what stands in double quotes is a phrase of whole words; signs of a
    script without spaces are one word as long as they stand together.
    """
    terms: list[str] = []
    folded: list[str] = []
    for number, part in enumerate(question.split('"')):
        found = words(part)
        folded += [w for w, _, _ in found]
        if number % 2 and found:
            terms.append('"' + " ".join(w for w, _, _ in found) + '"')
            continue
        run: list[str] = []
        end = -1
        for word, start, stop in found:
            if run and not (is_sign(word) and start == end):
                terms.append('"' + " ".join(run) + '"')
                run = []
            if is_sign(word):
                run.append(word)
                end = stop
            else:
                terms.append(f'"{word}" *')
        if run:
            terms.append('"' + " ".join(run) + '"')
    return " ".join(terms), tuple(folded)


def highlight(text: str, folded: Collection[str]) -> tuple[tuple[int, int], ...]:
    """Return where a text has words that begin with one of the folded words, as (start, end), in order."""
    spans: list[tuple[int, int]] = []
    for word, start, end in words(text):
        if any(word.startswith(f) for f in folded):
            if spans and spans[-1][1] == start:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return tuple(spans)


class Index:
    """An index, open for reading.

    Parameters
    ----------
    path : Path
        From :func:`kg.search.build_index`.
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def search(self, question: str, *, kinds: Sequence[str] = (), limit: int = 20, offset: int = 0) -> Found:
        """Return what a question finds.

        Parameters
        ----------
        question : str
            Words in any order, each from its beginning; "in quotes" as a phrase.
        kinds : sequence of str
            Of :data:`KINDS`; all without it.
        limit, offset : int
            Which page of the hits.

        Raises
        ------
        QueryError
            If the question has no letter or digit, is too long, or a kind is unknown.
        """
        for kind in kinds:
            if kind not in KINDS:
                raise QueryError(f"{kind!r} is no kind of thing.", hint=nearest(kind, KINDS))
        if len(question) > LONGEST:
            raise QueryError(f"The question has {len(question)} characters.", hint=f"At most {LONGEST} are taken.")
        match, folded = expression(question)
        if not match:
            raise QueryError(f"{question!r} holds no word to look for.", hint="Give a name, or words of a sentence.")
        given = {"match": match, "folded": " ".join(folded)}
        counts = {kind: n for kind, n in self._db.execute(_COUNTS, given) if n}
        wanted = {"kinds": f",{','.join(kinds)}," if kinds else "", "limit": limit, "offset": offset}
        hits = []
        for iri, _, _, texts in self._db.execute(_THINGS, given | wanted).fetchall():
            rows = self._db.execute(_MATCHES, given | {"iri": iri}).fetchall()
            matches = tuple(Match(r[4], r[5], r[6] or None, highlight(r[5], folded)) for r in rows)
            hits.append(Hit(iri=iri, kind=rows[0][1], sort=rows[0][2], label=rows[0][3], matches=matches, texts=texts))
        ordered = {kind: counts[kind] for kind in KINDS if kind in counts}
        total = sum(n for kind, n in ordered.items() if not kinds or kind in kinds)
        return Found(question=question, total=total, counts=ordered, offset=offset, hits=tuple(hits))
