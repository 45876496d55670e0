"""``kg report``: the network of a day as one page, with what every number hangs on."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kg.cli.options import clocks, json_option
from kg.cli.output import heading, note, table, wrapped
from kg.settings import Workspace


@click.command()
@click.option(
    "--out", "-o", "output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write HTML here; without it the tables are printed.",
)  # fmt: skip
@click.option("--layer", "layers", multiple=True, metavar="CODE", help="Only this layer (L3, L5, …); may be repeated.")
@click.option("--polity", "polities", multiple=True, metavar="KEY", help="The system: only these; may be repeated.")
@click.option("--incomplete-ok", is_flag=True, help="Measure layers that nothing declares complete, and say so.")
@click.option("--title", default="Security relationships of the Indo-Pacific", show_default=True)
@click.option("--top", type=click.IntRange(1), default=8, show_default=True, help="Rows of each table in the terminal.")
@clocks
@json_option
@click.pass_obj
def command(
    workspace: str | None,
    *,
    output: Path | None,
    layers: tuple[str, ...],
    polities: tuple[str, ...],
    incomplete_ok: bool,
    title: str,
    top: int,
    as_of: str | None,
    known_at: str | None,
    ledger_at: str | None,
    as_json: bool,
) -> None:
    """Report on the network of a day: what is on file, rankings with what they hang on, shape, flows, disagreements.

    Layers that nothing declares complete are refused unless --incomplete-ok; the report then says so.

    Example: kg report --as-of 2026-06-30 --incomplete-ok --out report.html
    """
    from kg.analysis.briefing import brief
    from kg.analysis.study import Study
    from kg.errors import UnknownTermError
    from kg.export.files import write_text
    from kg.pipeline import open_store
    from kg.projection.multiplex import LAYERS
    from kg.registry import Registry
    from kg.render.report import render_report

    for code in layers:
        if code not in LAYERS:
            raise UnknownTermError(code, scheme="the layers", known=LAYERS)
    system = tuple(sorted({Registry.load().find(p).key for p in polities}))
    with open_store(Workspace.find(workspace), known_at=known_at, ledger_at=ledger_at) as store:
        study = Study(
            store, as_of=as_of, known_at=known_at, layers=layers, polities=system, incomplete_ok=incomplete_ok
        )
        report = brief(study, progress=_progress if sys.stderr.isatty() else None)
        snapshot = study.snapshot()
    if output is not None:
        size = write_text(output, [render_report(report, snapshot, title=title)])
        if not as_json:
            note(f"{output}: {len(list(report))} sections, {size / 1e3:.0f} kB")
            return
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=1))
        return
    for finding in report:
        heading(finding.title)
        shown = [finding.columns.index(c) for c in finding.shown or finding.columns]
        table([finding.columns[i] for i in shown], [[r.values[i] for i in shown] for r in finding.rows[:top]])
        if len(finding.rows) > top:
            note(f"showing {top} of {len(finding.rows)} rows; --top N shows more")
        for text in finding.notes:
            wrapped(f"• {text}", indent="  ", first="")
    click.echo()
    wrapped(f"Frame: {report.holdings.frame}", indent="")


def _progress(done: int, total: int, name: str) -> None:
    click.echo(f"\rmeasuring {done} of {total} {name:<24}", nl=done == total, err=True)
