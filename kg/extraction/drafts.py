"""Records in the making: parts with the sentences that support them, until they are merged and frozen."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extraction.mentions import Actor


@dataclass(slots=True)
class ParticipantDraft:
    """A role, its actor and the sentences (indexes) that name it there."""

    role: str
    actor: Actor
    sentences: list[int]
    office: str | None = None
    rank: str | None = None
    on_behalf_of: str | None = None


@dataclass(slots=True)
class StageDraft:
    """A lifecycle point and the sentences (indexes) that state it."""

    stage: str
    modality: str
    sentences: list[int]
    date: str | None = None
    end_date: str | None = None
    place: str | None = None
    step: str | None = None
    by: str | None = None
    force: str | None = None
    items: list[str] = field(default_factory=list)

    def absorb(self, other: StageDraft) -> bool:
        """Take in a stage that says the same; return False where the two cannot be one."""
        if (self.stage, self.modality) != (other.stage, other.modality):
            return False
        if self.date and other.date and not (self.date.startswith(other.date) or other.date.startswith(self.date)):
            return False
        if other.date and (not self.date or len(other.date) > len(self.date)):
            self.date, self.end_date = other.date, other.end_date or self.end_date
            self.sentences.insert(0, other.sentences[0])
        self.end_date = self.end_date or other.end_date
        if other.place and not self.place:
            self.place = other.place
            self.sentences.extend(other.sentences)
        self.step, self.by = self.step or other.step, self.by if self.by == other.by else None
        self.items += [i for i in other.items if i not in self.items]
        return True


@dataclass(slots=True)
class ItemDraft:
    """Equipment, its number, and the sentences that name it."""

    label: str
    quantity: float | None
    sentences: list[int]
    example: bool = False


@dataclass(slots=True)
class Draft:
    """One record in the making; `offset` orders the output, `tag` joins what the readers know to be one."""

    kind: str
    type: str | None
    rule: str
    offset: int
    confidence: float = 0.8
    name: str | None = None
    name_sentence: int | None = None
    participants: list[ParticipantDraft] = field(default_factory=list)
    stages: list[StageDraft] = field(default_factory=list)
    items: list[ItemDraft] = field(default_factory=list)
    amount: tuple[float, str] | None = None
    amount_sentence: int | None = None
    programme: tuple[str, str | None] | None = None
    programme_sentence: int | None = None
    attribution: str | None = None
    tag: str | None = None
    series: str | None = None
    partial: bool = False

    def add(
        self,
        role: str,
        actor: Actor,
        sentence: int,
        *,
        office: str | None = None,
        rank: str | None = None,
        for_: str | None = None,
    ) -> None:
        """Add a participant, or another sentence for one already there."""
        for p in self.participants:
            if p.role == role and p.actor.identity == actor.identity:
                if sentence not in p.sentences:
                    p.sentences.append(sentence)
                p.office, p.rank, p.on_behalf_of = p.office or office, p.rank or rank, p.on_behalf_of or for_
                return
        self.participants.append(ParticipantDraft(role, actor, [sentence], office, rank, for_))

    def stage(self, new: StageDraft) -> None:
        """Add a stage, or take it into one that says the same."""
        for old in self.stages:
            if old.absorb(new):
                return
        self.stages.append(new)

    def item(self, label: str, quantity: float | None, sentence: int, *, example: bool = False) -> None:
        """Add an item unless one already there says as much."""
        words = _singular(label)
        for old in self.items:
            known = _singular(old.label)
            if words <= known or known <= words:
                if len(words) > len(known) and old.quantity in (None, quantity):
                    old.label, old.sentences = label, [sentence]
                old.quantity = old.quantity if old.quantity is not None else quantity
                old.example = old.example and example
                return
        self.items.append(ItemDraft(label, quantity, [sentence], example))

    def actors(self, *roles: str) -> list[Actor]:
        """Return the actors in these roles, in order."""
        return [p.actor for p in self.participants if p.role in roles]

    def keys(self, *roles: str) -> set[str]:
        """Return the identities of the states, groupings and organisations in these roles."""
        return {p.actor.identity for p in self.participants if p.role in roles and p.actor.kind != "person"}


def _singular(label: str) -> set[str]:
    words = label.lower().replace("-", " ").split()
    return {w[:-1] if len(w) > 3 and w.endswith("s") else w for w in words}
