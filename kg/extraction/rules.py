"""The default extractor: deterministic, offline rules over the registry's names and the package's lexicons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import KGError
from kg.extraction import allegiance, coherence, evidence, linking
from kg.extraction.antecedents import NamingSentences
from kg.extraction.clause import Context
from kg.extraction.discourse import Focus
from kg.extraction.gate import Gate
from kg.extraction.happenings.reader import happenings
from kg.extraction.kinds import incidents, memberships, positions, posts, signatures
from kg.extraction.kinds.agreements import AgreementReader
from kg.extraction.kinds.engagements import EngagementReader
from kg.extraction.kinds.partnerships import PartnershipReader
from kg.extraction.kinds.programmes import ProgrammeReader
from kg.extraction.kinds.purchases import purchases
from kg.extraction.kinds.recipients import GrantReader
from kg.extraction.kinds.schemes import programmes as schemes
from kg.extraction.kinds.schemes import share
from kg.extraction.kinds.transfers import TransferReader, selected
from kg.extraction.lexicon import lexicon
from kg.extraction.merge import merge
from kg.extraction.reading import Reading
from kg.extraction.result import Extraction, Refusal
from kg.extraction.scope import Scope, outside
from kg.extraction.trust import trust as measured

if TYPE_CHECKING:
    from kg.documents.document import Document
    from kg.extraction.drafts import Draft
    from kg.extraction.result import Gap
    from kg.extraction.trust import Trust
    from kg.model import Record
    from kg.registry import Registry


class RulesExtractor:
    """Reads records from documents by rule; the same bytes give the same records on any machine.

    Attributes
    ----------
    name, version : str
        Together the ``extractor`` of each record.
    """

    name = "rules"
    version = "1"

    def __init__(self, *, trust: Trust | None = None) -> None:
        """Take the measured confidence of rules, which is the shipped table unless another is given."""
        self._trust = trust or measured()

    def extract(self, document: Document, *, registry: Registry) -> Extraction:
        """Read one document.

        Parameters
        ----------
        document : Document
            Blocks of kind ``furniture`` are not read; sentences beyond 1,500 characters are counted as gaps.
        registry : Registry
            The known actors.

        Returns
        -------
        Extraction
            Records in the order of the text, each part with a receipt; what the gate refused; what was not understood.
        """
        reading = Reading(document, registry, lexicon())
        drafts, gaps = self._drafts(reading)
        refusals: list[Refusal] = []
        records: list[Record] = []
        naming, extractor = NamingSentences(reading.sentences), f"{self.name}/{self.version}"
        for draft in drafts:
            try:
                records.append(evidence.record(draft, reading, naming, extractor=extractor, trust=self._trust))
            except KGError as error:
                refusals.append(Refusal("outside-the-contract", error.message[:200], draft.kind))
        gate = Gate(document, registry)
        passed = gate.check(records)
        return Extraction(passed, tuple(refusals + gate.refusals), tuple(sorted(gaps, key=lambda g: (g.start, g.kind))))

    def _drafts(self, reading: Reading) -> tuple[list[Draft], list[Gap]]:
        focus = Focus(reading)
        context = Context(reading, focus, reading.lexicon)
        allegiance.assign(context)
        agreements, programmes = AgreementReader(context), ProgrammeReader(context)
        transfers, engagements, partnerships = (
            TransferReader(context),
            EngagementReader(context),
            PartnershipReader(context),
        )
        drafts: list[Draft] = []
        for sentence in reading.sentences:
            agreements.read(sentence)
            programmes.read(sentence)
            transfers.read(sentence)
            engagements.read(sentence)
            partnerships.read(sentence)
            drafts += memberships.memberships(context, sentence)
            drafts += positions.stances(context, sentence)
            drafts += incidents.incidents(context, sentence)
        signed = agreements.drafts()
        drafts += signed
        drafts += programmes.drafts()
        drafts += transfers.finish() + selected(context, programmes.selected)
        grants = GrantReader(context, programmes.owners())
        drafts += grants.read(signed, transfers.found)
        drafts += happenings(context, engagements.found) + partnerships.found
        drafts = linking.complete(context, drafts, grants.owner)
        drafts += schemes(context, drafts, grants)
        scope = Scope(reading)
        if drafts or scope.sure:
            drafts += posts.posts(context, reading.persons)
        records = merge(drafts)
        share(records)
        records = sorted([*records, *purchases(records)], key=lambda d: (d.offset, d.kind, d.rule))
        signatures.complete(context, records)
        coherence.complete(context, records)
        coherence.settle(context, records)
        kept = [d for d in records if d.kind == "post" or scope.holds(d)]
        left = [outside(reading, d) for d in records if d not in kept]
        # a text without another record has no post; one that is all about the field holds records that were missed
        if all(d.kind == "post" for d in kept) and not scope.sure:
            kept = []
        return kept, reading.gaps + agreements.gaps + left


def extract(document: Document, *, registry: Registry) -> Extraction:
    """Read one document with the default rules; see :meth:`RulesExtractor.extract`."""
    return RulesExtractor().extract(document, registry=registry)
