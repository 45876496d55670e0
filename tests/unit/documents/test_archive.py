"""The archive: documents by hash, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.documents import read_bytes
from kg.documents.archive import Archive
from kg.errors import UnknownIdError

DATA = b"Published: 2024-05-01\n\nTwo navies met off Guam."


def test_a_document_comes_back_as_it_was_read(tmp_path: Path) -> None:
    archive, document = Archive(tmp_path), read_bytes(DATA, name="meeting.txt")

    assert archive.add(document, DATA, suffix=".txt")
    assert not archive.add(document, DATA, suffix=".txt")
    assert document.text == archive.read(document.id).text
    assert document.published == archive.read(document.id).published


def test_a_half_written_document_is_not_there_and_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".incoming-x").mkdir()
    (tmp_path / ".incoming-x" / "original.txt").write_bytes(b"half")

    archive = Archive(tmp_path)

    assert list(archive.ids()) == []
    assert not (tmp_path / ".incoming-x").exists()


def test_a_document_is_found_by_the_beginning_of_its_hash_and_an_unknown_one_is_named(tmp_path: Path) -> None:
    archive, document = Archive(tmp_path), read_bytes(DATA, name="meeting.txt")
    archive.add(document, DATA, suffix=".txt")

    assert document.id == archive.find(f"ips-id:doc-{document.id[:16]}")
    assert document.id == archive.find(document.id[:6])
    with pytest.raises(UnknownIdError):
        archive.find("zz")


def test_the_manifest_is_the_only_place_of_the_clock(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.log("added", doc="x")
    event = json.loads(archive.manifest.read_text())

    assert event["event"] == "added"
    assert event["at"].startswith("20")
