"""The wire: one question to an OpenAI-compatible endpoint, with the form of answer that it can give, and patience.

Asked in turn for an answer by JSON Schema, by JSON object, and as text; what works is remembered. A busy or failing
endpoint is asked again after a pause, the one it names where it names one. No redirect is followed: a document goes
where the user said and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import ModelMissingPartError
from kg.extraction.llm.profile import FORMS, Profiles
from kg.extraction.llm.prompt import answer_schema, messages

if TYPE_CHECKING:
    import httpx

    from kg.extraction.llm.passages import Passage
    from kg.extraction.llm.settings import ModelSettings

_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
_UNKNOWN_FORM = frozenset({400, 404, 415, 422, 501})
_FIRST_PAUSE_S = 0.5
_LONGEST_BODY = 20_000_000


class EndpointError(Exception):
    """A question that was not answered.

    Attributes
    ----------
    reason : str
        The code under which it is counted.
    is_final : bool
        Whether every other question would end in the same way (a wrong key, nobody there).
    """

    def __init__(self, reason: str, message: str, *, is_final: bool = False) -> None:
        self.reason, self.is_final = reason, is_final
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What came back: the text, why it ended, and tokens as counted there (None where it does not count)."""

    content: str | None
    finish: str
    tokens_read: int | None
    tokens_written: int | None


class Endpoint:
    """A connection, shared by threads; close it.

    Parameters
    ----------
    settings : ModelSettings
        Where and how.
    profiles : Profiles
        What is known of the endpoint.
    pause : callable
        Waits for so many seconds, or until the run is stopped.
    """

    def __init__(self, settings: ModelSettings, profiles: Profiles, *, pause: Callable[[float], object]) -> None:
        try:
            import httpx
        except ImportError:
            raise ModelMissingPartError(
                "The package httpx, which speaks to the model, is not installed.",
                hint="Install the extra: pip install 'indopacific-kg[llm]'.",
            ) from None
        self._settings, self._profiles, self._pause = settings, profiles, pause
        self._httpx = httpx
        headers = {"Accept": "application/json", "User-Agent": "indopacific-kg"}
        if settings.key:
            headers["Authorization"] = f"Bearer {settings.key}"
        self._client = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(settings.timeout_s, connect=min(10.0, settings.timeout_s)),
            follow_redirects=False,
            trust_env=not settings.is_local,  # a proxy of the environment would carry a local call off the machine
            limits=httpx.Limits(max_connections=settings.concurrency),
        )
        self._forms_lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._is_closed = False
        self.requests = 0

    def close(self) -> None:
        """Let go of the connection; a question under way is broken off, whatever time its answer would have taken."""
        self._is_closed = True
        for connection in list(self._sockets):
            _break_off(connection)
        self._client.close()

    def _note_socket(self, event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            connection = info["return_value"].get_extra_info("socket")
            if connection is not None:
                self._sockets.append(connection)
                if self._is_closed:
                    _break_off(connection)

    def ask(self, passage: Passage, *, may_repeat: Callable[[], bool] = lambda: True) -> Message:
        """Ask for one passage's records.

        Parameters
        ----------
        passage : Passage
            What to ask about.
        may_repeat : callable
            Called before a question is repeated that got no answer in time, since the endpoint may charge for both.

        Raises
        ------
        EndpointError
            If no attempt was answered; the message names the endpoint and never a key.
        """
        form, failures, attempts = self._profiles.profile.form or FORMS[0], 0, 0
        while True:
            response = self._send(passage, form)
            wait: float | None = None
            if isinstance(response, EndpointError):
                error, busy = response, not response.is_final
            elif response.is_success:
                message = self._message(response)
                self._profiles.learn_form(form)
                return message
            else:
                status = response.status_code
                if status in _UNKNOWN_FORM or (status == 500 and failures):
                    changed = self._adapt(response, form)
                    if changed is not None:
                        form, failures = changed, 0
                        continue
                failures += status == 500 and self._profiles.profile.form is None
                error, busy, wait = self._error(response), status in _BUSY, _asked_pause(response)
            attempts += 1
            if not busy or attempts >= self._settings.attempts:
                raise error
            if error.reason == "endpoint-timeout" and not may_repeat():
                raise error
            if wait is not None and wait > self._settings.longest_wait_s:
                raise EndpointError(
                    error.reason,
                    f"{error} It asks to wait {wait:.0f} s, longer than KG_LLM_LONGEST_WAIT "
                    f"({self._settings.longest_wait_s:.0f} s).",
                )
            self._pause(_FIRST_PAUSE_S * 2 ** (attempts - 1) if wait is None else wait)

    def _adapt(self, response: httpx.Response, form: str) -> str | None:
        """Return the form to try next, after what the endpoint refused; None where nothing is left to change."""
        said = response.text[:2000].casefold()
        profile = self._profiles.profile
        with self._forms_lock:
            if "max_completion_tokens" in said and profile.limit_field == "max_tokens":
                profile.limit_field = "max_completion_tokens"
                return form
            if "temperature" in said and profile.sends_temperature:
                profile.sends_temperature = False
                return form
        missing_model = response.status_code == 404 or ("model" in said and "not found" in said)
        if missing_model or profile.form is not None or form == FORMS[-1]:
            return None
        return FORMS[FORMS.index(form) + 1]

    def _send(self, passage: Passage, form: str) -> httpx.Response | EndpointError:
        profile = self._profiles.profile
        body: dict[str, Any] = {"model": self._settings.model, "messages": messages(passage)}
        body[profile.limit_field] = self._settings.answer_tokens
        if profile.sends_temperature:
            body["temperature"] = 0
        shape = answer_schema()
        if form == "json_schema":
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "records", "strict": True, "schema": shape},
            }
        elif form == "json_object+schema":
            body["response_format"] = {"type": "json_object", "schema": shape}
        elif form == "json_object":
            body["response_format"] = {"type": "json_object"}
        if self._is_closed:
            return EndpointError("stopped", "The run was stopped before this passage was read.", is_final=True)
        self.requests += 1
        httpx, host = self._httpx, self._settings.host
        try:
            return self._client.post(
                f"{self._settings.base_url}/chat/completions", json=body, extensions={"trace": self._note_socket}
            )
        except httpx.ConnectError:
            return EndpointError(
                "endpoint-unreachable",
                f"Nobody answers at {host} (KG_LLM_BASE_URL). Start the model's server, or correct the address.",
                is_final=True,
            )
        except httpx.TimeoutException:
            return EndpointError(
                "endpoint-timeout",
                f"{host} gave no answer within {self._settings.timeout_s:g} s; KG_LLM_TIMEOUT sets the time.",
            )
        except (httpx.HTTPError, RuntimeError) as error:  # RuntimeError: the run was stopped meanwhile
            return EndpointError("endpoint-broke-off", f"{host} broke off: {type(error).__name__}.")

    def _error(self, response: httpx.Response) -> EndpointError:
        host, status = self._settings.host, response.status_code
        if status in (401, 403):
            return EndpointError(
                "endpoint-key-refused",
                f"{host} refuses the key (HTTP {status}). Set KG_LLM_API_KEY to one that it takes.",
                is_final=True,
            )
        if status == 404:
            return EndpointError(
                "endpoint-not-found",
                f"{host} knows no model {self._settings.model!r}, or no chat under this address (HTTP 404). "
                "KG_LLM_BASE_URL mostly ends in /v1.",
                is_final=True,
            )
        if 300 <= status < 400:
            return EndpointError(
                "endpoint-redirects",
                f"{host} sends elsewhere (HTTP {status}), and documents only go where KG_LLM_BASE_URL says.",
                is_final=True,
            )
        said = " ".join(response.text.split())[:160]
        if self._settings.key:
            said = said.replace(self._settings.key, "***")
        return EndpointError(f"endpoint-http-{status}", f"{host} answered with HTTP {status}: {said}")

    def _message(self, response: httpx.Response) -> Message:
        try:
            data: Any = response.json() if len(response.content) <= _LONGEST_BODY else {}
            choice = data["choices"][0]
            message, usage = choice["message"], data.get("usage") or {}
            content = message.get("content")
            finish = str(choice.get("finish_reason") or "")
            if message.get("refusal"):
                finish = "content_filter"
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, json.JSONDecodeError):
            raise EndpointError(
                "endpoint-not-openai",
                f"{self._settings.host} answers with something that is no chat completion. "
                "KG_LLM_BASE_URL mostly ends in /v1.",
            ) from None
        return Message(
            content=content if isinstance(content, str) else None,
            finish=finish,
            tokens_read=_count(usage.get("prompt_tokens")),
            tokens_written=_count(usage.get("completion_tokens")),
        )


def _break_off(connection: socket.socket) -> None:
    """Wake who reads from a connection, which closing it alone does not."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _asked_pause(response: httpx.Response) -> float | None:
    """Return the seconds of a ``Retry-After``, which is a number or a date."""
    text = response.headers.get("Retry-After", "").strip()
    if not text:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        at = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=dt.UTC)
    return max(0.0, (at - dt.datetime.now(dt.UTC)).total_seconds())
