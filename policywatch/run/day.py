"""The order of a day: collect, classify, compose, publish, send."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from config.schema import Configuration
from digest.edition import Edition
from policywatch.run import alerts, classify, collect, compose, pages, publish, rewrite, send
from policywatch.run.articles import read_articles
from policywatch.run.collect import Fetch, Progress
from policywatch.run.recording import recorded, timed
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
) -> Edition:
    """One whole day at the time `now`; run again at the same time it adds nothing."""
    with timed(report, "collect"):
        collect.collect(store, configuration.sources, configuration.settings.fetch, fetch, now, report, only, progress)
        pages.watch(store, configuration.sources, configuration.settings.fetch, fetch, now, report, only, progress)
        read_articles(store, configuration.sources, fetch, now, report, only)
    with timed(report, "classify"):
        classify.classify(store, configuration, now, report, progress=progress)
        rewrite.rewrite_stories(store, configuration, now, report)
    with timed(report, "compose"):
        today = now.astimezone(ZoneInfo(configuration.settings.digest.time_zone)).date()
        edition = compose.compose_day(store, configuration, today, now)
        report.edition = f"{edition.day}, No. {edition.number}: {edition.subject}"
    with timed(report, "publish"):
        report.published = publish.publish(store, configuration, places.archive)
    with timed(report, "send"):
        publish.leave_letter(edition, configuration, places.outbox)
        alerts.fire(store, configuration, now, report)
        send.queue(store, configuration, now, compose.composer(store, configuration, now))
        send.deliver(store, configuration, now, places.outbox, report)
    return edition
