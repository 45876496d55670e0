"""The gate behind every extractor: what is not in the document, the registry or the contract does not pass.

It trusts no offset: each quote is found again in the text. A part that fails is refused alone where the record stands
without it, else the whole record is refused; every refusal is counted by its reason.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.contract import CORE_ROLES
from kg.errors import KGError
from kg.extraction.result import Refusal
from kg.model import Evidence, PartialDate, Participant, Record, Stage

if TYPE_CHECKING:
    from kg.documents.document import Document
    from kg.registry import Registry

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "\u2011": "-"})
LONGEST_QUOTE = 4500
"""Characters: three of the longest sentences that are read."""


def fold(text: str) -> str:
    """Return a text for comparison: compatibility forms, plain quotes and dashes, single spaces, case folded."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).split()).casefold()


class Gate:
    """Checks the records of one document.

    Parameters
    ----------
    document : Document
        What the records claim to be read from.
    registry : Registry
        Where identifiers must resolve.
    """

    def __init__(self, document: Document, registry: Registry) -> None:
        self.document, self.registry = document, registry
        self.refusals: list[Refusal] = []
        self._folded = fold(document.text)
        self._seen: dict[str, bool] = {}

    def check(self, records: Iterable[Record]) -> tuple[Record, ...]:
        """Return the records that pass, each without the parts that did not; `refusals` collects the rest."""
        return tuple(kept for record in records if (kept := self._record(record)) is not None)

    def refuse(self, reason: str, detail: object, kind: str) -> None:
        """Count a refusal."""
        self.refusals.append(Refusal(reason, str(detail)[:200], kind))

    def _record(self, record: Record) -> Record | None:
        if record.doc != self.document.stem:
            self.refuse("wrong-document", record.doc, record.kind)
            return None
        evidence, moved = self._evidence(record)
        if not evidence:
            self.refuse("no-evidence", record.name or record.kind, record.kind)
            return None
        participants = {
            i: q for i, p in enumerate(record.participants) if (q := self._participant(p, record.kind)) is not None
        }
        stages = {i: s for i, s in enumerate(record.stages) if self._stage(s, record.kind)}
        name = record.name
        if name is not None and not self._present(name):
            self.refuse("name-not-in-document", name, record.kind)
            if record.kind == "post":
                return None
            name = None
        programme = record.programme
        if programme is not None:
            if not self._present(programme.label):
                self.refuse("name-not-in-document", programme.label, record.kind)
                programme = None
            elif programme.id is not None and programme.id not in self.registry:
                self.refuse("id-not-in-registry", programme.id, record.kind)
                programme = replace(programme, id=None)
        if not name and not any(p.role in CORE_ROLES[record.kind] for p in participants.values()):
            self.refuse("no-core-participant", record.type or record.kind, record.kind)
            return None
        if record.stages and not stages:
            self.refuse("no-stage-left", record.type or record.kind, record.kind)
            return None
        numbers = {
            "participants": {old: new for new, old in enumerate(participants)},
            "stages": {old: new for new, old in enumerate(stages)},
        }
        kept = []
        for ev in evidence:
            renumbered = [self._renumber(part, numbers, name, programme is not None) for part in ev.parts]
            parts = tuple(part for part in renumbered if part is not None)
            if parts or not ev.parts:
                kept.append(replace(ev, parts=parts))
        if not kept:
            self.refuse("no-evidence", record.name or record.kind, record.kind)
            return None
        del moved
        try:
            return replace(
                record, name=name, participants=tuple(participants.values()), stages=tuple(stages.values()),
                programme=programme, evidence=tuple(kept),
            )  # fmt: skip
        except KGError as error:
            self.refuse("outside-the-contract", error.message, record.kind)
            return None

    def _renumber(self, part: str, numbers: dict[str, dict[int, int]], name: str | None, programme: bool) -> str | None:
        where, _, index = part.partition("/")
        if where in numbers:
            new = numbers[where].get(int(index))
            return None if new is None else f"{where}/{new}"
        if (where == "name" and name is None) or (where == "programme" and not programme):
            return None
        return part

    def _evidence(self, record: Record) -> tuple[list[Evidence], int]:
        out, moved = [], 0
        text = self.document.text
        for ev in record.evidence:
            if not ev.quote.strip() or len(ev.quote) > LONGEST_QUOTE:
                self.refuse("quote-length", ev.quote[:60], record.kind)
                continue
            if ev.start is not None and text[ev.start : ev.end] == ev.quote:
                out.append(self._located(ev, ev.start))
                continue
            at = text.find(ev.quote)
            if at < 0:
                self.refuse("quote-not-found", ev.quote, record.kind)
                continue
            moved += 1
            out.append(self._located(replace(ev, start=at, end=at + len(ev.quote)), at))
        return out, moved

    def _located(self, ev: Evidence, start: int) -> Evidence:
        """Return evidence with its page, where the document has pages and the extractor names no place."""
        locator = None if ev.locator else self.document.locator(start)
        return replace(ev, locator=locator) if locator else ev

    def _participant(self, p: Participant, kind: str) -> Participant | None:
        if not self._present(p.label):
            self.refuse("name-not-in-document", p.label, kind)
            return None
        if p.id is not None and p.id not in self.registry:
            self.refuse("id-not-in-registry", p.id, kind)
            p = replace(p, id=None)
        if p.on_behalf_of is not None and p.on_behalf_of not in self.registry:
            self.refuse("id-not-in-registry", p.on_behalf_of, kind)
            p = replace(p, on_behalf_of=None)
        return p

    def _present(self, label: str) -> bool:
        if label not in self._seen:
            self._seen[label] = self._stands(label)
        return self._seen[label]

    def _stands(self, label: str) -> bool:
        folded = fold(label)
        if folded in self._folded:
            return True
        base, _, short = folded.partition(" (")
        return bool(short) and base in self._folded and short.rstrip(")") in self._folded

    def _stage(self, stage: Stage, kind: str) -> bool:
        for value in (stage.date, stage.end_date):
            if value is None:
                continue
            try:
                date = PartialDate.parse(value)
            except KGError:
                self.refuse("date-unreadable", value, kind)
                return False
            if not 1800 <= date.year <= 2100:
                self.refuse("date-out-of-range", value, kind)
                return False
        if (
            stage.date
            and stage.end_date
            and PartialDate.parse(stage.end_date).latest < PartialDate.parse(stage.date).earliest
        ):
            self.refuse("dates-unordered", f"{stage.date}–{stage.end_date}", kind)
            return False
        published = self.document.published
        if (
            published
            and stage.date
            and stage.modality == "asserted"
            and PartialDate.parse(stage.date).earliest > PartialDate.parse(published).latest
        ):
            self.refuse("asserted-in-the-future", stage.date, kind)
            return False
        return True
