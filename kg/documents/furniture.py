"""Page furniture: lines that stand on a page and are no part of its text. One list for all formats."""

from __future__ import annotations

import re

_OPENINGS = re.compile(
    r"""\W*(?:
      (?:first\s+)?published(?:\s*:|\s+(?:in\s+(?!\d)|on|by|at)\b)|posted\s+(?:on|by)|last\s+updated|updated\s*:
      |last\s+modified\s*:|date\s+(?:posted|published)\s*:
      |follow\s+(?:us|\S+(?:\s\S+){0,3}\s+on)\b|share\s+(?:this|on|via)\b|subscribe\b|sign\s+up\b
      |read\s+(?:more|also|next)\b|also\s+read\b|see\s+also\s*:|more\s+(?:on\s+this\s+story|from\s+\S+)\s*$
      |related\s+(?:stories|articles|news|content|topics|links)\b|recommended\s+(?:for\s+you|stories|reading)\b
      |most\s+(?:read|popular|viewed)\b|you\s+may\s+also\s+like|trending\s+now|advertisement\b|sponsored\s+content
      |story\s+continues\s+below|continue\s+reading|scroll\s+to\s+continue
      |(?:file|handout|stock)\s+(?:photo|image|picture)\b|photo(?:graph)?\s*[:/(]|image\s*(?:credit|source)?\s*:
      |picture\s*(?:credit)?\s*:|(?:photo|image|picture)s?\s+(?:by|courtesy|credit|source)\b|caption\s*:
      |figure\s+\d+\s*[:.]|©|\(c\)\s+\d{4}|copyright\b|all\s+rights\s+reserved|terms\s+(?:of\s+use|and\s+conditions)
      |privacy\s+(?:policy|notice)|cookie\s+(?:policy|settings|preferences|notice)|(?:we|this\s+(?:web)?site)\s+uses?\s+cookies
      |accept\s+(?:all\s+)?cookies|manage\s+(?:cookies|preferences)|by\s+continuing\s+to\s+(?:use|browse)
      |get\s+(?:our|the)\s+(?:\S+\s+){0,3}newsletter|(?:our|daily|weekly|free)\s+newsletter\b|enter\s+your\s+e-?mail
      |click\s+here\b|(?:log|sign)\s+in\b(?!\s+\w+\s+\d)|print\s+(?:this\s+)?(?:page|article)\b|e-?mail\s+this\b
      |copy\s+link\b|listen\s+to\s+(?:this\s+)?(?:article|story)|\d+\s+min(?:ute)?s?\s+read\b|estimated\s+reading\s+time
      |for\s+(?:media|press)\s+(?:enquiries|inquiries)\b
      |for\s+(?:more|further)\s+(?:information|details),?\s+(?:please|contact|visit|see|call|e-?mail)\b
      |media\s+(?:contact|enquir(?:y|ies)|inquir(?:y|ies))|press\s+contact
      |download\s+(?:the\s+)?(?:app|pdf)\b|home\s*[|>›»]|you\s+are\s+here\s*:|skip\s+to\s+|back\s+to\s+(?:top|home)
      |page\s+\d+\s*(?:(?:of|/)\s*\d+\s*)?$|reporting\s+by\s+|edited\s+by\s+|editing\s+by\s+|\(?reporting\s+by\b
      |additional\s+reporting\b|with\s+(?:inputs|reporting)\s+from\b
      |(?:tags|topics|keywords|filed\s+under|source|courtesy)\s*:\s+\S.{0,80}$|courtesy\s+(?:of\s+)?\S+(?:\s\S+){0,3}\s*$
      |(?:news\s+)?agencies\s*$|(?:reuters|afp|ap|aap|ani|ians|pti|upi|dpa|efe|unb|bss|pna|rnz|kyodo|xinhua|yonhap|bernama
        |antara|jiji(?:\s+press)?|(?:the\s+)?associated\s+press|agence\s+france-presse)\W*$
      |our\s+standards\s*:|\[?\(?ends?\)?\]?\W*$|\#\#\#\W*$|-?\s*30\s*-\W*$|[-—_*=•\s]+$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(r"(?:By|BY)\s+[A-Z][\w.'’-]*(?:,?\s+(?:[A-Z][\w.'’-]*|and|of|in|for|the|\|)){1,10}")
_LONGEST = 300
"""Characters; a longer line that begins like furniture is a paragraph all the same."""


def is_furniture(line: str) -> bool:
    """Whether a line is page furniture: a credit, a caption, a banner, a share or newsletter line.

    Examples
    --------
    >>> is_furniture("Share this article"), is_furniture("Japan shared the plans with Fiji.")
    (True, False)
    """
    return len(line) < _LONGEST and bool(_OPENINGS.match(line) or _BYLINE.fullmatch(line.strip()))
