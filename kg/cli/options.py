"""Options and parameter types that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.errors import InvalidDateError
from kg.model import parse_day

F = TypeVar("F", bound=Callable[..., Any])


class DayParam(click.ParamType[str]):
    """A whole ISO day, ``YYYY-MM-DD``."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the day, or fail with what a day looks like."""
        try:
            return parse_day(str(value))
        except InvalidDateError as error:
            self.fail(f"{value!r} is not a day; write YYYY-MM-DD. {error.hint}", param, ctx)


DAY = DayParam()


def json_option(command: F) -> F:
    """Add ``--json``: the same data as JSON on stdout."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def clocks(command: F) -> F:
    """Add the clocks: what held on a day, as the documents stood on a day, with identity as it was judged on a day."""
    command = click.option(
        "--ledger-at", type=DAY, metavar="DATE", help="Identity as it was judged by this day (default: today's)."
    )(command)
    command = click.option(
        "--known-at", type=DAY, metavar="DATE", help="As the documents stood on this day (default: all of them)."
    )(command)
    return click.option(
        "--as-of",
        type=DAY,
        metavar="DATE",
        help="What held on this day (default: the last day that the documents know).",
    )(command)


def extractor_options(command: F) -> F:
    """Add ``--extractor`` and what a language model's run takes: ``--budget``, ``--send-private``, ``--estimate``."""
    command = click.option(
        "--estimate", is_flag=True, help="Only say what reading with the model would take; ask it nothing."
    )(command)
    command = click.option(
        "--send-private", is_flag=True, help="Let documents marked private go to a model that is not on this machine."
    )(command)
    command = click.option(
        "--budget", metavar="LIMIT", help="The most that the model may use: 200k (tokens), or 2.50 USD with prices set."
    )(command)
    return click.option(
        "--extractor", default="rules", show_default=True, help="rules, llm, rules+llm, or another registered one."
    )(command)


def output_option(command: F) -> F:
    """Add ``-o/--output FILE``: written beside its place and renamed into it, never left in part."""
    return click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to write."
    )(command)
