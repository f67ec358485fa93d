"""The order of a day: collect, classify, compose, publish, send."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from config.schema import Configuration
from digest.edition import Edition
from policywatch.run import alerts, classify, collect, compose, pages, publish, rewrite, send
from policywatch.run.articles import read_articles
from policywatch.run.collect import Fetch, Progress
from policywatch.run.recording import never, recorded, timed, until
from policywatch.run.report import Report
from policywatch.store.store import Store

__all__ = ["Places", "places", "recorded", "run", "timed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Places:
    """Where a run leaves its files."""

    archive: Path
    outbox: Path


def places(store: Store, configuration: Configuration) -> Places:
    """The folders of the settings, else two beside the database."""
    home = Path(store.name).resolve().parent if store.dialect == "sqlite" else Path.cwd()
    archive, outbox = configuration.settings.archive.out, configuration.settings.mail.outbox
    return Places(archive=Path(archive or home / "archive"), outbox=Path(outbox or home / "outbox"))


def run(
    store: Store,
    configuration: Configuration,
    fetch: Fetch,
    now: datetime,
    places: Places,
    report: Report,
    only: Collection[str] = (),
    progress: Progress | None = None,
    stopping: Callable[[], bool] = never,
) -> Edition:
    """
    One whole day at the time `now`; run again at the same time it adds nothing.

    Raises Stopped between two steps when `stopping()` turns true: what is done is kept, and the next run goes on.
    """
    settings, step = configuration.settings, until(stopping, progress)
    with timed(report, "collect", stopping):
        collect.collect(store, configuration.sources, settings.fetch, fetch, now, report, only, progress)
        if not stopping():
            pages.watch(store, configuration.sources, settings.fetch, fetch, now, report, only, progress)
        if not stopping():
            read_articles(store, configuration.sources, fetch, now, report, only)
    with timed(report, "classify", stopping):
        classify.classify(store, configuration, now, report, progress=step)
        rewrite.rewrite_stories(store, configuration, now, report, stopping=stopping)
    with timed(report, "compose", stopping):
        today = now.astimezone(ZoneInfo(settings.digest.time_zone)).date()
        edition = compose.compose_day(store, configuration, today, now)
        report.edition = f"{edition.day}, No. {edition.number}: {edition.subject}"
    with timed(report, "publish", stopping):
        report.published = publish.publish_all(store, configuration, places.archive, step).written
    with timed(report, "send", stopping):
        publish.leave_letter(edition, configuration, places.outbox)
        alerts.fire(store, configuration, now, report)
        send.queue(store, configuration, now, compose.composer(store, configuration, now), report)
        send.deliver(store, configuration, now, places.outbox, report, stopping=stopping)
    return edition
