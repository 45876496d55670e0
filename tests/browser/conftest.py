"""A real Chromium, one for the session; every test gets a context of its own and a network that refuses or hangs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    found = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, headless=True, args=ARGS)
        yield browser
        browser.close()


class Visit:
    """One page opened from disk: what it asked of the network, and what its console said."""

    def __init__(self, browser: Any, path: Path, *, hang: bool = False, fragment: str = "") -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 860})
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.errors: list[str] = []

        def route(route: Any) -> None:
            if route.request.url.startswith("file:"):
                route.continue_()
                return
            self.requests.append(route.request.url)
            if not hang:
                route.abort()

        self.page.route("**/*", route)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        self.page.goto(f"file://{path}{fragment}", wait_until="domcontentloaded", timeout=15_000)
        self.page.wait_for_function("document.body.dataset.ready === '1'", timeout=15_000)


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Visit]]:
    made: list[Visit] = []

    def opened(path: Path, **kwargs: Any) -> Visit:
        made.append(Visit(chromium, path, **kwargs))
        return made[-1]

    yield opened
    for v in made:
        v.context.close()
