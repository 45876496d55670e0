"""Standing bodies and series of meetings between states: dialogues, committees, working groups, joint commands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Sentence

_HEAD = (
    r"(?:Ministerial Dialogue|Dialogue|Consultative Committee|Consultative Group|Consultations|Joint Committee|"
    r"Joint Commission|Joint Working Group|Working Group|Steering Committee|Monitoring Team|Coordinat(?:ing|"
    r"ion) Committee|"
    r"Steering Group|Contact Group|Coordinating Group|Task Force|Consultation Mechanism|Coordination Mechanism|"
    r"Consultative Mechanism|Cooperation Mechanism|Boundary Talks|Staff Talks|Defen[cs]e Talks|"
    r"Joint Defen[cs]e Program(?:me)?|"
    r"Defen[cs]e Cooperation Committee|Cooperation Committee|Board on Defense|Security Board)"
)
_NAME = re.compile(
    rf"\b(?P<name>(?:(?!(?:The|At|In|On|Its|Their|Our|This|During|Under|A|An|And|Fourth|Third|Second|First|"
    rf"Inaugural|For)\b)"
    rf"(?:[A-Z][\w’'.-]*|2\+2|[A-Z]+[–-][\w–-]+|U\.S\.[\w–-]*)(?:,)?\s(?:(?:and|on|of|for|[–-])\s)?){{0,7}}{_HEAD}"
    r"(?:\son\s(?:the\s)?[A-Z][\w-]+(?:\s(?:and\s)?[A-Z][\w-]+){0,4})?)(?:\s\((?P<short>[A-Z][A-Za-z+&-]{1,9})\))?"
)
_TASK = re.compile(
    r"\b(?P<name>(?:Combined |Joint |"
    r"Combined Joint )?Task Force [A-Z][a-z][\w-]+(?:[ -][A-Z][\w-]+)?)"
)
_PLAIN = re.compile(
    r"\b(?:(?:the|their|a)\s+)?(?P<nth>inaugural|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|"
    r"twelfth|\d{1,2}(?:st|nd|rd|th))\s+(?:annual\s+|edition of (?:the |their )?|round of (?:the |their )?|"
    r"session of (?:the |their )?|meeting of (?:the |their )?)?(?P<name>(?:(?:bilateral|trilateral|strategic|"
    r"maritime)\s+)?"
    r"(?:security|defen[cs]e|strategic|defen[cs]e policy|maritime security|strategic defen[cs]e|counter-?terrorism|"
    r"cyber|maritime) "
    r"(?:dialogue|consultations|talks))\b"
)
_UNNAMED = re.compile(
    r"\b(?P<verb>establish\w*|set(?:ting)? up|creat\w+|launch\w*|institut\w+|resum\w+|initiat\w+|reviv\w+|"
    r"found(?:ed|ing)|"
    r"stand(?:ing)? up|stood up|convene|start\w*|form(?:ed|ing)?|institutionali[sz]\w+|propos\w+)\s+(?:of\s+)?"
    r"(?:an?|the|their|its|regular|annual|new)\s+(?P<what>(?:[\w+’'-]+\s+){0,6}?"
    r"(?:dialogues?|consultati(?:on|ve) (?:body|mechanism)|mechanism|working group|joint committee|consultations|"
    r"hotline|joint task force|joint commission|2\+2(?: \w+){0,3}|two-plus-two(?: \w+){0,3}))\b"
)
_FIRST = re.compile(r"\b(?:inaugural|first)\b[^.;]{0,40}\Z", re.IGNORECASE)
_TOPIC = re.compile(
    r"\b(?:defen[cs]e|security|military|maritime|strategic|nuclear|naval|navy|coast guard|cyber|boundary|border|2\+2|"
    r"two-plus-two|foreign and defen[cs]e|counter|intelligence|missile|ocean|deterrence|roles, missions|diplomatic|"
    r"working-level|senior-level|deputy minister)\b", re.IGNORECASE,
)  # fmt: skip
_CIVIL = re.compile(
    r"\b(?:trade|economic|energy|climate|health|education|cultur\w+|tourism|labou?r|agricultur\w+|fisher\w+|business|"
    r"investment|financ\w+|human rights|consular|youth|science|innovation|digital|minerals?|customs|tax|migration|"
    r"people-to-people|connectivity|poverty|development)\b", re.IGNORECASE,
)  # fmt: skip
_STAGES = (
    ("proposed", re.compile(r"\b(?:propos(?:ed|es|ing|al)|suggest(?:ed|s|ing)|float(?:ed|ing))\b")),
    ("ended", re.compile(r"\b(?:disband\w*|abolish\w*|dissolv\w*|wound up|scrapp\w*|terminat\w*)\b")),
    (
        "launched",
        re.compile(
            r"\b(?:launch\w*|establish\w*|set up|setting up|creat(?:e|ed|es|ing|ion)|inaugurat\w*|institut(?:e|ed|"
            r"es|ing)\b|"
            r"initiat\w*|stand up|stood up|announced|put in place|founded|formed|inception)\b"
        ),
    ),
    ("amended", re.compile(r"\b(?:upgrad\w*|elevat\w*|expand\w*|broaden\w*|rais(?:e|ed|ing) (?:it |the \w+ )?to)\b")),
)
_RESUMED = re.compile(r"\b(?:resum\w+|reviv\w+|restart\w*|reactivat\w+)\b")
_AHEAD = re.compile(
    r"\b(?:will|to be|agreed? to|agreed? on|plans? to|planned|is to|are to|decided to|intend\w* to|due to|"
    r"set to|soon|"
    r"want|commit(?:ted)? to|undertook to|look(?:ed|s|ing)? forward to|hope to)\b"
)
_MAYBE = re.compile(r"\b(?:may|might|could|would|possib\w+|propos\w+|consider\w*|explor\w+|whether)\b")
_DENIED = re.compile(r"\b(?:no|not|never|none|nor|without)\b")
_FIRM = re.compile(r"\b(?:Committee|Commission|Group|Task Force|Mechanism|Program(?:me)?|Board)\b")
_NTH = re.compile(
    r"\b(?:inaugural|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d{1,2}(?:st|"
    r"nd|rd|th)|"
    r"annual|rounds?|edition|session|regular)\b[^.;,]{0,30}\Z", re.IGNORECASE,
)  # fmt: skip
_COMMAND = re.compile(r"\b(?P<name>(?:(?!The\b)[A-Z][\w-]+ ){1,4}(?:Command|Headquarters|Centre|Center|Cell))\b")
_MULTI = frozenset({"Shangri-La Dialogue", "Raisina Dialogue", "Manama Dialogue", "Quadrilateral Security Dialogue"})


@dataclass(slots=True)
class Body:
    """A body in the making: its names, the sentences that name it, its owners and what befell it."""

    name: str | None
    at: int
    first: int
    owners: list[Actor] = field(default_factory=list)
    stages: list[StageDraft] = field(default_factory=list)
    firm: bool = False
    """Whether it surely stands by itself: a committee, or a series that the text counts."""


class BodyReader:
    """Collects the standing bodies of one document."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self.known: dict[str, Body] = {}
        self.unnamed: list[Body] = []
        self.shorts: dict[str, str] = {}

    def read(self, sentence: Sentence) -> None:
        """Read one sentence; a heading only names bodies."""
        secure = self.context.lexicon.security.search(sentence.text) or _TOPIC.search(sentence.text)
        if not secure and not (_COMMAND.search(sentence.text) or _TASK.search(sentence.text)):
            return
        taken: list[tuple[int, int]] = []
        for match in _NAME.finditer(self.text, sentence.start, sentence.end):
            label = " ".join(match["name"].split())
            if label in _MULTI or " " not in label or self._elsewhere(sentence, match.start("name"), match.end("name")):
                continue
            if _CIVIL.search(label) and not _TOPIC.search(label):
                continue
            plain = label.split()
            if len(plain) < 2 or (
                label.split()[0] in ("Working", "Joint", "Task", "Contact", "Consultative") and len(plain) == 2
            ):
                label = self._fuller(label) or ""
                if not label:
                    continue
            taken.append((match.start(), match.end()))
            tag = self._tag(label)
            body = self.known.setdefault(tag, Body(label, match.start(), sentence.index))
            body.firm = body.firm or _FIRM.search(label) is not None or _NTH.search(
                self.text, max(sentence.start, match.start() - 40), match.start()
            ) is not None  # fmt: skip
            if match["short"]:
                self.shorts[match["short"]] = tag
            self._mentioned(body, sentence, match.start(), match.end())
        for match in _TASK.finditer(self.text, sentence.start, sentence.end):
            if not any(a < match.end() and match.start() < b for a, b in taken):
                taken.append((match.start(), match.end()))
                label = " ".join(match["name"].split())
                body = self.known.setdefault(label.casefold(), Body(label, match.start(), sentence.index))
                self._mentioned(body, sentence, match.start(), match.end())
        for match in _PLAIN.finditer(self.text, sentence.start, sentence.end):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            label = match["name"]
            if not self._capital_twin(label):
                body = self.known.setdefault(label.casefold(), Body(label, match.start("name"), sentence.index))
                body.firm = True
                self._mentioned(body, sentence, match.start("name"), match.end())
                taken.append((match.start(), match.end()))
        for short, tag in self.shorts.items():
            for match in re.finditer(rf"\b{re.escape(short)}\b", self.text[sentence.start : sentence.end]):
                at = sentence.start + match.start()
                if not any(a <= at < b for a, b in taken):
                    self._mentioned(self.known[tag], sentence, at, at + len(short))
                    break
        if not sentence.heading:
            self._unnamed(sentence, taken)
            self._commands(sentence)

    def _tag(self, label: str) -> str:
        """Return the tag of the body that a name means: one already known whose name it ends, or that ends it."""
        folded = label.casefold()
        return next((t for t in self.known if t.endswith(folded) or folded.endswith(t)), folded)

    def _commands(self, sentence: Sentence) -> None:
        """Read a joint command or headquarters that one state, or two, set up."""
        for match in _COMMAND.finditer(self.text, sentence.start, sentence.end):
            if any(p.start < match.end() and match.start() < p.end for p in sentence.persons):
                continue
            stage = self._stage(sentence, match.start(), match.end(), relative=True)
            by = re.search(r"\bby (?:the )?\Z", self.text[max(sentence.start, match.start() - 8) : match.start()])
            if stage is None or stage.stage != "launched" or by:
                continue
            acting = self.context.focus.states_in(sentence, acting=True)
            near = [
                s for a in sentence.actors
                if abs(a.start - match.end()) < 60 and (s := self.context.focus.state(a.actor)) is not None
            ]  # fmt: skip
            owners = acting if len(acting) == 1 else list({s.identity: s for s in near}.values())
            if not 1 <= len(owners) <= 2:
                continue
            label = " ".join(match["name"].split())
            body = self.known.setdefault(label.casefold(), Body(label, match.start(), sentence.index, firm=True))
            body.owners = body.owners or owners
            body.stages.append(stage)

    def _elsewhere(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a name belongs to an instrument, a person's office or a body of one state."""
        spans = (*sentence.instruments, *sentence.persons)
        if any(s.start < end and start < s.end for s in spans):
            return True
        return any(a.start <= start and end <= a.end and a.actor.kind != "state" for a in sentence.actors)

    def _fuller(self, label: str) -> str | None:
        """Return the one longer name known that ends in a short form ("The Working Group")."""
        fuller = [b.name for b in self.known.values() if b.name and b.name.endswith(label)]
        return fuller[0] if len(fuller) == 1 else None

    def _capital_twin(self, label: str) -> bool:
        return any(tag.endswith(label.split()[-1].lower()) for tag in self.known)

    def _mentioned(self, body: Body, sentence: Sentence, start: int, end: int) -> None:
        if not body.owners:
            body.owners = self._owners(sentence, start, end)
        stage = None if sentence.heading else self._stage(sentence, start, end)
        if stage is not None:
            body.stages.append(stage)

    def _owners(self, sentence: Sentence, start: int, end: int) -> list[Actor]:
        focus = self.context.focus
        inside: dict[str, Actor] = {}
        for a in sentence.actors:
            if start <= a.start < end:
                base = focus.state(a.actor) or (a.actor if a.actor.kind == "grouping" else None)
                if base is not None:
                    inside.setdefault(base.identity, base)
        if len(inside) > 1:
            return list(inside.values())
        states = focus.states_in(sentence, acting=True)
        if 2 <= len(states) <= 6:
            return states
        three = re.search(r"\b(?:three countries|[Tt]rilateral|three nations|three sides)\b", sentence.text)
        pair = focus.pair(sentence, size=3) if three else focus.pair(sentence)
        if pair:
            return pair
        return focus.main if len(focus.main) == 2 and focus.dominant else []

    def _stage(self, sentence: Sentence, start: int, end: int, *, relative: bool = False) -> StageDraft | None:
        """Return what a sentence says befell the body: the nearest word of founding or ending around its name."""
        low, high = max(sentence.start, start - 70), min(sentence.end, end + 70)
        date = None
        for name, pattern in _STAGES:
            for match in pattern.finditer(self.text, low, high):
                if start <= match.start() < end:
                    continue
                gap = self.text[match.end() : start] if match.end() <= start else self.text[end : match.start()]
                if re.search(r"[;:.]|, (?:which|who|after|before|while)\b", gap) or (
                    match.start() > end
                    and not relative
                    and not re.search(r"\b(?:was|were|been|be|is|are|,)\s*(?:\w+ly )?\Z|\A,? *\Z", gap)
                ):
                    continue
                lead = self.text[max(sentence.start, match.start() - 50) : match.start()]
                mode = (
                    "denied" if _DENIED.search(lead) else "possible" if _MAYBE.search(lead)
                    else "planned" if _AHEAD.search(lead) else "asserted"
                )  # fmt: skip
                near = sorted(
                    (d for d in sentence.dates if not d.reporting), key=lambda d: abs(d.start - match.start())
                )  # fmt: skip
                date = near[0].value if near and mode in ("asserted", "planned") else None
                published = self.context.reading.document.published
                if mode == "planned" and date and published and date[:10] <= published[: len(date)]:
                    date = None
                return StageDraft(name, mode, [sentence.index], date)
        if _RESUMED.search(self.text, low, start):
            ahead = _AHEAD.search(self.text, max(sentence.start, low - 30), start) is not None
            return StageDraft("running", "planned" if ahead else "asserted", [sentence.index])
        if _FIRST.search(self.text, low, start):
            near = [d for d in sentence.dates if not d.reporting]
            return StageDraft("launched", "asserted", [sentence.index], near[0].value if near else None)
        return None

    def _unnamed(self, sentence: Sentence, taken: list[tuple[int, int]]) -> None:
        for match in _UNNAMED.finditer(self.text, sentence.start, sentence.end):
            what = match["what"]
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            if _CIVIL.search(what) or not (_TOPIC.search(what) or self.context.lexicon.security.search(sentence.text)):
                continue
            owners = self._owners(sentence, match.start("what"), match.end("what"))
            if len(owners) < 2:
                continue
            lead = self.text[max(sentence.start, match.start() - 60) : match.start()]
            resumed = _RESUMED.match(match["verb"]) is not None
            open_verb = (
                match["verb"].endswith(("ing", "e", "h", "stand up", "form", "start")) and match["verb"] != "convene"
            )
            to_ = re.search(r"\b(?:to|for|on|of)\s+(?:the\s+)?\Z", lead) is not None
            mode = (
                "denied" if _DENIED.search(lead) else "possible" if _MAYBE.search(lead)
                else "planned" if _AHEAD.search(lead) or to_ or open_verb else "asserted"
            )  # fmt: skip
            dates = [d for d in sentence.dates if not d.reporting and 0 <= d.start - match.end() < 80]
            date = dates[0].value if dates and mode == "asserted" else None
            stage = "running" if resumed else "proposed" if match["verb"].startswith("propos") else "launched"
            body = Body(None, match.start("what"), sentence.index, owners)
            body.stages.append(StageDraft(stage, mode, [sentence.index], date))
            self.unnamed.append(body)

    def drafts(self) -> list[Draft]:
        """Return a programme for each body whose owners are known."""
        out = []
        for tag, body in [*self.known.items(), *((f"body:{b.at}", b) for b in self.unnamed)]:
            if len(body.owners) < 2 and not (body.owners and _COMMAND.fullmatch(body.name or "")):
                continue
            if not (body.stages or body.firm):
                continue
            draft = Draft("programme", "other", "programme-body", body.at, 0.65, tag=tag)
            draft.name, draft.name_sentence = body.name, body.first
            for owner in body.owners:
                draft.add("owner", owner, body.first)
            for stage in body.stages or [StageDraft("running", "asserted", [body.first])]:
                draft.stage(stage)
            out.append(draft)
        return out
