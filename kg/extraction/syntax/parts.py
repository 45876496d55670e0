"""The parts of an analysed sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.extraction.mentions import (
        ActorMention,
        DateMention,
        EngagementMention,
        InstrumentMention,
        ItemMention,
        PersonMention,
        ProgrammeMention,
    )


@dataclass(slots=True)
class Phrase:
    """A noun phrase: its span, its head word, and the typed mentions inside it.

    Attributes
    ----------
    start, end : int
        Half-open code points of the document's text.
    head : str
        The last word, lower case.
    mentions : list
        Everything typed inside, in the order of the text: actors, persons, instruments, engagements, items, dates ...
    prep : str
        The preposition that governs it; empty where none does.
    possessor : list of Phrase
        "the navy of Fiji": the phrases that "of" hangs on it.
    """

    start: int
    end: int
    head: str
    mentions: list[Any] = field(default_factory=list)
    prep: str = ""
    determiner: str = ""
    possessor: list[Phrase] = field(default_factory=list)

    def of_type(self, kind: type) -> list[Any]:
        """Return the mentions of one class inside, "of" phrases included."""
        out = [m for m in self.mentions if isinstance(m, kind)]
        for inner in self.possessor:
            out += inner.of_type(kind)
        return out

    def own(self, kind: type) -> list[Any]:
        """Return the mentions of one class inside, "of" phrases left out."""
        return [m for m in self.mentions if isinstance(m, kind)]

    @property
    def actors(self) -> list[ActorMention]:
        """The registry's actors named inside, demonyms included."""
        from kg.extraction.mentions import ActorMention

        return self.of_type(ActorMention)

    @property
    def persons(self) -> list[PersonMention]:
        """The persons named inside."""
        from kg.extraction.mentions import PersonMention

        return self.of_type(PersonMention)

    @property
    def instruments(self) -> list[InstrumentMention]:
        """The instruments named inside."""
        from kg.extraction.mentions import InstrumentMention

        return self.of_type(InstrumentMention)

    @property
    def engagements(self) -> list[EngagementMention]:
        """The events named inside."""
        from kg.extraction.mentions import EngagementMention

        return self.of_type(EngagementMention)

    @property
    def items(self) -> list[ItemMention]:
        """The goods named inside."""
        from kg.extraction.mentions import ItemMention

        return self.of_type(ItemMention)

    @property
    def programmes(self) -> list[ProgrammeMention]:
        """The programmes named inside."""
        from kg.extraction.mentions import ProgrammeMention

        return self.of_type(ProgrammeMention)

    @property
    def dates(self) -> list[DateMention]:
        """The dates inside."""
        from kg.extraction.mentions import DateMention

        return self.of_type(DateMention)


@dataclass(slots=True)
class VerbGroup:
    """A main verb with its auxiliaries: "has not yet been signed".

    Attributes
    ----------
    start, end : int
        From the first auxiliary to the main verb; `main` is where the main verb starts.
    lemma : str
        Base form of the main verb ("be" for a copula).
    form : str
        ``base``, ``s``, ``ed``, ``past``, ``pp`` or ``ing``.
    """

    start: int
    end: int
    main: int
    lemma: str
    form: str
    passive: bool = False
    perfect: bool = False
    progressive: bool = False
    negated: bool = False
    infinitive: bool = False
    participle: bool = False
    gerund: bool = False
    modal: str = ""
    past: bool = False

    @property
    def finite(self) -> bool:
        """Whether the group can be a clause's own verb."""
        return not (self.infinitive or self.participle or self.gerund)


@dataclass(slots=True)
class Clause:
    """A verb with its arguments.

    Attributes
    ----------
    verb : VerbGroup
        The verb.
    subject, objects : list of Phrase
        Coordinated phrases, in the order of the text; the subject of a passive is what it is done to.
    adjuncts : list of Phrase
        Phrases with a preposition (`prep` of each), and bare dates.
    parent : Clause or None
        The clause that governs this one, or that it is coordinated with or relative in.
    link : str
        ``main``, ``coordinate``, ``relative``, ``participle``, ``infinitive``, ``gerund``, ``that`` or a subordinator.
    """

    verb: VerbGroup
    start: int
    end: int
    subject: list[Phrase] = field(default_factory=list)
    objects: list[Phrase] = field(default_factory=list)
    adjuncts: list[Phrase] = field(default_factory=list)
    parent: Clause | None = None
    link: str = "main"

    @property
    def agent(self) -> list[Phrase]:
        """Who does it: the subject, or what "by" governs in a passive."""
        return self.on("by") if self.verb.passive else self.subject

    @property
    def patient(self) -> list[Phrase]:
        """What it is done to: the object, or the subject of a passive."""
        return self.subject if self.verb.passive else self.objects

    def on(self, *preps: str) -> list[Phrase]:
        """Return the phrases that one of these prepositions governs."""
        return [p for p in self.adjuncts if p.prep in preps]

    @property
    def governors(self) -> list[Clause]:
        """The clauses that this one depends on, nearest first; coordination passes through."""
        out: list[Clause] = []
        at: Clause | None = self
        while at is not None and len(out) < 12:
            if at.link == "coordinate" and at.parent is not None:
                at = at.parent
                continue
            if at.link in ("infinitive", "gerund", "that") and at.parent is not None:
                out.append(at.parent)
                at = at.parent
                continue
            break
        return out
