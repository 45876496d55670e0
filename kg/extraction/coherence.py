"""What one part of a record says of another: who acts for a state brings the state in; what cannot be is taken back."""

from __future__ import annotations

import re
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


_AT_SEA = re.compile(r"\b(?:Seas?|Oceans?|Straits?|Gulf|Shoal|Reef|Atoll|Islands?|Trench|Peninsula|Pacific)\Z")
_INDOORS = frozenset({"summit", "ministerial", "dialogue", "visit"})


def settle(context: Context, drafts: list[Draft]) -> None:
    """Take back what cannot be: a meeting whose place is a sea spoken of there, a fact dated after the publication."""
    published = context.reading.document.published
    for draft in drafts:
        if draft.kind == "post":
            continue
        indoors = draft.kind == "agreement" or (draft.kind == "engagement" and draft.type in _INDOORS)
        for stage in draft.stages:
            if draft.rule == "agreement-denied" and stage.modality == "denied":
                stage.date = stage.end_date = None  # the day is that of the denial
            if indoors and stage.place and _AT_SEA.search(stage.place):
                stage.place = None
            ahead = stage.date and published and stage.date[: len(published)] > published[: len(stage.date)]
            if ahead and stage.modality == "asserted" and stage.stage not in ("terminated", "ended", "left"):
                stage.modality = "planned"
                stage.stage = "planned" if stage.stage in ("held", "started") else stage.stage


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
