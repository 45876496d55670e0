"""The view after a change of few documents: what they touch is resolved and written again, and nothing else.

The result is the quads that building the whole view would give; tests compare the two after every step. What cannot be
told from the neighbourhood of a change raises :class:`NotLocal`, and the whole view is built.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph import decode, local
from kg.graph.context import Context
from kg.graph.links import Links, actors_of, tokens_of
from kg.graph.publications import publication
from kg.graph.view import claims_weight, hash_of, judgements_weight, voice_weight
from kg.pipeline.incremental.joins import Joined, update_relations
from kg.pipeline.incremental.people import Named, update_people
from kg.pipeline.incremental.printings import Told, read_origins, update_origins
from kg.pipeline.incremental.tables import Index, from_text, judged_anew, to_text
from kg.resolution import Claim, Judgements, Known, Relation
from kg.resolution.holders import is_office_alone
from kg.resolution.ledger import Ledger, in_effect
from kg.resolution.relations import relation_of

if TYPE_CHECKING:
    from kg.graph import OxigraphStore, Quad
    from kg.registry import Registry

_IN = "IN (SELECT value FROM json_each(?))"


class NotLocal(Exception):
    """A change that reaches further than its neighbourhood; the text says why."""


def is_tenure(claim: Claim) -> bool:
    """Whether a claim is a curated tenure, from which holders of offices are inferred in other relations."""
    return claim.record.kind == "post" and claim.curated is not None


def states_of(claim: Claim) -> set[str]:
    """Return the states whose office a post is."""
    return {p.id for p in claim.record.participants if p.role == "of" and p.kind == "state" and p.id}


def ledger_mark(folder: Path) -> str:
    """Return a hash of the ledger of judgements."""
    path = Ledger(folder).journal.path
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


class IndexedLinks(Links):
    """Links to relations that the index knows."""

    def __init__(self, index: Index) -> None:
        super().__init__(())
        self.index = index

    def find(self, token: str) -> set[str]:
        """Return the IRIs of the relations that are found by a token."""
        return set(self.index.column("SELECT rel FROM offer WHERE token = ?", token))

    def _actors(self, iri: str) -> set[str]:
        return set().union(*(actors_of(r) for r in relations_named(self.index, [iri], self.known)))

    known = Known()


def relations_named(index: Index, iris: Iterable[str], known: Known) -> list[Relation]:
    """Return the relations of some IRIs; two bear one where a judgement holds accounts of a named programme apart."""
    home = dict(index.rows(f"SELECT iri, home FROM claim WHERE rel {_IN}", [*iris]))
    members: dict[str, list[Claim]] = {}
    for claim in index.claims(f"rel {_IN}", [*iris]):
        members.setdefault(home[claim.iri], []).append(claim)
    return [relation_of(claims, known) for claims in members.values()]


class Update:
    """One change, taken up by the index; :meth:`run` gives what has to be written to the store.

    Parameters
    ----------
    index : Index
        Of the store, in a transaction that the caller ends.
    changes : mapping of str to sequence of Quad or None
        By document IRI; None takes one out.
    """

    def __init__(
        self,
        index: Index,
        store: OxigraphStore,
        changes: Mapping[str, Sequence[Quad] | None],
        *,
        ledger: Path,
        registry: Registry,
        known: Known,
    ) -> None:
        self.index, self.store, self.registry, self.known = index, store, registry, known
        self.changes, self.ledger = changes, ledger
        self.gone: set[Quad] = set()
        self.come: set[Quad] = set()

    def run(self) -> tuple[set[Quad], set[Quad]]:
        """Return what goes from the view and what comes.

        Raises
        ------
        NotLocal
            If the whole view has to be built.
        """
        index = self.index
        was = {c.iri: c for c in index.claims(f"doc {_IN}", [*self.changes])}
        now = {c.iri: c for quads in self.changes.values() if quads is not None for c in decode(quads)}
        if any(c.withdrawn for c in now.values()):
            raise NotLocal("a withdrawn document")
        self.before = from_text(index.meta("judgements") or "")
        self.after = self._judged(now)
        anew = judged_anew(self.before, self.after)
        documents = set(self.changes) | set(
            index.column(f"SELECT DISTINCT doc FROM claim WHERE iri {_IN}", self.before.rejected ^ self.after.rejected)
        )
        for c in index.claims(f"doc {_IN}", documents - set(self.changes)):
            was[c.iri] = now[c.iri] = c
        if {c for c in was.values() if is_tenure(c)} != {c for c in now.values() if is_tenure(c)} or any(
            is_tenure(c) for c in now.values() if c.iri in anew
        ):
            raise NotLocal("a curated tenure, from which the holders of offices are told")
        total = int(index.meta("sum") or 0)
        total += claims_weight(now.values()) - claims_weight(was.values())
        total += judgements_weight(self.after) - judgements_weight(self.before)
        told, _ = update_origins(
            index, {d: None if q is None else publication(d, q, self.registry) for d, q in self.changes.items()}
        )
        total += sum(voice_weight(d, told.after) for d in told.after.voices)
        total -= sum(voice_weight(d, told.before) for d in told.before.voices)
        counted = {i for i, c in now.items() if i not in self.after.rejected and not c.unverified}
        named = update_people(
            index, documents, [now[i] for i in sorted(counted)], anew,
            known=self.known, before=self.before, after=self.after,
        )  # fmt: skip
        dirty = set(index.column(f"SELECT claim FROM naming WHERE mention {_IN}", named.renamed))
        dirty |= set(index.column(f"SELECT iri FROM claim WHERE iri {_IN}", anew))
        dirty -= {c for c in was if c not in now}
        joined = update_relations(
            index, now, counted, dirty - set(now), documents,
            known=self.known, before=self.before, after=self.after,
        )  # fmt: skip
        self._write_relations(told, named, joined, dirty | set(now) | set(was))
        self._write_rest(told, named, joined)
        self._swap({local.hash_quad(index.meta("hash") or "")}, {local.hash_quad(hash_of(total))})
        index.note(sum=str(total % (1 << 256)), hash=hash_of(total), judgements=to_text(self.after),
                   ledger=ledger_mark(self.ledger))  # fmt: skip
        return self.gone - self.come, self.come - self.gone

    def _swap(self, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
        self.gone.update(gone)
        self.come.update(come)

    def _judged(self, now: Mapping[str, Claim]) -> Judgements:
        """Return the judgements in effect after the change."""
        lines = Ledger(self.ledger).lines()
        sides = [x for line in lines for x in (line.a, line.b) if x is not None]
        named = {x.doc for x in sides}
        named |= set(self.index.column(f"SELECT doc FROM claim WHERE iri {_IN}", {x.iri for x in sides}))
        named |= {c.doc for c in now.values() if c.iri in {x.iri for x in sides}}
        if self.index.meta("ledger") == ledger_mark(self.ledger) and named.isdisjoint(self.changes):
            return self.before
        held = self.index.claims(f"doc {_IN}", named - set(self.changes))
        return in_effect(lines, [*held, *(c for c in now.values() if c.doc in named)]).judgements

    def _write_relations(self, told: Told, named: Named, joined: Joined, touched: set[str]) -> None:
        index = self.index
        changed = joined.changed | set(index.homes(touched).values())
        tokens = set(index.column(f"SELECT token FROM offer WHERE rel {_IN}", changed))
        index.write("DELETE FROM offer WHERE rel = ?", ((r,) for r in changed))
        offers = {(t, r.iri) for r in relations_named(index, changed, self.known) for t in tokens_of(r)}
        index.write("INSERT OR IGNORE INTO offer VALUES (?, ?)", offers)
        tokens |= {t for t, _ in offers} | {f"t:{i}" for i in joined.rehomed | touched}
        wanting = set(index.column(f"SELECT rel FROM want WHERE token {_IN}", tokens))
        voiced = set(index.column(f"SELECT rel FROM claim WHERE rel IS NOT NULL AND doc {_IN}", told.voiced))
        iris = changed | wanting | voiced
        relations = relations_named(index, iris, self.known)
        context = self._context(relations)
        self._swap(
            local.relations_held(self.store, iris, self.registry),
            local.relations_written(relations, context, self.registry),
        )
        index.write("DELETE FROM want WHERE rel = ?", ((r,) for r in iris))
        index.write("INSERT INTO want VALUES (?, ?)", ((t, r) for r, ts in context.links.wanted.items() for t in ts))

    def _context(self, relations: Iterable[Relation]) -> Context:
        index, known = self.index, self.known
        documents = {c.doc for r in relations for c in r.claims}
        claims = {c.iri: c for c in index.claims(f"block IS NOT NULL AND doc {_IN}", documents)}
        states = {
            state
            for c in claims.values()
            for p in c.record.participants
            if p.kind == "person" and not p.id and p.on_behalf_of
            for state in [known.polity(p.on_behalf_of)]
            if is_office_alone(p.label, known.nations.get(state, frozenset()))
        }
        names = set(index.column(f"SELECT DISTINCT curated FROM tenure WHERE state {_IN}", states)) if states else set()
        for c in index.claims(f"block IS NOT NULL AND curated {_IN}", names) if names else ():
            claims.setdefault(c.iri, c)
        people = index.people(c.mention(p.label) for c in claims.values() for p in c.record.participants if not p.id)
        links = IndexedLinks(index)
        links.known = known
        return Context(
            claims.values(), people=people, home=index.homes(claims), links=links, known=known,
            origins=read_origins(index, documents), judgements=self.after,
        )  # fmt: skip

    def _write_rest(self, told: Told, named: Named, joined: Joined) -> None:
        store, index = self.store, self.index
        actors = named.gone | {a.iri for a in named.actors}
        self._swap(local.actors_held(store, named.gone), local.actors_written(named.actors, named.variants))
        self._swap(local.candidates_held(store, actors), local.candidates_written(named.candidates))
        self._swap(local.candidates_held(store, joined.stirred), local.candidates_written(joined.candidates))
        self._swap(local.judged_quads(self.before), local.judged_quads(self.after))
        voiced = told.voiced
        self._swap(
            local.origins_held(store, voiced), local.origins_written(told.after, voiced & set(told.after.voices))
        )
        spoke, speak = (
            {v for d in voiced & set(o.voices) for v in (o.voices[d], *o.repeats.get(d, ()))}
            for o in (told.before, told.after)
        )
        digests = {v for text in index.column("SELECT repeats FROM doc WHERE repeats IS NOT NULL") for v in _list(text)}
        silent = {v for v in spoke - speak - digests if index.one("SELECT 1 FROM doc WHERE voice = ?", v) is None}
        for voice in silent:
            self._swap(local.origin_quads(voice), ())
        for voice in speak - spoke:
            held = local.origin_quads(voice) if local.is_spoken(store, voice) else set()
            self._swap(held, local.origin_quads(voice))


def _list(text: str) -> list[str]:
    return list(json.loads(text))
