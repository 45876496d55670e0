"""Who gives and who takes: each actor around a verb of transfer has cues for one side; the strongest decide."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction.clause import Who
from kg.extraction.mentions import ActorMention

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.companies import Company
    from kg.extraction.mentions import Actor, ItemMention, Sentence

_MADE = (
    r"(?:built|made|manufactured|produced|developed|designed|assembled|constructed|supplied|donated|provided|given|"
    r"gifted|funded|financed|sold|sent|granted|delivered|offered|loaned|lent|leased|presented|paid for|contributed|"
    r"handed over|transferred|backed|bankrolled|furnished|shipped|refurbished|pledged|promised)"
)
_MAKER_BY = re.compile(
    rf"\b(?P<verb>{_MADE})(?:\s+(?:\w+ly|jointly|in \w+|to \w+|in part|free of charge))?\s+by\s+(?:the\s+)?"
    r"(?:[\w-]+\s+){0,3}?\Z",
    re.IGNORECASE,
)
_BUILDER = re.compile(
    r"\b(?:built|made|manufactured|produced|developed|designed|assembled|constructed|manufacturers?|makers?|"
    r"builders?|"
    r"shipbuilders?)\b",
    re.IGNORECASE,
)
_TAKER_BY = re.compile(
    r"\b(?:ordered|bought|purchased|requested|acquired|sought|received|wanted|operated|procured|contracted for|used|"
    r"accepted|commissioned|selected|chosen|needed|required|planned)(?:\s+(?:\w+ly|in \d{4}|"
    r"earlier))?\s+by\s+(?:the\s+)?"
    r"(?:[\w-]+\s+){0,2}?\Z",
    re.IGNORECASE,
)
_LIGHT = re.compile(
    r"\b(?:ma(?:de|kes?|king)|announc\w+|pledg\w+|promis\w+|approv\w+|g[ai]ve\w*|confirm\w+|complet\w+|finali[sz]\w+|"
    r"beg[aiu]n\w*|continu\w+|start\w*|signed|plac(?:ed|es)|authori[sz]\w+|clear(?:ed|s)|unveil\w+|received?|"
    r"accept\w*|secur\w+|won|offer\w*|propos\w+|resum\w+|process\w*|mark\w*|undertook|agreed to|negotiat\w+|"
    r"submitted|send|sent)\s+(?:[\w’'.,$-]+\s+){0,5}\Z"
)
_TALK = re.compile(
    r"\b(?:wrote|written|writes|turned|spoke|spoken|talk(?:s|ed|ing)|(?:is|are|was|were|been) in (?:talks|"
    r"negotiations|contact)|negotiat\w+|"
    r"approached|sounded out)\b[^.;,]{0,60}\b(?:about|over|on|for|regarding|concerning)\s+(?:(?:an?|the|its|"
    r"possible|potential|"
    r"further|future)\s+){0,3}\Z"
)
_WHO = re.compile(r",\s+(?:which|who)\s+(?:(?:has|have|had|will|would|\w+ly)\s+){0,2}\Z")
_ORIGIN = re.compile(
    rf"\s?[-\u2011\s]\s?(?P<verb>{_MADE})\s+[^,;.()]{{0,40}}\Z|\s(?P<bare>(?!and\b|or\b|to\b|for\b|"
    rf"with\b)[^,;:()]{{0,34}})\Z"
)
_VERBAL = re.compile(
    r"\b(?:has|have|had|will|would|is|are|was|were|to|and|that|which|on|in|at|of|for|from|by)\b|\w+ed\b"
)
_TO_OBJECT = re.compile(r"\s+(?:the\s+|its\s+|their\s+|ally\s+|neighbou?r(?:ing)?\s+|fellow\s+|tiny\s+)*\Z")
_LEFT = re.compile(r"\b(?:left|departed(?: from)?|sailed from|flown from|shipped from|shipped out of)\s+\Z")
_AND = re.compile(r"\band (?:then |also |later |recently |has |had |have |\w+ly ){0,2}\Z")
FAR = frozenset(
    {"against", "in", "near", "off", "over", "around", "than", "like", "about", "outside", "across", "at", "on"}
)
_TAKERS = re.compile(
    r"\b(?:Navy|Army|Air ?Force|Coast ?Guard|Police|Armed Forces|Defen[cs]e Forces?|Marines?|Marine Corps|"
    r"Self-Defense|"
    r"Maritime Enforcement|Border|Military|National Guard|Navies|Constabulary|Gendarmerie)\b"
)


@dataclass(slots=True)
class Candidate:
    """An actor with what speaks for it as giver and as taker, and its services named there."""

    actor: Actor
    give: float = 0.0
    take: float = 0.0
    make: float = 0.0
    services: dict[str, Actor] = field(default_factory=dict)
    firm: bool = False
    polity: str | None = None


@dataclass(slots=True)
class Sides:
    """The two sides of a transfer and who made the goods; `open` are two states of which neither side is known."""

    supplier: list[Actor] = field(default_factory=list)
    recipient: list[Actor] = field(default_factory=list)
    maker: list[Actor] = field(default_factory=list)
    open: list[Actor] = field(default_factory=list)
    inferred: bool = False


@dataclass(slots=True)
class Deed:
    """What the sides are looked for around: a trigger's place, its side and shape, and the goods."""

    start: int
    end: int
    low: int
    high: int
    side: str
    noun: bool
    passive: bool
    goods: list[ItemMention]
    goods_left: bool = False
    works: bool = False
    """Whether it is building work: where that stands is whose it is."""
    thanks: bool = False
    """Whether it is thanks: who is thanked gave."""


class Tally:
    """The candidates of one deed."""

    def __init__(self, context: Context, sentence: Sentence, firms: list[Company]) -> None:
        self.context, self.sentence, self.firms, self.text = context, sentence, firms, context.text
        self.found: dict[str, Candidate] = {}
        self.listed: set[str] = set()
        """The states of a list that one "for" or "to" governs."""

    def add(self, mention: Actor, role: str, weight: float) -> None:
        """Let an actor, or the state behind it, count for a role; a service is kept beside its state."""
        firm = next((f for f in self.firms if f.actor is mention or (mention.key and f.actor.key == mention.key)), None)
        base = mention if firm else self.context.focus.state(mention)
        if base is None and mention.kind in ("grouping", "organisation"):
            base = mention
        if base is None:
            return
        known = self.found.setdefault(base.identity, Candidate(base))
        known.firm = known.firm or firm is not None
        known.polity = known.polity or (firm.polity if firm else None)
        setattr(known, role, getattr(known, role) + weight)
        if mention.kind == "organisation" and mention.identity != base.identity:
            known.services.setdefault(mention.identity, mention)

    def count(self, deed: Deed) -> None:
        """Collect the cues of one deed."""
        mine, other = ("take", "give") if deed.side == "recipient" else ("give", "take")
        if deed.side in ("supplier", "recipient"):
            self._doer(deed, mine, other)
        for a in self.sentence.actors:
            inside = self.text[a.end : a.end + 1] in ("$", "€") or any(
                f.start <= a.start < f.end and a.end < f.end for f in self.firms
            )
            if deed.low <= a.start < deed.high and not inside:
                self._cues(a, deed, mine)
        for f in self.firms:
            if f.actor.key is None and deed.low <= f.start < deed.high:
                self._firm(f, deed)

    def _doer(self, deed: Deed, mine: str, other: str) -> None:
        context = self.context
        if deed.thanks:
            behind = context.states_of(context.subject(self.sentence, deed.start))
            for actor in behind if len(behind) == 1 else ():
                self.add(actor, mine, 2)
            return
        if deed.noun:
            owner = [
                a for a in self.sentence.actors
                if a.possessive and 0 <= deed.start - a.end < 60 and self._plain(a.end + 2, deed.start)
            ]  # fmt: skip
            if owner:
                self.add(owner[-1].actor, mine, 4)
                return
            talk = _TALK.search(self.text, self.sentence.start, deed.start)
            if talk is not None and not self.found:
                asks = context.states_of(context.subject(self.sentence, talk.start()))
                for actor in asks if len(asks) == 1 else ():
                    self.add(actor, mine, 1.2)
                spoken = [
                    a for a in self.sentence.actors
                    if talk.start() < a.start < deed.start and a.prep in ("to", "with", "") and not a.possessive
                ]  # fmt: skip
                for a in spoken[:1] if asks else ():
                    self.add(a.actor, other, 1.2)
            light = _LIGHT.search(self.text, self.sentence.start, deed.start)
            if light is not None:
                who = context.subject(self.sentence, light.start())
                states = context.states_of(who)
                for actor in [*who.actors, *states] if len(states) == 1 else ():
                    self.add(actor, mine, 1.2)
            return
        if deed.passive:
            for actor in context.agent(self.sentence, deed.end).actors:
                self.add(actor, mine, 4)
            for actor in context.states_of(context.agent(self.sentence, deed.end)):
                self.add(actor, mine, 1)
            if not deed.goods_left:
                who = context.subject(self.sentence, deed.start)
                for actor in who.actors or context.states_of(who):
                    self.add(actor, other, 3)
            return
        which = _WHO.search(self.text, self.sentence.start, deed.start)
        named = [a for a in self.sentence.actors if which and a.end == which.start()]
        if named:
            self.add(named[0].actor, mine, 6)
            return
        who = self._coordinated(deed) or context.subject(self.sentence, deed.start)
        behind = context.states_of(who)
        several = len(behind) > 1 and len(who.actors) > 1 and not who.persons and not who.inherited
        if several and mine == "take":
            self.listed |= {s.identity for s in behind}
        for actor in [*who.actors, *behind] if len(behind) < 2 or (several and mine == "take") else ():
            self.add(actor, mine, 3)

    def _coordinated(self, deed: Deed) -> Who | None:
        """Return the subject that a second verb shares with the first: "A has sold B ten jets and handed over two"."""
        clause = self.context.clause_at(self.sentence, deed.start)
        second = _AND.search(self.text, self.sentence.start, deed.start) is not None
        if clause is None or not second or clause.link not in ("coordinate", "participle"):
            return None
        for _ in range(4):
            # a participle has no object: "financed by C, and handed over two boats" goes on from the verb before
            if (clause.subject and clause.link != "participle") or clause.parent is None:
                break
            clause = clause.parent
        actors = [m.actor for p in clause.subject for m in p.own(ActorMention)]
        persons = [m for p in clause.subject for m in p.persons]
        return Who(actors, persons) if actors or persons else None

    def _plain(self, low: int, high: int) -> bool:
        """Whether nothing but a noun phrase stands between a possessive and its noun."""
        return not re.search(r"[;:.]|,\s|\b(?:that|which|who|has|have|was|were|is|are|will)\b", self.text[low:high])

    def _cues(self, a: ActorMention, deed: Deed, mine: str) -> None:
        text = self.text
        firm = next((f for f in self.firms if f.start == a.start), None)
        if firm is not None:
            self._firm(firm, deed)
            return
        if a.actor.kind not in ("state", "organisation", "grouping"):
            return
        service = next(
            (
                o
                for o in self.sentence.actors
                if o is not a and 0 <= o.start - a.end <= 3 and o.actor.kind == "organisation"
            ),
            None,
        )
        if a.adjective and service is not None:
            return
        prep = a.prep
        if deed.thanks and prep in ("", "to") and 0 <= a.start - deed.end < 40:
            self.add(a.actor, "give", 4)
            return
        if prep == "by":
            before = text[max(self.sentence.start, a.start - 70) : a.start]
            if _TAKER_BY.search(before):
                self.add(a.actor, "take", 3)
            elif _MAKER_BY.search(before):
                self.add(a.actor, "give", 2)
            elif deed.noun and a.start > deed.end:
                self.add(a.actor, mine, 4)
            return
        if a.adjective and self._origin(a, deed):
            return
        between = any(g.end <= a.start for g in deed.goods)
        if prep == "to" and (a.start >= deed.end or deed.goods_left or between):
            if deed.side != "recipient" or deed.noun or deed.passive:
                self.add(a.actor, "take", 3)
        elif prep == "for":
            row = next((g.actors for g in self.sentence.groups if a in g.members), [])
            self.listed |= {s.identity for x in row if len(row) > 1 and (s := self.context.focus.state(x))}
            if any(g.end <= a.start for g in deed.goods) or a.start >= deed.end:
                self.add(a.actor, "take", 2)
        elif prep == "from":
            if not _LEFT.search(text[max(0, a.start - 24) : a.start]):
                self.add(a.actor, "give", 3)
        elif prep == "with" and deed.side == "contract" and a.start > deed.start:
            self.add(a.actor, "take" if any(c.firm for c in self.found.values()) else "give", 0.4)
        elif prep == "" and a.start >= deed.end and deed.side == "supplier" and not deed.noun and not deed.passive:
            list_ = next((g for g in self.sentence.groups if a in g.members), None)
            first = list_.members[0] if list_ is not None else a
            if _TO_OBJECT.fullmatch(text[deed.end : first.start]) and not self._of_goods(a):
                self.add(a.actor, "take", 4)
        elif deed.works and prep in ("in", "at") and not a.adjective:
            self.add(a.actor, "take", 1)
        elif _LEFT.search(text[max(0, a.start - 24) : a.start]) and deed.goods_left:
            self.add(a.actor, "give", 3)
        elif (
            a.possessive and a.actor.kind == "organisation"
            and any(0 <= g.start - a.end < 30 and self._plain(a.end + 2, g.start) for g in deed.goods)
        ):  # fmt: skip
            self.add(a.actor, "take", 0.5)
        if a.actor.kind == "organisation" and _TAKERS.search(a.actor.label) and prep not in ("from", "by", "in"):
            known = self.found.get(getattr(self.context.focus.state(a.actor), "identity", ""))
            if known is None or known.give <= known.take:
                self.add(a.actor, "take", 0.6)

    def _of_goods(self, a: ActorMention) -> bool:
        """Whether a name only says what kind of goods: "the Philippine Coast Guard vessels", "US weapons"."""
        return a.adjective or a.possessive

    def _origin(self, a: ActorMention, deed: Deed) -> bool:
        """Count "Swedish Gripens" and "Korean-built frigates"; True where the adjective is of the goods."""
        for g in deed.goods:
            if not 0 <= g.start - a.end < 60:
                continue
            match = _ORIGIN.fullmatch(self.text, a.end, g.start)
            if match is None or (match["bare"] and _VERBAL.search(match["bare"])):
                continue
            self.add(a.actor, "give", 2 if match["verb"] else 1)
            return True
        return False

    def _firm(self, firm: Company, deed: Deed) -> None:
        before = self.text[max(self.sentence.start, firm.start - 70) : firm.start]
        built = _MAKER_BY.search(before)
        if (built and _BUILDER.search(built["verb"])) or firm.prep in ("manufacturer", "maker", "builder"):
            self.add(firm.actor, "make", 2)
        elif firm.prep in ("from", "with", "to") or deed.side == "contract":
            self.add(firm.actor, "give", 2.5 if firm.prep == "from" else 2)
        elif firm.prep == "by" or firm.prep == "":
            self.add(firm.actor, "give", 1.5)


def choose(tally: Tally) -> Sides:
    """Return the sides that the cues of a tally settle."""
    out = Sides()
    rows = list(tally.found.values())
    out.maker = [c.actor for c in rows if c.make > max(c.give, c.take)]
    givers = sorted((c for c in rows if c.give > c.take and c.give >= 1 and c.make <= c.give), key=lambda c: -c.give)
    takers = sorted((c for c in rows if c.take > c.give and c.take >= 0.4 and not c.firm), key=lambda c: -c.take)
    if givers:
        best = givers[0]
        out.supplier = [best.actor, *best.services.values()]
        second = [c for c in givers[1:] if c.firm != best.firm and c.give >= 2]
        out.supplier += [c.actor for c in second[:1]]
    takers = [c for c in takers if not givers or c.actor.identity != givers[0].actor.identity]
    if takers:
        best = takers[0]
        equal = [c for c in takers if c.take >= best.take and (c.take >= 3 or c.actor.identity in tally.listed)]
        for c in equal or [best]:
            out.recipient += [c.actor, *c.services.values()]
    return out
