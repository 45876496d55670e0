"""Persons whom a text names without a title: "Mr Albanese", "Vladimir Putin lands in New Delhi"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.mentions import PersonMention
from kg.extraction.name_forms import likely

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.mentions import ActorMention, Sentence
    from kg.extraction.names import NameReader
    from kg.extraction.scan import Words

_FORMS = frozenset(
    {
        "Mr",
        "Mrs",
        "Ms",
        "Miss",
        "Dr",
        "Sir",
        "Dame",
        "Shri",
        "Smt",
        "Lord",
        "Lady",
        "Baroness",
        "Samdech",
        "Lyonpo",
        "Sheikh",
    }
)
"""Forms of address after which even one word is a name."""
_HELPS = (
    "has|had|have|is|was|were|will|would|may|might|could|also|himself|herself|later|then|now|recently|earlier|not|never|"
    r"reportedly|to|on \w+day|yesterday|today|each|both|all"
)
_VERBS = (
    "said|says|say|told|tells|added|adds|noted|notes|wrote|writes|met|meets|meet|meeting|signed|signs|sign|inked|penned|"
    "agreed|agrees|visited|visits|visit|arrived|arrives|arrive|landed|lands|flew|flies|fly|travelled|traveled|travels|"
    "hosted|hosts|host|received|receives|receive|welcomed|welcomes|thanked|thanks|called|calls|urged|urges|warned|warns|"
    "accused|accuses|condemned|condemns|criticised|criticized|praised|rejected|rejects|denied|denies|insisted|insists|"
    "announced|announces|declared|declares|pledged|pledges|promised|promises|vowed|vows|confirmed|confirms|reaffirmed|"
    "expressed|expresses|voiced|discussed|proposed|asked|asks|replied|answered|explained|stressed|emphasised|emphasized|"
    "underlined|argued|argues|believes|believed|thinks|thought|wants|wanted|hopes|hoped|expects|expected|appointed|named|"
    "elected|took|takes|gave|gives|made|makes|did|does|put|puts|came|comes|went|goes|attended|attends|joined|joins|led|"
    "leads|chaired|chairs|represented|represents|co-chaired|spoke|speaks|sat|showed|pulled|packed|handed|exchanged|opened|"
    "opens|inaugurated|launched|launches|held|holds|hold|returned|left|leaves|ended|ends|began|decided|ordered|authorised|"
    "authorized|approved|cleared|vetoed|ratified|witnessed|watched|looked|smiled|dismissed|defended|demanded|sought|seeks|"
    "invited|greeted|briefed|addressed|described|claimed|alleged|concluded|remains|remained|became|becomes|served|retired|"
    "resigned|stepped|paid|pays|toured|inspected|unveiled|tabled|acknowledged|recalled|reiterated|assured|congratulated|"
    "commended|appealed|raised|backed|supported|opposed|ruled|looks|watches|wants"
)
_DOES = re.compile(rf",?(?: (?:{_HELPS})){{0,3}} (?:{_VERBS})\b")
_DONE_BY = re.compile(
    r"\b(?:by|met|met with|meet|meets|meeting with|talks with|thanked|told|hosted|received|welcomed|invited|greeted|"
    r"between|under|alongside|joined by|accompanied by|led by|and|with|said|says|added|according to|succeed(?:s|ed)|"
    r"replac(?:es|ed|ing)|summit with|visit (?:by|of)|counterpart|for|of) \Z"
)
_HIS = (
    "(?:visit|trip|government|office|team|remarks|administration|predecessor|successor|counterpart|ministers|cabinet)"
)
_APPOSED = re.compile(rf", (?:who|whose|the|a|an|his|her|speaking|in his|for)\b|[’']s {_HIS}\b| and (?:the|his|her)\b")
_AND = re.compile(r" and [A-Z][\w'’-]+ [A-Z]|, [A-Z][\w'’-]+ [A-Z][\w'’-]+ and [A-Z]")
_OF = re.compile(r" of (?:the )?| \(")
_THING = re.compile(
    r"\b(?:ship|vessel|frigate|destroyer|submarine|corvette|cutter|boat|carrier|BRP|HMAS|HMNZS|HMS|HMCS|INS|USS|USNS|"
    r"USCGC|JS|KRI|RSS|PNS|RFNS|ROKS|Camp|Fort|Naval Base|Base|port of|city of|town of|province of|near|in|at|off|from|"
    r"into|aboard|Exercise|Operation|the|class|Mount|Cape|Lake|University of|called|dubbed|named) \Z"
)
_LONGEST = 4


class UntitledFinder:
    """Finds names without titles by their form and by what their bearers do."""

    def __init__(self, words: Words, lexicon: Lexicon, names: NameReader) -> None:
        self.words, self.lexicon, self.names = words, lexicon, names

    def find(
        self, low: int, high: int, actors: dict[int, ActorMention], sentence: Sentence, things: list[tuple[int, int]]
    ) -> list[PersonMention]:
        """Return the untitled persons between two words (half-open), in order.

        Parameters
        ----------
        actors : dict of int to ActorMention
            The actor that each word belongs to.
        sentence : Sentence
            With its other mentions, inside which no name is sought.
        things : list of (int, int)
            Spans of exercises and programmes by name.
        """
        words = self.words
        taken = [(m.start, m.end) for m in (*sentence.persons, *sentence.instruments, *sentence.programmes)]
        taken += [(m.start, m.end) for m in sentence.engagements if m.name]
        taken += things
        out: list[PersonMention] = []
        at = low
        while at < high:
            word = words.forms[at]
            if not word[0].isupper() or at in actors or any(a <= words.starts[at] < b for a, b in taken):
                at += 1
                continue
            addressed = word in _FORMS and at + 1 < high and words.gap(at) in (" ", ". ")
            span = self.names.sequence(at, high, actors)
            if span is None:
                at += 1
                continue
            first, last = span
            if addressed and first == at:
                first += 1
            found = self._read(first, last, at, low, addressed, sentence)
            if found is not None:
                out.append(found)
                taken.append((found.start, found.end))
            at = max(last, at) + 1
        return out

    def _read(
        self, first: int, last: int, at: int, low: int, addressed: bool, sentence: Sentence
    ) -> PersonMention | None:
        words, text = self.words, self.words.text
        size = last - first + 1
        if first > last or size > _LONGEST or (size < 2 and not addressed):
            return None
        if any(words.gap(i) == "\n" for i in range(first, last)):
            return None
        forms = words.forms[first : last + 1]
        sets = self.lexicon.sets
        if any(f.lower() in sets["subjects"] or f in sets["body-heads"] or f.isdigit() for f in forms):
            return None
        name = " ".join(text[words.starts[first] : words.ends[last]].split())
        tail = text[words.ends[last] : words.ends[last] + 2]
        if tail[:1] in ("-", "/") or (tail[:1] == " " and tail[1:].isdigit()):
            return None
        if not addressed:
            left = text[max(sentence.start, words.starts[first] - 24) : words.starts[first]]
            if _THING.search(left) or (name.isupper() and sentence.heading):
                return None
            known = likely(name)
            share = max(known.values(), default=0.0)
            follows = _DOES.match(text, words.ends[last]) is not None
            apposed = _APPOSED.match(text, words.ends[last]) is not None
            led = _DONE_BY.search(left) is not None
            placed = _OF.match(text, words.ends[last])
            if placed and not any(a.start == placed.end() and a.actor.kind == "state" for a in sentence.actors):
                placed = None
            apposed = apposed or (share >= _HALF and _AND.match(text, words.ends[last]) is not None)
            if share < _SOME or not (follows or apposed or led or placed or share >= _ALL):
                return None
            if at == low and share < _HALF and not follows:
                return None
        mention = PersonMention(words.starts[at], words.ends[last], name)
        mention.bare = True
        placed = _OF.match(text, words.ends[last])
        if placed is not None:
            owner = next((a for a in sentence.actors if a.start == placed.end() and a.actor.kind == "state"), None)
            if owner is not None and not owner.adjective:
                mention.state = owner.actor
        return mention


_SOME, _HALF, _ALL = 0.3, 0.5, 0.99
"""Shares of a name's words that are usual in names."""
