"""Seeds of every format and seeded mutations of them: bytes, structure, splices."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

from tests.unit.documents import made

PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title>'
    '<meta property="article:published_time" content="2024-05-06"><link rel="canonical" href="https://example.org/a">'
    '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-06"}</script></head><body>'
    "<nav><a href='/'>Home</a></nav><article><h1>Ministers meet</h1><p>The two ministers met in Suva &amp; agreed.</p>"
    "<ul><li>One boat.</li><li>Two radars.</li></ul><table><tr><td>a</td><td>b</td></tr></table>"
    "<p>Parliament<br>will debate<br><br>the text.</p></article><footer>© 2024</footer></body></html>"
)
MARKDOWN = (
    "---\ntitle: T\npublished: 2024-05-06\n---\n# T\n\nThe *two* [ministers](x) met &amp; left.\n\n"
    "- one\n- two\n\n> q\n"
)
TEXT = (
    "Published: 2024-05-06\n\nSUVA — The ministers of Fiji and Japan met. They agreed on four points.\n\n- one\n- two\n"
)


MARKS = "a" + "\u0301\u0323" * 4000


def seeds() -> dict[str, list[bytes]]:
    """Return well-formed files by suffix."""

    def body(document: object) -> None:
        document.add_heading("Minutes", level=1)  # type: ignore[attr-defined]
        document.add_paragraph("The ministers met in Suva.")  # type: ignore[attr-defined]
        document.add_table(rows=2, cols=2).cell(0, 0).text = "Item"  # type: ignore[attr-defined]

    word = made.docx(body)
    pages = [made.two_columns(), made.running_heads(2), made.table(), made.cjk(), made.hyphenated(),
             made.right_to_left("عبد الله"), made.raw_pdf(b"BT /F1 12 Tf 60 700 Td (Some text.) Tj ET")]  # fmt: skip
    mail = made.mail("The text.\n> quoted\n-- \nme\n", html=PAGE, attachments=[("a.pdf", "application/pdf", pages[-1])])
    return {
        ".txt": [TEXT.encode(), "Ünïcode é 日本 \r\n x".encode(), MARKS.encode()],
        ".md": [MARKDOWN.encode()],
        ".html": [
            PAGE.encode(),
            PAGE.encode("utf-16"),
            PAGE.replace("utf-8", "shift_jis").encode("shift_jis", "replace"),
        ],
        ".pdf": pages,
        ".docx": [word],
        ".eml": [mail, b"From: a@example.org\nSubject: S\nContent-Type: text/plain; format=flowed\n\nThe \nship.\n"],
        ".zip": [made.zipped({"a.txt": TEXT.encode(), "b.html": PAGE.encode(), "c.eml": mail, "d.pdf": pages[-1]})],
    }


_TOKENS: dict[str, list[bytes]] = {
    ".html": [
        b"<div>" * 300,
        b"</p>",
        b"<!--",
        b"]]>",
        b"<!ENTITY a 'b'>",
        b"&#xD800;",
        b"&#1114112;",
        b"<svg><p>",
        b"<table><td>",
        b"<script>",
        b"<br><br>",
        b'<meta charset="utf-7">',
        b'<html lang="\xff">',
        b"\x00",
        b"<p hidden>",
        b"<base href=x>",
    ],
    ".pdf": [
        b"/Length 999999999999",
        b"/Kids [3 0 R 3 0 R 2 0 R]",
        b"/Count -1",
        b"/Rotate 90",
        b"/Rotate 270",
        b"/MediaBox [0 0 0 0]",
        b"/MediaBox [0 0 1e30 -1e30]",
        b"/JS (x)",
        b"<< " * 500,
        b"/Filter /LZWDecode",
        b"endstream",
        b"%%EOF",
        b"1e38 0 0 1e38 0 0 cm",
        b"/F1 0 Tf",
        b"/F1 -12 Tf",
        b"100 Tz",
        b"/Contents 2 0 R",
        b"\x00" * 50,
    ],
    ".md": [
        b"---\n",
        b"[" * 400,
        b"> " * 300,
        b"`" * 50,
        b"&#0;",
        b"\\",
        b"![a](b)",
        b"| a | b |\n|-|-|\n",
        b"published: 2024-13-45\n",
    ],
    ".txt": [
        b"\xef\xbb\xbf",
        b"\r",
        b"\x0c",
        b"\xcc\x81" * 40,
        b"\xe2\x80\xa8",
        b"Published: 99 May 2024\n",
        b"\x00",
        b"." * 500,
    ],
    ".eml": [
        b"Content-Type: multipart/mixed; boundary=x\n",
        b"--x\n",
        b"Content-Transfer-Encoding: base64\n",
        b"=?utf-8?b?/w==?=",
        b"Date: Fri, 99 Foo 0000 99:99\n",
        b"Content-Type: message/rfc822\n\n",
        b'filename="../../a.txt"',
        b"charset=none",
        b"\n\n",
    ],
}
_XML = [b"<w:p>" * 200, b"<w:t>", b"</w:p>", b"<!DOCTYPE x>", b"<w:del>", b"&#0;", b"<w:tbl/>", b"\xff\xfe"]
_EDGES = [0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF]


def mutate(data: bytes, suffix: str, rng: random.Random, others: list[bytes]) -> bytes:
    """Return a mutated file: several small changes to the bytes, or one within the container's structure."""
    if suffix in (".zip", ".docx") and rng.random() < 0.6:
        return _in_archive(data, suffix, rng)
    if suffix == ".pdf" and rng.random() < 0.4:
        return _in_numbers(data, rng)
    for _ in range(rng.choice((1, 1, 2, 4, 12))):
        data = rng.choice(_CHANGES)(data, suffix, rng, others)
    return data[: 1 << 20]


Change = Callable[[bytes, str, random.Random, list[bytes]], bytes]


def _flip(data: bytes, _: str, rng: random.Random, __: list[bytes]) -> bytes:
    changed = bytearray(data)
    for _i in range(rng.choice((1, 3, 20))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(data: bytes, _: str, rng: random.Random, __: list[bytes]) -> bytes:
    a, b = sorted(rng.randrange(len(data) + 1) for _i in range(2))
    return data[:a] if rng.random() < 0.5 else data[:a] + data[b:]


def _repeat(data: bytes, _: str, rng: random.Random, __: list[bytes]) -> bytes:
    a = rng.randrange(len(data) + 1)
    piece = data[a : a + rng.choice((1, 10, 100, 1000))]
    return data[:a] + piece * rng.choice((2, 10, 100)) + data[a:]


def _insert(data: bytes, suffix: str, rng: random.Random, _: list[bytes]) -> bytes:
    a = rng.randrange(len(data) + 1)
    return data[:a] + rng.choice(_TOKENS.get(suffix, _XML)) + data[a:]


def _splice(data: bytes, _: str, rng: random.Random, others: list[bytes]) -> bytes:
    other = rng.choice(others)
    a, b = rng.randrange(len(data) + 1), rng.randrange(len(other) + 1)
    return data[:a] + other[b : b + rng.choice((20, 500, 5000))] + data[a:]


_CHANGES: list[Change] = [_flip, _cut, _repeat, _insert, _insert, _splice]


def _in_archive(data: bytes, suffix: str, rng: random.Random) -> bytes:
    """Mutate one member and pack it anew, or change a number of a header."""
    if rng.random() < 0.4:
        places = [m.start() for m in re.finditer(rb"PK\x03\x04|PK\x01\x02|PK\x05\x06", data)]
        at = rng.choice(places) + rng.randrange(4, 30)
        size = rng.choice((1, 2, 4))
        value = rng.choice(_EDGES) & ((1 << 8 * size) - 1)
        return data[:at] + value.to_bytes(size, "little") + data[at + size :]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = rng.choice(names)
        for name in names:
            content = source.read(name)
            if name == chosen:
                if rng.random() < 0.1:
                    continue
                for _ in range(rng.choice((1, 2, 5))):
                    content = rng.choice(_CHANGES)(content, suffix, rng, [content])
            target.writestr(name, content[: 1 << 20])
    return out.getvalue()


def _in_numbers(data: bytes, rng: random.Random) -> bytes:
    places = list(re.finditer(rb"(?<![\w.])-?\d+(?:\.\d+)?", data))
    for match in rng.sample(places, min(len(places), rng.choice((1, 3, 8)))):
        number = str(rng.choice((*_EDGES, -1, rng.randrange(100)))).encode()[: len(match.group())]
        data = data[: match.start()] + number.rjust(len(match.group())) + data[match.end() :]
    return data
