"""What may be published: no private document, and of other people's texts short quotes with a link, never the text.

The rule is editorial policy (docs/decisions/0016-exports.md): a quote from a document that is neither the project's
own nor openly licensed has at most 300 characters and at most a tenth of its document. A longer one is cut at a word,
and its end offset with it, so that what is left still stands where its receipt says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.publications import coarsen
from kg.graph.subset import subset
from kg.graph.terms import boolean, dct, integer, ips, oa

if TYPE_CHECKING:
    from kg.graph import OxigraphStore
    from kg.registry import Registry

QUOTE_LIMIT = 300
"""Characters of a quote in a public export."""
QUOTE_SHARE = 0.1
"""Part of its document's text that a quote in a public export may be."""
SKETCH_SCALE = 4
"""Least scale of a restricted document's fingerprint: with every run of words in it a text could be guessed on from a
quote, word by word."""
OPEN_LICENCES = (
    "https://creativecommons.org/licenses/by/",
    "https://creativecommons.org/licenses/by-sa/",
    "https://creativecommons.org/publicdomain/",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/",
)
"""Beginnings of the licences under which a text may be passed on; ``http`` counts as ``https``."""


@dataclass(frozen=True)
class Public:
    """A publishable part of a graph, and what was done to it: ``private`` documents, ``cut`` quotes."""

    store: OxigraphStore
    counts: Counter[str] = field(default_factory=Counter)


def public(store: OxigraphStore, *, registry: Registry) -> Public:
    """Return the publishable part of a store, its view rebuilt from what is left."""
    counts: Counter[str] = Counter()

    def keep(document: str) -> bool:
        node = NamedNode(document)
        private = Quad(node, ips.private, boolean(True), node) in store.raw
        counts["private documents left out"] += private
        return not private

    def change(document: str, quads: tuple[Quad, ...]) -> tuple[Quad, ...]:
        limit = quote_limit(document, quads)
        if limit is None:
            return quads
        changed, cut = shorten(quads, limit)
        counts["quotes cut"] += cut
        return tuple(coarsen(changed, SKETCH_SCALE))

    part = subset(store, keep=keep, registry=registry, change=change)
    return Public(part, +counts)


def quote_limit(document: str, quads: tuple[Quad, ...]) -> int | None:
    """Return how many characters of a document one quote may hold; None where there is no limit."""
    about = {q.predicate: q.object for q in quads if q.subject == NamedNode(document)}
    licence = about.get(dct.license)
    if about.get(ips.projectWritten) == boolean(True):
        return None
    if isinstance(licence, NamedNode) and licence.value.replace("http://", "https://").startswith(OPEN_LICENCES):
        return None
    length = about.get(ips.characters)
    share = int(int(length.value) * QUOTE_SHARE) if isinstance(length, Literal) else QUOTE_LIMIT
    return min(QUOTE_LIMIT, share)


def shorten(quads: tuple[Quad, ...], limit: int) -> tuple[tuple[Quad, ...], int]:
    """Cut the quotes of one document's graph to `limit` characters; return its quads and how many were cut.

    A cut receipt says so by ``ips:quoteCut``, and keeps its identifier, which names the whole span.
    """
    selectors = {q.object: q.subject for q in quads if q.predicate == oa.hasSelector}
    kept: dict[object, int] = {}  # receipt to the length that is left of its quote
    out: list[Quad] = []
    for q in quads:
        quote = q.object.value if q.predicate == oa.exact and isinstance(q.object, Literal) else ""
        if len(quote) > limit:
            left = quote[: limit + 1].rsplit(None, 1)[0][:limit].rstrip()
            receipt = selectors[q.subject]
            kept[receipt] = len(left)
            out.append(Quad(q.subject, q.predicate, Literal(left), q.graph_name))
            out.append(Quad(receipt, ips.quoteCut, boolean(True), q.graph_name))
        else:
            out.append(q)
    if not kept:
        return quads, 0
    starts = {
        q.subject: int(q.object.value) for q in quads if q.predicate == oa.start and isinstance(q.object, Literal)
    }
    return tuple(_end(q, selectors, kept, starts) for q in out), len(kept)


def _end(q: Quad, selectors: Mapping[Any, object], kept: Mapping[object, int], starts: Mapping[Any, int]) -> Quad:
    receipt = selectors.get(q.subject)
    if q.predicate != oa.end or receipt not in kept:
        return q
    return Quad(q.subject, q.predicate, integer(starts[q.subject] + kept[receipt]), q.graph_name)
