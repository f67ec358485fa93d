"""Composing: from stored stories to the edition of a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from classifier.annotation import Annotation
from classifier.question import fits, understand
from classifier.story import Story
from collector.item import Item
from config.schema import Configuration
from digest.edition import Coverage, Edition, compose, edition_of, memory_of
from digest.memory import Memory
from policywatch.run.report import Report
from policywatch.store.outbox import Reader, Telling
from policywatch.store.store import Store


def names_of(configuration: Configuration) -> dict[str, str]:
    """The printed name of every source, platform, company, programme and matter by id."""
    gazetteer = configuration.gazetteer
    shelves = (gazetteer.companies, gazetteer.platforms, gazetteer.programs, gazetteer.matters, configuration.sources)
    return {one.id: one.name for shelf in shelves for one in shelf}


def window(day: date, configuration: Configuration) -> tuple[datetime, datetime]:
    """The day an edition looks back on: the 24 hours that end when its day starts."""
    settings = configuration.settings.digest
    hours, minutes = settings.day_starts.split(":")
    zone = ZoneInfo(settings.time_zone)
    end = datetime.combine(day, time(int(hours), int(minutes)), zone).astimezone(UTC)
    return end - timedelta(days=1), end


def compose_day(
    store: Store, configuration: Configuration, day: date, now: datetime, running: Report | None = None
) -> Edition:
    """
    Compose and keep the public edition of a day: what the editions before it have not told.

    `running` is the report of the run that asks, which is not kept yet.
    """
    since, until = window(day, configuration)
    until = max(until, min(now, until + timedelta(days=1)))
    since -= timedelta(days=configuration.settings.digest.look_back_days)
    earlier = [edition_of(content) for content in store.editions.all() if content["day"] < day.isoformat()]
    number = store.editions.number_for(day.isoformat())
    edition = made(
        store, configuration, day, number, since, until, memory_of(earlier), lambda story, items: True, running
    )
    with store.transaction():
        store.editions.save(edition.day, edition.number, edition.digest, edition.content(), now)
    return edition


def compose_for(
    store: Store, configuration: Configuration, reader: Reader, day: date, now: datetime
) -> tuple[Edition, list[Telling]]:
    """The edition of a day for one reader: what answers the reader's question and was not told to this reader yet."""
    ledger = store.outbox.told_to(reader.address)
    memory = Memory(
        stories={story: min(told.values()) for story, told in ledger.items()},
        facts={what: when for told in ledger.values() for what, when in told.items() if what != "story"},
    )
    last = store.outbox.last_day(reader.address)
    back = 7 if reader.cadence == "weekly" else configuration.settings.digest.look_back_days
    since = window(day, configuration)[0] - timedelta(days=back)
    if last:
        # A missed day is caught up in this letter.
        since = min(since, window(date.fromisoformat(last), configuration)[0])
    question = understand(reader.question, now) if reader.question else None
    said: dict[str, Annotation] = {}

    def wanted(story: Story, items: Mapping[str, Item]) -> bool:
        if question is None:
            return True
        said.update(store.annotations.of(one for one in story.items if one not in said))
        return any(fits(question, items[one], said[one]) for one in story.items if one in items and one in said)

    until = max(window(day, configuration)[1], now)
    number = store.editions.number_for(day.isoformat())
    edition = made(store, configuration, day, number, since, until, memory, wanted, None)
    tellings = [Telling(story=entry.story, what="story", words=entry.headline) for entry in edition.entries]
    tellings += [
        Telling(story=entry.story, what=fact.key, words=f"{fact.label}: {fact.before} → {fact.after}")
        for entry in edition.entries
        for fact in entry.facts
    ]
    return edition, tellings


def composer(
    store: Store, configuration: Configuration, now: datetime
) -> Callable[[Reader, date], tuple[Edition, list[Telling]]]:
    """`compose_for` with all but the reader and the day given."""
    return lambda reader, day: compose_for(store, configuration, reader, day, now)


def made(
    store: Store, configuration: Configuration, day: date, number: int, since: datetime, until: datetime,
    memory: Memory, wanted: Callable[[Story, Mapping[str, Item]], bool], running: Report | None,
) -> Edition:  # fmt: skip
    """An edition of what happened in a span of time."""
    found = store.stories.between(since, until)
    items = store.items.get({one for story in found for one in story.items})
    stories = [story for story in found if wanted(story, items)]
    reports = store.runs.between(window(day, configuration)[0], until + timedelta(seconds=1))
    if running is not None:
        reports.append(running.told())
    return compose(
        day.isoformat(),
        number,
        stories,
        items,
        store.annotations.of({one for story in stories for one in story.items}),
        names=names_of(configuration),
        title=configuration.settings.digest.title,
        coverage=coverage_of(reports),
        memory=memory,
        blind=bool(reports) and not any(report.get("fetched") or report.get("unchanged") for report in reports),
    )


def coverage_of(reports: list[dict[str, object]]) -> Coverage:
    """What the runs of a day read together."""
    if not reports:
        return Coverage()
    last = reports[-1]

    def total(name: str) -> int:
        return sum(int(str(report.get(name, 0))) for report in reports)

    failed, silent = last.get("failed", {}), last.get("silent", {})
    return Coverage(
        sources=int(str(last.get("sources", 0))),
        read=int(str(last.get("fetched", 0))) + int(str(last.get("unchanged", 0))) + int(str(last.get("waiting", 0))),
        items=total("new") + total("changed"),
        relevant=total("relevant"),
        late=tuple(sorted(failed)) if isinstance(failed, dict) else (),
        silent=tuple(sorted(silent)) if isinstance(silent, dict) else (),
    )
