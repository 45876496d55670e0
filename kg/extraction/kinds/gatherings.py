"""Meetings that no noun names: what leaders decided somewhere, forces that sailed together, a rotation of A's boats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.kinds.occasions import Occasions
    from kg.extraction.mentions import Actor, EngagementMention, PersonMention, Sentence

_ACT = re.compile(
    r"(?:,? (?:had|have|jointly|also|both|first|then))*,? (?:made|reached|agreed|announced|decided|confirmed|pledged|"
    r"issued|launched|settled|struck|approved|endorsed|declared|reaffirmed|met)\b"
)
_JOINED = re.compile(r",?(?: [^,;.]{0,40},)? and (?:his|her|its|the|then)? ?\Z|, ")
_GIVEN = re.compile(r"\b(?:promised|pledged|offered|announced|confirmed|handed|presented) by (?:the )?(?:\w+ )?\Z")
_ROLES = re.compile(
    r"\b(?P<by>by |between |of )?(?P<det>(?:[Tt]he|[Tt]heir|[Ii]ts) (?:two |three |four )?"
    r"(?:countries[’'] |nations[’'] |sides[’'] )?)(?P<role>leaders|presidents|"
    r"prime ministers|heads of government|(?:defen[cs]e|foreign) (?:ministers|secretaries|chiefs)|ministers)\b"
)
_DECIDED = re.compile(
    r"\b(?:agreed|decided|confirmed|announced|endorsed|launched|approved|reaffirmed|committed|pledged|welcomed)\b"
)
_NUMBER = {"two": 2, "three": 3, "four": 4}
_TOGETHER = re.compile(
    r"\b(?:had |have |has )?(?P<verb>sailed|trained|exercised|patrolled|flew|flown|drilled|operated|manoeuvred) "
    r"(?:together|jointly|side by side|in formation)\b"
)
_NOT = re.compile(r"\b(?:not|never|no|may|might|could|would|will|if|should|plan|plans|hope|hopes|can)\b")
_FORCE = (
    r"(?:\w+ ){0,2}(?:boats?|submarines?|forces|troops|aircraft|ships|warships|bombers|fighters|marines|jets|"
    r"vessels|units)"
)
_THROUGH = re.compile(rf" {_FORCE} (?:through|in|to|at|from) (?:the )?\Z")
_OPEN = re.compile(
    r"\b(?:room for|scope for|possibility of|way (?:to|for)|fears? of|could (?:allow|permit)|allows? for|"
    r"prospect of|speculation about) (?:the |a |an )?\Z"
)
_MINISTER = re.compile(r"minister|secretary", re.IGNORECASE)


class Gatherings:
    """Reads the events of one sentence that no noun of the lexicon names."""

    def __init__(self, context: Context, occasions: Occasions) -> None:
        self.context, self.text, self.occasions = context, context.text, occasions

    def read(self, sentence: Sentence) -> list[Draft]:
        """Return the events of one sentence."""
        if any(t.trigger.frame.shape == "meet" for t in sentence.triggers.get("happening", ())):
            return self._together(sentence)
        return [*self._decided(sentence), *self._together(sentence)]

    def _decided(self, sentence: Sentence) -> list[Draft]:
        """Read "the commitment that P and Q made in X in May" and "agreed by the three leaders at X in May"."""
        places = [p for p in sentence.places if p.prep in ("in", "at")]
        if not places or not sentence.dates or not self._matters(sentence):
            return []
        pair = self._two(sentence)
        if pair is not None:
            first, second, end = pair
            states = [s for p in (first, second) if (s := self.context.person_state(p)) is not None]
            main = self.context.focus.main if self.context.focus.sure else []
            if len(main) == 2 and len(states) < 2 and {s.identity for s in states} <= {m.identity for m in main}:
                states = list(main)
            kind = self._level([first, second])
            return self._emit(sentence, kind, states, [first, second], end) if kind else []
        match = _ROLES.search(self.text, sentence.start, sentence.end)
        if match is None:
            return []
        low = match.start() - 60 if match.group("by") else match.end()
        verb = _DECIDED.search(self.text, max(sentence.start, low), min(sentence.end, low + 70))
        left = self.text[max(sentence.start, match.start() - 60) : match.end()]
        if verb is None or _NOT.search(left) or (not match.group("by") and verb.start() - match.end() > 12):
            return []
        word = next((w for w in _NUMBER if w in match.group("det")), None)
        size = _NUMBER[word] if word else 0
        states = self.occasions.states(sentence, size) if size else []
        if size and not states:
            states = self.context.focus.pair(sentence, size=size)
        if not size and match.group("det").lower().startswith("their"):
            states = self.occasions.states(sentence, 3) or self.occasions.states(sentence, 2)
        kind = "ministerial" if "minister" in match.group("role") and "prime" not in match.group("role") else "summit"
        if "chiefs" in match.group("role") or "secretar" in match.group("role"):
            kind = "ministerial"
        return self._emit(sentence, kind, states, [], max(match.end(), verb.end()))

    def _matters(self, sentence: Sentence) -> bool:
        """Whether security is spoken of in a sentence or in the two before it."""
        near = self.context.reading.sentences[max(0, sentence.index - 2) : sentence.index + 1]
        drills = any(m.type in ("exercise", "patrol") for m in sentence.engagements)
        return drills or any(self.context.lexicon.security.search(s.text) for s in near)

    def _two(self, sentence: Sentence) -> tuple[PersonMention, PersonMention, int] | None:
        for first, second in zip(sentence.persons, sentence.persons[1:], strict=False):
            gap = self.text[first.end : second.start]
            act = _ACT.match(self.text, second.end, min(sentence.end, second.end + 60))
            given = _GIVEN.search(self.text[max(sentence.start, first.start - 30) : first.start])
            if gap in (" to ", " to the ") and given:
                return first, second, second.end
            if act and len(gap) < 60 and _JOINED.search(gap) and not _NOT.search(gap):
                return first, second, act.end()
        return None

    def _level(self, persons: list[PersonMention]) -> str | None:
        heads = self.context.lexicon.sets["heads"]
        offices = [
            next((t for t in (p.office, *((m.office for _, m in p.person.mentions) if p.person else ())) if t), "")
            for p in persons
        ]
        if all(o.lower() in heads for o in offices):
            return "summit"
        return "ministerial" if all(_MINISTER.search(o) for o in offices) else None

    def _emit(
        self, sentence: Sentence, kind: str, states: list[Actor], persons: list[PersonMention], at: int
    ) -> list[Draft]:
        end = modality.clause_end(self.text, at, sentence.end)
        dates = [d for d in sentence.dates if at <= d.start < end and not d.reporting] or [
            d for d in sentence.dates if at <= d.start < end
        ]
        places = [p for p in sentence.places if at <= p.start < end and p.prep in ("in", "at")]
        unique = {s.identity: s for s in states}
        unknown = sum(self.context.person_state(p) is None for p in persons)
        if not dates or not places or len(unique) + unknown < 2 or not unique or dates[0].start - at > 90:
            return []
        draft = Draft("engagement", kind, "engagement-decided", at, 0.65)
        for state in unique.values():
            draft.add("participant", state, sentence.index)
        self.context.persons_to(draft, "participant", persons, sentence)
        date = dates[0]
        draft.stages.append(
            StageDraft("held", "asserted", [sentence.index], date.value, date.end_value, places[-1].label)
        )
        return [draft]

    def _together(self, sentence: Sentence) -> list[Draft]:
        match = _TOGETHER.search(self.text, sentence.start, sentence.end)
        if match is None:
            return []
        left = [g for g in sentence.groups if g.end <= match.start() and match.start() - g.end < 40]
        date = self.context.date(sentence, match.start())
        if not left or date is None or _NOT.search(self.text, left[-1].end, match.start()):
            return []
        states = [s for a in left[-1].actors if (s := self.context.focus.state(a))]
        if len({s.identity for s in states}) < 2:
            return []
        kind = "patrol" if match.group("verb") in ("sailed", "patrolled", "flew", "flown") else "exercise"
        draft = Draft("engagement", kind, "engagement-together", match.start(), 0.75)
        for state in states:
            draft.add("participant", state, sentence.index)
        place = self.context.place(sentence, match.end())
        where = [p for p in sentence.places if p.end <= left[-1].start]
        if place is None and where and re.match(r",? where\b", self.text[where[-1].end :][:12]):
            place = where[-1].label
        draft.stages.append(StageDraft("held", "asserted", [sentence.index], date.value, date.end_value, place))
        return [draft]

    def rotation(self, sentence: Sentence, mention: EngagementMention) -> Draft | None:
        """Read "a rotation of A's boats through B" and "the deployment of A's forces to B"."""
        after = [g for g in sentence.groups if g.start >= mention.end]
        if not after or after[0].prep != "of" or after[0].start - mention.end > 12:
            return None
        guests = [s for a in after[0].actors if (s := self.context.focus.state(a))]
        host = None
        if len(after) > 1 and _THROUGH.fullmatch(self.text, after[0].end, after[1].start):
            host = self.context.focus.state(after[1].actors[0])
        before = self.text[max(sentence.start, mention.start - 60) : mention.start]
        if host is None and len(guests) == 1 and _OPEN.search(before):
            host = self.context.focus.other(guests[0].identity)
        if not guests or host is None or host.identity in {g.identity for g in guests}:
            return None
        date = self.context.date(sentence, mention.start)
        draft = Draft("engagement", "deployment", "engagement-rotation", mention.start, 0.65)
        for guest in guests:
            draft.add("participant", guest, sentence.index)
        draft.add("host", host, sentence.index)
        published = self.context.reading.document.published or ""
        if _OPEN.search(before):
            draft.stages.append(StageDraft("planned", "possible", [sentence.index]))
        elif date is not None and date.value > published[: len(date.value)]:
            draft.stages.append(
                StageDraft(
                    "planned", "planned", [sentence.index], date.value, place=self.label(sentence, after[1].start)
                )
            )
        else:
            return None
        return draft

    def label(self, sentence: Sentence, at: int) -> str | None:
        """Return the state named at an offset as a place."""
        named = next((a for a in sentence.actors if a.start == at and not a.adjective), None)
        return self.text[named.start : named.end] if named else None
