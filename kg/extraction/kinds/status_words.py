"""Patterns of status that no verb with its object gives: talks, approvals, chronologies, ceremonies."""

from __future__ import annotations

import re

NOTES = re.compile(r"\b(?:[Dd]iplomatic )?[Nn]otes\b")
EXCHANGED = re.compile(r"\b(?:exchang(?:e|ed|es|ing))\b")
FORCE = re.compile(r"\bent(?:ry|ering) into (?:force|effect)\b|\bcoming into (?:force|effect)\b")
TALKS = re.compile(
    r"\b(?:[Tt]alks|[Nn]egotiations)(?: (?:on|over|for) (?:the|this) (?:text|pact|deal|agreement|treaty|accord|"
    r"arrangement))?(?= (?:were |was |had |have |has |been |formally |then |finally )*"
    r"(?:opened|began|begun|started|launched|concluded|wrapped|completed|finished|ended))"
)
ON_WHICH = re.compile(
    r"\bon which (?:talks|negotiations) (?:have|had|were) (?:been )?(?:ended|concluded|finished|completed|"
    r"wrapped up)\b"
)
OPENED = re.compile(r"\b(?:opened|began|begun|started|launched)\b")
CLOSED = re.compile(r"\b(?:concluded|wrapped up|completed|finished|ended)\b")
UNSURE = re.compile(
    r"\b(?:will|would|may|might|could|not|if|unless|until|hop\w+|expected|before|once|never|"
    r"fail\w*)\b"
)
ONGOING = re.compile(
    r"\b(?:[Tt]alks|[Nn]egotiations) with (?:the )?(?P<who>[A-Z][\w ]{2,30}?) (?:(?:are|is|were) (?:still |now )?"
    r"(?:in progress|under ?way|ongoing|continuing)|continue[sd]?\b|(?:have |has |had )?(?:also |just |now |since )?"
    r"(?P<done>(?:been )?(?:concluded|ended|wrapped up|completed|finished)|begun|began|started|opened)\b)"
)
SEEN = re.compile(
    r"\b(?:witness(?:ed|es)|presid(?:ed|es) over|looked on at) the "
    r"(?:signing|ceremony|signing ceremony|event|exchange)\b"
)
PRESENT = re.compile(
    r"\b(?:was|were) (?:also )?(?:present|in attendance|on hand)\b(?! in| on)|\balso (?:attended|watched)\b[ .]"
)
YEARS = re.compile(
    r"(?: \((?:in )?(?P<year>(?:19|20)\d\d)\))?(?P<rest>,? and,? in [^,]{3,30},|,? and| as well as|,|)\s*(?:the )?"
)
DATELINE = re.compile(
    r"(?P<town>[A-Z][A-Za-z .’'-]{2,25}?)(?:, [A-Z][\w .]{2,20})?"
    r"(?:, \w+\.? \d{1,2})?(?: \([^)]{2,12}\))? ?(?:--|—|–| - )"
)
BRACKETED_DATELINE = re.compile(
    r"\((?P<town>[A-Z][A-Za-z .’'-]{2,25}?), (?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+)(?:,? \d{4})?\)"
)
BUILDING = re.compile(r"(?:Department|Ministry|Embassy|Office|Headquarters)\b")
DUE = re.compile(
    r"\b(?:[Ll]egislatures?|[Pp]arliaments?|Senate|Diet|Congress|lawmakers)\b[^.;]{0,40}?"
    r"\b(?:must|has to|have to|needs? to|"
    r"(?:has|have) yet to|still ha(?:s|ve) to)\b[^.;]{0,20}?\b(?:approv\w+|ratif\w+|consent|concur|assent)\b"
    r"(?=\W*$|,|;|\.| (?:it|them|to it|in it|both)\b|"
    r" (?:to |in )?the (?:agreement|treaty|pact|accord|deal|text|arrangement)s?\b)"
)
SOUGHT = re.compile(
    r"\b(?:[Aa]pproval|[Cc]onsent|[Cc]oncurrence|[Rr]atification)\b[^.;]{0,40}?\b(?:will be|is to be|is being|"
    r"must be|has to be|is|are|remains|"
    r"still has to be) (?:still |also |then )?(?:sought|required|needed|obtained|outstanding|pending|awaited|due)\b|"
    r"\bcannot (?:proceed|be ratified|be completed)\b"
)
IN_PRINCIPLE = re.compile(
    r"\b(?<![Nn]o )[Aa]greement in principle (?:was|has been|had been) (?:then |formally )?(?:reached|"
    r"announced|struck|achieved)\b|"
    r"\b(?:reached|announced) (?:an )?agreement in principle\b(?! (?:on|to|for|with))"
)
PROMISE = re.compile(
    r"(?:It|This|The (?:agreement|pact|treaty|accord|deal|arrangement)) "
    r"(?:fulfil\w*|delivers? on|follows? through on|honou?rs|makes good on) "
    r"(?:a|the) (?:commitment|pledge|promise|undertaking)\b"
)
TABLE = re.compile(r"\bdrafts?\b[^.;,]{0,30} (?:has|have) been on the table\b(?: since)?")
TO_BE = re.compile(r"(?:yet |still |due )?to be\b|(?:will|should|shall) be\b")
SINCE_DATE = re.compile(r"\W{0,3}(?:since|as of|from)\s")
