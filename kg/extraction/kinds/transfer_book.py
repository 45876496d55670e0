"""Transfers found so far: acts of one sentence and of several are joined, and missing sides are found."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft
from kg.extraction.kinds import deliveries, givers, goods, several, transfer_stages
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import ItemMention, ProgrammeMention, Sentence, TriggerMention

_CRAFT = re.compile(
    r"(?:aircraft|ships?|vessels?|warships?|frigates?|destroyers?|submarines?|carriers?|fighters?|jets?|bombers?|"
    r"helicopters?|boats?|cutters?|corvettes?|planes?|class|[A-Z]-\d+\w*)$",
    re.IGNORECASE,
)
"""What a state sends on a mission of its own more often than it gives it away."""
_TO_BUY = re.compile(
    r"\b(?:for|to fund|to finance|towards?|to support|to cover)\s+(?:the\s+|its\s+|their\s+)?\Z|\bto\s+\Z"
)
_COMMON_WORDS = frozenset(
    """aircraft boat ship vessel jet fighter missile system equipment radar weapon arm drone helicopter submarine
    frigate corvette patrol military naval coast guard defence defense class air combat light attack surface vehicle
    new battery batterie tank gun ammunition coastal surveillance maritime unmanned aerial""".split()
)
_TELLS = re.compile(
    r"(?:[’']s?)?(?:\s[\w.’'-]+){0,6}?(?:,[^,;.]{2,40},)?\s(?:said|says|say|estimates?|estimated|reported|"
    r"reports|claims?|claimed|"
    r"believes?|believed|alleges?|alleged|told|noted|confirmed|reckons?|put)\b[^,;]{0,40}[.,;”\"]?\Z|"
    r"(?:[’']s?)?(?:\s[\w.’'-]+){0,4}\s(?:said|says|estimates?|reports?|claims?|believes?|"
    r"alleges?)\b(?: on \w+)? that\b"
)
_CITED = re.compile(r"\baccording to (?:the |an? )?(?:[\w-]+ ){0,3}\Z")
"""Of and before whom a text only has it that something was transferred."""
_REACH = 3
"""Sentences within which "deliveries" and "the boats" mean the transfer spoken of last."""


@dataclass(slots=True)
class Event:
    """One act of transfer in one sentence, before it is known which others it belongs with."""

    draft: Draft
    goods: list[ItemMention]
    bare: bool
    trigger: TriggerMention
    open: list[Actor] = field(default_factory=list)
    vague: bool = False


class TransferBook:
    """What is known of the transfers of one document, sentence by sentence."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self.found: list[Draft] = []
        self._several = several.Several(context)
        self.firms: dict[str, Actor] = {}
        self._open: list[tuple[Draft, list[Actor]]] = []
        self._services: dict[int, list[Actor]] = {}
        self._votes: Counter[tuple[str, str]] = Counter()
        self._countries = {a.label for a in context.focus.labels.values()}
        sentences = context.reading.sentences
        said = [s for s in sentences if context.lexicon.security.search(s.text)]
        self.secure = len(said) * 3 >= len(sentences) > 2
        self.headings = all(s.heading for s in sentences)
        self._scheme, self._runner = self._titled()
        self.secure = self.secure or self._scheme is not None

    def _titled(self) -> tuple[ProgrammeMention | None, Actor | None]:
        """Return the scheme that a text has in its title, and the state that runs it: what it tells goes through it."""
        for sentence in self.context.reading.sentences[:2]:
            named = deliveries.assistance(sentence)
            if named is None or not (sentence.heading or sentence.index == 0):
                continue
            keys = (named.owner or "").split(";")
            owner = self.context.focus.by_key(keys[0]) if len(keys) == 1 and keys[0] else None
            if owner is not None and deliveries.secure(self.context, named) and named.type == "assistance":
                return named, owner
        return None, None

    def _through(self, draft: Draft) -> None:
        """Let what one state is given in the text of a scheme go through that scheme."""
        if self._scheme is None or self._runner is None or draft.programme is not None:
            return
        keys = draft.keys("supplier")
        owner = self._runner.identity
        if (keys and owner not in keys) or owner in draft.keys("recipient") or draft.type not in ("grant", "other"):
            return
        if not keys:
            draft.add("supplier", self._runner, draft.stages[0].sentences[0])
        draft.type = "grant"
        says = next(s.index for s in self.context.reading.sentences[:2] if self._scheme in s.programmes)
        draft.programme, draft.programme_sentence = (self._scheme.label, self._scheme.key), says

    def finish(self) -> list[Draft]:
        """Return all transfers, those between two states last: the text elsewhere shows which of them supplies."""
        for draft, pair in self._open:
            scores = [self._votes[(a.identity, "supplier")] - self._votes[(a.identity, "recipient")] for a in pair]
            if len(pair) != 2 or scores[0] == scores[1]:
                self.found = [d for d in self.found if d is not draft]
                continue
            giver, taker = pair if scores[0] > scores[1] else pair[::-1]
            at = draft.stages[0].sentences[0]
            draft.add("supplier", giver, at)
            draft.add("recipient", taker, at)
            for service in self._services.get(id(draft), ()):
                draft.add("recipient" if service.state == taker.identity else "supplier", service, at)
            draft.confidence = 0.6
        self._open = []
        for draft in self.found:
            seen: list[tuple[str, str, str | None]] = []
            for stage in list(draft.stages):
                if (key := (stage.stage, stage.modality, stage.date)) in seen:
                    draft.stages.remove(stage)
                seen.append(key)
        return self.found

    def _fuse(self, events: list[Event], new: Event, sentence: Sentence) -> None:
        """Join an act to one of the same sentence that is about the same goods: "ordered in 2023 and due in 2026"."""
        for old in events:
            paid = old.draft.amount and not old.goods and new.trigger.trigger.frame.side == "recipient"
            if paid and _TO_BUY.search(self.text, old.trigger.end, new.trigger.start):
                for item in new.draft.items:
                    old.draft.item(item.label, item.quantity, sentence.index, example=item.example)
                old.goods = old.goods or new.goods
                return
            same = any(a.start == b.start for a in old.goods for b in new.goods)
            money = _money_only(old) != _money_only(new) and (_money_only(old) or _money_only(new)) and not same
            if money and old.draft.tag == new.draft.tag and _agree(old.draft, new.draft):
                same = new.trigger.start - old.trigger.end < 120 and old.draft.keys("supplier") == new.draft.keys(
                    "supplier"
                )
            if not (same or new.bare or old.bare) or not _agree(old.draft, new.draft):
                continue
            target, extra = (old, new) if not old.bare else (new, old)
            for p in extra.draft.participants:
                target.draft.add(p.role, p.actor, sentence.index)
            _add_stages(target.draft, extra.draft)
            for item in extra.draft.items:
                target.draft.item(item.label, item.quantity, sentence.index, example=item.example)
            if target.draft.amount is None:
                target.draft.amount, target.draft.amount_sentence = extra.draft.amount, extra.draft.amount_sentence
            target.draft.type = transfer_stages.stronger(target.draft.type, extra.draft.type)
            target.open = target.open or extra.open
            if target is new:
                events[events.index(old)] = new
            return
        events.append(new)

    def _emit(self, event: Event, sentence: Sentence) -> None:
        draft = event.draft
        if event.bare or goods.again(self.text, event.goods):
            last = self._last(sentence, draft)
            if last is not None:
                for p in draft.participants:
                    last.add(p.role, p.actor, sentence.index)
                _add_stages(last, draft)
                return
            if not event.bare and not (draft.keys("supplier") and draft.keys("recipient")) and draft.amount is None:
                return
            if event.bare:
                if (
                    event.trigger.trigger.frame.side == "contract"
                    and draft.keys("supplier")
                    and draft.keys("recipient")
                ):
                    draft.partial = True
                    self.found.append(draft)
                return
        supplier, recipient = draft.keys("supplier"), draft.keys("recipient")
        if not (supplier and recipient) and self._continues(event, sentence):
            return
        if event.goods and all(g.form == "hull" for g in event.goods) and not (supplier and recipient):
            return
        if event.open and not (supplier and recipient):
            self._open.append((draft, event.open))
            bodies = [p.actor for p in draft.participants if p.actor.kind == "organisation" and p.actor.state]
            self._services[id(draft)] = [b for b in bodies if b.state in {a.identity for a in event.open}]
            draft.participants = [p for p in draft.participants if p.role == "manufacturer"]
            self.found.append(draft)
            return
        if not supplier and not recipient:
            self._neither(event, sentence)
            supplier, recipient = draft.keys("supplier"), draft.keys("recipient")
        if recipient and not event.vague:
            self._through(draft)
            supplier = draft.keys("supplier")
        general = bool(event.goods) and all("equipment" in g.label and not g.quantity for g in event.goods)
        if bool(supplier) != bool(recipient) and not (general and draft.amount is None and draft.programme is None):
            self._other(draft, sentence, near=event.vague)
            supplier, recipient = draft.keys("supplier"), draft.keys("recipient")
        if supplier & recipient or not (supplier or recipient):
            return
        if event.vague and not (supplier and recipient):
            return
        frame = event.trigger.trigger.frame
        both = bool(supplier and recipient)
        if not both and (frame.weak or frame.side == "goods") and draft.programme is None:
            return
        sailed = frame.id == "transfer-went" and event.goods and all(_CRAFT.search(g.label) for g in event.goods)
        sourced = any(a.prep == "from" for a in sentence.actors)
        if sailed and not sourced and not any(a.kind == "organisation" for a in draft.actors("recipient")):
            return
        known = draft.programme or draft.amount or any(g.quantity for g in event.goods) or (event.goods and frame.keep)
        draft.partial = draft.partial or ((not supplier or not recipient) and not known)
        if not draft.partial and supplier and recipient:
            for key in supplier:
                self._votes[(key, "supplier")] += 1
            for key in recipient:
                self._votes[(key, "recipient")] += 1
        self.found.append(draft)

    def _neither(self, event: Event, sentence: Sentence) -> None:
        """Give a transfer that names no side those of its scheme, or of the transfer just spoken of."""
        draft = event.draft
        named = deliveries.assistance(sentence)
        keys = (named.owner or "").split(";") if named is not None else []
        owner = self.context.focus.by_key(keys[0]) if len(keys) == 1 and keys[0] else None
        if owner is not None and draft.amount is not None:
            draft.add("supplier", owner, sentence.index)
            return
        last = self.found[-1] if self.found else None
        if last is None or last.partial or not event.goods or event.vague or event.trigger.trigger.frame.weak:
            return
        at = max(last.stages[-1].sentences)
        if sentence.index - at <= 2 and self.context.reading.sentences[at].block == sentence.block:
            for p in last.participants:
                if p.role in ("supplier", "recipient"):
                    draft.add(p.role, p.actor, sentence.index)
            draft.confidence = 0.55

    def _continues(self, event: Event, sentence: Sentence) -> bool:
        """Whether the goods are those of a transfer spoken of before, which then gains the stage."""
        draft = event.draft
        words = _telling(draft)
        for old in reversed(self.found[-6:]):
            if old.partial or not _agree(old, draft) or not words & _telling(old):
                continue
            if old.tag != draft.tag:
                continue
            counts = [{i.quantity for i in d.items if i.quantity} for d in (old, draft)]
            if counts[0] and counts[1] and not counts[0] & counts[1]:
                continue
            for p in draft.participants:
                old.add(p.role, p.actor, sentence.index)
            _add_stages(old, draft)
            if old.amount is None:
                old.amount, old.amount_sentence = draft.amount, draft.amount_sentence
            return True
        return False

    def _last(self, sentence: Sentence, draft: Draft) -> Draft | None:
        """Return the transfer that "the boats" or "deliveries" continues."""
        for old in reversed(self.found[-3:]):
            said = max(max(s.sentences) for s in old.stages)
            waiting = old.partial and not old.items
            if sentence.index - said <= _REACH and (waiting or not old.partial) and _agree(old, draft):
                old.partial = old.partial and not draft.items
                return old
        return None

    def _other(self, draft: Draft, sentence: Sentence, *, near: bool) -> None:
        """Find the missing side: the one other state in play, else the counterpart of the transfer before."""
        lacking, given = ("supplier", "recipient") if not draft.keys("supplier") else ("recipient", "supplier")
        side = next(a for a in draft.actors(given))
        key = side.state or side.identity if side.kind == "organisation" else side.identity
        chosen: Actor | None = None
        for old in reversed(self.found[-2:]) if not near else ():
            close = sentence.index - max(old.stages[-1].sentences) <= _REACH
            if close and side.identity in old.keys(given) and old.actors(lacking):
                chosen = old.actors(lacking)[0]
                break
        if chosen is None:
            chosen = self._in_play(sentence, key, near=near)
        if chosen is not None and chosen.identity != key:
            draft.add(lacking, chosen, sentence.index)
            draft.confidence = min(draft.confidence, 0.65)

    def _in_play(self, sentence: Sentence, key: str, *, near: bool) -> Actor | None:
        focus = self.context.focus
        here = [
            s for a in sentence.actors
            if not (a.adjective and any(0 < i.start - a.end < 30 for i in sentence.items))
            and (a.prep not in givers.FAR or a.actor.kind == "organisation")
            and not _TELLS.match(self.context.text, a.end, sentence.end)
            and not _CITED.search(self.context.text, max(sentence.start, a.start - 40), a.start)
            and (s := focus.state(a.actor)) is not None and s.identity != key
        ]  # fmt: skip
        if len({s.identity for s in here}) == 1:
            return here[0]
        if here or near:
            return None
        last = self.context.reading.sentences[sentence.index - 1] if sentence.index else sentence
        if last.block == sentence.block and last is not sentence:
            before = [s for s in focus.states_in(last, acting=True) if s.identity != key]
            if len(before) == 1:
                return before[0]
            if before:
                return None
        other = focus.other(key)
        if other is not None:
            return other
        rows = [(n, k) for k, n in focus.counts.items() if k != key]
        total = sum(focus.counts.values())
        best = max(rows, default=(0, ""))
        if (
            best[0] >= 3
            and best[0] * 5 >= total * 2
            and best[0] >= 2 * sorted(n for n, _ in rows)[-2 if len(rows) > 1 else -1]
        ):
            return focus.by_key(best[1])
        return None


def _telling(draft: Draft) -> set[str]:
    """Return the words of a draft's items that tell them from other goods of their kind."""
    words = {w.lower().rstrip("s") for i in draft.items for w in re.split(r"[\s-]+", i.label)}
    return {w for w in words if len(w) > 2 and w not in _COMMON_WORDS and not w.isdigit()}


def _add_stages(old: Draft, new: Draft) -> None:
    """Add stages, but no undated pledge to what has already been handed over."""
    done = any(s.stage in ("agreed", "delivered") and s.modality == "asserted" for s in old.stages)
    for stage in new.stages:
        if not (done and stage.stage in ("pledged", "proposed") and stage.date is None):
            old.stage(stage)


def _money_only(event: Event) -> bool:
    return event.draft.amount is not None and not event.goods


def _agree(a: Draft, b: Draft) -> bool:
    """Whether two drafts name no different supplier or recipient, and none on the other side."""
    for role, opposite in (("supplier", "recipient"), ("recipient", "supplier")):
        x, y = a.keys(role), b.keys(role)
        if x and y and not x & y:
            return False
        if x & b.keys(opposite):
            return False
    years = [{s.date[:4] for s in d.stages if s.stage == "agreed" and s.date} for d in (a, b)]
    if years[0] and years[1] and not years[0] & years[1]:
        return False
    return not (a.amount and b.amount and a.amount != b.amount)
