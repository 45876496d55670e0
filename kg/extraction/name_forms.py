"""What language a person's name looks like: a hint among the states that a text names, never a fact of its own."""

from __future__ import annotations

from functools import cache

from kg.extraction import datafiles
from kg.extraction.name_words import fold, tokenise

_SHORT = 2
_ENGLISH = frozenset({"AUS", "NZL", "GBR", "USA", "CAN"})
_GIVEN = 0.5
"""Share of a name that an English given name alone makes up."""
_FAMILY_FIRST = frozenset({"CHN", "TWN", "HKG", "VNM", "KOR", "PRK", "KHM"})
"""Polities whose people put the family name first."""
_FAMILY = 0.25
"""What a family name in its place adds."""
_WHOLE = 0.9
"""Share from which a name is wholly of one form."""
_ISLANDS = frozenset(
    {
        "PNG",
        "SLB",
        "VUT",
        "FJI",
        "WSM",
        "TON",
        "TUV",
        "KIR",
        "NRU",
        "PLW",
        "FSM",
        "MHL",
        "COK",
        "NIU",
        "TLS",
        "MUS",
        "SYC",
    }
)
_MIXED = _ISLANDS | {"PHL", "SGP", "MYS", "USA", "GBR", "AUS", "NZL", "CAN", "EU"}
"""Polities whose people bear names of many languages; a name of another form does not speak against them."""


class _Forms:
    def __init__(self) -> None:
        rows = datafiles.read("name_forms.yaml")
        self.names: dict[str, set[str]] = {}
        self.titles: dict[str, set[str]] = {}
        self.endings: list[tuple[str, tuple[str, ...]]] = []
        for row in rows:
            for name in row.get("names", ()):
                self.names.setdefault(fold(name), set()).update(row["polities"])
            for title in row.get("titles", ()):
                self.titles.setdefault(title, set()).update(row["polities"])
            for ending in row.get("endings", ()):
                self.endings.append((ending, tuple(row["polities"])))


@cache
def _forms() -> _Forms:
    return _Forms()


@cache
def likely(name: str) -> dict[str, float]:
    """Return the polities where the words of a name are usual, each with the share of its words that are (0 to 1).

    Parameters
    ----------
    name : str
        A name as the text gives it.
    """
    forms = _forms()
    tokens = [t for t in tokenise(name) if len(t) >= _SHORT]
    if not tokens:
        return {}
    out: dict[str, float] = {}
    first: set[str] = set()
    for token in tokens:
        polities = set(forms.names.get(token, ()))
        for ending, where in forms.endings:
            if len(token) > len(ending) + 1 and token.endswith(ending):
                polities.update(where)
        for polity in polities:
            out[polity] = out.get(polity, 0.0) + 1.0 / len(tokens)
        if token == tokens[0] and len(tokens) > 1:
            first = polities & _FAMILY_FIRST
    return {p: min(1.0, share + (_FAMILY if p in first else 0.0)) for p, share in out.items()}


def fit(name: str, polity: str | None, honorifics: str = "") -> float:
    """Return how well a name fits a polity: 1 where all its words are usual there, negative where none is.

    Parameters
    ----------
    honorifics : str
        What stands before the name ("Shri", "Dato").
    """
    if polity is None:
        return 0.0
    said = {p for word in tokenise(honorifics) for p in _forms().titles.get(word, ())}
    if said:
        return 1.5 if polity in said else -1.0
    known = likely(name)
    if not known:
        return 0.0
    if polity in known:
        return known[polity]
    best = max(known.values())
    if polity in _MIXED:
        if set(known) == _ENGLISH and best <= _GIVEN:
            return best / 2
        return -0.5 if polity not in _ISLANDS and best > _WHOLE else -0.2
    return -best
