"""Which relations of a snapshot are drawn and counted by default, and why the others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.projection.snapshot import Relation, StagePart

STANDING_STAGES: dict[str, frozenset[str]] = {
    "agreement": frozenset({"signed", "ratified", "in-force", "amended"}),
    "programme": frozenset({"launched", "running", "amended"}),
    "transfer": frozenset({"selected", "pledged", "agreed", "delivered"}),
    "engagement": frozenset({"started", "held"}),
    "partnership": frozenset({"established", "elevated", "reaffirmed"}),
    "post": frozenset({"holds", "appointed"}),
    "membership": frozenset({"member", "joined"}),
    "stance": frozenset({"stated"}),
    "incident": frozenset({"occurred"}),
}
"""Stages that make a relation stand. Proposed, negotiating, concluded, applied and the like do not."""

ENDING_STAGES = frozenset({"terminated", "ended", "left", "cancelled"})


def standing_stages(relation: Relation, as_of: str) -> tuple[StagePart, ...]:
    """Return the asserted, chosen stages by which a relation stands on a day: they surely lie on or before it."""
    makes = STANDING_STAGES[relation.kind]
    return tuple(
        s
        for s in relation.stages
        if s.modality == "asserted" and s.chosen and s.stage in makes and s.earliest <= as_of and s.receipts
    )


def why_left_out(relation: Relation, as_of: str) -> str | None:
    """Return why a relation is not drawn or counted by default, or None where it is.

    The reasons are phrases that follow a number: "3 planned or possible only".
    """
    if relation.kind not in ("post", "engagement", "transfer", "stance", "incident") and _has_ended(relation, as_of):
        return "ended"
    if standing_stages(relation, as_of):
        return None
    modalities = {s.modality for s in relation.stages}
    if any(
        s.modality == "asserted" and s.stage in STANDING_STAGES[relation.kind] and s.earliest > as_of
        for s in relation.stages
    ):
        return "later than the day asked for"
    if "asserted" in modalities:
        return "not yet concluded"
    if modalities & {"planned", "possible"}:
        return "planned or possible only"
    if "denied" in modalities:
        return "denied"
    return "without a dated stage"


def _has_ended(relation: Relation, as_of: str) -> bool:
    return any(
        s.modality == "asserted" and s.chosen and s.stage in ENDING_STAGES and s.latest <= as_of
        for s in relation.stages
    )
