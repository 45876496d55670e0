"""How fresh the graph is about each relation: the last document that tells of it, the last time somebody looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.projection.snapshot import rows_of

if TYPE_CHECKING:
    from kg.graph import Store

_QUERY = """SELECT ?r ?evidence ?checked WHERE {
  ?r ips:lastEvidence ?evidence . OPTIONAL { ?r ips:lastChecked ?checked }
}"""


@dataclass(frozen=True, slots=True)
class Freshness:
    """Record day of the last evidence, and day of the last check that found nothing; None where nobody looked."""

    last_evidence: str
    last_checked: str | None


def read_freshness(store: Store) -> dict[str, Freshness]:
    """Return the freshness of every relation, by its IRI."""
    return {row["r"]: Freshness(row["evidence"], row.get("checked")) for row in rows_of(store, _QUERY)}
