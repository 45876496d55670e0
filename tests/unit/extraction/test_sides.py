"""Who receives whom: the passive turns the sides, and nobody becomes a host by standing before the verb."""

from __future__ import annotations

import pytest

from kg.documents import read_bytes
from kg.extraction import extract
from kg.registry import Registry

# Own-written sentences: text, hosts, guests.
MEETINGS = [
    (
        "Fijian Prime Minister Tane Moa received Australian Defence Minister John Hill in Suva on 3 May 2024.",
        {"Fiji", "Tane Moa"},
        {"Australia", "John Hill"},
    ),
    (
        "Australian Defence Minister John Hill was received by Fijian Prime Minister Tane Moa in Suva on 3 May 2024.",
        {"Fiji", "Tane Moa"},
        {"Australia", "John Hill"},
    ),
    (
        "Tongan Prime Minister Sione Vai was warmly welcomed by Japanese Foreign Minister Aoki Ken in Tokyo on 2 May.",
        {"Japan", "Aoki Ken"},
        {"Tonga", "Sione Vai"},
    ),
]


def meetings(text: str) -> list:
    document = read_bytes(text.encode(), name="own.txt", published="2024-05-10")
    return [r for r in extract(document, registry=Registry.load()).records if r.kind == "engagement"]


@pytest.mark.parametrize(("text", "hosts", "guests"), MEETINGS)
def test_the_host_is_who_receives(text: str, hosts: set[str], guests: set[str]) -> None:
    (record,) = meetings(text)
    labels = {
        role: {p.label for p in record.participants if (p.role == "host") == (role == "host")} for role in ("host", "")
    }

    assert {label.replace("Fijian", "Fiji").replace("Japanese", "Japan") for label in labels["host"]} == hosts
    assert {x.replace("Australian", "Australia").replace("Tongan", "Tonga") for x in labels[""]} == guests


def test_a_guest_of_a_summit_that_another_hosts_is_no_host() -> None:
    text = (
        "President Ana Reyes of the Philippines, who is in Perth for the Security Summit hosted by Prime Minister John "
        "Hill of Australia, said the clash was minor."
    )
    hosts = {p.label for r in meetings(text) for p in r.participants if p.role == "host"}

    assert hosts <= {"Australia", "John Hill"}


@pytest.mark.parametrize(
    "text",
    [
        "Thai Prime Minister Anan Suk was welcomed at the airport in Suva by Fijian Foreign Minister Tane Moa.",
        "Fijian Foreign Minister Tane Moa received Thai Prime Minister Anan Suk on arrival at Nausori Airport.",
        "Anan Suk, Prime Minister of Thailand, was greeted on the tarmac by Fijian Police Minister Josefa Vula.",
    ],
)
def test_who_greets_a_guest_off_the_plane_has_held_no_meeting(text: str) -> None:
    assert [r for r in meetings(text) if r.type in ("ministerial", "dialogue", "summit")] == []
