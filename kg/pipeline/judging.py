"""Judgements as people give them: about relations and persons of the view, written down as claims and mentions.

What a reader sees are relations and persons; what the ledger must name are claims and mentions, since these stay when
the rules get better and clusters change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import LedgerError, UnknownIdError
from kg.graph import OxigraphStore, stored_claims
from kg.model.citation import citation
from kg.namespaces import ID, curie, expand
from kg.pipeline.build import commit, judged
from kg.pipeline.settling import writing
from kg.registry import Registry
from kg.resolution import Actor, Candidate, Claim, Known, Relation, identify_actors, identify_relations
from kg.resolution.disputes import disputes
from kg.resolution.ledger import Effect, Judged, Ledger, Line, judged_claim, judged_mention

if TYPE_CHECKING:
    from kg.settings import Workspace


@dataclass(frozen=True, slots=True)
class Written:
    """What a judgement did.

    Attributes
    ----------
    numbers : tuple of int
        The new lines of the ledger.
    changed_quads : int
        Quads of the graph that changed with it; 0 where the judgement agrees with what the rules did.
    """

    numbers: tuple[int, ...]
    changed_quads: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger with its state: ``in effect``, ``found again``, ``dormant``, ``undone`` or ``undo``."""

    line: Line
    state: str
    note: str = ""


class Identity:
    """The relations and actors of a workspace today, to find what an identifier means.

    Parameters
    ----------
    workspace : Workspace
        Whose ledger is in effect.
    store : OxigraphStore
        Its open store.
    """

    def __init__(self, workspace: Workspace, store: OxigraphStore) -> None:
        self.claims = {c.iri: c for c in stored_claims(store)}
        self.effect: Effect = judged(workspace, self.claims.values())
        kept = [c for c in self.claims.values() if c.iri not in self.effect.judgements.rejected]
        known = Known.of(Registry.load())
        people = identify_actors(kept, known=known, judgements=self.effect.judgements)
        self.actors = {a.iri: a for a in people.actors}
        found = identify_relations(kept, actors=people.actors, known=known, judgements=self.effect.judgements)
        self.relations = {r.iri: r for r in found.relations}
        self.candidates: tuple[Candidate, ...] = (*people.candidates, *found.candidates)
        self.mentions = {
            c.mention(p.label): judged_mention(c, p.label)
            for c in self.claims.values()
            for p in c.record.participants
            if p.id is None
        }

    def claim(self, given: str) -> Claim:
        """Return a claim by its identifier.

        Raises
        ------
        UnknownIdError
            If there is none; the nearest are named.
        """
        iri = expand(given)
        if iri not in self.claims:
            raise UnknownIdError(given, known=[curie(i) for i in self.claims], where="the claims on file")
        return self.claims[iri]

    def subject(self, given: str) -> tuple[str, Judged]:
        """Return what an identifier is about, ``relation`` or ``actor``, and the claim or mention that stands for it.

        A relation is stood for by its anchor, the earliest claim; a person by the earliest mention.

        Raises
        ------
        UnknownIdError
            If it names no relation, claim, person or mention.
        """
        iri = expand(given)
        if iri in self.claims:
            return "relation", judged_claim(self.claims[iri])
        if iri in self.relations:
            return "relation", judged_claim(self.relations[iri].claims[0])
        if iri in self.mentions:
            return "actor", self.mentions[iri]
        if iri in self.actors:
            return "actor", self.mentions[self.anchor(self.actors[iri])]
        known = [curie(i) for i in (*self.relations, *self.actors, *self.claims, *self.mentions)]
        raise UnknownIdError(given, known=known, where="the relations, persons and claims on file")

    def side(self, iri: str) -> Side:
        """Return a relation or actor as a reviewer needs to see it."""
        if iri in self.actors:
            actor = self.actors[iri]
            there = [self.mentions[m] for m in actor.mentions]
            said = [(m.quote, curie(m.doc), m.iri) for m in there[:2]]
            return Side(iri, actor.label, tuple(said))
        relation = self.relations[iri]
        quotes = [
            (ev.quote or citation(ev), curie(c.doc), c.recorded)
            for c in relation.claims[:2]
            for ev in c.record.evidence[:1]
        ]
        return Side(iri, _described(relation), tuple(quotes))

    def anchor(self, actor: Actor) -> str:
        """Return the earliest mention of an actor."""
        recorded = {c.doc: c.recorded for c in self.claims.values()}
        return min(actor.mentions, key=lambda m: (recorded.get(self.mentions[m].doc, ""), m))


def _described(relation: Relation) -> str:
    record = relation.claims[0].record
    named = [p for p in record.participants if p.kind != "person" or record.kind == "post"]
    who = ", ".join(dict.fromkeys(p.id or p.label for p in named))
    stages = "; ".join(f"{s.stage} {s.date or 'undated'}" for s in record.stages)
    name = f" “{record.name}”" if record.name else ""
    return f"{record.kind} {record.type or ''}{name}: {who} ({stages})"


def judge(workspace: Workspace, verdict: str, first: str, second: str, *, why: str, by: str | None = None) -> Written:
    """Judge two relations, or two persons or bodies, to be the same, different, or left open.

    Parameters
    ----------
    workspace : Workspace
        Whose ledger is written and whose view is built anew.
    verdict : str
        ``same``, ``different`` or ``unsure``.
    first, second : str
        Identifiers of relations or claims, or of persons or mentions.
    why, by : str
        The reason, and who judges (login name without it).

    Raises
    ------
    UnknownIdError
        If an identifier names nothing on file.
    LedgerError
        If the two are not of one sort, are one claim or mention, or the judgement contradicts one in effect.
    """
    with writing(workspace) as store:
        identity = Identity(workspace, store)
        (about, a), (other, b) = identity.subject(first), identity.subject(second)
        if about != other:
            raise LedgerError(
                f"{first} is a {about} and {second} a {other}.", hint="Judge two relations, or two persons or bodies."
            )
        if a.iri == b.iri:
            raise LedgerError(
                f"{first} and {second} are one {'claim' if about == 'relation' else 'mention'} already.",
                hint="To take claims out of a relation, use `kg review split RELATION CLAIM…`.",
            )
        if verdict == "same":
            _check_consistent(identity, about, a.iri, b.iri)
        return _write(workspace, store, verdict, about, [(a, b)], why=why, by=by)


def _check_consistent(identity: Identity, about: str, a: str, b: str) -> None:
    """Refuse a *same* that would bring together what is judged different: it would have no effect."""
    judgements, groups = identity.effect.judgements, _groups(identity, about)
    one, two = groups.get(a, (a,)), groups.get(b, (b,))
    for x in one:
        for y in two:
            if judgements.forbids(x, y):
                number = identity.effect.numbers[frozenset((x, y))]
                raise LedgerError(
                    f"Line {number} of the ledger holds {curie(x)} and {curie(y)} to be different.",
                    hint=f"Undo it first: `kg review undo {number} --why …`.",
                )


def _groups(identity: Identity, about: str) -> dict[str, tuple[str, ...]]:
    if about == "actor":
        return {m: a.mentions for a in identity.actors.values() for m in a.mentions}
    return {c.iri: tuple(x.iri for x in r.claims) for r in identity.relations.values() for c in r.claims}


def split(workspace: Workspace, relation: str, claims: Sequence[str], *, why: str, by: str | None = None) -> Written:
    """Take claims out of a relation, or mentions out of a person; what is taken out stays together where it fits.

    Raises
    ------
    UnknownIdError
        If the relation, person, or a claim or mention of it is not on file.
    LedgerError
        If nothing would be left, or a judgement in effect holds them to be the same.
    """
    with writing(workspace) as store:
        identity = Identity(workspace, store)
        about, _ = identity.subject(relation)
        iri = expand(relation)
        members = _members(identity, iri)
        out = list(dict.fromkeys(expand(c) for c in claims))
        for member in out:
            if member not in members:
                raise UnknownIdError(curie(member), known=[curie(m) for m in members], where=curie(iri))
        rest = [m for m in members if m not in out]
        if not rest:
            raise LedgerError(f"Nothing of {curie(iri)} would be left.", hint="Name the claims that belong elsewhere.")
        for x in out:
            for y in rest:
                key = frozenset((x, y))
                if key in identity.effect.judgements.same:
                    raise LedgerError(
                        f"Line {identity.effect.numbers[key]} holds {curie(x)} and {curie(y)} to be the same.",
                        hint=f"Undo it first: `kg review undo {identity.effect.numbers[key]} --why …`.",
                    )
        named = {**{i: judged_claim(c) for i, c in identity.claims.items()}, **identity.mentions}
        pairs: list[tuple[Judged, Judged | None]] = [(named[x], named[y]) for x in out for y in rest]
        return _write(workspace, store, "different", about, pairs, why=why, by=by)


def _members(identity: Identity, iri: str) -> tuple[str, ...]:
    if iri in identity.relations:
        return tuple(c.iri for c in identity.relations[iri].claims)
    if iri in identity.actors:
        return identity.actors[iri].mentions
    raise UnknownIdError(
        curie(iri), known=[curie(i) for i in (*identity.relations, *identity.actors)], where="the relations and persons"
    )


def review(workspace: Workspace, verdict: str, claims: Sequence[str], *, why: str, by: str | None = None) -> Written:
    """Accept claims as read rightly, or reject them; what is rejected leaves the view and stays on file.

    Raises
    ------
    UnknownIdError
        If a claim is not on file.
    """
    with writing(workspace) as store:
        identity = Identity(workspace, store)
        judged_claims: list[tuple[Judged, Judged | None]] = [(judged_claim(identity.claim(c)), None) for c in claims]
        return _write(workspace, store, verdict, "claim", judged_claims, why=why, by=by)


def checked(workspace: Workspace, relations: Sequence[str], *, why: str, by: str | None = None) -> Written:
    """Note that somebody looked for news of relations today and found none; `why` says where.

    Raises
    ------
    UnknownIdError
        If one is no relation on file.
    """
    with writing(workspace) as store:
        identity = Identity(workspace, store)
        found: list[tuple[Judged, Judged | None]] = []
        for given in relations:
            about, subject = identity.subject(given)
            if about != "relation":
                raise LedgerError(f"{given} is no relation.", hint="News are looked for of relations.")
            found.append((subject, None))
        return _write(workspace, store, "checked", "relation", found, why=why, by=by)


def undo(workspace: Workspace, number: int, *, why: str, by: str | None = None) -> Written:
    """Take a line of the ledger out of effect, and build the view anew.

    Raises
    ------
    LedgerError
        If there is no such line, or it is undone already.
    """
    with writing(workspace) as store:
        line = Ledger(workspace.ledger).undo(number, why=why, by=by)
        return Written((line,), commit(workspace, store, {}))


def _write(
    workspace: Workspace,
    store: OxigraphStore,
    verdict: str,
    about: str,
    pairs: Sequence[tuple[Judged, Judged | None]],
    *,
    why: str,
    by: str | None,
) -> Written:
    """Write to the ledger, then to the graph: after a crash between the two any build puts the judgement in effect."""
    numbers = Ledger(workspace.ledger).add(verdict, about, pairs, why=why, by=by)
    return Written(numbers, commit(workspace, store, {}))


def log(workspace: Workspace, store: OxigraphStore) -> Iterator[Entry]:
    """Yield every line of the ledger with what became of it."""
    lines = Ledger(workspace.ledger).lines()
    effect = judged(workspace, stored_claims(store))
    for line in lines:
        if line.verdict == "undo":
            gone = effect.undone.get(line.number)
            yield Entry(line, "undone" if gone else "undo", f"by line {gone}" if gone else f"of line {line.a.iri}")
        elif line.number in effect.undone:
            yield Entry(line, "undone", f"by line {effect.undone[line.number]}")
        elif line.number in effect.dormant:
            yield Entry(line, "dormant", effect.dormant[line.number])
        elif line.number in effect.found_again:
            names = ", ".join(i.removeprefix(ID) for i in effect.found_again[line.number])
            yield Entry(line, "found again", f"as {names}")
        else:
            yield Entry(line, "in effect")


def _reading_side(claim: Claim) -> Side:
    quotes = [(ev.quote, curie(claim.doc), claim.recorded) for ev in claim.record.evidence[:2] if ev.quote]
    record = claim.record
    said = "; ".join(f"{s.stage}/{s.modality} {s.date or 'undated'}" for s in record.stages)
    people = ", ".join(f"{p.role} {p.id or p.label}" for p in record.participants)
    label = f"{record.extractor} ({record.confidence:.2f}): {record.kind} {record.type or ''}: {people} ({said})"
    return Side(claim.iri, label, tuple(quotes))


@dataclass(frozen=True, slots=True)
class Side:
    """One of a candidate's two: identifier, what it is, and the first sentences that say so with their documents."""

    iri: str
    label: str
    quotes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A candidate for review; the best come first."""

    about: str
    score: float
    reason: str
    a: Side
    b: Side


def pairs_for_review(workspace: Workspace, store: OxigraphStore, *, about: str | None = None) -> list[Pair]:
    """Return the pairs that may be one and were not judged, the likeliest first.

    Parameters
    ----------
    workspace : Workspace
        Whose ledger is in effect.
    store : OxigraphStore
        Open for reading.
    about : str, optional
        ``relation``, ``actor``, or ``reading`` (two extractors that read one document otherwise); all without it.
    """
    identity = Identity(workspace, store)
    found = [c for c in identity.candidates if about is None or c.about == about]
    pairs = [Pair(c.about, c.score, c.reason, identity.side(c.a), identity.side(c.b)) for c in found]
    if about in (None, "reading"):
        pairs += [
            Pair("reading", d.score, d.reason, _reading_side(d.a), _reading_side(d.b))
            for d in disputes(identity.claims.values(), identity.effect.judgements)
        ]
    return sorted(pairs, key=lambda p: (-p.score, p.a.iri, p.b.iri))
