"""How many tokens a text will have, without anybody's tokenizer: a rule by script, corrected by what is counted.

Each vocabulary cuts differently; the rule is close to the byte-pair vocabularies in use. What an endpoint counts in its
first answers corrects the rest (:class:`kg.extraction.llm.profile.Profile`).
"""

from __future__ import annotations

import re
import unicodedata

_PIECES = re.compile(r"[A-Za-z]+|\d|[^\W\d_]+|[^\w\s]|_|\n+|[ \t]{2,}")
_LETTERS_A_TOKEN = 6.5
"""Latin words of up to this many letters are mostly one token."""
_SCRIPTS = {
    "CJK": 0.75, "HIRAGANA": 0.65, "KATAKANA": 0.7, "HANGUL": 0.8, "THAI": 0.36, "LAO": 0.5, "KHMER": 0.5,
    "MYANMAR": 0.5, "DEVANAGARI": 0.28, "BENGALI": 0.3, "TAMIL": 0.35, "ARABIC": 0.36, "CYRILLIC": 0.3,
    "LATIN": 0.32, "GREEK": 0.4, "HEBREW": 0.45,
}  # fmt: skip
"""Tokens a letter, by the first word of the letter's Unicode name; :data:`_OTHER` for the rest."""
_OTHER = 0.6


def tokens(text: str) -> int:
    """Return how many tokens a text is estimated to have.

    >>> tokens("The ministers signed the agreement."), tokens("")
    (7, 0)
    """
    total = 0.0
    for piece in _PIECES.findall(text):
        if piece[0].isascii():
            total += max(1.0, len(piece) / _LETTERS_A_TOKEN) if piece.isalpha() else 0.9
        elif unicodedata.category(piece[0])[0] == "M":
            total += 0.15  # a vowel sign, mostly part of the token of its letter
        elif not piece[0].isalpha():
            total += 1.0
        else:
            total += max(sum(_weight(c) for c in piece), 0.5)
    return -int(-total // 1)


def _weight(letter: str) -> float:
    if letter.isascii():
        return 0.25
    return _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0].partition("-")[0], _OTHER)
