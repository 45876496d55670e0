"""Ministries and services that a text names without their state: "the foreign ministry", "the Navy"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.registry import Registry

_EMBASSY = re.compile(r"\b(?:[Ee]mbassy|High Commission|[Cc]onsulate)\b")
_SPACE = re.compile(r"[^a-z0-9]+")
_VAGUE = frozenset(
    {
        "ministry",
        "department",
        "office",
        "government",
        "embassy",
        "military",
        "command",
        "division",
        "agency",
        "council",
    }
    | {"commission", "bureau", "authority", "headquarters", "committee", "delegation", "service", "services", "staff"}
    | {
        "group",
        "fleet",
        "mission",
        "army command",
        "centre",
        "center",
        "company",
        "cabinet",
        "house",
        "forces",
        "force",
    }
)
"""Words that name no body of their own."""


def plain(text: str) -> str:
    """Return a name of a body for comparison: lower case, one spelling, no article."""
    folded = _SPACE.sub(" ", text.lower().replace("’", "'").replace("defense", "defence")).strip()
    folded = re.sub(r"^the ", "", folded).replace("centre", "center")
    match = re.fullmatch(
        r"((?:national )?defence|foreign|foreign affairs|external affairs|home|interior) (ministry|department)", folded
    )
    if match is None:
        return folded
    subject = {"foreign": "foreign affairs", "home": "home affairs", "interior": "the interior"}.get(match[1], match[1])
    return f"{match[2]} of {subject}"


@lru_cache(maxsize=8)
def _bodies(registry: Registry) -> dict[tuple[str, str], str | None]:
    """Return the bodies by polity and by what is left of their names without it; None where two share that."""
    by_key = {key: registry.get(key) for key in {n.key for n in registry.names}}
    own: dict[str, set[str]] = {}
    for name in registry.names:
        entity = by_key[name.key]
        if entity.kind == "state":
            own.setdefault(name.key, set()).add(_SPACE.sub(" ", name.text.lower()).strip())
    out: dict[tuple[str, str], str | None] = {}
    for name in registry.names:
        entity = by_key[name.key]
        polity = entity.polity
        if entity.kind != "organisation" or not polity or ";" in polity or polity not in own:
            continue
        folded = _SPACE.sub(" ", name.text.lower()).strip()
        for form in own[polity]:
            rest = None
            if folded.startswith(form + " "):
                rest = folded[len(form) + 1 :]
            elif folded.endswith((" of " + form, " of the " + form)):
                rest = folded[: -len(form)].removesuffix(" ").removesuffix(" the").removesuffix(" of")
            elif name.kind == "abbreviation":
                rest = folded
            if rest and rest.strip():
                key = (polity, plain(rest))
                out[key] = name.key if out.get(key, name.key) == name.key else None
    return out


def resolve(registry: Registry, polity: str | None, body: str) -> str | None:
    """Return the key of a polity's body by its bare name, or None."""
    if not polity or not body:
        return None
    base = re.sub(r"\s*\([^)]*\)$", "", body)
    return _bodies(registry).get((polity, plain(base)))


def embassy(registry: Registry, sender: str | None, host: str | None, body: str) -> Actor | None:
    """Return the embassy of one polity in another, by whatever name the text calls it."""
    if not sender or not host or not _EMBASSY.search(body):
        return None
    key = f"{sender}-EMB-{host}"
    return Actor(body, "organisation", key, sender) if key in registry else None


def actor(registry: Registry, polity: str | None, body: str) -> Actor | None:
    """Return a body as an actor: with its key where the registry has it, else by its name where that says enough."""
    key = resolve(registry, polity, body)
    if key is not None:
        return Actor(body, "organisation", key, polity)
    if plain(body) in _VAGUE or " " not in body.strip():
        return None
    return Actor(body, "organisation", None, polity)
