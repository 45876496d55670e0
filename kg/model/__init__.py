"""Frozen records, evidence, partial dates: the contract as values. No I/O, no RDF."""

from __future__ import annotations

from kg.model.codec import dumps, from_json, loads, to_json
from kg.model.dates import OPEN_END, OPEN_START, PartialDate, parse_day
from kg.model.readings import DISPUTED, contradictions
from kg.model.record import (
    Amount,
    Capacity,
    Evidence,
    Item,
    Participant,
    ProgrammeRef,
    Record,
    SourceRef,
    Stage,
)

__all__ = [
    "DISPUTED",
    "OPEN_END",
    "OPEN_START",
    "Amount",
    "Capacity",
    "Evidence",
    "Item",
    "PartialDate",
    "Participant",
    "ProgrammeRef",
    "Record",
    "SourceRef",
    "Stage",
    "contradictions",
    "dumps",
    "from_json",
    "loads",
    "parse_day",
    "to_json",
]
