"""Pairs that may be one, on too little evidence to be joined: they wait for somebody's judgement."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two relations or actors that may be one.

    Attributes
    ----------
    about : str
        ``relation`` or ``actor``.
    a, b : str
        IRIs, the lesser first.
    score : float
        0 to 1, a rank for review; no probability.
    reason : str
        In words.
    """

    about: str
    a: str
    b: str
    score: float
    reason: str
