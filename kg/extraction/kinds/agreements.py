"""Agreements: signing and the other lifecycle points, joined to the instrument that each sentence means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.clause import Who
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds import agreement_words as said
from kg.extraction.kinds.anaphora import AnaphoraReader
from kg.extraction.kinds.ceremonies import occasion, place_in_time
from kg.extraction.kinds.contents import (
    actors_of,
    add_bodies,
    add_goods,
    bodies_between,
    company,
    settle_type,
    sides_of,
)
from kg.extraction.kinds.counterparties import attached, common
from kg.extraction.kinds.denials import answered, bases, reported
from kg.extraction.kinds.objects import consenting, legislature, objects
from kg.extraction.kinds.outcomes import outcome
from kg.extraction.kinds.sides import complete
from kg.extraction.kinds.signers import sign
from kg.extraction.kinds.turns import awaited, quoted
from kg.extraction.mentions import InstrumentMention, Sentence, TriggerMention

if TYPE_CHECKING:
    from kg.extraction.discourse import Instrument

_ACTS = frozenset({"signed", "concluded", "ratified", "in-force", "amended", "terminated"})
"""Stages that a noun may name as an act: "the signing of"; what the noun's verb says then decides."""


class AgreementReader(AnaphoraReader):
    """Reads the agreements of one document, sentence by sentence."""

    _open: tuple[int, Sentence, TriggerMention, tuple[str, str | None], Who] | None = None
    _item = False

    def read(self, sentence: Sentence) -> None:
        """Read one sentence; drafts collect in :meth:`drafts`."""
        used: set[int] = set()
        if sentence.heading:
            self.title(sentence)
        for trigger in sentence.triggers.get("agreement", ()):
            self._trigger(sentence, trigger, used)
        if (listed := said.listing(sentence)) is not None:
            self._open, self._item = (sentence.index, sentence, listed, ("asserted", None), Who([], [])), False
        if sentence.heading:
            return
        self._listed(sentence, used)
        for mention in sentence.instruments:
            if mention.start in used:
                continue
            if mention.type == "joint-declaration":
                self._statement(sentence, mention)
            elif not self.dated_list(sentence, mention):
                self._mention(sentence, mention)
        self.came(sentence)
        self.notes(sentence)
        self.talks(sentence)
        self.due(sentence)
        self.promised(sentence)
        self.drafts_waiting(sentence)
        self.ongoing(sentence)
        self.ceremony(sentence)
        denied = bases(self.context, sentence)
        if denied is not None and not any(
            k.draft.type == "basing-access"
            and k.draft.keys("party") == denied.keys("party")
            and k.draft.rule == denied.rule
            for k in self.instruments.known
        ):
            self.remember(denied, sentence)

    def _listed(self, sentence: Sentence, used: set[int]) -> None:
        """Give an item of a list the verb of the line that opens it: "They signed the following:", "the signing of"."""
        opened = self._open
        if opened is None or sentence.index == opened[0]:
            return
        before = self.context.reading.sentences[sentence.index - 1]
        first = sentence.instruments[0] if sentence.instruments else None
        reach = 12 if opened[2].trigger.frame.id == "agreement-outcome" else 34
        if sentence.index - opened[0] > 9 or (before.index != opened[0] and not self._item) or (
            first is None or first.start - sentence.start > reach
        ):  # fmt: skip
            if before.block != sentence.block or sentence.index - opened[0] > 9:
                self._open = None
            return
        self._item = True
        _, line, trigger, mode, who = opened
        for mention in sentence.instruments:
            if mention.start not in used and (mention is first or mention.start - sentence.start < 34):
                used.add(mention.start)
                self._apply(sentence, trigger, mention, mode, who, line=line)

    def drafts(self) -> list[Draft]:
        """Return the agreements; one that merely is said to exist holds, one that only is talked of is left out."""
        out = []
        self.fold_headlines()
        header = occasion(self.context)
        for known in self.instruments.known:
            draft = known.draft
            reported(self.context, known)
            for stage in draft.stages:
                if stage.stage == "signed" and stage.modality == "asserted":
                    place_in_time(self.context, self.instruments.known, stage, header)
            if not draft.keys("party") and not (draft.name and draft.stages):
                continue
            if len(draft.keys("party")) < 2 and not draft.name and all(t.modality != "asserted" for t in draft.stages):
                continue
            self._settle(draft)
            if not draft.stages:
                if (
                    draft.rule in ("agreement-title", "agreement-unsettled")
                    or not known.definite
                    or (known.umbrella and not known.explicit)
                    or (len(draft.keys("party")) < 2)
                ):
                    continue
                sentence = draft.participants[0].sentences[0]
                draft.stages.append(StageDraft("in-force", "asserted", [sentence]))
                draft.confidence = min(draft.confidence, 0.55)
                draft.rule = "agreement-holds"
            out.append(draft)
        return out

    # -- triggers ------------------------------------------------------------------------------------------------
    def _trigger(self, sentence: Sentence, trigger: TriggerMention, used: set[int]) -> None:
        trigger = awaited(self.text, sentence, said.staged(self.text, sentence, trigger))
        frame = trigger.trigger.frame
        if quoted(self.text, trigger):
            return
        if (
            frame.stage == "proposed"
            and trigger.trigger.form in ("ed", "base")
            and said.ADJECTIVE.search(self.text[max(sentence.start, trigger.start - 8) : trigger.start])
        ):
            return
        if frame.stage == "in-force" and trigger.trigger.form == "noun":
            if frame.id != "agreement-implementing" and self.notes_exchanged(sentence, trigger):
                return
            if self.entry(sentence, trigger):
                return
            if frame.id == "agreement-entry-bare":
                self.its_entry(sentence, trigger)
                return
            headed = any(self.text[m.end : trigger.start] == " " for m in sentence.instruments)
            if (
                frame.id == "agreement-holds-force"
                and not (headed and said.HELD.match(self.text, trigger.end, sentence.end))
                and not (
                    said.HOLDS.search(self.text[max(sentence.start, trigger.start - 40) : trigger.start])
                    and said.HELD.match(self.text, trigger.end, sentence.end)
                )
            ):
                return
        elif frame.id == "agreement-signed" and self.entry(sentence, trigger):
            return
        if frame.implies and said.FORCE_NOTES.search(sentence.text):
            return
        if said.COPIES.match(self.text, trigger.end, sentence.end):
            return
        opening = self.text[max(sentence.start, trigger.start - 160) : trigger.start]
        if frame.stage == "concluded" and (
            said.ROUND.search(opening) or said.ROUND.search(self.text, trigger.end, min(sentence.end, trigger.end + 40))
        ):
            return
        if frame.id == "agreement-rejected" and (
            not said.beside(self.text, sentence, trigger) or trigger.trigger.form == "noun"
        ):
            return
        if frame.role == "also" and not self._signed_just_now(sentence):
            return
        found, left = objects(self.context, sentence, trigger)
        by_legislature = legislature(self.context, sentence, trigger, left) if frame.stage == "ratified" else False
        if frame.only == "legislature":
            if not by_legislature:
                return
        elif frame.only == "announced":
            found = [m for m in found if m.type == "joint-declaration" or m.head.form == "arrangement"]
        elif frame.only:
            found = [m for m in found if m.type == frame.only]
        if frame.only and not found and frame.only != "legislature":
            return
        if frame.weak:
            found = [m for m in found if m.security or m.parties or m.definite or self._secure(sentence)]
        if frame.implies and not found:
            if not (self.military or self._secure(sentence)):
                return
            found = [said.implied(trigger, frame)]
        if said.NOBODY.search(self.text, sentence.start, trigger.start):
            return
        answer = answered(self.context, sentence)
        if answer == "":
            return
        mode = (answer, None) if answer else self._modality(sentence, trigger)
        who = self._who(sentence, trigger, left)
        if frame.step == "superseded" and mode[0] == "denied":
            return
        if not found and any(0 < t.start - trigger.end < 8 for t in sentence.triggers.get("agreement", ())):
            return
        if said.opens(self.text, sentence, trigger) and (
            not found or all(said.points_back(m) or (m.plural and not m.type) for m in found)
        ):
            self._open, self._item = (sentence.index, sentence, trigger, mode, who), False
            used.update(m.start for m in found)
            return
        if not found:
            self._without_object(sentence, trigger, mode, who)
            return
        if all(said.points_back(m) for m in found):
            self._meant(sentence, trigger, found[0], mode, who, by_legislature)
            return
        found = [m for m in found if not said.points_back(m)]
        apart: tuple[Instrument, ...] = ()
        for mention in found:
            used.add(mention.start)
            apart += self._apply(sentence, trigger, mention, mode, who, consent=by_legislature, apart=apart)

    def _signed_just_now(self, sentence: Sentence) -> bool:
        """Whether this sentence or the one before says that instruments were signed: "There was also" adds to them."""
        return any(
            s.stage == "signed" and s.modality == "asserted" and 0 <= sentence.index - s.sentences[0] <= 1
            for k in self.instruments.known[-8:]
            for s in k.draft.stages
        )

    def _modality(self, sentence: Sentence, trigger: TriggerMention) -> tuple[str, str | None]:
        """Return the modality of a trigger; consent or force that is "not yet" there, or waits, is planned."""
        mode, frame = self.context.modality(sentence, trigger), trigger.trigger.frame
        before = self.text[max(sentence.start, trigger.start - 40) : trigger.start]
        after = self.text[trigger.end : min(sentence.end, trigger.end + 30)]
        if said.NEITHER_NOR.search(self.text, sentence.start, trigger.start) and mode[0] in ("asserted", "planned"):
            return "denied", None
        talks = frame.stage == "negotiating" and trigger.trigger.form == "noun" and mode[0] == "asserted"
        if talks and said.TO_BEGIN.search(self.text, trigger.end, min(sentence.end, trigger.end + 160)):
            return "planned", "intended"
        if (said.NOTHING.search(before) or said.NEITHER.match(after)) and mode[0] in ("asserted", "planned"):
            return "denied", None
        if trigger.trigger.form == "noun" and said.NO.search(before):
            return "denied", None
        if trigger.trigger.form == "noun" and mode[0] == "asserted" and frame.stage in _ACTS:
            came = outcome(self.text, sentence, trigger)
            if came is not None:
                return came, None
        waits = re.search(r"\byet\b", before) or said.WAITS.match(after)
        if frame.stage in ("in-force", "ratified") and mode[0] == "denied" and waits:
            return "planned", None
        if frame.stage == "signed" and mode[0] == "asserted" and trigger.trigger.form in ("ed", "pp"):
            wished = said.SEE_DONE.search(self.text, max(sentence.start, trigger.start - 110), trigger.start)
            if wished and not re.search(r"[,;:]", self.text[wished.end() : trigger.start]):
                return "planned", "intended"
        return mode

    def _who(self, sentence: Sentence, trigger: TriggerMention, left: bool) -> Who:
        fronted = trigger.trigger.form == "ed" and not self.text[sentence.start : trigger.start].strip(' *“"')
        if left or fronted or self.context.passive(sentence, trigger):
            return self.context.agent(sentence, trigger.end)
        if trigger.trigger.form == "noun" and trigger.trigger.frame.stage == "proposed":
            by = self.context.agent(sentence, trigger.end)
            if by:
                return by
        return self.context.subject(sentence, trigger.start)

    def _apply(
        self,
        sentence: Sentence,
        trigger: TriggerMention,
        mention: InstrumentMention,
        mode: tuple[str, str | None],
        who: Who,
        *,
        consent: bool = False,
        line: Sentence | None = None,
        apart: tuple[Instrument, ...] = (),
    ) -> tuple[Instrument, ...]:
        context, frame = self.context, trigger.trigger.frame
        origin = line or sentence
        self._same_kind(mention, sentence)
        settle_type(context, mention, sentence)
        wanted = said.WANTS.search(self.text, sentence.start, trigger.start) if frame.stage == "signed" else None
        cataphor = frame.stage == "signed" and said.CATAPHOR.search(
            self.text[max(sentence.start, trigger.start - 12) : trigger.start]
        )
        if cataphor and mention.start > trigger.end:
            who = Who([], [])
        contract = mention.type == "procurement"
        states = actors_of(context, who) if contract else context.states_of(who)
        after = max(trigger.end, mention.end, mention.tail)
        following = [m.start for m in sentence.instruments if m.start > after]
        beside = [
            a
            for g in context.after(
                sentence,
                trigger.end,
                frozenset({"with", "between"} if who.persons == [] and not states else {"with"}),
                high=min(following, default=sentence.end),
            )
            if attached(self.text, sentence, trigger.end if mention.start > g.start else after, g)
            for a in g.actors
            if a.kind != "organisation" or (contract and company(context, a))
        ]
        if frame.stage == "proposed" and mention.start > trigger.end:
            beside += [
                a
                for g in context.after(sentence, trigger.end, frozenset({"", "to"}), high=mention.start)
                for a in g.actors
                if a.kind != "organisation"
            ]
        persons = [
            p
            for p in sentence.persons
            if 0 <= p.start - trigger.end < 30 and self.text[trigger.end :].startswith(" with ")
        ]
        beside = [*beside, *context.states_of(Who([], persons))] if line is None else []
        if (
            left_subject := context.states_of(context.subject(sentence, mention.start))
            if said.IT_HAS.fullmatch(self.text, mention.end, trigger.start)
            else []
        ):
            states = states or left_subject
        sides = sides_of(context, mention)
        if not sides and frame.stage == "signed" and (between := bodies_between(context, sentence, trigger.end)):
            sides, states, beside = between, [], []
        if frame.stage == "in-force" and frame.shape == "transitive":
            sides = sides or []
        elif frame.stage in (
            "signed",
            "concluded",
            "negotiating",
            "ratified",
            "proposed",
            "amended",
            "suspended",
            "terminated",
        ):
            for a in (*states, *[b if company(context, b) else context.focus.state(b) or b for b in beside[:3]]):
                joined = frame.stage in ("ratified", "suspended", "terminated", "amended") and len(sides) >= 2
                if not joined and a.identity not in {s.identity for s in sides}:
                    sides.append(a)
        if mention.distributive and len(sides) == 1 and not mention.plural:
            ours = self._speaker(sentence, mention.start)
            sides = [ours, *sides] if ours is not None and ours.identity != sides[0].identity else sides
        pairs = [sides]
        touched: tuple[Instrument, ...] = ()
        spread = mention.distributive or (mention.plural and mention.with_)
        if spread and len(sides) > 2:
            mine = states[:1] or complete(context, sentence, sides[:1])[1:] or context.focus.main[:1]
            pairs = [[mine[0], s] for s in sides if mine and s.identity != mine[0].identity]
        elif (
            spread
            and mention.with_
            and states[:1]
            and {p.identity for p in mention.parties} == {s.identity for s in sides} - {states[0].identity}
            and len(mention.parties) > 1
        ):
            pairs = [[states[0], s] for s in sides if s.identity != states[0].identity]
        elif spread and mention.with_ and not states and len(mention.parties) == len(sides) == 2:
            ours = common(context, self.instruments, sentence, sides)
            pairs = [[ours, s] for s in sides] if ours is not None else pairs
        for parties in pairs:
            known = self._instrument(sentence, mention, parties, frame.id, apart=apart)
            if known is None:
                continue
            touched += (known,)
            add_bodies(context, known, mention, sentence)
            if frame.stage in ("signed", "concluded"):
                add_goods(context, known, mention, sentence)
            if frame.stage == "ratified" and (consent or frame.step == "legislative-consent"):
                by = consenting(context, origin, trigger, known.draft.actors("party"))
                self._stage(origin, trigger, known, mode, by=by, consent=True)
                continue
            by = states[0].key if len(states) == 1 and frame.stage in ("ratified", "suspended", "terminated") else None
            if wanted and mode[0] in ("asserted", "planned", "possible"):
                if not any(t.stage in ("signed", "proposed") for t in known.draft.stages):
                    known.draft.stage(StageDraft("proposed", "asserted", [sentence.index]))
                continue
            if cataphor and mention.start > trigger.end:
                if mode[0] == "asserted" and not any(t.stage == "signed" for t in known.draft.stages):
                    known.draft.stage(StageDraft("signed", "asserted", [sentence.index]))
                continue
            if frame.stage == "negotiating" and self._only_proposed(origin, trigger, mention, known, mode):
                continue
            self._stage(origin, trigger, known, mode, by=by, consent=consent)
            if frame.stage == "signed" and mode[0] in ("asserted", "planned"):
                sign(context, origin, trigger, known, who)
            if spread and mention.plural:
                known.last -= 12
        return touched
