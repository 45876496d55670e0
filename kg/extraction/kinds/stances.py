"""Positions without a verb of their own: concern voiced, a protest to B, "called it reckless", B "must withdraw"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.clause import Who
from kg.extraction.kinds import aims
from kg.extraction.kinds.backing import Backing, Recorder
from kg.extraction.kinds.subjects import Subjects, Voice

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.drafts import Draft
    from kg.extraction.mentions import Actor, Sentence

_OUT = re.compile(
    r"\b(?:wants?|wanted|demands?|demanded) (?:(?:it|them|that|these|those) )?(?:out of|out\b|"
    r"removed|withdrawn|gone|dismantled|to be (?:removed|withdrawn))"
)
_PARTNER = re.compile(r"\b(?:spoke of|speaks of|described|describes|hailed|hails|praised|called|calls)\s(?:the )?\Z")
_AS = re.compile(
    r"\A,? (?:as )?(?:a|an|one of its|its|his country’s|the) (?:[\w-]+ ){0,3}(?:partner|friend|ally|neighbou?r)\b"
)
_RUMOUR = re.compile(
    r"\b(?:[Rr]eports?|[Cc]laims?|[Aa]llegations?|rumou?rs|stor(?:y|ies)|speculation|media|articles?|"
    r"itself|himself|herself)\b"
)
_ONLY_AS = re.compile(
    r"condemn|criti|denounc|slam|decr|reject|dismiss|regard|view|see|saw|portray|paint|characteri|"
    r"describ"
)
_AS_A = re.compile(r"\bas(?: an?| the| [a-z]+ly| being)*\s*\Z")
_VOW = re.compile(
    r"\b(?:must|will|would|shall) (?:\w+ly )?(?:counter|retaliate(?: against)?|hit back(?: at)?|"
    r"strike back(?: at)?|punish|take (?:\w+,? ){0,4}"
    r"(?:counter-?measures|measures|steps|action)(?: against| over)?)\b"
)
_PLEDGE = re.compile(
    r"\b(?:(?:reaffirm|reiterat|restat|renew|underscor|stress|affirm|underlin|repeat)(?:ed|es|"
    r"s|ing) )?(?:its|their|his|her|the|an?|our)? ?(?:[\w’'-]+ ){0,3}?"
    r"(?P<noun>pledge|commitment|commitments|promise|vow|obligation|obligations|determination|"
    r"resolve) to (?:defend(?:ing)?|protect(?:ing)?|the (?:defen[cs]e|security|protection) of|"
    r"come to the (?:aid|defen[cs]e) of)\b"
)
_REGRETTED = re.compile(r"\A (?:at|over|about)\b")
_NEXT = re.compile(
    r"\A,? ?(?:over|about|at|regarding|on|to|with|for|against|towards?|by|of|that|concerning|in|from|as to)\b"
)


def apart(context: Context, sentence: Sentence, record: Recorder) -> list[Draft]:
    """Return the positions of one sentence that stand in nouns, epithets and orders."""
    reader = _Reader(context, sentence, record)
    return [
        *reader.voiced(),
        *reader.owned(),
        *reader.drawn(),
        *reader.made(),
        *reader.called(),
        *reader.must(),
        *reader.pledged(),
        *reader.vowed(),
        *reader.wanted_out(),
        *reader.partner(),
        *reader.won(),
        *reader.refused(),
        *reader.given(),
    ]


class _Reader(Backing):
    """Reads one sentence; `taken` keeps a noun from being read twice."""

    def _targets(self, at: int, kind: str, voice: Voice, *, reach: int = 150) -> list[Actor]:
        high = aims.clause(self.context, self.sentence, at, reach)
        near = 32 if kind == "support" else None
        named = aims.direct(self.context, self.sentence, at, high, voice.keys, reach=near)
        if named or kind in ("support", "praise"):
            return named
        if kind == "concern" and (there := aims.troubled(self.context, self.sentence, at, high, voice.keys)):
            return there
        return aims.implied(self.context, self.sentence, at, voice)

    def voiced(self) -> list[Draft]:
        """Read "A voiced its deep concern over B"."""
        out: list[Draft] = []
        for match in self._scan(self.words.voiced):
            at, noun = match.start(), match.group("noun")
            kind = self.words.noun_type[noun]
            if match.group("verb").startswith(("maintain", "continu")) and kind != "support":
                continue
            inside = self.text[match.start("verb") : match.start("noun")]
            if re.match(r"ha(?:s|ve|d)\s(?:\w+ly\s)?\w+ed\b", inside):
                continue  # "has addressed the concerns": the verb is another
            self.taken.add(match.start("noun"))
            if self._unreal(at) or (
                not _NEXT.match(self.text[match.end() : match.end() + 12]) and kind in ("support", "praise", "threaten")
            ):
                continue
            if noun.startswith("regret") and not _REGRETTED.match(self.text[match.end() : match.end() + 12]):
                continue
            voice = self.found.before(self.sentence, at)
            inner = self._owner(match.start("noun"), low=at)
            start = match.end()
            given = re.match(r" of (?:the )?", self.text[start : start + 8])
            if kind == "support" and given:
                holder = [g for g in self.sentence.groups if 0 <= g.start - start - given.end() < 3]
                if holder:
                    start = holder[0].end
            if voice is None and inner is not None:
                voice = inner
            if voice is None or not (voice.states or voice.others):
                continue
            if voice.kind != "name" and inner is not None and not voice.states:
                voice = inner
            targets = self._targets(start, kind, voice)
            if kind == "praise" and self.found.courteous(voice, targets):
                continue
            out += self.record(kind, f"stance-{kind}-voiced", at, voice, targets)
        return out

    def owned(self) -> list[Draft]:
        """Read "Beijing's objections to the pact", "its support for B", "Australian concern about"."""
        out: list[Draft] = []
        for match in self._scan(self.words.owned):
            at = match.start("noun")
            kind = self.words.noun_type[match.group("noun")]
            if at in self.taken or kind == "praise" or self._unreal(at):
                continue
            owner = self._owner(at)
            if owner is None:
                continue
            self.taken.add(at)
            out += self.record(kind, f"stance-{kind}-owned", at, owner, self._targets(match.end(), kind, owner))
        return out

    def _owner(self, at: int, *, low: int | None = None) -> Voice | None:
        """Return whose concern it is: the state before it, or what "its" means."""
        near = [
            a for a in self.sentence.actors
            if (a.possessive or a.adjective) and 0 <= at - a.end < 30 and a.end >= (low or 0)
            and not re.search(r"[,;.]|\b(?:and|to|in|for|with|of)\b", self.text[a.end : at])
        ]  # fmt: skip
        if near:
            a = near[-1].actor
            state = self.context.focus.state(a)
            others = [a] if a.kind in ("organisation", "grouping") else []
            return Voice(near[-1].start, near[-1].end, [state] if state else [], others)
        own = re.search(
            r"\b(?:its|their|his|her|our)(?: [\w-]+){0,2} \Z", self.text[max(self.sentence.start, at - 40) : at]
        )
        if own and low is None:
            mark = max(self.sentence.start, at - 40) + own.start()
            named = [v for v in self.found.voices(self.sentence) if v.end <= mark and v.kind in ("name", "we", "they")]
            if named:
                return self.found.real(self.sentence, named[0])
            if own.group().startswith("our"):
                parties = self.found.parties()
                return Voice(mark, mark, parties, kind="we") if parties else None
        opening = re.match(r"Our (?:[\w-]+ ){0,2}\Z", self.text[self.sentence.start : at])
        if opening and self.found.parties():
            return Voice(self.sentence.start, at, self.found.parties(), kind="we")
        return None

    def drawn(self) -> list[Draft]:
        """Read "the sale drew sharp condemnation from B"."""
        out: list[Draft] = []
        for match in self._scan(self.words.drawn):
            kind = self.words.noun_type[match.group("noun")]
            if kind in ("praise", "support", "threaten") or self._unreal(match.start()):
                continue
            near = [g for g in self.sentence.groups if 0 <= g.start - match.end() < 25]
            if not near or (near[0].members[0].adjective and not self._bodily(near[0].end)):
                continue
            who = aims.expand(self.context, self.sentence, near[0], set())
            states = [a for a in who if a.kind == "state"]
            voice = Voice(near[0].start, near[0].end, states, [a for a in who if a.kind != "state"])
            self.taken.add(match.start("noun"))
            before = [
                s for s in self.context.focus.states_in(self.sentence, high=match.start())
                if s.identity not in voice.keys
            ]  # fmt: skip
            targets = before[:1] or aims.implied(self.context, self.sentence, match.start(), voice)
            out += self.record(kind, f"stance-{kind}-drawn", match.start(), voice, targets)
        return out

    def _bodily(self, at: int) -> bool:
        return bool(re.match(r" [a-z]", self.text[at : at + 2]))

    def made(self) -> list[Draft]:
        """Read "a protest was lodged with B", whose author stands before or in the line above."""
        out: list[Draft] = []
        for match in self._scan(self.words.made):
            at, kind = match.start("noun"), self.words.noun_type[match.group("noun").lower()]
            if at in self.taken or kind not in ("criticise", "concern") or self._unreal(at):
                continue
            voice = self._owner(at) or self._agent(match.end()) or self._above()
            if voice is None:
                continue
            out += self.record(kind, f"stance-{kind}-made", at, voice, self._targets(match.end(), kind, voice))
        return out

    def _agent(self, at: int) -> Voice | None:
        who = aims.agent(self.context, self.sentence, at)
        return who if who is not None and who.states else None

    def _above(self) -> Voice | None:
        index = self.sentence.index - 1
        if index < 0 or self.context.reading.sentences[index].block != self.sentence.block:
            return None
        previous = self.context.reading.sentences[index]
        return colon(self.found, previous) or self.found.speaker(previous) or self.found.main(previous)

    def called(self) -> list[Draft]:
        """Read "A called B's move reckless" and, of somebody who speaks, "B's move was reckless"."""
        out: list[Draft] = []
        for match in self._scan(self.words.called):
            at = match.start("verb")
            kind = self.words.epithet_type[match.group("epithet").lower()]
            if self._unreal(at) or re.search(r"\b(?:not|no|any|if|against|to)\b(?! the)", match.group("gap")[:60]):
                continue
            if _ONLY_AS.match(match.group("verb").lower()) and not _AS_A.search(match.group("gap")):
                continue
            inside = aims.direct(self.context, self.sentence, match.start("gap"), match.end(), set())
            passive = re.search(
                r"\b(?:is|are|was|were|been)(?: \w+)? \Z", self.text[max(self.sentence.start, at - 20) : at]
            )
            if passive:
                out += self._is_called(match, kind)
                continue
            voice = self.found.before(self.sentence, at)
            if voice is None or not (voice.states or voice.others):
                continue
            targets = [t for t in inside if t.identity not in voice.keys]
            if kind == "praise" and not targets:
                continue
            if not targets and _RUMOUR.search(match.group("gap")[:40]):
                continue
            targets = targets or aims.implied(self.context, self.sentence, match.end("verb"), voice)
            out += self.record(kind, f"stance-{kind}-called", at, voice, targets)
        for match in self._scan(self.words.said_is):
            kind = self.words.epithet_type[match.group("epithet").lower()]
            voice = colon(self.found, self.sentence) or self.found.speaker(self.sentence)
            if kind == "praise" or voice is None or not voice.states or self._unreal(match.start()):
                continue
            if _RUMOUR.search(self.text, max(self.sentence.start, match.start() - 130), match.start() + 1):
                continue
            low = max(voice.end, self.sentence.start) if voice.end < match.start() else self.sentence.start
            states = self.context.focus.states_in(self.sentence, low=low, high=match.start())
            targets = [s for s in states if s.identity not in voice.keys][:1]
            targets = targets or aims.implied(self.context, self.sentence, match.start(), voice)
            if kind == "criticise" or (targets and states):
                out += self.record(kind, f"stance-{kind}-said", match.start(), voice, targets)
        return out

    def _is_called(self, match: re.Match[str], kind: str) -> list[Draft]:
        before = self.context.focus.states_in(self.sentence, high=match.start())
        voice = self._agent(match.end())
        if voice is None:
            parties = [p for p in self.found.parties() if p.identity not in {b.identity for b in before}]
            voice = Voice(match.start(), match.start(), parties, kind="we") if len(parties) > 1 else None
        if voice is None or not before:
            return []
        return self.record(kind, f"stance-{kind}-called", match.start(), voice, before[:1])

    def must(self) -> list[Draft]:
        """Read "B must withdraw", said by somebody else, or by the parties of a joint text."""
        out: list[Draft] = []
        for match in self._scan(self.words.must):
            behind = [v for v in self.found.voices(self.sentence) if v.kind == "name" and v.end <= match.start()]
            told = self.found.before(self.sentence, match.start())
            if told is None or not told.states or not behind:
                continue
            voice = colon(self.found, self.sentence) or self.found.speaker(self.sentence) or self._joint()
            if voice is None or voice.keys & told.keys or (voice.start == told.start and voice.kind == "name"):
                continue
            out += self.record("demand", "stance-demand-must", match.start(), voice, told.states)
        return out

    def pledged(self) -> list[Draft]:
        """Read "A's commitment to defend B", "an American pledge to defend B"."""
        out: list[Draft] = []
        for match in self._scan(_PLEDGE):
            near = [g for g in self.sentence.groups if 0 <= g.start - match.end() < 8]
            voice = self._owner(match.start("noun")) or self.found.before(self.sentence, match.start())
            if not near or voice is None or self._unreal(match.start()):
                continue
            aims_ = [a for a in aims.expand(self.context, self.sentence, near[0], voice.keys) if a.kind == "state"]
            out += self.record("support", "stance-support-pledged", match.start(), voice, aims_)
        return out

    def vowed(self) -> list[Draft]:
        """Read "A must counter B's arms sale", "A will take resolute countermeasures against B"."""
        out: list[Draft] = []
        for match in self._scan(_VOW):
            voice = self.found.before(self.sentence, match.start(), speaks=True)
            spoken = self.found.speaker(self.sentence)
            if (
                voice is None
                or len(voice.states) != 1
                or re.search(r"\b(?:if|could)\b", self.text[self.sentence.start : match.start()])
            ):
                continue
            if spoken is not None and not spoken.keys & voice.keys:
                continue
            if spoken is not None and spoken.persons:
                voice = Voice(voice.start, voice.end, voice.states, voice.others, spoken.persons)
            targets = self._targets(match.end(), "threaten", voice, reach=90)
            out += self.record("threaten", "stance-threaten-vow", match.start(), voice, targets)
        return out

    def wanted_out(self) -> list[Draft]:
        """Read "the launcher of B, which A wants out of the country"."""
        out: list[Draft] = []
        for match in self._scan(_OUT):
            voice = self.found.before(self.sentence, match.start())
            if voice is None:
                near = [g for g in self.sentence.groups if 0 < match.start() - g.end < 3 and not g.prep]
                voice = (
                    Voice(near[0].start, near[0].end, self.context.states_of(Who(near[0].actors, []))) if near else None
                )
            if voice is None or self._unreal(match.start()):
                continue
            before = self.context.focus.states_in(self.sentence, low=match.start() - 110, high=match.start())
            aimed = [s for s in before if s.identity not in voice.keys]
            out += self.record("demand", "stance-demand-out", match.start(), voice, aimed[-1:])
        return out

    def partner(self) -> list[Draft]:
        """Read "spoke of B as a partner", "called B a trusted friend"."""
        out: list[Draft] = []
        for group in self.sentence.groups:
            low = max(self.sentence.start, group.start - 70)
            called = _PARTNER.search(self.text, low, group.start)
            if not called or not _AS.match(self.text[group.end : min(self.sentence.end, group.end + 60)]):
                continue
            voice = self.found.before(self.sentence, called.start())
            if voice is None or self._unreal(called.start()):
                continue
            out += self.record(
                "praise",
                "stance-praise-partner",
                called.start(),
                voice,
                aims.expand(self.context, self.sentence, group, voice.keys),
            )
        return out

    def _joint(self) -> Voice | None:
        """Return the parties where the line above speaks as "we"."""
        index = self.sentence.index - 1
        if index < 0:
            return None
        ours = any(v.kind == "we" for v in self.found.voices(self.context.reading.sentences[index]))
        parties = self.found.parties()
        return Voice(self.sentence.start, self.sentence.start, parties, kind="we") if ours and parties else None


def colon(found: Subjects, sentence: Sentence) -> Voice | None:
    """Return who is quoted behind a colon: "12:35 Defence Minister A, in B: it is unacceptable"."""
    for voice in found.voices(sentence):
        if voice.kind != "name" or voice.start - sentence.start > 12:
            continue
        if re.match(r"(?:,[^:.;]{0,60})?:\s", found.text[voice.end : min(sentence.end, voice.end + 66)]):
            return voice
    return None
