"""Money: sums in units of their currency, in figures and in words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction.mentions import AmountMention

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon

_FIGURE = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MAYBE = re.compile(r"\d|illion|trillion|crore|lakh")
_APART = re.compile(r"(?:US|A|AU|NZ|C|S|FJ|NT|HK)\$|\bUSD\b|\b(?:US|U\.S\.|American|Australian) dollars")
_HALF = {"half a": 0.5, "quarter of a": 0.25, "one and a half": 1.5, "two and a half": 2.5, "a": 1.0, "an": 1.0}
_WORDS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred""".split()
)
_TENS = {"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}


def may_hold(text: str) -> bool:
    """Whether a text has a figure or a word of large sums."""
    return bool(_MAYBE.search(text))


def _any(options: tuple[str, ...]) -> str:
    return "|".join(re.escape(o) for o in sorted(options, key=lambda o: (-len(o), o)))


@cache
def _figures(symbols: tuple[str, ...], words: tuple[str, ...], multipliers: tuple[str, ...]) -> re.Pattern[str]:
    times = rf"(?:[\s\u00a0]?-?(?P<{{0}}>{_any(multipliers)})\b(?:[\s\u00a0](?P<{{0}}b>crore|crores)\b)?)?"
    # a range ("300 to 400 million yen") has its multiplier at its second bound
    until = rf"(?:\s?(?:-|–|to)\s?(?:{_any(symbols)})?\s?(?:{_FIGURE}))?"
    return re.compile(
        rf"(?<![\w])(?P<symbol>{_any(symbols)})[\s\u00a0]?(?P<n1>{_FIGURE}){until}{times.format('x1')}"
        rf"|(?<![\w.,])(?P<n2>{_FIGURE}){until}{times.format('x2')}[\s\u00a0-](?P<word>{_any(words)})\b"
    )


@cache
def _spelt(words: tuple[str, ...], multipliers: tuple[str, ...]) -> re.Pattern[str]:
    number = "|".join(sorted(_WORDS, key=lambda w: (-len(w), w)))
    large = _any(tuple(m for m in multipliers if len(m) > 2))
    return re.compile(
        rf"\b(?P<number>half a|quarter of a|(?:one|two) and a half|an?|(?:{number})(?:[ -](?:{number})){{0,3}})[ -]"
        rf"(?P<times>{large})[ -](?P<word>{_any(words)})\b",
        re.IGNORECASE,
    )


def money(
    text: str, start: int, end: int, lexicon: Lexicon, *, home: dict[str, str] | None = None
) -> list[AmountMention]:
    """Return the sums of ``text[start:end]``, in order; the second of two currencies for one sum stays a mention.

    Parameters
    ----------
    text : str
        The document's.
    start, end : int
        Half-open code points of one sentence.
    lexicon : Lexicon
        Its currencies.
    home : dict, optional
        What a word that several states use ("rupees") means in this document.
    """
    data = lexicon.currencies
    symbols, words = data["symbols"], data["words"]
    scale = data["multipliers"]
    figures = _figures(tuple(symbols), tuple(words), tuple(scale))
    out = []
    for m in figures.finditer(text, start, end):
        number = float((m["n1"] or m["n2"]).replace(",", ""))
        times = scale.get(m["x1"] or m["x2"] or "", 1) * (10_000_000 if m["x1b"] or m["x2b"] else 1)
        name = m["symbol"] or m["word"]
        currency = (home or {}).get(name.lower()) or (symbols[m["symbol"]] if m["symbol"] else words[m["word"]])
        out.append(AmountMention(m.start(), m.end(), float(round(number * times, 2)), currency))
    for m in _spelt(tuple(words), tuple(scale)).finditer(text, start, end):
        value = _value(m["number"].lower(), lexicon)
        if value is None or any(a.start < m.end() and m.start() < a.end for a in out):
            continue
        name = m["word"].lower()
        currency = (home or {}).get(name) or words.get(m["word"]) or words.get(name)
        if currency is not None:
            out.append(AmountMention(m.start(), m.end(), float(value * scale[m["times"].lower()]), currency))
    return sorted(out, key=lambda a: a.start)


def _value(number: str, lexicon: Lexicon) -> float | None:
    if number in _HALF:
        return _HALF[number]
    total = 0.0
    for word in number.replace("-", " ").split():
        value = lexicon.numbers.get(word) or _TENS.get(word)
        if value is None:
            return None
        total = total * value if word == "hundred" and total else total + value
    return total or None


def home_currencies(keys: list[str], lexicon: Lexicon, *, text: str) -> dict[str, str]:
    """Return what "rupees" means in a document written in, or about, these states; the first that has it decides.

    A bare "$" is the home dollar of the state that a document names most, unless it tells dollars apart itself.
    """
    shared = lexicon.currencies.get("shared", {})
    found: dict[str, str] = {}
    dollar = lexicon.currencies.get("dollars", {}).get(keys[0] if keys else "")
    if dollar and not _APART.search(text):
        found["$"] = dollar
    for word, by_state in shared.items():
        for key in keys:
            if key in by_state:
                found[word] = by_state[key]
                break
    return found
