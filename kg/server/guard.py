"""What a query or an update may not do: reach out of the store.

The engine would follow ``SERVICE`` and ``LOAD`` wherever they lead. The text is therefore read token by token before it
is run (strings, comments and IRIs are no keywords), and refused where it names a place that was not allowed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.errors import RequestError

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''
                |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z][\w-]*)
    | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*)
    | (?P<word>[^\W\d]\w*)
    | (?P<other>\d+[\w.]*|\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its text and where it starts."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The keyword in capitals; empty where it is none."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(text: str) -> list[Token]:
    """Return the tokens of SPARQL text without comments and white space."""
    found = ((m.lastgroup or "other", m) for m in _TOKEN.finditer(text))
    return [Token(kind, m.group(), m.start()) for kind, m in found if kind != "comment"]


def _unescaped(text: str) -> str:
    def char(m: re.Match[str]) -> str:
        code = int(m[1] or m[2], 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else m[0]

    return _ESCAPE.sub(char, text)


def check(text: str, *, services: Collection[str] = ()) -> None:
    r"""Refuse text that would reach out of the store.

    Code points may be written as ``\u0053`` anywhere in SPARQL, so the text is checked with and without them resolved.

    Parameters
    ----------
    text : str
        A query or an update.
    services : collection of str
        IRIs of endpoints that ``SERVICE`` may name.

    Raises
    ------
    RequestError
        If it names a service that is not allowed, loads something, or names a file.
    """
    for reading in {text, _unescaped(text)}:
        found = tokens(reading)
        for i, token in enumerate(found):
            if token.word == "SERVICE":
                _check_service(found[i + 1 :], services)
            elif token.word == "LOAD":
                raise RequestError(
                    "LOAD is refused: the server fetches nothing, from no file and no address.",
                    status=403,
                    hint="Read documents with `kg ingest`, graphs with `kg import`, or send INSERT DATA.",
                )
            elif token.kind == "iri":
                check_graph(token.text[1:-1])


def _check_service(after: Sequence[Token], services: Collection[str]) -> None:
    target = next((t for t in after if t.word != "SILENT"), None)
    name = target.text if target else "nothing"
    if target is None or target.kind != "iri" or name[1:-1] not in services:
        allowed = f"Allowed: {', '.join(sorted(services))}." if services else "None is allowed."
        raise RequestError(
            f"SERVICE {name} is refused.",
            status=403,
            hint=f"{allowed} `kg serve --allow-service URL` allows one, which the query has to name in full.",
        )


def check_graph(iri: str) -> None:
    """Refuse the IRI of a file.

    Raises
    ------
    RequestError
        If it is one.
    """
    if iri[:5].lower() == "file:":
        raise RequestError(
            f"<{iri}> is refused: the server reads no files.",
            status=403,
            hint="Name a graph of the store; `SELECT DISTINCT ?g { GRAPH ?g { ?s a ips:Document } }` lists them.",
        )


def with_using(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return an update with the dataset that the protocol names (``using-graph-uri``, ``using-named-graph-uri``).

    The engine takes no dataset beside the text, so each operation with a WHERE gets ``USING`` clauses.

    Raises
    ------
    RequestError
        If the text names a dataset of its own (USING, WITH), which the protocol forbids.
    """
    found = tokens(text)
    if any(t.word in ("USING", "WITH") for t in found):
        raise RequestError(
            "using-graph-uri and using-named-graph-uri cannot be given for an update that has USING or WITH.",
            hint="Leave out either of them.",
        )
    clauses = "".join(f" USING <{g}>" for g in default) + "".join(f" USING NAMED <{g}>" for g in named)
    out, at, depth = [], 0, 0
    for i, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}")
        if token.word != "WHERE" or depth:
            continue
        head = text[at : token.start]
        if found[i - 1].word == "DELETE":  # DELETE WHERE { … } stands for DELETE { … } WHERE { … }
            head += _block(text, found[i + 1 :])
        out += [head, clauses, " "]
        at = token.start
    return "".join([*out, text[at:]])


def _block(text: str, after: Sequence[Token]) -> str:
    depth = 0
    for token in after:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return text[after[0].start : token.start + 1]
    return ""
