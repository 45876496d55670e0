"""The sections of a report: what is on file, how the network looks, what each finding hangs on, what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.analysis import analyses
from kg.analysis.finding import Finding, Row
from kg.projection.disagreements import read_disagreements
from kg.projection.multiplex import LAYERS

if TYPE_CHECKING:
    from kg.analysis.study import Study
    from kg.projection.snapshot import Snapshot

Progress = Callable[[int, int, str], None]

ANALYSES = (
    "degree", "brokers", "hub-and-spoke", "closure", "communities", "minilateral-overlap", "layer-precedence",
    "supplier-concentration", "portfolio", "lag",
)  # fmt: skip
"""What a report runs, in the order in which it is read."""


@dataclass(frozen=True)
class Report:
    """Everything a report says.

    Attributes
    ----------
    as_of, known_at : str
        The two clocks.
    holdings : Finding
        Relations and documents by layer, with what nothing declares complete.
    findings : tuple of Finding
        In the order of :data:`ANALYSES`.
    open_points : tuple of Finding
        What documents disagree about, and what rests on one voice.
    titles : dict of str to str
        Titles of the relations named, by local name.
    """

    as_of: str
    known_at: str
    holdings: Finding
    findings: tuple[Finding, ...]
    open_points: tuple[Finding, ...]
    titles: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "as_of": self.as_of,
            "known_at": self.known_at,
            "sections": [f.to_json() for f in (self.holdings, *self.findings, *self.open_points)],
        }

    def __iter__(self) -> Iterator[Finding]:
        """Iterate over the sections."""
        return iter((self.holdings, *self.findings, *self.open_points))


def brief(study: Study, *, progress: Progress | None = None) -> Report:
    """Make a report of a study.

    Parameters
    ----------
    study : Study
        With its layers and its system of polities.
    progress : callable, optional
        Called with (done, total, name).

    Raises
    ------
    CoverageError
        If a layer is not declared complete, and the study does not allow that.
    """
    network = study.network()
    snapshot = study.snapshot()
    findings = []
    for number, name in enumerate(ANALYSES):
        if progress:
            progress(number, len(ANALYSES), name)
        findings.append(analyses.run(name, study))
    if progress:
        progress(len(ANALYSES), len(ANALYSES), "")
    undeclared = study.undeclared(network, network.frame.as_of)
    rows = []
    for layer in network.layers():
        part = network.layer(layer)
        docs = {s.doc for e in part.edges for s in e.support}
        voices = {s.voice for e in part.edges for s in e.support}
        alone = sum(len({s.voice for s in e.support}) == 1 for e in part.edges)
        rows.append(
            Row(
                values=(
                    layer, LAYERS[layer], len(part.edges), part.graph().number_of_edges(), len(docs), len(voices),
                    alone, layer not in undeclared,
                ),
                relations=tuple(sorted(e.relation for e in part.edges)),
            )
        )  # fmt: skip
    holdings = Finding(
        name="holdings", title="What is on file, layer by layer",
        columns=("layer", "meaning", "relations", "pairs", "documents", "voices", "one_voice", "declared_complete"),
        rows=tuple(rows), notes=("one_voice: relations that a single independent voice states",),
        frame=study.frame(network),
    )  # fmt: skip
    titles = {r.id: r.title for r in snapshot.relations}
    return Report(
        snapshot.as_of,
        snapshot.known_at,
        holdings,
        tuple(findings),
        (_disputes(study, network.frame.as_of, named(snapshot)),),
        titles,
    )


def named(snapshot: Snapshot) -> dict[str, str]:
    """Return each relation's title with its firm actors, by local name: what a reader needs to know which one it is."""
    found = {}
    for relation in snapshot.relations:
        there = dict.fromkeys(p.actor for p in relation.participations if p.firm)
        actors = [snapshot.actors[a] for a in there if a in snapshot.actors]
        kinds = ("person", "state") if relation.kind == "post" else ("state", "grouping")
        who = [a.label for a in actors if a.kind in kinds] or [a.label for a in actors]
        more = f" and {len(who) - 3} more" if len(who) > 3 else ""
        found[relation.id] = f"{relation.title} ({', '.join(who[:3])}{more})" if who else relation.title
    return found


def _disputes(study: Study, as_of: str, titles: dict[str, str]) -> Finding:
    found = read_disagreements(study.store, study.snapshot())
    shown = [d for d in found if d.cls != "compatible"]
    counts = Counter(d.cls for d in found)
    rows = tuple(
        Row(
            values=(
                titles.get(d.relation.rpartition("/")[2], ""),
                d.cls,
                d.slot,
                d.reason,
                " / ".join(str(s.value) for s in d.sides),
            ),
            relations=(d.relation.rpartition("/")[2],),
        )
        for d in shown
    )
    notes = tuple(f"{n} {cls}" for cls, n in sorted(counts.items())) or ("no document disagrees with another",)
    return Finding(
        name="disagreements", title="Where documents disagree",
        columns=("relation", "class", "slot", "why", "values"), rows=rows,
        notes=notes, frame=f"all relations on file, as of {as_of}",
    )  # fmt: skip
