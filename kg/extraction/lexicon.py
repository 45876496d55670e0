"""The lexicons of the rules, read once from the package's data files and compiled to tries and patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.extraction import datafiles
from kg.extraction.inflect import forms
from kg.extraction.scan import Trie

KINDS = (
    "agreement",
    "programme",
    "transfer",
    "engagement",
    "happening",
    "partnership",
    "membership",
    "stance",
    "incident",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One line of ``frames/KIND.yaml``: what a trigger says; ``happening`` serves the general reader of engagements."""

    id: str
    kind: str
    stage: str | None = None
    type: str | None = None
    step: str | None = None
    shape: str = "transitive"
    modality: str | None = None
    side: str | None = None
    role: str | None = None
    only: str | None = None
    implies: str | None = None
    transfer: str | None = None
    weak: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """A frame with the form of the verb that was found (``noun`` for fixed phrases)."""

    frame: Frame
    form: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head noun of an instrument, an engagement or an item."""

    word: str
    type: str | None = None
    form: str | None = None
    weak: bool = False
    plural: bool = False
    bare: bool = False


@dataclass(slots=True)
class Lexicon:
    """Everything the rules know about words; read-only after loading."""

    frames: dict[str, Trie]
    instruments: Trie
    abbreviations: dict[str, str]
    cores: dict[str, str]
    engagements: Trie
    items: Trie
    titles: Trie
    portfolios: Trie
    partnerships: Trie
    pairs: Trie
    topics: tuple[tuple[str, re.Pattern[str]], ...]
    out_of_scope: re.Pattern[str]
    security: re.Pattern[str]
    left_modality: tuple[tuple[str, str | None, re.Pattern[str]], ...]
    analysts: re.Pattern[str]
    reporting: frozenset[str]
    sets: dict[str, frozenset[str]]
    numbers: dict[str, int]
    currencies: dict[str, Any]
    programme_heads: tuple[tuple[str, str], ...]
    unique_offices: dict[str, str]
    ship_prefixes: dict[str, str]


def _load(name: str) -> Any:
    return datafiles.read(name)


def _any(patterns: list[str], *, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b", flags)


def _frames() -> dict[str, Trie]:
    irregular = _load("verbs.yaml")
    tries = {kind: Trie(fold=True) for kind in KINDS}
    for row in (dict(row) for kind in KINDS for row in _load(f"frames/{kind}.yaml")):
        verbs, phrases, extra = row.pop("verbs", []), row.pop("phrases", []), row.pop("irregular", [])
        frame = Frame(**row)
        for verb in verbs:
            for form, tag in forms(verb, irregular):
                tries[frame.kind].add(form, Trigger(frame, tag))
        for form in extra:
            tries[frame.kind].add(form, Trigger(frame, "ed"))
        for phrase in phrases:
            tries[frame.kind].add(phrase, Trigger(frame, "noun"))
    return tries


def _instruments(data: dict[str, Any]) -> Trie:
    trie = Trie(fold=True)
    for row in data["heads"]:
        for word in row["words"]:
            last = word.split(" ")[-1]
            plural = (
                last.endswith("s") and last not in ("notes", "letters", "cooperation", "principles", "verbales")
            ) or word.startswith(("memoranda", "memorandums", "letters"))
            plural = plural and not row.get("singular")
            head = Head(word, row.get("type"), row.get("form"), bool(row.get("weak")), plural, bool(row.get("bare")))
            trie.add(word, head)
    return trie


def _titles(data: dict[str, Any]) -> Trie:
    trie = Trie(fold=True)
    for rank in data["ranks"]:
        trie.add(rank, ("rank", rank))
        if rank.split(" ")[-1] in ("General", "Admiral", "Colonel", "Captain", "Marshal", "Commodore", "Brigadier"):
            trie.add(rank + "s", ("offices", rank))
    for office in data["offices"]:
        trie.add(office, ("office", office))
        trie.add(_plural(office), ("offices", office))
    return trie


def _plural(office: str) -> str:
    """Return the plural of an office: "Chiefs of Staff", "Secretaries of State", "Attorneys General"."""
    words = office.split(" ")
    at = next((i - 1 for i, w in enumerate(words) if i and w in ("of", "to", "in", "for", "General", "ad", "at")), -1)
    word = words[at]
    words[at] = word[:-1] + "ies" if word.endswith("ry") else word[:-3] + "men" if word.endswith("man") else word + "s"
    return " ".join(words)


def _simple(words: list[str], payload: Any = None) -> Trie:
    trie = Trie(fold=True)
    for word in words:
        trie.add(word, payload if payload is not None else word)
    return trie


@cache
def lexicon() -> Lexicon:
    """Return the compiled lexicon; built at the first call, never changed."""
    inst, titles, items = _load("instruments.yaml"), _load("titles.yaml"), _load("items.yaml")
    phrases, modality = _load("phrases.yaml"), _load("modality.yaml")
    frames = _frames()
    engagements = Trie(fold=True)
    for row in _load("engagements.yaml")["heads"]:
        for word in row["words"]:
            engagements.add(
                word,
                Head(word, row["type"], plural=word.endswith("s") and not word.endswith(("talks", "consultations"))),
            )
    item_trie = Trie(fold=True)
    for word in items["heads"]:
        item_trie.add(word, Head(word))
    for word in items["generic"]:
        item_trie.add(word, Head(word, weak=True))
    for word in items["names"]:
        item_trie.add(word, Head(word, form="name"))
    levels = Trie(fold=True)
    for row in phrases["partnership_levels"]:
        for word in row["words"]:
            levels.add(word, Head(word, row["type"]))
    pairs = _simple(phrases["pair"], 2)
    for word in phrases["trio"]:
        pairs.add(word, 3)
    lower = {
        name: frozenset(str(w).lower() for w in source[key])
        for name, source, key in (
            ("instrument-stop", inst, "stop"),
            ("indefinite", inst, "indefinite"),
            ("definite", inst, "definite"),
            ("item-stop", items, "stop"),
            ("specific", items, "specific_modifiers"),
            ("funding", items, "funding"),
            ("item-heads", items, "heads"),
            ("item-names", items, "names"),
            ("former", titles, "former"),
            ("elect", titles, "elect"),
            ("modifiers", titles, "modifiers"),
            ("between", phrases, "between"),
            ("ranks", titles, "ranks"),
            ("heads", titles, "heads"),
            ("envoys", titles, "envoys"),
            ("weak-titles", titles, "weak"),
            ("ministry-words", titles, "ministry_words"),
            ("subjects", titles, "subjects"),
            ("capital-modifiers", titles, "capital_modifiers"),
            ("units", titles, "units"),
            ("commands", titles, "commands"),
            ("relational", titles, "relational"),
            ("counterparts", titles, "counterparts"),
            ("abbreviated", titles, "abbreviated"),
            ("names-too", titles, "names_too"),
        )
    }
    lower["civil-secretaries"] = frozenset(_load("engagements.yaml")["civil_secretaries"])
    exact = {
        name: frozenset(source[key])
        for name, source, key in (
            ("honorifics", titles, "honorifics"),
            ("particles", titles, "particles"),
            ("suffixes", titles, "suffixes"),
            ("never", titles, "never_in_names"),
            ("org-heads", phrases, "org_heads"),
            ("org-of", phrases, "org_of"),
            ("umbrella", inst, "umbrella"),
            ("postnominals", titles, "postnominals"),
            ("body-heads", titles, "body_heads"),
            ("seats", phrases, "seats"),
        )
    }
    last_words = {office.split(" ")[0].lower() for office in titles["offices"] if " " not in office}
    lower["title-words"] = frozenset(last_words - {"chair", "head", "consul", "general", "king", "queen"})
    heads = [(word, kind) for kind, words in phrases["programme_heads"].items() for word in words]
    return Lexicon(
        frames=frames,
        instruments=_instruments(inst),
        abbreviations=dict(inst["abbreviations"]),
        cores=dict(inst["cores"]),
        engagements=engagements,
        items=item_trie,
        titles=_titles(titles),
        portfolios=_simple(titles["portfolios"]),
        partnerships=levels,
        pairs=pairs,
        topics=tuple((row["type"], _any([f"(?:{p})(?:e?s)?" for p in row["any"]])) for row in inst["topics"]),
        out_of_scope=_any(inst["out_of_scope"]),
        security=re.compile(r"\b(?:" + "|".join(phrases["security"]) + ")", re.IGNORECASE),
        left_modality=tuple(
            (
                row["modality"],
                row.get("force"),
                re.compile(r"(?:^|[ ,;(])(?:" + "|".join(row["any"]) + r") *$"),
            )
            for row in modality["left"]
        ),
        analysts=_any(modality["analysts"]),
        reporting=frozenset(modality["reporting"]),
        sets=lower | exact,
        numbers=dict(items["numbers"]),
        currencies=_load("currencies.yaml"),
        programme_heads=tuple(sorted(heads, key=lambda h: (-len(h[0]), h[0]))),
        unique_offices={k.lower(): v for k, v in titles["unique"].items()},
        ship_prefixes=dict(titles["ship_prefixes"]),
    )
