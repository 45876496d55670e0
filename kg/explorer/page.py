"""The explorer's page: one HTML file of the committed assets and the document, under a policy of hashes."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from kg.render.page import ascii_script, safe_json, script_hash


@cache
def _asset(name: str) -> str:
    return (files("kg.explorer") / "assets" / name).read_text(encoding="utf-8")


def policy() -> str:
    """Return the page's content security policy: the program and the map's chunk by their hashes, no request."""
    hashes = " ".join(script_hash(ascii_script(_asset(name))) for name in ("explorer.js", "map.js"))
    return (
        f"default-src 'none'; script-src {hashes}; "
        "style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def explorer_page(data: dict[str, Any], *, served: bool = False) -> str:
    """Return the page.

    Parameters
    ----------
    data : dict
        Of :func:`kg.explorer.data.explorer_data`.
    served : bool
        Whether a server stands behind the page, which builds the graph of another day when asked.

    Returns
    -------
    str
        One HTML file that asks nothing of any network; equal data make equal bytes.
    """
    from jinja2 import Environment
    from markupsafe import Markup

    app = ascii_script(_asset("explorer.js"))
    template = Environment(autoescape=True).from_string(_asset("explorer.html.j2"))
    # The marked texts are the project's own files, and JSON in which no character can end its element.
    return template.render(
        title=data["title"],
        frame=data["frame"],
        csp=policy(),
        css=Markup(_asset("explorer.css")),
        app=Markup(app),
        # Inert text until somebody asks for the map: the page then runs it.
        map=Markup(ascii_script(_asset("map.js"))),
        served=served,
        data=Markup(safe_json(data)),
    )
