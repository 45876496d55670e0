"""``kg show``: one thing, with all that it rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import clocks, json_option
from kg.cli.output import INDENT, heading, note, printable, source_line, wrapped
from kg.cli.place import as_plain, show_place
from kg.errors import UnknownIdError
from kg.model.watermark import WATERMARK
from kg.namespaces import curie, expand
from kg.settings import Workspace

if TYPE_CHECKING:
    from kg.graph import OxigraphStore
    from kg.projection.freshness import Freshness
    from kg.projection.snapshot import Actor, Receipt, Relation, Snapshot, StagePart
    from kg.registry import Place, Registry
    from kg.resolution.docket import Docket


@click.command()
@click.argument("thing")
@click.option("--all", "everything", is_flag=True, help="Every receipt, not only those of the first document.")
@clocks
@json_option
@click.pass_obj
def command(
    workspace: str | None,
    *,
    thing: str,
    everything: bool,
    as_of: str | None,
    known_at: str | None,
    ledger_at: str | None,
    as_json: bool,
) -> None:
    """Show THING: a registry key or name (JPN, Japan, AUKUS), a place, a relation, person or document id of the graph.

    An actor is shown with its relations, a relation with its lifecycle, a document with what it states; each with
    the sentence behind it, and planned, possible or denied stages marked as such.

    Example: kg show "Papua New Guinea"
    """
    from kg.graph.subset import at_known
    from kg.pipeline import open_store
    from kg.projection import read_snapshot
    from kg.projection.freshness import read_freshness
    from kg.registry import Registry
    from kg.resolution.docket import Docket

    place_of_work = Workspace.find(workspace)
    docket = Docket(place_of_work.ledger)
    with open_store(place_of_work, known_at=known_at, ledger_at=ledger_at) as store:
        snapshot = read_snapshot(store, as_of=as_of, known_at=known_at)
        today = _today(thing, at_known(store, known_at), docket)
        freshness = read_freshness(store)
    registry = Registry.load()
    try:
        iri = _resolve(today, snapshot, registry)
    except UnknownIdError:
        place = _place(thing, registry)
        if place is None:
            raise
        if as_json:
            click.echo(json.dumps(as_plain(place, snapshot, registry), ensure_ascii=False, indent=1))
        else:
            show_place(place, snapshot, registry)
        return
    if as_json:
        plain = _plain(iri, snapshot, docket)
        for row in plain["relations"]:
            row |= asdict(freshness[row["iri"]])
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
    elif iri in snapshot.documents:
        _show_document(iri, snapshot, docket)
    elif relation := next((r for r in snapshot.relations if r.iri == iri), None):
        _show_relation(relation, snapshot, freshness[iri], everything=everything)
    else:
        _show_actor(snapshot.actors[iri], snapshot, everything=everything)


def _today(thing: str, store: OxigraphStore, docket: Docket) -> str:
    """Return what an older identifier has become, and say so; anything else as it was given."""
    from kg.graph.lookup import find_today

    if " " in thing:
        return thing
    given = expand(thing)
    found = find_today(store, given, docket)
    if found == given:
        return thing
    note(f"{curie(given).removeprefix('ips-id:')} is now {curie(found).removeprefix('ips-id:')}")
    return found


def _withdrawal(iri: str, snapshot: Snapshot, docket: Docket) -> str:
    """Return since when a document no longer counts and why, as a sentence; nothing where it counts."""
    on = snapshot.documents[iri].get("withdrawnOn")
    if on is None:
        return ""
    entry = docket.withdrawn.get(snapshot.documents[iri]["sha256"])
    why = f" ({entry.reason}; entered on {entry.at[:10]} by {entry.by})" if entry else ""
    return f"withdrawn: from {on} on its claims no longer count{why}; --known-at shows what was known before"


def _plain(iri: str, snapshot: Snapshot, docket: Docket) -> dict[str, Any]:
    """Return a thing with its relations and all receipts, as JSON takes it."""
    clocks = {"as_of": snapshot.as_of, "known_at": snapshot.known_at}
    if iri in snapshot.documents:
        found = [r for r in snapshot.relations if any(x.doc == iri for s in r.stages for x in s.receipts)]
        about: dict[str, Any] = {"document": {"iri": iri, **snapshot.documents[iri]}}
        if withdrawal := _withdrawal(iri, snapshot, docket):
            about["document"]["withdrawal"] = withdrawal
    elif iri in snapshot.actors:
        found = [r for r in snapshot.relations if any(iri in (p.actor, p.on_behalf_of) for p in r.participations)]
        about = {"actor": asdict(snapshot.actors[iri])}
    else:
        found, about = [r for r in snapshot.relations if r.iri == iri], {}
    return clocks | about | {"relations": [asdict(r) for r in found]}


def _place(thing: str, registry: Registry) -> Place | None:
    try:
        return registry.find_place(thing)
    except UnknownIdError:
        return None


def _resolve(thing: str, snapshot: Snapshot, registry: Registry) -> str:
    """Return the IRI that a user means: an id of the graph, a registry key or name, a person's name."""
    iri = expand(thing) if " " not in thing else ""
    known = {r.iri for r in snapshot.relations} | set(snapshot.actors) | set(snapshot.documents)
    if iri in known:
        return iri
    try:
        key = registry.find(thing).key
    except UnknownIdError as error:
        named = [a for a in snapshot.actors.values() if thing.casefold() in _names(a)]
        if len(named) == 1:
            return named[0].iri
        if len(named) > 1:
            raise UnknownIdError(thing, known=[a.id for a in named], where="the graph once only") from None
        labels = [a.label for a in snapshot.actors.values()]
        if known & {expand(t) for t in (thing,)}:
            raise
        hint_from = [*labels, *(p.label for p in registry.places), *(curie(k) for k in known)]
        raise UnknownIdError(thing, known=hint_from, where="the graph or the registry") from error
    iri = expand(key)
    if iri not in snapshot.actors:
        raise UnknownIdError(thing, known=[a.label for a in snapshot.actors.values()], where="the graph")
    return iri


def _names(actor: Actor) -> set[str]:
    """Return what an actor of the graph is found by; other forms of a name where it is a person's."""
    return {t.casefold() for t in (actor.label, actor.id, *(actor.aliases if actor.kind == "person" else ()))}


def _print_receipts(receipts: tuple[Receipt, ...], snapshot: Snapshot, *, everything: bool) -> None:
    shown = receipts if everything else tuple(r for r in receipts if r.doc == receipts[0].doc)[:3]
    for receipt in shown:
        wrapped(receipt.text, indent=INDENT * 2)
        wrapped(source_line(receipt.doc, snapshot.documents, receipt.who), indent=INDENT * 2)
    if len(receipts) > len(shown):
        wrapped(f"… and {len(receipts) - len(shown)} more receipts (--all)", indent=INDENT * 2)


def _stage_line(stage: StagePart) -> str:
    words = [stage.date or "no date given", stage.stage.replace("-", " ")]
    if stage.place:
        words.append(f"in {stage.place}")
    if stage.modality != "asserted":
        words.append(f"({stage.modality})")
    if stage.standing == "rival":
        words.append("(rival account)")
    return " ".join(words)


def _label(iri: str, snapshot: Snapshot) -> str:
    return snapshot.actors[iri].label if iri in snapshot.actors else curie(iri)


def _show_relation(relation: Relation, snapshot: Snapshot, fresh: Freshness, *, everything: bool) -> None:
    heading(f"{relation.title}  ({relation.kind}: {relation.type_label}; {curie(relation.iri)})")
    if relation.status:
        click.echo(f"In effect on {snapshot.as_of}: {relation.status}")
    click.echo(relation.support)
    checked = f"last checked {fresh.last_checked}, nothing found" if fresh.last_checked else "never checked since"
    click.echo(f"last evidence {fresh.last_evidence}; {checked}")
    for part in relation.participations:
        on_behalf = f", for {_label(part.on_behalf_of, snapshot)}" if part.on_behalf_of else ""
        office = f", {part.capacity}" if part.capacity else ""
        wrapped(f"{part.role}: {_label(part.actor, snapshot)}{office}{on_behalf}")
        if part.inferred_holder:
            who, post = _label(part.inferred_holder, snapshot), curie(part.inferred_from or "")
            wrapped(f"inferred, not stated: held by {who} on that day, by {post}", indent=INDENT * 2)
    for stage in _shown(relation, everything=everything):
        wrapped(_stage_line(stage))
        _print_receipts(stage.receipts, snapshot, everything=everything)


def _show_publisher(doc: Mapping[str, Any]) -> None:
    """Print whose voice a publisher is, where its profile is known."""
    from kg.publishers import Publishers

    profile = Publishers.load().find(doc.get("publisher"), doc.get("url"))
    if profile is not None:
        wrapped(f"publisher: {profile.described} ({profile.home})", indent="")


def _show_origin(doc: Mapping[str, Any], snapshot: Snapshot) -> None:
    """Print whom a document counts as, and why."""
    for name, words in (("credited_to", "credits its text to"), ("draws_on", "draws on material of")):
        if doc.get(name):
            click.echo(f"{words} {printable(doc[name])}")
    if doc.get("copy_of"):
        share = f"; {doc['shared_text']:.0%} of the shorter text stands in the other" if "shared_text" in doc else ""
        wrapped(f"prints the text of {source_line(doc['copy_of'], snapshot.documents)}{share}", indent="")
    same = doc.get("same_origin", [])
    if same:
        wrapped(f"counts as one origin ({doc['origin']}) with {', '.join(map(curie, same))}", indent="")
    elif doc.get("copy"):
        wrapped(f"counts as {doc['origin']}", indent="")
    if doc.get("repeats"):
        wrapped(f"holds texts of {', '.join(doc['repeats'])} and adds no voice beside theirs", indent="")


def _shown(relation: Relation, *, everything: bool) -> list[StagePart]:
    """Return the stages without those that agree with another and say less, which --all shows too."""
    return [s for s in relation.stages if everything or s.standing != "coarser"]


def _show_actor(actor: Actor, snapshot: Snapshot, *, everything: bool) -> None:
    from kg.projection.frame import count

    status = f", {actor.status.replace('-', ' ')}" if actor.status else ""
    heading(f"{actor.label}  ({actor.kind}{status}; {curie(actor.iri)})")
    found = [r for r in snapshot.relations if any(actor.iri in (p.actor, p.on_behalf_of) for p in r.participations)]
    for kind in sorted({r.kind for r in found}):
        click.echo(f"\n{kind}s")
        for relation in (r for r in found if r.kind == kind):
            others = [_label(p.actor, snapshot) for p in relation.participations if p.actor != actor.iri]
            roles = sorted({p.role for p in relation.participations if p.actor == actor.iri})
            role = f" as {', '.join(roles)}" if roles and roles != ["party"] else ""
            with_whom = f" — {', '.join(dict.fromkeys(others))}" if others else ""
            wrapped(f"• {relation.title}{role}{with_whom}  [{curie(relation.iri)}]  ({relation.support})", indent="  ")
            for stage in _shown(relation, everything=everything):
                wrapped(_stage_line(stage))
                _print_receipts(stage.receipts, snapshot, everything=everything)
    day = f", as of {snapshot.as_of}" if snapshot.as_of < "9999" else ""
    if not found:
        note("the documents on file say nothing of it, which does not mean that there is nothing")
    note(count(len(found), "relation") + day)


def _show_document(iri: str, snapshot: Snapshot, docket: Docket) -> None:
    doc = snapshot.documents[iri]
    heading(f"{doc.get('title', 'untitled')}  ({curie(iri)})")
    if doc["project"]:
        click.echo(f"{WATERMARK}:")
        for source in doc["sources"]:
            wrapped(f"{source.get('publisher', '')}: {source.get('title', '')} {source.get('url', '')}")
    else:
        wrapped(f"{doc.get('publisher', 'unknown publisher')} {doc.get('url', '')}", indent="")
    published = f"published {doc.get('published', 'on an unknown day')}"
    if doc["cited"]:
        cited: dict[str, str] = next(iter(doc["sources"]), {})
        read = f"read on {cited.get('accessed', 'an unknown day')} ({doc.get('extent', 'extent not said')})"
        click.echo(f"{published}; {read}; no text of it is held")
        if cited.get("sha256"):
            click.echo(f"SHA-256 of what was read: {cited['sha256']}")
    else:
        click.echo(f"{published}; SHA-256 {doc.get('sha256')}")
    if withdrawal := _withdrawal(iri, snapshot, docket):
        wrapped(withdrawal, indent="")
    _show_publisher(doc)
    _show_origin(doc, snapshot)
    for relation in snapshot.relations:
        receipts = {x for s in relation.stages for x in s.receipts if x.doc == iri}
        if receipts:
            wrapped(f"• {relation.kind}: {relation.title}  [{curie(relation.iri)}]", indent="  ")
            for receipt in sorted(receipts):
                wrapped(receipt.text, indent=INDENT)
