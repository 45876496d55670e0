"""Flows: suppliers of each recipient, portfolios between rivals, and waits from one stage to another."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kg.analysis.analyses import Analysis, Options
from kg.analysis.finding import Finding, Row
from kg.analysis.lag import Wait, survival
from kg.analysis.supply import ARMS, between_rivals, herfindahl, supplies
from kg.errors import QueryError
from kg.model import OPEN_START
from kg.ontology import ontology
from kg.projection.standing import standing_stages

if TYPE_CHECKING:
    from kg.analysis.study import Study
    from kg.projection.multiplex import Multiplex
    from kg.projection.snapshot import Relation, StagePart


def _network(study: Study) -> Multiplex:
    return study.network(layers=study.layers or ARMS)


def _concentration(study: Study, options: Options) -> Finding:
    del options
    network = _network(study)
    rows = []
    for recipient, by in supplies(network).items():
        counts = {g: float(len(r)) for g, r in by.items()}
        main = min(counts, key=lambda g: (-counts[g], g))
        values = (
            recipient, network.labels[recipient], len(counts), int(sum(counts.values())), round(herfindahl(counts), 4),
            main, round(counts[main] / sum(counts.values()), 4),
        )  # fmt: skip
        rows.append(Row(values=values, relations=tuple(sorted(set().union(*by.values())))))
    notes = (
        "hhi: Herfindahl-Hirschman index of suppliers' shares of relations, not of value: a frigate counts as a rifle",
    )
    return Finding(
        name="supplier-concentration", title="How concentrated each recipient's suppliers are",
        columns=("recipient", "name", "suppliers", "relations", "hhi", "main_supplier", "main_share"),
        rows=tuple(sorted(rows, key=lambda r: (-float(r.values[4]), r.values[0]))), notes=notes,
        frame=study.frame(network),
    )  # fmt: skip


def _portfolio(study: Study, options: Options) -> Finding:
    camps = (frozenset(options["one"].split()), frozenset(options["two"].split()))
    if not camps[0] or not camps[1] or camps[0] & camps[1]:
        raise QueryError("the two camps have to differ and to hold somebody.", hint="Such as one=USA two='CHN RUS'.")
    network = _network(study)
    rows, neither = [], 0
    for recipient, by in supplies(network).items():
        if recipient in camps[0] | camps[1]:
            continue
        if not by.keys() & (camps[0] | camps[1]):
            neither += 1
            continue
        one, two, balance = between_rivals({g: float(len(r)) for g, r in by.items()}, camps)
        rows.append(
            Row(
                values=(recipient, network.labels[recipient], round(one, 4), round(two, 4), round(balance, 4)),
                relations=tuple(sorted(set().union(*(r for g, r in by.items() if g in camps[0] | camps[1])))),
            )
        )
    notes = (
        f"one: {' '.join(sorted(camps[0]))}; two: {' '.join(sorted(camps[1]))}; shares of relations, not of value",
        "balance: twice the lesser share; 1 for an even split, 0 for one camp alone: purchases, not intentions",
        f"{neither} recipients of neither camp left out",
    )
    return Finding(
        name="portfolio", title="Who is supplied by rival camps",
        columns=("recipient", "name", "one", "two", "balance"),
        rows=tuple(sorted(rows, key=lambda r: (-float(r.values[4]), -float(r.values[2]), r.values[0]))), notes=notes,
        frame=study.frame(network),
    )  # fmt: skip


_STEPS = {"agreement": ("signed", "in-force"), "transfer": ("pledged", "delivered")}


def _lag(study: Study, options: Options) -> Finding:
    kind = options["kind"]
    if kind not in _STEPS:
        raise QueryError(f"kind is {kind!r}.", hint=f"Known: {', '.join(_STEPS)}.")
    start, end = (options["start"] or _STEPS[kind][0]), (options["end"] or _STEPS[kind][1])
    snapshot = study.snapshot()
    waits: dict[str, list[Wait]] = {}
    undated = coarse = at_once = 0
    for relation in snapshot.relations:
        if relation.kind != kind or (study.layers and relation.layer not in study.layers):
            continue
        if end == "in-force" and ontology().effect(relation.type) != "separate":
            at_once += 1
            continue
        wait = _wait(relation, snapshot.as_of, start, end)
        if wait is None:
            undated += 1
            continue
        coarse += wait[1]
        waits.setdefault(relation.type or "other", []).append(wait[0])
    every = [w for group in waits.values() for w in group]
    rows = []
    for name, group in (*sorted(waits.items()), ("all", every)):
        curve = survival(group)
        rows.append(
            Row(
                values=(name, curve.waits, curve.ended, curve.quantile(0.25), curve.median, curve.quantile(0.75)),
                relations=tuple(sorted(w.relation for w in group)),
            )
        )
    notes: tuple[str, ...] = (
        f"days from {start} to {end}, Kaplan-Meier; what is not on file by {snapshot.as_of} is censored, not ended",
        f"{undated} left out without a dated {start}; {coarse} with a day known to month or year, taken at its middle",
        "a quartile is empty where the curve does not reach it",
    )
    if at_once:
        notes += (f"{at_once} of types that take effect on signature, or are in force never, left out",)
    return Finding(
        name="lag", title=f"How long from {start} to {end}",
        columns=("type", "relations", "ended", "quarter", "median", "three_quarters"), rows=tuple(rows), notes=notes,
        frame=f"relations of kind {kind} as of {snapshot.as_of}; absence is not negation",
    )  # fmt: skip


def _wait(relation: Relation, as_of: str, start: str, end: str) -> tuple[Wait, bool] | None:
    """Return the wait, and whether one of its days is coarser than a day; None without a dated start."""
    stages = standing_stages(relation, as_of)
    first = min((s for s in stages if s.stage == start and s.date), key=lambda s: s.latest, default=None)
    if first is None or first.earliest == OPEN_START:
        return None
    last = min((s for s in stages if s.stage == end and s.date), key=lambda s: s.latest, default=None)
    begun, coarse = _middle(first)
    if last is None:
        gone = dt.date.fromisoformat(min(as_of, "9999-12-30")) - begun
        return Wait(max(gone.days, 0), ended=False, relation=relation.id), coarse
    done, rough = _middle(last)
    return Wait(max((done - begun).days, 0), ended=True, relation=relation.id), coarse or rough


def _middle(stage: StagePart) -> tuple[dt.date, bool]:
    a, b = dt.date.fromisoformat(stage.earliest), dt.date.fromisoformat(stage.latest)
    return a + (b - a) / 2, a != b


SUPPLIERS = Analysis("supplier-concentration", "Concentration of each recipient's suppliers", _concentration)
PORTFOLIO = Analysis(
    "portfolio", "Who is supplied by rival camps", _portfolio,
    {"one": ("USA", "keys of one camp"), "two": ("CHN RUS", "keys of the other")},
)  # fmt: skip
LAG = Analysis(
    "lag", "How long from one stage to another", _lag,
    {
        "kind": ("agreement", "agreement or transfer"),
        "start": ("", "stage that begins the wait; signed, or pledged for a transfer"),
        "end": ("", "stage that ends it; in-force, or delivered for a transfer"),
    },
)  # fmt: skip
