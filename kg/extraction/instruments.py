"""Phrases that mean an instrument: heads, their modifiers to the left, parties and subject to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction import instrument_words as words_of
from kg.extraction.appositions import joined
from kg.extraction.lexicon import Head
from kg.extraction.mentions import ActorMention, Group, InstrumentMention

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.scan import Hit, Words


class InstrumentFinder:
    """Finds instruments in sentences of one document; remembers the abbreviations that it defines."""

    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self.words, self.lexicon = words, lexicon
        self.abbreviations: dict[str, tuple[str | None, str | None]] = {
            short: (kind, None) for short, kind in lexicon.abbreviations.items()
        }

    def find(
        self,
        hits: list[Hit],
        low: int,
        high: int,
        actors: dict[int, ActorMention],
        groups: list[Group],
        sentence_end: int,
    ) -> list[InstrumentMention]:
        """Return the instruments between two words (half-open), in order.

        Parameters
        ----------
        hits : list of Hit
            Instrument heads among these words.
        actors : dict of int to ActorMention
            The actor that each word belongs to.
        sentence_end : int
            Code point at which the sentence ends.
        """
        out: list[InstrumentMention] = []
        taken = -1
        for position, hit in enumerate(hits):
            if (
                out
                and self.words.starts[hit.first] < out[-1].tail
                and (out[-1].alias or self.words.text[self.words.starts[hit.first] - 1] == "(")
            ):
                continue
            following = hits[position + 1] if position + 1 < len(hits) else None
            if following is not None and following.first == hit.last + 1 and self.words.gap(hit.last) == " ":
                if not following.payloads[0].bare:
                    continue  # "the Border Arrangements Treaty": the last noun is the head
                taken = max(taken, following.last) if following.first <= taken else taken
            if hit.first > taken and hit.first in actors and (named := self._registered(hit, actors[hit.first])):
                out.append(named)
                taken = hit.last
                continue
            if hit.first <= taken or hit.first in actors or (hit.last + 1 < high and self.words.gap(hit.last) == "-"):
                continue
            tail = self.words.ends[hit.last]
            bracket = words_of.BRACKET.match(self.words.text, tail) or words_of.SHORT_FORM.match(self.words.text, tail)
            tail = bracket.end() if bracket else tail
            later = [
                self.words.starts[h.first]
                for h in hits[position + 1 : position + 4]
                if self.words.starts[h.first] >= tail
            ]
            limit = later[0] if later else sentence_end
            found, taken = self._read(hit, low, high, actors, groups, limit, sentence_end)
            if found is not None:
                out.append(found)
        covered = [(m.start, m.tail) for m in out]
        for i in range(low, high):
            word = self.known(self.words.forms[i])
            if word is not None and i not in actors:
                start, _end = self.words.starts[i], self.words.ends[i]
                if any(a <= start < b for a, b in covered):
                    continue
                out.append(self._short(word, i, low, actors, groups, sentence_end))
        return joined(sorted(out, key=lambda m: m.start), self.words.text, self.lexicon)

    def _registered(self, hit: Hit, actor: ActorMention) -> InstrumentMention | None:
        """Return the instrument that is also the registry's name of a grouping: "the ANZUS Treaty"."""
        end = self.words.ends[hit.last]
        if actor.actor.kind != "grouping" or actor.end != end or actor.start == self.words.starts[hit.first]:
            return None
        text = self.words.text
        head: Head = hit.payloads[0]
        found = InstrumentMention(actor.start, end, head, head.type, name=text[actor.start : end], tail=end)
        found.definite, found.phrase = True, text[actor.start : end].lower()
        year = words_of.YEAR_BEFORE.search(text, max(0, actor.start - 5), actor.start)
        if year:
            found.year, found.start = year.group(1), year.start()
        self._classify(found, text[actor.start : end], "")
        found.security = found.type is not None
        return found

    def known(self, form: str) -> str | None:
        """Return the abbreviation that a word is, in its plural ("ACSAs") and as a word of its own ("Edca") too."""
        if form in self.abbreviations:
            return form
        if not form[0].isupper() or len(form) < 4:
            return None
        bare = form.removesuffix("s")
        if bare in self.abbreviations:
            return bare
        return bare.upper() if bare.upper() in self.abbreviations and bare[1:].islower() else None

    def _short(
        self, word: str, i: int, low: int, actors: dict[int, ActorMention], groups: list[Group], sentence_end: int
    ) -> InstrumentMention:
        kind, name = self.abbreviations[word]
        start, end = self.words.starts[i], self.words.ends[i]
        found = InstrumentMention(
            start, end, Head(word, kind, "agreement"), kind, name or word, tail=end, security=True, phrase=word
        )
        found.core = self.lexicon.cores.get(word)
        found.plural = self.words.forms[i].endswith("s") and word != self.words.forms[i]
        first, _ = self._left(i, low, actors, found)
        found.start = self.words.starts[first]
        found.abbreviated = True
        self._right(found, groups, sentence_end, end)
        found.definite = found.definite or not found.indefinite
        return found

    def _read(
        self,
        hit: Hit,
        low: int,
        high: int,
        actors: dict[int, ActorMention],
        groups: list[Group],
        limit: int,
        sentence_end: int,
    ) -> tuple[InstrumentMention | None, int]:
        words, text, lexicon = self.words, self.words.text, self.lexicon
        head: Head = hit.payloads[0]
        end = words.ends[hit.last]
        found = InstrumentMention(words.starts[hit.first], end, head, head.type, plural=head.plural, tail=end)
        first, name_first = self._left(hit.first, low, actors, found)
        found.start = words.starts[first]
        phrase = text[found.start : end]
        last = hit.last
        if text[words.starts[hit.first]].isupper():
            last = self._title_end(hit.last, high, sentence_end)
            end = words.ends[last]
            start_word = name_first if name_first is not None else hit.first
            if last > hit.last or start_word < hit.first or (hit.last > hit.first and not head.plural):
                found.name = " ".join(text[words.starts[start_word] : end].split())
        generic = head.word.startswith(words_of.COMMON)
        found.name = None if head.form == "exchange-of-notes" else found.name
        if found.name and found.name.lower() == head.word and (generic or " " not in head.word):
            found.name = None
        found.end, found.tail = end, max(found.tail, end)
        bracket = words_of.BRACKET.match(text, end) or words_of.SHORT_FORM.match(text, end)
        if bracket and bracket.end() <= sentence_end:
            short = bracket.group(1) or bracket.group(2)
            found.tail, found.alias = bracket.end(), short
            if found.name:
                found.name = f"{found.name} ({short})"
        year = words_of.OF_YEAR.match(text, found.tail)
        found.year = found.year or (year.group(1) if year else None)
        complement = words_of.complement(text, found.tail, min(limit, sentence_end))
        found.scope = found.tail + len(complement)
        self._right(found, groups, sentence_end, words.ends[hit.last])
        if words_of.KIND.match(text, end) or head.word.startswith(("similar ", "comparable ")):
            found.distributive = True
        found.phrase = phrase.lower()
        self._classify(found, phrase + " " + (found.name or ""), complement)
        if (bracket and short.upper() == short) or (bracket and short in ("MoU", "MoC")):
            generic = short in ("MOU", "MoU", "MOC", "MoC") or head.form == "exchange-of-notes"
            if not generic and found.type:
                self.abbreviations.setdefault(short, (found.type, found.name))
        scope = phrase + " " + complement
        found.security = bool(lexicon.security.search(scope)) or bool(
            found.type and found.type not in ("other", "joint-declaration", "procurement")
        )
        settled = found.type not in (None, "other", "procurement", "security-assistance", "joint-declaration")
        outside = not settled and (
            lexicon.out_of_scope.search(phrase + " " + (found.name or ""))
            or (not found.security and lexicon.out_of_scope.search(complement))
        )
        if outside and not lexicon.security.search(phrase + " " + (found.name or "")):
            return None, last
        if head.word == "treaty" and words_of.ALLIED.match(text, words.ends[hit.last]):
            return None, last
        if head.bare and (
            (found.type in (None, "defence-cooperation") and not (found.definite or head.plural))
            or words_of.CONSENT.match(text, words.ends[hit.last])
        ):
            return None, last
        if head.word == "agreement" and not found.definite and text.startswith(" in principle", found.end):
            return None, last
        if (
            head.word == "agreement"
            and not found.name
            and words_of.ABSTRACT.search(text, max(0, found.start - 24), found.end)
        ):
            return None, last
        if words_of.OTHERS.search(text, found.end, min(sentence_end, found.end + 60)) and not found.parties:
            return None, last
        return found, last

    def _left(
        self, head: int, low: int, actors: dict[int, ActorMention], found: InstrumentMention
    ) -> tuple[int, int | None]:
        words, sets = self.words, self.lexicon.sets
        first, name_first, at = head, None, head - 1
        capital = words.text[words.starts[head]].isupper()
        bracket = words_of.BRACKETED.search(words.text, words.starts[max(low, head - 14)], words.starts[head])
        if bracket and bracket.end() == words.starts[head]:
            while at >= low and words.starts[at] > bracket.start():
                at -= 1
            first = at + 1
            while (
                at >= low
                and (words.forms[at][0].isupper() or words.forms[at] in words_of.SMALL)
                and words.gap(at) in (" ", "-", " (")
            ):
                first, at = (at if words.forms[at][0].isupper() else first), at - 1
            found.name = " ".join(words.text[words.starts[first] : words.ends[head]].split())
            found.definite = True
            return first, first
        while at >= low and head - at <= 12:
            word, gap = words.forms[at], words.gap(at)
            lower = word.lower()
            if at in actors:
                actor = actors[at]
                possessive = gap.startswith(("'", "’"))
                if (
                    gap not in (" ", "-", "–", "—", "/", "\n", "\u2011", ".-", ".–", ". ", " – ", " - ")
                    and not possessive
                ):
                    break
                proper = (
                    capital and actor.name_kind in ("capital", "seat") and gap == " " and name_first in (None, at + 1)
                )
                if proper and at == head - 1:
                    name_first, found.definite = at, True
                elif actor.actor.kind != "organisation":
                    found.parties.append(actor.actor)
                while at >= low and actors.get(at) is actor:
                    at -= 1
                name_first = at + 1 if proper and name_first is not None else name_first
                first = at + 1
                if at >= low and words.forms[at] == "and" and at - 1 in actors and words.gap(at) == " ":
                    at -= 1
                continue
            if word == "s" and at - 1 in actors and words.gap(at - 1) in ("'", "’"):
                found.definite = True
                at -= 1
                continue
            if lower in ("us", "u") or gap not in (
                " ",
                "-",
                "–",
                "\n",
                "\u2011",
                " \u201c",
                ' "',
                "/",
                "’",
                "'",
                ", ",
                ".-",
            ):
                break
            if gap == ", " and not (word[0].isupper() and capital):
                break
            if lower in sets["instrument-stop"]:
                titled = (
                    capital and lower in words_of.SMALL and at - 1 >= low and name_first == at + 1
                    and words.forms[at - 1][0].isupper() and words.gap(at - 1) == " " and at - 1 not in actors
                    and words.forms[at - 1].lower() not in sets["instrument-stop"]
                )  # fmt: skip
                if not titled:
                    found.distributive = found.distributive or lower == "such"
                    if lower in sets["definite"]:
                        found.definite = True
                    elif lower in sets["indefinite"]:
                        found.indefinite = True
                    if lower in words_of.PENDING and at - 1 >= low and words.gap(at - 1) == " ":
                        found.definite = found.definite or words.forms[at - 1].lower() in sets["definite"]
                    break
            if word.isdigit() and len(word) == 4 and word[:2] in ("19", "20"):
                found.year = word
            elif lower in sets["indefinite"]:
                found.indefinite = True
            elif (
                word[0].isupper()
                and capital
                and (name_first is None or name_first == at + 1 or words.forms[at + 1].lower() in words_of.SMALL)
            ):
                name_first = at
            if lower in ("similar", "such", "same", "identical", "comparable"):
                found.distributive = True
            first = at
            at -= 1
        found.parties.reverse()
        return first, name_first

    def _title_end(self, last: int, high: int, sentence_end: int) -> int:
        words, text = self.words, self.words.text
        match = words_of.TITLE_GO.match(text, words.ends[last])
        if match is None or match.end() >= sentence_end or words_of.IN_TOWN.match(text, words.ends[last]):
            return last
        if words_of.MONTHS.match(text, match.end()):
            return last
        at, end = last + 1, last
        while at < high:
            gap = words.gap(at - 1)
            initials = (
                len(words.forms[at - 1]) == 1 and words.forms[at - 1].isupper() and gap in (".", ".-", ".–", ". ")
            )
            if (not initials and any(c in gap for c in '.;:()[]"“”')) or (
                ", " in gap and not words.forms[at][0].isupper()
            ):
                break
            word = words.forms[at]
            if word == "with" or (word in ("in", "at") and words.forms[min(at + 1, high - 1)] != "the"):
                break
            if word[0].isupper() and not words_of.MONTHS.match(text, words.starts[at]):
                end = at
            elif word not in words_of.SMALL and word != "s":
                break
            at += 1
        return end

    def _right(self, found: InstrumentMention, groups: list[Group], sentence_end: int, head_end: int) -> None:
        text = self.words.text
        has = words_of.HAS_WITH.match(text, found.tail, sentence_end)
        if has:
            near = [g for g in groups if 0 <= g.start - has.end() <= 8]
            found.parties.extend(a for g in near[:1] for a in g.actors[:1] if a.kind == "state")
            return
        titled = found.name is not None and head_end < found.end
        stop = text.find(";", found.end, sentence_end)
        for match in words_of.WITH.finditer(text, head_end, min(sentence_end if stop < 0 else stop, found.end + 160)):
            start = head_end if titled and match.start() < found.end else found.end
            if (
                match.start() >= found.end
                and words_of.BROKEN.search(text, start, match.start())
                and not (match.group(1) == "between" and words_of.CONTENT.fullmatch(text, start, match.start()))
            ):
                return
            near = [
                g
                for g in groups
                if 0 <= g.start - match.end() <= 70 and words_of.LEAD_IN.fullmatch(text, match.end(), g.start)
            ]
            if near:
                known = {p.identity for p in found.parties}
                chosen, found.with_ = [near[0]], match.group(1) == "with"
                if words_of.SEVERAL.match(text, match.end(), near[0].start):
                    found.distributive = True
                found.direct = not text[head_end : match.start()].strip() or text[found.end : match.start()] == " "
                if match.group(1) == "between" and len(near[0].actors) == 1:
                    chosen += [g for g in groups if words_of.AND.fullmatch(text, near[0].end, g.start)][:1]
                for group in chosen:
                    found.parties.extend(
                        a for a in group.actors if (a.kind != "organisation" or a.state) and a.identity not in known
                    )
                    found.tail = max(found.tail, group.end)
                return
            if match.group(1) == "between":
                found.bilateral = True
                bodies = words_of.BODIES.match(text, match.end(), sentence_end)
                if bodies:
                    found.parties.extend(words_of.body(bodies.group(n), groups, bodies.start(n)) for n in (1, 2))
                    found.direct, found.tail = True, bodies.end()
                    return
                if not titled:
                    return

    def _classify(self, found: InstrumentMention, phrase: str, complement: str) -> None:
        complement = words_of.OFFICES.sub("", complement)
        if found.type == "joint-declaration" and found.name and words_of.BORDER.search(found.name):
            found.type = "boundary"
        if found.type in ("joint-declaration", "security-assistance", "boundary") or found.head.word in words_of.FIXED:
            return
        matches = [(kind, m.group().lower()) for kind, pattern in self.lexicon.topics if (m := pattern.search(phrase))]
        kinds = [kind for kind, _ in matches]
        found.core = next((words for kind, words in matches if kind == "reciprocal-access"), None)
        specific = [k for k in kinds if k not in self.lexicon.sets["umbrella"]]
        below = [kind for kind, pattern in self.lexicon.topics if complement and pattern.search(complement)]
        below_specific = [k for k in below if k not in self.lexicon.sets["umbrella"]]
        order = (
            specific or kinds
            if found.plural and not found.distributive and not found.head.bare
            else specific or below_specific or kinds or below
        )
        if order and not (found.type == "procurement" and order[0] in ("maritime-security", "defence-cooperation")):
            found.type = order[0]
