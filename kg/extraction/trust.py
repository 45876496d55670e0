"""The confidence of a record: how often records of its rule were read rightly, measured on gold texts.

``data/trust.yaml`` is made by ``make calibrate``; each value is a mean argument precision, drawn towards that of its
kind by how few records it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.extraction import datafiles

INHERITED = 0.7
"""A draft below this confidence took a party or a date from another sentence; its rule is then measured apart."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Measured precision by rule, by kind where a rule is not in the table, and overall."""

    rules: Mapping[str, float]
    kinds: Mapping[str, float]
    overall: float

    def of(self, kind: str, rule: str, drafted: float) -> float:
        """Return the confidence of a draft, from 0 to 1 with two decimals.

        Parameters
        ----------
        kind, rule : str
            Of the draft.
        drafted : float
            What the rule itself says, which only tells how much was taken from elsewhere.
        """
        value = self.rules.get(key(rule, drafted))
        if value is None:
            value = self.kinds.get(key(kind, drafted), self.kinds.get(kind, self.overall))
        return round(min(max(value, 0.05), 0.99), 2)


def key(name: str, drafted: float) -> str:
    """Return the row of a rule or kind: its name, with a mark where something was taken from another sentence."""
    return f"{name}~" if drafted < INHERITED else name


@cache
def trust() -> Trust:
    """Return the shipped table."""
    data = datafiles.read("trust.yaml")
    return Trust(data["rules"], data["kinds"], data["overall"])
