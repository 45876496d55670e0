"""Make data/built anew: what may be passed on of the World Factbook and of the Foreign Military Training Report.

Usage: python scripts/extract_public_domain.py FACTBOOK_FOLDER FMTRPT_FOLDER
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

FIELD = "International organization participation"
BUILT = Path(__file__).resolve().parent.parent / "data" / "built"


def main(factbook: Path, fmtrpt: Path) -> None:
    """Write one small file for each state of the Factbook that has the field, and the report's XML, packed."""
    for path in sorted(factbook.rglob("*.json")):
        text = (json.loads(path.read_text(encoding="utf-8")).get("Government", {}).get(FIELD) or {}).get("text")
        if text:
            # The code, so that no two files are equal: a document is named by its bytes.
            whole = {"code": path.stem, "Government": {FIELD: {"text": text}}}
            target = BUILT / "factbook" / path.name
            target.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for path in sorted(fmtrpt.glob("*.xml")):
        (BUILT / "fmtrpt" / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
