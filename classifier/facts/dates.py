"""Dates: the days, months and years a text tells, resolved against the day it was published."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Grain = Literal["day", "month", "year", "span"]


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """
    A time as told; `iso` is "2024-07-01", "2024-07" or "2024" by its `grain`.

    A `span` is a counted time ("in 45 days"), resolved to the day it ends. `end_iso` closes "from 9 to 16 July".
    `loose` marks a weekday or a day without its year: the caller may know from the tense that the past is meant.
    """

    start: int
    end: int
    iso: str
    grain: Grain
    loose: bool = False
    word: str = ""


MONTHS: Mapping[str, int] = {
    **{name.lower(): place for place, name in enumerate(calendar.month_name) if name},
    **{name.lower(): place for place, name in enumerate(calendar.month_abbr) if name},
    "sept": 9,
    "januar": 1,
    "februar": 2,
    "märz": 3,
    "mai": 5,
    "juni": 6,
    "juli": 7,
    "oktober": 10,
    "dezember": 12,
    "janvier": 1,
    "février": 2,
    "mars": 3,
    "avril": 4,
    "juin": 6,
    "juillet": 7,
    "août": 8,
    "septembre": 9,
    "octobre": 10,
    "novembre": 11,
    "décembre": 12,
    "enero": 1,
    "febrero": 2,
    "marzo": 3,
    "abril": 4,
    "mayo": 5,
    "junio": 6,
    "julio": 7,
    "agosto": 8,
    "septiembre": 9,
    "octubre": 10,
    "noviembre": 11,
    "diciembre": 12,
}
DAYS: Mapping[str, int] = {
    **{name.lower(): place for place, name in enumerate(calendar.day_name)},
    "montag": 0,
    "dienstag": 1,
    "mittwoch": 2,
    "donnerstag": 3,
    "freitag": 4,
    "samstag": 5,
    "sonntag": 6,
}
SMALL: Mapping[str, int] = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty-five": 45,
    "sixty": 60,
    "seventy-five": 75,
    "ninety": 90,
}
# "may", "mar" and "sun" are words before they are times: a month of that spelling needs a day, a year or a preposition.
_MONTH = "|".join(sorted((name for name in MONTHS if name not in {"mars"}), key=len, reverse=True))
_DAY = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"

PATTERN = re.compile(
    rf"(?P<iso>\b(?:19|20)\d\d-[01]\d(?:-[0-3]\d)?\b)"
    rf"|\b{_DAY.format('d1')}(?:\s(?:of|de|-))?\s(?P<m1>{_MONTH})\b\.?(?:,?\s{_YEAR.format('y1')}\b)?"
    rf"|\b(?P<m2>{_MONTH})\.?\s{_DAY.format('d2')}\b(?![,.]?\d)(?!\s?%|\s(?:percent|followers|subscribers"
    rf"|hours|million|billion))(?:,?\s{_YEAR.format('y2')}\b)?"
    rf"|\b(?:(?P<edge>(?:the\s)?end of|late|early|mid|beginning of"
    rf"|start of)[\s-])?(?P<m3>{_MONTH})\.?,?\s{_YEAR.format('y3')}\b"
    rf"|(?P<lead>\b(?:in|from|since|until|till|by|last|next|this|early|late|mid|starting|beginning|through"
    rf"|during|with the|before|after|end of|as soon as|as early as|come|ab|im|seit|bis)[\s-]+(?:the\s(?:end"
    rf"|middle|beginning|start)\sof\s)?)(?P<m4>{_MONTH})\b(?!\.?\s(?:[0-2]?\d|3[01])(?:st|nd|rd"
    rf"|th)?\b)(?!,?\s(?:19|20)\d\d\b)"
    rf"|(?P<wlead>\b(?:next|this|last|coming)\s)?\b(?P<wd>{'|'.join(DAYS)})\b"
    rf"|\b(?P<rel>today|tonight|yesterday|tomorrow|at midnight|effective immediately|with immediate effect"
    rf"|immediately|heute|gestern|morgen)\b"
    rf"|\b(?P<nrel>next|last|this|later this|the coming)\s(?P<nunit>month|year|week|quarter)\b"
    rf"|\b(?P<yend>(?:the )?end of the year|year's end|year-end|new year's day)\b"
    rf"|\b(?P<slead>in|within|after|another|for another|by another|next|further)\s(?:the\s(?:next"
    rf"|coming)\s)?(?P<sn>\d{{1,3}}|{'|'.join(SMALL)})[\s-](?:more\s|additional\s)?(?P<sunit>day|week|month"
    rf"|year)s?\b"
    rf"|(?P<sn2>\d{{1,3}}|\b(?:{'|'.join(name for name in SMALL if len(name) > 2)}))(?:\smore)?[\s-](?P<sunit"
    rf"2>day|week|month)s?(?=\s(?:to|from now|from today|later|extension|after|public comment|comment"
    rf"|consultation|delay|window|reprieve))"
    rf"|\b(?:(?P<q>early|late|mid|spring|summer|autumn|fall|winter|q[1-4]|(?:first"
    rf"|second) half of)[\s-])?{_YEAR.format('y5')}\b(?!,\d|\.\d|\s(?:million|billion))"
)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def near(published: date, month: int, day: int) -> date | None:
    """The year a day without year means: mostly ahead, a little behind."""
    options = [
        found for year in (published.year - 1, published.year, published.year + 1) if (found := _day(year, month, day))
    ]
    ahead = [one for one in options if -120 <= (one - published).days <= 270]
    return min(ahead or options, key=lambda one: abs((one - published).days), default=None)


def shifted(start: date, number: int, unit: str) -> date:
    """`start` plus so many days, weeks, months or years; the last day of a short month where the day is missing."""
    if unit.startswith("day"):
        return start + timedelta(days=number)
    if unit.startswith("week"):
        return start + timedelta(weeks=number)
    months = number * (12 if unit.startswith("year") else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def dates_in(words: str, published: date | None) -> tuple[When, ...]:
    """All times told in `words`, in order; what cannot be resolved without a publication day is left out."""
    found: list[When] = []
    low = words.lower()
    if len(low) != len(words):  # a rare letter grew; its dates are lost rather than misplaced
        return ()
    for match in PATTERN.finditer(low):
        when = _when(match, words, published)
        if when is None:
            continue
        # "Friday, August 25" is one day, and the date knows its week better than the weekday does.
        if (
            (match["d1"] or match["d2"])
            and found
            and found[-1].word == "weekday"
            and _OF_THE_SAME_DAY.fullmatch(low[found[-1].end : when.start])
        ):
            when = replace(when, start=found.pop().start)
        found.append(when)
    return tuple(found)


_OF_THE_SAME_DAY = re.compile(r",? (?:the )?")


def _when(match: re.Match[str], words: str, published: date | None) -> When | None:
    group = match.groupdict()
    start, end = match.span()

    def at(iso: str, grain: Grain, *, loose: bool = False, word: str = "") -> When:
        return When(start=start, end=end, iso=iso, grain=grain, loose=loose, word=word)

    if group["iso"]:
        return at(group["iso"], "day" if len(group["iso"]) == 10 else "month")
    if group["d1"] or group["d2"]:
        number = "1" if group["d1"] else "2"
        month, day, year = MONTHS[group["m" + number].lower()], int(group["d" + number]), group["y" + number]
        if words[match.start("m" + number)].islower() and month in (3, 5):  # the verb, not the month
            return None
        if year:
            told = _day(int(year), month, day)
        else:
            told = near(published, month, day) if published else None
            if told and published and told < published and _STILL_AHEAD.search(words[max(0, start - 40) : start]):
                told = _day(told.year + 1, month, day)
        return at(told.isoformat(), "day", loose=not year) if told else None
    if group["m3"]:
        year_told, month = int(group["y3"]), MONTHS[group["m3"].lower()]
        if (group["edge"] or "").lower().endswith("end of"):
            return at(date(year_told, month, calendar.monthrange(year_told, month)[1]).isoformat(), "day")
        return at(f"{year_told}-{month:02d}", "month")
    if group["m4"]:
        return _month_alone(match, words, published)
    if published is None:
        return at(group["y5"], "year") if group["y5"] else None
    if group["wd"]:
        return _weekday(match, words, published)
    if group["rel"]:
        word = group["rel"].lower()
        shift = {"yesterday": -1, "gestern": -1, "tomorrow": 1, "morgen": 1}.get(word, 0)
        return at((published + timedelta(days=shift)).isoformat(), "day", word=word)
    if group["nrel"]:
        return _next(match, published)
    if group["yend"]:
        if group["yend"].lower().startswith("new"):
            return at(f"{published.year + 1}-01-01", "day")
        return at(f"{published.year}-12-31", "day")
    if group["sn"] or group["sn2"]:
        told_number = group["sn"] or group["sn2"]
        number_of = int(told_number) if told_number.isdigit() else SMALL[told_number.lower()]
        unit = group["sunit"] or group["sunit2"]
        lead = (group["slead"] or "").lower()
        return at(shifted(published, number_of, unit.lower()).isoformat(), "span", word=lead or "to")
    return at(group["y5"], "year", word=(group["q"] or "").lower())


_PLAIN_LEAD = ("in", "early", "late", "mid", "during")
_COMING = re.compile(
    r"\b(?:will|going to|set to|due|plans?|planned|next|expected|coming|upcoming|takes? effect|scheduled|starting"
    r"|begins?"
    r"|begin|starts?|launch(?:es|ing)?|ends?|closes?|to (?:start|begin|take|launch|end|close|move|come))\b",
    re.I,
)
# "Will take effect Jan. 1", told in March: the year is the next one.
_STILL_AHEAD = re.compile(r"\b(?:will|takes? effect|going to|set to|due to|starts?|begins?)\b[^.;]{0,30}$", re.I)
_WILL = re.compile(r"\b(?:will|going to|set to|due to|takes? effect|plans? to|scheduled to|expected to)\b", re.I)


def _month_alone(match: re.Match[str], words: str, published: date | None) -> When | None:
    lead, name = match["lead"].lower(), match["m4"]
    if published is None or not words[match.start("m4")].isupper():
        return None
    month = MONTHS[name.lower()]
    year = published.year
    if lead.startswith("next"):
        year += month <= published.month
    elif lead.startswith(("since", "last", "seit")):
        year -= month > published.month
    else:
        gap = month - published.month
        if -4 <= gap < 0 and _WILL.search(words[max(0, match.start() - 60) : match.start()]):
            gap = -5  # told of what is still to come
        if gap < -4 and lead.startswith(_PLAIN_LEAD):
            around = words[max(0, match.start() - 80) : match.end() + 80]
            year += 1 if _COMING.search(around) else 0  # "in April the judge ruled" is this year's April
        else:
            year += 1 if gap < -4 else -1 if gap > 8 and lead.startswith(("in", "during", "until")) else 0
    start = match.start() + len(lead) if not lead.startswith(("end", "late", "early", "mid")) else match.start()
    if "end of" in lead:
        iso = date(year, month, calendar.monthrange(year, month)[1]).isoformat()
        return When(start=match.start("m4"), end=match.end(), iso=iso, grain="day", loose=True, word=lead)
    return When(start=start, end=match.end(), iso=f"{year}-{month:02d}", grain="month", loose=True, word=lead)


_AHEAD = re.compile(
    r"(?:\b(?:next|coming|from|starting|beginning|by|until|as of|effective|till|ab|bis|to|before"
    r"|due|takes? effect|begins?|expires?|kicks? in|comes? into (?:force|effect))\s(?:on\s)?$)|\bwill\b"
    r"|\bgoing to\b|\btomorrow\b|\bset to\b|\bfaces\b|\bto (?:open|close|end"
    r"|take)\b",
    re.I,
)


def _weekday(match: re.Match[str], words: str, published: date) -> When:
    wanted, lead = DAYS[match["wd"].lower()], (match["wlead"] or "").strip().lower()
    gap = (wanted - published.weekday()) % 7
    before = words[max(0, match.start() - 60) : match.start()]
    clause = re.split(r"[.;:,]\s", before)[-1]
    ahead = lead in {"next", "coming"} or (lead != "last" and bool(_AHEAD.search(clause)) and "since" not in clause)
    told = published + timedelta(days=(gap or (7 if lead == "next" else 0)) if ahead else gap - 7 if gap else 0)
    if lead == "last" and not gap:
        told = published - timedelta(days=7)
    return When(start=match.start(), end=match.end(), iso=told.isoformat(), grain="day", loose=True, word="weekday")


def _next(match: re.Match[str], published: date) -> When | None:
    which, unit = match["nrel"].lower(), match["nunit"].lower()
    step = {"next": 1, "the coming": 1, "last": -1}.get(which, 0)
    start, end = match.span()
    if unit == "year":
        return When(start=start, end=end, iso=str(published.year + step), grain="year", word=which)
    if unit == "month":
        return When(
            start=start,
            end=end,
            iso=shifted(published.replace(day=1), step, "month").isoformat()[:7],
            grain="month",
            word=which,
        )
    # A week or a quarter is no date anyone could put into a calendar.
    return None
