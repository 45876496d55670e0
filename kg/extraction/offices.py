"""Whose an office-holder is where the text names no state: only polities that have the office come into question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Person

_CLEAR = 3
"""How many times as often as any other fitting polity the text must name the one that is taken."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office and the polities that have it; `rank` names what one person at a time holds."""

    rank: str | None = None
    only: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    def fits(self, polity: str | None) -> bool:
        """Whether a polity has the office."""
        return polity is not None and (polity in self.only if self.only else polity not in self.without)


@cache
def table() -> dict[str, Office]:
    """Return the offices by title."""
    rows = yaml.safe_load((files("kg.extraction") / "data" / "offices.yaml").read_text(encoding="utf-8"))
    out = {}
    for row in rows:
        sets = {key: frozenset(row.get(key, ())) for key in ("only", "without")}
        for title in row["titles"]:
            out[title] = Office(row.get("rank"), **sets)
    return out


def find(title: str | None) -> Office | None:
    """Return the office of a title as a text gives it, or None."""
    return table().get((title or "").lower().replace("defense", "defence").removeprefix("acting ")) if title else None


def may_be(person: Person, state: Actor) -> bool:
    """Whether every office of a person that the table knows exists in a state."""
    known = [o for _, m in person.mentions if (o := find(m.office)) is not None]
    return all(o.fits(state.key) for o in known)


def assign(context: Context) -> None:
    """Give a state to the persons whose office only one polity of the text can have, or one far more than others.

    A polity whose own holder of the rank is named is out; so is the choice where the paragraph names a rival.
    """
    held: set[tuple[str | None, str | None]] = {
        (office.rank, person.state.key)
        for person in context.reading.persons if person.state is not None
        for _, m in person.mentions
        if not m.former and not m.elect and (office := find(m.office)) is not None and office.rank
    }  # fmt: skip
    for person in context.reading.persons:
        if person.state is not None:
            continue
        titled = [(s, m, o) for s, m in person.mentions if (o := find(m.office)) is not None]
        if not titled or any(m.organisation is not None for _, m in person.mentions):
            continue
        sentence, mention, office = titled[0]
        chosen = _choose(context, sentence, office, held if not mention.former else set())
        if chosen is not None:
            person.state = chosen
            if office.rank and not mention.former:
                held.add((office.rank, chosen.key))


def _choose(context: Context, sentence: int, office: Office, held: set[tuple[str | None, str | None]]) -> Actor | None:
    focus = context.focus
    fits = [a for a in focus.labels.values() if office.fits(a.key) and (office.rank, a.key) not in held]
    fits.sort(key=lambda a: (-focus.counts[a.identity], a.identity))
    if not fits:
        return None
    first = fits[0]
    if len(fits) > 1 and focus.counts[first.identity] < _CLEAR * focus.counts[fits[1].identity]:
        return None
    rivals = {a.identity for a in fits[1:]}
    here = context.reading.sentences[sentence]
    near = [s for s in context.reading.sentences[max(0, sentence - 2) : sentence + 1] if s.block == here.block]
    if rivals & {s.identity for part in near for s in focus.states_in(part)}:
        return None
    return first
