"""Write data/registry/holders.csv from the curated office-holders; a test holds the two together."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from kg.export.files import write_text
from kg.holders import COLUMNS
from kg.sources.curated.people import read_holders

ROOT = Path(__file__).resolve().parent.parent


def table() -> str:
    """Return the table as CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([COLUMNS, *read_holders(ROOT / "data" / "curated" / "offices")])
    return buffer.getvalue()


if __name__ == "__main__":
    print(write_text(ROOT / "data" / "registry" / "holders.csv", [table()]), "bytes")
