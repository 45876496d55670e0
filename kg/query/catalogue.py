"""The catalogue of library queries: SPARQL files with a header that says what they answer.

A file is plain SPARQL 1.1 but for two things. ``$name`` is a parameter, substituted as a serialised, type-checked
term (a ``VALUES`` block would not be seen inside sub-selects). ``@clock ?t`` is the pattern that picks the status
span of a day as the files stood on another day, in one place so that nobody forgets ``ips:knownUntil``.

Every query enters by a term that occurs in the view alone, so it answers alike on the default graph, on another
engine and over the union of all graphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pyoxigraph as ox
import yaml

from kg.errors import QueryError, nearest
from kg.graph.store import Store
from kg.namespaces import curie
from kg.query.parameters import TYPES, Parameter, bind, prologue

_CLOCK = """\
{v} ips:from {v}_from ; ips:until {v}_until ; ips:knownFrom {v}_knownFrom ; ips:knownUntil {v}_knownUntil .
    FILTER({v}_from <= $as_of && $as_of < {v}_until && {v}_knownFrom <= $known_at && $known_at < {v}_knownUntil)"""

Value = str | int | float | bool | None


class Iri(str):
    """An IRI among the values of a result; ``curie`` is its short form."""

    __slots__ = ()

    @property
    def curie(self) -> str:
        """The CURIE, with the project's prefixes."""
        return curie(self)


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of a query.

    Attributes
    ----------
    name : str
        The query's.
    columns : tuple of str
        In the order of the SELECT.
    rows : tuple of tuple
        Python values: :class:`Iri`, text, numbers, booleans; dates as ISO text; None where nothing is bound.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """Iterate over the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def dicts(self) -> list[dict[str, Value]]:
        """Return the rows as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """One file of the library, read."""

    name: str
    summary: str
    description: str
    answers: str
    parameters: Mapping[str, Parameter]
    returns: Mapping[str, str]
    body: str

    def text(self, **params: object) -> str:
        """Return the query with its parameters in place, runnable on any SPARQL 1.1 engine.

        Raises
        ------
        QueryError
            If a parameter is missing, unknown or mistyped.
        """
        terms = bind(self.name, self.parameters, params)
        body = re.sub(r"@clock (\?\w+)", lambda m: _CLOCK.format(v=m[1]), self.body)
        return prologue() + re.sub(r"\$([a-z_]+)", lambda m: terms[m[1]], body)


def _read(name: str, text: str) -> LibraryQuery:
    header = "\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    try:
        meta: dict[str, Any] = yaml.safe_load(header) or {}
    except yaml.YAMLError as error:
        raise QueryError(f"the header of {name}.rq is not YAML: {error}.") from None
    params = {
        n: Parameter(
            n, str(p["type"]), str(p.get("description", "")), None if p.get("default") is None else str(p["default"])
        )
        for n, p in (meta.get("params") or {}).items()
    }
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"
    used = set(re.findall(r"\$([a-z_]+)", body + (_CLOCK if "@clock" in body else "")))
    if used != set(params):
        raise QueryError(f"{name}.rq declares {sorted(params)} and uses {sorted(used)}.")
    for p in params.values():
        if p.type not in TYPES and not p.type.startswith("concept:"):
            raise QueryError(f"{name}.rq gives {p.name} the type {p.type!r}.", hint=nearest(p.type, TYPES))
    return LibraryQuery(
        name, meta["summary"], meta.get("description", ""), str(meta.get("answers", "")), params, meta["returns"], body
    )


@cache
def queries() -> Mapping[str, LibraryQuery]:
    """Return the library by name (``01-binds``), in the order of the competency questions."""
    folder = files("kg.query") / "library"
    found = {f.name.removesuffix(".rq"): f for f in folder.iterdir() if f.name.endswith(".rq")}
    return {name: _read(name, found[name].read_text(encoding="utf-8")) for name in sorted(found)}


def get(name: str) -> LibraryQuery:
    """Return a query by its name, with or without the number (``01-binds``, ``binds``, ``1``).

    Raises
    ------
    QueryError
        If the library has none of that name; the nearest is named.
    """
    for known, query in queries().items():
        number, _, word = known.partition("-")
        if name in (known, word, number, str(int(number)) if number.isdigit() else number):
            return query
    raise QueryError(f"the library has no query {name!r}.", hint=nearest(name, queries()))


def run(name: str, store: Store, *, union: bool = False, **params: object) -> Result:
    """Run a library query.

    Parameters
    ----------
    name : str
        See :func:`get`.
    store : Store
        With the view in its default graph.
    union : bool
        Read the union of all graphs as default graph; the answer is the same, slower.
    **params
        The query's parameters.

    Raises
    ------
    QueryError
        If the query or a parameter is unknown, missing or mistyped.
    """
    query = get(name)
    return select(query.text(**params), store, name=query.name, union=union)


def select(sparql: str, store: Store, *, name: str = "query", union: bool = False) -> Result:
    """Run any SELECT query and return its rows as Python values.

    Raises
    ------
    QueryError
        If the text does not parse, or is no SELECT.
    """
    try:
        solutions = store.query(sparql, union=union)
    except SyntaxError as error:
        raise QueryError(f"the query does not parse: {error}.", hint="SPARQL 1.1; see `kg query --help`.") from None
    if not isinstance(solutions, ox.QuerySolutions):
        raise QueryError("only SELECT queries give rows.")
    columns = tuple(v.value for v in solutions.variables)
    return Result(name, columns, tuple(tuple(to_value(row[c]) for c in columns) for row in solutions))


_XSD = "http://www.w3.org/2001/XMLSchema#"


def to_value(term: object) -> Value:
    """Return a term as a Python value."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        return literal_value(term.value, term.datatype.value)
    return str(term)


def literal_value(text: str, datatype: str | None) -> Value:
    """Return a literal as a Python value: whole numbers as int, other numbers as float, dates as they are."""
    kind = (datatype or "").removeprefix(_XSD)
    if kind == "boolean":
        return text in ("true", "1")
    if kind in ("integer", "decimal", "double"):
        number = float(text)
        return int(number) if number.is_integer() else number
    return text
