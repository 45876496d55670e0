"""The SPARQL 1.1 Protocol: what a request asks for, checked before anything runs."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kg.errors import RequestError
from kg.server.guard import check, check_graph, with_using

QUERY_TYPE, UPDATE_TYPE, FORM_TYPE = (
    "application/sparql-query",
    "application/sparql-update",
    "application/x-www-form-urlencoded",
)
_FIELDS = 200
_DATASET = ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One query or update.

    Attributes
    ----------
    kind : str
        ``query``, ``update`` or ``describe`` (the service description).
    text : str
        SPARQL.
    default, named : tuple of str
        Graphs of the dataset; for an update they are in its text already.
    wish : str or None
        The ``format`` of the address.
    """

    kind: str
    text: str = ""
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    wish: str | None = None


def fields(encoded: bytes, where: str) -> list[tuple[str, str]]:
    """Return the names and values of an encoded form or address, in their order.

    Raises
    ------
    RequestError
        If they are not UTF-8, or there are too many.
    """
    try:
        return parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=_FIELDS
        )
    except UnicodeDecodeError:
        raise RequestError(
            f"The {where} is not UTF-8.", hint="Encode the text as UTF-8, then percent-encode it."
        ) from None
    except ValueError:
        raise RequestError(f"The {where} has more than {_FIELDS} fields.", status=413) from None


def operation(
    method: str, query_string: bytes, content_type: str | None, body: bytes, *, services: Sequence[str] = ()
) -> Operation:
    """Return what a request to ``/sparql`` asks for.

    Raises
    ------
    RequestError
        If it is no request of the protocol, or asks for something that is refused.
    """
    found = fields(query_string, "address")
    direct: dict[str, str] = {}
    if method == "POST":
        media, _, parameters = (content_type or "").partition(";")
        media = media.strip().lower()
        charset = next(
            (p.partition("=")[2].strip(' "').lower() for p in parameters.split(";") if "charset" in p.lower()), "utf-8"
        )
        if charset not in ("utf-8", "utf8"):
            raise RequestError(f"The charset {charset!r} is not taken.", status=415, hint="SPARQL is sent as UTF-8.")
        if media == FORM_TYPE:
            found += fields(body, "form")
        elif media in (QUERY_TYPE, UPDATE_TYPE):
            try:
                direct = {"query" if media == QUERY_TYPE else "update": body.decode("utf-8")}
            except UnicodeDecodeError as error:
                raise RequestError(f"The body is not UTF-8: byte {error.start}.", hint="Encode it as UTF-8.") from None
        else:
            raise RequestError(
                f"The content type {media or 'nothing'!r} is not taken.",
                status=415,
                hint=f"Send {QUERY_TYPE}, {UPDATE_TYPE} or {FORM_TYPE}.",
            )
    return _operation(method, found, direct, services)


def _operation(
    method: str, given: Sequence[tuple[str, str]], direct: Mapping[str, str], services: Sequence[str]
) -> Operation:
    def all_of(name: str) -> tuple[str, ...]:
        return tuple(v for k, v in given if k == name)

    queries = (*all_of("query"), *(v for k, v in direct.items() if k == "query"))
    updates = (*all_of("update"), *(v for k, v in direct.items() if k == "update"))
    if len(queries) + len(updates) > 1:
        raise RequestError(
            f"The request holds {len(queries)} queries and {len(updates)} updates.",
            hint="Send one operation a request.",
        )
    wish = next(iter(all_of("format")), None)
    for iri in (g for name in _DATASET for g in all_of(name)):
        check_graph(iri)
        if not iri or any(c in '<>"{}|^`\\' or c <= " " for c in iri):
            raise RequestError(f"{iri!r} is no IRI of a graph.")
    default, named = all_of("default-graph-uri"), all_of("named-graph-uri")
    using, using_named = all_of("using-graph-uri"), all_of("using-named-graph-uri")
    if queries:
        if using or using_named:
            raise RequestError("using-graph-uri is for updates.", hint="Give default-graph-uri or named-graph-uri.")
        check(queries[0], services=services)
        return Operation(kind="query", text=queries[0], default=default, named=named, wish=wish)
    if updates:
        if method != "POST":
            raise RequestError("An update is sent by POST.", hint=f"Send it as {UPDATE_TYPE}.")
        if default or named:
            raise RequestError("default-graph-uri is for queries.", hint="Give using-graph-uri.")
        check(updates[0])
        text = with_using(updates[0], using, using_named) if using or using_named else updates[0]
        return Operation(kind="update", text=text)
    if method == "POST":
        raise RequestError("The form holds neither query nor update.", hint="Name the field `query` or `update`.")
    if default or named:
        raise RequestError("A dataset was given without a query.", hint="Add query=…")
    return Operation(kind="describe", wish=wish)


def authorise(header: str | None, token: str | None) -> None:
    """Let an update pass if the server takes updates and the request bears its token.

    Raises
    ------
    RequestError
        If not.
    """
    if token is None:
        raise RequestError(
            "This server is read-only.",
            status=403,
            hint="`kg serve --update-token TOKEN` takes updates; `kg ingest` is how documents come in.",
        )
    scheme, _, given = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not secrets.compare_digest(given.strip().encode(), token.encode()):
        raise RequestError("An update needs the token of this server.", status=401, hint="Send Authorization: Bearer …")
