"""Picture of the report on the curated records, into docs/images.

Usage: python scripts/report_picture.py. Chromium of the system, as in the browser tests; the day is that of
docs/reference/report-checklist.md.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Literal

from click.testing import CliRunner
from playwright.sync_api import sync_playwright

from kg.cli import main

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-06-30"
SHOTS: tuple[tuple[int, Literal["light", "dark"], str, str], ...] = (
    (1280, "light", "report.png", "Polities by number of partners"),
    (390, "dark", "report-narrow.png", "Where documents disagree"),
)


def kg(*words: str) -> None:
    """Run a command, or stop with what it said."""
    done = CliRunner().invoke(main, list(words))
    if done.exit_code:
        raise SystemExit(done.output)


with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
    place, page = f"{folder}/work", f"{folder}/report.html"
    kg("init", place)
    kg("-w", place, "load", "curated")
    kg("-w", place, "report", "--as-of", DAY, "--incomplete-ok", "--out", page)
    browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    for width, scheme, name, heading in SHOTS:
        tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        tab.goto(f"file://{page}")
        top = tab.get_by_role("heading", name=heading).bounding_box()
        assert top is not None, heading
        tab.screenshot(
            path=str(ROOT / "docs" / "images" / name),
            full_page=True,
            clip={"x": 0, "y": max(0.0, top["y"] - 24), "width": width, "height": 1000},
        )
        print(f"docs/images/{name}")
    browser.close()
