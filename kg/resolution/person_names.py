"""Personal names across name orders, romanisations, titles and initials.

May two forms be one person's?
A name is compared as a bag of words, since *Kishida Fumio* is *Fumio Kishida*. Words pair off as equal, as one
sound in two romanisations, as one given name in two languages, or as an initial with its word. What decides is what
is left over: words left over on one side are middle names that the other writer left out; words left over on both
sides are another person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein, Indel

from kg.resolution.lexicon import name_words
from kg.resolution.names import tokens

SHORT = 4
"""Words of fewer letters are compared exactly: one letter makes another name of *Soe Win* and *Sein Win*."""

ONE_WORD = 0.84
"""Indel similarity from which two longer words, romanised alike, are one; *Wickramasinghe*, *Wickremesinghe*: 0.93."""

_SOUNDS = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"ph\b", "p"), (r"bh", "b"), (r"dh", "d"), (r"gh", "g"), (r"kh", "k"), (r"th", "t"), (r"zh", "j"),
        (r"ck|c(?=[aou])|q", "k"), (r"g(?=[yiu])", "k"), (r"x", "ks"), (r"w", "v"), (r"z", "s"),
        (r"yeo|yu(?=[ln])", "yo"), (r"eo|oe", "o"), (r"oo|ou", "u"), (r"ee|ie|ei|y", "i"), (r"ae", "e"),
        (r"(?<=[aeiou])h(?=[^aeiou]|$)", ""), (r"nh\b", "n"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip
"""What different romanisations write for one sound; crude, and used only to pair words of names whose rest agrees."""


_APOSTROPHE = re.compile(r"[’'‘`ʻ]")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name, taken apart.

    Attributes
    ----------
    words : tuple of str
        Folded words of two letters and more, in order, without titles and particles.
    initials : tuple of str
        Single letters.
    generation : str
        ``2`` for *Jr*, ``3`` for *III*; empty without a suffix.
    """

    words: tuple[str, ...]
    initials: tuple[str, ...]
    generation: str


@lru_cache(maxsize=65536)
def parse_name(label: str) -> PersonName:
    """Take a label apart.

    >>> parse_name("Lt. Gen. S.M. Kamrul Hassan")
    PersonName(words=('kamrul', 'hassan'), initials=('s', 'm'), generation='')
    >>> parse_name("President Ferdinand R. Marcos Jr.").generation
    '2'
    """
    lexicon = name_words()
    found = tuple(w for w in tokens(_APOSTROPHE.sub("", label.replace("Tan Sri ", "Sri "))) if not w.isdigit())
    generation = ""
    if len(found) > 2 and found[-1] in lexicon.suffixes:
        found, generation = found[:-1], lexicon.suffixes[found[-1]]
    titles = lexicon.titles - _names_after_all(label, found)
    plain = [w for w in found if w not in titles and w not in lexicon.particles]
    words = tuple(w for w in plain if len(w) > 1) or tuple(w for w in found if w not in lexicon.titles)
    initials = tuple(w for w in plain if len(w) == 1)
    # "SM Kamrul Hassan", "AK Antony": two capitals without a vowel between are initials run together.
    runs = [w for w in words if len(w) == 2 and len(words) > 2 and w.upper() in label and not set(w) & set("aeiouy")]
    return PersonName(tuple(w for w in words if w not in runs), (*initials, *(c for w in runs for c in w)), generation)


def _names_after_all(label: str, found: Sequence[str]) -> set[str]:
    """Return the forms of address that are names here: *Gen Nakatani*, *U. Khurelsukh*."""
    lexicon = name_words()
    others = [w for w in found if w not in lexicon.titles]
    kept = {"u"} if "U." in label else set()
    if "gen" in found and "gen." not in label.casefold() and len(others) == 1:
        kept.add("gen")
    return kept


_HANGUL = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"yeo|you|yu|yo", "Y"), (r"eo|eu|oo|ou|u|o", "U"), (r"ae|ai|e", "E"), (r"ui|wi|ee|i|y", "I"), (r"ah|a", "A"),
        (r"ck|k|g(?!$)|c(?!h)", "K"), (r"ch|j", "J"), (r"d|t", "T"), (r"b|p", "P"), (r"l|r", "R"), (r"s+h?", "S"),
        (r"w|v", ""), (r"h(?=$)", ""),
    )
)  # fmt: skip


@lru_cache(maxsize=65536)
def hangul(word: str) -> str:
    """Return a Korean name's syllable with what its romanisations differ in made alike.

    >>> hangul("seok") == hangul("suk"), hangul("deok") == hangul("duck"), hangul("yul") == hangul("yong")
    (True, True, False)
    """
    for pattern, new in _HANGUL:
        word = pattern.sub(new, word)
    return word


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return a word with what romanisations differ in made alike.

    >>> sound("prayuth") == sound("prayut"), sound("sokhonn") == sound("sokhon"), sound("yul") == sound("yeol")
    (True, True, True)
    """
    for pattern, new in _SOUNDS:
        word = pattern.sub(new, word)
    return word


@lru_cache(maxsize=262144)
def one_word(a: str, b: str) -> bool:
    """Whether two words may write one name."""
    if a == b:
        return True
    given = name_words().given
    if given.get(a, a) == given.get(b, b):
        return True
    x, y = sound(a), sound(b)
    if x == y:
        return len(x) > 2 or min(len(a), len(b)) > 2
    if min(len(x), len(y)) < SHORT + 1 or x[0] != y[0]:
        return False
    return Indel.normalized_similarity(x, y) >= ONE_WORD or DamerauLevenshtein.distance(x, y) <= len(x) // 6


@dataclass(frozen=True, slots=True)
class Match:
    """How two names compare.

    Attributes
    ----------
    words : int
        Pairs of full words.
    initials : int
        Initials that stand for a word, or for the same initial, of the other.
    exact : bool
        Whether all paired words are spelt alike.
    extra : int
        Words left over on one side.
    whole : bool
        Whether nothing of weight is left over on either side.
    """

    words: int
    initials: int
    exact: bool
    extra: int
    whole: bool


def compare(a: PersonName, b: PersonName, *, korean: bool = False) -> Match | None:
    """Compare two names; None where they cannot be one person's.

    With `korean`, syllables that differ only in romanisation pair off, where all of both names do.

    >>> compare(parse_name("Kishida Fumio"), parse_name("Fumio Kishida")).whole
    True
    >>> compare(parse_name("Ferdinand E. Marcos"), parse_name("Ferdinand R. Marcos Jr.")) is None
    True
    >>> compare(parse_name("Subrahmanyam Jaishankar"), parse_name("S. Jaishankar")).initials
    1
    """
    if a.generation and b.generation and a.generation != b.generation:
        return None
    if _joined(a.words) & _joined(b.words):
        size = min(len(a.words), len(b.words))
        differ = a.initials and b.initials and a.initials != b.initials
        return None if differ else Match(max(size, 2), 0, exact=True, extra=0, whole=True)
    left, right, pairs, exact = list(a.words), list(b.words), 0, True
    for same in (True, False):
        for word in list(left):
            other = next((o for o in right if (word == o if same else one_word(word, o))), None)
            if other is not None:
                left.remove(word)
                right.remove(other)
                pairs += 1
                exact = exact and same
    initials = _take(list(a.initials), right) + _take(list(b.initials), left)
    initials += len(set(a.initials) & set(b.initials))
    if korean and left and right and pairs and [hangul(w) for w in left] == [hangul(w) for w in right]:
        return Match(pairs + len(left), 0, exact=False, extra=0, whole=True)
    if (left and right) or not pairs:
        return None
    mine, theirs = _unused(a.initials, b.words), _unused(b.initials, a.words)
    if mine and theirs and mine != theirs:
        return None
    extra = len(left) + len(right)
    return Match(pairs, initials, exact=exact, extra=extra, whole=not extra)


def _joined(words: Sequence[str]) -> set[str]:
    """Return the ways to run a name together, family name first or last: *Sukyeol Yoon*, *Yoon Suk-yeol*."""
    if len(words) < 2:
        return set()
    return {"".join(words), "".join((*words[1:], words[0])), "".join((words[-1], *words[:-1]))}


def _take(initials: list[str], words: list[str]) -> int:
    taken = 0
    for letter in initials:
        word = next((w for w in words if w[0] == letter), None)
        if word is not None:
            words.remove(word)
            taken += 1
    return taken


def _unused(initials: Sequence[str], words: Sequence[str]) -> tuple[str, ...]:
    """Return the initials that no word of the other name begins with."""
    return tuple(i for i in initials if not any(w[0] == i for w in words))
