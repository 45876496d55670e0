"""Programmes and policies: names of the registry, and capitalised phrases that end like one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.extraction.mentions import ProgrammeMention

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.scan import Hit, Words
    from kg.registry import Registry

_SMALL = frozenset({"of", "on", "for", "and", "the", "in", "to"})
_BRACKET = re.compile(r"\s*\(\s*[\"“'‘]?([A-Z][A-Za-z-]{1,10})[\"”'’]?\s*\)")
_TYPES = {"assistance", "capacity-building", "policy", "industrial"}
_AFTER = re.compile(r"\s+(?:on|for|of)\s+(?:the\s+)?(?=[A-Z])")


def find_programmes(
    words: Words, low: int, high: int, named: list[tuple[Hit, Any]], known: dict[str, ProgrammeMention],
    lexicon: Lexicon,
    registry: Registry,
) -> list[ProgrammeMention]:  # fmt: skip
    """Return the programmes named between two words (half-open), in order; `known` collects their short forms."""
    text = words.text
    out: list[ProgrammeMention] = []
    taken: set[int] = set()
    for hit, entity in named:
        start, end = words.starts[hit.first], words.ends[hit.last]
        kind = entity.cls if entity.cls in _TYPES else "other"
        found = ProgrammeMention(start, end, " ".join(text[start:end].split()), entity.key, entity.polity, kind)
        taken.update(range(hit.first, hit.last + 1))
        bracket = _BRACKET.match(text, end)
        if bracket:
            found.end = bracket.end()
            known.setdefault(bracket.group(1), found)
        previous = out[-1] if out else None
        if previous is not None and previous.key == found.key and found.start <= previous.end:
            continue
        out.append(found)
    heads = {w.split(" ")[-1] for w, _ in lexicon.programme_heads}
    for i in range(low, high):
        word = words.forms[i]
        if i in taken:
            continue
        if word in known:
            if not any(p.start <= words.starts[i] < p.end for p in out):
                base = known[word]
                out.append(
                    ProgrammeMention(words.starts[i], words.ends[i], base.label, base.key, base.owner, base.type)
                )
            continue
        if word not in heads:
            continue
        found_or_none = _unknown(words, i, low, high, taken, lexicon, known)
        if found_or_none is not None:
            out.append(found_or_none)
    return sorted(out, key=lambda p: p.start)


def _unknown(
    words: Words, i: int, low: int, high: int, taken: set[int], lexicon: Lexicon, known: dict[str, ProgrammeMention]
) -> ProgrammeMention | None:
    first, text = i, words.text
    while first - 1 >= low and i - first < 7 and first - 1 not in taken and words.gap(first - 1) in (" ", "-"):
        before = words.forms[first - 1]
        if before[0].isupper():
            first -= 1
        elif (
            before in _SMALL
            and first - 2 >= low
            and words.forms[first - 2][0].isupper()
            and words.gap(first - 2) == " "
            and before != "the"
        ):
            first -= 2
        else:
            break
    if words.forms[first] in ("The", "Under", "This", "Its", "A", "An", "In", "Our", "Their"):
        first += 1
    if i + 1 < high and words.gap(i) == " " and words.forms[i + 1][0].isupper():
        return None
    last = i
    label = text[words.starts[first] : words.ends[last]]
    kind = next((k for w, k in lexicon.programme_heads if label == w or label.endswith(" " + w)), None)
    if kind is None:
        return None
    after = _AFTER.match(text, words.ends[last])
    if after and kind in ("policy", "other"):
        at = last + 1
        while (
            at < high
            and words.gap(at - 1) in (" ", "-")
            and (words.forms[at][0].isupper() or words.forms[at] in _SMALL)
        ):
            if words.forms[at][0].isupper():
                last = at
            at += 1
        label = text[words.starts[first] : words.ends[last]]
    if last - first < 1 or (last - first < 2 and kind in ("policy", "other") and first == low):
        return None
    end = words.ends[last]
    found = ProgrammeMention(words.starts[first], end, " ".join(label.split()), None, None, kind)
    bracket = _BRACKET.match(text, end)
    if bracket:
        found.end = bracket.end()
        known.setdefault(bracket.group(1), found)
    return found
