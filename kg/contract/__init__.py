"""The extraction contract, version 1: its page, scorer, worked example and JSON Schema, copied byte for byte.

``records.md``, ``score.py`` and ``gold/`` are the contract's own files; ``records.schema.json`` says the same in
JSON Schema, and is where the rest of the project reads the tables of kinds, roles, types and stages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg.errors import UnknownTermError

CORE_ROLES: dict[str, frozenset[str]] = {
    "agreement": frozenset({"party"}),
    "programme": frozenset({"owner", "beneficiary"}),
    "transfer": frozenset({"supplier", "recipient"}),
    "engagement": frozenset({"participant", "host", "visitor", "observer"}),
    "partnership": frozenset({"party"}),
    "post": frozenset({"holder"}),
    "membership": frozenset({"member", "grouping"}),
    "stance": frozenset({"actor", "target"}),
    "incident": frozenset({"initiator", "target"}),
}
"""Roles that make a record about somebody: one of them, or a name, is required (the contract's own list)."""


@dataclass(frozen=True, slots=True)
class KindTable:
    """What the contract allows in records of one kind; ``types`` is empty for posts and memberships."""

    kind: str
    roles: tuple[str, ...]
    types: tuple[str, ...]
    stages: tuple[str, ...]


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of a record as a dictionary; do not change it."""
    loaded: dict[str, Any] = json.loads((files(__name__) / "records.schema.json").read_text(encoding="utf-8"))
    return loaded


@cache
def kinds() -> dict[str, KindTable]:
    """Return the contract's tables by kind, in the contract's order.

    >>> kinds()["post"].roles
    ('holder', 'of')
    """
    tables = {}
    for rule in schema()["allOf"]:
        kind = rule["if"]["properties"]["kind"]["const"]
        then = rule["then"]["properties"]
        types = tuple(t for t in then["type"]["enum"] if t is not None)
        tables[kind] = KindTable(
            kind=kind,
            roles=tuple(then["participants"]["items"]["properties"]["role"]["enum"]),
            types=() if types == ("other",) else types,
            stages=tuple(then["stages"]["items"]["properties"]["stage"]["enum"]),
        )
    return tables


def kind_table(kind: str) -> KindTable:
    """Return the table of one kind.

    Raises
    ------
    UnknownTermError
        If the contract has no such kind.
    """
    try:
        return kinds()[kind]
    except KeyError:
        raise UnknownTermError(kind, scheme="the contract's kinds", known=kinds()) from None


@cache
def enumeration(definition: str, field: str) -> tuple[str, ...]:
    """Return the allowed values of one field of a part, such as ``("stage", "step")``.

    >>> enumeration("stage", "modality")
    ('asserted', 'planned', 'possible', 'denied')
    """
    values = schema()["$defs"][definition]["properties"][field]["enum"]
    return tuple(v for v in values if v is not None)
