"""Identity: which claims are about one relation, which mentions name one actor. Pure functions of sets of claims."""

from __future__ import annotations

from kg.resolution.claim import LATEST_KNOWN, Claim, mint_claims, record_day, stage_bounds

__all__ = ["LATEST_KNOWN", "Claim", "mint_claims", "record_day", "stage_bounds"]
