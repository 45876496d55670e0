"""Instruments that one phrase names twice: "the text of a treaty", "a visiting forces deal, the X Agreement,"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.mentions import InstrumentMention

_TEXT_OF = re.compile(r" of (?:an?|the|its|their|this) ")
_NAMELY = re.compile(
    r", (?:(?:called|known as|named|dubbed|titled|entitled|officially) )?(?:the|an?|their|its) (?:new )?"
)
_CLOSED = re.compile(r"[,.;)]|\Z")


def joined(mentions: list[InstrumentMention], text: str, lexicon: Lexicon) -> list[InstrumentMention]:
    """Return the mentions of a sentence with those that stand in apposition made one."""
    kept: list[InstrumentMention] = []
    for found in mentions:
        last = kept[-1] if kept else None
        gap = text[max(last.end, last.tail) : found.start] if last is not None else ""
        if last is not None and last.head.bare and not last.name and _TEXT_OF.fullmatch(gap):
            kept.pop()
        elif (
            last is not None
            and _NAMELY.fullmatch(gap)
            and _CLOSED.match(text, max(found.end, found.tail))
            and (last.name is None) != (found.name is None)
            and not (last.parties and found.parties)
        ):
            last.name, last.alias = last.name or found.name, last.alias or found.alias
            last.parties, last.with_ = last.parties or found.parties, last.with_ or found.with_
            last.type = found.type if last.type in (None, *lexicon.sets["umbrella"]) else last.type
            last.security, last.tail = last.security or found.security, max(found.end, found.tail)
            continue
        kept.append(found)
    return kept
