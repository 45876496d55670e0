"""Programmes and policies: launched, amended, ended, and whom they name as recipients."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds.councils import BodyReader
from kg.extraction.mentions import Actor, ProgrammeMention

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Sentence, TriggerMention

_RECIPIENT = re.compile(
    r"\b(?:recipients?|beneficiar(?:y|ies)|priority countr(?:y|ies)|eligible countr(?:y|ies)|"
    r"partners? countr(?:y|ies)|target countr(?:y|ies))\b"
)
_INCLUDE = re.compile(r"\b(?:includ(?:e|es|ed|ing)|were|are|namely|such as|with)\b|:")
_LIST = re.compile(r"\b(?:recipients|beneficiaries|priority countries|eligible countries|target countries)\b")
_PILLAR = re.compile(r"\bPillar (?:I{1,3}|IV|[1-4]|One|Two|Three)\b")
_BETWEEN = re.compile(r"[\s“\"‘']*(?:(?:the|its|their|a|an|new|of|on|to|for|[A-Z]\w+[’']s|\w+)\s+){0,5}[“\"‘']?")


_JOINS = re.compile(
    r"\b(?:(?:was|were|been|being) (?:admitted|accepted|enrolled|included|selected)(?: in(?:to)?| to| for)|"
    r"(?:also )?join(?:s|ed|ing)?|"
    r"takes? part in|participat\w+ in|benefit\w* from|enrol\w+ in|is part of|became part of|signed up (?:to|for))\s+"
    r"(?:the\s+)?(?:[\w.’'-]+\s+){0,3}\Z"
)
_MANY = 6
"""States that one sentence lets join a scheme, at most."""
_ALONE = ("capacity-building", "industrial", "policy")
"""Types of which a mention by name is enough; what merely carries a grant ("under OSA") is part of the grant."""
_VISIONS = frozenset({"FOIP", "ACT-EAST", "AOIP", "BRI", "SAGAR", "MAHASAGAR"})
_WHOSE = re.compile(r"(?:[’']s?)?\s(?:(?:new|own|updated|revised|latest|first|[“\"‘']|(?:19|20)\d\d)\s?)*")
"""Between a state and its policy: "Japan’s new National Security Strategy", "the US Indo-Pacific Strategy"."""
_ALSO_SECURITY = re.compile(r"\b(?:nuclear|logistics|exercises?|deterrence|training exercise|arms|war|troops)\b")
_SCHEME = re.compile(
    r",?\s+(?:an?|the|its)\s+(?:[\w-]+\s+){0,2}?(?:scheme|framework|programme|program|initiative|mechanism|facility|"
    r"fund|tool)\s+"
    r"(?:that\s+|which\s+)?(?:(?:[A-Z][\w’'.]+|the government|it|was|had|first|newly)\s+){0,3}", re.IGNORECASE,
)  # fmt: skip
_WHICH = re.compile(
    r",?\s+(?:which|that)\s+(?:(?:was|were|had been|has been|is)\s+(?:\w+ly\s+)?|"
    r"(?:the\s+)?[A-Z][\w.’' -]{1,30}\s+(?:has\s+|had\s+)?(?:\w+ly\s+)?)"
)
_SUBJECT = re.compile(r"[^,;.]{0,70},\s+(?:the\s+|its\s+|[A-Z][\w’'.-]+\s+)?")
"""Between an opening participle and the scheme that it tells of: "Launched by A in May, the B Programme"."""
_FOR_WHOM = re.compile(
    r"\s+(?:(?:programme|program|scheme|grants?|package|funds?|assistance)\s+)?(?:for|"
    r"to)\s+(?:the\s+)?"
)
_ISSUED = re.compile(r"(?:adopt|publish|releas|issu)\w*", re.IGNORECASE)
_SECURITY_NAME = re.compile(r"\b(?:Indo-Pacific|Deterrence|Nuclear|Force|Peacekeeping|Coast|Sea|Border|War|Base)\b")
_CIVIL_KEYS = frozenset({"ODA", "BRI"})


class ProgrammeReader:
    """Reads the programmes of one document."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self.known: dict[str, Draft] = {}
        self.grouping: Actor | None = None
        self.labels: dict[str, tuple[str, int]] = {}
        self.bodies = BodyReader(context)
        self.named: dict[str, tuple[ProgrammeMention, list[int]]] = {}
        self.selected: list[tuple[str, str | None, str, Actor, int, StageDraft]] = []

    def read(self, sentence: Sentence) -> None:
        """Read one sentence."""
        self.bodies.read(sentence)
        if sentence.heading:
            return
        self._standing(sentence)
        if not sentence.programmes:
            return
        for named in sentence.programmes:
            self.named.setdefault(named.key or named.label.casefold(), (named, []))[1].append(sentence.index)
            self._admitted(named, sentence)
            tag = named.key or named.label.casefold()
            if len(named.label) > len(self.labels.get(tag, ("", 0))[0]):
                self.labels[tag] = (named.label, sentence.index)
        for trigger in sentence.triggers.get("programme", ()):
            frame = trigger.trigger.frame
            if frame.transfer:
                self._selected(sentence, trigger)
                continue
            mention = self._object(sentence, trigger)
            issued = _ISSUED.match(self.text, trigger.start) is not None
            if mention is None or (issued and mention.type != "policy") or self._of_another(mention, sentence, trigger):
                continue
            mode = self.context.modality(sentence, trigger)
            draft = self._draft(mention, sentence, frame.id)
            draft.stage(self.context.stage(sentence, trigger, frame.stage or "running", mode, place=False))
            self._for_whom(draft, mention, sentence)
            self._owner(draft, mention, sentence, trigger)
        if _LIST.search(sentence.text):
            self._list(sentence)

    def _for_whom(self, draft: Draft, mention: ProgrammeMention, sentence: Sentence) -> None:
        """Add the states that stand right behind a scheme as those that it is for: "its X Programme for Fiji"."""
        match = _FOR_WHOM.match(self.text, mention.end, sentence.end)
        near = [g for g in sentence.groups if match and 0 <= g.start - match.end() < 4]
        owner = set((mention.owner or "").split(";")) | draft.keys("owner")
        for actor in (
            near[0].actors if near and not near[0].members[-1].possessive and not near[0].members[-1].adjective else ()
        ):
            state = self.context.focus.state(actor)
            if state is not None and state.identity not in owner:
                draft.add("beneficiary", state, sentence.index)

    def drafts(self) -> list[Draft]:
        """Return the programmes that the document says something about, each by its fullest name."""
        for tag, (mention, said) in self.named.items():
            if tag not in self.known and mention.key and mention.type in _ALONE and mention.key not in _VISIONS:
                self._draft(mention, self.context.reading.sentences[said[0]], "programme-named")
            elif tag not in self.known and mention.key is None and mention.type == "policy":
                self._possessed(mention, said[0])
        for tag, draft in self.known.items():
            if tag in self.named:
                self._owned(draft, *self.named[tag])
            if draft.keys("owner") and not draft.stages:
                draft.stages.append(StageDraft("running", "asserted", self.named[tag][1][:1]))
            draft.name, draft.name_sentence = self.labels[tag]
            if not draft.stages and draft.keys("beneficiary"):
                draft.stages.append(StageDraft("running", "asserted", draft.participants[0].sentences[:1]))
        found = [d for d in self.known.values() if (d.stages or d.keys("beneficiary")) and self._secure(d)]
        names = {(d.name or "").casefold(): d for d in found}
        bodies = self.bodies.drafts()
        for d in bodies:
            twin = names.get((d.name or "?").casefold())
            for p in d.participants if twin is not None and not twin.keys("owner") else ():
                twin.add(p.role, p.actor, p.sentences[0])  # type: ignore[union-attr]
        return found + [d for d in bodies if (d.name or "?").casefold() not in names]

    def _possessed(self, mention: ProgrammeMention, index: int) -> None:
        """Read "Mongolia's Third Neighbour Policy", "the US National Defense Strategy": a policy that its state has."""
        sentence = self.context.reading.sentences[index]
        at = mention.start
        whose = next(
            (
                a
                for a in sentence.actors
                if a.start == at < a.end < mention.end or _WHOSE.fullmatch(self.text, a.end, at)
            ),
            None,
        )
        state = self.context.focus.state(whose.actor) if whose is not None else None
        if state is not None and state.kind == "state":
            self._draft(mention, sentence, "programme-named").add("owner", state, index)

    def _secure(self, draft: Draft) -> bool:
        """Whether a programme has a security subject: by the registry, its name or, if not civil, its sentence."""
        tag, security = draft.tag or "", self.context.lexicon.security
        mention = self.named[tag][0] if tag in self.named else None
        if mention is not None and mention.key:
            return mention.key not in _CIVIL_KEYS
        name = draft.name or ""
        if security.search(name) or (_SECURITY_NAME.search(name) and draft.type == "policy"):
            return True
        if self.context.lexicon.out_of_scope.search(name):
            return False
        said = self.named[tag][1] if tag in self.named else [s for st in draft.stages for s in st.sentences]
        texts = [self.context.reading.sentences[i].text for i in said]
        return any(security.search(t) or _ALSO_SECURITY.search(t) for t in texts)

    def _admitted(self, mention: ProgrammeMention, sentence: Sentence) -> None:
        """Read "Nepal was admitted to the programme" and "Fiji joins the scheme": a beneficiary."""
        match = _JOINS.search(self.text, max(sentence.start, mention.start - 60), mention.start)
        if match is None or mention.type not in ("capacity-building", "assistance"):
            return
        states = self.context.states_of(self.context.subject(sentence, match.start()))
        owner = set((mention.owner or "").split(";"))
        draft = self._draft(mention, sentence, "programme-joined")
        for state in states if len(states) <= _MANY else ():
            if state.key not in owner:
                draft.add("beneficiary", state, sentence.index)

    def _owned(self, draft: Draft, mention: ProgrammeMention, said: list[int]) -> None:
        """Give a programme its owners: the registry's that the text names, else those said to run it together."""
        if draft.keys("owner"):
            return
        sentences, focus = self.context.reading.sentences, self.context.focus
        keys = [k for k in (mention.owner or "").split(";") if k]
        for key in keys:
            state = focus.by_key(key)
            if state is not None:
                draft.add("owner", state, said[0])
                continue
            named = next(((a.actor, s.index) for s in sentences for a in s.actors if a.actor.key == key), None)
            if named is not None:
                draft.add("owner", *named)
        if draft.keys("owner") or mention.type != "industrial":
            return
        for i in said:
            states = focus.states_in(sentences[i], acting=True)
            if 2 <= len(states) <= 4:
                for state in states:
                    draft.add("owner", state, i)
                return

    def _of_another(self, mention: ProgrammeMention, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether "the programme" that somebody launches cannot be the one spoken of, which another state runs."""
        if not mention.owner or not self.text[mention.start : mention.end].lower().startswith(
            ("the ", "this ", "that ")
        ):
            return False
        acting = self.context.states_of(self.context.subject(sentence, trigger.start))
        return bool(acting) and not {a.key for a in acting} & set(mention.owner.split(";"))

    def _standing(self, sentence: Sentence) -> None:
        """Read a series of meetings by its number ("the third X Dialogue") and the pillars of a grouping."""
        for a in sentence.actors:
            if a.actor.kind == "grouping":
                self.grouping = a.actor
        for match in _PILLAR.finditer(self.text, sentence.start, sentence.end):
            if self.grouping is not None:
                self._mention(match.group(), "industrial", [self.grouping], sentence, match.start())

    def _mention(self, label: str, kind: str, owners: list[Actor], sentence: Sentence, at: int) -> None:
        label = " ".join(label.split())
        if any(p.key and p.start <= at < p.end for p in sentence.programmes):
            return
        draft = self._draft(
            ProgrammeMention(at, at + len(label), label, None, None, kind), sentence, "programme-standing"
        )
        self.labels.setdefault(label.casefold(), (label, sentence.index))
        if not draft.stages:
            draft.stages.append(StageDraft("running", "asserted", [sentence.index]))
        if not draft.keys("owner"):
            for owner in owners:
                draft.add("owner", owner, sentence.index)

    def owners(self) -> dict[str, Actor]:
        """Return the one owner of each programme, by its tag."""
        found = {tag: d.actors("owner") for tag, d in self.known.items()}
        return {tag: actors[0] for tag, actors in found.items() if len(actors) == 1 and actors[0].kind == "state"}

    def _object(self, sentence: Sentence, trigger: TriggerMention) -> ProgrammeMention | None:
        opens = trigger.start - sentence.start < 12 and trigger.trigger.form in ("ed", "pp", "past")
        behind = [p for p in sentence.programmes if p.start >= trigger.end]
        if opens and behind and _SUBJECT.fullmatch(self.text, trigger.end, behind[0].start):
            return behind[0]
        if self.context.passive(sentence, trigger):
            before = [p for p in sentence.programmes if p.end <= trigger.start and trigger.start - p.end < 60]
            return before[-1] if before else None
        after = [p for p in sentence.programmes if p.start >= trigger.end]
        if (
            after
            and len(self.text[trigger.end : after[0].start]) < 60
            and _BETWEEN.fullmatch(self.text[trigger.end : after[0].start].lstrip())
        ):
            return after[0]
        before = [p for p in sentence.programmes if p.end <= trigger.start]
        if before and (
            _SCHEME.fullmatch(self.text, before[-1].end, trigger.start)
            or _WHICH.fullmatch(self.text, before[-1].end, trigger.start)
        ):
            return before[-1]
        if (
            before
            and trigger.trigger.form in ("ed", "pp")
            and re.fullmatch(r",?\s+(?:was |were |which was |first )*", self.text[before[-1].end : trigger.start])
        ):
            return before[-1]
        return None

    def _draft(self, mention: ProgrammeMention, sentence: Sentence, rule: str) -> Draft:
        tag = mention.key or mention.label.casefold()
        draft = self.known.get(tag)
        if draft is None:
            draft = Draft("programme", mention.type, rule, mention.start, 0.85, tag=tag)
            draft.name, draft.name_sentence = mention.label, sentence.index
            self.known[tag] = draft
        elif len(mention.label) > len(draft.name or ""):
            draft.name, draft.name_sentence = mention.label, sentence.index
        return draft

    def _owner(self, draft: Draft, mention: ProgrammeMention, sentence: Sentence, trigger: TriggerMention) -> None:
        context = self.context
        possessive = [
            a for a in sentence.actors if a.possessive and a.end <= mention.start and mention.start - a.end < 80
        ]
        who = context.subject(sentence, trigger.start)
        owners: list[Actor] = []
        if possessive:
            owners = [context.focus.state(possessive[-1].actor) or possessive[-1].actor]
        elif who:
            owners = [*context.states_of(who), *[a for a in who.actors if a.kind == "grouping"]]
        elif context.passive(sentence, trigger):
            owners = context.states_of(context.agent(sentence, trigger.end))
        known = set((mention.owner or "").split(";"))
        if mention.owner:
            owners = (
                [o for o in owners if o.key in known]
                or [a for a in context.focus.states_in(sentence) if a.key in known]
                or [a.actor for a in sentence.actors if a.actor.key in known]
                or (owners if trigger.trigger.form in ("ed", "past") else [])
            )
        if not draft.keys("owner"):
            for owner in owners[:3]:
                draft.add("owner", owner, sentence.index)

    def _selected(self, sentence: Sentence, trigger: TriggerMention) -> None:
        match = _RECIPIENT.search(self.text, trigger.start, sentence.end)
        if match is None or match.start() - trigger.end > 200:
            return
        context = self.context
        mode = context.modality(sentence, trigger)
        if context.passive(sentence, trigger):
            states = context.states_of(context.subject(sentence, trigger.start))
        else:
            groups = context.after(sentence, trigger.end, frozenset({"", "as", "including"}), high=match.start())
            states = [s for g in groups for a in g.actors if (s := context.focus.state(a))]
        mention = min(sentence.programmes, key=lambda p: abs(p.start - trigger.start))
        states = [s for s in states if s.key not in set((mention.owner or "-").split(";"))]
        if not states:
            return
        draft = self._draft(mention, sentence, "programme-selected")
        date = context.date(sentence, trigger.start, low=trigger.start)
        for state in states:
            if mode[0] == "asserted":
                draft.add("beneficiary", state, sentence.index)
            stage = StageDraft("selected", mode[0], [sentence.index], date.value if date else None)
            if len(states) == 1:
                self.selected.append((mention.label, mention.key, mention.owner or "", state, sentence.index, stage))
        self._owner(draft, mention, sentence, trigger)

    def _list(self, sentence: Sentence) -> None:
        match = _LIST.search(self.text, sentence.start, sentence.end)
        if match is None:
            return
        include = _INCLUDE.search(self.text, match.end(), min(sentence.end, match.end() + 80))
        groups = [g for g in sentence.groups if include and 0 <= g.start - include.end() < 40]
        if not groups:
            before = [g for g in sentence.groups if g.end <= match.start() and len(g.members) > 1]
            groups = [
                g for g in before if re.search(r"\b(?:as|are|were|became|among)\b", self.text[g.end : match.start()])
            ]
        if not groups or not sentence.programmes:
            return
        mention = min(sentence.programmes, key=lambda p: abs(p.start - match.start()))
        draft = self._draft(mention, sentence, "programme-recipients")
        for actor in groups[0].actors:
            state = self.context.focus.state(actor)
            if state and state.key not in set((mention.owner or "-").split(";")):
                draft.add("beneficiary", state, sentence.index)
