"""English verb forms, enough to write a lexicon in base forms."""

from __future__ import annotations

import re

_DOUBLING = re.compile(r"^(?:.*[^aeiou])?[aeiou][bdgklmnprtv]$")
_NO_DOUBLING = ("er", "en", "it", "et", "on", "or", "el", "ain", "op", "il", "ow")
_DOUBLED_ANYWAY = frozenset(
    """commit admit permit refit equip ship scrap ram ban plan step win put cut set get let begin outfit hit quit shut
    run stop drop eavesdrop strip wrap""".split()
)


def forms(verb: str, irregular: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return ``(form, tag)`` pairs of a verb; further words of a verb phrase are kept.

    Tags are ``base``, ``s``, ``ed`` (past or participle), ``past``, ``pp`` and ``ing``.

    >>> forms("carry out", {})[2]
    ('carried out', 'ed')
    """
    head, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    if head in irregular:
        third, past, participle, gerund = irregular[head]
        shapes = [(head, "base"), (third, "s"), (past, "past"), (participle, "pp"), (gerund, "ing")]
        if past == participle:
            shapes = [(head, "base"), (third, "s"), (past, "ed"), (gerund, "ing")]
        return [(f + tail, tag) for f, tag in shapes]
    if head.endswith(("s", "sh", "ch", "x", "z")):
        third = head + "es"
    elif head.endswith("y") and head[-2] not in "aeiou":
        third = head[:-1] + "ies"
    else:
        third = head + "s"
    if head.endswith("e") and not head.endswith("ee"):
        past, gerund = head + "d", head[:-1] + "ing"
    elif head.endswith("ee"):
        past, gerund = head + "d", head + "ing"
    elif head.endswith("y") and head[-2] not in "aeiou":
        past, gerund = head[:-1] + "ied", head + "ing"
    elif head in _DOUBLED_ANYWAY or (_DOUBLING.match(head) and not head.endswith(_NO_DOUBLING) and len(head) <= 4):
        past, gerund = head + head[-1] + "ed", head + head[-1] + "ing"
    else:
        past, gerund = head + "ed", head + "ing"
    out = [(head + tail, "base"), (third + tail, "s"), (past + tail, "ed"), (gerund + tail, "ing")]
    if re.search(r"[^aeiou][aeiou]l$", head) and len(head) > 4:
        out += [(head + "led" + tail, "ed"), (head + "ling" + tail, "ing")]
    return out
