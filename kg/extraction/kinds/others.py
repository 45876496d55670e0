"""Posts, memberships, stances and incidents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.attribution import claimant
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds import stances as positions
from kg.extraction.mentions import Actor, Person

if TYPE_CHECKING:
    from kg.extraction.clause import Context, Who
    from kg.extraction.mentions import Sentence, TriggerMention

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
_PROTEST = re.compile(r"(?:\W{1,3}\w+){0,4}?\W{1,3}protests?\s(?:with|against|over|to)\b")
_TAKEN_IN = re.compile(
    r"\b(?:admit(?:s|ted|ting)?|accept(?:s|ed|ing)?|welcom(?:e|es|ed|ing)|becom(?:es|ing)|became)\b[^,;:]*\Z"
)
_COUNTED = re.compile(r"\b(?:two|three|four|five|six|seven) (?:\w+ )?\Z", re.IGNORECASE)
_FINITE = frozenset({"s", "ed", "past", "pp"})
_VESSEL = re.compile(
    r"\b(?:vessels?|ships?|boats?|aircraft|jets?|helicopters?|planes?|fishermen|coast guard|navy|crew|"
    r"sailors|waters|troops|soldiers|planes?|resupply)\b"
)


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


def memberships(context: Context, sentence: Sentence) -> list[Draft]:
    """Return who joined, left, applied to or is said to make up a grouping."""
    out = []
    groupings = [a for a in sentence.actors if a.actor.kind == "grouping"]
    for trigger in sentence.triggers.get("membership", ()) if groupings and not sentence.heading else ():
        frame = trigger.trigger.frame
        near = [g for g in groupings if 0 <= g.start - trigger.end < 25]
        members: list[Actor] = []
        if near and frame.shape != "mention":
            who = context.subject(sentence, trigger.start)
            members = [s for a in who.actors if (s := context.focus.state(a))]
            target = near[0].actor
        elif frame.shape == "mention" and trigger.trigger.form == "noun":
            text = context.text[trigger.start : trigger.end].lower()
            if ("member" in text or "observer" in text) and not text.endswith(" are"):
                if not near:
                    continue
                target = near[0].actor
                left = [g for g in sentence.groups if g.end <= trigger.start and trigger.start - g.end < 25]
                members = [s for g in left[-1:] for a in g.actors if (s := context.focus.state(a))]
                if _COUNTED.search(context.text[max(sentence.start, trigger.start - 16) : trigger.start]):
                    apposed = [g for g in sentence.groups if g.start <= near[0].end + 3 and g.end > near[0].end]
                    named = [a for g in apposed for a in g.actors if a != target]
                    members = [s for a in named if (s := context.focus.state(a))] if len(named) > 1 else []
            else:
                before = [g for g in groupings if g.end <= trigger.start and trigger.start - g.end < 40]
                right = [g for g in sentence.groups if 0 <= g.start - trigger.end < 12 and len(g.actors) > 1]
                if not before or not right:
                    continue
                target = before[-1].actor
                members = [s for a in right[0].actors if (s := context.focus.state(a))]
        else:
            continue
        mode = context.modality(sentence, trigger)
        for member in members:
            draft = Draft("membership", None, frame.id, trigger.start, 0.75)
            draft.add("member", member, sentence.index)
            draft.add("grouping", target, sentence.index)
            draft.stages.append(_membership_stage(context, sentence, trigger, mode))
            out.append(draft)
    return out


def _membership_stage(
    context: Context, sentence: Sentence, trigger: TriggerMention, mode: tuple[str, str | None]
) -> StageDraft:
    """Return the stage of a membership; who merely is a member is so without a day, unless somebody takes it in."""
    frame = trigger.trigger.frame
    taken_in = _TAKEN_IN.search(context.text, max(sentence.start, trigger.start - 60), trigger.start)
    if frame.shape == "mention" and not taken_in:
        return StageDraft(frame.stage or "member", mode[0], [sentence.index], force=mode[1])
    name = "joined" if taken_in and frame.stage == "member" else frame.stage or "member"
    return context.stage(sentence, trigger, name, mode, place=False)


def _tight(context: Context, sentence: Sentence, trigger: TriggerMention) -> Who | None:
    """Return the subject of a verb only where nothing but auxiliaries and dates stands between."""
    start = modality.clause_start(context.text, sentence.start, trigger.start)
    who = context.subject(sentence, trigger.start, low=start)
    groups = [g for g in sentence.groups if g.end <= trigger.start]
    persons = [p for p in sentence.persons if p.end <= trigger.start]
    end = max(
        [*(g.end for g in groups[-1:] if who.actors), *(p.end for p in persons[-1:] if who.persons)], default=None
    )
    if not who or end is None or trigger.start - end > 90:
        return None
    gap = context.text[end : trigger.start].lower()
    if any(c in gap for c in ';:()—."“'):
        return None
    words, between = re.findall(r"\w+", gap), context.lexicon.sets["between"]
    return who if all(w in between or w.isdigit() for w in words) else None


def stances(context: Context, sentence: Sentence) -> list[Draft]:
    """Return the positions that actors take on other actors in one sentence."""
    out: list[Draft] = []
    for trigger in sentence.triggers.get("stance", ()) if not sentence.heading else ():
        frame = trigger.trigger.frame
        if trigger.trigger.form not in _FINITE or context.passive(sentence, trigger):
            continue
        who = _tight(context, sentence, trigger)
        mode = context.modality(sentence, trigger)
        if who is None or mode[0] != "asserted":
            continue
        actors = context.states_of(who) or [a for a in who.actors if a.kind == "grouping"]
        if not actors:
            continue
        reach = min(sentence.end, trigger.end + 90)
        loose = frame.type in ("criticise", "concern", "demand", "threaten")
        groups = [
            g for g in sentence.groups
            if trigger.end <= g.start < reach
            and g.prep not in ("in", "at", "near", "from", "between")
            and (loose or g.start - trigger.end < 14)
        ]  # fmt: skip
        target = context.focus.state(groups[0].actors[0]) or groups[0].actors[0] if groups else None
        targets = [context.focus.state(a) or a for g in groups[:1] for a in g.actors[:4] if a.kind != "organisation"]
        targets = [t for t in targets if t.identity not in {a.identity for a in actors}] or ([target] if target else [])
        if target is None or target.identity in {a.identity for a in actors}:
            continue
        if frame.shape == "protest" and not _PROTEST.match(context.text, trigger.end, sentence.end):
            continue
        if (
            frame.type == "praise"
            and any(
                t.trigger.frame.kind == "engagement" and t.start == trigger.start
                for t in sentence.triggers.get("engagement", ())
            )
            and any(0 <= p.start - trigger.end < 60 for p in sentence.persons)
        ):
            continue
        meets = [t for t in sentence.triggers.get("engagement", ()) if t.trigger.frame.shape == "meet"]
        if frame.type == "demand" and any(t.start == trigger.start for t in meets):
            heard = [p for p in sentence.persons if 0 <= p.start - trigger.end < 60]
            if heard and not re.match(r",? to [a-z]", context.text[heard[0].end : heard[0].end + 8]):
                continue
        date = context.date(sentence, trigger.start)
        reporting = [d for d in sentence.dates if d.reporting]
        value = date.value if date else (reporting[0].value if reporting else None)
        for actor in actors[:8]:
            draft = Draft("stance", frame.type, frame.id, trigger.start, 0.7)
            draft.add("actor", actor, sentence.index)
            if who.persons:
                context.persons_to(
                    draft, "actor", [p for p in who.persons if context.person_state(p) == actor][:1], sentence
                )
            for other in targets:
                draft.add("target", other, sentence.index)
            draft.stages.append(StageDraft("stated", "asserted", [sentence.index], value))
            out.append(draft)
    return out + (positions.more(context, sentence) if not sentence.heading else [])


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
            who = _tight(context, sentence, trigger)
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
        if not initiators or (form not in _FINITE and not accused and form != "noun"):
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
