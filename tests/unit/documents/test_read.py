"""Files to documents: what is stated is read, what is not stated stays unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents import read_bytes, read_path
from kg.documents.metadata import find_imprint
from kg.errors import EmptyDocumentError, MissingPathError, RefusedDocumentError, UnreadableDocumentError

MARKDOWN = """---
title: "Talks: round two"
published: 2024-07-08
publisher: Example Wire
project_written: true
sources:
  - publisher: A ministry
    url: https://example.org/a
    published: 2024-07-07
---
# Talks: *round two*

Japan and the **Philippines** signed
a [pact](https://example.org/x) on 8 July &amp; left. It\\* <script>alert(1)</script> stays text.

- first `item`.

![A picture](p.png)
"""


def test_plain_text_is_the_file_unchanged() -> None:
    source = "TOKYO — Ties grew.\n\n  Indented “quotes” stay.\n"

    assert read_bytes(source.encode(), name="a.txt").text == source


def test_markdown_loses_its_markup_and_keeps_every_word() -> None:
    document = read_bytes(MARKDOWN.encode(), name="talks.md")

    assert document.text == (
        "Talks: round two\n"
        "Japan and the Philippines signed a pact on 8 July & left. It* <script>alert(1)</script> stays text.\n"
        "first item."
    )
    assert [b.kind for b in document.blocks] == ["heading", "paragraph", "item"]


def test_markdown_offsets_lead_back_to_the_source() -> None:
    document = read_bytes(MARKDOWN.encode(), name="talks.md")

    for word in ("Philippines", "pact", "<script>alert(1)</script>", "item"):
        start = document.text.index(word)
        source_start, source_end = document.offsets.to_source(start, start + len(word))
        assert MARKDOWN[source_start:source_end] == word


def test_front_matter_becomes_metadata() -> None:
    document = read_bytes(MARKDOWN.encode(), name="talks.md")

    assert (document.title, document.published, document.publisher) == (
        "Talks: round two",
        "2024-07-08",
        "Example Wire",
    )
    assert document.project_written
    assert document.grade == "paraphrased"
    assert [s.url for s in document.sources] == ["https://example.org/a"]


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("a: [b", "not YAML"),
        ("- a", "not a mapping"),
        ("published: last week", "'last week' is not a date"),
        ("published: 2024-02-31", "is not"),
        ("project_written: perhaps", "project_written is 'perhaps'"),
        ("sources: x", "not a list of mappings"),
        ("title: [a, b]", "Write one line"),
    ],
)
def test_broken_front_matter_is_named(front: str, words: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=words):
        read_bytes(f"---\n{front}\n---\ntext\n".encode(), name="x.md")


@pytest.mark.parametrize("data", [b"", b"  \n\t\n", b"\xef\xbb\xbf", b"---\ntitle: x\n---\n"])
def test_a_file_without_text_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyDocumentError):
        read_bytes(data, name="x.md")


def test_a_missing_file_and_an_unknown_suffix_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text("text")
    with pytest.raises(MissingPathError):
        read_path(tmp_path / "nothing.txt")
    with pytest.raises(RefusedDocumentError, match=r"No reader for '\.xyz'.*\.md"):
        read_path(tmp_path / "a.xyz")


@pytest.mark.parametrize(
    ("text", "published", "publisher"),
    [
        ("Body.\n\nPublished in Pacific Ledger, March 4th, 2021\nFollow us", "2021-03-04", "Pacific Ledger"),
        ("Headline\n8 July 2024\nBody text.", "2024-07-08", None),
        ("Press Release | 15 November 2023\nBody.", "2023-11-15", None),
        ("Published: 2025-01-02\n\nBody.", "2025-01-02", None),
        ("SUVA, Oct. 6, 2025 (Wire) — The two sides met.", "2025-10-06", None),
        ("Monday, 8 July 2024\nBody.", "2024-07-08", None),
        ("The treaty of 8 July 2024 is in force.\nMore.", None, None),
        ("SUVA (Wire) — They met on 6 October 2025.", None, None),
        ("Published in 2024, the white paper says much.", None, None),
        ("Published: February 31, 2024\nBody.", None, None),
    ],
)
def test_the_publication_day_is_read_only_where_the_page_states_it(
    text: str, published: str | None, publisher: str | None
) -> None:
    imprint = find_imprint(text)

    assert (imprint.published, imprint.publisher) == (published, publisher)


def test_what_the_user_says_wins_over_the_page() -> None:
    document = read_bytes(b"Published: 2025-01-02\n\nBody.", name="x.txt", published="2024-12-31")

    assert document.published == "2024-12-31"


def test_furniture_is_kept_in_the_text_and_read_by_nobody() -> None:
    text = "Ships met at sea on Monday.\nFollow Harbour News on X for more\n© 2024 Harbour News"
    document = read_bytes(text.encode(), name="x.txt")

    assert document.text == text
    assert [document.text[s.start : s.end] for s in document.sentences] == ["Ships met at sea on Monday."]
