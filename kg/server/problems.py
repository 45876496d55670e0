"""Errors as clients see them: one shape, the code of the documentation, the next step."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from kg.errors import KGError, RemovedIdError, RequestError, UnknownIdError, WorkspaceError
from kg.query.answers import Answer
from kg.server.negotiation import ranges

_STATUS: tuple[tuple[type[KGError], int], ...] = (
    (RemovedIdError, 410),
    (UnknownIdError, 404),
    (WorkspaceError, 503),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a request.

    Attributes
    ----------
    status : int
        Of the answer.
    code, error : str
        As in docs/reference/errors.md.
    message, hint : str
        What was wrong, with the value; the next step.
    """

    status: int
    code: str
    error: str
    message: str
    hint: str = ""

    @classmethod
    def of(cls, error: KGError) -> Problem:
        """Return what an error is over HTTP."""
        status = (
            error.status
            if isinstance(error, RequestError)
            else next((s for kind, s in _STATUS if isinstance(error, kind)), 400)
        )
        return cls(status=status, code=error.code, error=type(error).__name__, message=error.message, hint=error.hint)

    @property
    def text(self) -> str:
        """The problem as one line."""
        return f"[{self.code}] {self.message}" + (f" {self.hint}" if self.hint else "")

    def answer(self, accept: str | None = None, *, as_json: bool = False) -> Answer:
        """Return the problem as JSON where that is preferred to plain text, else as plain text."""
        wants = max(ranges(accept or ""), key=lambda r: r[1], default=("", 0.0))[0]
        if as_json or wants.endswith("json"):
            return Answer(
                status=self.status,
                body=json.dumps({"error": asdict(self)}, ensure_ascii=False).encode(),
                media_type="application/json",
            )
        return Answer(status=self.status, body=(self.text + "\n").encode(), media_type="text/plain; charset=utf-8")


class ProblemError(Exception):
    """A problem that a worker process met."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.text)
