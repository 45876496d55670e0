"""What runs under a scheme: lists of recipients, an entry each; notes for a grant; who was picked and who was not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds.grants import _OPEN, Grants

if TYPE_CHECKING:
    from kg.extraction.mentions import Actor, ProgrammeMention, Sentence

_ENTRY = re.compile(r"\s*(?:\Z|[.,:;(]|[–—-]\s)")
_EXCHANGED = re.compile(
    r"\b[Nn]otes\b[^.;]{0,90}?\b(?P<aux>were|was|have been|had been|has been|will be|are to be) "
    r"(?:formally )?exchanged\b"
)
_TALKED = re.compile(
    r"\b(?:under (?:negotiation|discussion|consideration|study|review)|being (?:considered|discussed|weighed)|"
    r"proposed|"
    r"pending|undecided|to be decided|not (?:yet )?(?:decided|settled|agreed|signed))\b"
)
_SIGNERS = re.compile(r"(?:The )?[Ss]ignator(?:y|ies)(?::| were| was)|[Ss]igned by\b|[Tt]hey were signed by\b")
_RECIPIENTS = re.compile(r"\b(?:recipients|beneficiaries|selected|picked|chosen|named)\b")
_WERE = re.compile(
    r"\b(?:[Rr]ecipients|[Bb]eneficiaries|(?:[Rr]ecipient|[Pp]artner|[Pp]riority) countries)(?: (?:so far|"
    r"to date|until now|that year|"
    r"(?:for|in) (?:fiscal )?(?:year )?\d{4}))?\s?(?:were|are|have been|include[ds]?|:)\s(?:the\s)?"
)
_HEAD_LENGTH = 70
_HEADED = (
    (
        "delivered",
        "planned",
        re.compile(
            r"(?i)\b(?:to come|yet to|planned|pending|next|upcoming|scheduled|"
            r"expected|outstanding|"
            r"under construction|awaited|to be)\b"
        ),
    ),
    (
        "delivered",
        "asserted",
        re.compile(
            r"(?i)\b(?:delivered|deliveries|handed over|completed|received|"
            r"in service|commissioned)\b"
        ),
    ),
    ("agreed", "asserted", re.compile(r"(?i)\b(?:signed|agreed|contracted|on order|ordered|notes exchanged)\b")),
    ("pledged", "asserted", re.compile(r"(?i)\b(?:pledged|promised|announced|committed)\b")),
)
"""What the heading of a list says of its entries; the first that fits decides."""
_BRACKET = re.compile(r"\s\([^()]{3,80}\)")
_BECAME = re.compile(
    r"\b(?:became|becomes|has become|is|was)\s+(?:(?:the|its|a|an)\s+)?(?:[\w-]+\s+){0,2}(?:recipient|beneficiary)\b|"
    r",\s+(?:an?|the|its)\s+(?:[\w-]+\s+){0,2}(?:recipient|beneficiary)\b"
)
_LEFT_OUT = re.compile(
    r"\s*(?:was|were|is|are)\s+(?:not\s+(?:among|one of|selected|chosen|picked|named|included)|left out|"
    r"passed over)\b"
)
_WAITING = re.compile(r"\b(?:waiting for|awaiting|awaits?|waits? for|yet to receive|has not (?:yet )?received)\b")
_HEARSAY = re.compile(r"\b(?:reports?|rumou?rs?|speculation|reportedly)\b")
_AS = re.compile(r"[^.;,]{0,30}\bas\b")
_A_NAME = re.compile(r"\s+(?:an?|the|its|their)\s")
_FOLLOW = re.compile(
    r"\b(?:is|are) (?:meant|due|expected|set|slated|scheduled|planned|next) to follow\b|\b(?:is|are) next\b"
)


class GrantReader(Grants):
    """Reads, once agreements, programmes and transfers are known, what only the scheme of the text explains."""

    def read(self, agreements: list[Draft], transfers: list[Draft]) -> list[Draft]:
        """Return the transfers and agreements found."""
        if not any(self.topics):
            return []
        sentences, blocks = self.context.reading.sentences, self.context.reading.document.blocks
        signed = {s.sentences[0]: d for d in agreements for s in d.stages if s.stage == "signed"}
        at = 0
        entries: set[int] = set()
        while at < len(sentences):
            stop = at
            while stop < len(sentences) and sentences[stop].block == sentences[at].block:
                stop += 1
            if blocks[sentences[at].block].kind == "item" and self._entry(sentences[at:stop], signed):
                entries.update(range(at, stop))
            at = stop
        recipients: dict[str, Actor] = {}
        for d in transfers:
            if d.programme:
                recipients.update({a.identity: a for a in d.actors("recipient") if a.kind == "state"})
        out: set[str] = set()
        for sentence in sentences:
            topic = self.topics[sentence.index]
            if sentence.heading or topic is None or sentence.index in entries:
                continue
            if sentence.index not in signed:
                self._notes(sentence, topic, recipients)
            else:
                self._noted(sentence, topic, signed[sentence.index])
            self._picked(sentence, topic)
            self._bracketed(sentence, topic)
            self._became(sentence, topic)
            self._listed(sentence, topic)
            state = self._opening(sentence)
            if state is not None and _LEFT_OUT.match(self.text, sentence.actors[0].end, sentence.end):
                self._transfer(sentence, topic, state, [StageDraft("selected", "denied", [sentence.index])])
                out.add(state.identity)
        for d in self.drafts:
            if d.keys("recipient") & out and d.rule == "transfer-picked":
                d.stages = [s for s in d.stages if s.modality == "denied"]
        return [d for d in self.drafts if d.stages or d.kind == "programme"]

    def _entry(self, entry: list[Sentence], signed: dict[int, Draft]) -> bool:
        """Read an entry of a list that opens with a recipient: its goods, its sum, what happened when."""
        head, topic = entry[0], self.topics[entry[0].index]
        state = self._opening(head)
        if topic is None or state is None or not _ENTRY.match(self.text[head.actors[0].end : head.end]):
            return False
        draft = self._transfer(head, topic, state, [], rule="transfer-entry")
        if draft is None:
            return False
        agreement: Draft | None = None
        for sentence in entry:
            for actor in sentence.actors:
                if actor.actor.kind == "organisation" and actor.actor.state == state.key:
                    draft.add("recipient", actor.actor, sentence.index)
            if sentence.amounts and draft.amount is None:
                first = sentence.amounts[0]
                draft.amount, draft.amount_sentence = (first.value, first.currency), sentence.index
            for item in self._goods(sentence):
                draft.item(item.label, item.quantity, sentence.index, example=item.example)
            stage = self._stage(sentence)
            if stage is None:
                continue
            draft.stage(stage)
            if stage.stage == "agreed" and stage.modality == "asserted" and sentence.index not in signed:
                agreement = self._agreement(sentence, draft, stage)
        if agreement is not None:
            agreement.amount, agreement.amount_sentence = draft.amount, draft.amount_sentence
            for i in draft.items:
                agreement.item(i.label, i.quantity, i.sentences[0], example=i.example)
        if not (draft.stages or draft.items or draft.amount) and not any(_TALKED.search(s.text) for s in entry):
            self.drafts = [d for d in self.drafts if d is not draft]
            self._beneficiary(topic, state, head)
            return True
        if not draft.stages:
            headed = self._headed(entry)
            if headed is not None:
                draft.stages.append(headed)
                return True
            open_ = next((s for s in entry if _TALKED.search(s.text)), None)
            stage = StageDraft("selected", "asserted", [head.index])
            draft.stages.append(StageDraft("proposed", "possible", [open_.index]) if open_ else stage)
        return True

    def _headed(self, entry: list[Sentence]) -> StageDraft | None:
        """Return the stage that the heading of a list gives its entries: "Delivered", "Still to come"."""
        sentences, blocks = self.context.reading.sentences, self.context.reading.document.blocks
        at = entry[0].index - 1
        while at >= 0 and blocks[sentences[at].block].kind == "item":
            at -= 1
        head = sentences[at].text.strip() if at >= 0 else ""
        if not head or not (sentences[at].heading or head.endswith(":")) or len(head) > _HEAD_LENGTH:
            return None
        date = next((d for s in entry for d in s.dates), None)
        for stage, modality_, pattern in _HEADED:
            if pattern.search(head):
                return StageDraft(
                    stage, modality_, [entry[0].index], date.value if date else None, date.end_value if date else None
                )
        return None

    def _beneficiary(self, topic: ProgrammeMention, state: Actor, sentence: Sentence) -> None:
        """Put a recipient that a list merely names on the programme itself."""
        tag = topic.key or topic.label.casefold()
        programme = next((d for d in self.drafts if d.kind == "programme" and d.tag == tag), None)
        if programme is None:
            programme = Draft("programme", topic.type, "programme-picked", sentence.start, 0.65, tag=tag)
            programme.name, programme.name_sentence = topic.label, self._says(topic)
            owner = self.owner(topic)
            if owner is not None:
                programme.add("owner", owner, self._says(topic))
            self.drafts.append(programme)
        programme.add("beneficiary", state, sentence.index)

    def _notes(self, sentence: Sentence, topic: ProgrammeMention, recipients: dict[str, Actor]) -> None:
        """Read "Notes for 300 million yen were exchanged in Suva on 3 May" as agreement and transfer."""
        match = _EXCHANGED.search(self.text, sentence.start, sentence.end)
        owner = self.owner(topic)
        if match is None or owner is None or _OPEN.search(self.text[sentence.start : match.start()]):
            return
        others = [s for s in self.context.focus.states_in(sentence, acting=True) if s.identity != owner.identity]
        pool = others or [a for a in recipients.values() if a.identity != owner.identity]
        if len({a.identity for a in pool}) != 1:
            return
        ahead = match["aux"] in ("will be", "are to be")
        date = next((d for d in sentence.dates if not d.reporting), None)
        place = next((p.label for p in sentence.places if p.prep in ("in", "at")), None)
        stage = StageDraft("agreed", "planned" if ahead else "asserted", [sentence.index], date.value if date else None)
        stage.place = None if ahead else place
        draft = self._transfer(sentence, topic, pool[0], [stage], rule="transfer-by-notes")
        if draft is None:
            return
        for item in self._goods(sentence):
            draft.item(item.label, item.quantity, sentence.index)
        agreement = self._agreement(sentence, draft, stage)
        following = self.context.reading.sentences[sentence.index + 1 : sentence.index + 2]
        if following and following[0].block == sentence.block and _SIGNERS.match(following[0].text):
            self.context.persons_to(agreement, "signatory", following[0].persons, following[0])
        if sentence.amounts:
            first = sentence.amounts[0]
            for d in (draft, agreement):
                d.amount, d.amount_sentence = (first.value, first.currency), sentence.index

    def _noted(self, sentence: Sentence, topic: ProgrammeMention, agreement: Draft) -> None:
        """Return the transfer beside an exchange of notes that names what, or how much, it grants."""
        owner, parties = self.owner(topic), [a for a in agreement.actors("party") if a.kind == "state"]
        goods, stage = self._goods(sentence), next(s for s in agreement.stages if s.stage == "signed")
        if agreement.type != "security-assistance" or owner is None or stage.modality != "asserted":
            return
        others = [a for a in parties if a.identity != owner.identity]
        if len(parties) != 2 or len(others) != 1 or not (goods or sentence.amounts):
            return
        agreed = StageDraft("agreed", "asserted", [sentence.index], stage.date, place=stage.place)
        draft = self._transfer(sentence, topic, others[0], [agreed], rule="transfer-by-notes")
        if draft is None:
            return
        for item in goods:
            draft.item(item.label, item.quantity, sentence.index, example=item.example)
        if sentence.amounts:
            first = sentence.amounts[0]
            draft.amount, draft.amount_sentence = (first.value, first.currency), sentence.index

    def _picked(self, sentence: Sentence, topic: ProgrammeMention) -> None:
        """Read "the ministry picked A and B for next year": dated, a selection each; undated, beneficiaries."""
        for trigger in sentence.triggers.get("programme", ()):
            if not trigger.trigger.frame.transfer or self.context.passive(sentence, trigger):
                continue
            near = [g for g in sentence.groups if 0 <= g.start - trigger.end < 12 and g.prep == ""]
            mode = self.context.modality(sentence, trigger)
            if not near or mode[0] != "asserted" or near[0].members[0].adjective or near[0].members[-1].possessive:
                continue
            said = self.text[sentence.start : trigger.start]
            if _HEARSAY.search(said) or _AS.match(self.text, near[0].end, sentence.end):
                continue
            acting = self.context.focus.states_in(sentence, low=trigger.start - 70, high=trigger.start)
            runner = self.owner(topic)
            if acting and (runner is None or runner.identity not in {a.identity for a in acting}):
                continue
            if _A_NAME.match(self.text, near[0].end, sentence.end):
                continue
            states = [s for a in near[0].actors if (s := self.context.focus.state(a)) is not None]
            close = [d for d in sentence.dates if not self.text[d.end : trigger.start].strip(" ,")]
            date = close[0] if close else self.context.date(sentence, trigger.start)
            if len(states) > 1 and date is None:
                programme = Draft("programme", topic.type, "programme-picked", sentence.start, 0.65)
                programme.tag = topic.key or topic.label.casefold()
                programme.name, programme.name_sentence = topic.label, self._says(topic)
                owner = self.owner(topic)
                if owner is not None:
                    programme.add("owner", owner, self._says(topic))
                for state in states:
                    if owner is None or state.identity != owner.identity:
                        programme.add("beneficiary", state, sentence.index)
                self.drafts.append(programme)
                continue
            for state in states:
                stage = StageDraft("selected", "asserted", [sentence.index], date.value if date else None)
                draft = self._transfer(sentence, topic, state, [stage])
                end = modality.clause_end(self.text, near[0].end, sentence.end)
                for item in self._goods(sentence):
                    if draft is not None and near[0].end <= item.start < end:
                        draft.item(item.label, item.quantity, sentence.index)

    def _listed(self, sentence: Sentence, topic: ProgrammeMention) -> None:
        """Read "Recipients were A, B and C" of the scheme that the text is about: each is a beneficiary."""
        match = _WERE.search(self.text, sentence.start, sentence.end)
        near = [g for g in sentence.groups if match and 0 <= g.start - match.end() < 6]
        if match is None or not near or sentence.programmes or _OPEN.search(sentence.text):
            return
        if self.text[near[0].end : near[0].end + 2] == " (":
            return
        owner = self.owner(topic)
        for actor in near[0].actors:
            state = self.context.focus.state(actor)
            if state is not None and (owner is None or state.identity != owner.identity):
                self._beneficiary(topic, state, sentence)

    def _bracketed(self, sentence: Sentence, topic: ProgrammeMention) -> None:
        """Read "the recipients are Fiji (two drones), Samoa (a radar)": what stands in brackets is its own."""
        if not _RECIPIENTS.search(sentence.text) or _OPEN.search(sentence.text):
            return
        found = []
        for actor in sentence.actors:
            bracket = _BRACKET.match(self.text, actor.end, sentence.end)
            state = self.context.focus.state(actor.actor) if bracket and actor.actor.kind == "state" else None
            if bracket is not None and state is not None and not actor.adjective:
                found.append((state, bracket.start(), bracket.end()))
        for state, low, high in found if len(found) > 1 else ():
            goods = [i for i in self._goods(sentence) if low <= i.start < high]
            sums = [a for a in sentence.amounts if low <= a.start < high]
            dates = [d for d in sentence.dates if low <= d.start < high]
            if not goods and not sums:
                continue
            stage = StageDraft("selected", "asserted", [sentence.index], dates[0].value if dates else None)
            draft = self._transfer(sentence, topic, state, [stage])
            if draft is None:
                continue
            for item in goods:
                draft.item(item.label, item.quantity, sentence.index)
            if sums:
                draft.amount, draft.amount_sentence = (sums[0].value, sums[0].currency), sentence.index

    def _became(self, sentence: Sentence, topic: ProgrammeMention) -> None:
        """Read "Fiji became the first recipient, with two drones" and "Fiji, a recipient in 2023, awaits its boats"."""
        match = _BECAME.search(self.text, sentence.start, sentence.end)
        follow = _FOLLOW.search(self.text, sentence.start, sentence.end)
        previous = self.context.reading.sentences[sentence.index - 1] if sentence.index else None
        if follow and previous is not None and _BECAME.search(previous.text):
            for state in self.context.states_of(self.context.subject(sentence, follow.start())):
                stages = [
                    StageDraft("selected", "asserted", [sentence.index]),
                    StageDraft("agreed", "planned", [sentence.index]),
                ]
                self._transfer(sentence, topic, state, stages)
            return
        if match is None or _OPEN.search(self.text[sentence.start : match.start()]):
            return
        who = self.context.states_of(self.context.subject(sentence, match.start() + 1))
        if len(who) != 1:
            return
        date = next((d for d in sentence.dates if not d.reporting), None)
        stages = [StageDraft("selected", "asserted", [sentence.index], date.value if date else None)]
        waiting = _WAITING.search(self.text, match.end(), sentence.end)
        goods = [i for i in self._goods(sentence) if i.start >= (waiting.end() if waiting else match.end())]
        if waiting and goods:
            stages.append(StageDraft("delivered", "planned", [sentence.index]))
        draft = self._transfer(sentence, topic, who[0], stages)
        for item in goods if draft is not None else ():
            draft.item(item.label, item.quantity, sentence.index)  # type: ignore[union-attr]
