"""The record of a position: who takes it, alone or jointly, on whom, and on which day it was said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds import occasion

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.kinds.subjects import Voice
    from kg.extraction.mentions import Actor, DateMention, PersonMention, Sentence

_OTHER_EVENT = re.compile(
    r"\b(?:that|of|which|who|signed|between|since|after|before|when|during|held|launch\w*|conducted|staged|made)\b"
)
_FEW = re.compile(r"\b(?:each|separately|individually|all (?:two|three|four|five)|in separate)\b", re.IGNORECASE)


def record(
    context: Context, sentence: Sentence, kind: str, rule: str, at: int, voice: Voice, targets: list[Actor],
    *, confidence: float = 0.7,
) -> list[Draft]:  # fmt: skip
    """Return the drafts of one position: one for a joint voice, one each where the text tells the speakers apart."""
    own = voice.keys
    aimed = [t for t in targets if t.identity not in own and t.state not in own][:4]
    if not aimed:
        return []
    apart_ = len(voice.states) > 1 and bool(_FEW.search(sentence.text))
    day = _day(context, sentence, at, voice)
    if day is not None and ahead(context, day.value):
        day = None
    said = day.value if day else occasion.day(context, sentence, at, voice)
    out = []
    for states in [[s] for s in voice.states] if apart_ else [voice.states]:
        draft = Draft("stance", kind, rule, at, confidence)
        keys = {s.identity for s in states}
        for state in states[:8]:
            draft.add("actor", state, sentence.index)
        for other in voice.others:
            if not apart_ or other.state in keys:
                draft.add("actor", other, sentence.index)
        for p in voice.persons:
            _person(context, draft, p, states, sentence, apart_)
        for target in aimed:
            draft.add("target", target, sentence.index)
        draft.stages.append(StageDraft("stated", "asserted", [sentence.index], said))
        out.append(draft)
    return out


def ahead(context: Context, value: str) -> bool:
    """Whether a date lies after the day of publication, so that nothing said or done can have it."""
    published = context.reading.document.published
    return bool(published) and value[: len(str(published))] > str(published)[: len(value)]


def line_date(context: Context, sentence: Sentence) -> str | None:
    """Return the day that opens a sentence, or stands as a line of its own before it ("8 July.")."""
    if len(sentence.dates) == 1 and not sentence.dates[0].reporting and sentence.dates[0].start - sentence.start < 30:
        return sentence.dates[0].value
    if sentence.index:
        previous = context.reading.sentences[sentence.index - 1]
        if previous.block == sentence.block and len(previous.text) < 16 and previous.dates:
            return previous.dates[0].value
    return None


def _day(context: Context, sentence: Sentence, at: int, voice: Voice) -> DateMention | None:
    """Return the day on which it was said: beside the verb, at the head of the sentence, or a verb of saying's."""
    for date in sentence.dates:
        if date.reporting:
            return date
        left = context.text[max(sentence.start, date.start - 24) : date.start]
        opening = date.start - sentence.start < 26 and date.end <= max(at, voice.start)
        between = voice.end <= date.start < at and date.end <= at and at - date.end < 30
        near = 0 <= date.start - at < 60 and (date.relative or re.search(r"\b(?:on|late|early|earlier) \Z", left))
        close = near and not _OTHER_EVENT.search(context.text, at, date.start)
        if opening or between or close:
            return date
    return None


def _person(
    context: Context, draft: Draft, p: PersonMention, states: list[Actor], sentence: Sentence, one: bool
) -> None:
    """Add a person as actor with the state (or body) that they speak for."""
    if p.person is None:
        return
    state = context.person_state(p) or (states[0] if len(states) == 1 else None)
    if one and (state is None or state.identity != states[0].identity):
        return
    key = state.key if state else next((a.key for a in draft.actors("actor") if a.kind == "grouping"), None)
    draft.add("actor", p.person.actor, sentence.index, office=p.office, rank=p.rank, for_=key)
