"""Who may be a subject: names, bodies, craft, pronouns and "the ministry", where they open a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction.gazetteer import gazetteer
from kg.extraction.kinds import bodies
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Group, PersonMention, Sentence

_TITLED = re.compile(r"(?:\b(?:(?:[A-Z][\w.&’'-]*|the|The) )+)\Z")
_PLURAL = re.compile(r" (?:are|were|have|had|do|did|don['’]t|say|said|want|will|also|[a-z]+ed|[a-z]+ly)\b")
_LEADING = re.compile(
    r"(?:\b(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Hon|Sir|Shri|Gen|Adm|Lt|Col)\.?|[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|"
    r"[Hh]is|[Hh]er|[Oo]ur|[Ss]ome|[Ss]everal|[Mm]any|[Bb]oth|[Tt]op|[Ss]enior|[Aa]cting|"
    r"[Tt]hen|[Ff]ormer|[Oo]ther|[Uu]nnamed|[Oo]utgoing|[Vv]isiting|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|"
    r"[Ff]ive|[Ss]ix|[Ss]even|"
    r"[Ee]ight|[Nn]ine|[Tt]en|[Dd]ozens of|[Aa]nother|[Aa]n? (?:group|pair|number|fleet|swarm|"
    r"formation|flotilla) of|\d{1,3}|"
    r"[Ff]oreign|[Dd]efen[cs]e|[Mm]inistry|[Dd]epartment|[Nn]avy|[Aa]rmy|[Mm]ilitary|[Ee]mbassy|"
    r"[Gg]overnment|[Ss]tate|[Pp]residential|"
    r"[Pp]alace|[Cc]oast [Gg]uard|[Pp]olice|[Cc]hief|[Ll]ead|[Oo]fficial|"
    r"(?:[A-Z]\w+['’]s )?(?:[Nn]eighbou?r(?:ing)?|"
    r"ally|partner|rival)|larger?|small(?:er)?|"
    r"suspected|armed|unidentified|[Oo]fficials (?:of|from|in)|[Ff]ederal|nearby|more|"
    r"[Aa] spokes(?:person|man|woman) (?:for|of)|[Ss]pokes(?:person|man|woman|persons|people) (?:for|"
    r"of)|[Tt]he [Gg]overnments? of|"
    r"(?:[Tt]op )?[Dd]iplomats (?:of|from)|[Mm]ember [Ss]tates of|[Dd]efen[cs]e chiefs of|[Tt]roops from|"
    r"[Ff]orces (?:from|of)|[Vv]essels (?:from|"
    r"of)|[Ss]hips (?:from|of)|"
    r"(?:[Pp]eople|[Gg]overnments?|[Mm]inistry|[Ee]mbassy|[Nn]avy|[Mm]ilitary|[Ll]eaders?|[Mm]inisters?|"
    r"[Mm]inisters? of (?:[Dd]efen[cs]e|[Ff]oreign [Aa]ffairs)|[Pp]residents?|[Aa]uthorities|"
    r"[Rr]epresentatives?|[Aa]mbassadors?|"
    r"[Cc]hiefs?|[Ss]ecretary|[Ss]ecretaries|[Dd]elegations?|[Ee]nvoys?) (?:of|from|for))\s+)\Z"
)
LAST = re.compile(r"([\w’']+)[\s]*\Z")
_ADVERBIAL = re.compile(
    r"(?:(?:Q|A|Question|Answer): )?(?:In|On|At|During|After|Before|For|With|As|Under|Following|"
    r"Amid|Since|By|From|Over|Until|Despite|Upon|Throughout|"
    r"Last|This|Next|Earlier|Later|Late|Early|Asked|Again|Also|Here|There|Only|So|Yet|Still|"
    r"Then|Now|That same|The same)\b[^,;:]*\Z"
)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Za-z .’']{2,24}(?:[,/] ?[A-Z][A-Za-z .’']{2,24})?)(?:,? \(?[^—–:;()]{0,24}\)?)?\s?(?:—|"
    r"–|--| - |/)"
)
_SHORT = re.compile(r" \([A-Z][A-Z-]{1,8}\)")
_ONLY = re.compile(r"(?:Only|Not|Nor|Neither|Never|Rarely|Seldom|So|Then)\b")
_INVERTED = frozenset("could may might would will did does has had is are was were do have can should".split())
_HANGS = re.compile(r",? (of|in|to|for|from|at) (?:the )?")
_GOVERNING = re.compile(
    r"\b(?:to|with|by|of|for|from|in|at|on|against|over|about|[a-z]+ed|met|told|wrote|is|are|was|were)\Z"
)
_BODY = re.compile(
    r"\b[Tt]he (?P<name>(?:[A-Z][\w’-]+ (?:(?:of|for|and|on) )?){1,5}(?:Council|Bureau|Agency|"
    r"Ministry|Department|Guard|Navy|Army|Police|Force|Forces|"
    r"Investigation|Affairs|Defen[cs]e|Staff|Command|Commission|Office|Task Force|Service|Security)"
    r"(?: \([A-Z]{2,8}\))?)(?![\w’'])"
)
_PRONOUN = re.compile(
    r"\b(?:(?P<we>[Ww]e|[Oo]ur (?:\w+ )?(?:ships?|vessels?|boats?|crews?|aircraft|jets?|troops|"
    r"forces|soldiers|navy|coast guard|personnel|sailors|pilots))|(?P<he>[Hh]e|[Ss]he)|(?P<they>[Tt]hey)|"
    r"(?P<it>[Ii]t)|(?P<who>who|which)|"
    r"(?P<all>(?:[Tt]he|[Bb]oth|[Aa]ll|[Tt]hese|[Ee]ither) (?:of )?(?:the )?(?:two |three |four |"
    r"five )?(?:[A-Z]\w+ )?(?:countries|nations|sides|governments|parties|"
    r"[Ll]eaders|[Mm]inisters|[Ss]ecretaries|[Pp]residents|[Pp]rime [Mm]inisters|(?:[Dd]efen[cs]e|"
    r"[Ff]oreign) [Mm]inisters|[Cc]hiefs of [Dd]efen[cs]e|(?:(?:[Dd]efen[cs]e|[Ff]oreign) )?chiefs|"
    r"(?:top )?diplomats|envoys|"
    r"partners|allies|neighbou?rs|principals|participants|delegations|heads of (?:state|delegation|government)|"
    r"[Pp]articipating (?:countries|states)|[Ss]ides)|[Aa]ll (?:two|three|four|five)|[Tt]he (?:two|"
    r"three|four|trio|pair|quartet)|"
    r"Ministers(?! of\b)|Secretaries and Ministers|Leaders(?! of\b)|Officials of the (?:two|"
    r"three|four) (?:countries|sides|governments))|"
    r"(?P<his>(?:[Hh]is|[Hh]er) (?:government|administration|country|ministry|office))|"
    r"(?P<one>[Tt]he (?:\w+ )?(?i:ministry|embassy|spokes(?:person|man|woman)|official|minister|"
    r"president|prime minister|"
    r"secretary|ambassador|commodore|general|admiral|commander|agency|department|bureau|council|"
    r"government|statement|communiqu[eé]|"
    r"premier|chancellor|leader|coast guard|navy|army|military|high commission(?:er)?|mission|"
    r"command|bloc|grouping|alliance|envoy|chief|"
    r"North|South|mainland|island|kingdom)(?! (?:Opposition|General|Council|Party|Korea|China))))"
    r"(?= )(?! (?:of|for|in|from) )",
)


@dataclass(slots=True)
class Voice:
    """One subject: the states that it stands for, bodies and groupings as named, persons."""

    start: int
    end: int
    states: list[Actor] = field(default_factory=list)
    others: list[Actor] = field(default_factory=list)
    persons: list[PersonMention] = field(default_factory=list)
    kind: str = "name"
    noun: str = ""

    @property
    def keys(self) -> set[str]:
        """The identities of the states and of what else is named."""
        return {a.identity for a in (*self.states, *self.others)}


class Voices:
    """The possible subjects of one document, sentence by sentence."""

    def __init__(self, context: Context) -> None:
        self.context, self.text, self.words = context, context.text, bodies.words()
        self._found: dict[int, list[Voice]] = {}
        self._main: dict[int, Voice | None] = {}
        self._parties: list[Actor] | None = None
        self._joint: bool | None = None
        self._home_state: tuple[Actor | None] | None = None

    def voices(self, sentence: Sentence) -> list[Voice]:
        """Return the possible subjects of a sentence in order."""
        if sentence.index not in self._found:
            self._found[sentence.index] = self._read(sentence)
        return self._found[sentence.index]

    def parties(self) -> list[Actor]:
        """Return the states (and groupings) that a joint text speaks for: those that meet at its head."""
        if self._parties is None:
            best: list[Actor] = []
            for sentence in self.context.reading.sentences[:16]:
                seen: dict[str, Actor] = {}
                for p in sentence.persons:
                    state = self.context.person_state(p)
                    if state is not None:
                        seen.setdefault(state.identity, state)
                    elif p.organisation is not None and p.organisation.kind == "grouping":
                        seen.setdefault(p.organisation.identity, p.organisation)
                for g in sentence.groups:
                    if len(g.actors) > 1 and g.prep in ("", "of", "between", "both"):
                        for a in g.actors:
                            if (s := self.context.focus.state(a) or (a if a.kind == "grouping" else None)) is not None:
                                seen.setdefault(s.identity, s)
                if len(seen) > len(best) and len(seen) > 1:
                    best = list(seen.values())
            self._parties = best
        return self._parties

    def home(self) -> Actor | None:
        """Return the state of the dateline, or of a service that heads a release: where "the ministry" is at home."""
        if self._home_state is None:
            self._home_state = (self._dateline(),)
        return self._home_state[0]

    def _dateline(self) -> Actor | None:
        capitals = gazetteer(self.context.reading.registry).capitals
        for sentence in self.context.reading.sentences[:6]:
            line = _DATELINE.match(sentence.text)
            for name in re.split(r", |/| \(", line.group("place")) if line else ():
                state = self.context.focus.by_key(capitals.get(name.strip().title(), ""))
                if state is not None:
                    return state
        return None

    def _speaks_as_one(self) -> bool:
        """Whether the text speaks as "we", or calls itself a joint statement."""
        if self._joint is None:
            head = " ".join(s.text for s in self.context.reading.sentences[:3])
            ours = sum(1 for s in self.context.reading.sentences if re.match(r"We\b", s.text))
            self._joint = ours > 1 or bool(
                re.search(r"(?i)\bjoint (?:press )?(?:statement|communiqu|declaration|readout)", head)
            )
        return self._joint and len(self.parties()) > 1

    def _read(self, sentence: Sentence) -> list[Voice]:
        out: list[Voice] = []
        chain: list[PersonMention] = []
        for p in sentence.persons:
            if (
                chain
                and p.start - chain[-1].end < 90
                and re.search(r"\band\b|,\s*$", self.text[chain[-1].end : p.start])
            ):
                chain.append(p)
                continue
            self._chain(sentence, chain, out)
            chain = [p]
        self._chain(sentence, chain, out)
        for group in sentence.groups:
            if not any(p.start <= group.start and group.end <= p.end for p in sentence.persons):
                voice = self._named(sentence, group)
                if voice is not None and not any(p.start <= voice.start < p.end for p in sentence.persons):
                    out.append(voice)
        for match in self.words.prefix.finditer(self.text, sentence.start, sentence.end):
            state = self.context.focus.by_key(self.words.prefixes[match.group(1)])
            if state is not None and self._opens(sentence, match.start()):
                end = re.compile(r"(?:[A-Z][\w’-]*|\(\d+\)|\d+)(?: (?:[A-Z][\w’-]*|\(\w+\)|\d+))*").match(
                    self.text, match.end()
                )
                out.append(Voice(match.start(), end.end() if end else match.end(), [state], noun="ship"))
        out += self._unplaced(sentence, out)
        taken = [(v.start, v.end) for v in out]
        for match in _PRONOUN.finditer(self.text, sentence.start, sentence.end):
            kind = str(match.lastgroup)
            if any(a <= match.start() < b for a, b in taken):
                continue
            if kind != "who" and not self._opens(sentence, match.start()):
                continue
            out.append(Voice(match.start(), match.end(), kind=kind, noun=match.group().lower()))
        return sorted(out, key=lambda v: (v.start, v.end))

    def _unplaced(self, sentence: Sentence, known: list[Voice]) -> list[Voice]:
        """Return bodies that no state stands beside, as the dateline's: "the National Security Council"."""
        home = self.home()
        if home is None:
            return []
        out = []
        for match in _BODY.finditer(self.text, sentence.start, sentence.end):
            start, end = match.start(), match.end()
            if any(v.start < end and start < v.end for v in known) or not self._opens(sentence, start):
                continue
            if any(a.start < end and start < a.end for a in sentence.actors) or any(
                p.start < end and start < p.end for p in sentence.persons
            ):
                continue
            label = " ".join(match.group("name").split())
            noun = re.sub(r" \([^)]*\)\Z", "", label).lower()
            made = bodies.body(self.context.reading.registry, home.key or "", noun, label)
            voice = Voice(start, end, [home], [made or Actor(label, "organisation", None, home.key)], noun=noun)
            self._stretch(sentence, voice)
            out.append(voice)
        return out

    def _chain(self, sentence: Sentence, chain: list[PersonMention], out: list[Voice]) -> None:
        start = self._start(sentence, chain[0].start) if chain else 0
        titled = _TITLED.search(self.text, max(sentence.start, start - 50), start) if chain else None
        start = titled.start() if titled else start
        if chain and self._opens(sentence, start):
            voice = self._person(list(chain), start, chain[-1].end, sentence)
            self._stretch(sentence, voice)
            out.append(voice)

    def _person(self, persons: list[PersonMention], start: int, end: int, sentence: Sentence | None = None) -> Voice:
        states: dict[str, Actor] = {}
        others = []
        for p in persons:
            state = self.context.person_state(p) or (self._home(sentence, p) if sentence else None)
            if state is not None:
                states.setdefault(state.identity, state)
            if p.organisation is not None and p.organisation.kind in ("grouping", "organisation"):
                others.append(p.organisation)
        return Voice(start, end, list(states.values()), others, persons)

    def _home(self, sentence: Sentence, person: PersonMention) -> Actor | None:
        """Return the state of a spokesperson whom nothing but the text around them places."""
        for a in sentence.actors:
            beside = a.prep == "in" and a.name_kind in ("capital", "seat") and 0 <= a.start - person.end < 12
            if beside and self.text[a.end : a.end + 1] == ",":
                return self.context.focus.state(a.actor)
        office = (person.office or "").lower()
        lines = (sentence.index, sentence.index - 1) if "spokes" in office else (sentence.index,)
        for index in lines:
            if index < 0:
                break
            other = self.context.reading.sentences[index]
            states = self.context.focus.states_in(other, high=person.start, acting=True)
            if len(states) == 1:
                return states[0]
            if states:
                break
        return self.home() if re.search(r"spokes|minister|secretary|chief|commander", office) else None

    def _named(self, sentence: Sentence, group: Group) -> Voice | None:
        last = group.members[-1]
        if self.text[group.start - 1 : group.start] == "(" and self.text[group.end : group.end + 1] == ")":
            return None
        end, noun = group.end, ""
        short = _SHORT.match(self.text, last.end)
        end = short.end() if short else end
        role = self.words.role.match(self.text, end, min(sentence.end, end + 70))
        bare = not last.adjective and not last.possessive
        if role is not None and not (bare and role.start("noun") - end > 2):
            end, noun = role.end(), role.group("noun").lower()
            last_word = re.sub(r" \([^)]*\)\Z", "", role.group().lower()).split()[-1]
            noun = last_word if last_word in self.words.craft and noun not in self.words.body_of else noun
        elif last.adjective or last.possessive:
            the = self.text[max(sentence.start, group.start - 4) : group.start].lower() == "the "
            people = the or self.text[group.end - 1 : group.end] == "s"
            if (
                last.possessive
                or not people
                or not _PLURAL.match(self.text, group.end, min(sentence.end, group.end + 16))
            ):
                return None
        start = self._start(sentence, group.start)
        ahead = self._ahead(sentence, start, group)
        start = self._start(sentence, ahead[0].start) if ahead else start
        if not self._opens(sentence, start):
            return None
        voice = self._actors(group, start, end, noun)
        for earlier in ahead:
            voice.states = [s for a in earlier.actors if (s := self.context.focus.state(a))] + voice.states
        voice.states = list({s.identity: s for s in voice.states}.values())
        if noun:
            self._stretch(sentence, voice)
        return voice

    def _ahead(self, sentence: Sentence, start: int, group: Group) -> list[Group]:
        """Return the groups that an abbreviation in brackets parts from the last one: "A, B (BBB), and C"."""
        out: list[Group] = []
        at = start
        for other in reversed([g for g in sentence.groups if g.end <= start]):
            short = self.text[other.start - 1 : other.start] == "(" and self.text[other.end : other.end + 1] == ")"
            if short and not out and self.text[other.end + 1 : at].strip() in (",", "and", ", and"):
                at = other.start - 2
                continue
            if at < start and other.end == at and not other.members[-1].possessive:
                out.insert(0, other)
            break
        return out

    def _actors(self, group: Group, start: int, end: int, noun: str) -> Voice:
        last = group.members[-1]
        states: dict[str, Actor] = {}
        others: list[Actor] = []
        for a in group.actors:
            state = self.context.focus.state(a)
            if state is not None:
                states.setdefault(state.identity, state)
            if a.kind in ("grouping", "organisation"):
                others.append(a)
        if noun and len(states) == 1 and last.actor.kind == "state" and last.actor.key:
            label = " ".join(self.text[last.start : end].split())
            other = self.context.focus.other(last.actor.key)
            made = bodies.body(
                self.context.reading.registry, last.actor.key, noun, label, other=other.key if other else None
            )
            if made is not None:
                others.append(made)
        shown = noun or (last.actor.label.lower() if last.actor.kind == "organisation" else "")
        return Voice(start, end, list(states.values()), others, noun=shown)

    def _stretch(self, sentence: Sentence, voice: Voice) -> None:
        """Take in what hangs on a subject: "the minister of Japan", "the embassy in Canberra"."""
        group = next((g for g in sentence.groups if 0 < g.start - voice.end < 12), None)
        if group is None or group.members[-1].possessive or group.members[0].adjective:
            return
        link = _HANGS.fullmatch(self.text[voice.end : group.start])
        if link is None:
            return
        voice.end = group.end
        if link.group(1) == "of" and voice.persons and not voice.states:
            voice.states = [s for a in group.actors if (s := self.context.focus.state(a))]

    def _start(self, sentence: Sentence, at: int) -> int:
        """Return where the noun phrase that ends in a name begins: articles, numbers and offices before it."""
        for _ in range(5):
            found = _LEADING.search(self.text, max(sentence.start, at - 60), at)
            if found is None:
                break
            at = found.start()
        return at

    def _opens(self, sentence: Sentence, at: int) -> bool:
        """Whether what stands before an offset lets a subject begin there."""
        left = self.text[sentence.start : at].rstrip()
        left = (
            re.sub(r"\b(?:[Tt]he|[Aa]n?|[Aa]cting|[Tt]hen|[Ff]ormer|[Aa]nd)$", "", left).rstrip()
            if not left.endswith(" and")
            else left
        )
        if not left or left[-1] in ",;:—–-·►▪*\"“”()•.?!|'‘’…":
            return True
        if len(left) < 60 and _ADVERBIAL.match(left) and not _GOVERNING.search(left):
            return not any(p.end <= at and p.start >= sentence.start for p in sentence.persons)
        found = LAST.search(left)
        word = found.group(1).lower() if found else ""
        if word in _INVERTED and _ONLY.match(sentence.text):
            return True
        return word in self.words.openers or word.isdigit()
