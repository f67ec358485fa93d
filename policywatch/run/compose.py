"""Composing: from stored stories to the edition of a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from classifier import calendar
from classifier.annotation import Annotation, Fact
from classifier.calendar import Told
from classifier.genre import ACT, genre_of
from classifier.question import fits, understand
from classifier.rules import COURTS, STATE
from classifier.story import Story
from collector.item import Item
from config.schema import Configuration
from digest import wording
from digest.edition import HEADLINE_DAYS, Correction, Coverage, DateLine, Edition, compose, edition_of, memory_of
from digest.memory import Memory
from policywatch.run import correct
from policywatch.store import asking
from policywatch.store.annotations import fact_of
from policywatch.store.corrections import Corrected
from policywatch.store.outbox import Reader, Telling
from policywatch.store.store import Store

ASIDE = re.compile(r"\s*(?:\(.*\)|/.*)$")
FAR = datetime(9999, 1, 1, tzinfo=UTC)
ALMOST_A_DAY = timedelta(hours=23, minutes=30)


def names_of(configuration: Configuration) -> dict[str, str]:
    """The printed name of every source, place, platform, company, programme and matter by id."""
    gazetteer = configuration.gazetteer
    shelves = (
        gazetteer.places, gazetteer.companies, gazetteer.platforms, gazetteer.programs, gazetteer.matters,
        configuration.sources,
    )  # fmt: skip
    names = {one.id: one.name for shelf in shelves for one in shelf}
    # What the registry adds to tell namesakes apart ("Amazon (marketplace)") is for those who keep it.
    return names | {one.id: ASIDE.sub("", one.name) for one in gazetteer.platforms}


# How headlines tell that somebody was heard.
HEARD = re.compile(
    r"\b(?:testif|testimony|grill|(?:hear(?:s|d|ing)|question(?:s|ed)|argu(?:es|ed|ments)|fac(?:es|ed))\b)", re.I
)


def window(day: date, configuration: Configuration) -> tuple[datetime, datetime]:
    """The day an edition looks back on: the 24 hours that end when its day starts."""
    settings = configuration.settings.digest
    hours, minutes = settings.day_starts.split(":")
    zone = ZoneInfo(settings.time_zone)
    end = datetime.combine(day, time(int(hours), int(minutes)), zone).astimezone(UTC)
    return end - timedelta(days=1), end


def compose_day(store: Store, configuration: Configuration, day: date, now: datetime) -> Edition:
    """
    Compose and keep the public edition of a day: what the editions before it have not told.

    A day that is over stands as it was told then: its stories have grown since, and its page is dated.
    """
    since, until = window(day, configuration)
    kept = store.editions.get(day.isoformat()) if until + timedelta(days=1) <= now else None
    if kept is not None:
        return edition_of(kept)
    correct.correct(store, names_of(configuration), now)
    # What was seen at this very moment (a page that this run found changed) belongs to this edition.
    until = max(until, min(now + timedelta(microseconds=1), until + timedelta(days=1)))
    since -= timedelta(days=configuration.settings.digest.look_back_days)
    earlier = [edition_of(content) for content in store.editions.all() if content["day"] < day.isoformat()]
    memory = memory_of(earlier)
    told = {one.id for edition in earlier for one in edition.corrections}
    days = {**memory.facts, **{f"story {story}": day for story, day in memory.stories.items()}}
    corrections = [
        correction_line(one, days[key])
        for one in reversed(store.corrections.all())
        if one.id not in told and (key := one.what if one.what != "story" else f"story {one.story}") in days
    ]
    edition = Composer(store, configuration, now).made(day, since, until, moved(store, memory), None, corrections, "")
    with store.transaction():
        store.editions.save(edition.day, edition.number, edition.digest, edition.content(), now)
    return edition


def correction_line(one: Corrected, told: str) -> Correction:
    """A correction as an edition prints it; `told` is the day the reader was told the wrong thing."""
    return Correction(
        day=told, story=one.story, headline=wording.shortened(one.headline, 160), wrong=one.wrong, right=one.right,
        key=one.right_key, why=one.why, id=one.id,
    )  # fmt: skip


def moved(store: Store, memory: Memory) -> Memory:
    """The memory with each story under the id it answers to today: a merged story was told all the same."""
    joined = store.stories.joined(memory.stories)
    if not joined:
        return memory
    stories, by_story, latest = dict(memory.stories), dict(memory.by_story), dict(memory.latest)
    for old, new in joined.items():
        stories[new] = min(stories[old], stories.get(new, stories[old]))
        latest[new] = max(latest.get(old, stories[old]), latest.get(new, ""))
        by_story[new] = (*by_story.get(new, ()), *by_story.get(old, ()))
    return replace(memory, stories=stories, by_story=by_story, latest=latest)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stock:
    """What a span of time holds: stories, their items, and what is said of these."""

    stories: Sequence[Story]
    items: Mapping[str, Item]
    said: Mapping[str, Annotation]
    coverage: Coverage
    blind: bool


class Composer:
    """
    Composes editions for readers at one time; readers with the same question and the same memory share the work.

    Called with a reader and a day it gives the edition and what it tells, for the ledger.
    """

    def __init__(self, store: Store, configuration: Configuration, now: datetime) -> None:
        self.store, self.configuration, self.now = store, configuration, now
        self.names = names_of(configuration)
        self.stocks: dict[tuple[datetime, datetime, str], Stock] = {}
        self.fitting: dict[tuple[str, datetime, datetime], frozenset[str]] = {}
        self.editions: dict[tuple[Any, ...], tuple[Edition, list[Telling]]] = {}
        self.numbers: dict[date, int] = {}
        self.corrected = {one.id: one for one in reversed(store.corrections.all())}

    def __call__(self, reader: Reader, day: date) -> tuple[Edition, list[Telling]]:
        """The edition of a day for one reader: what answers the question and was not told to this reader yet."""
        last = self.store.outbox.last_day(reader.address)
        ledger = self.store.outbox.told_to(reader.address)
        key = (reader.question, reader.cadence, day, last, self.shape(ledger))
        if key not in self.editions:
            since = (day - timedelta(days=HEADLINE_DAYS)).isoformat()
            edition = self.composed(reader, day, last, ledger, self.store.outbox.headlines(reader.address, since))
            self.editions[key] = (edition, tellings_of(edition))
        return self.editions[key]

    def shape(self, ledger: Mapping[str, Mapping[str, str]]) -> int:
        """Equal for equal ledgers."""
        return hash(frozenset((story, what, day) for story, told in ledger.items() for what, day in told.items()))

    def composed(
        self, reader: Reader, day: date, last: str | None, ledger: Mapping[str, Mapping[str, str]],
        headlines: Mapping[str, str],
    ) -> Edition:  # fmt: skip
        weekly = reader.cadence == "weekly"
        start = window(day, self.configuration)[0] - timedelta(days=self.configuration.settings.digest.look_back_days)
        covers = ""
        if weekly:
            start -= timedelta(days=6)
            covers = (day - timedelta(days=7)).isoformat()
        if last:
            # A missed day is caught up in this letter.
            start = min(start, window(date.fromisoformat(last), self.configuration)[0])
            if (day - date.fromisoformat(last)).days > (7 if weekly else 1):
                covers = last
        until = max(window(day, self.configuration)[1], self.now + timedelta(microseconds=1))
        memory, corrections = self.known(ledger)
        memory = replace(memory, headlines=headlines)
        return self.made(day, start, until, memory, reader.question, corrections, covers)

    def known(self, ledger: Mapping[str, Mapping[str, str]]) -> tuple[Memory, list[Correction]]:
        """What a reader knows, and the corrections this reader is owed."""
        facts = {what: day for told in ledger.values() for what, day in told.items() if ":" in what}
        stories = {story: min(told.values()) for story, told in ledger.items()}
        owed = []
        for name, one in self.corrected.items():
            told = stories.get(one.story) if one.what == "story" else facts.get(one.what)
            if name in facts:
                if one.what in facts and facts[one.what] <= facts[name]:
                    del facts[one.what]
            elif told and told <= one.made.date().isoformat():
                owed.append(correction_line(one, told))
        facts = {what: day for what, day in facts.items() if not what.startswith("fix:")}
        by_story = {story: [what for what in told if what in facts] for story, told in ledger.items()}
        latest = {story: max(told.values()) for story, told in ledger.items()}
        return moved(self.store, Memory(stories=stories, facts=facts, by_story=by_story, latest=latest)), owed

    def stock(self, since: datetime, until: datetime, covers: str) -> Stock:
        """What happened in a span of time, read once; `covers` is the first day counted, when it is not today."""
        if (since, until, covers) not in self.stocks:
            store = self.store
            stories = store.stories.between(since, until)
            wanted = {one for story in stories for one in story.items}
            # Yesterday's run at this hour was told yesterday.
            first = min(until, self.now) - ALMOST_A_DAY
            if covers:
                first = min(first, window(date.fromisoformat(covers), self.configuration)[1])
            self.stocks[(since, until, covers)] = Stock(
                stories=stories, items=store.items.get(wanted), said=store.annotations.of(wanted),
                coverage=coverage_of(store, self.configuration, first, until),
                blind=is_blind(store, first),
            )  # fmt: skip
        return self.stocks[(since, until, covers)]

    def fits(self, text: str, stock: Stock, since: datetime, until: datetime) -> frozenset[str]:
        """The stories of a stock that answer a question."""
        key = (text, since, until)
        if key not in self.fitting:
            question = understand(text, self.now, None, self.configuration.settings.questions())
            items, said = stock.items, stock.said
            self.fitting[key] = frozenset(
                story.id
                for story in stock.stories
                if any(fits(question, items[one], said[one]) for one in story.items if one in items and one in said)
            )
        return self.fitting[key]

    def made(
        self, day: date, since: datetime, until: datetime, memory: Memory, question: str | None,
        corrections: Sequence[Correction], covers: str,
    ) -> Edition:  # fmt: skip
        """An edition of what happened in a span of time."""
        settings = self.configuration.settings.digest
        stock = self.stock(since, until, covers)
        stories = stock.stories
        if question:
            wanted = self.fits(question, stock, since, until)
            stories = [story for story in stories if story.id in wanted]
        if day not in self.numbers:
            self.numbers[day] = self.store.editions.number_for(day.isoformat())
        return compose(
            day.isoformat(),
            self.numbers[day],
            stories,
            stock.items,
            stock.said,
            names=self.names,
            title=settings.title,
            coverage=stock.coverage,
            memory=memory,
            blind=stock.blind,
            dates=self.dates(day, question),
            corrections=corrections,
            covers=covers,
            most=settings.max_stories_per_section,
            more=settings.max_stories,
            history=self.history,
        )

    @cached_property
    def dated(self) -> list[Told]:
        """Every fact of ours that holds a day not long past."""
        recent = (self.now - timedelta(days=30)).date().isoformat()
        rows = asking.facts(self.store, dated=recent, since=self.now - timedelta(days=400))
        return [Told(fact=fact_of(row, item), observed=row.observed, item=item) for row, item in rows]

    def dates(self, day: date, question: str | None, most: int = 8) -> list[DateLine]:
        """The next days that matter, and yesterday's with what became of them."""
        ahead = timedelta(days=self.configuration.settings.digest.dates_ahead_days)
        told = [one for one in self.dated if one.observed <= self.now]
        days = calendar.dates(told, day)
        yesterday = (day - timedelta(days=1)).isoformat()
        chosen = [one for one in days if one.day == yesterday and one.state != calendar.MOVED]
        chosen += [one for one in calendar.upcoming(days, day, ahead) if len(one.day) == 10]
        if question:
            asked = understand(question, self.now, None, self.configuration.settings.questions())
            names = {one.item for one in chosen}
            items, said = self.store.items.get(names), self.store.annotations.of(names)
            chosen = [one for one in chosen if one.item in said and fits(asked, items[one.item], said[one.item])]
        stories = self.store.stories.of_items([one.item for one in chosen])
        chosen = self.closed([one for one in chosen if self.belongs(one, stories.get(one.item, ""))], stories)
        # One day of one thing is one line, however each source names the place.
        chosen = list({(one.day, one.kind, one.subject or one.what): one for one in reversed(chosen)}.values())
        lines = [
            DateLine(
                day=one.day, kind=one.kind, what=wording.day_words(one, self.names), story=stories.get(one.item, ""),
                certainty="stated" if one.state == calendar.UPCOMING and not one.rule else one.rule or one.state,
                moved_from=one.moved_from or "",
            )
            for one in chosen
        ]  # fmt: skip
        once = {(line.day, line.kind, line.what): line for line in reversed(lines) if line.what}
        return sorted(once.values(), key=lambda line: (line.day, line.kind, line.what))[:most]

    def belongs(self, one: calendar.Day, story: str) -> bool:
        """Whether a day is what its kind says: only courts and the state hear; a company's event is no hearing."""
        if one.kind != calendar.KINDS["hearing_date"]:
            return True
        told = self.store.stories.get([story]).get(story)
        return told is not None and bool({*STATE, *COURTS} & {*told.tags})

    def closed(self, days: Sequence[calendar.Day], stories: Mapping[str, str]) -> list[calendar.Day]:
        """
        The days, those that are over marked as happened where an act was told since: by their own story, or, of a
        hearing, by any story of the same platform whose headline tells of it.
        """
        over = [one for one in days if one.state == calendar.PASSED]
        heard = [one.day for one in over if one.kind == calendar.KINDS["hearing_date"]]
        begun = datetime.combine(date.fromisoformat(min(heard)), time(), UTC) if heard else self.now
        since = [story for story in self.store.stories.between(begun, self.now) if story.tags] if heard else []
        filed = self.store.stories.items_of(
            {*(stories[one.item] for one in over if one.item in stories), *(story.id for story in since)}
        )
        wanted = [one for under in filed.values() for one in under]
        items, said = self.store.items.get(wanted), self.store.annotations.of(wanted)

        def acted(story: str, day: str, words: re.Pattern[str] | None = None) -> bool:
            pieces = [items[name] for name in filed.get(story, ()) if name in items]
            return any(
                piece.when.date().isoformat() >= day and genre_of(piece, said.get(piece.id)) == ACT
                and (words is None or words.search(piece.title))
                for piece in pieces
                if piece.observed <= self.now
            )  # fmt: skip

        def happened(one: calendar.Day) -> bool:
            if acted(stories.get(one.item, ""), one.day):
                return True
            return one.kind == calendar.KINDS["hearing_date"] and any(
                one.subject in (*story.platforms, *story.matters) and acted(story.id, one.day, HEARD) for story in since
            )

        return [
            replace(one, state=calendar.HAPPENED) if one.state == calendar.PASSED and happened(one) else one
            for one in days
        ]

    def history(self, fact: Fact) -> str:
        """A programme's earlier values of the same term, oldest first, drawn as text; empty for fewer than two."""
        if not fact.program or not isinstance(fact.after, (int, float)):
            return ""
        rows = asking.facts(self.store, programs=[fact.program], metrics=[fact.metric], known_at=self.now, limit=200)
        firm = [row for row, _ in rows if row.status in ("in_force", "announced") and row.scope == fact.scope]
        values: dict[float, str] = {}
        for row in sorted(firm, key=lambda row: row.effective or row.announced or row.at.date().isoformat()):
            if isinstance(row.after, (int, float)):
                values.setdefault(row.after, (row.effective or row.announced or row.at.date().isoformat())[:4])
        if len(values) < 3:
            return ""
        return " → ".join(
            f"{wording.value(value, fact.unit, fact.metric)} ({year})" for value, year in list(values.items())[-5:]
        )


def tellings_of(edition: Edition) -> list[Telling]:
    """What a letter tells, as its reader's ledger keeps it; what stands only on the web is told to nobody."""
    tellings = [Telling(story=entry.story, what="story", words=entry.headline) for entry in edition.entries]
    for entry in edition.entries:
        for fact in entry.facts:
            words = f"{fact.label}: {wording.change(fact.before, fact.after)}"
            tellings.append(Telling(story=entry.story, what=fact.key, words=words))
        tellings += [Telling(story=entry.story, what=key, words=entry.headline) for key in entry.heard]
    for one in edition.corrections:
        tellings.append(Telling(story=one.story, what=one.id, words=one.right or one.wrong))
        if one.key:
            tellings.append(Telling(story=one.story, what=one.key, words=one.right))
    return list({(one.story, one.what): one for one in tellings}.values())


def compose_for(
    store: Store, configuration: Configuration, reader: Reader, day: date, now: datetime
) -> tuple[Edition, list[Telling]]:
    """The edition of a day for one reader: what answers the reader's question and was not told to this reader yet."""
    return Composer(store, configuration, now)(reader, day)


def composer(
    store: Store, configuration: Configuration, now: datetime
) -> Callable[[Reader, date], tuple[Edition, list[Telling]]]:
    """A composer for many readers, once what we told wrongly has been looked for."""
    correct.correct(store, names_of(configuration), now)
    return Composer(store, configuration, now)


def coverage_of(store: Store, configuration: Configuration, since: datetime, until: datetime) -> Coverage:
    """
    What was read for an edition, told by what the store remembers of sources and items.

    No run's report is asked: a run that was killed kept its items, and left no report.
    """
    states = store.sources.all()
    declared = {source.id: source.name for source in configuration.sources if source.enabled}
    met = {source: states[source].state for source in declared if source in states}
    items, relevant = store.items.observed_between(since, until)

    def named(*wanted: str) -> tuple[str, ...]:
        return tuple(sorted(declared[source] for source, state in met.items() if state in wanted))

    return Coverage(
        sources=len(declared),
        read=sum(state not in ("failing", "gone", "new") for state in met.values()),
        items=items,
        relevant=relevant,
        late=named("failing", "gone"),
        silent=named("silent"),
    )


def is_blind(store: Store, since: datetime) -> bool:
    """Whether nobody answered since a time, or nobody was asked: no quiet day, but one on which we did not look."""
    states = store.sources.all().values()
    asked = any(state.tried and state.tried > since for state in states)
    if any(state.good and state.good > since for state in states):
        return False
    return asked or not store.items.observed_between(since, FAR)[0]
