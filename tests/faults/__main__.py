"""By hand: ``python -m tests.faults --rounds 50 --seed 1``: kill commands at seeded moments, look at what is left."""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import tempfile
import time
from pathlib import Path

from tests.faults.rounds import ROOT, rounds


def _git(*args: str) -> str:
    return subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        report = rounds(Path(name), seed=options.seed, number=options.rounds)
    head = {
        "what": "kg commands killed by SIGKILL at seeded moments; what was left, and whether it could be completed.",
        "commit": _git("rev-parse", "HEAD"),
        "changed_since_commit": bool(_git("status", "--porcelain", "--", "kg", "tests/faults")),
        "python": platform.python_version(),
        "seconds": round(time.monotonic() - began),
    }
    text = json.dumps(head | report, indent=1) + "\n"
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    print(text)  # noqa: T201 - the report of a program run by hand


if __name__ == "__main__":
    main()
