"""Where a journey goes, who makes it, and how long it lasts."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from kg.extraction.clause import Who
from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Actor, DateMention, PersonMention, Sentence

_UNTIL = re.compile(
    r"\b(?:until|till|through|to last until|lasts? until|stays? until|continues (?:till|until|to)|ends? "
    r"on|to end on|and (?:stays|remains) until)\s+(?:the\s+)?\Z"
)
_SINCE = re.compile(r"\bsince\s+\Z")
_PREP = re.compile(
    r"(?:,? ?(?:official |state |working |two-day |the |a |an |his |her |their |capital |neighbou?ring |"
    r"city of |Republic of |Kingdom of )*){0,3}"
)
_CAPITAL = re.compile(r"\s?(?:the )(?:[A-Z]\w+ |national )?capital\b|\s?(?:here|this city)\b")


class Travels:
    """What visits by verb and visits by noun share."""

    def __init__(self, context: Context, sides: Sides, clock: Clock) -> None:
        self.context, self.text, self.sides, self.clock = context, context.text, sides, clock

    def _host(self, sentence: Sentence, at: int) -> tuple[Actor | None, str | None]:
        """Return the state gone to, and the city named for it."""
        capital = _CAPITAL.match(self.text, at, sentence.end)
        if capital:
            named = [a for a in sentence.actors if at <= a.start < capital.end()]
            state = (
                self.context.focus.state(named[0].actor)
                if named
                else self.context.focus.by_key(self.clock.place_state or "")
            )
            return state, (self.clock.place if not named else None)
        for a in sentence.actors:
            if (
                a.start < at
                or a.actor.kind not in ("state", "organisation")
                or (a.adjective and not re.match(r" [A-Z]", self.text[a.end : a.end + 2]))
            ):
                continue
            gap = self.text[at : a.start]
            if a.start - at > 45 or (
                a.start > at
                and not _PREP.fullmatch(gap)
                and not re.fullmatch(r"\s?(?:[\w’'-]+[, ]+){0,4}(?:in |to )?", gap)
            ):
                break
            state = self.context.focus.state(a.actor)
            if state is None:
                return None, None
            return state, (self.text[a.start : a.end] if a.name_kind == "capital" else None)
        return None, None

    def _spoken_of(self, sentence: Sentence, but: set[str]) -> Actor | None:
        """Return the state last named before a sentence's end that is none of these."""
        for index in range(sentence.index, max(-1, sentence.index - 4), -1):
            for a in reversed(self.context.reading.sentences[index].actors):
                state = self.context.focus.state(a.actor)
                if state is not None and state.identity not in but:
                    return state
        return None

    def _home(self, who: Who) -> tuple[Actor | None, str | None]:
        """Return where one arrives who "arrives on Friday": where the text was written, else the other main state."""
        guests = self.context.states_of(who)
        state = self.context.focus.by_key(self.clock.place_state or "")
        if state is not None and state.identity not in {g.identity for g in guests}:
            return state, None
        return (self.context.focus.other(guests[0].identity) if len(guests) == 1 else None), None

    def _other(self, host: Actor) -> list[Actor]:
        """Return the main state of the text that is not the host, for a guest whose state the text leaves open."""
        main = self.context.focus.main
        if len(main) == 2 and host.identity in {m.identity for m in main}:
            return [m for m in main if m.identity != host.identity]
        return []

    def _fill(
        self, draft: Draft, sentence: Sentence, host: Actor, guests: list[Actor], persons: list[PersonMention]
    ) -> None:
        draft.add("host", host, sentence.index)
        for guest in guests:
            draft.add("visitor", guest, sentence.index)
        self.context.persons_to(draft, "visitor", persons, sentence)
        for p in persons:
            state = self.context.person_state(p)
            if state is not None and state.identity != host.identity:
                draft.add("visitor", state, sentence.index)

    def _course(self, sentence: Sentence, stage: StageDraft, date: DateMention | None, *, now: bool) -> None:
        """Settle whether a visit is over, under way or to come, and its days."""
        text, clock = self.text, self.clock
        if stage.modality == "denied":
            stage.stage = "held"
            return
        for d in sentence.dates:
            before = text[max(sentence.start, d.start - 30) : d.start]
            if _UNTIL.search(before):
                stage.end_date = d.value
                if (
                    clock.behind(d.value)
                    and not stage.date
                    and re.search(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\Z", text[d.start : d.end])
                ):
                    stage.end_date = str(dt.date.fromisoformat(d.value) + dt.timedelta(days=7))
                if stage.date and stage.date > d.value and not re.search(r"\d{4}", text[d.start : d.end]):
                    stage.end_date = f"{int(d.value[:4]) + 1}{d.value[4:]}"
                if stage.date == d.value:
                    stage.date = None
            elif _SINCE.search(before):
                stage.date = d.value
                now = True
        if stage.date and clock.ahead(stage.date):
            stage.stage, stage.modality = "planned", "planned" if stage.modality == "asserted" else stage.modality
        elif stage.stage == "held" and stage.modality == "asserted":
            last = stage.end_date or clock.last_day(sentence, stage.date)
            stage.end_date = stage.end_date or last
            if (
                (now and not clock.behind(stage.date))
                or (stage.end_date and not clock.behind(stage.end_date))
                or (now and stage.end_date is None and not stage.date)
            ):
                stage.stage = "started"
        elif stage.stage == "planned" and clock.behind(stage.date):
            stage.date = stage.end_date = None
        if stage.stage == "planned" and stage.date and not stage.end_date:
            stage.end_date = clock.last_day(sentence, stage.date)
