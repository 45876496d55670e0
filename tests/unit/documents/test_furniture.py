"""Page furniture: what is no text on a page, and what only looks like it."""

from __future__ import annotations

import pytest

from kg.documents.furniture import is_furniture

FURNITURE = """Share this article
Share on Facebook
Follow us on Instagram
Subscribe to our newsletter
Get the weekly newsletter in your inbox
Enter your email to go on
We use cookies to improve the site
This website uses cookies.
Accept all cookies
Photo: A Photographer / Example Agency
Photo by Jane Example
File photo of the harbour
Image credit: Example Navy
Picture: Example Wire
Caption: The crew on deck
Figure 3: Ships by year
Read more: What the pact says
Also read: A second pact
See also: The list of treaties
Related articles
Related Topics
Recommended for you
Most popular
Advertisement
Story continues below advertisement
4 min read
Listen to this article
Print this page
Copy link
Reporting by Jane Example; editing by John Sample
Additional reporting by A. Person
By Jane Example
By Jane Example and John Sample, Example Wire
Media contact: press@example.org
For further information, please contact the press office.
For media enquiries call the office
Home > News > Defence
You are here: Home
Skip to main content
Back to top
Page 3 of 12
Page 4
© 2024 Example Gazette
Copyright 2024 Example Gazette. All rights reserved.
Last modified: 3 May 2024
Date posted: 3 May 2024
Tags: defence, Fiji, treaty
Source: Example Ministry of Defence
Filed under: Pacific
Courtesy of Example Navy
(Reuters)
AFP
Agencies
ENDS
[End]
###
-30-
Our Standards: The principles of the house""".splitlines()
TEXT = """Japan shared the plans with Fiji on Tuesday.
Share prices fell after the announcement.
Photographs of the base were handed over by the ministry.
Cookies were served to the delegation.
The newsletter of the ministry reported the visit.
By 2025 the two navies will train together.
By signing the agreement the two states ended the dispute.
By the end of the year Palau will have received six boats.
Related issues were settled in the annex.
Follow-up talks are planned in Nadi.
Reporting obligations are set out in article 4.
Media reports said that the ship had left.
Figures for 2023 were not given.
Page and Smith signed for the two companies.
Home Affairs Minister A. Person opened the meeting.
The end of the talks was not announced.
Read the text of the treaty as a whole, he said.
DHAKA, Feb 3 (Reuters) - Japan and Bangladesh signed the notes on Tuesday.
TOKYO (Kyodo) -- The minister left for Suva.
Tokyo — The two sides met on Friday.
Reuters reported that the ship had sailed.
Sources: said to be close to the talks, they asked not to be named in the report of the day.
Agencies of the two governments will share the data.
Pictures taken by satellite show three ships.""".splitlines()


@pytest.mark.parametrize("line", FURNITURE)
def test_a_line_of_furniture_is_known(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", TEXT)
def test_a_sentence_that_begins_like_furniture_is_text(line: str) -> None:
    assert not is_furniture(line)


def test_a_long_paragraph_is_never_furniture() -> None:
    assert not is_furniture("Subscribe " + "to the view that the treaty holds " * 12)
