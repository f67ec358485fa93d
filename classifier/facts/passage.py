"""The passage: one item's words, read once into sentences, and the drafts of facts that the kinds take from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from classifier.annotation import Mention
from classifier.facts.clauses import Sentence, pieces, sentence

Value = float | int | str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """An item's words, its sentences (title first) and what is known about them."""

    words: str
    title_end: int
    published: date | None
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...] = ()
    low: str = ""
    plaintiffs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by the id of their matter

    @property
    def title(self) -> str:
        return self.words[: self.title_end]

    def around(self, place: int, back: int = 1, ahead: int = 1) -> str:
        """The shapes of a sentence and its neighbours."""
        return " ".join(one.shape for one in self.sentences[max(0, place - back) : place + ahead + 1])


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A fact before its status, dates, scope and actors are known; `start` and `end` count in the words of the item."""

    metric: str
    before: Value
    after: Value
    unit: str | None
    change: str | None
    start: int
    end: int
    place: int
    status: str | None = None
    effective: str | None = None
    scope: tuple[str, ...] = ()
    computed: str | None = None  # how a value that no words print was worked out
    subject: str | None = None
    weight: float = 0.9
    legal: bool = False
    kind: str = ""
    places: tuple[int, ...] = field(default=())


def read_passage(
    words: str,
    title_end: int,
    published: date | None,
    mentions: Sequence[Mention] = (),
    plaintiffs: Mapping[str, tuple[str, ...]] | None = None,
) -> Passage:
    """All sentences of a text, bounded in number: a list of a thousand rows is no news."""
    found = []
    for place, (start, end) in enumerate(pieces(words, title_end)):
        if place >= 160:
            break
        found.append(sentence(words, start, end, place, place == 0 and title_end > 0, published))
    low = " ".join(one.shape for one in found)
    return Passage(
        words=words,
        title_end=title_end,
        published=published,
        sentences=tuple(found),
        mentions=tuple(mentions),
        low=low,
        plaintiffs=plaintiffs or {},
    )


def change_of(before: Value, after: Value) -> str | None:
    """raised, lowered, introduced, removed or set, by the two values alone."""
    if before is None and after is None:
        return None
    if after is None:
        return "removed"
    if before is None:
        return "set"
    low, high = number_in(before), number_in(after)
    if low is None or high is None:
        return "set"
    return "raised" if high > low else "lowered" if high < low else "set"


def number_in(value: Value) -> float | None:
    """The number of a value, the lower end of a range."""
    if isinstance(value, (int, float)):
        return float(value)
    match = re.search(r"-?\d+(?:\.\d+)?", str(value or ""))
    return float(match.group()) if match else None
