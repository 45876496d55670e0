"""Pictures of the network: the only package that imports pyvis."""

from __future__ import annotations

from kg.render.network import MAX_EDGES, MAX_NODES, render_network

__all__ = ["MAX_EDGES", "MAX_NODES", "render_network"]
