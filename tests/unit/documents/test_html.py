"""HTML: the main text in the page's order, what the page states of itself, what is left out."""

from __future__ import annotations

import pytest

from kg.documents import Document, read_bytes
from kg.errors import EmptyDocumentError, RefusedDocumentError

PAGE = """<!doctype html>
<html lang="en-NZ"><head><meta charset="utf-8">
<title>Ministers meet - Example Gazette</title>
<meta property="og:title" content="Ministers meet in Suva">
<meta property="og:site_name" content="Example Gazette">
<meta property="article:published_time" content="2024-05-06T23:30:00+12:00">
<meta name="robots" content="index, noai">
<link rel="canonical" href="https://gazette.example.org/ministers-meet">
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">
<script>var text = "The script says that Fiji signed nothing at all in that year.";</script></head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World news of the day</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies to make this site work. Accept all cookies to go on.</p></div>
<article><h1>Ministers meet in Suva</h1>
<p class="byline">By Jane Example</p>
<figure><img src="a.jpg"><figcaption>The ministers shake hands before the meeting in the capital.</figcaption></figure>
<p>SUVA — The defence ministers of Fiji and New Zealand met on Monday and agreed to renew the status of forces
agreement between the two states.</p>
<p>The text covers visits by ships, joint training, and help after disasters, as both sides said in a statement.</p>
<h2>What comes next</h2>
<p>A first exercise is planned for August. It will be held off Vanua Levu with two patrol boats and an aircraft.</p>
<ul><li>The boats come from the navy of Fiji.</li><li>The aircraft comes from the air force of New Zealand.</li></ul>
<table><tr><th>Year</th><th>Visits</th></tr><tr><td>2022</td><td>Three</td></tr><tr><td>2023</td><td>Five</td></tr></table>
<div class="related"><h3>Related stories</h3><ul><li><a href="/x">A treaty on fish was signed by four states</a></li>
<li><a href="/y">Another ship has arrived in the harbour of Apia</a></li></ul></div>
<p>Parliament will debate the text in June.</p>
<p>The minister left on Tuesday.</p>
<p>ENDS</p>
</article>
<aside><h3>Most read</h3><p><a href="/z">Ten ships that shaped the ocean and its trade over a century</a></p></aside>
<footer><p>© 2024 Example Gazette. All rights reserved.</p></footer>
</body></html>"""


def blocks(document: Document, *kinds: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if not kinds or b.kind in kinds]


@pytest.fixture(scope="module")
def page() -> Document:
    return read_bytes(PAGE.encode(), name="page.html")


def test_the_main_text_is_read_in_the_order_of_the_page_to_its_last_line(page: Document) -> None:
    text = blocks(page, "heading", "paragraph", "item")

    assert text[0] == "Ministers meet in Suva"
    assert [t[:24] for t in text[1:4]] == ["SUVA — The defence minis", "The text covers visits b", "What comes next"]
    assert text[-2:] == ["Parliament will debate the text in June.", "The minister left on Tuesday."]
    assert "The aircraft comes from the air force of New Zealand." in blocks(page, "item")
    assert [t for t in text if t in ("Year", "Visits", "2022", "Three", "2023", "Five")] == [
        "Year", "Visits", "2022", "Three", "2023", "Five"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["script says", "World news", "shake hands", "fish was signed", "arrived in the harbour", "Ten ships", "cookies"],
)
def test_menus_captions_teasers_banners_and_scripts_are_no_text(page: Document, words: str) -> None:
    assert words not in page.text


def test_a_byline_and_the_word_ends_are_furniture(page: Document) -> None:
    read = " ".join(blocks(page, "heading", "paragraph", "item"))

    assert "Jane Example" not in read
    assert "ENDS" not in read


def test_what_the_page_states_of_itself_is_kept(page: Document) -> None:
    assert (page.title, page.publisher, page.published, page.lang) == (
        "Ministers meet in Suva", "Example Gazette", "2024-05-06", "en-NZ"
    )  # fmt: skip
    assert page.url == "https://gazette.example.org/ministers-meet"
    assert page.rights == "https://creativecommons.org/licenses/by/4.0/; robots: noai"


ARTICLE = "<p>The two navies held a joint patrol in the strait, and the crews trained in boarding and search.</p>" * 4


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        (linked('{"@type":"NewsArticle","datePublished":"2023-02-03T23:59:00-10:00"}'), "",
         "2023-02-03"),
        (linked('{"@graph":[{"@type":["WebPage"],"datePublished":"2023-02-03"}]}'), "",
         "2023-02-03"),
        ('<meta name="DC.date.issued" content="2022-11-30">', "", "2022-11-30"),
        ("", '<p><time datetime="2021-07-08T10:00">8 July</time></p>', "2021-07-08"),
        ("", '<time datetime="2021-07-08">a</time><time datetime="2021-07-09">b</time>', None),
        ("", "<p>Published: 4 March 2021</p>", "2021-03-04"),
        ("", "<p>The treaty of 8 July 2024 is in force.</p>", None),
        ("", "<footer>© 2019 Example</footer>", None),
        ('<meta property="article:modified_time" content="2024-01-01">', "", None),
        (linked('{"@type":"NewsArticle","datePublished":"2023-02-31"}'), "", None),
        (linked('{broken'), "", None),
    ],
)  # fmt: skip
def test_the_day_of_publication_is_read_only_where_the_page_states_it(
    head: str, body: str, published: str | None
) -> None:
    page = f"<html><head>{head}</head><body><article>{body}{ARTICLE}</article></body></html>"

    assert read_bytes(page.encode(), name="a.html").published == published


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("<html><body><p>Nouméa était là.</p></body></html>".encode("windows-1252"), "Nouméa était là."),
        ('<html><head><meta charset="iso-8859-1"></head><p>“Nouméa”</p></html>'.encode("windows-1252"), "“Nouméa”"),
        ('<html><meta http-equiv="Content-Type" content="text/html; charset=shift_jis"><p>那覇の会談。</p>'.encode(
            "shift_jis"), "那覇の会談。"),
        ("\ufeff<html><p>Pa‘anga</p></html>".encode("utf-16-le"), "Pa‘anga"),
        ('<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><p>Nuku‘alofa</p></html>'.encode(),
         "Nuku‘alofa"),
        ('<html><head><meta charset="x-made-up"></head><p>Nouméa</p></html>'.encode(), "Nouméa"),
    ],
)  # fmt: skip
def test_the_encoding_is_the_one_that_the_page_states_else_utf8_else_windows_1252(data: bytes, words: str) -> None:
    assert read_bytes(data, name="a.html").text == words


def test_a_statement_of_short_paragraphs_loses_none_of_them() -> None:
    lines = ["Joint statement", "We met today.", "We thank our hosts.", "We agreed on four points.",
             "We will meet again in 2026.", "The secretariat keeps the text.", "Done at Honiara."]  # fmt: skip
    page = "<html><body><div class='content'>" + "".join(f"<p>{line}</p>" for line in lines) + "</div></body></html>"

    assert blocks(read_bytes(page.encode(), name="a.html")) == lines


def test_paragraphs_that_are_parted_by_line_breaks_alone_are_paragraphs() -> None:
    page = "<html><body><div>The first paragraph stands here.<br><br>The second one<br>goes on.</div></body></html>"

    assert blocks(read_bytes(page.encode(), name="a.html")) == [
        "The first paragraph stands here.",
        "The second one goes on.",
    ]


def test_a_page_without_text_is_empty_and_one_with_entities_of_its_own_is_refused() -> None:
    with pytest.raises(EmptyDocumentError):
        read_bytes(b"<html><body><script>x</script></body></html>", name="a.html")
    bomb = b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><html><p>&b;</p></html>'
    with pytest.raises(RefusedDocumentError, match="entities"):
        read_bytes(bomb, name="a.xhtml")


@pytest.mark.parametrize(("depth", "fits"), [(200, True), (300, False), (100_000, False)])
def test_a_page_nested_deeper_than_the_parser_goes_is_refused_and_not_cut(depth: int, fits: bool) -> None:
    page = ("<div>" * depth + "The text at the bottom." + "</div>" * depth).encode()
    if fits:
        assert read_bytes(page, name="a.html").text == "The text at the bottom."
        return
    with pytest.raises(RefusedDocumentError, match="limit is 255 levels"):
        read_bytes(page, name="a.html")


@pytest.mark.parametrize("odd", ["\x01", "\x0b", "&#1;", "&#x1F;", "&#xD800;", "&#65535;", "\x7f", "&#0;"])
def test_characters_that_no_tree_may_hold_cost_themselves_alone(odd: str) -> None:
    page = f"<html><body><script>x</script>{odd}<p>The ministers{odd} met.</p><form>{odd}</form>{odd}</body></html>"
    words = read_bytes(page.encode(), name="a.html").text.split()

    assert [w for w in words if w.isascii()][:2] == ["The", "ministers"]
