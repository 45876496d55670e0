"""What stands for a state: "China's foreign ministry", "an Australian frigate", "BRP Sierra"; and whose body it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.extraction import datafiles
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.registry import Registry


@dataclass(frozen=True)
class Words:
    """The compiled words of ``voices.yaml``."""

    role: re.Pattern[str]
    body_of: dict[str, str]
    craft: frozenset[str]
    prefixes: dict[str, str]
    prefix: re.Pattern[str]
    openers: frozenset[str]
    between: frozenset[str]
    saying: frozenset[str]


@cache
def words() -> Words:
    """Return the words, read once."""
    data: dict[str, Any] = datafiles.read("voices.yaml")
    body_of = {name: kind for kind, names in data["bodies"].items() for name in names}
    nouns = sorted({*body_of, *data["offices"], *data["craft"]}, key=lambda n: (-len(n), n))
    noun = "|".join(re.escape(n) for n in nouns)
    role = re.compile(
        rf"(?:['’]s?)?[ -](?:(?!and\b|or\b|in\b|to\b|of\b|for\b|on\b|by\b|at\b)[\w-]+ ){{0,3}}?(?P<noun>{noun})"
        rf"(?:['’]s (?:{noun}))?(?:(?: \([A-Z-]{{2,9}}\))|(?: (?:{noun})\b)){{0,3}}(?![\w-])",
        re.IGNORECASE,
    )
    prefix = re.compile(rf"\b({'|'.join(data['prefixes'])}) (?=[A-Z])")
    return Words(
        role, body_of, frozenset(data["craft"]), data["prefixes"], prefix, frozenset(data["openers"]),
        frozenset(str(w) for w in data["between"]), frozenset(data["saying"]),
    )  # fmt: skip


@cache
def _services(registry: Registry) -> dict[tuple[str, str], str]:
    """Return the key of each polity's ministries and services, where the registry knows exactly one of that name."""
    found: dict[tuple[str, str], set[str]] = {}
    nouns = {noun: kind for noun, kind in words().body_of.items() if kind != "embassy"}
    for name in registry.names:
        entity = registry.get(name.key)
        if entity.kind != "organisation" or not entity.polity:
            continue
        text = name.text.lower()
        for noun, kind in nouns.items():
            if text.endswith(noun) or text.startswith(f"{noun} of"):
                found.setdefault((entity.polity, kind), set()).add(entity.key)
    return {pair: next(iter(keys)) for pair, keys in found.items() if len(keys) == 1}


def body(registry: Registry, state: str, noun: str, label: str, *, other: str | None = None) -> Actor | None:
    """Return the body of a state that a noun means, or None where the noun means the state itself.

    Parameters
    ----------
    registry : Registry
        Where ministries and services are known.
    state : str
        Key of the state.
    noun : str
        Such as "foreign ministry" or "coast guard".
    label : str
        The words of the text.
    other : str, optional
        For an embassy, the state that it is accredited to.
    """
    kind = words().body_of.get(noun.lower())
    if kind is None:
        return None
    if kind == "embassy":
        key = f"{state}-EMB-{other}" if other else None
        return Actor(label, "organisation", key, state) if key and key in registry else None
    key = _services(registry).get((state, kind))
    return Actor(label, "organisation", key, state) if key else None
