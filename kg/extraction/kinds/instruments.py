"""Which instrument a phrase means, and instruments spoken of without a verb of their life."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.clause import Context
from kg.extraction.discourse import Instrument, Instruments, noun_of, ordinal_of
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds.sides import complete
from kg.extraction.result import Gap

if TYPE_CHECKING:
    from kg.extraction.mentions import Actor, InstrumentMention, Sentence

_BODIES = re.compile(
    r"\b(?:defen[cs]e (?:authorities|ministries|ministers|departments|establishments)|militaries|armed forces|navies|"
    r"armies|air forces|coast guards)\b"
)


_GRAVE = re.compile(
    r"\b(?:[Bb]oundar(?:y|ies)|[Bb]order (?:talks|areas?|disputes?|agreement|clashes)|[Aa]lliances?|"
    r"[Aa]ll(?:y|ies)|[Nn]uclear|"
    r"[Tt]reat(?:y|ies)|[Cc]easefire|[Tt]ruce|[Pp]eacekeep\w+|[Cc]ompacts?|[Nn]on-proliferation|"
    r"[Ss]pecial [Mm]easures|[Cc]ost-sharing|[Hh]ost[- ]nation|[Bb]ases?)\b"
)


_TITLES = 60
"""Instruments among which a headline's is looked for: headlines stand first, and folding stays linear."""


class InstrumentReader:
    """Keeps the instruments of one document; `gaps` collects phrases that end like one and are none."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        first = context.reading.sentences[:3]
        self.instruments = Instruments(context.lexicon.sets["umbrella"], first[-1].end if first else 0)
        self.gaps: list[Gap] = []
        self._same: dict[tuple[int, tuple[str, ...]], Instrument] = {}
        self._said: dict[int, Instrument] = {}
        sentences, said = context.reading.sentences, context.lexicon.security.search
        secure = sum(1 for s in sentences if said(s.text) or _GRAVE.search(s.text))
        self.military = secure >= 2 and secure * 12 >= len(sentences)
        """Whether security is what the text is about: an instrument of no named subject then is of that kind."""

    def _instrument(
        self, sentence: Sentence, mention: InstrumentMention, parties: list[Actor], rule: str, *,
        apart: tuple[Instrument, ...] = (),
    ) -> Instrument | None:  # fmt: skip
        context = self.context
        key = (mention.start, tuple(sorted(p.identity for p in parties))) if mention.distributive else None
        known = self._same.get(key) if key else None
        said = self._said.get(mention.start) if not (mention.distributive or mention.plural) else None
        wanted = {p.identity for p in parties}
        if said is not None and not any(said is other for other in apart) and wanted <= said.draft.keys("party"):
            known = said  # one phrase means one instrument, whichever verb speaks of it
        known = known or self.instruments.resolve(mention, parties, sentence, apart=apart)
        if known is None:
            alone = not parties and bool(mention.name) and "(" in (mention.name or "") and not mention.bilateral
            given = len(parties)
            specific = mention.type not in (None, *self.instruments.umbrella)
            told = rule not in ("agreement-mention", "agreement-unsettled", "agreement-statement", "agreement-title")
            if given < 2 and (
                parties
                or (told and self.military)
                or mention.year
                or mention.bilateral
                or mention.name
                or specific
                or mention.definite
                or mention.security
                or self._secure(sentence)
            ):
                parties = complete(context, sentence, parties)
            if "trilateral" in mention.phrase and len(parties) < 3:
                parties = [s for s in context.focus.ranked[:3] if context.focus.counts[s.identity] > 1]
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
                or (
                    "defence-cooperation"
                    if mention.security or self.military or self._military(sentence, mention)
                    else "other"
                ),
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
            known.headline, known.noun, known.ordinal = sentence.heading, noun_of(mention), ordinal_of(mention)
            if mention.alias:
                known.aliases.add(mention.alias.casefold())
            self.instruments.known.append(known)
            if key:
                self._same[key] = known
                known.last -= 4
        self._said[mention.start] = known
        draft = known.draft
        have = draft.keys("party") - known.bodies
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

    def fold_headlines(self) -> None:
        """Join an instrument that only a headline names to the one of the text that it announces."""
        known = self.instruments.known
        for title in [k for k in known[:_TITLES] if k.headline and k.mentions == 1]:
            for other in known[:_TITLES]:
                if other is title or not self._announces(title, other):
                    continue
                if title.draft.name and other.draft.name is None:
                    other.draft.name, other.draft.name_sentence = title.draft.name, title.draft.name_sentence
                for stage in title.draft.stages:
                    open_ = next((s for s in other.draft.stages if s.stage == stage.stage == "signed"), None)
                    if open_ is not None and open_.modality == "planned" and stage.modality == "asserted":
                        open_.modality, open_.force = "asserted", None
                    if not any((s.stage, s.modality) == (stage.stage, stage.modality) for s in other.draft.stages):
                        other.draft.stage(stage)
                known.remove(title)
                break

    def _announces(self, title: Instrument, other: Instrument) -> bool:
        a, b = title.draft, other.draft
        within = a.keys("party") <= b.keys("party") or b.keys("party") <= a.keys("party")
        if other.headline or not (within or (a.type == b.type == "procurement")):
            return False
        if not a.keys("party") & b.keys("party"):
            return False
        alike = a.type == b.type or title.umbrella or other.umbrella
        stages = {s.stage for s in a.stages} & {s.stage for s in b.stages}
        made = {s.stage for s in a.stages} <= {"signed", "concluded"} and any(s.stage == "signed" for s in b.stages)
        return alike and (bool(stages) or made)

    def remember(self, draft: Draft, sentence: Sentence) -> Instrument:
        """Keep an agreement that was read without a mention of its own."""
        umbrella = draft.type in self.instruments.umbrella
        known = Instrument(draft, "agreement", umbrella, last=sentence.index - 3)
        self.instruments.known.append(known)
        return known

    def _same_kind(self, mention: InstrumentMention, sentence: Sentence) -> None:
        """Give "a similar agreement" the type of the one spoken of before."""
        beside = [m for m in sentence.instruments if m.end <= mention.start and m.type not in (None, "other")]
        if mention.distributive and not mention.type and beside:
            mention.type, mention.security = beside[-1].type, True
        if mention.distributive and not mention.type and self.instruments.known:
            last = max(self.instruments.known[-8:], key=lambda i: i.last)
            mention.type, mention.security = last.draft.type, True

    def _military(self, sentence: Sentence, mention: InstrumentMention) -> bool:
        """Whether it is defence bodies that act on an instrument of no named subject."""
        return _BODIES.search(self.text, max(sentence.start, mention.start - 120), mention.start) is not None

    def _secure(self, sentence: Sentence) -> bool:
        """Whether a sentence, or the one before it in the paragraph, speaks of security."""
        said, sentences = self.context.lexicon.security.search, self.context.reading.sentences
        if said(sentence.text):
            return True
        before = sentences[sentence.index - 1] if sentence.index else None
        return before is not None and before.block == sentence.block and bool(said(before.text))
