"""The page's parts: the carried library is what its makers built, and equal graphs give equal pages."""

from __future__ import annotations

import hashlib
from pathlib import Path

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kg.render.layout import positions
from kg.render.page import ascii_script, safe_json

VIS_NETWORK_10_1_5 = "b427322ad953d70ab75d1b798ebb8349863502f244e02de3e12a4ab7dfeddf2c"


def test_vis_network_is_the_file_that_its_makers_published(root: Path) -> None:
    data = (root / "kg/render/assets/vis-network.min.js").read_bytes()

    assert hashlib.sha256(data).hexdigest() == VIS_NETWORK_10_1_5


@given(st.recursive(st.text() | st.integers() | st.none(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_no_data_can_end_the_element_that_holds_it(data: object) -> None:
    import json

    text = safe_json(data)

    assert data == json.loads(text)
    assert text.isascii()
    assert not set("<>&") & set(text)


def test_script_text_is_ascii_and_means_the_same() -> None:
    assert ascii_script('say("é😀")') == 'say("\\u00e9\\ud83d\\ude00")'


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30))
def test_every_node_gets_one_place_whatever_the_order_of_edges(pairs: list[tuple[int, int]]) -> None:
    forth: nx.MultiDiGraph = nx.MultiDiGraph([(str(a), str(b)) for a, b in pairs])
    back: nx.MultiDiGraph = nx.MultiDiGraph([(str(a), str(b)) for a, b in reversed(pairs)])

    assert positions(forth) == positions(back)
    assert set(positions(forth)) == set(forth.nodes)


def test_components_do_not_overlap_and_a_lone_node_stays_near() -> None:
    graph = nx.compose(nx.cycle_graph(["a", "b", "c", "d"]), nx.path_graph(["x", "y"]))
    graph.add_node("lone")
    placed = positions(graph)
    width = max(x for x, _ in placed.values()) - min(x for x, _ in placed.values())

    assert len(set(placed.values())) == len(placed)
    assert width < 1_500
