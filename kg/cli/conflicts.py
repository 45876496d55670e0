"""``kg conflicts``: where documents disagree, both sides with their sentences."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kg.cli.options import clocks, json_option
from kg.cli.output import INDENT, heading, note, source_line, wrapped
from kg.errors import UnknownIdError
from kg.namespaces import curie, expand
from kg.settings import Workspace

if TYPE_CHECKING:
    from kg.projection.disagreements import Disagreement
    from kg.projection.snapshot import Snapshot

DEFAULT = ("contradictory", "different-definition", "superseded")


@click.command()
@click.argument("relation", required=False)
@click.option(
    "--class",
    "classes",
    multiple=True,
    type=click.Choice(["contradictory", "different-definition", "superseded", "compatible"]),
    help="Only this class; may be repeated (default: all but compatible).",
)
@clocks
@json_option
@click.pass_obj
def command(
    workspace: str | None,
    *,
    relation: str | None,
    classes: tuple[str, ...],
    as_of: str | None,
    known_at: str | None,
    ledger_at: str | None,
    as_json: bool,
) -> None:
    """Show where documents give different values, of RELATION or of all: both quotes, and how the two stand.

    contradictory: both cannot hold. different-definition: they measure other things under one name. superseded: the
    later replaces the earlier. compatible: both can hold (with --class compatible). Nothing is retired: the value that
    the view goes by is marked, the other stays.

    Example: kg conflicts --class contradictory
    """
    from kg.pipeline import open_store
    from kg.projection import read_snapshot
    from kg.projection.disagreements import read_disagreements

    with open_store(Workspace.find(workspace), known_at=known_at, ledger_at=ledger_at) as store:
        snapshot = read_snapshot(store, as_of=as_of, known_at=known_at)
        found = read_disagreements(store, snapshot)
    if relation is not None:
        iri = expand(relation)
        if iri not in {r.iri for r in snapshot.relations}:
            raise UnknownIdError(
                relation, known=[curie(r.iri) for r in snapshot.relations], where="the relations on file"
            )
        found = tuple(d for d in found if d.relation == iri)
    counts = Counter(d.cls for d in found)
    shown = [d for d in found if d.cls in (classes or DEFAULT)]
    if as_json:
        rows = [asdict(d) | {"documents": [list(s.documents) for s in d.sides]} for d in shown]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for disagreement in shown:
            _show(disagreement, snapshot)
    said = ", ".join(f"{n} {cls}" for cls, n in sorted(counts.items())) or "none found"
    note(f"disagreements: {said}; {len(shown)} shown")


def _show(disagreement: Disagreement, snapshot: Snapshot) -> None:
    heading(f"{disagreement.cls}: {disagreement.slot} of {disagreement.title}  ({curie(disagreement.relation)})")
    wrapped(disagreement.reason, indent="  ")
    for side in disagreement.sides:
        goes_by = "; the view goes by this" if side.chosen and disagreement.slot != "role" else ""
        n = len(side.documents)
        wrapped(f"• {side.value}  ({n} document{'s' if n != 1 else ''}{goes_by})", indent=INDENT, first="  ")
        for receipt in side.receipts[:2]:
            wrapped(receipt.text, indent=INDENT * 2)
            wrapped(source_line(receipt.doc, snapshot.documents, receipt.who), indent=INDENT * 2)
        if len(side.receipts) > 2:
            wrapped(f"… and {len(side.receipts) - 2} more receipts (--json)", indent=INDENT * 2)
