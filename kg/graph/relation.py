"""One resolved relation in RDF: its classes, parts, shortcuts and status spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from kg.graph.account import CLASSES
from kg.graph.conflicts import Conflict, conflicts
from kg.graph.context import Context
from kg.graph.facets import facets
from kg.graph.outcomes import outcomes
from kg.graph.rivals import settle
from kg.graph.stages import StagePart, stage_parts
from kg.graph.status import STATUS_KINDS, Segment, spans, timeline
from kg.graph.terms import TYPE, Emit, boolean, concept, day, decimal, integer, ips, partial
from kg.graph.things import Part, Quantity, Role, items, roles, sums
from kg.model.record import thaw
from kg.namespaces import ID, IPS, digest
from kg.ontology import ontology
from kg.resolution import Claim, Relation
from kg.resolution.facts import stated_fiscal_year

_ENTRY = {"on-signature": "on-signature", "on-notes": "separate", "on-consent": "separate", "on-date": "separate"}


def _commonest(values: Iterable[str]) -> str | None:
    counts = Counter(values)
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None


def relation_effect(relation: Relation, type_: str | None) -> str:
    """Return how an agreement takes effect: as its records say, else as its type does."""
    stated = []
    for claim in relation.claims:
        instrument = thaw(dict(claim.record.extra).get("instrument"))
        if isinstance(instrument, dict) and instrument.get("entry") in _ENTRY:
            stated.append(_ENTRY[instrument["entry"]])
    return _commonest(stated) or ontology().effect(type_)


class RelationView:
    """Writes one relation; exists to keep the many small steps of that in one place.

    Parameters
    ----------
    relation : Relation
        With the claims that count.
    past : iterable of Claim
        Withdrawn claims that were about it: they enter its status on the days on which they counted, and nothing else.
    """

    def __init__(self, relation: Relation, context: Context, emit: Emit, past: Iterable[Claim] = ()) -> None:
        self.relation, self.context, self.emit = relation, context, emit
        self.past = tuple(past)
        self.node = NamedNode(relation.iri)
        self.records = [c.record for c in relation.claims]
        types = [r.type for r in self.records if r.type and r.type != "other"]
        self.type = _commonest(types) or _commonest(r.type for r in self.records if r.type)
        self.effect = relation_effect(relation, self.type) if relation.kind == "agreement" else "none"
        self.origins = context.origins.among({c.doc for c in relation.claims})
        self.stages = stage_parts(relation.claims, self.origins)
        settle(self.stages)

    def write(self) -> None:
        """Emit everything about the relation; no triple twice."""
        self._relation()
        taken = roles(self.relation.claims, self.origins, self.context.actor, self.context.offices)
        self._roles(taken)
        self._stages()
        goods, money = (
            items(self.relation.claims, self.origins),
            sums(self.relation.claims, self.origins),
        )
        for quantity in goods:
            self._quantity(quantity, "item", "Item")
        for quantity in money:
            self._quantity(quantity, "amount", "Amount")
        for conflict in conflicts(self.relation, self.stages, taken, goods, money, self.context.known):
            self._conflict(conflict)
        if any(r.extra for r in self.records):
            self._facets()
        self._status()

    def _relation(self) -> None:
        emit, node, claims = self.emit, self.node, self.relation.claims
        emit(node, TYPE, ips[CLASSES[self.relation.kind]])
        emit(node, ips.knownFrom, day(claims[0].recorded))
        emit(node, ips.lastEvidence, day(claims[-1].recorded))
        voices = {self.origins.get(c.doc, c.origin) for c in claims}
        emit(node, ips.originCount, integer(len(voices)))
        emit(node, ips.documentCount, integer(len({c.doc for c in claims})))
        if self.type:
            emit(node, ips.type, concept(self.relation.kind, self.type))
        layer = ontology().layer(self.relation.kind, self.type)
        if layer:
            emit(node, ips.layer, Literal(layer))
        if self.relation.kind == "agreement":
            emit(node, ips.effect, concept("effect", self.effect))
        for claim in claims:
            emit(node, ips.supportedBy, NamedNode(claim.iri))
        for programme in sorted({p for c in claims if (p := self.context.programme(self.relation, c))}):
            emit(node, ips.underProgramme, NamedNode(programme))
        for text in sorted({r.name for r in self.records if r.name}):
            emit(node, ips.name, Literal(text))
        for year in sorted({y for r in self.records if (y := stated_fiscal_year(r)) is not None}):
            emit(node, ips.fiscalYear, integer(year))
        if self.relation.kind == "post" and all(dict(r.extra).get("basis") == "rank" for r in self.records):
            emit(node, ips.postBasis, concept("post-basis", "rank"))  # a rank never becomes an office
        name = _commonest(r.name for r in self.records if r.name)
        if name and self.relation.iri not in self.context.known.programmes.values():
            emit(node, ips.title, Literal(name))

    def _part(self, part: Part | StagePart, link: str, cls: str) -> NamedNode:
        emit, iri = self.emit, self._iri(part)
        emit(self.node, ips[link], iri)
        emit(iri, TYPE, ips[cls])
        emit(iri, ips.inRelation, self.node)
        emit(iri, ips.knownFrom, day(part.known_from))
        if cls != "Participation":  # roles have no rivals
            emit(iri, ips.standing, concept("standing", part.standing))
        for stated in part.stated:
            emit(iri, ips.statedAs, NamedNode(stated))
        for rival in part.rival_of:
            emit(iri, ips.rivalOf, self._iri(rival))
        return iri

    def _iri(self, part: Part | StagePart) -> NamedNode:
        return NamedNode(f"{self.relation.iri}.{part.suffix}")

    def _conflict(self, conflict: Conflict) -> None:
        emit = self.emit
        node = NamedNode(f"{self.relation.iri}.c.{conflict.slot}.{digest(conflict.a, conflict.b)[:8]}")
        emit(self.node, ips.disagreement, node)
        emit(node, TYPE, ips.Disagreement)
        emit(node, ips.inRelation, self.node)
        emit(node, ips.slot, Literal(conflict.slot))
        emit(node, ips.conflictClass, concept("conflict", conflict.cls))
        emit(node, ips.reason, Literal(conflict.reason))
        for suffix in dict.fromkeys((conflict.a, conflict.b)):
            emit(node, ips.between, NamedNode(f"{self.relation.iri}.{suffix}"))

    def _roles(self, taken: Iterable[Role]) -> None:
        emit, context = self.emit, self.context
        involved: set[str] = set()
        ties: set[tuple[str, str]] = set()
        for role in taken:
            part = self._part(role, "participation", "Participation")
            self._role(part, role)
            self._inferred(part, role)
            shortcut = ontology().shortcuts.get(("role", role.role))
            if role.firm and shortcut:
                ties.add((shortcut.removeprefix(IPS), role.actor))
            for iri in (role.actor, role.behalf):
                if iri:
                    involved |= {iri, ID + context.known.polity(iri.removeprefix(ID))}
            involved |= {obj.value for term, obj in role.terms if term == ips.via}
        for name, iri in sorted(ties):
            emit(self.node, ips[name], NamedNode(iri))
        for iri in sorted(involved):
            emit(self.node, ips.involves, NamedNode(iri))

    def _inferred(self, part: NamedNode, role: Role) -> None:
        """Say who is meant by an office alone, as what it is: an inference from a tenure, beside what was said."""
        for claim in self.relation.claims:
            for index, p in enumerate(claim.record.participants):
                if claim.part(f"participants/{index}") in role.stated and (
                    held := self.context.holder(self.relation, claim, p)
                ):
                    self.emit(part, ips.inferredHolder, NamedNode(held[0]))
                    self.emit(part, ips.inferredFrom, NamedNode(held[1]))

    def _role(self, part: NamedNode, role: Role) -> None:
        emit = self.emit
        emit(part, ips.role, concept("role", role.role))
        emit(part, ips.actor, NamedNode(role.actor))
        emit(part, ips.actorKind, concept("actor", role.kind))
        emit(part, ips.modality, concept("modality", role.modality))
        emit(part, ips.firm, boolean(role.firm))
        if role.behalf:
            emit(part, ips.onBehalfOf, NamedNode(role.behalf))
        capacity = _commonest(role.capacities.elements())
        if capacity:
            emit(part, ips.capacity, Literal(capacity))
        self._terms(part, role)

    def _stages(self) -> None:
        emit = self.emit
        dates: set[tuple[str, str]] = set()
        for stage in self.stages:
            part, key = self._part(stage, "stage", "Stage"), stage.key
            emit(part, ips.stageKind, concept("stage", key.stage))
            emit(part, ips.modality, concept("modality", key.modality))
            emit(part, ips.earliest, day(stage.earliest))
            emit(part, ips.latest, day(stage.latest))
            emit(part, ips.firm, boolean(stage.firm))
            if key.date:
                emit(part, ips.date, partial(key.date))
            if key.end_date:
                emit(part, ips.endDate, partial(key.end_date))
            if key.by:
                emit(part, ips.by, NamedNode(ID + key.by))
            if key.step:
                emit(part, ips.step, concept("step", key.step))
            if key.quantity:
                emit(part, ips.quantity, decimal(float(key.quantity)))
            self._terms(part, stage)
            if stage.fiscal_year is not None:
                emit(part, ips.fiscalYear, integer(stage.fiscal_year))
            for place in sorted(stage.places):
                emit(part, ips.place, Literal(place))
                if key_of_place := self.context.known.place(place):
                    emit(part, ips.atPlace, NamedNode(ID + key_of_place))
            for who in sorted(stage.attributions):
                emit(part, ips.attributedTo, Literal(who))
            self._concerns(part, stage)
            shortcut = ontology().shortcuts.get(("stage", key.stage))
            if shortcut and key.date and stage.asserted and stage.standing == "chosen":
                dates.add((shortcut.removeprefix(IPS), key.date))
        for name, date in sorted(dates):
            emit(self.node, ips[name], partial(date))
        for forecast, link, outcome in outcomes(self.stages):
            emit(self._iri(forecast), ips[link], self._iri(outcome))

    def _concerns(self, part: NamedNode, stage: StagePart) -> None:
        if not stage.key.items:
            return
        for item in items(self.relation.claims, self.origins):
            if item.suffix.split(".")[1] in stage.key.items:
                self.emit(part, ips.concerns, self._iri(item))

    def _quantity(self, quantity: Quantity, link: str, cls: str) -> None:
        emit, part = self.emit, self._part(quantity, link, cls)
        if quantity.label:
            emit(part, ips.label, Literal(quantity.label))
        if quantity.value is not None:
            emit(part, ips.quantity if cls == "Item" else ips.value, decimal(quantity.value))
        if quantity.currency:
            emit(part, ips.currency, Literal(quantity.currency))
        if quantity.basis in ontology().schemes["item-basis"]:
            emit(part, ips.itemBasis, concept("item-basis", quantity.basis))
        self._terms(part, quantity)

    def _terms(self, node: NamedNode, part: Part | StagePart) -> None:
        """Emit what optional fields say of a part."""
        for term, obj in sorted(part.terms, key=str):
            self.emit(node, term, obj)
        if part.minimum is not None:
            self.emit(node, ips.minimum, decimal(part.minimum))
        if part.maximum is not None:
            self.emit(node, ips.maximum, decimal(part.maximum))

    def _facets(self) -> None:
        """Emit the relation's own optional fields; a chosen value of a facet also stands on the relation itself."""
        emit = self.emit
        stated, mentioned = facets(self.relation.claims, self.origins)
        for facet in stated:
            emit(self._part(facet, "facet", "Facet"), facet.term, facet.value)
            if facet.standing == "chosen":
                emit(self.node, facet.term, facet.value)
        for mention in mentioned:
            node = self._part(mention, mention.link, mention.cls)
            for term, obj in mention.pairs:
                emit(node, term, obj)
            target = self.context.links.target(self.relation, mention.source) if mention.cls == "Link" else None
            if target:
                emit(node, ips.linkedRelation, NamedNode(target))

    def _status(self) -> None:
        kind = self.relation.kind
        if kind not in STATUS_KINDS:
            return
        states: list[tuple[str, tuple[Segment, ...]]] = []
        claims = tuple(sorted((*self.relation.claims, *self.past), key=lambda c: (c.recorded, c.iri)))
        days = {c.recorded for c in claims} | {c.withdrawn for c in self.past if c.withdrawn}
        checks = sorted(on for c in claims for on in self.context.checked.get(c.iri, ()))
        days |= {on for on in checks if on >= min(days)}
        if checks:
            self.emit(self.node, ips.lastChecked, day(checks[-1]))
        for recorded in sorted(days):
            counted = tuple(
                c for c in claims if c.recorded <= recorded and (c.withdrawn is None or c.withdrawn > recorded)
            )
            then = Relation(self.relation.iri, kind, counted)
            parts = self.stages if counted == self.relation.claims else stage_parts(counted, self.origins)
            if parts is not self.stages:
                settle(parts)
            effect = relation_effect(then, self.type) if kind == "agreement" else "none"
            checked = max((on for on in checks if on <= recorded), default="")
            states.append((recorded, timeline(parts, kind=kind, effect=effect, checked=checked)))
        standing = {part.suffix for part in self.stages}
        emit = self.emit
        for span in spans(states):
            segment = span.segment
            suffix = f"t.{segment.start}.{span.known_from}.{span.known_until}"
            node = NamedNode(f"{self.relation.iri}.{suffix}")
            emit(self.node, ips.statusSpan, node)
            emit(node, TYPE, ips.StatusSpan)
            emit(node, ips.inRelation, self.node)
            emit(node, ips.status, concept("status", segment.status))
            emit(node, ips["from"], day(segment.start))
            emit(node, ips.until, day(segment.until))
            emit(node, ips.knownFrom, day(span.known_from))
            emit(node, ips.knownUntil, day(span.known_until))
            for decider in segment.deciders:
                if decider not in standing:
                    continue  # only withdrawn claims state it, so that it is no part of the view any more
                emit(node, ips.decidedBy, NamedNode(f"{self.relation.iri}.{decider}"))
