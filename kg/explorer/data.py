"""A snapshot as one JSON document, with all that the explorer's page shows: the same bytes from the same graph."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.errors import UnknownTermError
from kg.explorer.ties import principals, ties_of
from kg.namespaces import ID
from kg.ontology import ontology
from kg.projection import Snapshot, read_snapshot
from kg.projection.disagreements import read_disagreements
from kg.projection.frame import make_frame
from kg.projection.snapshot import rows_of
from kg.projection.standing import standing_stages, why_left_out
from kg.render.layout import positions
from kg.render.palette import look

if TYPE_CHECKING:
    from kg.explorer.context import Surrounder
    from kg.graph import OxigraphStore
    from kg.projection.snapshot import Receipt, Relation, StagePart

FORMAT = 1
"""Of the document; the page refuses another."""

LAID_OUT = 1_500
"""Actors at most that a layout of the whole network places: the most connected. The page's view of it shows them."""

STATES = {
    "stated": "stated as done, and standing",
    "ended": "ended",
    "later": "later than the day asked for",
    "proposed": "proposed, under negotiation or not yet signed",
    "planned": "planned only",
    "possible": "possible only",
    "denied": "denied",
    "alleged": "alleged",
    "undecided": "without a stage that decides",
}
"""What is said of a relation as a whole; only the first is drawn unless a reader asks for the others."""

_SAID = """SELECT ?x ?by ?no ?end ?who WHERE {
  ?x ips:stageKind ?k . OPTIONAL { ?x ips:allegedBy ?by } OPTIONAL { ?x ips:deniedBy ?no }
  OPTIONAL { ?x ips:endDate ?end } OPTIONAL { ?x ips:attributedTo ?who }
  FILTER(BOUND(?by) || BOUND(?no) || BOUND(?end) || BOUND(?who))
}"""
_BASIS = 'SELECT ?x WHERE { ?x ips:stageKind ?k ; ips:stageBasis ?b . FILTER(STRENDS(STR(?b), "basis-alleged")) }'


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What of a graph goes into the explorer.

    Attributes
    ----------
    around : str, optional
        IRI of an actor: only relations that involve it; the page opens at it.
    layers : collection of str
        Layer codes (``L3``); all layers and what has none where it is empty.
    as_of, known_at : str, optional
        The two clocks, ISO days.
    public : bool
        Says that the store is the publishable part; the page prints it.
    """

    around: str | None = None
    layers: Collection[str] = ()
    as_of: str | None = None
    known_at: str | None = None
    public: bool = False


def explorer_data(
    store: OxigraphStore,
    selection: Selection | None = None,
    *,
    title: str = "Explorer",
    surrounder: Surrounder | None = None,
) -> dict[str, Any]:
    """Return the document.

    Parameters
    ----------
    store : OxigraphStore
        Open for reading; already cut down where it is for the public (:func:`kg.graph.public.public`).
    selection : Selection, optional
        The whole graph without it.
    title : str
        Of the page.
    surrounder : Surrounder, optional
        Gives the text before and after each quote; quotes stand alone without it.

    Returns
    -------
    dict
        JSON values: ``version`` (a hash of the rest), ``frame``, the clocks, ``actors``, ``relations``, ``receipts``,
        ``documents``, ``disagreements`` and the words for codes; parts refer to each other by index.

    Raises
    ------
    UnknownTermError
        If a layer is not one of the ontology.
    """
    selection = selection or Selection()
    schemes = ontology().schemes["layer"]
    for layer in selection.layers:
        if layer not in schemes:
            raise UnknownTermError(layer, scheme="layer", known=schemes)
    snapshot = read_snapshot(store, as_of=selection.as_of, known_at=selection.known_at)
    return _Document(store, snapshot, selection, title, surrounder).build()


class _Document:
    def __init__(
        self,
        store: OxigraphStore,
        snapshot: Snapshot,
        selection: Selection,
        title: str,
        surrounder: Surrounder | None,
    ) -> None:
        self.surrounder = surrounder
        self.about: dict[Receipt, set[Relation]] = defaultdict(set)
        self.store, self.snapshot, self.selection, self.title = store, snapshot, selection, title
        self.receipts: dict[Receipt, int] = {}
        self.actors: dict[str, int] = {}
        self.documents: dict[str, int] = {}
        self.said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in rows_of(store, _SAID):
            for name in ("by", "no", "end", "who"):
                if name in row:
                    self.said[row["x"]][name].add(row[name])
        self.alleged = {row["x"] for row in rows_of(store, _BASIS)} | {x for x, s in self.said.items() if s["by"]}

    def build(self) -> dict[str, Any]:
        kept = [r for r in self.snapshot.relations if self._wanted(r)]
        involved = {x for r in kept for x in principals(r.participations)} & set(self.snapshot.actors)
        if self.selection.around and self.selection.around in self.snapshot.actors:
            involved.add(self.selection.around)
        self.actors = {iri: i for i, iri in enumerate(sorted(involved))}
        relations = [self._relation(r) for r in kept]
        index = {r.iri: i for i, r in enumerate(kept)}
        disputes = [
            {
                "relation": index[d.relation],
                "slot": d.slot,
                "class": d.cls,
                "reason": d.reason,
                "sides": [
                    {"value": s.value, "chosen": s.chosen, "receipts": self._receipts(s.receipts)} for s in d.sides
                ],
            }
            for d in read_disagreements(self.store, self.snapshot)
            if d.relation in index
        ]
        receipts = [self._receipt(r) for r in self.receipts]
        for found, receipt in zip(receipts, self.receipts, strict=True):
            found |= self._context(receipt)
        around = self.actors.get(self.selection.around or "")
        layers = ontology().schemes["layer"]
        content: dict[str, Any] = {
            "format": FORMAT,
            "title": self.title,
            "id": ID,
            "frame": str(self._frame(kept)),
            "asOf": self.snapshot.as_of,
            "knownAt": self.snapshot.known_at,
            "public": self.selection.public,
            "start": around,
            "states": STATES,
            "layers": {code: layers[code].label for code in sorted(layers) if code in {r.layer for r in kept}},
            "kinds": {
                kind: {"label": look(kind).label, "color": look(kind).color, "shape": look(kind).shape}
                for kind in sorted({r.kind for r in kept} | {self.snapshot.actors[i].kind for i in self.actors})
            },
            "actors": [self._actor(iri) for iri in self.actors],
            "relations": relations,
            "disagreements": disputes,
            "receipts": receipts,
            "documents": [self._about(iri) for iri in self.documents],
        }
        self._place(content)
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return {"version": hashlib.sha256(canonical.encode()).hexdigest()[:12], **content}

    def _place(self, content: dict[str, Any]) -> None:
        """Give actors their places in a layout of the whole network, the :data:`LAID_OUT` most connected ones."""
        degree = Counter(i for r in content["relations"] for tie in r["ties"] for i in tie[:2])
        order = sorted(range(len(content["actors"])), key=lambda i: (-degree[i], i))
        chosen = set(order[:LAID_OUT])
        names = [a["id"] for a in content["actors"]]
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(names[i] for i in sorted(chosen))
        for relation in content["relations"]:
            graph.add_edges_from((names[a], names[b]) for a, b, *_ in relation["ties"] if {a, b} <= chosen)
        places = positions(graph)
        for i in chosen:
            content["actors"][i]["x"], content["actors"][i]["y"] = places[names[i]]

    def _wanted(self, relation: Relation) -> bool:
        around, layers = self.selection.around, self.selection.layers
        if layers and relation.layer not in layers:
            return False
        return around is None or around in principals(relation.participations)

    def _frame(self, kept: list[Relation]) -> object:
        # By the states of the legend: what is alleged and denied is there an allegation, and so it is here.
        left_out = Counter(STATES[state] for r in kept if (state := self._state(r)) != "stated")
        unselected = len(self.snapshot.relations) - len(kept)
        notes = ["a relation of more than two actors is drawn as its pairs"]
        if unselected:
            notes.append(f"{unselected} relations of the graph lie outside the selection")
        if self.selection.public:
            notes.append("public edition: no private document, short quotes with links")
        return make_frame(
            self.snapshot,
            relations=len(kept) - sum(left_out.values()),
            left_out=Counter({f"{reason} (held here, off by default)": n for reason, n in left_out.items()}),
            polities={i for i in self.actors if self.snapshot.actors[i].kind == "state"},
            notes=tuple(notes),
        )

    def _actor(self, iri: str) -> dict[str, Any]:
        actor = self.snapshot.actors[iri]
        return {
            "id": actor.id,
            "label": actor.label,
            "kind": actor.kind,
            "status": actor.status,
            "aliases": list(actor.aliases),
        }

    def _state(self, relation: Relation) -> str:
        reason = why_left_out(relation, self.snapshot.as_of)
        if reason is None:
            return "stated"
        if any(s.iri in self.alleged for s in relation.stages):
            return "alleged"
        if reason == "planned or possible only":
            return "planned" if any(s.modality == "planned" for s in relation.stages) else "possible"
        names = {"ended": "ended", "later than the day asked for": "later", "denied": "denied"}
        return names.get(reason, "proposed" if reason.startswith("proposed") else "undecided")

    def _relation(self, relation: Relation) -> dict[str, Any]:
        state = self._state(relation)
        snapshot = self.snapshot
        behind = [r for s in relation.stages for r in s.receipts] + [
            r for p in relation.participations for r in p.receipts
        ]
        for receipt in {*relation.programme_receipts, *behind}:
            self.about[receipt].add(relation)
        found = ties_of(relation, snapshot.actors, firm_only=state == "stated")
        return {
            "id": relation.id,
            "kind": relation.kind,
            "type": relation.type,
            "typeLabel": relation.type_label,
            "title": relation.title,
            "layer": relation.layer,
            "status": relation.status,
            "state": state,
            "origins": relation.origins,
            "documents": relation.documents,
            "programme": (relation.programme or "").removeprefix(ID) or None,
            "programmeReceipts": self._receipts(relation.programme_receipts),
            "span": self._span(relation),
            "stages": [self._stage(s) for s in relation.stages],
            "parts": [
                {
                    "actor": self.actors[p.actor],
                    "role": p.role,
                    "for": self.actors.get(p.on_behalf_of or ""),
                    "capacity": p.capacity,
                    "firm": p.firm,
                    "holder": self._name(p.inferred_holder),
                    "receipts": self._receipts(p.receipts),
                }
                for p in relation.participations
                if p.actor in self.actors
            ],
            "ties": [[self.actors[t.a], self.actors[t.b], t.role_a, t.role_b, int(t.directed)] for t in found],
        }

    def _name(self, iri: str | None) -> str | None:
        return self.snapshot.actors[iri].label if iri in self.snapshot.actors else None

    def _span(self, relation: Relation) -> list[str | None] | None:
        """Return first and last day by its chosen dated stages; None for the last while nothing ended it."""
        stages = standing_stages(relation, "9999-12-31") or tuple(
            s for s in relation.stages if s.standing == "chosen" and not self._ends(s)
        )
        dated = [s for s in stages if s.date]
        if not dated:
            return None
        ends = [s.latest for s in relation.stages if s.firm and s.date and self._ends(s)]
        first = min(s.earliest for s in dated)
        if relation.kind in ("engagement", "incident", "transfer", "stance"):
            return [
                first,
                max([*(s.latest for s in dated), *(min(e) for e in [self.said[s.iri]["end"] for s in dated] if e)]),
            ]
        return [first, max(ends) if ends else None]

    def _ends(self, stage: StagePart) -> bool:
        return ontology().concept("stage", stage.stage).bearing == "end"

    def _stage(self, stage: StagePart) -> dict[str, Any]:
        said = self.said.get(stage.iri, {})
        return {
            "stage": stage.stage.replace("-", " "),
            "modality": stage.modality,
            "alleged": stage.iri in self.alleged,
            "allegedBy": sorted(said.get("by", ())),
            "deniedBy": sorted(said.get("no", ())),
            "attributedTo": sorted(said.get("who", ())),
            "standing": stage.standing,
            "firm": stage.firm,
            "date": stage.date,
            "end": min(said.get("end", ()), default=None),
            "earliest": stage.earliest,
            "latest": stage.latest,
            "place": stage.place,
            "receipts": self._receipts(stage.receipts),
        }

    def _receipts(self, receipts: tuple[Receipt, ...]) -> list[int]:
        return [self.receipts.setdefault(r, len(self.receipts)) for r in receipts]

    def _context(self, receipt: Receipt) -> dict[str, str]:
        """Return the text around a quote, where every relation that it stands for may show it."""
        if self.surrounder is None or not self.about[receipt]:
            return {}
        found = [self.surrounder.around(receipt, relation, self.snapshot) for relation in self.about[receipt]]
        first = found[0]
        return {} if first is None or None in found else {"before": first.before, "after": first.after}

    def _receipt(self, receipt: Receipt) -> dict[str, Any]:
        return {
            "quote": receipt.quote,
            "citation": receipt.citation,
            "grade": receipt.grade,
            "who": receipt.who,
            "start": receipt.start,
            "doc": self.documents.setdefault(receipt.doc, len(self.documents)),
        }

    def _about(self, iri: str) -> dict[str, Any]:
        about = self.snapshot.documents[iri]
        plain = ("title", "publisher", "published", "url", "rights", "genre", "origin", "copy", "credited_to")
        return {
            "id": iri.removeprefix(ID),
            **{name: about[name] for name in plain if about.get(name)},
            "recorded": about["recordDate"],
            "project": about["project"],
            "cited": about["cited"],
            "sources": about["sources"],
        }
