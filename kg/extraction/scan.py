"""Words and phrases: one tokeniser, and a trie that finds the longest known phrase at each word in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_JOINERS = frozenset(
    {" ", "-", "\n", "\u00a0", "\u2010", "\u2011", "\u2013", "'", "\u2019", "/", "' ", "\u2019 ", ". ", ".", "+"}
)


_LONGEST_SHORT = 5
"""Letters of the longest abbreviation that a full stop may follow inside a phrase."""


@dataclass(slots=True)
class Words:
    """The words of a text: three parallel lists (n words), offsets in code points."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Words:
        """Tokenise a text: runs of letters and digits; everything else separates."""
        words = cls(text)
        for match in _WORD.finditer(text):
            words.starts.append(match.start())
            words.ends.append(match.end())
            words.forms.append(match.group())
        return words

    def gap(self, i: int) -> str:
        """Return what stands between word `i` and the next one."""
        return self.text[self.ends[i] : self.starts[i + 1]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A known phrase at words ``first`` to ``last`` (inclusive), with everything that the phrase may be."""

    first: int
    last: int
    payloads: tuple[Any, ...]


class Trie:
    """Phrases as paths of words; ``fold`` lowers the case of both sides."""

    def __init__(self, *, fold: bool) -> None:
        self.fold = fold
        self._root: dict[Any, Any] = {}

    def add(self, phrase: str, payload: Any) -> None:
        """Add a phrase; several payloads may share it."""
        words = _WORD.findall(phrase.lower() if self.fold else phrase)
        if not words:
            return
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        if payload not in node.setdefault(None, []):
            node[None].append(payload)

    def scan(self, words: Words, forms: list[str]) -> list[Hit]:
        """Return the longest phrase at each word, left to right, not overlapping.

        Parameters
        ----------
        words : Words
            The text's n words.
        forms : list of str
            The n forms to compare: `words.forms`, or their lower case for a folding trie.
        """
        root, hits, at, count = self._root, [], 0, len(forms)
        while at < count:
            node = root.get(forms[at])
            if node is None:
                at += 1
                continue
            end, found, last = at, node.get(None), at
            while last + 1 < count and words.gap(last) in _JOINERS:
                if words.gap(last) == ". " and len(forms[last]) > _LONGEST_SHORT:
                    break
                node = node.get(forms[last + 1])
                if node is None:
                    break
                last += 1
                if None in node:
                    end, found = last, node[None]
            if found:
                hits.append(Hit(at, end, tuple(found)))
                at = end + 1
            else:
                at += 1
        return hits
