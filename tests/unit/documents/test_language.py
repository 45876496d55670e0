"""The language: English is read, anything else is named and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents import read_bytes
from kg.documents.archive import Archive
from kg.documents.language import unread_reason
from kg.pipeline import ingest
from kg.settings import Workspace

ENGLISH = "The ministers of Fiji and Japan met in Suva, and they agreed that the talks would go on in the next year. "
FRENCH = "Les ministres de la défense se sont rencontrés à Nouméa et ils ont décidé de poursuivre les discussions. "
JAPANESE = "両国の防衛大臣は那覇で会談し、来年も協議を続けることで一致した。共同訓練の計画も話し合われた。"
INDONESIAN = "Para menteri pertahanan bertemu di Jakarta dan sepakat untuk melanjutkan pembicaraan pada tahun depan. "


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ENGLISH * 5, ""),
        (FRENCH * 5, "written in French (fr, "),
        (JAPANESE * 8, "written in Japanese (ja, "),
        (INDONESIAN * 5, "written in Indonesian (id, "),
        (FRENCH, ""),
        ("AUKUS RAA MOU ACSA GSOMIA VFA SOFA OSA FMF IMET " * 9, ""),
        ("a" * 5000, ""),
        ("12 345 678 " * 200, ""),
        (ENGLISH * 3 + "\n\n" + JAPANESE * 3, ""),
        (ENGLISH + "\n\n" + FRENCH * 12, "written in French"),
    ],
)
def test_a_text_is_read_if_enough_of_it_is_english_and_short_texts_are_not_judged(text: str, words: str) -> None:
    reason = unread_reason(read_bytes(text.encode(), name="a.txt"))

    assert reason.startswith(words)
    assert bool(reason) == bool(words)


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("en", FRENCH * 5, "written in French (fr, "),
        ("fr", FRENCH * 5, "written in French (fr, declared)"),
        ("fr", ENGLISH * 5, ""),
        ("en", ENGLISH * 5, ""),
    ],
)
def test_a_declared_language_is_believed_unless_the_text_plainly_contradicts_it(
    lang: str, text: str, words: str
) -> None:
    reason = unread_reason(read_bytes(f"---\nlang: {lang}\n---\n{text}".encode(), name="a.md"))

    assert reason.startswith(words)
    assert bool(reason) == bool(words)


def test_a_foreign_document_is_skipped_with_its_reason_and_kept_in_the_archive(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(JAPANESE * 8)
    (tmp_path / "b.txt").write_text(ENGLISH * 3)
    workspace = Workspace.create(tmp_path / "w")
    report = ingest(workspace, [tmp_path / "a.txt", tmp_path / "b.txt"])
    foreign, english = report.outcomes

    assert (foreign.status, english.status) == ("skipped", "added")
    assert "only English is read by the rules; kept in the archive" in foreign.reason
    assert foreign.id is not None
    assert Archive(workspace.archive).read(foreign.id).text == JAPANESE * 8
