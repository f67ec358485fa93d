"""Step charts: a number over time as a drawing that reads without colour, without script and aloud."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

WIDTH, HEIGHT = 480, 200
LEFT, RIGHT, TOP, BOTTOM = 60, 36, 22, 34


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A value from a day on; `firm` is false for what is proposed or only reported."""

    day: date
    value: float
    label: str
    firm: bool = True


def day_of(text: str | None) -> date | None:
    """The first day of an ISO date, month or year; None for anything else."""
    if not text:
        return None
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts[:3]]
        return date(numbers[0], numbers[1] if len(numbers) > 1 else 1, numbers[2] if len(numbers) > 2 else 1)
    except (ValueError, IndexError):
        return None


def ticks(low: float, high: float) -> list[float]:
    """Two to five round numbers that hold the span."""
    if high <= low:
        return [low]
    rough = (high - low) / 3
    size = 10.0 ** len(str(int(rough))) / 10 if rough >= 1 else 0.1
    step = next((size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough), size * 10)
    first = int(low // step)
    found: list[float] = []
    mark = first * step
    while mark < high + step and len(found) < 7:
        found.append(mark)
        mark += step
    return found


def step_chart(points: Sequence[Point], title: str, told: Callable[[float], str], number: str = "c") -> str:
    """
    An SVG of a value over time as steps; empty for fewer than two points.

    Each step carries its value in words; what is not firm is dashed and its mark hollow. `number` makes ids unique on
    a page.
    """
    known = sorted(points, key=lambda point: point.day)
    if len(known) < 2:
        return ""
    first, last = known[0].day, known[-1].day
    span = max((last - first).days, 1)
    first, last = first - timedelta(days=max(span // 20, 1)), last + timedelta(days=max(span // 8, 2))
    span = (last - first).days
    top = max(point.value for point in known)
    low = min(0.0, min(point.value for point in known))
    marks = ticks(low, top or 1.0)
    high = max(marks[-1], top) or 1.0

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / span, 1)

    def y(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / ((high - low) or 1)), 1)

    summary = "; ".join(
        f"{point.day.isoformat()}: {point.label}{'' if point.firm else ' (not firm)'}" for point in known
    )
    out = [
        f'<svg class="chart" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" aria-labelledby="{number}-t {number}-d">'
        f'<title id="{number}-t">{escape(title)}</title><desc id="{number}-d">{escape(summary)}</desc>'
        '<g aria-hidden="true">'
    ]
    for mark in marks:
        out.append(
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(mark)}" y2="{y(mark)}"/>'
            f'<text class="tick" x="{LEFT - 8}" y="{y(mark) + 4}" text-anchor="end">{escape(told(mark))}</text>'
        )
    for tick, anchor in year_ticks(first, last):
        out.append(
            f'<line class="grid" x1="{x(tick)}" x2="{x(tick)}" y1="{HEIGHT - BOTTOM}" y2="{HEIGHT - BOTTOM + 5}"/>'
            f'<text class="tick" x="{x(tick)}" y="{HEIGHT - 12}" text-anchor="middle">{anchor}</text>'
        )
    for place, point in enumerate(known):
        until = known[place + 1].day if place + 1 < len(known) else last
        path = f"M{x(point.day)} {y(point.value)}H{x(until)}"
        if place + 1 < len(known):
            path += f"V{y(known[place + 1].value)}"
        out.append(f'<path class="{"step" if point.firm else "step loose"}" d="{path}"/>')
    used: list[tuple[float, float]] = []
    for point in known:
        here = (x(point.day), y(point.value))
        out.append(f'<circle class="{"dot" if point.firm else "dot loose"}" cx="{here[0]}" cy="{here[1]}" r="4"/>')
        # Two labels over each other are none: the table below the chart has every value.
        if all(abs(here[0] - a) > 64 or abs(here[1] - b) > 16 for a, b in used):
            used.append(here)
            out.append(f'<text class="value" x="{here[0] + 7}" y="{here[1] - 7}">{escape(point.label)}</text>')
    out.append("</g></svg>")
    return "".join(out)


def year_ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Where the axis of time is marked: years, or months of a short span."""
    if (last - first).days > 700:
        years = range(first.year + 1, last.year + 1)
        every = max(1, len(years) // 8)
        return [(date(year, 1, 1), str(year)) for year in years if year % every == 0]
    months = [date(first.year + (first.month + n) // 12, (first.month + n) % 12 + 1, 1) for n in range(26)]
    shown = [month for month in months if first <= month <= last]
    every = max(1, -(-len(shown) // 7))
    found, told = [], 0
    for month in shown[::every]:
        found.append((month, f"{month:%b}" if month.year == told else f"{month:%b} {month.year}"))
        told = month.year
    return found or [(first + (last - first) / 2, f"{first:%b} {first.year}")]
