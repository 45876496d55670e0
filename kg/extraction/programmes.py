"""Programmes and policies: names of the registry, and capitalised phrases that end like one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.extraction.mentions import ProgrammeMention

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.mentions import Sentence
    from kg.extraction.scan import Hit, Words
    from kg.registry import Registry

_SMALL = frozenset({"of", "on", "for", "and", "the", "in", "to"})
_BRACKET = re.compile(r"\s*\(\s*[\"“'‘]?([A-Z][A-Za-z-]{1,10})[\"”'’]?\s*\)")
_TYPES = {"assistance", "capacity-building", "policy", "industrial"}
_AFTER = re.compile(r"\s+(?:on|for|of)\s+(?:the\s+)?(?=[A-Z])")
_COMMON = re.compile(r"[”\"]?\s+(?:programme|program|scheme|initiative|facility|fund|plan|project|mechanism)\b")
_TITLED = re.compile(
    r"(?:(?:[Ii]ts|[Tt]heir|[Tt]he|[Aa]|[Nn]ew|[\w]+[’']s)\s+)(?:(?:new|own|flagship|multi-year|annual)\s+)?[“\"]?"
    r"(?P<name>[A-Z][\w’'-]+(?:\s+(?:(?:for|of|and|the|to|in|on)\s+){0,2}[A-Z][\w’'-]+){1,9})[”\"]?\s*"
    r"\(\s*[“\"]?(?P<short>[A-Z][A-Za-z-]{1,9})[”\"]?\s*\)"
)
_KINDS = (
    ("policy", re.compile(r"\b(?:Principles|Guidelines|Criteria|Strategy|Doctrine|Policy|Rules|Code)\b")),
    ("industrial", re.compile(r"\b(?:Combat Air|Fighter|Submarine|Frigate|Industrial)\b")),
    ("capacity-building", re.compile(r"\b(?:Capacity|Training|Education|Awareness)\b")),
    (
        "assistance",
        re.compile(
            r"\b(?:Assistance|Support|Aid|Financing|Fund|Facility|Grants?|Equipment|Donation|Transfer|Relief)\b"
        ),
    ),
)
_AGAIN = re.compile(
    r"\b[Tt](?:he|his|hat) (?:same |said |young |new )?(?:scheme|[Pp]rogramme|[Pp]rogram|initiative|facility)\b"
    r"(?!\s+(?:for|to|of|that|which|under|between)\b)"
)
_ASIDE = re.compile(r"\b(?:apart from|distinct from|separate from|unlike|differs from|different from)\s+(?:the\s+)?\Z")


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
    if low < high:
        for short, titled in _titled(text, words.starts[low], words.ends[high - 1], out):
            known.setdefault(short, titled)
            out.append(titled)
            first, last = bisect_left(words.starts, titled.start), bisect_left(words.starts, titled.end)
            taken.update(range(first, last))
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
    if after and label.endswith("Dialogue") and after.group().split()[0] == "of":
        after = None
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


def _titled(text: str, low: int, high: int, named: list[ProgrammeMention]) -> list[tuple[str, ProgrammeMention]]:
    """Return "its X Y Support (XYS) programme": a title with its own initials, called a programme by a common noun."""
    out = []
    for match in _TITLED.finditer(text, low, high):
        start, end = match.span("name")
        initials = "".join(w[0] for w in match["name"].replace("-", " ").split() if w[0].isupper())
        common = _COMMON.match(text, match.end(), high)
        if (initials != match["short"].upper() and not common) or any(p.start < end and start < p.end for p in named):
            continue
        kind = next((k for k, pattern in _KINDS if pattern.search(match["name"])), None)
        if not (common or kind == "policy"):
            continue
        if kind is None and common is not None and common.group().endswith(("fund", "facility")):
            kind = "assistance"
        label = " ".join(match["name"].split())
        out.append((match["short"], ProgrammeMention(start, match.end(), label, None, None, kind or "other")))
    return out


def recall(text: str, sentences: list[Sentence]) -> None:
    """Let "the scheme" and "the programme" mean the scheme that the text has spoken of most; one pass."""
    spoken: Counter[str] = Counter()
    best = ""
    first: dict[str, ProgrammeMention] = {}
    for sentence in sentences:
        named = [p for p in sentence.programmes if p.type in ("assistance", "capacity-building", "other")]
        for p in named:
            if _ASIDE.search(text[max(sentence.start, p.start - 30) : p.start]):
                continue
            tag = p.key or p.label.casefold()
            first.setdefault(tag, p)
            spoken[tag] += 2 if sentence.heading else 1
            best = tag if spoken[tag] > spoken.get(best, 0) else best
        if named or sentence.heading or not best:
            continue
        match = _AGAIN.search(text, sentence.start, sentence.end)
        if match is None:
            continue
        sentence.programmes.append(replace(first[best], start=match.start(), end=match.end()))
        sentence.programmes.sort(key=lambda p: p.start)
