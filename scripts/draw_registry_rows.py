"""Draw rows of the registry for an independent second reading: `draw_registry_rows.py --seed N --rows 60`.

Every row of an entity, membership or place has the same chance, whatever file it stands in; names are drawn with the
entity that they belong to. The seed makes the draw repeatable on the same files.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from pathlib import Path

FILES = ("polities", "organisations", "groupings", "memberships", "programmes", "exercises", "places")
FOLDER = Path(__file__).resolve().parent.parent / "data" / "registry"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one file."""
    path = FOLDER / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def main() -> None:
    """Print the drawn rows as JSON lines, each with its file and, for an entity, its names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--rows", type=int, default=60)
    asked = parser.parse_args()
    population = [(name, row) for name in FILES for row in rows(name)]
    names: dict[str, list[str]] = {}
    for row in (*rows("names"), *rows("place_names")):
        names.setdefault(row["key"], []).append(f"{row['name']} ({row.get('kind') or row.get('claimant')})")
    for name, row in sorted(
        random.Random(asked.seed).sample(population, asked.rows), key=lambda drawn: (drawn[0], *drawn[1].values())
    ):
        print(json.dumps({"file": name, **row, "names": names.get(row.get("key", ""), [])}, ensure_ascii=False))


if __name__ == "__main__":
    main()
