"""Editorial rules that are applied, and counted, before anything is encoded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from kg.model import Participant, Record

WITHHELD = "[name withheld]"
SENSITIVE = frozenset({"detention", "espionage"})


def apply_policy(records: Iterable[Record]) -> tuple[tuple[Record, ...], Counter[str]]:
    """Withhold what the project does not publish about people.

    In detentions and espionage, persons who act for no state or organisation appear by role only: their label
    becomes ``[name withheld]``. The archive keeps the record as it was read.

    Returns
    -------
    tuple of Record
        As many as were given, in the same order.
    Counter of str
        ``names-withheld``: how many labels were replaced.
    """
    counts: Counter[str] = Counter()
    allowed = []
    for record in records:
        kept = record
        if record.kind == "incident" and record.type in SENSITIVE:
            people = tuple(_withheld(p) for p in record.participants)
            counts["names-withheld"] += sum(a != b for a, b in zip(people, record.participants, strict=True))
            kept = replace(record, participants=people)
        allowed.append(kept)
    return tuple(allowed), +counts


def _withheld(p: Participant) -> Participant:
    return replace(p, label=WITHHELD, id=None, capacity=None) if p.kind == "person" and p.on_behalf_of is None else p
