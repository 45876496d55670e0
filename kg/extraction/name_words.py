"""Words of names for comparison: without case and accents."""

from __future__ import annotations

import re
import unicodedata


def fold(word: str) -> str:
    """Return a word without case and accents."""
    return (
        "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        .casefold()
        .replace("đ", "d")
    )


def tokenise(name: str) -> list[str]:
    """Return the folded words of a name."""
    return [fold(t) for t in re.findall(r"[^\W_]+", name)]


def same(a: list[str], b: list[str]) -> bool:
    """Whether two names, as lists of words, may be one person's."""
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    if len(small) == 1 and len(small[0]) < 2:
        return False
    return set(small) <= set(large)
