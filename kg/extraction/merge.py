"""The same thing said several times is one record: joins drafts by what makes them one."""

from __future__ import annotations

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds.transfer_stages import stronger

_REMEMBERED = 40
_NEAR_BY = 1500
"""Code points within which an undated meeting and a dated one of the same states are one."""
_LOOSE = {"dialogue", "ministerial", "summit"}


def merge(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with those that mean one thing joined, in the order of the text.

    The first mention gives the place; later ones add stages, participants, items and sums.
    """
    out: list[Draft] = []
    index: dict[tuple[str, str], list[Draft]] = {}
    for draft in sorted(drafts, key=lambda d: (d.partial, d.offset, d.kind, d.rule)):
        same = next((old for old in _near(index, draft) if _same(old, draft)), None)
        if same is not None:
            _join(same, draft)
        elif not draft.partial:
            out.append(draft)
        for key in _keys(same or draft) if same is not None or not draft.partial else ():
            known = index.setdefault(key, [])
            if (same or draft) not in known[-_REMEMBERED:]:
                known.append(same or draft)
    return sorted(out, key=lambda d: (d.offset, d.kind, d.rule))


def _keys(draft: Draft) -> list[tuple[str, str]]:
    keys = dict.fromkeys((draft.kind, p.actor.identity) for p in draft.participants)
    if draft.tag:
        keys[(draft.kind, f"#{draft.tag}")] = None
    if draft.series or draft.name:
        keys[(draft.kind, f"#{draft.series or draft.name}")] = None
    return list(keys)


def _near(index: dict[tuple[str, str], list[Draft]], draft: Draft) -> list[Draft]:
    """Return the latest drafts that share an actor or a name, by offset; few of each, so that merging stays linear."""
    found = {id(d): d for key in _keys(draft) for d in index.get(key, ())[-_REMEMBERED:]}
    return sorted(found.values(), key=lambda d: (d.offset, d.kind, d.rule))


def _same(a: Draft, b: Draft) -> bool:
    match a.kind:
        case "agreement" | "post":
            return False
        case "programme":
            return a.tag == b.tag
        case "transfer":
            return _same_transfer(a, b)
        case "engagement":
            return _same_engagement(a, b)
        case "partnership":
            return a.type == b.type and a.keys("party") == b.keys("party")
        case "membership":
            return a.keys("member") == b.keys("member") and a.keys("grouping") == b.keys("grouping")
        case "stance":
            return (
                a.type == b.type
                and _of_states(a.keys("actor")) == _of_states(b.keys("actor"))
                and _compatible(_of_states(a.keys("target")), _of_states(b.keys("target")))
            )
        case _:
            return (
                a.type == b.type and _claimed_alike(a, b)
                and _of_states(a.keys("initiator")) == _of_states(b.keys("initiator"))
                and _compatible(_of_states(a.keys("target")), _of_states(b.keys("target")))
                and _dates_agree(a, b)
                and not _contradict(a, b)
            )  # fmt: skip


def _contradict(a: Draft, b: Draft) -> bool:
    """Whether one says that what the other denies happened."""
    meant = {"threatened" in {s.stage for s in d.stages} for d in (a, b)}
    return len(meant) > 1 or any(s.stage == t.stage and s.modality != t.modality for s in a.stages for t in b.stages)


def _date(draft: Draft) -> str | None:
    return next((s.date for s in draft.stages if s.date), None)


def _dates_agree(a: Draft, b: Draft) -> bool:
    x, y = _date(a), _date(b)
    return x is None or y is None or x.startswith(y) or y.startswith(x)


def _claimed_alike(a: Draft, b: Draft) -> bool:
    """Whether two accounts may be one: the same claimant, or none on one side and nothing denied on the other."""
    if a.attribution == b.attribution:
        return True
    same = {s.modality for s in a.stages} == {s.modality for s in b.stages}
    return same and (a.attribution is None or b.attribution is None)


def _of_states(keys: set[str]) -> set[str]:
    """Return the keys of states and groupings; all keys where there are bodies alone."""
    return {k for k in keys if "-" not in k} or keys


def _compatible(x: set[str], y: set[str]) -> bool:
    return not x or not y or x <= y or y <= x


def _same_transfer(a: Draft, b: Draft) -> bool:
    if not (
        _compatible(a.keys("supplier"), b.keys("supplier")) and _compatible(a.keys("recipient"), b.keys("recipient"))
    ):
        return False
    if not (a.keys("supplier") & b.keys("supplier") or a.keys("recipient") & b.keys("recipient")):
        return False
    if a.amount and b.amount and a.amount != b.amount:
        return False
    if a.tag != b.tag:
        return False
    years = [{s.date[:4] for s in d.stages if s.stage == "agreed" and s.date} for d in (a, b)]
    if years[0] and years[1] and not years[0] & years[1]:
        return False
    programmes = {d.programme[1] or d.programme[0].casefold() for d in (a, b) if d.programme}
    if len(programmes) > 1:
        return False
    words = [{w.rstrip("s") for i in d.items for w in i.label.lower().split()} for d in (a, b)]
    shared = bool(words[0] & words[1])
    if a.items and b.items and not shared and not (a.programme and b.programme):
        return False
    odd = {"funding", "loan", "lease", "training"}
    if a.type != b.type and not shared and not (a.programme and b.programme) and {a.type, b.type} & odd:
        return False
    if a.items and b.items and shared:
        numbers = [{i.quantity for i in d.items if i.quantity} for d in (a, b)]
        return not (numbers[0] and numbers[1] and not numbers[0] & numbers[1])
    return bool(a.programme and b.programme) or not (a.items and b.items)


def _same_engagement(a: Draft, b: Draft) -> bool:
    if a.tag != b.tag:  # the readers know that the one was held apart from the other
        return False
    if a.name and b.name:
        if (a.series and a.series == b.series) or a.name.casefold() == b.name.casefold():
            years = [n[-4:] for n in (a.name, b.name) if n[-4:].isdigit()]
            return (len(set(years)) < 2) and _dates_agree(a, b)
        return False
    roles = ("participant", "host", "visitor", "observer")
    x, y = a.keys(*roles), b.keys(*roles)
    if not _compatible({k for k in x if "-" not in k}, {k for k in y if "-" not in k}):
        return False
    if not _dates_agree(a, b):
        return False
    if bool(a.name) != bool(b.name):
        return a.type == b.type != "deployment"
    if a.type == b.type == "deployment" and not _same_stay(a, b):
        return False
    if _other_persons(a, b):
        return False
    stages = {s.stage for s in a.stages} ^ {s.stage for s in b.stages}
    if a.type == b.type in _LOOSE and (_date(a) is None) != (_date(b) is None):
        apart = abs(a.offset - b.offset)
        peopled = [any(p.actor.kind == "person" for p in d.participants) for d in (a, b)]
        if apart > _NEAR_BY // 2 or (apart > _NEAR_BY // 4 and peopled[0] != peopled[1]):
            return False
    if a.type == b.type:
        return not stages or bool(_date(a) and _date(b)) or not ({"planned"} & stages)
    if a.type in _LOOSE and b.type in _LOOSE and "dialogue" in (a.type, b.type):
        if stages or x != y:
            return False
        close = abs(a.offset - b.offset) < _NEAR_BY and None in (_date(a), _date(b))
        return close or (_date(a) is not None and _date(a) == _date(b))
    return False


def _other_persons(a: Draft, b: Draft) -> bool:
    """Whether other persons of one state meet in the one than in the other: two meetings."""
    sides: list[dict[str, set[str]]] = [{}, {}]
    for side, draft in zip(sides, (a, b), strict=True):
        for p in draft.participants:
            if p.actor.kind == "person" and p.on_behalf_of:
                side.setdefault(p.on_behalf_of, set()).add(p.actor.identity.split()[-1])
    return any(not names & sides[1][key] for key, names in sides[0].items() if key in sides[1])


def _same_stay(a: Draft, b: Draft) -> bool:
    """Whether forces go to the same state and port: a cruise and a call on its way are two deployments."""
    hosts = [{p.actor.identity for p in d.participants if p.role == "host"} for d in (a, b)]
    places = {s.place for d in (a, b) for s in d.stages if s.place}
    return hosts[0] == hosts[1] and (len(places) < 2 or bool(hosts[0] and _date(a) and _date(a) == _date(b)))


def _course(old: Draft, stage: StageDraft) -> bool:
    """Take a stage into the one that tells of the same course of an event; return False where there is none."""
    for known in old.stages:
        said = {known.stage, stage.stage} == {"held", "started"} and known.modality == stage.modality == "asserted"
        if said and (not known.date or not stage.date or known.date.startswith(stage.date)):
            known.date, known.end_date = known.date or stage.date, known.end_date or stage.end_date
            known.place = known.place or stage.place
            return True
    return False


def _join(old: Draft, new: Draft) -> None:
    for p in new.participants:
        other = next((q for q in old.participants if q.actor.identity == p.actor.identity and q.role != p.role), None)
        if other is not None and old.kind == "engagement":
            if other.role == "participant":
                other.role = p.role
            continue
        for sentence in p.sentences:
            old.add(p.role, p.actor, sentence, office=p.office, rank=p.rank, for_=p.on_behalf_of)
    for stage in new.stages:
        if (
            stage.modality == "possible"
            and any(s.stage == stage.stage and s.modality == "asserted" for s in old.stages)
            and not stage.date
        ):
            continue
        if (
            old.kind == "engagement"
            and stage.stage == "planned"
            and any(s.stage in ("held", "started") for s in old.stages)
            and not stage.date
        ):
            continue
        if (
            old.kind == "transfer" and stage.stage in ("pledged", "proposed") and stage.modality == "asserted"
            and not stage.date
            and any(s.stage in ("agreed", "delivered") and s.modality == "asserted" for s in old.stages)
        ):  # fmt: skip
            continue
        if old.kind == "engagement" and _course(old, stage):
            continue
        old.stage(stage)
    for item in new.items:
        old.item(item.label, item.quantity, item.sentences[0], example=item.example)
    if old.amount is None and new.amount is not None:
        old.amount, old.amount_sentence = new.amount, new.amount_sentence
    if (old.programme is None and new.programme is not None) or (
        old.programme and new.programme and len(new.programme[0]) > len(old.programme[0])
    ):
        old.programme, old.programme_sentence = new.programme, new.programme_sentence
    if new.name and (old.name is None or len(new.name) > len(old.name)):
        old.name, old.name_sentence, old.series = new.name, new.name_sentence, new.series or old.series
    if old.type == "dialogue" and new.type in _LOOSE:
        old.type = new.type
    if old.kind == "transfer":
        old.type = stronger(old.type, new.type)
    old.confidence = max(old.confidence, new.confidence)
