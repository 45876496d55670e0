"""Actors of a few mentions: the names that a change touches, and those that likeness or judgements chain to them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.graph.view import variants_of
from kg.pipeline.incremental.tables import Index, partners
from kg.resolution import Actor, Candidate, Claim, Judgements, Known
from kg.resolution.actors import identify_mentions
from kg.resolution.forms import Form, Mention, forms_of, mentions_of, namesake_key
from kg.resolution.likeness import blocks, verdict
from kg.resolution.offices import read_office

_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Named:
    """What became of actors.

    Attributes
    ----------
    gone : set of str
        IRIs of the actors that were made of what was looked at, those that are made again among them.
    actors, candidates : tuple
        Made of what was looked at.
    variants : mapping of str to tuple of str
        Other forms of a name, by mention.
    renamed : set of str
        Mentions that are new, or of another actor than before.
    """

    gone: set[str]
    actors: tuple[Actor, ...]
    candidates: tuple[Candidate, ...]
    variants: Mapping[str, tuple[str, ...]]
    renamed: set[str]


def _key(mention: Mention) -> str:
    return "\x1f".join(namesake_key(mention))


def put_mentions(index: Index, claims: Sequence[Claim], known: Known) -> set[str]:
    """Write the mentions of whole documents; return their names."""
    mentions, variants = mentions_of(claims, known), variants_of(claims)
    rows, names = [], set()
    doc_of = {c.mention(p.label): c.doc for c in claims for p in c.record.participants if p.id is None}
    for iri, m in mentions.items():
        data = [m.recorded, sorted(m.kinds), sorted(m.labels), sorted(m.states), list(m.offices), variants.get(iri)]
        names.add(_key(m))
        rows.append((iri, doc_of[iri], _key(m), json.dumps(data)))
    index.write("INSERT INTO mention (iri, doc, name, data) VALUES (?, ?, ?, ?)", rows)
    return names


def put_sounds(index: Index, names: Iterable[str], known: Known, judgements: Judgements) -> None:
    """Write the keys under which names meet others."""
    names = list(names)
    index.write("DELETE FROM sound WHERE name = ?", ((n,) for n in names))
    people = _People(index, known, judgements)
    people.read(names)
    rows = {(_sound(f, key), n) for n in names for f in people.forms[n] if f.state for key in blocks(f, known)}
    index.write("INSERT INTO sound VALUES (?, ?)", rows)


def _sound(form: Form, key: str) -> str:
    return f"{form.kind}\x1f{form.state}\x1f{key}"


class _People:
    """Forms of the names that were read so far, as the index stands."""

    def __init__(self, index: Index, known: Known, judgements: Judgements) -> None:
        self.index, self.known, self.judgements = index, known, judgements
        self.mentions: dict[str, list[Mention]] = {}
        self.forms: dict[str, list[Form]] = {}
        self.variants: dict[str, tuple[str, ...]] = {}

    def read(self, names: Iterable[str]) -> None:
        wanted = set(names) - self.forms.keys()
        found: dict[str, list[Mention]] = defaultdict(list)
        sql = f"SELECT iri, name, data FROM mention WHERE name {_IN} ORDER BY iri"
        for iri, name, data in self.index.rows(sql, wanted) if wanted else ():
            recorded, kinds, labels, states, offices, variants = json.loads(data)
            told = {o: read_office(o) for o in offices}
            found[name].append(Mention(iri, recorded, set(kinds), set(labels), set(states), told))
            if variants:
                self.variants[iri] = tuple(variants)
        for name in wanted:
            self.mentions[name] = found[name]
            self.forms[name] = list(forms_of(found[name], self.judgements).values())

    def around(self, name: str) -> set[str]:
        """Return the names that likeness or a judgement leads to from one."""
        keys = {_sound(f, key) for f in self.forms[name] if f.state for key in blocks(f, self.known)}
        near = set(self.index.column(f"SELECT DISTINCT name FROM sound WHERE key {_IN}", keys)) - {name}
        self.read(near)
        found = {n for n in near if self._alike(name, n)}
        judged = set(partners(self.judgements, (m.iri for m in self.mentions[name])))
        if judged:
            found |= set(self.index.column(f"SELECT name FROM mention WHERE iri {_IN}", judged))
            self.read(found)
        return found

    def _alike(self, a: str, b: str) -> bool:
        for x in self.forms[a]:
            for y in self.forms[b]:
                one, two = sorted((x, y), key=lambda f: f.mentions[0].iri)
                if verdict(one, two, self.known) is not None:
                    return True
        return False

    def closure(self, seeds: Iterable[str]) -> set[str]:
        todo = list(seeds)
        seen = set(todo)
        self.read(seen)
        while todo:
            for other in self.around(todo.pop()) - seen:
                seen.add(other)
                todo.append(other)
        return seen


def update_people(
    index: Index,
    documents: Iterable[str],
    claims: Sequence[Claim],
    judged: set[str],
    *,
    known: Known,
    before: Judgements,
    after: Judgements,
) -> Named:
    """Take up the mentions of documents.

    Parameters
    ----------
    documents : iterable of str
        All whose mentions may have changed, those that went among them.
    claims : sequence of Claim
        All of these documents that count now.
    judged : set of str
        Mentions (or claims) of which something else is judged than before.
    """
    documents = [*documents]
    names = set(index.column(f"SELECT name FROM mention WHERE doc {_IN} OR iri {_IN}", documents, judged))
    old = _People(index, known, before)
    around = old.closure(names)
    was = dict(index.rows(f"SELECT iri, actor FROM mention WHERE name {_IN}", around))
    index.write("DELETE FROM mention WHERE doc = ?", ((d,) for d in documents))
    fresh = put_mentions(index, claims, known)
    put_sounds(index, names | fresh, known, after)
    new = _People(index, known, after)
    closed = new.closure(around | fresh)
    was |= dict(index.rows(f"SELECT iri, actor FROM mention WHERE name {_IN} AND actor IS NOT NULL", closed))
    mentions = [m for name in sorted(closed) for m in new.mentions[name]]
    found = identify_mentions(mentions, known=known, judgements=after)
    home = {m: a.iri for a in found.actors for m in a.mentions}
    renamed = {m for m, actor in home.items() if was.get(m) != actor}
    index.write("UPDATE mention SET actor = ? WHERE iri = ?", ((actor, m) for m, actor in home.items()))
    return Named({a for a in was.values() if a}, found.actors, found.candidates, new.variants, renamed)
