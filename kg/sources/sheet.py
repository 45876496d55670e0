"""A spreadsheet of one's own: a row is a record with its source, a wrong cell is named."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.contract import kind_table, kinds
from kg.errors import KGError, MissingPathError, SourceFileError, UnknownIdError, nearest
from kg.model import Record, SourceRef
from kg.namespaces import slug
from kg.registry import Registry
from kg.sources.batch import Batch, Cited, Problem, cited_document, cited_id
from kg.sources.curated.check import check
from kg.sources.curated.records import by_source, source_ref
from kg.sources.sheet_columns import SOURCE, actors_in, columns_of, items_in, stage_column, stages_in
from kg.sources.yamlfile import Marked

NEEDED = ("publisher", "url", "accessed")
MAX_BYTES = 20_000_000


@dataclass
class _Row:
    """One row on its way to a record: its cells, and which column each part comes from."""

    number: int
    cells: Mapping[str, str]
    record: dict[str, Any] = field(default_factory=dict)
    origin: dict[str, str] = field(default_factory=dict)


class _Wrong(Exception):
    def __init__(self, column: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.column, self.hint = column, hint


def load(paths: Iterable[Path], *, registry: Registry, unverified: bool = False) -> Batch:
    """Read CSV or XLSX files in the shape of `kg template`.

    A row with a wrong cell is refused, and the cell named; the others load. Rows that left a file leave the graph.

    Raises
    ------
    MissingPathError
        If a path does not exist.
    SourceFileError
        If a file is neither, or lacks the columns that every row needs.
    """
    del unverified
    problems: list[Problem] = []
    refused: Counter[str] = Counter()
    found: dict[str, tuple[Mapping[str, Any], SourceRef]] = {}
    records: dict[str, list[Record]] = defaultdict(list)
    names: list[str] = []
    read = 0
    for path in paths:
        name = f"table/{slug(path.stem)}"
        names.append(name)
        header, rows = read_table(path)
        seen: set[str] = set()
        for row in rows:
            read += 1
            wrong, data = _checked(row, path.name, header, registry)
            key = row.cells.get("key") or str(row.number)
            if not wrong and slug(key) in seen:
                wrong = [Problem(path.name, row.number, _cell("key", row, header), f"{key!r} names two rows.")]
            seen.add(slug(key))
            problems += wrong
            if any(p.severity == "error" for p in wrong):
                refused["with a wrong cell"] += 1
                continue
            source = data["sources"]["page"]
            doc = cited_id(source["url"], source.get("sha256"))
            found.setdefault(doc, (source, source_ref(source)))
            for _, made in by_source(
                data["records"][0], data["sources"], rule=f"{name} {slug(key)}", verified=True, docs={"page": doc}
            ):
                records[doc].append(made)
    sources = tuple(
        Cited(cited_document(ref, id=doc, extent=source.get("read")), tuple(records[doc]), source.get("accessed"))
        for doc, (source, ref) in sorted(found.items())
    )
    loaded = read - sum(refused.values())
    return Batch(
        sources, tuple(problems), read=read, loaded=loaded, refused=refused,
        scope=lambda rule: rule.rpartition(" ")[0] in names,
    )  # fmt: skip


def write_template(kind: str, path: Path) -> tuple[str, ...]:
    """Write an empty table of a kind, CSV or XLSX by the suffix; return its columns.

    Raises
    ------
    UnknownTermError
        If there is no such kind.
    SourceFileError
        If the suffix is another.
    """
    columns = columns_of(kind)
    if path.suffix.lower() == ".csv":
        text = io.StringIO()
        csv.writer(text).writerows([columns, [kind, *[""] * (len(columns) - 1)]])
        data = text.getvalue().encode("utf-8-sig")  # so that spreadsheets read it as UTF-8
    elif path.suffix.lower() == ".xlsx":
        data = _workbook(kind, columns)
    else:
        raise SourceFileError(f"{path.name} is neither CSV nor XLSX.", hint="End the name in .csv or .xlsx.")
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)
    return columns


def _workbook(kind: str, columns: tuple[str, ...]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - equal templates, equal bytes
        sheet = book.add_worksheet("records")
        as_text = book.add_format({"num_format": "@"})  # or a spreadsheet makes numbers of dates
        sheet.set_column(0, len(columns) - 1, 16, as_text)
        sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
        sheet.write(1, 0, kind, as_text)
        sheet.freeze_panes(1, 1)
        if table := kind_table(kind).types:
            column = columns.index("type")
            sheet.data_validation(1, column, 5000, column, {"validate": "list", "source": [*table, "other"][:20]})
    return buffer.getvalue()


def read_table(path: Path) -> tuple[list[str], list[_Row]]:
    """Return the header and the rows that hold anything beside their kind."""
    if not path.is_file():
        raise MissingPathError(path)
    if path.stat().st_size > MAX_BYTES:
        raise SourceFileError(f"{path.name} has more than {MAX_BYTES:,} bytes.", hint="Split it.")
    grid = list(_xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path))
    header = [c.strip() for c in grid[0]] if grid else []
    missing = [c for c in ("kind", *NEEDED) if c not in header]
    if missing:
        hint = "`kg template KIND -o FILE` writes a table to fill."
        raise SourceFileError(f"{path.name} lacks the columns {', '.join(missing)}.", hint=hint)
    twice = [c for c, n in Counter(c for c in header if c).items() if n > 1]
    if twice:
        raise SourceFileError(f"{path.name} has the column {twice[0]!r} twice.", hint="Take one out.")
    rows = []
    for number, values in enumerate(grid[1:], 2):
        cells = {c: v.strip() for c, v in zip(header, values, strict=False) if c and v.strip()}
        if set(cells) - {"kind"}:
            rows.append(_Row(number, cells))
    return header, rows


def _csv(path: Path) -> Iterator[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceFileError(f"{path.name} is not UTF-8: byte {error.start}.", hint="Save it as UTF-8.") from None
    # Spreadsheets of some languages separate by semicolons.
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    return iter(csv.reader(io.StringIO(text), delimiter=delimiter))


def _xlsx(path: Path) -> Iterator[list[str]]:
    try:
        import openpyxl
    except ImportError:
        raise SourceFileError(
            f"{path.name}: reading XLSX needs openpyxl.", hint="Install the extra `xlsx`, or save the table as CSV."
        ) from None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = [[_plain(v) for v in row] for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    except Exception as error:  # noqa: BLE001 - the library raises whatever the file's parts break
        raise SourceFileError(f"{path.name} is not a workbook: {error}.", hint="Save it again as XLSX.") from None
    return iter(rows)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%Y-%m-%d")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _letters(index: int) -> str:
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name, index = chr(65 + rest) + name, index - 1
    return name


def _cell(column: str, row: _Row, header: list[str]) -> str:
    return f"{_letters(header.index(column)) if column in header else '?'}{row.number} ({column})"


def _checked(row: _Row, file: str, header: list[str], registry: Registry) -> tuple[list[Problem], dict[str, Any]]:
    """Return what is wrong with a row, by cell, and the curated file that it stands for."""

    def problem(column: str, message: str, hint: str = "", severity: str = "error") -> Problem:
        return Problem(file, row.number, _cell(column, row, header), message, hint, severity)

    try:
        data = _as_file(row, header, registry)
    except _Wrong as error:
        return [problem(error.column, str(error), error.hint)], {}
    marked = Marked(file)
    marked.value = data
    found = []
    for p in check(marked, registry, opened=()):
        path = p.where.removeprefix("records/0/").removeprefix("sources/page/")
        while path and path not in row.origin:
            path = path.rpartition("/")[0]
        found.append(problem(row.origin.get(path, "kind"), p.message, p.hint, p.severity))
    return found, data


def _as_file(row: _Row, header: list[str], registry: Registry) -> dict[str, Any]:
    cells = row.cells
    kind = cells.get("kind", "")
    if kind not in kinds():
        raise _Wrong("kind", f"{kind!r} is no kind.", nearest(kind, kinds()))
    known = columns_of(kind)
    for column in cells:
        if column not in known:
            raise _Wrong(column, f"{column!r} is no column of {kind}.", nearest(column, known))
    for column in NEEDED:
        if column not in cells:
            raise _Wrong(column if column in header else "kind", f"{column} is empty.", "Every row names its page.")
    table = kind_table(kind)
    record: dict[str, Any] = {"kind": kind, "participants": [], "stages": []}
    for column in ("type", "name", "attribution", "fiscal_year"):
        if column in cells:
            record[column] = cells[column]
            row.origin[column] = column
    for role in table.roles:
        for named in actors_in(cells.get(role, "")):
            row.origin[f"participants/{len(record['participants'])}"] = role
            record["participants"].append(_participant(role, named.label, named.on_behalf_of, registry))
    for stage in table.stages:
        column = stage_column(kind, stage)
        try:
            for said in stages_in(cells.get(column, "")):
                row.origin[f"stages/{len(record['stages'])}"] = column
                place = {"place": cells["place"]} if "place" in cells else {}
                record["stages"].append({"stage": stage, **said, **place})
        except ValueError as error:
            raise _Wrong(column, str(error)) from None
    if "items" in cells:
        record["items"] = list(items_in(cells["items"]))
        row.origin["items"] = "items"
    if "amount" in cells:
        record["amount"] = {"value": _sum(cells["amount"]), "currency": cells.get("currency")}
        row.origin["amount"] = "amount"
    for column in ("programme", "series"):
        if column in cells:
            record[column] = _named(cells[column], registry)
            row.origin[column] = column
    row.origin |= {c: c for c in SOURCE}
    source = {c: cells[c] for c in SOURCE if c in cells and c != "locator"}
    evidence = {"source": "page", **({"locator": cells["locator"]} if "locator" in cells else {})}
    page: dict[str, Any] = {"title": None, "published": None, "rights": "unknown", **source}
    return {"status": "verified", "sources": {"page": page}, "records": [{**record, "evidence": [evidence]}]}


def _sum(text: str) -> float:
    try:
        return float(text.replace(",", "").replace(" ", ""))
    except ValueError:
        raise _Wrong("amount", f"{text!r} is not a number.", "Write 600000000, and the currency beside it.") from None


def _participant(role: str, label: str, behalf: str | None, registry: Registry) -> dict[str, Any]:
    try:
        entity = registry.find(label)
    except UnknownIdError as error:
        if role in ("signatory", "witness", "holder") or behalf:
            for_ = {"on_behalf_of": _key(behalf, role, registry)} if behalf else {}
            return {"role": role, "label": label, "kind": "person", **for_}
        raise _Wrong(
            role, error.message, error.hint or "A person is written with the state: Jane Example (JPN)."
        ) from None
    kind = entity.kind if entity.kind in ("state", "organisation", "grouping") else None
    if kind is None:
        raise _Wrong(role, f"{label!r} is a {entity.kind}, and no actor.")
    return {"role": role, "label": entity.label, "id": entity.key, "kind": kind}


def _key(text: str, role: str, registry: Registry) -> str:
    try:
        return registry.find(text).key
    except KGError as error:
        raise _Wrong(role, error.message, error.hint) from None


def _named(text: str, registry: Registry) -> dict[str, str]:
    try:
        entity = registry.find(text)
    except UnknownIdError:
        return {"label": text}
    return {"label": entity.label, "id": entity.key}
