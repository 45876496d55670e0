"""What stands before every request: the name that it was sent to, its size, and who may read the answer.

A page that a browser shows can send requests to this machine under a name of its own that it lets point here (DNS
rebinding); so a request must name the server by a name that is expected. Which pages of other origins may read answers
is said by CORS headers: without more, those that this machine itself serves.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

from kg.errors import RequestError
from kg.server.problems import Problem

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_LOCAL_ORIGIN = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:]+)(?::\d+)?")
_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
}
DATA_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Content security policy of everything that is no page: results hold text of documents."""
EXPOSED = "KG-Cut, KG-Generation, KG-Limits"


class Gate:
    """Middleware.

    Parameters
    ----------
    app : ASGI application
        What stands behind.
    hosts : collection of str
        Names under which the server may be asked, beside those of the loopback interface.
    origins : collection of str
        Origins of pages that may read answers, beside those of the loopback interface; ``*`` for all.
    request_bytes : int
        The most that a request's target or its body may have.
    """

    def __init__(self, app: App, *, hosts: Collection[str], origins: Collection[str], request_bytes: int) -> None:
        self.app, self.origins, self.limit = app, frozenset(origins), request_bytes
        self.hosts = {h.lower() for h in (*LOOPBACK, *hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        allowed = self._origin(headers.get(b"origin", b"").decode("latin-1"))

        async def dressed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self._dress(list(message["headers"]), allowed)
            await send(message)

        try:
            self._check(scope, headers)
        except RequestError as error:
            await _refuse(Problem.of(error), dressed)
            return
        if scope["method"] == "OPTIONS":
            await _empty(dressed)
            return
        await self.app(scope, self._counted(receive), dressed)

    def _check(self, scope: Scope, headers: dict[bytes, bytes]) -> None:
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name = _HOST.fullmatch(host)
        if name is None or name[1] not in self.hosts:
            raise RequestError(
                f"The host {host[:100]!r} is not a name of this server.",
                status=421,
                hint=f"Ask it as {', '.join(sorted(self.hosts))}; `kg serve --allow-host NAME` adds one.",
            )
        length = headers.get(b"content-length", b"0")
        target = len(scope.get("raw_path") or b"") + len(scope["query_string"])
        if target > self.limit or not length.isdigit() or int(length) > self.limit:
            raise RequestError(
                f"The request is larger than {self.limit} bytes.", status=413, hint="Send less, in several requests."
            )

    def _counted(self, receive: Receive) -> Receive:
        taken = 0

        async def counted() -> MutableMapping[str, Any]:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limit:
                raise RequestError(f"The request is larger than {self.limit} bytes.", status=413)
            return message

        return counted

    def _origin(self, origin: str) -> str | None:
        if "*" in self.origins:
            return "*"
        return origin if origin in self.origins or _LOCAL_ORIGIN.fullmatch(origin) else None

    def _dress(self, headers: list[tuple[bytes, bytes]], allowed: str | None) -> list[tuple[bytes, bytes]]:
        there = {k.lower() for k, _ in headers}
        headers += [(k, v) for k, v in _HEADERS.items() if k not in there]
        if b"content-security-policy" not in there:
            headers.append((b"content-security-policy", DATA_POLICY.encode()))
        if allowed:
            headers += [
                (b"access-control-allow-origin", allowed.encode("latin-1")),
                (b"access-control-expose-headers", EXPOSED.encode()),
                (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
                (b"access-control-allow-headers", b"Accept, Authorization, Content-Type"),
                (b"access-control-max-age", b"600"),
            ]
        headers.append((b"vary", b"Accept, Origin"))
        return headers


async def _refuse(problem: Problem, send: Send) -> None:
    answer = problem.answer()
    headers = [(b"content-type", answer.media_type.encode()), (b"content-length", str(len(answer.body)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


async def _empty(send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})
