"""What the explorer is looked at for: named states of it, of which the pictures of the docs are made and checks run."""

from __future__ import annotations

from typing import Any, NamedTuple

WORDS = """const x = kgExplorer, d = x.model.data, by = id => document.getElementById(id);
const of = id => x.model.byId.get(id);
const write = (id, text, key) => { const q = by(id); q.value = text;
  q.dispatchEvent(new Event(key ? 'input' : 'change'));
  if (key) q.dispatchEvent(new KeyboardEvent('keydown', {key})); };
const turn = ids => ids.forEach(id => { if (!by(id).checked) by(id).click(); });"""
SCENES: dict[str, str] = {
    "start": "",
    "actor": "x.open(of('BGD'));",
    "relation": """x.open(of('PNG'));
      x.act.select({t: 'relation', r: d.disagreements.find(s => s.slot === 'role').relation});
      by('panel').scrollTop = 900;""",
    "pair": "x.open(of('JPN')); x.act.select({t: 'pair', a: of('JPN'), b: of('PHL')});",
    "allegation": """turn(['f-states-alleged', 'f-states-denied']);
      const r = d.relations.findIndex(r => r.state === 'alleged');
      x.open(d.relations[r].parts[0].for ?? d.relations[r].parts[0].actor); x.act.select({t: 'relation', r});""",
    "paths": "x.open(of('BGD')); by('path').click(); write('path-b', 'Philippines', 'Enter');",
    "time": """x.open(of('PHL')); by('t-on').click(); by('t-from').value = by('t-from').max - 72;
      by('t-from').dispatchEvent(new Event('change')); write('t-known', '2025-06-30');""",
    "table": "x.open(of('JPN')); by('table').open = true;",
    "map": "x.open(of('JPN')); x.act.select(null); by('map').click();",
    "whole": "by('whole').click();",
    "nothing passes": """x.open(of('JPN')); x.act.select(null);
      [...document.querySelectorAll('#f-states input:checked')].forEach(i => i.click());""",
}


class Shot(NamedTuple):
    """One picture of the docs: its name without ``.png``, of which scene, how wide, light or dark."""

    name: str
    scene: str
    width: int
    scheme: str
    scroll: str = ""


SHOTS = (
    Shot("explorer-start", "start", 1280, "light"),
    Shot("explorer", "actor", 1280, "light"),
    Shot("explorer-relation", "relation", 1280, "light"),
    Shot("explorer-allegation", "allegation", 1280, "dark"),
    Shot("explorer-paths", "paths", 1280, "dark"),
    Shot("explorer-time", "time", 1280, "light"),
    Shot("explorer-table", "table", 1280, "light", "table"),
    Shot("explorer-map", "map", 1280, "light"),
    Shot("explorer-whole", "whole", 1280, "dark"),
    Shot("explorer-narrow", "actor", 390, "dark", "stage"),
    Shot("explorer-map-narrow", "map", 390, "light", "stage"),
)


def enter(page: Any, scene: str, scroll: str = "") -> None:
    """Bring an open explorer into a scene."""
    page.evaluate(f"() => {{ {WORDS} {SCENES[scene]} }}")
    page.wait_for_timeout(350)
    if scroll:
        page.evaluate("id => document.getElementById(id).scrollIntoView()", scroll)
        page.wait_for_timeout(50)
