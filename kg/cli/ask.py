"""``kg ask``: the competency questions, by number or in words."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import click

from kg.cli.options import DAY
from kg.cli.output import heading, note, wrapped
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.query.questions import Question


@click.command()
@click.argument("words", nargs=-1)
@click.option(
    "-p", "--param", "given", multiple=True, metavar="KEY=VALUE",
    help="A parameter, or an argument of the verb that answers; may be repeated.",
)  # fmt: skip
@click.option("--as-of", type=DAY, metavar="DATE", help="The day asked about.")
@click.option("--known-at", type=DAY, metavar="DATE", help="As the documents on file by this day had it.")
@click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")
@click.pass_context
def command(
    context: click.Context,
    *,
    words: tuple[str, ...],
    given: tuple[str, ...],
    as_of: str | None,
    known_at: str | None,
    as_json: bool,
) -> None:
    r"""Answer a competency question: by its number or name, or in words. Without WORDS, list all with what they need.

    Words are matched by phrases and registry names, without a model; what was understood is printed first, with the
    command that answers, so that it can be run and changed.

    \b
    Example: kg ask what binds Japan and Bangladesh
             kg ask 13 --as-of 2025-01-01
             kg ask 38 -p 2026-01-01 -p 2026-06-30
             kg ask who signed between Japan and Bangladesh
    """
    from kg.query import questions

    if not words:
        _list(as_json=as_json)
        return
    params: dict[str, str] = {}
    try:
        question = questions.get(words[0]) if len(words) == 1 else None
    except QueryError:
        question = None
    if question is None:
        from kg.registry import Registry

        understood = questions.understand(" ".join(words), Registry.load())
        question, params = understood.question, dict(understood.params)
    if question.answered_by.startswith("notebooks/"):
        note(f"question {question.number}: {question.text}")
        raise QueryError(f"it is a hypothesis, answered with its caveats in {question.answered_by}.")
    arguments = _arguments(question, params, given)
    for option, day in (("--as-of", as_of), ("--known-at", known_at)):
        if day is not None:
            arguments += [option, day]
    if as_json:
        arguments.append("--json")
    note(f"question {question.number}: {question.text}")
    note(f"answered by: kg {shlex.join(arguments)}")
    note(f"an empty answer means something only with: {question.needs}")
    _run(context, arguments)


def _arguments(question: Question, params: dict[str, str], given: tuple[str, ...]) -> list[str]:
    verb, *rest = question.answered_by.split()[1:]
    if verb != "query":
        return [verb, *rest, *given]
    stated = [f"{k}={v}" for k, v in params.items() if not any(g.startswith(f"{k}=") for g in given)]
    return [verb, *rest, *(x for pair in (*stated, *given) for x in ("-p", pair))]


def _run(context: click.Context, arguments: list[str]) -> None:
    """Run another verb in this process, with the workspace that this one was given."""
    parent = context.parent
    assert parent is not None
    group = parent.command
    assert isinstance(group, click.Group)
    verb, *rest = arguments
    command = group.get_command(parent, verb)
    if command is None:
        raise QueryError(f"this version has no verb {verb!r}.", hint="`kg --help` lists the verbs.")
    with command.make_context(verb, rest, parent=parent) as inner:
        command.invoke(inner)


def _list(*, as_json: bool) -> None:
    from kg.query.questions import questions

    if as_json:
        rows = [
            {"number": q.number, "question": q.text, "answered_by": q.answered_by, "needs": q.needs}
            for q in questions()
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for question in questions():
        heading(f"{question.number}. {question.text}")
        wrapped(f"{question.answered_by}; needs {question.needs}")
