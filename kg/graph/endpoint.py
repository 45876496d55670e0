"""A SPARQL 1.1 endpoint over HTTP: queries and updates, with what a server says when it will not."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.parse import urlencode, urlsplit

from kg.errors import RemoteRefusedError, RemoteStoreError, RemoteTimeoutError

_LONGEST = 300
"""Characters of a server's own words that an error repeats."""


class _Staying(urllib.request.HTTPRedirectHandler):
    """Redirects are an error: a form that is sent on becomes a GET, and credentials would travel with it."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        raise RemoteStoreError(f"{req.full_url} sends on to {newurl[:_LONGEST]}.", hint="Give that address to --store.")


class Endpoint:
    """A server that speaks the SPARQL 1.1 Protocol.

    Parameters
    ----------
    url : str
        Of queries; of updates too, unless `update_url` is given.
    update_url : str, optional
        Of updates, where the server has them elsewhere.
    token : str, optional
        Sent as ``Authorization: Bearer``.
    user, password : str, optional
        For HTTP digest or basic authentication, whichever the server asks for.
    timeout : float
        Seconds to wait for an answer.

    Raises
    ------
    RemoteStoreError
        If an address is none of http or https, or has a name and password in it.
    """

    def __init__(
        self,
        url: str,
        *,
        update_url: str | None = None,
        token: str | None = None,
        user: str | None = None,
        password: str | None = None,
        timeout: float = 300.0,
    ) -> None:
        for address in (url, update_url or url):
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise RemoteStoreError(f"{address!r} is no address of an endpoint.", hint="It begins with http(s)://.")
            if parts.username or parts.password:
                raise RemoteStoreError(
                    f"The address of {parts.hostname} has a name or password in it.",
                    hint="Set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN.",
                )
        self.url, self.update_url, self.timeout = url, update_url or url, timeout
        self._token = token
        handlers: list[urllib.request.BaseHandler] = [_Staying()]
        if user is not None:
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            for address in (self.url, self.update_url):
                known.add_password(None, address, user, password or "")
            handlers += [urllib.request.HTTPDigestAuthHandler(known), urllib.request.HTTPBasicAuthHandler(known)]
        self._open = urllib.request.build_opener(*handlers).open

    def query(self, text: str, accept: str, *, default_graph: Sequence[str] = ()) -> tuple[str, HTTPMessage, bytes]:
        """Return the media type, headers and body of an answer.

        Raises
        ------
        RemoteStoreError, RemoteRefusedError, RemoteTimeoutError
            See :mod:`kg.errors`.
        SyntaxError
            If the server says that the query does not parse.
        """
        form = urlencode([("query", text), *(("default-graph-uri", g) for g in default_graph)])
        return self._post(self.url, form.encode(), "application/x-www-form-urlencoded", accept, update=False)

    def update(self, text: str) -> None:
        """Run an update; whether it is one transaction is the server's to say."""
        self._post(self.update_url, text.encode(), "application/sparql-update", "*/*", update=True)

    def description(self) -> bytes | None:
        """Return the service description as Turtle; None where the server has none."""
        request = urllib.request.Request(self.url, headers=self._headers({"Accept": "text/turtle"}))
        try:
            with self._open(request, timeout=self.timeout) as response:
                body: bytes = response.read()
                return body if "turtle" in (response.headers.get("Content-Type") or "") else None
        except urllib.error.HTTPError as error:
            if error.code in (401, 403):
                raise self._refused(error, self.url, update=False) from None
            return None
        except (OSError, HTTPException) as error:
            raise self._unreachable(error, self.url) from None

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        return headers | ({"Authorization": f"Bearer {self._token}"} if self._token else {})

    def _post(self, url: str, body: bytes, media: str, accept: str, *, update: bool) -> tuple[str, HTTPMessage, bytes]:
        headers = self._headers({"Content-Type": media, "Accept": accept})
        request = urllib.request.Request(url, body, headers, method="POST")
        try:
            with self._open(request, timeout=self.timeout) as response:
                found = (response.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
                return found, response.headers, response.read()
        except urllib.error.HTTPError as error:
            raise self._refused(error, url, update=update) from None
        except (OSError, HTTPException) as error:
            raise self._unreachable(error, url) from None

    def _refused(self, error: urllib.error.HTTPError, url: str, *, update: bool) -> Exception:
        said = " ".join(error.read(4000).decode("utf-8", "replace").split())[:_LONGEST]
        what = "update" if update else "query"
        if error.code in (401, 407) or (error.code == 403 and not update):
            return RemoteRefusedError(
                f"{url} does not let this {what} in ({error.code}): {said}",
                hint="Set KG_STORE_TOKEN, or KG_STORE_USER and KG_STORE_PASSWORD.",
            )
        if update and error.code in (403, 405, 501):
            return RemoteRefusedError(
                f"{url} takes no updates ({error.code}): {said}",
                hint="Give its address for updates in KG_STORE_UPDATE; `kg serve` needs --update-token.",
            )
        if error.code in (404, 410):
            return RemoteStoreError(f"{url} is not there ({error.code}).", hint="Check the path of the endpoint.")
        if error.code in (408, 429, 503, 504):
            return RemoteTimeoutError(f"{url} was too busy or took too long ({error.code}): {said}")
        if error.code == 400 and not update:
            return SyntaxError(said)
        return RemoteStoreError(f"{url} answered {error.code}: {said}")

    def _unreachable(self, error: Exception, url: str) -> Exception:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, TimeoutError | socket.timeout):
            return RemoteTimeoutError(
                f"{url} did not answer within {self.timeout:g} s.",
                hint="Set KG_STORE_TIMEOUT, or run the command again: what is complete stays.",
            )
        return RemoteStoreError(f"{url} cannot be reached: {reason}.", hint="Is the server running there?")


def from_settings(url: str, environ: Any) -> Endpoint:
    """Return the endpoint of an address.

    The environment says the rest: ``KG_STORE_UPDATE``, ``…_TOKEN``, ``…_USER``, ``…_PASSWORD``, ``…_TIMEOUT``.
    """
    given = environ.get("KG_STORE_TIMEOUT") or "300"
    try:
        timeout = float(given)
    except ValueError:
        timeout = 0.0
    if not 0 < timeout < 1e6:
        raise RemoteStoreError(f"KG_STORE_TIMEOUT is {given!r}.", hint="It is a number of seconds.")
    return Endpoint(
        url,
        update_url=environ.get("KG_STORE_UPDATE") or None,
        token=environ.get("KG_STORE_TOKEN") or None,
        user=environ.get("KG_STORE_USER") or None,
        password=environ.get("KG_STORE_PASSWORD") or None,
        timeout=timeout,
    )
