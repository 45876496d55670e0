"""What whole-document knowledge completes: states of persons, recipients under a programme, goods of a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Person


def persons(context: Context) -> None:
    """Give a state to the persons whose own mentions name none.

    In order: the polity of their organisation; an office that one polity alone has, where the text names it; the only
    state of the document.
    """
    focus, registry = context.focus, context.reading.registry
    unique = context.lexicon.unique_offices
    for person in context.reading.persons:
        if person.state is not None:
            continue
        for _, mention in person.mentions:
            if mention.organisation is not None and mention.organisation.state:
                entity = registry.get(mention.organisation.state)
                if entity.kind == "state":
                    person.state = focus.state(mention.organisation)
                    break
            key = unique.get((mention.office or "").lower())
            if key and focus.by_key(key):
                person.state = focus.by_key(key)
                break
        if person.state is None and len(focus.labels) == 1:
            person.state = next(iter(focus.labels.values()))
    _envoys(context)


def _envoys(context: Context) -> None:
    """An ambassador without a state, beside one other person whose state is known, stands for the other main state."""
    for person in context.reading.persons:
        if person.state is not None or not _envoy(context, person):
            continue
        main = context.focus.main
        titled = [m for _, m in person.mentions if m.office]
        host = next((s for m in titled for s in main if s.label in (m.office or "")), None)
        other = context.focus.other(host.identity) if host else None
        if other is not None:
            person.state = other


def _envoy(context: Context, person: Person) -> bool:
    envoys = context.lexicon.sets["envoys"]
    return any((m.office or "").lower().split(" to ")[0] in envoys for _, m in person.mentions)


def complete(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Add what other records of the document settle: the recipient of a programme's transfers, goods of a signed contract."""
    transfers = [d for d in drafts if d.kind == "transfer"]
    for draft in transfers:
        if draft.programme and not draft.keys("recipient"):
            key = draft.programme[1] or draft.programme[0].casefold()
            named: dict[str, tuple[Actor, int]] = {}
            for other in transfers:
                if other is not draft and other.programme and (other.programme[1] or other.programme[0].casefold()) == key:
                    for p in other.participants:
                        if p.role == "recipient":
                            named.setdefault(p.actor.identity, (p.actor, p.sentences[0]))
            if len(named) == 1:
                actor, sentence = next(iter(named.values()))
                draft.add("recipient", actor, sentence)
                draft.confidence = min(draft.confidence, 0.6)
    through = {(d.programme[1] or d.programme[0].casefold()) for d in transfers if d.programme}
    for draft in drafts:
        if draft.kind == "programme" and draft.type == "other" and draft.tag in through:
            draft.type = "assistance"
    kept = [d for d in drafts if d.kind != "transfer" or d.keys("recipient") or d.keys("supplier")]
    return kept + _contracts(context, kept)


def _contracts(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Return a transfer for each signed exchange of notes that names a sum or goods and has none yet."""
    out = []
    for draft in drafts:
        if draft.kind != "agreement" or draft.type not in ("security-assistance", "procurement"):
            continue
        signed = next((s for s in draft.stages if s.stage == "signed"), None)
        if signed is None:
            continue
        sentence = context.reading.sentences[signed.sentences[0]]
        beside = [d for d in drafts if d.kind == "transfer" and any(p.sentences[0] == sentence.index for p in d.participants)]
        if beside:
            _share(draft, beside[0], signed)
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
            transfer.amount, transfer.amount_sentence = (sentence.amounts[0].value, sentence.amounts[0].currency), sentence.index
        if programme is not None:
            transfer.programme, transfer.programme_sentence = (programme.label, programme.key), sentence.index
        transfer.stages.append(StageDraft("agreed", signed.modality, list(signed.sentences), signed.date))
        _share(draft, transfer, signed)
        out.append(transfer)
    return out


def _share(agreement: Draft, transfer: Draft, signed: StageDraft) -> None:
    """Put sum, goods and programme on both; what notes or a contract settle is agreed."""
    if agreement.amount is None:
        agreement.amount, agreement.amount_sentence = transfer.amount, transfer.amount_sentence
    for item in transfer.items:
        agreement.item(item.label, item.quantity, item.sentences[0])
    if agreement.programme is None:
        agreement.programme, agreement.programme_sentence = transfer.programme, transfer.programme_sentence
    for stage in transfer.stages:
        if stage.stage in ("pledged", "proposed") and stage.sentences[0] == signed.sentences[0] and signed.modality == "asserted":
            stage.stage, stage.modality, stage.force = "agreed", "asserted", None
            stage.date = stage.date or signed.date
