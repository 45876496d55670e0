"""The labelled pairs, and what the resolver makes of them: precision first, the rest left for review."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from kg.model import from_json
from kg.namespaces import ID
from kg.registry import Registry
from kg.resolution import Known, identify_actors, identify_relations
from kg.resolution.claim import Claim, mint_claims, record_day

FOLDER = Path(__file__).resolve().parents[2] / "data" / "identity"
BLANK = [{"quote": "x", "start": 0, "end": 1}]


@dataclass(frozen=True)
class Tally:
    """Pairs by label and decision."""

    joined: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.joined / (self.joined + self.wrong)

    @property
    def recall(self) -> float:
        return self.joined / (self.joined + self.missed)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    z, p = 1.96, hits / of
    middle, half = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


@cache
def known() -> Known:
    return Known.of(Registry.load())


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def account(side: dict[str, Any], number: int) -> Claim:
    sha256 = hashlib.sha256(side["doc"].encode()).hexdigest()
    evidence = [{"quote": "x" * (number + 1), "start": 0, "end": number + 1}]
    record = from_json({"confidence": 1.0, **side["record"], "doc": sha256, "evidence": evidence})
    return mint_claims(sha256, [record], recorded=record_day(side["published"]), origin=side["doc"])[0]


def mention(side: dict[str, Any], number: int) -> Claim:
    """A claim in which a document names an actor as the pair says: an office as a post, else a talk."""
    state = side["on_behalf_of"]
    if side["kind"] == "person" and side["office"]:
        holder = {"role": "holder", "label": side["label"], "kind": "person"}
        of = [{"role": "of", "label": state, "id": state, "kind": "state"}] if state else []
        record: dict[str, Any] = {"kind": "post", "name": side["office"], "participants": [holder, *of]}
        record["stages"] = [{"stage": "holds"}]
    else:
        actor = {"role": "participant", "label": side["label"], "kind": side["kind"], "on_behalf_of": state}
        record = {"kind": "engagement", "type": "dialogue", "participants": [actor], "stages": [{"stage": "held"}]}
    doc = f"{ID}doc-{number:016x}"
    made = from_json({"doc": "x", "confidence": 1.0, **record, "evidence": BLANK})
    return Claim(f"{ID}claim-{number:016x}", doc, record_day(side["published"]), doc, made)


@cache
def decisions() -> tuple[tuple[str, str, str, bool, bool], ...]:
    """Every pair as (file, kind, label, joined, left for review)."""
    out = []
    for row in rows("relations"):
        claims = [account(row["a"], 0), account(row["b"], 1)]
        people = identify_actors(claims, known=known()).actors
        found = identify_relations(claims, actors=people, known=known())
        kind = row["a"]["record"]["kind"]
        out.append(("relations", kind, row["label"], len(found.relations) == 1, bool(found.candidates)))
    for row in rows("actors"):
        a, b = mention(row["a"], 1), mention(row["b"], 2)
        one, two = a.mention(row["a"]["label"]), b.mention(row["b"]["label"])
        actors = identify_actors([a, b], known=known())
        joined = any({one, two} <= set(x.mentions) for x in actors.actors)
        out.append(("actors", row["a"]["kind"], row["label"], joined, bool(actors.candidates)))
    return tuple(out)


def tally(name: str | None = None) -> Tally:
    counts = Counter((label, joined) for file, _, label, joined, _ in decisions() if name in (None, file))
    return Tally(counts["same", True], counts["different", True], counts["same", False])


def test_the_files_hold_what_their_pages_say() -> None:
    for name, least in (("relations", 420), ("actors", 320)):
        pairs = rows(name)
        ids = [row["id"] for row in pairs]
        assert len(pairs) >= least
        assert ids == sorted(set(ids))
        assert {row["label"] for row in pairs} == {"same", "different"}
        assert sum(row["hard"] for row in pairs) * 2 >= len(pairs)
        assert all(row["why"] for row in pairs)


def test_no_pair_contradicts_a_chain_of_others() -> None:
    parent: dict[str, str] = {}

    def find(x: str) -> str:
        while parent.setdefault(x, x) != x:
            x = parent[x]
        return x

    def key(side: dict[str, Any]) -> str:
        return json.dumps(side, sort_keys=True)

    for name in ("relations", "actors"):
        for row in rows(name):
            if row["label"] == "same":
                parent[find(key(row["a"]))] = find(key(row["b"]))
        for row in rows(name):
            if row["label"] == "different":
                assert find(key(row["a"])) != find(key(row["b"])), row["id"]


@pytest.mark.parametrize(("name", "precision", "recall"), [("relations", 0.98, 0.80), ("actors", 0.98, 0.80)])
def test_what_is_joined_is_one(name: str, precision: float, recall: float) -> None:
    found = tally(name)
    assert found.precision >= precision, found
    assert found.recall >= recall, found


def test_the_interval_of_the_precision_excludes_a_resolver_that_guesses() -> None:
    found = tally()
    assert wilson(found.joined, found.joined + found.wrong)[0] >= 0.96, found


def test_undated_mentions_of_two_dated_agreements_bridge_nothing() -> None:
    """Pairs are judged alone above; here three accounts stand together."""

    def pact(doc: str, published: str, date: str | None) -> dict[str, Any]:
        parties = [{"role": "party", "label": k, "id": k, "kind": "state"} for k in ("AUS", "JPN")]
        record = {"kind": "agreement", "type": "defence-cooperation", "participants": parties,
                  "stages": [{"stage": "signed", "date": date}]}  # fmt: skip
        return {"doc": doc, "published": published, "record": record}

    sides = [
        pact("a", "2022-10-23", "2022-10-22"),
        pact("b", "2023-03-11", "2023-03-10"),
        pact("c", "2023-04-01", None),
    ]
    found = identify_relations([account(s, n) for n, s in enumerate(sides)], known=known())
    assert len(found.relations) == 3
