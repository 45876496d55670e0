"""The JSON Schema of a curated file, made from the contract's own, so that the two cannot part ways."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from kg.contract import schema

STATUSES = ("verified", "unverified")
EXTENTS = ("whole", "excerpt", "search-result-text")
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_URL = r"^https?://[^\s/?#]+\.[^\s]+$"
_KEY = r"^[a-z0-9][a-z0-9.-]*$"
_SHA256 = r"^[0-9a-f]{64}$"
_LONGEST = {"label": 200, "name": 250, "place": 120, "condition": 200, "attribution": 200, "undisclosed": 200}
"""Longest texts, in characters: a fact is short, and what is longer is somebody's sentence."""

SOURCE: dict[str, Any] = {
    "type": "object",
    "description": "One page that was opened and read.",
    "required": ["publisher", "title", "url"],
    "additionalProperties": False,
    "properties": {
        "publisher": {"type": "string", "minLength": 2, "maxLength": 120},
        "title": {
            "type": ["string", "null"],
            "minLength": 2,
            "maxLength": 300,
            "description": "null where the text read bears none",
        },
        "url": {"type": "string", "pattern": _URL, "description": "http or https"},
        "published": {"type": ["string", "null"], "pattern": _DATE, "description": "null where the page bears no day"},
        "accessed": {"type": "string", "pattern": _DAY, "description": "the day on which it was read"},
        "sha256": {"type": "string", "pattern": _SHA256, "description": "of the text that was read, UTF-8"},
        "read": {"enum": list(EXTENTS)},
        "rights": {"type": "string", "minLength": 3, "description": "a licence's URL, all rights reserved, unknown"},
        "archived": {"type": "string", "pattern": _URL},
        "lang": {"type": "string", "pattern": r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
    },
}
OPENED = ("published", "accessed", "sha256", "read", "rights")
"""Fields that a source of a verified file must have: nobody knows them without having opened the page."""

EVIDENCE: dict[str, Any] = {
    "type": "object",
    "required": ["source"],
    "additionalProperties": False,
    "properties": {
        "source": {"type": "string", "description": "a key of this file's sources"},
        "locator": {"type": "string", "maxLength": 120, "description": "paragraph 3, section 2.1, table 4 row 7"},
        "for": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        "grade": {"const": "cited"},
    },
}


@cache
def curated_schema() -> dict[str, Any]:
    """Return the JSON Schema of a curated file; do not change it."""
    contract = copy.deepcopy(schema())
    record = {k: contract[k] for k in ("type", "properties", "allOf")}
    for name in ("doc", "confidence", "extractor", "rule"):
        del record["properties"][name]
    record["required"] = ["kind", "participants", "evidence"]
    record["properties"]["evidence"] = {"type": "array", "minItems": 1, "items": EVIDENCE}
    record["properties"]["note"] = {"type": "string", "maxLength": 600}
    defs = contract["$defs"]
    del defs["evidence"], defs["source"]
    defs["stage"]["required"] = ["stage"]
    defs["participant"]["properties"]["variants"] = {"type": "array", "items": {"type": "string", "maxLength": 120}}
    record["properties"]["key"] = {
        "type": "string",
        "pattern": _KEY,
        "description": "names the record in its file; its number without it",
    }
    defs["record"] = record
    for node in (record, *defs.values()):
        _close(node)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/indopacific-kg/schema/curated.json",
        "title": "A file of curated records",
        "description": "One relation, or a closely related set, with the pages that it rests on.",
        "type": "object",
        "required": ["status", "sources", "records"],
        "additionalProperties": False,
        "properties": {
            "status": {"enum": list(STATUSES)},
            "note": {"type": "string", "maxLength": 600},
            "checked": {
                "type": "object",
                "required": ["by", "on"],
                "additionalProperties": False,
                "properties": {"by": {"type": "string"}, "on": {"type": "string", "pattern": _DAY}},
            },
            "sources": {"type": "object", "minProperties": 1, "additionalProperties": SOURCE},
            "records": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/record"}},
        },
        "$defs": defs,
    }


def _close(node: Any) -> None:
    """Refuse unknown keys and long texts in a schema and in all schemas inside it."""
    if isinstance(node, list):
        for member in node:
            _close(member)
        return
    if not isinstance(node, dict):
        return
    if isinstance(node.get("properties"), dict):
        types = node.get("type")
        if types == "object" or (isinstance(types, list) and "object" in types):
            node["additionalProperties"] = False
        for name, member in node["properties"].items():
            if name in _LONGEST and isinstance(member, dict) and "string" in str(member.get("type")):
                member["maxLength"] = _LONGEST[name]
            _close(member)
    for name in ("items", "anyOf"):
        if name in node:
            _close(node[name])
