"""Where a thing's page is: on the server by its IRI's own path, in a static site beside the page that links to it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from kg.namespaces import ID, IPSC


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of pages.

    Attributes
    ----------
    static : bool
        Whether the pages are files.
    up : str
        In a static site, the way from the page to its root (empty or ``../``).
    clocks : str
        Query string with the clocks of the page, which its links keep; empty in a static site.
    """

    static: bool = False
    up: str = ""
    clocks: str = ""

    def home(self) -> str:
        """Return the address of the first page."""
        return f"{self.up}index.html" if self.static else "/"

    def asset(self, name: str) -> str:
        """Return the address of a file of the site itself."""
        return f"{self.up}assets/{name}" if self.static else f"/assets/{name}"

    def thing(self, iri: str) -> str | None:
        """Return the address of a thing's page; None for what has none."""
        for namespace, folder in ((ID, "id"), (IPSC, "concept")):
            if iri.startswith(namespace):
                name = quote(iri.removeprefix(namespace), safe="-._~")
                return f"{self.up}{folder}/{name}.html" if self.static else f"/{folder}/{name}{self.clocks}"
        return None

    def data(self, iri: str, suffix: str) -> str | None:
        """Return the address of a thing's data in a format."""
        for namespace, folder in ((ID, "id"), (IPSC, "concept")):
            if iri.startswith(namespace):
                name = quote(iri.removeprefix(namespace), safe="-._~")
                return f"{self.up if self.static else '/'}{folder}/{name}.{suffix}"
        return None

    def browse(self, kind: str, page: int = 1) -> str:
        """Return the address of a list."""
        if self.static:
            return f"{self.up}browse/{kind}{f'-{page}' if page > 1 else ''}.html"
        return f"/browse/{kind}{f'?page={page}' if page > 1 else ''}"
