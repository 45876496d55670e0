"""From a model's objects to records of the contract: what does not hold is left out and counted, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kg.contract import enumeration, kinds
from kg.errors import KGError
from kg.extraction.llm.quotes import QuoteFinder
from kg.extraction.llm.standing import Standing
from kg.extraction.result import Refusal
from kg.model import Amount, Evidence, Item, PartialDate, Participant, ProgrammeRef, Record, Stage

if TYPE_CHECKING:
    from kg.contract import KindTable
    from kg.documents.document import Document
    from kg.extraction.trust import Trust
    from kg.registry import Registry

MOST_QUOTES = 6


class RecordReader:
    """Turns the objects of one document's answers into records; the gate checks them after that like any others.

    Parameters
    ----------
    document : Document
        What the model was shown.
    registry : Registry
        Where names resolve.
    finder : QuoteFinder
        Of the document.
    extractor : str
        Extractor, prompt version and model: the ``extractor`` of each record.
    trust : Trust
        Confidence by kind.
    """

    def __init__(
        self, document: Document, registry: Registry, finder: QuoteFinder, *, extractor: str, trust: Trust
    ) -> None:
        self._document, self._finder, self._extractor, self._trust = document, finder, extractor, trust
        self._standing = Standing(document.text, document.published, registry)
        self._registry = registry
        self._kind = "record"
        self.refusals: list[Refusal] = []

    def read(self, objects: Iterable[Any]) -> list[Record]:
        """Return the records that objects hold, in the order of the text."""
        found = [record for data in objects if (record := self._record(data)) is not None]
        return sorted(found, key=lambda r: (r.evidence[0].start or 0, r.kind))

    def _refuse(self, reason: str, detail: object) -> None:
        self.refusals.append(Refusal(reason, str(detail)[:200], self._kind))

    def _record(self, data: Any) -> Record | None:
        self._kind = "record"
        if not isinstance(data, Mapping):
            self._refuse("not-a-record", repr(data)[:80])
            return None
        table = kinds().get(str(data.get("kind")))
        if table is None:
            self._refuse("vocabulary", f"kind {data.get('kind')!r}")
            return None
        self._kind = table.kind
        spans = self._spans(data)
        if not spans:
            self._refuse("no-evidence", data.get("name") or table.kind)
            return None
        quoted = " ".join(self._document.text[a:b] for a, b in spans)
        type_, known = self._type(data.get("type"), table)
        if not known:
            return None
        participants = tuple(p for p in map(self._participant(table), _objects(data, "participants")) if p)
        stages = tuple(s for s in map(self._stage(table), _objects(data, "stages")) if s)
        if _objects(data, "stages") and not stages:
            self._refuse("no-stage-left", type_ or table.kind)
            return None
        try:
            return Record(
                doc=self._document.stem,
                kind=table.kind,
                type=type_,
                name=self._text(data.get("name")),
                participants=tuple(dict.fromkeys(participants)),
                stages=tuple(dict.fromkeys(stages)),
                items=tuple(i for i in (self._item(d, quoted) for d in _objects(data, "items")) if i),
                amount=self._amount(data.get("amount"), quoted),
                programme=self._programme(data.get("programme")),
                attribution=self._text(data.get("attribution")),
                evidence=self._evidence(spans, participants, quoted),
                confidence=self._trust.of(table.kind, f"llm-{table.kind}", 1.0),
                extractor=self._extractor,
                rule=f"llm-{table.kind}",
            )
        except KGError as error:
            self._refuse("outside-the-contract", error.message)
            return None

    def _spans(self, data: Mapping[str, Any]) -> list[tuple[int, int]]:
        given = data.get("quotes") or []
        quotes = [q for q in given if isinstance(q, str)] if isinstance(given, list) else []
        if len(quotes) > MOST_QUOTES:
            self._refuse("too-many-quotes", f"{len(quotes)} quotes")
            quotes = quotes[:MOST_QUOTES]
        placed = self._finder.place(quotes)
        for quote, span in zip(quotes, placed, strict=True):
            if span is None:
                self._refuse("quote-not-found", quote)
        return sorted({self._finder.sentence(span) for span in placed if span is not None})

    def _type(self, given: Any, table: KindTable) -> tuple[str | None, bool]:
        """Return a type of the table, and whether the record can stand with it; ``other`` is what no type fits."""
        if not table.types:
            return ("other" if table.kind == "post" else None), True
        if given in table.types:
            return str(given), True
        self._refuse("vocabulary", f"type {given!r} of {table.kind}")
        return "other", "other" in table.types

    def _participant(self, table: KindTable) -> Any:
        def read(data: Mapping[str, Any]) -> Participant | None:
            role, kind, label = data.get("role"), data.get("kind"), _line(data.get("label"))
            if role not in table.roles or kind not in enumeration("participant", "kind"):
                self._refuse("vocabulary", f"role {role!r} of a {kind!r} in {table.kind}")
                return None
            if not label or not self._standing.named(label):
                self._refuse("name-not-in-document", label)
                return None
            given = _line(data.get("id"))
            key, behalf = None, None
            if kind == "person":
                acts_for = _line(data.get("on_behalf_of"))
                behalf = self._standing.key(acts_for) if acts_for else None
                if acts_for and behalf is None:
                    self._refuse("id-not-confirmed", f"{label} for {acts_for}")
            else:
                entity, refused = self._standing.entity(label, given)
                if refused:
                    self._refuse("id-not-confirmed", f"{given} for {label}")
                if entity is not None and entity.kind in enumeration("participant", "kind"):
                    key, kind = entity.key, entity.kind
            return Participant(role=str(role), label=label, kind=str(kind), id=key, on_behalf_of=behalf)

        return read

    def _stage(self, table: KindTable) -> Any:
        def read(data: Mapping[str, Any]) -> Stage | None:
            stage, modality = data.get("stage"), data.get("modality")
            if stage not in table.stages or modality not in enumeration("stage", "modality"):
                self._refuse("vocabulary", f"stage {stage!r} {modality!r} of {table.kind}")
                return None
            days: dict[str, str | None] = {}
            for field in ("date", "end_date"):
                value = _line(data.get(field))
                try:
                    known = value is None or self._standing.year(str(PartialDate.parse(value)))
                except KGError:
                    self._refuse("date-unreadable", value)
                    return None
                if not known:
                    self._refuse("date-not-in-document", value)
                days[field] = value if known else None
            try:
                return Stage(
                    stage=str(stage), modality=str(modality), date=days["date"], end_date=days["end_date"],
                    place=self._text(data.get("place")),
                )  # fmt: skip
            except KGError:
                self._refuse("dates-unordered", f"{days['date']}–{days['end_date']}")
                return None

        return read

    def _text(self, value: Any) -> str | None:
        """Return a name, place or claimant that stands in the document; what does not is counted."""
        text = _line(value)
        if text and not self._standing.named(text):
            self._refuse("name-not-in-document", text)
            return None
        return text

    def _item(self, data: Mapping[str, Any], quoted: str) -> Item | None:
        label = self._text(data.get("label"))
        if not label:
            return None
        quantity = _number(data.get("quantity"))
        if quantity is not None and not Standing.number(quantity, quoted):
            self._refuse("number-not-in-document", f"{quantity:g} {label}")
            quantity = None
        return Item(label=label, quantity=quantity)

    def _amount(self, data: Any, quoted: str) -> Amount | None:
        if not isinstance(data, Mapping):
            return None
        value, currency = _number(data.get("value")), _line(data.get("currency"))
        if value is None or not currency or not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            self._refuse("amount-unreadable", f"{data.get('value')!r} {currency!r}")
            return None
        if not Standing.number(value, quoted):
            self._refuse("number-not-in-document", f"{value:g} {currency}")
            return None
        return Amount(value=value, currency=currency.upper())

    def _programme(self, data: Any) -> ProgrammeRef | None:
        label = self._text(data.get("label")) if isinstance(data, Mapping) else None
        if not label:
            return None
        entity, refused = self._standing.entity(label, _line(data.get("id")))
        if refused:
            self._refuse("id-not-confirmed", f"{data.get('id')} for {label}")
        return ProgrammeRef(label=label, id=entity.key if entity and entity.kind == "programme" else None)

    def _evidence(
        self, spans: list[tuple[int, int]], participants: Iterable[Participant], quoted: str
    ) -> tuple[Evidence, ...]:
        """Return a receipt for each quote, and one for each participant that no quote names."""
        receipts = [self._receipt(span) for span in spans]
        there = Standing(quoted, None, self._registry)
        for index, p in enumerate(dict.fromkeys(participants)):
            if there.named(p.label):
                continue
            spots = self._finder.spans(p.label)
            if spots:
                nearest = min(spots, key=lambda s: min(abs(s[0] - at[0]) for at in spans))
                receipts.append(self._receipt(self._finder.sentence(nearest), f"participants/{index}"))
        return tuple(dict.fromkeys(receipts))

    def _receipt(self, span: tuple[int, int], *parts: str) -> Evidence:
        start, end = span
        return Evidence(
            quote=self._document.text[start:end], start=start, end=end, parts=parts, grade=self._document.grade
        )


def _objects(data: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    value = data.get(field)
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


def _line(value: Any) -> str | None:
    """Return a text on one line; None for what is none, and for a model's ways to say none."""
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())
    return None if text.casefold() in ("", "null", "none", "n/a", "unknown") else text


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e18 and value == value else None
