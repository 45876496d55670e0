"""What a model writes, as data: JSON found, repaired where that loses nothing, and held to the passage asked for.

Repair mends form (fences, text around it, trailing commas, an end that is missing) and never content; an answer that
was cut off is told apart, since its last record may be missing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_CONTROL = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


class UnusableReplyError(ValueError):
    """An answer that cannot be used; `reason` is the code under which it is counted."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        super().__init__(f"{reason}: {detail}" if detail else reason)


@dataclass(frozen=True, slots=True)
class Reply:
    """A usable answer: its records as the model wrote them, and whether its form had to be mended."""

    records: tuple[Any, ...]
    mended: bool = False


def read_reply(content: str | None, *, mark: str, finish: str = "stop") -> Reply:
    """Return the records of an answer to the passage with a mark.

    Parameters
    ----------
    content : str or None
        The message.
    mark : str
        Of the passage that was asked for.
    finish : str
        Why the endpoint says that it stopped: ``length`` is its limit of tokens, ``content_filter`` a refusal.

    Raises
    ------
    UnusableReplyError
        ``model-declined``, ``reply-truncated``, ``reply-empty``, ``reply-not-json``,
        ``reply-not-records``, ``reply-for-another-document``.
    """
    if finish == "content_filter":
        raise UnusableReplyError("model-declined", "the model declined to answer")
    if finish == "length":
        raise UnusableReplyError("reply-truncated", "the endpoint stopped at the limit of tokens")
    if not content or not content.strip():
        raise UnusableReplyError("reply-empty")
    data, mended = loads(content)
    if not isinstance(data, dict) or not isinstance(data.get("records"), list):
        raise UnusableReplyError("reply-not-records", type(data).__name__)
    if str(data.get("document", "")).strip() != mark:
        raise UnusableReplyError("reply-for-another-document", str(data.get("document"))[:40])
    return Reply(tuple(data["records"]), mended)


def loads(text: str) -> tuple[Any, bool]:
    r"""Return the JSON of a text, and whether it had to be mended.

    >>> loads('Here it is:\n```json\n{"records": [1, 2,],}\n```')
    ({'records': [1, 2]}, True)

    Raises
    ------
    UnusableReplyError
        ``reply-truncated`` where the JSON has no end, ``reply-not-json`` where there is none.
    """
    try:
        return json.loads(text), False
    except (json.JSONDecodeError, RecursionError):
        pass
    bare = _THOUGHT.sub("", text)
    start = next((i for i, c in enumerate(bare) if c in "{["), None)
    if start is None:
        raise UnusableReplyError("reply-not-json", " ".join(bare.split())[:80])
    body, ended = _mended(bare[start:])
    if not ended:
        raise UnusableReplyError("reply-truncated", "the JSON has no end")
    try:
        return json.loads(body), True
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnusableReplyError("reply-not-json", str(error)) from None


def _mended(text: str) -> tuple[str, bool]:
    """Return the first JSON value of a text without what is only form, and whether it comes to an end."""
    out: list[str] = []
    depth: list[str] = []
    quoted = escaped = False
    for c in text:
        if quoted:
            out.append(_CONTROL.get(c, c) if c < " " else c)
            quoted = escaped or c != '"'
            escaped = c == "\\" and not escaped
            continue
        if c == '"':
            quoted = True
        elif c in "{[":
            depth.append("}" if c == "{" else "]")
        elif c in "}]":
            if not depth or depth.pop() != c:
                return "".join(out), True  # crossed brackets: no repair knows what was meant
            while out and (out[-1].isspace() or out[-1] == ","):
                out.pop()
        out.append(c)
        if not depth and c in "}]":
            return "".join(out), True
    return "".join(out), False
