"""What whole-document knowledge completes: states of persons, recipients under a programme, goods of a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, ProgrammeMention


def complete(context: Context, drafts: list[Draft], owner: Callable[[ProgrammeMention], Actor | None]) -> list[Draft]:
    """Add what other records settle: the recipient of a programme's transfers, goods of a signed contract."""
    transfers = [d for d in drafts if d.kind == "transfer"]
    named_by: dict[str, dict[str, tuple[Actor, int]]] = {}
    for draft in transfers:
        if draft.programme:
            for p in draft.participants:
                if p.role == "recipient" and p.actor.kind == "state":
                    known = named_by.setdefault(draft.programme[1] or draft.programme[0].casefold(), {})
                    known.setdefault(p.actor.identity, (p.actor, p.sentences[0]))
    for draft in transfers:
        if draft.programme and not draft.keys("recipient"):
            named = named_by.get(draft.programme[1] or draft.programme[0].casefold(), {})
            if len(named) == 1:
                actor, sentence = next(iter(named.values()))
                draft.add("recipient", actor, sentence)
                draft.confidence = min(draft.confidence, 0.6)
    for draft in transfers:
        if draft.programme is None or draft.programme_sentence is None or draft.keys("supplier"):
            continue
        near = context.reading.sentences[draft.programme_sentence].programmes
        runs = next((s for p in near if p.label == draft.programme[0] and (s := owner(p))), None)
        if runs is not None and runs.identity not in draft.keys("recipient"):
            draft.add("supplier", runs, draft.programme_sentence)
            draft.confidence = min(draft.confidence, 0.65)
    through = {(d.programme[1] or d.programme[0].casefold()) for d in transfers if d.programme}
    for draft in drafts:
        if draft.kind == "programme" and draft.type == "other" and draft.tag in through:
            draft.type = "assistance"
    kept = [d for d in drafts if d.kind != "transfer" or d.keys("recipient") or d.keys("supplier")]
    return kept + _contracts(context, kept)


def _contracts(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Return a transfer for each signed exchange of notes that names a sum or goods and has none yet."""
    out = []
    by_sentence: dict[int, list[Draft]] = {}
    transfers = [d for d in drafts if d.kind == "transfer"][:400]
    for d in drafts:
        if d.kind == "transfer":
            for p in d.participants:
                known = by_sentence.setdefault(p.sentences[0], [])
                if d not in known[-3:]:
                    known.append(d)
    for draft in drafts:
        if draft.kind != "agreement" or draft.type not in ("security-assistance", "procurement"):
            continue
        signed = next((s for s in draft.stages if s.stage == "signed"), None)
        if signed is None:
            continue
        sentence = context.reading.sentences[signed.sentences[0]]
        beside = by_sentence.get(sentence.index, [])
        for transfer in beside[:4]:
            if sentence.amounts and transfer.amount is None and draft.amount is None:
                first = sentence.amounts[0]
                transfer.amount, transfer.amount_sentence = (first.value, first.currency), sentence.index
            _share(draft, transfer, signed)
        if beside:
            continue
        if sentence.amounts and draft.amount is None:
            draft.amount, draft.amount_sentence = (
                (sentence.amounts[0].value, sentence.amounts[0].currency),
                sentence.index,
            )
        sides = draft.keys("party")
        running = next(
            (
                d
                for d in transfers
                if len(sides) == 2
                and d.keys("supplier")
                and {k for k in d.keys("supplier", "recipient") if "-" not in k} == sides
            ),
            None,
        )
        if (
            running is not None
            and draft.type == "security-assistance"
            and (running.amount is None or draft.amount is None)
        ):
            running.amount = running.amount or draft.amount
            running.amount_sentence = (
                running.amount_sentence if running.amount_sentence is not None else draft.amount_sentence
            )
            running.stage(
                StageDraft("agreed", signed.modality, list(signed.sentences), signed.date, place=signed.place)
            )
            _share(draft, running, signed)
            continue
        programme = next((p for p in sentence.programmes if p.owner), None)
        parties = draft.actors("party")
        owner = next((a for a in parties if programme and a.key in (programme.owner or "").split(";")), None)
        other = next((a for a in parties if owner and a.identity != owner.identity), None)
        goods = [i for i in sentence.items if not i.generic or i.quantity]
        if owner is None or other is None or not (goods or sentence.amounts):
            continue
        transfer = Draft("transfer", "grant", "transfer-by-notes", draft.offset, 0.65)
        transfer.add("supplier", owner, sentence.index)
        transfer.add("recipient", other, sentence.index)
        for item in goods:
            transfer.item(item.label, item.quantity, sentence.index)
        if sentence.amounts:
            transfer.amount, transfer.amount_sentence = (
                (sentence.amounts[0].value, sentence.amounts[0].currency),
                sentence.index,
            )
        if programme is not None:
            transfer.programme, transfer.programme_sentence = (programme.label, programme.key), sentence.index
        transfer.stages.append(
            StageDraft("agreed", signed.modality, list(signed.sentences), signed.date, place=signed.place)
        )
        _share(draft, transfer, signed)
        out.append(transfer)
    return out


def _share(agreement: Draft, transfer: Draft, signed: StageDraft) -> None:
    """Put sum, goods and programme on both; what notes or a contract settle is agreed."""
    if len(agreement.keys("party")) == 1:
        for p in transfer.participants:
            if p.actor.kind == "state":
                agreement.add("party", p.actor, p.sentences[0])
    sides = [p for p in agreement.participants if p.role == "party" and p.actor.kind == "state"]
    if len(sides) == 2:
        for lacking, given in (("supplier", "recipient"), ("recipient", "supplier")):
            there = transfer.keys(given) & {p.actor.identity for p in sides}
            if there and not transfer.keys(lacking):
                for p in sides:
                    if p.actor.identity not in there:
                        transfer.add(lacking, p.actor, p.sentences[0])
    if agreement.amount is None:
        agreement.amount, agreement.amount_sentence = transfer.amount, transfer.amount_sentence
    for item in transfer.items:
        agreement.item(item.label, item.quantity, item.sentences[0])
    if agreement.programme is None:
        agreement.programme, agreement.programme_sentence = transfer.programme, transfer.programme_sentence
    for stage in transfer.stages:
        if (
            stage.stage in ("pledged", "proposed")
            and stage.sentences[0] == signed.sentences[0]
            and signed.modality == "asserted"
        ):
            stage.stage, stage.modality, stage.force = "agreed", "asserted", None
            stage.date = stage.date or signed.date
        elif stage.stage == "agreed" and stage.sentences[0] == signed.sentences[0]:
            stage.date, stage.place = stage.date or signed.date, stage.place or signed.place
    settled = {s.stage for s in transfer.stages} & {"agreed", "pledged", "proposed"}
    if not settled and signed.modality == "asserted" and agreement.type == "security-assistance":
        transfer.stage(StageDraft("agreed", "asserted", list(signed.sentences), signed.date, place=signed.place))
