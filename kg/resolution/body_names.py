"""Names of bodies across spellings, abbreviations and the adjective of their state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.resolution.lexicon import name_words
from kg.resolution.names import tokens
from kg.resolution.person_names import sound

_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_ABBREVIATION = re.compile(r"[A-Z][A-Z0-9-]{1,10}")


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's name, taken apart.

    Attributes
    ----------
    words : frozenset of str
        What tells it from other bodies of its state.
    abbreviations : frozenset of str
        Upper case: itself where it is one, what stands in brackets, and the initials of its words.
    spelt : bool
        Whether it has more than an abbreviation.
    """

    words: frozenset[str]
    abbreviations: frozenset[str]
    spelt: bool


@lru_cache(maxsize=65536)
def parse_body(label: str, nation: frozenset[str] = frozenset()) -> BodyName:
    """Take a label apart.

    Parameters
    ----------
    label : str
        As a text has it.
    nation : frozenset of str
        Folded words for the body's state: its name, its people, its adjective, its code.

    >>> sorted(parse_body("Royal Thai Air Force (RTAF)", frozenset({"thai"})).words)
    ['air', 'force']
    >>> sorted(parse_body("Royal Thai Air Force").abbreviations)
    ['RTAF', 'TAF']
    """
    lexicon = name_words()
    inner = [m.strip() for m in _BRACKET.findall(label)]
    name = _BRACKET.sub("", label).strip() or label
    shorts = {m.replace("-", "") for m in inner if _ABBREVIATION.fullmatch(m)}
    if _ABBREVIATION.fullmatch(name.replace(".", "")):
        short = name.replace(".", "").replace("-", "")
        return BodyName(frozenset({short.casefold()}), frozenset(shorts | {short}), spelt=False)
    found = tokens(name.replace("’s", "").replace("'s", ""))
    content = [w for w in found if w not in {"the", "of", "and", "for", "a", "an", "to", "in", "on", "de", "da"}]
    shorts.add("".join(w[0] for w in content).upper())
    legal = [w for w in content if lexicon.bodies.get(w) != lexicon.legal]
    shorts.add("".join(w[0] for w in legal).upper())
    shorts.add("".join(w[0] for w in content if w != "royal").upper())
    words = frozenset(
        lexicon.bodies.get(w, w)
        for w in content
        if w not in lexicon.dropped and w not in nation and lexicon.bodies.get(w) != lexicon.legal
    )
    words = words or frozenset(content)
    return BodyName(words, frozenset(s for s in shorts if len(s) > 2), spelt=True)


def one_body(a: BodyName, b: BodyName) -> bool:
    """Whether two names of bodies of one state may be one body's: the same words, or a name and its abbreviation."""
    if a.spelt and b.spelt:
        return a.words == b.words or {sound(w) for w in a.words} == {sound(w) for w in b.words if len(w) > 5}
    if a.spelt != b.spelt:
        return bool(a.abbreviations & b.abbreviations)
    return a.words == b.words
