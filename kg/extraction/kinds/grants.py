"""The scheme that a text is about: who runs it, and the transfers and agreements made under it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, ItemMention, ProgrammeMention, Sentence

_NOTES = re.compile(r"\b[Nn]otes\b[^.;]{0,40}\bexchanged\b|\bexchange of notes\b|\bsigned\b|\binked\b")
_PLEDGED = re.compile(r"\b(?:promised|pledged|announced|committed|unveiled)\b")
_DELIVERED = re.compile(r"\b(?:delivered|handed over|turned over|arrived|received|took delivery|transferred)\b")
_AHEAD = re.compile(r"\b(?:will|to be|is to|are to|due|scheduled|expected|planned|set to)\b")
_OPEN = re.compile(r"\b(?:may|might|could|would|if|not|never|no|yet|unless|whether|possible|possibly)\b")
_FOR = re.compile(r"\bfor\s+(?:its\s+|the\s+|their\s+)?[\w -]{0,40}\Z")
_LOAN = re.compile(r"\b(?:[Ll]oan|[Ss]oft credit)\b")
_TRAINING = re.compile(r"\b(?:Training|Education)\b")
_ENVOY = re.compile(r"\b(?:ambassador|high commissioner|charg|envoy)", re.IGNORECASE)


class Grants:
    """Which scheme a text is about at each sentence, who runs it, and what its transfers look like.

    Parameters
    ----------
    owners : dict
        The owner of each scheme that the text itself introduces, by the scheme's tag.
    """

    def __init__(self, context: Context, owners: dict[str, Actor]) -> None:
        self.context, self.text, self.owners = context, context.text, owners
        self.topics: list[ProgrammeMention | None] = []
        self.places: dict[int, int] = {}
        self.drafts: list[Draft] = []
        self._topics()

    def _topics(self) -> None:
        spoken: Counter[str] = Counter()
        first: dict[str, ProgrammeMention] = {}
        best: str | None = None
        for sentence in self.context.reading.sentences:
            for p in sentence.programmes:
                if p.type not in ("assistance", "capacity-building") or self.owner(p) is None:
                    continue
                tag = p.key or p.label.casefold()
                if first.setdefault(tag, p) is p:
                    self.places[p.start] = sentence.index
                spoken[tag] += 2 if sentence.heading else 1
                if best is None or spoken[tag] > spoken[best]:
                    best = tag
            self.topics.append(first[best] if best else None)

    def owner(self, programme: ProgrammeMention) -> Actor | None:
        """Return the one state that runs a scheme, where the text names it."""
        keys = (programme.owner or "").split(";")
        known = self.context.focus.by_key(keys[0]) if len(keys) == 1 and keys[0] else None
        return known or self.owners.get(programme.key or programme.label.casefold())

    def _opening(self, sentence: Sentence) -> Actor | None:
        """Return the state that a sentence opens with."""
        first = sentence.actors[0] if sentence.actors else None
        if first is None or first.adjective or first.possessive or first.actor.kind != "state":
            return None
        lead = re.sub(r"[^\w]", "", self.text[sentence.start : first.start]).lower()
        return self.context.focus.state(first.actor) if lead in ("", "the") else None

    def _transfer(
        self, sentence: Sentence, topic: ProgrammeMention, recipient: Actor, stages: list[StageDraft],
        rule: str = "transfer-picked",
    ) -> Draft | None:  # fmt: skip
        owner = self.owner(topic)
        if owner is None or owner.identity == recipient.identity:
            return None
        kind = "training" if _TRAINING.search(topic.label) else "grant"
        kind = "loan" if _LOAN.search(sentence.text) else kind
        draft = Draft("transfer", kind, rule, sentence.start, 0.65)
        draft.add("supplier", owner, sentence.index)
        draft.add("recipient", recipient, sentence.index)
        draft.stages = stages
        draft.programme, draft.programme_sentence = (topic.label, topic.key), self._says(topic)
        self.drafts.append(draft)
        return draft

    def _says(self, topic: ProgrammeMention) -> int:
        """Return the sentence that first names a scheme."""
        return self.places[topic.start]

    def _goods(self, sentence: Sentence) -> list[ItemMention]:
        out: list[ItemMention] = []
        for n, item in enumerate(sentence.items):
            of_what = (
                n and sentence.items[n - 1].generic and _FOR.search(self.text[sentence.items[n - 1].end : item.start])
            )
            if not of_what and (not item.generic or item.quantity):
                out.append(item)
        return out

    def _stage(self, sentence: Sentence) -> StageDraft | None:
        for pattern, name in ((_DELIVERED, "delivered"), (_NOTES, "agreed"), (_PLEDGED, "pledged")):
            match = pattern.search(sentence.text)
            if match is None:
                continue
            before = sentence.text[: match.end()]
            if _OPEN.search(before):
                return None
            mode = "planned" if _AHEAD.search(before) else "asserted"
            date = next((d for d in sentence.dates if not d.reporting), None)
            place = next((p.label for p in sentence.places if p.prep in ("in", "at")), None)
            found = StageDraft(name, mode, [sentence.index], date.value if date else None)
            found.place = place if mode == "asserted" else None
            return found
        return None

    def _agreement(self, sentence: Sentence, transfer: Draft, stage: StageDraft) -> Draft:
        """Return the exchange of notes beside a transfer; an envoy signs for the giver, a minister for the receiver."""
        draft = Draft("agreement", "security-assistance", "agreement-for-grant", sentence.start, 0.65)
        sides = [p for p in transfer.participants if p.actor.kind == "state"]
        for p in sides:
            draft.add("party", p.actor, p.sentences[0])
        giver, taker = sides[0].actor, sides[1].actor
        for mention in sentence.persons:
            person = mention.person
            if person is None:
                continue
            if person.state is None and mention.office:
                person.state = giver if _ENVOY.search(mention.office) else taker
            state = self.context.person_state(mention)
            draft.add(
                "signatory", person.actor, sentence.index, office=mention.office, rank=mention.rank,
                for_=state.key if state else None,
            )  # fmt: skip
        draft.stages.append(StageDraft("signed", stage.modality, list(stage.sentences), stage.date, None, stage.place))
        draft.programme, draft.programme_sentence = transfer.programme, transfer.programme_sentence
        self.drafts.append(draft)
        return draft
