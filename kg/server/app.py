"""The ASGI application: routes, and what each of them hands to a worker."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from importlib.resources import files
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import KGError, RequestError
from kg.graph.description import service as service_description
from kg.query.answers import Answer, written
from kg.server import openapi
from kg.server.gate import App, Gate
from kg.server.negotiation import GRAPHS, PAGES, choose
from kg.server.problems import Problem, ProblemError
from kg.server.protocol import authorise, fields, operation
from kg.server.service import Service
from kg.server.site import ASSETS, SCRIPTS

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
        if asked.wish is None and choose(accept, {"text/turtle": "turtle", **PAGES}) == "html":
            found = await service.ask("page", name="endpoint", arguments={"limits": str(options.limits)}, accept=accept)
            return response(found, service)
        triples = service_description(
            endpoint,
            limits=str(options.limits),
            updates=options.update_token is not None and not options.public,
            services=bool(options.services),
        )
        return response(written(triples, choose(accept, GRAPHS, wish=asked.wish)), service)

    return sparql


def api_routes(service: Service) -> list[BaseRoute]:
    """Return a route for every operation of the OpenAPI file, and the file itself."""

    def handler(name: str) -> Handler:
        async def call(request: Request) -> Response:
            query = fields(request.scope["query_string"], "address")
            path = {k: str(v) for k, v in request.path_params.items()}
            found = await service.ask("api", gone=request.is_disconnected, name=name, path=path, query=query)
            return response(found, service)

        return call

    async def file(request: Request) -> Response:
        if request.url.path.endswith(".yaml"):
            return Response(openapi.text(), media_type="application/yaml")
        return Response(json.dumps(openapi.document(), ensure_ascii=False), media_type="application/json")

    found: list[BaseRoute] = [Route(f"/api/openapi.{suffix}", file) for suffix in ("yaml", "json")]
    return found + [Route(o.path, handler(o.name)) for o in openapi.operations()]


def page_routes(service: Service) -> list[BaseRoute]:
    """Return the routes of pages, and of the files that they need."""

    def page(name: str) -> Handler:
        async def call(request: Request) -> Response:
            given = dict(fields(request.scope["query_string"], "address"))
            path = {k: str(v) for k, v in request.path_params.items()}
            arguments = {**path, "given": given, "base": str(request.base_url)}
            accept = request.headers.get("accept")
            gone = request.is_disconnected
            found = await service.ask("page", gone=gone, name=name, arguments=arguments, accept=accept)
            return response(found, service)

        return call

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        media = (ASSETS | SCRIPTS).get(name)
        if media is None:
            raise HTTPException(404)
        body = (files("kg.server") / "assets" / name).read_bytes()
        return Response(body, media_type=media, headers={"Cache-Control": "max-age=300"})

    async def alias(request: Request) -> Response:
        name = str(request.path_params["name"])
        return Response(
            status_code=303, headers={"Location": f"/id/{quote(name if name.startswith('doc-') else f'doc-{name}')}"}
        )

    return [
        Route("/", page("home")),
        Route("/search", page("search")),
        Route("/explore", page("explore")),
        Route("/browse/{kind}", page("browse")),
        Route("/id/{name:path}", page("thing")),
        Route("/concept/{name:path}", page("concept")),
        Route("/doc/{name}", alias),
        Route("/void.{suffix}", page("void")),
        Route("/.well-known/void", page("void")),
        Route("/assets/{name}", asset),
    ]


def routes(service: Service) -> list[BaseRoute]:
    """Return all routes of the server; another part of it adds its own here."""
    found: list[BaseRoute] = [Route("/sparql", sparql_handler(service), methods=["GET", "POST"])]
    return [*found, *api_routes(service), *page_routes(service)]


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
            return await explained(error.problem, request)
        assert isinstance(error, KGError)
        return await explained(Problem.of(error), request)

    async def explained(problem: Problem, request: Request) -> Response:
        """Return a page where somebody looks at pages, and else as little as says it."""
        accept = request.headers.get("accept") or ""
        if "text/html" not in accept or request.url.path.startswith(("/api", "/sparql")) or problem.status >= 500:
            return refused(problem, request)
        arguments = {"problem": asdict(problem), "path": request.url.path}
        try:
            found = await service.ask("page", name="problem", arguments=arguments, accept=accept)
        except (KGError, ProblemError):
            return refused(problem, request)
        return response(found, service)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        hint = "" if error.status_code != 404 else "The home page / lists what is here."
        if error.status_code == 405:
            hint = f"Allowed: {(error.headers or {}).get('Allow', 'GET')}."
        message = f"{request.method} {request.url.path}: {error.detail}."
        found = await explained(Problem.of(RequestError(message, status=error.status_code, hint=hint)), request)
        found.headers.update(error.headers or {})
        return found

    app = Starlette(
        routes=routes(service),
        lifespan=lifespan,
        exception_handlers={KGError: known, ProblemError: known, HTTPException: http},
    )
    options = service.options
    return Gate(app, hosts=options.hosts, origins=options.origins, request_bytes=options.limits.request_bytes)
