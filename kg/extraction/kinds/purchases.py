"""A purchase that has been agreed is a contract too: the agreement beside a sale that no phrase names."""

from __future__ import annotations

from kg.extraction.drafts import Draft, StageDraft

_BOUGHT = frozenset({"sale", "lease"})


def purchases(records: list[Draft]) -> list[Draft]:
    """Return the arms contracts that agreed sales imply, where the text told of none between the same sides.

    Parameters
    ----------
    records : list of Draft
        Merged records of one document.
    """
    known = [d for d in records if d.kind == "agreement" and d.type in ("procurement", "co-development")][:200]
    out: list[Draft] = []
    for transfer in [d for d in records if d.kind == "transfer" and d.type in _BOUGHT][:200]:
        agreed = [s for s in transfer.stages if s.stage == "agreed" and s.modality == "asserted"]
        suppliers, buyers = transfer.actors("supplier"), transfer.actors("recipient")
        firms = [a for a in suppliers if a.kind == "organisation"]
        sellers = firms[:1] or suppliers[:1]
        states = [a for a in buyers if a.kind == "state"]
        if not agreed or not sellers or len(states) != 1 or not (agreed[0].date or transfer.amount):
            continue
        sides = {sellers[0].identity, states[0].identity} | {a.identity for a in suppliers}
        if any(states[0].identity in k.keys("party") and k.keys("party") & (sides - {states[0].identity})
               and _same_time(k, agreed[0]) for k in (*known, *out)):  # fmt: skip
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


def _same_time(agreement: Draft, agreed: StageDraft) -> bool:
    dates = [s.date for s in agreement.stages if s.stage == "signed" and s.date]
    return not dates or not agreed.date or any(d.startswith(agreed.date) or agreed.date.startswith(d) for d in dates)
