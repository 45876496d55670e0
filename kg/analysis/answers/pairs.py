"""Pairs: minilaterals without a bilateral tie, and which layer comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.analysis.analyses import Analysis, Options, number
from kg.analysis.finding import Finding, Row
from kg.analysis.minilateral import LARGEST, overlaps
from kg.analysis.precedence import precedence
from kg.errors import UnknownTermError
from kg.projection.multiplex import LAYERS
from kg.registry import Registry

if TYPE_CHECKING:
    from kg.analysis.study import Study


def _minilateral(study: Study, options: Options) -> Finding:
    network = study.network()
    day = network.frame.as_of
    registry = Registry.load()
    groups: dict[str, set[str]] = {}
    for row in registry.memberships:
        if row.role == "member" and (row.valid_from or "") <= day < (row.valid_until or "9999-12-31"):
            groups.setdefault(row.grouping, set()).add(row.member)
    largest = number(options, "largest", least=3)
    found = overlaps(network, {g: frozenset(m) for g, m in groups.items()}, largest=largest)
    rows = tuple(
        Row(
            values=(o.a, o.b, " ".join(o.groups), len(o.relations), len(o.bilateral)),
            relations=tuple(sorted({*o.relations, *o.bilateral})),
        )
        for o in found
    )
    lacking = sum(1 for o in found if not o.bilateral)
    notes = (
        f"groups and relations of three to {largest} states; {lacking} of {len(found)} pairs lack a bilateral tie",
        "groupings and their members on the day are the registry's",
    )
    return Finding(
        name="minilateral-overlap", title="Pairs that meet in small groups, those without a bilateral tie first",
        columns=("a", "b", "groups", "plurilateral", "bilateral"), rows=rows, notes=notes, frame=study.frame(network),
    )  # fmt: skip


def _precedence(study: Study, options: Options) -> Finding:
    firsts, seconds = options["earlier"].split(), options["later"].split()
    for code in (*firsts, *seconds):
        if code not in LAYERS:
            raise UnknownTermError(code, scheme="the layers", known=LAYERS)
    network = study.network(layers=tuple(dict.fromkeys((*firsts, *seconds))))
    rows = []
    for one in firsts:
        for two in seconds:
            if one != two:
                p = precedence(network, one, two)
                rows.append(
                    Row(
                        values=(
                            one, two, len(p.before), len(p.same), len(p.after), p.only_earlier, p.only_later,
                            round(p.p, 4),
                        ),
                        relations=tuple(sorted(
                            e.relation for e in network.edges
                            if e.layer in (one, two)
                            and any((min(u, v), max(u, v)) in {*p.before, *p.same, *p.after} for u, v in e.pairs())
                        )),
                    )
                )  # fmt: skip
    notes = (
        "before: pairs whose first tie in the first layer is older than that in the second; p: two-sided sign test",
        "an order in time is no cause; ties that ended before the day are left out; p is for one test alone",
    )
    return Finding(
        name="layer-precedence", title="Which layer comes first between two polities",
        columns=("first_layer", "second_layer", "before", "same_day", "after", "only_first", "only_second", "p"),
        rows=tuple(rows), notes=notes, frame=study.frame(network),
    )  # fmt: skip


MINILATERAL = Analysis(
    "minilateral-overlap", "Pairs in small groups without a bilateral tie", _minilateral,
    {"largest": (str(LARGEST), "most members of a group that counts")},
)  # fmt: skip
PRECEDENCE = Analysis(
    "layer-precedence", "Does one layer come before another?", _precedence,
    {"earlier": ("L4 L5", "layers thought to come first"), "later": ("L6 L7", "layers thought to follow")},
)  # fmt: skip
