"""Compare curated records with a second coding of the same sources, slot by slot.

    python scripts/compare_codings.py CODED.jsonl [MORE.jsonl] > differences.json

The draw is docs/measurements/2026-11-23-curated-draw.json; a coded row has its ``number``. Rows whose sources could not
be found are counted apart. Differences are listed for a third reading: not every one is an error of the record.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import yaml

from kg.contract import score

ROOT = Path(__file__).resolve().parent.parent
DRAW = ROOT / "docs" / "measurements" / "2026-11-23-curated-draw.json"


def curated() -> dict[str, dict[str, Any]]:
    """Return the curated records by the key that the draw uses."""
    found = {}
    for path in sorted((ROOT / "data" / "curated").glob("*/*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for place, record in enumerate(data.get("records") or ()):
            plain = json.loads(json.dumps(record, default=str))
            for stage in plain.get("stages") or ():
                stage.setdefault("modality", "asserted")
            found[record.get("key") or f"{path.stem}#{place}"] = plain
    return found


def main(files: list[str]) -> None:
    """Print agreement by slot and every difference."""
    keys, records = json.loads(DRAW.read_text(encoding="utf-8"))["keys"], curated()
    rows = [
        json.loads(line) for f in files for line in Path(f).read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    coded = {row["number"]: row for row in rows}
    slots: dict[str, Counter[str]] = defaultdict(Counter)
    differences, unread = [], []
    for number, key in enumerate(keys, 1):
        row = coded.get(number)
        if row is None or not row.get("found"):
            unread.append(key)
            continue
        ours = records[key]
        credit, only_ours, only_theirs = score.pair_arguments(ours, row)
        for argument in score.arguments(ours):
            slots[argument[0]]["curated"] += 1
        for argument in score.arguments(row):
            slots[argument[0]]["second"] += 1
        for name, left in (("only_curated", only_ours), ("only_second", only_theirs)):
            for argument in left:
                slots[argument[0]][name] += 1
        if only_ours or only_theirs:
            differences.append(
                {"key": key, "credit": credit, "curated": only_ours, "second": only_theirs, "note": row.get("note")}
            )
    report = {
        "drawn": len(keys), "compared": len(keys) - len(unread), "sources_not_found": unread,
        "slots": {k: dict(v) for k, v in sorted(slots.items())}, "differences": differences,
    }  # fmt: skip
    print(json.dumps(report, ensure_ascii=False, indent=1, default=str))


if __name__ == "__main__":
    main(sys.argv[1:])
