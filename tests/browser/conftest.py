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
    """One page, from disk or from a server of this machine: what it asked of any other, what its console said.

    Parameters
    ----------
    browser
        A running Chromium.
    address : Path or str
        A file, or an address of a server; whatever is asked of that server passes, everything else is refused.
    hang : bool
        Whether a request to anybody else hangs instead of being refused.
    fragment : str
        Put after the address.
    context
        Options of the browser's context.
    """

    def __init__(
        self, browser: Any, address: Path | str, *, hang: bool = False, fragment: str = "", **context: Any
    ) -> None:
        given = {"viewport": {"width": 1280, "height": 860}, "accept_downloads": True, **context}
        self.context = browser.new_context(**given)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.set_default_timeout(8_000)
        start = f"file://{address}" if isinstance(address, Path) else address
        own = "file:" if isinstance(address, Path) else "/".join(address.split("/")[:3]) + "/"

        def route(route: Any) -> None:
            if route.request.url.startswith(own):
                route.continue_()
                return
            self.requests.append(route.request.url)
            if not hang:
                route.abort()

        self.page.route("**/*", route)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        self.page.add_init_script(
            "window.REPORTS=[];document.addEventListener('securitypolicyviolation',e=>REPORTS.push(e.violatedDirective))"
        )
        self.page.goto(start + fragment, wait_until="domcontentloaded", timeout=15_000)
        self.page.wait_for_function("document.body.dataset.ready === '1'", timeout=15_000)

    def quiet(self) -> None:
        """Assert that nobody was asked for anything, and that neither console nor policy had to say anything."""
        assert self.requests == []
        # A browser asks a server for an icon by itself.
        assert [e for e in self.errors if "favicon" not in e] == []
        assert self.page.evaluate("window.REPORTS") == []


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Visit]]:
    made: list[Visit] = []

    def opened(path: Path, **kwargs: Any) -> Visit:
        made.append(Visit(chromium, path, **kwargs))
        return made[-1]

    yield opened
    for v in made:
        v.context.close()
