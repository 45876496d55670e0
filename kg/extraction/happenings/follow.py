"""What later sentences add to an event: who led each side, who else took part or watched, its other rounds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.happenings.model import DRILLS, MEETINGS, REACH, Happening
from kg.extraction.happenings.titles import ordinal

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.model import Noun
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Group, Sentence

_LED = re.compile(
    r"\b(?:led|headed|chaired|co-chaired|represented|fronted) by\b|"
    r"\b(?:led|headed|chaired|co-chaired|represented|leads|heads|spoke for|speaking for) (?:the |its |"
    r"their |his |her )?(?:\w+ ){0,3}(?:delegations?|side|team|panel|visitors|group|hosts?|party|contingent|"
    r"Russians|Chinese|Americans|Japanese|Koreans|meeting|dialogue|talks|consultations|session|discussions|[A-Z]\w+)\b|"
    r"\b(?:[Cc]o-?chairs?|[Cc]o-?chairmen|[Hh]eads? of delegation|leading for the)\b|\b(?:side|"
    r"delegation) (?:was|were|is) (?:led|headed|represented)"
)
_PART = re.compile(
    r"\b[Tt]aking part\b|\b(?:took|take|takes|taken|are taking|is taking|were taking) part\b|"
    r"\bparticipat(?:ed|ing|e|es|ion)\b|\b(?:[Cc]ontingents?|[Tt]roops|[Ff]orces|[Pp]ersonnel|[Pp]articipants|"
    r"[Tt]eams|[Uu]nits|[Ss]hips|[Aa]ircraft|[Ss]taff officers|[Dd]elegat\w+|[Rr]epresentatives) (?:or "
    r"staff officers )?(?:of|from)\b|\bjoined by\b|\b(?:sent|contributed|fielded|dispatched)\b|\balso "
    r"joined\b|\bwere on hand\b"
)
_NOT = re.compile(
    r"\b(?:not|never|may|might|could|would|declined|refused|invited|skipped|absent|stayed away|instead of|"
    r"unlike|without|last year|previous(?:ly)?)\b"
)
_WATCH = re.compile(
    r"\b(?:as (?:an )?observers?|observers? (?:from|of|were|included)|observed by|watched by|in the room "
    r"as observers)\b"
)
_HOSTED = re.compile(
    r"\b(?:played host|acted as host|was the host|were the hosts|hosts? the (?:exercise|drill|meeting|event)|hosting)\b"
)
_AMONG = re.compile(
    r"\bamong (?:the )?(?:[\w-]+ )?(?:\d+|\w+) (?:other )?(?:nations|countries|participants|participating)\b"
)
_AS_WATCHER = re.compile(r" as (?:an )?observers?\b")
_EDITION = re.compile(
    r"\b(?:have |has |had )?joined [^,;.]{2,60} for (?:the|this) (?:[\w-]+ ){0,3}(?:edition|exercise|"
    r"exercises|drills?|sail|patrol)\b"
)
_BEGAN = re.compile(
    r"\b(?:began|opened|started|kicked off|got under ?way|commenced|launched) (?:here )?(?:on )?(?:[A-Z]\w+day,? )?\Z"
)
_CLOSES = re.compile(
    r"\b(?:(?:ends|closes|concludes|finishes|runs? (?:until|through|to)|lasts? until|continues? until|"
    r"wraps? up|will (?:end|close|conclude|last until|run until|run through|continue until))"
    r"|until|through) (?:on )?(?:[A-Z]\w+day,? )?\Z"
)
_GOES_ON = re.compile(r"(?:, (?:the )?[A-Z][\w’-]+(?: [A-Z][\w’-]+)?){0,2},? (?:and )?(?:the )?")
_SERIES = re.compile(
    r"\b(?P<off>(?:was|were|been) (?:called off|cancelled|canceled|scrapped|postponed|suspended)|fell "
    r"victim|did not take place)\b|"
    r"\b(?P<on>(?:was|were|been|having been) (?:first |last |then |next |most recently |also |previously |"
    r"since |again )?(?:held|conducted|staged|convened|hosted|launched|organi[sz]ed)|(?:took|taken|take|"
    r"having taken) place|"
    r"met (?:for the (?:\w+ )?\w+ time|last|first|again|previously)|premiered|began|debuted|started|"
    r"gathered|convened|went to|was in|were in|came for the first time|was first held)\b"
)
_SUBJECT = re.compile(
    r"\b(?:[Ii]t|[Tt]hey|[Tt]he (?:[\w’'-]+ ){0,3}(?:series|exercises?|drills?|dialogue|group|mechanism|"
    r"forum|meetings?|talks|committee|consultations|format|activity|edition|round|session|patrol|summit|"
    r"first|second|third|last|latest|previous)|which|"
    r"[Tt]he (?:first|second|third|fourth|previous|last|inaugural)(?: one| of which| such)?|[Ee]arlier "
    r"editions|(?:last|previous) year’?'?s edition)\b"
)
_COMING = re.compile(
    r"\b[Tt]he (?P<which>next|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|second|following|"
    r"\d+(?:st|nd|rd|th))(?: one| edition| round)? "
    r"(?:is|will|are) (?:due |set |scheduled |expected |planned )?(?:to )?(?:be )?(?:held|hosted|take "
    r"place|convened?|due|follow|staged)\b"
)
_BREAK = re.compile(r";|, which in turn|\bsigned\b|\bagreement\b|\btreaty\b")


class Follower:
    """Follows the event that a text is about from sentence to sentence."""

    def __init__(self, context: Context, sides: Sides, clock: Clock) -> None:
        self.context, self.text, self.sides, self.clock = context, context.text, sides, clock

    def read(self, sentence: Sentence, thread: Happening | None, nouns: list[Noun]) -> list[Happening]:
        """Add to the event spoken of what a sentence says of it; return other rounds of its series."""
        if thread is None or sentence.index - thread.sentence.index > REACH or sentence.heading:
            return []
        other = any(
            n.name and n.name != thread.draft.name and n.type in MEETINGS | DRILLS and not self._kin(n, thread)
            for n in nouns
        )
        if other:
            return []
        if thread.draft.type in MEETINGS:
            self._led(sentence, thread)
        if thread.draft.type in DRILLS or thread.draft.name:
            self._joined(sentence, thread)
        if thread.draft.type in DRILLS:
            self._days(sentence, thread)
        return self._rounds(sentence, thread)

    def _kin(self, noun: Noun, thread: Happening) -> bool:
        draft = thread.draft
        if noun.series and noun.series == draft.series:
            return True
        a, b = set((noun.name or "").lower().split()), set((draft.name or "").lower().split())
        return bool(a & b) and (a <= b or b <= a)

    def _led(self, sentence: Sentence, thread: Happening) -> None:
        match = _LED.search(self.text, sentence.start, sentence.end)
        if match is None or (
            re.search(
                r"\b(?:will|would|may|might) (?:be )?\Z",
                self.text[max(sentence.start, match.start() - 10) : match.start()],
            )
            and thread.draft.stages[-1].modality == "asserted"
        ):
            return
        states = {a.identity for a in thread.draft.actors("participant", "host", "visitor") if a.kind == "state"}
        hosts = {a.identity for a in thread.draft.actors("host") if a.kind == "state"}
        named = [g for g in sentence.groups if 0 <= match.start() - g.end < 24]
        sent = {a.state or a.key for g in named for a in g.actors}
        if states and sent and not sent & states:
            return  # a delegation of others
        for p in sentence.persons:
            state = self.context.person_state(p)
            if p.person is None or (state is not None and states and state.identity not in states):
                continue
            role = "host" if state is not None and state.identity in hosts else "participant"
            if p.person.actor.identity in {a.identity for a in thread.draft.actors("participant", "host", "visitor")}:
                continue
            self.sides.persons_to(thread.draft, role, [p], sentence)

    def _joined(self, sentence: Sentence, thread: Happening) -> None:
        text = self.text
        have = {a.identity for a in thread.draft.actors("participant", "host", "observer", "visitor")}
        match = _PART.search(text, sentence.start, sentence.end)
        if match and not _NOT.search(sentence.text):
            watch = _WATCH.search(text, sentence.start, sentence.end)
            after = [g for g in sentence.groups if 0 <= g.start - match.end() < 90]
            before = [
                g
                for g in sentence.groups
                if 0 <= match.start() - g.end < 40 and g.prep in ("", "from", "of", "both", "beside", "with")
            ]
            chosen = (
                before[-1:] if before and not match.group().startswith(("Tak", "Cont", "Troop", "Part")) else after[:1]
            )
            if not chosen:
                chosen = after[:1]
            for group in self._list(sentence, chosen):
                if watch and watch.start() < group.start and "from" not in watch.group():
                    continue
                role = "observer" if watch and 0 <= group.start - watch.end() < 30 else "participant"
                fresh = [
                    a
                    for a in group.actors
                    if a.identity not in have and (a.kind != "organisation" or self.sides.service(a))
                ]
                if group.members[0].adjective and len(group.members) == 1 and not thread.draft.name:
                    continue
                self.sides.actors_to(thread.draft, role, fresh, sentence)
        self._watched(sentence, thread, have, said=match is not None)
        hosted = _HOSTED.search(text, sentence.start, sentence.end)
        if hosted and not _NOT.search(sentence.text):
            before = [g for g in sentence.groups if 0 <= hosted.start() - g.end < 12]
            for group in before[-1:]:
                for actor in group.actors:
                    for a in (self.context.focus.state(actor), actor if actor.kind == "organisation" else None):
                        old = next((p for p in thread.draft.participants if a and p.actor.identity == a.identity), None)
                        if old is not None:
                            old.role = "host"
                        elif a is not None:
                            thread.draft.add("host", a, sentence.index)

    def _list(self, sentence: Sentence, chosen: list[Group]) -> list[Group]:
        """Return a group with those that go on the same list, over names that the registry does not know."""
        out = list(chosen)
        for group in sentence.groups:
            if out and group.start >= out[-1].end and _GOES_ON.fullmatch(self.text, out[-1].end, group.start):
                out.append(group)
        return out

    def _watched(self, sentence: Sentence, thread: Happening, have: set[str], *, said: bool) -> None:
        """Add "A and B among 19 nations" and "A, B at the drills as observers"."""
        edition = _EDITION.search(sentence.text)
        if edition and not _NOT.search(sentence.text):
            for group in sentence.groups:
                if group.end <= sentence.start + edition.end():
                    fresh = [a for a in group.actors if a.identity not in have]
                    self.sides.actors_to(thread.draft, "participant", fresh, sentence)
        among, watching = _AMONG.search(sentence.text), _AS_WATCHER.search(sentence.text)
        if said or _NOT.search(sentence.text):
            return
        for found, role in ((among, "participant"), (watching, "observer")):
            if found is None:
                continue
            at = sentence.start + found.start()
            near = [g for g in sentence.groups if g.end <= at and (role == "observer" or at - g.end < 4) and not g.prep]
            for group in near[-1:]:
                fresh = [a for a in group.actors if a.identity not in have]
                self.sides.actors_to(thread.draft, role, fresh, sentence)

    def _days(self, sentence: Sentence, thread: Happening) -> None:
        """Read "it began on 8 October" and "the drills close on 18 October" as the days of the event spoken of."""
        stage = thread.draft.stages[-1]
        if stage.stage not in ("held", "started") or stage.modality != "asserted":
            return
        for d in sentence.dates:
            before = self.text[max(sentence.start, d.start - 40) : d.start]
            if len(d.value) != 10 or d.reporting:
                continue
            if (
                _BEGAN.search(before)
                and not self.clock.ahead(d.value)
                and (not stage.date or d.value.startswith(stage.date))
            ):
                stage.date = d.value
                stage.sentences.append(sentence.index)
            elif _CLOSES.search(before) and stage.end_date is None and stage.date and len(stage.date) == 10:
                last = d.value
                if last < stage.date and not re.search(r"\d{4}", self.text[d.start : d.end]):
                    last = f"{int(last[:4]) + 1}{last[4:]}"
                if last >= stage.date:
                    stage.end_date = last
                    stage.sentences.append(sentence.index)

    def _rounds(self, sentence: Sentence, thread: Happening) -> list[Happening]:
        """Return the rounds that "it was called off in 2020 and has taken place in 2022 and July 2023" tells of."""
        text, draft = self.text, thread.draft
        states = [p for p in draft.participants if p.actor.kind in ("state", "grouping")]
        verbs = list(_SERIES.finditer(text, sentence.start, sentence.end))
        if not verbs or not states or not _SUBJECT.search(text, sentence.start, verbs[-1].start()):
            return self._coming(sentence, thread) if states else []
        own = {s.date for s in draft.stages if s.date}
        out = self._coming(sentence, thread)
        for i, verb in enumerate(verbs):
            high = verbs[i + 1].start() if i + 1 < len(verbs) else sentence.end
            low = verb.end()
            stop = _BREAK.search(text, verb.end(), high)
            high = stop.start() if stop else high
            dates = [d for d in sentence.dates if low <= d.start < high and not d.reporting]
            if not dates and verb.group("off"):
                dates = [d for d in sentence.dates if verb.start() - 12 <= d.start < verb.start()]
            if not dates or (i == 0 and not _SUBJECT.search(text, sentence.start, verb.start())):
                continue
            at = dates[0].start
            chain = [dates[0]]
            for d in dates[1:]:
                if re.fullmatch(r",? (?:and )?(?:in |on |again in |then in )?", text[chain[-1].end : d.start]):
                    chain.append(d)
            place = self.clock.where(
                sentence, verb.start(), verb.end(), others=[v.start() for v in verbs if v is not verb]
            )
            if place is None and re.search(r"\bthere\b", text[verb.start() : at]):
                place = draft.stages[-1].place
            for d in chain:
                if (
                    d.value in own
                    or self.clock.ahead(d.value)
                    or any(o.startswith(d.value) or d.value.startswith(o) for o in own if o)
                ):
                    continue
                new = Draft("engagement", draft.type, "event-round", verb.start(), 0.65)
                base = _base(draft.name)
                if base and base in " ".join(text.split()):
                    new.name, new.name_sentence, new.series = base, draft.name_sentence, draft.series
                for p in states:
                    # who was at home at one meeting was the guest at another
                    kept = p.role if draft.type in DRILLS and not verb.group("off") else "participant"
                    new.add(kept, p.actor, sentence.index)
                stage = "cancelled" if verb.group("off") else "held"
                new.stages.append(
                    StageDraft(
                        stage,
                        "asserted",
                        [sentence.index],
                        d.value,
                        d.end_value,
                        place if not verb.group("off") else None,
                    )
                )
                out.append(
                    Happening(
                        new,
                        sentence,
                        ordinal=ordinal(text[max(sentence.start, verb.start() - 30) : verb.end()]),
                        head="round",
                    )
                )
        return out

    def _coming(self, sentence: Sentence, thread: Happening) -> list[Happening]:
        """Return the round that "the third is to be hosted by A in 2027" plans."""
        ahead = _COMING.search(self.text, sentence.start, sentence.end)
        if ahead is None:
            return []
        new = Draft("engagement", thread.draft.type, "event-round", ahead.start(), 0.65)
        hosts = [g for g in sentence.groups if g.start >= ahead.end() and g.prep == "by"][:1]
        self.sides.groups_to(new, "host", hosts, sentence)
        if not hosts:
            for p in thread.draft.participants:
                if p.actor.kind in ("state", "grouping"):
                    new.add("participant", p.actor, sentence.index)
        date = self.clock.date(sentence, ahead.start(), ahead.end())
        place = self.clock.where(sentence, ahead.start(), ahead.end())
        value = date.value if date and not self.clock.behind(date.value) else None
        new.stages.append(StageDraft("planned", "planned", [sentence.index], value, place=place))
        event = Happening(new, sentence, ordinal=ordinal(ahead.group("which")), head="round")
        event.apart = True
        return [event]


def _base(name: str | None) -> str | None:
    """Return the name of a series without its number or year."""
    if name is None:
        return None
    base = re.sub(r"\s?\([^)]*\)\Z", "", name)
    base = re.sub(r"[ –-](?:(?:19|20)\d\d|\d\d|[IVX]+)\Z", "", base)
    return (
        re.sub(
            r"\A(?:\d+(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Inaugural) ",
            "",
            base,
        )
        or None
    )
