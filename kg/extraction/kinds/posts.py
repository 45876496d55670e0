"""Posts: who holds which office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Person


def posts(context: Context, persons: list[Person]) -> list[Draft]:
    """Return one post for each person who is given a title, and a second for an office still to come."""
    out = []
    for person in persons:
        titled = [(s, m) for s, m in person.mentions if m.office or m.rank]
        if not titled:
            continue
        with_office = [(s, m) for s, m in titled if m.office and not m.elect]
        sentence, best = (with_office or titled)[0]
        name = best.office or best.rank
        if name is None or name.lower() == "counterpart":
            continue
        draft = Draft("post", None, "post-title", best.start, 0.8)
        draft.name, draft.name_sentence = name, sentence
        draft.add("holder", person.actor, sentence, office=best.office, rank=best.rank)
        organisation = next((m.organisation for _, m in titled if m.organisation), None)
        if organisation is not None:
            where = next(s for s, m in titled if m.organisation)
            draft.add("of", organisation, where)
        state_at = next(((s, m.state) for s, m in titled if m.state), None)
        state = (
            context.focus.state(state_at[1])
            if state_at and state_at[1]
            else (context.focus.state(person.state) if person.state else None)
        )
        if state is None and organisation is not None:
            state = context.focus.state(organisation)
        if state is not None and state.kind == "state":
            draft.add("of", state, state_at[0] if state_at else sentence)
        former = all(m.former for _, m in titled)
        elect = all(m.elect for _, m in titled)
        stage = "former" if former else "appointed" if elect else "holds"
        draft.stages.append(StageDraft(stage, "planned" if elect else "asserted", [sentence]))
        out.append(draft)
    return out
