"""What a model names, held against the document and the registry: labels, identifiers, years and numbers.

No identifier is taken on trust: the registry, or the Unicode CLDR for the names of states in other languages, has to
know the label as a name of that identifier.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extraction.gate import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.registry import Entity, Registry

_LANGUAGES = (
    "ar bn de dv en es fa fil fr he hi id it ja km ko lo mn mr ms my ne nl pl pt ru si sw ta te th tr uk ur vi zh "
    "zh_Hant"
).split()
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ERAS = ((re.compile(r"令和\s*(\d{1,2}|元)"), 2018), (re.compile(r"平成\s*(\d{1,2}|元)"), 1988),
         (re.compile(r"民國\s*(\d{2,3})"), 1911), (re.compile(r"民国\s*(\d{2,3})"), 1911))  # fmt: skip
_BUDDHIST = 543
_WORDS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve dozen twenty thirty forty fifty hundred thousand
    million billion trillion a an single pair""".split()
)


class Standing:
    """What one document and the registry say of names and numbers.

    Parameters
    ----------
    text : str
        The document's.
    published : str or None
        Its day.
    registry : Registry
        The known actors.
    """

    def __init__(self, text: str, published: str | None, registry: Registry) -> None:
        self._folded = fold(text)
        self._registry = registry
        self._published = published
        self._years = years(text)
        if published:
            year = int(published[:4])
            self._years |= {year - 1, year, year + 1}
        self._seen: dict[str, bool] = {}

    def named(self, label: str) -> bool:
        """Whether a label stands in the document as words of its own, but for case, spaces and marks."""
        if label not in self._seen:
            folded = fold(label)
            base, _, short = folded.partition(" (")
            self._seen[label] = self._words(folded) or (
                bool(short) and self._words(base) and self._words(short.rstrip(")"))
            )
        return self._seen[label]

    def _words(self, folded: str) -> bool:
        if not folded:
            return False
        start = r"(?<![^\W_])" if _spaced(folded[0]) else ""
        end = r"(?![^\W_])" if _spaced(folded[-1]) else ""
        return re.search(start + re.escape(folded) + end, self._folded) is not None

    def entity(self, label: str, given: str | None) -> tuple[Entity | None, bool]:
        """Return the entity that a label names, and whether an identifier that the model gave was refused.

        Parameters
        ----------
        label : str
            As the document has it.
        given : str or None
            The model's identifier; it only chooses between entities that share the name.
        """
        keys = _keys(self._registry).get(_bare(label), {})
        local = _cldr(self._registry).get(_bare(label))
        known = {*keys, *([local] if local else [])}
        wanted = given.strip().upper() if given else None
        if wanted in known:
            return self._registry.get(str(wanted)), False
        sure = [k for k in known if not keys.get(k, False)]
        entity = self._registry.get(sure[0]) if len(sure) == 1 else None
        return entity, wanted is not None

    def key(self, given: str) -> str | None:
        """Return a key that a person acts for, if the registry has it and the document names it or a body of it."""
        key = given.strip().upper()
        if key not in self._registry:
            entity, _ = self.entity(given, None)
            return entity.key if entity and self.named(given) else None
        forms = _forms(self._registry).get(key, ())
        return key if any(self._words(form) for form in forms) else None

    def year(self, date: str) -> bool:
        """Whether the year of a date is one that the document gives, or one near its publication."""
        return int(date[:4]) in self._years

    @staticmethod
    def number(value: float, quoted: str) -> bool:
        """Whether a number stands in the sentences quoted, in digits of any script, or they hold numbers in words.

        >>> Standing.number(600_000_000, "a grant of 600 million yen"), Standing.number(7, "12 boats")
        (True, False)
        """
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", _ascii_digits(quoted)))
        wanted = f"{value:.6f}".rstrip("0").replace(".", "").strip("0") or "0"
        if wanted in digits:
            return True
        return bool(_WORDS & set(re.findall(r"[a-z]+", quoted.casefold()))) and (not digits or value < 1000)


def years(text: str) -> set[int]:
    """Return the years that a text gives, in the Common Era.

    >>> sorted(years("on 3 May 2024; 令和6年; พ.ศ. 2567"))
    [2024, 2567]
    """
    found = {int(y) for y in _YEAR.findall(_ascii_digits(text))}
    if "พ.ศ" in text or re.search(r"[\u0e00-\u0e7f]{20}", text):
        found |= {y - _BUDDHIST for y in found if y > 2300}
    for pattern, base in _ERAS:
        found |= {base + (1 if n == "元" else int(n)) for n in pattern.findall(text)}
    return found


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)


def _spaced(letter: str) -> bool:
    """Whether a letter is of a script that puts spaces between words, so that a name has to end where a word does."""
    if not letter.isalnum():
        return False
    name = unicodedata.name(letter, "")
    return letter.isascii() or name.startswith(("LATIN", "CYRILLIC", "GREEK", "DEVANAGARI", "BENGALI"))


def _bare(label: str) -> str:
    return fold(label).removeprefix("the ").strip()


@lru_cache(maxsize=4)
def _keys(registry: Registry) -> Mapping[str, dict[str, bool]]:
    """Return, for each folded name, the keys it may mean and whether the name is weak for them."""
    found: dict[str, dict[str, bool]] = {}
    for name in registry.names:
        if registry.get(name.key).kind in ("state", "organisation", "grouping", "programme"):
            known = found.setdefault(_bare(name.text), {})
            known[name.key] = known.get(name.key, True) and name.weak
    for entity in registry.entities:
        if entity.kind in ("state", "organisation", "grouping", "programme"):
            found.setdefault(_bare(entity.label), {}).setdefault(entity.key, False)
    return found


@lru_cache(maxsize=4)
def _forms(registry: Registry) -> Mapping[str, tuple[str, ...]]:
    """Return, for each key, the folded names of it and, for a state, of its bodies."""
    found: dict[str, set[str]] = {}
    for name in registry.names:
        entity = registry.get(name.key)
        found.setdefault(name.key, set()).add(_bare(name.text))
        if entity.kind == "organisation" and entity.polity:
            for polity in entity.polity.split(";"):
                found.setdefault(polity, set()).add(_bare(name.text))
    for text, key in _cldr(registry).items():
        found.setdefault(key, set()).add(text)
    return {key: tuple(sorted(names)) for key, names in found.items()}


@lru_cache(maxsize=4)
def _cldr(registry: Registry) -> Mapping[str, str]:
    """Return the names of states in other languages by the Unicode CLDR; a name that two states share means neither."""
    from babel import Locale

    by_code = {dict(e.codes)["iso2"]: e.key for e in registry.of_kind("state") if "iso2" in dict(e.codes)}
    found: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        territories = Locale.parse(language).territories
        for code, key in by_code.items():
            if code in territories:
                found.setdefault(_bare(territories[code]), set()).add(key)
    return {text: next(iter(keys)) for text, keys in found.items() if len(keys) == 1}
