"""Offices as identity compares them: what a holder of two offices can be, and who can hold one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg.resolution.lexicon import name_words
from kg.resolution.names import tokens


@dataclass(frozen=True, slots=True)
class Office:
    """An office, folded.

    Attributes
    ----------
    sector : str
        Field of public life; empty where the words do not tell.
    post : str
        A post that one person holds at a time (``prime-minister``, ``defence`` …); empty for every other.
    """

    sector: str
    post: str


@lru_cache(maxsize=16384)
def read_office(text: str) -> Office:
    """Return what an office's words tell.

    >>> read_office("Secretary of National Defense"), read_office("Deputy Minister of Defence").post
    (Office(sector='executive', post='defence'), '')
    """
    folded = " ".join(tokens(text))
    lexicon = name_words()
    sector = next((name for name, pattern in lexicon.sectors if pattern.search(folded)), "")
    if lexicon.lesser.search(folded.replace("deputy prime minister and ", "")):
        return Office(sector, "")
    return Office(sector, next((name for name, pattern in lexicon.posts if pattern.search(folded)), ""))


def careers_clash(earlier: frozenset[str], later: frozenset[str]) -> bool:
    """Whether no field of the later offices is one that a holder of the earlier ones is likely to have come to."""
    earlier, later = earlier - {""}, later - {""}
    if not earlier or not later or earlier & later:
        return False
    return all((a, b) in name_words().implausible for a in earlier for b in later)
