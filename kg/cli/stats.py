"""``kg stats``: what the graph holds."""

from __future__ import annotations

import json
from collections import Counter

import click

from kg.cli.options import clocks, json_option
from kg.cli.output import heading, table
from kg.settings import Workspace


@click.command()
@clocks
@json_option
@click.pass_obj
def command(
    workspace: str | None, *, as_of: str | None, known_at: str | None, ledger_at: str | None, as_json: bool
) -> None:
    """Count documents, independent origins, relations by kind, stages by modality, and receipts by grade.

    Example: kg stats --json
    """
    from kg.graph.lookup import count_claims
    from kg.graph.serialise import graph_hash
    from kg.pipeline import open_store
    from kg.projection import read_snapshot

    with open_store(Workspace.find(workspace), known_at=known_at, ledger_at=ledger_at) as store:
        snapshot = read_snapshot(store, as_of=as_of, known_at=known_at)
        quads, claims, hashed = len(store), count_claims(store), graph_hash(store)
    relations = Counter(r.kind for r in snapshot.relations)
    modality = Counter(s.modality for r in snapshot.relations for s in r.stages)
    receipts = {x for r in snapshot.relations for s in r.stages for x in s.receipts}
    receipts |= {x for r in snapshot.relations for p in r.participations for x in p.receipts}
    receipts |= {x for r in snapshot.relations for x in r.programme_receipts}
    grades = Counter(x.grade for x in receipts)
    days = sorted(d["published"] for d in snapshot.documents.values() if d.get("published"))
    origins = {d["origin"] for d in snapshot.documents.values() if "origin" in d}
    copies = sum(1 for d in snapshot.documents.values() if d.get("copy") in ("mirror", "syndicated"))
    data = {
        "documents": len(snapshot.documents),
        "project_written": sum(1 for d in snapshot.documents.values() if d["project"]),
        "origins": len(origins),
        "copies": copies,
        "published": [days[0], days[-1]] if days else None,
        "quads": quads,
        "hash": hashed,
        "claims": claims,
        "relations": dict(sorted(relations.items())),
        "stages": dict(sorted(modality.items())),
        "receipts": dict(sorted(grades.items())),
    }
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    heading("The graph")
    span = f"{days[0]} to {days[-1]}" if days else "no dates"
    table(
        ["what", "n", "of which"],
        [
            ("documents", data["documents"], f"{data['project_written']} project-written; published {span}"),
            ("origins", len(origins), f"independent voices; {copies} documents are copies or credited to others"),
            ("claims", claims, "one for each record of a document"),
            ("relations", sum(relations.values()), ", ".join(f"{k} {n}" for k, n in sorted(relations.items()))),
            ("stages", sum(modality.values()), ", ".join(f"{k} {n}" for k, n in sorted(modality.items()))),
            ("receipts", len(receipts), ", ".join(f"{k} {n}" for k, n in sorted(grades.items()))),
            ("quads", quads, f"SHA-256 of the sorted N-Quads {hashed[:16]}…"),
        ],
    )
