"""Each rule fires on its own sentences and stays silent on those beside them; the sentences are own-written.

``cases/KIND.yaml`` (or ``KIND-TOPIC.yaml``) lists, for each rule, ``fires`` (a text, and what a record of the kind must
show) and ``silent`` (a text of which no record of the kind may come, or none that shows what ``not`` says).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.extraction.sentences import cases, records, shows


def sentences(part: str) -> Iterator[Any]:
    for stem, row in cases():
        for n, case in enumerate(row.get(part, ())):
            case = {"text": case} if isinstance(case, str) else case
            yield pytest.param(stem.split("-")[0], case, id=f"{stem}-{row['rule']}-{part}-{n}")


@pytest.mark.parametrize(("kind", "case"), list(sentences("fires")))
def test_a_rule_fires(kind: str, case: dict[str, Any]) -> None:
    found = records(case, kind)

    assert any(shows(r, case["record"]) for r in found), found


@pytest.mark.parametrize(("kind", "case"), list(sentences("silent")))
def test_a_rule_stays_silent(kind: str, case: dict[str, Any]) -> None:
    found = [r for r in records(case, kind) if shows(r, case.get("not", {}))]

    assert found == []
