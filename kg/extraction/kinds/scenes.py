"""Whether the words around a verb are those of a hostile act: a craft, a weapon, a zone, a prisoner, firms listed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

CRAFT = re.compile(
    r"\b(?:vessels?|ships?|boats?|aircraft|jets?|helicopters?|(?:war)?planes?|fishermen|fishers|"
    r"coast ?guards?|nav(?:y|ies)|crews?|"
    r"sailors|waters|cutters?|frigates?|destroyers?|bombers?|fighters?|drones?|trawlers?|resupply|"
    r"militia|flight|shoal|reef|patrols?|"
    r"warships?|sea|convoy|submarines?|bow|hull|pilots?|airspace)\b",
    re.IGNORECASE,
)
WEAPON = re.compile(
    r"\b(?:water[- ]?cannons?|lasers?|fire-control radar|flares?|chaff|high-pressure water|water jets?|"
    r"acoustic devices?|LRAD|sonar)\b",
    re.IGNORECASE,
)
UNSAFE = re.compile(
    r"\A[^.;]{0,50}?\b(?:dangerous|unsafe|hazardous|risky|reckless|aggressive|provocative|unprofessional|"
    r"illegal|coercive|harassing|blocking|dangerously close)\b[^.;]{0,25}?"
    r"\b(?:manoeuvr\w*|maneuver\w*|intercept\w*|approach\w*|actions?|pass(?:es)?|turns?|behaviou?r|"
    r"conduct|encounters?|fly-?bys?|acts?|harassment)\b"
    r"|\A (?:to )?(?:within|as close as) (?:just |about |only |some )?[\w.,-]+(?: \w+)? "
    r"(?:met(?:er|re)s?|feet|yards?|kilomet(?:er|re)s?|nautical miles?) (?:of|from|to)\b"
    r"|\A (?:abnormally|unusually|unsafely|dangerously|extremely|very|too) close to\b"
)
ZONE = re.compile(
    r"\b(?:territorial (?:waters|seas?|airspace)|air ?space|air defen[cs]e (?:identification )?zones?|"
    r"ADIZ|[A-Z]+DIZ|contiguous zone|"
    r"exclusive economic zone|EEZ|median line|Line of (?:Actual )?Control|LAC|LoC|(?:military )?demarcation line|"
    r"MDL|Northern Limit Line|NLL|"
    r"(?:restricted|prohibited|12-nautical-mile|territorial) (?:waters|zone|limit)|waters|border|"
    r"frontier|territory|sovereign\w*|maritime zones?|nautical miles of)\b"
)
HARD = re.compile(
    r"\b(?:(?:its|their|our) (?:own )?(?:\w+ )?waters|airspace|air space|zones?|ADIZ|[A-Z]+DIZ|"
    r"territor\w+|contiguous|EEZ|median line|Line of|LAC|LoC|demarcation|MDL|Limit Line|NLL|"
    r"sovereign)\b"
)
MISSILE = re.compile(r"\b(?:missiles?|rockets?|ICBMs?|SLBMs?|IRBMs?|SRBMs?|projectiles?)\b")
DRILL = re.compile(r"\b(?:exercises?|drills?|live-fire|training|trials?|acceptance|sinkex)\b", re.IGNORECASE)
SOLD = re.compile(
    r"\b(?:programme|program|deal|contract|initiative|probe|inquiry|investigation|dialogue|campaign|"
    r"satellite|project|fund|talks|website|system|scheme|offensive|strikes?|attacks?|assault|"
    r"drones?)\b"
)
FIRMS = re.compile(
    r"\b(?:firms?|compan(?:y|ies)|executives?|individuals?|entit(?:y|ies)|banks?|officials?|"
    r"persons?|people|manufacturers?|contractors?|institutions?|units?|battalion|officers?|arms makers?|"
    r"lawmakers?|ships|vessels|tankers|network)\b"
)
CYBER = re.compile(
    r"\b(?:networks?|systems?|servers?|computers?|hack\w*|cyber\w*|malware|ransomware|databases?|"
    r"e-?mails?|websites?|crypto\w*|data|telecom\w*)\b",
    re.IGNORECASE,
)
SPY = re.compile(
    r"\b(?:spy|spies|spied|spying|espionage|intelligence|secrets?|bases?|military|sites?|installations?|"
    r"facilit(?:y|ies)|agents?|for)\b"
)
HELD = re.compile(
    r"\b(?:spy|spies|spying|espionage|nationals?|citizens?|fishermen|crews?|sailors?|suspect\w*|"
    r"agents?|vessels?|boats?|ships?|tanker|activists?|soldiers?|troops|journalists?|"
    r"scholars?|men|women|people|scientists?|executives?|businessm\w+|hackers?|officers?|cargo|"
    r"captain|pilots?|teenagers?|students?|tourists?|couple|pair|engineers?|employees?|workers?|lawmakers?|"
    r"missionar(?:y|ies)|academics?|professors?)\b"
)
UNMANNED = re.compile(r"\A[^.;]{0,40}?\b(?:drones?|UAVs?|unmanned aircraft|unmanned aerial vehicles?)\b")
BALLOONS = re.compile(
    r"\A[^.;]{0,50}?\b(?:rubbish|trash|garbage|spy|surveillance|leaflet|filth)?[\w -]{0,12}balloons?\b"
)
OVER = re.compile(r"\b(?:into|over|across|towards?|to|in) ")
AWAY = re.compile(r"\A[^.;,]{3,60}?\b(?:away|off|out of)\b")
SEEN = re.compile(
    r"\b(?:aircraft|planes?|jets?|bombers?|fighters?|warplanes?|drones?|balloons?|ships?|vessels?|"
    r"warships?|sorties|J-\d+s?|H-6\w*|submarines?|helicopters?|Tu-\d+\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Around:
    """A verb with the words on both sides of it, and whether the sentence names a people, a ship, an exercise."""

    word: str
    behind: str
    left: str
    sentence: str
    peoples: bool = False
    ships: bool = False
    drill: bool = False


_UNSURE_CRAFT = "hit str dam boa cir expe conf ill int thw clo clip pin crowd disab".split()
"""Beginnings of verbs that craft suffer from much besides ships and aircraft."""
_SOFT_ZONE = "operat travers loiter pass fly flew sail overfl move probe cross enter come came push slip".split()
"""Beginnings of verbs that intrude only where the zone is named as one."""
_FIRM_SIGHT = "detect track intercept spot count log scrambl expel register sight".split()
_WEAK_ATTACK = "target destroy kill wound injur strike struck sink sank sunk shoot shot storm pound".split()
_STRUCK = (
    r"(?:deals?|bargains?|agreements?|accords?|pacts?|contracts?|balance|chord|compromise|truce|partnerships?|"
    r"alliances?)"
)
_BARGAIN = re.compile(rf"\b{_STRUCK}\b(?: [\w-]+){{0,5}} \Z")
_A_BARGAIN = re.compile(rf" (?:an?|the|its|their|several|two|new)?(?: [\w-]+){{0,4}}? ?\b{_STRUCK}\b")
"""What is struck without a blow: "a deal was struck"."""
_HOLDS = "hold held take took pick sentenc charg captur convict indict deport seiz".split()
_LOOSE_HOLDS = ("hold", "held", "take", "took", "pick")
_OTHER_HOLDING = re.compile(
    r" (?:talks|a |an |the (?:first|second|meeting|post|office|line)|its |their |his |her |up |"
    r"out |off |on |back|discussions|"
    r"consultations|meetings|elections|drills|exercises|place|part|over|note|into account|steps|measures|effect|office)"
)
_PRISON = re.compile(
    r"spy|spies|espionage|suspect|custody|arrest|detain|jail|smuggl|illegal|intelligence|crew|"
    r"boat|vessel|sanction|bureau of|police|prosecut|court|photograph|secrets|military base",
    re.IGNORECASE,
)
_FIGHT = re.compile(
    r"\b(?:troops|soldiers?|missiles?|rockets?|drones?|air ?strikes?|border|war|forces?|fighters?|"
    r"army|navy|artillery|fire|fishermen|"
    r"sailors|marines|vessel|ship|boat|jets?)\b"
)
_FORCES = re.compile(
    r"\b(?:troops|soldiers?|forces?|border|navy|navies|ships?|vessels?|army|armies|marines|coast guards?|"
    r"patrols?|guards|artillery|"
    r"boats?|jets?)\b"
)


def _craft(a: Around) -> bool:
    if a.word.startswith("intercept") and HARD.search(a.behind[:130]):
        return False
    if a.word.startswith(tuple(_UNSURE_CRAFT)):
        return (a.ships or bool(CRAFT.search(a.behind[:90]))) and not re.match(
            r" (?:a|the) (?:deal|balance|chord|agreement|note)", a.behind
        )
    return a.ships or bool(CRAFT.search(a.sentence))


_RADAR = re.compile(r"\bradars?\b")
_AIMED = ("lock", "illumin", "aim", "direct", "train", "turn", "point", "activat", "switch")


def _weapon(a: Around) -> bool:
    if a.word.startswith(_AIMED) and (_RADAR.search(a.behind[:50]) or _RADAR.search(a.left[-20:])):
        return bool(CRAFT.search(a.behind)) or a.word.startswith("lock")
    return bool(WEAPON.search(a.behind[:90]) or WEAPON.search(a.left[-50:]))


def _zone(a: Around) -> bool:
    hard = HARD.search(a.behind[:110])
    return bool(hard) or (bool(ZONE.search(a.behind[:110])) and not a.word.startswith(tuple(_SOFT_ZONE)))


def _seen(a: Around) -> bool:
    firm = a.word.startswith(tuple(_FIRM_SIGHT))
    return bool(SEEN.search(a.behind[:110])) and bool(HARD.search(a.behind)) and (firm or "enter" in a.behind)


_LAUNCHED = re.compile(
    r"\b(?:missiles?|rockets?|ICBMs?|SLBMs?|IRBMs?|SRBMs?|projectiles?)\s(?:(?:that|which)\s)?(?:had\s|have\s|has\s)?(?:was|were|been)\s(?:\w+ly\s|also\s)?\Z"
)


def _missile(a: Around) -> bool:
    near = MISSILE.search(a.behind[: 90 if a.word.startswith(("test", "flight")) else 70])
    if near is None and _LAUNCHED.search(a.left) and not a.drill and not DRILL.search(a.sentence):
        return re.match(r"[^,;.]{0,60}?\bby\b", a.behind) is not None
    if near is None or a.drill or DRILL.search(a.sentence) or SOLD.search(a.behind[: near.start()]):
        return False
    if SOLD.match(a.behind[near.end() :].lstrip()):
        return False
    return not re.search(r"\b(?:at|deal|contract|defen[cs]e|launchers?)\b", a.behind[: near.end() + 12])


def _list(a: Around) -> bool:
    if a.word.startswith(("hit", "target", "designat", "penali")) and " with sanctions" not in a.word:
        named = re.search(r"sanction|asset|list|ban\b|export|blacklist|package|arms sale", a.sentence)
        return bool(FIRMS.search(a.behind[:60])) and bool(named)
    return True


def _held(a: Around) -> bool:
    if a.word.startswith(tuple(_HOLDS)) and not (a.behind.startswith(" by ") and HELD.search(a.left)):
        other = a.word.startswith(_LOOSE_HOLDS) and _OTHER_HOLDING.match(a.behind)
        return bool((a.peoples or HELD.search(a.sentence)) and _PRISON.search(a.sentence)) and not other
    return a.peoples or bool(HELD.search(a.sentence))


def _cyber(a: Around) -> bool:
    if a.word.startswith("hack"):
        return True
    return bool(CYBER.search(a.behind[:90]) and re.search(r"hack|cyber|malware|crypto", a.sentence, re.IGNORECASE))


def _spying(a: Around) -> bool:
    if a.word.startswith(("spy", "spie", "snoop", "eaves", "wiret")):
        return True
    if re.search(r"\A [^.;,]{0,30}\b(?:military|naval|air|army) ?(?:bases?|installations?|facilit\w+)\b", a.behind):
        return True
    return bool(re.search(r"\b(?:spy|spies|spying|espionage|secrets)\b", a.sentence) and SPY.search(a.behind[:60]))


def _attack(a: Around) -> bool:
    return not a.word.startswith(tuple(_WEAK_ATTACK)) or bool(_FIGHT.search(a.sentence))


def _mutual(a: Around) -> bool:
    rivals = re.match(
        r" (?:(?:for|over|against) (?:market|votes|influence|corruption)|(?:in|on) .{0,24}(?:rugby|"
        r"football|court|final))",
        a.behind,
    )
    return bool(_FORCES.search(a.sentence)) and rivals is None


_SHAPES: dict[str, Callable[[Around], bool]] = {
    "craft": _craft, "weapon": _weapon, "zone": _zone, "seen": _seen, "missile": _missile, "list": _list, "held": _held,
    "cyber": _cyber, "spying": _spying, "attack": _attack, "mutual": _mutual,
    "unsafe": lambda a: bool(UNSAFE.match(a.behind)),
    "drone": lambda a: not a.drill and bool(UNMANNED.match(a.behind) and OVER.search(a.behind)),
    "balloon": lambda a: bool(BALLOONS.match(a.behind) and OVER.search(a.behind)),
    "away": lambda a: bool(AWAY.match(a.behind) and CRAFT.search(a.behind[:90])),
}  # fmt: skip


def fits(shape: str, around: Around) -> bool:
    """Whether the words around a verb are those of its frame.

    Parameters
    ----------
    shape : str
        The frame's shape.
    around : Around
        The verb in lower case, up to 150 code points behind it and 70 before, and its sentence.
    """
    if around.word.startswith(("strike", "struck")) and (
        _BARGAIN.search(around.left) or _A_BARGAIN.match(around.behind)
    ):
        return False
    return _SHAPES[shape](around) if shape in _SHAPES else True
