"""``kg query``: library queries, and SPARQL of the user's own."""

from __future__ import annotations

import csv
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import clocks
from kg.cli.output import INDENT, heading, note, printable, source_line, table, wrapped
from kg.errors import QueryError
from kg.model import OPEN_END, OPEN_START
from kg.model.citation import MARK
from kg.settings import Workspace

if TYPE_CHECKING:
    from kg.graph import Store
    from kg.query.catalogue import LibraryQuery, Result

RECEIPT_COLUMNS = ("quote", "document", "published", "url", "attributed_to", "grade", "start", "end", "confidence")
"""Columns that tell where a row comes from; they are printed under it instead of beside it."""


@click.command()
@click.argument("name", required=False)
@click.option("-p", "--param", "given", multiple=True, metavar="KEY=VALUE", help="A parameter; may be repeated.")
@click.option("--list", "listing", is_flag=True, help="List the library with its parameters.")
@click.option(
    "--sparql", type=click.File(encoding="utf-8"), metavar="FILE", help="Run your own SELECT query; - is stdin."
)
@click.option("--print", "print_only", is_flag=True, help="Print the SPARQL with the parameters in place; run nothing.")
@click.option("--format", "format_", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@clocks
@click.pass_obj
def command(
    workspace: str | None,
    *,
    name: str | None,
    given: tuple[str, ...],
    listing: bool,
    sparql: Any,
    print_only: bool,
    format_: str,
    as_json: bool,
    as_of: str | None,
    known_at: str | None,
    ledger_at: str | None,
) -> None:
    r"""Run the library query NAME, such as binds, chronology, signatories, receipt.

    Actors are given by registry key or name.

    \b
    Example: kg query binds -p a=Japan -p b=PHL --as-of 2025-01-01
             kg query --list
    """
    from kg.pipeline import open_graph
    from kg.query import catalogue
    from kg.query.asking import complete
    from kg.resolution.docket import Docket

    format_ = "json" if as_json else format_
    if listing:
        found = list(catalogue.queries().values())
        if format_ == "json":
            click.echo(json.dumps([_described(q) for q in found], ensure_ascii=False, indent=1))
        else:
            _list(found)
        return
    if (name is None) == (sparql is None):
        raise QueryError("Give the name of a library query, or --sparql FILE.", hint="`kg query --list` names them.")
    # A remote store needs no workspace: without one there is no ledger that tells what became of an identifier.
    place = Workspace.find(workspace) if workspace or not os.environ.get("KG_STORE") else None
    with open_graph(place, known_at=known_at, ledger_at=ledger_at) as store:
        if sparql is not None:
            if given or as_of or known_at:
                raise QueryError("Parameters belong to library queries.", hint="Write the values into the SPARQL.")
            result = catalogue.select(sparql.read(), store)
        else:
            query = catalogue.get(str(name))
            stated = _params(query, given, as_of=as_of, known_at=known_at)
            params = complete(query, stated, store, Docket(place.ledger) if place else None)
            if "as_of" not in stated and str(params.get("as_of", "9999")) < "9999":
                note(f"as of {params['as_of']}, the last day of publication on file; --as-of asks for another")
            if print_only:
                click.echo(query.text(**params))
                return
            result = catalogue.select(query.text(**params), store, name=query.name)
        _print(result, store, format_)


def _params(
    query: LibraryQuery, given: tuple[str, ...], *, as_of: str | None, known_at: str | None
) -> dict[str, object]:
    params: dict[str, object] = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals:
            raise QueryError(f"{pair!r} is not KEY=VALUE.", hint=f"{query.name} takes {', '.join(query.parameters)}.")
        params[key] = value
    return params | {k: day for k, day in (("as_of", as_of), ("known_at", known_at)) if day is not None}


def _described(query: LibraryQuery) -> dict[str, Any]:
    parameters = [
        {"name": p.name, "type": p.type, "description": p.description, "default": p.default}
        for p in query.parameters.values()
    ]
    return {
        "name": query.name,
        "summary": query.summary,
        "parameters": parameters,
        "returns": list(query.returns),
    }


def _list(queries: list[LibraryQuery]) -> None:
    for query in queries:
        heading(f"{query.name}: {query.summary}")
        for parameter in query.parameters.values():
            default = f"; default {parameter.default}" if parameter.default is not None else ""
            wrapped(f"-p {parameter.name}=… ({parameter.type}) {parameter.description}{default}")
        wrapped(f"gives {', '.join(query.returns)}")


def _print(result: Result, store: Store, format_: str) -> None:
    from kg.graph.lookup import labels
    from kg.projection import read_documents
    from kg.projection.frame import count

    if format_ == "json":
        click.echo(json.dumps(result.dicts(), ensure_ascii=False, indent=1))
        return
    if format_ == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([["" if v is None else v for v in row] for row in result.rows])
        return
    known = labels(store, {v for row in result.rows for v in row if isinstance(v, str) and "://" in v})
    if not result.rows:
        note("no rows: the documents on file say nothing of it, which does not mean that there is nothing")
    elif "quote" in result.columns:
        _cards(result, known, read_documents(store))
    else:
        table(result.columns, [[_shown(v, known) for v in row] for row in result.rows])
    note(count(len(result.rows), "row"))


def _shown(value: object, labels: dict[str, str]) -> str:
    from kg.namespaces import curie

    if value is None or value in (OPEN_START, OPEN_END):
        return ""  # the sentinels of an open span are for machines
    text = str(value)
    if text in labels:
        return labels[text]
    short = curie(text) if "://" in text else text
    return short.strip("<>").removeprefix("ips-id:")


def _cards(result: Result, labels: dict[str, str], documents: dict[str, dict[str, Any]]) -> None:
    """Print rows that carry a quote: what they say on a line, their receipts under it."""
    head_columns = [c for c in result.columns if c not in RECEIPT_COLUMNS]
    last: list[str] | None = None
    for row in result.dicts():
        head = [_shown(row[c], labels) for c in head_columns]
        if head != last:
            click.echo()
            click.echo(printable("  ·  ".join(dict.fromkeys(h for h in head if h))))
            last = head
        quote = str(row["quote"])
        wrapped(quote if quote.startswith(MARK) else f"“{quote}”")
        wrapped(source_line(str(row["document"]), documents, row.get("attributed_to")), indent=INDENT * 2)
