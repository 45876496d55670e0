"""``kg review``: judge what is one and what is not, accept or reject readings, take judgements back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

from kg.cli.options import json_option
from kg.cli.output import INDENT, heading, note, table, wrapped
from kg.model.citation import MARK
from kg.namespaces import curie
from kg.settings import Workspace

F = TypeVar("F", bound=Callable[..., Any])


def _reason(command: F) -> F:
    command = click.option("--by", metavar="NAME", help="Who judges (default: KG_USER, else the login name).")(command)
    return click.option("--why", required=True, metavar="TEXT", help="The reason; it stays in the ledger.")(command)


@click.group()
def command() -> None:
    r"""Judge identity and readings; every judgement is a line of ledger/judgements.csv, and can be undone.

    \b
    Example: kg review list
             kg review same agreement-1a2b… agreement-3c4d… --why "both are the RAA of July 2024"
             kg review log
    """


def _pair(name: str, help_text: str) -> None:
    @command.command(name, help=help_text)
    @click.argument("first")
    @click.argument("second")
    @_reason
    @json_option
    @click.pass_obj
    def _judge(workspace: str | None, *, first: str, second: str, why: str, by: str | None, as_json: bool) -> None:
        from kg.pipeline.judging import judge

        _say(judge(Workspace.find(workspace), name, first, second, why=why, by=by), as_json=as_json)


_pair("same", "FIRST and SECOND are one: two relations (or claims), or two persons or bodies (or mentions).")
_pair("different", "FIRST and SECOND are not one, and nothing may ever join them.")
_pair("unsure", "Nobody can tell yet: the rules leave FIRST and SECOND apart, and the pair leaves the list.")


@command.command("split")
@click.argument("relation")
@click.argument("claims", nargs=-1, required=True)
@_reason
@json_option
@click.pass_obj
def _split(
    workspace: str | None, *, relation: str, claims: tuple[str, ...], why: str, by: str | None, as_json: bool
) -> None:
    """Take CLAIMS out of RELATION (or mentions out of a person): they are judged different from what stays."""
    from kg.pipeline.judging import split

    _say(split(Workspace.find(workspace), relation, claims, why=why, by=by), as_json=as_json)


def _claims(name: str, verdict: str, help_text: str) -> None:
    @command.command(name, help=help_text)
    @click.argument("claims", nargs=-1, required=True)
    @_reason
    @json_option
    @click.pass_obj
    def _review(workspace: str | None, *, claims: tuple[str, ...], why: str, by: str | None, as_json: bool) -> None:
        from kg.pipeline.judging import review

        _say(review(Workspace.find(workspace), verdict, claims, why=why, by=by), as_json=as_json)


_claims("accept", "accepted", "CLAIMS are read rightly from their documents (which does not say that they are true).")
_claims("reject", "rejected", "CLAIMS are misread: they leave the view, and stay out when the document is read again.")


@command.command("checked")
@click.argument("relations", nargs=-1, required=True)
@_reason
@json_option
@click.pass_obj
def _checked(workspace: str | None, *, relations: tuple[str, ...], why: str, by: str | None, as_json: bool) -> None:
    """Somebody looked for news of RELATIONS today and found none: "not in force" stays no, and does not decay."""
    from kg.pipeline.judging import checked

    _say(checked(Workspace.find(workspace), relations, why=why, by=by), as_json=as_json)


@command.command("undo")
@click.argument("number", type=int)
@_reason
@json_option
@click.pass_obj
def _undo(workspace: str | None, *, number: int, why: str, by: str | None, as_json: bool) -> None:
    """Take line NUMBER of the ledger out of effect; undoing an undo puts it back."""
    from kg.pipeline.judging import undo

    _say(undo(Workspace.find(workspace), number, why=why, by=by), as_json=as_json)


@command.command("list")
@click.option(
    "--about",
    type=click.Choice(["relation", "actor", "reading"]),
    help="Only relations, only persons and bodies, or only disputed readings.",
)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to print.")
@json_option
@click.pass_obj
def _list(workspace: str | None, *, about: str | None, limit: int, as_json: bool) -> None:
    """List the pairs that may be one, the likeliest first, each with the sentences to judge by.

    A pair of readings is what two extractors read otherwise in one document: accept the right one, or reject the wrong.
    """
    from dataclasses import asdict

    from kg.pipeline import open_store
    from kg.pipeline.judging import pairs_for_review

    found = Workspace.find(workspace)
    with open_store(found) as store:
        pairs = pairs_for_review(found, store, about=about)
    if as_json:
        click.echo(json.dumps([asdict(p) for p in pairs[:limit]], ensure_ascii=False, indent=1))
    else:
        for pair in pairs[:limit]:
            heading(f"{pair.score:.2f}  {pair.reason}")
            for side in (pair.a, pair.b):
                wrapped(f"{curie(side.iri)}  {side.label}", indent="  ")
                for quote, doc, _ in side.quotes:
                    wrapped(f"{quote if quote.startswith(MARK) else f'“{quote}”'}  {doc}", indent=INDENT)
    note(
        f"showing {min(limit, len(pairs))} of {len(pairs)} pairs; judge one with "
        "kg review same, different or unsure A B --why …; a reading with accept or reject"
    )


@command.command("log")
@json_option
@click.pass_obj
def _log(workspace: str | None, *, as_json: bool) -> None:
    """List the ledger with what is in effect, undone, found again after a new reading, or dormant."""
    from dataclasses import asdict

    from kg.namespaces import ID
    from kg.pipeline import open_store
    from kg.pipeline.judging import log

    found = Workspace.find(workspace)
    with open_store(found) as store:
        entries = list(log(found, store))
    if as_json:
        click.echo(json.dumps([asdict(e) for e in entries], ensure_ascii=False, indent=1))
        return
    rows = []
    for entry in entries:
        line = entry.line
        pair = " / ".join(x.iri.removeprefix(ID) for x in (line.a, line.b) if x is not None)
        state = f"{entry.state} ({entry.note})" if entry.note else entry.state
        rows.append((line.number, line.at[:10], line.by, line.verdict, state, f"{pair}: {line.why}"))
    table(["n", "day", "by", "verdict", "state", "about"], rows)


def _say(written: Any, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"lines": list(written.numbers), "changed_quads": written.changed_quads}))
        return
    many = len(written.numbers) > 1
    numbers = f"{written.numbers[0]}–{written.numbers[-1]}" if many else str(written.numbers[0])
    click.echo(f"line{'s' if many else ''} {numbers} of the ledger; {written.changed_quads} quads of the graph changed")
    if not written.changed_quads:
        note("the graph reads as before: the rules did the same, or the judgement waits for what it is about")
