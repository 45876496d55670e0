"""Persons whom a text names without a title, where they stand as those who meet, go, receive or speak."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.mentions import Person, PersonMention

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor

_NAME = re.compile(
    r"(?<![\w.’'-])(?P<name>[A-Z][a-zà-ÿ’'-]+(?:-[A-Za-z][\w’'-]+)?(?: (?:(?:[A-Z]\.)|bin|binti|al|de|"
    r"dela|van|von|[A-Z][\w’-]+)){1,3})(?![\w-])"
)
_DOES = re.compile(
    r"(?: and (?:(?:[A-Z][\w’'-]+ ?){1,4}))?(?:,? who)?(?: ?(?:also|then|later|himself|herself|separately|"
    r"jointly|has|had also|had|have|will|would|is to|was to|were to|is due to|is expected to|is set to|each|both))*"
    r" (?:said|says|told|tells|met|meet|meets|sat|sits|visited|visits|visit|arrived|arrives|arrive|lands|"
    r"landed|flew|flies|fly|travelled|traveled|travels|travel|spoke|spoken|speaks|wrote|writes|"
    r"wants|called|calls|announced|announces|signed|signs|hosted|hosts|host|received|receives|welcomed|"
    r"welcomes|went|goes|came|comes|agreed|agrees|insisted|insists|declared|pledged|promised|"
    r"thanked|praised|held|holds|hold|attended|attends|attend|joined|joins|join|discussed|discuss|put|"
    r"showed up|pulled out|accused|urged|left|leaves|led|heads|headed|warned|added|paid|pays|stayed|stays|stay)\b"
)
_BEFORE = re.compile(
    r"\b(?:met|met with|meet|meet with|meets|meeting with|receive|received|hosted|host|hosting|welcomed|"
    r"greeted|with|by|between|talks with|called on|call on|joined|join|and|between|for|to|thanked|told|of|from|"
    r"counterpart,?|guest,?|colleague,?|chaired by|led by|headed by) \Z"
)
_TITLED = re.compile(
    r",? (?:the |a |an |its |his |their |acting |deputy |\w+’s |\w+'s |then )*(?:[\w’'-]+ "
    r"){0,4}(?:president|minister|leader|chairman|chairwoman|chief|secretary|spokes\w+|head|chair|premier|"
    r"ambassador|commander|commissioner|director|adviser|advisor|envoy|general|admiral|king|chancellor)\b"
)
_SHIP = re.compile(
    r"\b(?:HMS|HMAS|HMCS|HMNZS|HNLMS|USS|USNS|JS|INS|ROKS|BRP|KRI|KD|RSS|RFA|FS|HTMS|PNS|BNS|SLNS|ICGS|"
    r"(?:frigate|destroyer|corvette|cutter|carrier|submarine|warship|vessel|ship|boat|cruiser|tanker|minesweeper))\s\Z"
)
"""Before the name of a ship, which is nobody's."""
_NOT = frozenset(
    """Mantri Raksha Only Last Next Then Now When While After Before Since Both Even Still Also Yesterday Today
    Earlier Later North South East West New Saint San Santa Port Fort Camp Mount Lake Cape Great Royal United
    Republic Kingdom Sea Strait Bay Gulf Ocean Island Islands Base Station House Hall Street Avenue Palace
    Centre Center Airport Harbour Harbor Shoal Reef City Province District State States University Institute
    Corporation Electric Company Group Industries Systems Shipyard Bank Fund Press News Times Post Herald Agency
    Media Reuters Association Union Party Court Council Committee HMS HMAS HMCS HMNZS USS USNS JS INS ROKS BRP
    KRI KD RSS FS Type Class Mk Su Tu Sukhoi Chinook Hercules Poseidon Black Hawk White Blue Red Sky Falcon
    Cobra Eagle Shield Sword Dragon Lion Tiger Agreement Treaty Pact Accord Summit Dialogue Meeting Talks Forum
    Exercise Operation Plan Policy Strategy Act Bill Law Article Joint Indo-Pacific Pacific Asia Asian Europe
    European Indian Atlantic Region Encounters Energy Front Jazeera Mr Ms Mrs Nuclear Democratic Liberal Labour
    Labor National Popular Progressive Freedom Justice Prize Award Museum Hotel Tower Bridge River Valley
    Christmas World War Cup Games Day Year Week Month Question Answer Questions Notes Note Update Background
    Summary Media Photo Image Caption Source Editor Editors Victory Foreign Defence Defense Congress Parliament
    Senate Diet Duma Cabinet Government Ministry Department Office Navy Army Force Forces Air Marine Marines
    Corps Guard Police General Major Colonel Captain Admiral Commander Security National International Regional
    Strategic Partnership Cooperation Initiative Programme Program Project Mission Office Service Services
    Commission Authority Board Ltd Inc Co""".split()
)


def add(context: Context) -> None:
    """Put the persons named without a title beside the titled ones of each sentence."""
    found = _names(context)
    if not found:
        return
    surnames: dict[str, list[Person]] = {}
    for person in found.values():
        surnames.setdefault(person.name.split()[-1], []).append(person)
    known = {t for p in context.reading.persons for t in p.name.split()}
    for sentence in context.reading.sentences:
        taken = [(p.start, p.end) for p in sentence.persons]
        extra: list[PersonMention] = []
        for match in _NAME.finditer(context.text, sentence.start, sentence.end):
            same = found.get(_trim(match.group("name"))[1])
            if same is None:
                continue
            start = match.start() + _trim(match.group("name"))[0]
            _put(extra, taken, same, start, start + len(same.name))
        for word, persons in list(surnames.items())[:40]:
            if len(persons) != 1 or word in known or word not in sentence.text:
                continue
            for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", sentence.text):
                _put(extra, taken, persons[0], sentence.start + match.start(), sentence.start + match.end())
        if extra:
            sentence.persons = sorted([*sentence.persons, *extra], key=lambda p: p.start)


def _put(extra: list[PersonMention], taken: list[tuple[int, int]], person: Person, start: int, end: int) -> None:
    if any(a < end and start < b for a, b in taken):
        return
    taken.append((start, end))
    extra.append(PersonMention(start, end, person.name, state=person.state, person=person))


def _trim(name: str) -> tuple[int, str]:
    """Return a name without a leading word that only opens the sentence, and where it then starts."""
    words = name.split(" ")
    at = 0
    while len(words) > 2 and words[0] in _NOT:
        at += len(words[0]) + 1
        words = words[1:]
    return at, " ".join(words)


def _names(context: Context) -> dict[str, Person]:
    text = context.text
    out: dict[str, Person] = {}
    never = context.lexicon.sets["never"] | context.lexicon.sets["org-heads"] | _NOT
    known = {t for p in context.reading.persons for t in p.name.split() if len(t) > 2}
    for sentence in context.reading.sentences:
        if sentence.heading:
            continue
        taken = [
            (m.start, m.end)
            for part in (
                sentence.actors, sentence.persons, sentence.engagements, sentence.instruments, sentence.programmes
            )
            for m in part
        ]  # fmt: skip
        taken += [(p.start, p.end) for p in sentence.places]
        for match in _NAME.finditer(text, sentence.start, sentence.end):
            at, name = _trim(match.group("name"))
            start = match.start() + at
            end = start + len(name)
            words = name.split()
            if name in out or len(words) < 2 or set(words) & never or set(words) & known:
                continue
            if any(a < end and start < b for a, b in taken) or _SHIP.search(
                text, max(sentence.start, start - 24), start
            ):
                continue
            of = next(
                (a for a in sentence.actors if text[end : a.start] in (" of ", " of the ") and a.actor.kind == "state"),
                None,
            )
            right = of.end if of else end
            does = _DOES.match(text, right, sentence.end)
            titled = _TITLED.match(text, end, sentence.end)
            before = _BEFORE.search(text, max(sentence.start, start - 24), start)
            alone = re.search(
                rf"(?:Mr|Ms|Mrs|Dr)\.? {re.escape(words[-1])}\b|(?<!{re.escape(words[-2])} "
                rf")\b{re.escape(words[-1])} (?:said|says|told|added)\b",
                text,
            )
            active = any(
                t.trigger.frame.shape in ("meet", "receive", "call", "travel")
                for t in sentence.triggers.get("happening", ())
            )
            nouns = any(e.type in ("summit", "visit", "dialogue", "ministerial") for e in sentence.engagements)
            if not (does or titled or alone or (before and (active or nouns))):
                continue
            if (
                before
                and not does
                and not titled
                and not alone
                and before.group().strip() in ("of", "from", "to", "for", "and", "by", "join", "joined")
                and not active
            ):
                continue
            state: Actor | None = context.focus.state(of.actor) if of else None
            out[name] = Person(name, state=state)
    return out
