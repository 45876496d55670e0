"""What one untrusted file may cost: bytes, memory, time, members. All limits stand here and nowhere else.

Each can be set by an environment variable ``KG_LIMIT_`` and the field's name in capitals, for instance
``KG_LIMIT_WALL_SECONDS=120``. A file over a limit is refused, never cut.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

from kg.errors import KGError, RefusedDocumentError

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on the reading of one file.

    Attributes
    ----------
    file_bytes : int
        Size of a file, looked at before it is read into memory; plain text and Markdown have their own
        (:data:`kg.documents.read.SIZE_LIMIT`).
    text_characters : int
        Code points of the text that a reader hands over.
    memory_bytes : int
        Address space of the worker process (``RLIMIT_AS``; Linux only).
    cpu_seconds : int
        Processor time for one file (``RLIMIT_CPU``; Linux and macOS).
    wall_seconds : int
        Time for one file, after which the worker is killed (everywhere).
    pages : int
        Pages of a PDF.
    members : int
        Members of a ZIP or DOCX, attachments of an e-mail.
    unpacked_bytes : int
        Sum of the members' sizes after inflating; also the largest length that a file may declare for a part.
    ratio : int
        Inflated to packed size of a member over 1 MiB.
    depth : int
        ZIP files within each other.
    files_per_worker : int
        Files after which a worker is replaced, so that nothing piles up in it.
    """

    file_bytes: int = 64 * MIB
    text_characters: int = 8_000_000
    memory_bytes: int = 1024 * MIB
    cpu_seconds: int = 30
    wall_seconds: int = 60
    pages: int = 2000
    members: int = 1000
    unpacked_bytes: int = 128 * MIB
    ratio: int = 200
    depth: int = 1
    files_per_worker: int = 200

    @classmethod
    def current(cls) -> Limits:
        """Return the defaults, as the environment overrides them.

        Raises
        ------
        KGError
            If a variable is not a positive whole number.
        """
        given: dict[str, int] = {}
        for field in fields(cls):
            name = variable(field.name)
            value = os.environ.get(name)
            if value is None:
                continue
            if not value.isascii() or not value.isdigit() or not int(value):
                raise KGError(f"{name} is {value!r}.", hint="Write a positive whole number, or unset it.")
            given[field.name] = int(value)
        return cls(**given)

    def exceeded(self, limit: str, what: str) -> RefusedDocumentError:
        """Return the refusal of a file that is over a limit.

        Parameters
        ----------
        limit : str
            The limit's name.
        what : str
            A sentence that says what the file has.
        """
        return RefusedDocumentError(
            what, hint=f"The limit {limit} is {getattr(self, limit)}; {variable(limit)} sets it."
        )


def variable(limit: str) -> str:
    """Return the environment variable that sets a limit."""
    return f"KG_LIMIT_{limit.upper()}"
