"""CSV: one flat table in a ``.csv`` file, or all tables in a ``.zip``."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from kg.errors import UnknownFormatError
from kg.export.files import replacing, write_text
from kg.export.request import Request, Written
from kg.export.tables import Cell, Table, all_tables, flat_table

SUFFIXES = (".csv", ".zip")
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time stamp of every member of an archive: the earliest that ZIP knows, so that equal tables give equal bytes."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet takes for a formula; such a text gets an apostrophe in front (OWASP, CSV injection)."""


def write_csv(request: Request, path: Path) -> Written:
    """Write ``.csv``: one row for each actor's part in each relation; or ``.zip``: every table as a file of its own.

    UTF-8 without a byte order mark, LF, RFC 4180 quoting. Texts that a spreadsheet would run as a formula begin with
    an apostrophe.

    Raises
    ------
    UnknownFormatError
        If the file's suffix is neither.
    """
    if path.suffix.lower() == ".csv":
        table = flat_table(request)
        return Written(size=write_text(path, _lines(table)), counts={table.name: len(table.rows)})
    if path.suffix.lower() == ".zip":
        tables = all_tables(request)
        with replacing(path) as temporary:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
                for table in tables:
                    archive.writestr(zipfile.ZipInfo(f"{table.name}.csv", EPOCH), "".join(_lines(table)))
            size = temporary.stat().st_size
        return Written(size=size, counts={t.name: len(t.rows) for t in tables})
    raise UnknownFormatError(path.suffix or path.name, known=SUFFIXES)


def _lines(table: Table) -> Iterable[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_safe(cell) for cell in row] for row in table.rows)
    yield buffer.getvalue()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
