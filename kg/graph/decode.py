"""From a document's named graph back to records and claims: nothing is lost but the order of receipts.

What the contract does not know comes back from one JSON literal (``ips:extra``). ``doc`` comes back as the document's
hash; a capacity that the encoder joined from a post record is not the record's own and does not come back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.account import CLASSES, VARIANTS
from kg.graph.fields import ITEM, PARTICIPANT, RECORD, STAGE, WITH_RECEIPT
from kg.graph.nodes import Node
from kg.graph.optional import decode_extra
from kg.model import Amount, Capacity, Evidence, Item, Participant, ProgrammeRef, Record, SourceRef, Stage
from kg.model.extra import Extra
from kg.namespaces import ID, IPS, PREFIXES
from kg.resolution.claim import Claim

_OA, _PROV, _DCT = PREFIXES["oa"], PREFIXES["prov"], PREFIXES["dct"]
_TYPE = PREFIXES["rdf"] + "type"
_ALT_LABEL = PREFIXES["skos"] + "altLabel"
_KINDS = {f"{IPS}{name}Account": kind for kind, name in CLASSES.items()}
_SOURCE_IRIS = {f.name: _DCT + "rights" if f.name == "rights" else IPS + f.name for f in fields(SourceRef)}


def _key(iri: str | None) -> str | None:
    return None if iri is None else iri.removeprefix(ID)


def decode(quads: Iterable[Quad]) -> tuple[Claim, ...]:
    """Read the claims of one document's graph.

    Parameters
    ----------
    quads : iterable of Quad
        All quads of the graph, in any order.

    Returns
    -------
    tuple of Claim
        Ordered by identifier; empty for a document that states nothing.
    """
    graph: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    claims: list[str] = []
    doc = ""
    for quad in quads:
        subject, obj = quad.subject, quad.object
        assert isinstance(subject, NamedNode)
        assert isinstance(obj, NamedNode | Literal)
        graph[subject.value][quad.predicate.value].append(obj.value)
        if quad.predicate.value == _TYPE:
            if obj.value == IPS + "Claim":
                claims.append(subject.value)
            elif obj.value == IPS + "Document":
                doc = subject.value
    if not claims:
        return ()
    document = Node(graph, doc)
    origin, recorded, sha256 = (
        document.one("publisher") or doc,
        document.need("recordDate"),
        document.need("sha256"),
    )
    withdrawn = document.one("withdrawnOn")
    return tuple(
        Claim(iri, doc, recorded, origin, _record(Node(graph, iri), sha256), withdrawn) for iri in sorted(claims)
    )


def _record(claim: Node, sha256: str) -> Record:
    account = claim.nodes("describes")[0]
    kind = _KINDS[account.need(_TYPE)]
    run = claim.first(_PROV + "wasGeneratedBy")
    label, programme = account.one("programmeLabel"), account.one("underProgramme")
    amount = account.first("amount")
    return Record(
        doc=sha256,
        kind=kind,
        type=account.notation("type", kind),
        name=account.one("name"),
        participants=tuple(_participant(n) for n in account.ordered("participation", ".p")),
        stages=tuple(_stage(n) for n in account.ordered("stage", ".s")),
        items=tuple(
            Item(label=n.need("label"), quantity=n.number("quantity"), extra=decode_extra(n, ITEM))
            for n in account.ordered("item", ".i")
        ),
        amount=Amount(value=amount.number("value"), currency=amount.one("currency")) if amount else None,
        programme=None if label is None else ProgrammeRef(label=label, id=_registry_key(programme)),
        attribution=claim.one("attributedTo"),
        evidence=tuple(_evidence(claim, account)),
        confidence=float(claim.need("confidence")),
        extractor=run.one("extractor") if run else None,
        rule=run.one("rule") if run else None,
        extra=decode_extra(account, RECORD),
    )


def _registry_key(iri: str | None) -> str | None:
    return None if iri is None or ".m." in iri else _key(iri)


def _participant(node: Node) -> Participant:
    return Participant(
        role=node.notation("role", "role") or "",
        label=node.need("label"),
        kind=node.notation("actorKind", "actor") or "",
        id=_registry_key(node.one("actor")),
        on_behalf_of=_key(node.one("onBehalfOf")),
        capacity=_capacity(node),
        extra=(*decode_extra(node, PARTICIPANT), *_variants(node)),
    )


def _variants(node: Node) -> Extra:
    mention = node.first("actor")
    names = sorted(mention.all(_ALT_LABEL)) if mention and ".m." in mention.iri else ()
    return ((VARIANTS, tuple(names)),) if names and node.notation("role", "role") == "holder" else ()


def _capacity(node: Node) -> Capacity | None:
    if node.one("capacityFrom") is not None:
        return None
    rank, title, acting = node.one("rank"), node.one("officeTitle"), node.one("acting")
    if rank is None and title is None and acting is None:
        label = node.one("capacity")
        return None if label is None else Capacity(label=label)
    return Capacity(
        label=node.one("capacityLabel"),
        rank=rank,
        title=title,
        acting=None if acting is None else acting == "true",
    )


def _stage(node: Node) -> Stage:
    return Stage(
        stage=node.notation("stageKind", "stage") or "",
        modality=node.notation("modality", "modality") or "",
        date=node.one("date"),
        end_date=node.one("endDate"),
        place=node.one("place"),
        step=node.notation("step", "step"),
        by=_key(node.one("by")),
        items=tuple(sorted(int(iri.rpartition(".i")[2]) for iri in node.all("concerns"))),
        attribution=node.one("attributedTo"),
        quantity=node.number("quantity"),
        extra=decode_extra(node, STAGE),
    )


_PARTS = (
    ("participation", "participants", ".p"), ("stage", "stages", ".s"), ("item", "items", ".i"),
    *((g.link, g.name, "-") for g in RECORD.groups if g.name in WITH_RECEIPT),
)  # fmt: skip


def _evidence(claim: Node, account: Node) -> list[Evidence]:
    general = set(claim.all("generalEvidence"))
    named: dict[str, list[str]] = defaultdict(list)
    for link, name, mark in _PARTS:
        for index, part in enumerate(account.ordered(link, mark)):
            for iri in part.all("evidence"):
                named[iri].append(f"{name}/{index}")
    for part in account.nodes("amount"):
        for iri in part.all("evidence"):
            named[iri].append("amount")
    for part in account.nodes("detail"):
        for iri in part.all("evidence"):
            named[iri].append(part.need("path"))
    receipts = [_receipt(node, () if node.iri in general else named[node.iri]) for node in claim.nodes("evidence")]
    return [ev for _, ev in sorted(receipts, key=lambda pair: pair[0])]


def _receipt(node: Node, parts: Iterable[str]) -> tuple[tuple[int, int, str], Evidence]:
    found: dict[str, str] = {}
    for selector in node.nodes(_OA + "hasSelector"):
        for name in ("exact", "start", "end"):
            value = selector.one(_OA + name)
            if value is not None:
                found[name] = value
    start, end = (int(found[n]) if n in found else None for n in ("start", "end"))
    source = node.first("source")
    given: dict[str, Any] = {n: source.one(iri) for n, iri in _SOURCE_IRIS.items()} if source else {}
    ev = Evidence(
        quote=found.get("exact", ""),
        start=start,
        end=end,
        parts=tuple(sorted(parts)),
        grade=node.notation("grade", "grade") or "quoted",
        source=SourceRef(**given) if source else None,
        lang=node.one(_DCT + "language"),
        locator=node.one("locator"),
    )
    order = (
        start if start is not None else -1,
        end if end is not None else -1,
        node.iri.rpartition(".e.")[2],
    )
    return order, ev
