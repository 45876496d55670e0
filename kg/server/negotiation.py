"""Which format an answer takes: Accept headers with their q-values, and short names for people who type addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.errors import NotAcceptableError

SOLUTIONS: dict[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/xml": "xml",
}
"""Media types of SELECT and ASK, the preferred one first."""

GRAPHS: dict[str, str] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "text/plain": "ntriples",
}
"""Media types of CONSTRUCT and DESCRIBE, and of descriptions; the preferred one first."""

PAGES: dict[str, str] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    **{k: v for k, v in GRAPHS.items() if k != "text/plain"},
}
"""Media types of a thing at its IRI."""

ALIASES = {
    "ttl": "turtle",
    "n3": "turtle",
    "nt": "ntriples",
    "json-ld": "jsonld",
    "json": "jsonld",
    "rdf": "rdfxml",
    "xml": "rdfxml",
    "srj": "json",
    "srx": "xml",
}
"""What else clients call formats; a name that an answer offers itself wins (``json`` of a table is no JSON-LD)."""


def ranges(accept: str) -> list[tuple[str, float]]:
    """Return the media ranges of an Accept header with their q-values, as they stand; a broken q counts as 0.

    >>> ranges("text/csv;q=0.5, application/json")
    [('text/csv', 0.5), ('application/json', 1.0)]
    """
    found = []
    for part in accept.split(","):
        name, *parameters = (p.strip() for p in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value.strip())))
                except ValueError:
                    quality = 0.0
        if name:
            found.append((name.lower(), quality))
    return found


def _quality(media: str, wanted: Sequence[tuple[str, float]]) -> float:
    """Return the q-value of a media type: that of the most specific range which covers it."""
    kind = media.split("/")[0]
    for name in (media, f"{kind}/*", "*/*"):
        found = [q for n, q in wanted if n == name]
        if found:
            return max(found)
    return 0.0


def choose(accept: str | None, offered: Mapping[str, str], *, wish: str | None = None) -> str:
    """Return the format that a request prefers.

    Parameters
    ----------
    accept : str or None
        The header; anything will do without it.
    offered : mapping of str to str
        Format by media type, the server's own preference first.
    wish : str, optional
        Name of a format in the address; wins over the header where the answer has that format.

    Raises
    ------
    NotAcceptableError
        If nothing that is offered is accepted.
    """
    formats = list(dict.fromkeys(offered.values()))
    for name in ((wish or "").lower(), offered.get((wish or "").lower(), ""), ALIASES.get((wish or "").lower(), "")):
        if name in formats:
            return name
    wanted = ranges(accept) if accept and accept.strip() else [("*/*", 1.0)]
    best, quality = None, 0.0
    for media, format_ in offered.items():
        q = _quality(media, wanted)
        if q > quality:
            best, quality = format_, q
    if best is not None:
        return best
    raise NotAcceptableError(
        f"{str(accept)[:200]!r} names no format of this answer.",
        hint=f"Offered: {', '.join(offered)}; or format={'|'.join(formats)} in the address.",
    )
