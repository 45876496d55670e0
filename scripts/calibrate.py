"""Fit kg/extraction/data/trust.yaml: how surely records of each rule are read.

Rules are told apart on the texts that they were written on; how much these flatter them is read off the validation set,
which no rule was written on. The frozen set has no part in it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
TUNED = ("development", "illustrations", "negative")
CONTACT = ("validation",)


class Plain:
    """A table that lets each rule's own confidence through."""

    def of(self, kind: str, rule: str, drafted: float) -> float:
        """Return what the rule says."""
        return round(drafted, 2)


def main() -> None:
    """Score the sets with the rules' own confidence and write the table."""
    from kg.documents import read_bytes
    from kg.evaluation.sets import load
    from kg.evaluation.trust import Outcome, fit, outcomes
    from kg.extraction import RulesExtractor
    from kg.model import to_json
    from kg.registry import Registry

    registry, reader = Registry.load(), RulesExtractor(trust=Plain())  # type: ignore[arg-type]

    def read(names: tuple[str, ...]) -> list[Outcome]:
        out: list[Outcome] = []
        for name in names:
            gold = load(ROOT / "data" / "gold", name)
            found = {}
            for path in gold.documents:
                document = read_bytes(path.read_bytes(), name=path.name)
                found[path.stem] = [to_json(r) for r in reader.extract(document, registry=registry).records]
            out += outcomes(gold.records, found)
        return out

    table = fit(read(TUNED), read(CONTACT))
    kinds, rules = dict(sorted(table.kinds.items())), dict(sorted(table.rules.items()))
    data = {"overall": table.overall, "kinds": kinds, "rules": rules}
    place = ROOT / "kg" / "extraction" / "data" / "trust.yaml"
    head = (
        "# Confidence by rule and by kind: mean argument precision on gold texts, made by `make calibrate`.\n"
        "# A mark ~ stands for drafts that took a party or a date from another sentence.\n"
    )
    place.write_text(head + yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    sys.stdout.write(f"{len(table.rules)} rules, {len(table.kinds)} kinds, overall {table.overall}\n")


if __name__ == "__main__":
    main()
