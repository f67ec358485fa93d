"""Quantities: the numbers a text tells, with what they count, wherever and however it writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["count", "percent", "points", "money", "time", "split"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """
    A number as told: `value` (lower end of a range, earner's side of a split) and `high` where a range ends.

    `unit` is a currency code for money, minutes/hours/days/weeks/months/years for time. `bare` says that the kind
    was lent by a neighbour ("from 30 to 22 percent"), so that a sharing partner may still lend another.
    """

    start: int
    end: int
    kind: Kind
    value: float
    high: float | None = None
    unit: str | None = None
    bare: bool = False
    most: bool = False

    @property
    def told(self) -> float | int | str:
        """The value as a fact carries it: a plain number, "6-9.5" for a range, "<=22" for an upper bound."""
        if self.high is not None:
            return f"{plain(self.value)}-{plain(self.high)}"
        return f"<={plain(self.value)}" if self.most else plain(self.value)


def plain(value: float) -> float | int:
    """A whole number without its point; anything else rounded to what a text can mean."""
    value = round(value, 6)
    return int(value) if value == int(value) else value


ONES: Mapping[str, int] = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS: Mapping[str, int] = {
    word: value * 10
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
SCALES: Mapping[str, float] = {
    "hundred": 1e2,
    "dozen": 12,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mm": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "tn": 1e12,
    "lakh": 1e5,
    "lakhs": 1e5,
    "lac": 1e5,
    "crore": 1e7,
    "crores": 1e7,
    "juta": 1e6,
    "ribu": 1e3,
    "rb": 1e3,
    "mio": 1e6,
    "mrd": 1e9,
    "tausend": 1e3,
    "millionen": 1e6,
    "milliarden": 1e9,
    "mille": 1e3,
    "millones": 1e6,
    "milhões": 1e6,
    "mil": 1e3,
    "millions": 1e6,
    "billions": 1e9,
    "thousands": 1e3,
}
# One letter is a scale only when it touches its number: "5 m" is more often metres or a list.
TOUCHING = {"k", "m", "b"}

SYMBOLS: Mapping[str, str] = {
    "$": "USD",
    "us$": "USD",
    "usd": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "cad": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "aud": "AUD",
    "nz$": "NZD",
    "s$": "SGD",
    "hk$": "HKD",
    "r$": "BRL",
    "brl": "BRL",
    "mx$": "MXN",
    "€": "EUR",
    "eur": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "¥": "JPY",
    "jpy": "JPY",
    "rmb": "CNY",
    "cny": "CNY",
    "₩": "KRW",
    "krw": "KRW",
    "₹": "INR",
    "rs": "INR",
    "rs.": "INR",
    "inr": "INR",
    "chf": "CHF",
    "sek": "SEK",
    "nok": "NOK",
    "dkk": "DKK",
    "pln": "PLN",
    "czk": "CZK",
    "₺": "TRY",
    "rp": "IDR",
    "idr": "IDR",
    "₱": "PHP",
    "₦": "NGN",
    "twd": "TWD",
    "nt$": "TWD",
    "₽": "RUB",
}
MONEY_WORDS: Mapping[str, str] = {
    "dollar": "USD",
    "dollars": "USD",
    "bucks": "USD",
    "usd": "USD",
    "euro": "EUR",
    "euros": "EUR",
    "eur": "EUR",
    "pound": "GBP",
    "pounds": "GBP",
    "gbp": "GBP",
    "yuan": "CNY",
    "renminbi": "CNY",
    "yen": "JPY",
    "won": "KRW",
    "rupee": "INR",
    "rupees": "INR",
    "rupiah": "IDR",
    "crown": "CZK",
    "crowns": "CZK",
    "koruna": "CZK",
    "koruny": "CZK",
    "kroner": "NOK",
    "kronor": "SEK",
    "zloty": "PLN",
    "zlotys": "PLN",
    "reais": "BRL",
    "real": "BRL",
    "peso": "MXN",
    "pesos": "MXN",
    "lira": "TRY",
    "liras": "TRY",
    "rouble": "RUB",
    "roubles": "RUB",
    "ruble": "RUB",
    "rubles": "RUB",
    "francs": "CHF",
    "franc": "CHF",
    "naira": "NGN",
    "rand": "ZAR",
    "dirham": "AED",
    "dirhams": "AED",
    "krw": "KRW",
    "inr": "INR",
    "cny": "CNY",
    "jpy": "JPY",
    "cad": "CAD",
    "aud": "AUD",
    "chf": "CHF",
    "brl": "BRL",
    "forint": "HUF",
    "shekels": "ILS",
    "baht": "THB",
    "ringgit": "MYR",
    "dong": "VND",
    "shillings": "KES",
}
NATIONAL: Mapping[str, Mapping[str, str]] = {
    "dollars": {
        "canadian": "CAD",
        "australian": "AUD",
        "singapore": "SGD",
        "new zealand": "NZD",
        "hong kong": "HKD",
        "taiwan": "TWD",
    },
    "crowns": {"danish": "DKK", "swedish": "SEK", "norwegian": "NOK", "czech": "CZK"},
    "kroner": {"danish": "DKK"},
}
# Money words whose currency the passage's country decides ("90 million crowns" in a text about Stockholm).
BY_PLACE: tuple[tuple[frozenset[str], re.Pattern[str], str], ...] = (
    (frozenset({"crown", "crowns", "kronor"}), re.compile(r"\b(?:swed\w+|stockholm)\b", re.I), "SEK"),
    (frozenset({"crown", "crowns", "kroner"}), re.compile(r"\b(?:denmark|danish|copenhagen)\b", re.I), "DKK"),
    (frozenset({"crown", "crowns", "kroner"}), re.compile(r"\b(?:norw\w+|oslo)\b", re.I), "NOK"),
    (frozenset({"peso", "pesos"}), re.compile(r"\b(?:philippin\w+|manila)\b", re.I), "PHP"),
    (frozenset({"peso", "pesos"}), re.compile(r"\b(?:argentin\w+|buenos aires)\b", re.I), "ARS"),
    (frozenset({"peso", "pesos"}), re.compile(r"\b(?:colombia\w*|bogot[aá])\b", re.I), "COP"),
)
TIME_UNITS: Mapping[str, str] = {
    "minute": "minutes",
    "minutes": "minutes",
    "min": "minutes",
    "hour": "hours",
    "hours": "hours",
    "hrs": "hours",
    "day": "days",
    "days": "days",
    "week": "weeks",
    "weeks": "weeks",
    "month": "months",
    "months": "months",
    "year": "years",
    "years": "years",
}

# Some copies come through a scanner: "7OO" with the letter O.
_DIGITS = (
    r"\d{1,3}o{2,3}(?!\w)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    r"|\d{1,3}(?:[,.\u00a0\u202f' ]\d{3})+(?![\d,.]?\d)(?:\.\d{1,2})?|\d{1,12}(?:[.,]\d{1,4})?"
)
_WORDS = "|".join([*ONES, *TENS])
_SPOKEN = (
    rf"(?:half\s+an?\s+(?:million|billion|thousand|dozen)|a\s+quarter\s+of\s+a\s+million"
    rf"|(?:an?|{_WORDS})(?:[ -](?:and[ -])?(?:a[ -])?(?:half[ -])?(?:{_WORDS}|hundred|thousand|million"
    rf"|billion|trillion|dozen|crore|lakh)){{1,6}}"
    rf"|{_WORDS})"
)
_SCALE_WORDS = "|".join(sorted((word for word in SCALES if word not in TOUCHING), key=len, reverse=True))
_CURRENCY = (
    r"(?:us|ca|au|nz|hk|mx|nt|c|a|s|r)?\$|€|£|¥|₩|₹|₺|₱|₦|₽|\b(?:usd|eur|gbp|cad|aud|inr|chf|jpy|cny|rmb|krw|brl"
    r"|sek|nok|dkk|pln|czk|idr|twd|rs\.?|rp)(?=[\s\d])"
)
NUMBER = re.compile(
    rf"(?<![\w.,#/])(?P<money>{_CURRENCY})?\s?(?:(?P<digits>{_DIGITS})|(?P<spoken>\b{_SPOKEN}\b))"
    rf"(?:(?P<touch>[kmb]|bn|mn|mm|tn)(?![\w'’])|[\s\u00a0-]?(?P<scale>{_SCALE_WORDS})\b)?"
    rf"(?:[\s\u00a0-]?(?P<percent>%|(?:percent|per cent|per-cent|pct|prozent)\b)"
    rf"|[\s\u00a0-](?:(?P<nation>canadian|australian|singapore|new zealand|hong kong|taiwan|danish|swedish"
    rf"|norwegian|czech|u\.?s\.?|american)\s)?"
    rf"(?P<moneyword>{'|'.join(sorted(MONEY_WORDS, key=len, reverse=True))})\b"
    rf"|\s?(?P<moneysign>€|£|₽|zł)"
    rf"|[\s\u00a0-](?P<points>(?:percentage|per cent|percent|%)?[ -]?points?)\b"
    rf"|[\s\u00a0-](?P<time>minutes?|hours?|hrs|days?|weeks?|months?|years?)\b)?(?:(?![\w]|[.,:]\d)|(?<=\b\d\d)(?=s\b))"
)
SPLIT = re.compile(
    r"(?<![\w.,$€£])(?P<a>\d{1,3}(?:\.\d)?)\s?%?(?:\s?[/:–-]\s?|\s?-?to-?\s?)(?P<b>\d{1,3}(?:\.\d)?)(?:\s?%"
    r"| percent)?(?!\w|[.,]\d|/\d)",
    re.I,
)
CENTS = re.compile(
    r"(?P<n>\d{1,2}|[a-z]+(?:-[a-z]+)?) (?:us )?(?:cents|pence|c) (?:of|on|out of|from|for) (?:each|every|the|a) "
    r"(?:dollar|euro|pound)\b",
    re.I,
)
FRACTION = re.compile(
    r"\b(?P<f>half|a third|one third|two thirds|a quarter|one quarter|three quarters|a fifth"
    r"|a tenth)(?: of)? (?=(?:(?:the|its|their|all|what|any|that|each|every|your) )?(?:[\w-]+ ){0,4}?(?:ad"
    r"|ads|advertising|revenues?|income|earnings|earns|sales|proceeds|tips|takings|subscriptions?|profits"
    r"|royalt\w+)\b)",
    re.I,
)
# "The old terms gave both sides half."
GAVE_HALF = re.compile(
    r"\b(?:g[ai]ves?|got|gets?|kept|keeps?|took|takes?|paid|pays?|received?s?|left|leaves?)(?: (?:both sides"
    r"|each side|each|them|[a-z]+s))? (?P<f>half|a third|a quarter|two thirds)(?=[.,;]|$)",
    re.I,
)
FRACTIONS: Mapping[str, float] = {
    "half": 50,
    "a third": 33.3,
    "one third": 33.3,
    "two thirds": 66.7,
    "a quarter": 25,
    "one quarter": 25,
    "three quarters": 75,
    "a fifth": 20,
    "a tenth": 10,
}


def spoken(words: str) -> float | None:
    """
    The value of a number in words.

    >>> spoken("two hundred and fifty thousand"), spoken("half a million"), spoken("twenty-five")
    (250000.0, 500000.0, 25.0)
    """
    total = current = 0.0
    seen = False
    parts = re.split(r"[\s-]+", words.lower())
    for place, word in enumerate(parts):
        if word in ONES or word in TENS:
            current += ONES.get(word, 0) or TENS.get(word, 0)
            seen = True
        elif word == "half":
            following = parts[place + 1 :]
            if following and following[0] in {"a", "an"}:
                current, seen = 0.5, True
            else:
                current += 0.5
        elif word == "quarter":
            current, seen = 0.25, True
        elif word in SCALES:
            current = (current or 1.0) * SCALES[word]
            seen = True
            if SCALES[word] >= 1000:
                total, current = total + current, 0.0
    return total + current if seen else None


# How thousands are parted: by spaces and apostrophes, commas (also of lakhs), points.
_SPACES = re.compile(r"[\u00a0\u202f' ]")
_SPACED = re.compile(r"\d[\u00a0\u202f' ]\d{3}")
_COMMAED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")
_POINTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")


def digits(text: str, scaled: bool) -> float | None:
    """
    The value of a number in digits; a point before exactly three digits parts thousands unless a scale follows.

    >>> digits("7.500", False), digits("1.234", True), digits("1 000", False), digits("2,5", True)
    (7500.0, 1.234, 1000.0, 2.5)
    """
    text = text.replace("o", "0")
    text = _SPACES.sub("", text) if _SPACED.search(text) else text
    if _COMMAED.fullmatch(text):
        text = text.replace(",", "")
    elif not scaled and _POINTED.fullmatch(text):
        text = text.replace(".", "")
    else:
        text = text.replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


MOST_POINTS = 40  # a rate that moves by more percentage points has never been news of ours


def _read(match: re.Match[str], words: str) -> Quantity | None:
    group = match.groupdict()
    scale_word = (group["touch"] or group["scale"] or "").lower()
    scale = SCALES.get(scale_word, 1.0)
    if group["digits"]:
        value = digits(group["digits"], bool(scale_word) or bool(group["percent"]))
    else:
        value = spoken(group["spoken"])
    if value is None:
        return None
    value *= scale
    start, end = match.span()
    start += len(match.group()) - len(match.group().lstrip())
    here = Quantity(start=start, end=end, kind="count", value=value)
    if group["percent"]:
        return replace(here, kind="percent")
    if group["points"]:
        if value > MOST_POINTS and not re.search(r"per|%", group["points"]):
            # "350 points" are collected, no step of a rate; their noun is the text's again.
            return replace(here, end=match.start("points") - 1)
        return replace(here, kind="points")
    if group["money"]:
        return replace(here, kind="money", unit=SYMBOLS.get(group["money"].lower().strip(), "USD"))
    if group["moneyword"]:
        return replace(here, kind="money", unit=_currency(group["moneyword"].lower(), group["nation"], words))
    if group["moneysign"]:
        return replace(here, kind="money", unit={"€": "EUR", "£": "GBP", "₽": "RUB"}.get(group["moneysign"], "PLN"))
    if group["time"] and not scale_word:
        return replace(here, kind="time", unit=TIME_UNITS[group["time"].lower()])
    if group["time"]:
        # "a million minutes": the scale belongs to the number, the unit is still time.
        return replace(here, kind="time", unit=TIME_UNITS[group["time"].lower()])
    return here


def _currency(word: str, nation: str | None, words: str) -> str:
    if nation and (named := NATIONAL.get(word, NATIONAL.get(word + "s", {})).get(nation.lower())):
        return named
    for money, place, code in BY_PLACE:
        if word in money and place.search(words):
            return code
    return MONEY_WORDS[word]


_PARTS = re.compile(r"[\s-](?:thirds?|quarters?|fifths?|halves|fold)\b", re.I)


def quantities(words: str, taken: Iterable[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """All quantities of a sentence in order; spans in `taken` (dates) are left alone."""
    taken = list(taken)
    found: list[Quantity] = []
    low = words.lower()
    if len(low) != len(words):
        return ()

    def free(start: int, end: int) -> bool:
        return all(end <= left or start >= right for left, right in taken)

    for match in SPLIT.finditer(words):
        a, b = float(match["a"]), float(match["b"])
        if abs(a + b - 100) < 0.01 and a > 0 and b > 0 and free(*match.span()):
            found.append(Quantity(start=match.start(), end=match.end(), kind="split", value=a, high=None))
            taken.append(match.span())
    for match in CENTS.finditer(words):
        value = spoken(match["n"]) if match["n"].isalpha() or "-" in match["n"] else float(match["n"])
        if value is not None and free(*match.span()):
            found.append(Quantity(start=match.start(), end=match.end(), kind="percent", value=value))
            taken.append(match.span())
    for match in (*FRACTION.finditer(words), *GAVE_HALF.finditer(words)):
        if free(*match.span("f")):
            found.append(
                Quantity(
                    start=match.start("f"), end=match.end("f"), kind="percent", value=FRACTIONS[match["f"].lower()]
                )
            )
            taken.append(match.span())
    for match in NUMBER.finditer(low):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        if not free(start, match.end()):
            continue
        spoke = match["spoken"]
        if spoke and re.match(r"-time\b", words[match.end() :]):
            continue
        if (
            spoke
            and spoke.lower() == "one"
            and not (match["percent"] or match["points"] or match["time"] or match["scale"])
        ):
            continue
        if _PARTS.match(words, match.end()):
            continue
        read = _read(match, words)
        if read is not None:
            found.append(read)
    found.sort(key=lambda one: one.start)
    # "20 juta (20 million)": the same number again, in brackets, for readers elsewhere.
    found = [
        one
        for place, one in enumerate(found)
        if not (
            place
            and words[one.start - 1 : one.start] == "("
            and one.value == found[place - 1].value
            and one.kind == found[place - 1].kind
        )
    ]
    return tuple(_bounded(_ranged(_shared(found, words), words), words))


_JOIN = re.compile(r"^\s*(?:,|and|or|to|–|-|—|,\s*and|,\s*or|und|bis)\s*(?:then\s|to\s|by\s|from\s)?$", re.I)


def _shared(found: list[Quantity], words: str) -> list[Quantity]:
    """Lend kind, currency and scale along "from 30 to 22 percent", "9, 8 and 7 percent", "$10 to 15 million"."""
    for place in range(len(found) - 2, -1, -1):
        this, after = found[place], found[place + 1]
        between = words[this.end : after.start]
        if this.kind == "count" and after.kind in {"percent", "money", "points", "time"} and _JOIN.match(between):
            if after.kind == "money" and words[after.start] in "$€£¥₩₹":
                # "5 and $10": a leading sign is never shared backwards
                continue
            found[place] = replace(this, kind=after.kind, unit=after.unit, bare=True)
        this = found[place]
        if this.kind == after.kind and this.value < 1000 and after.value >= 1e6 and _JOIN.match(between):
            scale = next((s for s in (1e9, 1e6) if after.value >= s), 1.0)
            tail = words[after.start : after.end].lower()
            if (
                this.value < after.value / scale * 100
                and re.search(r"million|billion|bn|m\b|b\b|crore", tail)
                and not re.search(r"million|billion|bn|m\b|k\b|thousand", words[this.start : this.end].lower())
            ):
                found[place] = replace(this, value=this.value * scale)
    return found


_RANGE_BEFORE = re.compile(
    r"(?:\bbetween|\bbetween about|\brang(?:e|es|ed|ing)(?: from| between)?|\banywhere from|\bvar(?:y|ies"
    r"|ying)(?: from| between)?"
    r"|\banything from|\b(?:bands?|bonus(?:es)?|grants?|rewards?|payments?|range|anything) (?:of|from))\s*$",
    re.I,
)
_DASH = re.compile(r"^\s?[–-]\s?$")


def _ranged(found: list[Quantity], words: str) -> list[Quantity]:
    """Join the two ends of "between 5 and 15 percent", "$15,000–$40,000"."""
    out: list[Quantity] = []
    skip = False
    for place, this in enumerate(found):
        if skip:
            skip = False
            continue
        after = found[place + 1] if place + 1 < len(found) else None
        if after is not None and after.kind == this.kind and this.kind != "split" and this.value < after.value:
            between = words[this.end : after.start]
            lead = words[max(0, this.start - 24) : this.start]
            if (re.fullmatch(r"\s*(?:and|to)\s*", between, re.I) and _RANGE_BEFORE.search(lead)) or (
                _DASH.match(between) and this.kind in {"percent", "money"}
            ):
                out.append(replace(this, end=after.end, high=after.value, unit=this.unit or after.unit))
                skip = True
                continue
        out.append(this)
    return out


_UP_TO = re.compile(
    r"(?:(?<!goes )(?<!go )(?<!going )(?<!rises )(?<!rise )(?<!went )(?<!climb )(?<!climbs )\bup to"
    r"|\bas much as|\bas high as|\bat most|\bno more than|\bnot more than|\bmaximum of"
    r"|\bmax(?:imum)?:?)\s*(?:an?\s|the\s)?$",
    re.I,
)


def _bounded(found: Iterable[Quantity], words: str) -> Iterable[Quantity]:
    for one in found:
        if (
            one.kind in {"percent", "money"}
            and one.high is None
            and _UP_TO.search(words[max(0, one.start - 20) : one.start])
        ):
            yield replace(one, most=True)
        else:
            yield one
