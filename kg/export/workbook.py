"""XLSX: every table as a sheet, for people who work in a spreadsheet."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import xlsxwriter

from kg.errors import KGError
from kg.export.files import replacing
from kg.export.request import Request, Written
from kg.export.tables import Table, all_tables

ROW_LIMIT = 1_048_575
"""Rows under the header that a sheet can hold."""
CELL_LIMIT = 32_767
"""Characters that a cell can hold."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a fixed stamp: equal tables give equal bytes
_WIDE = {"quote": 80, "title": 40, "value": 60, "name": 30, "actor_name": 26, "url": 40, "sources": 40, "item": 30}


def write_xlsx(request: Request, path: Path) -> Written:
    """Write a workbook with a sheet for each table, header frozen and filterable. No cell is a formula or a link.

    Raises
    ------
    KGError
        If a table has more rows than a sheet can hold.
    """
    tables = all_tables(request)
    for table in tables:
        if len(table.rows) > ROW_LIMIT:
            raise KGError(
                f"The table {table.name} has {len(table.rows)} rows; a sheet holds {ROW_LIMIT}.",
                hint="Use -f csv -o tables.zip.",
            )
    with replacing(path) as temporary:
        with xlsxwriter.Workbook(temporary, _OPTIONS) as book:
            book.set_properties({"title": "Indo-Pacific security knowledge graph", "created": _CREATED})
            bold = book.add_format({"bold": True, "bottom": 1})
            wrap = book.add_format({"text_wrap": True, "valign": "top"})
            cut = sum(_sheet(book, table, bold, wrap) for table in tables)
        size = temporary.stat().st_size
    counts = {t.name: len(t.rows) for t in tables}
    return Written(size=size, counts=counts | ({f"texts cut to {CELL_LIMIT} characters": cut} if cut else {}))


def _sheet(book: xlsxwriter.Workbook, table: Table, bold: object, wrap: object) -> int:
    """Write one table; return how many texts did not fit into their cells."""
    sheet, cut = book.add_worksheet(table.name), 0
    for at, column in enumerate(table.columns):
        longest = max((len(str(row[at])) for row in table.rows if row[at] is not None), default=0)
        sheet.set_column(at, at, min(max(len(column), longest) + 2, _WIDE.get(column, 24)), wrap)
        sheet.write_string(0, at, column, bold)
    for number, row in enumerate(table.rows, 1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                text = _ILLEGAL.sub("�", cell)
                cut += len(text) > CELL_LIMIT
                sheet.write_string(number, at, text[:CELL_LIMIT])
            elif cell is not None:
                sheet.write_number(number, at, cell)
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    return cut
