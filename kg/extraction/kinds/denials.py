"""What a text says is not so: reports of a pact that are denied, answers to questions, "no base", "no basing pact"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds.sides import complete

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.discourse import Instrument
    from kg.extraction.mentions import Sentence

_NO = re.compile(
    r"\W*(?:(?:A|Answer|Mr\.?|Ms\.?|Spokesperson|Speaker|Minister|Secretary)\b[^:.]{0,40}[:.])?\W*"
    r"(?:No\b|Not\b|Never\b|None\b|Nothing of the (?:kind|sort)|It (?:is|was|has|did|does|will) not|"
    r"We (?:have|did|do) not|"
    r"They (?:have|did|do) not|Neither\b|That is (?:not|wrong|false|incorrect|untrue)|Absolutely not|Of course not)"
)
_YES = re.compile(
    r"\W*(?:(?:A|Answer)\b[^:.]{0,40}[:.])?\W*(?:Yes\b|Indeed\b|That is (?:right|correct|true)|Correct\b|"
    r"It (?:has|did|was)\b(?! not))"
)
_REPORT = re.compile(
    r"\b(?:[Rr]eports?|[Rr]eported|[Rr]eportedly|[Aa]lleg\w+|[Cc]laim(?:s|ed|ing)?|written|wrote|rumou?rs?|media|"
    r"newspaper|broadcaster|"
    r"Journal|Times|Post|paper)\b"
)
_DENIAL = re.compile(
    r"\b(?:[Nn]othing of the (?:kind|sort)|[Nn]o such (?:thing|agreement|pact|deal|arrangement|treaty|plan|"
    r"document)|fabricat\w+|"
    r"untrue|baseless|fake|false|unfounded|without (?:any )?(?:foundation|basis)|groundless|no (?:basis|truth|"
    r"substance)|"
    r"[Dd]en(?:y|ies|ied)|rejected (?:the|these|those|such) (?:report|claim|allegation)s?|erroneous|so-called)\b"
)
_REFUTED = re.compile(
    r"\b(?:denied|denies|dismissed|dismisses|refuted|refutes|rubbished|rejected|rejects) (?:the |that |this |"
    r"these |those |such |any )?"
    r"(?:media |press |news |newspaper |Journal |Times )?(?:reports?|claims?|stor(?:y|ies)|allegations?|"
    r"article|assertion|account)\b|"
    r"\b(?:reports?|stor(?:y|ies)|claims?|allegations?|article|news)\b[^.;]{0,50}\b(?:made[- ]up|fake news|"
    r"fabricat\w+|baseless|"
    r"groundless|untrue|false|unfounded)\b|\b(?:termed|called|labell?ed|branded|described|dismissed) (?:the |"
    r"it |this )"
    r"(?:[\w-]+ ){0,3}(?:as )?(?:an? )?[“\"‘']?(?:fake|fabricat\w+|false|baseless|made[- ]up|untrue)\b"
)
"""Words that refute a report even some sentences later."""
_THEN_DENIED = re.compile(
    r",\s(?:which|(?:but|though|although|and) |(?:a|an|the) (?:report|claim|allegation|charge)(?: that| which)?)"
    r"[^,;.]{0,60}?\b(?:den(?:y|ies|ied)|rejected|rejects|dismissed|dismisses|refuted|refutes|disputed|disputes|"
    r"called (?:it |them |this )?(?:false|fake|baseless|untrue|wrong))\b"
)
"""Refuting in the sentence of the report, after it: ", which both denied", ", a claim that Suva rejected"."""
_NO_BASE = re.compile(
    r"\b(?:[Nn]o|[Nn]ot (?:a|an|to be|become)|[Nn]ever been (?:a|any)|[Nn]or (?:a|any)|not be|without)\s"
    r"(?:such |new |further |other )?(?:project to turn [\w ]{2,40} into (?:a|an) |plan(?:s)? (?:for|"
    r"to (?:build|create|host|set up)) (?:a|an |any )?)?"
    r"(?P<what>(?:[A-Z][\w.]{1,8} |US |U\.S\. |American |Chinese |Russian |Indian )?(?:permanent |foreign |"
    r"military |naval |air |secret )*"
    r"(?:bases?|basing (?:pact|agreement|deal|arrangement|rights)))\b"
)
_PLANNED = re.compile(
    r"\b(?:planned|plans?|proposed|proposal|sought|seeking|intended|envisaged|foreseen|"
    r"considered)\b"
)
_OTHER_BASE = re.compile(
    r"\s(?:of|for) (?:the |its |an? )?(?:agreement|cooperation|law|equality|talks|relations|trust|claims?)|d\b|line\b"
)


def answered(context: Context, sentence: Sentence) -> str | None:
    """Return what the answer makes of a question: ``denied``, ``asserted`` or "" (open); None where none is asked."""
    if not sentence.text.rstrip(' "”)').endswith("?"):
        return None
    sentences = context.reading.sentences
    for near in sentences[sentence.index + 1 : sentence.index + 3]:
        if near.text.strip() in ("A.", "A:", "A"):
            continue
        if _NO.match(near.text):
            return "denied"
        return "asserted" if _YES.match(near.text) else ""
    return ""


def reported(context: Context, known: Instrument) -> None:
    """Deny the signing that a report tells of and the sentences after it call false."""
    sentences = context.reading.sentences
    opening = " ".join(s.text for s in sentences[:2])
    for stage in known.draft.stages:
        if stage.stage not in ("signed", "in-force", "concluded") or stage.modality != "asserted":
            continue
        index = stage.sentences[0]
        here = sentences[index].text
        if not _REPORT.search(here):
            continue
        at_once = _THEN_DENIED.search(here)
        if _DENIAL.search(here) and not at_once:
            continue
        after = " ".join(s.text for s in sentences[index + 1 : index + 3])
        later = " ".join(s.text for s in sentences[index + 1 : index + 9])
        if (
            at_once
            or _DENIAL.search(after)
            or _REFUTED.search(later)
            or (index < 6 and re.search(r"\b(?:untrue|so-called|erroneous|false)\b", opening))
        ):
            stage.modality, stage.force = "denied", None
            known.draft.participants = [p for p in known.draft.participants if p.role == "party"]


def bases(context: Context, sentence: Sentence) -> Draft | None:
    """Read "no base is planned", "they will not be US bases", "X is no basing pact": access that is denied."""
    match = _NO_BASE.search(sentence.text)
    if match is None or _OTHER_BASE.match(sentence.text, match.end()) or sentence.text.rstrip().endswith("?"):
        return None
    parties = complete(context, sentence, [])
    if len(parties) != 2:
        return None
    near = sentence.text[max(0, match.start() - 30) : match.end() + 30]
    stage = "proposed" if _PLANNED.search(near) and "never" not in near else "in-force"
    draft = Draft("agreement", "basing-access", "agreement-no-base", sentence.start, 0.6)
    for party in parties:
        draft.add("party", party, sentence.index)
    draft.stages.append(StageDraft(stage, "denied", [sentence.index]))
    return draft
