"""Every verb and phrase of a frame fires in the frame's sentences, and asserts nothing in those that deny or plan it.

``templates.yaml`` and ``templates-KIND.yaml`` list, for a frame's id, ``fires`` and ``never``: sentences with
``{base}``, ``{s}``, ``{past}``, ``{pp}`` or ``{ing}`` for the verb, or ``{phrase}`` for a fixed phrase, and what a
record of the kind must show, or must not: ``stage`` and ``modality`` (asserted unless given), more of that stage
under ``when``, the rest under ``record`` as in ``cases/KIND.yaml``. ``only`` and ``except`` narrow the words, of a
row or of one sentence. The sentences are own-written; each stands for as many as the frame has words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.extraction.sentences import frames, kind_of, records, shows, templates, wanted, worded


def sentences(part: str) -> Iterator[Any]:
    for row in templates():
        for n, case in enumerate(row.get(part, ())):
            for word, text in worded(row, case):
                yield pytest.param(kind_of(row["rule"]), case | {"text": text}, id=f"{row['rule']}-{n}-{word}")


@pytest.mark.parametrize(("kind", "case"), list(sentences("fires")))
def test_an_entry_fires(kind: str, case: dict[str, Any]) -> None:
    found = records(case, kind)

    assert any(shows(r, wanted(case)) for r in found), found


@pytest.mark.parametrize(("kind", "case"), list(sentences("never")))
def test_an_entry_is_not_asserted(kind: str, case: dict[str, Any]) -> None:
    assert [r for r in records(case, kind) if shows(r, wanted(case))] == []


def test_narrowed_words_are_words_of_the_frame() -> None:
    """A word that ``only`` or ``except`` names but the frame no longer has is an oversight."""
    loose = {
        (row["rule"], word)
        for row in templates()
        for part in (row, *row.get("fires", ()), *row.get("never", ()))
        for word in (*part.get("only", ()), *part.get("except", ()))
        if word not in {*frames()[row["rule"]].get("verbs", ()), *frames()[row["rule"]].get("phrases", ())}
    }

    assert not loose
