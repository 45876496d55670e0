"""``kg serve``: the graph over HTTP on this machine."""

from __future__ import annotations

import json

import click

from kg.cli.options import json_option
from kg.cli.output import note
from kg.settings import Workspace


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=7000, show_default=True, help="0 takes a free one.")
@click.option("--no-browser", is_flag=True, help="Do not open the home page in a browser.")
@click.option(
    "--public", is_flag=True, help="Only what may be published: no private document, short quotes with links."
)
@click.option("--time-limit", type=click.FloatRange(0.1), metavar="SECONDS", help="Wall time of a query (default: 30).")
@click.option("--row-limit", type=click.IntRange(1), metavar="N", help="Rows of an answer (default: 100,000).")
@click.option("--workers", type=click.IntRange(1, 64), metavar="N", help="Queries at one time (default: 4).")
@click.option(
    "--update-token",
    metavar="TOKEN",
    envvar="KG_UPDATE_TOKEN",
    help="Take SPARQL updates that bear this token (better in KG_UPDATE_TOKEN: command lines can be read by others).",
)
@click.option("--allow-service", "services", multiple=True, metavar="URL", help="An endpoint that SERVICE may name.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="Another name of this server.")
@click.option(
    "--allow-origin", "origins", multiple=True, metavar="ORIGIN", help="Whose pages may read answers; * for all."
)
@json_option
@click.pass_obj
def command(
    workspace: str | None,
    *,
    host: str,
    port: int,
    no_browser: bool,
    public: bool,
    time_limit: float | None,
    row_limit: int | None,
    workers: int | None,
    update_token: str | None,
    services: tuple[str, ...],
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    as_json: bool,
) -> None:
    r"""Serve the graph: pages, search, the JSON API at /api, SPARQL at /sparql. Ctrl-C ends it.

    Readers see published states of the store, so that `kg ingest` may run beside it; what it brings shows within
    seconds. Nothing is written without --update-token, and nothing is fetched from elsewhere.

    \b
    Example: kg serve --port 7000 --no-browser
    """
    from kg.server.limits import Limits
    from kg.server.running import serve
    from kg.server.service import Options

    given = {"seconds": time_limit, "rows": row_limit, "workers": workers}
    limits = Limits(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
    options = Options(
        limits=limits,
        update_token=update_token or None,
        services=services,
        public=public,
        hosts=(host, *hosts),
        origins=(*origins, *(["*"] if public else [])),
    )

    def started(address: str) -> None:
        if as_json:
            about = {
                "address": address,
                "sparql": f"{address}sparql",
                "api": f"{address}api",
                "limits": {"seconds": limits.seconds, "rows": limits.rows, "workers": limits.workers},
                "public": public,
                "updates": bool(update_token) and not public,
            }
            click.echo(json.dumps(about, ensure_ascii=False))
        else:
            click.echo(f"serving {address}  (SPARQL at {address}sparql, API at {address}api)")
            note(str(limits))
            note(_access(update_token, public=public, services=services))
            note("Ctrl-C ends the server")

    serve(
        Workspace.find(workspace),
        options,
        host=host,
        port=port,
        browser=not no_browser and not as_json,
        started=started,
    )


def _access(token: str | None, *, public: bool, services: tuple[str, ...]) -> str:
    updates = "updates with the token" if token and not public else "read-only"
    what = "only what may be published" if public else "everything on file, private documents too"
    return f"{updates}; {what}; SERVICE {'to ' + ', '.join(services) if services else 'refused'}"
