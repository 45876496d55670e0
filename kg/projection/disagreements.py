"""Where documents disagree, side by side: both values, each with the sentences that give it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import ID, IPS
from kg.projection.snapshot import Receipt, Snapshot, concept_of, read_receipts, rows_of

if TYPE_CHECKING:
    from kg.graph import Store

CLASSES = ("contradictory", "different-definition", "superseded", "compatible")
"""The gravest first."""

_DISAGREEMENTS = """SELECT ?c ?r ?slot ?class ?reason ?part WHERE {
  ?c a ips:Disagreement ; ips:inRelation ?r ; ips:slot ?slot ; ips:conflictClass ?class ; ips:reason ?reason ;
    ips:between ?part .
}"""
_PARTS = """SELECT DISTINCT ?part ?p ?o WHERE { ?c a ips:Disagreement ; ips:between ?part . ?part ?p ?o }"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two values: the part that holds it, the value in words, whether the view goes by it, and its receipts."""

    iri: str
    value: str
    chosen: bool
    receipts: tuple[Receipt, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """IRIs of the documents that give the value."""
        return tuple(sorted({r.doc for r in self.receipts}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two values for one slot of a relation; see :mod:`kg.graph.conflicts` for the classes.

    One side alone stands for both where accounts give an allegation and its denial together.
    """

    iri: str
    relation: str
    title: str
    slot: str
    cls: str
    reason: str
    sides: tuple[Side, ...]


def read_disagreements(store: Store, snapshot: Snapshot) -> tuple[Disagreement, ...]:
    """Return the disagreements that the view states, the gravest first.

    Parameters
    ----------
    store : Store
        Open for reading.
    snapshot : Snapshot
        Of the same store. What only one side of is known at its day is no disagreement yet.
    """
    receipts = read_receipts(store, snapshot.known_at)
    about: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows_of(store, _PARTS):
        if row["p"].startswith(IPS):
            about[row["part"]].setdefault(row["p"].removeprefix(IPS), row["o"])
    rows: dict[str, dict[str, str]] = {}
    parts: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(store, _DISAGREEMENTS):
        rows[row["c"]] = row
        parts[row["c"]].add(row["part"])
    found = []
    titles = {r.iri: r.title for r in snapshot.relations}
    for iri, row in rows.items():
        sides = tuple(
            Side(
                iri=part,
                value=value_of(about[part], snapshot),
                chosen=about[part].get("standing", "").endswith("-chosen") or "role" in about[part],
                receipts=receipts.get(part, ()),
            )
            for part in sorted(parts[iri], key=lambda p: (about[p].get("knownFrom", ""), p))
        )
        if row["r"] not in titles or not all(s.receipts for s in sides):
            continue
        found.append(
            Disagreement(
                iri=iri,
                relation=row["r"],
                title=titles[row["r"]],
                slot=row["slot"],
                cls=concept_of(row["class"]),
                reason=row["reason"],
                sides=sides,
            )
        )
    return tuple(sorted(found, key=lambda d: (CLASSES.index(d.cls), d.title, d.relation, d.slot, d.iri)))


def value_of(part: dict[str, str], snapshot: Snapshot) -> str:
    """Return what a part of the view says, in a few words.

    Parameters
    ----------
    part : dict of str to str
        Its properties by local name; of several values of one property, any.
    snapshot : Snapshot
        For the names of actors.
    """
    if "stageKind" in part:
        kind, modality = concept_of(part["stageKind"]).replace("-", " "), concept_of(part["modality"])
        words = [kind, part.get("date", "at a time not given")]
        if part.get("endDate"):
            words.append(f"to {part['endDate']}")
        if modality != "asserted":
            words.append(f"({modality})")
        if part.get("by"):
            words.append(f"by {_name(part['by'], snapshot)}")
        if part.get("allegedBy"):
            words.append(f"alleged by {part['allegedBy']}")
        if part.get("deniedBy"):
            words.append(f"denied by {part['deniedBy']}")
        return " ".join(words)
    if "role" in part:
        behalf = f" for {_name(part['onBehalfOf'], snapshot)}" if part.get("onBehalfOf") else ""
        return f"{_name(part['actor'], snapshot)}{behalf} as {concept_of(part['role'])}"
    if "currency" in part or "value" in part:
        return f"{part.get('currency', 'unknown currency')} {_number(part.get('value', ''))}".strip()
    return f"{_number(part.get('quantity', ''))} {part.get('label', '')}".strip()


def _name(iri: str, snapshot: Snapshot) -> str:
    return snapshot.actors[iri].label if iri in snapshot.actors else iri.removeprefix(ID)


def _number(text: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    return f"{int(value):,}" if value.is_integer() else f"{value:,}"
