"""Training given by one state to another's people: "India trains 300 Maldivian officers"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.clause import Who
from kg.extraction.drafts import Draft
from kg.extraction.kinds import deliveries
from kg.extraction.mentions import ActorMention

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Sentence, TriggerMention

_PEOPLE = (
    r"(?:personnel|officers?|officials|troops|pilots|crews?|crew members|sailors|soldiers|cadets|trainees|students|"
    r"policemen|police|coast guards?|divers|engineers|instructors|servicemen|service members|technicians|recruits|"
    r"marines)"
)
_COUNTED = re.compile(
    rf"\b(?P<n>\d[\d,]*|[a-z]+(?:-[a-z]+)?)\s+(?:of\s+(?:our|its|their|"
    rf"the)\s+)?(?P<what>(?:[\w’'-]+\s+){{0,3}}?{_PEOPLE})\b"
)
_TRAINED_PEOPLE = re.compile(
    rf"\b(?:{_PEOPLE[3:-1]}|forces?|army|navy|air force|military|police force|counterparts?|units?|battalions?|"
    rf"security|trainers|"
    r"instructors|capacity[- ]building)\b", re.IGNORECASE,
)  # fmt: skip
_UNIFORM = re.compile(r"\b(?:officers|pilots|sailors|soldiers|troops|cadets|marines|servicemen|recruits)\b")
_UNDER_WAY = re.compile(
    r"\b(?:is|are|was|were|be|been|by|started|began|begun|continued|keeps?|kept|after|while)\s+(?:\w+ly\s+)?\Z"
)
_LONG_AGO = re.compile(r"\b(?:century|Empire|World War|[Cc]olonial|1[6-9]\d\ds?)\b")
_TOGETHER = re.compile(
    r"\s+(?:with|alongside|together|jointly|exercise|ship|vessel|squadron|aircraft|ground|area|jet|course for its|"
    r"camp)\b"
)
_JOINT = re.compile(
    r"\b(?:joint|combined|each other|one another|bilateral|multinational|annual|live-fire|together|jointly)\b"
)
_PROMISED = re.compile(
    r"\b(?:pledg\w+|promis\w+|offer\w*|announc\w+|commit\w*|agreed|earmark\w*|unveil\w*)\b[^.;]{0,80}\Z"
)
_HOME = frozenset({"in", "at", "from", "by"})
_GENERAL = re.compile(
    r"\b(?:can|could|would|allows?|enables?|need(?:s|ed)? to|designed to|"
    r"how to)\s+(?:\w+\s+){0,2}\Z"
)


def read(context: Context, sentence: Sentence, trigger: TriggerMention) -> Draft | None:
    """Return the training that a trigger speaks of, with both sides, else nothing."""
    text, frame = context.text, trigger.trigger.frame
    secure = context.lexicon.security.search(sentence.text) or _UNIFORM.search(sentence.text)
    if _TOGETHER.match(text, trigger.end) or not secure:
        return None
    infinitive = trigger.trigger.form == "base" and text[max(0, trigger.start - 3) : trigger.start] == "to "
    if infinitive and any(
        t.start < trigger.start and t.trigger.frame.shape != "training" for t in sentence.triggers["transfer"]
    ):
        return None
    if trigger.trigger.form == "ing" and not _UNDER_WAY.search(
        text, max(sentence.start, trigger.start - 24), trigger.start
    ):
        return None
    low = modality.clause_start(text, sentence.start, trigger.start)
    end = modality.clause_end(text, trigger.end, sentence.end)
    if _JOINT.search(text, max(low, trigger.start - 40), min(end, trigger.end + 20)):
        return None
    mode = context.modality(sentence, trigger)
    away = re.match(r"\s+(?:in|at)\s", text[trigger.end : trigger.end + 8]) is not None
    away = away and frame.shape == "training" and trigger.trigger.form in ("base", "s") and frame.role is None
    if frame.role == "trainee" or away:
        takers = context.states_of(context.subject(sentence, trigger.start)), _services(context, sentence, trigger)
        if not takers[0]:
            takers = _taker(context, sentence, low, trigger.start, [])
        givers = _at(context, sentence, trigger.end, end, _HOME)
        givers = [g for g in givers[0] if not takers[0] or g.identity != takers[0][0].identity], givers[1]
    elif trigger.trigger.form == "noun":
        givers = _giver_of_noun(context, sentence, trigger, end)
        takers = _taker(context, sentence, trigger.end, end, givers[0])
        told = _taker(context, sentence, trigger.end, min(end, trigger.end + 40), [])
        if told[0] and givers[0] and not takers[0] and told[0][0].identity == givers[0][0].identity:
            before = context.focus.states_in(sentence, high=trigger.start)
            takers, givers = told, ([s for s in before if s.identity != told[0][0].identity][:1], [])
    elif context.passive(sentence, trigger):
        takers = context.states_of(context.subject(sentence, trigger.start)), []
        givers = _at(context, sentence, trigger.end, end, frozenset({"by", "in", "at"}))
    else:
        who = context.subject(sentence, trigger.start)
        givers = context.states_of(who), [a for a in who.actors if a.kind == "organisation"]
        takers = _taker(context, sentence, trigger.end, min(end, trigger.end + 80), givers[0])
    if _TRAINED_PEOPLE.search(text, low, end) is None and not (takers[1] or givers[1]):
        return None
    if any(d.value < "2000" for d in sentence.dates) or _LONG_AGO.search(sentence.text):
        return None
    if len(givers[0]) == 1 and not takers[0] and (other := context.focus.other(givers[0][0].identity)) is not None:
        takers = [other], []
    if len(givers[0]) != 1 or not takers[0] or takers[0][0].identity == givers[0][0].identity:
        return None
    if re.search(r"\b(?:no|without|any|had)\s+(?:\w+\s+){0,2}\Z", text[max(low, trigger.start - 24) : trigger.start]):
        return None
    if mode[0] == "asserted" and _GENERAL.search(text, low, trigger.start):
        return None
    draft = Draft("transfer", "training", frame.id, trigger.start, 0.7)
    for actor in (*givers[0], *givers[1]):
        draft.add("supplier", actor, sentence.index)
    for actor in (*(takers[0] if trigger.trigger.form != "noun" else takers[0][:1]), *takers[1]):
        draft.add("recipient", actor, sentence.index)
    promised = _PROMISED.search(text, low, trigger.start) is not None and mode[0] != "denied"
    stage = context.stage(sentence, trigger, "pledged" if promised else "delivered", mode)
    if promised:
        stage.modality, stage.force, stage.place = "asserted", None, None
    if stage.place in {a.label for a in context.focus.labels.values()}:
        stage.place = None
    draft.stages.append(stage)
    _people(context, sentence, low, end, draft)
    programme = deliveries.assistance(sentence)
    if programme is not None:
        draft.programme, draft.programme_sentence = (programme.label, programme.key), sentence.index
    return draft


def _people(context: Context, sentence: Sentence, low: int, end: int, draft: Draft) -> None:
    match = _COUNTED.search(context.text, low, end)
    while match is not None:
        number = match["n"].replace(",", "")
        value = float(number) if number.isdigit() else context.lexicon.numbers.get(number)
        if value:
            draft.item(" ".join(match["what"].split()), float(value), sentence.index)
            return
        match = _COUNTED.search(context.text, match.start() + 1, end)


def _services(context: Context, sentence: Sentence, trigger: TriggerMention) -> list[Actor]:
    who = context.subject(sentence, trigger.start)
    return [a for a in who.actors if a.kind == "organisation"]


def _at(
    context: Context, sentence: Sentence, low: int, high: int, preps: frozenset[str]
) -> tuple[list[Actor], list[Actor]]:
    states: dict[str, Actor] = {}
    bodies: list[Actor] = []
    for a in sentence.actors:
        if low <= a.start < high and a.prep in preps and (state := context.focus.state(a.actor)) is not None:
            states.setdefault(state.identity, state)
            bodies += [a.actor] if a.actor.kind == "organisation" and a.prep == "by" else []
    return list(states.values())[:1], bodies


def _taker(
    context: Context, sentence: Sentence, low: int, high: int, givers: list[Actor]
) -> tuple[list[Actor], list[Actor]]:
    own = {g.identity for g in givers}
    near: list[ActorMention] = [
        a for a in sentence.actors
        if low <= a.start < high and a.prep in ("", "of", "for", "to") and a.actor.kind != "grouping"
        and getattr(context.focus.state(a.actor), "identity", None) not in own
    ]  # fmt: skip
    if not near:
        return [], []
    first = context.focus.state(near[0].actor)
    if first is None:
        return [], []
    row = next((g for g in sentence.groups if near[0] in g.members and len(g.members) > 1), None)
    if row is not None and row.prep in ("", "from", "of", "for", "to"):
        states = {s.identity: s for a in row.actors if (s := context.focus.state(a)) is not None}
        listed = [s for k, s in states.items() if k not in own]
        if len(listed) > 1:
            return listed, []
    bodies = [a.actor for a in near[:2] if a.actor.kind == "organisation" and a.actor.state == first.key]
    return [first], bodies


def _agent_of(context: Context, sentence: Sentence, trigger: TriggerMention) -> Who | None:
    """Return who does what a gerund before a noun says: "A assists B by providing training to it"."""
    verbs = [c for c in context.clauses(sentence) if c.verb.end <= trigger.start]
    if not verbs or not verbs[-1].verb.gerund:
        return None
    clause = verbs[-1]
    while not clause.subject and clause.parent is not None:
        clause = clause.parent
    actors = [m.actor for p in clause.subject for m in p.own(ActorMention)]
    persons = [m for p in clause.subject for m in p.persons]
    return Who(actors, persons) if actors or persons else None


def _giver_of_noun(
    context: Context, sentence: Sentence, trigger: TriggerMention, end: int
) -> tuple[list[Actor], list[Actor]]:
    found = _at(context, sentence, trigger.end, end, frozenset({"by", "from"}))
    if found[0]:
        return found
    owner = [a for a in sentence.actors if a.possessive and 0 <= trigger.start - a.end < 40]
    if owner and (state := context.focus.state(owner[-1].actor)) is not None:
        return [state], []
    if re.search(
        r"\b(?:provid|g[ai]v|offer|conduct|deliver|pledg|promis|announc|held|hold|organi[sz]|run|r[au]n|extend|"
        r"host)\w*\s+"
        r"(?:[\w,$-]+\s+){0,6}\Z", context.text[sentence.start : trigger.start],
    ):  # fmt: skip
        who = _agent_of(context, sentence, trigger) or context.subject(sentence, trigger.start)
        return context.states_of(who), [a for a in who.actors if a.kind == "organisation"]
    return [], []
