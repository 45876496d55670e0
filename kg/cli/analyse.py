"""``kg analyse``: measures of the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import clocks, json_option
from kg.cli.output import INDENT, heading, note, source_line, table, wrapped
from kg.settings import Workspace

if TYPE_CHECKING:
    import networkx as nx


@click.command()
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
    kinds: tuple[str, ...],
    layers: tuple[str, ...],
    receipts: int,
    top: int,
    as_of: str | None,
    known_at: str | None,
    ledger_at: str | None,
    as_json: bool,
) -> None:
    """Rank polities by partners (degree) and by betweenness, on asserted relations alone.

    The frame says which relations and polities are counted, and what is left out.

    Example: kg analyse --kind agreement --as-of 2024-12-31
    """
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
