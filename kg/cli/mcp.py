"""``kg mcp``: the graph for agents that speak the Model Context Protocol."""

from __future__ import annotations

import asyncio
import importlib.util
import json

import click

from kg.cli.options import json_option
from kg.errors import MissingPartError
from kg.settings import Workspace


@click.command()
@click.option(
    "--public", is_flag=True, help="Only what may be published: no private document, short quotes with links."
)
@click.option("--time-limit", type=click.FloatRange(0.1), default=30, show_default=True, metavar="SECONDS")
@click.option("--tools", "listing", is_flag=True, help="Print the tools with their schemas, and serve nothing.")
@json_option
@click.pass_obj
def command(workspace: str | None, *, public: bool, time_limit: float, listing: bool, as_json: bool) -> None:
    """Serve the graph to an agent on standard input and output: read-only, paged, every answer with its quotes.

    The tools are the operations of the JSON API. Needs the extra: pip install 'indopacific-kg[mcp]'.

    Example (in the agent's settings): {"command": "kg", "args": ["-w", "DIR", "mcp"]}
    """
    from kg.server.agents import ROWS, serve_stdio, tools
    from kg.server.limits import Limits
    from kg.server.service import Options, Service

    if listing:
        if as_json:
            click.echo(json.dumps(tools(), ensure_ascii=False, indent=1))
        else:
            for tool in tools():
                click.echo(
                    f"{tool['name']}({', '.join(tool['input_schema']['properties'])}): {tool['description'][:200]}"
                )
        return
    if importlib.util.find_spec("mcp") is None:
        raise MissingPartError("the Model Context Protocol", extra="mcp")
    limits = Limits(seconds=time_limit, rows=ROWS, workers=2)
    service = Service(Workspace.find(workspace), Options(limits=limits, public=public))
    asyncio.run(serve_stdio(service))
