"""A real HTTP server that speaks chat completions, with recorded answers and every fault that one can have."""

from __future__ import annotations

import json
import re
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-test-0123456789abcdef"
_ASKED = re.compile(r"<<<(P[0-9a-f]{12})\n(.*)\n\1>>>", re.DOTALL)


def count_tokens(text: str) -> int:
    """The server's own rule: 4.1 ASCII characters a token, 1.5 of Chinese, Japanese and Korean, 3 of other scripts."""
    kinds = Counter(
        "ascii" if c.isascii() else "cjk" if unicodedata.east_asian_width(c) in "WF" else "other" for c in text
    )
    return round(kinds["ascii"] / 4.1 + kinds["cjk"] / 1.5 + kinds["other"] / 3)


def asked(body: dict[str, Any]) -> tuple[str, str]:
    """The mark and the passage of a question."""
    found = _ASKED.search(body["messages"][1]["content"])
    assert found is not None
    return found[1], found[2]


@dataclass
class Endpoint:
    """What the server does and what it saw.

    ``answers`` holds, for a piece of text, the records that a passage with it is answered with; ``faults`` is what the
    next requests meet, first in first out; ``reply`` makes the message instead, where it is set.
    """

    answers: dict[str, list[Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    reply: Callable[[str, str], str] | None = None
    forms: frozenset[str] = frozenset({"json_schema", "json_object+schema", "json_object", "text"})
    status_of_other_forms: int = 400
    key: str | None = None
    counts: bool = True
    delay_s: float = 0.0
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    read: int = 0
    written: int = 0
    at_once: int = 0
    most_at_once: int = 0
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def records(self, passage: str) -> list[Any]:
        return [r for piece, records in self.answers.items() if piece in passage for r in records]

    def message(self, mark: str, passage: str) -> str:
        if self.reply is not None:
            return self.reply(mark, passage)
        return json.dumps({"document": mark, "records": self.records(passage)}, ensure_ascii=False)


def form_of(body: dict[str, Any]) -> str:
    asked_for = body.get("response_format")
    if not asked_for:
        return "text"
    return "json_object+schema" if "schema" in asked_for else str(asked_for["type"])


def _handler(state: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with state.lock:
                state.requests.append(body)
                state.headers.append(dict(self.headers))
                fault = state.faults.pop(0) if state.faults else ""
                state.at_once += 1
                state.most_at_once = max(state.most_at_once, state.at_once)
            try:
                time.sleep(state.delay_s)
                self._answer(body, fault)
            finally:
                with state.lock:
                    state.at_once -= 1

        def _answer(self, body: dict[str, Any], fault: str) -> None:
            if state.key is not None and self.headers.get("Authorization") != f"Bearer {state.key}":
                return self._send(401, {"error": {"message": f"wrong key {self.headers.get('Authorization')}"}})
            if not self.path.endswith("/v1/chat/completions"):
                return self._send(404, {"error": {"message": "no such path"}})
            if form_of(body) not in state.forms:
                return self._send(state.status_of_other_forms, {"error": {"message": "unknown response_format"}})
            if fault.isdigit():
                return self._send(int(fault), {"error": {"message": "made to fail"}})
            if fault.startswith("429:"):
                return self._send(429, {"error": {"message": "slow down"}}, **{"Retry-After": fault[4:]})
            if fault == "redirect":
                return self._send(307, {}, Location="http://198.51.100.7/v1/chat/completions")
            if fault == "timeout":
                time.sleep(1.2)
            if fault == "broken":
                return self._raw(200, b"<html>hello</html>")
            mark, passage = asked(body)
            content, finish = state.message(mark, passage), "stop"
            if fault == "truncated":
                content, finish = content[: len(content) // 2], "length"
            elif fault == "cut":
                content = content[: len(content) * 2 // 3]
            elif fault == "not-json":
                content = "I am sorry, the passage holds two agreements, of which the first is old."
            elif fault == "other-document":
                content = json.dumps({"document": "P000000000000", "records": state.records(passage)})
            elif fault == "fenced":
                content = f"Here are the records:\n```json\n{content[:-2]},]}}\n```\nAnything else?"
            elif fault == "declined":
                content, finish = "", "content_filter"
            elif fault == "empty":
                content = ""
            read = sum(count_tokens(m["content"]) for m in body["messages"])
            written = count_tokens(content)
            with state.lock:
                state.read += read
                state.written += written
            usage = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
            data: dict[str, Any] = {
                "id": "c1",
                "object": "chat.completion",
                "model": body["model"],
                "choices": [
                    {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}
                ],
            }
            self._send(200, data | ({"usage": usage} if state.counts else {}))
            return None

        def _send(self, status: int, data: dict[str, Any], **headers: str) -> None:
            self._raw(status, json.dumps(data, ensure_ascii=False).encode(), **headers)

        def _raw(self, status: int, data: bytes, **headers: str) -> None:
            try:
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except (BrokenPipeError, ConnectionResetError):
                pass  # who asked gave up

    return Handler


@contextmanager
def serving(state: Endpoint):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(state))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
