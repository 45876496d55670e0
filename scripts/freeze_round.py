"""Freeze a round on real pages before its run: pages with hashes, the readings, and the commit that is to be run.

    python scripts/freeze_round.py NN FOLDER

FOLDER holds ``documents/`` (texts with front matter), ``records/`` and ``second/``; data/rounds/NN holds topics.yaml.
Texts stay where they are: only addresses, hashes and records without quotes are written.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from kg.documents import read_path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("kind", "type", "name", "participants", "stages", "items", "amount", "programme", "attribution")


def main(number: str, source: Path) -> None:
    """Write pages.yaml, records/ and second/ of one round; refuse what the procedure forbids."""
    place = ROOT / "data" / "rounds" / number
    years = yaml.safe_load((place / "topics.yaml").read_text(encoding="utf-8"))["years"]
    if (place / "pages.yaml").exists():
        sys.exit(f"{place / 'pages.yaml'} exists: a round is frozen once.")
    used = {
        urlsplit(page["url"]).hostname
        for other in (ROOT / "data" / "rounds").glob("*/pages.yaml")
        for page in yaml.safe_load(other.read_text(encoding="utf-8"))["pages"].values()
    }
    pages: dict[str, dict[str, object]] = {}
    for path in sorted((source / "documents").glob("*.md")):
        front = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n", 2)[1])
        document, _ = read_path(path)
        page = {
            "url": front["url"],
            "title": str(front["title"]),
            "publisher": str(front["publisher"]),
            "genre": front["genre"],
            "query": int(front["query"]),
            "sha256": hashlib.sha256(document.text.encode()).hexdigest(),
        }
        if document.published:
            page["published"] = document.published
            if int(document.published[:4]) not in years:
                sys.exit(f"{path.stem}: published {document.published}, which is no year of round {number}.")
        if urlsplit(front["url"]).hostname in used:
            sys.exit(f"{path.stem}: {front['url']} is of an outlet that an earlier round used.")
        pages[path.stem] = page
    for part, required in (("records", True), ("second", False)):
        found = {p.stem for p in (source / part).glob("*.jsonl")}
        if (required and found != set(pages)) or not found <= set(pages):
            sys.exit(f"{part}: {sorted(found ^ set(pages))[:3]} is a text without records, or records without a text.")
        (place / part).mkdir(exist_ok=True)
        for stem in sorted(found):
            rows = [
                json.loads(line) for line in (source / part / f"{stem}.jsonl").read_text().splitlines() if line.strip()
            ]
            lines = [{"doc": stem, **{k: r[k] for k in KEPT if r.get(k) not in (None, [], "")}} for r in rows]
            (place / part / f"{stem}.jsonl").write_text(
                "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in lines)
            )
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    head = {"round": int(number), "extractor": commit.stdout.strip(), "pages": pages}
    (place / "pages.yaml").write_text(yaml.safe_dump(head, sort_keys=False, allow_unicode=True), encoding="utf-8")
    print(f"round {number}: {len(pages)} pages, {sum(1 for _ in (place / 'second').iterdir())} read twice")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
