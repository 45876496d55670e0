"""The sample article as web page, PDF, Word file, mail and archive member states what its plain text states."""

from __future__ import annotations

import html
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from tests.system.conftest import run_kg

TITLE = "Dhaka and Tokyo sign a defence pact"


def as_html(paragraphs: list[str], target: Path) -> None:
    body = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
    menu = (
        "<nav><ul>" + "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in ("Home", "World", "Contact")) + "</ul></nav>"
    )
    teasers = "<aside class='related'><h3>Related</h3><a href='#'>India and France sign a Rafale contract</a></aside>"
    target.write_text(
        f"<!doctype html><html lang='en'><head><title>{TITLE} | Desk</title></head><body><header>{menu}</header>"
        f"<article><h1>{TITLE}</h1>{body}</article>{teasers}<footer>© Desk. All rights reserved.</footer></html>",
        encoding="utf-8",
    )


def as_pdf(paragraphs: list[str], target: Path) -> None:
    styles = getSampleStyleSheet()
    flow = [Paragraph(TITLE, styles["Title"]), *(Paragraph(html.escape(p), styles["BodyText"]) for p in paragraphs)]
    SimpleDocTemplate(str(target)).build(flow)


def as_docx(paragraphs: list[str], target: Path) -> None:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(target))


def as_eml(paragraphs: list[str], target: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = TITLE, "Desk <desk@example.org>"
    message["Date"] = "Wed, 04 Feb 2026 09:00:00 +0600"
    message.set_content("\n\n".join(paragraphs))
    target.write_bytes(bytes(message))


def as_zip(paragraphs: list[str], target: Path) -> None:
    as_html(paragraphs, target.with_suffix(".html"))
    with zipfile.ZipFile(target, "w") as archive:
        archive.write(target.with_suffix(".html"), "pages/one.html")
    target.with_suffix(".html").unlink()


def facts(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file, without the places of their receipts, which differ from format to format."""
    done = run_kg("extract", path, "--published", "2026-02-04")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    for record in records:
        del record["doc"]
        record["evidence"] = sorted(e["quote"] for e in record["evidence"])
    return sorted(records, key=lambda r: json.dumps(r, sort_keys=True))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("suffix", "write"), [("html", as_html), ("pdf", as_pdf), ("docx", as_docx), ("eml", as_eml), ("zip", as_zip)]
)
def test_the_format_of_a_document_does_not_change_what_it_states(
    shared: Path, tmp_path: Path, suffix: str, write: Callable[[list[str], Path], None]
) -> None:
    article = next((shared / "seeds").glob("*.txt"))
    paragraphs = [line.strip() for line in article.read_text(encoding="utf-8").splitlines() if line.strip()]
    write(paragraphs, tmp_path / f"sample.{suffix}")
    (tmp_path / "sample.txt").write_text("\n\n".join([TITLE, *paragraphs]), encoding="utf-8")

    expected = facts(tmp_path / "sample.txt")

    assert len(expected) == 11
    assert facts(tmp_path / f"sample.{suffix}") == expected
