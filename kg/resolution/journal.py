"""An append-only CSV file: what people decided, one line each, in the order of time.

Plain text under version control: lines are only ever added, so that a difference between two versions reads as what
was decided in between. A line that a crash cut off is no decision; it is dropped at the next write.
"""

from __future__ import annotations

import csv
import datetime as dt
import getpass
import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import LedgerError


@dataclass(frozen=True, slots=True)
class Journal:
    """A ledger file.

    Attributes
    ----------
    path : Path
        The file; made with its header at the first entry.
    columns : tuple of str
        What each line holds beside ``n`` (1, 2, 3 …), ``at`` (UTC, seconds) and ``by``, which come first.
    """

    path: Path
    columns: tuple[str, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """All columns, in the order of the file."""
        return ("n", "at", "by", *self.columns)

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return all lines.

        Raises
        ------
        LedgerError
            If the file is not what this project writes: another header, a line of another length, a number out of
            order. Nothing of a damaged ledger is used, since a decision left out changes what the graph says.
        """
        if not self.path.exists():
            return ()
        text = _whole_lines(self.path.read_bytes())
        try:
            lines = list(csv.reader(io.StringIO(text.decode("utf-8"), newline="")))
        except (UnicodeDecodeError, csv.Error) as error:
            raise LedgerError(
                f"{self.path} is not UTF-8 CSV: {error}.", hint="Restore it from version control."
            ) from None
        if not lines:
            return ()
        if tuple(lines[0]) != self.header:
            raise LedgerError(
                f"{self.path} begins with {','.join(lines[0])!r}.", hint=f"Its first line is {','.join(self.header)!r}."
            )
        found = []
        for number, line in enumerate(lines[1:], 1):
            if len(line) != len(self.header) or line[0] != str(number):
                raise LedgerError(
                    f"{self.path}: {','.join(line)[:80]!r} is not entry {number} of {len(self.header)} columns.",
                    hint="Lines are only ever added. Restore the file from version control.",
                )
            found.append(dict(zip(self.header, line, strict=True)))
        return tuple(found)

    def append(
        self, rows: Sequence[Mapping[str, str]], *, by: str | None = None, at: str | None = None
    ) -> tuple[int, ...]:
        """Add lines, all of them or none, synced to the disk; return their numbers.

        Parameters
        ----------
        rows : sequence of mapping
            A value for each of :attr:`columns`; what is missing is empty.
        by : str, optional
            Who decides; ``KG_USER`` or the login name without it.
        at : str, optional
            When, ISO 8601; now without it.

        Raises
        ------
        LedgerError
            If the file is damaged, or a row has a column that the file has not.
        """
        before = self.rows()
        stray = sorted({c for row in rows for c in row} - set(self.columns))
        if stray:
            raise LedgerError(f"A ledger line has no column {stray[0]!r}.", hint=f"Columns: {', '.join(self.columns)}.")
        at = at or dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        by = by or os.environ.get("KG_USER") or _login()
        whole = len(_whole_lines(self.path.read_bytes())) if self.path.exists() else 0
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        if not whole:
            writer.writerow(self.header)
        numbers = tuple(range(len(before) + 1, len(before) + 1 + len(rows)))
        for number, row in zip(numbers, rows, strict=True):
            writer.writerow([number, at, by, *(" ".join(row.get(c, "").split()) for c in self.columns)])
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as handle:
            handle.truncate(whole)
            handle.write(out.getvalue().encode("utf-8"))
            handle.flush()
            os.fsync(handle.fileno())
        return numbers

    def blank(self, change: Callable[[dict[str, str]], Mapping[str, str]]) -> int:
        """Change values of lines that stand, for a redaction alone; return how many lines changed.

        Numbers, times and authors stay, so that the file still says that something was decided, and when. The file is
        replaced whole or not at all.
        """
        before = self.rows()
        after = [{**row, **{c: v for c, v in change(dict(row)).items() if c in self.columns}} for row in before]
        changed = sum(a != b for a, b in zip(before, after, strict=True))
        if changed:
            out = io.StringIO(newline="")
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(self.header)
            writer.writerows([row[c] for c in self.header] for row in after)
            temporary = self.path.with_name(f".{self.path.name}.tmp")
            with temporary.open("wb") as handle:
                handle.write(out.getvalue().encode("utf-8"))
                handle.flush()
                os.fsync(handle.fileno())
            temporary.replace(self.path)
        return changed


def _whole_lines(data: bytes) -> bytes:
    """Return the bytes up to the last line end; no value holds one, so what follows it was cut off."""
    return data[: data.rfind(b"\n") + 1]


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
