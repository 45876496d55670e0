"""Words of a sentence as verbs, nouns and function words, by closed lists and the words beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.extraction import datafiles
from kg.extraction.inflect import forms

BE = {"is": "s", "are": "s", "am": "s", "was": "past", "were": "past", "be": "base", "been": "pp", "being": "ing"}
HAVE = {"has": "s", "have": "base", "had": "past", "having": "ing", "ve": "base"}
DO = {"do": "base", "does": "s", "did": "past"}
NEGATIONS = frozenset({"not", "never", "hardly", "scarcely", "t"})


@dataclass(frozen=True, slots=True)
class English:
    """The closed classes, and every known verb form with its base form."""

    verbs: dict[str, tuple[tuple[str, str], ...]]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    subordinators: frozenset[str]
    either: frozenset[str]
    relatives: frozenset[str]
    modals: frozenset[str]
    pronouns: frozenset[str]
    adverbs: frozenset[str]
    object_control: frozenset[str]
    nouns_too: frozenset[str]
    that_verbs: frozenset[str]
    to_nouns: frozenset[str]
    phrasal: frozenset[str]


def _load(name: str) -> Any:
    return datafiles.read(name)


@cache
def english() -> English:
    """Return the word classes; built at the first call, never changed."""
    from kg.extraction.lexicon import KINDS

    data, irregular = _load("english.yaml"), _load("verbs.yaml")
    bases = set(data["verbs"].split())
    for kind in KINDS:
        for row in _load(f"frames/{kind}.yaml"):
            bases |= {v.split(" ")[0].split("-")[-1] for v in row.get("verbs", ())}
    known: dict[str, dict[tuple[str, str], None]] = {}
    for base in sorted(bases - {"be", "do"}):
        for form, tag in forms(base, irregular):
            known.setdefault(form.lower(), {})[(base, tag)] = None
    return English(
        verbs={form: tuple(tags) for form, tags in known.items()},
        **{
            key: frozenset(str(w).lower() for w in data[name])
            for key, name in (
                ("determiners", "determiners"),
                ("prepositions", "prepositions"),
                ("conjunctions", "conjunctions"),
                ("subordinators", "subordinators"),
                ("either", "both_prep_and_subordinator"),
                ("relatives", "relatives"),
                ("modals", "modals"),
                ("pronouns", "pronouns"),
                ("adverbs", "adverbs"),
                ("object_control", "object_control"),
                ("nouns_too", "nouns_too"),
                ("that_verbs", "that_verbs"),
                ("to_nouns", "to_nouns"),
                ("phrasal", "phrasal"),
            )
        },
    )
