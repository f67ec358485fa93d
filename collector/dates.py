"""Dates: the instant a source claims, and whether it may be believed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Stamp:
    """`when` in UTC; `certain` is False when the zone was not told or the time had to be put right."""

    when: datetime | None
    certain: bool = True


NONE = Stamp(None, False)

# RFC 5322 names, and those beyond it that have one meaning wherever feeds use them.
_ZONES = {
    **dict.fromkeys(("ut", "utc", "gmt", "z", "wet", "universal"), 0),
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "et": -300, "ct": -360, "mt": -420, "pt": -480,
    "akst": -540, "akdt": -480, "hst": -600, "ast": -240, "adt": -180, "nst": -210, "ndt": -150, "brt": -180, "art": -180,  # noqa: E501
    "bst": 60, "west": 60, "cet": 60, "met": 60, "mez": 60, "cest": 120, "mest": 120, "mesz": 120, "eet": 120, "sast": 120, "cat": 120,  # noqa: E501
    "eest": 180, "msk": 180, "trt": 180, "eat": 180, "jst": 540, "kst": 540, "sgt": 480, "hkt": 480, "pht": 480, "awst": 480, "wib": 420, "ict": 420,  # noqa: E501
    "aest": 600, "aedt": 660, "acst": 570, "acdt": 630, "nzst": 720, "nzdt": 780,
}  # fmt: skip
# Months by the first letters that tell them apart, without accents; each language in its own order of months.
_MONTHS: dict[str, int] = {}
for _names in (
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "january february march april may june july august september october november december",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "jan febr maerz apr mai jun jul aug sept okt nov dez",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "janv fevr mars avr mai juin juil aout sept oct nov dec",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago set oct nov dic",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november desember",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
    "sty lut mar kwi maj cze lip sie wrz paz lis gru",
    "ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince",
    "januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december",
    "jan feb marc apr maj jun jul aug szept okt nov dec",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ocak subat mart nisan mayıs haziran temmuz agustos eylul ekim kasım aralık",
    "oca sub mar nis may haz tem agu eyl eki kas ara",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "янв фев мар апр май июн июл авг сен окт ноя дек",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου",  # noqa: E501
    "ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    "ιαν φεβ μαρτ απρ μαϊ ιον ιολ αυγ σεπτ οκτ νοεμ δεκ",
    "ιαν φεβ μαω απρ μαις ιου ιουλ αυυ σεπ οκτ νοε δεκ",
):
    for _number, _name in enumerate(_names.split(), 1):
        _MONTHS.setdefault(_name, _number)

_ISO = re.compile(
    r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?|(\d\d)(\d\d))?"
    r"(?:(?:[T\s]|(?<=\d)T)\s*(\d\d?)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?\s*(Z|[A-Z]{2,4}|(?:UTC|GMT)?[+-]\d\d?:?\d{0,2})?)?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(\d{4})-?(\d{3})(?:T.*)?")
_DAY_FIRST = re.compile(
    r"(?:[^\W\d]+\.?\s*,?\s*)?(\d{1,2})(?:st|nd|rd|th|\.|º)?[\s\-/.]*(?:de\s+|of\s+)?([^\W\d]+)\.?,?[\s\-/.]*(?:de\s+)?(\d{2,6})\.?"
    r"(?:,?\s*(?:at\s+|um\s+|à\s+|-\s*)?(\d{1,2})[:.h](\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?)?\s*(.*)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d]+\.?\s*,?\s+)?([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})"
    r"(?:,?\s*(?:at\s+|-\s*)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?)?\s*(.*)",
    re.IGNORECASE,
)
_ASCTIME = re.compile(
    r"[^\W\d]+,?\s+([^\W\d]+)\s+(\d{1,2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+(?:([A-Za-z]{1,5}|[+-]\d{4})\s+)?(\d{4})"
)
_SLASHED = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(\d{1,4})[/.](\d{1,2})[/.](\d{1,4})\.?(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?)?\s*(.*)",
    re.IGNORECASE,
)
_KOREAN = re.compile(
    r"(\d{4})\s*(?:년|年|-)\s*(\d{1,2})\s*(?:월|月|-)\s*(\d{1,2})\s*(?:일|日)?(?:\s*(오전|오후|上午|下午|午前|午後)?\s*(\d{1,2})(?::|時|时|시)\s*(\d{1,2})(?:(?::|分|분)\s*(\d{1,2})?)?[秒초]?)?"
)
_HUNGARIAN = re.compile(
    r"(\d{4})[-.]\s*([^\W\d]+)\.?[-\s]\s*(\d{1,2})\.?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(.*)"
)
_OFFSET = re.compile(r"(?:(?:GMT|UTC|UT)?\s*([+\-\u2212])\s*(\d{1,2}):?(\d{2})?)(?:\s*\(.*\))?", re.IGNORECASE)


def stamp(text: str, now: datetime) -> Stamp:
    """
    The instant meant by a date of a feed or page; no date rather than a guess.

    Before 1990 or more than two days ahead is not believed; up to two days ahead is a slip of zones and becomes `now`.
    """
    found = _parsed(text.strip()[:100])
    when = found.when
    if when is None:
        return NONE
    if when < EARLIEST or when > now + AHEAD:
        return NONE
    if when > now:
        return Stamp(now, False)
    return found


@lru_cache(maxsize=8192)
def _parsed(text: str) -> Stamp:
    if not text or not re.search(r"\d", text):
        return NONE
    try:
        for attempt in (_usual, _iso, _asctime, _month_first, _day_first, _slashed, _korean, _hungarian, _epoch):
            if (made := attempt(text)) is not None:
                return made
    except (ValueError, OverflowError):
        pass
    return NONE


_RFC = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d\d):(\d\d):(\d\d) (GMT|[+-]\d{4})"  # noqa: E501
)


def _usual(text: str) -> Stamp | None:
    """The two forms that nearly every feed has."""
    if found := _RFC.fullmatch(text):
        day, month, year, hour, minute, second, zone = found.groups()
        return _made(int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), int(second), zone)
    return None


def _iso(text: str) -> Stamp | None:
    text = re.sub(r"\s*\((?:[A-Z]+)\)$", "", text)
    if found := _ISO.fullmatch(text):
        year, month, day, month2, day2, hour, minute, second, zone = found.groups()
        month, day = month or month2, day or day2
        return _made(
            int(year),
            int(month or 1),
            int(day or 1),
            *_clock(hour, minute, second),
            zone,
            timed=hour is not None,
            whole=day is not None,
        )
    if found := _ORDINAL.fullmatch(text):
        first = datetime(int(found[1]), 1, 1, tzinfo=UTC)
        day = int(found[2])
        return Stamp(first + timedelta(days=day - 1)) if 1 <= day <= 366 else NONE
    return None


def _day_first(text: str) -> Stamp | None:
    found = _DAY_FIRST.fullmatch(text)
    month = _month(found[2]) if found else 0
    if not found or not month:
        return None
    day, _, year, hour, minute, second, half, zone = found.groups()
    return _made(_year(year), month, int(day), *_clock(hour, minute, second, half), zone, timed=hour is not None)


def _month_first(text: str) -> Stamp | None:
    found = _MONTH_FIRST.fullmatch(text)
    month = _month(found[1]) if found else 0
    if not found or not month:
        return None
    _, day, year, hour, minute, second, half, zone = found.groups()
    return _made(int(year), month, int(day), *_clock(hour, minute, second, half), zone, timed=hour is not None)


def _asctime(text: str) -> Stamp | None:
    found = _ASCTIME.fullmatch(text)
    month = _month(found[1]) if found else 0
    if not found or not month:
        return None
    _, day, hour, minute, second, zone, year = found.groups()
    return _made(int(year), month, int(day), *_clock(hour, minute, second), zone)


def _slashed(text: str) -> Stamp | None:
    found = _SLASHED.fullmatch(text)
    if not found:
        return None
    one, two, three, hour, minute, second, half, zone = found.groups()
    if len(one) == 4:
        year, month, day = int(one), int(two), int(three)
    elif len(three) in (2, 4) and len(one) <= 2:
        # With dots the day comes first everywhere; with strokes only a number above twelve tells.
        first, second_number = int(one), int(two)
        if "." in text.split()[0] or first > 12:
            day, month = first, second_number
        elif second_number > 12 or first == second_number:
            month, day = first, second_number
        else:
            return NONE
        year = _year(three)
    else:
        return NONE
    return _made(year, month, day, *_clock(hour, minute, second, half), zone, timed=hour is not None)


def _korean(text: str) -> Stamp | None:
    found = _KOREAN.fullmatch(text)
    if not found:
        return None
    year, month, day, half, hour, minute, second = found.groups()
    half = {"오전": "am", "上午": "am", "午前": "am", "오후": "pm", "下午": "pm", "午後": "pm"}.get(half or "")
    zone = "+0900" if re.search("[년월일오시년]", text) else None
    made = _made(int(year), int(month), int(day), *_clock(hour, minute, second, half), zone, timed=hour is not None)
    return Stamp(made.when, False)


def _hungarian(text: str) -> Stamp | None:
    found = _HUNGARIAN.fullmatch(text)
    month = _month(found[2]) if found else 0
    if not found or not month:
        return None
    year, _, day, hour, minute, second, zone = found.groups()
    return _made(int(year), month, int(day), *_clock(hour, minute, second), zone, timed=hour is not None)


def _epoch(text: str) -> Stamp | None:
    """Seconds, or thousandths of them, since 1970: some feeds print what their database holds."""
    if not re.fullmatch(r"\d{10}|\d{13}", text, re.ASCII):
        return None
    return Stamp(datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC))


def _clock(hour: str | None, minute: str | None, second: str | None, half: str | None = None) -> tuple[int, int, int]:
    hours = int(hour or 0)
    if half:
        afternoon = half.lower().startswith("p")
        hours = hours % 12 + (12 if afternoon else 0) if hours <= 12 else hours
    return hours, int(minute or 0), int(second or 0)


def _made(
    year: int,
    month: int,
    day: int,
    hour: int,
    minute: int,
    second: int,
    zone: str | None,
    *,
    timed: bool = True,
    whole: bool = True,
) -> Stamp:
    offset = _minutes(zone)
    if offset is None and zone and zone.strip():
        return NONE
    extra = timedelta()
    if hour == 24 and minute == 0 and second == 0:
        hour, extra = 0, timedelta(days=1)
    if second == 60:
        second = 59
    when = datetime(year, month, day, hour, minute, second, tzinfo=UTC) + extra - timedelta(minutes=offset or 0)
    return Stamp(when, whole and (offset is not None or not timed))


def _minutes(zone: str | None) -> int | None:
    """The offset a zone stands for; None when it is not told, not known or not possible."""
    name = (zone or "").strip().rstrip(".").lower()
    if not name:
        return None
    if name in _ZONES:
        return _ZONES[name]
    if found := _OFFSET.fullmatch(name):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        if len(found[2]) == 2 and not found[3] and ":" not in name and int(found[2]) > 14:
            return None
        return (-minutes if found[1] != "+" else minutes) if minutes <= 14 * 60 and int(found[3] or 0) < 60 else None
    if found := re.fullmatch(r"([a-z]{1,5})\s*\(.*\)|\(([a-z]{1,5})\)", name):
        return _ZONES.get(found[1] or found[2])
    return None


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 2:
        return year + (2000 if year < 70 else 1900)
    return year


@lru_cache(maxsize=512)
def _month(name: str) -> int:
    lowered = name.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return _MONTHS.get(plain) or _MONTHS.get(lowered) or 0
