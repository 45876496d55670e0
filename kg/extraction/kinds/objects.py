"""What a verb of an agreement's life is about: the instrument after it, its passive subject, a list, or a pronoun."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality, offices

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, InstrumentMention, Sentence, TriggerMention

_AUX = re.compile(
    r",? ?(?:which |that |both )?(?:(?:it|they|he|she|the two countries|the two sides|both sides) )?"
    r"(?:(?:was|were|is|are|has|have|had|been|being|be|will|would|may|might|"
    r"could|should|can|not|to|expected|set|due|"
    r"scheduled|yet|also|recently|formally|first|originally|jointly|officially|finally|soon|still|never|"
    r"subsequently|initially|"
    r"eventually|already|later|likewise|thus|today|there|again|in turn|then|now|just|provisionally|must|"
    r"likely|n.t|did|does|do)\b ?)*"
)
_JOINED = re.compile(
    r"(?: (?:here|there|today|yesterday|(?:on|last|this) [A-Z]?\w+|in [A-Z]\w+(?: [A-Z]\w+)?))*"
    r"(?:\s(?:on|over|for|of|to|about|concerning|regarding|between|with|in|"
    r"covering)\s[^,;:]{3,80}?)?(?:\s*\([^)]*\))?,?\s*(?:and|as well as|along with|together with|alongside|"
    r"plus|nor|,)?\s*"
    r"(?:(?:a|an|the|two|another|also|on|separate|second|with|its|their)\s+)*"
)
_LEGISLATURE = re.compile(
    r"\b(?:Res\.|Bill\b|Act of|Resolution|Public Law|both [Cc]hambers|both [Hh]ouses|deputies|MPs|legislators|"
    r"Riksdag|Duma|"
    r"Federation Council|[Cc]abinet|Council of Ministers|Executive Council|State Council|Rajya Sabha|"
    r"Bundestag|Majlis|Assembly|Sejm|Senate|senators?|Parliament|parliament|Diet|Congress|House of \w+|"
    r"lower house|upper house|"
    r"lawmakers|legislature|Lok Sabha|National Assembly)\b"
)
_PAPER = re.compile(
    r"\b(?:documents?|texts?|instruments?|papers?|agreements?|pacts?|deals?|memorand(?:um|a)|accords?|"
    r"arrangements?)\b[^;:]{0,40}:\s*"
    r"(?:\w+\s){0,3}\Z"
)
_OF_IT = frozenset({"amended", "terminated", "suspended"})
_OWN_OBJECT = re.compile(
    r"\s(?:one|another|an?(?!\s(?:year|month|week|day|decade|fortnight|few|couple|little|mere|full)\b)|the "
    r"same|its own)\s"
)
"""After a verb behind a comma: it has an object, and what stands before is not its subject."""
_ARTICLE = re.compile(r"\b(?:the|a|an|this|that|their|its|any|such)\s\Z")
"""Before a participle: it is an adjective, "the proposed pact", and no verb of its own."""
_NOUN_REACH = 45
_ASIDE = re.compile(
    r"\b(?:violat\w+|breach(?:es)?|contravention|contrary|accordance|line|defiance|compliance|conformity|"
    r"spirit) (?:of|with|to)\b"
    r"|\b(?:under|pursuant to|based on|enshrined in|provided for|in light of)\s(?:the\s|their\s|its\s)?\Z|"
    r"\bviolating\b"
)
"""What makes an instrument the measure of an act and not its object: "a violation of the convention"."""
_NEW_SUBJECT = re.compile(r"; (?!(?:it|they|this|the (?:agreement|pact|treaty|accord|deal)|and|both)\b)")
_OPENED = re.compile(
    r"\s*(?:(?:(?:on|over|for|concerning|regarding|about|to|covering|governing|under|"
    r"by)\s[^,;:]{2,90}?)?,?\s*(?P<that>that|which)\s+|"
    r",?\s*(?=(?:the|its|their|his|her|our|it|they|he|she|we|both)\b|[A-Z]))"
)
_SUBJECT_WORD = re.compile(
    r"\b(?:it|they|he|she|we|both|the (?:two|three|four|five|pair)|governments?|sides?|leaders|ministers?|pair|"
    r"neighbou?rs|country|countries)\b"
)
_FINITE = re.compile(
    r"[;:]|\b(?:is|are|was|were|will|would|may|might|could|can|said|says|do|does|did|but|while|after)\b"
)
_SCOPED = re.compile(
    r" (?:on|over|for|concerning|regarding|about|covering|governing|to|between|with|of)\b"
    r"(?:(?!\b(?:that|which|who|is|are|was|were|has|have|had|said|will)\b)[^,;:.()]){3,120}, (?:first |originally )?"
)
"""What an instrument is about, before a participle: "the agreement on X, signed in May, took effect"."""
_A_THING = re.compile(r" (?:an?|the|their|its)(?: (?!(?:of|to|for|on|in|with)\b)[\w-]+,?){0,5} ")
"""Between "agreed to" and its object: no verb, "an immediate and unconditional"."""
_AND_VERB = re.compile(
    r"(?: (?:in|on|last|this|earlier|there|here|with)\b[^,;:]{0,30})?,? (?:and|but|yet|though)"
    r"(?: (?:has|have|had|was|were|is|been|never|not|yet|later|since|then|only|still|finally|subsequently|"
    r"formally|it|they|did))*n?[’']?t? "
)
_WHO = re.compile(r", who [^,;]{1,70},")
_AUX_END = re.compile(
    r"(?:\b(?:has|have|had|was|were|is|are|been|be|will|would|may|might|could|to|only|already|recently|"
    r"jointly|first|also|just|both|have|not|never|soon|later|originally|did|eventually|together)\b\s*)+\Z"
)
_NO_OBJECT = re.compile(
    r"\s*(?:[.,;:)—–]|\Z|(?:in|on|at|last|this|earlier|during|with|by|yesterday|today|just|only|and|to|back|"
    r"together|when|"
    r"while|after|before|under|as|for|here|there|next|some|nearly|almost|more|\d+|two|three|a (?:year|month|"
    r"week|decade)|"
    r"Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|(?:Mon|Tues|"
    r"Wednes|Thurs|Fri|Satur|Sun)day)"
)
_MODIFIES = re.compile(
    r" (?:assistance|obligations?|provisions?|partners?|frameworks?|commitments?|process|implementation|area|allies|"
    r"ally|text|draft)\b"
)
_JOINED_LEFT = re.compile(
    r"(?:\s*\([^)]*\))?,?\s*(?:and|as well as|together with|along with|alongside|plus|,)\s*"
    r"(?:(?:a|an|the|two|three|four|five|six|other|another|also|several|separate|second|on|its|their)\s+)*"
)
_LIST = re.compile(
    r"[^.;]{0,60}?(?:(?::|—|–|\bnamely\b|\bincluding\b|\bcovering\b|\bamong (?:them|these)\b|\bone of "
    r"(?:them|these)\b)\s*(?:\w+\s+){0,3}|,\s(?:a|an|the|one|"
    r"first)\s(?:\w+\s+){0,2})"
)
_BOTH = re.compile(
    r"\s+(?:both|the|the two|these|all \w+|the three)\s+(?:documents?|agreements|pacts|accords|deals|"
    r"instruments|memoranda|texts?|papers|treaties|mous|MoUs|MOUs)\b"
)
_IT = re.compile(
    r"\s+(?:off )?(?:it|them|this|that one|this one|such an? (?:agreement|pact|deal|treaty|accord|memorandum|"
    r"document|text)|"
    r"the (?:document|text|deal|papers?|paperwork|instrument|final text))\b"
)


def objects(context: Context, sentence: Sentence, trigger: TriggerMention) -> tuple[list[InstrumentMention], bool]:
    """Return the instruments a trigger is about, and whether they stand to its left."""
    frame, text = trigger.trigger.frame, context.text
    before = [m for m in sentence.instruments if m.end <= trigger.start]
    after = [m for m in sentence.instruments if m.start >= trigger.end]
    if before and _relative(context, sentence, before[-1], trigger):
        return [before[-1]], False
    active = trigger.trigger.form in ("s", "base", "ing") and frame.shape == "transitive"
    if before and not active:
        near = before[-1]
        gap = text[near.tail if near.tail <= trigger.start else near.end : trigger.start]
        own = gap.startswith(",") and bool(_OWN_OBJECT.match(text, trigger.end, sentence.end))
        if not own and (_AUX.fullmatch(gap.lower().rstrip(" ") + " ") or _AUX.fullmatch(gap.lower())):
            return _chain(context, before), True
        scoped = trigger.trigger.form == "ed" and _SCOPED.fullmatch(gap)
        if scoped and _NO_OBJECT.match(text, trigger.end, sentence.end):
            return [near], True
    if frame.shape == "intransitive":
        if before and trigger.start - before[-1].end < 200:
            return [before[-1]], True
        return [], True
    whole = frame.stage not in ("amended", "suspended") or modality.passive(
        modality.left_words(text, sentence.start, trigger.start)
    )
    if context.passive(sentence, trigger) and before and whole and trigger.start - before[-1].end < 160:
        start = modality.clause_start(text, sentence.start, trigger.start)
        inside = [m for m in before if m.start >= start] or before[-1:]
        if _NEW_SUBJECT.search(text, inside[-1].end, trigger.start):
            return [], False
        return _chain(context, inside), True
    noun = frame.shape == "noun" or trigger.trigger.form == "noun"
    if (shared := _coordinated(context, sentence, trigger)) is not None:
        return objects(context, sentence, shared)
    if not after:
        return [], False
    first = after[0]
    gap = text[trigger.end : first.start]
    reach = _NOUN_REACH if noun else 130
    if noun and text[trigger.start : trigger.end].lower() == "the signing" and not gap.startswith((" of", " ceremony")):
        return [], False
    if len(gap) > reach or (re.search(r"[;:]", gap) and not _PAPER.search(gap)):
        return [], False
    distant = frame.stage in ("amended", "suspended", "terminated", "in-force", "proposed", "ratified")
    if distant and not noun and ("," in gap or len(gap) > 60):
        return [], False
    if _ASIDE.search(gap):
        return [], False
    if noun and re.search(r"\b(?:is|are|was|were|will|may|has|have|said|to|by)\b", gap):
        return [], False
    if (
        not noun
        and frame.id != "agreement-kept"
        and any(
            t.start > trigger.end
            and t.end <= first.start
            and t.trigger.form == "noun"
            and t.trigger.frame.stage in _OF_IT
            for t in sentence.triggers.get("agreement", ())
        )
    ):
        return [], False
    if any(
        t.start > trigger.end
        and t.end <= first.start
        and t.trigger.form != "noun"
        and not (
            t.trigger.form in ("ed", "pp", "base") and _ARTICLE.search(text, max(trigger.end, t.start - 8), t.start)
        )
        for t in sentence.triggers.get("agreement", ())
    ):
        return [], False
    if (
        (first.plural or first.head.bare)
        and not first.type
        and (listed := _listed(context, sentence, first, after[1:]))
    ):
        return listed, False
    if _MODIFIES.match(text, first.end):
        return [], False
    if text[trigger.start : trigger.start + 4].lower() == "agre" and len(gap) > 10 and not _A_THING.fullmatch(gap):
        return [], False
    out = [first]
    for m in after[1:]:
        previous = out[-1]
        between = text[max(previous.tail, previous.end) : m.start]
        if _JOINED.fullmatch(between) and any(w in between for w in ("and", ",", "as well", " nor ")):
            out.append(m)
        else:
            break
    return out, False


def _coordinated(context: Context, sentence: Sentence, trigger: TriggerMention) -> TriggerMention | None:
    """Return the verb that a later one shares its object with: "the pact that A signed in 2022 but never ratified"."""
    if trigger.trigger.form not in ("ed", "past", "pp") or not _NO_OBJECT.match(
        context.text, trigger.end, sentence.end
    ):
        return None
    for t in reversed(sentence.triggers.get("agreement", ())):
        near = t.end <= trigger.start - 4 and t.trigger.form in ("ed", "past", "pp")
        if near and t.trigger.frame.stage != trigger.trigger.frame.stage:
            return t if _AND_VERB.fullmatch(context.text, t.end, trigger.start) else None
    return None


def _relative(context: Context, sentence: Sentence, near: InstrumentMention, trigger: TriggerMention) -> bool:
    """Whether a verb stands in a relative clause with a subject of its own: "the pact that A and B signed"."""
    if trigger.trigger.form not in ("ed", "past", "s", "base") or trigger.trigger.frame.shape == "intransitive":
        return False
    start = near.tail if near.tail <= trigger.start else near.end
    if trigger.start - start > 240:
        return False
    gap = context.text[start : trigger.start]
    opened = _OPENED.match(gap)
    if opened is None or _FINITE.search(_AUX_END.sub("", _WHO.sub("", gap[opened.end() :]))):
        return False
    if any(
        start <= t.start < trigger.start and t.trigger.form in ("ed", "past", "s") and t.trigger.frame.stage
        for t in sentence.triggers.get("agreement", ())
    ):
        return False
    named = [s for s in (*sentence.groups, *sentence.pairs, *sentence.persons) if start <= s.start < trigger.start]
    if not named and not _SUBJECT_WORD.search(gap):
        return False
    if opened.group("that"):
        return True
    return _NO_OBJECT.match(context.text, trigger.end, sentence.end) is not None


def _chain(context: Context, before: list[InstrumentMention]) -> list[InstrumentMention]:
    """Return the last instruments before a verb that "and" joins; a bare plural among them counts for nothing."""
    out = [before[-1]]
    for m in reversed(before[:-1]):
        between = context.text[max(m.tail, m.end) : out[0].start]
        if not _JOINED_LEFT.fullmatch(between):
            break
        out.insert(0, m)
    return [m for m in out if not m.plural or m.type] or out[-1:]


def _listed(
    context: Context, sentence: Sentence, first: InstrumentMention, rest: list[InstrumentMention]
) -> list[InstrumentMention]:
    """Return the instruments of "two agreements: an A and a B"."""
    if not rest or not _LIST.fullmatch(context.text, first.end, rest[0].start):
        return []
    out = [rest[0]]
    for m in rest[1:]:
        between = context.text[max(out[-1].tail, out[-1].end) : m.start]
        if not _JOINED.fullmatch(between):
            break
        out.append(m)
    for m in out:
        m.parties = m.parties or list(first.parties)
    return out


def refers_back(context: Context, sentence: Sentence, trigger: TriggerMention) -> str | None:
    """Return ``many`` for "signed both documents", ``one`` for "sign it", None where the object is no such word."""
    if _BOTH.match(context.text, trigger.end, sentence.end):
        return "many"
    return "one" if _IT.match(context.text, trigger.end, sentence.end) else None


def legislature(context: Context, sentence: Sentence, trigger: TriggerMention, left: bool) -> bool:
    """Whether it is a legislature that acts: before an active verb, after "by"."""
    if left or context.passive(sentence, trigger):
        return bool(_LEGISLATURE.search(context.text, trigger.end, min(sentence.end, trigger.end + 70)))
    start = modality.clause_start(context.text, sentence.start, trigger.start)
    return bool(_LEGISLATURE.search(context.text, start, trigger.start))


def consenting(
    context: Context, sentence: Sentence, trigger: TriggerMention, parties: list[Actor] | None = None
) -> str | None:
    """Return the key of the state whose legislature a verb of consent names; a bare name may fit one party alone."""
    low, high = max(sentence.start, trigger.start - 70), min(sentence.end, trigger.end + 70)
    best: tuple[int, str] | None = None
    bare: dict[int, str] = {}
    for match in _LEGISLATURE.finditer(context.text, low, high):
        house = offices.find(match.group())
        fits = [p.key for p in parties or () if house is not None and house.fits(p.key)]
        if len(fits) == 1 and fits[0]:
            bare[min(abs(match.start() - trigger.end), abs(trigger.start - match.end()))] = fits[0]
        for a in sentence.actors:
            state = context.focus.state(a.actor)
            close = a.start <= match.start() <= a.end + 20 or 0 <= a.start - match.end() < 8
            if state is not None and state.key and close:
                far = min(abs(match.start() - trigger.end), abs(trigger.start - match.end()))
                best = min(best, (far, state.key)) if best else (far, state.key)
    if best is not None and (not bare or best[0] <= min(bare)):
        return best[1]
    return bare[min(bare)] if bare else None
