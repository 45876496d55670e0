"""Counting the rows of a serialised answer while it is written, and cutting it where there are too many.

The engine writes results itself, an order of magnitude faster than Python could row by row, but knows no row limit.
What it writes is therefore watched: an upper bound is counted in passing, and only where that passes the limit are rows
counted exactly.
"""

from __future__ import annotations

import json

_STEP = 1 << 22


class Cut(Exception):
    """The limit is passed; ``body`` is the answer with as many rows as it allows, and says that it is cut."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        super().__init__()


class RowCounter:
    """A binary file that takes one serialised result.

    Parameters
    ----------
    format_ : str
        ``json``, ``xml``, ``csv`` or ``tsv``.
    limit : int
        The most rows.

    Raises
    ------
    Cut
        From :meth:`write` or :meth:`finish`, as soon as there are more.
    """

    _MARKS = {"json": b"},{", "xml": b"</result>", "csv": b"\n", "tsv": b"\n"}  # noqa: RUF012

    def __init__(self, format_: str, limit: int) -> None:
        self.format, self.limit = format_, limit
        self._data = bytearray()
        self._bound, self._checked = 0, 0

    def write(self, chunk: bytes) -> int:
        """Take a part of the answer."""
        mark = self._MARKS[self.format]
        before = max(0, len(self._data) - len(mark) + 1)
        self._data += chunk
        self._bound += self._data.count(mark, before)
        if self._bound > self.limit and len(self._data) > self._checked:
            self._check()
            self._checked = len(self._data) + max(_STEP, len(self._data) // 2)
        return len(chunk)

    def flush(self) -> None:
        """Do nothing: the answer stays in memory."""

    def finish(self) -> bytes:
        """Return the whole answer."""
        # A JSON answer has one separator less than rows, so that the bound may just reach the limit with one row more.
        if self._bound >= self.limit:
            self._check()
        return bytes(self._data)

    def _check(self) -> None:
        ends = getattr(self, f"_ends_{self.format}")()
        if len(ends) > self.limit:
            raise Cut(self._closed(ends[self.limit - 1] if self.limit else None))

    def _closed(self, end: int | None) -> bytes:
        notice = f"cut at {self.limit} rows by the server's limit; there are more"
        if self.format == "json":
            head = bytes(self._data[: self._start_json() if end is None else end])
            about = json.dumps({"rows": self.limit, "reason": notice})
            return head + f']}},"cut":{about}}}'.encode()
        if self.format == "xml":
            head = bytes(self._data[: self._data.index(b"<results>") + 9 if end is None else end])
            return head + f"</results><!-- {notice} --></sparql>".encode()
        return b""

    def _start_json(self) -> int:
        return self._data.index(b'"bindings":[') + len(b'"bindings":[')

    def _ends_json(self) -> list[int]:
        """Return where rows end, as far as they are complete; one more than the limit is enough."""
        at = self._start_json()
        # Decoded as Latin-1, so that a character is a byte and the positions are those of the bytes.
        text, decode = self._data.decode("latin-1"), json.JSONDecoder(strict=False).raw_decode
        ends: list[int] = []
        while len(ends) <= self.limit and text[at : at + 1] == "{":
            try:
                _, at = decode(text, at)
            except json.JSONDecodeError:
                break
            ends.append(at)
            at += text[at : at + 1] == ","
        return ends

    def _ends_xml(self) -> list[int]:
        ends: list[int] = []
        at = self._data.find(b"</result>")
        while at >= 0 and len(ends) <= self.limit:
            ends.append(at + len(b"</result>"))
            at = self._data.find(b"</result>", at + 1)
        return ends

    def _ends_csv(self) -> list[int]:
        """Return as many places as there are rows under the heading: line ends outside quotes."""
        outside = bytes(self._data).split(b'"')[::2]
        return [0] * max(0, sum(part.count(b"\n") for part in outside) - 1)

    def _ends_tsv(self) -> list[int]:
        return [0] * max(0, self._data.count(b"\n") - 1)
