"""Identity: which claims are about one relation, which mentions name one actor.

Pure functions of sets of claims.
"""

from __future__ import annotations

from kg.resolution.actors import Actor, resolve_actors
from kg.resolution.claim import LATEST_KNOWN, Claim, mint_claims, record_day, stage_bounds
from kg.resolution.cluster import Judgements
from kg.resolution.known import Known
from kg.resolution.relations import Relation, resolve_relations

__all__ = [
    "LATEST_KNOWN",
    "Actor",
    "Claim",
    "Judgements",
    "Known",
    "Relation",
    "mint_claims",
    "record_day",
    "resolve_actors",
    "resolve_relations",
    "stage_bounds",
]
