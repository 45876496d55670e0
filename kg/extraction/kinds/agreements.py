"""Agreements: signing and the other lifecycle points, joined to the instrument that each sentence means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.clause import Who
from kg.extraction.discourse import Instrument
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds.instruments import InstrumentReader
from kg.extraction.kinds.objects import legislature, objects, refers_back
from kg.extraction.kinds.signers import sign
from kg.extraction.lexicon import Head
from kg.extraction.mentions import InstrumentMention, Sentence, TriggerMention
from kg.extraction.result import Gap

if TYPE_CHECKING:
    from kg.extraction.lexicon import Frame

_PRONOUN = re.compile(r"(?:It|This|That|The document|The document,|They)\b")
_THE_SIGNING = re.compile(r"\b[Tt]he (?:signing|signature|signing ceremony)\b")
_ADJECTIVE = re.compile(r"\b(?:the|a|an|this|that|their|its|any)\s\Z")


class AgreementReader(InstrumentReader):
    """Reads the agreements of one document, sentence by sentence."""

    def read(self, sentence: Sentence) -> None:
        """Read one sentence; drafts collect in :meth:`drafts`."""
        if sentence.heading:
            return
        used: set[int] = set()
        for trigger in sentence.triggers.get("agreement", ()):
            self._trigger(sentence, trigger, used)
        for mention in sentence.instruments:
            if mention.start in used:
                continue
            if mention.type == "joint-declaration":
                self._statement(sentence, mention)
            else:
                self._mention(sentence, mention)

    def drafts(self) -> list[Draft]:
        """Return the agreements; one that merely is said to exist holds, one that only is talked of is left out."""
        out = []
        for known in self.instruments.known:
            draft = known.draft
            if not draft.keys("party") and not (draft.name and draft.stages):
                continue
            if len(draft.keys("party")) < 2 and not draft.name and all(t.modality != "asserted" for t in draft.stages):
                continue
            if not draft.stages:
                if not known.definite or known.umbrella or (len(draft.keys("party")) < 2):
                    continue
                sentence = draft.participants[0].sentences[0]
                draft.stages.append(StageDraft("in-force", "asserted", [sentence]))
                draft.confidence = min(draft.confidence, 0.55)
                draft.rule = "agreement-holds"
            out.append(draft)
        return out

    # -- triggers ------------------------------------------------------------------------------------------------
    def _trigger(self, sentence: Sentence, trigger: TriggerMention, used: set[int]) -> None:
        frame = trigger.trigger.frame
        if (
            frame.stage == "proposed"
            and trigger.trigger.form == "ed"
            and _ADJECTIVE.search(self.text[max(sentence.start, trigger.start - 8) : trigger.start])
        ):
            return
        found, left = objects(self.context, sentence, trigger)
        by_legislature = legislature(self.context, sentence, trigger, left) if frame.stage == "ratified" else False
        if frame.only == "legislature":
            if not by_legislature:
                return
        elif frame.only:
            found = [m for m in found if m.type == frame.only]
        if frame.weak:
            found = [m for m in found if m.security or m.parties or m.definite]
        if frame.implies and not found:
            found = [self._implied(trigger, frame)]
        mode = self.context.modality(sentence, trigger)
        who = self._who(sentence, trigger, left)
        if not found and any(0 < t.start - trigger.end < 8 for t in sentence.triggers["agreement"]):
            return
        if not found:
            self._without_object(sentence, trigger, mode, who)
            return
        for mention in found:
            used.add(mention.start)
            self._apply(sentence, trigger, mention, mode, who, consent=by_legislature)

    def _implied(self, trigger: TriggerMention, frame: Frame) -> InstrumentMention:
        form = frame.implies or "agreement"
        head = Head(form.replace("-", " "), "security-assistance", form)
        return InstrumentMention(
            trigger.start, trigger.end, head, "security-assistance", indefinite=True, security=True, tail=trigger.end
        )

    def _who(self, sentence: Sentence, trigger: TriggerMention, left: bool) -> Who:
        if left or self.context.passive(sentence, trigger):
            return self.context.agent(sentence, trigger.end)
        return self.context.subject(sentence, trigger.start)

    def _without_object(
        self, sentence: Sentence, trigger: TriggerMention, mode: tuple[str, str | None], who: Who
    ) -> None:
        frame = trigger.trigger.frame
        back = refers_back(self.context, sentence, trigger) if frame.stage in ("signed", "ratified") else None
        if back:
            near = [i for i in self.instruments.known[-8:] if sentence.index - i.last <= 2]
            latest = max((i.last for i in near), default=0)
            chosen = (
                [i for i in near if i.last == latest] if back == "many" else sorted(near, key=lambda i: i.last)[-1:]
            )
            for each in chosen:
                self._stage(sentence, trigger, each, mode)
                if frame.stage == "signed" and mode[0] == "asserted":
                    sign(self.context, sentence, trigger, each, who)
            if chosen:
                return
        head = self.text[sentence.start : trigger.start]
        noun = _THE_SIGNING.match(self.text, max(sentence.start, trigger.start - 4))
        if frame.stage == "signed" and (noun or self.text[trigger.start : trigger.end].lower() == "the signing"):
            known = self.instruments.recent(sentence, reach=60)
            if known is not None and known.signed_year is not None:
                date = self.context.date(sentence, trigger.end)
                if date and (known.signed_year == date.value[:4]):
                    known.draft.stage(self.context.stage(sentence, trigger, "signed", mode))
            return
        if frame.shape == "intransitive" and _PRONOUN.match(head) and len(head) < 60:
            known = self.instruments.recent(sentence)
            if known is not None:
                self._stage(sentence, trigger, known, mode)
            return
        if (
            frame.stage == "signed"
            and trigger.trigger.form in ("ed", "past", "s", "base")
            and frame.id == "agreement-signed"
        ):
            self.gaps.append(Gap("signing-without-frame", sentence.text[:200], sentence.start, sentence.end))

    def _apply(
        self,
        sentence: Sentence,
        trigger: TriggerMention,
        mention: InstrumentMention,
        mode: tuple[str, str | None],
        who: Who,
        *,
        consent: bool = False,
    ) -> None:
        context, frame = self.context, trigger.trigger.frame
        self._same_kind(mention)
        states = context.states_of(who)
        beside = [
            a
            for g in context.after(
                sentence, trigger.end, frozenset({"with", "between"} if who.persons == [] and not states else {"with"})
            )
            for a in g.actors
            if a.kind != "organisation"
        ]
        persons = [
            p
            for p in sentence.persons
            if 0 <= p.start - trigger.end < 30 and self.text[trigger.end :].startswith(" with ")
        ]
        beside += context.states_of(Who([], persons))
        if (
            left_subject := context.states_of(context.subject(sentence, mention.start))
            if self._by_pronoun(mention, trigger)
            else []
        ):
            states = states or left_subject
        sides = [context.focus.state(a) or a for a in mention.parties]
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
            for a in (*states, *[context.focus.state(b) or b for b in beside[:3]]):
                joined = frame.stage in ("ratified", "suspended", "terminated", "amended") and len(sides) >= 2
                if not joined and a.identity not in {s.identity for s in sides}:
                    sides.append(a)
        pairs = [sides]
        if mention.distributive and len(sides) > 2:
            ours = states[:1] or context.focus.main[:1]
            pairs = [[ours[0], s] for s in sides if ours and s.identity != ours[0].identity]
        for parties in pairs:
            known = self._instrument(sentence, mention, parties, frame.id)
            if known is None:
                continue
            by = states[0].key if len(states) == 1 and frame.stage in ("ratified", "suspended", "terminated") else None
            self._stage(sentence, trigger, known, mode, by=by, consent=consent)
            if frame.stage == "signed" and mode[0] in ("asserted", "planned"):
                sign(context, sentence, trigger, known, who)

    def _by_pronoun(self, mention: InstrumentMention, trigger: TriggerMention) -> bool:
        """Whether the instrument is "the pact it signed": the pronoun is the subject of what goes before."""
        return bool(
            re.fullmatch(r" (?:that )?(?:it|they|he|she) (?:has |had |have )?", self.text[mention.end : trigger.start])
        )

    def _stage(
        self, sentence: Sentence, trigger: TriggerMention, known: Instrument, mode: tuple[str, str | None], *,
        by: str | None = None, consent: bool = False,
    ) -> None:  # fmt: skip
        context, frame = self.context, trigger.trigger.frame
        name = frame.stage or "signed"
        here = name in ("signed", "concluded", "ratified")
        stage = context.stage(sentence, trigger, name, mode, place=here)
        stage.by = by
        if consent and mode[0] in ("asserted", "planned"):
            stage.step, stage.modality = "legislative-consent", "planned"
            stage.force = "intended" if mode[0] == "planned" else None
        elif name == "ratified" and by and mode[0] == "asserted":
            stage.step = stage.step or "executive-ratification"
        if name == "signed" and known.draft.type == "joint-declaration":
            stage.place = None
        if name == "in-force" and stage.date is None and context.same_day(sentence, trigger.end):
            signed = next((s for s in known.draft.stages if s.stage == "signed" and s.date), None)
            if signed is not None:
                stage.date = signed.date
                stage.sentences = [sentence.index, *signed.sentences[:1]]
        if name == "in-force" and frame.id == "agreement-implementing":
            return
        if name == "proposed" and mode[0] == "denied":
            return
        if name == "negotiating" and mode[0] == "possible" and known.draft.stages:
            return
        for old in known.draft.stages:
            if (
                old.stage == stage.stage
                and {old.modality, stage.modality} & {"asserted"}
                and old.modality != stage.modality
                and "denied" not in (old.modality, stage.modality)
            ):
                if stage.modality == "asserted":
                    known.draft.stages.remove(old)
                    break
                return
        known.draft.stage(stage)
        known.last = sentence.index
