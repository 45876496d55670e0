"""Whom a position is about: the actor named behind it, the one beside it, or the other one that the text speaks of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.gazetteer import LOCATIVE
from kg.extraction.kinds import bodies
from kg.extraction.kinds.subjects import Voice, subjects

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Group, Sentence

_COMMON = frozenset(
    """North South Kingdom Government Agreement Treaty Pact Accord Memorandum Arrangement Declaration Statement Deal
    Foreign Minister     President Prime Defence Defense Secretary Ministry""".split()
)
_PLACE_ONLY = LOCATIVE | {"off", "around", "outside", "across", "inside", "within", "through", "via", "into", "from"}
_SECOND = frozenset({"to", "with", "alongside", "like", "including", "than", "under"})
"""Prepositions of those who are merely beside the act: arms sent *to* B, drills *with* C."""
_STOP = re.compile(
    r"[;]|, (?:while|but|whereas|and (?:he|she|it|they|said|warned|called|urged|also|has|have|"
    r"will|is|was|were|are))\b|[”\"](?:,| [a-z]+ said)"
)
_PAIR = re.compile(
    r"\b(?:both (?:sides|countries|nations|parties|governments)|the (?:two )?(?:sides|countries|"
    r"nations|parties|neighbou?rs|two))\b"
)
_OF_MANY = re.compile(
    r"\b(?:pact|deal|agreement|draft|treaty|accord|text|drills?|exercises?|alliance|patrols?|"
    r"club|partnership|sail|bloc|"
    r"grouping|arrangement|plan|memorandum|talks|summit|statement|communiqu[eé])\b",
    re.IGNORECASE,
)
"""Matters that two states share: who is concerned about one is concerned about both of them."""
_ITSELF = re.compile(r"\b(?:its|their|his|her) own\b")
_ALSO = re.compile(r",? (?:and |or )?(?:also )?(?:for|to|of|with|against|by|about|over|at) (?:the )?")
_SIDE = re.compile(r"\b[Tt]he (North|South)(?=[\s.,;'’])(?! (?:[A-Z]|of|coast|and))")
_BODY = re.compile(r" the (?:pact|alliance|grouping|bloc|partnership|club|arrangement|group)\b")
_BY = re.compile(r"\bby\b")
_MODIFIERS = re.compile(r"(?: (?:an?|the|its|both|several|members of|ships? (?:of|from)|[a-z]+|\d+)){0,5} ")
_TROUBLE = re.compile(
    r"\b(?:fighting|situation|violence|crisis|coup|developments?|events|war|conflict|unrest|"
    r"clashes|rights|takeover|bloodshed|hostilities|"
    r"escalation|junta|attacks?)\b[^,;]{0,24}\Z"
)
VICTIMS = re.compile(
    r" (?:\w+ )?(?:nationals?|citizens?|civilians?|victims?|lives|people|tourists?|hostages?|"
    r"casualties|fishermen|fisherfolk)\b"
)
_GOVERNED = re.compile(
    r"\b(?:government|people|authorities|leaders?|leadership|navy|military|armed forces) (?:of|in) (?:the )?\Z"
)


def direct(
    context: Context, sentence: Sentence, at: int, high: int, own: set[str], *, reach: int | None = None
) -> list[Actor]:
    """Return the actors named between two offsets whom a position can be about: the first neither place nor own.

    Parameters
    ----------
    own : set of str
        Identities of those who take the position.
    reach : int, optional
        Code points within which the first must begin.
    """
    text = context.text
    stop = _STOP.search(text, at, high)
    high = stop.start() if stop else high
    first: Group | None = None
    for group in sentence.groups:
        if not at <= group.start < high or (reach is not None and group.start - at > reach):
            continue
        adjacent = group.start - at < 6
        if VICTIMS.match(text, group.end) or VICTIMS.match(text, group.members[0].end):
            continue
        if {_state_key(context, a) for a in group.actors} <= own:
            continue
        if any(p.start <= group.start and group.end <= p.end for p in sentence.persons):
            continue
        if text[group.end : group.end + 1] == "-" and text[group.end + 1 : group.end + 2].islower():
            continue
        merely = group.prep in _PLACE_ONLY and not group.members[-1].possessive and not group.members[0].adjective
        if adjacent or (merely and _GOVERNED.search(text, max(at, group.start - 40), group.start)):
            first = group
            break
        if merely or (group.prep in _SECOND and group.start - at > 12 and not group.members[0].adjective):
            continue
        first = group
        break
    persons = [
        p for p in sentence.persons if at <= p.start < high and (s := context.person_state(p)) and s.identity not in own
    ]
    ships = [
        s for m in bodies.words().prefix.finditer(text, at, high)
        if (s := context.focus.by_key(bodies.words().prefixes[m.group(1)])) is not None and s.identity not in own
    ]  # fmt: skip
    if persons and (first is None or persons[0].start < first.start):
        state = context.person_state(persons[0])
        return [state] if state else []
    side = _SIDE.search(text, at, min(high, at + 60))
    if side and (first is None or side.start() < first.start):
        state = subjects(context).compass(side.group(1).lower())
        return [state] if state is not None and state.identity not in own else []
    if first is None:
        return ships[:1]
    acted = re.match(
        r"(?:(?!\b(?:after|following|amid|over|since|"
        r"because)\b)[^,;:]){0,70}?\bby\b",
        text[first.end : high],
    )
    doer = agent(context, sentence, first.end) if acted else None
    if doer is not None and first.prep != "by" and [s for s in doer.states if s.identity not in own]:
        return [a for a in (*doer.states, *doer.others) if a.identity not in own]
    out = expand(context, sentence, first, own)
    end = first.end
    for group in sentence.groups:
        if end < group.start < high and _ALSO.fullmatch(text[end : group.start]):
            out += [a for a in expand(context, sentence, group, own) if a.identity not in {o.identity for o in out}]
            end = group.end
    return out


def agent(context: Context, sentence: Sentence, at: int) -> Voice | None:
    """Return who stands behind "by": "rammed by a Chinese cutter", "criticised by the defence minister of B"."""
    by = _BY.search(context.text, at, min(sentence.end, at + 120))
    if by is None:
        return None
    who = context.agent(sentence, at)
    if who.persons:
        return Voice(by.end(), who.persons[-1].end, context.states_of(who), [], list(who.persons))
    for group in sentence.groups:
        if by.end() <= group.start < by.end() + 40:
            if not _MODIFIERS.fullmatch(context.text[by.end() : group.start]):
                return None
            found = expand(context, sentence, group, set())
            states = [a for a in found if a.kind == "state"]
            return Voice(group.start, group.end, states, [a for a in found if a.kind != "state"])
    return None


def troubled(context: Context, sentence: Sentence, at: int, high: int, own: set[str]) -> list[Actor]:
    """Return the state in which that happens which gives concern: "the fighting in B"."""
    for group in sentence.groups:
        left = context.text[max(at, group.start - 60) : group.start]
        if at <= group.start < high and group.prep == "in" and _TROUBLE.search(left):
            return [a for a in expand(context, sentence, group, own) if a.kind == "state"]
    return []


def expand(context: Context, sentence: Sentence, group: Group, own: set[str]) -> list[Actor]:
    """Return the states behind a group, with the named bodies and groupings beside them."""
    out: dict[str, Actor] = {}
    for a in group.actors:
        state = context.focus.state(a)
        if state is not None and state.identity not in own:
            out.setdefault(state.identity, state)
        if a.kind in ("grouping", "organisation") and a.identity not in own and a.identity not in ("UN", "UNSC"):
            out.setdefault(a.identity, a)
    last = group.members[-1]
    role = bodies.words().role.match(context.text, last.end, min(sentence.end, last.end + 70))
    bare = not last.adjective and not last.possessive
    if (
        role is not None
        and last.actor.kind == "state"
        and last.actor.key
        and not (bare and role.start("noun") - last.end > 2)
    ):
        label = " ".join(context.text[last.start : role.end()].split())
        made = bodies.body(context.reading.registry, last.actor.key, role.group("noun"), label)
        if made is not None and last.actor.key not in own:
            out.setdefault(made.identity, made)
    return list(out.values())


def implied(
    context: Context, sentence: Sentence, at: int, voice: Voice, *, many: bool = True, own_things: bool = False
) -> list[Actor]:
    """Return whom a position means that names nobody: the other one of the sentence, the text, the lines before."""
    own = voice.keys | {s.identity for s in voice.states}
    words = context.text[at : min(sentence.end, at + 120)]
    if not own_things and _ITSELF.search(words[:40]):
        return []
    if _PAIR.search(words[:60]):
        for pool in (context.focus.pair(sentence), subjects(context).parties(), context.focus.main):
            pair = [a for a in pool if a.identity not in own]
            if len(pair) == 2 or (pair and "both" not in words):
                return pair
    named = re.match(
        r"\W{0,2}(?:(?:about|over|by|at|with|of|to|for|on|against|in) )?(?:the |"
        r"The )([A-Z][a-z]\w+)\b(?!['’]s)",
        words,
    )
    if named and named.group(1) not in _COMMON:
        return _called(context, sentence, named.group(1))
    here = context.focus.states_in
    beside = [s for s in here(sentence, low=sentence.start, high=at, acting=True) if s.identity not in own]
    if len(beside) == 1:
        return beside
    behind = [
        s for g in sentence.groups if g.start >= at and g.prep == "" and not VICTIMS.match(context.text, g.end)
        for a in g.actors
        if (s := context.focus.state(a)) is not None and s.identity not in own
    ]  # fmt: skip
    if behind and not beside:
        return behind[:1]
    main = context.focus.main
    shared = many and bool(_OF_MANY.search(words))
    if own and not own & {m.identity for m in main} and shared and len(main) == 2:
        return list(main)
    other = next((o for s in voice.states if (o := context.focus.other(s.identity)) is not None), None)
    if other is not None and len(voice.states) == 1:
        return [other]
    for index in range(sentence.index - 1, max(-1, sentence.index - 5), -1):
        previous = context.reading.sentences[index]
        found = [s for s in here(previous, acting=True) if s.identity not in own]
        if shared and len(found) == 2:
            return found
        if len(found) == 1:
            return found
        if found:
            break
    rest = [m for m in main if m.identity not in own]
    ranked = [k for k, _ in context.focus.counts.most_common() if k not in own]
    counts = [context.focus.counts[k] for k in ranked[:2]]
    top = [n for _, n in context.focus.counts.most_common(3)]
    if len(main) == 2 and len(rest) == 1 and len(voice.states) == 1 and (len(top) < 3 or top[1] > top[2]):
        return rest
    clear = bool(counts) and counts[0] > 2 and (len(counts) == 1 or counts[0] >= 2 * counts[1])
    return [context.focus.labels[ranked[0]]] if clear else []


def body_meant(context: Context, sentence: Sentence, at: int) -> Actor | None:
    """Return the grouping that "the pact" or "the alliance" right behind a verb means, if one was named just before."""
    if not _BODY.match(context.text, at, min(sentence.end, at + 30)):
        return None
    for index in range(sentence.index, max(-1, sentence.index - 4), -1):
        for mention in reversed(context.reading.sentences[index].actors):
            if mention.actor.kind == "grouping" and mention.start < at:
                return mention.actor
    return None


def _called(context: Context, sentence: Sentence, word: str) -> list[Actor]:
    """Return the grouping or body that "the Command" means, where a line before names it."""
    for index in range(sentence.index, max(-1, sentence.index - 12), -1):
        for mention in reversed(context.reading.sentences[index].actors):
            actor = mention.actor
            if actor.kind not in ("grouping", "organisation") or not actor.key:
                continue
            full = context.reading.registry.get(actor.key).label
            if word in full.split() or word in actor.label.split():
                state = context.focus.state(actor)
                return [actor, state] if state else [actor]
    return []


def clause(context: Context, sentence: Sentence, at: int, reach: int = 170) -> int:
    """Return the end of what a verb at an offset can govern."""
    stop = re.compile(r"[;]|, (?:while|whereas|but)\b").search(context.text, at, min(sentence.end, at + reach))
    return stop.start() if stop else min(sentence.end, at + reach)


def _state_key(context: Context, actor: Actor) -> str:
    state = context.focus.state(actor)
    return state.identity if state is not None else actor.identity


def narrow(context: Context, sentence: Sentence, at: int) -> int:
    """Return the end of the clause at an offset."""
    return modality.clause_end(context.text, at, sentence.end)
