"""The extractors with a language model: alone, and beside the rules. Both end at the gate that the rules end at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ModelUnansweredError
from kg.extraction.gate import Gate
from kg.extraction.llm.budget import parse_limit
from kg.extraction.llm.cache import AnswerCache, user_cache
from kg.extraction.llm.combine import combined, merged
from kg.extraction.llm.measured import model_trust
from kg.extraction.llm.passages import Passage, passages
from kg.extraction.llm.quotes import QuoteFinder
from kg.extraction.llm.records import RecordReader
from kg.extraction.llm.session import Estimate, Outcome, Session
from kg.extraction.llm.settings import ModelSettings
from kg.extraction.result import Extraction, Refusal
from kg.extraction.rules import RulesExtractor

if TYPE_CHECKING:
    from kg.documents.document import Document
    from kg.extraction.result import Gap
    from kg.model import Record
    from kg.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """What a user says of one run.

    Attributes
    ----------
    budget : str or None
        See :func:`kg.extraction.llm.budget.parse_limit`.
    send_private : bool
        Whether documents marked private may leave this machine.
    cache : Path or None
        Where answers are kept unless ``KG_LLM_CACHE`` says otherwise: the workspace's ``build/llm``; the user's own
        cache without it.
    is_private : callable
        Whether a workspace holds a document (by SHA-256) to be private, whatever the document says of itself.
    report : callable
        Takes messages for people: the estimate, progress.
    """

    budget: str | None = None
    send_private: bool = False
    cache: Path | None = None
    is_private: Callable[[str], bool] = lambda _: False
    report: Callable[[str], None] = lambda _: None


class ModelExtractor:
    """Reads records with an OpenAI-compatible language model; every part of them has to stand in the document.

    Attributes
    ----------
    name, version : str
        With the prompt's version and the model's name they are the ``extractor`` of each record.
    reads_any_language : bool
        True: no document is passed over for its language.
    """

    name = "llm"
    version = "1"
    reads_any_language = True
    takes_model_options = True

    def __init__(self, *, settings: ModelSettings | None = None, options: ModelOptions | None = None) -> None:
        """Read the settings from the environment unless they are given; nothing is asked yet.

        Raises
        ------
        ModelSettingsError, ModelBudgetError
            If the settings or the budget cannot be used.
        """
        self.settings = settings or ModelSettings.from_environment()
        self.options = options or ModelOptions()
        limit = parse_limit(self.options.budget, self.settings.prices) if self.options.budget else None
        cache = AnswerCache(self.settings.cache or self.options.cache or user_cache())
        self.session = Session(self.settings, cache, limit=limit, report=self.options.report)
        self._trust = model_trust(self.settings, self.session.version)
        self._cut: dict[str, tuple[tuple[Passage, ...], tuple[Gap, ...]]] = {}

    @property
    def id(self) -> str:
        """What stands as ``extractor`` on the records: name, version, prompt version, model."""
        return f"{self.name}/{self.version}-{self.session.version}/{self.settings.model}"

    def plan(self, documents: Iterable[Document]) -> Estimate:
        """Return what reading documents will take; nothing is asked."""
        return self.session.estimate(p for d in documents if self._may_send(d) for p in self._passages(d)[0])

    def begin(self, documents: Iterable[Document]) -> Estimate:
        """Report the estimate and begin to read documents, in their order."""
        listed = [p for d in documents if self._may_send(d) for p in self._passages(d)[0]]
        estimate = self.session.estimate(listed)
        self.options.report(self.says(estimate))
        self.session.start(listed)
        return estimate

    def says(self, estimate: Estimate) -> str:
        """Return an estimate for people."""
        prices = self.settings.prices
        cost = ""
        if prices:
            cost = f", about {prices.cost(estimate.tokens_read, estimate.tokens_written):.4f} {prices.currency}"
        where = "on this machine" if self.settings.is_local else f"sent to {self.settings.host}"
        limit = f"; budget {self.session.spending.limit}" if self.session.spending.limit else ""
        return (
            f"model: {self.settings.model} {where}: {estimate.passages} passages, {estimate.asked} to ask about; about "
            f"{estimate.tokens_read:,} tokens to read and {estimate.tokens_written:,} to write{cost}{limit}"
        )

    def extract(self, document: Document, *, registry: Registry) -> Extraction:
        """Read one document.

        Raises
        ------
        ModelUnansweredError
            If any of its passages was not read: half a document would pass for a whole one.
        """
        if not self._may_send(document):
            raise ModelUnansweredError(
                "private-not-sent",
                f"It is private, and the model is at {self.settings.host}, not on this machine.",
                status="refused",
                hint="Use a local model, or say --send-private.",
            )
        found, gaps = self._passages(document)
        outcomes = [self.session.outcome(p) for p in found]
        self._cut.pop(document.id, None)
        failed = [o for o in outcomes if o.failure]
        if failed:
            self._fail(failed, len(outcomes))
        finder = QuoteFinder(document, closed=[(g.start, g.end) for g in gaps])
        reader = RecordReader(document, registry, finder, extractor=self.id, trust=self._trust)
        gate = Gate(document, registry)
        records: list[Record] = []
        for outcome in outcomes:
            records = merged(records, gate.check(reader.read(outcome.records)))
        if records and all(r.kind == "post" for r in records):
            # The contract: a document with no other record has no post either.
            gate.refuse("post-alone", len(records), "post")
            records = []
        asked = [Refusal(reason, detail[:200], "reply") for o in outcomes for reason, detail in o.refused]
        return Extraction(tuple(records), (*asked, *reader.refusals, *gate.refusals), gaps)

    def _fail(self, failed: list[Outcome], total: int) -> None:
        first = failed[0]
        kept = "; what was read is kept, so that a second run asks for the rest alone" if len(failed) < total else ""
        raise ModelUnansweredError(
            first.failure,
            f"{first.failure}: the model did not read {len(failed)} of {total} passages: {first.message}{kept}",
        )

    def _may_send(self, document: Document) -> bool:
        if self.settings.is_local or self.options.send_private:
            return True
        return not (document.private or self.options.is_private(document.id))

    def _passages(self, document: Document) -> tuple[tuple[Passage, ...], tuple[Gap, ...]]:
        if document.id not in self._cut:
            self._cut[document.id] = passages(document, limit=self.settings.passage_tokens)
        return self._cut[document.id]

    def close(self) -> None:
        """Stop asking; what was answered is kept."""
        self.session.close()


class RulesAndModelExtractor(ModelExtractor):
    """Reads with the rules and with the model: agreement raises confidence, contradiction is left to a reviewer."""

    def __init__(self, *, settings: ModelSettings | None = None, options: ModelOptions | None = None) -> None:
        super().__init__(settings=settings, options=options)
        self._rules = RulesExtractor()

    def extract(self, document: Document, *, registry: Registry) -> Extraction:
        """Read one document twice and combine; a document in another language is read by the model alone.

        Raises
        ------
        ModelUnansweredError
            If the model did not read all of it: what the graph holds must not depend on the weather of a network.
        """
        from kg.documents.language import unread_reason

        model = super().extract(document, registry=registry)
        if unread_reason(document):
            return model
        rules = self._rules.extract(document, registry=registry)
        return Extraction(
            tuple(combined(rules.records, model.records)),
            (*rules.refusals, *model.refusals),
            tuple(sorted((*rules.gaps, *model.gaps), key=lambda g: (g.start, g.kind))),
        )
