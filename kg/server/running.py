"""Running the server until it is told to end."""

from __future__ import annotations

import asyncio
import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress

from kg.errors import KGError, RequestError
from kg.server.app import make_app
from kg.server.problems import ProblemError
from kg.server.service import Options, Service
from kg.settings import Workspace

_LINE = 65536


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one.

    Raises
    ------
    KGError
        If the address is taken or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, the accepted sockets send at once; else small answers wait 40 ms for an acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise KGError(
            f"The server cannot listen on {host} port {port}: {error.strerror}.",
            hint="Give another --port; 0 takes a free one.",
        ) from None
    return listening


def serve(
    workspace: Workspace,
    options: Options,
    *,
    host: str = "127.0.0.1",
    port: int = 7000,
    browser: bool = False,
    started: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve a workspace until the process is interrupted.

    Parameters
    ----------
    workspace : Workspace
        Which.
    options : Options
        How.
    host, port
        Where to listen; port 0 takes a free one.
    browser : bool
        Whether to open the home page in a browser.
    started : callable
        Called with the address once requests are answered.

    Raises
    ------
    KGError
        If there is no graph, or nothing can listen there.
    """
    import uvicorn

    async def run() -> None:
        service = Service(workspace, options)
        try:
            await service.start()
        except ProblemError as error:
            await service.close()
            raise RequestError(error.problem.message, hint=error.problem.hint) from None
        except KGError:
            await service.close()
            raise
        config = uvicorn.Config(
            make_app(service),
            log_config=None,
            access_log=False,
            http="h11",
            ws="none",
            server_header=False,
            h11_max_incomplete_event_size=max(_LINE, options.limits.request_bytes),
            timeout_graceful_shutdown=2,
        )
        server = uvicorn.Server(config)
        task = asyncio.ensure_future(server.serve(sockets=[listening]))
        while not server.started and not task.done():
            await asyncio.sleep(0.02)
        address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
        if server.started:
            started(address)
            if browser:
                webbrowser.open(address)
        await task

    # Ctrl-C is how a server ends: uvicorn finishes what is being answered, then raises what it was told by.
    with bind(host, port) as listening, suppress(KeyboardInterrupt):
        asyncio.run(run())
