"""Sentences as the readers of facts see them: numbers and dates taken out and named, so that a grammar can "
"be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from classifier.facts.dates import DAYS, MONTHS, When, dates_in
from classifier.facts.numbers import Quantity, quantities

# A fact beyond this depth of a text has never been the news; the bound also holds hostile input.
DEPTH = 24_000
# A "sentence" longer than this is a list or a page without marks; it is cut at the next space.
LENGTH = 700
LETTER = {"count": "c", "percent": "p", "points": "o", "money": "m", "time": "t", "split": "s"}

# Full stops that end no sentence.
_SHORT = re.compile(
    r"(?:\b(?:u\.s|u\.k|e\.u|inc|ltd|corp|co|mr|mrs|ms|dr|v|vs|no|nos|st|gov|sen|rep|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec|"
    r"a\.m|p\.m|fla|calif|mass|wash|conn|tenn|mont|ariz|colo|n\.y|approx|est|art|sec|ca|e\.g|i\.e|rs|d\.c|prof|hon"
    r"|gen)|(?<=\s)[a-z]|^[a-z])\.$",
    re.I,
)
_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s)|\n")
_ALIKE = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "\u202f": " ",
        "–": "-",
        "—": "-",
        "−": "-",
        "‑": "-",
        "<": "(",
        ">": ")",
    }
)

# What stands behind the news and is not the news: "the step comes while …", "amid …", "as it appeals …".
BACKDROP = re.compile(
    r"\b(?:the|this|its|their) (?:\w+ )?(?:step|move|change|changes|decision|news|announcement|launch|cut|increase"
    r"|shift|update) (?:comes?|came|follows|followed|arrives?|lands?)\b"
    r"|\b(?:amid|amidst|against the backdrop of)\b"
    r"|\bas (?:it|the company|the \w+) (?:also )?(?:appeals|fights|faces|awaits)\b"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """
    One sentence; `shape` is its lower-case text with `<c0>` for a count, `<p1>` percent, `<o2>` points, `<m3>` money,
    `<t4>` time, `<s5>` a split and `<d0>` for a date, numbered by place in `quantities` and `dates`.
    """

    place: int
    start: int
    text: str
    title: bool
    quantities: tuple[Quantity, ...]
    dates: tuple[When, ...]
    shape: str
    anchors: tuple[tuple[int, int, int], ...]  # (shape start, shape end, text start) of every named number or date

    def token(self, place: int) -> tuple[int, int]:
        """Where quantity `place` stands in `shape`."""
        return _found(self.shape, f"<{LETTER[self.quantities[place].kind]}{place}>")

    def token_of_date(self, place: int) -> tuple[int, int]:
        return _found(self.shape, f"<d{place}>")

    def before(self, place: int, reach: int = 90) -> str:
        """The shape before a quantity, not across a semicolon."""
        start, _ = self.token(place)
        return self.shape[max(0, start - reach) : start].rsplit(";", 1)[-1]

    def after(self, place: int, reach: int = 70) -> str:
        _, end = self.token(place)
        return self.shape[end : end + reach].split(";", 1)[0]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of `shape` as offsets of the whole text, both ends counted in characters of `item.words`."""
        return self.start + self._at(start, last=False), self.start + self._at(end, last=True)

    def _at(self, place: int, *, last: bool) -> int:
        shift = 0
        for left, right, told in self.anchors:
            if place <= left:
                break
            if place < right:
                return told + (0 if not last else self._length(told))
            shift = told + self._length(told) - right
        return min(place + shift, len(self.text))

    def _length(self, told: int) -> int:
        spans = [(one.start, one.end) for one in self.quantities] + [(one.start, one.end) for one in self.dates]
        return next((end - start for start, end in spans if start == told), 0)


def _found(shape: str, token: str) -> tuple[int, int]:
    start = shape.index(token)
    return start, start + len(token)


def pieces(words: str, title_end: int) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end in `words`; the title is one."""
    start = 0
    limit = min(len(words), DEPTH)
    if title_end:
        yield 0, min(title_end, limit)
        start = title_end + 1
    while start < limit:
        end = _sentence_end(words, start, limit)
        if words[start:end].strip():
            yield start, end
        start = end


def _sentence_end(words: str, start: int, limit: int) -> int:
    seek = start
    while True:
        match = _END.search(words, seek, min(limit, start + LENGTH))
        if match is None:
            if start + LENGTH >= limit:
                return limit
            space = words.rfind(" ", start + LENGTH // 2, start + LENGTH)
            return space if space > 0 else start + LENGTH
        if words[match.start()] == "\n":
            return match.end()
        head = words[max(start, match.start() - 12) : match.start() + 1]
        following = words[match.end() : match.end() + 3].lstrip()
        if not _SHORT.search(head) and (not following or not (following[0].islower() or following[0] == "|")):
            return match.end()
        seek = match.end()


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Most sentences of a day hold neither number nor date; word sets say so in a fraction of what the patterns cost.
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}")
_ONE = re.compile(r"\bone[ -](?:week|day|month|year|hundred|thousand|million|billion|percent|per|point|and)")
_NUMBERS = word_set(
    "half thirds quarters third quarter two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred"
    " thousand million billion dozen percent lakh crore"
)
_DATES = (
    frozenset(MONTHS)
    | frozenset(DAYS)
    | word_set(
        "month months year years week weeks day days quarter today tonight yesterday tomorrow midnight immediately"
        " immediate heute gestern morgen"
    )
)


def sentence(words: str, start: int, end: int, place: int, title: bool, published: date | None) -> Sentence:
    """The sentence between two offsets, read for numbers and dates."""
    lead = len(words[start:end]) - len(words[start:end].lstrip())
    start += lead
    text = words[start:end].rstrip()
    low = text.lower()
    told = set(_LETTERS.findall(low))
    digit = _DIGIT.search(low) is not None
    dated = not told.isdisjoint(_DATES) or (digit and _YEAR.search(low) is not None)
    dates = list(dates_in(text, published)) if dated else []
    numbers: tuple[Quantity, ...] = ()
    if digit or not told.isdisjoint(_NUMBERS) or ("one" in told and _ONE.search(low)):
        # "2000 followers" is a number, not a year; "in 60 days" is both a date and a time a reader may want.
        years = [
            one
            for one in dates
            if one.grain == "year"
            and re.match(
                r"[\s-](?:\w+[\s-]){0,2}(?:follower|subscriber|fan|view|hour|stream|watch|install|download"
                r"|sale|play|karma|member)",
                text[one.end : one.end + 40],
                re.I,
            )
        ]
        dates = [one for one in dates if one not in years]
        numbers = quantities(text, [(one.start, one.end) for one in dates if one.grain != "span"])
    dates = [
        one for one in dates if one.grain != "span" or not any(q.start < one.end and one.start < q.end for q in numbers)
    ]
    shape, anchors = _shape(text, numbers, tuple(dates))
    return Sentence(
        place=place,
        start=start,
        text=text,
        title=title,
        quantities=numbers,
        dates=tuple(dates),
        shape=shape,
        anchors=anchors,
    )


def _shape(
    text: str, numbers: tuple[Quantity, ...], dates: tuple[When, ...]
) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    marks = [(one.start, one.end, f"<{LETTER[one.kind]}{place}>") for place, one in enumerate(numbers)]
    marks += [(one.start, one.end, f"<d{place}>") for place, one in enumerate(dates)]
    parts, anchors, at, length = [], [], 0, 0
    # Lower-casing may change the length of rare letters (İ); such letters are left as they are.
    low = text.lower()
    if len(low) != len(text):
        low = "".join(letter if len(letter.lower()) != 1 else letter.lower() for letter in text)
    low = low.translate(_ALIKE)
    for start, end, name in sorted(marks):
        if start < at:
            continue
        parts += [low[at:start], name]
        length += start - at
        anchors.append((length, length + len(name), start))
        length += len(name)
        at = end
    parts.append(low[at:])
    return "".join(parts), tuple(anchors)
