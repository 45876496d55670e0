"""The own-written sentences of the rules: where they stand, how a template is worded, and what a record must show.

``cases/KIND.yaml`` (or ``KIND-TOPIC.yaml``) holds single sentences; ``templates.yaml`` and ``templates-KIND.yaml`` hold
sentences that stand for each verb or phrase of a frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from kg.documents import read_bytes
from kg.extraction import extract
from kg.extraction.inflect import forms
from kg.model import to_json
from kg.registry import Registry

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "kg" / "extraction" / "data"
ROLES = (
    "party", "signatory", "witness", "owner", "beneficiary", "supplier", "recipient", "manufacturer", "participant",
    "host", "visitor", "observer", "holder", "of", "member", "grouping", "actor", "target", "initiator",
)  # fmt: skip
KINDS = {"happening": "engagement"}


@cache
def _registry() -> Registry:
    return Registry.load()


@cache
def frames() -> dict[str, dict[str, Any]]:
    """Return every frame of the lexicon by its id."""
    rows = [r for p in sorted((DATA / "frames").glob("*.yaml")) for r in yaml.safe_load(p.read_text(encoding="utf-8"))]
    return {r["id"]: r for r in rows}


@cache
def _irregular() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = yaml.safe_load((DATA / "verbs.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def templates() -> list[dict[str, Any]]:
    """Return the rows of all template files."""
    return [r for p in sorted(HERE.glob("templates*.yaml")) for r in yaml.safe_load(p.read_text(encoding="utf-8"))]


@cache
def cases() -> list[tuple[str, dict[str, Any]]]:
    """Return the rows of the single sentences, each with the stem of its file."""
    paths = sorted((HERE / "cases").glob("*.yaml"))
    return [(p.stem, row) for p in paths for row in yaml.safe_load(p.read_text(encoding="utf-8")) or ()]


def kind_of(frame: str) -> str:
    """Return the kind of the records that a frame gives."""
    kind: str = frames()[frame]["kind"]
    return KINDS.get(kind, kind)


def shapes(verb: str) -> dict[str, str]:
    """Return the forms of a verb under the names that templates use."""
    found: dict[str, str] = {}
    for form, tag in forms(verb, _irregular()):
        found.setdefault(tag, form)
    either = found.get("ed", "")
    return {"base": verb, "past": found.get("past", either), "pp": found.get("pp", either)} | found


def worded(row: dict[str, Any], case: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each word of a template's frame with its sentence; ``only`` and ``except`` narrow the words."""
    verbal = re.search(r"\{(?:base|s|past|pp|ing)\}", case["text"])
    for word in frames()[row["rule"]].get("verbs" if verbal else "phrases", ()):
        if word in row.get("except", ()) or word not in row.get("only", (word,)):
            continue
        if word in case.get("except", ()) or word not in case.get("only", (word,)):
            continue
        yield word, case["text"].format(phrase=word, **(shapes(word) if verbal else {}))


def wanted(case: dict[str, Any]) -> dict[str, Any]:
    """Return what a record must show for a template: its ``record``, with the stage of ``stage`` and ``modality``."""
    found = dict(case.get("record", {}))
    if "stage" in case:
        one = {"stage": case["stage"], "modality": case.get("modality", "asserted")}
        found["stages"] = [one | case.get("when", {})]
    return found


def records(case: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the records of a kind that come of a sentence."""
    return [r for r in _read(case["text"], str(case.get("published", "2026-03-12"))) if r["kind"] == kind]


@lru_cache(maxsize=4000)
def _read(text: str, published: str) -> list[dict[str, Any]]:
    found = extract(read_bytes(f"{text}\n".encode(), name="a.txt", published=published), registry=_registry())
    assert not found.refusals
    return [to_json(r) for r in found.records]


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
