"""What enters without a document to quote: curated records and data sets, each by a loader of its own.

A loader turns files into a :class:`~kg.sources.batch.Batch`: documents that are cited, not held, with the records that
rest on them. It is registered under the entry-point group ``kg.sources``; the built-ins use the same door.
"""

from kg.sources.batch import Batch, Cited, Problem

__all__ = ["Batch", "Cited", "Problem"]
