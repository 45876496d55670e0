"""Transfers: who gives or sells what to whom, and how far it has come."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction import companies, modality
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds import (
    contracts,
    deliveries,
    exchanged,
    givers,
    goods,
    trainings,
    transfer_stages,
)
from kg.extraction.kinds.givers import Deed, Sides, Tally
from kg.extraction.kinds.transfer_book import Event
from kg.extraction.kinds.transfer_checks import TransferChecks

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.companies import Company
    from kg.extraction.mentions import Actor, ItemMention, Sentence, TriggerMention

_DEPARTED = re.compile(r"\b(?:left|departed(?: from)?|sailed from|flown from|shipped from|shipped out of)\s+\Z")
_TO_COME = re.compile(
    r"[^.;]{0,70}?\b(?:(?P<open>could|may|might)|will|would|(?:is|are) (?:to|due|expected|scheduled|planned|set|"
    r"projected|slated|foreseen))\b"
)
_TO_SUPPLY = re.compile(
    r"\b(?:contracts?|deals?|agreements?|order|MoU|MOU|memorandum|tender|talks|negotiations|request|bid|plan|"
    r"proposal)\b"
    r"[^.;]{0,160}\b(?:for|on)\s(?:the\s|[A-Z][\w.]+(?:\s[A-Z]\w+)?[’']s\s)?\Z"
)
"""Before "supply of": what a contract is for has not been delivered yet."""
_AND_THAT = re.compile(r",? and that\b|;")
_MEANS = re.compile(
    r"\b(?:made|carried|flown|transported|brought|delivered|undertaken|conducted)\s(?:out\s)?(?:by|aboard|on board|"
    r"on|in)\s"
    r"(?:an?|the|its|their)\s(?:[\w.’'-]+\s){0,4}\Z"
)
"""Before what carries the goods."""
_FURTHER = re.compile(
    r"\b(?:[Aa] further|[Bb]y a further|[Aa]nother|[Ss]eparate(?:ly)?|[Aa] second|[Aa] different)\b[^.;]{0,110}\Z"
)
_YARD = re.compile(r"\b(?:yard|shipyard|plant|factory|built|assembled|produced|manufactured) (?:in|at)\b")
_TO_BE = re.compile(r"\bto be (?:\w+ly )?\Z")
_MONEY = re.compile(r"\b(?:[Ff]und(?:s|ing|ed)?|[Ff]inanc\w+|budget|over (?:\w+|\d+) years|invest\w*)\b")
_GRANT = re.compile(
    r"\b(?:grants?|grant aid|drawdown|donat\w+|gift|Official Security Assistance|"
    r"OSA)\b",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"\b(?:will|would|(?:is|are) to|(?:is|are) (?:due|expected|scheduled|planned|set) to|"
    r"plans? to)\b[^.;]{0,90},?\s*(?:with|and)"
    r"\s+(?:\w+\s+){0,2}\Z|\b(?:before|ahead of|pending|awaiting|until)\s+(?:the\s+)?(?:\w+\s+)?\Z"
)
_CAME_TO_NOTHING = re.compile(
    r"\b(?:no (?:contract|deal|agreement|order)|(?:was|were|has been|have been) (?:turned down|rejected|refused|"
    r"declined|dropped|"
    r"abandoned|shelved|called off|scrapped|cancelled|canceled|vetoed|blocked)|came to nothing|fell through|"
    r"collapsed|"
    r"failed to materiali[sz]e|never (?:signed|concluded|materiali[sz]ed|went through)|not been signed)\b"
)
_MONEY_BUYS = re.compile(
    r"(?:\b[Ii]t|\b(?:[Tt]he|[Tt]his) (?:grant|money|aid|funds?|assistance|loan|sum|package|project|funding))\s+"
    r"(?:(?:will|would|is to|is expected to|is meant to|can|is intended to)\s+)?(?:help\s+)?(?:be used to\s+)?\Z"
)
_WORKS = re.compile(
    r"(?:runway|airstrip|jett(?:y|ies)|whar(?:f|ves)|pier|air ?base|airfield|academy|centre|center|base|dock|"
    r"slipways?|"
    r"facilit(?:y|ies)|barracks|boathouses?|infrastructure(?: projects?)?|works|station|posts?)$", re.IGNORECASE,
)  # fmt: skip


class TransferReader(TransferChecks):
    """Reads the transfers of one document."""

    def read(self, sentence: Sentence) -> None:
        """Read one sentence."""
        if sentence.heading and not self.headings:
            return
        verbs = [t for t in sentence.triggers.get("transfer", ()) if self._verbal(sentence, t)]
        sentence.triggers["transfer"] = verbs
        firms = companies.find(self.text, sentence, self.context.reading.registry, self.firms)
        for firm in firms:
            if firm.polity:
                self._votes[(firm.polity, "supplier")] += 1
        events: list[Event] = []
        done: set[int] = set()
        for trigger in verbs:
            if trigger.start in done:
                continue
            event = self._event(sentence, trigger, firms)
            if event is not None:
                done.add(trigger.start)
                for part in self._apart(event, sentence, firms):
                    self._fuse(events, part, sentence)
        if self._several.opens(sentence):
            events = []
        self._by_notes(events, sentence)
        deliveries.complement([e.draft for e in events], sentence)
        for event in events:
            self._emit(event, sentence)
        told = None if any(e.goods for e in events) else self._several.read(sentence)
        if told is not None:
            if not (told.keys("supplier") and told.keys("recipient")):
                self._other(told, sentence, near=False)
            self.found += [told] if told.keys("supplier") and told.keys("recipient") else []
            return
        self.found += deliveries.reputed(self.context, sentence)
        if not events and self.found:
            deliveries.later(context=self.context, sentence=sentence, last=self.found[-1], firms=firms)

    def _by_notes(self, events: list[Event], sentence: Sentence) -> None:
        """Read an exchange of notes: what it grants is agreed, and a sentence of its own is a transfer too."""
        notes = exchanged.settled(self.context, sentence)
        if notes is None:
            return
        granted = [e for e in events if not e.bare and e.trigger.trigger.frame.side == "supplier"]
        things = [i for i in sentence.items if not i.generic or i.quantity] or [
            i for i in sentence.items if i.generic and "equipment" in i.label
        ]
        things = [i for i in things if not any(p.start <= i.start < p.end for p in sentence.programmes)]
        date = next((d for d in sentence.dates if not d.reporting), None)
        place = next((p.label for p in sentence.places if p.prep in ("in", "at")), None)
        stage = StageDraft(
            "agreed", notes.modality, [sentence.index], date.value if date else None,
            place=place if notes.modality == "asserted" and place not in self._countries else None,
        )  # fmt: skip
        programme = deliveries.assistance(sentence)
        secure = self.context.lexicon.security.search(sentence.text) or self.secure
        secure = secure or (programme is not None and programme.key not in (None, "ODA"))
        if not granted and (things or sentence.amounts) and secure:
            draft = Draft("transfer", "loan" if notes.loan else "grant", "transfer-by-notes", sentence.start, 0.75)
            for item in things:
                draft.item(item.label, item.quantity, sentence.index, example=item.example)
            if sentence.amounts:
                first = sentence.amounts[0]
                draft.amount, draft.amount_sentence = (first.value, first.currency), sentence.index
            if programme is not None:
                draft.programme, draft.programme_sentence = (programme.label, programme.key), sentence.index
            draft.stages.append(stage)
            if _FURTHER.search(self.text, sentence.start, sentence.start + 60):
                draft.tag = f"further:{sentence.start}"
            if notes.giver is not None:
                draft.add("supplier", notes.giver, sentence.index)
            if notes.taker is not None:
                draft.add("recipient", notes.taker, sentence.index)
            if draft.participants:
                self.found.append(draft)
            return
        for event in granted:
            draft = event.draft
            for old in draft.stages:
                if old.stage in ("pledged", "proposed") and old.modality in ("asserted", "planned"):
                    old.stage, old.modality, old.place = "agreed", notes.modality, old.place or stage.place
                    old.date = old.date or stage.date
            draft.type = "loan" if notes.loan else "grant" if draft.type == "other" else draft.type
            if not draft.keys("supplier") and notes.giver is not None:
                draft.add("supplier", notes.giver, sentence.index)
            if not draft.keys("recipient") and notes.taker is not None:
                draft.add("recipient", notes.taker, sentence.index)
        if not granted and self.found:
            last = self.found[-1]
            sides = {a.identity for a in (notes.giver, notes.taker) if a is not None}
            near = 0 < sentence.index - max(last.stages[-1].sentences) <= 2
            if near and last.type in ("grant", "other", "loan") and sides <= last.keys("supplier", "recipient"):
                last.stages = [s for s in last.stages if s.stage != "pledged"]
                last.stages.insert(0, stage)

    def _event(self, sentence: Sentence, trigger: TriggerMention, firms: list[Company]) -> Event | None:
        context, frame, form = self.context, trigger.trigger.frame, trigger.trigger.form
        if frame.shape in ("intransitive", "arrival"):
            draft = deliveries.moved(context, sentence, trigger)
            return Event(draft, [], False, trigger) if draft is not None else None
        if frame.shape == "training":
            draft = trainings.read(context, sentence, trigger)
            return Event(draft, [], False, trigger) if draft is not None else None
        if frame.shape == "mention" or self._governs(sentence, trigger):
            return None
        mode = context.modality(sentence, trigger)
        passive = frame.side in ("supplier", "recipient") and (
            context.passive(sentence, trigger) or self._reduced(sentence, trigger)
        )
        if form == "noun" and mode[0] == "asserted" and frame.keep and _WILL.search(
            self.text, sentence.start, trigger.start
        ):  # fmt: skip
            mode = ("planned", "scheduled")
        if form == "noun" and mode[0] == "asserted" and frame.modality is None:
            begun = transfer_stages.begun(self.text, sentence, trigger)
            to_come = None if begun else _TO_COME.match(self.text, trigger.end, sentence.end)
            mode = (("possible", None) if to_come["open"] else ("planned", "scheduled")) if to_come else mode
        if mode[0] == "asserted" and form in ("ed", "pp") and _TO_BE.search(
            self.text, max(sentence.start, trigger.start - 16), trigger.start
        ):  # fmt: skip
            mode = ("planned", "scheduled")
        if re.match(r"\s+between\b", self.text[trigger.end : trigger.end + 9]):
            return None
        if re.search(
            r"\b(?:not|no|rather than)\s+(?:an?\s+|yet\s+)?\Z",
            self.text[max(sentence.start, trigger.start - 14) : trigger.start],
        ):
            mode = ("denied", None)
        if self._held(sentence, trigger):
            mode = ("denied", None)
        elif self._idle(sentence, trigger):
            return None
        if frame.side == "contract":
            status = contracts.status(context, sentence, trigger)
            if status is None:
                return None
            mode = status
        handing = frame.id in ("transfer-provision", "transfer-deliver") and form == "noun" and mode[0] == "asserted"
        if handing and _TO_SUPPLY.search(self.text, max(sentence.start, trigger.start - 220), trigger.start):
            return None
        things, sums = goods.of(context, sentence, trigger, passive=passive)
        things = [t for t in things if not _MEANS.search(self.text, max(sentence.start, t.start - 70), t.start)]
        programme = deliveries.assistance(sentence)
        if not self._plausible(sentence, trigger, things, sums, programme, mode):
            return None
        bare = not things and not sums
        low = modality.clause_start(self.text, sentence.start, trigger.start)
        low = min([low, *[g.start for g in things]])
        left = bool(things) and things[0].end <= trigger.start
        end = modality.clause_end(self.text, trigger.end, sentence.end)
        low, end = self._own_part(sentence, trigger, low, end)
        side = frame.side or "supplier"
        if frame.type in ("lease", "loan") and not passive and form != "noun":
            lent = re.search(r"\bfrom\b", self.text[trigger.end : end]) is not None
            side = "recipient" if lent else side
        buys = side == "recipient" and form != "noun" and _MONEY_BUYS.search(self.text, sentence.start, trigger.start)
        if buys and (
            self.text[buys.start() : buys.start() + 2].lower() != "it" or any(d.amount for d in self.found[-2:])
        ):
            return self._bought_with(sentence, trigger, things, mode)
        deed = Deed(
            trigger.start, trigger.end, low, max([end, *[g.end for g in things]]), side,
            form == "noun" and frame.shape != "clause", passive, things, left,
            thanks=frame.shape == "thanks",
            works=frame.id == "transfer-works" or any(_WORKS.search(g.label) for g in things),
        )  # fmt: skip
        found = self._sides(sentence, deed, firms, trigger)
        counted = sums or any(g.quantity for g in things)
        vague = form in ("s", "base", "ing") and mode[0] == "asserted" and not counted and frame.side != "contract"
        stage_name, mode = transfer_stages.stage_of(self.text, sentence, trigger, mode)
        draft = Draft("transfer", transfer_stages.type_of(sentence, trigger), frame.id, trigger.start, 0.8)
        self._fill(draft, found, sentence)
        stage = context.stage(sentence, trigger, stage_name, mode)
        given = next((d for d in sentence.dates if stage.date and d.value == stage.date), None)
        if given is not None and transfer_stages.contracted(self.text, sentence, given.start):
            firm = not transfer_stages.initialled(self.text, sentence, given.start)
            if firm and frame.side == "supplier" and stage.stage in ("pledged", "delivered") and mode[0] != "denied":
                draft.stages.append(StageDraft("agreed", "asserted", [sentence.index], stage.date))
            stage.date = stage.end_date = None
        if stage.date is None and frame.id == "transfer-pledge" and mode[0] == "asserted":
            beside = [d for d in sentence.dates if 0 <= d.start - trigger.end < 16 and not self._ahead(d.value)]
            stage.date = beside[0].value if beside else None
        if stage.date and mode[0] == "asserted" and self._ahead(stage.date):
            if stage.stage == "pledged":
                # "will provide two boats next year" is a promise, and a handing over to come
                draft.stages.append(StageDraft("delivered", "planned", [sentence.index], stage.date, stage.end_date))
                stage.date = stage.end_date = None
            else:
                stage.modality, stage.force = "planned", "scheduled"
        if stage_name != "delivered" and not (stage_name == "agreed" and frame.side == "contract"):
            stage.place = None
        if stage_name in ("agreed", "proposed") and _CAME_TO_NOTHING.search(self.text, trigger.end, sentence.end):
            stage.stage, stage.modality, stage.force = "agreed", "denied", None
        if stage.place and (_YARD.search(sentence.text) or stage.place in self._countries):
            stage.place = None
        if not (stage.stage == "pledged" and any(s.stage == "agreed" for s in draft.stages)):
            draft.stages.insert(0, stage)
        if passive and frame.side == "recipient" and self._departed(sentence, trigger):
            draft.stages.append(StageDraft("delivered", "planned", [sentence.index], step="shipped"))
        for g in things:
            label = g.label
            if frame.id == "transfer-works" and form == "noun" and 0 <= g.start - trigger.end < 20:
                label = " ".join(self.text[trigger.start : g.end].split())
            draft.item(label, g.quantity, sentence.index, example=g.example)
        if sums:
            draft.amount, draft.amount_sentence = (sums[0].value, sums[0].currency), sentence.index
        money = _MONEY.search(sentence.text) and not _GRANT.search(sentence.text)
        if sums and not things and money and draft.type in ("grant", "other"):
            draft.type = "funding"
        if programme is not None:
            draft.programme, draft.programme_sentence = (programme.label, programme.key), sentence.index
            if draft.type == "other" and programme.type == "assistance" and programme.key != "FMS":
                draft.type = "grant"
        if draft.type == "other" and any(
            a.kind == "organisation" and a in (f.actor for f in firms) for a in found.supplier
        ):
            draft.type = "sale"
        if _FURTHER.search(self.text, max(sentence.start, trigger.start - 120), trigger.start):
            draft.tag = f"further:{trigger.start}"
        if frame.side == "contract" or frame.keep:
            for extra in deliveries.extras(self.text, things, sentence):
                draft.item(extra, None, sentence.index)
        return Event(draft, things, bare, trigger, found.open, vague=vague and not bare)

    def _own_part(self, sentence: Sentence, trigger: TriggerMention, low: int, end: int) -> tuple[int, int]:
        """Narrow a clause to its part of "that A has given ships to B, and that C delivered radars to D"."""
        for t in sentence.triggers.get("transfer", ()):
            if t.trigger.form == "noun" or t is trigger:
                continue
            first, last = (trigger, t) if t.start > trigger.end else (t, trigger)
            match = _AND_THAT.search(self.text, first.end, last.start)
            if match is not None and first is trigger:
                end = min(end, match.start())
            elif match is not None:
                low = max(low, match.start())
        return low, end

    def _bought_with(
        self, sentence: Sentence, trigger: TriggerMention, things: list[ItemMention], mode: tuple[str, str | None]
    ) -> Event | None:
        """Read "it will buy the navy two radars" of a grant spoken of before: its goods, and who gets them."""
        near = [d for d in self.found[-2:] if d.amount is not None]
        if not near or not things or sentence.index - max(near[-1].stages[-1].sentences) > 2:
            return None
        last = near[-1]
        for a in sentence.actors:
            if trigger.end <= a.start and a.actor.kind == "organisation" and a.prep in ("", "for", "to"):
                last.add("recipient", a.actor, sentence.index)
        for g in things:
            last.item(g.label, g.quantity, sentence.index, example=g.example)
        if mode[0] in ("planned", "asserted") and trigger.trigger.form == "base":
            last.stage(StageDraft("delivered", "planned", [sentence.index]))
        return None

    def _sides(self, sentence: Sentence, deed: Deed, firms: list[Company], trigger: TriggerMention) -> Sides:
        tally = Tally(self.context, sentence, firms)
        if deed.side == "contract":
            found = contracts.parties(tally, deed, trigger)
        else:
            tally.count(deed)
            found = givers.choose(tally)
        return found

    def _fill(self, draft: Draft, found: Sides, sentence: Sentence) -> None:
        for actor in found.supplier:
            draft.add("supplier", actor, sentence.index)
        for actor in found.recipient:
            draft.add("recipient", actor, sentence.index)
        for actor in found.maker:
            draft.add("manufacturer", actor, sentence.index)

    def _ahead(self, date: str) -> bool:
        published = self.context.reading.document.published
        return bool(published) and date[: len(str(published))] > str(published)[: len(date)]

    def _apart(self, event: Event, sentence: Sentence, firms: list[Company]) -> list[Event]:
        """Return an event for each source in "two ships from A and three jets from B"."""
        if event.trigger.trigger.frame.side != "recipient":
            return [event]
        parts = goods.pairs(self.text, sentence, event.goods, firms)
        out = []
        for own, at in parts:
            draft = replace(event.draft, participants=[], items=[], stages=[replace(s) for s in event.draft.stages])
            for p in event.draft.participants:
                if p.role == "recipient":
                    draft.add("recipient", p.actor, sentence.index)
            firm = next((f.actor for f in firms if f.start == at), None)
            actor = firm or next(a.actor for a in sentence.actors if a.start == at)
            draft.add("supplier", firm or self.context.focus.state(actor) or actor, sentence.index)
            draft.type = "sale" if firm and draft.type == "other" else draft.type
            for g in own:
                draft.item(g.label, g.quantity, sentence.index, example=g.example)
            out.append(Event(draft, own, False, event.trigger))
        return out or [event]

    def _departed(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        return any(_DEPARTED.search(self.text, trigger.end, a.start) for a in sentence.actors if a.start > trigger.end)


def selected(context: Context, rows: list[tuple[str, str | None, str, Actor, int, StageDraft]]) -> list[Draft]:
    """Return a transfer for each single recipient that a programme named; its items come with later sentences."""
    out = []
    for label, key, owner, state, sentence, stage in rows:
        draft = Draft("transfer", "grant", "transfer-selected", context.reading.sentences[sentence].start, 0.75)
        supplier = next((s for k in owner.split(";") if k and (s := context.focus.by_key(k))), None)
        named = context.focus.states_in(context.reading.sentences[sentence])
        supplier = supplier or next((s for s in named if s.identity != state.identity), None)
        if supplier is not None and supplier.identity in {s.identity for s in named}:
            draft.add("supplier", supplier, sentence)
        draft.add("recipient", state, sentence)
        draft.stages.append(stage)
        draft.programme, draft.programme_sentence = (label, key), sentence
        out.append(draft)
    return out
