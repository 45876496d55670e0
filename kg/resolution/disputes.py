"""Where two extractors read one document otherwise: pairs of claims for a reviewer, found in the graph alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.contract import score
from kg.model import DISPUTED, contradictions, to_json
from kg.resolution.claim import Claim
from kg.resolution.cluster import Judgements

_WORDS = {
    "direction": "who gives and who takes",
    "side": "whom a person acts for",
    "asserted": "whether it happened or is planned, possible or denied",
    "date": "the day",
    "type": "what it is",
}


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two claims of one document that contradict each other; the more trusted reading first."""

    a: Claim
    b: Claim
    score: float
    reason: str


def disputes(claims: Iterable[Claim], judgements: Judgements) -> list[Dispute]:
    """Return the disputed readings that nobody has judged: one accepted or rejected settles its pair.

    Parameters
    ----------
    claims : iterable of Claim
        In any order.
    judgements : Judgements
        In effect.
    """
    settled = judgements.accepted | judgements.rejected
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if (claim.record.rule or "").endswith(DISPUTED) and claim.iri not in settled:
            groups[claim.doc, claim.record.kind].append(claim)
    found = []
    for _, there in sorted(groups.items()):
        there = sorted(there, key=lambda c: (-c.record.confidence, c.iri))
        for i, a in enumerate(there):
            rivals = [(_shared(a, b), b) for b in there[i + 1 :] if b.record.extractor != a.record.extractor]
            pairs = [(shared, b) for shared, b in rivals if shared > 0]
            if not pairs:
                continue
            best, b = max(pairs, key=lambda p: p[0])
            if frozenset((a.iri, b.iri)) in judgements.unsure:
                continue
            about = ", ".join(_WORDS[c] for c in contradictions(a.record, b.record)) or "its parts"
            found.append(Dispute(a, b, round(0.9 * best, 2), f"two readings of one document differ in {about}"))
    return found


def _shared(a: Claim, b: Claim) -> float:
    one, two = to_json(a.record), to_json(b.record)
    if not score.shares_core(one, two):
        return 0.0
    total, _, _ = score.pair_arguments(one, two)
    return float(2 * total / (len(score.arguments(one)) + len(score.arguments(two))))
