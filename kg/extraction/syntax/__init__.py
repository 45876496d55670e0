"""Clauses of a sentence: verb groups with voice, tense and negation, and who and what stands around them."""

from kg.extraction.syntax.clauses import clauses
from kg.extraction.syntax.mood import awaits, mood
from kg.extraction.syntax.parts import Clause, Phrase, VerbGroup

__all__ = ["Clause", "Phrase", "VerbGroup", "awaits", "clauses", "mood"]
