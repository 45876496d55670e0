"""How well an extractor reads: gold sets, the contract's scorer, calibration, a baseline, the scorecard."""

from __future__ import annotations

from kg.evaluation.calibration import calibration
from kg.evaluation.listing import listing
from kg.evaluation.measured import write_measured
from kg.evaluation.rounds import load_round, results_of, rounds_section, score_round
from kg.evaluation.run import Result, run
from kg.evaluation.scorecard import page, to_json
from kg.evaluation.scoring import Scores, Tally, evaluate
from kg.evaluation.sets import GoldSet, load, names

__all__ = [
    "GoldSet",
    "Result",
    "Scores",
    "Tally",
    "calibration",
    "evaluate",
    "listing",
    "load",
    "load_round",
    "names",
    "page",
    "results_of",
    "rounds_section",
    "run",
    "score_round",
    "to_json",
    "write_measured",
]
