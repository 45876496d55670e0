"""The ASGI application: routes, and what each of them hands to a worker."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import KGError, RequestError
from kg.graph.description import service as service_description
from kg.query.answers import Answer, written
from kg.server.gate import App, Gate
from kg.server.negotiation import GRAPHS, choose
from kg.server.problems import Problem, ProblemError
from kg.server.protocol import authorise, operation
from kg.server.service import Service

Handler = Callable[[Request], Awaitable[Response]]


def response(answer: Answer, service: Service | None = None) -> Response:
    """Return an answer as a response; it names the generation that it was read from."""
    headers = dict(answer.headers)
    if service is not None and service.generation is not None:
        headers["KG-Generation"] = str(service.generation.number)
    return Response(answer.body, status_code=answer.status, media_type=answer.media_type, headers=headers)


def refused(problem: Problem, request: Request) -> Response:
    """Return a problem as a response: JSON under /api and where it is preferred, a line of text elsewhere."""
    answer = problem.answer(request.headers.get("accept"), as_json=request.url.path.startswith("/api"))
    found = response(answer)
    if problem.status == 503:
        found.headers["Retry-After"] = "5"
    if problem.status == 401:
        found.headers["WWW-Authenticate"] = 'Bearer realm="kg"'
    return found


def sparql_handler(service: Service) -> Handler:
    """Return the handler of ``/sparql``."""
    options = service.options

    async def sparql(request: Request) -> Response:
        accept = request.headers.get("accept")
        asked = operation(
            request.method,
            request.scope["query_string"],
            request.headers.get("content-type"),
            await request.body(),
            services=options.services,
        )
        endpoint = str(request.url.replace(query="", fragment=""))
        if asked.kind == "update":
            authorise(request.headers.get("authorization"), options.update_token)
            await service.update(asked, base=endpoint)
            return Response(status_code=204)
        if asked.kind == "query":
            gone = request.is_disconnected
            found = await service.query(asked, accept=accept, base=endpoint, gone=gone)
            return response(found, service)
        triples = service_description(
            endpoint,
            limits=str(options.limits),
            updates=options.update_token is not None and not options.public,
            services=bool(options.services),
        )
        offered = {k: v for k, v in GRAPHS.items() if k != "text/plain"} | {"text/html": "turtle", "text/*": "turtle"}
        return response(written(triples, choose(accept, offered, wish=asked.wish)), service)

    return sparql


def routes(service: Service) -> list[BaseRoute]:
    """Return all routes of the server; another part of it adds its own here."""
    return [Route("/sparql", sparql_handler(service), methods=["GET", "POST"])]


def make_app(service: Service) -> App:
    """Return the application of a service; it starts and ends the workers."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await service.close()

    async def known(request: Request, error: Exception) -> Response:
        if isinstance(error, ProblemError):
            return refused(error.problem, request)
        assert isinstance(error, KGError)
        return refused(Problem.of(error), request)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        hint = "" if error.status_code != 404 else "The home page / lists what is here."
        if error.status_code == 405:
            hint = f"Allowed: {(error.headers or {}).get('Allow', 'GET')}."
        message = f"{request.method} {request.url.path}: {error.detail}."
        found = refused(Problem.of(RequestError(message, status=error.status_code, hint=hint)), request)
        found.headers.update(error.headers or {})
        return found

    app = Starlette(
        routes=routes(service),
        lifespan=lifespan,
        exception_handlers={KGError: known, ProblemError: known, HTTPException: http},
    )
    options = service.options
    return Gate(app, hosts=options.hosts, origins=options.origins, request_bytes=options.limits.request_bytes)
