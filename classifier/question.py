"""The question: what a reader asks for, in options or in the words of a search box."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from classifier.annotation import Annotation
from collector.item import Item

if TYPE_CHECKING:
    from config.schema import Configuration


class QuestionError(ValueError):
    """A question that cannot be understood; `position` counts characters from 0 in the question's words."""

    def __init__(self, message: str, position: int = 0, words: str = "") -> None:
        super().__init__(message)
        self.position = position
        self.words = words

    def drawn(self) -> str:
        """The question with a mark under the place, and what is wrong there."""
        return f"{self.words}\n{' ' * self.position}^ {self}" if self.words else str(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """
    What is asked for; within a field any value may fit, all fields must.

    `words` and `without` hold words or phrases. `since` (inclusive) and `until` (exclusive) are UTC.
    """

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    no_tags: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    no_platforms: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    no_jurisdictions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    source_classes: tuple[str, ...] = ()
    no_source_classes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    no_statuses: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    min_score: float = 0.0
    relevant: bool | None = True
    unsure: bool = False


FIELDS = {
    # name in the search box: (field, field of the negation)
    "tag": ("tags", "no_tags"),
    "platform": ("platforms", "no_platforms"),
    "program": ("programs", ""),
    "matter": ("matters", ""),
    "jurisdiction": ("jurisdictions", "no_jurisdictions"),
    "source": ("sources", ""),
    "class": ("source_classes", "no_source_classes"),
    "source-class": ("source_classes", "no_source_classes"),
    "status": ("statuses", "no_statuses"),
    "has": ("has", ""),
}
STATUSES = (
    "in_force", "announced", "proposed", "test", "reported", "rumor", "denied", "reversed", "delayed", "interim",
    "disputed", "cancelled",
)  # fmt: skip
CLASSES = ("official", "filing", "wire", "press", "analysis", "blog", "syndicated")
HAS = ("facts", "program", "matter", "summary")
# Fields whose values are the same in every configuration.
FIXED: Mapping[str, tuple[str, ...]] = {
    "has": HAS, "status": STATUSES, "class": CLASSES, "source-class": CLASSES,
}  # fmt: skip
SAVED = re.compile(r"(?<!\S)saved:([a-z0-9][a-z0-9.-]*)(?!\S)")
SPAN = re.compile(r"(\d{1,4})(h|d|w|mo|y)")
TERM = re.compile(r'(?P<no>-?)(?:(?P<field>[a-z-]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


def moment(text: str, now: datetime, zone_day: datetime | None = None) -> datetime:
    """
    Read a date, a time, `today`, `yesterday`, `7d`, `3w`, `2mo`, `1y` or `36h` as a moment in UTC.

    Spans count back from `now`, to the start of that day when they count days or more. Raises QuestionError.
    """
    said = text.strip().lower()
    today = zone_day or now.replace(hour=0, minute=0, second=0, microsecond=0)
    if said == "now":
        return now
    if said == "today":
        return today
    if said == "yesterday":
        return today - timedelta(days=1)
    if span := SPAN.fullmatch(said):
        number, unit = int(span[1]), span[2]
        if unit == "h":
            return now - timedelta(hours=number)
        if unit == "mo":
            months = today.year * 12 + today.month - 1 - number
            return month_start(today, months)
        if unit == "y":
            return month_start(today, (today.year - number) * 12 + today.month - 1)
        return today - timedelta(days=number * (7 if unit == "w" else 1))
    try:
        when = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        raise QuestionError(f"{text!r} is not a date; write 2026-05-01, today, yesterday, 7d, 3w or 2mo") from None
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


def month_start(today: datetime, months: int) -> datetime:
    """The same day of another month, or the month's last day."""
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise QuestionError("that is further back than the calendar goes")
    for day in range(today.day, 27, -1):
        try:
            return today.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return today.replace(year=year, month=month + 1)


def understand(
    text: str,
    now: datetime,
    known: Mapping[str, Collection[str]] | None = None,
    saved: Mapping[str, str] | None = None,
) -> Question:
    """
    Read the words of a search box: `tag:threshold-change platform:tiktok since:30d "partner program" -rumor`.

    `known` gives, by field name (tag, platform …), the values there are; another value is an error that names the
    nearest. `saved` holds named questions: `saved:NAME` stands for all its words. Raises QuestionError with the
    position.
    """
    question = Question()
    known = known or {}
    if saved is not None:
        text = unfolded(text, saved)
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        term = TERM.match(text, position)
        if term is None or term.end() == position:
            raise QuestionError(
                "a quotation mark is not closed"
                if text[position:].lstrip("-").startswith('"') or '"' in text[position:]
                else "this cannot be read",
                position,
                text,
            )
        question = with_term(question, term, now, known, text)
        position = term.end()
    return question


def values_of(configuration: Configuration) -> dict[str, list[str]]:
    """The values that fields of a question may have, by field name: what `understand` takes as `known`."""
    gazetteer = configuration.gazetteer
    return {
        "tag": [tag.id for tag in configuration.tags],
        "platform": [one.id for one in gazetteer.platforms] + [one.id for one in gazetteer.companies],
        "program": [one.id for one in gazetteer.programs],
        "matter": [one.id for one in gazetteer.matters],
    }


def unfolded(text: str, saved: Mapping[str, str]) -> str:
    """The question with each `saved:NAME` replaced by its words; a saved question may not name another."""

    def words(term: re.Match[str]) -> str:
        if term[1] not in saved:
            near = ", ".join(sorted(saved)) or "none are saved"
            raise QuestionError(f"no question is saved as {term[1]!r} ({near})", term.start(), text)
        return saved[term[1]]

    return SAVED.sub(words, text)


def with_term(
    question: Question, term: re.Match[str], now: datetime, known: Mapping[str, Collection[str]], text: str
) -> Question:
    no, name = bool(term["no"]), term["field"]
    value = term["phrase"] if term["phrase"] is not None else term["word"]
    at = term.start()
    if not value:
        raise QuestionError("nothing stands between the quotation marks", at, text)
    if name is None and value[-1] == ":" and value[:-1] in (*FIELDS, "since", "until", "score"):
        raise QuestionError(f"nothing stands behind {value}", at, text)
    if name is None:
        field = "without" if no else "words"
        return given(question, **{field: (*getattr(question, field), value)})
    if name in ("since", "until"):
        if no:
            raise QuestionError(f"-{name}: has no meaning; leave the - away", at, text)
        try:
            return given(question, **{name: moment(value, now)})
        except QuestionError as error:
            raise QuestionError(str(error), term.end() - len(value), text) from None
    if name in ("score", "min-score"):
        try:
            score = float(value)
        except ValueError:
            score = -1.0
        if not 0 <= score <= 1:
            raise QuestionError(f"{value!r} is not a number between 0 and 1", at, text)
        return replace(question, min_score=score)
    if name not in FIELDS:
        raise QuestionError(
            f"there is no field {name!r}; fields are {', '.join((*FIELDS, 'since', 'until', 'score'))}", at, text
        )
    field = FIELDS[name][1 if no else 0]
    if not field:
        raise QuestionError(f"-{name}: is not understood; {name}: is", at, text)
    values = tuple(part for part in value.split(",") if part)
    for one in values:
        if fault := unknown(name, one, known):
            raise QuestionError(fault, at, text)
    return given(question, **{field: (*getattr(question, field), *values)})


def given(question: Question, **values: Any) -> Question:
    """The question with these fields in place of what they held."""
    return replace(question, **values)


def unknown(name: str, value: str, known: Mapping[str, Collection[str]]) -> str | None:
    """Say that a field has no such value, with the nearest one; None when it has."""
    values = FIXED.get(name) or known.get(name)
    if not values or value in values:
        return None
    from difflib import get_close_matches

    near = get_close_matches(value, list(values), n=1) or [one for one in values if one.startswith(value)][:1]
    return f"there is no {name} {value!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def fits(question: Question, item: Item, said: Annotation, story_source: Iterable[str] = ()) -> bool:
    """Whether an item and what is said of it answer the question; the database answers it alike."""
    if question.relevant is not None and said.relevant != question.relevant:
        return False
    words = item.words.casefold()
    tags = {tag.tag for tag in said.tags if tag.score >= question.min_score}
    asked: tuple[tuple[tuple[str, ...], tuple[str, ...], Collection[str]], ...] = (
        (question.tags, question.no_tags, tags),
        (question.platforms, question.no_platforms, said.ids("platform")),
        (question.programs, (), said.ids("program")),
        (question.matters, (), said.ids("matter")),
        (question.jurisdictions, question.no_jurisdictions, said.ids("jurisdiction")),
        (question.sources, (), (item.source,)),
        (question.source_classes, question.no_source_classes, (said.source_class,)),
        (question.statuses, question.no_statuses, {said.status or "", *(fact.status for fact in said.facts)}),
    )
    if any((wanted and not set(wanted) & set(here)) or set(unwanted) & set(here) for wanted, unwanted, here in asked):
        return False
    held = {"facts": said.facts, "program": said.ids("program"), "matter": said.ids("matter"), "summary": said.summary}
    if any(not held[name] for name in question.has):
        return False
    if (question.since and item.when < question.since) or (question.until and item.when >= question.until):
        return False
    return all(holds(words, term) for term in question.words) and not any(
        holds(words, term) for term in question.without
    )


def holds(words: str, term: str) -> bool:
    """Whether the words hold a word or phrase as a whole."""
    return re.search(rf"(?<!\w){re.escape(term.casefold())}(?!\w)", words) is not None
