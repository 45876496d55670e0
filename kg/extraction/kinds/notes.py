"""Exchanges of notes told without a verb that has them as its object, and lines that list who signed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds.ceremonies import first_person
from kg.extraction.kinds.contents import add_content, sides_of
from kg.extraction.kinds.sides import complete
from kg.extraction.kinds.signers import add_persons
from kg.extraction.kinds.standing import StandingReader

if TYPE_CHECKING:
    from kg.extraction.clause import Who
    from kg.extraction.discourse import Instrument
    from kg.extraction.mentions import Actor, PersonMention, Sentence, TriggerMention

_PASSIVE = re.compile(
    r"\b[Nn]otes\b(?: (?:for|on|worth|covering|concerning|regarding|relating to|in the amount of|of|"
    r"to (?:this|that) effect|"
    r"thereon)\b[^;:]{0,110}?)? (?:(?:were|was|had been|have been|have now been|have just been|being) )?"
    r"(?:formally )?(?:(?:signed|initialled) and )?exchanged\b"
)
_JUST_NOW = re.compile(
    r"\b[Nn]otes (?:that|which) [^.;:]{2,70}? (?:have|has|had)(?: both)?(?: just| now)? (?:signed and )?exchanged\b"
)
_FURTHER = re.compile(
    r"\b(?:[Bb]y|[Uu]nder|[Tt]hrough|[Ww]ith) (?:a|an|another|the) (?:(?:further|second|separate|third|other|"
    r"similar|parallel) )?"
    r"exchange of (?:diplomatic )?(?:notes|letters)\b[^.;:]{0,90}?\b(?:extended|provided|agreed|committed|"
    r"undertook|granted|pledged)\b"
)
_UNSURE = re.compile(
    r"\b(?:will|would|may|might|could|to be|not|never|if|expected|entry into force|enter into force)\b"
)
_GRANT = re.compile(r"\b(?:grants?|aid|assistance|donation|equipment|vessels?|boats?|radars?|yen)\b")
_CAME = re.compile(
    r",?(?: (?:itself|which|that|also|then|only))? (?:came (?:first|next|last|later|into being|about)?,? ?|"
    r"followed(?: suit)?,? |dat(?:es|ing|ed) (?:back )?|goes back |was (?:first )?(?:struck|reached|done) )"
    r"(?:in|on|from|to)? ?\Z"
)
"""Between an instrument and its date: "the ACSA came first, in 2010", "a pact on visiting forces followed in 2024"."""
_AND_LATER = re.compile(r",? (?:in |on |only )?\Z")
_SIGNATORIES = re.compile(r"\W{0,3}(?:Signatories|Signatory|Signed by)\b:?\s")


class NotesReader(StandingReader):
    """Reads notes exchanged in the passive or as a bare participle."""

    _owners: set[str] | None = None

    def notes(self, sentence: Sentence) -> None:
        """Read "Notes for 2 billion yen were exchanged in A on D by B and C"."""
        if _SIGNATORIES.match(sentence.text):
            self._signatories(sentence)
            return
        match = _PASSIVE.search(sentence.text) or _JUST_NOW.search(sentence.text) or _FURTHER.search(sentence.text)
        if match is None or _UNSURE.search(sentence.text):
            return
        at = sentence.start + match.end()
        agent = self.context.agent(sentence, at)
        if not agent.persons:
            agent.persons = self._between(sentence, at)
        parties = self._sides(sentence, agent.persons)
        if len(parties) != 2:
            parties = complete(self.context, sentence, parties)
        granted = bool(sentence.amounts) or self._lead(sentence) is not None or _GRANT.search(sentence.text)
        if not granted:
            self._row(sentence, at)
            return
        if len(parties) != 2:
            return
        date, place = self.context.date(sentence, at), self.context.place(sentence, at)
        known = self.exchange(sentence, parties, agent.persons, date.value if date else None, place)
        add_content(known, sentence)
        if not agent.persons:
            self._same_signers(sentence, known)

    def came(self, sentence: Sentence) -> None:
        """Read "the ACSA came first, in 2010; the pact on visiting forces followed in 2024"."""
        told = False
        for mention in sentence.instruments:
            end = max(mention.end, mention.tail)
            day = next((d for d in sentence.dates if end <= d.start < end + 40 and not d.reporting), None)
            gap = self.text[end : day.start] if day else ""
            joined = told and _AND_LATER.fullmatch(gap) is not None
            if day is None or mention.plural or not (_CAME.fullmatch(gap) or joined):
                continue
            published = self.context.reading.document.published or "9"
            known = self._instrument(sentence, mention, sides_of(self.context, mention), "agreement-came")
            if known is None or day.value[: len(published)] > published[: len(day.value)]:
                continue
            told = True
            if not any(s.stage == "signed" and s.modality == "asserted" for s in known.draft.stages):
                known.draft.stage(StageDraft("signed", "asserted", [sentence.index], day.value, day.end_value))
                known.last = sentence.index

    def _between(self, sentence: Sentence, at: int) -> list[PersonMention]:
        """Return the persons of "exchanged between A, ambassador, and B, minister", or of "the Secretary and I"."""
        match = re.compile(r"\s*(?:[^.;]{0,60}? )?between\b").match(self.text, at, sentence.end)
        persons = [p for p in sentence.persons if match and p.start >= match.end()]
        if len(persons) == 2:
            return persons
        return first_person(self.context, sentence, at)

    def _same_signers(self, sentence: Sentence, known: Instrument) -> None:
        """Give notes exchanged "on the same occasion" the signers of those told of just before."""
        if not re.search(r"\b(?:same|further|second|another|also)\b", sentence.text):
            return
        for other in reversed(self.instruments.known[-8:]):
            signers = [p for p in other.draft.participants if p.role == "signatory"]
            near = any(s.stage == "signed" and 0 <= sentence.index - s.sentences[0] <= 2 for s in other.draft.stages)
            if other is not known and signers and near:
                for p in signers:
                    known.draft.add(
                        "signatory", p.actor, p.sentences[0], office=p.office, rank=p.rank, for_=p.on_behalf_of
                    )
                return

    def _row(self, sentence: Sentence, at: int) -> None:
        """Read notes exchanged in a dated line of a chronology: the last consent to the instrument of the title."""
        titled = [k for k in self.instruments.known[:4] if k.draft.rule == "agreement-title"]
        value = self.row_date(sentence)
        if titled and value is not None:
            indexes = [sentence.index, sentence.index - 1]
            place = self.context.place(sentence, at)
            titled[0].draft.stage(
                StageDraft("ratified", "asserted", indexes, value, None, place, step="notes-exchanged")
            )

    def entry_date(self, sentence: Sentence) -> str | None:
        """Return the date that opens a paragraph of a chronology: "8 March 2019. The ministers sign it"."""
        sentences = self.context.reading.sentences
        for index in range(sentence.index - 1, max(-1, sentence.index - 4), -1):
            near = sentences[index]
            if near.block != sentence.block:
                return None
            if len(near.dates) == 1 and not near.text.replace(
                self.text[near.dates[0].start : near.dates[0].end], ""
            ).strip(" .:*–-"):
                return near.dates[0].value if not sentence.dates else None
        return None

    def row_date(self, sentence: Sentence) -> str | None:
        """Return the date that alone fills the cell before a sentence."""
        row = self.context.reading.sentences[sentence.index - 1] if sentence.index else None
        if row is None or row.block != sentence.block - 1 or len(row.dates) != 1:
            return None
        d = row.dates[0]
        alone = not self.text[row.start : d.start].strip(" *") and not self.text[d.end : row.end].strip(" *.:")
        return d.value if alone else None

    def signed_here(self, sentence: Sentence, trigger: TriggerMention, who: Who) -> bool:
        """Read "Ambassador A and Minister B signed in C" in an item about what one state gets under a programme."""
        persons = list(who.persons)
        persons += [p for p in sentence.persons if 0 <= p.start - trigger.end < 40 and p not in persons]
        if len(persons) != 2 or self._lead(sentence) is None:
            return False
        parties = self._sides(sentence, persons)
        if len(parties) != 2:
            return False
        date = self.context.date(sentence, trigger.start)
        place = self.context.place(sentence, trigger.end)
        self.exchange(sentence, parties, persons, date.value if date else None, place)
        return True

    def exchange(
        self, sentence: Sentence, parties: list[Actor], persons: list[PersonMention], date: str | None,
        place: str | None,
    ) -> Instrument:  # fmt: skip
        """Keep an exchange of notes with its signatories."""
        draft = Draft("agreement", "security-assistance", "agreement-notes", sentence.start, 0.75)
        for party in parties:
            draft.add("party", party, sentence.index)
        draft.stage(StageDraft("signed", "asserted", [sentence.index], date, None, place, step="notes-exchanged"))
        known = self.remember(draft, sentence)
        known.form, known.last = "exchange-of-notes", sentence.index
        self._envoy(persons, parties)
        add_persons(self.context, known, "signatory", persons, sentence)
        return known

    def _signatories(self, sentence: Sentence) -> None:
        known = self.instruments.recent(sentence, reach=1)
        if known is None or known.draft.rule != "agreement-notes" or len(sentence.persons) > 4:
            return
        persons = [p for p in sentence.persons if p.person is not None]
        first: list[PersonMention] = []
        for p in persons:
            if all(q.person is not p.person for q in first):
                first.append(p)
        self._envoy(first, known.draft.actors("party"))
        add_persons(self.context, known, "signatory", first, sentence)

    def _sides(self, sentence: Sentence, persons: list[PersonMention]) -> list[Actor]:
        """Return the two states: the programme's owner and the item's, else those of the signatories, else two."""
        states = {s.identity: s for p in persons if (s := self.context.person_state(p)) is not None}
        lead, owner = self._lead(sentence), self._owner()
        if lead is not None and owner is not None and lead.identity != owner.identity:
            return [owner, lead] if set(states) <= {owner.identity, lead.identity} else []
        if len(states) == 2:
            return list(states.values())
        return self.context.focus.pair(sentence) if lead is None else []

    def _lead(self, sentence: Sentence) -> Actor | None:
        """Return the state that an item of a list opens with."""
        sentences = self.context.reading.sentences
        first = sentence
        while first.index and sentences[first.index - 1].block == sentence.block:
            first = sentences[first.index - 1]
        opening = [a for a in first.actors if not first.text[: a.start - first.start].strip(" *") and not a.adjective]
        if not opening or self.context.reading.document.blocks[first.block].kind != "item":
            return None
        return (
            self.context.focus.state(opening[0].actor)
            if first.text[opening[0].end - first.start :][:3].strip(" *")[:1] in ".,:"
            else None
        )

    def _owner(self) -> Actor | None:
        """Return the state that runs the one programme of the document."""
        if self._owners is None:
            self._owners = {m.owner for s in self.context.reading.sentences for m in s.programmes if m.owner}
        return self.context.focus.by_key(next(iter(self._owners))) if len(self._owners) == 1 else None

    def _envoy(self, persons: list[PersonMention], parties: list[Actor]) -> None:
        """Give an envoy of no named state who signs with the other party's minister the giver's side, and him his."""
        envoys = self.context.lexicon.sets["envoys"]
        open_ = [p for p in persons if p.person is not None and self.context.person_state(p) is None]
        if (
            len(persons) != 2
            or len(parties) != 2
            or not open_
            or parties[0].identity != (self._owner() or parties[1]).identity
        ):
            return
        sides = [(p.office or "").lower().split(" to ")[0].replace("’", "'") in envoys for p in persons]
        if sides.count(True) != 1:
            return
        for p, envoy in zip(persons, sides, strict=True):
            if p in open_ and p.person is not None:
                p.person.state = parties[0] if envoy else parties[1]
