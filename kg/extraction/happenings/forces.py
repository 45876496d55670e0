"""What forces do: ships in port, joint sails and flights, drills by verb, troops that go or stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.clause import Who
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.happenings.deployments import SHAPES, Deployments
from kg.extraction.happenings.model import Happening, Noun
from kg.extraction.happenings.postings import Postings
from kg.extraction.happenings.status import status
from kg.extraction.happenings.vessels import prefixed

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Actor, Sentence, TriggerMention

_VESSEL = re.compile(
    r"\b(?:HMS|HMAS|HMCS|HMNZS|HNLMS|USS|USNS|USCGC|JS|INS|ROKS|BRP|KRI|KD|RSS|frigate|destroyer|corvette|"
    r"cutter|carrier|submarine|warships?|vessels?|"
    r"ships?|flotilla|squadron|strike group|fleet|patrol boats?|tanker|minesweepers?|oiler|amphibious|"
    r"boat|minehunters?)\b"
)
_NAVAL = re.compile(
    r"\b(?:HMS|HMAS|HMCS|HMNZS|HNLMS|USS|USNS|USCGC|JS|INS|ROKS|BRP|KRI|KD|RSS|frigates?|destroyers?|"
    r"corvettes?|carrier|submarines?|warships?|flotilla|strike group|"
    r"naval (?:ships?|vessels?|group)|navy (?:ships?|vessels?)|training ships?|hospital ship|cutters?|"
    r"minesweepers?|task (?:group|force)|fleet)\b"
)
_TOGETHER = re.compile(r"\b(?:together|jointly|with|alongside|side by side|in formation)\b")
_WATER = re.compile(
    r"(?:the )?((?:[A-Z][\w’-]+ (?:and )?(?:the )?){1,6}(?:Straits?|Sea|Channel|Passage|Gulf|Bay|"
    r"Ocean)(?: and (?:the )?(?:[A-Z][\w’-]+ )+(?:Straits?|Sea|Channel|Gulf|Bay|Ocean))?)\b"
)
_OWNED = re.compile(r"(?:’s|'s|’|')?(?: (?!(?:and|with|to|in|at|on|for|of)\b)[\w’'-]+){0,6} ?")
_REGION = re.compile(
    r"(?: of [^,;.]{2,40})? (?:to|in|across|through|around) (?:the )?(?!(?:January|February|March|April|May|"
    r"June|July|August|September|October|November|December)\b)((?:[A-Z][\w’-]+)(?:(?: and)?(?: "
    r"the)?(?: [A-Z][\w’-]+)){0,4})"
)
_PRESENT = re.compile(r"\b(?:is|are|remains?|has been|have been)\b")


class Forces:
    """Proposes port calls, transits, drills and deployments, sentence by sentence."""

    def __init__(self, context: Context, sides: Sides, clock: Clock) -> None:
        self.context, self.text, self.sides, self.clock = context, context.text, sides, clock
        self.fleet: list[Actor] = []
        """Whose ships were last spoken of: who makes "port calls" then."""
        self.deployed = Deployments(context, sides, clock)
        self.postings = Postings(context, sides, clock, self.deployed)

    def read(self, sentence: Sentence, nouns: list[Noun]) -> list[Happening]:
        """Return what forces do in a sentence."""
        out: list[Happening] = self._calls(sentence, nouns)
        for trigger in sentence.triggers.get("happening", ()):
            verbal = self.context.clause_at(sentence, trigger.start) is not None
            if any(
                n.start < trigger.end and trigger.start < n.end and not (verbal and n.type == "visit") for n in nouns
            ):
                continue
            shape = trigger.trigger.frame.shape
            event = None
            visiting = shape == "travel" and self.text[trigger.start : trigger.end].endswith(("visiting", "visit to"))
            if (shape == "ship" or visiting) and not any(o.head == "port" for o in out):
                event = self._port(sentence, trigger)
            elif shape == "receive" and not out:
                event = self._welcomed(sentence, trigger)
            elif shape == "drill" and not out:
                event = self._drill(sentence, trigger)
            elif shape == "cross" and not out:
                event = self._cross(sentence, trigger)
            elif shape in SHAPES:
                out += self.deployed.read(sentence, trigger, nouns)
            if event is not None:
                out.append(event)
        return out + self.postings.read(sentence, nouns, self.fleet)

    def _calls(self, sentence: Sentence, nouns: list[Noun]) -> list[Happening]:
        """Read port calls and deployments that a noun names: "port visits to A and B are to follow"."""
        out = []
        for noun in nouns:
            call = re.search(r"\b(?:port|ship|goodwill|friendly|naval)\b|\bstop\b|call", noun.head, re.IGNORECASE)
            calls = (
                noun.type == "visit" and not noun.plural and not sentence.persons
                and _NAVAL.search(self.text, sentence.start, noun.start) is not None
            )  # fmt: skip
            if not calls and (noun.type != "deployment" or noun.head == "operation" or not call):
                continue
            if any(
                t.start < noun.start and noun.end <= t.end and self.context.modality(sentence, t)[0] == "denied"
                for t in sentence.triggers.get("happening", ())
            ):
                continue  # "will not make a port call at"
            said = status(self.context, sentence, noun)
            hosts = [
                g
                for g in self.context.after(sentence, noun.end, frozenset({"to", "in", "at"}))
                if g.start - noun.end < 40
            ]
            owners = [
                g for g in sentence.groups if g.end <= noun.start and _OWNED.fullmatch(self.text, g.end, noun.start)
            ]
            by = [
                g
                for g in self.context.after(sentence, noun.end, frozenset({"of", "by", "from"}))
                if g.start - noun.end < 40
            ]
            guests = [*(owners[-1].actors if owners else ()), *(by[0].actors if by else ())]
            if not guests and said is not None and said.end > said.start and not said.subject:
                guests = self.sides.subject(sentence, said.start).actors
            before = [c for c in self.context.clauses(sentence) if calls and c.verb.end <= noun.start]
            if not guests and before:
                guests = self.sides.subject(sentence, before[0].verb.start).actors
            if not guests:
                guests = prefixed(self.context, sentence.start, noun.start) or self.fleet
            states = [s for a in guests if (s := self.context.focus.state(a))]
            if not states:
                continue
            region = _REGION.match(self.text, noun.end, sentence.end)
            targets = [a for g in hosts[:1] for a in g.actors if a.kind == "state"]
            port: str | None = None
            if targets and hosts[0].start - noun.end > 4:
                _, port = self._place(sentence, noun.end)
                named = {self.text[m.start : m.end] for m in hosts[0].members if m.name_kind != "capital"}
                port = None if port in named else port
            if call and not targets and re.match(r" (?:at|in|to) ", self.text[noun.end : noun.end + 5]):
                state, port = self._place(sentence, noun.end + 3)
                targets = [state] if state else []
            if not targets and (port is None or not sentence.dates):
                continue
            date = self.clock.date(sentence, noun.start, noun.tail)
            if re.search(r"\bafter (?:a|an|its|their|the) (?:[\w-]+ ){0,3}\Z", self.text[: noun.start][-50:]):
                date = None  # "left on Sunday after a five-day visit"
            for target in (*targets,) or (None,):
                host = self.context.focus.state(target) if target else None
                if host is not None and host.identity in {s.identity for s in states}:
                    continue
                draft = Draft("engagement", "deployment", "event-port-noun", noun.start, 0.65)
                for state in states:
                    draft.add("participant", state, sentence.index)
                self.sides.actors_to(draft, "participant", [a for a in guests if a.kind == "organisation"], sentence)
                if host is not None:
                    draft.add("host", host, sentence.index)
                stage = StageDraft(
                    "held", "asserted", [sentence.index], date.value if date else None, date.end_value if date else None
                )
                if said is not None:
                    stage.stage, stage.modality = said.stage, said.modality
                stage.place = port
                if not (call or calls):
                    stage.place = region.group(1) if region else None
                    if stage.modality == "asserted" and stage.stage == "held":
                        stage.stage = "started"
                if stage.modality == "asserted" and self.clock.ahead(stage.date):
                    stage.stage, stage.modality = "planned", "planned"
                draft.stages.append(stage)
                event = Happening(draft, sentence, head="call")
                event.sure = bool(said or date) and bool(call or region or host)
                out.append(event)
        return out

    def _owner(self, sentence: Sentence, trigger: TriggerMention) -> Who:
        """Return whose a ship is: the subject, else a navy or a state named as its owner, else that of the last one."""
        who = self.sides.subject(sentence, trigger.start)
        if who.actors:
            return who
        low = max(sentence.start, trigger.start - 200)
        own = prefixed(self.context, low, trigger.start)
        if own:
            keys = {s.identity for s in own}
            navy = [
                a for g in sentence.groups if low <= g.start and g.end <= trigger.start and g.prep == "of"
                for a in g.actors if a.kind == "organisation" and a.state in keys
            ]  # fmt: skip
            return Who(navy or own, [])
        near = [
            g
            for g in sentence.groups
            if low <= g.start
            and g.end <= trigger.start
            and (g.prep in ("of", "from", "by", "") or g.members[0].adjective)
        ]
        if near:
            return Who(near[-1].actors, [])
        after = [
            g
            for g in sentence.groups
            if g.start >= trigger.end and g.prep == "of" and g.members[0].actor.kind == "organisation"
        ]
        return Who(after[0].actors, []) if after else Who([], [])

    def _place(self, sentence: Sentence, at: int) -> tuple[Actor | None, str | None]:
        """Return the state of the port after a verb, and the port as named."""
        for a in sentence.actors:
            if (
                at <= a.start < at + 60
                and a.actor.kind in ("state", "organisation")
                and not a.adjective
                and a.prep in ("", "in", "at", "to", "for", "of", "near", "into")
            ):
                state = self.context.focus.state(a.actor)
                named = [p for p in sentence.places if at - 4 <= p.start <= a.start + 1]
                label = self.clock.label(named[0]) if named else None
                if label is None and a.name_kind == "capital":
                    label = self.text[a.start : a.end]
                return state, label
        named = [p for p in sentence.places if at - 12 <= p.start < at + 40]
        if named:
            return None, self.clock.label(named[0])
        port = re.match(
            r"\s(?:the (?:[\w]+ )?(?:port|harbou?r|base) (?:of|at) )?((?:[A-Z][\w’'-]+)(?: [A-Z][\w’'-]+){0,3})",
            self.text[at : at + 60],
        )
        return None, port.group(1) if port else None

    def _port(self, sentence: Sentence, trigger: TriggerMention) -> Happening | None:
        text, context = self.text, self.context
        form = trigger.trigger.form
        subject = text[max(sentence.start, trigger.start - 160) : trigger.start]
        word = text[trigger.start : trigger.end].lower()
        if not (_NAVAL if re.match(r"go|went|gone|visit|enter|head|sail for|arriv", word) else _VESSEL).search(subject):
            return None
        if any(p.end <= trigger.start and trigger.start - p.end < 30 for p in sentence.persons):
            return None
        host, port = self._place(sentence, trigger.end)
        owner = self._owner(sentence, trigger)
        guests = [g for g in context.states_of(owner) if host is None or g.identity != host.identity]
        services = [a for a in owner.actors if a.kind == "organisation" and self.sides.service(a)]
        if not (guests or services) or (host is None and port is None):
            return None
        if host is None and guests:
            host = context.focus.other(guests[0].identity)
        mode = context.modality(sentence, trigger)[0]
        words = text[trigger.start : trigger.end].lower()
        if "bound" in words or (words.startswith(("head", "sail for")) and mode == "asserted"):
            mode = "planned" if mode == "asserted" else mode
        draft = Draft("engagement", "deployment", "event-port", trigger.start, 0.7)
        for guest in guests:
            draft.add("participant", guest, sentence.index)
        self.sides.actors_to(draft, "participant", [a for a in owner.actors if a.kind == "organisation"], sentence)
        if host is not None:
            draft.add("host", host, sentence.index)
        date = self.clock.date(sentence, trigger.start, trigger.end)
        value, end = (date.value, date.end_value) if date else (None, None)
        stage = StageDraft("held", mode, [sentence.index], value, end, port)
        if mode in ("planned", "possible") or self.clock.ahead(value):
            stage.stage, stage.modality = "planned", "planned" if mode == "asserted" else mode
        elif mode == "asserted" and (
            form == "s" or _PRESENT.search(text[max(sentence.start, trigger.start - 12) : trigger.end])
        ):
            lasting = words.endswith("visiting") or re.search(r"\bsince|until|to last|will stay|stay", sentence.text)
            stage.stage = "started" if lasting else "held"
        for d in sentence.dates:
            before = text[max(sentence.start, d.start - 24) : d.start]
            if re.search(r"\bsince\s\Z", before, re.IGNORECASE):
                stage.date, stage.stage = d.value, "started"
            elif re.search(r"\b(?:until|till|through)\s(?:the\s)?\Z", before) and d.value != stage.date:
                stage.end_date = d.value
        draft.stages.append(stage)
        self.fleet = owner.actors or list(guests)
        return Happening(draft, sentence, head="port")

    def _welcomed(self, sentence: Sentence, trigger: TriggerMention) -> Happening | None:
        """Read "A's navy hosted B's frigate in Goa": the one who receives and whose ship it is."""
        clause = self.context.clause_at(sentence, trigger.start)
        if clause is None or trigger.trigger.form in ("ing", "base") or not clause.objects:
            return None
        ship = clause.objects[0]
        ships = _NAVAL.search(self.text, ship.start, ship.end)
        if ships is None or any(p.start >= trigger.end for p in sentence.persons):
            return None
        turned = clause.verb.passive
        who = [a.actor for p in clause.subject for a in p.actors]
        guests = [a.actor for p in clause.objects[:2] for a in p.actors] or prefixed(self.context, ship.start, ship.end)
        host = next((s for a in who if (s := self.context.focus.state(a))), None)
        states = {s.identity: s for a in guests if (s := self.context.focus.state(a))}
        if turned or host is None or not states or host.identity in states:
            return None
        draft = Draft("engagement", "deployment", "event-port", trigger.start, 0.65)
        for state in states.values():
            draft.add("participant", state, sentence.index)
        self.sides.actors_to(draft, "participant", [a for a in guests if a.kind == "organisation"], sentence)
        draft.add("host", host, sentence.index)
        self.sides.actors_to(draft, "host", [a for a in who if a.kind == "organisation"], sentence)
        mode = self.context.modality(sentence, trigger)[0]
        date = self.clock.date(sentence, trigger.start, trigger.end)
        value, end = (date.value, date.end_value) if date else (None, None)
        stage = StageDraft("held", mode, [sentence.index], value, end)
        stage.place = self.clock.where(sentence, trigger.start, trigger.end)
        if mode in ("planned", "possible") or self.clock.ahead(stage.date):
            stage.stage, stage.modality = "planned", "planned" if mode == "asserted" else mode
        draft.stages.append(stage)
        return Happening(draft, sentence, head="port")

    def _drill(self, sentence: Sentence, trigger: TriggerMention) -> Happening | None:
        text, context = self.text, self.context
        word = text[trigger.start : trigger.end].lower()
        after = text[trigger.end : trigger.end + 40]
        joint = _TOGETHER.search(word) or re.match(
            r"\s(?:together|jointly|with|alongside|side by side|in formation)\b", after
        )
        if not joint or (
            (trigger.trigger.form == "base" or (trigger.trigger.form == "s" and not sentence.dates))
            and context.modality(sentence, trigger)[0] == "asserted"
        ):
            return None
        if trigger.trigger.form == "ing" and not re.search(
            r"\b(?:been|is|are|was|were)\s\Z", text[max(sentence.start, trigger.start - 8) : trigger.start]
        ):
            return None
        who = self.sides.subject(sentence, trigger.start)
        if not who.actors:
            near = [g for g in sentence.groups if g.end <= trigger.start and trigger.start - g.end < 80]
            who = Who([a for g in near for a in g.actors], []) if near else who
        if len({s.identity for s in context.states_of(who)}) < 2:
            crews = [
                g
                for g in sentence.groups
                if 0 <= trigger.start - g.end < 120 and g.prep in ("", "from", "of", "between")
            ]
            who = Who([*who.actors, *(a for g in crews for a in g.actors if a not in who.actors)], [])
        with_ = [
            g
            for g in context.after(sentence, trigger.end - 5, frozenset({"with", "alongside", "of"}))
            if g.start - trigger.end < 60
        ][:1]
        draft = Draft(
            "engagement",
            "patrol" if word.startswith(("sail", "patrol", "fl")) else "exercise",
            "event-drill",
            trigger.start,
            0.7,
        )
        self.sides.actors_to(draft, "participant", who.actors, sentence)
        self.sides.groups_to(draft, "participant", with_, sentence)
        if len(draft.keys("participant")) < 2:
            for state in (
                self.sides.pair(sentence, draft.actors("participant"))
                if draft.participants or "air force" in sentence.text or "nav" in sentence.text
                else []
            ):
                draft.add("participant", state, sentence.index)
        if len({a.identity for a in draft.actors("participant") if a.kind == "state"}) < 2:
            return None
        return self._staged(draft, sentence, trigger, need_date=True)

    def _staged(
        self, draft: Draft, sentence: Sentence, trigger: TriggerMention, *, need_date: bool
    ) -> Happening | None:
        mode = self.context.modality(sentence, trigger)[0]
        date = self.clock.date(sentence, trigger.start, trigger.end)
        place = self.clock.where(sentence, trigger.start, trigger.end)
        water = _WATER.search(self.text, trigger.end, min(sentence.end, trigger.end + 120))
        place = water.group(1) if water and draft.type == "patrol" else place
        begun = next(
            (
                d
                for d in sentence.dates
                if re.search(r"\bsince (?:the )?\Z", self.text[max(sentence.start, d.start - 10) : d.start])
            ),
            None,
        )
        date = date or begun
        if need_date and date is None and place is None:
            return None
        stage = StageDraft(
            "held", mode, [sentence.index], date.value if date else None, date.end_value if date else None, place
        )
        if mode in ("planned", "possible") or self.clock.ahead(stage.date):
            stage.stage, stage.modality = "planned", "planned" if mode == "asserted" else mode
        since = (
            re.search(r"\bsince (?:the )?\Z", self.text[max(sentence.start, date.start - 10) : date.start])
            if date
            else None
        )
        if stage.stage == "held" and (since or (trigger.trigger.form == "ing" and mode == "asserted")):
            stage.stage = "started"
        draft.stages.append(stage)
        return Happening(draft, sentence, head="drill")

    def _cross(self, sentence: Sentence, trigger: TriggerMention) -> Happening | None:
        text, _context = self.text, self.context
        water = _WATER.search(text, trigger.end, min(sentence.end, trigger.end + 80))
        subject = text[max(sentence.start, trigger.start - 160) : trigger.start]
        if water is None or not _VESSEL.search(subject) or trigger.trigger.form in ("s", "ing", "base"):
            return None
        who = self._owner(sentence, trigger)
        draft = Draft("engagement", "patrol", "event-cross", trigger.start, 0.7)
        self.sides.actors_to(draft, "participant", who.actors, sentence)
        if not draft.participants:
            return None
        return self._staged(draft, sentence, trigger, need_date=True)
