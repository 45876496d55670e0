"""A JSON Schema asked for what is wrong, in words that say what would be right.

The keywords that the project's schemas use; a test checks that none other occurs and that a general validator agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.errors import nearest

KEYWORDS = frozenset(
    "type enum const pattern minLength maxLength minimum maximum properties required additionalProperties items "
    "minItems minProperties anyOf allOf if then $ref".split()
)
ANNOTATIONS = frozenset({"$schema", "$id", "$defs", "title", "description"})
_NAMES = {
    "object": "a mapping", "array": "a list", "string": "a text", "number": "a number", "integer": "a whole number",
    "boolean": "true or false", "null": "empty",
}  # fmt: skip
_FORMS = {
    r"^\d{4}-\d{2}-\d{2}$": "a day, YYYY-MM-DD",
    r"^\d{4}(-\d{2}(-\d{2})?)?$": "a date, YYYY-MM-DD, YYYY-MM or YYYY",
    r"^[0-9a-f]{64}$": "a SHA-256: 64 digits 0–9 and a–f",
    r"^https?://[^\s/?#]+\.[^\s]+$": "an address that begins with http:// or https://",
    r"^[a-z0-9][a-z0-9.-]*$": "a key of a–z, 0–9, full stops and hyphens",
    r"^[A-Z]{2,3}-\d{4}$": "a fiscal year such as JP-2025",
}

Fault = tuple[str, str, str]
"""Path, message, hint."""


def faults(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], path: str = "") -> Iterator[Fault]:
    """Yield what is wrong with a value.

    Parameters
    ----------
    value : JSON data
        To be checked.
    schema, root : mapping
        The schema that applies here, and the whole one, for its ``$defs``.
    path : str
        Of the value, parts joined by ``/``.
    """
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
        return
    if "anyOf" in schema:
        options = [o for o in schema["anyOf"] if o.get("type") != "null"]
        if value is None and len(options) < len(schema["anyOf"]):
            return
        found = [list(faults(value, option, root, path)) for option in options]
        if all(found):
            yield from min(found, key=len)
        return
    types = schema.get("type")
    if types is not None and not _is_of(value, types):
        wanted = " or ".join(_NAMES[t] for t in ([types] if isinstance(types, str) else types) if t != "null")
        hint = "Put it in quotation marks." if wanted == "a text" and isinstance(value, int | float) else ""
        yield path, f"{_short(value)} is not {wanted}.", hint
        return
    yield from _scalar(value, schema, path)
    if isinstance(value, dict):
        yield from _mapping(value, schema, root, path)
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield path, "is empty.", "It needs at least one entry."
        for index, member in enumerate(value):
            yield from faults(member, schema.get("items", {}), root, f"{path}/{index}" if path else str(index))
    known_kind = not isinstance(value, dict) or value.get("kind") in schema.get("properties", {}).get("kind", {}).get(
        "enum", [value.get("kind")]
    )
    for rule in schema.get("allOf", ()) if known_kind else ():
        if not any(faults(value, rule.get("if", {}), root, path)):
            yield from faults(value, rule["then"], root, path)


def _scalar(value: Any, schema: Mapping[str, Any], path: str) -> Iterator[Fault]:
    if "const" in schema and value != schema["const"]:
        yield path, f"{_short(value)} is not {schema['const']!r}.", "Leave it out or write that."
    if "enum" in schema and value not in schema["enum"]:
        known = [str(v) for v in schema["enum"] if v is not None]
        yield path, f"{_short(value)} is not allowed.", nearest(str(value), known, limit=20)
    if isinstance(value, str):
        if "pattern" in schema and not re.search(schema["pattern"], value):
            wanted = _FORMS.get(schema["pattern"], f"of the form {schema['pattern']}")
            yield path, f"{_short(value)} is not {wanted}.", ""
        if len(value) < schema.get("minLength", 0):
            yield path, f"{_short(value)} is too short.", ""
        if len(value) > schema.get("maxLength", len(value)):
            message = f"has {len(value)} characters; {schema['maxLength']} are the limit."
            yield path, message, "A record holds facts in words of your own, never a sentence of the page."
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value < schema.get("minimum", value):
            yield path, f"{value} is less than {schema['minimum']}.", ""
        if value > schema.get("maximum", value):
            yield path, f"{value} is more than {schema['maximum']}.", ""


def _mapping(
    value: Mapping[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any], path: str
) -> Iterator[Fault]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield path, f"{name!r} is missing.", str(known.get(name, {}).get("description", ""))
    if len(value) < schema.get("minProperties", 0):
        yield path, "is empty.", "It needs at least one entry."
    other = schema.get("additionalProperties", True)
    for name, member in value.items():
        place = f"{path}/{name}" if path else name
        if name in known:
            yield from faults(member, known[name], root, place)
        elif other is False:
            yield place, f"{name!r} is not a field here.", nearest(name, known, limit=12)
        elif isinstance(other, dict):
            yield from faults(member, other, root, place)


def _is_of(value: Any, types: str | list[str]) -> bool:
    for name in [types] if isinstance(types, str) else types:
        if name == "null" and value is None:
            return True
        if name in ("number", "integer") and isinstance(value, bool):
            continue
        if name == "integer" and isinstance(value, float) and value.is_integer():
            return True
        python: Any = {
            "object": dict, "array": list, "string": str, "number": (int, float), "integer": int, "boolean": bool,
        }.get(name)  # fmt: skip
        if python is not None and isinstance(value, python):
            return True
    return False


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
