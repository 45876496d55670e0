"""The append-only ledger file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import LedgerError
from kg.resolution.journal import Journal

COLUMNS = ("verdict", "why")


def _journal(folder: Path) -> Journal:
    return Journal(folder / "ledger" / "judgements.csv", COLUMNS)


def test_lines_are_added_and_read_back(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    assert journal.rows() == ()
    assert journal.append([{"verdict": "same", "why": 'he said "yes", twice\nover'}], by="ada", at="2026-02-01") == (1,)
    assert journal.append([{"verdict": "undo"}, {"verdict": "different"}], by="bo", at="2026-02-02") == (2, 3)
    rows = journal.rows()
    assert [r["n"] for r in rows] == ["1", "2", "3"]
    assert rows[0] == {"n": "1", "at": "2026-02-01", "by": "ada", "verdict": "same", "why": 'he said "yes", twice over'}
    assert rows[1]["why"] == ""


def test_what_a_crash_cut_off_is_no_decision(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    journal.append([{"verdict": "same"}], by="ada", at="2026-02-01")
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole + b"2,2026-02-02,ada,diff")
    assert len(journal.rows()) == 1
    journal.append([{"verdict": "unsure"}], by="ada", at="2026-02-03")
    assert [r["verdict"] for r in journal.rows()] == ["same", "unsure"]
    journal.path.write_bytes(b"n,at,b")  # cut off in its header
    assert journal.append([{"verdict": "same"}], by="ada", at="2026-02-03") == (1,)


@pytest.mark.parametrize(
    "text",
    [
        "something,else\n1,a\n",
        "n,at,by,verdict,why\n2,2026-02-02,ada,same,\n",
        "n,at,by,verdict,why\n1,2026-02-02,ada,same\n",
        "n,at,by,verdict,why\n1,2026-02-02,\udcff,same,\n",
    ],
)
def test_a_damaged_ledger_is_refused_whole(tmp_path: Path, text: str) -> None:
    journal = _journal(tmp_path)
    journal.path.parent.mkdir()
    journal.path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(LedgerError, match=r"judgements\.csv"):
        journal.rows()
    before = journal.path.read_bytes()
    with pytest.raises(LedgerError):
        journal.append([{"verdict": "same"}])
    assert journal.path.read_bytes() == before


def test_a_stray_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no column 'whom'"):
        _journal(tmp_path).append([{"whom": "x"}])


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=40)), max_size=5))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str]]) -> None:
    journal = _journal(tmp_path_factory.mktemp("journal"))
    lines = [tuple(t.encode("utf-8", "replace").decode() for t in line) for line in lines]  # type: ignore[misc]
    for verdict, why in lines:
        journal.append([{"verdict": verdict, "why": why}], by="x", at="y")
    assert [(r["verdict"], r["why"]) for r in journal.rows()] == [
        (" ".join(v.split()), " ".join(w.split())) for v, w in lines
    ]
