"""Money and equipment: sums in units of their currency, items with their number."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction.mentions import AmountMention, ItemMention

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.scan import Hit, Words

_EXAMPLE = re.compile(r"(?:such as|like|including|e\.g\.,?|for example)\s*(?:[\w-]+,?\s+){0,6}\Z")
_ORIGIN = frozenset({"funded", "made", "built", "supplied", "donated", "financed", "designed", "produced"})
_QUANTITY_GAP = re.compile(r"^[\s-]*$")


@cache
def _money(symbols: tuple[str, ...], words: tuple[str, ...], multipliers: tuple[str, ...]) -> re.Pattern[str]:
    def alternatives(options: tuple[str, ...]) -> str:
        return "|".join(re.escape(o) for o in sorted(options, key=lambda o: (-len(o), o)))

    number = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    times = rf"(?:\s?-?(?P<{{0}}>{alternatives(multipliers)})\b)?"
    return re.compile(
        rf"(?<![\w])(?P<symbol>{alternatives(symbols)})\s?(?P<n1>{number}){times.format('x1')}"
        rf"|(?<![\w.,])(?P<n2>{number}){times.format('x2')}[\s-](?P<word>{alternatives(words)})\b"
    )


def money(text: str, start: int, end: int, lexicon: Lexicon) -> list[AmountMention]:
    """Return the sums of ``text[start:end]``, in order; the second of two currencies for one sum stays a mention."""
    data = lexicon.currencies
    pattern = _money(tuple(data["symbols"]), tuple(data["words"]), tuple(data["multipliers"]))
    out = []
    for m in pattern.finditer(text, start, end):
        number = float((m["n1"] or m["n2"]).replace(",", ""))
        times = data["multipliers"].get(m["x1"] or m["x2"] or "", 1)
        currency = data["symbols"][m["symbol"]] if m["symbol"] else data["words"][m["word"]]
        out.append(AmountMention(m.start(), m.end(), float(round(number * times, 2)), currency))
    return out


def items(
    words: Words, hits: list[Hit], low: int, high: int, lexicon: Lexicon, barriers: set[int]
) -> list[ItemMention]:
    """Return the equipment named between two words (half-open), in order.

    Parameters
    ----------
    hits : list of Hit
        Item heads between the two words.
    barriers : set of int
        Words that belong to names of actors: a phrase does not extend over them.
    """
    stop, specific = lexicon.sets["item-stop"], lexicon.sets["specific"]
    out: list[ItemMention] = []
    skip = -1
    for position, hit in enumerate(hits):
        if hit.first <= skip:
            continue
        last, generic = hit.last, hit.payloads[0].weak
        following = hits[position + 1] if position + 1 < len(hits) else None
        if following is not None and following.first == last + 1 and words.gap(last) == " ":
            continue
        first = hit.first
        while first > low and hit.first - first < 5:
            before = words.forms[first - 1]
            gap = words.gap(first - 1)
            if before.isdigit() and first - 2 >= low and _designation(words, first - 2):
                first -= 2
                continue
            if before.lower() in stop or first - 1 in barriers or before.lower() in lexicon.numbers:
                break
            if gap not in (" ", "-", "\u2011", " \u201c", ' "', "/") or (before.isdigit() and gap == " "):
                break
            if before[0].isupper() and before.lower().endswith("ly"):
                break
            first -= 1
        while first < hit.first and words.forms[first].lower().endswith("ly"):
            first += 1
        modifiers = [words.forms[i].lower() for i in range(first, hit.first)]
        if generic and not any(m in specific for m in modifiers):
            modifiers = []
        is_generic = generic and not modifiers
        quantity = _quantity(words, first, low, lexicon)
        text = words.text
        label = " ".join(text[words.starts[first] : words.ends[last]].split())
        following_words = [w.lower() for w in words.forms[last + 1 : last + 3]]
        if label.lower().endswith(("defence equipment", "defense equipment")) and following_words == [
            "and",
            "technology",
        ]:
            last += 2
            skip = last
            label = " ".join(text[words.starts[first] : words.ends[last]].split())
        example = bool(_EXAMPLE.search(text[max(words.starts[low], words.starts[first] - 60) : words.starts[first]]))
        if out and out[-1].example and not example:
            gap_text = text[out[-1].end : words.starts[first]]
            example = bool(re.fullmatch(r",?\s*(?:and|or)?\s*(?:\w+\s)?", gap_text))
        out.append(ItemMention(words.starts[first], words.ends[last], label, quantity, example, is_generic))
        _split_head(words, first, low, out, lexicon, barriers)
    return sorted(out, key=lambda i: i.start)


def _designation(words: Words, i: int) -> bool:
    """Whether two words are a model such as F-16 or Mi-17: a few letters, a hyphen, a number; or Type 054."""
    word = words.forms[i]
    if word in ("Type", "Mk", "Mark", "Project", "Block") and words.gap(i) == " ":
        return True
    return words.gap(i) in ("-", "\u2011") and word[0].isupper() and word.isalpha() and len(word) <= 3


def _split_head(
    words: Words, first: int, low: int, out: list[ItemMention], lexicon: Lexicon, barriers: set[int]
) -> None:
    """Read "radar or communication systems": a modifier of the same head, before the conjunction."""
    if first - 2 < low or words.forms[first - 1] not in ("and", "or"):
        return
    before = first - 2
    if words.gap(before) != " " or words.gap(first - 1) != " " or before in barriers:
        return
    word = words.forms[before]
    if word.lower() in lexicon.sets["specific"] and word.islower():
        if any(i.start <= words.starts[before] < i.end for i in out):
            return
        out.append(ItemMention(words.starts[before], words.ends[before], word, None, False, False))


def _quantity(words: Words, first: int, low: int, lexicon: Lexicon) -> float | None:
    index = first - 1
    while index - 1 >= low and words.forms[index].lower() in _ORIGIN and words.gap(index - 1) in ("-", "\u2011"):
        index -= 2
    while index >= low and words.forms[index].lower() in (
        "new", "additional", "more", "used", "refurbished", "secondhand", "second", "hand", "modern", "advanced",
        "further", "other", "surplus", "decommissioned", "retired", "of", "units", "large", "small",
    ):  # fmt: skip
        index -= 1
    if index < low or not re.fullmatch(r"[\s-]*", words.gap(index)):
        return None
    word = words.forms[index].lower()
    value = float(word) if word.isdigit() else float(lexicon.numbers.get(word, 0)) or None
    if value is None:
        return None
    if word.isdigit() and index > low and words.gap(index - 1) == " ":
        maker = words.forms[index - 1]
        if 2 <= len(maker) <= 5 and maker.isalpha() and maker.isupper() and maker not in ("US", "UK", "UN", "EU"):
            return None  # a designation: "the MTU 396 engine", "AIM 9 missiles"
    if word.isdigit() and (len(word) > 3 or (index > low and words.gap(index - 1) in (".", ",", "$", "-"))):
        return None
    if word == "dozen" and index - 2 >= low and words.forms[index - 2].lower() == "half":
        return value / 2
    if word == "dozen" and index - 1 >= low:
        times = lexicon.numbers.get(words.forms[index - 1].lower())
        return value * times if times else value
    return value
