"""The US Foreign Military Training Report as XML, with the page of each row: a work of the US government."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from kg.errors import SourceFileError
from kg.model import Amount, Item, Participant, ProgrammeRef, Record, Stage, from_json, to_json
from kg.registry import Registry
from kg.sources.batch import Batch
from kg.sources.dataset import Collector, DataSet, Refused, files_of, joined, number, partial_date, window
from kg.sources.states import States

ABOUT = DataSet(
    name="fmtrpt",
    title="Foreign Military Training Report, Fiscal Years 2019 and 2020",
    publisher="United States Department of State",
    url="https://www.state.gov/foreign-military-training-and-dod-engagement-activities-of-interest/",
    published="2020",
    rights="work of the United States government, public domain",
    version="2019-2020",
)
_IMET = "International Military Education and Training"
PROGRAMMES = {
    "IMET-1": _IMET, "IMET-2": _IMET, "IMET-X": _IMET, "IMET-D&R": _IMET,
    "FMF": "Foreign Military Financing", "PKO": "Peacekeeping Operations", "MSI": "Maritime Security Initiative",
    "CTIWFP": "Combating Terrorism and Irregular Warfare Fellowship Program",
    "ALP": "Aviation Leadership Program", "ASFF": "Afghanistan Security Forces Fund", "HMA": "Humanitarian Mine Action",
    "DOHS/USCG": "United States Coast Guard training", "Section 333": "Section 333",
    "Regional Centers": "Regional Centers", "Service Academies": "Service Academies", "Exchange": "Exchange",
    "Misc DoD/DoS Non-SA": "Miscellaneous training, not security assistance",
}  # fmt: skip
_PROGRAMME = re.compile(r"(?P<code>.+?) - Fiscal Year (?P<year>\d{4}) Department of .+ Training")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TOTAL = re.compile(r"Fiscal Year \d{4} Program Totals?", re.IGNORECASE)


def load(paths: Iterable[Path], *, registry: Registry, unverified: bool = False) -> Batch:
    """Read the report's rows of training: one row, one transfer of training.

    Rows that are totals of others are not taken, since they would double every sum.

    Raises
    ------
    SourceFileError
        If it is not that XML, or a programme is new.
    """
    del unverified
    return joined(_load(data, path.name, registry) for path, data in files_of(paths, ".xml", name="fmtrpt", ships=True))


def _load(data: bytes, file: str, registry: Registry) -> Batch:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceFileError(f"{file} is not XML: {error}.", hint="Is it the whole file?") from None
    if root.tag != "countries":
        raise SourceFileError(f"{file} begins with <{root.tag}>, not <countries>.", hint="Give the report's XML.")
    states, out = States(registry), Collector(ABOUT, file, data)
    note = (
        "Training reported under 22 USC 2416, which exempts NATO members, Australia, Japan and New Zealand: that they "
        "have no rows means nothing."
    )
    out.coverage = window(
        registry, kind="transfer", types=("training",), first=2018, last=2020, note=note, checked_on="2020-12-31"
    )
    for country in root.iterfind("country"):
        key = states.by_name(country.get("name", ""))
        for number_, (programme, training) in enumerate(
            ((p, t) for p in country.iterfind("program") for t in p.iterfind("training")), 1
        ):
            label = programme.get("name", "")
            match = _PROGRAMME.fullmatch(label.strip())
            if match is None or match["code"] not in PROGRAMMES:
                raise SourceFileError(
                    f"{file} line {training.sourceline}: {label!r} is a programme that nobody has mapped.",
                    hint=f"Known: {', '.join(sorted(PROGRAMMES))}.",
                )
            cells = {c.tag: (c.text or "").strip() for c in training}

            def make(cells: dict[str, str] = cells, key: str | None = key, match: re.Match[str] = match) -> Record:
                return _record(cells, key, match, registry)

            name = f"{Path(file).stem}.{country.get('name', '').split(',')[0].replace(' ', '-')}.{number_}"
            columns = (f"page {cells.get('page_number') or 'not given'}", *sorted(cells.keys() - {"page_number"}))
            out.take(training.sourceline or 0, name, columns, make)
    return out.batch()


def _day(text: str) -> str | None:
    match = _DATE.fullmatch(text)
    return partial_date(match[3], match[1], match[2]) if match else None


def _record(cells: dict[str, str], key: str | None, match: re.Match[str], registry: Registry) -> Record:
    title = cells.get("course_title", "")
    if _TOTAL.fullmatch(title):
        raise Refused("a total of other rows")
    if key is None:
        raise Refused("no state of the registry")
    if not title:
        raise Refused("no course")
    start, end = _day(cells.get("start_date", "")), _day(cells.get("end_date", ""))
    if start and end and end < start:
        raise Refused("ends before it starts")
    students, cost = (
        number(cells.get("quantity", "")),
        number(cells.get("total_cost", "").replace("$", "").replace(",", "")),
    )
    usa = registry.get("USA")
    record = Record(
        doc="fmtrpt",
        kind="transfer",
        type="training",
        participants=(
            Participant(role="supplier", label=usa.label, kind="state", id="USA"),
            Participant(role="recipient", label=registry.get(key).label, kind="state", id=key),
        ),
        stages=(Stage(stage="delivered", date=start, end_date=end if start else None),),
        items=(Item(label=title[:200], quantity=students),),
        amount=Amount(value=cost, currency="USD") if cost is not None else None,
        programme=ProgrammeRef(label=PROGRAMMES[match["code"]]),
    )
    extra: dict[str, object] = {"fiscal_year": f"US-{match['year']}"}
    if cells.get("location"):
        extra["sites"] = [{"label": cells["location"]}]
    return from_json({**to_json(record), **extra})
