"""Who signs where the sentence does not name them, and the day and place of a signing told of elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.discourse import Instrument
    from kg.extraction.drafts import StageDraft
    from kg.extraction.mentions import PersonMention, Sentence

_OFFICES = (
    (
        re.compile(r"\b(?:[Dd]efen[cs]e|[Mm]ilitary) (?:[Mm]inisters|[Ss]ecretaries|chiefs)\b"),
        re.compile(r"\bdefen[cs]e\b"),
    ),
    (
        re.compile(r"\b(?:[Ff]oreign|[Ee]xternal [Aa]ffairs) (?:[Mm]inisters|[Ss]ecretaries)\b|\btop diplomats\b"),
        re.compile(
            r"\b(?:foreign|external) (?:affairs |minister|secretary)|secretary of state\b|minister (?:for|of) foreign"
        ),
    ),
    (
        re.compile(r"\b(?:[Pp]rime [Mm]inisters|[Pp]residents|[Ll]eaders|heads of (?:state|government))\b"),
        re.compile(r"^(?:acting |the )?(?:prime minister|president|premier|chancellor|crown prince|king|sultan)\b"),
    ),
    (
        re.compile(r"\b[Cc]oast [Gg]uard (?:chiefs|commandants|heads)\b"),
        re.compile(r"\b(?:commandant|commissioner|coast guard)\b"),
    ),
)
_NEAR = 200
"""Persons and instruments looked through for one signing."""
_THEY = re.compile(
    r"(?:^|[.;:,—–] ?|\b(?:and|when|after|where|that|as|before) )"
    r"(?:[Tt]hey|[Tt]he two(?: (?:men|leaders|[Mm]inisters|[Ss]ecretaries|[Pp]residents|officials|of them|"
    r"of us|sides))?|[Bb]oth(?: (?:men|leaders|ministers))?|"
    r"[Tt]he pair|[Tt]he same two(?: \w+)?|[Ww]e|[Tt]he Secretary and I|[Tt]he Minister and I)\s"
    r"(?:(?:have|had|has|also|then|jointly|just|will|later|formally|today|both|finally|are to|were to|now) ){0,4}\Z"
)
_AND_I = re.compile(
    r"\b(?:the |your )?(?P<who>(?:[A-Z][\w]+ )?(?:Secretary|Minister|President|Ambassador|Premier|General|"
    r"Admiral)) and I\b"
)
_SAME_TIME = re.compile(
    r"\b(?:in (?:their|the two (?:leaders|ministers)['’]) presence|the same (?:day|occasion|afternoon|morning|"
    r"evening|ceremony)|on (?:that|this) (?:day|occasion)|"
    r"minutes later|hours later|(?:[Ff]ollowing|[Aa]fter) (?:the|their) (?:talks|meeting|summit|discussions)|"
    r"[Aa]t (?:the|their) (?:meeting|talks|summit|ceremony)|afterwards|there)\b"
)
_JUST = re.compile(
    r"\b(?:have|has|had|we’ve|we've) (?:both |now |all )?just\b|\bjust (?:signed|exchanged|"
    r"concluded)\b"
)
_ALSO = re.compile(r"\b(?:also|likewise|further|in addition|besides|as well|too|second)\b")
_ELSEWHEN = re.compile(
    r"\b(?:last|previous(?:ly)?|earlier|ago|former|had (?:been )?\w+ed|years?|months? (?:later|before)|since|once|"
    r"yet to|already|recently|newly|in (?:19|20)\d\d)\b"
)
_OPENS_AT = re.compile(
    r"\W{0,3}(?:[A-Z][a-z]+day |Yesterday |Today |Earlier )?(?:[Aa]t|[Ii]n|(?:Meeting|Gathered|Visiting|"
    r"Hosted) (?:in|at))\b[^,;]{0,50}\Z"
)
"""What stands before the place of a sentence's opening adjunct: "At a hotel in A on Monday, B and C signed"."""
_THEY_DID = re.compile(
    r"(?:They|Both(?: (?:sides|leaders|ministers|countries|governments))?|We|"
    r"The (?:two |three |four )?(?:sides|leaders|ministers|secretaries|presidents|prime ministers|delegations|"
    r"countries|"
    r"governments|defen[cs]e ministers|foreign ministers|principals|pair)|The two)\b"
)
_VISITING = re.compile(r"\b(?:is|was|currently|while|when|now) (?:on a (?:[\w-]+ ){0,3}visit to|visiting|in) \Z")
"""Before the town that one of the signers is a guest of."""
_HEADER = re.compile(
    r"[^\w]*(?:(?P<place>[A-Z][\w.’' -]{2,40}?(?:, [A-Z][\w. ]{1,20})?)(?:,| [—–-]|:)? )?\W*(?:\w+day,? )?\Z"
)


def by_office(context: Context, sentence: Sentence, low: int, high: int, known: Instrument) -> list[PersonMention]:
    """Return who "the two defence ministers" are: one for each party, by the offices that the text gives."""
    window = context.text[max(sentence.start, low) : min(sentence.end, high)]
    for words, office in _OFFICES:
        if not words.search(window):
            continue
        found: dict[str, PersonMention] = {}
        for person in context.reading.persons[:_NEAR]:
            for index, mention in person.mentions:
                state = context.person_state(mention)
                if (
                    state is not None and state.identity in known.draft.keys("party") and mention.office
                    and office.search(mention.office.lower()) and not mention.former and index <= sentence.index + 2
                ):  # fmt: skip
                    found.setdefault(state.identity, mention)
        if len(found) == 2:
            return list(found.values())
    return []


def by_pronoun(context: Context, sentence: Sentence, at: int, known: Instrument) -> list[PersonMention]:
    """Return the two persons, one of each party, of the sentences before a "they signed it"."""
    if not _THEY.search(context.text[max(sentence.start, at - 60) : at]):
        return []
    return two_before(context, sentence, at, known)


def two_before(context: Context, sentence: Sentence, at: int, known: Instrument) -> list[PersonMention]:
    """Return the two persons, one of each party, last named before an offset."""
    found: dict[str, PersonMention] = {}
    sentences = context.reading.sentences
    for index in range(sentence.index, max(-1, sentence.index - 5), -1):
        near = sentences[index]
        if sentence.block - near.block > 1:
            break
        for p in reversed([p for p in near.persons if p.start < at]):
            state = context.person_state(p)
            if p.person is not None and state is not None and state.identity in known.draft.keys("party"):
                found.setdefault(state.identity, p)
        if len(found) >= 2:
            break
    return list(reversed(found.values())) if len(found) == 2 else []


def first_person(context: Context, sentence: Sentence, at: int) -> list[PersonMention]:
    """Return the speaker and the one addressed of "the Secretary and I have signed" in a speech."""
    match = _AND_I.search(context.text, max(sentence.start, at - 90), at)
    if match is None:
        return []
    opening = [p for s in context.reading.sentences[:3] for p in s.persons if p.person is not None]
    speaker = opening[0] if opening else None
    word = match.group("who").split()[-1].lower()
    for before in reversed(context.reading.sentences[: sentence.index + 1]):
        for p in reversed(before.persons):
            other = speaker is None or p.person is not speaker.person
            if other and p.start < at and word in (p.office or p.rank or "").lower():
                return [p, speaker] if speaker is not None else [p]
    return []


def occasion(context: Context) -> tuple[str | None, str | None]:
    """Return the day and the place of the header line of a statement, transcript or speech: "Astana, 17 June 2025"."""
    for sentence in context.reading.sentences[:4]:
        dates = [d for d in sentence.dates if len(d.value) == 10 and not d.relative]
        if len(dates) != 1 or len(sentence.text) > 160:
            continue
        day = dates[0]
        titled = sentence.heading or sentence.index == 0
        if (
            titled
            and day.value == context.reading.document.published
            and not context.text[day.end : sentence.end].strip(" .)]")
        ):
            return day.value, None
        opening = context.text[sentence.start : day.start]
        tail = context.text[day.end : sentence.end].strip(" .()[]")
        match = _HEADER.search(opening) if len(opening) < 90 else None
        if not opening.strip(" (*—–-") or (
            match and len(tail) < 60 and opening.rstrip().endswith((",", "—", "–", "(", "|", ":"))
        ):
            place = match.group("place") if match else None
            if place and (
                " and " in place
                or re.match(r"(?:The|Date|Press|Joint|Updated|Published|Transcript|Weekly|Issue)\b", place)
            ):
                place = None
            return day.value, place
    return None, None


def lead(context: Context) -> str | None:
    """Return the day of the event that the text opens with, where it lies in the week before publication."""
    published = context.reading.document.published
    if not published or len(published) != 10:
        return None
    for sentence in context.reading.sentences[:5]:
        if sentence.heading and len(sentence.text) < 60:
            continue
        days = [d for d in sentence.dates if len(d.value) == 10 and not d.reporting and d.value <= published]
        if days:
            day = days[0].value
            return day if day[:7] == published[:7] and int(published[8:]) - int(day[8:]) <= 7 else None
    return None


def _same_occasion(stage: StageDraft, sentence: Sentence, everything: list[Instrument]) -> None:
    """Give "also signed" the day and place of the signing told of just before."""
    for other in reversed(everything[:_NEAR]):
        for s in other.draft.stages:
            if s is not stage and s.stage == "signed" and s.modality == "asserted" and s.date and (
                0 <= sentence.index - s.sentences[0] <= 6
            ):  # fmt: skip
                stage.date, stage.place = s.date, stage.place or s.place
                stage.sentences.append(s.sentences[0])
                return


def place_in_time(
    context: Context, everything: list[Instrument], stage: StageDraft, header: tuple[str | None, str | None]
) -> None:
    """Give a signing without a day that of the sentences it goes on from, or of the document's one occasion."""
    sentences = context.reading.sentences
    sentence = sentences[stage.sentences[0]]
    published = context.reading.document.published
    text = sentence.text
    if stage.date is None and _JUST.search(text) and published and len(published) == 10:
        stage.date = header[0] or published
    if stage.date is None and _SAME_TIME.search(text):
        for near in reversed(sentences[max(0, sentence.index - 3) : sentence.index]):
            days = [d for d in near.dates if not d.reporting and d.value <= (published or "9")]
            if near.block in (sentence.block, sentence.block - 1) and days:
                stage.date = days[-1].value
                stage.sentences.append(near.index)
                places = [p.label for p in near.places if p.prep in ("in", "at")]
                if stage.place is None and len(set(places)) == 1:
                    stage.place = places[0]
                break
    if stage.date is None and _THEY_DID.match(text) and not _ELSEWHEN.search(text):
        _of_the_meeting(context, stage, sentence)
    if stage.date is None and _ALSO.search(text) and not _ELSEWHEN.search(text):
        _same_occasion(stage, sentence, everything)
    if stage.date is None and header[0] and not _ELSEWHEN.search(text) and not sentence.dates:
        stage.date = header[0]
    if stage.date is not None and stage.date == header[0] and stage.place is None and header[1]:
        stage.place = header[1]
    if stage.place is None:
        stage.place = _around(context, sentence)


def _of_the_meeting(context: Context, stage: StageDraft, sentence: Sentence) -> None:
    """Give what "they issued" or "the ministers signed" the day and place of the meeting told of just before."""
    for near in reversed(context.reading.sentences[max(0, sentence.index - 2) : sentence.index]):
        if near.heading or sentence.block - near.block > 1 or not (near.engagements or _meets(near)):
            continue
        days = {d.value for d in near.dates if not d.reporting and len(d.value) == 10}
        if len(days) != 1 or _ELSEWHEN.search(near.text) or max(days) > (context.reading.document.published or "9"):
            return
        stage.date = days.pop()
        stage.sentences.append(near.index)
        places = [p.label for p in near.places if p.prep in ("in", "at")]
        if stage.place is None and places:
            stage.place = places[0]
        return


def _around(context: Context, sentence: Sentence) -> str | None:
    """Return the place of the adjunct that opens the sentence of a signing, or where a signer is on a visit."""
    opening = [p for p in sentence.places if p.prep in ("in", "at")][:1]
    comma = context.text.find(",", opening[0].end, sentence.end) if opening else -1
    if opening and 0 <= comma - opening[0].end < 40 and opening[0].start - sentence.start < 60:
        before = context.text[sentence.start : opening[0].start]
        if _OPENS_AT.match(before):
            return opening[0].label
    for a in sentence.actors:
        before = context.text[max(sentence.start, a.start - 40) : a.start]
        if a.name_kind == "capital" and _VISITING.search(before):
            return context.text[a.start : a.end]
    return None


def _meets(sentence: Sentence) -> bool:
    """Whether a sentence has a verb of meeting, receiving, going or holding an event."""
    return bool(sentence.triggers.get("engagement")) or any(
        t.trigger.frame.shape in ("meet", "receive", "call", "travel") for t in sentence.triggers.get("happening", ())
    )
