"""Incidents: hostile or coercive acts, as stated, alleged, denied or threatened, by verb and by noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction.attribution import claimant
from kg.extraction.drafts import Draft
from kg.extraction.kinds import aims, bodies, clashes
from kg.extraction.kinds.prey import Prey, hit
from kg.extraction.kinds.scenes import HARD, SEEN, Around, fits
from kg.extraction.kinds.subjects import Voice, subjects

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Sentence, TriggerMention

_UNREAL = re.compile(
    r"\b(?:if|unless|in case|in the event|should|would|will|shall|can|must|how to|able to|ability to|"
    r"designed to|used to|capable of|deter\w*|prevent\w*|respond to|any)\b[^,;]{0,40}\Z"
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied)|refut(?:es|ed)|reject(?:s|ed)?|dismiss(?:es|ed)?|untrue|false)\b"
    r"(?! the account,)[^;]{0,150}\Z"
)
_ACCUSED = re.compile(
    r"\b(?:accus(?:ed|es|ing)|blam(?:ed|es|ing)|condemn(?:ed|s|ing)|criti[cs]i[sz](?:ed|es|ing)|denounc(?:ed|es|ing)|"
    r"slamm?(?:ed|s|ing)|protest(?:ed|s|ing))\b"
)


@dataclass(slots=True)
class Act:
    """Who did it, to whom, and who says so."""

    initiators: list[Actor]
    prey: Prey
    claimant: str | None = None
    mutual: bool = False


def incidents(context: Context, sentence: Sentence) -> list[Draft]:
    """Return the hostile or coercive acts that one sentence states, alleges or denies."""
    if sentence.heading and any(not s.heading for s in context.reading.sentences):
        return []
    out: list[Draft] = []
    done: set[tuple[str | None, int]] = set()
    for trigger in sentence.triggers.get("incident", ()):
        draft = _read(context, sentence, trigger)
        if draft is not None and (draft.type, trigger.start) not in done:
            done.add((draft.type, trigger.start))
            out.append(draft)
    out += clashes.nouns(context, sentence)
    for draft in out:
        _dated(context, sentence, draft)
    return out


def _dated(context: Context, sentence: Sentence, draft: Draft) -> None:
    """Give an act without a day that of the last one between the same states, a few sentences before."""
    known: dict[frozenset[str], tuple[int, str]] = context.__dict__.setdefault("incident_days", {})
    states = frozenset(k for k in (*draft.keys("initiator"), *draft.keys("target")) if "-" not in k)
    stage = draft.stages[0]
    if stage.date is None:
        found = known.get(states)
        if found and sentence.index - found[0] <= 6 and stage.modality != "possible":
            stage.date = found[1]
    elif len(stage.date) == 10 and len(states) > 1:
        known[states] = (sentence.index, stage.date)


def _read(context: Context, sentence: Sentence, trigger: TriggerMention) -> Draft | None:
    frame, form, text = trigger.trigger.frame, trigger.trigger.form, context.text
    behind = text[trigger.end : min(sentence.end, trigger.end + 150)]
    left = text[max(sentence.start, trigger.start - 70) : trigger.start]
    around = Around(text[trigger.start : trigger.end].lower(), behind, left, sentence.text, *_named(context, sentence))
    if form == "noun" or _UNREAL.search(left.lower()) or not fits(frame.shape, around):
        return None
    act = _act(context, sentence, trigger)
    if act is None or not (act.initiators or (frame.shape == "held" and act.prey)):
        return None
    own = {a.identity for a in act.initiators}
    kind = frame.type or "other"
    if not act.prey and not act.mutual and kind not in ("missile-test", "incursion"):
        return None
    if kind == "incursion" and not act.prey and not HARD.search(behind):
        return None
    mode = context.modality(sentence, trigger)
    if mode[0] == "asserted" and _DENIED.search(text[sentence.start : trigger.start]):
        mode = ("denied", None)
    if mode[0] == "planned" or (mode[0] == "possible" and mode[1] == "conditional"):
        return None
    if mode[0] == "possible" and not (
        act.prey.states and re.search(r"\b(?:may|might|could) have\b|\bpossibl[ey]\b", left)
    ):
        return None
    draft = Draft("incident", kind, frame.id, trigger.start, 0.7)
    for actor in act.initiators[:6]:
        draft.add("initiator", actor, sentence.index)
    if kind != "missile-test":
        act.prey.add_to(draft, sentence, own)
    draft.attribution = act.claimant or claimant(context, sentence, trigger)
    stage = context.stage(sentence, trigger, frame.stage or "occurred", mode)
    draft.stages.append(stage)
    return draft


def _named(context: Context, sentence: Sentence) -> tuple[bool, bool, bool]:
    """Return whether a sentence names a people, a ship by its prefix, an exercise by its name."""
    ship = bodies.words().prefix.search(context.text, sentence.start, sentence.end)
    return any(a.adjective for a in sentence.actors), ship is not None, any(e.name for e in sentence.engagements)


def _act(context: Context, sentence: Sentence, trigger: TriggerMention) -> Act | None:
    """Return who acts on whom: subject and object, agent and subject in the passive, accused and accuser."""
    frame, form, text = trigger.trigger.frame, trigger.trigger.form, context.text
    found = subjects(context)
    high = aims.clause(context, sentence, trigger.end, 130)
    head = text[sentence.start : trigger.start]
    if form == "ing" and (accused := _ACCUSED.search(head)):
        low = sentence.start + accused.end()
        groups = [
            g for g in sentence.groups if low <= g.start and g.end <= trigger.start and trigger.start - g.end < 40
        ]
        who = aims.expand(context, sentence, groups[0], set()) if groups else []
        accuser = found.before(sentence, sentence.start + accused.start())
        if who:
            prey = hit(context, sentence, trigger.end, high, {a.identity for a in who})
            if not prey and accuser is not None:
                prey = Prey(states=list(accuser.states))
            label = (
                (accuser.states or accuser.others)[0].label if accuser and (accuser.states or accuser.others) else None
            )
            return Act(who, prey, label)
    if frame.shape == "seen":
        return _seen(context, sentence, trigger, high)
    passive = context.passive(sentence, trigger) or (
        form in ("ed", "pp") and bool(re.match(r" by\b", text[trigger.end : trigger.end + 4]))
    )
    near = [g for g in sentence.groups if 0 < trigger.start - g.end < 3]
    if (
        frame.shape == "held"
        and near
        and form in ("ed", "pp")
        and re.match(r" in (?:the )?[A-Z]", text[trigger.end : trigger.end + 9])
    ):
        held = aims.expand(context, sentence, near[-1], set())
        keepers = _place_state(context, sentence, trigger.end, {a.identity for a in held})
        return Act(keepers, Prey([a for a in held if a.kind == "state"])) if keepers else None
    if passive:
        who_ = context.agent(sentence, trigger.end)
        states = context.states_of(who_)
        bodies = [a for a in who_.actors if a.kind == "organisation"]
        subject = found.before(sentence, trigger.start)
        prey = (
            Prey(list(subject.states), list(subject.others), list(subject.persons))
            if subject
            else hit(context, sentence, sentence.start, trigger.start, {s.identity for s in states})
        )
        if not states and frame.shape == "held":
            states = _place_state(context, sentence, trigger.end, {s.identity for s in prey.states})
        if not states:
            return None
        return Act([*states, *bodies], prey)
    if form not in ("s", "ed", "past", "pp", "ing", "base"):
        return None
    if form == "base" and not re.search(
        r"\b(?:to|not|did|didn['’]t|may|might|could|and|[A-Z]\w+) \Z",
        text[max(sentence.start, trigger.start - 12) : trigger.start],
    ):
        return None
    voice = found.before(sentence, trigger.start)
    if voice is None and form == "ing":
        voice = _beside(context, sentence, trigger)
    if voice is None or not (voice.states or voice.others):
        return None
    if frame.shape == "mutual":
        prey = hit(context, sentence, trigger.end, high, voice.keys)
        return Act(
            [*voice.states, *[o for o in voice.others if o.kind == "organisation"]], prey, mutual=len(voice.states) > 1
        )
    prey = hit(context, sentence, trigger.end, high, voice.keys)
    if not prey:
        prey = _implied(context, sentence, trigger, voice)
    return Act([*voice.states, *[o for o in voice.others if o.kind == "organisation"]], prey)


def _seen(context: Context, sentence: Sentence, trigger: TriggerMention, high: int) -> Act | None:
    """Read "B tracked two bombers of A in its zone": A is who intruded."""
    voice = subjects(context).before(sentence, trigger.start)
    if voice is None or context.passive(sentence, trigger):
        return None
    for group in sentence.groups:
        if not trigger.end <= group.start < high or not (
            group.members[0].adjective
            or group.members[0].actor.kind == "organisation"
            or group.members[-1].possessive
            or group.prep in ("", "of")
        ):
            continue
        who = [a for a in aims.expand(context, sentence, group, voice.keys) if a.kind in ("state", "organisation")]
        rest = [g for g in sentence.groups if group.end <= g.start < group.end + 30 and g.members[0].adjective]
        for g in rest:
            who += [
                a for a in aims.expand(context, sentence, g, voice.keys) if a.identity not in {w.identity for w in who}
            ]
        if (
            who
            and SEEN.match(context.text, group.end + 1, min(sentence.end, group.end + 60)) is None
            and not SEEN.search(context.text, group.start, min(sentence.end, group.end + 60))
        ):
            continue
        return Act(who, Prey(list(voice.states))) if who else None
    return None


def _beside(context: Context, sentence: Sentence, trigger: TriggerMention) -> Voice | None:
    """Return the actor right before a participle: "a Chinese cutter ramming a boat"."""
    near = [v for v in subjects(context).voices(sentence) if 0 <= trigger.start - v.end <= 2 and v.kind == "name"]
    return near[-1] if near else None


def _place_state(context: Context, sentence: Sentence, at: int, own: set[str]) -> list[Actor]:
    """Return the state in which somebody is held."""
    groups = [g for g in sentence.groups if 0 <= g.start - at < 30 and g.prep == "in"]
    return [s for g in groups[:1] for a in g.actors if (s := context.focus.state(a)) and s.identity not in own]


def _implied(context: Context, sentence: Sentence, trigger: TriggerMention, voice: Voice) -> Prey:
    """Return whom an act hits that names nobody: "them", "its airspace", "the boat", of the other of the text's two."""
    behind = context.text[trigger.end : min(sentence.end, trigger.end + 70)]
    if trigger.trigger.frame.shape == "attack" and re.match(
        r"(?:[.,;]| (?:first|on \w+day|that|early|late|again|at))", behind
    ):
        said = subjects(context).speaker(sentence)
        if said is not None and said.states and not said.keys & voice.keys:
            return Prey(list(said.states[:1]))
        return Prey(
            [s for s in aims.implied(context, sentence, trigger.end, voice, many=False) if s.kind == "state"][:1]
        )
    if not re.match(
        r"(?: \w+){0,5}? (?:them|it|its|their|her|the (?:\w+ )?(?:vessels?|ships?|boats?|aircraft|"
        r"helicopter|plane|crew|fishermen|convoy|patrol|mission)|our)\b",
        behind,
    ):
        return Prey()
    states = aims.implied(context, sentence, trigger.end, voice, many=False, own_things=True)
    return Prey([s for s in states if s.kind == "state"][:1])
