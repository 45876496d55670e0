"""Fits the confidence of rules: mean argument precision by rule, drawn to its kind's, corrected at first contact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.contract import score
from kg.evaluation.scoring import Records, pair_records
from kg.extraction.trust import Trust, key

_WEIGHT = 6.0
"""Records that the mean of the wider group counts for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One predicted record: kind, rule, what the rule said, and the argument precision that it turned out to have."""

    kind: str
    rule: str
    drafted: float
    precision: float


def outcomes(gold: Records, predicted: Records) -> list[Outcome]:
    """Return what became of each predicted record.

    Parameters
    ----------
    gold, predicted : mapping of str to sequence of mapping
        Records in the contract's JSON shape, by document; predicted ones with the rule's own confidence.
    """
    out = []
    for doc in sorted(gold):
        for kind in sorted({str(r["kind"]) for r in predicted.get(doc, ())}):
            there = [r for r in gold[doc] if r["kind"] == kind]
            found = [r for r in predicted[doc] if r["kind"] == kind]
            credit = {j: value for _, j, value in pair_records(there, found)}
            for j, record in enumerate(found):
                precision = credit.get(j, 0.0) / (len(score.arguments(dict(record))) or 1)
                rule, drafted = str(record.get("rule")), float(record["confidence"])
                out.append(Outcome(kind=kind, rule=rule, drafted=drafted, precision=precision))
    return out


def fit(tuned: Iterable[Outcome], contact: Iterable[Outcome]) -> Trust:
    """Return the table that suits texts not met before.

    Parameters
    ----------
    tuned : iterable of Outcome
        On texts that the rules were written on: they tell the rules apart, and flatter them all.
    contact : iterable of Outcome
        On texts that no rule was written on: they tell how much to take off, by kind.

    Returns
    -------
    Trust
        Values from 0 to 1.

    Examples
    --------
    >>> row = Outcome(kind="stance", rule="stance-praise", drafted=0.8, precision=1.0)
    >>> met = Outcome(kind="stance", rule="stance-praise", drafted=0.8, precision=0.5)
    >>> fit([row] * 50, [met] * 50).of("stance", "stance-praise", 0.8) < 0.7
    True
    """
    tuned = list(tuned)
    overall = _mean([o.precision for o in tuned], 0.8, 1.0)
    kinds = _grouped(tuned, lambda o: o.kind, lambda o: overall)
    kinds |= _grouped(tuned, lambda o: key(o.kind, o.drafted), lambda o: kinds[o.kind])
    rules = _grouped(tuned, lambda o: key(o.rule, o.drafted), lambda o: kinds[key(o.kind, o.drafted)])
    family = {key(o.rule, o.drafted): o.kind for o in tuned}
    first = Trust(rules, kinds, overall)
    ratios: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for o in contact:
        pair = (o.precision, first.of(o.kind, o.rule, o.drafted))
        ratios[o.kind].append(pair)
        ratios[""].append(pair)
    general = _ratio(ratios[""], 1.0)
    factor = defaultdict(lambda: general, {k: _ratio(rows, general) for k, rows in ratios.items() if k})
    return Trust(
        {name: _cut(value * factor[family[name]]) for name, value in rules.items()},
        {name: _cut(value * factor[name.rstrip("~")]) for name, value in kinds.items()},
        _cut(overall * general),
    )


def _grouped(
    outcomes: list[Outcome], name: Callable[[Outcome], str], prior: Callable[[Outcome], float]
) -> dict[str, float]:
    rows: dict[str, list[float]] = defaultdict(list)
    priors: dict[str, float] = {}
    for o in outcomes:
        rows[name(o)].append(o.precision)
        priors[name(o)] = prior(o)
    return {k: _mean(rows[k], priors[k], _WEIGHT) for k in sorted(rows)}


def _mean(values: list[float], prior: float, weight: float) -> float:
    return (sum(values) + weight * prior) / (len(values) + weight)


def _ratio(rows: list[tuple[float, float]], prior: float) -> float:
    """Return found over stated, drawn to a prior ratio by how few rows there are."""
    stated = sum(s for _, s in rows)
    found = sum(f for f, _ in rows)
    return (found + _WEIGHT * prior) / (stated + _WEIGHT) if rows else prior


def _cut(value: float) -> float:
    return round(min(max(value, 0.05), 0.99), 3)
