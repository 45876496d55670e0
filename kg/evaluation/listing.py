"""What was missed and what was made up: the listing from which rules are learnt, for sets that are not frozen."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.contract import score
from kg.errors import EvaluationError
from kg.evaluation.run import Result
from kg.evaluation.sets import GoldSet


def listing(gold: GoldSet, result: Result, *, limit: int) -> Iterator[str]:
    """Yield up to `limit` lines: document, kind, what is wrong, the argument or record.

    Raises
    ------
    EvaluationError
        If the set is frozen, or kept for validation.
    """
    if gold.purpose in ("frozen", "validation"):
        raise EvaluationError(
            f"{gold.name} is no set to learn from and gives no error listing.", hint="Name a development set."
        )
    found = score.score(gold.records, result.predicted)["errors"]
    for doc, kind, what, argument in found[:limit]:
        yield f"{doc} | {kind} | {what} | {json.dumps(argument, ensure_ascii=False, default=str)}"
    if len(found) > limit:
        yield f"… and {len(found) - limit} more"
