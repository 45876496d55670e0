"""By hand: ``python -m tests.fuzz --seconds 600 --seed 1``: mutate files of every format and read them."""

from __future__ import annotations

import argparse
import base64
import json
import random
import subprocess
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from tests.fuzz.check import outcome
from tests.fuzz.inputs import mutate, seeds

TWICE_EVERY = 25


def run(seconds: float, seed: int, *, rounds: int | None = None) -> dict[str, Any]:
    """Mutate and read until the time is over, or for a number of rounds; return what happened."""
    given = seeds()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    slowest: dict[str, Any] = {"seconds": 0.0}
    crashes: list[dict[str, str]] = []
    everything = [data for files in given.values() for data in files]
    began, number = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        while time.monotonic() - began < seconds and (rounds is None or number < rounds):
            rng = random.Random(f"{seed}/{number}")
            suffix = sorted(given)[number % len(given)]
            data = mutate(rng.choice(given[suffix]), suffix, rng, everything)
            start = time.perf_counter()
            try:
                how, found = outcome(data, suffix, folder=folder)
                if number % TWICE_EVERY == 0:
                    assert outcome(data, suffix, folder=folder) == (how, found), "read differently the second time"
            except Exception as error:  # noqa: BLE001 - the search for these is the purpose
                how = "crash"
                crashes.append(
                    {"number": str(number), "suffix": suffix, "error": f"{type(error).__name__}: {error}"[:500],
                     "where": traceback.format_exc()[-900:], "input": base64.b64encode(data).decode()[:4000]}
                )  # fmt: skip
            took = time.perf_counter() - start
            if took > slowest["seconds"]:
                slowest = {
                    "seconds": round(took, 3),
                    "number": number,
                    "suffix": suffix,
                    "bytes": len(data),
                    "outcome": how,
                }
            counts[suffix][how] += 1
            number += 1
    return {
        "seed": seed,
        "seconds": round(time.monotonic() - began),
        "inputs": number,
        "outcomes": {suffix: dict(sorted(c.items())) for suffix, c in sorted(counts.items())},
        "slowest": slowest,
        "crashes": len(crashes),
        "findings": crashes[:20],
    }


def _git(*args: str) -> str:
    return subprocess.run(["git", *args], capture_output=True, text=True, check=False).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    report = {
        "what": "Mutated files of every format, read by kg.",
        "commit": _git("rev-parse", "HEAD"),
        "changed_since_commit": _git("status", "--porcelain", "--", "kg/documents", "tests/fuzz") != "",
        **run(given.seconds, given.seed),
    }
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    if given.output:
        given.output.write_text(text, encoding="utf-8")
    else:
        print(text)  # noqa: T201


if __name__ == "__main__":
    main()
