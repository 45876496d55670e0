"""When two readings of one thing contradict each other, by the contract's own scorer."""

from __future__ import annotations

from kg.contract import score
from kg.model.codec import to_json
from kg.model.record import Record

DISPUTED = " (readings differ)"
"""End of the ``rule`` of a record whose document another extractor read otherwise; both stand until somebody judges."""


def contradictions(a: Record, b: Record) -> tuple[str, ...]:
    """Return in what two records of one kind contradict each other; less said is no contradiction.

    Returns
    -------
    tuple of str
        Of ``asserted`` (against planned, possible or denied), ``date``, ``direction``, ``side`` (whom a person acts
        for) and ``type``.
    """
    one, two = to_json(a), to_json(b)
    there, back = score.harms(one, two), score.harms(two, one)
    # A coarser date counts as harm one way only: it says less, and nothing else.
    found = (there | back) - {"date"} | ({"date"} & there & back)
    if a.type != b.type and "other" not in (a.type, b.type):
        found |= {"type"}
    return tuple(sorted(found))
