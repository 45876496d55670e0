"""Which instrument a phrase means, and instruments spoken of without a verb of their life."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.clause import Context
from kg.extraction.discourse import Instrument, Instruments
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds.sides import complete
from kg.extraction.result import Gap

if TYPE_CHECKING:
    from kg.extraction.mentions import Actor, InstrumentMention, Sentence

_STATEMENT_VERB = re.compile(
    r"[”\"]?,? (?:welcomed|said|stated|called|reaffirmed|noted|expressed|was|were|released|issued|"
    r"announced|condemned|outlined|committed|pledged|"
    r"adopted|underscored|emphasi[sz]ed|following|after|on|between|by|highlighted|set out|described|urged|marking)\b"
)
_BODIES = re.compile(
    r"\b(?:defen[cs]e (?:authorities|ministries|ministers|departments|establishments)|militaries|armed forces|navies|"
    r"armies|air forces|coast guards)\b"
)
_BEARS = re.compile(r"\b(?:title|titled|entitled)\b")
_TITLED = re.compile(r"\b(?:title|titled|entitled|called|named|known as)\W{1,3}(?:the )?[“\"]?$")
_UNSETTLED = re.compile(
    r"\b(?:drafts?|pending|propos\w+|negotiat\w+|unsigned|wants?|urg\w+|commentators|[Nn]either|yet to)\b"
)
_INTRODUCES = re.compile(
    r"\b(?:agreements|arrangements|pacts|accords|treaties|instruments|texts|documents|memoranda)\b[^.]*:\s*$"
)
_HAS = re.compile(r"\b(?:has|have|had|maintains?|holds?)\b")
_NEGATED_MENTION = re.compile(
    r"\b(?:no|without|any|proposed|possible|potential|future|planned|draft|absence of|lack of|new)\b"
)


class InstrumentReader:
    """Keeps the instruments of one document; `gaps` collects phrases that end like one and are none."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        first = context.reading.sentences[:3]
        self.instruments = Instruments(context.lexicon.sets["umbrella"], first[-1].end if first else 0)
        self.gaps: list[Gap] = []
        self._same: dict[tuple[int, tuple[str, ...]], Instrument] = {}
        sentences, said = context.reading.sentences, context.lexicon.security.search
        secure = sum(1 for s in sentences if said(s.text))
        self.military = secure >= 2 and secure >= 0.12 * len(sentences)
        """Whether security is what the text is about: an instrument of no named subject then is of that kind."""

    def _instrument(
        self, sentence: Sentence, mention: InstrumentMention, parties: list[Actor], rule: str
    ) -> Instrument | None:
        context = self.context
        key = (mention.start, tuple(sorted(p.identity for p in parties))) if mention.distributive else None
        known = self._same.get(key) if key else None
        known = known or self.instruments.resolve(mention, parties, sentence)
        if known is None:
            alone = not parties and bool(mention.name) and "(" in (mention.name or "") and not mention.bilateral
            given = len(parties)
            specific = mention.type not in (None, *self.instruments.umbrella)
            if given < 2 and (
                parties
                or mention.year
                or mention.bilateral
                or mention.name
                or specific
                or mention.definite
                or mention.security
                or self._secure(sentence)
            ):
                parties = complete(context, sentence, parties)
            if (not parties and not alone) or (mention.plural and not mention.type):
                return None
            inherited = len(parties) > given
            if not mention.type and not mention.security and not self.military and not self._secure(sentence):
                return None
            if mention.type == "other" and not self.military and not self._secure(sentence):
                return None
            draft = Draft(
                "agreement",
                mention.type
                or ("defence-cooperation" if mention.security or self._military(sentence, mention) else "other"),
                rule,
                mention.start,
            )
            draft.confidence = 0.6 if inherited or len(parties) < 2 else 0.85
            known = Instrument(
                draft,
                mention.head.form,
                draft.type in self.instruments.umbrella,
                mention.year,
                sentence.index,
                mention.definite,
            )
            known.core, known.explicit = mention.core, given > 1
            if mention.alias:
                known.aliases.add(mention.alias.casefold())
            self.instruments.known.append(known)
            if key:
                self._same[key] = known
                known.last -= 4
        draft = known.draft
        have = draft.keys("party")
        for party in parties:
            if not have or party.identity in have or len(have) < 2 or len(parties) > 2:
                draft.add("party", party, sentence.index)
        if (
            mention.name
            and (draft.name is None or len(mention.name) > len(draft.name))
            and not (draft.name and "(" in draft.name)
        ):
            draft.name, draft.name_sentence = mention.name, sentence.index
        if mention.year:
            known.year = known.year or mention.year
            if not any(s.stage == "signed" for s in draft.stages):
                draft.stage(StageDraft("signed", "asserted", [sentence.index], mention.year))
        for item in sentence.items:
            if (
                mention.type == "equipment-transfer"
                and "equipment" in item.label
                and not item.generic
                and mention.start <= item.start <= mention.end + 200
                and not draft.items
            ):
                draft.item(item.label, item.quantity, sentence.index)
        return known

    def remember(self, draft: Draft, sentence: Sentence) -> Instrument:
        """Keep an agreement that was read without a mention of its own."""
        umbrella = draft.type in self.instruments.umbrella
        known = Instrument(draft, "agreement", umbrella, last=sentence.index - 3)
        self.instruments.known.append(known)
        return known

    def _same_kind(self, mention: InstrumentMention) -> None:
        """Give "a similar agreement" the type of the one spoken of before."""
        if mention.distributive and not mention.type and self.instruments.known:
            last = max(self.instruments.known[-8:], key=lambda i: i.last)
            mention.type, mention.security = last.draft.type, True

    def _military(self, sentence: Sentence, mention: InstrumentMention) -> bool:
        """Whether it is defence bodies that act on an instrument of no named subject."""
        return _BODIES.search(self.text, max(sentence.start, mention.start - 120), mention.start) is not None

    def _secure(self, sentence: Sentence) -> bool:
        return bool(self.context.lexicon.security.search(sentence.text))

    def _statement(self, sentence: Sentence, mention: InstrumentMention) -> None:
        """Read a joint statement: one that says something has been issued; its date is that of the clause."""
        context = self.context
        before = self.text[max(sentence.start, mention.start - 30) : mention.start].lower()
        subject = bool(_STATEMENT_VERB.match(self.text, mention.tail))
        within = bool(re.search(r"\b(?:in|said|according to|under)\s+(?:a|the|their|its|this)?\s*$", before))
        date = context.date(sentence, mention.start)
        if not (subject or within or (mention.year or date)) or (mention.head.weak and not (mention.parties or date)):
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
        """Take note of an instrument spoken of without a lifecycle verb: a year beside it dates its signature."""
        context = self.context
        before = self.text[max(sentence.start, mention.start - 40) : mention.end].lower()
        if mention.distributive and mention.parties and _HAS.search(before):
            self._same_kind(mention)
            ours = context.states_of(context.subject(sentence, mention.start))[:1]
            for other in [context.focus.state(a) or a for a in mention.parties]:
                if mention.type and ours and ours[0].identity != other.identity:
                    known = self._instrument(sentence, mention, [ours[0], other], "agreement-similar")
                    if known is not None and not known.draft.stages:
                        known.draft.stage(StageDraft("in-force", "asserted", [sentence.index]))
                        known.draft.confidence = 0.55
            return
        if mention.plural or _NEGATED_MENTION.search(before) or mention.indefinite:
            self.instruments.resolve(mention, [], sentence)
            return
        parties = [context.focus.state(a) or a for a in mention.parties]
        specific = mention.type not in (None, *self.instruments.umbrella)
        titled = _TITLED.search(self.text[max(sentence.start, mention.start - 40) : mention.start])
        titled = titled or _BEARS.search(mention.phrase)
        recent = self.instruments.recent(sentence, reach=2) if titled and mention.name else None
        if (
            mention.name
            and not mention.type
            and not mention.year
            and self.text[sentence.start : mention.start] in ("Under the ", "The ")
        ):
            last = self.instruments.recent(sentence, reach=1)
            named = last is not None and last.form == mention.head.form and last.draft.stages
            recent = last if named and not parties else recent
        if recent is not None and recent.draft.name is None:
            recent.draft.name, recent.draft.name_sentence = mention.name, sentence.index
            return
        only = list(context.focus.labels.values())
        if not parties and mention.name and (specific or (mention.year and self.in_list(sentence))):
            if len(only) == 2:
                parties = only
            elif mention.year and self.in_list(sentence):
                parties = context.focus.pair(sentence)
        placed = bool(parties) or mention.bilateral or bool(sentence.pairs)
        if self.instruments.resolve(mention, parties, sentence) is None and not (
            placed
            and mention.definite
            and (specific or mention.year or mention.name)
            and (mention.security or specific)
        ):
            if mention.name and not mention.type:
                self.gaps.append(
                    Gap("unknown-instrument", self.text[mention.start : mention.end][:200], mention.start, mention.end)
                )
            return
        unsettled = _UNSETTLED.search(sentence.text) and not mention.year
        self._instrument(sentence, mention, parties, "agreement-unsettled" if unsettled else "agreement-mention")

    def in_list(self, sentence: Sentence) -> bool:
        """Whether a sentence is an item under a line such as "It adds to two earlier arrangements:"."""
        sentences = self.context.reading.sentences
        for index in range(sentence.index - 1, max(-1, sentence.index - 7), -1):
            text = sentences[index].text
            if text.rstrip().endswith(":"):
                return _INTRODUCES.search(text) is not None
            if sentences[index].block == sentences[index + 1].block:
                return False
        return False
