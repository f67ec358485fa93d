"""Composing: from stored stories to the edition of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.schema import Configuration
from digest.edition import Coverage, Edition, compose, edition_of
from policywatch.run.report import Report
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
    Compose and keep the edition of a day: what happened since the edition before it.

    `running` is the report of the run that asks, which is not kept yet.
    """
    since, until = window(day, configuration)
    until = max(until, min(now, until + timedelta(days=1)))
    days = [one for one in store.editions.days() if one < day.isoformat()]
    told_before: dict[str, str] = {}
    for one in days:
        content = store.editions.get(one)
        if content:
            told_before |= {entry.story: one for entry in edition_of(content).entries}
    stories = [
        story
        for story in store.stories.between(since, until)
        if told_before.get(story.id) is None or story.last_seen >= since
    ]
    wanted = {one for story in stories for one in story.items}
    reports = store.runs.between(since, until + timedelta(seconds=1))
    if running is not None:
        reports.append(running.told())
    edition = compose(
        day.isoformat(),
        store.editions.number_for(day.isoformat()),
        stories,
        store.items.get(wanted),
        store.annotations.of(wanted),
        names=names_of(configuration),
        title=configuration.settings.digest.title,
        coverage=coverage_of(reports),
        told_before=told_before,
        blind=bool(reports) and not any(report.get("fetched") or report.get("unchanged") for report in reports),
    )
    with store.transaction():
        store.editions.save(edition.day, edition.number, edition.digest, edition.content(), now)
    return edition


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
