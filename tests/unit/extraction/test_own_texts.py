"""Short news texts of our own, with invented days and persons: what whole documents must and must not give."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extraction import Extraction
from kg.model import Record

TWO_PACTS = """SUVA — Fiji and Australia signed two agreements on Tuesday: a status of forces agreement and an information-sharing arrangement.
Fijian Defence Minister Jone Tuilagi and Australian Deputy Prime Minister and Defence Minister Carol Whitby signed both documents in the presence of Prime Minister Sitiveni Qaranivalu.
Australia already has similar agreements with Tonga, Samoa and Papua New Guinea.
The status of forces agreement will enter into force once both parliaments ratify it.
Canberra has also been seeking to sign a security treaty with Vanuatu, but a draft has not been agreed.
"""  # noqa: E501
LONG_TITLE = """The Agreement between the Government of Japan and the Government of the Republic of Indonesia concerning the Transfer of Defence Equipment and Technology was signed in Tokyo on 30 March 2021 and came into force the same day.
Four years later, the two governments opened talks on a reciprocal access agreement, and a second round was held in Jakarta in February 2026.
Foreign Minister Retno Adisti said the reciprocal access agreement would be concluded by the end of 2026. She denied that the two countries had discussed a basing agreement.
"""  # noqa: E501
RATIFICATION = """MANILA, March 12 — The Philippine Senate concurred in the ratification of the Status of Visiting Forces Agreement with New Zealand on Wednesday, two weeks after President Maria Santos signed the instrument of ratification.
The pact, signed in Manila on 30 April 2025 by Defense Secretary Luis Ortega and New Zealand Defence Minister Helen Marsh, will take effect after an exchange of notes.
Canada and the Philippines concluded negotiations on a similar agreement last month and are expected to sign it in May.
Beijing criticised the agreement. "Manila should not bring in outside forces," Chinese foreign ministry spokesperson Wang Tao said.
"""  # noqa: E501
ASSISTANCE = """Japan will provide four patrol vessels and a coastal radar to Sri Lanka under its Official Security Assistance (OSA) programme, Foreign Minister Ken Arai announced in Colombo on Thursday.
The two countries exchanged notes for the grant, worth 1.2 billion yen, on the same day. The vessels are to be handed over to the Sri Lanka Navy in 2027.
In fiscal 2024, Japan selected Bangladesh, Malaysia, the Philippines and Fiji as OSA recipients.
In 2025 Tokyo delivered two drones to Fiji under the scheme.
"""  # noqa: E501
EXERCISES = """India and Indonesia concluded their third Coordinated Patrol on 2 March 2026 in the Andaman Sea, and Exercise Garuda Shakti 2026 will be held in Bandung from 10 to 24 May.
Indian Navy chief Admiral Arun Menon is visiting Jakarta this week. He met Indonesian Defence Minister Sjarif Hartono on Tuesday, and the two agreed to finalise a deal for the supply of BrahMos missiles.
Indonesia would be the second foreign buyer of the missile after the Philippines, which signed a $375 million contract with India in January 2022.
Analysts say Vietnam may follow.
"""  # noqa: E501
CLASH = """Two Chinese coast guard ships blocked and fired water cannon at a Philippine resupply boat near Second Thomas Shoal on Tuesday, the Philippine Coast Guard said. China's coast guard denied the account, saying the Philippine vessel had entered its waters illegally.
The United States and Japan condemned China's actions. Washington reaffirmed that the 1951 Mutual Defense Treaty applies to attacks in the South China Sea.
Japan scrambled fighters after a Russian bomber violated its airspace on Monday.
"""  # noqa: E501
NOT_ABOUT_SECURITY = """Vietnam and New Zealand signed a customs arrangement on Monday. Trade between the two countries grew by nine percent.
The two prime ministers attended a rugby match in Auckland and opened a dairy plant.
Tourism officials expect more visitors next year.
"""  # noqa: E501


def states(record: Record, *roles: str) -> set[str]:
    return {p.id for p in record.participants if p.role in roles and p.kind == "state" and p.id}


def people(record: Record, *roles: str) -> dict[str, str | None]:
    return {p.label: p.on_behalf_of for p in record.participants if p.role in roles and p.kind == "person"}


def stages(record: Record) -> set[tuple[str, str, str | None]]:
    return {(s.stage, s.modality, s.date) for s in record.stages}


def one(extraction: Extraction, kind: str, **wanted: object) -> Record:
    found = [r for r in extraction.records if r.kind == kind and all(getattr(r, k) == v for k, v in wanted.items())]
    assert len(found) == 1, [(r.kind, r.type, r.name) for r in extraction.records]
    return found[0]


def test_two_pacts_of_one_signing_are_two_records_with_the_same_signers(extracted: Callable[..., Extraction]) -> None:
    found = extracted(TWO_PACTS)
    signed = [r for r in found.records if r.kind == "agreement" and ("signed", "asserted", "2026-03-10") in stages(r)]

    assert [r.type for r in signed] == ["reciprocal-access", "information-security"]
    assert all(states(r, "party") == {"FJI", "AUS"} for r in signed)
    assert all(people(r, "signatory") == {"Jone Tuilagi": "FJI", "Carol Whitby": "AUS"} for r in signed)
    assert all(set(people(r, "witness")) == {"Sitiveni Qaranivalu"} for r in signed)


def test_similar_agreements_with_several_states_are_one_record_for_each_pair(
    extracted: Callable[..., Extraction],
) -> None:
    found = extracted(TWO_PACTS)
    pairs = {frozenset(states(r, "party")) for r in found.records if r.rule == "agreement-similar"}

    assert pairs == {frozenset({"AUS", other}) for other in ("TON", "WSM", "PNG")}


def test_a_treaty_that_is_sought_is_possible_and_its_draft_denied(extracted: Callable[..., Extraction]) -> None:
    found = extracted(TWO_PACTS)
    sought = next(r for r in found.records if r.kind == "agreement" and "VUT" in states(r, "party"))

    assert {m for _, m, _ in stages(sought)} <= {"possible", "denied"}


def test_a_title_of_many_words_is_one_name_and_keeps_its_parties(extracted: Callable[..., Extraction]) -> None:
    record = one(extracted(LONG_TITLE), "agreement", type="equipment-transfer")

    assert record.name is not None
    assert record.name.startswith("Agreement between the Government of Japan")
    assert states(record, "party") == {"JPN", "IDN"}
    assert stages(record) == {("signed", "asserted", "2021-03-30"), ("in-force", "asserted", "2021-03-30")}


def test_a_denied_basing_agreement_is_nowhere_asserted(extracted: Callable[..., Extraction]) -> None:
    found = extracted(LONG_TITLE)

    assert not [
        r for r in found.records if r.type == "basing-access" and any(s.modality == "asserted" for s in r.stages)
    ]


def test_consent_of_one_legislature_is_a_plan_of_ratification(extracted: Callable[..., Extraction]) -> None:
    found = extracted(RATIFICATION)
    record = next(r for r in found.records if r.kind == "agreement" and states(r, "party") == {"PHL", "NZL"})
    other = next(r for r in found.records if r.kind == "agreement" and states(r, "party") == {"PHL", "CAN"})

    assert ("ratified", "planned", "2026-03-11") in stages(record)
    assert ("signed", "asserted", "2025-04-30") in stages(record)
    assert ("in-force", "planned", None) in stages(record)
    assert people(record, "signatory") == {"Luis Ortega": "PHL", "Helen Marsh": "NZL"}
    assert stages(other) == {("concluded", "asserted", "2026-02"), ("signed", "planned", "2026-05")}


def test_pledge_notes_and_handover_of_one_grant_are_one_transfer(extracted: Callable[..., Extraction]) -> None:
    found = extracted(ASSISTANCE)
    record = next(r for r in found.records if r.kind == "transfer" and "LKA" in states(r, "recipient"))
    programme = one(found, "programme")

    assert states(record, "supplier") == {"JPN"}
    assert {(s, m) for s, m, _ in stages(record)} == {
        ("pledged", "asserted"),
        ("agreed", "asserted"),
        ("delivered", "planned"),
    }
    assert {i.label: i.quantity for i in record.items} == {"patrol vessels": 4, "coastal radar": None}
    assert record.amount is not None
    assert (record.amount.value, record.amount.currency) == (1.2e9, "JPY")
    assert programme.name == "Official Security Assistance"
    assert states(programme, "beneficiary") == {"BGD", "MYS", "PHL", "FJI", "LKA"}


def test_a_later_exercise_is_planned_and_a_visitor_is_found_by_his_service(
    extracted: Callable[..., Extraction],
) -> None:
    found = extracted(EXERCISES)
    exercise = one(found, "engagement", name="Garuda Shakti 2026")
    meeting = one(found, "engagement", type="dialogue")

    assert stages(exercise) == {("planned", "planned", "2026-05-10")}
    assert exercise.stages[0].end_date == "2026-05-24"
    assert people(meeting, "participant") == {"Arun Menon": "IND", "Sjarif Hartono": "IDN"}
    assert not [r for r in found.records if any(p.id == "VNM" for p in r.participants)]


def test_rival_accounts_are_one_incident_each_with_their_claimants(extracted: Callable[..., Extraction]) -> None:
    found = extracted(CLASH)
    clash = one(found, "incident", type="confrontation")
    claims = {r.attribution for r in found.records if r.kind == "incident" and "PHL" in states(r, "initiator")}

    assert states(clash, "initiator") == {"CHN"}
    assert clash.attribution == "Philippine Coast Guard"
    assert claims == {"China"}


def test_a_treaty_named_without_its_parties_is_not_given_those_of_the_sentence_before(
    extracted: Callable[..., Extraction],
) -> None:
    found = extracted(CLASH)

    assert not [r for r in found.records if r.kind == "agreement" and "CHN" in states(r, "party")]


def test_a_text_that_is_not_about_security_gives_nothing(extracted: Callable[..., Extraction]) -> None:
    assert extracted(NOT_ABOUT_SECURITY).records == ()


@pytest.mark.parametrize(
    "text", [TWO_PACTS, LONG_TITLE, RATIFICATION, ASSISTANCE, EXERCISES, CLASH], ids=lambda t: t.split(" ")[0]
)
def test_every_part_has_a_receipt_that_stands_in_the_text(text: str, extracted: Callable[..., Extraction]) -> None:
    found = extracted(text)

    assert found.refusals == ()
    for record in found.records:
        parts = [f"stages/{i}" for i in range(len(record.stages))]
        parts += [f"participants/{i}" for i in range(len(record.participants))]
        parts += [f"items/{i}" for i in range(len(record.items))]
        parts += ["amount"] if record.amount else []
        assert all(text[ev.start : ev.end] == ev.quote for ev in record.evidence)
        assert all(record.evidence_for(part) for part in parts)
