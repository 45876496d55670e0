"""Charts as inline SVG: bars with intervals, lines by year, steps of a curve. No script, no request, text as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, BAR, LEFT = 640, 22, 190
INKS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 2", "10 4")


def _svg(height: float, label: str, body: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(label)}" '
        f'xmlns="http://www.w3.org/2000/svg">' + "".join(body) + "</svg>"
    )


def bars(rows: Sequence[tuple[str, float, float | None, float | None]], *, label: str, unit: str) -> str:
    """Return horizontal bars with their intervals.

    Parameters
    ----------
    rows : sequence of (str, float, float or None, float or None)
        Name, value, and the bounds of its interval; values from 0 up.
    label, unit : str
        What a reader who cannot see it is told, and what the axis counts.
    """
    most = max((max(v, high or 0.0) for _, v, _, high in rows), default=0.0) or 1.0
    scale = (WIDTH - LEFT - 70) / most
    body = []
    for number, (name, value, low, high) in enumerate(rows):
        y = number * BAR
        body.append(f'<text x="{LEFT - 8}" y="{y + 15}" text-anchor="end">{escape(name)}</text>')
        body.append(f'<rect class="bar" x="{LEFT}" y="{y + 4}" width="{value * scale:.1f}" height="{BAR - 9}"/>')
        end = value
        if low is not None and high is not None:
            end = max(value, high)
            a, b, middle = LEFT + low * scale, LEFT + high * scale, y + BAR / 2
            body.append(
                f'<path class="whisker" d="M{a:.1f} {middle - 4}v8M{a:.1f} {middle}H{b:.1f}M{b:.1f} {middle - 4}v8"/>'
            )
        body.append(f'<text class="value" x="{LEFT + end * scale + 6:.1f}" y="{y + 15}">{_number(value)}</text>')
    height = len(rows) * BAR + 18
    body.append(f'<text class="axis" x="{LEFT}" y="{height - 3}">{escape(unit)}</text>')
    return _svg(height, label, body)


def lines(
    series: Mapping[str, Sequence[tuple[float, float | None]]], *, label: str, unit: str, top: float = 1.0
) -> str:
    """Return lines over years; a value of None breaks the line.

    Parameters
    ----------
    series : mapping of str to sequence of (float, float or None)
        Year and value, in order; values from 0 to `top`.
    """
    return _plot(series, label=label, unit=unit, top=top, step=False)


def steps(series: Mapping[str, Sequence[tuple[float, float | None]]], *, label: str, unit: str) -> str:
    """Return falling steps from 1 to 0 over days."""
    return _plot(series, label=label, unit=unit, top=1.0, step=True)


def _plot(
    series: Mapping[str, Sequence[tuple[float, float | None]]], *, label: str, unit: str, top: float, step: bool
) -> str:
    high, left, right, bottom = 236.0, 44.0, WIDTH - 150.0, 190.0
    xs = [x for points in series.values() for x, _ in points]
    first, last = min(xs, default=0.0), max(xs, default=1.0)
    span = (last - first) or 1.0

    def place(x: float, y: float) -> tuple[float, float]:
        return left + (x - first) / span * (right - left), bottom - y / top * (bottom - 14)

    body = [f'<path class="grid" d="M{left} {place(0, v * top)[1]:.1f}H{right}"/>' for v in (0, 0.25, 0.5, 0.75, 1)]
    for share in (0, 0.5, 1):
        level = place(0, share * top)[1] + 4
        body.append(
            f'<text class="axis" x="{left - 6}" y="{level:.1f}" text-anchor="end">{_number(share * top)}</text>'
        )
    body += [
        f'<text class="axis" x="{place(x, 0)[0]:.1f}" y="{bottom + 16}" text-anchor="middle">{_number(x)}</text>'
        for x in sorted({first, last, float(round((first + last) / 2))})
    ]
    for number, (name, points) in enumerate(series.items()):
        ink, dash = INKS[number % len(INKS)], DASHES[number % len(DASHES)]
        path, pen = "", False
        for x, y in points:
            if y is None:
                pen = False
                continue
            px, py = place(x, y)
            if step and pen:
                path += f"H{px:.1f}"
            path += f"{'L' if pen else 'M'}{px:.1f} {py:.1f}"
            pen = True
        body.append(f'<path fill="none" stroke="{ink}" stroke-width="2" stroke-dasharray="{dash}" d="{path}"/>')
        row = 20 + number * 18
        body.append(f'<path stroke="{ink}" stroke-width="2" stroke-dasharray="{dash}" d="M{right + 12} {row}h22"/>')
        body.append(f'<text x="{right + 40}" y="{row + 4}">{escape(name)}</text>')
    body.append(f'<text class="axis" x="{left}" y="{high - 4}">{escape(unit)}</text>')
    return _svg(high, label, body)


def _number(value: float) -> str:
    return f"{value:.0f}" if value == round(value) else f"{value:.2f}"
