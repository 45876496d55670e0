"""The ``kg`` command: one verb a module, each a thin call of the library with files at its ends.

Data go to stdout, progress and messages to stderr. Exit codes: 0 answered, 1 checks found problems, 2 usage or
unknown id, 3 some documents failed, 130 interrupted with the state safe.
"""

from __future__ import annotations

import importlib
import os
import sys
from keyword import iskeyword

import click

from kg import __version__
from kg.errors import KGError

VERBS: dict[str, str] = {
    "init": "Make a workspace: a folder for documents, store and results.",
    "ingest": "Read documents into the workspace's graph.",
    "load": "Load curated records, or your own copy of a data set.",
    "text": "Print a document's normalised text, in which all offsets count.",
    "extract": "Print what documents state as records, one a line; needs no workspace.",
    "ask": "Answer a competency question, by number or in words.",
    "query": "Run a library query, or SPARQL of your own.",
    "search": "Find things by words of their names, quotes and titles.",
    "show": "Show an actor, a relation, a claim or a document with its receipts.",
    "holder": "Say who held an office on a day.",
    "template": "Write an empty table for records of your own.",
    "coverage": "Show what was looked for, and how completely.",
    "diff": "Show what changed between two days, in the world and in what we know.",
    "conflicts": "Show where documents disagree, both sides with their sentences.",
    "review": "Judge identity and readings; list, undo.",
    "stats": "Count what the graph holds.",
    "analyse": "Measure the network, with its frame stated.",
    "report": "Report on the network of a day: rankings, shape, flows, disagreements.",
    "render": "Draw the network as one self-contained HTML file.",
    "explore": "Write an explorer of the graph: search, expand, evidence, paths, in one HTML file.",
    "export": "Write the graph to a file: RDF, network or tables.",
    "serve": "Serve the graph on this machine: pages, search, JSON API, SPARQL.",
    "import": "Read a graph that `kg export` wrote.",
    "verify": "Check every document's bytes, and that every quote still stands in them.",
    "retract": "Remove documents as if they had never been read.",
    "withdraw": "Close the record time of documents: from a day on they no longer count.",
    "redact": "Remove documents for good, or withhold a person's name.",
    "mcp": "Serve the graph to an agent, read-only, every answer with its quotes.",
    "validate": "Check the graph against the shapes and hygiene queries.",
    "eval": "Score an extractor on the gold sets.",
    "doctor": "Check the installation and the workspace.",
}
"""Every verb with its help line; the module of a verb is imported when it is called."""


REMOTE = frozenset({"query", "ingest"})
"""Verbs that work on the store that ``--store`` names."""

ELSEWHERE = frozenset({"init", "text", "extract", "template", "eval"})
"""Verbs that read no graph."""


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = importlib.import_module(f"kg.cli.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            from kg.errors import nearest

            ctx.fail(f"No such verb {args[0]!r}. {nearest(args[0], VERBS, limit=20)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KGError as error:
            click.echo(f"kg: {error}", err=True)
            sys.exit(error.exit_code or 1)
        except KeyboardInterrupt:
            click.echo("kg: interrupted; what was committed stands, nothing is half-written", err=True)
            sys.exit(130)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
@click.option(
    "-w",
    "--workspace",
    metavar="DIR",
    help="The workspace; else KG_WORKSPACE, else the nearest kg.toml from here upward.",
)
@click.option(
    "--store",
    metavar="URL",
    help="A SPARQL 1.1 endpoint that holds the graph, for query and ingest; else KG_STORE, else the workspace's own.",
)
@click.pass_context
def main(ctx: click.Context, workspace: str | None, store: str | None) -> None:
    """Knowledge graph of Indo-Pacific security relationships: every edge has a receipt.

    Start with:  kg init DIR && kg -w DIR ingest FILES
    """
    ctx.obj = workspace
    verb = ctx.invoked_subcommand
    if store is not None:
        os.environ["KG_STORE"] = store
    if os.environ.get("KG_STORE") and verb is not None and verb not in REMOTE | ELSEWHERE:
        given = "--store" if store is not None else "KG_STORE"
        ctx.fail(
            f"`kg {verb}` reads the workspace's own store, and {given} names another. With a remote store there are "
            f"{', '.join(sorted(REMOTE))}."
        )
