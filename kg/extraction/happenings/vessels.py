"""Ships by the prefix of their names: whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.kinds import bodies

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor


def prefixed(context: Context, low: int, high: int) -> list[Actor]:
    """Return the states whose ships are named between two offsets ("HMAS Perth"), as far as the text names them."""
    out: dict[str, Actor] = {}
    for match in bodies.words().prefix.finditer(context.text, low, high):
        state = context.focus.by_key(bodies.words().prefixes[match.group(1)])
        if state is not None:
            out.setdefault(state.identity, state)
    return list(out.values())
