"""Instruments spoken of without a verb of their life: statements issued, pacts that hold, lists of pairs, dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import StageDraft
from kg.extraction.kinds.contents import add_bodies, sides_of
from kg.extraction.kinds.instruments import InstrumentReader
from kg.extraction.kinds.sides import complete
from kg.extraction.result import Gap

if TYPE_CHECKING:
    from kg.extraction.mentions import Actor, InstrumentMention, Sentence

_STATEMENT_VERB = re.compile(
    r"[”\"]?,? (?:welcomed|said|stated|called|reaffirmed|noted|expressed|was|were|released|issued|"
    r"announced|condemned|outlined|committed|pledged|"
    r"adopted|underscored|emphasi[sz]ed|following|after|on|between|by|highlighted|set out|described|urged|marking)\b"
)
_BEARS = re.compile(r"\b(?:title|titled|entitled)\b")
_TITLED = re.compile(r"\b(?:title|titled|entitled|called|named|known as)\W{1,3}(?:the )?[“\"]?$")
_UNSETTLED = re.compile(
    r"\b(?:drafts?|pending|propos\w+|negotiat\w+|unsigned|wants?|urg\w+|commentators|[Nn]either|yet to|"
    r"entry into force)\b"
)
_INTRODUCES = re.compile(
    r"\b(?:agreements|arrangements|pacts|accords|treaties|instruments|texts|documents|memoranda)\b[^.]*:\s*$"
)
_HAS = re.compile(
    r"\b(?:has|have|had|having|maintains?|maintained|keeps?|kept|holds?|enjoys?|shares?|operates?|with|under|like|"
    r"comparable|similar|existing|its|their)\b"
)
_NEGATED_MENTION = re.compile(
    r"\b(?:no|without|any|proposed|possible|potential|future|planned|draft|absence of|lack of|new|would-be|"
    r"eventual)\b"
)
_TALKS_FOR = re.compile(
    r"\b(?:[Nn]egotiat\w+|[Tt]alks|[Dd]iscussions)\b[^.;]{0,50}\b(?:for|on|towards?|over|about)\s(?:(?:a|an|the)\s)?(?:[\w-]+\s){0,2}\Z"
)
_DATED = re.compile(
    r"[”\"]?\s*(?:\(|(?:of|dated|from|dating from|dating back to)\s|,? (?:which )?(?:dates?|dating|"
    r"dated) (?:from|back to|to)\s|"
    r",? (?:came|followed|was first|arrived|was next|dates)(?: first| next| later)?,? in\s)(?:the )?"
)
_SINCE = re.compile(
    r",? (?:which )?(?:(?:has|have) been |is |are )?(?:in (?:force|effect|place|operation)|operative|valid|effective)"
    r" (?:since|from|as of)\s"
)
_BINDS = re.compile(
    r"\b(?:[Uu]nder|underpinned by|in accordance with|bound by|honou?r|obligations under|commitments under|"
    r"pursuant to|"
    r"based on|rooted in|invoke[ds]?|consistent with|anchored (?:in|on))\s(?:the |its |their |our )?\Z"
)
_THAT_HAS = re.compile(
    r"\s*,?\s*(?:that|which)?\s*(?P<who>[^,.;]{0,40}?)\s*\b(?:already |currently |now )?"
    r"(?:has|have|had|keeps?|maintains?|holds?|shares?|enjoys?|signed|concluded|made|struck|reached|runs?|operates?)"
    r"(?: in place| signed| concluded)?\s+with\b"
)


_HAVE_A = re.compile(
    r"\b(?:have|has|had|maintains?|keeps?|enjoys?|shares?|operates? under|bound by|linked by|"
    r"allies through) (?:a|an|such a|already a)"
    r"(?: \w+){0,2} \Z|\b(?:have|has|maintains?|keeps?|shares?) an? \Z"
)
_MAY_HAVE = re.compile(
    r"\b(?:may|might|could|would|will|should|must|not|never|to|if|wants?|yet to)\s(?:\w+\s)?(?:have|share|keep)\b"
)
_BETWEEN_ON = re.compile(
    r"\b(?:[Tt]alks|[Nn]egotiations|[Dd]iscussions|[Cc]onsultations|[Bb]argaining) (?:between|with|"
    r"among) [^.;:]{3,70}? "
    r"(?:on|over|about|for|towards?|concerning|regarding) (?:the |a |an |their )?(?:\w+ ){0,2}\Z"
)
_FUTURE = re.compile(r"\b(?:will|would|may|might|could|if|no|not|without|planned|future|possible|proposed|before)\b")


class StandingReader(InstrumentReader):
    """Reads what an instrument's phrase says by itself."""

    def _statement(self, sentence: Sentence, mention: InstrumentMention) -> None:
        """Read a joint statement: one that says something has been issued; its date is that of the clause."""
        context = self.context
        before = self.text[max(sentence.start, mention.start - 30) : mention.start].lower()
        subject = bool(_STATEMENT_VERB.match(self.text, mention.tail))
        within = bool(re.search(r"\b(?:in|said|according to|under)\s+(?:a|the|their|its|this)?\s*$", before))
        date = context.date(sentence, mention.start)
        if not (subject or within or (mention.year or date)) or (mention.head.weak and not (mention.parties or date)):
            return
        if mention.plural or re.search(r"\b(?:will|may|could|expected)\b", before):
            return
        states = sides_of(context, mention)
        if len(states) < 2:
            who = context.subject(sentence, mention.start)
            states = context.states_of(who) if not states else states
        if len(states) < 2:
            pair = context.focus.pair(sentence)
            if states and not all(s.identity in {p.identity for p in pair} for s in states):
                pair = []
            states = pair
        if len(states) < 2 and (mention.name or date):
            states = complete(context, sentence, states)
        if len(states) < 2:
            return
        known = self._instrument(sentence, mention, states, "agreement-statement")
        if known is None:
            return
        known.draft.confidence = min(known.draft.confidence, 0.65)
        value = date.value if date else mention.year
        known.draft.stage(StageDraft("signed", "asserted", [sentence.index], value))

    def _mention(self, sentence: Sentence, mention: InstrumentMention) -> None:
        """Take note of an instrument spoken of without a lifecycle verb; a date beside it dates its signature."""
        context = self.context
        before = self.text[max(sentence.start, mention.start - 40) : mention.end].lower()
        if (mention.plural or mention.distributive) and mention.parties and self._spread(sentence, mention, before):
            return
        dated = self._dated(sentence, mention)
        alone = mention.start - sentence.start < 4 and sentence.end - max(mention.end, mention.scope) < 4
        mention.definite = mention.definite or alone or bool(dated and not mention.plural)
        if not mention.plural and self._talks_between(sentence, mention):
            return
        if (
            mention.indefinite
            and not mention.plural
            and mention.type
            and _HAVE_A.search(self.text[max(sentence.start, mention.start - 34) : mention.start])
            and not _MAY_HAVE.search(self.text[max(sentence.start, mention.start - 60) : mention.start])
        ):
            owners = sides_of(context, mention) or context.states_of(context.subject(sentence, mention.start))
            owners = owners if len(owners) != 1 else complete(context, sentence, owners)
            known = self._instrument(sentence, mention, owners, "agreement-have") if len(owners) == 2 else None
            if known is not None and not known.draft.stages:
                known.draft.stage(StageDraft("in-force", "asserted", [sentence.index]))
            return
        if mention.plural or _NEGATED_MENTION.search(before) or (mention.indefinite and not dated):
            known = self.instruments.resolve(mention, [], sentence)
            if known is not None and mention.name and known.draft.name is None:
                known.draft.name, known.draft.name_sentence = mention.name, sentence.index
            return
        parties = sides_of(context, mention)
        specific = mention.type not in (None, *self.instruments.umbrella)
        if self._naming(sentence, mention, parties):
            return
        only = list(context.focus.labels.values())
        if not parties and mention.name and (specific or (mention.year and self.in_list(sentence))):
            if len(only) == 2:
                parties = only
            elif mention.year and self.in_list(sentence):
                parties = context.focus.pair(sentence)
        if dated and dated[0] == "signed":
            mention.year = mention.year or dated[1][:4]
        placed = bool(parties) or mention.bilateral or bool(sentence.pairs) or bool(dated)
        if not placed and specific and mention.definite:
            placed = len(complete(context, sentence, [])) >= 2
        if self.instruments.resolve(mention, parties, sentence) is None and not (
            placed
            and mention.definite
            and (specific or mention.year or mention.name or dated)
            and (mention.security or specific or self.military)
            and not (mention.head.bare or (mention.head.form == "unknown" and not mention.type))
        ):
            if mention.name and not mention.type:
                self.gaps.append(
                    Gap("unknown-instrument", self.text[mention.start : mention.end][:200], mention.start, mention.end)
                )
            return
        unsettled = _UNSETTLED.search(sentence.text) and not mention.year and not dated
        known = self._instrument(
            sentence, mention, parties, "agreement-unsettled" if unsettled else "agreement-mention"
        )
        if known is None:
            return
        add_bodies(context, known, mention, sentence)
        told = [s.date for s in known.draft.stages if dated and s.stage == dated[0] and s.date]
        if dated and all(dated[1].startswith(day) for day in told):
            known.draft.stage(StageDraft(dated[0], "asserted", [sentence.index], dated[1]))
        opening = self.text[max(sentence.start, mention.start - 30) : mention.start]
        held = known.draft.type == "mutual-defence" or (_BINDS.search(opening) and not mention.year)
        if (mention.year or _BINDS.search(opening)) and held and mention.definite:
            known.draft.stage(StageDraft("in-force", "asserted", [sentence.index]))

    def _talks_between(self, sentence: Sentence, mention: InstrumentMention) -> bool:
        """Read "talks between A and B on a pact": what is being negotiated."""
        match = _BETWEEN_ON.search(self.text, max(sentence.start, mention.start - 120), mention.start)
        if match is None or _FUTURE.search(self.text, max(sentence.start, match.start() - 40), match.start()):
            return False
        inside = [g for g in sentence.groups if match.start() < g.start < mention.start]
        who = [s for g in inside for a in g.actors if (s := self.context.focus.state(a)) is not None]
        who = [*who, *[s for s in sides_of(self.context, mention) if s.identity not in {w.identity for w in who}]]
        known = self._instrument(sentence, mention, who, "agreement-talks-between")
        if known is None:
            return False
        known.draft.stage(StageDraft("negotiating", "asserted", [sentence.index]))
        return True

    def _naming(self, sentence: Sentence, mention: InstrumentMention, parties: list[Actor]) -> bool:
        """Read a title that names the instrument spoken of last: "It is titled X", "Under the X"."""
        titled = _TITLED.search(self.text[max(sentence.start, mention.start - 40) : mention.start])
        titled = titled or _BEARS.search(mention.phrase)
        recent = self.instruments.recent(sentence, reach=2) if titled and mention.name else None
        if (
            mention.name
            and not mention.type
            and not mention.year
            and self.text[sentence.start : mention.start] in ("Under the ", "The ")
        ):
            last = self.instruments.recent(sentence, reach=1)
            named = last is not None and last.form == mention.head.form and last.draft.stages
            recent = last if named and not parties else recent
        if recent is not None and recent.draft.name is None:
            recent.draft.name, recent.draft.name_sentence = mention.name, sentence.index
            if recent.umbrella and mention.type not in (None, *self.instruments.umbrella):
                recent.draft.type, recent.umbrella = mention.type, False
            recent.last, recent.mentions = sentence.index, recent.mentions + 1
            return True
        return False

    def _dated(self, sentence: Sentence, mention: InstrumentMention) -> tuple[str, str] | None:
        """Return the stage and date beside a phrase: "the memorandum of March 2015", "in effect since 2021"."""
        at = max(mention.tail, mention.end)
        for pattern, stage in ((_SINCE, "in-force"), (_DATED, "signed")):
            match = pattern.match(self.text, at, sentence.end)
            if match is None:
                continue
            near = [d for d in sentence.dates if 0 <= d.start - match.end() <= 2]
            if near and not self._ahead(near[0].value):
                return stage, near[0].value
        return None

    def _ahead(self, value: str) -> bool:
        """Whether a date lies after the day of publication."""
        published = self.context.reading.document.published or "9999"
        width = min(len(value), len(published))
        return value[:width] > published[:width]

    def _spread(self, sentence: Sentence, mention: InstrumentMention, before: str) -> bool:
        """Read "A has pacts with B, C and D": an instrument for each pair, which holds."""
        context = self.context
        self._same_kind(mention, sentence)
        if mention.type in (None, "procurement", "joint-declaration") or _NEGATED_MENTION.search(before):
            return False
        pairs: list[tuple[Actor, Actor]] = []
        if mention.with_ or _THAT_HAS.match(self.text, mention.end, sentence.end):
            match = _THAT_HAS.match(self.text, mention.end, sentence.end)
            if match is None and not (_HAS.search(before) or mention.definite):
                return False
            low, high = (match.start("who"), match.end("who")) if match else (sentence.start, mention.start)
            ours = context.focus.states_in(sentence, low=low, high=high)
            if match is None or not ours:
                who = context.states_of(context.subject(sentence, mention.start))
                ours = who[:1] if len(who) == 1 else ours[-1:]
            ours = ours or self._home(sentence, mention)
            pairs = [(ours[0], s) for a in mention.parties if ours and (s := context.focus.state(a) or a)]
        else:
            pairs = self._alternatives(sentence, mention)
        done = False
        for one, other in pairs:
            if one.identity == other.identity:
                continue
            known = self._instrument(sentence, mention, [one, other], "agreement-similar")
            if known is not None and not known.draft.stages:
                lead = self.text[max(sentence.start, mention.start - 80) : mention.start]
                stage = "negotiating" if _TALKS_FOR.search(lead) else "in-force"
                known.draft.stage(StageDraft(stage, "asserted", [sentence.index]))
                known.draft.confidence = 0.55
            done = done or known is not None
        return done

    def _home(self, sentence: Sentence, mention: InstrumentMention) -> list[Actor]:
        """Return the one state that a list of partners leaves out: the speaker's or the document's own."""
        taken = {s.identity for a in mention.parties if (s := self.context.focus.state(a))}
        return [s for s in (*self.context.focus.main, *self.context.focus.ranked) if s.identity not in taken][:1]

    def _alternatives(self, sentence: Sentence, mention: InstrumentMention) -> list[tuple[Actor, Actor]]:
        """Return the pairs of "the treaties between A and B or A and C"."""
        named = [
            s
            for a in sentence.actors
            if mention.end <= a.start < mention.end + 160
            and a.actor.kind == "state"
            and (s := self.context.focus.state(a.actor))
        ]  # fmt: skip
        if len(named) == 4 and len({s.identity for s in named}) >= 3:
            return [(named[0], named[1]), (named[2], named[3])]
        return [(named[0], named[1])] if len(named) == 2 and not mention.with_ else []

    def in_list(self, sentence: Sentence) -> bool:
        """Whether a sentence is an item under a line such as "It adds to two earlier arrangements:"."""
        sentences = self.context.reading.sentences
        for index in range(sentence.index - 1, max(-1, sentence.index - 7), -1):
            text = sentences[index].text
            if text.rstrip().endswith(":"):
                return _INTRODUCES.search(text) is not None
            if sentences[index].block == sentences[index + 1].block:
                return False
        return False
