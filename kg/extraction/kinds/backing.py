"""Positions told by what is got, given or withheld: "got backing from A", "offered B its support"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.extraction.kinds import aims
from kg.extraction.kinds.phrasing import patterns
from kg.extraction.kinds.subjects import Voice, subjects

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.drafts import Draft
    from kg.extraction.mentions import Actor, Sentence

Recorder = Callable[[str, str, int, Voice, "list[Actor]"], "list[Draft]"]

_NO = re.compile(
    r"\b(?:no|not|never|n['’]t|without|little|neither|nor|may|might|could|would|will|if|should|"
    r"whether|denied|to|can)\b[^,;:]{0,34}\Z"
)
_IF = re.compile(r"\b(?:[Ii]f|unless|whether|may|might|should)\b")
_ITS_SUPPORT = re.compile(
    r" (?:of )?(?:its|his|her|their|the|strong|full|firm|moral|"
    r"unconditional)\b(?: [\w-]+){0,3}? (?P<noun>support|backing|solidarity)"
    r"(?=[.,;”\"]| (?:over|on|for|in|to|against|at|and|as|if|with|when|after)\b|\Z)"
)


class Backing:
    """Reads one sentence; `taken` keeps a noun from being read twice."""

    def __init__(self, context: Context, sentence: Sentence, record: Recorder) -> None:
        self.context, self.sentence, self.record = context, sentence, record
        self.text, self.found, self.words = context.text, subjects(context), patterns()
        self.taken: set[int] = set()

    def _scan(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        return list(pattern.finditer(self.text, self.sentence.start, self.sentence.end))

    def _unreal(self, at: int) -> bool:
        if re.match(r"(?:maintain|continue|remain)", self.text[at : at + 10]):
            return False
        return bool(_NO.search(self.text[max(self.sentence.start, at - 60) : at].lower()))

    def won(self) -> list[Draft]:
        """Read "B got backing from A": A's position on B."""
        out: list[Draft] = []
        for match in self._scan(self.words.won):
            near = [g for g in self.sentence.groups if 0 <= g.start - match.end() < 12]
            whom = self.found.before(self.sentence, match.start("verb"))
            if not near or whom is None or not whom.states or self._unreal(match.start()):
                continue
            actors = aims.expand(self.context, self.sentence, near[0], whom.keys)
            voice = Voice(
                near[0].start, near[0].end, [a for a in actors if a.kind == "state"],
                [a for a in actors if a.kind != "state"],
            )  # fmt: skip
            kind = self.words.noun_type[match.group("noun")]
            self.taken.add(match.start("noun"))
            out += self.record(kind, f"stance-{kind}-won", match.start(), voice, whom.states)
        return out

    def refused(self) -> list[Draft]:
        """Read "A does not recognise B's claim", "A will never accept B's baseline"."""
        out: list[Draft] = []
        for match in self._scan(self.words.refused):
            voice = self.found.before(self.sentence, match.start(), speaks=True)
            high = aims.clause(self.context, self.sentence, match.end(), 70)
            if voice is None or not voice.states or _IF.search(self.text, self.sentence.start, match.start()):
                continue
            spoken = self.found.speaker(self.sentence)
            if spoken is not None and spoken.persons and not voice.persons and spoken.keys <= voice.keys:
                voice = Voice(voice.start, voice.end, voice.states, voice.others, spoken.persons)
            named = aims.direct(self.context, self.sentence, match.end(), high, voice.keys)
            out += self.record("criticise", "stance-criticise-refused", match.start(), voice, named)
        return out

    def given(self) -> list[Draft]:
        """Read "A offered B its full support": the noun stands behind whom it is for."""
        out: list[Draft] = []
        for match in self._scan(self.words.given):
            near = [g for g in self.sentence.groups if 0 <= g.start - match.end() < 5 and not g.prep]
            person = [p for p in self.sentence.persons if 0 <= p.start - match.end() < 5]
            at = person[0].end if person else near[0].end if near else 0
            noun = _ITS_SUPPORT.match(self.text, at, self.sentence.end) if at else None
            voice = self.found.before(self.sentence, match.start())
            if noun is None or voice is None or not voice.states or self._unreal(match.start()):
                continue
            state = self.context.person_state(person[0]) if person else None
            aimed = [state] if state else aims.expand(self.context, self.sentence, near[0], voice.keys) if near else []
            self.taken.add(noun.start("noun"))
            out += self.record("support", "stance-support-given", match.start(), voice, aimed)
        return out
