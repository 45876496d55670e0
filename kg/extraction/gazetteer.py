"""The registry's names in a text: one pass, longest match, weak names only with support from the document."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extraction.mentions import Actor, ActorMention, Group
from kg.extraction.scan import Hit, Trie, Words

if TYPE_CHECKING:
    from kg.registry import Entity, Name, Registry

_BARE_PREP = re.compile(
    r"\b(in|at|near|off|from|to|with|of|by|for|against|on|over|around|outside|across|between|among|into|via|through|"
    r"towards?|under|within|like|about|inside|alongside|than|including|both|"
    r"[Uu]nlike|[Ee]xcept(?: for)?|[Ee]xcluding|[Bb]arring|[Ww]ithout|not|[Ii]nstead of|[Rr]ather than)\s+"
    r"(?:the\s+|its\s+|neighbou?ring\s+|fellow\s+)?(?:(?:[Gg]overnments?|[Kk]ingdom|[Rr]epublic|"
    r"[Cc]ommonwealth)\s+of\s+)?(?:the\s+)?\Z"
)
_OFFICERS = re.compile(
    r"\b(?:leaders|ministers|nav(?:y|ies)|militar(?:y|ies)|[Gg]overnments?|(?:armed )?forces|officials|heads|"
    r"chiefs|representatives|presidents|arm(?:y|ies)|"
    r"coast guards?|delegations?|envoys|ambassadors|secretaries|troops|air forces?|ministry|warships|"
    r"vessels|ships|marines|soldiers)\s+\Z"
)
_SEAT = re.compile(r"\b(?:governments?|administration|authorities|regime|leadership|authority) in \Z")
"""Behind it the name means who governs there: "a pact with the government in Honiara"."""

_MEMBERS_NAMED = 3
"""Members of a grouping from which on a text that names them means it by its weak name: "the Squad"."""
_EXCLUDING = frozenset(
    {"unlike", "except", "except for", "excluding", "barring", "without", "not", "instead of", "rather than"}
)
"""What sets a name apart from those beside it: "unlike China, Japan signed"."""

_CONJ = re.compile(
    r"(?:'s|’s|’|')?\s*(?:,|,?\s*\b(?:and|&|as well as|or|plus|along with|alongside|together with)\b|/|[-–—]|\s)?\s*"
    r"(?:both\s+)?(?:the\s+)?(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\s+)?(?:(?:[Gg]overnments?|[Kk]ingdom|[Rr]epublic|[Cc]ommonwealth)\s+of\s+(?:the\s+)?)?"
)
LOCATIVE = frozenset(
    {"in", "at", "near", "off", "around", "outside", "across", "inside", "within", "through", "via", "into"}
)


class Gazetteer:
    """A registry's names as a trie, with what linking needs to know."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.trie = Trie(fold=False)
        self.entities: dict[str, Entity] = {}
        self.members: dict[str, set[str]] = {}
        for row in registry.memberships:
            self.members.setdefault(row.grouping, set()).add(row.member)
        self.capitals = {n.text: n.key for n in registry.names if n.kind == "capital" and not n.valid_until}
        for name in registry.names:
            entity = registry.get(name.key)
            self.entities[name.key] = entity
            if len(name.text) < 2 or (name.text.islower() and entity.kind == "state"):
                continue
            for text in (name.text, *_variants(name, entity)):
                self.trie.add(text, name)

    def scan(self, words: Words, published: str | None) -> list[tuple[Hit, Name, Entity]]:
        """Return the linked names of a text, in its order.

        A weak name links only where its entity, the polity of its entity, or three of its members are also named.
        Where several entities share a name, one whose polity the text names wins; a tie is left unlinked.
        """
        day = published if published and len(published) == 10 else None
        hits = self.trie.scan(words, words.forms)
        strong: set[str] = set()
        for hit in hits:
            for name in hit.payloads:
                if not name.weak and len(hit.payloads) == 1:
                    entity = self.entities[name.key]
                    strong.add(name.key)
                    if entity.kind in ("state", "organisation") and entity.polity:
                        strong.update(entity.polity.split(";"))
        out = []
        for hit in hits:
            chosen = self._choose(hit, strong, day)
            if chosen is not None:
                out.append((hit, chosen, self.entities[chosen.key]))
        return out

    def _choose(self, hit: Hit, strong: set[str], day: str | None) -> Name | None:
        names: list[Name] = [n for n in hit.payloads if n.holds_on(day)] or list(hit.payloads)
        if len({n.key for n in names}) == 1:
            name = min(names, key=lambda n: n.weak)
            if not name.weak or self._supported(name, strong):
                return name
            return None
        supported = [n for n in names if self._supported(n, strong)]
        firm = [n for n in names if not n.weak]
        for pool in ([n for n in supported if not n.weak], supported, firm):
            if len({n.key for n in pool}) == 1:
                return pool[0]
        return None

    def _supported(self, name: Name, strong: set[str]) -> bool:
        entity = self.entities[name.key]
        if name.key in strong or (entity.polity and strong.intersection(entity.polity.split(";"))):
            return True
        return len(self.members.get(name.key, set()) & strong) >= _MEMBERS_NAMED


def _variants(name: Name, entity: Entity) -> list[str]:
    if entity.kind == "exercise" and name.kind != "abbreviation" and name.text.isupper() and len(name.text) > 4:
        return [name.text.title()]
    return []


@lru_cache(maxsize=8)
def gazetteer(registry: Registry) -> Gazetteer:
    """Return the compiled names of a registry; kept for each registry object."""
    return Gazetteer(registry)


def mention(text: str, start: int, end: int, name_kind: str, entity: Entity, label: str) -> ActorMention:
    """Build the mention of an actor with its surroundings: governing preposition, possessive."""
    before = text[max(0, start - 60) : start]
    seat = _SEAT.search(before)
    found = _BARE_PREP.search(before[: seat.start()] if seat else before)
    if found and found.group(1) == "of" and _OFFICERS.search(before, 0, found.start()):
        found = None
    after = text[end : end + 2]
    return ActorMention(
        start,
        end,
        Actor(label, entity.kind, entity.key, entity.polity if entity.kind == "organisation" else None),
        name_kind,
        prep=found.group(1).lower() if found else "",
        adjective=name_kind == "demonym",
        possessive=after in ("'s", "’s") or (after[:1] in ("'", "’") and text[end - 1] == "s"),
    )


def groups(text: str, mentions: list[ActorMention]) -> list[Group]:
    """Join coordinated mentions of one sentence ("A, B and the C", "A B", "A-B") to groups.

    Each mention is in one group; the mentions are given in the order of the text.
    """
    out: list[Group] = []
    for item in mentions:
        apart = item.prep in _EXCLUDING or (
            out and out[-1].prep in _EXCLUDING and "and" not in text[out[-1].end : item.start]
        )
        if out and not apart and item.start - out[-1].end < 60:
            gap = text[out[-1].end : item.start]
            joined = _CONJ.fullmatch(gap)
            possessive = gap[:2] in ("'s", "’s") and not re.search(r"\band\b|,|&", gap)
            mixed = "organisation" in (item.actor.kind, out[-1].members[-1].actor.kind) and not re.search(
                r"and|,|&|/", gap
            )
            place = out[-1].members[-1].name_kind == "capital" and out[-1].prep in LOCATIVE and gap.strip() == ","
            if joined and not possessive and not mixed and not (place and item.name_kind != "capital"):
                out[-1].members.append(item)
                out[-1].end = item.end
                continue
        out.append(Group(item.start, item.end, [item]))
    return out
