"""Every frame, and every rule with a measured confidence, has sentences on which it fires and one on which it must not.

They stand in ``cases/`` and in the templates; a template counts once for each word that it is tried with.
"""

from __future__ import annotations

from collections import Counter

import yaml

from tests.unit.extraction.sentences import DATA, cases, frames, templates, worded

FIRING, SILENT = 3, 1
EXCEPTIONS: dict[str, str] = {
    "event-other": "parades and the like are read only where a name or a host stands with them; no plain sentence "
    "fires it",
}
"""Rules without sentences, each with the reason."""


def counted() -> tuple[Counter[str], Counter[str]]:
    firing: Counter[str] = Counter()
    silent: Counter[str] = Counter()
    for row in templates():
        for case in row.get("fires", ()):
            firing[row["rule"]] += sum(1 for _ in worded(row, case))
        for case in row.get("never", ()):
            silent[row["rule"]] += sum(1 for _ in worded(row, case))
    for _, row in cases():
        firing[row["rule"]] += len(row.get("fires", ()))
        silent[row["rule"]] += len(row.get("silent", ()))
    return firing, silent


def test_every_rule_has_its_sentences() -> None:
    trust = yaml.safe_load((DATA / "trust.yaml").read_text(encoding="utf-8"))["rules"]
    firing, silent = counted()
    missing = [
        f"{rule}: {firing[rule]} firing, {silent[rule]} silent"
        for rule in sorted({*frames(), *(name.rstrip("~") for name in trust)} - EXCEPTIONS.keys())
        if firing[rule] < FIRING or silent[rule] < SILENT
    ]

    assert not missing, "\n".join(["Rules without enough sentences of their own:", *missing])


def test_no_exception_is_stale() -> None:
    trust = yaml.safe_load((DATA / "trust.yaml").read_text(encoding="utf-8"))["rules"]
    firing, silent = counted()

    assert {*EXCEPTIONS} <= {*frames(), *(name.rstrip("~") for name in trust)}
    assert [rule for rule in EXCEPTIONS if firing[rule] >= FIRING and silent[rule] >= SILENT] == []
