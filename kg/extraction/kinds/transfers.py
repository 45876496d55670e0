"""Transfers: who gives or sells what to whom, and how far it has come."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.extraction import companies, modality
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds import contracts, deliveries, exchanged, givers, goods, trainings, transfer_stages
from kg.extraction.kinds.givers import Deed, Sides, Tally
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.companies import Company
    from kg.extraction.mentions import AmountMention, ItemMention, ProgrammeMention, Sentence, TriggerMention

_DEPARTED = re.compile(r"\b(?:left|departed(?: from)?|sailed from|flown from|shipped from|shipped out of)\s+\Z")
_NOUN_LIKE = re.compile(
    r"\b(?:the|a|an|its|their|his|her|our|any|no|such|of|for|on|with|from|under|defen[cs]e|arms|weapons?|military|"
    r"equipment|missile|aircraft|submarine|naval|security|new|future|further|planned|possible|proposed|million|billion|yen)\s\Z"
)
_SCRAPPED = re.compile(
    r"\b(?:scrap|cancel|abandon|terminat|drop|shelv|halt|suspend|annul|freez|froze|block|veto)\w*\s+(?:[\w$.,-]+\s+){0,4}\Z",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"[^.;]{0,70}?\b(?:(?P<open>could|may|might)|will|would|(?:is|are) (?:to|due|expected|scheduled|planned|set|"
    r"projected|slated|foreseen))\b"
)
_FUNDS = re.compile(
    r"\b(?:grants?|aid|assistance|funding|funds?|package|loans?|financing|credit|support|provision|donation|training)\b",
    re.IGNORECASE,
)
_LIGHT = re.compile(
    r"\s+(?:an?|the|its)\s+(?:[\w-]+\s+){0,2}(?:welcome|farewell|send-off|warning|escort|name|salute|blessing|priority)\b"
)
_AS_A = re.compile(r"\s+as\b")
_AFTER_GOODS = re.compile(r"(?:,? (?:all |both |previously |recently |newly |jointly |earlier |already )?)(?:being )?")
_PROVIDES_FOR = re.compile(r"\s+(?:for|that)\b")
_CRAFT = re.compile(
    r"(?:aircraft|ships?|vessels?|warships?|frigates?|destroyers?|submarines?|carriers?|fighters?|jets?|bombers?|"
    r"helicopters?|boats?|cutters?|corvettes?|planes?|class|[A-Z]-\d+\w*)$",
    re.IGNORECASE,
)
"""What a state sends on a mission of its own more often than it gives it away."""
_ANYONE = re.compile(
    r"\b(?:[Aa]ny(?:one|body)?|[Ww]hoever|[Tt]hose|[Ee]very|[Nn]o) (?:(?:company|companies|individuals?|country|countries|"
    r"person|states?|nations?|firms?|entit(?:y|ies)|party|parties|one)(?: or [\w-]+)? )?(?:who|that|which)\b[^.;]{0,60}\Z"
)
"""Behind it stands a rule for all, and no transfer: "any company that engages in arms sales"."""
_NOUN_TOO = re.compile(r"(?:ships|arms|supplies|orders|exports|grants|loans|transfers|presents|sources|commits|awards)\b")
_FURTHER = re.compile(
    r"\b(?:[Aa] further|[Bb]y a further|[Aa]nother|[Ss]eparate(?:ly)?|[Aa] second|[Aa] different)\b[^.;]{0,110}\Z"
)
_HELD = re.compile(
    r"\b(?:suspend|halt|freez|froze|block|delay|postpon|withh[eo]ld|stall|paus|put off|hold(?:ing)? up|held up|pull)\w*"
    r"\s+(?:(?:the|its|their|all|further|any|planned)\s+){0,2}\Z",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(r"\bfor (?:the )?(?:[A-Z]|its|their)")
_TO_BUY = re.compile(r"\b(?:for|to fund|to finance|towards?|to support|to cover)\s+(?:the\s+|its\s+|their\s+)?\Z|\bto\s+\Z")
_YARD = re.compile(r"\b(?:yard|shipyard|plant|factory|built|assembled|produced|manufactured) (?:in|at)\b")
_TO_BE = re.compile(r"\bto be (?:\w+ly )?\Z")
_EACH_OTHER = re.compile(r"\b(?:each other|one another|mutual(?:ly)?|reciprocal(?:ly)?|either side|each side)\b")
_MONEY = re.compile(r"\b(?:[Ff]und(?:s|ing|ed)?|[Ff]inanc\w+|budget|over (?:\w+|\d+) years|invest\w*)\b")
_GRANT = re.compile(r"\b(?:grants?|grant aid|drawdown|donat\w+|gift|Official Security Assistance|OSA)\b", re.IGNORECASE)
_WILL = re.compile(
    r"\b(?:will|would|(?:is|are) to|(?:is|are) (?:due|expected|scheduled|planned|set) to|plans? to)\b[^.;]{0,90},?\s*(?:with|and)"
    r"\s+(?:\w+\s+){0,2}\Z|\b(?:before|ahead of|pending|awaiting|until)\s+(?:the\s+)?(?:\w+\s+)?\Z"
)
_CAME_TO_NOTHING = re.compile(
    r"\b(?:no (?:contract|deal|agreement|order)|(?:was|were|has been|have been) (?:turned down|rejected|refused|declined|dropped|"
    r"abandoned|shelved|called off|scrapped|cancelled|canceled|vetoed|blocked)|came to nothing|fell through|collapsed|"
    r"failed to materiali[sz]e|never (?:signed|concluded|materiali[sz]ed|went through)|not been signed)\b"
)
_MONEY_BUYS = re.compile(
    r"(?:\b[Ii]t|\b(?:[Tt]he|[Tt]his) (?:grant|money|aid|funds?|assistance|loan|sum|package|project|funding))\s+"
    r"(?:(?:will|would|is to|is expected to|is meant to|can|is intended to)\s+)?(?:help\s+)?(?:be used to\s+)?\Z"
)
_WORKS = re.compile(
    r"(?:runway|airstrip|jett(?:y|ies)|whar(?:f|ves)|pier|air ?base|airfield|academy|centre|center|base|dock|slipways?|"
    r"facilit(?:y|ies)|barracks|boathouses?|infrastructure(?: projects?)?|works|station|posts?)$", re.IGNORECASE,
)  # fmt: skip
_NOMINAL = re.compile(r"\b(?:the|a|an|its|their|for)\s\Z")
_COMMON_WORDS = frozenset(
    """aircraft boat ship vessel jet fighter missile system equipment radar weapon arm drone helicopter submarine frigate
    corvette patrol military naval coast guard defence defense class air combat light attack surface vehicle new battery
    batterie tank gun ammunition coastal surveillance maritime unmanned aerial""".split()
)
_REACH = 3
"""Sentences within which "deliveries" and "the boats" mean the transfer spoken of last."""


@dataclass(slots=True)
class Event:
    """One act of transfer in one sentence, before it is known which others it belongs with."""

    draft: Draft
    goods: list[ItemMention]
    bare: bool
    trigger: TriggerMention
    open: list[Actor] = field(default_factory=list)
    vague: bool = False


class TransferReader:
    """Reads the transfers of one document."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self.found: list[Draft] = []
        self.firms: dict[str, Actor] = {}
        self._open: list[tuple[Draft, list[Actor]]] = []
        self._services: dict[int, list[Actor]] = {}
        self._votes: Counter[tuple[str, str]] = Counter()
        self._countries = {a.label for a in context.focus.labels.values()}
        sentences = context.reading.sentences
        said = [s for s in sentences if context.lexicon.security.search(s.text)]
        self.secure = len(said) * 3 >= len(sentences) > 2
        self.headings = all(s.heading for s in sentences)

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
        self._by_notes(events, sentence)
        deliveries.complement([e.draft for e in events], sentence)
        for event in events:
            self._emit(event, sentence)
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

    def finish(self) -> list[Draft]:
        """Return all transfers, those between two states last: the text elsewhere shows which of them supplies."""
        for draft, pair in self._open:
            scores = [self._votes[(a.identity, "supplier")] - self._votes[(a.identity, "recipient")] for a in pair]
            if len(pair) != 2 or scores[0] == scores[1]:
                self.found = [d for d in self.found if d is not draft]
                continue
            giver, taker = pair if scores[0] > scores[1] else pair[::-1]
            at = draft.stages[0].sentences[0]
            draft.add("supplier", giver, at)
            draft.add("recipient", taker, at)
            for service in self._services.get(id(draft), ()):
                draft.add("recipient" if service.state == taker.identity else "supplier", service, at)
            draft.confidence = 0.6
        self._open = []
        return self.found

    def _verbal(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a trigger is no noun that looks like a verb ("the grant") and no half of "Indian-funded"."""
        if self.text[trigger.start - 1 : trigger.start] in ("-", "\u2011"):
            return False
        low = max(sentence.start, trigger.start - 24)
        word = self.text[trigger.start : trigger.end]
        if trigger.trigger.form in ("base", "s") and (
            word.lower() in ("arms", "arm") or (word[0].isupper() and trigger.start > sentence.start)
        ):  # fmt: skip
            return False
        if word.lower() in ("financing", "funding") and not re.search(
            r"\b(?:is|are|was|were|been|be|for|by|of|started|began|continue|to)\s+(?:\w+ly\s+)?\Z", self.text[low : trigger.start]
        ):  # fmt: skip
            return False
        if trigger.trigger.frame.shape == "compound":
            return any(0 < trigger.start - i.end < 3 for i in sentence.items)
        if trigger.trigger.frame.side == "contract":
            return True
        if trigger.trigger.form == "s" and _NOUN_TOO.match(self.text, trigger.start) and any(
            a.adjective and a.end + 1 == trigger.start for a in sentence.actors
        ):  # fmt: skip
            return False  # "more than ten Philippine ships"
        return trigger.trigger.form not in ("base", "s") or not _NOUN_LIKE.search(self.text, low, trigger.start)

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
        if _ANYONE.search(self.text, max(sentence.start, trigger.start - 90), trigger.start):
            return None
        passive = frame.side in ("supplier", "recipient") and (
            context.passive(sentence, trigger) or self._reduced(sentence, trigger)
        )
        if form == "noun" and mode[0] == "asserted" and frame.keep and _WILL.search(
            self.text, sentence.start, trigger.start
        ):  # fmt: skip
            mode = ("planned", "scheduled")
        if form == "noun" and mode[0] == "asserted" and frame.modality is None:
            to_come = _TO_COME.match(self.text, trigger.end, sentence.end)
            mode = (("possible", None) if to_come["open"] else ("planned", "scheduled")) if to_come else mode
        if mode[0] == "asserted" and form in ("ed", "pp") and _TO_BE.search(
            self.text, max(sentence.start, trigger.start - 16), trigger.start
        ):  # fmt: skip
            mode = ("planned", "scheduled")
        if re.match(r"\s+between\b", self.text[trigger.end : trigger.end + 9]):
            return None
        if re.search(r"\b(?:not|no|rather than)\s+(?:an?\s+|yet\s+)?\Z", self.text[max(sentence.start, trigger.start - 14) : trigger.start]):
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
        things, sums = goods.of(context, sentence, trigger, passive=passive)
        programme = deliveries.assistance(sentence)
        if not self._plausible(sentence, trigger, things, sums, programme, mode):
            return None
        bare = not things and not sums
        low = modality.clause_start(self.text, sentence.start, trigger.start)
        low = min([low, *[g.start for g in things]])
        left = bool(things) and things[0].end <= trigger.start
        end = modality.clause_end(self.text, trigger.end, sentence.end)
        side = frame.side or "supplier"
        if frame.type in ("lease", "loan") and not passive and form != "noun":
            lent = re.search(r"\bfrom\b", self.text[trigger.end : end]) is not None
            side = "recipient" if lent else side
        if side == "recipient" and form != "noun" and _MONEY_BUYS.search(self.text, sentence.start, trigger.start):
            return self._bought_with(sentence, trigger, things, mode)
        deed = Deed(
            trigger.start, trigger.end, low, max([end, *[g.end for g in things]]), side,
            form == "noun" and frame.shape != "clause", passive, things, left,
            works=frame.id == "transfer-works" or any(_WORKS.search(g.label) for g in things),
        )  # fmt: skip
        found = self._sides(sentence, deed, firms, trigger)
        counted = sums or any(g.quantity for g in things)
        vague = form in ("s", "base", "ing") and mode[0] == "asserted" and not counted and frame.side != "contract"
        stage_name, mode = transfer_stages.stage_of(self.text, sentence, trigger, mode)
        draft = Draft("transfer", transfer_stages.type_of(sentence, trigger), frame.id, trigger.start, 0.8)
        self._fill(draft, found, sentence)
        stage = context.stage(sentence, trigger, stage_name, mode)
        if stage.date and mode[0] == "asserted" and self._ahead(stage.date):
            stage.modality, stage.force = "planned", "scheduled"
        if stage_name != "delivered" and not (stage_name == "agreed" and frame.side == "contract"):
            stage.place = None
        if stage_name in ("agreed", "proposed") and _CAME_TO_NOTHING.search(self.text, trigger.end, sentence.end):
            stage.stage, stage.modality, stage.force = "agreed", "denied", None
        if stage.place and (_YARD.search(sentence.text) or stage.place in self._countries):
            stage.place = None
        draft.stages.append(stage)
        if passive and frame.side == "recipient" and self._departed(sentence, trigger):
            draft.stages.append(StageDraft("delivered", "planned", [sentence.index], step="shipped"))
        for g in things:
            label = g.label
            if frame.id == "transfer-works" and form == "noun" and 0 <= g.start - trigger.end < 20:
                label = " ".join(self.text[trigger.start : g.end].split())
            draft.item(label, g.quantity, sentence.index, example=g.example)
        if sums:
            draft.amount, draft.amount_sentence = (sums[0].value, sums[0].currency), sentence.index
        if sums and not things and draft.type in ("grant", "other") and _MONEY.search(sentence.text):
            if not _GRANT.search(sentence.text):
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

    def _reduced(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a participle stands right after the goods: "a dozen jets, ordered in 2025", "boats donated in May"."""
        if trigger.trigger.form not in ("ed", "pp"):
            return False
        near = [i for i in sentence.items if 0 < trigger.start - i.end <= 16]
        gap = self.text[near[-1].end : trigger.start] if near else "-"
        return bool(_AFTER_GOODS.fullmatch(gap))

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

    def _governs(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a weak verb has a noun of transfer for its object ("welcomed the delivery of"), which then is read."""
        return trigger.trigger.frame.id in ("transfer-commission", "transfer-pledge", "transfer-select") and any(
            0 < t.start - trigger.end < 14 and t.trigger.form == "noun" and t.trigger.frame.shape != "training"
            for t in sentence.triggers["transfer"]
        )

    def _idle(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a trigger only looks like one: a noun of a title, a scrapped deal, "the buying"."""
        form, frame = trigger.trigger.form, trigger.trigger.frame
        near = max(sentence.start, trigger.start - 24)
        if form == "ing" and _NOMINAL.search(self.text, max(sentence.start, trigger.start - 8), trigger.start):
            return True
        if frame.id == "transfer-works" and not any(
            _WORKS.search(i.label) for i in sentence.items if 0 <= i.start - trigger.end < 60
        ):  # fmt: skip
            return True
        if frame.id == "transfer-build" and not _FOR_WHOM.search(self.text, trigger.end, sentence.end):
            return True
        if frame.id == "transfer-give" and _PROVIDES_FOR.match(self.text, trigger.end):
            return True
        if form == "noun" and frame.side != "contract" and self._subject_matter(sentence, trigger):
            return True
        if form in ("base", "s") and frame.side != "contract" and _NOUN_LIKE.search(self.text, near, trigger.start):
            return True
        return form in ("noun", "base") and bool(_SCRAPPED.search(self.text, sentence.start, trigger.start))

    def _held(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a handing over was put off: "suspended deliveries of", "has delayed the handover of"."""
        frame = trigger.trigger.frame
        return frame.keep and bool(_HELD.search(self.text, sentence.start, trigger.start))

    def _plausible(
        self, sentence: Sentence, trigger: TriggerMention, things: list[ItemMention], sums: list[AmountMention],
        programme: ProgrammeMention | None, mode: tuple[str, str | None],
    ) -> bool:  # fmt: skip
        """Whether what follows a trigger can be transferred, as the kind of the trigger demands."""
        frame, form, triggers = trigger.trigger.frame, trigger.trigger.form, sentence.triggers["transfer"]
        if frame.weak and any(t.trigger.frame.id == "transfer-sale" for t in triggers):
            return False
        if frame.weak and frame.side == "supplier" and any(
            t.trigger.frame.side == "recipient" and 0 <= t.start - trigger.end < 30 for t in triggers
        ):  # fmt: skip
            return False
        if frame.weak:
            things[:] = [g for g in things if -60 < g.start - trigger.end < 80]
            if frame.id == "transfer-send" and any(_CRAFT.search(g.label) for g in things):
                return False
            nouns = [
                t.start for t in triggers if t.trigger.form == "noun" and t.trigger.frame.side in ("supplier", "recipient")
            ]
            things[:] = [g for g in things if not any(trigger.end <= n < g.start for n in nouns)]
            passive = self.context.passive(sentence, trigger)
            sums[:] = [s for s in sums if (-90 if passive else 0) <= s.start - trigger.end < 60]
            if not (things or (sums and (_FUNDS.search(sentence.text) or frame.id == "transfer-pay"))):
                return False
        if frame.id == "transfer-extend":
            near = _FUNDS.search(self.text, trigger.end, min(sentence.end, trigger.end + 80))
            sums[:] = sums if near else []
            things[:] = things if sums else []
        if not things and not sums:
            return (frame.side in ("goods", "contract") or frame.keep) and mode[0] != "denied"
        if frame.side == "goods" and sums and not things:
            return False
        if things and _LIGHT.match(self.text, things[-1].end, sentence.end):
            return False
        if things and _AS_A.match(self.text, things[-1].end) and self.text[trigger.start :].lower().startswith("present"):
            return False
        secure = self.context.lexicon.security.search(sentence.text) or any(
            g.form in ("model", "name", "class") for g in things
        )
        scheme = programme is not None and deliveries.secure(self.context, programme)
        if not things and not secure and not scheme:
            return False
        if things and _EACH_OTHER.search(sentence.text) and not any(g.quantity for g in things):
            return False
        if frame.id == "transfer-equip" and things and things[0].end <= trigger.start:
            return False
        if frame.id == "transfer-get" and not self._got(sentence, trigger, things, programme):
            return False
        return bool(secure) or scheme or (self.secure and bool(things))

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
        return any(
            _DEPARTED.search(self.text, trigger.end, a.start) for a in sentence.actors if a.start > trigger.end
        )

    def _fuse(self, events: list[Event], new: Event, sentence: Sentence) -> None:
        """Join an act to one of the same sentence that is about the same goods: "ordered in 2023 and due in 2026"."""
        for old in events:
            if old.draft.amount and not old.goods and new.trigger.trigger.frame.side == "recipient":
                if _TO_BUY.search(self.text, old.trigger.end, new.trigger.start):
                    for item in new.draft.items:
                        old.draft.item(item.label, item.quantity, sentence.index, example=item.example)
                    old.goods = old.goods or new.goods
                    return
            same = any(a.start == b.start for a in old.goods for b in new.goods)
            money = _money_only(old) != _money_only(new) and (_money_only(old) or _money_only(new)) and not same
            if money and old.draft.tag == new.draft.tag and _agree(old.draft, new.draft):
                same = new.trigger.start - old.trigger.end < 120 and old.draft.keys("supplier") == new.draft.keys("supplier")
            if not (same or new.bare or old.bare) or not _agree(old.draft, new.draft):
                continue
            target, extra = (old, new) if not old.bare else (new, old)
            for p in extra.draft.participants:
                target.draft.add(p.role, p.actor, sentence.index)
            _add_stages(target.draft, extra.draft)
            for item in extra.draft.items:
                target.draft.item(item.label, item.quantity, sentence.index, example=item.example)
            if target.draft.amount is None:
                target.draft.amount, target.draft.amount_sentence = extra.draft.amount, extra.draft.amount_sentence
            target.draft.type = transfer_stages.stronger(target.draft.type, extra.draft.type)
            target.open = target.open or extra.open
            if target is new:
                events[events.index(old)] = new
            return
        events.append(new)

    def _emit(self, event: Event, sentence: Sentence) -> None:
        draft = event.draft
        if event.bare or goods.again(self.text, event.goods):
            last = self._last(sentence, draft)
            if last is not None:
                for p in draft.participants:
                    last.add(p.role, p.actor, sentence.index)
                _add_stages(last, draft)
                return
            if event.bare:
                if event.trigger.trigger.frame.side == "contract" and draft.keys("supplier") and draft.keys("recipient"):
                    draft.partial = True
                    self.found.append(draft)
                return
        supplier, recipient = draft.keys("supplier"), draft.keys("recipient")
        if not (supplier and recipient) and self._continues(event, sentence):
            return
        if event.goods and all(g.form == "hull" for g in event.goods) and not (supplier and recipient):
            return
        if event.open and not (supplier and recipient):
            self._open.append((draft, event.open))
            bodies = [p.actor for p in draft.participants if p.actor.kind == "organisation" and p.actor.state]
            self._services[id(draft)] = [b for b in bodies if b.state in {a.identity for a in event.open}]
            draft.participants = [p for p in draft.participants if p.role == "manufacturer"]
            self.found.append(draft)
            return
        if not supplier and not recipient:
            self._neither(event, sentence)
            supplier, recipient = draft.keys("supplier"), draft.keys("recipient")
        general = bool(event.goods) and all("equipment" in g.label and not g.quantity for g in event.goods)
        if bool(supplier) != bool(recipient) and not (general and draft.amount is None and draft.programme is None):
            self._other(draft, sentence, near=event.vague)
            supplier, recipient = draft.keys("supplier"), draft.keys("recipient")
        if supplier & recipient or not (supplier or recipient):
            return
        if event.vague and not (supplier and recipient):
            return
        frame = event.trigger.trigger.frame
        both = bool(supplier and recipient)
        if not both and (frame.weak or frame.side == "goods") and draft.programme is None:
            return
        if frame.id == "transfer-went" and event.goods and all(_CRAFT.search(g.label) for g in event.goods):
            if not any(a.kind == "organisation" for a in draft.actors("recipient")):
                return
        known = draft.programme or draft.amount or any(g.quantity for g in event.goods) or (event.goods and frame.keep)
        draft.partial = draft.partial or ((not supplier or not recipient) and not known)
        if not draft.partial and supplier and recipient:
            for key in supplier:
                self._votes[(key, "supplier")] += 1
            for key in recipient:
                self._votes[(key, "recipient")] += 1
        self.found.append(draft)

    def _neither(self, event: Event, sentence: Sentence) -> None:
        """Give a transfer that names no side those of its scheme, or of the transfer just spoken of."""
        draft = event.draft
        named = deliveries.assistance(sentence)
        keys = (named.owner or "").split(";") if named is not None else []
        owner = self.context.focus.by_key(keys[0]) if len(keys) == 1 and keys[0] else None
        if owner is not None and draft.amount is not None:
            draft.add("supplier", owner, sentence.index)
            return
        last = self.found[-1] if self.found else None
        if last is None or last.partial or not event.goods or event.vague or event.trigger.trigger.frame.weak:
            return
        at = max(last.stages[-1].sentences)
        if sentence.index - at <= 2 and self.context.reading.sentences[at].block == sentence.block:
            for p in last.participants:
                if p.role in ("supplier", "recipient"):
                    draft.add(p.role, p.actor, sentence.index)
            draft.confidence = 0.55

    def _continues(self, event: Event, sentence: Sentence) -> bool:
        """Whether the goods are those of a transfer spoken of before, which then gains the stage."""
        draft = event.draft
        words = _telling(draft)
        for old in reversed(self.found[-6:]):
            if old.partial or not _agree(old, draft) or not words & _telling(old):
                continue
            if old.tag != draft.tag:
                continue
            counts = [{i.quantity for i in d.items if i.quantity} for d in (old, draft)]
            if counts[0] and counts[1] and not counts[0] & counts[1]:
                continue
            for p in draft.participants:
                old.add(p.role, p.actor, sentence.index)
            _add_stages(old, draft)
            if old.amount is None:
                old.amount, old.amount_sentence = draft.amount, draft.amount_sentence
            return True
        return False

    def _last(self, sentence: Sentence, draft: Draft) -> Draft | None:
        """Return the transfer that "the boats" or "deliveries" continues."""
        for old in reversed(self.found[-3:]):
            said = max(max(s.sentences) for s in old.stages)
            waiting = old.partial and not old.items
            if sentence.index - said <= _REACH and (waiting or not old.partial) and _agree(old, draft):
                old.partial = old.partial and not draft.items
                return old
        return None

    def _other(self, draft: Draft, sentence: Sentence, *, near: bool) -> None:
        """Find the missing side: the one other state in play, else the counterpart of the transfer before."""
        lacking, given = ("supplier", "recipient") if not draft.keys("supplier") else ("recipient", "supplier")
        side = next(a for a in draft.actors(given))
        key = side.state or side.identity if side.kind == "organisation" else side.identity
        chosen: Actor | None = None
        for old in reversed(self.found[-2:]) if not near else ():
            close = sentence.index - max(old.stages[-1].sentences) <= _REACH
            if close and side.identity in old.keys(given) and old.actors(lacking):
                chosen = old.actors(lacking)[0]
                break
        if chosen is None:
            chosen = self._in_play(sentence, key, near=near)
        if chosen is not None and chosen.identity != key:
            draft.add(lacking, chosen, sentence.index)
            draft.confidence = min(draft.confidence, 0.65)

    def _in_play(self, sentence: Sentence, key: str, *, near: bool) -> Actor | None:
        focus = self.context.focus
        here = [
            s for a in sentence.actors
            if (a.prep not in givers.FAR or a.actor.kind == "organisation") and (s := focus.state(a.actor)) is not None and s.identity != key
        ]  # fmt: skip
        if len({s.identity for s in here}) == 1:
            return here[0]
        if here or near:
            return None
        last = self.context.reading.sentences[sentence.index - 1] if sentence.index else sentence
        if last.block == sentence.block and last is not sentence:
            before = [
s for s in focus.states_in(last, acting=True) if s.identity != key]
            if len(before) == 1:
                return before[0]
            if before:
                return None
        other = focus.other(key)
        if other is not None:
            return other
        rows = [(n, k) for k, n in focus.counts.items() if k != key]
        total = sum(focus.counts.values())
        best = max(rows, default=(0, ""))
        if best[0] >= 3 and best[0] * 5 >= total * 2 and best[0] >= 2 * sorted(n for n, _ in rows)[-2 if len(rows) > 1 else -1]:
            return focus.by_key(best[1])
        return None

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

    def _got(
        self, sentence: Sentence, trigger: TriggerMention, things: list[ItemMention], programme: ProgrammeMention | None
    ) -> bool:
        """Whether "got" means that goods were given: they follow at once, and a giver or a scheme is named."""
        between = self.text[trigger.end : things[0].start] if things else " to "
        given = programme is not None or any(a.prep == "from" and a.start > trigger.end for a in sentence.actors)
        return given and not re.search(
            r"\b(?:to|with|in|into|under|at|close|off|past|out|up|over|near|on)\b|[,;:]", between
        )


def _add_stages(old: Draft, new: Draft) -> None:
    """Add stages, but no undated pledge to what has already been handed over."""
    done = any(s.stage in ("agreed", "delivered") and s.modality == "asserted" for s in old.stages)
    for stage in new.stages:
        if not (done and stage.stage in ("pledged", "proposed") and stage.date is None):
            old.stage(stage)


def _money_only(event: Event) -> bool:
    return event.draft.amount is not None and not event.goods


def _telling(draft: Draft) -> set[str]:
    """Return the words of a draft's items that tell them from other goods of their kind."""
    words = {w.lower().rstrip("s") for i in draft.items for w in re.split(r"[\s-]+", i.label)}
    return {w for w in words if len(w) > 2 and w not in _COMMON_WORDS and not w.isdigit()}


def _agree(a: Draft, b: Draft) -> bool:
    """Whether two drafts name no different supplier or recipient, and none on the other side."""
    for role, opposite in (("supplier", "recipient"), ("recipient", "supplier")):
        x, y = a.keys(role), b.keys(role)
        if x and y and not x & y:
            return False
        if x & b.keys(opposite):
            return False
    return not (a.amount and b.amount and a.amount != b.amount)


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
