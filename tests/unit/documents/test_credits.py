from __future__ import annotations

import pytest

from kg.documents import read_bytes
from kg.documents.credits import Credits, find_credits

BODY = "Japan and Fiji signed an accord on naval repairs in Suva on Monday, officials said after a meeting there."


@pytest.mark.parametrize(
    ("text", "via"),
    [
        (f"TOKYO (Kyodo News) -- {BODY}", "Kyodo News"),
        (f"MANILA, Philippines (AP) — {BODY}", "Associated Press"),
        (f"SUVA, July 8 (Reuters) - {BODY}", "Reuters"),
        (f"New Delhi [India], July 8 (ANI): {BODY}", "Asian News International"),
        (f"Accord signed\n\nBy Reuters\n\n{BODY}", "Reuters"),
        (f"Accord signed\n\nBy Ana Tora, Associated Press\n\n{BODY}", "Associated Press"),
        (f"Accord signed\n\nBy Ana Tora of The Associated Press\n\n{BODY}", "Associated Press"),
        (f"Accord signed\n{BODY} (PNA)", "Philippine News Agency"),
        (f"Accord signed\n{BODY}\n(PNA)", "Philippine News Agency"),
        (f"Accord signed\n{BODY}\n© AFP", "Agence France-Presse"),
        (f"Accord signed\n{BODY}\nCopyright 2026 The Associated Press. All rights reserved.", "Associated Press"),
        (f"Accord signed\n{BODY}\nSource: PIB", "Press Information Bureau"),
        (f"Accord signed\n{BODY}\nXinhua", "Xinhua"),
        (f"Accord signed\n{BODY}\nThis story was first published by The Reef Post on 8 July.", "Reef Post"),
        (f"Accord signed\n{BODY}\nThis article was originally published on Islands Business.", "Islands Business"),
        (f"Accord signed\n{BODY}\nRepublished with permission from RNZ Pacific.", "RNZ Pacific"),
        (BODY, None),
        (f"{BODY} Reuters could not confirm the figure, and AFP did not ask.", None),
        (f"Accord signed\n{BODY}\nPhoto: AFP", None),
        (f"Accord signed\n{BODY}\nFile photo © AFP", None),
        (f"The minister told Kyodo News on Monday that {BODY}", None),
        (f"Accord signed\n{BODY}\nThe report was first published by a committee of parliament.", None),
        (f"The yard (UNI) says {BODY}", None),
    ],
)
def test_whom_a_text_is_credited_to(text: str, via: str | None) -> None:
    assert find_credits(text).via == via


@pytest.mark.parametrize(
    ("line", "inputs"),
    [
        ("With inputs from ANI", "Asian News International"),
        ("(With agency inputs from PTI)", "Press Trust of India"),
        ("Additional reporting by Reuters.", "Reuters"),
        ("Source: Fiji Bureau of Statistics", "Fiji Bureau of Statistics"),
    ],
)
def test_material_of_others_is_no_credit_for_the_whole(line: str, inputs: str) -> None:
    assert find_credits(f"Accord signed\n{BODY}\n{line}") == Credits(None, inputs)


def test_an_agency_does_not_credit_itself() -> None:
    text = f"TOKYO (Kyodo News) -- {BODY}"

    assert find_credits(text, publisher="Kyodo").via is None


def test_front_matter_wins_and_goes_under_the_usual_name() -> None:
    given = f"---\npublisher: Reef Post\nvia: AFP\n---\nTOKYO (Kyodo News) -- {BODY}\n"
    own = f"---\npublisher: AFP\nvia: AFP\n---\n{BODY}\n"

    assert read_bytes(given.encode(), name="a.md").via == "Agence France-Presse"
    assert read_bytes(own.encode(), name="a.md").via is None


@pytest.mark.parametrize(
    ("head", "via"),
    [
        (('<link rel="canonical" href="https://www.reuters.com/world/accord/">'
         '<meta property="og:url" content="https://reefpost.example/accord">'), "Reuters"),
        (('<link rel="canonical" href="https://islands.example/a/accord">'
         '<meta property="og:url" content="https://reefpost.example/accord">'), "islands.example"),
        (('<link rel="canonical" href="https://reefpost.example/a">'
         '<meta property="og:url" content="https://www.reefpost.example/a">'), None),
        ('<meta name="syndication-source" content="https://apnews.com/article/1">', "Associated Press"),
        ('<meta name="dcterms.rights" content="© 2026 AFP">', "Agence France-Presse"),
        ("", None),
    ],
)  # fmt: skip
def test_what_a_page_states_in_its_head(head: str, via: str | None) -> None:
    page = (
        f"<html lang='en'><head><title>Accord</title>{head}<meta property='og:site_name' content='Reef Post'></head>"
        f"<body><article><h1>Accord</h1><p>{BODY}</p><p>{BODY}</p></article></body></html>"
    )

    assert read_bytes(page.encode(), name="page.html").via == via
