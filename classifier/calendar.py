"""The calendar: dates stated or worked out, moved ones shown as moved, past ones closed and never forgotten."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from classifier.annotation import Fact
from classifier.scope import scope_of

# Metrics whose value is a day, and how we call it to readers.
KINDS = {
    "deadline": "deadline",
    "comment_deadline": "comments close",
    "hearing_date": "hearing",
    "effective_date": "takes effect",
    "ban_date": "ban begins",
    "divestiture_deadline": "deadline to divest",
}
UPCOMING, HAPPENED, FAILED, MOVED, PASSED = (
    "upcoming",
    "happened",
    "did not happen",
    "moved",
    "passed, not yet confirmed",
)
# Legal steps that show that a day came: a rule in force, a hearing followed by a decision.
_SHOWS = {
    "effective_date": {"in-force"},
    "hearing_date": {"ruling", "appeal-ruling", "final-ruling", "interim-ruling", "verdict", "trial"},
    "comment_deadline": {"final-rule", "guidance"},
    "divestiture_deadline": {"agreement", "completed"},
    "ban_date": {"in-force"},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A fact with the time it was first read and where; `platform`-wide when it names no programme or matter."""

    fact: Fact
    observed: datetime
    item: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """
    One day of the calendar. `day` may be a month or a year where no more was told.

    `rule` says how the day was worked out, and is empty where a text states it. `moved_from` and `moved_to` link the
    dates of one thing; `state` is upcoming, happened, did not happen, moved, or passed and not yet confirmed.
    """

    day: str
    kind: str
    what: str
    subject: str
    state: str
    rule: str = ""
    moved_from: str | None = None
    moved_to: str | None = None
    scope: str | None = None
    item: str = ""
    told: datetime | None = None
    changes: int = 0

    @property
    def uid(self) -> str:
        """The same for a thing however often its date moves, so that a calendar program updates its entry."""
        plain = f"{self.kind}|{self.what}|{self.subject}|{scope_of(self.scope).key}"
        return hashlib.sha256(plain.encode()).hexdigest()[:24] + "@policywatch"


def dates(told: Iterable[Told], today: date) -> tuple[Day, ...]:
    """All dates of these facts, in order of time: legal dates, and the days from which announced terms hold."""
    found: dict[tuple[str, str, str], list[list[Day]]] = {}
    facts = sorted(told, key=lambda one: (one.observed, one.fact.evidence.start))
    for one in facts:
        for day in _days(one):
            homes = found.setdefault((day.kind, day.what, day.subject), [])
            home = next((days for days in homes if _alike(days, day)), None)
            if home is None:
                homes.append([day])
            else:
                home.append(day)
    about: dict[str, list[Told]] = {}
    for one in facts:
        fact = one.fact
        named = (name for name in (fact.matter, fact.program, fact.platform) if name)
        for subject in {(fact.subject or "").lower(), *named}:
            about.setdefault(subject, []).append(one)
    out: list[Day] = []
    for days in (days for homes in found.values() for days in homes):
        # A platform in the news has thousands of facts, and every date is held against those about its subject only.
        out += _chain(days, about.get(days[0].subject, ()), today)
    return tuple(sorted(out, key=lambda one: (one.day, one.kind, one.what, one.subject)))


def _alike(days: Sequence[Day], day: Day) -> bool:
    """Whether a date is of the same group; one told for everybody and for a country is one when the day is the same."""
    mine, other = scope_of(day.scope), scope_of(days[0].scope)
    if mine == other:
        return True
    return any(one.day == day.day for one in days) and (mine.within(other) or other.within(mine))


def upcoming(days: Iterable[Day], today: date, within: timedelta) -> tuple[Day, ...]:
    """The dates of the next days, today included; a month counts while it lasts."""
    last = (today + within).isoformat()
    return tuple(
        one
        for one in days
        if one.state == UPCOMING and today.isoformat()[: len(one.day)] <= one.day and _first(one.day) <= last
    )


def _days(one: Told) -> list[Day]:
    fact = one.fact
    subject = fact.matter or fact.program or fact.platform or (fact.subject or "").lower()
    if fact.metric in KINDS and isinstance(fact.after, str):
        before = fact.before if isinstance(fact.before, str) else None
        return [
            Day(
                day=fact.after,
                kind=KINDS[fact.metric],
                what=fact.subject or "",
                subject=subject,
                state=UPCOMING,
                rule=fact.computed or "",
                moved_from=before,
                scope=fact.scope,
                item=one.item,
                told=one.observed,
            )
        ]
    if (
        fact.effective
        and fact.status in {"announced", "delayed", "in_force", "reversed"}
        and fact.metric not in KINDS
        and fact.metric != "stage"
    ):
        state = FAILED if fact.status == "reversed" else UPCOMING
        return [
            Day(
                day=fact.effective,
                kind="takes effect",
                what=fact.metric,
                subject=subject,
                state=state,
                scope=fact.scope,
                item=one.item,
                told=one.observed,
            )
        ]
    return []


def _chain(days: Sequence[Day], facts: Sequence[Told], today: date) -> list[Day]:
    """The dates told of one thing, each pointing to the one it gave way to."""
    order: list[Day] = []
    for one in days:
        if one.moved_from and not any(other.day == one.moved_from for other in order):
            order.append(replace(one, day=one.moved_from, moved_from=None, rule=""))
        if order and one.day in {other.day for other in order}:
            order.sort(key=lambda other: other.day == one.day)  # told again: it is the date that stands
            continue
        order.append(one)
    # Several hearings or deadlines of one matter stand side by side unless a text says that one was moved.
    single = order[0].kind in {"takes effect", "deadline to divest", "ban begins", "comments close"}
    out: list[Day] = []
    for place, one in enumerate(order):
        following = order[place + 1] if place + 1 < len(order) else None
        if following is not None and one.state != FAILED and (single or following.moved_from == one.day):
            out.append(replace(one, state=MOVED, moved_to=following.day, changes=place))
            continue
        previous = one.moved_from or (order[place - 1].day if place and single else None)
        out.append(replace(one, state=_state(one, facts, today), moved_from=previous, changes=place))
    return out


def _state(one: Day, facts: Sequence[Told], today: date) -> str:
    if one.state == FAILED:
        return FAILED
    if _last(one.day) >= today.isoformat():
        return UPCOMING
    metric = next((metric for metric, kind in KINDS.items() if kind == one.kind), None)
    for told in facts:
        fact = told.fact
        if told.observed.date().isoformat() < one.day[:10]:
            continue
        if fact.metric == one.what and fact.status == "in_force" and one.kind == "takes effect":
            return HAPPENED
        if fact.metric == "stage" and metric and fact.after in _SHOWS.get(metric, ()):
            return HAPPENED
        if fact.metric == "law_status" and one.kind in {"takes effect", "ban begins"}:
            return HAPPENED if fact.after == "in_effect" else FAILED
        if fact.status == "reversed" and fact.metric == one.what:
            return FAILED
    return PASSED


def _first(day: str) -> str:
    return day + "-01-01"[: max(0, 10 - len(day))]


def _last(day: str) -> str:
    if len(day) == 10:
        return day
    year, month = int(day[:4]), int(day[5:7]) if len(day) == 7 else 12
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).isoformat()


def icalendar(days: Iterable[Day], now: datetime, words: Callable[[Day], str], title: str = "PolicyWatch") -> str:
    """
    The dates as iCalendar (RFC 5545), all-day events, lines folded and ended as the standard wants them.

    `words` gives what stands in the calendar for a day.
    A moved date is the same event with its new day; one that did not happen is cancelled. Dates of which only the
    month or year is known are left out: a calendar would show a false day.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//PolicyWatch//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(title)}",
    ]
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    seen: dict[str, int] = {}
    for one in days:
        if len(one.day) != 10 or one.state == MOVED:
            continue
        number = seen[one.uid] = seen.get(one.uid, -1) + 1
        uid = one.uid if not number else f"{number}-{one.uid}"
        start = date.fromisoformat(one.day)
        notes = [f"State: {one.state}."]
        if one.moved_from:
            notes.append(f"Moved from {one.moved_from}.")
        if one.rule:
            notes.append(f"Worked out: {one.rule}.")
        if one.item:
            notes.append(f"Read in item {one.item}.")
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            f"DTSTAMP:{stamp}",
            f"SEQUENCE:{one.changes}",
            f"DTSTART;VALUE=DATE:{start:%Y%m%d}",
            f"DTEND;VALUE=DATE:{start + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(words(one))}",
            f"DESCRIPTION:{_escaped(' '.join(notes))}",
            f"STATUS:{'CANCELLED' if one.state == FAILED else 'CONFIRMED'}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, never cut inside a letter."""
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > (75 if not pieces else 74):
            pieces.append(piece)
            piece, size = "", 0
        piece += letter
        size += width
    return "\r\n ".join([*pieces, piece])
