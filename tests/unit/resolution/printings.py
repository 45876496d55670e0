"""One wire report, the ways in which papers print it, and texts of others on the same event; all written for tests."""

from __future__ import annotations

HEAD = "Japan and Fiji sign accord on naval repairs"
DATELINE = "SUVA, July 8 (Kyodo News) -- "
WIRE = [
    (
        "Japan and Fiji signed an accord on Monday that lets ships of the Maritime Self-Defense Force use the "
        "naval base at Stanley Brown for repairs, the first arrangement of its kind between the two countries."
    ),
    (
        "Defence Minister Kaito Mori and his counterpart Seru Vakatora put their names to the document after an "
        "hour of talks in the capital, during which they also discussed joint patrols against illegal fishing in "
        "the southern waters."
    ),
    (
        "Under the accord Tokyo will pay for a new slipway and train forty mechanics over three years, while Suva "
        "will make the facility available to Japanese vessels at two weeks' notice, officials of both sides said."
    ),
    (
        '"This is a practical step that serves the safety of everybody who sails in these waters," Mori told '
        "reporters at the harbour, adding that work on the slipway would begin before the end of the year."
    ),
    (
        "Vakatora said the programme would be open to neighbouring island states later, and that an instrument on "
        "the status of visiting personnel was being negotiated and might be ready by March."
    ),
    (
        "The opposition in Suva called for the text to be laid before parliament, arguing that a lease of military"
        " land needs its consent; the government said that no land was being leased."
    ),
    (
        "Japan has stepped up such arrangements in the region since it adopted its present defence strategy, and "
        "signed comparable papers with two other island governments last year."
    ),
]
BOILERPLATE = [
    (
        "The Coral Tribune is a daily newspaper of record for the islands. Follow us on every platform and "
        "subscribe to our morning newsletter for the latest from the region."
    ),
    (
        "This story has been published from a wire agency feed without modifications to the text. Only the "
        "headline has been changed."
    ),
    "All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
]
READOUT_JAPAN = [
    (
        "On 8 July, Mr. MORI Kaito, Minister of Defense of Japan, who is visiting the Republic of Fiji, held a "
        "meeting with Mr. Seru Vakatora, Minister for Home Affairs, for approximately sixty minutes."
    ),
    (
        "Minister Mori expressed his respect for Fiji's contribution to peacekeeping, and explained Japan's "
        "efforts towards a free and open Indo-Pacific. The two ministers shared serious concern about attempts to "
        "change the status quo."
    ),
    (
        "Following the meeting the two ministers signed a technical arrangement concerning maintenance of vessels."
        " The two sides will continue consultations at the working level on the schedule of ship visits."
    ),
]
READOUT_FIJI = [
    (
        "The Government of Fiji welcomes the signing today of the technical arrangement on ship maintenance with "
        "the Government of Japan, which brings jobs and skills to the people of Suva and Lami."
    ),
    (
        "The Honourable Minister thanked the people of Japan for grant assistance towards the slipway at the "
        "Stanley Brown naval base, where forty Fijian mechanics are going to be apprenticed under Japanese "
        "supervisors."
    ),
    (
        "The Minister assured the public that the arrangement respects Fiji's sovereignty, that no land changes "
        "hands, and that the text is going to be published in the government gazette within fourteen days."
    ),
]
OWN_REPORT = [
    (
        "When the Japanese minister's car rolled through the gates of the old naval yard, welders downed their "
        "tools to watch: for them the papers signed that afternoon mean three years of steady work."
    ),
    (
        "The yard has not launched a hull since 2011. Its slipway is cracked, and the cradle rusts in the sun. Now"
        " Tokyo has promised to replace both, in return for a berth when its patrol ships need one."
    ),
    (
        "Union leader Mere Tuilau told our reporter that her members were pleased but wary, since a similar "
        "promise by another donor in 2017 came to nothing after the cyclone."
    ),
]
SECOND_WIRE = [
    (
        "Tonga and New Zealand opened a joint operations room for search and rescue on Tuesday, ending two years "
        "of talks on who would pay for the satellite link."
    ),
    (
        "The room in Nuku'alofa will be staffed by six officers in turns and can task aircraft from Ohakea within "
        "the hour, the commander of the Tongan navy told guests at the opening."
    ),
    (
        "Wellington is to carry the running costs until 2029, after which the two governments will share them, "
        "according to an exchange of letters that was handed over at the ceremony."
    ),
]


def text(*paragraphs: str, head: str = HEAD) -> str:
    """Return a page: headline, empty line, paragraphs."""
    return "\n".join([head, "", *paragraphs]) + "\n"


def house_style(paragraph: str) -> str:
    """Return a paragraph as another house spells it."""
    for one, other in {
        "Defence": "Defense", "harbour": "harbor", "programme": "program", "neighbouring": "neighboring",
        '"': "”", "forty": "40", "three": "3", "Monday": "Monday (July 8)", "Kaito Mori": "Kaitō Mori",
        "defence": "defense", "two weeks'": "two weeks’",
    }.items():  # fmt: skip
        paragraph = paragraph.replace(one, other)
    return paragraph


def copies() -> dict[str, dict[str, str]]:
    """Return seventeen printings of the wire report by publisher: text, with url where that matters."""
    first, *rest = WIRE
    lead = DATELINE + first
    bare = "SUVA: " + first
    credited = "By Kyodo News"
    return {
        "Kyodo News": {"text": text(lead, *rest)},
        "The Coral Tribune": {"text": text(lead, *rest)},
        "Island Daily": {"text": text(lead, *rest[:3])},
        "Reef Post": {"text": text(lead, rest[0])},
        "Atoll Times": {"text": text(lead, *rest, head="Tokyo's ships to be mended in Suva")},
        "Lagoon Herald": {"text": text(*map(house_style, (lead, *rest)))},
        "Palm Gazette": {"text": text(credited, bare, *rest)},
        "Breadfruit News": {"text": text(bare, *rest)},
        "Mangrove Mail": {"text": text(bare, *rest[:4])},
        "Pandanus Press": {"text": text(lead, *rest, *BOILERPLATE)},
        "Frigatebird": {"text": text(bare, *rest[:2], *BOILERPLATE)},
        "Outrigger Online": {"text": text(bare, rest[2], rest[0], rest[4], rest[1], rest[3], rest[5])},
        "Web Archive Mirror": {"text": text(lead, *rest), "url": "https://mirror.example/kyodo/2026/07/suva-accord"},
        "Trade Winds": {"text": text(bare, *rest, "(Kyodo)")},
        "Southern Cross Radio": {"text": text(bare, *map(house_style, rest[:5]), head="Naval accord signed")},
        "Monsoon Monitor": {"text": text(first + " " + rest[0], rest[1] + " " + rest[2], *rest[3:])},
        "Copra Courier": {"text": text(bare, *rest[1:5], "With inputs from our correspondent in Suva", "© Kyodo News")},
    }
