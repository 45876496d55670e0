"""One relation with all that its documents say: every claim with its receipts, part by part."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import ID, IPS
from kg.projection.receipts import Receipt, concept_of, rows_of

if TYPE_CHECKING:
    from kg.graph import Store

_SUPPORT = "SELECT ?c WHERE { <%s> ips:supportedBy ?c }"
_ABOUT = "SELECT ?doc ?p ?o WHERE { GRAPH ?doc { <%s> ?p ?o } }"
_SELECTED = """SELECT ?p ?o WHERE { GRAPH ?doc { <%s> oa:hasSelector ?s . ?s ?p ?o } }"""
_DAY = "SELECT ?day WHERE { GRAPH ?doc { <%s> ips:recordDate ?day } }"
_PARTS = "SELECT ?x ?l WHERE { ?x ips:inRelation <%s> ; ips:statedAs ?l }"
_STEPS = "SELECT ?x ?a ?step WHERE { ?x ips:inRelation <%s> ; ips:by ?a . OPTIONAL { ?x ips:step ?step } }"
_RIVALS = "SELECT ?x ?y WHERE { ?x ips:inRelation <%s> ; ips:rivalOf ?y }"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReceipts:
    """One claim: what one document says of the relation.

    Attributes
    ----------
    iri, doc : str
        The claim, and its document.
    recorded : str
        ISO day of the record clock.
    confidence : float or None
        How surely the sentence was read (0 to 1): reading error only, not whether it is true.
    who : str or None
        Whom the text names as saying so.
    generated_by : str or None
        Local name of the run: extractor and version.
    receipts : tuple of Receipt
        Its sentences or citations.
    """

    iri: str
    doc: str
    recorded: str
    confidence: float | None
    who: str | None
    generated_by: str | None
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationClaims:
    """What a relation rests on: its claims, the claims behind each part, who took each step, what is rival of what."""

    claims: tuple[ClaimReceipts, ...]
    behind: dict[str, tuple[str, ...]]
    by: dict[str, tuple[str, ...]]
    step: dict[str, str]
    rivals: dict[str, tuple[str, ...]]


def read_claims(store: Store, relation: str, *, known_at: str = "9999-12-30") -> RelationClaims:
    """Return what a relation rests on, by the documents on file at the end of an ISO day; earliest claims first."""
    claims = []
    for row in rows_of(store, _SUPPORT % relation):
        about = rows_of(store, _ABOUT % row["c"])
        if not about:
            continue
        doc = about[0]["doc"]
        recorded = next((r["day"] for r in rows_of(store, _DAY % doc)), "9999-12-31")
        if recorded > known_at:
            continue
        said = {r["p"].replace("#", "/").rsplit("/", 1)[1]: r["o"] for r in about}
        receipts = [
            _receipt(store, r["o"], doc, said.get("attributedTo", "")) for r in about if r["p"] == f"{IPS}evidence"
        ]
        claims.append(
            ClaimReceipts(
                iri=row["c"],
                doc=doc,
                recorded=recorded,
                confidence=float(said["confidence"]) if "confidence" in said else None,
                who=said.get("attributedTo"),
                generated_by=said["wasGeneratedBy"].removeprefix(ID) if "wasGeneratedBy" in said else None,
                receipts=tuple(sorted(set(receipts))),
            )
        )
    behind: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(store, _PARTS % relation):
        behind[row["x"]].add(ID + row["l"].removeprefix(ID).partition(".")[0])
    return RelationClaims(
        claims=tuple(sorted(claims, key=lambda c: (c.recorded, c.iri))),
        behind={x: tuple(sorted(found)) for x, found in sorted(behind.items())},
        by=_grouped(store, _STEPS % relation, "x", "a"),
        step={r["x"]: concept_of(r["step"]) for r in rows_of(store, _STEPS % relation) if "step" in r},
        rivals=_grouped(store, _RIVALS % relation, "x", "y"),
    )


def _receipt(store: Store, evidence: str, doc: str, who: str) -> Receipt:
    about = [*rows_of(store, _ABOUT % evidence), *rows_of(store, _SELECTED % evidence)]
    said = {r["p"].replace("#", "/").rsplit("/", 1)[1]: r["o"] for r in about}
    grade = concept_of(said["grade"]) if "grade" in said else "quoted"
    return Receipt(
        doc=doc,
        start=int(said.get("start", "0")),
        quote="" if grade == "cited" else said.get("exact", ""),
        grade=grade,
        who=who,
        citation=said.get("citation", "") if grade == "cited" else "",
    )


def _grouped(store: Store, sparql: str, key: str, value: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(store, sparql):
        found[row[key]].add(row[value])
    return {k: tuple(sorted(v)) for k, v in sorted(found.items())}
