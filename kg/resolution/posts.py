"""Offices of one holder: which wordings name one post.

*Secretary of National Defense*, *Defense Secretary* and *defence minister* of one person and state are one post;
*Minister* alone is the post that the person is known to hold, if there is just one; *Deputy Minister* is another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.resolution.lexicon import name_words
from kg.resolution.names import tokens


@lru_cache(maxsize=16384)
def office_words(name: str, nation: frozenset[str] = frozenset()) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that tell an office from others of its state, and the words for its level.

    >>> office_words("Secretary of National Defense")[0] == office_words("defence minister")[0]
    True
    >>> sorted(office_words("Deputy Minister of Defence")[1])
    ['deputy']
    """
    lexicon = name_words()
    words = [lexicon.office_words.get(w, w) for w in tokens(name)]
    if words == ["prime"]:
        words = ["prime", "minister"]
    dropped = lexicon.office_dropped | nation | lexicon.office_levels
    kept = frozenset(w for w in words if w not in dropped)
    levels = frozenset(w for w in words if w in lexicon.office_levels) - {"acting", "interim"}
    return kept or frozenset(words), levels


def group_posts(offices: Mapping[str, tuple[frozenset[str], frozenset[str]]]) -> list[Sequence[str]]:
    """Group the claims of one holder and state by post.

    Parameters
    ----------
    offices : mapping of str to (frozenset of str, frozenset of str)
        Of each claim, from :func:`office_words`.

    Returns
    -------
    list of sequence of str
        Claims with the same words are one post; a claim whose words are among those of just one other post joins it.
    """
    groups: dict[tuple[frozenset[str], frozenset[str]], list[str]] = {}
    for iri in sorted(offices):
        groups.setdefault(offices[iri], []).append(iri)
    # The poorest wordings first, so that "Minister" goes to "Foreign Minister" with all that it has.
    for key in sorted(groups, key=lambda k: (len(k[0]), sorted(k[0]), sorted(k[1]))):
        words, levels = key
        fuller = [k for k in groups if k != key and k[1] == levels and words < k[0]]
        widest = [k for k in fuller if all(k[0] <= other[0] or other[0] <= k[0] for other in fuller)]
        if fuller and len(widest) == len(fuller):
            target = min(fuller, key=lambda k: (len(k[0]), sorted(k[0])))
            groups[target] += groups.pop(key)
    return [sorted(g) for g in groups.values()]
