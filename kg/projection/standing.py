"""Which relations of a snapshot are drawn and counted by default, and why the others are not."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.ontology import ontology

if TYPE_CHECKING:
    from kg.projection.snapshot import Relation, StagePart

STATE_KINDS = frozenset({"agreement", "programme", "partnership", "membership"})
"""Kinds that can end and are then left out; what happened stays drawn, and posts keep their former holders apart."""


@cache
def _ends(stage: str) -> bool:
    return ontology().concept("stage", stage).bearing == "end"


def standing_stages(relation: Relation, as_of: str) -> tuple[StagePart, ...]:
    """Return the stages by which a relation stands on a day.

    They are firm in the view (asserted, not alleged, chosen among rivals, and of a kind at which a relation has come
    about), end nothing, surely lie on or before the day, and have a receipt.
    """
    return tuple(
        s
        for s in relation.stages
        if s.firm and s.standing == "chosen" and not _ends(s.stage) and s.earliest <= as_of and s.receipts
    )


def why_left_out(relation: Relation, as_of: str, standing: tuple[StagePart, ...] | None = None) -> str | None:
    """Return why a relation is not drawn or counted by default, or None where it is.

    The reasons are phrases that follow a number: "3 planned or possible only". Who has the relation's
    :func:`standing_stages` at hand gives them.
    """
    if relation.kind in STATE_KINDS and relation.status == "no" and _has_ended(relation, as_of):
        return "ended"
    if standing_stages(relation, as_of) if standing is None else standing:
        return None
    if any(s.firm and not _ends(s.stage) and s.earliest > as_of for s in relation.stages):
        return "later than the day asked for"
    if _has_ended(relation, as_of):
        return "ended"
    modalities = {s.modality for s in relation.stages}
    if "asserted" in modalities:
        return "proposed, under negotiation or not yet signed"
    if modalities & {"planned", "possible"}:
        return "planned or possible only"
    if "denied" in modalities:
        return "denied"
    return "without a stage"


def _has_ended(relation: Relation, as_of: str) -> bool:
    return any(s.firm and _ends(s.stage) and s.latest <= as_of for s in relation.stages)
