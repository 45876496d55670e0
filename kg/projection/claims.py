"""One relation with all that its documents say: every claim with its receipts, part by part."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import ID
from kg.projection.receipts import Receipt, concept_of, rows_of

if TYPE_CHECKING:
    from kg.graph import Store

_CLAIMS = """SELECT ?c ?doc ?day ?confidence ?who ?by ?e ?quote ?start ?grade WHERE {
  <%s> ips:supportedBy ?c .
  GRAPH ?doc { ?c a ips:Claim ; ips:evidence ?e . ?doc ips:recordDate ?day .
    ?e (oa:hasSelector/oa:exact)|ips:citation ?quote .
    OPTIONAL { ?c ips:confidence ?confidence } OPTIONAL { ?c ips:attributedTo ?who }
    OPTIONAL { ?c prov:wasGeneratedBy ?by }
    OPTIONAL { ?e oa:hasSelector/oa:start ?start } OPTIONAL { ?e ips:grade ?grade } }
}"""
_PARTS = """SELECT ?x ?c WHERE {
  ?x ips:inRelation <%s> ; ips:statedAs ?l . GRAPH ?doc { ?l ips:inClaim ?c }
}"""
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
    about: dict[str, dict[str, str]] = {}
    receipts: dict[str, set[Receipt]] = defaultdict(set)
    for row in rows_of(store, _CLAIMS % relation):
        if row["day"] > known_at:
            continue
        about[row["c"]] = row
        grade = concept_of(row["grade"]) if "grade" in row else "quoted"
        cited = grade == "cited"
        receipts[row["c"]].add(
            Receipt(
                doc=row["doc"],
                start=int(row.get("start", "0")),
                quote="" if cited else row["quote"],
                grade=grade,
                who=row.get("who", ""),
                citation=row["quote"] if cited else "",
            )
        )
    claims = [
        ClaimReceipts(
            iri=iri,
            doc=row["doc"],
            recorded=row["day"],
            confidence=float(row["confidence"]) if "confidence" in row else None,
            who=row.get("who"),
            generated_by=row["by"].removeprefix(ID) if "by" in row else None,
            receipts=tuple(sorted(receipts[iri])),
        )
        for iri, row in about.items()
    ]
    return RelationClaims(
        claims=tuple(sorted(claims, key=lambda c: (c.recorded, c.iri))),
        behind=_grouped(store, _PARTS % relation, "x", "c"),
        by=_grouped(store, _STEPS % relation, "x", "a"),
        step={r["x"]: concept_of(r["step"]) for r in rows_of(store, _STEPS % relation) if "step" in r},
        rivals=_grouped(store, _RIVALS % relation, "x", "y"),
    )


def _grouped(store: Store, sparql: str, key: str, value: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(store, sparql):
        found[row[key]].add(row[value])
    return {k: tuple(sorted(v)) for k, v in sorted(found.items())}
