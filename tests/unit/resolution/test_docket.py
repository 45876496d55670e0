"""The ledger of documents: what is in effect, what became of an identifier."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import LedgerError, RemovedIdError
from kg.namespaces import ID
from kg.resolution.docket import Docket

A, B = "a" * 64, "b" * 64


def line(action: str, sha256: str = A, **more: str) -> dict[str, str]:
    return {"action": action, "sha256": sha256, **more}


def test_the_last_line_of_a_document_is_in_effect(tmp_path: Path) -> None:
    docket = Docket(tmp_path)
    docket.add([line("withdraw", day="2026-01-01"), line("retract", B)])
    assert (list(docket.removed), {s: e.day for s, e in docket.withdrawn.items()}) == ([B], {A: "2026-01-01"})

    docket.add([line("withdraw", day="2026-02-01"), line("restore", B)])
    assert (list(docket.removed), {s: e.day for s, e in docket.withdrawn.items()}) == ([], {A: "2026-02-01"})

    docket.add([line("restore")])
    assert (docket.removed, docket.withdrawn) == ({}, {})
    assert [e.action for e in Docket(tmp_path).entries] == ["withdraw", "retract", "withdraw", "restore", "restore"]


def test_a_redaction_is_not_taken_back(tmp_path: Path) -> None:
    docket = Docket(tmp_path)
    docket.add([line("redact", reason="court-order")])

    with pytest.raises(LedgerError, match="A redaction is not taken back"):
        docket.add([line("restore")])
    assert docket.removed[A].action == "redact"


def test_what_went_with_a_document_is_known(tmp_path: Path) -> None:
    docket = Docket(tmp_path)
    docket.add([line("retract", reason="typo", claims="claim-1 claim-2", relations="post-1 agreement-2>claim-9")])

    for name in (f"doc-{A[:16]}", "claim-2", "post-1"):
        with pytest.raises(RemovedIdError, match=r"retracted on \d{4}-\d\d-\d\d by .*: typo"):
            docket.refuse(ID + name)
    docket.refuse(f"{ID}agreement-2")
    assert docket.survivor(f"{ID}agreement-2") == f"{ID}claim-9"
    docket.add([line("restore")])
    docket.refuse(f"{ID}claim-2")


def test_a_document_retracted_and_then_redacted_keeps_its_names(tmp_path: Path) -> None:
    docket = Docket(tmp_path)
    docket.add([line("retract", reason="typo", claims="claim-1")])
    docket.add([line("redact", reason="privacy")])

    with pytest.raises(RemovedIdError, match=r"redacted on .*: privacy\. It cannot be taken back") as caught:
        docket.refuse(f"{ID}claim-1")
    assert "typo" not in str(caught.value)


def test_an_unknown_action_is_no_decision(tmp_path: Path) -> None:
    docket = Docket(tmp_path)
    docket.add([line("retract")])
    path = tmp_path / "documents.csv"
    path.write_text(path.read_text().replace(",retract,", ",erase,"))

    with pytest.raises(LedgerError, match=r"'erase' is no action\. Allowed: retract, restore, withdraw, redact"):
        Docket(tmp_path)


@given(st.lists(st.tuples(st.sampled_from(["retract", "restore", "withdraw"]), st.sampled_from([A, B])), max_size=12))
def test_reading_again_gives_what_was_decided(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    docket = Docket(folder)
    for action, sha256 in steps:
        docket.add([line(action, sha256, day="2026-01-01")])
    again = Docket(folder)

    assert (again.removed, again.withdrawn, again.entries) == (docket.removed, docket.withdrawn, docket.entries)
    last = {sha256: action for action, sha256 in steps}
    assert not set(again.removed) & set(again.withdrawn)
    assert {s for s, a in last.items() if a == "retract"} <= set(again.removed)
    assert not {s for s, a in last.items() if a == "restore"} & (set(again.removed) | set(again.withdrawn))
