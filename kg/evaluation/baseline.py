"""The least that an extractor has to beat: who is named most, and the commonest type and stage of each kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from kg.contract import CORE_ROLES
from kg.evaluation.scoring import Records
from kg.registry import Registry

_FORMS = ("common", "official", "demonym", "abbreviation")
_PAIRS = {
    "agreement": ("party", "party"),
    "programme": ("owner", "beneficiary"),
    "transfer": ("supplier", "recipient"),
    "engagement": ("participant", "participant"),
    "partnership": ("party", "party"),
    "stance": ("actor", "target"),
    "incident": ("initiator", "target"),
}
"""Kinds of two polities, with the roles that the two get; posts need a person and memberships a grouping."""


@cache
def _names() -> tuple[re.Pattern[str], Mapping[str, str]]:
    registry = Registry.load()
    states = {e.key for e in registry.of_kind("state")}
    keys = {n.text: n.key for n in registry.names if n.key in states and n.kind in _FORMS and not n.weak}
    ordered = sorted(keys, key=lambda t: (-len(t), t))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\b"), keys


def habits(gold: Records) -> dict[str, tuple[str, str, str]]:
    """Return the commonest type, stage and modality of each kind, the first in the alphabet where two are as common."""
    types: dict[str, Counter[str]] = {}
    stages: dict[str, Counter[tuple[str, str]]] = {}
    for records in gold.values():
        for record in records:
            types.setdefault(record["kind"], Counter())[record.get("type") or "other"] += 1
            for stage in record.get("stages") or []:
                pair = stage["stage"], str(stage.get("modality") or "asserted")
                stages.setdefault(record["kind"], Counter())[pair] += 1
    return {
        kind: (_first(types[kind]), *_first(stages[kind])) for kind in sorted(set(types) & set(stages) & set(_PAIRS))
    }


def _first(counts: Counter[Any]) -> Any:
    return min(counts, key=lambda value: (-counts[value], value))


def baseline(texts: Mapping[str, str], known: Mapping[str, tuple[str, str, str]]) -> dict[str, list[dict[str, Any]]]:
    """Predict one record of each kind for each text, between the two polities that it names most.

    Parameters
    ----------
    texts : mapping of str to str
        By document.
    known : mapping of str to (str, str, str)
        Of :func:`habits`, from gold that is not scored.
    """
    pattern, keys = _names()
    out: dict[str, list[dict[str, Any]]] = {}
    for doc, text in sorted(texts.items()):
        counts = Counter(keys[m.group()] for m in pattern.finditer(text))
        two = sorted(counts, key=lambda k: (-counts[k], k))[:2]
        out[doc] = [
            {
                "doc": doc,
                "kind": kind,
                "type": type_,
                "participants": [
                    {"role": role, "label": key, "id": key, "kind": "state"}
                    for role, key in zip(_PAIRS[kind], two, strict=False)
                ],
                "stages": [{"stage": stage, "modality": modality}],
                "confidence": 0.5,
            }
            for kind, (type_, stage, modality) in known.items()
            if len(two) == 2 and CORE_ROLES[kind]
        ]
    return out
