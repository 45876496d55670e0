"""Items and sums of the view as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import ID
from kg.projection.snapshot import concept_of, rows_of

if TYPE_CHECKING:
    from kg.graph import Store

_QUANTITIES = """SELECT ?x ?r ?class ?label ?value ?currency ?standing ?known WHERE {
  VALUES ?class { ips:Item ips:Amount }
  ?x ips:inRelation ?r ; a ?class ; ips:standing ?standing ; ips:knownFrom ?known .
  OPTIONAL { ?x ips:label ?label } OPTIONAL { ?x ips:currency ?currency }
  OPTIONAL { ?x ips:quantity ?pieces } OPTIONAL { ?x ips:value ?sum }
  BIND(COALESCE(?pieces, ?sum) AS ?value)
}"""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quantity:
    """An item with its number of pieces, or a sum in units of its currency.

    Attributes
    ----------
    relation : str
        Local name.
    kind : str
        ``item`` or ``amount``.
    iri : str
        Of the part.
    label : str or None
        Of an item.
    value : float or None
        None where the text gives no number.
    currency : str or None
        ISO 4217, of a sum.
    standing : str
        ``chosen``, ``rival`` or ``coarser``.
    """

    relation: str
    kind: str
    iri: str
    label: str | None
    value: float | None
    currency: str | None
    standing: str


def read_quantities(store: Store, *, known_at: str = "9999-12-30") -> tuple[Quantity, ...]:
    """Return all items and sums of the relations, by relation; only what the files of `known_at` state."""
    found = {
        row["x"]: Quantity(
            relation=row["r"].removeprefix(ID),
            kind="item" if row["class"].endswith("Item") else "amount",
            iri=row["x"],
            label=row.get("label"),
            value=float(row["value"]) if "value" in row else None,
            currency=row.get("currency"),
            standing=concept_of(row["standing"]),
        )
        for row in rows_of(store, _QUANTITIES)
        if row["known"] <= known_at
    }
    return tuple(sorted(found.values(), key=lambda q: (q.relation, q.kind, q.iri)))
