"""Each rule fires on its own sentences and stays silent on those beside them; the sentences are own-written.

``cases/KIND.yaml`` (or ``KIND-TOPIC.yaml``) lists, for each rule, ``fires`` (a text, and what a record of the kind must
show) and ``silent`` (a text of which no record of the kind may come, or none that shows what ``not`` says).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.documents import read_bytes
from kg.extraction import extract
from kg.model import to_json
from kg.registry import Registry

REGISTRY = Registry.load()
FOLDER = Path(__file__).parent / "cases"
ROLES = (
    "party", "signatory", "witness", "owner", "beneficiary", "supplier", "recipient", "manufacturer", "participant",
    "host", "visitor", "observer", "holder", "of", "member", "grouping", "actor", "target", "initiator",
)  # fmt: skip


def cases(part: str) -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")) or ():
            for n, case in enumerate(row.get(part, ())):
                case = {"text": case} if isinstance(case, str) else case
                yield pytest.param(path.stem.split("-")[0], case, id=f"{path.stem}-{row['rule']}-{part}-{n}")


def records(case: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    published = str(case.get("published", "2026-03-12"))
    document = read_bytes(f"{case['text']}\n".encode(), name="a.txt", published=published)
    found = extract(document, registry=REGISTRY)
    assert not found.refusals
    return [to_json(r) for r in found.records if r.kind == kind]


def shows(record: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether a record has what is wanted; ``stage`` with its keys means one stage that has them all."""
    for key, value in wanted.items():
        if key in ROLES:
            have = {p.get("id") or p["label"] for p in record["participants"] if p["role"] == key}
            if have != {str(v) for v in value}:
                return False
        elif key == "behalf":
            acts = {p["label"]: p.get("on_behalf_of") for p in record["participants"]}
            if any(acts.get(name) != state for name, state in value.items()):
                return False
        elif key == "items":
            have_items = {(i["label"], i.get("quantity")) for i in record.get("items", ())}
            if {(i["label"], i.get("quantity")) for i in value} != have_items:
                return False
        elif key in ("type", "name", "attribution"):
            if record.get(key) != value:
                return False
        elif key == "amount":
            if record.get("amount") != value:
                return False
        elif key == "programme":
            if (record.get("programme") or {}).get("label") != value:
                return False
        elif key != "stages":
            raise AssertionError(f"{key} is no key of a case")
    return all(
        any(all(str(s.get(k)) == str(v) for k, v in stage.items()) for s in record["stages"])
        for stage in wanted.get("stages", ())
    )


@pytest.mark.parametrize(("kind", "case"), list(cases("fires")))
def test_a_rule_fires(kind: str, case: dict[str, Any]) -> None:
    found = records(case, kind)

    assert any(shows(r, case["record"]) for r in found), found


@pytest.mark.parametrize(("kind", "case"), list(cases("silent")))
def test_a_rule_stays_silent(kind: str, case: dict[str, Any]) -> None:
    found = [r for r in records(case, kind) if shows(r, case.get("not", {}))]

    assert found == []
