"""Whether a word that may speak of a transfer does: a verb and no noun, with something that can be handed over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.kinds import deliveries
from kg.extraction.kinds.transfer_book import TransferBook

if TYPE_CHECKING:
    from kg.extraction.mentions import AmountMention, ItemMention, ProgrammeMention, Sentence, TriggerMention

_NOUN_LIKE = re.compile(
    r"\b(?:the|a|an|its|their|his|her|our|any|no|such|of|for|on|with|from|under|defen[cs]e|arms|weapons?|military|"
    r"equipment|missile|aircraft|submarine|naval|security|new|future|further|planned|possible|proposed|million|"
    r"billion|yen)\s\Z"
)
_SCRAPPED = re.compile(
    r"\b(?:scrap|cancel|abandon|terminat|drop|shelv|halt|suspend|annul|freez|froze|block|"
    r"veto)\w*\s+(?:[\w$.,-]+\s+){0,4}\Z",
    re.IGNORECASE,
)
_FUNDS = re.compile(
    r"\b(?:grants?|aid|assistance|funding|funds?|package|loans?|financing|credit|support|provision|donation|"
    r"training)\b",
    re.IGNORECASE,
)
_LIGHT = re.compile(
    r"\s+(?:an?|the|its)\s+(?:[\w-]+\s+){0,2}(?:welcome|farewell|send-off|warning|escort|name|salute|blessing|"
    r"priority)\b"
)
_LOST = re.compile(
    r"\b(?:lost|loses|losing|failed in|dropped|withdrew)\s+(?:out (?:to [\w &’'-]{2,40} )?(?:on|in) )?(?:its|a|"
    r"the|an|their|both)\s+"
    r"(?:[\w-]+\s+){0,3}(?:bids?|tenders?|contest|race|competition|contract|order|deal|offer|chance)\b[^.;]{0,40}\Z|"
    r"\b(?:lost|losing|loses) out\b[^.;]{0,60}\Z|\b(?:failed|losing|unsuccessful|rejected|rival|defeated) "
    r"(?:bids?|offers?|proposals?|tenders?)\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
"""Before what a bidder that did not get the order would have supplied."""
_BEAT = re.compile(r"\b(?:beat|beats|beating|outbid|edged out|pipped|defeated|saw off)\b[^.;]{0,70}\Z")
"""Before an order that was won over somebody, who neither sells nor buys."""
_RECORD = re.compile(
    r"\b(?:largest|biggest|costliest|priciest|single|most expensive|major|top|"
    r"ever)\s(?:[\w-]+\s){0,3}\Z",
    re.IGNORECASE,
)
_PERSONS = frozenset({"he", "she", "i", "we", "who", "delegation", "delegations", "minister", "president", "guests"})
_OFFICE = re.compile(
    r"\b(?:[Mm]inisters?|[Pp]resident|[Ss]ecretar(?:y|ies)|[Gg]eneral|[Aa]dmiral|"
    r"[Aa]mbassadors?|[Dd]elegations?)$"
)
_TO = re.compile(r"\bto\s\Z")
_FOR_A_BODY = re.compile(r"[^.;,]{0,60}?\b(?:for|to) (?:the )?(?:[A-Z]|[a-z]+[’']s )")
_AS_A = re.compile(r"\s+as\b")
_AFTER_GOODS = re.compile(
    r"(?:,? (?:all |both |previously |recently |newly |jointly |earlier |"
    r"already )?)(?:being )?"
)
_PROVIDES_FOR = re.compile(r"\s+(?:for|that)\b")
_CRAFT = re.compile(
    r"(?:aircraft|ships?|vessels?|warships?|frigates?|destroyers?|submarines?|carriers?|fighters?|jets?|bombers?|"
    r"helicopters?|boats?|cutters?|corvettes?|planes?|class|[A-Z]-\d+\w*)$",
    re.IGNORECASE,
)
"""What a state sends on a mission of its own more often than it gives it away."""
_HELD = re.compile(
    r"\b(?:suspend|halt|freez|froze|block|delay|postpon|withh[eo]ld|stall|paus|put off|put on hold|put on ice|"
    r"hold(?:ing)? up|held up|"
    r"pull)\w*"
    r"\s+(?:(?:the|its|their|all|further|any|planned)\s+){0,2}\Z",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(r"\bfor (?:the )?(?:[A-Z]|its|their)")
_EACH_OTHER = re.compile(r"\b(?:each other|one another|mutual(?:ly)?|reciprocal(?:ly)?|either side|each side)\b")
_WORKS = re.compile(
    r"(?:runway|airstrip|jett(?:y|ies)|whar(?:f|ves)|pier|air ?base|airfield|academy|centre|center|base|dock|"
    r"slipways?|"
    r"facilit(?:y|ies)|barracks|boathouses?|infrastructure(?: projects?)?|works|station|posts?)$", re.IGNORECASE,
)  # fmt: skip
_NOMINAL = re.compile(r"\b(?:the|a|an|its|their|for)\s\Z")

_NOUN_TOO = re.compile(
    r"(?:ships?|arms|supplies|orders|exports|grants|loans|transfers|presents|sources|commits|awards)\b"
)
_ANYONE = re.compile(
    r"\b(?:[Aa]ny(?:one|body)?|[Ww]hoever|[Tt]hose|[Ee]very|[Nn]o) (?:(?:company|companies|individuals?|country|"
    r"countries|"
    r"person|states?|nations?|firms?|entit(?:y|ies)|party|parties|one)(?: or [\w-]+)? )?(?:who|that|"
    r"which)\b[^.;]{0,60}\Z"
)
"""Behind it stands a rule for all, and no transfer: "any company that engages in arms sales"."""
_PLAIN = (
    r"(?:(?:pair|batch|fleet|number|sale|supply|delivery|transfer|donation|loan|lease|use|gift|set) of\s)?"
    r"(?:(?!(?:of|on|to|in|with|for|from|about|into|over|against|at|by|and|that)\b)[\w’'$-]+\s){0,6}"
)
"""From a preposition to goods with nothing between that would make them part of something else."""
_THANKS_FOR = re.compile(
    r"[^.;,]{2,80}?\bfor\s+(?:(?:its|their|his|her|the|a|an|this|these|those)\s+)?"
    r"(?:(?:recent|generous|timely|kind|latest|earlier)\s+)*"
    r"(?:(?:gift|donation|handover|delivery|supply|provision|transfer|granting|sending|grant|loan|"
    r"contribution)\s+of\s+)?"
    rf"(?:(?:donating|giving|supplying|providing|gifting|delivering|sending)\s+)?{_PLAIN}"
)
_ASKED_FOR = re.compile(
    r"\s(?:the\s)?[A-Z][^.;,]{1,40}?\s(?:for|to (?:supply|provide|sell|donate|send|lend|lease|give|"
    r"hand over)(?: it| them)?)\s"
    rf"{_PLAIN}"
)
_AFTER_NOUN = re.compile(
    r"(?<![\w’'])(?!(?:it|he|she|which|that|who|and|or|also|now|then|not|to|will|would|may|might|could|can|"
    r"should|must|shall|"
    r"government|ministry|country|company|firm|state|yard|shipbuilder|group|navy|army|department|agency|usually|"
    r"only|still|"
    r"never|already|often|\w+ly)\s)[a-z][\w-]*\s\Z"
)
"""Before a word that is a verb and a noun: a small word that can be no subject of it makes it the noun."""
_MEANT_AGAIN = frozenset(
    {
        "it",
        "them",
        "both",
        "these",
        "those",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "first",
        "second",
        "third",
        "last",
        "rest",
        "remainder",
        "all",
        "others",
        "more",
        "half",
        "batch",
        "shipment",
    }
)
"""Heads of an object that stand for the goods spoken of before."""
_A_CONTRACT = re.compile(r"\ba (?:[\w$€£¥.,-]+ ){0,4}(?:contract|order|deal)\b")
_ALSO_NOUNS = frozenset(
    """ship order purchase export transfer supply grant loan lease fund finance present source gift award offer release
    reserve train coach charter hand equip pitch""".split()
)
_VERB_BEFORE = re.compile(
    r"(?:\b(?:to|will|would|may|might|could|can|should|must|shall|not|do|does|did|and|or|we|they|you|then|also|"
    r"\w+ly|\w+s|"
    r"\w+[’']s|people|it|he|she)|,|\A)\s*\Z", re.IGNORECASE,
)  # fmt: skip
_NOUN_AFTER = re.compile(
    r"\s(?:agenc(?:y|ies)|office|programmes?|programs?|administration|projects?|process|sector|budget|polic(?:y|ies)|"
    r"chief|plans?|ministry|minister|system|reforms?|department|authority|board|rules|law|regime|body|official|"
    r"officials|"
    r"industry|market|ban|embargo|restrictions|curbs|licen[cs]e|licen[cs]ing|controls?)\b"
)
"""What makes "arms procurement" or "arms sales" the attribute of something else."""


class TransferChecks(TransferBook):
    """The tests that a trigger of a transfer has to pass."""

    def _verbal(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a trigger is no noun that looks like a verb ("the grant") and no half of "Indian-funded"."""
        if self.text[trigger.start - 1 : trigger.start] in ("-", "\u2011"):
            return False
        if any(p.start <= trigger.start < p.end for p in sentence.programmes):
            return False
        low = max(sentence.start, trigger.start - 24)
        word = self.text[trigger.start : trigger.end]
        if trigger.trigger.form in ("base", "s") and (
            word.lower() in ("arms", "arm") or (word[0].isupper() and trigger.start > sentence.start)
        ):  # fmt: skip
            return False
        if word.lower() in ("financing", "funding") and not re.search(
            r"\b(?:is|are|was|were|been|be|for|by|of|started|began|continue|"
            r"to)\s+(?:\w+ly\s+)?\Z", self.text[low : trigger.start]
        ):  # fmt: skip
            return False
        also = trigger.trigger.form == "base" and word.lower() in _ALSO_NOUNS
        if also and not _VERB_BEFORE.search(self.text, low, trigger.start):
            return False
        if _ANYONE.search(self.text, max(sentence.start, trigger.start - 110), trigger.start):
            return False
        if trigger.trigger.frame.shape == "compound":
            titled = _NOUN_AFTER.match(self.text, trigger.end, sentence.end)
            return titled is None and any(0 < trigger.start - i.end < 3 for i in sentence.items)
        if trigger.trigger.frame.side == "contract":
            return True
        named = [a for a in sentence.actors if a.adjective or a.actor.kind == "organisation"]
        noun = trigger.trigger.form in ("s", "base") and _NOUN_TOO.match(self.text, trigger.start)
        if noun and any(a.end + 1 == trigger.start for a in named):
            return False  # "ten Philippine ships", "a Coast Guard ship"
        if noun and _AFTER_NOUN.search(self.text, low, trigger.start):
            return False  # "coast guard ships", "new orders"
        return trigger.trigger.form not in ("base", "s") or not _NOUN_LIKE.search(self.text, low, trigger.start)

    def _reduced(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a participle stands right after the goods: "a dozen jets, ordered in 2025"."""
        if trigger.trigger.form not in ("ed", "pp"):
            return False
        near = [i for i in sentence.items if 0 < trigger.start - i.end <= 16]
        gap = self.text[near[-1].end : trigger.start] if near else "-"
        return bool(_AFTER_GOODS.fullmatch(gap))

    def _governs(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a weak verb has a noun of transfer for its object ("welcomed the delivery of")."""
        if trigger.trigger.frame.id == "transfer-pledge" and self.context.passive(sentence, trigger):
            nouns = [t for t in sentence.triggers["transfer"] if t.trigger.form == "noun" and t.trigger.frame.stage]
            if any(0 < trigger.start - t.end < 70 and t.trigger.frame.id == "transfer-select" for t in nouns):
                return True  # "selection of the jet had been announced"
        return trigger.trigger.frame.id in ("transfer-commission", "transfer-pledge", "transfer-select") and any(
            0 < t.start - trigger.end < 14 and t.trigger.form == "noun" and t.trigger.frame.shape != "training"
            for t in sentence.triggers["transfer"]
        )

    def _idle(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a trigger only looks like one: a noun of a title, a scrapped deal, "the buying"."""
        form, frame = trigger.trigger.form, trigger.trigger.frame
        near = max(sentence.start, trigger.start - 24)
        if form == "ing" and _NOMINAL.search(self.text, max(sentence.start, trigger.start - 8), trigger.start):
            return True
        if _BEAT.search(self.text, sentence.start, trigger.start):
            return True
        if frame.side != "recipient" and _LOST.search(self.text, sentence.start, trigger.start):
            return True
        if frame.shape == "compound" and _RECORD.search(self.text, sentence.start, trigger.start):
            return True  # "its largest arms purchase" says which a purchase is, not that it was made
        earlier = any(t.end < trigger.start - 3 for t in sentence.triggers["transfer"])
        if frame.type == "funding" and form == "base" and earlier and _TO.search(self.text, near, trigger.start):
            return True  # "a loan to pay for them": what the money is for
        if frame.id == "transfer-works" and not any(
            _WORKS.search(i.label) for i in sentence.items if 0 <= i.start - trigger.end < 60
        ):  # fmt: skip
            return True
        if frame.id == "transfer-give" and _A_CONTRACT.search(
            self.text, trigger.end, min(sentence.end, trigger.end + 90)
        ):
            return True
        if frame.id == "transfer-build" and any(
            _WORKS.search(i.label) for i in sentence.items if abs(i.start - trigger.end) < 60
        ):  # fmt: skip
            return True
        if frame.id == "transfer-build" and not _FOR_WHOM.search(self.text, trigger.end, sentence.end):
            return True
        if frame.id == "transfer-give" and _PROVIDES_FOR.match(self.text, trigger.end):
            return True
        if form == "noun" and frame.side != "contract" and self._subject_matter(sentence, trigger):
            return True
        if form in ("base", "s") and frame.side != "contract" and _NOUN_LIKE.search(self.text, near, trigger.start):
            return True
        return form in ("noun", "base") and bool(_SCRAPPED.search(self.text, sentence.start, trigger.start))

    def _held(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a handing over was put off: "suspended deliveries of", "has delayed the handover of"."""
        frame = trigger.trigger.frame
        named = frame.side == "recipient" and trigger.trigger.form == "noun"
        return (frame.keep or named) and bool(_HELD.search(self.text, sentence.start, trigger.start))

    def _plausible(
        self, sentence: Sentence, trigger: TriggerMention, things: list[ItemMention], sums: list[AmountMention],
        programme: ProgrammeMention | None, mode: tuple[str, str | None],
    ) -> bool:  # fmt: skip
        """Whether what follows a trigger can be transferred, as the kind of the trigger demands."""
        frame, triggers = trigger.trigger.frame, sentence.triggers["transfer"]
        if frame.weak and any(t.trigger.frame.id == "transfer-sale" for t in triggers):
            return False
        if frame.weak and frame.side == "supplier" and any(
            t.trigger.frame.side == "recipient" and 0 <= t.start - trigger.end < 30 for t in triggers
        ):  # fmt: skip
            return False
        if frame.weak:
            things[:] = [g for g in things if -60 < g.start - trigger.end < 80]
            sent = not self.text[trigger.start : trigger.end].lower().startswith(("hand", "ced"))
            if frame.id == "transfer-send" and sent and any(_CRAFT.search(g.label) for g in things):
                return False
            nouns = [
                t.start
                for t in triggers
                if t.trigger.form == "noun" and t.trigger.frame.side in ("supplier", "recipient")
            ]
            things[:] = [g for g in things if not any(trigger.end <= n < g.start for n in nouns)]
            passive = self.context.passive(sentence, trigger)
            sums[:] = [s for s in sums if (-90 if passive else 0) <= s.start - trigger.end < 60]
            paid = sums and (
                _FUNDS.search(sentence.text)
                or frame.id == "transfer-pay"
                or (frame.id == "transfer-pledge" and _FOR_A_BODY.match(self.text, sums[0].end, sentence.end))
            )
            if not (things or paid):
                return False
        if frame.id == "transfer-extend":
            near = _FUNDS.search(self.text, trigger.end, min(sentence.end, trigger.end + 80))
            sums[:] = sums if near else []
            things[:] = things if sums else []
        if not things and not sums:
            if frame.keep and frame.side in ("supplier", "recipient") and self._something_else(sentence, trigger):
                return False
            verbal = trigger.trigger.form != "noun" or frame.side == "goods"
            if frame.keep and verbal and self._person_acts(sentence, trigger):
                return False
            return (frame.side in ("goods", "contract") or frame.keep) and mode[0] != "denied"
        if frame.side == "goods" and sums and not things:
            return False
        if things and _LIGHT.match(self.text, things[-1].end, sentence.end):
            return False
        if (
            things
            and _AS_A.match(self.text, things[-1].end)
            and self.text[trigger.start :].lower().startswith("present")
        ):
            return False
        secure = self.context.lexicon.security.search(sentence.text) or any(
            g.form in ("model", "name", "class") or self._product(g) for g in things
        )
        scheme = programme is not None and deliveries.secure(self.context, programme)
        if not things and not secure and not scheme:
            return False
        if things and _EACH_OTHER.search(sentence.text) and not any(g.quantity for g in things):
            return False
        if frame.shape == "thanks" and not self._thanked(trigger, things):
            return False
        if frame.id == "transfer-ask" and not (
            things and _ASKED_FOR.fullmatch(self.text, trigger.end, things[0].start)
        ):
            return False
        unsaid = " with " not in self.text[trigger.end : min(sentence.end, trigger.end + 80)]
        if frame.id == "transfer-equip" and (unsaid or (things and things[0].end <= trigger.start)):  # "armed ships"
            return False
        if frame.id == "transfer-get" and not self._got(sentence, trigger, things, programme):
            return False
        return bool(secure) or scheme or (self.secure and bool(things))

    def _product(self, item: ItemMention) -> bool:
        """Whether goods are called by a product's name: "Bushmaster vehicles"."""
        names = self.context.lexicon.sets["item-names"]
        return any(w[0].isupper() and w.lower() in names for w in item.label.split())

    def _person_acts(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a person goes, arrives or is received, where goods would have to: "he went to the pagoda"."""
        clause = self.context.clause_at(sentence, trigger.start)
        moved = trigger.trigger.frame.side == "goods" or self.context.passive(sentence, trigger)
        if clause is None or not moved:
            return False
        while not clause.subject and clause.parent is not None:
            clause = clause.parent
        phrase = clause.subject[-1] if clause.subject else None
        if phrase is None:
            return False
        alone = phrase.head in _PERSONS or bool(phrase.persons)
        return alone or bool(_OFFICE.search(self.text[phrase.start : phrase.end]))

    def _thanked(self, trigger: TriggerMention, things: list[ItemMention]) -> bool:
        """Whether thanks are for goods themselves: "for the two boats", not "for its support to the fleet"."""
        return bool(things) and _THANKS_FOR.fullmatch(self.text, trigger.end, things[0].start) is not None

    def _something_else(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a verb has an object that is no goods: "delivered the required certification"."""
        if trigger.trigger.form in ("noun", "past") or self.context.passive(sentence, trigger):
            return False
        clause = self.context.clause_at(sentence, trigger.start)
        given = [o for o in clause.objects if o.start >= trigger.end] if clause is not None else []
        return (
            bool(given)
            and not any(a.start < given[0].end and given[0].start < a.end for a in sentence.actors)
            and (given[0].head not in _MEANT_AGAIN)
        )

    def _subject_matter(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether a noun of transfer only says what an instrument or a policy is about."""
        within = [
            (m.start, m.scope)
            for m in sentence.instruments
            if m.type in ("equipment-transfer", None, "defence-cooperation")
        ]
        within += [(p.start, p.end) for p in sentence.programmes]
        if any(a <= trigger.start < b for a, b in within):
            return True
        abstract = [
            i
            for i in sentence.items
            if 0 <= i.start - trigger.end < 30 and i.quantity is None and "equipment" in i.label
        ]
        return bool(abstract) and trigger.trigger.frame.keep and not sentence.amounts

    def _got(
        self, sentence: Sentence, trigger: TriggerMention, things: list[ItemMention], programme: ProgrammeMention | None
    ) -> bool:
        """Whether "got" means that goods were given: they follow at once, and a giver or a scheme is named."""
        between = self.text[trigger.end : things[0].start] if things else " to "
        given = programme is not None or any(a.prep == "from" and a.start > trigger.end for a in sentence.actors)
        return given and not re.search(
            r"\b(?:to|with|in|into|under|at|close|off|past|out|up|over|near|on)\b|[,;:]", between
        )
