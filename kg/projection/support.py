"""What each relation rests on: claims with their confidence, publishers, and whose voice they are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.projection.receipts import rows_of
from kg.publishers import profiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.graph import Store
    from kg.projection.snapshot import Snapshot

_CLAIMS = """SELECT ?r ?c ?doc ?sure ?pub WHERE {
  ?r ips:supportedBy ?c . GRAPH ?doc { ?c ips:confidence ?sure . ?doc ips:recordDate ?pub }
}"""


@dataclass(frozen=True, slots=True, order=True)
class Support:
    """One claim behind a relation.

    Attributes
    ----------
    claim, doc : str
        IRIs.
    voice : str
        The independent voice that the document counts as.
    confidence : float
        Of the reading, 0 to 1; it says nothing of whether the document is right.
    publisher : str
        As the document names it; empty where it names none.
    country : str
        Of the publisher, a registry key; empty where its profile is not known.
    official : bool
        Whether the publisher is a government, so that the text is a party's own where its country is a party.
    """

    claim: str
    doc: str
    voice: str
    confidence: float
    publisher: str
    country: str
    official: bool


def read_support(store: Store, snapshot: Snapshot) -> Mapping[str, tuple[Support, ...]]:
    """Return the claims behind each relation of a snapshot, by the relation's IRI.

    Parameters
    ----------
    store : Store
        The one that the snapshot was read from.
    snapshot : Snapshot
        Claims of documents recorded after its ``known_at`` are left out.
    """
    known = profiles()
    found: dict[str, list[Support]] = defaultdict(list)
    for row in rows_of(store, _CLAIMS):
        if row["pub"] > snapshot.known_at:
            continue
        document = snapshot.documents[row["doc"]]
        publisher = str(document.get("publisher") or "")
        profile = known.find(publisher, document.get("url"))
        found[row["r"]].append(
            Support(
                claim=row["c"],
                doc=row["doc"],
                voice=str(document.get("origin", row["doc"])),
                confidence=float(row["sure"]),
                publisher=publisher,
                country=(profile.country or "") if profile else "",
                official=profile is not None and profile.standing == "official",
            )
        )
    return {iri: tuple(sorted(claims)) for iri, claims in found.items()}
