"""Records to and from the contract's JSON, without loss.

What is null or empty is written where the contract's own example writes it (``name``, ``items`` absent when none).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from kg.errors import InvalidRecordError
from kg.model.record import (
    Amount,
    Capacity,
    Evidence,
    Extra,
    Item,
    Participant,
    ProgrammeRef,
    Record,
    SourceRef,
    Stage,
    freeze,
    thaw,
)

_PARTICIPANT = ("role", "label", "id", "kind", "on_behalf_of", "capacity")
_STAGE = ("stage", "date", "end_date", "place", "modality", "step", "by", "items", "attribution", "quantity")
_ITEM = ("label", "quantity")
_RECORD = (
    "doc", "kind", "type", "name", "participants", "stages", "items", "amount", "programme", "attribution",
    "evidence", "confidence", "extractor", "rule",
)  # fmt: skip


def _number(value: float | None) -> float | int | None:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _compact(pairs: Iterable[tuple[str, Any]], keep: tuple[str, ...] = ()) -> dict[str, Any]:
    return {k: v for k, v in pairs if k in keep or (v is not None and v not in ((), [], {}))}


def _flat(value: object) -> dict[str, Any]:
    return _compact((f.name, getattr(value, f.name)) for f in fields(value))  # type: ignore[arg-type]


def _thawed(extra: Extra) -> Iterator[tuple[str, Any]]:
    return ((k, thaw(v)) for k, v in extra)


def evidence_to_json(ev: Evidence) -> dict[str, Any]:
    """Return one receipt in the contract's shape."""
    return _compact(
        [
            ("quote", ev.quote),
            ("start", ev.start),
            ("end", ev.end),
            ("for", list(ev.parts)),
            ("grade", ev.grade),
            ("source", _flat(ev.source) if ev.source else None),
            ("lang", ev.lang),
            ("locator", ev.locator),
        ],
        keep=("quote",),
    )


def to_json(record: Record) -> dict[str, Any]:
    """Return a record in the contract's shape, keys in the contract's order.

    Returns
    -------
    dict
        JSON data; numbers without a fraction are integers.
    """
    participants = [
        _compact(
            [
                *((k, getattr(p, k)) for k in _PARTICIPANT[:-1]),
                ("capacity", _flat(p.capacity) if p.capacity else None),
                *_thawed(p.extra),
            ]
        )
        for p in record.participants
    ]
    stages = [
        _compact(
            [
                *((k, getattr(s, k)) for k in _STAGE if k not in ("items", "quantity")),
                ("items", list(s.items)),
                ("quantity", _number(s.quantity)),
                *_thawed(s.extra),
            ]
        )
        for s in record.stages
    ]
    items = [_compact([("label", i.label), ("quantity", _number(i.quantity)), *_thawed(i.extra)]) for i in record.items]
    amount = {"value": _number(record.amount.value), "currency": record.amount.currency} if record.amount else None
    return _compact(
        [
            ("doc", record.doc),
            ("kind", record.kind),
            ("type", record.type),
            ("name", record.name),
            ("participants", participants),
            ("stages", stages),
            ("items", items),
            ("amount", amount),
            ("programme", _flat(record.programme) if record.programme else None),
            ("attribution", record.attribution),
            ("evidence", [evidence_to_json(ev) for ev in record.evidence]),
            ("confidence", record.confidence),
            ("extractor", record.extractor),
            ("rule", record.rule),
            *_thawed(record.extra),
        ],
        keep=("doc", "kind", "name", "participants", "stages", "evidence", "confidence"),
    )


def dumps(record: Record) -> str:
    """Return a record as one line of JSON."""
    return json.dumps(to_json(record), ensure_ascii=False, separators=(", ", ": "))


def _extra(data: Mapping[str, Any], known: tuple[str, ...]) -> Extra:
    return tuple((k, freeze(v)) for k, v in data.items() if k not in known and v is not None)


def _participant(data: Mapping[str, Any]) -> Participant:
    capacity = data.get("capacity")
    return Participant(
        role=data["role"],
        label=data["label"],
        kind=data["kind"],
        id=data.get("id"),
        on_behalf_of=data.get("on_behalf_of"),
        capacity=Capacity(**capacity) if capacity else None,
        extra=_extra(data, _PARTICIPANT),
    )


def _stage(data: Mapping[str, Any]) -> Stage:
    return Stage(
        stage=data["stage"],
        modality=data.get("modality") or "asserted",
        **{k: data.get(k) for k in _STAGE if k not in ("stage", "modality", "items")},
        items=tuple(data.get("items") or ()),
        extra=_extra(data, _STAGE),
    )


def _evidence(data: Mapping[str, Any]) -> Evidence:
    source = data.get("source")
    return Evidence(
        quote=data["quote"],
        start=data.get("start"),
        end=data.get("end"),
        parts=tuple(data.get("for") or ()),
        grade=data.get("grade") or "quoted",
        source=SourceRef(**source) if source else None,
        lang=data.get("lang"),
        locator=data.get("locator"),
    )


def from_json(data: Mapping[str, Any]) -> Record:
    """Build a record from the contract's JSON.

    Raises
    ------
    InvalidRecordError
        If a required field is missing or a value has the wrong shape.
    UnknownTermError
        If the kind is not one of the contract's.
    """
    try:
        amount, programme = data.get("amount"), data.get("programme")
        return Record(
            doc=data["doc"],
            kind=data["kind"],
            type=data.get("type"),
            name=data.get("name") or None,
            participants=tuple(_participant(p) for p in data.get("participants") or ()),
            stages=tuple(_stage(s) for s in data.get("stages") or ()),
            items=tuple(
                Item(label=i["label"], quantity=i.get("quantity"), extra=_extra(i, _ITEM))
                for i in data.get("items") or ()
            ),
            amount=Amount(value=amount.get("value"), currency=amount.get("currency")) if amount else None,
            programme=ProgrammeRef(label=programme["label"], id=programme.get("id")) if programme else None,
            attribution=data.get("attribution"),
            evidence=tuple(_evidence(e) for e in data.get("evidence") or ()),
            confidence=float(data.get("confidence", 1.0)),
            extractor=data.get("extractor"),
            rule=data.get("rule"),
            extra=_extra(data, _RECORD),
        )
    except KeyError as error:
        raise InvalidRecordError(
            f"the field {error.args[0]!r} is missing.", hint="See kg/contract/records.md."
        ) from None
    except (TypeError, AttributeError) as error:
        raise InvalidRecordError(f"a field has the wrong shape: {error}.", hint="See kg/contract/records.md.") from None


def loads(line: str) -> Record:
    """Build a record from one line of JSON."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise InvalidRecordError(f"not JSON: {error}.") from None
    if not isinstance(data, dict):
        raise InvalidRecordError(f"a record is an object, not {type(data).__name__}.")
    return from_json(data)
