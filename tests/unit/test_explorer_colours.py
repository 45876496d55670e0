"""Colours of the explorer: they stand out from the ground, and where two look alike to some eyes the shapes differ."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

# Machado, Oliveira and Fernandes 2009, severity 1: what those see who lack one kind of cone, in linear RGB.
EYES = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
ALIKE = 12.0
"""CIE76 distance below which two thin lines are easily taken for each other."""


@pytest.fixture(scope="module")
def look(root: Path) -> str:
    return (root / "explorer" / "src" / "look.ts").read_text(encoding="utf-8")


def table(text: str, name: str) -> dict[str, str]:
    """The pairs of an object literal of text or numbers, by key."""
    body = re.search(rf"\b{name}\b[^={{]*[=:]\s*\{{([^}}]*)\}}", text)
    assert body, name
    return {k: (v or n) for k, v, n in re.findall(r"(\w+): (?:\"([^\"]*)\"|(\[[^\]]*\]|\d+))", body[1])}


def theme(text: str, name: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """Ground, colours of kinds of relations, colours of kinds of actors."""
    part = text[text.index(f"export const {name}: Theme") :]
    ground = re.search(r'ground: "(#\w+)"', part)
    assert ground
    return ground[1], table(part, "kinds"), table(part, "nodes")


def linear(color: str) -> np.ndarray:
    value = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(a: np.ndarray, b: np.ndarray) -> float:
    bright = sorted(float(np.clip(x, 0, 1) @ [0.2126, 0.7152, 0.0722]) for x in (a, b))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)
    t = xyz / [0.95047, 1.0, 1.08883]
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("name", ["LIGHT", "DARK"])
def test_every_colour_stands_out_and_those_that_look_alike_differ_in_shape(look: str, name: str, eye: str) -> None:
    ground, kinds, nodes = theme(look, name)
    shapes, marks = table(look, "EDGE_SHAPES"), table(look, "NODE_SHAPES")
    sizes = table(look, "NODE_SIZES")
    assert set(kinds) == set(shapes)
    assert set(nodes) == set(marks) == set(sizes)
    seen = EYES[eye]

    for color in (*kinds.values(), *nodes.values()):
        assert contrast(seen @ linear(color), seen @ linear(ground)) >= 3, color
    for colors, form in ((kinds, shapes), (nodes, {k: (marks[k], int(sizes[k]) > 10) for k in nodes})):
        for a, b in itertools.combinations(sorted(colors), 2):
            apart = float(np.linalg.norm(lab(seen @ linear(colors[a])) - lab(seen @ linear(colors[b]))))
            assert apart >= ALIKE or form[a] != form[b], f"{a} and {b} look alike"


def test_what_is_not_stated_is_drawn_in_a_way_of_its_own(look: str) -> None:
    dashes = table(look, "DASHES")

    assert dashes.pop("stated") == "[]"
    assert len(set(dashes.values())) == len(dashes) >= 8
    assert "[]" not in dashes.values()
