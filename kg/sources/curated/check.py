"""What is wrong with a curated file beyond its shape: ids, days, sources that nobody cites, parts without a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.contract import CORE_ROLES
from kg.errors import InvalidDateError, KGError, UnknownIdError, nearest
from kg.model import PartialDate, Record, from_json
from kg.publishers import profiles
from kg.registry import Registry
from kg.sources.batch import Problem
from kg.sources.curated.schema import OPENED, curated_schema
from kg.sources.schema_walk import faults
from kg.sources.yamlfile import Marked

_NEED_SOURCE = ("items", "amounts", "sites", "assets", "links")
_KINDS = {
    "state": ("state",), "organisation": ("organisation",), "grouping": ("grouping",), "person": (),
}  # fmt: skip


def check(marked: Marked, registry: Registry, *, opened: Sequence[str] = OPENED) -> Iterator[Problem]:
    """Yield the problems of one file, errors and warnings.

    Parameters
    ----------
    marked : Marked
        As read; where the reading found problems, those are all.
    registry : Registry
        For identifiers.
    opened : sequence of str
        What a source of a verified file must say of its reading.
    """
    if marked.problems:
        yield from marked.problems
        return

    def problem(path: str, message: str, hint: str = "", severity: str = "error") -> Problem:
        return Problem(marked.file, marked.line(path), path, message, hint, severity)

    schema = curated_schema()
    shape = [problem(*fault) for fault in faults(marked.value, schema, schema)]
    if shape:
        yield from shape
        return
    data = marked.value
    for key, source in data["sources"].items():
        yield from (problem(f"sources/{key}{p}", *rest) for p, *rest in _source(source, data["status"], opened))
    cited: set[str] = set()
    keys = [r["key"] for r in data["records"] if "key" in r]
    for key in sorted({k for k in keys if keys.count(k) > 1}):
        yield problem("records", f"the key {key!r} names two records.", "Keys are unique in a file.")
    for index, record in enumerate(data["records"]):
        cited |= {ev["source"] for ev in record["evidence"]}
        yield from (problem(f"records/{index}{p}", *rest) for p, *rest in _record(record, data["sources"], registry))
    publishers = profiles()
    for key, source in data["sources"].items():
        if publishers.find(source["publisher"]) is None:
            hint = nearest(source["publisher"], publishers.names(), limit=0)
            hint = hint if hint.startswith("Did") else "Add a row to data/registry/publishers.csv."
            yield problem(f"sources/{key}/publisher", f"{source['publisher']!r} has no profile.", hint, "warning")
        if key not in cited:
            yield problem(f"sources/{key}", "is cited by no record of this file.", "Cite it or take it out.", "warning")


Found = tuple[str, ...]
"""Path below the part, message, hint and, where it is a warning, ``warning``."""


def _source(source: Mapping[str, Any], status: str, opened: Sequence[str]) -> Iterator[Found]:
    if status == "verified":
        for name in opened:
            if name not in source:
                hint = "A verified record rests on pages that were opened; otherwise the file is unverified."
                yield "", f"{name!r} is missing.", hint
    bounds: dict[str, PartialDate] = {}
    for name in ("published", "accessed"):
        if source.get(name):
            try:
                bounds[name] = PartialDate.parse(source[name])
            except InvalidDateError as error:
                yield f"/{name}", error.message, error.hint
    if len(bounds) == 2 and bounds["published"].earliest > bounds["accessed"].latest:
        yield "/published", f"{source['published']} is after {source['accessed']}, the day of reading.", ""


def _record(record: Mapping[str, Any], sources: Mapping[str, Any], registry: Registry) -> Iterator[Found]:
    for index, ev in enumerate(record["evidence"]):
        if ev["source"] not in sources:
            hint = nearest(ev["source"], sources)
            yield f"/evidence/{index}/source", f"{ev['source']!r} is not a source of this file.", hint
    yield from _ids(record, registry)
    wrong_dates = list(_dates(record))
    yield from wrong_dates
    if wrong_dates:
        return
    try:
        built = as_record(record)
    except KGError as error:
        yield "", error.message, error.hint
        return
    yield from _without_source(record, built)
    read = [sources[ev["source"]].get("accessed") for ev in record["evidence"] if ev["source"] in sources]
    last = max((r for r in read if r), default=None)
    for index, stage in enumerate(built.stages):
        if last and stage.date and stage.modality == "asserted" and PartialDate.parse(stage.date).earliest > last:
            hint = "What is still to come is planned or possible."
            yield f"/stages/{index}/date", f"{stage.date} is asserted and lies after {last}, the day of reading.", hint


def _dates(record: Mapping[str, Any]) -> Iterator[Found]:
    for index, stage in enumerate(record.get("stages") or ()):
        for name in ("date", "end_date"):
            try:
                PartialDate.parse(stage.get(name) or "2000")
            except InvalidDateError as error:
                yield f"/stages/{index}/{name}", error.message, error.hint


def as_record(data: Mapping[str, Any], *, doc: str = "curated") -> Record:
    """Build a record from its YAML, without receipts.

    Raises
    ------
    InvalidRecordError, UnknownTermError
        If it breaks the contract.
    """
    plain = {k: v for k, v in data.items() if k not in ("evidence", "note", "key")}
    # The paths are checked by the record, the sources by the file.
    receipts = [{"quote": "", "grade": "cited", "for": ev.get("for")} for ev in data["evidence"]]
    return from_json({"doc": doc, "confidence": 1.0, **plain, "evidence": receipts})


def _without_source(data: Mapping[str, Any], record: Record) -> Iterator[Found]:
    named = {path for ev in data["evidence"] for path in ev.get("for", ())}
    if any("for" not in ev for ev in data["evidence"]):
        return
    parts = [f"stages/{i}" for i in range(len(record.stages))]
    parts += [f"participants/{i}" for i, p in enumerate(record.participants) if p.role not in CORE_ROLES[record.kind]]
    parts += [f"{name}/{i}" for name in _NEED_SOURCE for i in range(len(data.get(name) or ()))]
    parts += ["amount"] if record.amount else []
    for part in parts:
        if part not in named:
            yield f"/{part}", "has no source.", f"Name {part} in the `for` of the evidence that gives it."


def _ids(record: Mapping[str, Any], registry: Registry) -> Iterator[Found]:
    for index, p in enumerate(record["participants"]):
        path, key = f"/participants/{index}", p.get("id")
        if p["kind"] == "state" and not key:
            yield path, f"{p['label']!r} is a state and has no id.", "Give its ISO code, such as JPN."
        if p["kind"] == "person" and key:
            yield f"{path}/id", f"{key!r}: a person has no id.", "Say for whom in on_behalf_of."
        elif key:
            yield from _id(f"{path}/id", key, registry, _KINDS[p["kind"]])
        for name in ("on_behalf_of", "via", "country"):
            yield from _id(f"{path}/{name}", p.get(name), registry)
    for index, stage in enumerate(record.get("stages") or ()):
        yield from _id(f"/stages/{index}/by", stage.get("by"), registry)
    for name, kind in (("programme", "programme"), ("series", "exercise")):
        held = record.get(name) or {}
        yield from _id(f"/{name}/id", held.get("id"), registry, (kind,) if name == "programme" else ())
    for index, site in enumerate(record.get("sites") or ()):
        yield from _id(f"/sites/{index}/country", site.get("country"), registry)
    for index, asset in enumerate(record.get("assets") or ()):
        yield from _id(f"/assets/{index}/owner", asset.get("owner"), registry)


def _id(path: str, key: str | None, registry: Registry, kinds: tuple[str, ...] = ()) -> Iterator[Found]:
    if not key:
        return
    try:
        entity = registry.get(key)
    except UnknownIdError as error:
        yield path, error.message, error.hint or "Leave it out where the registry does not know the actor."
        return
    if kinds and entity.kind not in kinds:
        yield path, f"{key} is a {entity.kind} ({entity.label}), not a {' or '.join(kinds)}.", ""
