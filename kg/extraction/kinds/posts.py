"""Posts: who holds which office."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import bodies, offices
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Person, PersonMention

_LIGHT = frozenset(
    {
        "senator",
        "sen",
        "representative",
        "rep",
        "congressman",
        "congresswoman",
        "lawmaker",
        "member",
        "chair",
        "chairman",
    }
)
"""Offices that a person has beside another one, which then is the better name."""
_BARE = frozenset(
    {"minister", "secretary", "ambassador", "director", "commander", "chief", "president", "pm", "sec", "chair"}
)


_SPOKES = frozenset({"spokesman", "spokesperson", "spokeswoman", "deputy spokesperson", "press secretary"})
_VAGUE = frozenset({"ministry", "department"})
_MINISTRY = re.compile(
    r"(?:[Ff]oreign|[Dd]efen[cs]e|[Nn]ational [Dd]efen[cs]e) [Mm]inistry|"
    r"(?:Ministry|Minister|Department) (?:of|for) (?:the )?[A-Z]\w+(?: (?:[A-Z]\w+|and|of)){0,3}"
)
_OWNED = re.compile(r" (?:of|and)(?: [A-Z]\w+)?$")
_NAVAL = re.compile(r"\b(?:Admiral|Adm|Commodore|Cdre|Commo|Cdr|Cmdr|Commander|RADM|VADM|ADM)\b")
_NAVY = re.compile(r"\b(?:Navy|Maritime Self-Defense Force|JMSDF|RAN|RNZN|RCN|PLAN|PLA Navy)\b")
_SEA = re.compile(
    r"\b(?:strike group|flotilla|fleet|ship|squadron|commanding officer|naval|navy|task group|task force|escort)\b",
    re.IGNORECASE,
)
"""Offices at sea; others may stand outside the navy (a coast guard, a defence staff)."""
_BACK = 3
"""Sentences back to which a ministry may be named."""


def posts(context: Context, persons: list[Person]) -> list[Draft]:
    """Return one post for each person who is given a title, and a second for an office still to come."""
    out = []
    for person in persons:
        titled = [(s, m) for s, m in person.mentions if (m.office or m.rank) and not _borrowed(m, person)]
        now = [(s, m) for s, m in titled if not m.elect]
        coming = [(s, m) for s, m in titled if m.elect]
        for part in (now, coming):
            draft = _post(context, person, part) if part else None
            if draft is not None:
                out.append(draft)
    return out


def _post(context: Context, person: Person, titled: list[tuple[int, PersonMention]]) -> Draft | None:
    sentence, best = max(enumerate(titled), key=lambda t: (_worth(t[1][1]), -t[0]))[1]
    name = best.office or best.rank
    if name is None:
        return None
    draft = Draft("post", None, "post-office" if best.office else "post-rank", best.start, 0.8)
    draft.name, draft.name_sentence = name, sentence
    draft.add("holder", person.actor, sentence, office=best.office, rank=best.rank)
    state_at = next(((s, m.state) for s, m in titled if m.state), None)
    named = state_at[1] if state_at else person.state
    state = context.focus.state(named) if named else None
    organisation, where = _organisation(context, titled, state)
    if organisation is not None:
        draft.add("of", organisation, where)
    if state is None and organisation is not None:
        state = context.focus.state(organisation)
    if state is not None and state.kind == "state":
        draft.add("of", state, state_at[0] if state_at else sentence)
    held = [m for _, m in titled]
    stage = "appointed" if best.elect else "former" if _former(held) else "holds"
    if stage == "holds" and best.appointed:
        stage = "appointed"
    draft.stages.append(StageDraft(stage, "planned" if best.elect else "asserted", [sentence]))
    return draft


def _borrowed(mention: PersonMention, person: Person) -> bool:
    """Whether a counterpart's office is only that of the other, and one that the own state does not have."""
    if not mention.counterpart or mention.own or person.state is None:
        return False
    return any(o.only and person.state.key not in o.only for o in offices.every(mention.office))


def _former(titled: list[PersonMention]) -> bool:
    """Whether the titles of a person are all past; a rank beside them does not count."""
    offices = [m for m in titled if m.office] or titled
    return all(m.former for m in offices)


def _worth(mention: PersonMention) -> int:
    """How much a title says: an office over a rank, a full one over "Minister"."""
    if not mention.office:
        return 0
    if set(mention.bases) <= _LIGHT and mention.bases:
        return 1
    return 2 if mention.office.lower() in _BARE else 3


def _organisation(
    context: Context, titled: list[tuple[int, PersonMention]], state: Actor | None
) -> tuple[Actor | None, int]:
    """Return the body of a post and the sentence that names it."""
    for sentence, mention in titled:
        if mention.organisation is not None:
            return mention.organisation, sentence
    registry = context.reading.registry
    for sentence, mention in titled:
        if mention.body.lower() in _VAGUE or (mention.possessor == "its" and set(mention.bases) & _SPOKES):
            found = _spoken_of(context, sentence, mention, state)
            if found is not None:
                return found, sentence
        if mention.body:
            key = state.key if state else None
            other = context.focus.other(state.identity) if state else None
            host = mention.host or (other.key if other else None)
            embassy = bodies.embassy(registry, key, host, mention.body)
            if embassy is not None:
                return embassy, sentence
            found = bodies.actor(registry, state.key if state else None, mention.body)
            if found is not None:
                return found, sentence
    service = _service(context, titled, state)
    return (service, titled[0][0]) if service is not None else (None, 0)


def _spoken_of(context: Context, index: int, mention: PersonMention, state: Actor | None) -> Actor | None:
    """Return the ministry that "its spokesman" or "a ministry spokesman" means: the one last named before."""
    key = state.key if state else None
    registry, sentences = context.reading.registry, context.reading.sentences
    for sentence in reversed(sentences[max(0, index - _BACK) : index + 1]):
        high = min(sentence.end, mention.start)
        named = [a for a in sentence.actors if a.actor.kind == "organisation" and a.end <= high]
        if named and named[-1].actor.state == key:
            return named[-1].actor
        for match in reversed(list(_MINISTRY.finditer(context.text, sentence.start, high))):
            body = match.group()
            plain = body.replace("Minister", "Ministry")
            found = bodies.resolve(registry, key, plain) or bodies.resolve(registry, key, _OWNED.sub("", plain))
            if found is not None and key is not None:
                return Actor(body if "inistry" in body else mention.body or body, "organisation", found, key)
    return None


def _service(context: Context, titled: list[tuple[int, PersonMention]], state: Actor | None) -> Actor | None:
    """Return the navy of a naval officer, where the text names one navy of the officer's state."""
    ranks = [m.rank for _, m in titled if m.rank]
    if state is None or not ranks or not _NAVAL.search(ranks[0]):
        return None
    if any(m.office and not _SEA.search(m.office) for _, m in titled):
        return None
    navies = {
        a.actor.key: a.actor
        for s in context.reading.sentences
        for a in s.actors
        if a.actor.kind == "organisation" and a.actor.state == state.key and a.actor.key and _NAVY.search(a.actor.label)
    }
    return next(iter(navies.values())) if len(navies) == 1 else None
