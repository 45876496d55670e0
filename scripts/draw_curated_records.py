"""Draw curated records by seed for a second coding, as a sheet without their values.

    python scripts/draw_curated_records.py SHEET [--seed 20261123] [--size 60]

The sheet gives number, kind, the states that it concerns and the sources; the coder reads those and nothing else. The
keys are printed, so that the draw can be committed before the coding.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Draw, write the sheet, print the keys."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--size", type=int, default=60)
    given = parser.parse_args()
    found = []
    for path in sorted((ROOT / "data" / "curated").glob("*/*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if data.get("status") != "verified":
            continue
        for place, record in enumerate(data.get("records") or ()):
            used = dict.fromkeys(e["source"] for e in record["evidence"])
            key = record.get("key") or f"{path.stem}#{place}"
            found.append((key, record, [data["sources"][s] for s in used]))
    drawn = random.Random(given.seed).sample(sorted(found, key=lambda f: f[0]), given.size)
    rows = [
        {
            "number": number,
            "kind": record["kind"],
            "states": [p["id"] for p in record["participants"] if p["kind"] in ("state", "grouping") and p.get("id")],
            "sources": [{k: s.get(k) for k in ("publisher", "title", "url", "published")} for s in sources],
        }
        for number, (_, record, sources) in enumerate(drawn, 1)
    ]
    given.sheet.write_text(
        "".join(json.dumps(r, ensure_ascii=False, default=str) + "\n" for r in rows), encoding="utf-8"
    )
    print(json.dumps({"seed": given.seed, "of": len(found), "keys": [key for key, *_ in drawn]}, indent=1))


if __name__ == "__main__":
    main()
