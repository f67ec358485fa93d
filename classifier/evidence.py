"""The evidence check: a sentence stands only if its numbers, dates, names and quotations are in the words it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LONGEST = 20_000  # characters of cited words that are looked at


@dataclass(frozen=True, kw_only=True, slots=True)
class Unproven:
    """Words that the evidence does not hold; `kind` is number, date, name, quotation, negation or actor."""

    kind: str
    words: str


_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9,
    "b": 1e9, "trillion": 1e12, "dozen": 12.0,
}  # fmt: skip
_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty"""
_TENS = """twenty thirty forty fifty sixty seventy eighty ninety"""
_SPELT = {word: float(number) for number, word in enumerate(_UNITS.split())}
_SPELT |= {word: 10.0 * number for number, word in enumerate(_TENS.split(), start=2)} | {"half": 0.5}
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
_DAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?P<iso>(?P<iy>\d{{4}})-(?P<im>\d\d)(?:-(?P<id>\d\d))?)\b"
    rf"|\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})\b\.?(?:,? (?P<y1>\d{{4}})\b)?"
    rf"|\b(?P<m2>{_MONTH})\b\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>\d{{4}})\b)?"
    rf"|\b(?P<m3>{_MONTH})\b\.?(?:,? (?P<y3>\d{{4}})\b)",
    re.I,
)
_NUMBER = re.compile(
    r"(?P<money>[$€£¥₹]|\b(?:US|A|C)\$)?\s?(?<![\w.])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s?(?P<scale>k|m|mn|bn|b|hundred|thousand|million|billion|trillion)?\b"
    r"\s?(?P<unit>%|per ?cent|percentage points?)?"
    r"(?P<currency>\s?(?:euros?|dollars?|pounds?|rupees?|yen|won|reais|kronor|crowns|zloty)\b)?",
    re.I,
)
_SPELT_NUMBER = re.compile(
    r"\b(?P<word>" + "|".join(_SPELT) + r")\b(?:[ -](?P<scale>hundred|thousand|million|billion|dozen))?"
    r"(?:\s(?P<unit>%|per ?cent))?", re.I
)  # fmt: skip
_QUOTED = re.compile(r"[\"“”]([^\"“”]{2,600})[\"“”]|(?<!\w)[‘']([^'‘’\"]{8,600})[’'](?!\w)")
_WORD = re.compile(r"[^\W\d_][\w’'.&-]*[\w]|[^\W\d_]")
_NO = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|denie[ds]|deny|denying|refuse[ds]?|refusing"
    r"|unchanged|declined?|declines)\b|n['’]t\b", re.I
)  # fmt: skip
# Words that stand with a capital only because they begin a sentence. Any other capitalised word is taken for a name.
_OPENING = """the a an this that these those its it their his her our from for in on at by with under after
    before since until as when while where if once both all some many most more no not new two three creators users
    sellers streamers platforms regulators lawmakers judges courts companies under according starting
    beginning effective earlier later
    meanwhile instead however also now there they he she we you what how why proposal proposed payments fees accounts
    members apps platform company court judge regulator government people viewers channels videos posts and but or to of
    is are was were will would has have had between about over up down out one only each every such than then so per
    applications changes rules officials authorities employees workers artists writers publishers advertisers developers
    eligible existing current previous additional further"""
_OPENERS = frozenset(_OPENING.split())


def unproven(sentence: str, evidence: Sequence[str]) -> tuple[Unproven, ...]:
    """
    What of a sentence is not in its evidence; empty where everything is.

    Numbers are compared by value ("5,000", "5k" and "five thousand" are one), dates by day, names by their words,
    quotations letter by letter, and a denial must be denied in the words that say the same.

    >>> unproven("The bar falls to 1,000 followers.", ["They cut the bar from 5,000 to 1,000 followers."])
    ()
    >>> unproven("The bar falls to 100 followers.", ["They cut the bar from 5,000 to 1,000 followers."])[0].kind
    'number'
    """
    spans = [_even(span[:LONGEST]) for span in evidence]
    said, whole = _even(sentence), "\n".join(spans)
    return (
        *_dates(said, whole), *_numbers(said, whole), *_names(said, whole), *_quotations(said, whole),
        *_denials(said, spans), *_actors(said, whole),
    )  # fmt: skip


def _even(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‘", "'").replace("\u00a0", " ").replace("‑", "-").split())


def _dates_in(text: str) -> list[tuple[tuple[int, int, int], str, int, int]]:
    found = []
    for match in _DATE.finditer(text):
        part = match.groupdict()
        year = int(part["iy"] or part["y1"] or part["y2"] or part["y3"] or 0)
        name = part["m1"] or part["m2"] or part["m3"]
        month = _MONTHS[name.lower()] if name else int(part["im"])
        day = int(part["id"] or part["d1"] or part["d2"] or 0)
        # "may" is a verb more often than a month.
        if name and name == "may":
            continue
        found.append(((year, month, day), match.group(), match.start(), match.end()))
    return found


def _dates(said: str, whole: str) -> list[Unproven]:
    known = [date for date, *_ in _dates_in(whole)]
    years = set(re.findall(r"\b(?:19|20)\d\d\b", whole))
    missing = []
    for (year, month, day), words, _, _ in _dates_in(said):
        held = any(
            month == other[1] and (not day or day == other[2]) and (not year or not other[0] or year == other[0])
            and (not year or other[0] or str(year) in years)
            for other in known
        )  # fmt: skip
        if not held and not day and not year:
            held = any(month == other[1] for other in known)
        if not held:
            missing.append(Unproven(kind="date", words=words))
    lowered = whole.lower()
    for word in re.findall(r"\b[a-z]+\b", said.lower()):
        if (word in _DAYS or (word in _MONTHS and len(word) > 3 and word != "march")) and word not in lowered:
            short = word[:3]
            if not re.search(rf"\b{short}\b|\b{short}\w*\.?\b", lowered):
                missing.append(Unproven(kind="date", words=word))
    return missing


def _numbers_in(text: str) -> list[tuple[float, str, str]]:
    """Values with their kind ("%", "money" or "") and words; days and years of dates are left to the dates."""
    dates = [(start, end) for _, _, start, end in _dates_in(text)]
    found = []
    for match in (*_NUMBER.finditer(text), *_SPELT_NUMBER.finditer(text)):
        if any(start < match.end() and match.start() < end for start, end in dates):
            continue
        part = match.groupdict()
        digits = part.get("digits")
        value = float(digits.replace(",", "")) if digits else _SPELT[part["word"].lower()]
        scale = (part.get("scale") or "").lower()
        value *= _SCALES.get(scale, 1.0)
        unit = (part.get("unit") or "").lower()
        kind = "%" if unit.startswith(("%", "per")) else "money" if part.get("money") or part.get("currency") else ""
        found.append((round(value, 6), kind, match.group().strip()))
    return found


def _one_kind(kind: str, other: str) -> bool:
    # "8%" needs a per cent; an amount may be told without its currency where the sentence before named it.
    return kind == other or not kind or (kind == "money" and not other)


def _numbers(said: str, whole: str) -> list[Unproven]:
    known = _numbers_in(whole)
    dated = {float(part) for (year, _, day), *_ in _dates_in(whole) for part in (year, day) if part}
    missing = []
    for value, kind, words in _numbers_in(said):
        if any(value == other and _one_kind(kind, other_kind) for other, other_kind, _ in known):
            continue
        if value in dated and not kind and value > 31:
            continue
        # "one" is an article as often as a number.
        if words.lower() in ("one", "half"):
            continue
        missing.append(Unproven(kind="number", words=words))
    return missing


def _name_words(said: str) -> list[tuple[str, bool]]:
    out = []
    starts = {0, *(match.end() for match in re.finditer(r"[.!?:]['\"”)]*\s+[\"“(']*|^[\"“(']+", said))}
    for match in _WORD.finditer(said):
        word = match.group()
        if word[0].isupper():
            first = match.start() in starts or (match.start() and said[match.start() - 1] in "\"“'" )
            out.append((word.removesuffix("'s").rstrip("."), bool(first)))
    return out


def _names(said: str, whole: str) -> list[Unproven]:
    known = {word.removesuffix("'s").rstrip(".").lower() for word in _WORD.findall(whole)}
    known |= {part for word in known for part in re.split(r"[-/]", word)}
    missing = []
    for word, first in _name_words(said):
        lowered = word.lower()
        if lowered in known or lowered in _MONTHS or lowered in _DAYS or lowered in _SPELT:
            continue
        if first and (lowered in _OPENERS or lowered.rstrip("s") in known or lowered + "s" in known):
            continue
        if "-" in word and all(part in known for part in lowered.split("-")):
            continue
        missing.append(Unproven(kind="name", words=word))
    return missing


def _quotations(said: str, whole: str) -> list[Unproven]:
    plain = _letters(whole)
    missing = []
    for match in _QUOTED.finditer(said):
        words = match.group(1) or match.group(2)
        if _letters(words) not in plain:
            missing.append(Unproven(kind="quotation", words=words))
    return missing


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _content(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"[a-z0-9]{4,}", text.lower())} - {"will", "with", "that", "this", "from"}


def _denials(said: str, spans: Sequence[str]) -> list[Unproven]:
    mine = _NO.findall(said)
    pieces = [piece for span in spans for piece in re.split(r"(?<=[.!?])\s+|\n", span) if piece.strip()]
    if not pieces:
        return []
    words = _content(said)
    best = max(len(words & _content(piece)) for piece in pieces)
    if not best:
        return [Unproven(kind="negation", words=mine[0])] if mine else []
    # The pieces that say nearly as much of the same; one of them must agree in denying or affirming.
    near = [piece for piece in pieces if len(words & _content(piece)) >= max(1, best - 1)]
    if any(bool(_NO.findall(piece)) == bool(mine) for piece in near):
        return []
    whole = sum(len(_NO.findall(piece)) for piece in near)
    return [Unproven(kind="negation", words=mine[0] if mine else f"{whole} denial in the evidence")]


_BETWEEN = re.compile(r"[a-z]{4,}")


def _actors(said: str, whole: str) -> list[Unproven]:
    """Two names that stand the other way about the same verb ("A sues B" out of "B sues A")."""
    names = [
        (match.start(), match.end(), match.group())
        for match in re.finditer(r"[A-Z][\w&]*(?: [A-Z][\w&]*)*", said)
        if match.group().lower() not in _OPENERS
    ]
    passive = re.compile(r"\bby\b")
    for (_, end, one), (start, _, other) in pairwise(names):
        between = said[end:start].lower()
        verbs = {verb[:3] for verb in _BETWEEN.findall(between)}
        # One clause only: "A pays 50 percent, B 60" says nothing of who does what to whom.
        if not verbs or len(between) > 60 or re.search(r"[\d,;]", between) or one.lower() == other.lower():
            continue
        forward = _order(whole, one, other, verbs, bool(passive.search(between)))
        backward = _order(whole, other, one, verbs, bool(passive.search(between)))
        if backward and not forward:
            return [Unproven(kind="actor", words=f"{one} … {other}")]
    return []


def _order(whole: str, one: str, other: str, verbs: set[str], passive: bool) -> bool:
    for match in re.finditer(rf"\b{re.escape(one)}\b([^.!?,;\d\n]{{2,80}}?)\b{re.escape(other)}\b", whole):
        between = match.group(1).lower()
        if verbs & {verb[:3] for verb in _BETWEEN.findall(between)} and (" by " in f" {between} ") == passive:
            return True
    return False
