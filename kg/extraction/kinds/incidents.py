"""Incidents: hostile or coercive acts, as stated, alleged, denied or threatened, by verb and by noun."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.attribution import claimant
from kg.extraction.drafts import Draft
from kg.extraction.kinds import bodies, clashes
from kg.extraction.kinds.acts import act
from kg.extraction.kinds.sayings import ahead, line_date
from kg.extraction.kinds.scenes import HARD, Around, fits

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Sentence, TriggerMention

_ARMED = re.compile(r"\b(?:missiles?|bomb\w*|shell\w*|torpedo\w*|artillery|rockets?|gunfire|air ?strikes?|shots?)\b")
_ACCOUNT = 6
"""Sentences over which an account of one clash goes on without naming its day again."""
_WHOLE_DAY = 10
_UNREAL = re.compile(
    r"\b(?:if|unless|in case|in the event|should|would|will|shall|can|must|how to|able to|ability to|"
    r"designed to|used to|capable of|deter\w*|prevent\w*|respond to|any)\b[^,;]{0,40}\Z"
)
_MEANT = re.compile(
    r"\b(?:out|tried|tries|attempted|attempts|threatened|threatens|trying|seeking|sought|intended|"
    r"meant|vowed) to (?:\w+ly )?\Z"
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied)|refut(?:es|ed)|reject(?:s|ed)?|dismiss(?:es|ed)?|untrue|false)\b"
    r"(?! the account,)[^;]{0,150}\Z"
)


_ACCUSES = re.compile(r"\b(?:and|but|while|instead) (?:\w+ )?(?:accus|blam|charg|said|claim|insist)\w*\b")
"""What a denial does not reach: "denied it and accused B of ramming"."""
_INTRUDERS = re.compile(
    r"\b(?:cyber\w*|hack\w*|malware|ransomware|espionage group|state-sponsored actors?|threat actors?|APT ?\d+)\b",
    re.IGNORECASE,
)


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
    bumped = {d.offset for d in out if d.type == "confrontation"}
    out = [d for d in out if d.type != "attack" or d.offset not in bumped or _ARMED.search(sentence.text)]
    out += clashes.nouns(context, sentence, {at for _, at in done})
    struck = {k for d in out if d.type == "attack" for k in d.keys("initiator")}
    # rockets fired into B are no test
    out = [d for d in out if d.type != "missile-test" or not struck & d.keys("initiator")]
    for draft in out:
        _settle(context, sentence, draft)
    return out


def _settle(context: Context, sentence: Sentence, draft: Draft) -> None:
    """Give an act without a day or a place those of its sentence's head, or of the last one between the same states."""
    stage = draft.stages[0]
    if stage.date is not None and stage.modality == "asserted" and ahead(context, stage.date):
        stage.date = None
    labels = {p.actor.label for p in draft.participants}
    if stage.place and (stage.place in labels or bodies.words().prefix.match(f"{stage.place} X")):
        stage.place = None
    if stage.date is None and stage.modality in ("asserted", "denied"):
        stage.date = line_date(context, sentence)
    known: dict[frozenset[str], tuple[int, str | None, str | None]] = context.__dict__.setdefault("incident_days", {})
    doers = frozenset(k for k in draft.keys("initiator") if "-" not in k)
    every = doers | {k for k in draft.keys("target") if "-" not in k}
    found = known.get(every) or known.get(doers)
    if found and sentence.index - found[0] <= _ACCOUNT:
        if stage.date is None and stage.modality != "possible":
            stage.date = found[1]
        stage.place = stage.place or found[2]
    if stage.date is not None and len(stage.date) == _WHOLE_DAY and stage.modality == "asserted":
        known[every] = known[doers] = (sentence.index, stage.date, stage.place)


def _read(context: Context, sentence: Sentence, trigger: TriggerMention) -> Draft | None:
    frame, form, text = trigger.trigger.frame, trigger.trigger.form, context.text
    behind = text[trigger.end : min(sentence.end, trigger.end + 150)]
    left = text[max(sentence.start, trigger.start - 70) : trigger.start]
    around = Around(text[trigger.start : trigger.end].lower(), behind, left, sentence.text, *_named(context, sentence))
    if form == "noun" or _UNREAL.search(left.lower()) or not fits(frame.shape, around):
        return None
    deed = act(context, sentence, trigger)
    if deed is None or not (deed.initiators or (frame.shape == "held" and deed.prey)):
        return None
    own = {a.identity for a in deed.initiators}
    kind = frame.type or "other"
    if kind == "attack" and _INTRUDERS.search(sentence.text) and not _ARMED.search(sentence.text):
        kind = "cyberattack"
    if not deed.prey and not deed.mutual and kind not in ("missile-test", "incursion"):
        return None
    if kind == "incursion" and not deed.prey and not HARD.search(behind):
        return None
    mode = context.modality(sentence, trigger)
    if form == "base" and _MEANT.search(left):
        mode = ("asserted", None)
    denied = _DENIED.search(text[sentence.start : trigger.start]) if mode[0] == "asserted" else None
    if denied and not _ACCUSES.search(denied.group()):
        mode = ("denied", None)
    if mode[0] == "planned" or (mode[0] == "possible" and mode[1] == "conditional"):
        return None
    if mode[0] == "possible" and not (
        deed.prey.states and re.search(r"\b(?:may|might|could) have\b|\bpossibl[ey]\b", left)
    ):
        return None
    name = frame.stage or "occurred"
    if form == "base" and _MEANT.search(left):
        name, mode = "threatened", ("possible" if re.search(r"\b(?:may|might|could)\b", left) else "asserted", None)
    draft = Draft("incident", kind, frame.id, trigger.start, 0.7)
    for actor in deed.initiators[:6]:
        draft.add("initiator", actor, sentence.index)
    if kind != "missile-test":
        deed.prey.add_to(draft, sentence, own)
    draft.attribution = deed.claimant or claimant(context, sentence, trigger)
    stage = context.stage(sentence, trigger, name, mode)
    draft.stages.append(stage)
    return draft


def _named(context: Context, sentence: Sentence) -> tuple[bool, bool, bool]:
    """Return whether a sentence names a people, a ship by its prefix, an exercise by its name."""
    ship = bodies.words().prefix.search(context.text, sentence.start, sentence.end)
    return any(a.adjective for a in sentence.actors), ship is not None, any(e.name for e in sentence.engagements)
