"""The order of the stages: documents to records to claims to the view. Nothing else knows it."""

from kg.pipeline.build import commit
from kg.pipeline.imports import Imported, import_graph
from kg.pipeline.ingest import STATUSES, Outcome, Report, ingest
from kg.pipeline.load import Loaded, load_sources, read_sources
from kg.pipeline.opening import open_graph, open_store
from kg.pipeline.reading import Extracted, expand_paths, extract_paths
from kg.pipeline.settling import settle
from kg.pipeline.takeback import preview, preview_person, redact, retract, suppress, withdraw
from kg.pipeline.verify import Verification, verify

__all__ = [
    "STATUSES",
    "Extracted",
    "Imported",
    "Loaded",
    "Outcome",
    "Report",
    "Verification",
    "commit",
    "expand_paths",
    "extract_paths",
    "import_graph",
    "ingest",
    "load_sources",
    "open_graph",
    "open_store",
    "preview",
    "preview_person",
    "read_sources",
    "redact",
    "retract",
    "settle",
    "suppress",
    "verify",
    "withdraw",
]
