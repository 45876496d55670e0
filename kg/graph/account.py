"""The account of a relation as one document tells it: claim node, parts, receipts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import InvalidRecordError
from kg.graph.evidence import evidence_name, evidence_quads
from kg.graph.fields import ITEM, PARTICIPANT, RECORD, STAGE, WITH_RECEIPT, Table
from kg.graph.optional import KEY, encode_extra
from kg.graph.terms import TYPE, Emit, Object, boolean, concept, day, decimal, ips, ipsid, partial, prov, rdfs, skos
from kg.model import Participant, Record
from kg.model.extra import Extra
from kg.namespaces import digest
from kg.resolution.claim import Claim

CLASSES = {
    "agreement": "Agreement", "programme": "Programme", "transfer": "Transfer", "engagement": "Engagement",
    "partnership": "Partnership", "post": "Tenure", "membership": "Membership", "stance": "Stance",
    "incident": "Incident",
}  # fmt: skip
"""Class of the resolved relation by the contract's kind; an account's class adds ``Account``."""

VARIANTS = "variants"
"""Field of a person in a curated record, outside the contract: other forms of the name."""


def entity(key: str) -> NamedNode:
    """Return the node of a registry key.

    Raises
    ------
    InvalidRecordError
        If the key cannot be typed as a local name.
    """
    if not KEY.fullmatch(key):
        raise InvalidRecordError(f"{key!r} is not an identifier.", hint="Letters, digits, '-', '_' and inner '.'.")
    return ipsid[key]


def claim_quads(claim: Claim, graph: NamedNode, offices: Mapping[str, tuple[str, str]]) -> Iterator[Quad]:
    """Yield one claim: the claim node, its account, the account's parts and their receipts; duplicates included."""
    out: list[Quad] = []

    def emit(subject: NamedNode, predicate: NamedNode, obj: Object) -> None:
        out.append(Quad(subject, predicate, obj, graph))

    record, node, account = claim.record, NamedNode(claim.iri), NamedNode(claim.account)
    emit(node, TYPE, ips.Claim)
    emit(node, ips.describes, account)
    emit(node, ips.confidence, decimal(record.confidence))
    emit(node, prov.wasDerivedFrom, graph)
    if record.attribution is not None:
        emit(node, ips.attributedTo, Literal(record.attribution))
    _run(emit, node, record)
    emit(account, TYPE, ips[f"{CLASSES[record.kind]}Account"])
    if record.type is not None:
        emit(account, ips.type, concept(record.kind, record.type))
    if record.name is not None:
        emit(account, ips.name, Literal(record.name))
    if record.programme is not None:
        label, key = record.programme.label, record.programme.id
        emit(account, ips.programmeLabel, Literal(label))
        emit(account, ips.underProgramme, entity(key) if key else _mention(emit, claim, label))
    details = _extra(emit, claim, account, record.extra, RECORD)
    for index, participant in enumerate(record.participants):
        _participation(emit, claim, index, participant, offices)
    _stages(emit, claim)
    for index, item in enumerate(record.items):
        part = _part(emit, claim, f"items/{index}", "item", "Item")
        emit(part, ips.label, Literal(item.label))
        if item.quantity is not None:
            emit(part, ips.quantity, decimal(item.quantity))
        _extra(emit, claim, part, item.extra, ITEM)
    if record.amount is not None:
        part = _part(emit, claim, "amount", "amount", "Amount")
        if record.amount.value is not None:
            emit(part, ips.value, decimal(record.amount.value))
        if record.amount.currency is not None:
            emit(part, ips.currency, Literal(record.amount.currency))
    yield from out
    yield from _receipts(claim, details, graph)


def _run(emit: Emit, node: NamedNode, record: Record) -> None:
    if record.extractor is None and record.rule is None:
        return
    run = ipsid[f"run-{digest(json.dumps([record.extractor, record.rule]))}"]
    emit(node, prov.wasGeneratedBy, run)
    emit(run, TYPE, ips.Run)
    if record.extractor is not None:
        emit(run, ips.extractor, Literal(record.extractor))
    if record.rule is not None:
        emit(run, ips.rule, Literal(record.rule))


def _part(emit: Emit, claim: Claim, path: str, link: str, cls: str) -> NamedNode:
    part = NamedNode(claim.part(path))
    emit(NamedNode(claim.account), ips[link], part)
    emit(part, TYPE, ips[cls])
    emit(part, ips.inClaim, NamedNode(claim.iri))
    return part


def _extra(emit: Emit, claim: Claim, node: NamedNode, extra: Extra, table: Table) -> list[str]:
    if not extra:
        return []

    def part(path: str) -> NamedNode:
        return NamedNode(claim.part(path))

    return encode_extra(emit, node, extra, table, part, NamedNode(claim.iri))


def _participation(
    emit: Emit, claim: Claim, index: int, p: Participant, offices: Mapping[str, tuple[str, str]]
) -> None:
    part = _part(emit, claim, f"participants/{index}", "participation", "Participation")
    emit(part, ips.role, concept("role", p.role))
    emit(part, ips.label, Literal(p.label))
    emit(part, ips.actorKind, concept("actor", p.kind))
    if p.id is not None:
        emit(part, ips.actor, entity(p.id))
    else:
        emit(part, ips.actor, _mention(emit, claim, p.label))
    if p.on_behalf_of is not None:
        emit(part, ips.onBehalfOf, entity(p.on_behalf_of))
    _capacity(emit, part, p, offices)
    # Other forms of a name are of the mention, so that one label keeps them wherever it stands in the document.
    for text in dict(p.extra).get(VARIANTS) or ():
        emit(NamedNode(claim.mention(p.label)), skos.altLabel, Literal(text))
    _extra(emit, claim, part, tuple((k, v) for k, v in p.extra if k != VARIANTS), PARTICIPANT)


def _mention(emit: Emit, claim: Claim, label: str) -> NamedNode:
    mention = NamedNode(claim.mention(label))
    emit(mention, TYPE, ips.Mention)
    emit(mention, rdfs.label, Literal(label))
    return mention


def _capacity(emit: Emit, part: NamedNode, p: Participant, offices: Mapping[str, tuple[str, str]]) -> None:
    c = p.capacity
    if c is None:
        # A post record about its own holder would only repeat its name.
        if p.kind == "person" and p.role != "holder" and p.label in offices:
            office, account = offices[p.label]
            emit(part, ips.capacity, Literal(office))
            emit(part, ips.capacityFrom, NamedNode(account))
        return
    shown = c.label if c.label is not None else ", ".join(t for t in (c.rank, c.title) if t)
    if shown or c.label is not None:
        emit(part, ips.capacity, Literal(shown))
    if c.rank is None and c.title is None and c.acting is None:
        return
    for name, value in (("capacityLabel", c.label), ("rank", c.rank), ("officeTitle", c.title)):
        if value is not None:
            emit(part, ips[name], Literal(value))
    if c.acting is not None:
        emit(part, ips.acting, boolean(c.acting))


def _stages(emit: Emit, claim: Claim) -> None:
    for index, stage in enumerate(claim.record.stages):
        part = _part(emit, claim, f"stages/{index}", "stage", "Stage")
        emit(part, ips.stageKind, concept("stage", stage.stage))
        emit(part, ips.modality, concept("modality", stage.modality))
        earliest, latest = claim.bounds(stage)
        emit(part, ips.earliest, day(earliest))
        emit(part, ips.latest, day(latest))
        if stage.date is not None:
            emit(part, ips.date, partial(stage.date))
        if stage.end_date is not None:
            emit(part, ips.endDate, partial(stage.end_date))
        if stage.place is not None:
            emit(part, ips.place, Literal(stage.place))
        if stage.step is not None:
            emit(part, ips.step, concept("step", stage.step))
        if stage.by is not None:
            emit(part, ips.by, entity(stage.by))
        if stage.attribution is not None:
            emit(part, ips.attributedTo, Literal(stage.attribution))
        if stage.quantity is not None:
            emit(part, ips.quantity, decimal(stage.quantity))
        for item in stage.items:
            emit(part, ips.concerns, NamedNode(claim.part(f"items/{item}")))
        _extra(emit, claim, part, stage.extra, STAGE)


def _receipts(claim: Claim, details: list[str], graph: NamedNode) -> Iterator[Quad]:
    """Yield receipts: all on the claim, and on each part those that name it, else those of the whole record.

    ``details`` are the paths of the nodes that optional fields have. The account itself has the general receipts
    where it holds such fields, since parts of the view then lead to it.
    """
    record, node = claim.record, NamedNode(claim.iri)
    nodes = {ev: NamedNode(f"{claim.doc}.e.{evidence_name(ev)}") for ev in record.evidence}
    for ev, receipt in nodes.items():
        yield from evidence_quads(claim.doc, ev, graph)
        yield Quad(node, ips.evidence, receipt, graph)
        if not ev.parts:
            yield Quad(node, ips.generalEvidence, receipt, graph)
    paths = [f"{name}/{i}" for name in ("participants", "stages", "items") for i in range(len(getattr(record, name)))]
    paths += ["amount"] if record.amount else []
    paths += details
    named = sorted({p for ev in record.evidence for p in ev.parts} - set(paths))
    for path in (*paths, *named):
        part = NamedNode(claim.part(path))
        if path in named:
            yield Quad(NamedNode(claim.account), ips.detail, part, graph)
            yield Quad(part, TYPE, ips.Detail, graph)
            yield Quad(part, ips.path, Literal(path), graph)
            yield Quad(part, ips.inClaim, node, graph)
        # Evidence cannot name these, so that any receipt of the record serves.
        unnamable = path in details and path.partition("/")[0] not in WITH_RECEIPT
        for ev in record.evidence_for(path) or (record.evidence if unnamable else ()):
            yield Quad(part, ips.evidence, nodes[ev], graph)
    if record.extra:
        account = NamedNode(claim.account)
        yield Quad(account, ips.inClaim, node, graph)
        for ev in record.evidence_for("subtype") or record.evidence:
            yield Quad(account, ips.evidence, nodes[ev], graph)
