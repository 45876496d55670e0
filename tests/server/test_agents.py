"""The protocol's own client against ``kg mcp`` as a process: tools, answers with quotes, refusals."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.errors import RequestError
from kg.server.agents import INSTRUCTIONS, arguments_of, tools
from kg.server.openapi import operations

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")


def ask(workspace: Path, *calls: tuple[str, dict[str, Any]], options: tuple[str, ...] = ()) -> tuple[Any, list[Any]]:
    """Start a server, list its tools, make the calls one after the other."""

    async def talk() -> tuple[Any, list[Any]]:
        from mcp import ClientSession, StdioServerParameters, stdio_client

        environment = {k: v for k, v in os.environ.items() if k != "KG_WORKSPACE"}
        parameters = StdioServerParameters(
            command=sys.executable, args=["-m", "kg.cli", "-w", str(workspace), "mcp", *options], env=environment
        )
        async with stdio_client(parameters) as streams, ClientSession(*streams) as session:
            hello = await session.initialize()
            listed = await session.list_tools()
            return (hello, listed), [await session.call_tool(name, given) for name, given in calls]

    # A thread of its own: where browser tests ran before, their event loop is still alive in this one.
    with ThreadPoolExecutor(max_workers=1) as alone:
        return alone.submit(lambda: asyncio.run(asyncio.wait_for(talk(), 120))).result()


@pytest.fixture(scope="module")
def talked(served_workspace: Path) -> tuple[Any, list[Any]]:
    return ask(
        served_workspace,
        ("run_query", {"name": "binds", "parameters": {"a": "Japan", "b": "BGD"}}),
        ("search", {"q": "reciprocal access", "limit": 2}),
        ("entity", {"id": "Atlantis"}),
        ("entity", {"id": "JPN", "colour": "red"}),
        ("neighbours", {"id": "JPN", "limit": 100000}),
        ("paths", {"from": "BGD", "to": "AUS", "through": ["state"]}),
        ("drop_everything", {}),
        ("run_query", {"name": "binds", "parameters": {"a": "JPN' } DELETE", "b": "BGD"}}),
    )


def test_what_binds_two_states_comes_in_one_call_with_sources(talked: tuple[Any, list[Any]]) -> None:
    answer = talked[1][0].structured_content
    rows = [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]

    assert not answer["cut"]
    assert len(rows) == answer["total"] > 3
    assert all(row["quote"] and row["document"].startswith("ips-id:doc-") for row in rows)
    assert "L6" in {row["layer"] for row in rows}
    assert json.loads(talked[1][0].content[0].text) == answer


def test_the_tools_are_the_operations_of_the_api_and_read_only(talked: tuple[Any, list[Any]]) -> None:
    (hello, listed), _ = talked

    assert [t.name for t in listed.tools] == [o.name for o in operations()]
    assert all(t.annotations.read_only_hint for t in listed.tools)
    assert all(t.description and t.input_schema["additionalProperties"] is False for t in listed.tools)
    assert "$ref" not in json.dumps([t.input_schema for t in listed.tools])
    assert hello.instructions == INSTRUCTIONS


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (2, "KG102.*Atlantis"),
        (3, "colour.*no argument"),
        (4, "limit is '100000'.*1 to"),
        (6, "drop_everything.*no tool"),
        (7, "KG4|KG1"),
    ],
)
def test_what_is_wrong_is_said_with_the_next_step(talked: tuple[Any, list[Any]], number: int, says: str) -> None:
    import re

    answer = talked[1][number]

    assert answer.is_error
    assert re.search(says, answer.content[0].text), answer.content[0].text


def test_pages_and_paths_carry_their_receipts(talked: tuple[Any, list[Any]]) -> None:
    found, path = talked[1][1].structured_content, talked[1][5].structured_content

    assert len(found["hits"]) == 2
    assert found.get("next") or found.get("cursor") or found["total"] == 2
    assert path["paths"]
    assert '"quote"' in talked[1][5].content[0].text


def test_arguments_that_do_not_fit_their_schema_are_refused() -> None:
    assert arguments_of("timeline", {"actor": ["JPN", "BGD"], "limit": 5}) == (
        {},
        [("actor", "JPN"), ("actor", "BGD"), ("limit", "5")],
    )
    for name, given in (
        ("entity", {"id": ["JPN"]}), ("run_query", {"name": "binds", "parameters": "a=JPN"}), ("search", {"q": True}),
        ("search", {"q": {"a": 1}}), ("search", {"words": "x"}), ("serach", {"q": "x"}),
    ):  # fmt: skip
        with pytest.raises(RequestError):
            arguments_of(name, given)


def test_every_tool_says_what_it_needs() -> None:
    for tool in tools():
        assert set(tool["input_schema"]["required"]) <= set(tool["input_schema"]["properties"])
        assert all(p["description"] for p in tool["input_schema"]["properties"].values())
