"""What was learned about an endpoint and model: the form of answer that it gives, and how it counts tokens."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.extraction.llm.cache import write_whole

if TYPE_CHECKING:
    from kg.extraction.llm.settings import ModelSettings

FORMS = ("json_schema", "json_object+schema", "json_object", "text")
"""Ways to ask for JSON, the strictest first."""
FIRST_SHARE = 0.45
"""Tokens of an answer by those of its passage, before one was seen."""
FIRST_ANSWER = 30
"""Tokens of an answer that holds no record."""
_STEADY_AFTER = 3
_KEPT = ("form", "limit_field", "sends_temperature", "calls", "counted", "estimated", "written", "passage")


@dataclass(slots=True)
class Profile:
    """Of one endpoint and model.

    Attributes
    ----------
    form : str or None
        Of :data:`FORMS`; None until one has worked.
    limit_field : str
        How the endpoint calls the limit of an answer.
    sends_temperature : bool
        False where the endpoint refuses it.
    calls : int
        Answers counted in the rest.
    counted, estimated : int
        Tokens read, as the endpoint counted and as we estimated them.
    written, passage : int
        Tokens of answers, as counted, and of their passages, as estimated.
    """

    form: str | None = None
    limit_field: str = "max_tokens"
    sends_temperature: bool = True
    calls: int = 0
    counted: int = 0
    estimated: int = 0
    written: int = 0
    passage: int = 0

    @property
    def read_ratio(self) -> float:
        """Tokens that the endpoint counts for each that we estimate; 1.0 until enough answers were seen."""
        return self.counted / self.estimated if self.calls >= _STEADY_AFTER and self.estimated else 1.0

    def answer(self, passage: float) -> float:
        """Return the tokens to expect of an answer to a passage of so many."""
        if self.calls >= _STEADY_AFTER and self.passage:
            return self.written / self.passage * passage
        return FIRST_ANSWER + FIRST_SHARE * passage


class Profiles:
    """The profile of one endpoint and model, kept in a file beside the answers; shared by threads."""

    def __init__(self, folder: Path, settings: ModelSettings) -> None:
        name = hashlib.sha256(f"{settings.base_url}\0{settings.model}".encode()).hexdigest()[:16]
        self._path = folder / f"endpoint-{name}.json"
        self._lock = threading.Lock()
        self.profile = self._read()

    def _read(self) -> Profile:
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            profile = Profile(**{k: data[k] for k in _KEPT})
        except (OSError, ValueError, KeyError, TypeError):
            return Profile()
        return profile if profile.form is None or profile.form in FORMS else Profile()

    def learn_form(self, form: str) -> None:
        """Remember the form that worked."""
        with self._lock:
            if self.profile.form != form:
                self.profile.form = form
                self._write()

    def count(self, *, counted: int, estimated: int, written: int, passage: int) -> None:
        """Take an answer's count into account."""
        with self._lock:
            p = self.profile
            p.calls += 1
            p.counted += counted
            p.estimated += estimated
            p.written += written
            p.passage += passage
            self._write()

    def _write(self) -> None:
        write_whole(self._path, asdict(self.profile))
