"""Own-written articles, the records that a good model answers with, and a server to answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.extraction.llm import ModelExtractor, ModelOptions, ModelSettings, RulesAndModelExtractor
from tests.llm.endpoint import Endpoint, serving

SIGNED = "Japan and Australia signed a visiting forces agreement in Canberra on 6 January 2022."
ARTICLE = f"""---
title: Two ministers sign (own-written example)
published: 2022-01-07
---

CANBERRA — {SIGNED} The Japanese defence minister, Hana Sato, called it a milestone.

The two navies will hold an exercise off Darwin in March 2022, officials said.
"""
GRANT = "Japan handed over 3 patrol boats worth 600 million yen to the Philippines on 2 May 2024."
SECOND = f"""---
title: Boats handed over (own-written example)
published: 2024-05-03
---

MANILA — {GRANT} The boats will be used by the coast guard, the embassy said in a statement to reporters.
"""


def who(role: str, label: str, id_: str | None = None, kind: str = "state", **more: Any) -> dict[str, Any]:
    return {"role": role, "label": label, "kind": kind, "id": id_, "on_behalf_of": None, **more}


def when(stage: str, date: str | None, modality: str = "asserted", place: str | None = None) -> dict[str, Any]:
    return {"stage": stage, "modality": modality, "date": date, "end_date": None, "place": place}


def made(kind: str, type_: str | None, quote: str, people: list[Any], stages: list[Any], **more: Any) -> dict[str, Any]:
    empty = {"name": None, "items": [], "amount": None, "programme": None, "attribution": None}
    return {"kind": kind, "type": type_, "participants": people, "stages": stages, "quotes": [quote], **empty, **more}


PACT = made(
    "agreement", "reciprocal-access", SIGNED, [who("party", "Japan", "JPN"), who("party", "Australia", "AUS")],
    [when("signed", "2022-01-06", place="Canberra")],
)  # fmt: skip
BOATS = made(
    "transfer", "grant", GRANT, [who("supplier", "Japan", "JPN"), who("recipient", "Philippines", "PHL")],
    [when("delivered", "2024-05-02")], items=[{"label": "patrol boats", "quantity": 3}],
    amount={"value": 600000000, "currency": "JPY"},
)  # fmt: skip
GOOD = {SIGNED: [PACT], GRANT: [BOATS]}


@pytest.fixture
def server() -> Iterator[Endpoint]:
    with serving(Endpoint(answers=dict(GOOD))) as state:
        yield state


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "two.md").write_text(SECOND, encoding="utf-8")
    return folder


class Reads:
    """Makes extractors of one server and one cache, with short pauses."""

    def __init__(self, server: Endpoint, cache: Path) -> None:
        self.server, self.cache = server, cache
        self.said: list[str] = []

    def settings(self, **changes: Any) -> ModelSettings:
        given = {
            "base_url": self.server.url,
            "model": "test-model",
            "attempts": 4,
            "timeout_s": 5.0,
            "cache": self.cache,
        }
        return ModelSettings(**(given | changes))

    def extractor(
        self, *, rules: bool = False, budget: str | None = None, send_private: bool = False, **changes: Any
    ) -> ModelExtractor:
        make = RulesAndModelExtractor if rules else ModelExtractor
        options = ModelOptions(budget=budget, send_private=send_private, report=self.said.append)
        return make(settings=self.settings(**changes), options=options)


@pytest.fixture
def reads(server: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reads:
    monkeypatch.setattr("kg.extraction.llm.wire._FIRST_PAUSE_S", 0.01)
    return Reads(server, tmp_path / "cache")
