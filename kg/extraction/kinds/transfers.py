"""Transfers: who gives or sells what to whom, and how far it has come."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds import deliveries, transfer_stages
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import AmountMention, ItemMention, ProgrammeMention, Sentence, TriggerMention

_TO = frozenset({"to"})
_FOR = frozenset({"to", "for"})
_FROM = frozenset({"from", "by"})
_ONLY_FROM = frozenset({"from"})
_BY = frozenset({"by"})
_OF_TOTAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|last|one|two|three) of (?:the |its |their )?[\w-]+\s\Z"
)
_DEPARTED = re.compile(r"\b(?:left|departed(?: from)?|sailed from|flown from|shipped from|shipped out of)\s+\Z")
_NOUN_LIKE = re.compile(
    r"\b(?:the|a|an|its|their|his|her|our|any|no|such|of|for|on|with|from|under|defen[cs]e|arms|weapons?|military|"
    r"equipment|missile|aircraft|submarine|naval|security|new|future|further|planned|possible|proposed|million|billion|yen)\s\Z"
)
_SCRAPPED = re.compile(
    r"\b(?:scrap|cancel|abandon|terminat|drop|shelv|halt|suspend|annul|freez|froze)\w*\s+(?:[\w$.,-]+\s+){0,4}\Z",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"[^.;,]{0,90}?\b(?:(?P<open>could|may|might)|will|would|(?:is|are) (?:to|due|expected|scheduled|planned|set))\b"
)
_FUNDS = re.compile(
    r"\b(?:grants?|aid|assistance|funding|package|loans?|financing|credit|support|fund|provision|donation)\b"
)
_FOR_THE = re.compile(r"\bfor\s+(?:[\w-]+\s+){0,2}\Z")
_LIGHT = re.compile(
    r"\s+(?:an?|the|its)\s+(?:[\w-]+\s+){0,2}(?:welcome|farewell|send-off|warning|escort|name|salute|blessing|priority)\b"
)
_AS_A = re.compile(r"\s+as\b")
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|next|last|latest)\b[^,;]{0,50}\Z"
)
_AGAIN = re.compile(r"(?:the|The) (?:vessel|ship|boat|aircraft|craft|equipment|system|radar|helicopter|plane|drone)s?")
_ONWARD = re.compile(r",? but\b|,? and (?:the two|both|it|they|will|would|has|have|is|are|was|were|to)\b")
_NOMINAL = re.compile(r"\b(?:the|a|an|its|their|for)\s\Z")
_HELD_BACK = re.compile(
    r"\b(?:information|opportunit|support|training|platform|insight|details|update|access|intelligence|"
    r"services|framework|boost|assurance|briefing)\w*\b"
)
_GENERAL = re.compile(r"\b(?:can|allows?|enables?|aims? to|designed to|would allow|helps?)\b")


class TransferReader:
    """Reads the transfers of one document."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self.found: list[Draft] = []
        said = [s for s in context.reading.sentences if context.lexicon.security.search(s.text)]
        self.secure = len(said) * 3 >= len(context.reading.sentences) > 2

    def read(self, sentence: Sentence) -> None:
        """Read one sentence."""
        if sentence.heading:
            return
        done: set[int] = set()
        before = len(self.found)
        verbs = [t for t in sentence.triggers.get("transfer", ()) if self._verbal(sentence, t)]
        sentence.triggers["transfer"] = verbs
        for trigger in verbs:
            if trigger.start in done:
                continue
            draft = self._read(sentence, trigger)
            if draft is not None:
                done.add(trigger.start)
                self.found.append(draft)
        deliveries.complement(self.found[before:], sentence)
        self.found += deliveries.reputed(self.context, sentence)
        if not done and self.found:
            deliveries.later(context=self.context, sentence=sentence, last=self.found[-1])

    def _verbal(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a trigger is no noun that looks like a verb ("the grant") and no half of "Indian-funded"."""
        if self.text[trigger.start - 1 : trigger.start] == "-":
            return False
        low = max(sentence.start, trigger.start - 24)
        if trigger.trigger.frame.side == "contract":
            return True
        return trigger.trigger.form not in ("base", "s") or not _NOUN_LIKE.search(self.text, low, trigger.start)

    def _read(self, sentence: Sentence, trigger: TriggerMention) -> Draft | None:
        context, frame, form = self.context, trigger.trigger.frame, trigger.trigger.form
        if frame.shape in ("intransitive", "arrival"):
            return deliveries.moved(context, sentence, trigger)
        if frame.side == "contract":
            return deliveries.contracted(context, sentence, trigger)
        mode = context.modality(sentence, trigger)
        passive = context.passive(sentence, trigger)
        if form == "noun" and mode[0] == "asserted":
            to_come = _TO_COME.match(self.text, trigger.end, sentence.end)
            mode = (("possible", None) if to_come["open"] else ("planned", "scheduled")) if to_come else mode
        if form == "ing" and _NOMINAL.search(self.text[max(sentence.start, trigger.start - 8) : trigger.start]):
            return None
        if form == "noun" and self._subject_matter(sentence, trigger):
            return None
        if form in ("base", "s") and _NOUN_LIKE.search(
            self.text, max(sentence.start, trigger.start - 24), trigger.start
        ):
            return None
        if form in ("noun", "base") and _SCRAPPED.search(self.text, sentence.start, trigger.start):
            return None
        goods, sums = self._objects(sentence, trigger, passive)
        programme = self._programme(sentence)
        if frame.weak and any(t.trigger.frame.id == "transfer-sale" for t in sentence.triggers["transfer"]):
            return None
        if (
            frame.weak
            and frame.side == "supplier"
            and any(
                t.trigger.frame.side == "recipient" and 0 <= t.start - trigger.end < 30
                for t in sentence.triggers["transfer"]
            )
        ):
            return None
        if frame.weak:
            goods = [g for g in goods if 0 <= g.start - trigger.end < 80]
            sums = [s for s in sums if 0 <= s.start - trigger.end < 60]
            if not (goods or (sums and _FUNDS.search(sentence.text))):
                return None
        if frame.id == "transfer-extend":
            goods = []
            sums = sums if _FUNDS.search(self.text, trigger.end, min(sentence.end, trigger.end + 80)) else []
        if not goods and not sums:
            return None
        if goods and _LIGHT.match(self.text, goods[-1].end, sentence.end):
            return None
        if goods and _AS_A.match(self.text, goods[-1].end) and self.text[trigger.start :].lower().startswith("present"):
            return None
        if not goods and not context.lexicon.security.search(sentence.text) and programme is None:
            return None
        if form in ("s", "base") and mode[0] == "asserted" and not sums and not any(g.quantity for g in goods):
            return None
        if form == "ing" and mode[0] == "asserted" and not sums and not any(g.quantity for g in goods):
            return None
        if frame.id == "transfer-get" and not self._got(sentence, trigger, goods, programme):
            return None
        supplier, recipient = self._sides(sentence, trigger, passive)
        if frame.type in ("lease", "loan") and not recipient and not passive:
            source = self._first(sentence, trigger.end, frozenset({"from"}))
            supplier, recipient = (source, supplier) if source else (supplier, recipient)
        if not supplier and not recipient:
            return None
        known = programme or sums or any(g.quantity for g in goods) or (goods and frame.keep)
        partial = (not supplier or not recipient) and not known
        if supplier and recipient and supplier[0].identity == recipient[0].identity:
            return None
        if not context.lexicon.security.search(sentence.text) and programme is None and not (self.secure and goods):
            return None
        stage_name, mode = transfer_stages.stage_of(self.text, sentence, trigger, mode)
        draft = Draft("transfer", transfer_stages.type_of(sentence, trigger), frame.id, trigger.start, 0.8)
        for actor in supplier[:1]:
            draft.add("supplier", actor, sentence.index)
        for actor in recipient[:1] + [a for a in recipient[1:] if a.kind == "organisation"]:
            draft.add("recipient", actor, sentence.index)
        stage = context.stage(sentence, trigger, stage_name, mode)
        if stage_name != "delivered":
            stage.place = None
        draft.stages.append(stage)
        if (
            passive
            and frame.side == "recipient"
            and any(_DEPARTED.search(self.text, trigger.end, a.start) for a in sentence.actors if a.start > trigger.end)
        ):
            draft.stages.append(StageDraft("delivered", "planned", [sentence.index], step="shipped"))
        again = [g for g in goods if g.quantity is None and _AGAIN.fullmatch(self.text, max(0, g.start - 4), g.end)]
        draft.partial = partial or (bool(again) and len(again) == len(goods) and not sums)
        for g in goods if not draft.partial or not again else ():
            draft.item(g.label, g.quantity, sentence.index, example=g.example)
        if sums:
            draft.amount, draft.amount_sentence = (sums[0].value, sums[0].currency), sentence.index
        if programme is not None:
            draft.programme, draft.programme_sentence = (programme.label, programme.key), sentence.index
        return draft

    def _objects(
        self, sentence: Sentence, trigger: TriggerMention, passive: bool
    ) -> tuple[list[ItemMention], list[AmountMention]]:
        end = modality.clause_end(self.text, trigger.end, sentence.end)
        onward = _ONWARD.search(self.text, trigger.end, end)
        end = onward.start() if onward else end
        others = [
            t.start
            for t in sentence.triggers.get("transfer", ())
            if t.start > trigger.end and t.trigger.form != "noun" and self.text[t.start - 1] != "-"
        ]
        cut = min([end, *[o for o in others if o - trigger.end > 12]])
        low, high = trigger.end, cut
        if passive:
            low, high = modality.clause_start(self.text, sentence.start, trigger.start), trigger.start
            if not any(low <= i.start < high for i in sentence.items):
                low, high = trigger.end, cut
        purpose = re.search(
            r"\b(?:to (?:enhance|strengthen|improve|help|boost|support|bolster|counter|monitor|protect|patrol)|"
            r"aimed at|in order to|as part of|capable of|from which|against)\b",
            self.text[low:high],
        )
        if purpose and not passive:
            high = low + purpose.start()
        goods = [replace(i) for i in sentence.items if low <= i.start < high]
        if any(not g.generic for g in goods):
            goods = [g for g in goods if not g.generic]
        goods = [g for g in goods if not g.generic or g.quantity]
        goods = [g for n, g in enumerate(goods) if not (n and _FOR_THE.search(self.text[goods[n - 1].end : g.start]))]
        for g in goods:
            before = self.text[max(sentence.start, g.start - 70) : g.start]
            bought = trigger.trigger.frame.side == "recipient" and not trigger.trigger.frame.keep
            if g.quantity and _ORDINAL.search(before) and not (bought and _OF_TOTAL.search(before)):
                g.quantity = None
        examples = [g for g in goods if g.example]
        if examples and goods[0] is not examples[0] and "equipment" in goods[0].label:
            goods = [g for g in goods if g.example or g.quantity]
        sums = [s for s in sentence.amounts if sentence.start <= s.start < end or passive]
        return goods, sums

    def _subject_matter(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a noun of transfer only says what an instrument or a policy is about."""
        within = [
            (m.start, m.scope)
            for m in sentence.instruments
            if m.type in ("equipment-transfer", None, "defence-cooperation")
        ]
        within += [(p.start, p.end) for p in sentence.programmes]
        if any(a <= trigger.start < b for a, b in within):
            return True
        abstract = [
            i
            for i in sentence.items
            if 0 <= i.start - trigger.end < 30 and i.quantity is None and "equipment" in i.label
        ]
        return bool(abstract) and trigger.trigger.frame.keep and not sentence.amounts

    def _programme(self, sentence: Sentence) -> ProgrammeMention | None:
        known = [p for p in sentence.programmes if p.type in ("assistance", "capacity-building", "other")]
        return known[0] if known else None

    def _sides(self, sentence: Sentence, trigger: TriggerMention, passive: bool) -> tuple[list[Actor], list[Actor]]:
        context, frame = self.context, trigger.trigger.frame
        to = self._first(sentence, trigger.end, _TO)
        toward = to or self._first(sentence, trigger.end, _FOR)
        source = self._first(sentence, trigger.end, _FROM)
        noun = trigger.trigger.form == "noun"
        subject = context.states_of(context.subject(sentence, trigger.start))
        if len(subject) > 1 and not passive:
            subject = []
        if frame.side == "recipient":
            source = self._first(sentence, trigger.end, _ONLY_FROM)
            buyer = self._first(sentence, trigger.end, _BY) if passive or noun else []
            if passive:
                left = [
                    a for a in sentence.actors
                    if a.start > trigger.end and _DEPARTED.search(self.text, trigger.end, a.start)
                ]  # fmt: skip
                origin = context.focus.state(left[0].actor) if left and not source else None
                return source or ([origin] if origin else []), buyer or toward or []
            if buyer:
                subject = buyer
            if not source:
                maker = [
                    a
                    for a in sentence.actors
                    if a.start > trigger.end and a.adjective and a.actor.kind == "state" and a.start - trigger.end < 60
                ]
                state = context.focus.state(maker[0].actor) if maker else None
                source = [state] if state else []
            return [s for s in source if not subject or s.identity != subject[0].identity], subject
        if passive:
            agent = context.states_of(context.agent(sentence, trigger.end))
            if (
                not to
                and self.text.startswith("To ", sentence.start)
                and sentence.groups
                and sentence.groups[0].prep == "to"
            ):
                to = self._first(sentence, sentence.start, _TO)
            low = modality.clause_start(self.text, sentence.start, trigger.start)
            goods_left = any(low <= i.start and i.end <= trigger.start for i in sentence.items)
            if to or goods_left:
                return agent or source, to
            return agent or source, subject
        if noun:
            owner = [
                s
                for a in sentence.actors
                if a.possessive and 0 <= trigger.start - a.end < 60 and (s := context.focus.state(a.actor))
            ]
            supplier = owner or self._by(sentence, trigger.end) or subject
            return [s for s in supplier if not toward or s.identity != toward[0].identity], toward
        near = [
            g
            for g in sentence.groups
            if g.start >= trigger.end and g.start - trigger.end < 8 and g.prep == "" and not g.members[-1].adjective
        ]
        indirect = [s for s in (context.focus.state(near[0].actors[0]),) if s] if near else []
        return subject, to or indirect or toward

    def _by(self, sentence: Sentence, at: int) -> list[Actor]:
        return self._first(sentence, at, _FROM)

    def _first(self, sentence: Sentence, at: int, preps: frozenset[str]) -> list[Actor]:
        for group in self.context.after(sentence, at, preps):
            state = self.context.focus.state(group.actors[0])
            if state:
                return [state, *[a for a in group.actors[:2] if a.kind == "organisation" and a.state == state.key]]
        return []

    def _got(
        self, sentence: Sentence, trigger: TriggerMention, goods: list[ItemMention], programme: ProgrammeMention | None
    ) -> bool:
        """Whether "got" means that goods were given: they follow at once, and a giver or a scheme is named."""
        between = self.text[trigger.end : goods[0].start] if goods else " to "
        given = programme is not None or bool(self._first(sentence, trigger.end, _ONLY_FROM))
        return given and not re.search(
            r"\b(?:to|with|in|into|under|at|close|off|past|out|up|over|near|on)\b|[,;:]", between
        )


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
