"""The analyses by name: what each asks for, and how it is run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from kg import plugins
from kg.errors import QueryError, nearest

if TYPE_CHECKING:
    from kg.analysis.finding import Finding
    from kg.analysis.study import Study

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis.

    Attributes
    ----------
    name, title : str
    run : callable
        Study and complete options to :class:`kg.analysis.finding.Finding`.
    options : mapping of str to (str, str)
        By name: default and meaning.
    """

    name: str
    title: str
    run: Callable[[Study, Options], Finding]
    options: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __call__(self, study: Study, options: Options) -> Finding:
        """Run it, with complete options."""
        return self.run(study, options)


def names() -> tuple[str, ...]:
    """Return the names of the analyses, sorted."""
    return tuple(sorted(plugins.registered("kg.analyses")))


def get(name: str) -> Analysis:
    """Return an analysis.

    Raises
    ------
    QueryError
        If there is none of that name; the nearest are given.
    """
    if name not in plugins.registered("kg.analyses"):
        raise QueryError(f"there is no analysis {name!r}.", hint=nearest(name, names(), limit=20))
    point = plugins.registered("kg.analyses")[name]
    return cast("Analysis", point.load())


def run(name: str, study: Study, given: Options | None = None) -> Finding:
    """Run an analysis.

    Parameters
    ----------
    name : str
    study : Study
        What to look at.
    given : mapping of str to str, optional
        Options by name; the rest have defaults.

    Raises
    ------
    QueryError
        If the analysis or an option is unknown, or a value is not of its kind.
    CoverageError
        If a layer that is measured is not declared complete.
    """
    analysis = get(name)
    for option in given or {}:
        if option not in analysis.options:
            hint = nearest(option, analysis.options) if analysis.options else "It takes none."
            raise QueryError(f"{name} has no option {option!r}.", hint=hint)
    options = {key: default for key, (default, _) in analysis.options.items()} | dict(given or {})
    return analysis(study, options)


def number(options: Options, name: str, *, least: int = 0) -> int:
    """Return an option as a whole number.

    Raises
    ------
    QueryError
        If it is none, or below `least`.
    """
    text = options[name]
    if not text.isdigit() or int(text) < least:
        raise QueryError(f"{name} is {text!r}.", hint=f"Give a whole number, {least} or more.")
    return int(text)
