"""Extractors for a run: made once, told of the documents before they read, and closed after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from kg import plugins
from kg.errors import ModelBudgetError

if TYPE_CHECKING:
    from kg.documents import Document
    from kg.extraction import Extraction
    from kg.extraction.llm import ModelOptions
    from kg.registry import Registry


class Extractor(Protocol):
    """What reads records from a document.

    Beside :meth:`extract` it may have ``begin(documents)``, called before the first one, ``close()``, and
    ``reads_any_language``, without which documents that are not in English are passed over.
    """

    def extract(self, document: Document, *, registry: Registry) -> Extraction:
        """Read one document."""
        ...


def prepared(name: str, options: ModelOptions | None = None) -> Extractor:
    """Return a registered extractor; a language model's gets the run's options.

    Raises
    ------
    UnknownTermError
        If nothing is registered under the name.
    ModelSettingsError
        If a language model is asked for and its settings are missing or wrong.
    ModelBudgetError
        If a budget is given to an extractor that costs nothing.
    """
    make = plugins.load("kg.extractors", name)
    extractor: Extractor
    if getattr(make, "takes_model_options", False):
        extractor = make(options=options)
        return extractor
    if options is not None and (options.budget or options.send_private):
        raise ModelBudgetError(
            f"The extractor {name!r} asks no language model, so it takes neither --budget nor --send-private.",
            hint="Say --extractor llm or rules+llm.",
        )
    extractor = make()
    return extractor


@contextmanager
def running(extractor: str | Extractor, documents: Callable[[], Iterable[Document]]) -> Iterator[Extractor]:
    """Open an extractor for a run.

    Parameters
    ----------
    extractor : str or Extractor
        A registered name, or one made by :func:`prepared`.
    documents : callable
        Yields what will be read, for an extractor that plans ahead; called only for such a one.
    """
    reader = prepared(extractor) if isinstance(extractor, str) else extractor
    begin, close = getattr(reader, "begin", None), getattr(reader, "close", None)
    try:
        if begin is not None:
            begin(documents())
        yield reader
    finally:
        if close is not None:
            close()
