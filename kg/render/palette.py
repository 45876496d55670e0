"""Colour and shape by kind: the Okabe–Ito palette, and never colour alone."""

from __future__ import annotations

from typing import NamedTuple


class Look(NamedTuple):
    """How one group of nodes is drawn, and what the legend calls it."""

    label: str
    color: str
    shape: str
    size: int


LOOKS: dict[str, Look] = {
    "state": Look("states", "#0072B2", "dot", 20),
    "grouping": Look("groupings", "#56B4E9", "hexagon", 16),
    "organisation": Look("organisations", "#56B4E9", "square", 12),
    "person": Look("officials", "#999999", "dot", 9),
    "agreement": Look("agreements", "#D55E00", "diamond", 13),
    "partnership": Look("partnerships", "#E69F00", "diamond", 11),
    "programme": Look("programmes", "#009E73", "star", 14),
    "transfer": Look("transfers", "#009E73", "triangle", 11),
    "engagement": Look("engagements", "#CC79A7", "triangleDown", 11),
    "stance": Look("stances", "#F0E442", "square", 8),
    "incident": Look("incidents", "#000000", "square", 10),
    "membership": Look("memberships", "#56B4E9", "dot", 8),
    "post": Look("posts", "#999999", "square", 8),
}

OTHER = Look("other", "#777777", "dot", 8)


def look(kind: str) -> Look:
    """Return how a kind of node is drawn; an unknown kind is grey and called ``other``."""
    return LOOKS.get(kind, OTHER)
