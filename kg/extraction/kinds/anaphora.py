"""A lifecycle verb without its instrument beside it, and what a verb adds to the instrument it speaks of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.kinds import agreement_words as said
from kg.extraction.kinds.objects import consenting, legislature, refers_back
from kg.extraction.kinds.outcomes import outcome
from kg.extraction.kinds.signers import sign
from kg.extraction.kinds.status import StatusReader
from kg.extraction.result import Gap

if TYPE_CHECKING:
    from kg.extraction.clause import Who
    from kg.extraction.discourse import Instrument
    from kg.extraction.drafts import Draft
    from kg.extraction.mentions import InstrumentMention, Sentence, TriggerMention

_ITS = re.compile(r"(?:Its|Their|The(?: \w+){0,4}'s|The) ")
_CAME = re.compile(r" (?:of the \w+ )?(?:came|was|followed|took place|happened|occurred|is dated|dates from)\b")
_PRONOUN = re.compile(r"(?:(?:In|For) [A-Z][\w ]{2,30} it|It|This|That|The document|The document,|They)\b")
_THE_SIGNING = re.compile(r"\b[Tt]he (?:signing|signature|signing ceremony)\b")
_NO_OBJECT = re.compile(
    r"\s?(?:[.,;]|for\b|on behalf\b|in (?=[A-Z])|at (?=[A-Z])|to the (?:papers?|documents?|texts?)\b|"
    r"(?:the )?(?:papers|documents)\b|$)"
)
_NEITHER = re.compile(r"\b[Nn]either (?:of (?:them|the two|these) )?(?:has|have|had|was|is|were)\b")
_HAD_BEEN_DUE = re.compile(
    r" (?:ceremony )?had (?:first |originally )?been (?:expected|planned|scheduled|due|set|meant)\b"
)
_SEE_IT = re.compile(r"\b(?:like|likes|hopes?|hoped|wants?|wanted|wish(?:es)?) to see (?:it|this)\s$")
_ONE_WITH = re.compile(
    r"\s+(?:one|another|a similar one|such (?:a|an) \w+|its own|their own|the same|a similar \w+|"
    r"a like \w+) with (?:the )?"
)
_SINCE = re.compile(r"\b(?:since|until|before|after|by|for|from) (?:the )?\Z")
_TALKS = re.compile(r"\b(?:[Nn]egotiations|[Tt]alks|[Dd]iscussions|in principle)\b")
_HERE = re.compile(r"\bhere\b(?! (?:is|are|was|said))")


class AnaphoraReader(StatusReader):
    """Joins verbs to the instruments that earlier sentences named."""

    def _settle(self, draft: Draft) -> None:
        """Assert a legislature's consent once all parties have consented; what is in force was consented to."""
        consents = [s for s in draft.stages if s.step == "legislative-consent" and s.force is None]
        parties = {p.key for p in draft.actors("party") if p.kind != "organisation"}
        done = any(
            s.modality == "asserted" and (s.stage == "in-force" or s.step == "notes-exchanged") for s in draft.stages
        )
        if done or (len(parties) > 1 and parties <= {s.by for s in consents}):
            for s in consents:
                if s.date is not None or s.by is not None:
                    s.modality = "asserted"
        signed = any(s.stage == "signed" and s.modality == "asserted" for s in draft.stages)
        made = [s for s in draft.stages if s.step == "made"]
        for s in made:
            s.step = None
            if s.modality == "denied":
                s.stage = "signed"
            elif s.modality != "asserted":
                continue
            elif signed and s.modality == "asserted":
                undated = next((t for t in draft.stages if t.stage == "signed" and t.modality == "asserted"), s)
                if s.date and undated.date is None and not any(t.date for t in draft.stages if t.stage == "signed"):
                    undated.date, undated.end_date = s.date, s.end_date
                    undated.sentences = [*undated.sentences, *s.sentences]
                draft.stages.remove(s)
            elif s.date or any(p.role == "signatory" for p in draft.participants) or s.place:
                s.stage = "signed"
        held = {(s.stage, s.modality) for s in draft.stages}
        if ("in-force", "asserted") in held:
            draft.stages = [
                s
                for s in draft.stages
                if s.stage not in ("in-force", "ratified") or s.modality in ("asserted", "denied")
            ]

    def _without_object(
        self, sentence: Sentence, trigger: TriggerMention, mode: tuple[str, str | None], who: Who
    ) -> None:
        frame = trigger.trigger.frame
        left_passive = self.context.passive(sentence, trigger)
        if self._neither(sentence, trigger, mode):
            return
        if (
            frame.id in ("agreement-signed", "agreement-put-name")
            and mode[0] == "asserted"
            and not left_passive
            and trigger.trigger.form in ("past", "ed")
            and _NO_OBJECT.match(self.text, trigger.end, sentence.end)
            and (self.signs(sentence, who) or self.signed_here(sentence, trigger, who))
        ):
            return
        if frame.stage in ("signed", "ratified") and _SEE_IT.search(
            self.text[max(sentence.start, trigger.start - 30) : trigger.start]
        ):
            known = self.instruments.recent(sentence, reach=1)
            if known is not None:
                self._stage(sentence, trigger, known, ("planned", "intended"))
            return
        back = (
            refers_back(self.context, sentence, trigger)
            if frame.stage in ("signed", "ratified", "proposed", "suspended", "terminated", "amended", "concluded")
            else None
        )
        if back:
            chosen = self._latest(sentence, many=back == "many", reach=2)
            for each in chosen:
                consent = frame.stage == "ratified" and legislature(self.context, sentence, trigger, False)
                by = consenting(self.context, sentence, trigger, each.draft.actors("party")) if consent else None
                self._stage(sentence, trigger, each, mode, by=by, consent=consent)
                if frame.stage == "signed" and mode[0] == "asserted":
                    sign(self.context, sentence, trigger, each, who)
            if chosen:
                return
        if self._one_with(sentence, trigger, mode, who):
            return
        head = self.text[sentence.start : trigger.start]
        noun = _THE_SIGNING.match(self.text, max(sentence.start, trigger.start - 4))
        if frame.stage == "signed" and (noun or self.text[trigger.start : trigger.end].lower() == "the signing"):
            known = self.instruments.recent(sentence, reach=60)
            if known is not None and known.signed_year is not None:
                date = self.context.date(sentence, trigger.end)
                if _HAD_BEEN_DUE.match(self.text, trigger.end, sentence.end):
                    missed = self.context.stage(sentence, trigger, "signed", ("denied", None))
                    day = next((t.date for t in known.draft.stages if t.stage == "signed" and t.date), None)
                    if missed.date and day and not day.startswith(missed.date):
                        known.draft.stage(missed)
                    return
                if date and (known.signed_year == date.value[:4]):
                    known.draft.stage(self.context.stage(sentence, trigger, "signed", mode))
            return
        passive = left_passive and frame.stage in ("signed", "ratified", "concluded", "terminated", "amended")
        reach = 60 if frame.shape == "intransitive" and frame.step is None else 170
        if (passive or frame.shape == "intransitive") and _PRONOUN.match(head) and self._same_subject(head, reach):
            known = self.instruments.recent(sentence)
            if known is not None:
                consent = frame.stage == "ratified" and (
                    frame.step == "legislative-consent" or legislature(self.context, sentence, trigger, True)
                )
                by = consenting(self.context, sentence, trigger, known.draft.actors("party")) if consent else None
                self._stage(sentence, trigger, known, mode, by=by, consent=consent)
                if frame.stage == "signed" and mode[0] == "asserted":
                    sign(self.context, sentence, trigger, known, who)
            return
        if (
            frame.stage == "signed"
            and trigger.trigger.form in ("ed", "past", "s", "base")
            and frame.id == "agreement-signed"
        ):
            self.gaps.append(Gap("signing-without-frame", sentence.text[:200], sentence.start, sentence.end))

    def _one_with(self, sentence: Sentence, trigger: TriggerMention, mode: tuple[str, str | None], who: Who) -> bool:
        """Read "is negotiating one with B": an instrument of the kind spoken of last, with another side."""
        match = _ONE_WITH.match(self.text, trigger.end, sentence.end)
        group = next((g for g in sentence.groups if match and 0 <= g.start - match.end() < 4), None)
        model = self.instruments.recent(sentence, reach=4) if group is not None else None
        if group is None or model is None or model.draft.type in (None, "other"):
            return False
        ours = self.context.states_of(who)[:1] or model.draft.actors("party")[:1]
        for actor in group.actors:
            other = self.context.focus.state(actor)
            if other is not None and ours and other.identity != ours[0].identity:
                stage = self.context.stage(sentence, trigger, trigger.trigger.frame.stage or "signed", mode)
                self._other(sentence, model, [ours[0], other], stage, trigger.start)
        return True

    def _only_proposed(
        self, sentence: Sentence, trigger: TriggerMention, mention: InstrumentMention, known: Instrument,
        mode: tuple[str, str | None],
    ) -> bool:  # fmt: skip
        """Read "agreed to begin negotiations on X" as a proposal made, as talks "toward a possible X" are."""
        text = self.text[max(sentence.start, trigger.start - 90) : trigger.start]
        possible = (
            mention.phrase.startswith(("possible ", "potential ", "future ", "eventual ")) and mode[0] != "denied"
        )
        agreed = mode[0] == "planned" and said.AGREED.search(text) is not None
        if not (possible or agreed) or any(s.stage == "proposed" for s in known.draft.stages):
            return False
        stage = self.context.stage(sentence, trigger, "proposed", ("asserted", None), place=False)
        published = self.context.reading.document.published
        if stage.date and published and stage.date[: len(published)] > published[: len(stage.date)]:
            stage.date = None
        known.draft.stage(stage)
        known.last = sentence.index
        return possible

    def its_entry(self, sentence: Sentence, trigger: TriggerMention) -> None:
        """Read "Its entry into force came on D" of the instrument in focus."""
        if not _ITS.fullmatch(self.text, sentence.start, trigger.start):
            return
        known = self.instruments.recent(sentence, reach=3)
        mode = outcome(self.text, sentence, trigger)
        if known is None or not (mode or _CAME.match(self.text, trigger.end, sentence.end)):
            return
        self._stage(sentence, trigger, known, (mode or "asserted", None))

    def _only_date(self, sentence: Sentence) -> str | None:
        """Return the one date of a sentence that tells of nothing but the signing."""
        dates = [d for d in sentence.dates if not d.reporting]
        verbs = {t.start for t in sentence.triggers.get("agreement", ()) if t.trigger.form in ("ed", "past", "s")}
        published = self.context.reading.document.published or "9999"
        whole = len(dates) == 1 and len(verbs) <= 1 and not sentence.engagements and len(sentence.instruments) <= 2
        if not whole or dates[0].value[: len(published)] > published[: len(dates[0].value)]:
            return None
        return (
            None
            if _SINCE.search(self.text[max(sentence.start, dates[0].start - 8) : dates[0].start])
            else dates[0].value
        )

    def _only_place(self, sentence: Sentence, trigger: TriggerMention) -> str | None:
        """Return the one place of a sentence where it tells of nothing but the signing."""
        labels = {p.label for p in sentence.places if p.prep in ("in", "at")}
        verbs = {t.start for t in sentence.triggers.get("agreement", ()) if t.trigger.form in ("ed", "past", "s")}
        near = [p for p in sentence.places if p.prep in ("in", "at") and abs(p.start - trigger.start) < 160]
        if len(labels) != 1 or len(verbs) > 1 or not near or sentence.engagements:
            return None
        return near[0].label

    def _meant(
        self, sentence: Sentence, trigger: TriggerMention, mention: InstrumentMention, mode: tuple[str, str | None],
        who: Who, by_legislature: bool,
    ) -> None:  # fmt: skip
        """Give a verb's stage to what "the document" or "both papers" means: the instrument, or those, named last."""
        for each in self._latest(sentence, many=mention.plural):
            by = consenting(self.context, sentence, trigger, each.draft.actors("party")) if by_legislature else None
            self._stage(sentence, trigger, each, mode, by=by, consent=by_legislature)
            if trigger.trigger.frame.stage == "signed" and mode[0] in ("asserted", "planned"):
                sign(self.context, sentence, trigger, each, who)

    def _latest(self, sentence: Sentence, *, many: bool, reach: int = 3) -> list[Instrument]:
        """Return the instrument spoken of last, or all those of the last sentence that names some."""
        near = [i for i in self.instruments.known[-8:] if sentence.index - i.last <= reach]
        if not near:
            return []
        if not many:
            known = self.instruments.recent(sentence, reach=reach)
            return [known] if known is not None else []
        latest = max(i.last for i in near)
        return [i for i in near if i.last == latest]

    def _same_subject(self, head: str, near: int) -> bool:
        """Whether "it" at the start of a sentence still is the subject where a later verb of a chain stands."""
        return len(head) < near and not re.search(
            r"[;:]|\b(?:that|which|who|said|when|while|but|they|he|she)\b", head[4:]
        )

    def _neither(self, sentence: Sentence, trigger: TriggerMention, mode: tuple[str, str | None]) -> bool:
        """Read "neither has been signed" of the two instruments named last."""
        head = self.text[sentence.start : trigger.start]
        if trigger.trigger.frame.stage not in ("signed", "ratified") or not _NEITHER.search(head):
            return False
        last = [k for k in self.instruments.known[-8:] if sentence.index - k.last <= 1]
        if len(last) == 2:
            for known in last:
                self._stage(sentence, trigger, known, ("denied", None))
        return True

    def _stage(
        self, sentence: Sentence, trigger: TriggerMention, known: Instrument, mode: tuple[str, str | None], *,
        by: str | None = None, consent: bool = False,
    ) -> None:  # fmt: skip
        context, frame = self.context, trigger.trigger.frame
        name = frame.stage or "signed"
        here = name in ("signed", "concluded") or (name == "ratified" and mode[0] == "asserted" and not consent)
        stage = context.stage(sentence, trigger, name, mode, place=here)
        stage.by = by
        if frame.id == "agreement-announced" and stage.date is None:
            stage.date = next((d.value for d in sentence.dates if 0 <= d.start - trigger.end < 12), None)
        if stage.step == "notice-given" and (day := context.date(sentence, trigger.start, claim=trigger)) is not None:
            stage.date = day.value
        if stage.step == "made" and _TALKS.search(self.text, max(sentence.start, trigger.start - 90), trigger.end + 30):
            stage.step = None
        if consent and mode[0] == "asserted":
            rivals = [t.start for t in sentence.triggers.get("agreement", ()) if t.start > trigger.end]
            reach = min([trigger.end + 70, *rivals])
            own = [d for d in sentence.dates if trigger.end <= d.start < reach and not d.reporting]
            stage.date = own[0].value if own else stage.date
        published = context.reading.document.published
        if (
            stage.date
            and published
            and mode[0] == "asserted"
            and stage.date[: len(published)] > published[: len(stage.date)]
        ):
            if name in ("in-force", "terminated"):
                stage.modality, stage.force = "planned", "scheduled"  # "expires in 2034"
            else:
                stage.date = stage.end_date = None
        if (
            name == "proposed"
            and mode[0] == "asserted"
            and any(s.stage in ("signed", "in-force") and s.modality == "asserted" for s in known.draft.stages)
        ):
            return
        if stage.date is None and mode[0] == "asserted" and (told := self.entry_date(sentence)) is not None:
            stage.date = told
            stage.sentences = [sentence.index, sentence.index - 1]
        if name == "signed" and stage.date is None and mode[0] == "asserted":
            stage.date = self._only_date(sentence)
        if name == "negotiating" and stage.date is None and mode[0] == "asserted":
            stage.date = next((d.value for d in sentence.dates if d.start > trigger.start and _SINCE.search(
                self.text[max(sentence.start, d.start - 8) : d.start])), None)  # fmt: skip
        if name == "signed" and stage.place is None and mode[0] == "asserted":
            stage.place = self._only_place(sentence, trigger)
        if name == "in-force" and stage.date is None and mode[0] == "asserted":
            stage.date = self.since(sentence, trigger)
        if name == "proposed" and trigger.trigger.form == "noun":
            stage.date = None
        if name == "ratified" and mode[0] == "denied" and not any(d.start > trigger.end for d in sentence.dates):
            stage.date = None  # "signed in 2022 but never ratified"
        if frame.id == "agreement-holds-force":
            stage.date = self.since(sentence, trigger) if mode[0] == "asserted" else None
        if (
            name == "signed"
            and stage.place is None
            and _HERE.search(self.text, trigger.end, min(sentence.end, trigger.end + 90))
        ):
            stage.place = self.dateline_place(sentence)
        if consent and mode[0] in ("asserted", "planned"):
            stage.step, stage.modality = "legislative-consent", "planned"
            stage.force = "intended" if mode[0] == "planned" else None
        elif name == "ratified" and by and mode[0] == "asserted":
            stage.step = stage.step or "executive-ratification"
        if name == "in-force" and stage.date is None and context.same_day(sentence, trigger.end):
            signed = next((s for s in known.draft.stages if s.stage == "signed" and s.date), None)
            if signed is not None:
                stage.date = signed.date
                stage.sentences = [sentence.index, *signed.sentences[:1]]
        if name == "in-force" and frame.id == "agreement-implementing":
            return
        if name == "proposed" and mode[0] == "denied" and trigger.trigger.form != "noun":
            return
        if name == "negotiating" and mode[0] == "possible" and known.draft.stages:
            return
        for old in known.draft.stages:
            if (
                old.stage == stage.stage
                and {old.modality, stage.modality} & {"asserted"}
                and old.modality != stage.modality
                and "denied" not in (old.modality, stage.modality)
                and old.step == stage.step
            ):
                if stage.modality == "asserted":
                    known.draft.stages.remove(old)
                    break
                return
        known.draft.stage(stage)
        known.last = sentence.index
