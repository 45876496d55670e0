"""The contract's optional fields as hashable data, in one canonical order, losslessly.

The order of the fields of a JSON object means nothing, and null means absent: both are settled here, so that two
records that say the same are equal however they were written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.contract import schema

Extra = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class FrozenMap:
    """A JSON object inside ``extra``: its pairs, in the contract's order."""

    pairs: tuple[tuple[str, Any], ...]


def freeze(value: Any, name: str = "") -> Any:
    """Return JSON data as hashable tuples: mappings become tuples of pairs marked by their type.

    Parameters
    ----------
    value : JSON data
        Nulls inside objects are left out; a float without fraction becomes an integer.
    name : str
        The field that holds the value: it decides the order of an object's fields.
    """
    if isinstance(value, Mapping):
        return FrozenMap(_ordered(((k, freeze(v, k)) for k, v in value.items()), name))
    if isinstance(value, list | tuple):
        return tuple(freeze(v, name) for v in value)
    if isinstance(value, FrozenMap):
        return FrozenMap(_ordered(((k, freeze(v, k)) for k, v in value.pairs), name))
    return int(value) if isinstance(value, float) and value.is_integer() else value


def thaw(value: Any) -> Any:
    """Undo :func:`freeze`."""
    if isinstance(value, FrozenMap):
        return {k: thaw(v) for k, v in value.pairs}
    if isinstance(value, tuple):
        return [thaw(v) for v in value]
    return value


def canonical(extra: Extra, holder: str) -> Extra:
    """Return optional fields in canonical form.

    Parameters
    ----------
    extra : tuple of (str, value)
        Frozen or not.
    holder : str
        ``record``, ``participants``, ``stages`` or ``items``.
    """
    return _ordered(((k, freeze(v, k)) for k, v in extra), holder)


def _ordered(pairs: Iterator[tuple[str, Any]], holder: str) -> Extra:
    rank = _ranks().get(holder, {})
    return tuple(sorted(((k, v) for k, v in pairs if v is not None), key=lambda p: (rank.get(p[0], len(rank)), p[0])))


@cache
def _ranks() -> dict[str, dict[str, int]]:
    """Return the rank of every field of the contract's objects, by the field that holds the object."""
    found: dict[str, dict[str, int]] = {}

    def walk(name: str, node: Mapping[str, Any]) -> None:
        for option in (node, *node.get("anyOf", ())):
            target = schema()["$defs"][option["$ref"].rpartition("/")[2]] if "$ref" in option else option
            if "properties" in target:
                found.setdefault(name, {k: i for i, k in enumerate(target["properties"])})
                for key, value in target["properties"].items():
                    walk(key, value)
            if "items" in target:
                walk(name, target["items"])

    walk("record", schema())
    return found
