"""A purchase that has been agreed is a contract too: the agreement beside a sale that no phrase names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.mentions import Actor

_BOUGHT = frozenset({"sale", "lease"})


def purchases(records: list[Draft]) -> list[Draft]:
    """Return the arms contracts that agreed sales imply, where the text told of none between the same sides.

    Parameters
    ----------
    records : list of Draft
        Merged records of one document.
    """
    known = [d for d in records if d.kind == "agreement" and d.type != "joint-declaration"][:200]
    out: list[Draft] = []
    for transfer in [d for d in records if d.kind == "transfer" and d.type in _BOUGHT][:200]:
        agreed = [s for s in transfer.stages if s.stage == "agreed" and s.modality == "asserted"]
        suppliers, buyers = transfer.actors("supplier"), transfer.actors("recipient")
        firms = [a for a in suppliers if a.kind == "organisation"]
        sellers = firms[:1] or suppliers[:1]
        states = [a for a in buyers if a.kind == "state"]
        if not agreed or not sellers or len(states) != 1 or not (agreed[0].date or transfer.amount):
            continue
        if not firms and not any(i.quantity for i in transfer.items):
            continue
        if any(_same(k, transfer, states[0].identity, suppliers) and _same_time(k, agreed[0]) for k in (*known, *out)):
            continue
        draft = Draft("agreement", "procurement", "agreement-purchase", transfer.offset, 0.6)
        draft.add("party", states[0], agreed[0].sentences[0])
        draft.add("party", sellers[0], agreed[0].sentences[0])
        draft.stages.append(
            StageDraft("signed", "asserted", list(agreed[0].sentences), agreed[0].date, None, agreed[0].place)
        )
        for item in transfer.items:
            draft.item(item.label, item.quantity, item.sentences[0])
        draft.amount, draft.amount_sentence = transfer.amount, transfer.amount_sentence
        out.append(draft)
    return out


def _same(agreement: Draft, transfer: Draft, buyer: str, suppliers: list[Actor]) -> bool:
    """Whether an agreement is between the same sides, a firm counting as its state, and about no other goods."""
    have = {p.actor.state or p.actor.identity for p in agreement.participants if p.role == "party"}
    sold = {a.state or a.identity for a in suppliers} | {a.identity for a in suppliers}
    if buyer not in have or not (have | agreement.keys("party")) & sold:
        return False
    if agreement.type in ("procurement", "security-assistance"):
        return True
    mine = {w for i in transfer.items for w in i.label.lower().split()}
    return bool(mine & {w for i in agreement.items for w in i.label.lower().split()})


def _same_time(agreement: Draft, agreed: StageDraft) -> bool:
    dates = [s.date for s in agreement.stages if s.stage == "signed" and s.date]
    return not dates or not agreed.date or any(d.startswith(agreed.date) or agreed.date.startswith(d) for d in dates)
