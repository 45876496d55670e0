"""Whose an office-holder is where the text names no state: only polities that have the office come into question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction import datafiles

if TYPE_CHECKING:
    from kg.extraction.mentions import Actor, Person

_PARTS = re.compile(r",? and (?:the )?|, |/| & ")
_ACTING = re.compile(r"^(?:(?:acting|caretaker|interim|then|honourable|hon|newly|new|the) )+")


@dataclass(frozen=True, slots=True)
class Office:
    """An office and the polities that have it; `rank` names what one person at a time holds.

    `rare` lists polities whose holder is seldom named without the polity beside the title.
    """

    rank: str | None = None
    only: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    rare: frozenset[str] = frozenset()

    def fits(self, polity: str | None) -> bool:
        """Whether a polity has the office."""
        return polity is not None and (polity in self.only if self.only else polity not in self.without)


@cache
def table() -> dict[str, Office]:
    """Return the offices by title."""
    rows = datafiles.read("offices.yaml")
    out = {}
    for row in rows:
        sets = {key: frozenset(row.get(key, ())) for key in ("only", "without", "rare")}
        for title in row["titles"]:
            out[title] = Office(row.get("rank"), **sets)
    return out


def find(title: str | None) -> Office | None:
    """Return the office of a title as a text gives it, or None.

    The longest entry that the title begins with counts: "secretary of state for defence" before "secretary of state".
    Of a compound ("Prime Minister and Minister of Defence") the first part that is known counts.
    """
    known = every(title)
    return known[0] if known else None


@cache
def every(title: str | None) -> tuple[Office, ...]:
    """Return the offices that a title may name, one for each of its parts that the table knows."""
    if not title:
        return ()
    plain = " ".join(title.lower().replace("defense", "defence").replace("’", "'").split())
    out = []
    for part in _PARTS.split(plain):
        words = _ACTING.sub("", part).split(" ")
        for size in range(len(words), 0, -1):
            entry = table().get(" ".join(words[:size]))
            if entry is not None:
                out.append(entry)
                break
    return tuple(out)


def may_be(person: Person, state: Actor) -> bool:
    """Whether every office of a person that the table knows exists in a state."""
    known = [o for _, m in person.mentions for o in every(m.office)]
    return all(o.fits(state.key) for o in known)
