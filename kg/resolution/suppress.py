"""The suppress list: persons whose names the graph must not hold, and where a text names them.

Names are compared by their folded words in any order (:func:`kg.resolution.names.person_key`). In a document that
names a person in full, a part of the name alone (the surname) counts as naming the person too: masking a namesake is
the smaller harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import LedgerError
from kg.model.mask import MASK
from kg.resolution.journal import Journal
from kg.resolution.names import person_key, tokens

COLUMNS = ("action", "name", "reason")
_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s.,'’_/+-]{1,3}")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
Key = tuple[str, ...]


def journal(ledger: Path) -> Journal:
    """Return the file of the list in a workspace's ledger; it is in no export."""
    return Journal(ledger / "suppressed.csv", COLUMNS)


def suppressed(ledger: Path) -> frozenset[Key]:
    """Return the keys of the names that are withheld: those put on the list and not taken off it since.

    Raises
    ------
    LedgerError
        If the file is damaged.
    """
    keys: dict[Key, bool] = {}
    for row in journal(ledger).rows():
        if row["action"] not in ("suppress", "lift"):
            raise LedgerError(
                f"suppressed.csv, entry {row['n']}: {row['action']!r} is no action.", hint="Allowed: suppress, lift."
            )
        keys[person_key(row["name"])] = row["action"] == "suppress"
    return frozenset(key for key, held in keys.items() if held)


@dataclass(frozen=True, slots=True)
class Masker:
    """What is withheld in one document.

    Attributes
    ----------
    keys : frozenset of tuple of str
        Names in full, as :func:`kg.resolution.names.person_key` gives them.
    short : frozenset of str
        Folded words that name one of them alone, in this document.
    """

    keys: frozenset[Key]
    short: frozenset[str] = frozenset()

    @classmethod
    def for_texts(cls, keys: frozenset[Key], texts: Iterable[str]) -> Masker | None:
        """Return what is to be withheld in a document with these texts; None where it names nobody on the list."""
        here = {key for text in texts for key, _, _ in _full(text, keys)}
        if not here:
            return None
        return cls(frozenset(here), frozenset(w for key in here if len(key) > 1 for w in key if len(w) > 2))

    def names(self, label: str) -> bool:
        """Whether a label is a name of somebody on the list, in full or by a part of it."""
        key = set(person_key(label))
        return bool(key) and (any(_covers(key, full) for full in self.keys) or key <= self.short)

    def mask(self, text: str) -> str:
        """Return a text with every such name replaced by :data:`kg.model.mask.MASK`."""
        spans = [(start, end) for _, start, end in _full(text, self.keys)]
        spans += [m.span() for m in _WORD.finditer(text) if m[0][0].isupper() and "".join(tokens(m[0])) in self.short]
        merged: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if merged and (start <= merged[-1][1] or _GAP.fullmatch(text, merged[-1][1], start)):
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        out, at = [], 0
        for start, end in merged:
            out += [text[at:start], MASK]
            at = end
        return "".join([*out, text[at:]])


def _covers(key: set[str], full: Key) -> bool:
    """Whether the words of a label are a name in full, with no more than initials and a suffix beside it."""
    extra = key - set(full)
    return set(full) <= key and (not extra or (len(full) > 1 and all(len(w) < 3 or w in _SUFFIXES for w in extra)))


def _full(text: str, keys: frozenset[Key]) -> list[tuple[Key, int, int]]:
    """Return where a text names somebody in full, as (key, start, end)."""
    words = [(m.start(), m.end(), "".join(tokens(m[0]))) for m in _WORD.finditer(text)]
    found = []
    for key in sorted(keys):
        members = set(key)
        for first, (start, _, word) in enumerate(words):
            if word not in members and len(word) > 1:
                continue
            for last in range(first, min(first + len(key) + 4, len(words))):
                if last > first and not _GAP.fullmatch(text, words[last - 1][1], words[last][0]):
                    break
                end = words[last][1]
                if words[last][2] in members and _covers(set(person_key(text[start:end])), key):
                    found.append((key, start, end))
                    break
    return found
