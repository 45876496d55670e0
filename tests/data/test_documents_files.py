"""The project-written documents: front matter, sources and form. Plain YAML, no project code."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "documents"
DOCUMENTS = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")

FRONT_MATTER = ["title", "published", "publisher", "genre", "project_written", "rights", "sources"]
SOURCE = ["publisher", "title", "url", "published", "accessed", "read"]
GENRES = {"news report", "press release", "embassy note", "fact sheet", "analysis"}
PARTIAL_DATE = re.compile(r"^\d{4}(-\d{2})?$")

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)


def split(path: Path) -> tuple[dict, str]:
    text = path.read_text(encoding="utf-8")
    match = re.match(r"\A---\n(.*?)\n---\n(.*)\Z", text, flags=re.DOTALL)
    assert match, f"{path.name}: no front matter"
    return yaml.safe_load(match[1]), match[2]


def latest_day(value: object) -> dt.date | None:
    """The last day a date can mean; None where it is unknown."""
    if isinstance(value, dt.date):
        return value
    text = str(value)
    if text == "unknown":
        return None
    assert PARTIAL_DATE.match(text), text
    year, month = (*map(int, text.split("-")), 12)[:2]
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def test_there_are_at_least_twelve_documents_in_every_genre() -> None:
    assert len(DOCUMENTS) >= 12
    assert {split(path)[0]["genre"] for path in DOCUMENTS} == GENRES


def test_the_readme_says_that_the_documents_are_illustrations_and_not_sources() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "illustrations, not" in text
    assert "README.md" in text


@each_document
def test_the_file_name_is_kebab_case_with_a_month(path: Path) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*(-\d{4}-\d{2}|-\d{4})", path.stem)


@each_document
def test_the_bytes_are_their_own_normalised_text(path: Path) -> None:
    data = path.read_bytes()
    text = data.decode("utf-8")
    assert not set("\r\t\ufeff") & set(text)
    assert unicodedata.normalize("NFC", text) == text
    assert re.search(r"[^\n]\n\Z", text)


@each_document
def test_the_front_matter_is_complete_and_nothing_more(path: Path) -> None:
    front, _ = split(path)
    assert list(front) == FRONT_MATTER
    assert front["publisher"] == "Indo-Pacific Security KG (project-written illustration)"
    assert front["project_written"] is True
    assert front["rights"] == "CC-BY-4.0"
    assert front["genre"] in GENRES


@each_document
def test_the_document_is_set_on_a_full_day(path: Path) -> None:
    front, _ = split(path)
    assert isinstance(front["published"], dt.date)


@each_document
def test_the_title_is_the_first_heading(path: Path) -> None:
    front, body = split(path)
    assert body.lstrip("\n").split("\n", 1)[0] == f"# {front['title']}"


@each_document
def test_the_body_has_between_150_and_450_words(path: Path) -> None:
    _, body = split(path)
    words = len(body.lstrip("\n").split("\n", 1)[1].split())
    assert 150 <= words <= 450


@each_document
def test_every_source_is_complete_and_public(path: Path) -> None:
    front, _ = split(path)
    assert front["sources"]
    urls = [source["url"] for source in front["sources"]]
    assert len(urls) == len(set(urls))
    for source in front["sources"]:
        assert list(source) == SOURCE
        assert all(source[key] for key in SOURCE), source
        url = urlsplit(source["url"])
        assert url.scheme in {"http", "https"}, source
        assert "." in url.netloc, source
        assert source["read"] in {"stored-copy", "not-opened"}


@each_document
def test_every_source_is_dated_and_was_read_after_it_appeared(path: Path) -> None:
    front, _ = split(path)
    for source in front["sources"]:
        assert isinstance(source["accessed"], dt.date), source
        day = latest_day(source["published"])
        assert day is None or day <= source["accessed"], source


@each_document
def test_at_least_one_source_was_read_and_dated(path: Path) -> None:
    front, _ = split(path)
    assert any(source["read"] == "stored-copy" and latest_day(source["published"]) for source in front["sources"])


@each_document
def test_a_document_does_not_rest_on_sources_from_after_its_day(path: Path) -> None:
    front, _ = split(path)
    for source in front["sources"]:
        if isinstance(source["published"], dt.date):
            assert source["published"] <= front["published"], source
        elif str(source["published"]) != "unknown":
            assert str(source["published"]) <= front["published"].isoformat(), source


@each_document
def test_the_body_is_plain_markdown_without_links_or_markup(path: Path) -> None:
    _, body = split(path)
    assert not re.search(r"https?://|<[a-z/!]|\]\(|```", body)
