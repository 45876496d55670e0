"""Typed errors: what was wrong, the value, the allowed values, the next step.

Every error that a user can meet derives from :class:`KGError`, carries a code that the documentation lists, and
keeps the offending value as an attribute.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches


class KGError(Exception):
    """Base of the project's errors.

    Parameters
    ----------
    message : str
        One sentence saying what was wrong, with the value.
    hint : str, optional
        The next step, as a sentence.
    """

    code = "KG000"
    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message, self.hint = message, hint
        super().__init__(f"[{self.code}] {message}" + (f" {hint}" if hint else ""))


def nearest(value: str, known: Iterable[str], *, limit: int = 12) -> str:
    """Return a hint sentence that names the closest known values, or lists them when they are few."""
    options = sorted(set(known))
    near = get_close_matches(value, options, n=3, cutoff=0.6)
    if near:
        return "Did you mean " + " or ".join(repr(n) for n in near) + "?"
    if len(options) <= limit:
        return "Known: " + ", ".join(options) + "."
    return f"{len(options)} are known, among them {', '.join(options[:limit])}."


class UnknownTermError(KGError, LookupError):
    """A controlled vocabulary was asked for a term that it does not define."""

    code = "KG101"

    def __init__(self, term: str, *, scheme: str, known: Collection[str]) -> None:
        self.term, self.scheme, self.known = term, scheme, tuple(sorted(known))
        super().__init__(f"{term!r} is not a term of {scheme}.", hint=nearest(term, self.known))


class UnknownIdError(KGError, LookupError):
    """An identifier is neither in the registry nor in the graph."""

    code = "KG102"

    def __init__(self, value: str, *, known: Collection[str] = (), where: str = "the registry") -> None:
        self.value = value
        super().__init__(f"{value!r} is not in {where}.", hint=nearest(value, known) if known else "")


class RemovedIdError(UnknownIdError):
    """An identifier was in the graph, and was taken out of it on purpose; says when and why."""

    code = "KG106"

    def __init__(self, value: str, message: str, *, hint: str = "") -> None:
        self.value = value
        KGError.__init__(self, message, hint=hint)


class InvalidDateError(KGError, ValueError):
    """A date is not ISO 8601 at day, month or year precision, or does not exist."""

    code = "KG103"

    def __init__(self, value: object) -> None:
        self.value = value
        super().__init__(
            f"{value!r} is not a date.",
            hint="Write YYYY-MM-DD, YYYY-MM or YYYY, between 0001 and 9999.",
        )


class InvalidRecordError(KGError, ValueError):
    """A record breaks the extraction contract (kg/contract/records.md)."""

    code = "KG104"

    def __init__(self, message: str, *, path: str = "", hint: str = "") -> None:
        self.path = path
        super().__init__((f"{path}: " if path else "") + message, hint=hint)


class RegistryError(KGError, ValueError):
    """A file of data/registry breaks its own rules; names the file and the row."""

    code = "KG105"


class MissingPathError(KGError, FileNotFoundError):
    """A path that the user gave does not exist."""

    code = "KG201"

    def __init__(self, path: object) -> None:
        self.path = str(path)
        super().__init__(f"No such file or folder: {path}.", hint="Check the spelling, or give a folder.")


class UnreadableDocumentError(KGError):
    """A document cannot be read: its bytes are not what its kind requires. Nothing of it was stored."""

    code = "KG202"
    exit_code = 3


class RefusedDocumentError(KGError):
    """A document is of a kind or size that is refused on purpose. Nothing of it was stored."""

    code = "KG203"
    exit_code = 3


class EmptyDocumentError(KGError):
    """A document holds no text. It is skipped, and nothing of it is stored."""

    code = "KG204"
    exit_code = 0


class WorkspaceError(KGError):
    """No workspace was found, or it is not one, or another process holds it."""

    code = "KG301"


class LedgerError(KGError, ValueError):
    """A ledger file is damaged, or a judgement contradicts one that is in effect."""

    code = "KG302"


class UnconfirmedError(KGError):
    """Something that cannot simply be undone was neither confirmed on a terminal nor by ``--yes``."""

    code = "KG303"


class RemoteStoreError(KGError):
    """A store given by `--store` cannot be reached, or what answers there is no SPARQL endpoint."""

    code = "KG304"


class RemoteRefusedError(RemoteStoreError):
    """A remote store refuses the credentials, or takes no updates."""

    code = "KG305"


class RemoteTimeoutError(RemoteStoreError):
    """A remote store took too long, was too busy, or cut its answer at its own limit."""

    code = "KG306"


class QueryError(KGError, ValueError):
    """A library query was called with missing, unknown or mistyped parameters, or does not parse."""

    code = "KG401"


class CoverageError(KGError):
    """A measure was asked for on layers that nothing declares complete."""

    code = "KG402"


class ModelSettingsError(KGError, ValueError):
    """The language model's settings are missing or wrong; names the variable. No value of a key is ever in it."""

    code = "KG801"


class ModelBudgetError(KGError, ValueError):
    """A budget cannot be read, or is in money where no prices are given."""

    code = "KG802"


class ModelMissingPartError(KGError, ImportError):
    """The packages that speak to a language model are not installed."""

    code = "KG803"


class ModelUnansweredError(KGError):
    """A document that a language model did not read, or read in part; nothing of it was kept as a record.

    Attributes
    ----------
    reason : str
        A short code, such as ``budget-spent`` or ``endpoint-timeout``.
    status : str
        ``failed``, or ``refused`` where it was not sent on purpose.
    """

    code = "KG804"
    exit_code = 3

    def __init__(self, reason: str, message: str, *, status: str = "failed", hint: str = "") -> None:
        self.reason, self.status = reason, status
        super().__init__(message, hint=hint)


class MissingPartError(KGError, ImportError):
    """A part of the program whose packages are an extra, and are not installed."""

    code = "KG107"

    def __init__(self, part: str, *, extra: str) -> None:
        self.extra = extra
        super().__init__(
            f"{part} needs packages that are not installed.", hint=f"pip install 'indopacific-kg[{extra}]'."
        )


class RenderLimitError(KGError):
    """A picture would hold more than can be read; names the limits and the alternatives."""

    code = "KG501"


class EvaluationError(KGError, ValueError):
    """A gold set is missing, incomplete or was changed though it is frozen, or is asked for what it does not give."""

    code = "KG601"


class SourceFileError(KGError):
    """A data set's file or a curated file is not what its loader reads; names the file, the row and what was met."""

    code = "KG205"


class UnknownFormatError(KGError, LookupError):
    """An export or output format is not among those registered."""

    code = "KG502"

    def __init__(self, value: str, *, known: Collection[str]) -> None:
        self.value = value
        super().__init__(f"{value!r} is not a format.", hint=nearest(value, known))


class RequestError(KGError):
    """A request to the server is refused or cannot be understood; ``status`` is the answer's."""

    code = "KG701"

    def __init__(self, message: str, *, status: int = 400, hint: str = "") -> None:
        self.status = status
        super().__init__(message, hint=hint)


class QueryLimitError(RequestError):
    """A query, update or page took longer or more than one may; its process was ended."""

    code = "KG702"

    def __init__(self, message: str, *, status: int = 503, hint: str = "") -> None:
        super().__init__(message, status=status, hint=hint)


class NotAcceptableError(RequestError):
    """None of the formats that a request accepts can hold the answer."""

    code = "KG703"

    def __init__(self, message: str, *, status: int = 406, hint: str = "") -> None:
        super().__init__(message, status=status, hint=hint)
