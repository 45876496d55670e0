"""Seconds to tell the origins of many documents, by number of documents, on texts made for it.

Every tenth document is a story; the others are stories of their own or printings of an earlier one (cut, re-ordered,
with boilerplate). Growth is the exponent of a log-log fit over the sizes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import platform
import random
import statistics
import time
from pathlib import Path

from kg.documents.fingerprint import fingerprint
from kg.resolution.origins import resolve_origins
from kg.resolution.publication import Publication

VOCABULARY = [f"{a}{b}" for a in "ba ce di fo gu ka le mi no pu ra se ti vo zu".split() for b in map(str, range(200))]
BOILERPLATE = " ".join(f"house{n}" for n in range(40))


def make(number: int, seed: int) -> list[Publication]:
    """Return publications: 40 % originals, 60 % printings of them by other publishers within three days."""
    chance = random.Random(seed)
    stories: list[tuple[list[str], int]] = []
    out = []
    for i in range(number):
        if not stories or chance.random() < 0.4:
            paragraphs = [" ".join(chance.choices(VOCABULARY, k=chance.randint(25, 60))) for _ in range(12)]
            day = chance.randint(0, 3000)
            stories.append((paragraphs, day))
        else:
            paragraphs, day = chance.choice(stories)
            paragraphs, day = list(paragraphs), day + chance.randint(0, 3)
            how = chance.randint(0, 3)
            if how == 1:
                paragraphs = paragraphs[: chance.randint(3, 11)]
            elif how == 2:
                chance.shuffle(paragraphs)
            elif how == 3:
                paragraphs.append(BOILERPLATE)
        text = "\n".join(paragraphs)
        recorded = (dt.date(2018, 1, 1) + dt.timedelta(days=day)).isoformat()
        out.append(
            Publication(
                iri=f"doc-{i:06}",
                publisher=f"paper {chance.randint(0, 400)}",
                recorded=recorded,
                fingerprint=fingerprint(text),
            )
        )
    return out


def main() -> None:
    """Print one row a size, and the whole as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1250, 2500, 5000, 10000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--output")
    given = parser.parse_args()
    rows = []
    for size in given.sizes:
        began = time.perf_counter()
        pubs = make(size, given.seed)
        sketching = time.perf_counter() - began
        seconds = []
        for _ in range(given.rounds):
            began = time.perf_counter()
            origins = resolve_origins(pubs)
            seconds.append(time.perf_counter() - began)
        length = statistics.mean(len(str(p.fingerprint)) for p in pubs)
        rows.append(
            {
                "documents": size,
                "copies": sum(c.of is not None for c in origins.copies.values()),
                "origins_s": {"median": statistics.median(seconds), "min": min(seconds), "max": max(seconds)},
                "making_and_sketching_s": sketching,
                "literal_characters_mean": length,
            }
        )
        print(f"{size:6} documents  {statistics.median(seconds):6.2f} s  {length:5.0f} characters a fingerprint")
    logs = [(math.log(r["documents"]), math.log(r["origins_s"]["median"])) for r in rows]
    growth = statistics.linear_regression(*zip(*logs, strict=True)).slope if len(logs) > 1 else None
    print(f"growth: n^{growth:.2f}" if growth is not None else "growth: one size only")
    if given.output:
        data = {"machine": platform.machine(), "python": platform.python_version(), "seed": given.seed,
                "rounds": given.rounds, "growth": growth, "rows": rows}  # fmt: skip
        Path(given.output).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
