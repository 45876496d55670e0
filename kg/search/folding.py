"""Words as search compares them, each with its place in the text: without case and accents, CJK sign by sign."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_SIGNS = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Scripts that put no space between words."""
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h"})
"""Letters whose stroke is no combining accent."""


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word without case, accents and strokes.

    >>> fold("Côte"), fold("ĐÀ"), fold("Straße"), fold("ﾀｲ")
    ('cote', 'da', 'strasse', 'タイ')
    """
    plain = unicodedata.normalize("NFKD", word).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c) or _SIGNS.match(c))
    return unicodedata.normalize("NFC", bare.translate(_LETTERS))


def words(text: str) -> list[tuple[str, int, int]]:
    """Return the folded words of a text with their start and end in it.

    >>> words("Nuku'alofa, 日本")
    [('nuku', 0, 4), ('alofa', 5, 10), ('日', 12, 13), ('本', 13, 14)]
    """
    found: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(text):
        at = match.start()
        for sign in _SIGNS.finditer(text, match.start(), match.end()):
            if at < sign.start():
                found.append((fold(text[at : sign.start()]), at, sign.start()))
            found.append((fold(sign.group()), sign.start(), sign.end()))
            at = sign.end()
        if at < match.end():
            found.append((fold(text[at : match.end()]), at, match.end()))
    return [w for w in found if w[0]]


def is_sign(word: str) -> bool:
    """Whether a folded word is a sign of a script without spaces."""
    return len(word) == 1 and _SIGNS.match(word) is not None
