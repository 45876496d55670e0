"""What later sentences add to an event already named: its end, who took part, who watched, who led, its next round."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, DateMention, EngagementMention, Sentence

_REACH = 4
"""Sentences without a word on the event after which it is no longer spoken of."""
_RUNS = re.compile(
    r"\b(?:go(?:es)? on|runs?|ran|lasts?|lasted|continues?|(?:will|is to|are to|is due to|is set to) "
    r"(?:run|last|go on|continue|end|conclude|close)|ends|concludes)\s+(?:from\s+[\w ]{2,20}\s+)?"
    r"(?:until|till|to|through|up to|on)\s+(?:the\s+)?\Z"
)
_STARTED = re.compile(r"\b(?:started|began|opened|kicked off|got under ?way|commenced)\s+(?:on\s+|last\s+)?\Z")
_IT = re.compile(
    r"(?:It|They|This|The|These)\b(?:\s+(?:[\w-]+\s+){0,2}?(?:exercises?|drills?|activity|activities|training|manoeuvres|"
    r"maneuvers|games|event|edition|meeting|talks|dialogue|patrols?))?\s"
)
_PART = re.compile(
    r"\b(?:(?:also |again |likewise )?(?:took|takes?|are taking|is taking|were taking|have taken) part|"
    r"(?:also )?participated|"
    r"(?:is|was|are|were) (?:also )?among (?:the )?participants|(?:is|was|are|were) (?:also )?participating)\b"
)
_WATCH = re.compile(
    r"\b(?:as observers|as (?:an )?observer|observed|observers (?:are |were |came )?from|"
    r"(?:is|was|are|were) (?:the |among the )?observers|"
    r"(?:sent|send|are sending|is sending) observers|observer (?:states|nations|countries))\b"
)
_TROOPS = re.compile(
    r"\b(?:[Tt]roops|[Pp]ersonnel|[Ss]oldiers|[Ff]orces|[Ss]hips|[Aa]ircraft|[Ss]ailors|[Mm]arines|[Pp]articipants)\b[^.;]{0,20}\Z"
)
_AS_WATCHER = re.compile(r"[^,;.]{0,20}\bas (?:an )?observers?\b")
_SINCE = re.compile(r"\bobservers?,? (?:since|until)\b")
_SENT = re.compile(r"\b(?:sent|contributed|fielded|committed|dispatched|brought|is sending|are sending|contributes?)\b")
_MEANS = re.compile(
    r"\b(?:personnel|troops|soldiers|sailors|marines|crew|ships?|warships?|frigates?|destroyers?|carriers?|submarines?|"
    r"aircraft|jets?|fighters|helicopters?|vessels?|units?|(?:[A-Z]{2,4}|HMAS|ROKS|USS|JS|INS) [A-Z][a-z]+)\b"
)
_NOT_YET = re.compile(
    r"\b(?:not|never|may|might|could|would|will|expected|invited|hopes?|likely|if|refused|declined|should)\b"
)
_CEREMONY = re.compile(
    r"\b(?:also )?(?:spoke|were present|was present|attended|presided|delivered (?:remarks|speeches)|officiated)"
    r"(?: (?:at|over|during))? (?:the|its) (?:\w+ )?"
    r"(?:ceremony|opening|exercises?|drills?|event|meeting|dialogue|talks)\b"
)
_DIRECTOR = re.compile(r"\bexercise (?:co-?)?directors?\b")
_LED = re.compile(
    r"\b(?:led|headed|chaired|represented) (?:the |its |their |his |her )?"
    r"(?:other|[\w ]{0,30}(?:delegations?|side|team)\b)"
)
_NEXT = re.compile(
    r"\b[Tt]he next (?:\w+ )?(?:round|meeting|session|edition|dialogue|talks|summit|exercise)\b[^.;]{0,40}?\b"
    r"(?:is|are|will be|to be|was)\b"
)
_STANDING = frozenset({"exercise", "patrol", "training"})
_TALKS = frozenset({"summit", "ministerial", "dialogue"})


@dataclass(slots=True)
class _Thread:
    draft: Draft
    last: int
    ended: bool
    core: list[Actor]


class Occasions:
    """Follows the event that a text is about from sentence to sentence."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self._thread: _Thread | None = None
        self.pending: Draft | None = None

    def complete(self) -> list[Draft]:
        """Return the named event that waited for its participants, once they are known."""
        draft = self.pending
        if draft is None or not draft.keys("participant", "host"):
            return []
        self.pending = None
        if self._thread is not None and self._thread.draft is draft:
            self._thread.core = [a for a in draft.actors("participant", "host") if a.kind == "state"]
        return [draft]

    def opened(self, draft: Draft, sentence: Sentence, *, ended: bool = False, pending: bool = False) -> None:
        """Take a new event as the one spoken of, unless it is a nameless part of the one that is."""
        thread = self._thread
        near = thread is not None and sentence.index - thread.last <= _REACH
        if near and thread is not None and thread.draft.name and not draft.name and draft.type == thread.draft.type:
            thread.last = sentence.index
            return
        if pending:
            if not near:
                self._thread, self.pending = _Thread(draft, sentence.index, ended, []), draft
            return
        if draft.type in _STANDING | _TALKS and draft.actors("participant", "host"):
            core = [a for a in draft.actors("participant", "host") if a.kind == "state"]
            if len(core) > 1:
                self.context.gathered = (sentence.index, core)
            self._thread = _Thread(draft, sentence.index, ended, core)

    def core(self, sentence: Sentence) -> list[Actor]:
        """Return the states of the exercise spoken of, for a part of it that names none."""
        thread = self._thread
        if thread is None or sentence.index - thread.last > _REACH or thread.draft.type not in _STANDING:
            return []
        return thread.core

    def states(self, sentence: Sentence, size: int) -> list[Actor]:
        """Return the states of the event spoken of where there are `size` of them."""
        thread = self._thread
        if thread is None or sentence.index - thread.last > 2 * _REACH:
            return []
        return thread.core if len(thread.core) == size else []

    def follow(self, sentence: Sentence) -> Draft | None:
        """Read what one sentence adds; return the next event of a series where the sentence plans one."""
        thread = self._thread
        if thread is None or sentence.index - thread.last > _REACH:
            return None
        if any(m.name and self._another(m, thread.draft) for m in sentence.engagements):
            return None
        if thread.draft.type in _TALKS:
            return self._talks(sentence, thread)
        own = sentence.index == thread.last
        hits = [self._dates(sentence, thread, own=own)]
        if own and thread.draft is self.pending:
            hits.append(self._joined(sentence, thread))
        if not own:
            hits += [self._joined(sentence, thread), self._sent(sentence, thread), self._persons(sentence, thread)]
        hits.append(self._watched(sentence, thread))
        if any(hits):
            thread.last = sentence.index
        return None

    def _another(self, mention: EngagementMention, draft: Draft) -> bool:
        """Whether a named event is not the one spoken of: another series, or another year of it."""
        year = re.search(r"\d{4}", draft.name or "")
        return mention.series != draft.series or bool(mention.year and year and mention.year != year.group())

    def _dates(self, sentence: Sentence, thread: _Thread, *, own: bool) -> bool:
        stage = thread.draft.stages[-1]
        found = False
        subject = own or _IT.match(sentence.text) or any(m.series == thread.draft.series for m in sentence.engagements)
        for date in sentence.dates if subject else ():
            left = self.text[max(sentence.start, date.start - 60) : date.start]
            if stage.date and _RUNS.search(left) and date.value[:4]:
                end = self._after(date, stage.date)
                if stage.end_date is None and len(end) == len(stage.date) and end >= stage.date:
                    stage.end_date, found = end, True
                    stage.sentences.append(sentence.index)
            elif thread.ended and stage.date and date.value < stage.date and _STARTED.search(left) and not own:
                stage.date, stage.end_date, found = date.value, stage.date, True
                stage.place = stage.place or self.context.place(sentence, date.end)
                stage.sentences.append(sentence.index)
        return found

    def _after(self, date: DateMention, start: str) -> str:
        """Return an end read without a year as the first such day after the start."""
        given = re.search(r"\d{4}", self.text[date.start : date.end])
        if date.value >= start or given or len(date.value) < 7:
            return date.value
        return f"{int(date.value[:4]) + 1}{date.value[4:]}"

    def _joined(self, sentence: Sentence, thread: _Thread) -> bool:
        found = False
        for match in _PART.finditer(self.text, sentence.start, sentence.end):
            left = [g for g in sentence.groups if g.end <= match.start() and match.start() - g.end < 40]
            if _NOT_YET.search(self.text, sentence.start, match.start()) or not left:
                continue
            troops = left[-1].prep == "from" and _TROOPS.search(self.text[sentence.start : left[-1].start])
            if left[-1].prep and not troops:
                continue
            if any(m.adjective for m in left[-1].members) or _AS_WATCHER.match(self.text, match.end()):
                continue
            found |= self._add("participant", left[-1].actors, sentence, thread)
        return found

    def _add(self, role: str, actors: list[Actor], sentence: Sentence, thread: _Thread) -> bool:
        have = thread.draft.keys("participant", "host", "observer")
        added = False
        for actor in actors:
            state = self.context.focus.state(actor)
            for a in (state, actor if actor.kind == "organisation" and role == "participant" else None):
                if a is not None and a.identity not in have:
                    thread.draft.add(role, a, sentence.index)
                    added = True
        return added

    def _sent(self, sentence: Sentence, thread: _Thread) -> bool:
        match = _SENT.search(self.text, sentence.start, sentence.end)
        if match is None or _NOT_YET.search(self.text, sentence.start, match.start()):
            return False
        if not _MEANS.search(self.text, match.end(), min(sentence.end, match.end() + 90)):
            return False
        actors = [a for a in sentence.actors if a.end <= match.start() and not a.prep and not a.adjective]
        if not actors or _WATCH.search(self.text, match.end(), sentence.end):
            return False
        semi = [
            a for a in sentence.actors
            if a.start > match.end() and a.actor.kind == "organisation"
            and re.search(r"; (?:and )?(?:the )?\Z", self.text[match.end() : a.start])
            and self.text[a.end : a.end + 1] == ","
        ]  # fmt: skip
        known = thread.draft.keys("participant", "host")
        fits = [
            a.actor
            for a in (*actors[-2:], *semi)
            if thread.draft.name or ((s := self.context.focus.state(a.actor)) is not None and s.identity in known)
        ]
        return self._add("participant", fits, sentence, thread)

    def _persons(self, sentence: Sentence, thread: _Thread) -> bool:
        match = _CEREMONY.search(self.text, sentence.start, sentence.end)
        persons = [p for p in sentence.persons if match and p.end <= match.start()]
        if _DIRECTOR.search(sentence.text):
            persons += sentence.persons
            orgs = [p.organisation for p in sentence.persons if p.organisation]
            self._add("participant", orgs, sentence, thread)
        if match and match.end() and _NOT_YET.search(self.text, sentence.start, match.start()):
            return False
        self.context.persons_to(thread.draft, "participant", persons, sentence)
        return bool(persons)

    def _watched(self, sentence: Sentence, thread: _Thread) -> bool:
        match = _WATCH.search(self.text, sentence.start, sentence.end)
        if match is None or _SINCE.search(sentence.text) or _NOT_YET.search(sentence.text):
            return False
        if thread.last == sentence.index or match.group().endswith("from"):
            low = match.start() if match.group().endswith("from") else sentence.end
            groups = [g for g in sentence.groups if g.start >= low][:1]
            if match.group().endswith("observers") and not groups:
                groups = [g for g in sentence.groups if 0 <= match.start() - g.end < 3 and not g.prep]
        elif re.search(r"\bamong (?:them|these)\b|\bincluding\b|\bothers?\b", sentence.text):
            groups = sentence.groups
        else:
            groups = [g for g in sentence.groups if g.end <= match.start() and not g.prep][-1:]
        return self._add("observer", [a for g in groups for a in g.actors], sentence, thread)

    def _talks(self, sentence: Sentence, thread: _Thread) -> Draft | None:
        for match in _LED.finditer(self.text, sentence.start, sentence.end):
            near = [p for p in sentence.persons if p.end <= match.start() and match.start() - p.end < 110]
            known = {a.identity for a in thread.core}
            fits = [p for p in near[-1:] if (s := self.context.person_state(p)) is None or s.identity in known]
            self.context.persons_to(thread.draft, "participant", fits, sentence)
            thread.last = sentence.index
        ahead = _NEXT.search(self.text, sentence.start, sentence.end)
        dates = [d for d in sentence.dates if ahead and d.start > ahead.start() and not d.reporting]
        if ahead is None or not dates or sentence.index == thread.last:
            return None
        old = thread.draft
        draft = Draft("engagement", old.type, "engagement-next", ahead.start(), 0.7)
        draft.name, draft.name_sentence, draft.series = old.name, old.name_sentence, old.series
        for actor in thread.core:
            draft.add("participant", actor, sentence.index)
        place = self.context.place(sentence, ahead.end())
        draft.stages.append(StageDraft("planned", "planned", [sentence.index], dates[0].value, place=place))
        thread.last = sentence.index
        return draft
