"""What one part of a record says of another: who acts for a state brings the state in, and a service its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.drafts import Draft
    from kg.extraction.mentions import Actor

_STATES_TOO = {
    "engagement": ("participant", "host", "visitor", "observer"),
    "transfer": ("supplier", "recipient"),
    "stance": ("actor",),
    "incident": ("initiator", "target"),
    "post": ("of",),
}
"""Roles, by kind, in which an official or a service stands beside the state that it acts for (the contract's rule)."""


def complete(context: Context, drafts: list[Draft]) -> None:
    """Add the states that officials and services of a record act for, in the role of these."""
    for draft in drafts:
        for role in _STATES_TOO.get(draft.kind, ()):
            for p in [q for q in draft.participants if q.role == role]:
                state = _behind(context, p.actor, p.on_behalf_of)
                if state is None or state.identity in draft.keys(*_STATES_TOO[draft.kind]):
                    continue
                draft.add(role, state, p.sentences[0])
        if draft.kind == "agreement" and len([a for a in draft.actors("party") if a.kind == "state"]) < 2:
            for p in [q for q in draft.participants if q.role == "signatory"]:
                state = _behind(context, p.actor, p.on_behalf_of)
                if state is not None and state.identity not in draft.keys("party"):
                    draft.add("party", state, p.sentences[0])


def _behind(context: Context, actor: Actor, on_behalf_of: str | None) -> Actor | None:
    """Return the state that a person or an organisation acts for, with a label that stands in the text."""
    if actor.kind == "person":
        return context.focus.by_key(on_behalf_of) if on_behalf_of else None
    registry = context.reading.registry
    if actor.key and actor.key in registry and registry.get(actor.key).cls == "company":
        return None  # a firm sells for itself
    return context.focus.state(actor) if actor.kind == "organisation" else None
