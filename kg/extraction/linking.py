"""What whole-document knowledge completes: states of persons, recipients under a programme, goods of a contract."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extraction import offices
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.gazetteer import gazetteer

_MEETING = (" and ", " met ", " and his counterpart ", " hosted ", " with ", " will be hosted by ", " met with ")
_GOES = re.compile(
    r"(?:['’]s)? (?:[\w-]+ ){0,3}?(?:visit|trip|tour) to (?:the )?|"
    r"(?:,? (?!(?:when|as|after|before|while|s?he)\b)\w+){0,2}? (?:visited|arrived in|travel\w+ to|visits) (?:the )?"
)
_DATELINE = re.compile(
    r"[A-Z][A-Za-z .,/'’\d-]{2,40}(?:\([^)]{1,30}\)\s?)?(?:--|—|–|:|/\w+/| - )|"
    r"[A-Z][A-Za-z .]{2,30}, [A-Z][a-z]+\.? \d{1,2}\.?$"
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Person, ProgrammeMention


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
    _coordinated(context)
    _visitors(context)
    offices.assign(context)
    _paired(context)
    _home(context)
    _envoys(context)


def _coordinated(context: Context) -> None:
    """Read "Japanese Foreign Minister A and Defence Minister B" as two of one state.

    Two heads, or two holders of one office, are of two states and stay as they are.
    """
    heads = context.lexicon.sets["heads"]
    for sentence in context.reading.sentences:
        for first, second in pairwise(sentence.persons):
            a, b = (first.office or "").lower(), (second.office or "").lower()
            person = second.person
            if a in heads and b in heads and first.person and first.person.state is None and second.state is not None:
                if context.text[first.end : second.start] in _MEETING:
                    first.person.state = context.focus.other(second.state.identity)
                continue
            if not a or not b or first.state is None or person is None or person.state is not None:
                continue
            if a in heads and b in heads and a != b and context.text[first.end : second.start] in _MEETING:
                person.state = context.focus.other(first.state.identity)
                continue
            joined = context.text[first.end : second.start] in (" and ", ", ", ", and ", " and the ")
            if joined and a != b and not (a in heads and b in heads) and "counterpart" not in (a, b):
                person.state = context.focus.state(first.state)


def _visitors(context: Context) -> None:
    """Give who visits one of the two main states, and is said to be of none, the other."""
    for sentence in context.reading.sentences:
        for mention in sentence.persons:
            person = mention.person
            if person is None or person.state is not None:
                continue
            goes = _GOES.match(context.text, mention.end, sentence.end)
            near = [a for a in sentence.actors if goes and 0 <= a.start - goes.end() < 6 and a.actor.kind == "state"]
            host = context.focus.state(near[0].actor) if near and not near[0].adjective else None
            if host is not None:
                person.state = context.focus.other(host.identity)


def _paired(context: Context) -> None:
    """Give the holder of an office, named without a state, the main state that another holder of it is not of.

    Between two states that a document is about, a second foreign minister is the other's.
    """
    holders: dict[str, set[str]] = {}
    for person in context.reading.persons:
        for _, m in person.mentions:
            if person.state is not None and m.office and not (m.former or m.elect):
                holders.setdefault(m.office.lower().replace("defense", "defence"), set()).add(person.state.identity)
    for person in context.reading.persons:
        if person.state is not None:
            continue
        for _, m in person.mentions:
            sides = holders.get((m.office or "").lower().replace("defense", "defence"), set())
            if len(sides) == 1 and not m.former and not m.organisation:
                other = context.focus.other(next(iter(sides)))
                if other is not None and offices.may_be(person, other):
                    person.state = other
                    break


def _home(context: Context) -> None:
    """Give the state of the dateline to office-holders whom the text names without one, as a country's own press does.

    Only where that state is one of the document's two main ones and nobody else of it has the same office.
    """
    focus, sentences = context.focus, context.reading.sentences
    opened = [(s, m) for s in sentences[:4] if (m := _DATELINE.match(s.text)) is not None]
    opening, match = opened[0] if opened else (None, None)
    if opening is None or match is None:
        return
    city = match.group().split(",")[0].split("(")[0].strip(" -–—:").title()
    key = gazetteer(context.reading.registry).capitals.get(city)
    home = focus.by_key(key) if key else None
    if home is None or home.identity not in {m.identity for m in focus.main}:
        return
    held = {
        (m.office or "").lower()
        for p in context.reading.persons if p.state is not None and p.state.identity == home.identity
        for _, m in p.mentions
    }  # fmt: skip
    headed = bool(held & context.lexicon.sets["heads"])
    for person in context.reading.persons:
        titles = {(m.office or "").lower() for _, m in person.mentions if m.office}
        named = any(m.organisation or m.former for _, m in person.mentions)
        if headed and titles & context.lexicon.sets["heads"]:
            continue
        if person.state is None and titles and not named and not titles & held and "counterpart" not in titles:
            if not offices.may_be(person, home):
                continue
            person.state = home
            held |= titles


def _envoys(context: Context) -> None:
    """Give an ambassador to one main state, whose own is not named, the other main state."""
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
    settled = {s.stage for s in transfer.stages} & {"agreed", "pledged", "proposed"}
    if not settled and signed.modality == "asserted" and agreement.type == "security-assistance":
        transfer.stage(StageDraft("agreed", "asserted", list(signed.sentences), signed.date, place=signed.place))
