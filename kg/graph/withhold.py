"""What a document's graph may hold, by decisions about the document and about persons: one function for every way in.

A document that is read, one that is imported and one that is on file already all pass here, so that the graph is the
same whichever came first, the document or the decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.contract import CORE_ROLES
from kg.graph.account import claim_quads
from kg.graph.decode import decode
from kg.graph.encode import offices_in
from kg.graph.terms import day, ips
from kg.model import Record, from_json, to_json
from kg.resolution import Claim
from kg.resolution.suppress import Key, Masker

_NOT_TEXT = frozenset({"doc", "kind", "type", "id", "on_behalf_of", "by", "extractor", "rule", "grade", "for", "lang"})


def closed(quads: Iterable[Quad], on: str | None) -> tuple[Quad, ...]:
    """Return a document's quads with its record time closed at an ISO day, open without one."""
    kept = tuple(q for q in quads if q.predicate != ips.withdrawnOn)
    if on is None or not kept:
        return kept
    graph = kept[0].graph_name
    assert isinstance(graph, NamedNode)
    return (*kept, Quad(graph, ips.withdrawnOn, day(on), graph))


def withdrawn_on(quads: Iterable[Quad]) -> str | None:
    """Return the ISO day at which a document's quads close its record time; None where it is open."""
    return next((str(q.object.value) for q in quads if q.predicate == ips.withdrawnOn), None)  # type: ignore[union-attr]


def withhold(quads: Iterable[Quad], keys: frozenset[Key], *, text: str = "") -> tuple[Quad, ...]:
    """Return a document's quads without the persons of a suppress list.

    Their participations and mentions go, and with them claims that they are the core of (a post that one held); in
    every text that remains their names are masked. Claims keep their identifiers, quotes their offsets.

    Parameters
    ----------
    quads : iterable of Quad
        The whole graph of one document.
    keys : frozenset of tuple of str
        From :func:`kg.resolution.suppress.suppressed`.
    text : str
        The document's text, where it is at hand: a person that it names in full may bear the surname alone in what
        was quoted.
    """
    before = tuple(quads)
    if not keys:
        return before
    literals = (q.object.value for q in before if isinstance(q.object, Literal))
    masker = Masker.for_texts(keys, (text, *literals))
    if masker is None:
        return before
    claims = decode(before)
    after = [c for claim in claims if (c := _masked(claim, masker)) is not None]
    document = before[0].graph_name
    assert isinstance(document, NamedNode)
    about = {document} | {q.object for q in before if q.subject == document and q.predicate == ips.source}
    header = [q for q in before if q.subject in about]
    safe = [m for q in header if (m := _header(q, masker)) is not None]
    if safe == header and after == list(claims):
        return before
    out = dict.fromkeys(safe)
    offices = offices_in(after)
    for claim in after:
        out.update(dict.fromkeys(claim_quads(claim, document, offices)))
    subjects = {q.subject for q in out}
    out.update(dict.fromkeys(q for q in before if q.predicate == ips.quoteCut and q.subject in subjects))
    return tuple(out)


def _header(q: Quad, masker: Masker) -> Quad | None:
    if not isinstance(q.object, Literal) or (masked := masker.mask(q.object.value)) == q.object.value:
        return q
    if q.predicate in (ips.url, ips.archived):
        return None  # an address with a hole leads nowhere
    return Quad(q.subject, q.predicate, Literal(masked), q.graph_name)


def _masked(claim: Claim, masker: Masker) -> Claim | None:
    record = claim.record
    gone = {i for i, p in enumerate(record.participants) if p.id is None and masker.names(p.label)}
    if any(record.participants[i].role in CORE_ROLES[record.kind] for i in gone):
        return None
    data: dict[str, Any] = _texts(to_json(record), masker)
    if gone:
        data["participants"] = [p for i, p in enumerate(data["participants"]) if i not in gone]
        data["evidence"] = [ev for ev in data["evidence"] if _repoint(ev, gone)]
    if record.evidence and not data["evidence"]:
        return None
    masked: Record = from_json(data)
    return claim if masked == record else replace(claim, record=masked)


def _repoint(evidence: dict[str, Any], gone: set[int]) -> bool:
    """Let a receipt's paths follow the participants; return whether it still stands for something."""
    if not evidence.get("for"):
        return True
    kept = []
    for path in evidence["for"]:
        name, _, index = path.partition("/")
        if name != "participants":
            kept.append(path)
        elif int(index) not in gone:
            kept.append(f"participants/{int(index) - sum(g < int(index) for g in gone)}")
    evidence["for"] = kept
    return bool(kept)


def _texts(value: Any, masker: Masker, name: str = "") -> Any:
    """Mask every text of a record's JSON; an address that names somebody goes whole."""
    if isinstance(value, str):
        return value if name in _NOT_TEXT else masker.mask(value)
    if isinstance(value, list):
        return [_texts(v, masker, name) for v in value]
    if isinstance(value, dict):
        pairs = ((k, v, _texts(v, masker, k)) for k, v in value.items())
        return {k: new for k, old, new in pairs if not (k in ("url", "archived") and old != new)}
    return value
