"""``kg load``: curated records and data sets into the graph."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import click

from kg.cli.options import json_option
from kg.cli.output import note, printable
from kg.settings import Workspace

SHOWN = 3
"""Warnings of one kind that are printed; all are counted."""


@click.command()
@click.argument("source")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--unverified", is_flag=True, help="Take records too whose pages nobody opened; they count for nothing.")
@click.option("--restore", is_flag=True, help="Take in documents again that were retracted or withdrawn.")
@json_option
@click.pass_obj
def command(
    workspace: str | None, *, source: str, paths: tuple[Path, ...], unverified: bool, restore: bool, as_json: bool
) -> None:
    """Load SOURCE from PATHS into the graph: curated records, or your own copy of a data set.

    `curated` without PATHS loads the records that ship with the package. Every row that was not taken is counted by its
    reason; loading again changes nothing, and what left the files leaves the graph. Exit code 3 says that something was
    refused because of an error.

    Example: kg load curated
    """
    from kg.pipeline import load_sources

    loaded = load_sources(Workspace.find(workspace), source, paths, unverified=unverified, restore=restore)
    if as_json:
        click.echo(json.dumps(loaded.to_json(), ensure_ascii=False, indent=1))
    else:
        for outcome in loaded.outcomes:
            reason = f"  {outcome.reason}" if outcome.reason else ""
            click.echo(printable(f"{outcome.status:<10} {outcome.records:>4} records  {outcome.title}{reason}"))
    seen: Counter[str] = Counter()
    for problem in loaded.problems:
        kind = f"{problem.severity} {problem.message if problem.severity == 'warning' else ''}"
        seen[kind] += 1
        if problem.severity == "error" or seen[kind] <= SHOWN:
            note(f"{problem.severity}: {problem}")
    more = sum(max(0, n - SHOWN) for kind, n in seen.items() if kind.startswith("warning"))
    if more:
        note(f"… and {more} more warnings of these kinds (--json lists all)")
    refused = ", ".join(f"{n} {why}" for why, n in sorted(loaded.refused.items()))
    note(f"{source}: {loaded.read} read, {loaded.loaded} loaded" + (f", refused: {refused}" if refused else ""))
    note("documents: " + (", ".join(f"{n} {status}" for status, n in loaded.counts().items()) or "none found"))
    if any(p.severity == "error" for p in loaded.problems) or any(
        o.status in ("failed", "refused") for o in loaded.outcomes
    ):
        sys.exit(3)
