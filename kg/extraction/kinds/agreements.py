"""Agreements: signing and the other lifecycle points, joined to the instrument that each sentence means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.clause import Context, Who
from kg.extraction.discourse import Instrument, Instruments
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.lexicon import Head
from kg.extraction.mentions import Actor, InstrumentMention, PersonMention, Sentence, TriggerMention
from kg.extraction.result import Gap

if TYPE_CHECKING:
    from kg.extraction.lexicon import Frame

_AUX = re.compile(
    r",? ?(?:which |that |both )?(?:(?:was|were|is|are|has|have|had|been|being|be|will|would|may|might|could|should|can|not|to|expected|set|due|"
    r"scheduled|yet|also|recently|formally|first|originally|jointly|officially|finally|soon|still|never|subsequently|initially|"
    r"eventually|already|later|then|now|just|provisionally|must|likely|n.t|did|does|do)\b ?)*"
)
_JOINED = re.compile(r"(?:\s*\([^)]*\))?,?\s*(?:and|as well as|along with|,)?\s*(?:(?:a|an|the|two|another|also|on)\s+)*")
_WITNESS = re.compile(r"\b(?:in the presence of|witnessed by|presence of)\b")
_WITNESSED = re.compile(r"\b(?:witness(?:ed|es|ing)|presid(?:ed|es|ing) over|oversaw|looked on|attended)\b")
_LEGISLATURE = re.compile(r"\b(?:Senate|senators?|Parliament|parliament|Diet|Congress|House of \w+|lower house|upper house|lawmakers|legislature|Lok Sabha|National Assembly)\b")
_PRONOUN = re.compile(r"(?:It|This|That|The document|The document,|They)\b")
_THE_SIGNING = re.compile(r"\b[Tt]he (?:signing|signature|signing ceremony)\b")
_STATEMENT_VERB = re.compile(
    r"[”\"]?,? (?:welcomed|said|stated|called|reaffirmed|noted|expressed|was|were|released|issued|announced|condemned|outlined|committed|pledged|"
    r"adopted|underscored|emphasi[sz]ed|following|after|on|between|by|highlighted|set out|described|urged|marking)\b"
)
_NEGATED_MENTION = re.compile(r"\b(?:no|without|any|proposed|possible|potential|future|planned|draft|absence of|lack of|new)\b")
_NOUN_REACH = 45


class AgreementReader:
    """Reads the agreements of one document, sentence by sentence."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self.instruments = Instruments(context.lexicon.sets["umbrella"])
        self.gaps: list[Gap] = []
        self._linked: dict[int, Instrument] = {}

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
            if not draft.keys("party"):
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
        found, left = self._objects(sentence, trigger)
        legislature = _LEGISLATURE.search(self.text, sentence.start, sentence.end) if frame.stage == "ratified" else None
        if frame.only == "legislature":
            if legislature is None:
                return
        elif frame.only:
            found = [m for m in found if m.type == frame.only]
        if frame.weak:
            found = [m for m in found if m.security or m.parties]
        if frame.implies and not found:
            found = [self._implied(trigger, frame)]
        mode = self.context.modality(sentence, trigger)
        who = self._who(sentence, trigger, left)
        if not found and any(0 < t.start - trigger.end < 8 for t in sentence.triggers["agreement"]):
            return
        if not found:
            self._without_object(sentence, trigger, mode)
            return
        for mention in found:
            used.add(mention.start)
            self._apply(sentence, trigger, mention, mode, who, consent=bool(legislature))

    def _objects(self, sentence: Sentence, trigger: TriggerMention) -> tuple[list[InstrumentMention], bool]:
        """Return the instruments a trigger is about, and whether they stand to its left."""
        frame, text = trigger.trigger.frame, self.text
        before = [m for m in sentence.instruments if m.end <= trigger.start]
        after = [m for m in sentence.instruments if m.start >= trigger.end]
        if before:
            near = before[-1]
            gap = text[near.tail if near.tail <= trigger.start else near.end : trigger.start]
            if _AUX.fullmatch(gap.lower().rstrip(" ") + " ") or _AUX.fullmatch(gap.lower()):
                return [near], True
        if frame.shape == "intransitive":
            if before and trigger.start - before[-1].end < 200:
                return [before[-1]], True
            return [], True
        whole = frame.stage not in ("amended", "suspended") or modality.passive(modality.left_words(text, sentence.start, trigger.start))
        if self.context.passive(sentence, trigger) and before and whole and trigger.start - before[-1].end < 160:
            start = modality.clause_start(text, sentence.start, trigger.start)
            inside = [m for m in before if m.start >= start] or before[-1:]
            return [inside[-1]], True
        noun = frame.shape == "noun" or trigger.trigger.form == "noun"
        if not after:
            return [], False
        first = after[0]
        gap = text[trigger.end : first.start]
        reach = _NOUN_REACH if noun else 130
        if len(gap) > reach or re.search(r"[;:]", gap):
            return [], False
        if noun and re.search(r"\b(?:is|are|was|were|will|may|has|have|said|to|by)\b", gap):
            return [], False
        if any(t.start > trigger.end and t.end <= first.start and t.trigger.form != "noun" for t in sentence.triggers.get("agreement", ())):
            return [], False
        out = [first]
        for m in after[1:]:
            previous = out[-1]
            between = text[max(previous.tail, previous.end) : m.start]
            if _JOINED.fullmatch(between) and ("and" in between or "," in between or "as well" in between):
                out.append(m)
            else:
                break
        return out, False

    def _implied(self, trigger: TriggerMention, frame: Frame) -> InstrumentMention:
        form = frame.implies or "agreement"
        head = Head(form.replace("-", " "), "security-assistance", form)
        return InstrumentMention(trigger.start, trigger.end, head, "security-assistance", indefinite=True, security=True, tail=trigger.end)

    def _who(self, sentence: Sentence, trigger: TriggerMention, left: bool) -> Who:
        if left or self.context.passive(sentence, trigger):
            return self.context.agent(sentence, trigger.end)
        return self.context.subject(sentence, trigger.start)

    def _without_object(self, sentence: Sentence, trigger: TriggerMention, mode: tuple[str, str | None]) -> None:
        frame = trigger.trigger.frame
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
        if frame.stage == "signed" and trigger.trigger.form in ("ed", "past", "s", "base") and frame.id == "agreement-signed":
            self.gaps.append(Gap("signing-without-frame", sentence.text[:200], sentence.start, sentence.end))

    def _apply(
        self, sentence: Sentence, trigger: TriggerMention, mention: InstrumentMention, mode: tuple[str, str | None], who: Who,
        *, consent: bool = False,
    ) -> None:
        context, frame = self.context, trigger.trigger.frame
        states = context.states_of(who)
        beside = [a for g in context.after(sentence, trigger.end, frozenset({"with"})) for a in g.actors if a.kind != "organisation"]
        sides = [context.focus.state(a) or a for a in mention.parties]
        if frame.stage == "in-force" and frame.shape == "transitive":
            sides = sides or []
        elif frame.stage in ("signed", "concluded", "negotiating", "ratified", "proposed", "amended", "suspended", "terminated"):
            for a in (*states, *[context.focus.state(b) or b for b in beside[:3]]):
                joined = frame.stage in ("ratified", "suspended", "terminated", "amended") and len(sides) >= 2
                if not joined and a.identity not in {s.identity for s in sides}:
                    sides.append(a)
        if not mention.security and not mention.type and not self._secure(sentence):
            return
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
                self._signers(sentence, trigger, known, who)

    def _secure(self, sentence: Sentence) -> bool:
        return bool(self.context.lexicon.security.search(sentence.text))

    def _instrument(self, sentence: Sentence, mention: InstrumentMention, parties: list[Actor], rule: str) -> Instrument | None:
        context = self.context
        known = self.instruments.resolve(mention, parties, sentence)
        if known is None:
            inherited = False
            if len(parties) < 2 and (mention.bilateral or "bilateral" in mention.phrase or not parties or mention.definite or mention.parties):
                pair = context.focus.pair(sentence)
                if len(parties) == 1:
                    other = context.focus.other(parties[0].identity)
                    pair = [parties[0], other] if other and (mention.definite or mention.bilateral) else parties
                explicit = mention.year or mention.bilateral or mention.name or mention.type not in (None, *self.instruments.umbrella)
                if not parties and not explicit:
                    return None
                inherited, parties = len(pair) > len(parties), pair
            if not parties or (mention.plural and not mention.type):
                return None
            if not mention.type and not mention.security and not self._secure(sentence):
                return None
            draft = Draft("agreement", mention.type or ("defence-cooperation" if mention.security else "other"), rule, mention.start)
            draft.confidence = 0.6 if inherited or len(parties) < 2 else 0.85
            known = Instrument(
                draft, mention.head.form, draft.type in self.instruments.umbrella, mention.year, sentence.index, mention.definite
            )
            self.instruments.known.append(known)
        draft = known.draft
        have = draft.keys("party")
        for party in parties:
            if not have or party.identity in have or len(have) < 2 or len(parties) > 2:
                draft.add("party", party, sentence.index)
        if mention.name and (draft.name is None or len(mention.name) > len(draft.name)) and not (draft.name and "(" in draft.name):
            draft.name, draft.name_sentence = mention.name, sentence.index
        if mention.year:
            known.year = known.year or mention.year
            if not any(s.stage == "signed" for s in draft.stages):
                draft.stage(StageDraft("signed", "asserted", [sentence.index], mention.year))
        for item in sentence.items:
            if mention.type == "equipment-transfer" and "equipment" in item.label and mention.start <= item.start <= mention.end + 200 and not draft.items:
                draft.item(item.label, item.quantity, sentence.index)
        return known

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
            if old.stage == stage.stage and {old.modality, stage.modality} & {"asserted"} and old.modality != stage.modality and "denied" not in (old.modality, stage.modality):
                if stage.modality == "asserted":
                    known.draft.stages.remove(old)
                    break
                return
        known.draft.stage(stage)
        known.last = sentence.index

    def _signers(self, sentence: Sentence, trigger: TriggerMention, known: Instrument, who: Who) -> None:
        context = self.context
        parties = known.draft.keys("party")
        witness = _WITNESS.search(self.text, sentence.start, sentence.end)
        watched = _WITNESSED.search(self.text, sentence.start, trigger.start)
        signers = [p for p in who.persons if not witness or p.start < witness.start()]
        if watched:
            signers, watchers = [], [p for p in sentence.persons if p.end <= watched.start()]
        else:
            watchers = [p for p in sentence.persons if witness and p.start >= witness.end()]
        for role, persons in (("signatory", signers), ("witness", watchers)):
            self._complement(persons, known)
            kept = [p for p in persons if (s := context.person_state(p)) is None or s.identity in parties or not parties]
            context.persons_to(known.draft, role, kept, sentence)
        if not known.draft.keys("party"):
            for state in context.states_of(who):
                known.draft.add("party", state, sentence.index)

    def _complement(self, persons: list[PersonMention], known: Instrument) -> None:
        """Give the one signer without a state the party that no other signer stands for."""
        parties = known.draft.actors("party")
        open_ = [p for p in persons if self.context.person_state(p) is None and p.person is not None]
        sides = {s.identity for p in persons if (s := self.context.person_state(p))}
        free = [a for a in parties if a.identity not in sides]
        if len(parties) == 2 and len(open_) == 1 and len(sides) == 1 and len(free) == 1 and open_[0].person:
            open_[0].person.state = free[0]

    # -- mentions without a trigger --------------------------------------------------------------------------------
    def _statement(self, sentence: Sentence, mention: InstrumentMention) -> None:
        """A joint statement that says something has been issued; its date is that of the clause."""
        context = self.context
        before = self.text[max(sentence.start, mention.start - 30) : mention.start].lower()
        subject = bool(_STATEMENT_VERB.match(self.text, mention.tail))
        within = bool(re.search(r"\b(?:in|said|according to|under)\s+(?:a|the|their|its|this)?\s*$", before))
        date = context.date(sentence, mention.start)
        if not (subject or within or (mention.year or date)) or mention.head.weak and not (mention.parties or date):
            return
        if mention.plural or re.search(r"\b(?:will|may|could|expected)\b", before):
            return
        states = [context.focus.state(a) or a for a in mention.parties]
        if len(states) < 2:
            who = context.subject(sentence, mention.start)
            states = context.states_of(who) if not states else states
        if len(states) < 2:
            pair = context.focus.pair(sentence)
            if states and not all(s.identity in {p.identity for p in pair} for s in states):
                pair = []
            states = pair
        if len(states) < 2:
            return
        known = self._instrument(sentence, mention, states, "agreement-statement")
        if known is None:
            return
        known.draft.confidence = min(known.draft.confidence, 0.65)
        value = date.value if date else mention.year
        known.draft.stage(StageDraft("signed", "asserted", [sentence.index], value))

    def _mention(self, sentence: Sentence, mention: InstrumentMention) -> None:
        """An instrument spoken of without a lifecycle verb: a year beside it dates its signature."""
        context = self.context
        before = self.text[max(sentence.start, mention.start - 40) : mention.end].lower()
        if mention.plural or _NEGATED_MENTION.search(before) or mention.indefinite:
            self.instruments.resolve(mention, [], sentence)
            return
        parties = [context.focus.state(a) or a for a in mention.parties]
        specific = mention.type not in (None, *self.instruments.umbrella)
        if self.instruments.resolve(mention, parties, sentence) is None and not (
            mention.definite and (specific or mention.year or mention.name) and (mention.security or specific)
        ):
            if mention.name and not mention.type:
                self.gaps.append(Gap("unknown-instrument", self.text[mention.start : mention.end][:200], mention.start, mention.end))
            return
        self._instrument(sentence, mention, parties, "agreement-mention")
