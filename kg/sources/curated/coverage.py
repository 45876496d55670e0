"""Coverage statements of a curated folder: what was looked for, and how completely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.contract import kinds
from kg.errors import InvalidDateError, UnknownIdError, nearest
from kg.model import PartialDate
from kg.registry import Registry
from kg.sources.batch import Problem
from kg.sources.schema_walk import faults
from kg.sources.yamlfile import Marked, read_yaml

COMPLETENESS = ("complete", "best-effort", "opportunistic")
_YEAR = r"^\d{4}$"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Coverage:
    """One statement: a family of relations, its types where it is limited to some, polities, years, languages.

    ``first`` and ``last`` are years, both covered; ``all`` polities are those that the registry knew when it was read.
    """

    kind: str
    types: tuple[str, ...]
    polities: tuple[str, ...]
    first: str
    last: str
    languages: tuple[str, ...]
    completeness: str
    checked_by: str
    checked_on: str
    note: str = ""


@cache
def coverage_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of coverage statements; do not change it."""
    text = {"type": "string", "minLength": 1}
    row: dict[str, Any] = {
        "type": "object",
        "required": ["kind", "polities", "years", "languages", "completeness", "checked"],
        "additionalProperties": False,
        "properties": {
            "kind": {"enum": list(kinds())},
            "types": {"type": "array", "minItems": 1, "items": text},
            "polities": {"type": "array", "minItems": 1, "items": text, "description": "keys, or [all]"},
            "years": {
                "type": "object",
                "required": ["from", "until"],
                "additionalProperties": False,
                "properties": {n: {"type": "string", "pattern": _YEAR} for n in ("from", "until")},
            },
            "languages": {"type": "array", "minItems": 1, "items": text},
            "completeness": {"enum": list(COMPLETENESS)},
            "checked": {
                "type": "object",
                "required": ["by", "on"],
                "additionalProperties": False,
                "properties": {"by": text, "on": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}},
            },
            "note": {"type": "string", "maxLength": 600},
        },
    }
    return {
        "type": "object",
        "required": ["coverage"],
        "additionalProperties": False,
        "properties": {"coverage": {"type": "array", "minItems": 1, "items": row}},
    }


def read_coverage(path: Path, registry: Registry, *, file: str) -> tuple[tuple[Coverage, ...], tuple[Problem, ...]]:
    """Read coverage statements; with any problem there are none."""
    marked = read_yaml(path, file=file)
    problems = tuple(_problems(marked, registry))
    if problems:
        return (), problems
    return tuple(sorted(_coverage(row, registry) for row in marked.value["coverage"])), ()


def _coverage(row: dict[str, Any], registry: Registry) -> Coverage:
    named = [e.key for e in registry.of_kind("state")] if row["polities"] == ["all"] else row["polities"]
    return Coverage(
        kind=row["kind"],
        types=tuple(sorted(row.get("types") or ())),
        polities=tuple(sorted(named)),
        first=row["years"]["from"],
        last=row["years"]["until"],
        languages=tuple(sorted(row["languages"])),
        completeness=row["completeness"],
        checked_by=row["checked"]["by"],
        checked_on=row["checked"]["on"],
        note=row.get("note", ""),
    )


def _problems(marked: Marked, registry: Registry) -> Iterator[Problem]:
    yield from marked.problems
    if marked.problems:
        return

    def problem(path: str, message: str, hint: str = "") -> Problem:
        return Problem(marked.file, marked.line(path), path, message, hint)

    schema = coverage_schema()
    shape = [problem(*fault) for fault in faults(marked.value, schema, schema)]
    yield from shape
    for index, row in enumerate(() if shape else marked.value["coverage"]):
        path = f"coverage/{index}"
        known = kinds()[row["kind"]].types
        for type_ in row.get("types") or ():
            if type_ not in known:
                yield problem(f"{path}/types", f"{type_!r} is no type of {row['kind']}.", nearest(type_, known))
        for key in row["polities"] if row["polities"] != ["all"] else ():
            try:
                if registry.get(key).kind != "state":
                    yield problem(f"{path}/polities", f"{key} is no polity.", "Name its members.")
            except UnknownIdError as error:
                yield problem(f"{path}/polities", error.message, error.hint)
        if row["years"]["from"] > row["years"]["until"]:
            yield problem(f"{path}/years", f"{row['years']['from']} is after {row['years']['until']}.")
        try:
            PartialDate.parse(row["checked"]["on"])
        except InvalidDateError as error:
            yield problem(f"{path}/checked/on", error.message, error.hint)
