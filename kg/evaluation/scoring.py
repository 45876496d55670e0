"""Gold against prediction, by the contract's scorer: totals by kind and slot, serious errors, stages wrongly asserted.

What :mod:`kg.contract.score` does not print (slots, single stages, the credit of each record) is counted here with its
functions and its way of pairing; a test holds the totals to its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.contract import CORE_ROLES, score

Records = Mapping[str, Sequence[Mapping[str, Any]]]
"""Records as JSON objects, by document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Credit against what was predicted and what was there.

    Attributes
    ----------
    credit : float
        Sum of 0 to 1 for each matched argument or record.
    predicted, gold : int
        How many there are on either side.
    """

    credit: float = 0.0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Credit by prediction; 0 where nothing was predicted."""
        return self.credit / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Credit by gold; 0 where there is none."""
        return self.credit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; 0 where nothing matches."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Tally) -> Tally:
        """Add up two tallies (micro-average)."""
        return Tally(
            credit=self.credit + other.credit,
            predicted=self.predicted + other.predicted,
            gold=self.gold + other.gold,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What an evaluation found.

    Attributes
    ----------
    arguments, records : dict of str to Tally
        By kind, ``all`` among them.
    slots : dict of str to Tally
        By slot (``type``, ``participant``, ``stage``, ``stage.date``, …), over all kinds.
    documents : dict of str to Tally
        Arguments by document.
    pairs, serious : int
        Records paired with a gold record, and those among them with a serious error.
    harms : dict of str to int
        Serious errors by kind of error (``direction``, ``side``, ``asserted``, ``date``); a pair may have several.
    unasserted, wrongly_asserted : int
        Gold stages that are denied, planned or possible only, and those among them that were read as asserted.
    outcomes : tuple of (float, float)
        Confidence and argument precision of every predicted record, unpaired ones with 0.
    """

    arguments: dict[str, Tally]
    records: dict[str, Tally]
    slots: dict[str, Tally]
    documents: dict[str, Tally]
    pairs: int
    serious: int
    harms: dict[str, int]
    unasserted: int
    wrongly_asserted: int
    outcomes: tuple[tuple[float, float], ...] = field(repr=False)


def evaluate(gold: Records, predicted: Records) -> Scores:
    """Score predictions against gold; predicted documents that the gold does not have are ignored.

    Parameters
    ----------
    gold, predicted : mapping of str to sequence of mapping
        Records in the contract's JSON shape, by document; a document without records has an empty sequence.
    """
    arguments: dict[str, Tally] = defaultdict(Tally)
    records: dict[str, Tally] = defaultdict(Tally)
    slots: dict[str, Tally] = defaultdict(Tally)
    documents: dict[str, Tally] = {}
    harms: dict[str, int] = defaultdict(int)
    pairs = serious = unasserted = wrongly = 0
    outcomes: list[tuple[float, float]] = []
    for doc in sorted(gold):
        there, found = gold[doc], predicted.get(doc, ())
        total = Tally()
        for kind in sorted(set(CORE_ROLES) | {str(r.get("kind")) for r in found}):
            g = [r for r in there if r.get("kind") == kind]
            p = [r for r in found if str(r.get("kind")) == kind]
            matched = pair_records(g, p)
            credit_of = {j: value for _, j, value in matched}
            tally = Tally(
                credit=sum(credit_of.values()),
                predicted=sum(len(score.arguments(r)) for r in p),
                gold=sum(len(score.arguments(r)) for r in g),
            )
            arguments[kind] += tally
            total += tally
            records[kind] += Tally(credit=len(matched), predicted=len(p), gold=len(g))
            for name, part in _slots(g, p, matched):
                slots[name] += part
            for j, record in enumerate(p):
                size = len(score.arguments(record)) or 1
                outcomes.append((float(record.get("confidence", 1.0)), credit_of.get(j, 0.0) / size))
            for i, j, _ in matched:
                found_harms = score.harms(g[i], p[j])
                pairs, serious = pairs + 1, serious + bool(found_harms)
                for harm in found_harms:
                    harms[harm] += 1
                wrongly += len(_wrongly_asserted(g[i], p[j]))
            unasserted += sum(len(_unasserted(r)) for r in g)
        documents[doc] = total
    arguments["all"] = sum(documents.values(), Tally())
    records["all"] = sum(records.values(), Tally())
    return Scores(
        arguments=dict(arguments),
        records=dict(records),
        slots=dict(sorted(slots.items())),
        documents=documents,
        pairs=pairs,
        serious=serious,
        harms=dict(sorted(harms.items())),
        unasserted=unasserted,
        wrongly_asserted=wrongly,
        outcomes=tuple(outcomes),
    )


def pair_records(
    gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]
) -> list[tuple[int, int, float]]:
    """Pair records of one kind and document one to one, the best pair first, as the contract's scorer does.

    Returns
    -------
    list of (int, int, float)
        Index in `gold`, index in `predicted`, credit of the pair's arguments.
    """
    candidates = sorted(
        (
            (score.pair_arguments(a, b)[0], i, j)
            for i, a in enumerate(gold)
            for j, b in enumerate(predicted)
            if score.shares_core(a, b)
        ),
        key=lambda c: (-c[0], c[1], c[2]),
    )
    left, right, out = set(range(len(gold))), set(range(len(predicted))), []
    for value, i, j in candidates:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            out.append((i, j, value))
    return out


def _slots(
    gold: Sequence[Mapping[str, Any]],
    predicted: Sequence[Mapping[str, Any]],
    matched: list[tuple[int, int, float]],
) -> Iterator[tuple[str, Tally]]:
    for record in gold:
        for argument in score.arguments(record):
            yield argument[0], Tally(gold=1)
    for record in predicted:
        for argument in score.arguments(record):
            yield argument[0], Tally(predicted=1)
    for i, j, _ in matched:
        g, p = score.arguments(gold[i]), score.arguments(predicted[j])
        credits = ((score.credit(a, b), x, y) for x, a in enumerate(g) for y, b in enumerate(p))
        used_g: set[int] = set()
        used_p: set[int] = set()
        for value, x, y in sorted(credits, key=lambda c: (-c[0], c[1], c[2])):
            if value > 0 and x not in used_g and y not in used_p:
                used_g.add(x)
                used_p.add(y)
                yield g[x][0], Tally(credit=value)


def _modality(stage: Mapping[str, Any]) -> str:
    return str(stage.get("modality") or "asserted")


def _unasserted(record: Mapping[str, Any]) -> set[str]:
    """Return the stages of a gold record that are not asserted, in any of its accounts of them."""
    stages = record.get("stages") or []
    asserted = {s["stage"] for s in stages if _modality(s) == "asserted"}
    return {s["stage"] for s in stages} - asserted


def _wrongly_asserted(gold: Mapping[str, Any], predicted: Mapping[str, Any]) -> set[str]:
    asserted = {s["stage"] for s in predicted.get("stages") or [] if _modality(s) == "asserted"}
    return _unasserted(gold) & asserted
