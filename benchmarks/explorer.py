"""The explorer's drawing against bare sigma, and the static page against stock pyvis, in a real Chromium.

*JS-only* is what a frame costs the main thread when every draw call is a no-op: the bound that a fast graphics card
leaves. A view is moved in every frame: sigma's by its camera, the explorer's by the wheel, as a reader does.
*Interactive* is the first of ten frames in a row that come less than 100 ms apart, after the first picture (stock
physics: after its last iteration), counted from the navigation. Runs are interleaved, each in a browser of its own.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from pages import as_json, drawn, explorer_file, sigma_bundle, sigma_file, static_file, stock_file  # noqa: E402

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FRAMES = 60
COUNT = """(() => {
  const gl = ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced', 'clear', 'bufferData',
    'bufferSubData'];
  const flat = ['stroke', 'fill', 'fillText', 'strokeText', 'drawImage', 'clearRect', 'fillRect', 'strokeRect'];
  window.calls = 0;
  window.stubbed = false;
  const contexts = [[WebGLRenderingContext, gl], [WebGL2RenderingContext, gl], [CanvasRenderingContext2D, flat]];
  for (const [C, names] of contexts) for (const m of names) {
    const o = C.prototype[m];
    if (o) C.prototype[m] = function (...a) { window.calls += 1; if (!window.stubbed) return o.apply(this, a); };
  }
})()"""
MOVES = {
    "sigma": "",
    "explorer": """document.getElementById('whole').click();
      const c = document.getElementById('canvas'), b = c.getBoundingClientRect();
      window.move = p => c.dispatchEvent(new WheelEvent('wheel', {deltaY: 90 * Math.cos(p), cancelable: true,
        clientX: b.x + b.width * (.5 + .2 * Math.sin(2 * p)), clientY: b.y + b.height / 2}));""",
    "explorer, every frame sharp": """document.getElementById('whole').click();
      const r = kgExplorer.renderer;
      window.move = p => { r.view.k *= Math.exp(-.1 * Math.cos(p)); r.draw(kgExplorer.picture()); };""",
}
RAF = "const raf = () => new Promise(r => requestAnimationFrame(r));"
FRAME = f"""async n => {{ {RAF} window.calls = 0;
  for (let i = 0; i < n; i++) {{ window.move(i / n * 2 * Math.PI); await raf(); }} return window.calls / n; }}"""
CALM = f"""async () => {{ {RAF} let ok = 0, first = 0, last = performance.now();
  while (ok < 10) {{ await raf(); const t = performance.now();
    if (t - last < 100) {{ if (!ok) first = t; ok++; }} else ok = 0;
    last = t; }}
  return first; }}"""
HOOK = """(() => {
  const M = window.M = {};
  let net;
  Object.defineProperty(window, 'network', { configurable: true, get() { return net; }, set(v) {
    net = v;
    if (!v || !v.once) return;
    v.once('afterDrawing', () => { M.drawn = 1; });
    v.once('stabilizationIterationsDone', () => { M.settled = 1; });
  } });
})()"""


@contextmanager
def opened(playwright: Any, path: Path, *scripts: str) -> Any:
    """A page of a browser of its own; whatever it asks of a network is refused."""
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), headless=True, args=ARGS)
    try:
        page: Page = browser.new_page(viewport={"width": 1280, "height": 860}, bypass_csp=True)
        page.set_default_timeout(600_000)
        page.route("**/*", lambda r: r.continue_() if r.request.url.startswith("file:") else r.abort())
        for script in scripts:
            page.add_init_script(script)
        page.goto(f"file://{path}", wait_until="commit")
        yield page
    finally:
        browser.close()


def frames(playwright: Any, path: Path, way: str) -> dict[str, float]:
    """Milliseconds of the main thread and draw calls of a frame, draw calls being no-ops."""
    with opened(playwright, path, COUNT) as page:
        page.wait_for_function("document.body?.dataset.ready === '1'")
        page.evaluate(f"() => {{ {MOVES[way]} }}")
        page.wait_for_timeout(1500)
        page.evaluate("window.stubbed = true")
        page.evaluate(FRAME, 5)
        cdp = page.context.new_cdp_session(page)
        cdp.send("Performance.enable")

        def task() -> float:
            return {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}["TaskDuration"]

        before = task()
        calls = page.evaluate(FRAME, FRAMES)
        return {"ms": (task() - before) * 1000 / FRAMES, "draw_calls": calls}


def interactive(playwright: Any, path: Path, ready: str) -> dict[str, float]:
    """Seconds from the navigation until the page is interactive."""
    with opened(playwright, path, HOOK) as page:
        page.wait_for_function(ready)
        return {"s": page.evaluate(CALM) / 1000}


def spread(rows: list[dict[str, float]]) -> dict[str, Any]:
    """Median, least and most of every figure."""
    found = {}
    for name in rows[0]:
        values = [r[name] for r in rows]
        found[name] = {k: round(f(values), 3) for k, f in (("median", statistics.median), ("min", min), ("max", max))}
    return {**found, "runs": len(rows)}


def interleaved(ways: dict[str, Callable[[], dict[str, float]]], repetitions: int) -> dict[str, Any]:
    """Every way once in each round."""
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    for number in range(repetitions):
        for name, way in ways.items():
            try:
                rows[name].append(way())
            except Error as error:
                raise SystemExit(f"{name}, run {number + 1}: {error}") from error
            print(name, rows[name][-1], file=sys.stderr, flush=True)
    return {name: spread(found) for name, found in rows.items()}


def verdict(ours: dict[str, float], theirs: dict[str, float], bound: float) -> dict[str, Any]:
    """The ratio of medians, the widest that the runs allow, and what that says of a bound from above."""
    least, most = ours["min"] / theirs["max"], ours["max"] / theirs["min"]
    said = "met" if most <= bound else "missed" if least > bound else "undecided"
    ratio = round(ours["median"] / theirs["median"], 4)
    return {"ratio": ratio, "least": round(least, 4), "most": round(most, 4), "bound": round(bound, 4), "verdict": said}


def weighed() -> dict[str, Any]:
    """Bytes of scripts, minified and by gzip."""
    assets = ROOT / "kg" / "explorer" / "assets"
    files = {
        "explorer, at the start": assets / "explorer.js",
        "explorer, the map": assets / "map.js",
        "sigma": sigma_bundle(),
    }
    found: dict[str, Any] = {}
    for name, path in files.items():
        body = path.read_bytes()
        found[name] = {"bytes": len(body), "gzip": len(gzip.compress(body, 9))}
    ours, theirs = found["explorer, at the start"]["gzip"], found["sigma"]["gzip"]
    return {
        **found,
        "ratio": round(ours / theirs, 3),
        "budget": "≤ 160 kB",
        "verdict": "met" if ours <= 160_000 else "missed",
    }


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--sizes", type=int, nargs="*", default=[300, 1_500, 10_000])
    parser.add_argument(
        "--physics", type=int, default=3, help="Runs of stock physics at 500 nodes, half a minute or more each."
    )
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    head = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    report: dict[str, Any] = {
        "commit": head.stdout.strip(), "seed": given.seed, "python": platform.python_version(), "cpus": os.cpu_count(),
        "pyvis": version("pyvis"), "load_at_start": round(os.getloadavg()[0], 2), "graphics": "software",
        "what": " ".join((__doc__ or "").split()),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        report["scripts"] = weighed()
        report["frames"] = []
        for n in given.sizes:
            made = drawn(n, given.seed)
            ours, theirs = folder / f"explorer{n}.html", folder / f"sigma{n}.html"
            explorer_file(made, ours)
            sigma_file(made, theirs)
            paths = {way: theirs if way == "sigma" else ours for way in MOVES}
            found = interleaved({w: partial(frames, playwright, paths[w], w) for w in MOVES}, given.repetitions)
            ratios = {w: verdict(found[w]["ms"], found["sigma"]["ms"], 4) for w in MOVES if w != "sigma"}
            report["frames"].append({"nodes": n, "edges": len(made.edges), **found, "against sigma": ratios})
        small, large = drawn(500, given.seed), drawn(2_000, given.seed)
        sizes = {}
        for name, write in (("static", static_file), ("stock", stock_file)):
            for n, made in ((500, small), (2_000, large)):
                extra = {"physics": n == 500} if name == "stock" else {}
                sizes[f"{name}{n}"] = write(made, folder / f"{name}{n}.html", **extra)
        ready = {
            "static": "document.body?.dataset.ready === '1'",
            "stock500": "window.M?.settled",
            "stock2000": "window.M?.drawn",
        }

        def tti(name: str) -> Callable[[], dict[str, float]]:
            return lambda: interactive(playwright, folder / f"{name}.html", ready.get(name, ready["static"]))

        found = interleaved({n: tti(n) for n in ("static2000", "stock2000", "static500")}, given.repetitions)
        found |= interleaved({"stock500": tti("stock500")}, given.physics)
        report["static page"] = {
            "interactive": found, "file_bytes": sizes,
            "500 nodes against stock physics": verdict(found["static500"]["s"], found["stock500"]["s"], 1 / 40),
            "2,000 nodes against stock, no physics": verdict(found["static2000"]["s"], found["stock2000"]["s"], 0.6),
        }  # fmt: skip
    report["load_at_end"] = round(os.getloadavg()[0], 2)
    print(as_json(report))
    if given.output:
        given.output.write_text(as_json(report), encoding="utf-8")


if __name__ == "__main__":
    main()
