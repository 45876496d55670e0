"""Posts: who holds which office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction import bodies, offices
from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Person, PersonMention

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
    return None, 0
