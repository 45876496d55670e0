"""The scorecard: what an evaluation found, as a page for people and as data for machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.evaluation.run import Result
from kg.evaluation.scoring import Scores, Tally

_COLUMNS = (
    "set", "texts", "records", "P", "R", "F1", "baseline F1", "record F1", "serious errors", "calibration error",
)  # fmt: skip


def to_json(result: Result) -> dict[str, Any]:
    """Return a result as JSON takes it, without predictions."""
    scores = result.scores
    return {
        "set": result.name,
        "documents": len(scores.documents),
        "arguments": {k: tally_json(t) for k, t in sorted(scores.arguments.items())},
        "records": {k: tally_json(t) for k, t in sorted(scores.records.items())},
        "slots": {k: tally_json(t) for k, t in scores.slots.items()},
        "pairs": scores.pairs,
        "pairs_with_a_serious_error": scores.serious,
        "serious_errors": scores.harms,
        "unasserted_stages": scores.unasserted,
        "wrongly_asserted": scores.wrongly_asserted,
        "texts_without_records": result.empty,
        "false_records": result.false_records,
        "calibration_error": round(result.calibration.error, 4),
        "calibration": [
            {
                "from": b.low,
                "records": b.count,
                "confidence": round(b.confidence, 4),
                "precision": round(b.precision, 4),
            }
            for b in result.calibration.bins
        ],
        "baseline": tally_json(result.baseline.arguments["all"]),
    }


def tally_json(tally: Tally) -> dict[str, float | int]:
    """Return a tally as JSON takes it, four digits."""
    return {
        "precision": round(tally.precision, 4),
        "recall": round(tally.recall, 4),
        "f1": round(tally.f1, 4),
        "predicted": tally.predicted,
        "gold": tally.gold,
    }


def page(results: Sequence[Result], *, extractor: str, rounds: Sequence[str] = ()) -> str:
    """Return the scorecard of several sets as Markdown.

    Parameters
    ----------
    results : sequence of Result
        One for each set.
    extractor : str
        Its name.
    rounds : sequence of str, optional
        Lines of :func:`kg.evaluation.rounds.rounds_section`, put between the summary and the sets.
    """
    lines = [
        "# Scorecard",
        "",
        f"What the extractor `{extractor}` reaches on the gold sets, by the contract's scorer (argument F1,",
        "micro-averaged). Made by `kg eval --scorecard docs/scorecard.md`; nothing here is by hand. The baseline",
        "predicts, for each text and kind, the two polities named most with the commonest type and stage of that kind.",
        "",
        *table(
            _COLUMNS,
            (_summary(r) for r in results),
        ),
        "",
        "A serious error turns a direction round, gives a person to the wrong side, asserts what is planned, possible",
        "or denied, or states a wrong day. It is counted by pair of records.",
        *rounds,
    ]
    for result in results:
        lines += ["", f"## {result.name}", "", *_detail(result)]
    return "\n".join(lines) + "\n"


def _summary(result: Result) -> tuple[str, ...]:
    scores = result.scores
    everything = scores.arguments["all"]
    return (
        result.name,
        str(len(scores.documents)),
        str(scores.records["all"].gold),
        *_prf(everything),
        f"{result.baseline.arguments['all'].f1:.3f}",
        f"{scores.records['all'].f1:.3f}",
        f"{scores.serious} of {scores.pairs} pairs",
        f"{result.calibration.error:.3f}",
    )


def _detail(result: Result) -> list[str]:
    scores = result.scores
    if not scores.records["all"].gold:
        return [f"{result.empty} texts that hold no record; {result.false_records} records found in them."]
    return [
        *table(("kind", "records", "P", "R", "F1", "record F1"), _kinds(scores)),
        "",
        *table(("slot", "gold", "P", "R", "F1"), ((n, str(t.gold), *_prf(t)) for n, t in scores.slots.items())),
        "",
        f"Denied, planned or possible stages: {scores.unasserted}; read as asserted: {scores.wrongly_asserted}."
        + (
            f" Texts without a record: {result.empty}; records found in them: {result.false_records}."
            if result.empty
            else ""
        ),
        "",
        *table(
            ("confidence", "records", "stated", "found"),
            (
                (f"{b.low:.1f}–{b.low + 0.1:.1f}", str(b.count), f"{b.confidence:.2f}", f"{b.precision:.2f}")
                for b in result.calibration.bins
            ),
        ),
    ]


def _kinds(scores: Scores) -> Iterable[tuple[str, ...]]:
    for kind, tally in sorted(scores.arguments.items()):
        if kind != "all" and (tally.gold or tally.predicted):
            yield (kind, str(scores.records[kind].gold), *_prf(tally), f"{scores.records[kind].f1:.3f}")


def _prf(tally: Tally) -> tuple[str, str, str]:
    return prf(tally.precision, tally.recall, tally.f1)


def prf(precision: float, recall: float, f1: float) -> tuple[str, str, str]:
    """Return the three figures as the tables print them."""
    return f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a Markdown table, line by line."""
    return [f"| {' | '.join(head)} |", "| --- " * len(head) + "|", *(f"| {' | '.join(row)} |" for row in rows)]
