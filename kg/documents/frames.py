"""Messages between this process and its worker: a JSON head and bytes, each with its length before it."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

_LENGTHS = struct.Struct(">II")
HEAD_LIMIT = 1024 * 1024


class BrokenFrameError(Exception):
    """The other side ended in mid-message, or sent what is no message."""


def send(stream: BinaryIO, head: Mapping[str, Any], body: bytes = b"") -> None:
    """Write one message and flush it."""
    packed = json.dumps(head, ensure_ascii=True).encode("ascii")
    stream.write(_LENGTHS.pack(len(packed), len(body)))
    stream.write(packed)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO, *, limit: int) -> tuple[dict[str, Any], bytes] | None:
    """Read one message; None where the stream has ended.

    Parameters
    ----------
    stream : binary stream
        The reading end of a pipe.
    limit : int
        Bytes of the body at most.

    Raises
    ------
    BrokenFrameError
        If the stream ends within a message, or the lengths or the head are not those of one.
    """
    opening = stream.read(_LENGTHS.size)
    if not opening:
        return None
    if len(opening) < _LENGTHS.size:
        raise BrokenFrameError
    head_length, body_length = _LENGTHS.unpack(opening)
    if head_length > HEAD_LIMIT or body_length > limit:
        raise BrokenFrameError
    packed, body = stream.read(head_length), stream.read(body_length)
    if len(packed) < head_length or len(body) < body_length:
        raise BrokenFrameError
    try:
        head = json.loads(packed)
    except ValueError:
        raise BrokenFrameError from None
    if not isinstance(head, dict):
        raise BrokenFrameError
    return head, body
