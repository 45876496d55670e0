"""Status that a text gives away from the verb and its object: pronouns, talks, chronologies, ceremonies, lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.clause import Who
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds import status_words as said
from kg.extraction.kinds.ceremonies import by_office
from kg.extraction.kinds.contents import sides_of
from kg.extraction.kinds.notes import NotesReader
from kg.extraction.kinds.signers import add_persons

if TYPE_CHECKING:
    from kg.extraction.discourse import Instrument
    from kg.extraction.mentions import Actor, InstrumentMention, Sentence, TriggerMention


class StatusReader(NotesReader):
    """What :class:`AgreementReader` does beyond a verb with its instrument."""

    # -- notes on the entry into force ---------------------------------------------------------------------------------
    def notes_exchanged(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Read "notes on the entry into force of X were exchanged": the last consent, and not yet in force."""
        opening = self.text[sentence.start : trigger.start]
        if not said.NOTES.search(opening) and not said.NOTES.search(sentence.text):
            return False
        exchanged = said.EXCHANGED.search(sentence.text)
        if exchanged is None or not said.FORCE.search(sentence.text):
            return False
        at = sentence.start + exchanged.start()
        chosen = [
            m for m in sentence.instruments if m.head.form != "exchange-of-notes" and m.start > trigger.start - 60
        ]
        if not chosen or said.UNSURE.search(sentence.text):
            return True
        mention = chosen[0]
        sides = sides_of(self.context, mention)
        known = self._instrument(sentence, mention, sides, trigger.trigger.frame.id)
        if known is not None:
            date = self.context.date(sentence, at)
            place = self._town(sentence, at)
            known.draft.stage(
                StageDraft(
                    "ratified", "asserted", [sentence.index], date.value if date else None, None, place,
                    step="notes-exchanged",
                )
            )  # fmt: skip
            known.last = sentence.index
        return True

    def _town(self, sentence: Sentence, at: int) -> str | None:
        """Return the place around a verb; a town rather than the office in it."""
        places = [p for p in sentence.places if abs(p.start - at) < 120 and not said.BUILDING.match(p.label)]
        return places[0].label if places else self.context.place(sentence, at)

    def due(self, sentence: Sentence) -> None:
        """Read "the legislatures must first give their approval", "parliament has yet to approve it"."""
        if said.DUE.search(sentence.text) is None and said.SOUGHT.search(sentence.text) is None:
            return
        known = self.instruments.recent(sentence, reach=2)
        if known is None or known.draft.type == "joint-declaration":
            return
        held = {(s.stage, s.modality) for s in known.draft.stages}
        if not any(stage == "ratified" for stage, _ in held) and ("in-force", "asserted") not in held:
            known.draft.stage(StageDraft("ratified", "planned", [sentence.index]))

    def promised(self, sentence: Sentence) -> None:
        """Read "It fulfils a commitment that A and B made in C in D" of the instrument in focus."""
        match = said.PROMISE.match(sentence.text)
        known = self.instruments.recent(sentence, reach=2) if match else None
        if match is None or known is None or any(s.stage == "proposed" for s in known.draft.stages):
            return
        at = sentence.start + match.end()
        dates = [d for d in sentence.dates if d.start >= at and not d.reporting]
        if not dates or not re.search(r"\b(?:made|gave|given|announced|entered into)\b", sentence.text[match.end() :]):
            return
        places = [p for p in sentence.places if p.start >= at]
        place = places[0].label if places else None
        known.draft.stage(StageDraft("proposed", "asserted", [sentence.index], dates[0].value, place=place))

    def drafts_waiting(self, sentence: Sentence) -> None:
        """Read "of which drafts have been on the table since D" of the instruments of the sentence."""
        match = said.TABLE.search(sentence.text)
        if match is None:
            return
        at = sentence.start + match.end()
        dates = [d for d in sentence.dates if 0 <= d.start - at < 16]
        for known in self.instruments.known[-8:]:
            if known.last == sentence.index and not known.draft.stages:
                value = dates[0].value if dates else None
                known.draft.stage(StageDraft("proposed", "asserted", [sentence.index], value))

    # -- talks ---------------------------------------------------------------------------------------------------------
    def talks(self, sentence: Sentence) -> None:
        """Read "talks on the text opened in January and were wrapped up on 7 March" of the instrument in focus."""
        ended = said.ON_WHICH.search(sentence.text)
        last = self.instruments.recent(sentence, reach=0) if ended else None
        if last is not None and not any(s.stage == "concluded" for s in last.draft.stages):
            last.draft.stage(StageDraft("concluded", "asserted", [sentence.index]))
            return
        self._in_principle(sentence)
        match = said.TALKS.search(sentence.text)
        own = [m for m in sentence.instruments if match and m.start >= sentence.start + match.end() + 2]
        if match is None or (own and not any(own[0].start < sentence.start + match.end() for _ in own)):
            return
        if said.UNSURE.search(sentence.text, max(0, match.start() - 40)):
            return
        known = self.instruments.recent(sentence, reach=8)
        if known is None:
            return
        others = {s.identity for s in self.context.focus.states_in(sentence)} - known.draft.keys("party")
        if others and len(self.instruments.known) > 1:
            return
        for pattern, stage in ((said.OPENED, "negotiating"), (said.CLOSED, "concluded")):
            verb = pattern.search(sentence.text, match.end())
            if verb is None or verb.start() - match.end() > 90:
                continue
            if any(s.stage == stage and s.date for s in known.draft.stages):
                continue
            limit = said.CLOSED.search(sentence.text, match.end()) if stage == "negotiating" else None
            high = sentence.start + limit.start() if limit else sentence.end
            at = sentence.start + verb.start()
            dates = [d for d in sentence.dates if at <= d.start < min(high, at + 50) and not d.reporting]
            known.draft.stage(StageDraft(stage, "asserted", [sentence.index], dates[0].value if dates else None))

    def _in_principle(self, sentence: Sentence) -> None:
        """Read "agreement in principle was reached in December" of the instrument in focus."""
        match = said.IN_PRINCIPLE.search(sentence.text)
        known = self.instruments.recent(sentence, reach=4) if match else None
        if match is None or known is None or said.UNSURE.search(sentence.text, max(0, match.start() - 40), match.end()):
            return
        at = sentence.start + match.end()
        dates = [d for d in sentence.dates if 0 <= d.start - at < 40]
        known.draft.stage(StageDraft("concluded", "asserted", [sentence.index], dates[0].value if dates else None))

    def ongoing(self, sentence: Sentence) -> None:
        """Read "talks with B continue" after an agreement of that kind: the speaker's state negotiates one with B."""
        match = said.ONGOING.search(sentence.text)
        known = self.instruments.recent(sentence, reach=12) if match else None
        if match is None or known is None or known.draft.type in (None, "other", "defence-cooperation"):
            return
        low, high = sentence.start + match.start("who"), sentence.start + match.end("who")
        others = self.context.focus.states_in(sentence, low=low, high=high)
        ours = self._speaker(sentence, low)
        if len(others) != 1 or ours is None or ours.identity not in known.draft.keys("party"):
            return
        if others[0].identity in known.draft.keys("party"):
            return
        done = match.group("done") and not match.group("done").startswith(("beg", "start", "open"))
        stage = StageDraft("concluded" if done else "negotiating", "asserted", [sentence.index])
        self._other(sentence, known, [ours, others[0]], stage, low)

    def _speaker(self, sentence: Sentence, but: int) -> Actor | None:
        """Return the state of who says a sentence, or said the one before it in the paragraph."""
        for index in (sentence.index, sentence.index - 1):
            if index < 0:
                break
            near = self.context.reading.sentences[index]
            if near.block != sentence.block:
                break
            found: dict[str, Actor] = {}
            for p in near.persons:
                if (state := self.context.person_state(p)) is not None:
                    found[state.identity] = state
            for a in near.actors:
                if a.actor.kind == "organisation" and (state := self.context.focus.state(a.actor)) is not None:
                    found[state.identity] = state
            if len(found) == 1:
                return next(iter(found.values()))
        return None

    def _other(
        self, sentence: Sentence, model: Instrument, parties: list[Actor], stage: StageDraft, offset: int
    ) -> None:
        """Add an agreement of the kind of another, between other parties."""
        wanted = {p.identity for p in parties}
        same = next(
            (
                k
                for k in self.instruments.known[-40:]
                if k.draft.type == model.draft.type and k.draft.keys("party") == wanted
            ),
            None,
        )
        if same is not None:
            if not same.draft.stages:
                same.draft.stage(stage)
            return
        draft = Draft("agreement", model.draft.type, "agreement-similar", offset, 0.7)
        for party in parties:
            draft.add("party", party, sentence.index)
        draft.stage(stage)
        self.remember(draft, sentence)

    # -- lists ---------------------------------------------------------------------------------------------------------
    def dated_list(self, sentence: Sentence, mention: InstrumentMention) -> bool:
        """Read "deals with A (1998), B (2007) and C (2024)": an agreement of the kind in focus with each."""
        if not mention.plural or " with " not in self.text[mention.end : mention.end + 40]:
            return False
        at = self.text.index(" with ", mention.end) + 6
        model = self.instruments.recent(sentence, reach=6)
        kind = mention.type if mention.type not in (None, "procurement") else None
        kind = kind or (model.draft.type if model else None)
        if kind in (None, "other", "joint-declaration", "security-assistance"):
            return False
        listed: list[tuple[Actor, str]] = []
        states = [a for a in sentence.actors if a.actor.kind == "state" and a.start >= at]
        for a in states[:8]:
            opening = self.text[at : a.start]
            if opening not in ("", "the "):
                break
            match = said.YEARS.match(self.text, a.end, sentence.end)
            if match is None:
                break
            year = match.group("year")
            if year is None:
                break
            listed.append((a.actor, year))
            at = match.end()
            rest = match.group("rest")
            if " in " in rest and len(states) > len(listed):
                day = [d for d in sentence.dates if match.start("rest") <= d.start < match.end("rest")]
                following = states[len(listed)]
                if len(day) == 1 and self.text[at : following.start] in ("", "the "):
                    listed.append((following.actor, day[0].value))
                break
        ours = self._ours(sentence, mention, model)
        if len(listed) < 2 or ours is None:
            return False
        for actor, date in listed:
            other = self.context.focus.state(actor)
            if other is None or other.identity == ours.identity:
                continue
            draft = Draft("agreement", kind, "agreement-listed", mention.start, 0.75)
            draft.add("party", ours, sentence.index)
            draft.add("party", other, sentence.index)
            draft.stage(StageDraft("signed", "asserted", [sentence.index], date))
            self.remember(draft, sentence)
        return True

    def _ours(self, sentence: Sentence, mention: InstrumentMention, model: Instrument | None) -> Actor | None:
        low = sentence.start
        before = self.context.focus.states_in(sentence, low=low, high=mention.start)
        if len(before) == 1 and (model is None or before[0].identity in model.draft.keys("party")):
            return before[0]
        return None

    # -- ceremonies ----------------------------------------------------------------------------------------------------
    def ceremony(self, sentence: Sentence) -> None:
        """Read who watched the signing told of in the sentences before, in the same paragraph."""
        seen, present = said.SEEN.search(sentence.text), said.PRESENT.search(sentence.text)
        match = seen or present
        if (
            match is None
            or not sentence.persons
            or any(m.end < sentence.start + match.start() for m in sentence.instruments)
        ):
            return
        known = self.signed_before(sentence)
        if known is None:
            return
        at = sentence.start + match.start()
        who = self.context.subject(sentence, at, low=sentence.start)
        add_persons(self.context, known, "witness", who.persons, sentence)

    def signed_before(self, sentence: Sentence) -> Instrument | None:
        """Return the one instrument that the sentences before, in the same paragraph, say was signed."""
        sentences = self.context.reading.sentences
        low, block = sentence.index - 3, sentence.block - 1
        found = [
            k
            for k in self.instruments.known[-8:]
            for s in k.draft.stages
            if s.stage == "signed" and s.modality == "asserted"
            and any(low <= i < sentence.index and sentences[i].block >= block for i in s.sentences)
        ]  # fmt: skip
        return found[-1] if len({id(k) for k in found}) == 1 else None

    def signs(self, sentence: Sentence, who: Who) -> bool:
        """Read "C signed for his country", "D put his name to the papers" after a signing: one more signatory."""
        known = self.signed_before(sentence)
        if known is None or not who.persons:
            return False
        add_persons(self.context, known, "signatory", who.persons, sentence)
        known.last = sentence.index
        return True

    # -- title and chronology ------------------------------------------------------------------------------------------
    def title(self, sentence: Sentence) -> None:
        """Remember the one instrument of a title with both its parties: what an undated "in force since" speaks of."""
        named = [
            m for m in sentence.instruments if len(m.parties) == 2 and not m.plural and not m.indefinite and m.type
        ]
        only = sentence.instruments[0] if len(sentence.instruments) == 1 else None
        here = self.context.focus.states_in(sentence)
        if not named and only is not None and only.name and only.type != "joint-declaration" and len(here) == 2:
            only.parties, named = here, [only]
        if sentence.index > 3 or len(sentence.instruments) != 1 or not named or sentence.triggers.get("agreement"):
            return
        known = self._instrument(
            sentence, named[0], [self.context.focus.state(a) or a for a in named[0].parties], "agreement-title"
        )
        if known is not None:
            known.draft.confidence = 0.6

    def entry(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Read a line of a chronology or a fact sheet that opens with the status: "Signed by A", "In force since D"."""
        opening = self.text[sentence.start : trigger.start].strip(" *")
        if opening and self._row_ahead(sentence, trigger, opening):
            return True
        if opening and not re.fullmatch(r"(?:Status|Signature|Signed|Entry into force)[.:]?", opening):
            return False
        if trigger.trigger.form not in ("ed", "noun"):
            return False
        titled = [k for k in self.instruments.known[:4] if k.draft.rule == "agreement-title"]
        known = titled[0] if titled else self.instruments.recent(sentence, reach=2)
        row = self.context.reading.sentences[sentence.index - 1] if sentence.index else None
        if row is not None and any(m.start - row.start < 4 for m in row.instruments):
            known = self.instruments.recent(sentence, reach=1) or known
        if known is None or any(len(m.parties) == 2 for m in sentence.instruments):
            return False
        row_date = self.row_date(sentence)
        own = [d for d in sentence.dates if d.start >= trigger.end]
        value = own[0].value if own else row_date
        stage = trigger.trigger.frame.stage or "signed"
        if value is None or stage not in ("signed", "in-force"):
            return False
        place = self.context.place(sentence, trigger.end) if stage == "signed" else None
        indexes = [sentence.index] if own else [sentence.index, sentence.index - 1]
        known.draft.stage(StageDraft(stage, "asserted", indexes, value, place=place))
        if stage == "signed":
            agent = self.context.agent(sentence, trigger.end)
            signers = agent.persons or by_office(self.context, sentence, trigger.end, sentence.end, known)
            add_persons(self.context, known, "signatory", signers, sentence)
        known.last = sentence.index
        return True

    def _row_ahead(self, sentence: Sentence, trigger: TriggerMention, opening: str) -> bool:
        """Read a cell such as "to be negotiated and signed" beside the instrument of its row."""
        row = self.context.reading.sentences[sentence.index - 1] if sentence.index else None
        if row is None or not said.TO_BE.match(opening) or not any(m.start - row.start < 4 for m in row.instruments):
            return False
        mention = next(m for m in row.instruments if m.start - row.start < 4)
        mention.indefinite = mention.indefinite or not mention.name
        known = self._instrument(
            row, mention, [self.context.focus.state(a) or a for a in mention.parties], "agreement-row"
        )
        if known is None:
            return False
        known.draft.stage(StageDraft("signed", "planned", [sentence.index, row.index]))
        return True

    def since(self, sentence: Sentence, trigger: TriggerMention) -> str | None:
        """Return the date of "in force since D"."""
        match = said.SINCE_DATE.match(self.text, trigger.end, sentence.end)
        near = [d for d in sentence.dates if match and 0 <= d.start - match.end() < 14]
        return near[0].value if near else None

    def dateline_place(self, at: Sentence | None = None) -> str | None:
        """Return the one town of the paragraph's opening in capitals, or of the dateline: what "here" means."""
        for sentence in reversed(self.context.reading.sentences[max(0, at.index - 4) : at.index] if at else ()):
            opening = sentence.text.strip(" .:")
            if at is not None and sentence.block == at.block and opening.isupper() and len(opening) < 30:
                return opening.title()
        for sentence in self.context.reading.sentences[:4]:
            match = said.DATELINE.match(sentence.text) or said.BRACKETED_DATELINE.match(sentence.text)
            if match:
                town = match.group("town").strip()
                return town.title() if town.isupper() else town
        return None
