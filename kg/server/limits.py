"""What one request may cost: all limits of the server, with their defaults."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on one request.

    Attributes
    ----------
    seconds : float
        Wall time of a query, of an API call or a page, after which its process is killed; an update has
        :data:`UPDATE_FACTOR` times as long.
    rows : int
        Rows of a SELECT, triples of a CONSTRUCT or DESCRIBE; what is beyond is cut, and the answer says so.
    request_bytes : int
        Body of a request, and its target (path and query).
    memory_bytes : int
        Data of one worker process (``RLIMIT_DATA``; Linux).
    workers : int
        Queries at one time.
    """

    seconds: float = 30
    rows: int = 100_000
    request_bytes: int = MIB
    memory_bytes: int = 4096 * MIB
    workers: int = 4

    def __str__(self) -> str:
        """Return the limits as one sentence, as ``kg serve`` prints it at its start."""
        return (
            f"limits: {self.seconds:g} s and {self.rows:,} rows a query, {self.workers} queries at a time, "
            f"{self.memory_bytes // MIB:,} MiB each, requests of {self.request_bytes / MIB:g} MiB; "
            "an answer that is cut says so"
        )


UPDATE_FACTOR = 10
"""An update may take this many times as long as a query: it waits for the disk."""
