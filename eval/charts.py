"""Charts as inline SVG: shapes only, so that colours, type and dark mode come from the page's style sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from eval.types import Estimate

_WIDTH, _HEIGHT = 380, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 10, 10, 38
_BAR = 24
_LABELS = 74  # width that stage names take


@dataclass(frozen=True, slots=True)
class Series:
    """A line: its style class, what it is, its points, and for each point where its interval lies, if it has one."""

    style: str
    name: str
    points: tuple[tuple[float, float], ...]
    bands: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Axis:
    """What is measured along an axis, over which range, with which marks."""

    label: str
    low: float
    high: float
    marks: tuple[float, ...]
    percent: bool = True

    def share(self, value: float) -> float:
        """Where a value lies along the axis, from 0 to 1; what lies outside is drawn at the end."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def text(self, value: float) -> str:
        """A value as it is written."""
        return f"{value:.0%}" if self.percent else f"{value:g}"


def line_chart(
    name: str, series: Sequence[Series], x: Axis, y: Axis, *, diagonal: bool = False, dots: bool = True
) -> Markup:
    """Lines with their intervals as bands; `diagonal` draws where both axes are equal."""
    parts = [*_grid(x, y)]
    if diagonal:
        parts.append(f'<path class="ideal" d="{_path([(x.low, y.low), (x.high, y.high)], x, y)}"/>')
    for line in series:
        if line.bands:
            rising = [(point[0], high) for point, (_, high) in zip(line.points, line.bands, strict=True)]
            falling = [(point[0], low) for point, (low, _) in zip(line.points, line.bands, strict=True)][::-1]
            parts.append(f'<path class="band {line.style}" d="{_path([*rising, *falling], x, y)}Z"/>')
    for line in series:
        parts.append(f'<path class="line {line.style}" d="{_path(line.points, x, y)}"/>')
        parts += [_dot(line, point, x, y) for point in line.points] if dots else []
    return _svg(name, parts, _WIDTH, _HEIGHT)


def bar_chart(name: str, rows: Sequence[tuple[str, float, float]], *, unit: str) -> Markup:
    """One bar a row (label, median, 95th percentile): solid to the median, a hairline on to the percentile."""
    most = max((high for _, _, high in rows), default=1.0) or 1.0
    space = _WIDTH - _LABELS - 100
    parts = []
    for number, (label, middle, high) in enumerate(rows):
        y = 6 + number * _BAR
        to_middle, to_high = _LABELS + space * middle / most, _LABELS + space * high / most
        parts.append(f'<text class="label" x="{_LABELS - 8}" y="{y + 12}" text-anchor="end">{escape(label)}</text>')
        parts.append(
            f'<rect class="bar" x="{_LABELS}" y="{y + 3}" width="{max(1, to_middle - _LABELS):.1f}" height="11" rx="1"/>'
        )
        parts.append(f'<path class="whisker" d="M{to_middle:.1f} {y + 8.5}H{to_high:.1f}M{to_high:.1f} {y + 5}v7"/>')
        parts.append(
            f'<text class="label" x="{to_high + 7:.1f}" y="{y + 12}">{middle:.1f} / {high:.1f} {escape(unit)}</text>'
        )
    return _svg(name, parts, _WIDTH, 12 + len(rows) * _BAR)


def whisker(estimates: Sequence[tuple[str, Estimate]], *, low: float = 0.0, high: float = 1.0) -> Markup:
    """Dots with their 95% intervals on one scale, a row each (style class, estimate); hairlines mark its ends and zero."""
    axis, width = Axis("", low, high, ()), 160
    height = 13 * len(estimates) + 1
    ends = "".join(f"M{x} 0V{height}" for x in (0.5, width - 0.5))
    parts = [f'<path class="rule" d="{ends}"/>']
    if low < 0 < high:
        parts.append(f'<path class="zero" d="M{width * axis.share(0):.1f} 0V{height}"/>')
    for row, (style, estimate) in enumerate(estimates):
        y = 7 + 13 * row
        start, middle, end = (width * axis.share(value) for value in (estimate.low, estimate.value, estimate.high))
        parts.append(f'<path class="whisker {style}" d="M{start:.1f} {y}H{end:.1f}"/>')
        parts.append(f'<circle class="dot {style}" cx="{min(width - 3.5, max(3.5, middle)):.1f}" cy="{y}" r="3.5"/>')
    return _svg("", parts, width, height)


def _grid(x: Axis, y: Axis) -> list[str]:
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    parts = []
    for mark in y.marks:
        level = _y(mark, y)
        parts.append(f'<path class="grid" d="M{_LEFT} {level:.1f}H{right}"/>')
        parts.append(f'<text class="mark" x="{_LEFT - 6}" y="{level + 3.5:.1f}" text-anchor="end">{y.text(mark)}</text>')
    parts += [
        f'<text class="mark" x="{_x(mark, x):.1f}" y="{bottom + 16}" text-anchor="middle">{x.text(mark)}</text>'
        for mark in x.marks
    ]
    middle = (_LEFT + right) / 2
    parts.append(f'<text class="axis" x="{middle}" y="{_HEIGHT - 4}" text-anchor="middle">{escape(x.label)}</text>')
    return parts


def _dot(line: Series, point: tuple[float, float], x: Axis, y: Axis) -> str:
    said = f"{line.name}: {x.label} {x.text(point[0])}, {y.label} {point[1]:.1%}"
    place = f'cx="{_x(point[0], x):.1f}" cy="{_y(point[1], y):.1f}"'
    return f'<circle class="dot {line.style}" {place} r="3"><title>{escape(said)}</title></circle>'


def _path(points: Sequence[tuple[float, float]], x: Axis, y: Axis) -> str:
    return "M" + "L".join(f"{_x(a, x):.1f} {_y(b, y):.1f}" for a, b in points) if points else ""


def _x(value: float, axis: Axis) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * axis.share(value)


def _y(value: float, axis: Axis) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - axis.share(value))


def _svg(name: str, parts: Sequence[str], width: int, height: float) -> Markup:
    said = f'role="img" aria-label="{escape(name)}"' if name else 'aria-hidden="true"'
    return Markup(f'<svg viewBox="0 0 {width} {height:g}" {said}>{"".join(parts)}</svg>')
