"""Making the index of a view that was built in whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.graph.links import tokens_of
from kg.graph.view import View, claims_weight, hash_of, judgements_weight, voice_weight
from kg.pipeline.incremental.joins import block_name, put_groups, put_near, put_relations
from kg.pipeline.incremental.people import put_mentions, put_sounds
from kg.pipeline.incremental.printings import put_publications, settle_house, write_origins_of
from kg.pipeline.incremental.tables import Index, to_text
from kg.pipeline.incremental.update import is_tenure, ledger_mark, states_of
from kg.resolution import Claim, Judgements, Known
from kg.resolution.origins import Origins
from kg.resolution.publication import Publication, Voices


def fill(
    index: Index,
    *,
    claims: Sequence[Claim],
    publications: Iterable[Publication],
    origins: Origins,
    judgements: Judgements,
    view: View,
    known: Known,
    ledger: Path,
) -> None:
    """Write what a view was made from and of into an empty index, in a transaction that the caller ends."""
    pubs = sorted(publications, key=lambda p: (p.recorded, p.iri))
    put_publications(index, pubs, Voices(pubs).own)
    settle_house(index)
    write_origins_of(index, origins)
    counted = [c for c in claims if c.iri not in judgements.rejected and not c.unverified]
    index.put_claims(claims)
    index.put_naming(counted)
    by_iri = {c.iri: c for c in counted}
    names = put_mentions(index, sorted(counted, key=lambda c: c.iri), known)
    put_sounds(index, names, known, judgements)
    index.write("UPDATE mention SET actor = ? WHERE iri = ?", ((a.iri, m) for a in view.actors for m in a.mentions))
    for block, made in view.resolved.blocks.items():
        name = block_name(block)
        index.write("UPDATE claim SET block = ? WHERE iri = ?", ((name, i) for g in made.groups for i in g))
        put_near(index, name, made.near)
    groups = (g for made in view.resolved.blocks.values() for g in made.groups)
    put_groups(index, ([by_iri[i] for i in g] for g in groups), known)
    put_near(index, "", view.resolved.across)
    put_relations(index, view.relations)
    offers = {(t, r.iri) for r in view.relations for t in tokens_of(r)}
    index.write("INSERT INTO offer VALUES (?, ?)", offers)
    index.write("INSERT INTO want VALUES (?, ?)", {(t, r) for r, ts in view.wanted.items() for t in ts})
    tenures = {(s, str(c.curated)) for c in counted if is_tenure(c) for s in states_of(c)}
    index.write("INSERT INTO tenure VALUES (?, ?)", tenures)
    total = claims_weight(claims) + judgements_weight(judgements)
    total += sum(voice_weight(d, origins) for d in origins.voices)
    index.note(sum=str(total % (1 << 256)), hash=hash_of(total), judgements=to_text(judgements),
               ledger=ledger_mark(ledger))  # fmt: skip
