"""Incidents: hostile or coercive acts, as stated, alleged or denied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.attribution import claimant
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds.subjects import FINITE, tight

if TYPE_CHECKING:
    from kg.extraction.clause import Context, Who
    from kg.extraction.mentions import Actor, Sentence, TriggerMention

_WATERS = re.compile(
    r"\b(?:territorial (?:waters|sea)|airspace|air defen[cs]e (?:identification )?zone|ADIZ|contiguous zone|"
    r"exclusive economic zone|EEZ|waters)\b"
)
_ACCUSED = re.compile(
    r"\b(?:accus(?:ed|es|ing)|blam(?:ed|es|ing)|condemn(?:ed|s|ing)|criti[cs]i[sz](?:ed|es|ing)|"
    r"denounc(?:ed|es|ing)|slamm?(?:ed|s|ing)|protest(?:ed|s|ing))\b"
)
_MISSILE = re.compile(r"\b(?:missiles?|rockets?|ICBMs?|SLBMs?|projectiles?|satellite)\b")
_CANNON = re.compile(r"\b(?:water[- ]cannons?|laser|fire-control radar|flares)\b")
_VESSEL = re.compile(
    r"\b(?:vessels?|ships?|boats?|aircraft|jets?|helicopters?|planes?|fishermen|coast guard|navy|crew|"
    r"sailors|waters|troops|soldiers|planes?|resupply)\b"
)


def incidents(context: Context, sentence: Sentence) -> list[Draft]:
    """Return the hostile or coercive acts that one sentence states or denies."""
    out: list[Draft] = []
    for trigger in sentence.triggers.get("incident", ()) if not sentence.heading else ():
        frame, form = trigger.trigger.frame, trigger.trigger.form
        head = context.text[sentence.start : trigger.start]
        accused = _ACCUSED.search(head) if form == "ing" else None
        attribution = None
        passive = context.passive(sentence, trigger)
        who: Who | None = None
        claimants: list[Actor] = []
        if accused:
            groups = [
                g for g in sentence.groups if g.start >= sentence.start + accused.end() and g.end <= trigger.start
            ]
            initiators = [s for g in groups[:1] for a in g.actors if (s := context.focus.state(a))]
            claimants = context.states_of(context.subject(sentence, sentence.start + accused.start()))
            attribution = claimants[0].label if claimants else None
        elif passive:
            initiators = context.states_of(context.agent(sentence, trigger.end))
        else:
            who = tight(context, sentence, trigger)
            initiators = context.states_of(who) if who else []
        if form == "noun":
            owner = [a for a in sentence.actors if a.possessive and 0 <= trigger.start - a.end < 40]
            owner = owner or [
                a
                for a in sentence.actors
                if a.end <= trigger.start
                and re.fullmatch(
                    r" (?:coast ?guard|ship|vessel|navy|aircraft)(?: ship| vessel)?['’]s (?:\W?\w+\W? ){0,5}",
                    context.text[a.end : trigger.start],
                )
            ]
            initiators = [s for a in owner[-1:] if (s := context.focus.state(a.actor))]
        if not initiators or (form not in FINITE and not accused and form != "noun"):
            continue
        targets = _targets(context, sentence, trigger, passive)
        if accused and not targets and re.search(r"\b(?:its|their)\b", context.text[trigger.end : trigger.end + 60]):
            targets = claimants[:1]
        if not targets and re.search(r"\b(?:its|their|the country.s)\b", context.text[trigger.end : trigger.end + 40]):
            named = {i.identity for i in initiators}
            targets = [s for s in context.focus.states_in(sentence) if s.identity not in named][:1]
        if attribution is None:
            attribution = claimant(context, sentence, trigger)
        targets = [t for t in targets if t.identity not in {i.identity for i in initiators}]
        words = context.text[trigger.end : min(sentence.end, trigger.end + 90)]
        kind = frame.type or "other"
        if frame.shape == "cannon" and not _CANNON.search(words[:70]):
            continue
        if frame.shape == "missile":
            if not _MISSILE.search(words) or re.search(r"\b(?:at|deal|contract|defen[cs]e)\b", words[:60]):
                continue
        elif kind == "incursion":
            if not _WATERS.search(words):
                continue
        elif not targets or (kind == "confrontation" and not _VESSEL.search(sentence.text)):
            continue
        mode = context.modality(sentence, trigger) if not accused else ("asserted", None)
        if mode[0] in ("possible", "planned"):
            continue
        draft = Draft("incident", kind, frame.id, trigger.start, 0.6 if accused else 0.75)
        for actor in initiators[:2]:
            draft.add("initiator", actor, sentence.index)
        if not accused and not passive:
            for a in who.actors if who and form != "noun" else ():
                if a.kind == "organisation":
                    draft.add("initiator", a, sentence.index)
        for actor in targets[:2]:
            draft.add("target", actor, sentence.index)
        draft.attribution = attribution
        if accused:
            after = [d for d in sentence.dates if d.start > trigger.end]
            place = context.place(sentence, trigger.end)
            stage = StageDraft("occurred", "asserted", [sentence.index], after[0].value if after else None, place=place)
            draft.stages.append(stage)
            out.append(draft)
            continue
        draft.stages.append(context.stage(sentence, trigger, frame.stage or "occurred", mode))
        out.append(draft)
    return out


def _targets(context: Context, sentence: Sentence, trigger: TriggerMention, passive: bool) -> list[Actor]:
    if passive:
        return context.states_of(context.subject(sentence, trigger.start))
    reach = min(sentence.end, trigger.end + 80)
    groups = [
        g
        for g in sentence.groups
        if trigger.end <= g.start < reach and g.prep in ("", "of", "at", "on", "against", "off", "over", "into", "with")
    ]
    out: list[Actor] = []
    for a in groups[0].actors if groups else ():
        state = context.focus.state(a)
        if state:
            out.append(state)
        if a.kind == "organisation":
            out.append(a)
    return out
