"""Where a text names the actor that a sentence leaves out: the second half of a receipt over two sentences.

"The 2023 memorandum between defence authorities" names no state; the reader of the receipt needs the sentence before
it that does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.extraction.mentions import ActorMention, Sentence

REACH = 60
"""Mentions looked back over for one sentence that names all actors wanted; keeps the search linear."""


def names_actor(mention: ActorMention) -> bool:
    """Whether a mention names an actor: a capital after *in*, *at* or *from* is a place and names none."""
    return mention.name_kind not in ("capital", "seat") or mention.prep not in ("in", "at", "from", "near", "to")


class NamingSentences:
    """Which sentences name which actor.

    Parameters
    ----------
    sentences : iterable of Sentence
        Of one document, in order, with their actors found.
    """

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self._of: dict[str, list[int]] = defaultdict(list)
        for sentence in sentences:
            naming = [m for m in sentence.actors if m.actor.kind != "person" and names_actor(m)]
            keys = {m.actor.key for m in naming} | {m.actor.state for m in naming if m.adjective}
            for key in keys - {None}:
                self._of[str(key)].append(sentence.index)

    def before(self, index: int, wanted: list[str]) -> dict[str, int]:
        """Return for each actor the sentence that names it, nearest before `index`.

        Parameters
        ----------
        index : int
            Of the sentence that leaves the actors out.
        wanted : list of str
            Registry keys.

        Returns
        -------
        dict of str to int
            One sentence that names them all where there is one near, else the nearest of each; failing that the first
            one after. A key that no sentence names is left out.
        """
        shared = self._shared(index, wanted)
        found = {}
        for key in wanted:
            places = self._of.get(key, [])
            at = bisect_left(places, index)
            if shared is not None:
                found[key] = shared
            elif places:
                found[key] = places[at - 1] if at else places[0]
        return found

    def _shared(self, index: int, wanted: list[str]) -> int | None:
        if not wanted:
            return None
        lists = [self._of.get(key, []) for key in wanted]
        rarest = min(lists, key=len)
        at = bisect_left(rarest, index)
        for place in reversed(rarest[max(0, at - REACH) : at]):
            if all(_holds(places, place) for places in lists):
                return place
        return None


def _holds(places: list[int], place: int) -> bool:
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place
