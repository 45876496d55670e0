"""The schemes that transfers run under, as programmes of their own, and goods that an agreement has of its grant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.kinds.grants import Grants

_BUDGET = re.compile(r"\b(?:budget|outlay|funding|allocation)s?\b")
_TOLD = re.compile(
    r"\b(?:scheme|framework|programme|program|initiative|facility|fund|budget|recipients?|beneficiar\w+|launch\w*|"
    r"set up|established|created|introduced)\b", re.IGNORECASE,
)  # fmt: skip
_GREW = re.compile(r"\b(?:grown|grew|risen|rose|increased|raised|up|expanded|doubled)\b[^.;]{0,20}\bfrom\b")


def _described(context: Context, tag: str) -> bool:
    """Whether a text speaks of a scheme more than once, or tells what it is; merely "under" it says nothing of it."""
    said = [s for s in context.reading.sentences for p in s.programmes if (p.key or p.label.casefold()) == tag]
    return len({s.index for s in said}) > 1 or any(_TOLD.search(s.text) for s in said)


def programmes(context: Context, drafts: list[Draft], grants: Grants) -> list[Draft]:
    """Return each scheme that transfers run under: its owner, who got or was promised something, its budget."""
    known = {d.tag: d for d in reversed(drafts) if d.kind == "programme"}
    staged = {d.tag for d in drafts if d.kind == "programme" and any(s.modality == "asserted" for s in d.stages)}
    out: dict[str, Draft] = {}
    for d in drafts:
        if d.kind != "transfer" or d.programme is None or d.programme_sentence is None:
            continue
        tag = d.programme[1] or d.programme[0].casefold()
        mention = next(
            (p for p in context.reading.sentences[d.programme_sentence].programmes
             if (p.key or p.label.casefold()) == tag), None,
        )  # fmt: skip
        if mention is None or (mention.key and mention.type not in ("assistance", "capacity-building")):
            continue
        if any(i.start <= mention.start < i.end for i in context.reading.sentences[d.programme_sentence].items):
            continue
        civil = not mention.key and context.lexicon.out_of_scope.search(mention.label)
        if mention.key in ("ODA", "BRI", "FMS") or civil:
            continue
        if d.kind == "transfer" and tag not in known and tag not in out and not _described(context, tag):
            continue
        draft = out.get(tag)
        if draft is None:
            draft = out[tag] = Draft("programme", mention.type, "programme-runs", mention.start, 0.65, tag=tag)
            draft.name, draft.name_sentence = d.programme[0], d.programme_sentence
            owner = grants.owner(mention)
            if owner is not None:
                draft.add("owner", owner, d.programme_sentence)
            if tag not in staged:
                staged.add(tag)
                draft.stages.append(StageDraft("running", "asserted", [d.programme_sentence]))
        modes = {s.modality for s in d.stages}
        if (
            "asserted" in modes
            and "denied" not in modes
            and ("agreed", "planned") not in {(s.stage, s.modality) for s in d.stages}
        ):
            for p in d.participants:
                if p.role == "recipient" and p.actor.kind == "state" and p.actor.identity not in draft.keys("owner"):
                    draft.add("beneficiary", p.actor, p.sentences[0])
    for named, d in known.items():
        if named not in staged and d.participants and d.rule == "programme-picked":
            d.stages.append(StageDraft("running", "asserted", d.participants[0].sentences[:1]))
    for sentence in context.reading.sentences:
        topic = grants.topics[sentence.index]
        tag = (topic.key or topic.label.casefold()) if topic else ""
        owner_draft = known.get(tag) or out.get(tag)
        match = _BUDGET.search(context.text, sentence.start, sentence.end)
        near = [a for a in sentence.amounts if match and abs(a.start - match.end()) < 60]
        if owner_draft is None or owner_draft.amount is not None or not near:
            continue
        chosen = sentence.amounts[-1] if _GREW.search(sentence.text) else near[0]
        owner_draft.amount, owner_draft.amount_sentence = (chosen.value, chosen.currency), sentence.index
    return list(out.values())


def share(records: list[Draft]) -> None:
    """Name on an agreement for a grant what the grant is known, elsewhere in the text, to consist of."""
    transfers = [d for d in records if d.kind == "transfer" and d.items]
    for agreement in records:
        if agreement.rule != "agreement-for-grant" or agreement.items:
            continue
        dates = {s.date for s in agreement.stages}
        same = [
            t for t in transfers[:200]
            if {k for k in t.keys("supplier", "recipient") if "-" not in k} == agreement.keys("party")
            and any(s.stage == "agreed" and s.date in dates for s in t.stages)
        ]  # fmt: skip
        for item in same[0].items if len(same) == 1 else ():
            agreement.item(item.label, None, item.sentences[0], example=item.example)
