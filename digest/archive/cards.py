"""Cards and lines: stories and facts as lists show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from classifier.annotation import Fact
from classifier.consensus import tier
from classifier.registry import Term
from digest import charts, wording
from digest.archive.site import day_word, status_of

SPANS = ("minutes", "hours", "days", "weeks", "months", "years")
# A term's chart and table show so many values; all of them are in the programme's data.
MOST_VALUES = 60
ISO = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A fact as a page prints it, with the place where its evidence is marked."""

    label: str
    subject: str
    metric: str
    metric_word: str
    before: str
    after: str
    change: str
    status: str
    said: str
    announced: str
    effective: str
    scope: str
    tier: str
    quote: str
    item: str
    anchor: str
    platform: str
    program: str
    matter: str
    amount: float | None
    published: str
    source: str = ""
    mark: str = ""
    story: str = ""

    @property
    def since(self) -> str:
        """The day it counts from: in effect, else announced, else read."""
        return self.effective or self.announced or self.published

    @property
    def standing(self) -> str:
        """Its status beside the value and the day: a step that was taken is no rule that is in force."""
        taken = self.status == "in_force" and self.metric in ("stage", "law_status", *wording.DAYS)
        return "done" if taken else wording.STATUSES.get(self.status, self.status.replace("_", " "))

    @property
    def firm(self) -> bool:
        """Whether it is decided: not a proposal, a report or a rumour."""
        return self.status in ("in_force", "announced", "delayed", "interim")


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A story as lists show it."""

    id: str
    headline: str
    first_seen: datetime
    last_seen: datetime
    tags: tuple[str, ...]
    platforms: tuple[str, ...]
    programs: tuple[str, ...]
    matters: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    label: str
    before: str
    after: str
    status: str
    confidence: str
    voices: int
    importance: float
    mark: str

    @property
    def day(self) -> str:
        return self.last_seen.astimezone(UTC).date().isoformat()

    @property
    def month(self) -> str:
        return self.day[:7]


def shown(amount: Any, unit: str | None, metric: str) -> str:
    """
    A value as pages print it; days in words.

    >>> shown("2025-01-19", None, "divestiture_deadline"), shown(5000, "followers", "followers")
    ('19 January 2025', '5,000')
    >>> shown(90, "days", "account_age"), shown(None, "days", "account_age"), shown(4000, "hours", "watch_hours")
    ('90 days', '', '4,000')
    """
    if isinstance(amount, str):
        return day_word(amount) if ISO.fullmatch(amount) else wording.value(amount, unit, metric).replace("_", " ")
    said = wording.value(amount, unit, metric)
    # A term such as "account age needed" does not say of what it is a number; "watch hours needed" does.
    return f"{said} {unit}" if said and unit in SPANS and unit not in wording.metric_words(metric) else said


def line_of(fact: Fact, names: Mapping[str, str], published: datetime | None = None, source: str = "",
            source_class: str = "", story: str = "") -> Line:  # fmt: skip
    """A fact in words."""
    amount = fact.after if isinstance(fact.after, (int, float)) and not isinstance(fact.after, bool) else None
    return Line(
        label=wording.fact_label(fact, names), subject=fact.subject or "", metric=fact.metric,
        metric_word=wording.metric_words(fact.metric), said=status_of(fact),
        before=shown(fact.before, fact.unit, fact.metric), after=shown(fact.after, fact.unit, fact.metric),
        change=fact.change or "", status=fact.status, announced=fact.announced or "", effective=fact.effective or "",
        scope=fact.scope or "", tier=tier(fact), quote=wording.shortened(" ".join(fact.evidence.text.split()), 280),
        item=fact.evidence.item, anchor=f"items/{fact.evidence.item}.html#e{fact.evidence.start}",
        platform=fact.platform or "", program=fact.program or "", matter=fact.matter or "",
        amount=float(amount) if amount is not None else None,
        published=published.date().isoformat() if published else "", source=source,
        mark=wording.MARKS.get(source_class, "S") if source_class else "", story=story,
    )  # fmt: skip


def card_of(
    id: str, headline: str, first_seen: datetime, last_seen: datetime, importance: float, content: Mapping[str, Any],
    names: Mapping[str, str], mark: str,
) -> Card:  # fmt: skip
    """A card from a story's row; its strongest change is its first fact that has two values, else its first fact."""
    facts: list[dict[str, Any]] = content.get("facts") or []
    chosen = next((one for one in facts if one["before"] is not None and one["after"] is not None), None)
    chosen = chosen or (facts[0] if facts else None)
    label = before = after = status = ""
    if chosen:
        metric = wording.metric_words(chosen["metric"])
        who = names.get(chosen.get("program") or "", "") or chosen["subject"] or names.get(chosen["platform"] or "", "")
        label = who if who and chosen["metric"] == "stage" else f"{who}: {metric}" if who else metric
        label = label[:1].upper() + label[1:]
        before = shown(chosen["before"], chosen["unit"], chosen["metric"])
        after = shown(chosen["after"], chosen["unit"], chosen["metric"])
        status = chosen["status"]
    return Card(
        id=id, headline=headline, first_seen=first_seen, last_seen=last_seen, importance=importance, mark=mark,
        tags=tuple(content.get("tags") or ()), platforms=tuple(content.get("platforms") or ()),
        programs=tuple(content.get("programs") or ()), matters=tuple(content.get("matters") or ()),
        jurisdictions=tuple(content.get("jurisdictions") or ()), label=label, before=before, after=after,
        status=status or content.get("status") or "", confidence=content.get("confidence") or "",
        voices=content.get("voices") or 1,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Months:
    """Cards of one month, newest first."""

    month: str
    cards: tuple[Card, ...]


def by_month(cards: Iterable[Card]) -> list[Months]:
    """Cards in months, newest first."""
    found: dict[str, list[Card]] = {}
    for card in sorted(cards, key=lambda card: (card.last_seen, card.id), reverse=True):
        found.setdefault(card.month, []).append(card)
    return [Months(month=month, cards=tuple(inside)) for month, inside in found.items()]


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """One term of a programme over time: the newest values told of it, oldest first, how many before, and the chart."""

    word: str
    scope: str
    lines: tuple[Line, ...]
    before: int
    chart: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """A term as the registry gives it for a day: in force, disputed or coming."""

    metric: str
    word: str
    tier: str
    value: str
    before: str
    since: str
    state: str
    stale: bool
    line: Line | None
    rivals: tuple[str, ...] = ()


def holding(term: Term, lines: Mapping[tuple[str, int], Line]) -> Holding:
    """A term of the registry in words; `lines` finds the line of its evidence by item and place."""
    fact = term.fact
    return Holding(
        metric=term.metric, word=wording.metric_words(term.metric), tier=term.tier,
        value=shown(term.value, term.unit, term.metric) or "none",
        before=shown(term.before, term.unit, term.metric), since=term.since or "", state=term.state,
        stale=term.stale, line=lines.get((fact.evidence.item, fact.evidence.start)) if fact else None,
        rivals=tuple(shown(one.value, one.unit, one.metric) for one in term.rivals),
    )  # fmt: skip


def histories(lines: Sequence[Line]) -> list[History]:
    """Lines of one programme term by term, those with most values first."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.metric, line.tier), []).append(line)
    found: list[History] = []
    for number, ((_, scope), inside) in enumerate(sorted(groups.items())):
        every = once(sorted(inside, key=lambda line: (line.since, line.published, line.anchor)))
        ordered = every[-MOST_VALUES:]
        word = ordered[0].metric_word
        chart = chart_of(ordered, f"{word}{f', {scope}' if scope else ''}", f"t{number}")
        before = len(every) - len(ordered)
        found.append(History(word=word, scope=scope, lines=tuple(ordered), before=before, chart=chart))
    return sorted(found, key=lambda one: (-len(one.lines) - one.before, one.word, one.scope))


def once(lines: Sequence[Line]) -> list[Line]:
    """Equal values told by several items once, by the best of their sources."""
    best: dict[tuple[str, str, str], Line] = {}
    for line in lines:
        key = (line.before, line.after, line.effective or line.since[:7])
        kept = best.get(key)
        if kept is None or (kept.mark != "P" and line.mark == "P"):
            best[key] = line
    kept_lines = {id(line) for line in best.values()}
    return [line for line in lines if id(line) in kept_lines]


def chart_of(lines: Sequence[Line], title: str, number: str) -> str:
    """The step chart of a term; empty where there are not two numbers to draw."""
    points: list[charts.Point] = []
    for line in lines:
        day = charts.day_of(line.since)
        if line.amount is None or day is None or line.status in ("denied", "reversed", "cancelled"):
            continue
        if not points and line.before and (known := plain_number(line.before)) is not None:
            # Nobody said since when the former value held: its step is drawn loose.
            points.append(
                charts.Point(day=date(day.year - 1, day.month, 1), value=known, label=line.before, firm=False)
            )
        points.append(charts.Point(day=day, value=line.amount, label=line.after, firm=line.firm))
    unit = " %" if any(line.after.endswith("%") for line in lines) else ""
    return charts.step_chart(
        points,
        title,
        lambda value: f"{value:,.0f}{unit}" if value >= 10 or value == int(value) else f"{value:g}{unit}",
        number,
    )


def plain_number(text: str) -> float | None:
    """
    >>> plain_number("5,000"), plain_number("30 %"), plain_number("none")
    (5000.0, 30.0, None)
    """
    digits = text.replace(",", "").replace(" ", "").rstrip("%").lstrip("$€£")
    try:
        return float(digits)
    except ValueError:
        return None
