"""``kg analyse``: measures of the network."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import clocks, json_option
from kg.cli.output import INDENT, heading, note, source_line, table, wrapped
from kg.settings import Workspace

if TYPE_CHECKING:
    import networkx as nx


@click.command()
@click.argument("name", required=False)
@click.option("-p", "--param", "given", multiple=True, metavar="KEY=VALUE", help="An option of the analysis.")
@click.option("--list", "listing", is_flag=True, help="List the analyses with their options.")
@click.option(
    "--polity", "polities", multiple=True, metavar="KEY", help="The system: only these polities; may be repeated."
)
@click.option("--incomplete-ok", is_flag=True, help="Measure layers that nothing declares complete, and say so.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind of relation; may be repeated.")
@click.option("--layer", "layers", multiple=True, metavar="CODE", help="Only this layer (L3, L5, …); may be repeated.")
@click.option(
    "--receipts", type=click.IntRange(0), default=3, show_default=True, help="Ties of the first to show with quotes."
)
@click.option("--top", type=click.IntRange(1), default=12, show_default=True, help="Rows to show; all are in --json.")
@clocks
@json_option
@click.pass_obj
def command(
    workspace: str | None,
    *,
    name: str | None,
    given: tuple[str, ...],
    listing: bool,
    polities: tuple[str, ...],
    incomplete_ok: bool,
    as_csv: bool,
    kinds: tuple[str, ...],
    layers: tuple[str, ...],
    receipts: int,
    top: int,
    as_of: str | None,
    known_at: str | None,
    ledger_at: str | None,
    as_json: bool,
) -> None:
    r"""Run the analysis NAME; without one, rank polities by partners and betweenness on asserted relations alone.

    The frame says which relations and polities are counted, and what is left out. A named analysis measures only layers
    that are declared complete, unless --incomplete-ok; rankings come with what they hang on; --json gives the relations
    behind every row.

    \b
    Example: kg analyse --kind agreement --as-of 2024-12-31
             kg analyse hub-and-spoke -p hub=USA -p from=2014 --layer L5 --incomplete-ok
             kg analyse --list
    """
    if listing:
        _list(as_json=as_json)
        return
    if name is not None:
        _named(
            Workspace.find(workspace), name, given, layers=layers, polities=polities, incomplete_ok=incomplete_ok,
            as_of=as_of, known_at=known_at, ledger_at=ledger_at, top=top,
            form="json" if as_json else "csv" if as_csv else "",
        )  # fmt: skip
        return
    from kg.analysis.betweenness import betweenness
    from kg.analysis.degree import degree, tie_counts
    from kg.contract import kind_table
    from kg.pipeline import open_store
    from kg.projection import TIE_KINDS, frame_of, read_snapshot, tie_network

    for kind in kinds:
        kind_table(kind)
    with open_store(Workspace.find(workspace), known_at=known_at, ledger_at=ledger_at) as store:
        snapshot = read_snapshot(store, as_of=as_of, known_at=known_at)
    ties = tie_network(snapshot, kinds=kinds or TIE_KINDS, layers=layers or None)
    partners, relations, between = degree(ties), tie_counts(ties), betweenness(ties)
    order = sorted(ties, key=lambda n: (-partners[n], -relations[n], n))
    if as_json:
        rows = [
            {"id": n, "label": ties.nodes[n]["label"], "partners": partners[n], "relations": relations[n],
             "betweenness": round(between[n], 4)}
            for n in order
        ]  # fmt: skip
        click.echo(json.dumps({"frame": str(frame_of(ties)), "polities": rows}, ensure_ascii=False, indent=1))
        return
    heading("Polities by number of partners")
    table(
        ["polity", "partners", "relations", "betweenness", "tied to"],
        [
            (
                ties.nodes[n]["label"],
                partners[n],
                relations[n],
                f"{between[n]:.2f}",
                ", ".join(sorted(ties.nodes[m]["label"] for m in set(ties[n]) - {n})),
            )
            for n in order[:top]
        ],
    )
    if len(order) > top:
        note(f"showing {top} of {len(order)} polities; --top N shows more")
    if order and receipts:
        _print_receipts(ties, order[0], snapshot.documents, receipts)
    click.echo()
    wrapped(f"Frame: {frame_of(ties)}", indent="")


def _list(*, as_json: bool) -> None:
    from kg.analysis import analyses

    found = [analyses.get(n) for n in analyses.names()]
    if as_json:
        rows = [
            {
                "name": a.name,
                "title": a.title,
                "options": {k: {"default": d, "means": m} for k, (d, m) in a.options.items()},
            }
            for a in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for analysis in found:
        heading(f"{analysis.name}: {analysis.title}")
        for key, (default, means) in analysis.options.items():
            wrapped(f"-p {key}=… {means}" + (f"; default {default}" if default else ""))


def _named(
    place: Workspace, name: str, given: tuple[str, ...], *, layers: tuple[str, ...], polities: tuple[str, ...],
    incomplete_ok: bool, as_of: str | None, known_at: str | None, ledger_at: str | None, top: int, form: str,
) -> None:  # fmt: skip
    from kg.analysis import analyses
    from kg.analysis.study import Study
    from kg.errors import QueryError, UnknownTermError
    from kg.pipeline import open_store
    from kg.projection.multiplex import LAYERS
    from kg.registry import Registry

    options = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals:
            raise QueryError(f"{pair!r} is not KEY=VALUE.", hint=f"`kg analyse --list` shows the options of {name}.")
        options[key] = value
    for code in layers:
        if code not in LAYERS:
            raise UnknownTermError(code, scheme="the layers", known=LAYERS)
    system = tuple(sorted({Registry.load().find(p).key for p in polities}))
    analyses.get(name)
    with open_store(place, known_at=known_at, ledger_at=ledger_at) as store:
        study = Study(
            store, as_of=as_of, known_at=known_at, layers=layers, polities=system, incomplete_ok=incomplete_ok
        )
        finding = analyses.run(name, study, options)
    if form == "json":
        click.echo(json.dumps(finding.to_json(), ensure_ascii=False, indent=1))
        return
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow((*finding.columns, "relations"))
        writer.writerows([*("" if v is None else v for v in r.values), " ".join(r.relations)] for r in finding.rows)
        return
    heading(finding.title)
    shown = [finding.columns.index(c) for c in finding.shown or finding.columns]
    table([finding.columns[i] for i in shown], [[r.values[i] for i in shown] for r in finding.rows[:top]])
    if len(finding.rows) > top:
        note(f"showing {top} of {len(finding.rows)} rows; --top N shows more")
    click.echo()
    for text in finding.notes:
        wrapped(f"• {text}", indent="  ", first="")
    wrapped(f"Frame: {finding.frame}", indent="")
    note("the relations behind every row are in --json and --csv; kg show prints the receipts of each")


def _print_receipts(
    ties: nx.MultiGraph[str], polity: str, documents: Mapping[str, Mapping[str, Any]], limit: int
) -> None:
    """Print the latest ties of a polity, one for each partner first, with the sentence behind each."""
    found = sorted(
        ties.edges(polity, keys=True, data=True), key=lambda e: (str(e[3]["date"] or ""), e[2], e[1]), reverse=True
    )
    seen: set[str] = set()
    chosen = [e for e in found if not (e[1] in seen or seen.add(e[1]))][:limit]  # type: ignore[func-returns-value]
    click.echo(f"\nWhat ties {ties.nodes[polity]['label']}: {len(chosen)} of {len(found)} (kg show {polity} lists all)")
    for _, partner, key, edge in chosen:
        click.echo()
        wrapped(
            f"{ties.nodes[partner]['label']}: {edge['label']}, {edge['date'] or 'no date given'}  [ips-id:{key}]",
            indent="  ",
        )
        receipt = edge["evidence"][0]
        wrapped(receipt["citation"] or f"“{receipt['quote']}”")
        wrapped(source_line(receipt["doc"], documents), indent=INDENT * 2)
