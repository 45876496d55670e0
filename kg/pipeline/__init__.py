"""The order of the stages: documents to records to claims to the view. Nothing else knows it."""

from kg.pipeline.build import commit
from kg.pipeline.imports import Imported, import_graph
from kg.pipeline.ingest import STATUSES, Outcome, Report, ingest
from kg.pipeline.opening import open_store
from kg.pipeline.reading import Extracted, expand_paths, extract_paths
from kg.pipeline.settling import settle
from kg.pipeline.takeback import preview, preview_person, redact, retract, suppress, withdraw
from kg.pipeline.verify import Verification, verify

__all__ = [
    "STATUSES",
    "Extracted",
    "Imported",
    "Outcome",
    "Report",
    "Verification",
    "commit",
    "expand_paths",
    "extract_paths",
    "import_graph",
    "ingest",
    "open_store",
    "preview",
    "preview_person",
    "redact",
    "retract",
    "settle",
    "suppress",
    "verify",
    "withdraw",
]
