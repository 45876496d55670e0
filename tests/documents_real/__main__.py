"""By hand: ``python -m tests.documents_real --folder DIR``: read every HTML and PDF file below a folder and check them.

Each text is compared with an independent one: for HTML the words of the whole tree, and its long paragraphs, as lxml
gives them; for PDF the characters in the order of the file. The files stay where they are; the JSON that is written
names them by package, name and SHA-256 only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import time
from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kg.documents import Document, read_path
from kg.documents.builder import clean
from kg.errors import KGError

WORD = re.compile(r"\w+")
ASIDE = {"nav", "footer", "aside", "form", "noscript", "figcaption", "script", "style", "table"}
BOXES = {
    "comments": r"comment|views-row",
    "login or form": r"modal|auth|login|flyout|popup|subscri|embed|overlay",
    "teaser": r"promo|sidebar|sideblock|related|teaser|thumb|carousel|preview|readnext|morefrom|white-?paper|partner"
    r"|linkedin|gallery|story last|list-thumb|fig-micronav|block-content",
    "caption": r"caption|image-div|photo|storytopbar|toutwrapper|articlehead",
    "about the author": r"author|about",
    "footer": r"footer|ftr|footnote|legal|\bft\b|c25r|dv-item",
    "player": r"player",
}
ENOUGH_ORDER, MOST_LOST = 0.97, 0.01


def words(text: str) -> list[str]:
    return WORD.findall(clean(text).casefold())


def check_html(data: bytes, document: Document) -> dict[str, Any]:
    from kg.documents.html_source import parse

    _, tree = parse(data)
    for element in list(tree.iter("script", "style", "noscript", "template", "title")):
        element.drop_tree()
    raw = words(" ".join(tree.itertext()))
    own = words(document.text)
    paragraphs = [p for p in tree.iter("p") if not {a.tag for a in p.iterancestors()} & ASIDE]
    known = " ".join(own)
    long, lost = 0, []
    for p in paragraphs:
        text = words(" ".join(p.itertext()))
        linked = sum(len(words(" ".join(a.itertext()))) for a in p.iter("a"))
        if len(text) >= 15 and linked < 0.4 * len(text):
            long += 1
            joined = words("".join(p.itertext()))
            ends = [" ".join(w) for w in (text[:8], text[-8:], joined[:8], joined[-8:])]
            if not any(end in known for end in ends):
                lost.append(place_of(p))
    order = in_order(document, raw)
    return {"words": len(own), "order": order, "not_on_page": missing(document, raw), "paragraphs": long,
            "paragraphs_lost": lost.count("text"), "left_out": dict(sorted(Counter(lost).items()))}  # fmt: skip


def place_of(paragraph: Any) -> str:
    """Return what box a paragraph stands in, by the names of the elements above it; ``text`` where none tells."""
    names = " ".join(f"{a.get('class') or ''} {a.get('id') or ''}" for a in (paragraph, *paragraph.iterancestors()))
    return next((box for box, pattern in BOXES.items() if re.search(pattern, names, re.IGNORECASE)), "text")


def in_order(document: Document, raw: list[str]) -> float:
    """Return the share of the longer blocks that the page holds in the order in which they were put out.

    A block counts where its words stand together once in the raw text; the longest rising run of their places is in
    order, any other block is not.
    """
    whole = " " + " ".join(raw) + " "
    places = []
    for block in document.blocks:
        own = words(document.text[block.start : block.end])
        needle = " " + " ".join(own) + " "
        if len(own) >= 6 and whole.count(needle) == 1:
            places.append(whole.index(needle))
    rising: list[int] = []
    for place in places:
        at = bisect_left(rising, place)
        rising[at : at + 1] = [place]
    return round(len(rising) / len(places), 4) if places else 1.0


def missing(document: Document, raw: list[str]) -> float:
    """Return the share of our words that the page does not hold as often."""
    own = Counter(words(document.text))
    return round(sum((own - Counter(raw)).values()) / max(1, sum(own.values())), 4)


def check_pdf(data: bytes, document: Document) -> dict[str, Any]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    raw_pages = []
    for page in pdf:
        text = page.get_textpage().get_text_range(errors="ignore")
        raw_pages.append(words(re.sub(r"[-\ufffe\x02\xad]\s*\r?\n\s*(?=\w)", "", text.replace("\ufffe", "-\n"))))
    pdf.close()
    starts = [*document.pages, (len(document.text), 0)]
    own_pages: dict[int, list[str]] = {}
    for (start, page), (end, _) in zip(starts, starts[1:], strict=False):
        own_pages.setdefault(page, []).extend(words(document.text[start:end]))
    total = same = 0
    lost: Counter[str] = Counter()
    raw_all, own_all = Counter[str](), Counter[str]()
    for number, raw in enumerate(raw_pages, 1):
        own = own_pages.get(number, [])
        raw_all.update(raw)
        own_all.update(own)
        matcher = SequenceMatcher(None, raw, own, autojunk=False)
        same += sum(block.size for block in matcher.get_matching_blocks() if block.size >= 3 or len(own) < 20)
        total += len(own)
    letters_raw, letters_own = Counter("".join(raw_all.elements())), Counter("".join(own_all.elements()))
    lost = letters_raw - letters_own
    return {
        "words": total,
        "pages": len(raw_pages),
        "order": round(same / total, 4) if total else 1.0,
        "letters_lost": round(sum(lost.values()) / max(1, sum(letters_raw.values())), 5),
    }


def check(path: Path, folder: Path) -> dict[str, Any]:
    data = path.read_bytes()
    row: dict[str, Any] = {
        "package": path.relative_to(folder).parts[0],
        "file": path.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
    }
    began = time.perf_counter()
    try:
        document, _ = read_path(path)
    except KGError as error:
        return {**row, "result": type(error).__name__, "reason": error.message}
    row["seconds"] = round(time.perf_counter() - began, 3)
    checked = check_pdf(data, document) if document.pages else check_html(data, document)
    lost = checked.get("letters_lost", 0) > MOST_LOST or checked.get("paragraphs_lost", 0) > 0
    if lost:
        return {**row, **checked, "result": "something lost"}
    good = checked["order"] >= ENOUGH_ORDER
    return {**row, **checked, "result": "read in order" if good else "nothing lost, order not that of the file"}


def speed(rows: list[dict[str, Any]], suffix: str) -> dict[str, Any]:
    """Return pages and seconds of the files of a kind that were read, the worker's start included."""
    read = [r for r in rows if r["file"].lower().endswith(suffix) and "seconds" in r]
    pages, seconds = sum(r.get("pages", 1) for r in read), sum(r["seconds"] for r in read)
    return {"kind": suffix.lstrip("."), "pages": pages, "seconds": round(seconds, 1),
            "pages_per_second": round(pages / seconds, 1) if seconds else None}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--output", type=Path, help="a JSON file; standard output without it")
    given = parser.parse_args()
    files = sorted(p for p in given.folder.rglob("*") if p.suffix.lower() in (".html", ".htm", ".pdf") and p.is_file())
    rows = [check(path, given.folder) for path in files]
    counts = Counter((Path(r["file"]).suffix.lower().lstrip("."), r["result"]) for r in rows)
    report = {
        "what": "Real HTML and PDF files read by kg and compared with an independent reading of the same bytes.",
        "counts": [{"kind": kind, "result": result, "files": n} for (kind, result), n in sorted(counts.items())],
        "read_with": {name: version(name) for name in ("trafilatura", "htmldate", "lxml", "pypdfium2")},
        "speed": [speed(rows, suffix) for suffix in (".html", ".pdf")],
        "thresholds": {"order": ENOUGH_ORDER, "letters_lost": MOST_LOST, "paragraphs_lost": 0},
        "files": rows,
    }
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    if given.output:
        given.output.write_text(text, encoding="utf-8")
    else:
        print(text)  # noqa: T201


if __name__ == "__main__":
    main()
