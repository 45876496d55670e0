"""ZIP and EML: members and attachments are documents of their own; bombs and lies are refused."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from kg.documents import read_bytes, read_parts, read_path
from kg.documents.archive import Archive
from kg.errors import EmptyDocumentError, KGError, MissingPathError, RefusedDocumentError, UnreadableDocumentError
from tests.unit.documents import made

TEXT = b"Two navies met off Guam."


def parts(tmp_path: Path, name: str, data: bytes) -> dict[str, str]:
    (tmp_path / name).write_bytes(data)
    return {p.path.removeprefix(str(tmp_path) + "/"): p.reason or p.status for p in read_parts(tmp_path / name)}


def test_members_are_documents_of_their_own_with_their_own_hash(tmp_path: Path) -> None:
    data = made.zipped({"a/one.txt": TEXT, "two.html": b"<html><p>Two ships sailed.</p></html>", "three.xls": b"x",
                        ".hidden.txt": b"x", "__MACOSX/._a": b"x", "README.txt": b"x"})  # fmt: skip
    (tmp_path / "z.zip").write_bytes(data)
    found = list(read_parts(tmp_path / "z.zip"))

    assert {p.path.split("!/")[1]: p.status for p in found} == {
        "a/one.txt": "read", "two.html": "read", "three.xls": "skipped", "README.txt": "skipped"
    }  # fmt: skip
    assert found[0].document is not None
    assert found[0].document.id == read_bytes(TEXT, name="x.txt").id
    assert found[0].document.stem == "z.zip!/a/one.txt"
    assert found[0].data == TEXT


def test_one_member_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "z.zip"
    path.write_bytes(made.zipped({"a.txt": TEXT, "b.txt": b"Other."}))

    assert read_path(Path(f"{path}!/a.txt"))[0].text == TEXT.decode()
    with pytest.raises(RefusedDocumentError, match=r"holds 2 documents.*z\.zip!/a\.txt"):
        read_path(path)
    with pytest.raises(MissingPathError):
        read_path(Path(f"{path}!/c.txt"))


def test_a_member_is_read_again_from_the_archive(tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(made.zipped({"d/report.pdf": made.table()}))
    (part,) = read_parts(tmp_path / "z.zip")
    archive = Archive(tmp_path / "archive")

    assert part.document is not None
    assert archive.add(part.document, part.data, suffix=part.suffix)
    again = archive.read(part.document.id)
    assert (again.text, again.blocks, again.pages) == (part.document.text, part.document.blocks, part.document.pages)


def test_what_is_wrong_with_a_member_does_not_cost_the_others(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("../../out.txt", TEXT)
        archive.writestr("/abs.txt", TEXT)
        archive.writestr("C:/drive.txt", TEXT)
        archive.writestr("bz.txt", TEXT, compress_type=zipfile.ZIP_BZIP2)
        archive.writestr("latin.txt", b"\xe9")
        archive.writestr("empty.txt", b"")
        archive.writestr("inner.zip", made.zipped({"a.txt": TEXT}))
        archive.writestr("good.txt", TEXT)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("good.txt", TEXT)
    said = [(p.path.split("!/", 1)[1], p.status, p.reason) for p in read_parts(path)]

    assert [(name, status) for name, status, _ in said] == [
        ("link.txt", "skipped"), ("../../out.txt", "refused"), ("/abs.txt", "refused"), ("C:/drive.txt", "refused"),
        ("bz.txt", "refused"), ("latin.txt", "failed"), ("empty.txt", "skipped"), ("inner.zip", "refused"),
        ("good.txt", "read"), ("good.txt", "refused"),
    ]  # fmt: skip
    reasons = [reason for *_, reason in said]
    for words, reason in zip(
        ("symbolic link", "out of the archive", "out of the archive", "out of the archive", "method 12", "not UTF-8",
         "file is empty", "limit depth is 1", "", "this name twice"), reasons, strict=True):  # fmt: skip
        assert words in reason


def test_an_encrypted_member_is_refused_by_name(tmp_path: Path) -> None:
    data = bytearray(made.zipped({"a.txt": TEXT, "b.txt": TEXT}))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + place] |= 1

    assert parts(tmp_path, "z.zip", bytes(data)) == {
        "z.zip!/a.txt": "The member is encrypted. Pack it without a password.", "z.zip!/b.txt": "read"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (made.zeros(64 << 20), "ratio is 200"),
        (made.zipped({"a.txt": b"x" * (129 << 20)}, method=zipfile.ZIP_STORED)[: 60 << 20], "No|no ZIP"),
        (made.zipped({f"{i}.txt": b"x" for i in range(1001)}), "1001 members.*members is 1000"),
        (made.lying(made.zipped({"a.txt": TEXT * 99}), "a.txt", 2**31), "declares 2147483648 bytes.*unpacked_bytes is"),
        (made.lying(made.zipped({"a.txt": TEXT * 99}), "a.txt", 10), "damaged, or not of the length that it declares"),
        (made.lying(made.zipped({"a.txt": TEXT * 99}), "a.txt", 10**6), "declares 1000000 bytes|not of the length"),
        (b"PK\x03\x04" + bytes(100), "no ZIP archive that can be opened"),
    ],
)
def test_bombs_and_lies_are_refused_whole(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "z.zip").write_bytes(data)
    with pytest.raises((RefusedDocumentError, UnreadableDocumentError), match=words):
        list(read_parts(tmp_path / "z.zip"))


def test_an_archive_of_nothing_is_empty(tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(made.zipped({}))
    with pytest.raises(EmptyDocumentError, match="holds no file"):
        list(read_parts(tmp_path / "z.zip"))


def test_a_mail_gives_its_subject_its_day_its_text_and_its_attachments(tmp_path: Path) -> None:
    text = (
        "Dear all,\n\nThe ministers of Fiji and Japan met in Suva and signed the exchange of notes.\n\n"
        "On Sun, 5 May 2024, A. Person wrote:\n> Will they sign at all?\n> I doubt it.\n\n-- \nPress Office\nSuva\n"
    )
    data = made.mail(text, attachments=[("notes.pdf", "application/pdf", made.table()),
                                        ("../x/page.html", "text/html", b"<html><p>The annex.</p></html>"),
                                        ("logo.png", "image/png", b"\x89PNG")])  # fmt: skip
    (tmp_path / "m.eml").write_bytes(data)
    own, *rest = read_parts(tmp_path / "m.eml")
    document = own.document

    assert document is not None
    assert (document.title, document.published, document.publisher) == (
        "Ministers meet in Suva",
        "2024-05-06",
        "example.org",
    )
    read = [document.text[b.start : b.end] for b in document.blocks if b.kind != "furniture"]
    assert read == ["Ministers meet in Suva", "Dear all,",
                    "The ministers of Fiji and Japan met in Suva and signed the exchange of notes."]  # fmt: skip
    assert "I doubt it" in document.text
    assert [(p.path.split("!/")[1], p.status) for p in rest] == [
        ("notes.pdf", "read"), ("page.html", "read"), ("logo.png", "skipped")
    ]  # fmt: skip


def test_a_mail_in_html_alone_is_read_and_its_quotes_are_furniture() -> None:
    page = "<html><body><p>The boats arrived on Friday.</p><blockquote>Old text of a reply.</blockquote></body></html>"
    raw = (f"From: a@gmail.com\nSubject: =?utf-8?b?w4lsw6lnYW50?=\nDate: bad\nMIME-Version: 1.0\n"
           f"Content-Type: text/html; charset=utf-8\n\n{page}")  # fmt: skip
    document = read_bytes(raw.encode(), name="m.eml")

    assert document.title == "Élégant"
    assert (document.published, document.publisher) == (None, None)
    assert [(b.kind, document.text[b.start : b.end]) for b in document.blocks][1:] == [
        ("paragraph", "The boats arrived on Friday."), ("furniture", "Old text of a reply.")
    ]  # fmt: skip


def test_soft_line_ends_of_a_flowed_mail_are_joined() -> None:
    raw = b"From: a@example.org\nSubject: S\nContent-Type: text/plain; format=flowed\n\nThe ship \nsailed on.\n"

    assert read_bytes(raw, name="m.eml").text == "S\nThe ship sailed on."


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no headers at all\n", "none of the headers of an e-mail"),
        (b"From: a@b.example\nContent-Length: 2147483648\n\nx", "declares a part of 2147483648 bytes"),
        (b"From: a@b.example\nContent-Disposition: attachment; filename=a.pdf; size=2147483648\n\nx", "2147483648"),
    ],
)
def test_what_is_no_mail_or_lies_is_told(data: bytes, words: str) -> None:
    with pytest.raises((RefusedDocumentError, UnreadableDocumentError), match=words):
        read_bytes(data, name="m.eml")


@pytest.mark.parametrize(
    ("name", "data", "media_type", "note"),
    [
        ("a.txt", made.table(), "application/pdf", "read as a PDF file, though it is named .txt"),
        ("a.md", b"<!DOCTYPE html><html><p>Text of a page.</p></html>", "text/html", "read as an HTML page"),
        ("a.pdf", b"<html><p>Text of a page.</p></html>", "text/html", "read as an HTML page, though it is named .pdf"),
        ("a.zip", made.docx(lambda d: d.add_paragraph("Text.")), "application/vnd", "read as a Word document"),
        ("a.txt", b"# no page, <html> comes later", "text/plain", ""),
    ],
)
def test_a_file_is_read_as_what_it_is(name: str, data: bytes, media_type: str, note: str) -> None:
    document = read_bytes(data, name=name)

    assert document.media_type.startswith(media_type)
    assert [w[: len(note)] for w in document.warnings] == ([note] if note else [])


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"plain words", "named .pdf, but its bytes are not those of a PDF"),
        ("a.docx", b"plain words", "not those of a Word document"),
        ("a.docx", made.zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "an Excel workbook"),
        ("a.html", b"\x89PNG\r\n", "a PNG picture"),
        ("a.zip", b"\x1f\x8b\x08", "a gzip archive"),
    ],
)
def test_a_file_that_is_not_what_it_is_named_is_refused(name: str, data: bytes, words: str) -> None:
    with pytest.raises(KGError, match=words):
        read_bytes(data, name=name)
