"""List pairs of records that may be accounts of one thing, for labelling by hand (data/identity).

Reads the development and illustration sets, pairs records of one kind that share a core participant, sorts the pairs
into strata and draws from each by a hash of their keys: the same sets always give the same draw. It gives no label.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SETS = {"development": ROOT / "data/gold/development/documents", "illustrations": ROOT / "data/documents"}
SIDE_ROLES = {"signatory", "witness", "observer"}  # these do not make two records candidates
STRATA = ("alike", "same-parties", "overlap", "random", "one-document")


class Entry(NamedTuple):
    """A gold record with its document, place in it and core participants."""

    doc: str
    published: str
    number: int
    record: dict[str, Any]
    core: frozenset[str]

    @property
    def key(self) -> str:
        """Return the document and the record's place in it."""
        return f"{self.doc}#{self.number}"


def folded(label: str) -> str:
    """Return a label without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", label)
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c)).casefold()).strip()


def core(record: dict[str, Any]) -> frozenset[str]:
    """Return keys of the core participants: states, groupings and organisations; of a post also its holder."""
    post = record["kind"] == "post"
    found = set()
    for p in record.get("participants", ()):
        if p["role"] in SIDE_ROLES or (p["kind"] == "person" and not post):
            continue
        words = folded(p["label"])
        found.add(words.split()[-1] if post and p["kind"] == "person" and words else p.get("id") or words)
    return frozenset(found)


def entries() -> list[Entry]:
    """Return every record of the two sets, by document and place."""
    out = []
    for name, texts in SETS.items():
        for path in sorted((ROOT / "data/gold" / name / "records").glob("*.jsonl")):
            text = next(texts.glob(f"{path.stem}.*")).read_text(encoding="utf-8")
            published = re.search(r"^published:\s*[\"']?([\d-]+)", text, re.MULTILINE)
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
            for number, line in enumerate(lines):
                record = {k: v for k, v in json.loads(line).items() if k not in {"doc", "evidence"}}
                out.append(Entry(path.stem, published.group(1) if published else "", number, record, core(record)))
    return sorted(out, key=lambda e: (e.doc, e.number))


def stratum(a: Entry, b: Entry) -> str | None:
    """Return the stratum of a pair, or None where the two share no core participant."""
    if a.record["kind"] != b.record["kind"] or not a.core & b.core:
        return None
    if a.doc == b.doc:
        return "one-document"
    if a.record.get("type") != b.record.get("type"):
        return "same-parties" if a.core == b.core else "random"
    return "alike" if a.core == b.core else "overlap"


def drawn(pairs: Iterator[tuple[str, Entry, Entry]], most: dict[str, int]) -> list[tuple[str, Entry, Entry]]:
    """Return for each kind and stratum the pairs with the smallest hashes, up to its number."""
    order = sorted(pairs, key=lambda p: hashlib.sha256(f"{p[1].key} {p[2].key}".encode()).hexdigest())
    taken: Counter[tuple[str, str]] = Counter()
    out = []
    for name, a, b in order:
        cell = (a.record["kind"], name)
        if taken[cell] < most[name]:
            taken[cell] += 1
            out.append((name, a, b))
    return sorted(out, key=lambda p: (p[1].record["kind"], STRATA.index(p[0]), p[1].key, p[2].key))


def main() -> None:
    """Write the drawn pairs as JSON Lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, number in zip(STRATA, (400, 60, 80, 15, 10), strict=True):
        parser.add_argument(f"--{name}", type=int, default=number, help=f"pairs a kind from this stratum ({number})")
    most = {name: getattr(parser.parse_args(), name.replace("-", "_")) for name in STRATA}
    every = entries()
    pairs = ((s, a, b) for a, b in itertools.combinations(every, 2) if (s := stratum(a, b)))
    for name, a, b in drawn(pairs, most):
        sides = {
            side: {"doc": e.doc, "number": e.number, "published": e.published, "record": e.record}
            for side, e in (("a", a), ("b", b))
        }
        sys.stdout.write(json.dumps({"stratum": name, **sides}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
