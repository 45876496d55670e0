"""What the rules find in a text before they relate anything: typed spans, and the sentence that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.lexicon import Head, Trigger
    from kg.extraction.syntax.parts import Clause


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, organisation, grouping or person that can take a role; ``label`` stands in the text."""

    label: str
    kind: str
    key: str | None = None
    state: str | None = None

    @property
    def identity(self) -> str:
        """The key, or the folded label where the registry knows none."""
        return self.key or self.label.casefold()


@dataclass(slots=True)
class Span:
    """Half-open code points of the document's text."""

    start: int
    end: int


@dataclass(slots=True)
class ActorMention(Span):
    """A name of the registry (or one that the grammar of organisations found), with its surroundings.

    Attributes
    ----------
    prep : str
        The preposition that governs the name ("in", "with"), skipping articles; empty where none does.
    adjective : bool
        Whether the form is a demonym.
    possessive : bool
        Whether ``'s`` or an apostrophe follows.
    """

    actor: Actor
    name_kind: str
    prep: str = ""
    adjective: bool = False
    possessive: bool = False


@dataclass(slots=True)
class Group(Span):
    """Coordinated actors: "Japan, Australia and the Philippines", "Dhaka Tokyo"."""

    members: list[ActorMention]

    @property
    def prep(self) -> str:
        """The preposition before the first member."""
        return self.members[0].prep

    @property
    def actors(self) -> list[Actor]:
        """The members' actors, each once, in the order of the text."""
        seen: dict[str, Actor] = {}
        for member in self.members:
            seen.setdefault(member.actor.identity, member.actor)
        return list(seen.values())


@dataclass(slots=True)
class DateMention(Span):
    """A date at the text's own precision; ``reporting`` where it dates a verb of saying."""

    value: str
    end_value: str | None = None
    reporting: bool = False
    relative: bool = False


@dataclass(slots=True)
class AmountMention(Span):
    """A sum in units of its currency."""

    value: float
    currency: str


@dataclass(slots=True)
class ItemMention(Span):
    """Equipment with its number; ``example`` after "such as", "like", "including".

    ``form`` is ``noun``, ``name`` (a product's), ``model``, ``class`` or ``hull`` (the name of one ship).
    """

    label: str
    quantity: float | None = None
    example: bool = False
    generic: bool = False
    form: str = "noun"


@dataclass(slots=True)
class PlaceMention(Span):
    """A place as the text names it."""

    label: str
    prep: str


@dataclass(slots=True)
class PersonMention(Span):
    """A named person, with the title that this mention gives.

    Attributes
    ----------
    bases : tuple of str
        The heads of the titles, in lower case ("minister").
    body : str
        A ministry or service that the title names without its state.
    possessor : str
        A possessive pronoun before the title ("its").
    host : str or None
        The key of the state to which an envoy is accredited.
    counterpart, other, own
        Whether the person is called a counterpart, and whose; whether the office is the person's own, not the other's.
    bare : bool
        Whether the name stands without a title where it is met first.
    order : int
        The place in a list of names after one plural title; -1 elsewhere.
    """

    name: str
    office: str | None = None
    rank: str | None = None
    state: Actor | None = None
    organisation: Actor | None = None
    former: bool = False
    elect: bool = False
    person: Person | None = None
    appointed: bool = False
    bases: tuple[str, ...] = ()
    body: str = ""
    possessor: str = ""
    host: str | None = None
    counterpart: bool = False
    own: bool = True
    order: int = -1
    bare: bool = False
    other: Person | None = None


@dataclass(slots=True)
class Person:
    """One person of the document: the fullest name, every title, the state that they act for."""

    name: str
    mentions: list[tuple[int, PersonMention]] = field(default_factory=list)
    state: Actor | None = None

    @property
    def actor(self) -> Actor:
        """The person as a participant."""
        return Actor(self.name, "person", None, self.state.key if self.state else None)


@dataclass(slots=True)
class InstrumentMention(Span):
    """A phrase that means an instrument: head, topic, parties, and how definite it is.

    ``alias`` is the short name in the bracket behind it; ``with_`` tells that the parties follow "with";
    ``direct``, that nothing stands between the head and them: they, not their forces' doings, are the sides.
    """

    head: Head
    type: str | None
    name: str | None = None
    parties: list[Actor] = field(default_factory=list)
    definite: bool = False
    indefinite: bool = False
    plural: bool = False
    distributive: bool = False
    year: str | None = None
    phrase: str = ""
    security: bool = False
    bilateral: bool = False
    tail: int = 0
    scope: int = 0
    core: str | None = None
    abbreviated: bool = False
    alias: str | None = None
    with_: bool = False
    direct: bool = False


@dataclass(slots=True)
class EngagementMention(Span):
    """A noun of interaction, perhaps with a proper name."""

    type: str
    name: str | None = None
    series: str | None = None
    year: str | None = None
    head: str = ""
    plural: bool = False


@dataclass(slots=True)
class LevelMention(Span):
    """A level of relations ("comprehensive strategic partnership")."""

    type: str
    head: str


@dataclass(slots=True)
class ProgrammeMention(Span):
    """A programme or policy by name."""

    label: str
    key: str | None = None
    owner: str | None = None
    type: str = "other"


@dataclass(slots=True)
class TriggerMention(Span):
    """A trigger's place; ``word`` is its index among the document's words."""

    trigger: Trigger
    word: int


@dataclass(slots=True)
class PairMention(Span):
    """A phrase such as "both sides": ``size`` states that are to be found in what was said before."""

    size: int


@dataclass(slots=True)
class Sentence(Span):
    """A sentence and everything found in it, each list in the order of the text."""

    index: int
    text: str
    heading: bool
    block: int
    actors: list[ActorMention] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    persons: list[PersonMention] = field(default_factory=list)
    instruments: list[InstrumentMention] = field(default_factory=list)
    engagements: list[EngagementMention] = field(default_factory=list)
    levels: list[LevelMention] = field(default_factory=list)
    programmes: list[ProgrammeMention] = field(default_factory=list)
    items: list[ItemMention] = field(default_factory=list)
    amounts: list[AmountMention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    pairs: list[PairMention] = field(default_factory=list)
    triggers: dict[str, list[TriggerMention]] = field(default_factory=dict)
    parsed: list[Clause] | None = None
    """The clauses, once somebody asked for them (:meth:`kg.extraction.clause.Context.clauses`)."""
