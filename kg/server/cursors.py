"""Pages of a list: a cursor holds the place in one generation's list, and is of no use in another's."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from kg.errors import RequestError

T = TypeVar("T")


def cursor(generation: int, offset: int) -> str:
    """Return the cursor of a place in a list."""
    return base64.urlsafe_b64encode(f"{generation}.{offset}".encode()).decode().rstrip("=")


def offset_of(given: str | None, generation: int) -> int:
    """Return the place that a cursor stands for; the beginning without one.

    Raises
    ------
    RequestError
        If it is none of this server's, or of another generation.
    """
    if given is None:
        return 0
    try:
        made, offset = (int(n) for n in base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode().split("."))
    except (binascii.Error, UnicodeError, ValueError):
        made, offset = -1, -1
    if made < 0 or not 0 <= offset < 1 << 31:
        raise RequestError(f"{given!r} is no cursor.", hint="Give the cursor of the page before, or none.")
    if made != generation:
        raise RequestError(
            "The graph has changed since the page before.", status=409, hint="Begin again without a cursor."
        )
    return offset


def page(items: Sequence[T], given: str | None, limit: int, generation: int) -> tuple[list[T], dict[str, Any]]:
    """Return one page of a list, and what the answer says of it: ``total`` and ``cursor``."""
    offset = offset_of(given, generation)
    after = offset + limit
    return list(items[offset:after]), {
        "total": len(items),
        "cursor": cursor(generation, after) if after < len(items) else None,
    }
