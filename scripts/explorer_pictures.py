"""Make the pictures of docs/how-to/explore.md, from the reference cases under tests/cases: needs a Chromium."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SHOTS: tuple[tuple[str, int, int, str, str], ...] = (
    ("explorer", 1280, 860, "light", "kgExplorer.open(of('BGD'))"),
    (
        "explorer-relation",
        1280,
        860,
        "light",
        (
            "kgExplorer.open(of('PNG')); kgExplorer.act.select({t: 'relation', r: kgExplorer.model.data.disagreements"
            ".find(d => d.slot === 'role').relation}); document.getElementById('panel').scrollTop = 900"
        ),
    ),
    (
        "explorer-paths",
        1280,
        860,
        "dark",
        "kgExplorer.open(of('BGD')); document.getElementById('path').click(); pick('path-b', 'Philippines')",
    ),
    (
        "explorer-narrow",
        390,
        844,
        "dark",
        "kgExplorer.open(of('JPN')); document.getElementById('stage').scrollIntoView()",
    ),
)
_WORDS = """const of = id => kgExplorer.model.byId.get(id);
const pick = (id, text) => { const q = document.getElementById(id); q.value = text; q.dispatchEvent(new Event('input'));
  q.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'})); };"""


def main() -> None:
    """Write the pictures."""
    from playwright.sync_api import sync_playwright

    from kg.explorer import explorer
    from tests.cases.reading import CASES, graph_of

    found = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "graph.html"
        page_file.write_text(explorer(graph_of(CASES)).html, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for name, width, height, scheme, script in SHOTS:
            options: dict[str, Any] = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
            page = browser.new_context(**options).new_page()
            page.goto(f"file://{page_file}")
            page.wait_for_function("document.body.dataset.ready === '1'")
            page.evaluate(f"() => {{ {_WORDS} {script} }}")
            page.wait_for_timeout(400)
            page.screenshot(path=ROOT / "docs" / "images" / f"{name}.png")
            print(f"docs/images/{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
