"""Markdown: front matter to metadata, markup away, every character traced to the source.

Raw HTML is not interpreted: it stays text, as the author typed it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import yaml

from kg.documents.document import Block, OffsetMap
from kg.documents.reading import Reading
from kg.errors import InvalidDateError, UnreadableDocumentError
from kg.model import PartialDate, SourceRef

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FENCE = re.compile(r"---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FRONT_MATTER_LIMIT = 65_536
_STRINGS = ("publisher", "title", "url", "rights", "lang", "genre", "via")
_FLAGS = ("project_written", "private")
_SOURCE_FIELDS = ("publisher", "title", "url", "archived", "published", "accessed", "rights", "sha256")


def read(source: str) -> Reading:
    """Return the text of a Markdown file without its markup.

    Parameters
    ----------
    source : str
        The decoded and normalised file.

    Raises
    ------
    UnreadableDocumentError
        If the front matter is not a YAML mapping or is over 64 kB, or a date or source in it is malformed
        (``unknown`` is a date that nobody knows).
    """
    match = _FENCE.match(source) if source.startswith("---") else None
    metadata = _front_matter(match.group(1)) if match else {}
    body = match.end() if match else 0
    text, blocks, runs = _Flattener(source, body).run()
    if "title" not in metadata:
        heading = next((b for b in blocks if b.kind == "heading"), None)
        if heading:
            metadata["title"] = text[heading.start : heading.end]
    return Reading(text=text, blocks=blocks, offsets=OffsetMap(runs), metadata=metadata)


def _front_matter(block: str) -> dict[str, Any]:
    if len(block) > FRONT_MATTER_LIMIT:
        raise UnreadableDocumentError(
            f"The front matter has {len(block)} characters.", hint=f"At most {FRONT_MATTER_LIMIT} are read."
        )
    try:
        data = yaml.safe_load(block) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UnreadableDocumentError(
            f"The front matter is not YAML: {reason}.", hint="Quote texts that hold a colon."
        ) from None
    if not isinstance(data, Mapping):
        raise UnreadableDocumentError(
            f"The front matter is a {type(data).__name__}, not a mapping.", hint="Write `key: value` lines."
        )
    out: dict[str, Any] = {}
    for name in _STRINGS:
        if data.get(name) is not None:
            out[name] = _string(data[name], name)
    if data.get("published") not in (None, "unknown"):
        out["published"] = _date(data["published"], "published")
    for name in _FLAGS:
        if data.get(name) is not None:
            if not isinstance(data[name], bool):
                raise UnreadableDocumentError(
                    f"{name} is {data[name]!r} in the front matter.", hint="Write true or false."
                )
            out[name] = data[name]
    if data.get("sources"):
        out["sources"] = _sources(data["sources"])
    return out


def _string(value: object, name: str) -> str:
    if isinstance(value, (str, int, float, dt.date)) and not isinstance(value, bool) and str(value).strip():
        return str(value).strip()
    raise UnreadableDocumentError(f"{name} is {value!r:.80} in the front matter.", hint="Write one line of text.")


def _date(value: object, name: str) -> str:
    text = value.isoformat()[:10] if isinstance(value, dt.date) else str(value).strip()
    try:
        return str(PartialDate.parse(text))
    except InvalidDateError as error:
        raise UnreadableDocumentError(f"{name} in the front matter: {error.message}", hint=error.hint) from None


def _sources(value: object) -> tuple[SourceRef, ...]:
    if not isinstance(value, list) or not all(isinstance(s, Mapping) for s in value):
        raise UnreadableDocumentError(
            "sources in the front matter is not a list of mappings.", hint="One `- url:` each."
        )
    refs = []
    for source in value:
        fields: dict[str, str] = {}
        for name in _SOURCE_FIELDS:
            if source.get(name) is not None and source[name] != "unknown":
                read = _date if name in ("published", "accessed") else _string
                fields[name] = read(source[name], f"sources.{name}")
        refs.append(SourceRef(**fields))
    return tuple(refs)


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["reference", "text_join"])


class _Flattener:
    """Walks the tokens and puts out text, tracing each piece to its place in the source."""

    def __init__(self, source: str, body: int) -> None:
        self.source, self.body = source, body
        self.line_starts = [body]
        at = source.find("\n", body)
        while at >= 0:
            self.line_starts.append(at + 1)
            at = source.find("\n", at + 1)
        self.pieces: list[str] = []
        self.runs: list[tuple[int, int, int, int]] = []
        self.blocks: list[Block] = []
        self.at = 0
        self.start = -1
        self.cursor = body

    def run(self) -> tuple[str, tuple[Block, ...], tuple[tuple[int, int, int, int], ...]]:
        in_item = 0
        kind = "paragraph"
        for token in _parser().parse(self.source[self.body :]):
            if token.type == "list_item_open":
                in_item += 1
            elif token.type == "list_item_close":
                in_item -= 1
            elif token.type == "heading_open":
                kind = "heading"
            elif token.type in ("th_open", "td_open"):
                kind = "item"
            elif token.type == "paragraph_open":
                kind = "item" if in_item else "paragraph"
            elif token.type == "inline":
                self._inline(token, kind)
            elif token.type in ("fence", "code_block"):
                self._verbatim(token)
        return "".join(self.pieces), tuple(self.blocks), tuple(self.runs) or ((0, 0, 0, 0),)

    def _open(self) -> None:
        self.start = -1

    def _put(self, piece: str, start: int, end: int) -> None:
        if self.start < 0:
            if self.at:  # a block's line end is put out with its first piece, since a block may turn out empty
                self.pieces.append("\n")
                self.runs.append((self.at, self.at + 1, start, start))
                self.at += 1
            self.start = self.at
        self.pieces.append(piece)
        self.runs.append((self.at, self.at + len(piece), start, end))
        self.at += len(piece)

    def _seek(self, token: Token) -> None:
        if token.map:
            self.cursor = max(self.cursor, self.line_starts[min(token.map[0], len(self.line_starts) - 1)])

    def _inline(self, token: Token, kind: str) -> None:
        self._seek(token)
        self._open()
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                at = self.source.find("\n", self.cursor)
                self._put(" ", at, at + 1)
                self.cursor = at + 1
            elif child.type == "image":
                continue  # a caption of a picture is furniture
            elif child.type in ("text", "code_inline", "text_special") and child.content:
                self._trace(child)
        self._close(kind)

    def _trace(self, child: Token) -> None:
        found = self.source.find(child.content, self.cursor)
        limit = self.source.find("\n", self.cursor)
        if found >= 0 and (limit < 0 or found <= limit):
            self._put(child.content, found, found + len(child.content))
            self.cursor = found + len(child.content)
            return
        # An entity or an escape: its source form differs from the text, so the run maps as a whole.
        form = child.markup or child.content
        found = self.source.find(form, self.cursor)
        begin = found if found >= 0 else self.cursor
        self._put(child.content, begin, begin + len(form))
        self.cursor = begin + len(form)

    def _verbatim(self, token: Token) -> None:
        self._seek(token)
        self._open()
        for line in token.content.splitlines():
            found = self.source.find(line, self.cursor)
            if not line or found < 0:
                continue
            if self.start >= 0:
                self._put("\n", found - 1, found)
            self._put(line, found, found + len(line))
            self.cursor = found + len(line)
        self._close("furniture")

    def _close(self, kind: str) -> None:
        if self.start >= 0:
            self.blocks.append(Block(kind, self.start, self.at))
