"""Text to records: mentions, dates, discourse, frames and the gate; the default extractor is made of rules."""

from __future__ import annotations

from kg.extraction.gate import Gate
from kg.extraction.result import Extraction, Gap, Refusal
from kg.extraction.rules import RulesExtractor, extract

__all__ = ["Extraction", "Gap", "Gate", "Refusal", "RulesExtractor", "extract"]
