"""Folding of names: what two spellings of one name have in common."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TITLES = frozenset(
    """acting adm admiral air ambassador amb brig brigadier captain chief col colonel commander commodore defence
    defense deputy dr excellency foreign former gen general he hon honourable honorable lady lieutenant lt ltc madam
    major maj marshal minister mr mrs ms of president prime prof professor pso rear ret retd rt secretary senator sir
    the their vice""".split()
)
"""Words that stand before a person's name and are no part of it."""

_SMALL = frozenset({"a", "and", "between", "for", "in", "of", "on", "the", "to", "with"})

GENERIC = frozenset(
    """agreement and arrangement assistance aid between capabilities capability concerning cooperation defence defense
    equipment for government governments in item items memorandum military new of on other related security support
    system systems technology the to transfer treaty understanding""".split()
)
"""Words that tell neither instruments nor equipment apart."""


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text without case, accents and punctuation, in order.

    >>> tokens("Kishida Fumio"), tokens("Waker-Uz-Zaman")
    (('kishida', 'fumio'), ('waker', 'uz', 'zaman'))
    """
    folded = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    return tuple(re.findall(r"[^\W_]+", plain))


def fold(text: str) -> str:
    """Return a text as its folded words, joined by single spaces."""
    return " ".join(tokens(text))


@lru_cache(maxsize=65536)
def person_key(label: str) -> tuple[str, ...]:
    """Return the words of a person's name in alphabetical order, without titles, initials run together.

    >>> person_key("Lt. Gen. S.M. Kamrul Hassan") == person_key("Hassan, SM Kamrul")
    True
    """
    words: list[str] = []
    initials = False
    for word in tokens(label):
        if len(word) == 1 and initials:
            words[-1] += word
        elif word not in TITLES:
            words.append(word)
        initials = len(word) == 1
    return tuple(sorted(words))


@lru_cache(maxsize=65536)
def content(text: str) -> frozenset[str]:
    """Return the words of a text that tell things apart, plurals cut.

    >>> sorted(content("Coastal radar systems"))
    ['coastal', 'radar']
    """
    return frozenset(t[:-1] if len(t) > 3 and t.endswith("s") else t for t in tokens(text) if t not in GENERIC)


def _abbreviates(short: str, long: str) -> bool:
    """Whether a name is the initials of another's first words: *RAA* of *Reciprocal Access Agreement with Japan*."""
    letters = "".join(t[0] for t in tokens(long) if t not in _SMALL)
    return len(tokens(short)) == 1 and 2 < len(short) <= len(letters) and letters.startswith(short.casefold())


def similar(a: str, b: str) -> bool:
    """Whether two proper names may be one: equal, one inside the other, initials, or three fifths of the words shared.

    Numbers have to agree: *Balikatan 2024* is not *Balikatan 2025*.

    >>> similar("Balikatan 2024", "Exercise Balikatan 2024"), similar("Balikatan 2024", "Balikatan 2025")
    (True, False)
    >>> similar("RAA", "Reciprocal Access Agreement"), similar("VFA", "Enhanced Defense Cooperation Agreement")
    (True, False)
    """
    one, two = set(tokens(a)), set(tokens(b))
    if {t for t in one if t.isdigit()} != {t for t in two if t.isdigit()}:
        return False
    if one <= two or two <= one or _abbreviates(a, b) or _abbreviates(b, a):
        return True
    return 5 * len(one & two) >= 3 * len(one | two)
