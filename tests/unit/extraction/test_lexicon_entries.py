"""Every verb and phrase of a frame fires in the frame's sentences, and asserts nothing in those that deny or plan it.

``templates.yaml`` lists, for a frame's id, ``fires`` and ``never``: sentences with ``{base}``, ``{s}``, ``{past}``,
``{pp}`` or ``{ing}`` for the verb, or ``{phrase}`` for a fixed phrase, and the stage that a record of the kind must show,
or must not. The sentences are own-written; each stands for as many as the frame has words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.documents import read_bytes
from kg.extraction import extract
from kg.extraction.inflect import forms
from kg.model import to_json
from kg.registry import Registry

REGISTRY = Registry.load()
HERE = Path(__file__).parent
DATA = HERE.parents[2] / "kg" / "extraction" / "data"
KINDS = {"happening": "engagement"}
TEMPLATES: list[dict[str, Any]] = yaml.safe_load((HERE / "templates.yaml").read_text(encoding="utf-8"))


@cache
def frames() -> dict[str, dict[str, Any]]:
    rows = [r for p in sorted((DATA / "frames").glob("*.yaml")) for r in yaml.safe_load(p.read_text(encoding="utf-8"))]
    return {r["id"]: r for r in rows}


@cache
def irregular() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = yaml.safe_load((DATA / "verbs.yaml").read_text(encoding="utf-8"))
    return loaded


def shapes(verb: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for form, tag in forms(verb, irregular()):
        found.setdefault(tag, form)
    either = found.get("ed", "")
    return {"base": verb, "past": found.get("past", either), "pp": found.get("pp", either)} | found


def sentences(part: str) -> Iterator[Any]:
    for row in TEMPLATES:
        frame = frames()[row["rule"]]
        skipped = set(row.get("except", ()))
        for n, case in enumerate(row.get(part, ())):
            verbal = re.search(r"\{(?:base|s|past|pp|ing)\}", case["text"])
            for word in frame.get("verbs" if verbal else "phrases", ()):
                if word in skipped:
                    continue
                text = case["text"].format(phrase=word, **(shapes(word) if verbal else {}))
                yield pytest.param(KINDS.get(frame["kind"], frame["kind"]), text, case, id=f"{row['rule']}-{n}-{word}")


def stages(text: str, kind: str) -> set[tuple[str, str]]:
    document = read_bytes(f"{text}\n".encode(), name="a.txt", published="2026-03-12")
    found = [to_json(r) for r in extract(document, registry=REGISTRY).records if r.kind == kind]
    return {(s["stage"], s["modality"]) for r in found for s in r["stages"]}


@pytest.mark.parametrize(("kind", "text", "case"), list(sentences("fires")))
def test_an_entry_fires(kind: str, text: str, case: dict[str, str]) -> None:
    assert (case["stage"], case.get("modality", "asserted")) in stages(text, kind)


@pytest.mark.parametrize(("kind", "text", "case"), list(sentences("never")))
def test_an_entry_is_not_asserted(kind: str, text: str, case: dict[str, str]) -> None:
    assert (case["stage"], "asserted") not in stages(text, kind)
