"""The language a document is written in, judged by its paragraphs; only English is read by the rules.

English is told by its commonest words alone, which costs nothing; the language of anything else is named by py3langid,
which is loaded only then. Both give the same answer for the same text on every machine.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.documents.document import Document

FEWEST_LETTERS = 200
"""A text with fewer is not judged."""
SURE = 0.9
"""Below this probability of not being English no document is turned away, nor is its declared language contradicted."""
ENGLISH_SHARE = 0.3
"""A document of which this share is English is read (a bilingual statement)."""
_SAMPLE = 2000
_MOST_PARAGRAPHS = 60
_COMMON = frozenset(
    """the of and to in a is that for on with as was by at from his it be are this has have had its he an were which
    will not their been they or who we our would said also more after between into under than but when these during
    can may other new you your all there about over i my""".split()
)
_COMMON_SHARE = 0.22
_NAMES = {
    "ar": "Arabic", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "dv": "Dhivehi", "dz": "Dzongkha",
    "el": "Greek", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "jv": "Javanese", "km": "Khmer", "ko": "Korean",
    "lo": "Lao", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "my": "Burmese", "ne": "Nepali", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def unread_reason(document: Document) -> str:
    """Return why the rules do not read a document's language; empty where they do.

    Parameters
    ----------
    document : Document
        Furniture does not count. Where it declares a language, a guess has to be sure to contradict it.
    """
    paragraphs = [document.text[b.start : b.end] for b in document.blocks if b.kind != "furniture"]
    declared = (document.lang or "").split("-")[0].lower()
    judged = [p for p in paragraphs if _letters(p) >= 40] or [" ".join(paragraphs)]
    if sum(_letters(p) for p in judged) < FEWEST_LETTERS:
        return ""
    unknown = [p for p in judged if not _is_english(p)]
    total = sum(map(len, judged))
    english = total - sum(map(len, unknown))
    if english >= ENGLISH_SHARE * total:
        return ""
    # A string of letters without words is no language.
    if not any(_is_language(p) for p in unknown):
        return ""
    lengths: Counter[str] = Counter()
    certainty: dict[str, float] = {}
    foreign = 0.0
    step = max(1, -(-len(unknown) // _MOST_PARAGRAPHS))
    for paragraph in unknown[::step]:
        language, chance, chance_of_english = _classify(paragraph[:_SAMPLE])
        lengths[language] += len(paragraph)
        certainty[language] = certainty.get(language, 0) + chance * len(paragraph)
        foreign += (1 - chance_of_english) * len(paragraph)
    guessed = sum(lengths.values())
    if english + lengths["en"] * (total - english) / guessed >= ENGLISH_SHARE * total or foreign < SURE * guessed:
        return ""
    language = max((name for name in lengths if name != "en"), key=lambda name: (lengths[name], name))
    sure = certainty[language] / lengths[language]
    if declared not in ("", "en") and (declared == language or sure < SURE):
        return _sentence(declared, "declared")
    return _sentence(language, f"{sure:.2f}")


def _sentence(language: str, how: str) -> str:
    name = _NAMES.get(language, "a language other than English")
    return f"written in {name} ({language}, {how}); only English is read by the rules; kept in the archive"


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text[: 4 * _SAMPLE])


def _is_english(paragraph: str) -> bool:
    words = re.findall(r"[A-Za-z]+", paragraph[:_SAMPLE].lower())
    letters = _letters(paragraph[:_SAMPLE])
    if len(words) < 5 or sum(map(len, words)) < 0.8 * letters:
        return False
    return sum(w in _COMMON for w in words) >= _COMMON_SHARE * len(words)


def _is_language(paragraph: str) -> bool:
    sample = paragraph[:_SAMPLE]
    foreign = sum(c.isalpha() and ord(c) > 0x24F for c in sample)
    lower = sum(c.islower() for c in sample)
    return foreign >= 40 or (len(sample.split()) >= 8 and lower >= 0.5 * _letters(sample))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _classify(text: str) -> tuple[str, float, float]:
    """Return the likeliest language, its probability, and that of English."""
    ranked = _identifier().rank(text)
    return str(ranked[0][0]), float(ranked[0][1]), next((float(p) for name, p in ranked if name == "en"), 0.0)
