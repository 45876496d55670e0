"""The pyvis network of a projection, and its page."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from kg.errors import RenderLimitError
from kg.namespaces import digest
from kg.render.layout import positions
from kg.render.page import page
from kg.render.palette import look

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network

    from kg.projection import Snapshot
    from kg.projection.snapshot import Receipt

MAX_NODES, MAX_EDGES = 2_000, 6_000
"""Above these a picture answers nothing: it is refused unless forced, and the alternatives are named."""


FONTS = {"state": 27, "grouping": 24, "organisation": 16, "programme": 16, "agreement": 14, "person": 12}
"""Label sizes; the page hides a label that would be drawn too small, so the largest stay in an overview."""

STATE_BOX = (190.0, 115.0)
"""Pixels that a state asks for on the canvas, its large label included."""

LABEL_WIDTH = 24
"""Characters after which a label on the canvas goes on in the next line."""


def _folded(label: str) -> str:
    """Return a label in lines for the canvas, at most three; the panel shows it whole."""
    lines = textwrap.wrap(label, LABEL_WIDTH, break_long_words=False) or [label]
    return "\n".join([*lines[:2], lines[2] + " …"] if len(lines) > 3 else lines)


def build_network(graph: nx.MultiDiGraph[str], receipts: dict[Receipt, int]) -> Network:
    """Fill a ``pyvis.Network`` from a relation network, with coordinates and receipts.

    Parameters
    ----------
    graph : nx.MultiDiGraph
        Of :func:`kg.projection.relation_network`.
    receipts : dict of Receipt to int
        Filled here: the index of every receipt that a node or edge refers to.

    Returns
    -------
    pyvis.network.Network
        Directed, physics off; every node and edge with the fields that :func:`kg.render.page.page` reads.
    """
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)

    def numbers(found: tuple[Receipt, ...]) -> list[int]:
        return [receipts.setdefault(r, len(receipts)) for r in found]

    places = positions(graph, boxes={n: STATE_BOX for n in graph if graph.nodes[n]["kind"] == "state"})
    for node in sorted(graph.nodes):
        about: dict[str, Any] = graph.nodes[node]
        style = look(about["kind"])
        degree = graph.degree(node)
        network.add_node(
            node,
            label=_folded(about["label"]),
            name=about["label"],
            title=f"{about['label']}\n{about['kind']}",
            x=places[node][0],
            y=places[node][1],
            shape=style.shape,
            color=style.color,
            size=style.size + min(degree, 40) * 0.6 if about["kind"] == "state" else style.size,
            font={"size": FONTS.get(about["kind"], 13)},
            group_=about["kind"],
            kind=about["kind"],
            facts=[[k, v] for k, v in about["facts"]],
            aliases=about["aliases"],
            receipts=numbers(about["receipts"]),
        )
    edges = sorted(graph.edges(data=True), key=lambda e: (e[0], e[1], e[2]["label"], str(e[2]["facts"])))
    seen: dict[str, int] = {}
    for source, target, about in edges:
        key = digest(source, target, about["label"])
        seen[key] = seen.get(key, 0) + 1
        network.add_edge(
            source,
            target,
            id=f"edge-{key}-{seen[key]}",
            label=about["label"],
            title=about["label"],
            arrows="to" if about["role"] in ("supplier", "recipient", "initiator", "target", "actor", "owner") else "",
            facts=[[k, v] for k, v in about["facts"]],
            receipts=numbers(about["receipts"]),
            font={"size": 0},
        )
    return network


def render_network(graph: nx.MultiDiGraph[str], snapshot: Snapshot, *, title: str, force: bool = False) -> str:
    """Draw a relation network as one self-contained HTML page.

    Parameters
    ----------
    graph : nx.MultiDiGraph
        Of :func:`kg.projection.relation_network`.
    snapshot : Snapshot
        The one that the graph was projected from; gives the documents behind the receipts.
    title : str
        Of the page.
    force : bool
        Draw it even above the limits.

    Raises
    ------
    RenderLimitError
        If it has more than 2,000 nodes or 6,000 edges and is not forced.
    """
    n, m = graph.number_of_nodes(), graph.number_of_edges()
    if not force and (n > MAX_NODES or m > MAX_EDGES):
        raise RenderLimitError(
            f"The network has {n} nodes and {m} edges; up to {MAX_NODES} and {MAX_EDGES} can be read in one picture.",
            hint="Narrow it with --around KEY, --layer LAYER or --kind KIND, or give --force.",
        )
    numbered: dict[Receipt, int] = {}
    network = build_network(graph, numbered)
    documents: dict[str, int] = {}
    receipts = []
    for receipt in numbered:
        index = documents.setdefault(receipt.doc, len(documents))
        receipts.append(
            {
                "quote": receipt.quote,
                "citation": receipt.citation,
                "grade": receipt.grade,
                "doc": index,
                "what": receipt.grade,
                "who": receipt.who,
            }
        )
    shown = []
    for iri in documents:
        about = snapshot.documents[iri]
        shown.append(
            {
                "title": about.get("title", ""),
                "publisher": about.get("publisher", "unknown publisher"),
                "published": about.get("published", "no date"),
                "url": about.get("url", ""),
                "project": about["project"],
                "sources": about["sources"],
            }
        )
    return page(network, title=title, frame=str(graph.graph["frame"]), receipts=receipts, documents=shown)
