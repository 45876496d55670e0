"""The words of :file:`data/names.yaml`: titles, honorifics, given names, body words. Read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words that names are compared by.

    Attributes
    ----------
    titles : frozenset of str
        Ranks, offices and forms of address before a name, and small words that are no name.
    particles : frozenset of str
        Inner words of a name that some writers leave out (*bin*, *de*).
    suffixes : mapping of str to str
        *Jr* and its kin to what generation they mean.
    given : mapping of str to str
        Given name to the key of the names that are one.
    common : frozenset of str
        Family names that alone name nobody.
    bodies : mapping of str to str
        Word of a body's name to its key.
    legal : str
        Key of the words for a company's legal form.
    dropped : frozenset of str
        Words that tell no two bodies of one state apart.
    sectors, posts : tuple of (str, pattern)
        Fields of public life, and posts that one person holds at a time, by the folded words of an office; the
        first that matches counts.
    implausible : frozenset of (str, str)
        Careers, from one field to a later one, that hardly anybody has.
    lesser : pattern
        Words for an office below the one that it names.
    office_words : mapping of str to str
        Word of an office to its key.
    office_dropped, office_levels : frozenset of str
        Words of offices that tell nothing, and that tell a level.
    vague_instruments, side_instruments, vague_items, vague_bodies : frozenset of str
        Words for instruments, goods and bodies that tell no two apart; words for instruments beside a main one.
    """

    titles: frozenset[str]
    particles: frozenset[str]
    suffixes: Mapping[str, str]
    given: Mapping[str, str]
    common: frozenset[str]
    bodies: Mapping[str, str]
    legal: str
    dropped: frozenset[str]
    sectors: tuple[tuple[str, re.Pattern[str]], ...]
    implausible: frozenset[tuple[str, str]]
    posts: tuple[tuple[str, re.Pattern[str]], ...]
    lesser: re.Pattern[str]
    office_words: Mapping[str, str]
    office_dropped: frozenset[str]
    office_levels: frozenset[str]
    vague_instruments: frozenset[str]
    side_instruments: frozenset[str]
    vague_items: frozenset[str]
    vague_bodies: frozenset[str]


@cache
def name_words() -> NameWords:
    """Return the words, read from the package's data at the first call."""
    text = (files("kg.resolution") / "data" / "names.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return NameWords(
        titles=frozenset(data["titles"].split()) | frozenset(data["honorifics"].split()),
        particles=frozenset(data["particles"].split()),
        suffixes={k.partition("-")[0]: v for k, v in data["suffixes"].items()},
        given={name: row[0] for row in data["given"] for name in row},
        common=frozenset(data["common_alone"].split()),
        bodies={word: row[0] for row in data["bodies"] for word in row},
        legal=data["legal"],
        dropped=frozenset(data["dropped"].split()),
        sectors=tuple((k, re.compile(rf"\b(?:{v})\b")) for k, v in data["sectors"].items()),
        implausible=frozenset((a, b) for a, b in data["implausible"]),
        posts=tuple((k, re.compile(v)) for k, v in data["posts"].items()),
        lesser=re.compile(rf"\b(?:{data['lesser']})\b"),
        office_words=data["office_words"],
        office_dropped=frozenset(data["office_dropped"].split()),
        office_levels=frozenset(data["office_levels"].split()),
        vague_instruments=frozenset(data["vague_instruments"].split()),
        side_instruments=frozenset(data["side_instruments"].split()),
        vague_items=frozenset(data["vague_items"].split()),
        vague_bodies=frozenset(data["vague_bodies"].split()),
    )
