"""Records of one thing from two readings: joined where they agree or complete each other, apart where they contradict.

Readings are paired and compared with the functions of the contract's own scorer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.contract import score
from kg.errors import KGError
from kg.model import DISPUTED, Record, Stage, contradictions, to_json

SAME_THING = 0.4
"""Agreement from which two readings with a core participant in common are about one thing."""
SAME_RECORD = 0.7
"""Agreement from which records of two passages, read by one model, are one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A record with its JSON, which the scorer compares."""

    record: Record
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two readings of one thing: how far they agree (0 to 1), and in what they contradict each other."""

    agreement: float
    contradictions: tuple[str, ...]


def compare(a: Record, b: Record) -> Comparison | None:
    """Return how two records of one kind compare; None where they are not about one thing."""
    return _compare(Reading(a, to_json(a)), Reading(b, to_json(b)))


def _compare(a: Reading, b: Reading) -> Comparison | None:
    one, two = a.record, b.record
    if one.kind != two.kind or not score.shares_core(a.data, b.data):
        return None
    if one.name and two.name and not score.same_label(one.name, two.name):
        return None
    total, _, _ = score.pair_arguments(a.data, b.data)
    agreement = 2 * total / (len(score.arguments(a.data)) + len(score.arguments(b.data)))
    if agreement < SAME_THING:
        return None
    found = contradictions(one, two)
    if "type" in found and "date" in found:
        return None  # another instrument of the same parties, signed another day
    return Comparison(round(agreement, 3), found)


def pairs(first: Sequence[Record], second: Sequence[Record]) -> list[tuple[int, int, Comparison]]:
    """Pair two readings of a document one to one, the best agreement first; ties by order."""
    left, right = ([Reading(r, to_json(r)) for r in records] for records in (first, second))
    found = [
        (comparison, i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if (comparison := _compare(a, b)) is not None
    ]
    found.sort(key=lambda f: (-f[0].agreement, len(f[0].contradictions), f[1], f[2]))
    out, used_left, used_right = [], set(), set()
    for comparison, i, j in found:
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            out.append((i, j, comparison))
    return out


def together(rules: float, model: float, agreement: float) -> float:
    """Return the confidence of what two readings agree on.

    ``hi + (1 - hi) · lo · agreement / 2``: half of what two independent voices would add, since both read one sentence
    and stumble over the same ones; in proportion to the share of arguments on which they agree.

    >>> together(0.85, 0.6, 1.0), together(0.85, 0.6, 0.0)
    (0.9, 0.85)
    """
    high, low = max(rules, model), min(rules, model)
    return min(0.99, round(high + (1 - high) * low * agreement / 2, 2))


def against(own: float, other: float) -> float:
    """Return the confidence of a reading that another contradicts: its chance, given that not both are right.

    ``own · (1 - other) / (1 - own · other)``.

    >>> against(0.85, 0.6), against(0.6, 0.85)
    (0.69, 0.18)
    """
    return max(0.01, round(own * (1 - other) / max(1 - own * other, 1e-9), 2))


def combined(first: Sequence[Record], second: Sequence[Record]) -> list[Record]:
    """Return what two extractors read in one document, in the order of the text.

    Agreed records are joined and gain confidence; contradicting ones stay both, lose confidence and bear the mark that
    ``kg review list`` finds them by; what only one of them read stays as it is.
    """
    out: list[Record] = []
    taken_first, taken_second = set(), set()
    for i, j, comparison in pairs(first, second):
        a, b = first[i], second[j]
        taken_first.add(i)
        taken_second.add(j)
        joined = None if comparison.contradictions else joined_records(a, b)
        if joined is None:
            out += [_disputed(a, b), _disputed(b, a)]
            continue
        confidence = together(a.confidence, b.confidence, comparison.agreement)
        out.append(replace(joined, confidence=confidence, extractor=f"{a.extractor}+{b.extractor}"))
    out += [r for i, r in enumerate(first) if i not in taken_first]
    out += [r for j, r in enumerate(second) if j not in taken_second]
    return sorted(out, key=_place)


def merged(records: Sequence[Record], more: Sequence[Record]) -> list[Record]:
    """Add a further passage's records to those of the passages before, one record for each thing."""
    out = list(records)
    rest = dict(enumerate(more))
    for i, j, comparison in pairs(records, more):
        same_span = {(e.start, e.end) for e in records[i].evidence} & {(e.start, e.end) for e in more[j].evidence}
        if comparison.contradictions or (comparison.agreement < SAME_RECORD and not same_span):
            continue
        joined = joined_records(out[i], more[j])
        if joined is not None:
            out[i] = joined
            del rest[j]
    return sorted([*out, *rest.values()], key=_place)


def joined_records(a: Record, b: Record) -> Record | None:
    """Return a record with everything that two readings give; `a` wins in wording. None where they cannot be one."""
    people = list(a.participants)
    renumbered: dict[str, str] = {}
    for index, p in enumerate(b.participants):
        data = {"kind": p.kind, "id": p.id, "label": p.label}
        known = next(
            (
                k
                for k, q in enumerate(people)
                if q.role == p.role and score.same_actor({"kind": q.kind, "id": q.id, "label": q.label}, data)
            ),
            None,
        )
        if known is None:
            people.append(p)
            known = len(people) - 1
        elif people[known].on_behalf_of is None and p.on_behalf_of:
            people[known] = replace(people[known], on_behalf_of=p.on_behalf_of)
        renumbered[f"participants/{index}"] = f"participants/{known}"
    stages = list(a.stages)
    for index, stage in enumerate(b.stages):
        known = next((k for k, s in enumerate(stages) if _one_stage(s, stage)), None)
        if known is None:
            stages.append(replace(stage, items=()))
            known = len(stages) - 1
        else:
            stages[known] = _fuller(stages[known], stage)
        renumbered[f"stages/{index}"] = f"stages/{known}"
    items = list(a.items)
    for index, item in enumerate(b.items):
        known = next((k for k, i in enumerate(items) if score.same_label(i.label, item.label)), None)
        if known is None:
            items.append(item)
            known = len(items) - 1
        elif items[known].quantity is None:
            items[known] = replace(items[known], quantity=item.quantity)
        renumbered[f"items/{index}"] = f"items/{known}"
    evidence = [
        *a.evidence,
        *(replace(ev, parts=tuple(dict.fromkeys(renumbered.get(p, p) for p in ev.parts))) for ev in b.evidence),
    ]
    try:
        return replace(
            a,
            type=b.type if a.type in (None, "other") and b.type else a.type,
            name=a.name or b.name,
            participants=tuple(people),
            stages=tuple(stages),
            items=tuple(items),
            amount=a.amount or b.amount,
            programme=a.programme or b.programme,
            attribution=a.attribution or b.attribution,
            evidence=tuple(dict.fromkeys(evidence)),
        )
    except KGError:
        return None


def _one_stage(a: Stage, b: Stage) -> bool:
    if (a.stage, a.modality) != (b.stage, b.modality):
        return False
    return not (a.date and b.date) or a.date.startswith(b.date) or b.date.startswith(a.date)


def _fuller(a: Stage, b: Stage) -> Stage:
    date = max(a.date or "", b.date or "", key=len) or None
    try:
        return replace(a, date=date, end_date=a.end_date or b.end_date, place=a.place or b.place)
    except KGError:
        return a


def _disputed(own: Record, other: Record) -> Record:
    return replace(own, confidence=against(own.confidence, other.confidence), rule=f"{own.rule}{DISPUTED}")


def _place(record: Record) -> tuple[int, str, str]:
    return record.evidence[0].start or 0, record.kind, record.extractor or ""
