"""Relations of a few claims: the blocks that a change touches, and the groups that chain to what changed in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.pipeline.incremental.tables import Index, partners
from kg.resolution import Candidate, Claim, Judgements, Known, Relation
from kg.resolution.across import KINDS, Bundle, bundle, keys, may_be_one
from kg.resolution.blocks import Block, block_of
from kg.resolution.facts import Facts, facts_of
from kg.resolution.relations import Grouped, Near, candidates_of, group_block, join_groups

_IN = "IN (SELECT value FROM json_each(?))"
_NONE = ""
"""In the place of a block, for what may be one across blocks."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of relations.

    Attributes
    ----------
    relations : tuple of Relation
        Made of what was looked at.
    rehomed : set of str
        Claims that are new, or gone, or of another relation than before.
    changed : set of str
        IRIs of these relations, of before and of now.
    stirred : set of str
        IRIs of relations, on either side of the change, whose candidates have to be told anew.
    candidates : tuple of Candidate
        Of these.
    """

    relations: tuple[Relation, ...]
    rehomed: set[str]
    changed: set[str]
    stirred: set[str]
    candidates: tuple[Candidate, ...]


def block_name(block: Block) -> str:
    """Return a block as one text."""
    return "\x1f".join(block)


class _Groups:
    """Groups of claims, as the index stands."""

    def __init__(self, index: Index, known: Known, judgements: Judgements) -> None:
        self.index, self.known, self.judgements = index, known, judgements
        self.members: dict[str, list[Claim]] = {}
        self._facts: dict[str, Facts] = {}
        self._bundles: dict[str, Bundle] = {}

    def read(self, groups: Iterable[str]) -> None:
        wanted = set(groups) - self.members.keys()
        if not wanted:
            return
        self.members.update({g: [] for g in wanted})
        named = dict(self.index.rows(f"SELECT iri, grp FROM claim WHERE grp {_IN}", wanted))
        for claim in self.index.claims(f"grp {_IN}", wanted):
            self.members[named[claim.iri]].append(claim)

    def facts(self, iri: str) -> Facts:
        return self._facts[iri]

    def know(self, claims: Iterable[Claim]) -> None:
        for claim in claims:
            if claim.iri not in self._facts:
                self._facts[claim.iri] = facts_of(claim, self.known)

    def bundle(self, group: str) -> Bundle:
        if group not in self._bundles:
            self.know(self.members[group])
            self._bundles[group] = bundle([self.facts(c.iri) for c in self.members[group]], self.known)
        return self._bundles[group]

    def around(self, group: str) -> set[str]:
        """Return the groups that likeness, a judgement or a curated record leads to from one."""
        found: set[str] = set()
        claims = self.members[group]
        if claims and claims[0].record.kind in KINDS:
            mine = self.bundle(group)
            wanted = [_meeting(k) for k in set(keys(mine))]
            near = set(self.index.column(f"SELECT DISTINCT grp FROM meeting WHERE key {_IN}", wanted)) - {group}
            self.read(near)
            found |= {g for g in near if self._alike(group, g)}
        tied = set(partners(self.judgements, (c.iri for c in claims)))
        curated = {c.curated for c in claims if c.curated}
        if tied or curated:
            sql = f"SELECT DISTINCT grp FROM claim WHERE grp IS NOT NULL AND (iri {_IN} OR curated {_IN})"
            found |= set(self.index.column(sql, tied, curated))
            self.read(found)
        return found

    def _alike(self, a: str, b: str) -> bool:
        one, two = sorted((a, b))
        return may_be_one(self.bundle(one), self.bundle(two), self.judgements) is not None

    def closure(self, seeds: Iterable[str]) -> set[str]:
        todo = list(seeds)
        seen = set(todo)
        self.read(seen)
        while todo:
            for other in self.around(todo.pop()) - seen:
                seen.add(other)
                todo.append(other)
        return seen


def _meeting(key: tuple[str, ...]) -> str:
    return "\x1f".join(key)


def put_groups(index: Index, groups: Iterable[Sequence[Claim]], known: Known) -> None:
    """Write to which group claims belong, and under which keys the groups meet others."""
    rows, meetings = [], set()
    for claims in groups:
        name = claims[0].iri
        rows += [(name, c.iri) for c in claims]
        if claims[0].record.kind in KINDS:
            made = bundle([facts_of(c, known) for c in claims], known)
            meetings |= {(_meeting(k), name) for k in keys(made)}
    index.write("UPDATE claim SET grp = ? WHERE iri = ?", rows)
    index.write("INSERT OR IGNORE INTO meeting VALUES (?, ?)", meetings)


def put_near(index: Index, block: str, rows: Iterable[Near]) -> None:
    """Write what a block, or what is across blocks, leaves open."""
    index.write("INSERT INTO near VALUES (?, ?, ?, ?, ?)", ((block, *row) for row in rows))


def put_relations(index: Index, relations: Iterable[Relation]) -> None:
    """Write to which relation claims belong."""
    rows = []
    for relation in relations:
        first = min(c.iri for c in relation.claims)
        rows += [(first, relation.iri, c.iri) for c in relation.claims]
    index.write("UPDATE claim SET home = ?, rel = ? WHERE iri = ?", rows)


def update_relations(
    index: Index,
    claims: Mapping[str, Claim],
    counted: set[str],
    dirty: set[str],
    documents: Iterable[str],
    *,
    known: Known,
    before: Judgements,
    after: Judgements,
) -> Joined:
    """Take up claims.

    Parameters
    ----------
    claims : mapping of str to Claim
        By IRI: all claims of the documents that changed, as they are now.
    counted : set of str
        Those of them that count.
    dirty : set of str
        Further claims to look at: their actors have other names, or something else is judged of them.
    documents : iterable of str
        The documents that changed, those that went among them.
    """
    documents = [*documents]
    held = {c.iri for c in index.claims(f"doc {_IN}", documents)}
    touched = held | set(claims) | dirty
    was_block = dict(index.rows(f"SELECT iri, block FROM claim WHERE block IS NOT NULL AND iri {_IN}", touched))
    today = {**{c.iri: c for c in index.claims(f"iri {_IN}", touched - held - set(claims))}, **claims}
    people = index.people({c.mention(p.label) for c in today.values() for p in c.record.participants if p.id is None})
    counts = {i for i in today if i in counted or (i in was_block and i not in held and i not in claims)}
    blocks = {i: block_of(today[i], known, people) for i in counts}
    names = {i: block_name(b) for i, b in blocks.items()}
    stirred_blocks = set(was_block.values()) | set(names.values())
    # The groups that change: of old and of new.
    old = _Groups(index, known, before)
    groups_before = set(index.column(f"SELECT DISTINCT grp FROM claim WHERE block {_IN}", stirred_blocks))
    old.read(groups_before)
    tuples_before = {tuple(c.iri for c in old.members[g]) for g in groups_before}
    regrouped = _regrouped(index, stirred_blocks, touched, today, blocks, known, after)
    tuples_after = {g for made in regrouped.values() for g in made.groups}
    moved = tuples_before ^ tuples_after
    seeds = {g[0] for g in tuples_before if g in moved or not touched.isdisjoint(g)}
    around = old.closure(seeds)
    members = {c.iri for g in around for c in old.members[g]}
    sql = f"SELECT iri, home, rel FROM claim WHERE rel IS NOT NULL AND iri {_IN}"
    was = {iri: (home, rel) for iri, home, rel in index.rows(sql, members)}
    near_before = set(index.column(f"SELECT a FROM near WHERE block {_IN} UNION SELECT b FROM near WHERE block {_IN}",
                                   stirred_blocks, stirred_blocks))  # fmt: skip
    stirred = {rel for _, rel in was.values()} | set(index.homes(near_before).values())
    # From here on the index is that of the new state.
    index.write("DELETE FROM meeting WHERE grp = ?", ((g,) for g in groups_before))
    index.write("DELETE FROM near WHERE block = ?", ((b,) for b in stirred_blocks))
    index.write("DELETE FROM near WHERE block = ? AND a = ?", ((_NONE, i) for i in members))
    index.drop_claims(documents)
    index.put_claims(claims.values())
    index.put_naming(c for i, c in claims.items() if i in counted)
    index.write("UPDATE claim SET block = NULL, grp = NULL WHERE iri = ?", ((i,) for i in touched))
    index.write("UPDATE claim SET block = ? WHERE iri = ?", ((b, i) for i, b in names.items()))
    by_iri = {c.iri: c for c in index.claims(f"block {_IN}", stirred_blocks)}
    put_groups(index, ([by_iri[i] for i in g] for g in tuples_after), known)
    for name, made in regrouped.items():
        put_near(index, name, made.near)
    new = _Groups(index, known, after)
    starts = {g[0] for g in tuples_after if g in moved or not touched.isdisjoint(g)}
    starts |= set(index.column(f"SELECT DISTINCT grp FROM claim WHERE grp IS NOT NULL AND iri {_IN}", members))
    closed = new.closure(starts)
    inside = {c.iri: c for g in closed for c in new.members[g]}
    was |= {iri: (home, rel) for iri, home, rel in index.rows(sql, set(inside) - was.keys())}
    index.write("DELETE FROM near WHERE block = ? AND a = ?", ((_NONE, i) for i in inside))
    new.know(inside.values())
    made_of = [tuple(c.iri for c in new.members[g]) for g in sorted(closed)]
    relations, across = join_groups(made_of, inside, new.facts, known, after)
    index.write("UPDATE claim SET home = NULL, rel = NULL WHERE iri = ?", ((i,) for i in touched))
    put_relations(index, relations)
    put_near(index, _NONE, across)
    home = {c.iri: (min(x.iri for x in r.claims), r.iri) for r in relations for c in r.claims}
    near_now = {i for made in regrouped.values() for row in made.near for i in (row.a, row.b)}
    stirred |= {rel for _, rel in was.values()} | {r.iri for r in relations} | set(index.homes(near_now).values())
    rehomed = {i for i in home.keys() | was.keys() if home.get(i) != was.get(i)}
    changed = {rel for i in rehomed for _, rel in (home.get(i, ("", "")), was.get(i, ("", ""))) if rel}
    return Joined(relations, rehomed, changed, stirred, _candidates(index, stirred, after))


def _regrouped(
    index: Index,
    names: set[str],
    touched: set[str],
    today: Mapping[str, Claim],
    blocks: Mapping[str, Block],
    known: Known,
    judgements: Judgements,
) -> dict[str, Grouped]:
    """Return what blocks make of the claims that they have now."""
    members: dict[str, dict[str, Claim]] = {n: {} for n in names}
    of = dict(index.rows(f"SELECT iri, block FROM claim WHERE block {_IN}", names))
    for claim in index.claims(f"block {_IN}", names):
        if claim.iri not in touched:
            members[of[claim.iri]][claim.iri] = claim
    for iri, block in blocks.items():
        members[block_name(block)][iri] = today[iri]
    groups = _Groups(index, known, judgements)
    found = {}
    for name, inside in members.items():
        if inside:
            groups.know(inside.values())
            ordered = [inside[i] for i in sorted(inside)]
            found[name] = group_block(tuple(name.split("\x1f")), ordered, groups.facts, known, judgements)
    return found


def _candidates(index: Index, stirred: set[str], judgements: Judgements) -> tuple[Candidate, ...]:
    """Return the candidates of which one relation is among some."""
    claims = index.column(f"SELECT iri FROM claim WHERE rel {_IN}", stirred)
    sql = f"""SELECT a, b, score, reason FROM near WHERE a {_IN}
      UNION SELECT a, b, score, reason FROM near WHERE b {_IN}"""
    rows = [Near(*row) for row in index.rows(sql, claims, claims)]
    judged = [p for name in ("different", "unsure") for p in getattr(judgements, name)]
    asked = {i for row in rows for i in (row.a, row.b)} | set().union(*judged)
    return candidates_of(rows, index.homes(asked), judgements)
