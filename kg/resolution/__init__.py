"""Identity: which claims are about one relation, which mentions name one actor.

Pure functions of sets of claims.
"""

from __future__ import annotations

from kg.resolution.actors import Actor, identify_actors, resolve_actors
from kg.resolution.candidates import Candidate
from kg.resolution.claim import LATEST_KNOWN, Claim, mint_claims, record_day, stage_bounds
from kg.resolution.cluster import Judgements
from kg.resolution.known import Known
from kg.resolution.relations import Relation, identify_relations, resolve_relations

__all__ = [
    "LATEST_KNOWN",
    "Actor",
    "Candidate",
    "Claim",
    "Judgements",
    "Known",
    "Relation",
    "identify_actors",
    "identify_relations",
    "mint_claims",
    "record_day",
    "resolve_actors",
    "resolve_relations",
    "stage_bounds",
]
