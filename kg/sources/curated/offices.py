"""Holders of offices in a compact shape: an office, its tenures with their pages; they expand to ``post`` records."""

from __future__ import annotations

from functools import cache
from typing import Any

from kg.namespaces import slug
from kg.sources.batch import Problem
from kg.sources.curated.schema import curated_schema
from kg.sources.schema_walk import faults
from kg.sources.yamlfile import Marked

FUNCTIONS = ("head-of-state", "head-of-government", "foreign-minister", "defence-minister", "defence-chief")
_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_TEXT = {"type": "string", "minLength": 2, "maxLength": 120}
_EVIDENCE: dict[str, Any] = {
    "type": "object",
    "required": ["source"],
    "additionalProperties": False,
    "properties": {
        "source": {"type": "string"},
        "locator": {"type": "string", "maxLength": 120},
        "for": {"type": "array", "minItems": 1, "items": {"enum": ["from", "until", "now"]}},
    },
}
TENURE: dict[str, Any] = {
    "type": "object",
    "required": ["person", "from", "evidence"],
    "additionalProperties": False,
    "properties": {
        "person": _TEXT,
        "variants": {"type": "array", "items": _TEXT},
        "from": {"type": ["string", "null"], "pattern": _DATE, "description": "first day, null where no page says it"},
        "until": {"type": ["string", "null"], "pattern": _DATE, "description": "first day on which it no longer held"},
        "acting": {"type": "boolean"},
        "note": {"type": "string", "maxLength": 600},
        "evidence": {"type": "array", "minItems": 1, "items": _EVIDENCE},
    },
}
OFFICE: dict[str, Any] = {
    "type": "object",
    "required": ["office", "of", "tenures"],
    "additionalProperties": False,
    "properties": {
        "office": {**_TEXT, "description": "as its holder is called in English: Minister of Defense"},
        "of": {"type": "string", "description": "the state's key"},
        "body": {"type": "string", "description": "the key of its ministry"},
        "functions": {"type": "array", "items": {"enum": list(FUNCTIONS)}},
        "tenures": {"type": "array", "minItems": 1, "items": TENURE},
    },
}


@cache
def offices_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of offices; do not change it."""
    whole = curated_schema()
    shared = {k: v for k, v in whole["properties"].items() if k != "records"}
    return {
        **{k: whole[k] for k in ("$schema", "type", "additionalProperties")},
        "$id": "https://w3id.org/indopacific-kg/schema/offices.json",
        "title": "A file of office-holders",
        "required": ["status", "sources", "offices"],
        "properties": {**shared, "offices": {"type": "array", "minItems": 1, "items": OFFICE}},
    }


def expand(marked: Marked) -> Marked:
    """Return a file of offices as the file of records that it stands for, with the lines of its tenures.

    Where its shape is wrong, the result has the problems and no value.
    """
    out = Marked(marked.file)
    schema = offices_schema()
    out.problems = [
        Problem(marked.file, marked.line(path), path, message, hint)
        for path, message, hint in faults(marked.value, schema, schema)
    ]
    if out.problems:
        return out
    data = marked.value
    out.lines = {k: v for k, v in marked.lines.items() if not k.startswith("offices/")}
    records: list[dict[str, Any]] = []
    seen: set[str] = set()
    for i, office in enumerate(data["offices"]):
        for j, tenure in enumerate(office["tenures"]):
            path = f"offices/{i}/tenures/{j}"
            out.lines[f"records/{len(records)}"] = marked.line(path)
            key = f"{slug(office['office'])}.{slug(tenure['person'])}.{tenure['from'] or 'unknown'}"
            if key in seen:
                out.problems.append(Problem(marked.file, marked.line(path), path, "stands here twice."))
            seen.add(key)
            problem, record = _record(office, tenure)
            if problem:
                out.problems.append(Problem(marked.file, marked.line(path), path, *problem))
            records.append({"key": key, **record})
    out.value = {**{k: v for k, v in data.items() if k != "offices"}, "records": records}
    return out


def _record(office: dict[str, Any], tenure: dict[str, Any]) -> tuple[tuple[str, str] | None, dict[str, Any]]:
    acting = {"capacity": {"label": office["office"], "acting": True}} if tenure.get("acting") else {}
    variants = {"variants": sorted(tenure["variants"])} if tenure.get("variants") else {}
    participants = [
        {
            "role": "holder",
            "label": tenure["person"],
            "kind": "person",
            "on_behalf_of": office["of"],
            **acting,
            **variants,
        },
        {"role": "of", "label": office["of"], "id": office["of"], "kind": "state"},
    ]
    if office.get("body"):
        participants.append({"role": "of", "label": office["body"], "id": office["body"], "kind": "organisation"})
    stages: dict[str, dict[str, Any]] = {}
    if tenure["from"]:
        stages["from"] = {"stage": "appointed", "date": tenure["from"]}
    if tenure.get("until"):
        stages["until"] = {"stage": "left", "date": tenure["until"]}
    else:
        stages["now"] = {"stage": "holds"}
    place = {name: f"stages/{index}" for index, name in enumerate(stages)}
    others = [f"participants/{i}" for i in range(1, len(participants))]
    wrong: tuple[str, str] | None = None
    evidence = []
    for ev in tenure["evidence"]:
        missing = [n for n in ev.get("for", ()) if n not in place]
        if missing:
            wrong = (f"evidence is for {missing[0]!r}, and the tenure has none.", f"It has: {', '.join(place)}.")
        # Whoever says when somebody took an office says whose office it is.
        named = {"for": [*(place[n] for n in ev["for"] if n in place), *others]} if "for" in ev else {}
        evidence.append({k: v for k, v in ev.items() if k != "for"} | named)
    record = {
        "kind": "post",
        "name": office["office"],
        "participants": participants,
        "stages": list(stages.values()),
        "evidence": evidence,
        "basis": "office",
    }
    if office.get("functions"):
        record["topics"] = office["functions"]
    return wrong, record
