"""From drafts to records: every part gets the receipt of the sentence that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.antecedents import names_actor
from kg.model import Amount, Capacity, Evidence, Item, Participant, ProgrammeRef, Record, Stage
from kg.model.record import freeze

if TYPE_CHECKING:
    from kg.extraction.antecedents import NamingSentences
    from kg.extraction.drafts import Draft, ParticipantDraft, StageDraft
    from kg.extraction.mentions import Sentence
    from kg.extraction.reading import Reading
    from kg.extraction.trust import Trust


def record(draft: Draft, reading: Reading, naming: NamingSentences, *, extractor: str, trust: Trust) -> Record:
    """Return a draft as a record with evidence for each of its parts.

    An actor that no sentence of its own names ("both sides", "the memorandum between defence authorities") gets the
    sentence before it that does, beside the one that says what it did.

    Raises
    ------
    InvalidRecordError
        If a value breaks the contract; the caller counts it as refused.
    """
    document = reading.document
    supports: dict[int, list[str]] = {}

    def support(path: str, sentences: list[int]) -> None:
        for index in sentences[:2]:
            supports.setdefault(index, []).append(path)

    participants = []
    named = [_naming(p, reading.sentences) for p in draft.participants]
    unnamed = [p for p, found in zip(draft.participants, named, strict=True) if not found and p.actor.key]
    antecedents: dict[str, int] = {}
    if unnamed:
        first = min(min(p.sentences) for p in unnamed)
        antecedents = naming.before(first, list(dict.fromkeys(str(p.actor.key) for p in unnamed)))
    for i, (p, found) in enumerate(zip(draft.participants, named, strict=True)):
        participants.append(_participant(p))
        antecedent = [antecedents[p.actor.key]] if p.actor.key in antecedents else []
        support(f"participants/{i}", found or [*antecedent, *p.sentences])
    items = tuple(
        Item(
            label=i.label,
            quantity=i.quantity,
            extra=(("basis", "programme-example"),) if i.example and draft.programme else (),
        )
        for i in draft.items
    )
    for i, item in enumerate(draft.items):
        support(f"items/{i}", item.sentences)
    for i, stage in enumerate(draft.stages):
        support(f"stages/{i}", stage.sentences)
    if draft.amount is not None and draft.amount_sentence is not None:
        support("amount", [draft.amount_sentence])
    if draft.name is not None and draft.name_sentence is not None:
        support("name", [draft.name_sentence])
    if draft.programme is not None and draft.programme_sentence is not None:
        support("programme", [draft.programme_sentence])
    evidence = tuple(
        Evidence(
            quote=document.text[s.start : s.end],
            start=s.start,
            end=s.end,
            parts=tuple(dict.fromkeys(supports[index])),
            grade="paraphrased" if document.project_written else "quoted",
        )
        for index in sorted(supports)
        for s in (reading.sentences[index],)
    )
    return Record(
        doc=document.stem,
        kind=draft.kind,
        type="other" if draft.kind == "post" else draft.type,
        name=draft.name,
        participants=tuple(participants),
        stages=tuple(_stage(s, draft) for s in draft.stages),
        items=items,
        amount=Amount(value=draft.amount[0], currency=draft.amount[1]) if draft.amount else None,
        programme=ProgrammeRef(label=draft.programme[0], id=draft.programme[1]) if draft.programme else None,
        attribution=draft.attribution,
        evidence=evidence,
        confidence=trust.of(draft.kind, draft.rule, draft.confidence),
        extractor=extractor,
        rule=draft.rule,
        extra=_extra(draft),
    )


def _participant(p: ParticipantDraft) -> Participant:
    capacity = None
    if p.actor.kind == "person" and (p.office or p.rank):
        capacity = Capacity(label=p.office or p.rank, rank=p.rank, title=p.office)
    key = None if p.actor.kind == "person" else p.actor.key
    return Participant(
        role=p.role, label=p.actor.label, kind=p.actor.kind, id=key, on_behalf_of=p.on_behalf_of, capacity=capacity
    )


def _naming(p: ParticipantDraft, sentences: list[Sentence]) -> list[int]:
    """Return the sentences among a participant's that name it, or its state's people, in words."""
    tokens = [p.actor.label]
    if p.actor.kind == "person":
        tokens += [t for t in p.actor.label.split() if len(t) > 2]
    named = [i for i in p.sentences if any(t in sentences[i].text for t in tokens)]
    if named or p.actor.kind == "person":
        return named
    return [
        i
        for i in p.sentences
        if any(p.actor.key in (m.actor.key, m.actor.state) and names_actor(m) for m in sentences[i].actors)
    ]


def _stage(stage: StageDraft, draft: Draft) -> Stage:
    labels = [i.label for i in draft.items]
    indexes = tuple(labels.index(i) for i in stage.items if i in labels)
    end = stage.end_date if stage.date or draft.kind == "engagement" else None
    return Stage(
        stage=stage.stage,
        modality=stage.modality,
        date=stage.date,
        end_date=end,
        place=stage.place,
        step=stage.step,
        by=stage.by,
        items=indexes,
        extra=(("force", stage.force),) if stage.force and stage.modality in ("planned", "possible") else (),
    )


def _extra(draft: Draft) -> tuple[tuple[str, object], ...]:
    extra: list[tuple[str, object]] = []
    if draft.series:
        extra.append(("series", freeze({"label": draft.name, "id": draft.series})))
    if draft.kind == "post":
        office = any(p.office for p in draft.participants)
        extra.append(("basis", "office" if office else "rank"))
    return tuple(extra)
