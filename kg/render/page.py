"""``pyvis.Network`` to one self-contained HTML file, through a template of our own.

Stock pyvis is neither offline nor safe against the text of documents (docs/decisions/0006): it stays as the model of
nodes, edges and options, and this module writes the page. Everything from the graph travels as JSON and is written
by the page with ``textContent``; a policy of hashes lets no other script run and no request leave.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.render.palette import look

if TYPE_CHECKING:
    from pyvis.network import Network

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {
        "borderWidth": 1,
        "font": {"size": 14, "strokeWidth": 4, "strokeColor": "#ffffff", "color": "#1b1b1f"},
        "scaling": {"label": {"enabled": True, "drawThreshold": 7}},
    },
    "edges": {
        "smooth": False,
        "selectionWidth": 2,
        "hoverWidth": 1,
        "color": {"inherit": False, "color": "#7d818b", "highlight": "#004b91", "hover": "#004b91"},
        "font": {"size": 11, "color": "#444444", "strokeWidth": 3, "strokeColor": "#ffffff"},
        "arrows": {"to": {"enabled": False, "scaleFactor": 0.5}},
    },
    "interaction": {
        "hover": True,
        "hideEdgesOnDrag": True,
        "hideEdgesOnZoom": True,
        "tooltipDelay": 120,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
}


@cache
def _asset(name: str) -> str:
    return (files("kg.render") / "assets" / name).read_text(encoding="utf-8")


def ascii_script(text: str) -> str:
    r"""Return script text as pure ASCII, so that its hash survives any encoding of the page around it.

    Characters outside ASCII become ``\u`` escapes, which strings and regular expressions read alike; the reference
    to a source map is dropped, since following it would be a request.
    """
    text = re.sub(r"//# sourceMappingURL=\S*\s*$", "", text)
    out = []
    for char in text:
        if ord(char) < 128:
            out.append(char)
        else:
            units = char.encode("utf-16-be")
            out += [f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)]
    script = "".join(out)
    if "</script" in script.lower() or "<!--" in script:
        message = "a script of the page would end its own element"
        raise ValueError(message)
    return script


def script_hash(script: str) -> str:
    """Return the source expression of a content policy that lets one inline script run."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode("ascii")).digest()).decode("ascii") + "'"


def safe_json(data: object) -> str:
    """Return JSON in which no character can end the script element that holds it; pure ASCII, keys sorted."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def page(
    network: Network,
    *,
    title: str,
    frame: str,
    receipts: list[dict[str, Any]],
    documents: list[dict[str, Any]],
) -> str:
    """Return the page.

    Parameters
    ----------
    network : pyvis.network.Network
        Nodes with ``x``, ``y``, ``group_`` (a kind), ``kind``, ``facts`` (pairs of text), ``aliases`` and
        ``receipts`` (indexes); edges with ``id``, ``label``, ``facts`` and ``receipts``.
    title : str
        Of the page.
    frame : str
        What the picture covers and leaves out, printed under the title and on the exported picture.
    receipts : list of dict
        ``quote``, ``grade``, ``doc`` (an index), ``what``, ``who``.
    documents : list of dict
        ``title``, ``publisher``, ``published``, ``url``, ``project``, ``sources``.

    Returns
    -------
    str
        One HTML file that asks nothing of any network.
    """
    from jinja2 import Environment
    from markupsafe import Markup

    groups: dict[str, int] = {}
    for node in network.nodes:
        groups[node["group_"]] = groups.get(node["group_"], 0) + 1
    legend = [
        {"group": g, "n": n, "label": look(g).label, "color": look(g).color, "shape": look(g).shape}
        for g, n in sorted(groups.items(), key=lambda item: (-item[1], item[0]))
    ]
    data = {
        "nodes": network.nodes,
        "edges": network.edges,
        "options": OPTIONS,
        "legend": legend,
        "receipts": receipts,
        "documents": documents,
    }
    vis, app = ascii_script(_asset("vis-network.min.js")), ascii_script(_asset("network.js"))
    csp = (
        f"default-src 'none'; script-src {script_hash(vis)} {script_hash(app)}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    template = Environment(autoescape=True).from_string(_asset("network.html.j2"))
    # The four marked texts are the project's own files, and JSON in which no character can end its element.
    return template.render(
        title=title,
        frame=frame,
        csp=csp,
        css=Markup(_asset("network.css")),
        vis=Markup(vis),
        app=Markup(app),
        data=Markup(safe_json(data)),
        n_nodes=len(network.nodes),
        n_edges=len(network.edges),
    )
