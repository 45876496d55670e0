"""Organisations that the registry does not know: "Bangladesh's Armed Forces Division", "Fijian Ministry of Defence"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.mentions import Actor, ActorMention

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.scan import Words


_JOINS = frozenset({"of", "for", "and", "the", "on", "in", "&"})
_SHORT = re.compile(r" \([A-Z][A-Za-z&-]{1,9}\)")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)?")


def at_words(
    words: Words, at: int, high: int, actors: dict[int, ActorMention], lexicon: Lexicon
) -> tuple[str, int] | None:
    """Return the body that capitals name from a word on, up to a known head, and its last word; or None.

    "Office for International Military Cooperation", "8th Theater Sustainment Command"; a short name in brackets
    belongs to it. A title ends it.
    """
    heads, of_heads, stops = lexicon.sets["body-heads"], lexicon.sets["org-of"], lexicon.sets["title-words"]
    end, i, opened = None, at, False
    while i < high and i - at < 12 and i not in actors:
        word = words.forms[i]
        if i > at and words.gap(i - 1) not in (" ", "-", " & ", "’", "'"):
            break
        if word.lower() in stops:
            break
        if word in _JOINS:
            if i == at or i + 1 >= high or (end == i - 1 and not opened and words.forms[end] not in of_heads):
                break
        elif word[0].isupper() or _ORDINAL.fullmatch(word):
            known = word.lower() in lexicon.sets["subjects"] or word in heads
            if opened and not known and i > at and words.forms[i - 1].lower() in lexicon.sets["subjects"]:
                break
            opened = opened or word in of_heads
            if word in heads or (opened and end is not None):
                end = i
        else:
            break
        i += 1
    if end is None:
        return None
    short = _SHORT.match(words.text, words.ends[end])
    label = words.text[words.starts[at] : words.ends[end]]
    if short:
        label = words.text[words.starts[at] : short.end()]
        while end + 1 < high and words.ends[end + 1] <= short.end():
            end += 1
    return label, end


def find(words: Words, low: int, high: int, actors: dict[int, ActorMention], lexicon: Lexicon) -> list[ActorMention]:
    """Return organisations named right after a state: its possessive or adjective, then capitals up to a known head.

    The mention of the organisation stands beside that of its state; it carries the state's key.
    """
    heads, of_heads = lexicon.sets["org-heads"], lexicon.sets["org-of"]
    out = []
    at = low
    while at < high:
        actor = actors.get(at)
        if actor is None or actor.actor.kind != "state" or (actor.prep and actor.prep == "between"):
            at += 1
            continue
        last = at
        while last + 1 < high and actors.get(last + 1) is actor:
            last += 1
        first = last + 1
        if first < high and words.forms[first] == "s" and words.gap(last) in ("'", "’"):
            first += 1
        at = last + 1
        if first >= high or words.gap(first - 1) != " " or first in actors:
            continue
        end = None
        i = first
        while i < high and i - first < 6 and words.forms[i][0].isupper() and i not in actors:
            if i > first and words.gap(i - 1) not in (" ", "-"):
                break
            if words.forms[i] in heads:
                end = i
            i += 1
        if end is None:
            continue
        if words.forms[end] in of_heads and end + 2 < high and words.forms[end + 1] in ("of", "for"):
            j = end + 2
            while (
                j < high
                and j not in actors
                and words.gap(j - 1) == " "
                and (words.forms[j][0].isupper() or words.forms[j] in ("and", "the"))
            ):
                subjects = lexicon.sets["subjects"]
                if words.forms[j][0].isupper():
                    known = words.forms[j].lower() in subjects or words.forms[j] in heads
                    if not known and words.forms[j - 1].lower() in subjects:
                        break
                    end = j
                j += 1
        label = words.text[words.starts[first] : words.ends[end]]
        key = actor.actor.key
        out.append(
            ActorMention(
                words.starts[first],
                words.ends[end],
                Actor(label, "organisation", None, key),
                "grammar",
                prep=actor.prep,
            )
        )
        at = end + 1
    return out
