"""News agencies and official wire services by the names under which their texts are credited."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

AGENCIES: dict[str, tuple[str, ...]] = {
    "Reuters": ("Thomson Reuters", "Reuters News Agency", "reuters.com"),
    "Associated Press": ("AP", "The AP", "AP News", "The Associated Press", "apnews.com"),
    "Agence France-Presse": ("AFP", "AFP News", "Agence France Presse", "afp.com"),
    "Deutsche Presse-Agentur": ("DPA", "dpa International"),
    "EFE": ("Agencia EFE", "EFE News Agency"),
    "United Press International": ("UPI", "upi.com"),
    "Bloomberg": ("Bloomberg News",),
    "TASS": ("ITAR-TASS", "TASS News Agency"),
    "Kyodo News": ("Kyodo", "Kyodo News Agency", "Kyodo News Service", "english.kyodonews.net"),
    "Jiji Press": ("Jiji", "Jiji Press News Agency", "jen.jiji.com"),
    "Xinhua": ("Xinhua News Agency", "Xinhuanet"),
    "China News Service": ("CNS News Agency",),
    "Yonhap": ("Yonhap News", "Yonhap News Agency", "en.yna.co.kr"),
    "Korean Central News Agency": ("KCNA",),
    "Central News Agency (Taiwan)": ("Focus Taiwan", "CNA Taiwan", "focustaiwan.tw"),
    "Philippine News Agency": ("PNA", "pna.gov.ph"),
    "Philippine Information Agency": ("PIA", "pia.gov.ph"),
    "Antara": ("ANTARA News", "Antara News Agency", "en.antaranews.com"),
    "Bernama": ("Bernama News Agency", "bernama.com"),
    "Vietnam News Agency": ("VNA", "TTXVN", "VietnamPlus"),
    "Thai News Agency": ("TNA",),
    "Khmer News Agency": ("Agence Kampuchea Presse", "AKP"),
    "Asian News International": ("ANI", "ANI News", "aninews.in"),
    "Press Trust of India": ("PTI", "ptinews.com"),
    "Indo-Asian News Service": ("IANS", "IANS Live"),
    "United News of India": ("UNI",),
    "Press Information Bureau": ("PIB", "PIB India", "PIB Delhi", "pib.gov.in"),
    "United News of Bangladesh": ("UNB", "unb.com.bd"),
    "Bangladesh Sangbad Sangstha": ("BSS", "bssnews.net"),
    "Inter Services Public Relation Directorate": ("ISPR Bangladesh",),
    "Associated Press of Pakistan": ("APP", "app.com.pk"),
    "Lankapuvath": ("Lankapuvath News Agency",),
    "Rastriya Samachar Samiti": ("RSS Nepal",),
    "Australian Associated Press": ("AAP", "AAP Newswire", "aap.com.au"),
    "RNZ Pacific": ("RNZ International",),
    "PACNEWS": ("Pacnews", "PACNEWS news service"),
    "BenarNews": ("Benar News",),
}
"""Name to other forms of it and to its sites. Forms of capitals alone count as written so."""


_TELLING = (
    r"(?:[A-Z][\w.&'’-]*\s){1,4}(?:Wire|Newswire|(?:News|Press|Wire|Information)\s(?:Agency|Service|Bureau)"
    r"|News\sNetwork)"
)
"""An unknown name that says what it is."""


def fold_name(name: str) -> str:
    """Return a publisher's name made comparable: no case, accents, punctuation or leading article.

    >>> fold_name("The Dhaka Courier"), fold_name("DHAKA-COURIER")
    ('dhaka courier', 'dhaka courier')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return re.sub(r"^the ", "", re.sub(r"[\W_]+", " ", plain).strip())


@cache
def _forms() -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    folded: dict[str, str] = {}
    for name, others in AGENCIES.items():
        for form in (name, *others):
            if form.isupper() and len(form) <= 4:
                exact[form] = name
            else:
                folded[fold_name(form)] = name
    return exact, folded


def agency(name: str) -> str | None:
    """Return the agency of a name, a short form of capitals or a site, None where it is none that is known.

    >>> agency("AFP"), agency("Kyodo news"), agency("www.reuters.com"), agency("ani"), agency("A paper")
    ('Agence France-Presse', 'Kyodo News', 'Reuters', None, None)
    """
    exact, folded = _forms()
    text = name.strip(" .,;:|/–—-()[]")
    return exact.get(text) or folded.get(fold_name(text.removeprefix("www.")))


def agency_pattern() -> str:
    """Return a regular expression, without groups, for agencies' names.

    Short forms count in capitals, longer ones in any case; a name that ends like an agency's is one.
    """
    exact, _ = _forms()
    long = {f for name, others in AGENCIES.items() for f in (name, *others) if f not in exact and "." not in f}
    forms = sorted(long, key=lambda f: (-len(f), f))
    short = sorted(exact, key=lambda f: (-len(f), f))
    return f"(?:(?i:{'|'.join(map(re.escape, forms))})|{'|'.join(map(re.escape, short))}|{_TELLING})"
