"""Parquet: edges and nodes as columns, for GraphFrames, cuGraph, DuckDB, Polars and pandas (extra ``large``)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KGError, UnknownFormatError
from kg.export.delimited import EPOCH
from kg.export.files import write_bytes
from kg.export.network import flatten
from kg.export.request import Request, Written

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = (".parquet", ".zip")


def write_parquet(request: Request, path: Path) -> Written:
    """Write ``.parquet``: the edges; or ``.zip``: ``edges.parquet`` and ``nodes.parquet``.

    Edges have ``src`` and ``dst``, nodes ``id``, as GraphFrames names them; the other columns are the attributes of
    GraphML, null where an edge has none. Numbers are 64-bit integers, all else is text. The frame and the day stand in
    the files' metadata (``frame``, ``as_of``). Equal graphs give equal bytes.

    Raises
    ------
    UnknownFormatError
        If the file's suffix is neither.
    KGError
        If pyarrow is not installed.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UnknownFormatError(path.suffix or path.name, known=SUFFIXES)
    graph = flatten(request)
    frame = {"frame": str(graph.graph["frame"]), "as_of": str(graph.graph["as_of"])}
    edges = [{"src": u, "dst": v, **d} for u, v, d in graph.edges(data=True)]
    counts = {"nodes": graph.number_of_nodes(), "edges": len(edges)}
    data = _bytes(edges, ("src", "dst"), frame)
    if path.suffix.lower() == ".zip":
        nodes = [{"id": n, **d} for n, d in graph.nodes(data=True)]
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(zipfile.ZipInfo("edges.parquet", EPOCH), data)
            archive.writestr(zipfile.ZipInfo("nodes.parquet", EPOCH), _bytes(nodes, ("id",), frame))
        data = buffer.getvalue()
    return Written(size=write_bytes(path, [data]), counts=counts)


def _bytes(rows: list[dict[str, Any]], first: tuple[str, ...], about: dict[str, str]) -> bytes:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise KGError("Parquet needs pyarrow.", hint="Install the extra `large`.") from None
    names = [*first, *sorted({k for row in rows for k in row} - set(first))]
    columns = {n: _column(pa, [row.get(n) for row in rows]) for n in names}
    table = pa.table(columns, metadata={k: v.encode() for k, v in about.items()})
    sink = io.BytesIO()
    parquet.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _column(pa: Any, values: list[Any]) -> pa.Array:
    number = any(v is not None for v in values) and all(isinstance(v, int) for v in values if v is not None)
    return pa.array(values, type=pa.int64() if number else pa.string())
