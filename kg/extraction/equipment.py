"""Equipment: nouns of the lexicon with what stands before them, models by designation, and how many."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.extraction import designations
from kg.extraction.mentions import ItemMention

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.scan import Hit, Words

_EXAMPLE = re.compile(r"(?:such as|like|including|e\.g\.,?|for example)\s*(?:[\w-]+,?\s+){0,6}\Z")
_ORIGIN = frozenset(
    """funded made built supplied donated financed designed produced manufactured developed assembled gifted
    provided""".split()
)
_LINK = (" ", "-", "\u2011", "\u2010", " \u201c", ' "', "/", " \u2018", " '")
_BEFORE = frozenset(
    """new additional more used refurbished secondhand second hand modern advanced further other surplus decommissioned
    retired of units unit sets set large small such brand latest upgraded former ex old older ageing aging extra the its
    state art generation same pre owned newly built pieces rounds examples copies locally domestically these
    those them their""".split()
)
_ADJECTIVES = frozenset(
    """armed armoured armored unmanned uncrewed guided hulled powered propelled wheeled tracked towed mounted
    launched based manned crewed sized upgraded improved modified mixed winged integrated encrypted related
    fixed enhanced damaged expired associated tailored mildewed assisted equipped protected specialised
    specialized dedicated reconditioned modernised modernized weatherproofed bladed engined seated masted
    decked wooded unarmed unarmored""".split()
)
_MEASURES = frozenset("rounds shells batteries pieces sets kits units containers launchers magazines".split())
_COUPLES = {"pair": 2.0, "couple": 2.0, "trio": 3.0}
_SHORT = re.compile(r"\s\((?P<short>[A-Z][A-Za-z/&-]{1,10})\)")
_IN_BRACKETS = re.compile(r"[a-z] \((?P<figure>\d{1,3}(?:,\d{3})*)\) ?\Z")
"""A number in words with its figure: "sixteen (16) helicopters"."""
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_UNDER_ARMS = frozenset({"surface", "air", "ship", "ground", "shore", "land", "state", "vehicle"})


def items(
    words: Words, hits: list[Hit], low: int, high: int, lexicon: Lexicon, barriers: set[int]
) -> list[ItemMention]:
    """Return the equipment named between two words (half-open), in order and apart.

    Parameters
    ----------
    words : Words
        The document's.
    hits : list of Hit
        Item heads between the two words.
    low, high : int
        Words of one sentence.
    lexicon : Lexicon
        Its stop words and modifiers.
    barriers : set of int
        Words that belong to names of actors: a phrase does not extend over them.
    """
    if low >= high:
        return []
    text = words.text
    models = designations.spans(text, words.starts[low], words.ends[high - 1])
    inside: dict[int, tuple[int, int]] = {}
    for start, end, _ in models:
        first, last = bisect_left(words.starts, start), bisect_left(words.starts, end) - 1
        if not any(i in barriers for i in range(first, last + 1)):
            inside.update(dict.fromkeys(range(first, last + 1), (first, last)))
    out: list[ItemMention] = []
    skip = -1
    for position, hit in enumerate(hits):
        if hit.first <= skip:
            continue
        head = hit.payloads[0]
        last, generic = hit.last, head.weak
        if head.form == "name" and not text[words.starts[hit.first]].isupper():
            continue
        if any(i in barriers for i in range(hit.first, last + 1)):
            continue
        following = hits[position + 1] if position + 1 < len(hits) else None
        if following is not None and following.first == last + 1 and words.gap(last) in (" ", "-"):
            continue
        if hit.first > low and words.gap(hit.first - 1) == "-" and words.forms[hit.first - 1].lower() == "to":
            continue  # "ship-to-ship", "surface-to-air": no thing of its own
        if last + 1 < high and words.gap(last) == "-" and words.forms[last + 1].lower() not in ("class", "type"):
            continue  # "missile-armed", "ship-building": a modifier
        first = _phrase(words, hit.first, low, lexicon, barriers, inside)
        modifiers = [words.forms[i].lower() for i in range(first, hit.first)]
        if generic and not any(m in lexicon.sets["specific"] for m in modifiers):
            modifiers = []
        if generic and last + 1 < high and words.gap(last) == " " and words.forms[last + 1][0].isupper():
            continue  # a word of a name: "Capability Improvement Project"
        last = _technology(words, last, high)
        skip = max(skip, last)
        start, end = words.starts[first], words.ends[last]
        label = " ".join(text[start:end].split())
        short = _SHORT.match(text, end, words.ends[high - 1] + 1)
        if short and sum(c.isupper() for c in short["short"]) > 1 and not generic:
            label, end = f"{label} ({short['short']})", short.end()
        quantity = _quantity(words, first, low, lexicon, barriers)
        form = head.form or ("model" if any(i in inside for i in range(first, last + 1)) else "noun")
        out.append(ItemMention(start, end, label, quantity, False, generic and not modifiers, form))
        _split_head(words, first, low, out, lexicon, barriers)
    for start, end, kind in models:
        first = bisect_left(words.starts, start)
        if first not in inside or any(i.start <= start < i.end for i in out):
            continue
        quantity = None if kind == "hull" else _quantity(words, first, low, lexicon, barriers)
        out.append(ItemMention(start, end, " ".join(text[start:end].split()), quantity, False, False, kind))
    return _apart(text, words.starts[low], sorted(out, key=lambda i: (i.start, -i.end)))


def _apart(text: str, low: int, found: list[ItemMention]) -> list[ItemMention]:
    """Drop what lies inside another mention; mark examples."""
    out: list[ItemMention] = []
    for item in found:
        if out and item.start < out[-1].end:
            if item.end > out[-1].end:
                out[-1] = item
            continue
        item.example = bool(_EXAMPLE.search(text[max(low, item.start - 60) : item.start]))
        gap = text[out[-1].end : item.start] if out else ""
        if gap == " of " and out[-1].label.split()[-1].lower() in _MEASURES:
            out[-1].end, out[-1].label = item.end, " ".join(text[out[-1].start : item.end].split())
            continue
        if out and out[-1].example and not item.example:
            item.example = bool(re.fullmatch(r",?\s*(?:and|or)?\s*(?:\w+\s)?", gap))
        out.append(item)
    return out


def _phrase(
    words: Words, head: int, low: int, lexicon: Lexicon, barriers: set[int], inside: dict[int, tuple[int, int]]
) -> int:
    """Return the first word of the phrase that a head noun ends."""
    stop, first, length = lexicon.sets["item-stop"], head, 0
    while first > low and length < 6:
        before, gap = words.forms[first - 1], words.gap(first - 1)
        if first - 1 in inside and gap in _LINK:
            first = inside[first - 1][0]
            length += 1
            continue
        if first - 1 in barriers or gap not in _LINK:
            break
        if before == "to" and gap == "-" and first - 2 >= low and words.forms[first - 2].lower() in _UNDER_ARMS:
            first -= 2
            continue
        folded = before.lower()
        titled = (
            before in ("Advanced", "Modern")
            and first - 2 >= low
            and (words.forms[first - 2][0].isupper() or first - 2 in inside)
        )
        if not titled and (folded in stop or folded in lexicon.numbers or folded in _COUPLES):
            break
        thousands = first - 2 >= low and words.gap(first - 2) == "," and words.forms[first - 2].isdigit()
        if before.isdigit() and gap == "-" and thousands:
            first -= 2
            continue
        if before.isdigit() and gap == " ":
            break
        if before[0].isupper() and folded.endswith("ly"):
            break
        if folded.endswith("ed") and gap == " " and len(folded) > 4 and folded not in _ADJECTIVES and before.islower():
            break
        if gap in ("-", "\u2011") and folded in _ORIGIN:
            break
        first -= 1
        length += 1
    while first < head and (words.forms[first].lower().endswith("ly") or words.forms[first].lower() in _ORIGIN):
        first += 1
    return first


def _technology(words: Words, last: int, high: int) -> int:
    """Return the last word of "defence equipment and technology", which is one thing."""
    following = [w.lower() for w in words.forms[last + 1 : min(high, last + 3)]]
    before = words.forms[last - 1].lower() if last else ""
    pair = following == ["and", "technology"] and words.forms[last].lower() == "equipment"
    return last + 2 if pair and before in ("defence", "defense", "military") else last


def _split_head(
    words: Words, first: int, low: int, out: list[ItemMention], lexicon: Lexicon, barriers: set[int]
) -> None:
    """Read "radar or communication systems": a modifier of the same head, before the conjunction."""
    if first - 2 < low or words.forms[first - 1] not in ("and", "or"):
        return
    before = first - 2
    if words.gap(before) != " " or words.gap(first - 1) != " " or before in barriers:
        return
    word = words.forms[before]
    if word.lower() in lexicon.sets["specific"] and word.islower():
        if word not in lexicon.sets["item-heads"]:
            out[-1].start = words.starts[before]
            out[-1].label = " ".join(words.text[out[-1].start : out[-1].end].split())
            return
        if any(i.start <= words.starts[before] < i.end for i in out):
            return
        out.append(ItemMention(words.starts[before], words.ends[before], word, None, False, False))


def _quantity(words: Words, first: int, low: int, lexicon: Lexicon, barriers: set[int]) -> float | None:
    """Return the number that counts the phrase whose first word is given."""
    index = first - 1
    for _ in range(8):
        if index - 1 >= low and words.forms[index].lower() in _ORIGIN and words.gap(index - 1) in ("-", "\u2011"):
            index -= 2
        elif index >= low and (index in barriers or words.forms[index].lower() in _BEFORE):
            index -= 1
        else:
            break
    if index < low or not re.fullmatch(r"[\s\-\u2011“\"‘')]*", words.gap(index)):
        return None
    word = words.forms[index].lower()
    if word in _COUPLES:
        return _COUPLES[word]
    bracket = _IN_BRACKETS.search(words.text, max(words.starts[low], words.starts[index] - 12), words.ends[index] + 2)
    if bracket is not None:
        return float(bracket["figure"].replace(",", ""))
    if word.isdigit():
        return _digits(words, index, low, barriers)
    return _spelt(words, index, low, lexicon)


def _digits(words: Words, index: int, low: int, barriers: set[int]) -> float | None:
    word = words.forms[index]
    if index > low and words.gap(index - 1) == " ":
        maker = words.forms[index - 1]
        if 2 <= len(maker) <= 5 and maker.isalpha() and maker.isupper() and maker not in ("US", "UK", "UN", "EU"):
            return None  # a designation: "the MTU 396 engine", "AIM 9 missiles"
        if maker[0].isupper() and index - 1 > low and index - 1 not in barriers and maker.lower() not in _MONTHS:
            return None  # "the Arrowhead 140 frigates"
        if maker in ("Type", "Mk", "Mark", "Project", "Block", "Phase", "Article", "No", "Number", "Horizon"):
            return None
    if index > low and words.gap(index - 1) == "," and len(word) == 3 and words.forms[index - 1].isdigit():
        thousands = words.forms[index - 1]
        before = words.gap(index - 2)[-1:] if index - 2 >= 0 else " "
        return float(thousands + word) if len(thousands) <= 3 and before not in "$€£¥₱₹" else None
    if len(word) > 3 or not word.isdecimal() or (index > low and words.gap(index - 1) in (".", ",", "$", "-")):
        return None
    if index and words.gap(index - 1)[-1:] in ("$", "€", "£", "¥"):
        return None
    return float(word)


def _thousands(said: list[str], lexicon: Lexicon) -> float:
    """Return "one thousand two hundred" as a number."""
    total = part = 0.0
    for word in said:
        if word == "thousand":
            total, part = (part or 1) * 1000, 0.0
        elif word == "hundred":
            part = (part or 1) * 100
        else:
            part += float(lexicon.numbers.get(word, 0))
    return total + part


def _spelt(words: Words, index: int, low: int, lexicon: Lexicon) -> float | None:
    word = words.forms[index].lower()
    value = float(lexicon.numbers.get(word, 0)) or None
    if value is None:
        return None
    before = words.forms[index - 1].lower() if index - 1 >= low else ""
    times = lexicon.numbers.get(before)
    said = [w.lower() for w in words.forms[max(low, index - 4) : index]]
    if "thousand" in said and all(
        w in lexicon.numbers or w in ("thousand", "and") for w in said[said.index("thousand") :]
    ):
        return _thousands([*said[max(0, said.index("thousand") - 1) :], word], lexicon)
    if word in ("dozen", "hundred", "score"):
        if word == "dozen" and index - 2 >= low and words.forms[index - 2].lower() == "half":
            return value / 2
        if times or before.isdigit():
            return value * float(times or before)
        return value if before not in ("several", "few", "many") else None
    if times and times >= 20 and value < 10 and words.gap(index - 1) in ("-", " "):
        return times + value
    if before == "and" and index - 2 >= low and words.forms[index - 2].lower() == "hundred":
        return value + 100 * float(lexicon.numbers.get(words.forms[index - 3].lower(), 1))
    return value
