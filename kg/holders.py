"""Names by which curated office-holders go: whose minister a person is, and that a nickname and a full name are one's.

A table built from ``data/curated/offices`` by ``scripts/build_holders.py``; who held what and when stands there, with
its sources, and is no part of it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kg.errors import RegistryError
from kg.settings import shipped

COLUMNS = ("state", "name", "person")


@cache
def holders() -> Mapping[tuple[str, str], str]:
    """Return who goes by a name in a state: the form that stands for the person, by state's key and name as written.

    Raises
    ------
    RegistryError
        If the table has other columns.
    """
    path = shipped("data", "registry") / "holders.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise RegistryError(f"{path.name} has the columns {reader.fieldnames}, not {', '.join(COLUMNS)}.")
        return MappingProxyType({(row["state"], row["name"]): row["person"] for row in reader})


def state_of(name: str) -> str | None:
    """Return the state whose office a person of that full name held, in any order of its words.

    None for a single word, for a name that nobody in the table has, and for one that people of two states share.

    >>> state_of("Narendra Modi")
    'IND'
    >>> state_of("Modi") is None
    True
    """
    words = _words(name)
    found = _states().get(words, frozenset()) if len(words) > 1 else frozenset()
    return next(iter(found)) if len(found) == 1 else None


@cache
def _states() -> Mapping[tuple[str, ...], frozenset[str]]:
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for state, name in holders():
        found[_words(name)].add(state)
    return {words: frozenset(states) for words, states in found.items()}


def _words(name: str) -> tuple[str, ...]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.replace("đ", "d")) if not unicodedata.combining(c))
    return tuple(sorted(re.findall(r"[^\W_]+", plain.casefold())))
