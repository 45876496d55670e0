"""Parameters of library queries: typed, checked, serialised as terms. Raw text never reaches a query."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import permutations

from pyoxigraph import Literal, NamedNode

from kg.errors import InvalidDateError, QueryError, UnknownTermError, nearest
from kg.graph.status import shift
from kg.graph.terms import concept, day, integer, partial
from kg.model import PartialDate, parse_day
from kg.namespaces import PREFIXES, expand
from kg.ontology import ontology

_IRI = re.compile(r'https?://[^\s<>"{}|\\^`\x00-\x20]+')
_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_SHIFTED = re.compile(r"([a-z_]+)(?: - (\d+))?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a library query.

    Attributes
    ----------
    name, type, description : str
        Type is ``ips:Actor``, ``IRI``, ``xsd:date``, ``xsd:integer``, ``words`` (in any order),
        ``term`` or ``concept:<scheme>``.
    default : str or None
        A value, the name of another parameter, or that less a number of days; None where the caller has to give it.
    """

    name: str
    type: str
    description: str = ""
    default: str | None = None

    def serialise(self, value: object) -> str:
        """Return a value as a SPARQL term.

        Raises
        ------
        QueryError
            If the value is not of the parameter's type; names parameter, value and type.
        """
        scheme = self.type.removeprefix("concept:")
        if scheme != self.type:
            return f"?{self.name}" if value == "any" else str(self._concept(scheme, value))
        try:
            return str(_SERIALISERS[self.type](value))
        except (ValueError, TypeError) as error:
            detail = str(error) if not isinstance(error, InvalidDateError) else error.message
            raise QueryError(
                f"the parameter {self.name} is {value!r}, which is not of type {self.type}: {detail}",
                hint=f"It is {self.description}." if self.description else "",
            ) from None

    def _concept(self, scheme: str, value: object) -> NamedNode:
        local = str(value).removeprefix("ipsc:").removeprefix(f"{scheme}-")
        try:
            ontology().concept(scheme, local)
        except UnknownTermError as error:
            raise QueryError(f"the parameter {self.name} is {value!r}: {error.message}", hint=error.hint) from None
        return concept(scheme, local)


def _iri(value: object) -> NamedNode:
    text = expand(str(value)) if not isinstance(value, NamedNode) else value.value
    if not _IRI.fullmatch(text):
        message = "an IRI, a CURIE or an identifier is needed"
        raise ValueError(message)
    return NamedNode(text)


def _actor(value: object) -> NamedNode:
    text = str(value)
    if not isinstance(value, NamedNode) and ":" not in text and not _KEY.fullmatch(text):
        message = "a registry key (JPN, JPN-MOD, OSA) or an IRI is needed"
        raise ValueError(message)
    return _iri(value)


def _date(value: object) -> Literal:
    return day(value.isoformat() if isinstance(value, dt.date) else parse_day(str(value)))


def _integer(value: object) -> Literal:
    if isinstance(value, bool) or not re.fullmatch(r"-?\d+", str(value)):
        message = "a whole number is needed"
        raise ValueError(message)
    return integer(int(str(value)))


MOST_WORDS = 4
"""How many words a ``words`` parameter may have: every order of them is tried."""


def _words(value: object) -> Literal:
    """Return a pattern for SPARQL's ``REGEX`` that finds the words in any order, *defence* and *defense* alike."""
    found = [w for w in re.findall(r"[^\W_]+", str(value).casefold()) if w not in ("of", "the", "and", "for")]
    if not 0 < len(found) <= MOST_WORDS:
        message = f"one to {MOST_WORDS} words are needed"
        raise ValueError(message)
    same = [re.sub("defen[cs]e", "defen[cs]e", w) for w in found]
    return Literal("|".join(".*".join(order) for order in permutations(same)))


def _term(value: object) -> NamedNode | Literal:
    text = str(value)
    if isinstance(value, dt.date) or re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        PartialDate.parse(text)
        return partial(text)
    return _actor(value)


_SERIALISERS: Mapping[str, Callable[[object], NamedNode | Literal]] = {
    "ips:Actor": _actor,
    "IRI": _iri,
    "xsd:date": _date,
    "xsd:integer": _integer,
    "words": _words,
    "term": _term,
}
TYPES = frozenset(_SERIALISERS)


def bind(query: str, parameters: Mapping[str, Parameter], given: Mapping[str, object]) -> dict[str, str]:
    """Check what a caller gave and return every parameter as a serialised term.

    Parameters
    ----------
    query : str
        Name of the query, for messages.
    parameters : mapping of str to Parameter
        What the query declares.
    given : mapping of str to object
        Values; None counts as not given.

    Raises
    ------
    QueryError
        If a parameter is unknown, missing or of the wrong type.
    """
    values = {k: v for k, v in given.items() if v is not None}
    unknown = sorted(set(values) - set(parameters))
    if unknown:
        raise QueryError(f"{query} has no parameter {unknown[0]!r}.", hint=nearest(unknown[0], parameters))
    missing = [p.name for p in parameters.values() if p.default is None and p.name not in values]
    if missing:
        wanted = ", ".join(f"{m} ({parameters[m].description or parameters[m].type})" for m in missing)
        raise QueryError(f"{query} needs {wanted}.")
    return {name: p.serialise(_value(p, parameters, values)) for name, p in parameters.items()}


def _value(parameter: Parameter, parameters: Mapping[str, Parameter], values: Mapping[str, object]) -> object:
    if parameter.name in values or parameter.default is None:
        return values[parameter.name]
    match = _SHIFTED.fullmatch(parameter.default)
    if match and match[1] in parameters:
        base = _value(parameters[match[1]], parameters, values)
        return base if match[2] is None else shift(parse_day(str(base)), -int(match[2]))
    return parameter.default


def prologue() -> str:
    """Return the PREFIX lines that every library query is given."""
    return "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())
