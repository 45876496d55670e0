"""Several sales told one by one: "two possible sales were announced; one is for radars, the other covers missiles"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Sentence

_ANNOUNCES = re.compile(
    r"\b(?:[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]everal|[Aa] pair of|[Bb]oth|[Aa] series of)\s+"
    r"(?:(?P<open>possible|proposed|potential|planned)\s+)?(?:(?:separate|new|further|more|additional|foreign|"
    r"military|arms|weapons|defen[cs]e|"
    r"major|big)\s+){0,3}(?P<what>sales|packages|deals|contracts|orders|grants|donations|purchases)\b"
)
_OPENS = re.compile(
    r"\W*(?:The\s)?(?:[Oo]ne|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Oo]ther|[Ll]ast|[Aa]nother|[Aa]\s\w+)"
    r"(?:\s(?:of (?:them|these|the two|the three|which)|sale|package|deal|contract|order|grant|case|notice|part|"
    r"lot|,|and (?:the )?(?:larger|"
    r"largest|smaller|smallest|biggest|costlier)(?: of (?:them|the two|the three))?))*,?\s(?:[^.;]{0,40}?\b)?"
    r"(?:is|was|would be|will be|are|covers?|covered|includes?|included|involves?|provides?|comprises?|consists|"
    r"concerns?|takes in|calls|"
    r"buys|pays|gives|brings|runs to)\b"
)
_MAKES_UP = re.compile(
    r"\b(?:make|makes|made) up (?:the )?(?:other|second|third|rest|last|remainder|larger|"
    r"smaller)\b"
)
_APPROVED = re.compile(r"\b(?:approv|clear|authori[sz]|green-?lit|sign(?:ed|s) off)\w*")
_SIGNED = re.compile(r"\b(?:signed|awarded|inked|concluded|placed)\b")
_NOT = re.compile(r"\b(?:not|never|no|denied|rejected|blocked|cancelled|canceled|scrapped)\b")
_GIFTS = frozenset({"grants", "donations"})
_REACH = 4
"""Sentences after an announcement in which its parts are told."""


class Several:
    """The announcement of several sales in force, and the parts of it that the sentences after it tell."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self._stage: StageDraft | None = None
        self._sides: tuple[list[Actor], list[Actor]] = ([], [])
        self._type, self._at = "sale", -9

    def opens(self, sentence: Sentence) -> bool:
        """Whether a sentence announces sales whose parts the next sentence begins to tell."""
        rows = self.context.reading.sentences
        if sentence.index + 1 >= len(rows) or _ANNOUNCES.search(self.text, sentence.start, sentence.end) is None:
            return False
        after = rows[sentence.index + 1]
        return bool(after.items) and _OPENS.match(self.text, after.start, after.end) is not None

    def read(self, sentence: Sentence) -> Draft | None:
        """Return the transfer that a sentence tells as one of several announced before."""
        told = self._part(sentence) if 0 < sentence.index - self._at <= _REACH else None
        if told is not None:
            return told
        match = _ANNOUNCES.search(self.text, sentence.start, sentence.end)
        if match is not None and not _NOT.search(sentence.text):
            self._announce(sentence, match)
        return None

    def _announce(self, sentence: Sentence, match: re.Match[str]) -> None:
        focus = self.context.focus
        takers = [a for a in sentence.actors if a.prep in ("to", "for", "with") and a.start > match.end()]
        recipients = {s.identity: s for a in takers if (s := focus.state(a.actor))}
        others = {s.identity: s for a in sentence.actors if a not in takers and (s := focus.state(a.actor))}
        suppliers = {k: v for k, v in others.items() if k not in recipients}
        if match["what"] in ("contracts", "orders", "purchases") and not recipients:
            recipients, suppliers = suppliers, {}
        if len(recipients) > 1 or len(suppliers) > 1 or not (recipients or suppliers):
            self._at = -9
            return
        name = "pledged" if _APPROVED.search(sentence.text) or match["what"] in _GIFTS else "proposed"
        name = "proposed" if match["open"] else "agreed" if _SIGNED.search(sentence.text) else name
        date = next((d for d in sentence.dates if not d.reporting), None) or next(iter(sentence.dates), None)
        self._stage = StageDraft(name, "asserted", [sentence.index], date.value if date else None)
        self._type = "grant" if match["what"] in _GIFTS else "sale"
        self._sides = (list(suppliers.values()), list(recipients.values()))
        self._at = sentence.index

    def _part(self, sentence: Sentence) -> Draft | None:
        opens = _OPENS.match(self.text, sentence.start, sentence.end)
        closes = _MAKES_UP.search(self.text, sentence.start, sentence.end)
        goods = [i for i in sentence.items if (not i.generic or i.quantity) and not i.example]
        if (
            self._stage is None
            or not (opens or closes)
            or not (goods or sentence.amounts)
            or _NOT.search(sentence.text)
        ):
            return None
        draft = Draft("transfer", self._type, "transfer-several", sentence.start, 0.65)
        draft.tag = f"several:{sentence.start}"
        for role, actors in zip(("supplier", "recipient"), self._sides, strict=True):
            for actor in actors:
                draft.add(role, actor, self._at)
        for item in goods:
            draft.item(item.label, item.quantity, sentence.index)
        if sentence.amounts:
            draft.amount, draft.amount_sentence = (
                (sentence.amounts[0].value, sentence.amounts[0].currency),
                sentence.index,
            )
        old = self._stage
        draft.stages.append(StageDraft(old.stage, old.modality, [self._at, sentence.index], old.date))
        return draft
