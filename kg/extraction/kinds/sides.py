"""The parties that a text leaves out where it names an instrument: from the sentence, the paragraph, the document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Sentence

_ALL = re.compile(
    r"\b(?:Part(?:y|ies)|[Ll]eaders|[Mm]inisters|[Hh]eads|[Mm]embers|[Pp]articipants|(?:[Tt]he|all) (?:three|"
    r"four|five|six|seven)|"
    r"[Ww]e|[Tt]hey|countries|states|nations|likewise|also|adopted)\b"
)
_MEET = re.compile(
    r"\b(?:met|meeting|summit|held|hosted|gather\w*|convened|talks|leaders|[Mm]inisters|[Hh]eads of|"
    r"[Ww]orking [Gg]roup|[Gg]overnments of)\b",
    re.IGNORECASE,
)
_BACK = 8
"""Sentences of a paragraph looked back over."""
_GATHERED = 12
"""Sentences for which "the Parties" after a meeting of three or more still are those who met."""


def complete(context: Context, sentence: Sentence, known: list[Actor]) -> list[Actor]:
    """Return the parties with those that the text around a sentence leaves no doubt about.

    Parameters
    ----------
    known : list of Actor
        What the phrase and its clause name: nobody, or one side.

    Returns
    -------
    list of Actor
        Two states or more, or `known` where that stays open.
    """
    if len(known) >= 2:
        return known
    if len(known) == 1:
        other = _other(context, sentence, known[0])
        return [*known, other] if other is not None else known
    return _both(context, sentence)


def _both(context: Context, sentence: Sentence) -> list[Actor]:
    focus = context.focus
    here = focus.states_in(sentence, acting=True)
    if sentence.pairs:
        pair = focus.pair(sentence, size=sentence.pairs[0].size)
        if pair:
            return pair
    if len(here) == 2:
        return here
    at, gathered = context.gathered
    if (
        len(gathered) > 2
        and 0 <= sentence.index - at <= _GATHERED
        and {h.identity for h in here} <= {g.identity for g in gathered}
    ):
        return list(gathered)
    everybody = _assembly(context, sentence)
    if everybody and {h.identity for h in here} <= {e.identity for e in everybody}:
        return everybody
    if len(here) == 1:
        other = _other(context, sentence, here[0])
        return [here[0], other] if other is not None else []
    if len(here) > 2:
        return []
    seen: dict[str, Actor] = {}
    for index in range(sentence.index - 1, max(-1, sentence.index - _BACK), -1):
        before = context.reading.sentences[index]
        if before.block != sentence.block:
            break
        for state in focus.states_in(before, acting=True):
            seen.setdefault(state.identity, state)
        if len(seen) == 2:
            return list(seen.values())
        if len(seen) > 2:
            break
    if len(focus.main) == 2 and focus.dominant:
        return list(focus.main)
    central = {s.identity for s in (*focus.main, *([focus.home] if focus.home else []))}
    if not seen and (pair := focus.pair(sentence)) and {p.identity for p in pair} & central:
        return pair
    if len(seen) == 1 and len(focus.main) == 2 and set(seen) < {m.identity for m in focus.main}:
        return list(focus.main)
    if len(seen) == 1 and focus.home is not None and focus.home.identity not in seen:
        return [*seen.values(), focus.home]
    return list(focus.main) if len(focus.main) == 2 and not seen else []


def _assembly(context: Context, sentence: Sentence) -> list[Actor]:
    """Return the three or more states whose meeting the text opens with, where it does not mostly speak of two."""
    focus = context.focus
    if focus.sure or not _ALL.search(sentence.text):
        return []
    for before in context.reading.sentences[: min(8, sentence.index + 1)]:
        if not _MEET.search(before.text):
            continue
        for group in before.groups:
            states = {s.identity: s for a in group.actors if (s := focus.state(a)) is not None}
            if len(states) > 2 and group.prep not in ("in", "at"):
                return list(states.values())
    return []


def _other(context: Context, sentence: Sentence, one: Actor) -> Actor | None:
    """Return the other side of an agreement that one state has."""
    focus = context.focus
    apart = {one.identity, one.state}
    here = [s for s in focus.states_in(sentence, acting=True) if s.identity not in apart]
    beside = {a.identity for g in sentence.groups if g.prep == "with" for a in g.actors}
    if one.identity in beside:
        here = [s for s in here if s.identity not in beside]  # "a pact with A, and one with B": neither is A's with B
    actors = {s.identity: s for p in sentence.persons if (s := context.person_state(p)) and s.identity not in apart}
    if len(actors) == 1 and len(here) != 1:
        return next(iter(actors.values()))
    if len(here) == 1:
        return here[0]
    main = [s for s in focus.main if s.identity not in apart and _acts(context, s)]
    if len(here) > 1:
        inside = [s for s in here if s.identity in {m.identity for m in main}]
        return inside[0] if len(inside) == 1 else None
    if focus.sure and len(main) == 1:
        return main[0]
    for index in range(sentence.index - 1, max(-1, sentence.index - _BACK), -1):
        before = context.reading.sentences[index]
        if before.block != sentence.block:
            break
        near = [s for s in focus.states_in(before, acting=True) if s.identity not in apart]
        others = {a.identity for g in before.groups if g.prep == "with" for a in g.actors}
        near = [s for s in near if s.identity not in others] if one.identity in beside else near
        if len(near) == 1:
            return near[0]
        if len(near) > 1:
            break
    if len(main) == 1 and focus.dominant:
        return main[0]
    home = focus.home
    apart_from = home is not None and home.identity not in (one.identity, one.state)
    return home if home is not None and apart_from and _acts(context, home) else None


def _acts(context: Context, state: Actor) -> bool:
    """Whether a text names a state otherwise than as the place where something happens ("signed in Ankara")."""
    return any(
        a.prep not in ("in", "at") or a.name_kind != "capital"
        for sentence in context.reading.sentences
        for a in sentence.actors
        if (found := context.focus.state(a.actor)) is not None and found.identity == state.identity
    )
