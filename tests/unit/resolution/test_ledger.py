"""Judgements: written, taken back, replaced, and found again after a document was read anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import LedgerError, UnknownTermError
from kg.model import Evidence
from kg.resolution.claim import Claim
from kg.resolution.ledger import Judged, Ledger, in_effect, judged_claim, judged_mention
from tests.unit.graph.corpus import RAA_IN_FORCE, RAA_SIGNED, SAMPLE, claims_of


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger")


def _claims() -> list[Claim]:
    return sorted(claims_of(SAMPLE, RAA_SIGNED, RAA_IN_FORCE), key=lambda c: c.iri)


def _pair(claims: list[Claim]) -> tuple[Claim, Claim]:
    one = next(c for c in claims if c.record.kind == "agreement")
    return one, next(c for c in claims if c.record.kind == "agreement" and c.doc != one.doc)


def _moved(claim: Claim, *, quote: str | None = None) -> Claim:
    """The claim as another version of the rules would read it: other spans, hence another identifier."""
    first = claim.record.evidence[0]
    text = quote if quote is not None else first.quote + " and more"
    start = first.start or 0
    record = replace(claim.record, evidence=(replace(first, quote=text, start=start, end=start + len(text)),))
    return replace(claim, iri=claim.iri + "0", record=record)


def test_a_judgement_is_in_effect_until_it_is_undone_and_again_when_that_is_undone(ledger: Ledger) -> None:
    claims = _claims()
    a, b = _pair(claims)
    key = frozenset((a.iri, b.iri))
    (number,) = ledger.add("same", "relation", [(judged_claim(a), judged_claim(b))], why="one treaty", by="ada")
    assert in_effect(ledger.lines(), claims).judgements.same == {key}
    first = ledger.undo(number, why="misread", by="bo")
    assert not in_effect(ledger.lines(), claims).judgements.same
    assert in_effect(ledger.lines(), claims).undone == {number: first}
    second = ledger.undo(first, why="no, right after all", by="ada")
    assert in_effect(ledger.lines(), claims).judgements.same == {key}
    ledger.undo(second, why="no", by="ada")
    assert not in_effect(ledger.lines(), claims).judgements.same


def test_the_later_judgement_on_a_pair_counts_whatever_its_order(ledger: Ledger) -> None:
    claims = _claims()
    a, b = map(judged_claim, _pair(claims))
    ledger.add("same", "relation", [(a, b)], why="x")
    ledger.add("different", "relation", [(b, a)], why="y")
    effect = in_effect(ledger.lines(), claims)
    assert not effect.judgements.same
    assert effect.judgements.different == {frozenset((a.iri, b.iri))}
    assert effect.undone == {1: 2}
    assert effect.numbers == {frozenset((a.iri, b.iri)): 2}


def test_a_claim_that_was_read_anew_is_found_by_its_quote(ledger: Ledger) -> None:
    claims = _claims()
    a, b = _pair(claims)
    ledger.add("different", "relation", [(judged_claim(a), judged_claim(b))], why="x")
    anew = [_moved(c) if c is a else c for c in claims]
    effect = in_effect(ledger.lines(), anew)
    assert effect.judgements.different == {frozenset((a.iri + "0", b.iri))}
    assert effect.found_again == {1: (a.iri + "0", b.iri)}


def test_what_is_not_on_file_is_dormant_and_wakes_when_it_comes_back(ledger: Ledger) -> None:
    claims = _claims()
    a, b = _pair(claims)
    ledger.add("rejected", "claim", [(judged_claim(a), None)], why="a misreading")
    without = [c for c in claims if c.doc != a.doc]
    assert in_effect(ledger.lines(), without).dormant == {1: f"{a.iri.rsplit('/', 1)[1]}: its document is not on file"}
    gone = [_moved(c, quote="Something else entirely stands here now") if c is a else c for c in claims]
    gone = [c for c in gone if c.doc != a.doc or c.iri == a.iri + "0"]
    assert "rests on that sentence" in in_effect(ledger.lines(), gone).dormant[1]
    assert in_effect(ledger.lines(), claims).judgements.rejected == {a.iri}
    assert b.iri not in in_effect(ledger.lines(), claims).judgements.rejected


def test_two_claims_on_one_sentence_are_not_guessed_between(ledger: Ledger) -> None:
    claims = _claims()
    a, _ = _pair(claims)
    ledger.add("rejected", "claim", [(judged_claim(a), None)], why="x")
    quote = a.record.evidence[0].quote
    ev = Evidence(quote=quote, start=0, end=len(quote))
    twins = [replace(a, iri=a.iri + x, record=replace(a.record, evidence=(ev,))) for x in "01"]
    rest = [c for c in claims if c.doc != a.doc]
    assert "2 claims" in in_effect(ledger.lines(), [*rest, *twins]).dormant[1]


def test_a_mention_is_found_by_its_name_without_its_title(ledger: Ledger) -> None:
    claims = _claims()
    claim, label = next(
        (c, p.label) for c in claims for p in c.record.participants if p.kind == "person" and p.id is None
    )
    ledger.add(
        "unsure",
        "actor",
        [(judged_mention(claim, label), Judged(claim.mention("nobody"), claim.doc, "Nobody Here"))],
        why="x",
    )
    assert "names nobody" in in_effect(ledger.lines(), claims).dormant[1]
    people = tuple(replace(p, label="General " + p.label) if p.label == label else p for p in claim.record.participants)
    anew = replace(claim, record=replace(claim.record, participants=people))
    others = [c for c in claims if c.doc != claim.doc]
    other = next(c for c in others if any(p.id is None for p in c.record.participants))
    second = next(p.label for p in other.record.participants if p.id is None)
    ledger.add("same", "actor", [(judged_mention(claim, label), judged_mention(other, second))], why="x")
    effect = in_effect(ledger.lines(), [anew, *others])
    assert effect.judgements.same == {frozenset((claim.mention("General " + label), other.mention(second)))}


def test_the_ledger_reads_as_of_a_past_day(ledger: Ledger) -> None:
    a, b = map(judged_claim, _pair(_claims()))
    ledger.add("same", "relation", [(a, b)], why="x", at="2026-02-01T10:00:00+00:00")
    ledger.add("different", "relation", [(a, b)], why="y", at="2026-03-01T10:00:00+00:00")
    assert [line.verdict for line in ledger.lines(at="2026-02-01")] == ["same"]
    assert ledger.lines(at="2026-01-31") == ()


def test_what_a_judgement_needs(ledger: Ledger) -> None:
    a, b = map(judged_claim, _pair(_claims()))
    with pytest.raises(LedgerError, match="needs a reason"):
        ledger.add("same", "relation", [(a, b)], why=" ")
    with pytest.raises(UnknownTermError, match="'maybe'"):
        ledger.add("maybe", "relation", [(a, b)], why="x")
    with pytest.raises(LedgerError, match="no line 1"):
        ledger.undo(1, why="x")
    ledger.add("same", "relation", [(a, b)], why="x")
    ledger.undo(1, why="x")
    with pytest.raises(LedgerError, match="undone by line 2"):
        ledger.undo(1, why="x")
    ledger.journal.path.write_text(ledger.journal.path.read_text().replace(",same,", ",sane,"))
    with pytest.raises(LedgerError, match="'sane' is unknown"):
        ledger.lines()
