"""The extractor behind a language model: passages out, answers in, nothing believed without the document."""

from __future__ import annotations

from kg.extraction.llm.extractor import ModelExtractor, ModelOptions, RulesAndModelExtractor
from kg.extraction.llm.settings import ModelSettings

__all__ = ["ModelExtractor", "ModelOptions", "ModelSettings", "RulesAndModelExtractor"]
