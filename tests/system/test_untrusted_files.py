"""Bombs, lies and active files, as a user would give them: refused with the limit, in time, within bounded memory."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.system.conftest import run_kg
from tests.unit.documents import made

MIB = 1024 * 1024
MOST_MEMORY = 400 * MIB
"""Of any one process, resident: the command itself, or its worker."""
MOST_SECONDS = 30
GOOD = b"Published: 2024-05-02\n\nAustralia and Fiji signed a status of forces agreement in Suva on 1 May 2024.\n"


def word(document: Any) -> None:
    document.add_paragraph("The ministers of Fiji and Tonga met on Monday.")


def entities() -> bytes:
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "lol">{levels}]><w>&e9;</w>'
    return made.with_parts(made.docx(word), {"word/document.xml": bomb.encode()})


def ten_gigabytes() -> bytes:
    """Return a ZIP whose one member says, and is, ten gigabytes of zeros (packed about 1000 to 1)."""
    return made.zeros(10 << 30) if os.environ.get("KG_SLOW") else made.zeros(1 << 30)


def overlapping() -> bytes:
    """Return a ZIP whose list names one member's bytes 900 times."""
    data = made.zipped({"a.txt": b"x" * MIB})
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[at:end]
    names = b"".join(entry.replace(b"a.txt", b"%05d" % i) for i in range(900))
    tail = bytearray(data[end:])
    tail[8:10] = tail[10:12] = (900).to_bytes(2, "little")
    tail[12:16] = len(names).to_bytes(4, "little")
    return data[:at] + names + bytes(tail)


def pages(count: int) -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(count))
    return made.raw_pdf(b"BT ET").replace(b"/Kids [3 0 R] /Count 1", b"/Kids [" + kids + b"] /Count %d" % count)


def secret(canvas: Any, _: Any) -> None:
    canvas.drawString(60, 700, "The text is secret.")


BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "bomb.zip": (ten_gigabytes, "refused", "limit unpacked_bytes is 134217728"),
    "ratio.zip": (lambda: made.zeros(100 << 20), "refused", "limit ratio is 200"),
    "overlap.zip": (overlapping, "refused", "limit unpacked_bytes is"),
    "nested.zip": (lambda: made.zipped({"in.zip": made.zeros(1 << 20)}), "refused", "limit depth is 1"),
    "declared.zip": (
        lambda: made.lying(made.zipped({"a.txt": b"x" * 5000}), "a.txt", 2**31),
        "refused",
        "2147483648 bytes",
    ),
    "understated.zip": (
        lambda: made.lying(made.zipped({"a.txt": b"x" * 5000}), "a.txt", 9),
        "failed",
        "not of the length that it declares",
    ),
    "members.zip": (lambda: made.zipped({f"{i}.txt": b"" for i in range(1500)}), "refused", "limit members is 1000"),
    "entities.docx": (entities, "refused", "XML entities"),
    "declared.docx": (lambda: made.lying(made.docx(word), "[Content_Types].xml", 2**31), "refused", "2147483648 bytes"),
    "bomb.docx": (
        lambda: made.with_parts(made.docx(word), {"word/media/x.bin": bytes(120 << 20)}),
        "refused",
        "limit ratio is 200",
    ),
    "password.pdf": (lambda: made.pdf(secret, encrypt="pw"), "refused", "asks for a password"),
    "script.pdf": (
        lambda: made.raw_pdf(b"BT ET", extra=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        "refused",
        "JavaScript",
    ),
    "length.pdf": (lambda: made.raw_pdf(b"BT ET", length=2**31), "refused", "stream of 2147483648 bytes"),
    "pages.pdf": (lambda: pages(5000), "refused", "limit pages is 2000"),
    "scan.pdf": (lambda: made.scan(2), "refused", "2 of 2 pages hold no text; run OCR first"),
    "length.eml": (lambda: b"From: a@example.org\nContent-Length: 2147483648\n\nx", "refused", "2147483648 bytes"),
    "entities.xhtml": (
        lambda: b'<!DOCTYPE html [<!ENTITY a "b">]><html><p>&a;</p></html>',
        "refused",
        "XML entities of its own",
    ),
    "deep.html": (lambda: b"<html>" + b"<div>" * 500_000 + b"The text.", "refused", "limit is 255 levels"),
    "other.docx": (lambda: b"plain words", "refused", "not those of a Word document"),
}


def ingest_with_memory(workspace: Path, *paths: Path) -> tuple[dict[str, dict[str, Any]], int, float]:
    """Run ``kg ingest``; return its outcomes by file name, the largest process's memory in bytes, and the seconds."""
    code = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "sys.stdout.write(done.stdout); sys.stderr.write(done.stderr)\n"
        "sys.stderr.write('\\nPEAK %d' % resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, sys.executable, "-m", "kg.cli", "-w", workspace, "ingest", "--json", *paths],
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    errors, _, peak = done.stderr.rpartition("PEAK ")
    assert "Traceback" not in errors, errors
    scale = 1 if sys.platform == "darwin" else 1024
    rows = json.loads(done.stdout)["documents"]
    return {Path(row["path"]).name: row for row in rows}, int(peak) * scale, seconds


def write(folder: Path, name: str) -> Path:
    (folder / name).write_bytes(BAD[name][0]())
    return folder / name


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, dict[str, Any]], int, float]:
    """All bad files and a good one, ingested by one command."""
    folder = tmp_path_factory.mktemp("bad")
    assert run_kg("init", folder / "w").returncode == 0
    paths = [write(folder, name) for name in BAD]
    (folder / "good.txt").write_bytes(GOOD)
    rows, peak, seconds = ingest_with_memory(folder / "w", *paths, folder / "good.txt")
    return {name.replace("in.zip", "nested.zip"): row for name, row in rows.items()}, peak, seconds


@pytest.mark.parametrize("name", list(BAD))
def test_each_bad_file_is_refused_with_its_limit(
    batch: tuple[dict[str, dict[str, Any]], int, float], name: str
) -> None:
    _, status, words = BAD[name]
    row = batch[0][name]

    assert row["status"] == status
    assert words in row["reason"]
    assert row["records"] == 0


def test_the_good_file_beside_them_is_ingested_in_time_and_within_memory(
    batch: tuple[dict[str, dict[str, Any]], int, float],
) -> None:
    rows, peak, seconds = batch

    assert rows["good.txt"]["status"] == "added"
    assert peak < MOST_MEMORY
    assert seconds < MOST_SECONDS


def test_a_bad_file_leaves_no_trace_in_the_archive_and_no_process(workspace: Path, tmp_path: Path) -> None:
    for name in ("ratio.zip", "entities.docx", "script.pdf", "length.eml"):
        write(tmp_path, name)
    before = set(Path(os.environ.get("TMPDIR", "/tmp")).iterdir())
    done = run_kg(
        "-w", workspace, "ingest", *(tmp_path / n for n in ("ratio.zip", "entities.docx", "script.pdf", "length.eml"))
    )

    assert done.returncode == 3
    assert [p.name for p in (workspace / "archive").iterdir()] == ["manifest.jsonl"]
    left = {p.name for p in set(Path(os.environ.get("TMPDIR", "/tmp")).iterdir()) - before}
    assert not {n for n in left if n.startswith(("kg", "tmp"))}


def test_a_folder_of_all_kinds_is_ingested_and_every_member_has_its_line(workspace: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    sentence = "Australia and Fiji signed a status of forces agreement in Suva on 1 May 2024."
    page = f"<html><body><article><h1>Pact</h1><p>{sentence}</p></article></body></html>".encode()
    (folder / "a.html").write_bytes(page)
    (folder / "b.pdf").write_bytes(made.pdf(lambda canvas, _: canvas.drawString(40, 700, sentence)))
    (folder / "c.docx").write_bytes(made.docx(lambda document: document.add_paragraph(sentence)))
    (folder / "d.eml").write_bytes(made.mail(sentence + "\n", attachments=[("n.txt", "text/plain", GOOD)]))
    (folder / "e.zip").write_bytes(made.zipped({"x/one.html": page + b"<!-- other bytes -->", "two.csv": b"a"}))
    (folder / "f.txt").write_bytes(made.pdf(lambda canvas, _: canvas.drawString(40, 600, sentence)))
    (folder / "g.txt").write_text("両国の防衛大臣は那覇で会談し、来年も協議を続けることで一致した。" * 9)
    rows, peak, _ = ingest_with_memory(workspace, folder)
    done = run_kg("-w", workspace, "ingest", "--json", folder)
    again = json.loads(done.stdout)["documents"]

    assert {name: (row["status"], row["records"]) for name, row in rows.items()} == {
        "a.html": ("added", 1), "b.pdf": ("added", 1), "c.docx": ("added", 1), "d.eml": ("added", 1),
        "n.txt": ("added", 1),
        "one.html": ("added", 1), "two.csv": ("skipped", 0), "f.txt": ("added", 1), "g.txt": ("skipped", 0),
    }  # fmt: skip
    assert rows["one.html"]["path"].endswith("e.zip!/x/one.html")
    assert "though it is named .txt" in rows["f.txt"]["reason"]
    assert "Japanese (ja" in rows["g.txt"]["reason"]
    assert [row["status"] for row in again if row["status"] != "skipped"] == ["unchanged"] * 7
    assert peak < MOST_MEMORY


def test_a_receipt_of_a_paged_document_names_the_page(tmp_path: Path) -> None:
    def draw(canvas: Any, _: Any) -> None:
        canvas.drawString(40, 700, "The yearbook begins with a list of ships and of their harbours in the north.")
        canvas.showPage()
        canvas.drawString(40, 700, "Australia and Fiji signed a status of forces agreement in Suva on 1 May 2024.")

    (tmp_path / "yearbook.pdf").write_bytes(made.pdf(draw))
    done = run_kg("extract", tmp_path / "yearbook.pdf")
    (record,) = [json.loads(line) for line in done.stdout.splitlines()]

    assert record["doc"] == "yearbook"
    assert {evidence["locator"] for evidence in record["evidence"]} == {"page 2"}


def test_extract_names_a_member_by_its_path_and_text_prints_it(tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    path.write_bytes(made.zipped({"a/one.txt": GOOD, "b/one.txt": GOOD.replace(b"Fiji", b"Tonga")}))
    done = run_kg("extract", path)
    shown = run_kg("text", f"{path}!/a/one.txt")
    several = run_kg("text", path)

    assert [json.loads(line)["doc"] for line in done.stdout.splitlines()] == ["in.zip!/a/one.txt", "in.zip!/b/one.txt"]
    assert shown.stdout.encode() == GOOD
    assert several.returncode != 0
    assert "It holds 2 documents" in several.stderr


def test_the_tests_measure_memory_at_all() -> None:
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0
    assert zipfile.ZipFile(io.BytesIO(ten_gigabytes())).infolist()[0].file_size >= 1 << 30
