"""What documents count as: the independent voices of the view, read for people and for counting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Any

from kg.namespaces import IPSC

Rows = Callable[[str], list[dict[str, str]]]

_BEHIND = """SELECT ?r ?doc ?pub WHERE {
  ?r ips:supportedBy ?c . GRAPH ?doc { ?c a ips:Claim . ?doc ips:recordDate ?pub }
}"""
_COUNTS_AS = """SELECT ?doc ?voice ?status ?of ?share WHERE {
  ?doc ips:countsAs/skos:prefLabel ?voice .
  OPTIONAL { ?doc ips:copyStatus ?status } OPTIONAL { ?doc ips:copyOf ?of } OPTIONAL { ?doc ips:sharedText ?share }
}"""
_REPEATS = "SELECT ?doc ?voice WHERE { ?doc ips:repeats/skos:prefLabel ?voice }"


def add_origins(documents: Mapping[str, dict[str, Any]], rows: Rows) -> None:
    """Add what each document counts as.

    Parameters
    ----------
    documents : mapping of str to dict
        By IRI; gets ``origin`` (name of the voice), ``copy`` (original, mirror, syndicated; absent for a text of its
        own), ``copy_of`` (IRI), ``shared_text`` (share of the shorter text, 0 to 1), ``same_origin`` (IRIs of the other
        printings of its text, sorted) and ``repeats`` (voices whose texts it holds among other matter).
    rows : callable
        Runs a SELECT query.
    """
    for row in rows(_COUNTS_AS):
        doc = documents[row["doc"]]
        doc["origin"] = row["voice"]
        if "status" in row:
            doc["copy"] = row["status"].removeprefix(f"{IPSC}copy-")
        if "of" in row:
            doc["copy_of"] = row["of"]
        if "share" in row:
            doc["shared_text"] = float(row["share"])
    repeats: dict[str, set[str]] = defaultdict(set)
    for row in rows(_REPEATS):
        repeats[row["doc"]].add(row["voice"])
    for iri, voices in repeats.items():
        documents[iri]["repeats"] = sorted(voices)
    for group in _printings(documents):
        for iri in group:
            documents[iri]["same_origin"] = sorted(group - {iri})


def _printings(documents: Mapping[str, dict[str, Any]]) -> list[set[str]]:
    """Return the groups of documents that ``copy_of`` connects."""
    group_of: dict[str, set[str]] = {}
    for iri, doc in documents.items():
        if other := doc.get("copy_of"):
            joined = group_of.get(iri, {iri}) | group_of.get(other, {other})
            group_of.update(dict.fromkeys(joined, joined))
    return list({id(group): group for group in group_of.values()}.values())


def documents_behind(known_at: str, rows: Rows) -> Mapping[str, set[str]]:
    """Return the documents that state each relation, by its IRI, recorded on or before an ISO day."""
    behind: dict[str, set[str]] = defaultdict(set)
    for row in rows(_BEHIND):
        if row["pub"] <= known_at:
            behind[row["r"]].add(row["doc"])
    return behind


def voices_among(behind: Collection[str], documents: Mapping[str, dict[str, Any]]) -> set[str]:
    """Return the independent voices of the documents behind one relation.

    A document that repeats texts of others among matter of its own counts as one of them where that one is there too:
    the rule of :meth:`kg.resolution.origins.Origins.among`, which made the view's numbers.
    """
    plain = {documents[d].get("origin", d) for d in behind if not documents[d].get("repeats")}
    found = set(plain)
    for doc in behind:
        if repeats := documents[doc].get("repeats"):
            found.add(min(plain.intersection(repeats), default=documents[doc].get("origin", doc)))
    return found
