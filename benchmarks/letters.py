"""Nothing lost and nothing twice: a recorded stream told to three readers, and what became of every fact."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from classifier.question import fits, understand
from classifier.telling import stands
from collector.item import Item
from config.load import load
from config.schema import Configuration, MailSettings, Source
from digest.edition import Edition
from digest.memory import covers, fact_key, shade_of
from policywatch.run import classify, compose, send
from policywatch.run.report import Report
from policywatch.store.outbox import Reader, Telling
from policywatch.store.store import Store

HOUR = time(6)
COURTS = "tag:court-ruling,legal-challenge,creator-lawsuit,platform-lawsuit,settlement"
READERS = (
    Reader(address="all@example.org", hour=6),
    Reader(address="courts@example.org", question=COURTS, cadence="weekly", hour=6, time_zone="UTC"),
    Reader(address="tiktok@example.org", question="platform:tiktok", hour=7, time_zone="Europe/Berlin"),
)


@dataclass
class Fates:
    """What became of the facts that one reader's question asks for."""

    asked: int = 0
    printed: int = 0
    headline: int = 0  # as good as told with the headline, or with another telling of the same fact
    web: int = 0  # the letter counts them under "on the web", with the link
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


def items_of(stream: Path) -> Iterator[Item]:
    """The items of a recorded stream, each observed on the first morning after it came out."""
    with gzip.open(stream, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            published = datetime.fromisoformat(row["published"].replace("Z", "+00:00"))
            published = published if published.tzinfo else published.replace(tzinfo=UTC)
            morning = datetime.combine(published.date(), HOUR, UTC)
            yield Item(
                id=hashlib.sha256(row["id"].encode()).hexdigest()[:24], source=row["source"], source_class="press",
                url=row["url"], title=row["title"], text=row["text"], published=published, language=row["lang"],
                observed=morning if published <= morning else morning + timedelta(days=1),
                fingerprint=hashlib.sha256(f"{row['title']}\n{row['text']}".encode()).hexdigest()[:16],
            )  # fmt: skip


def configured(sources: Sequence[str]) -> Configuration:
    packaged = load(None, {})
    settings = packaged.settings.model_copy(
        update={"mail": MailSettings(sender="desk@policywatch.example", tls="none"), "subscriber": ()}
    )
    declared = tuple(
        Source(id=f"s-{place}", name=name[:80], kind="feed", url=name, source_class="press")
        for place, name in enumerate(sources)
        if name.startswith("http")
    )
    return packaged.model_copy(update={"settings": settings, "sources": declared})


def told(
    store: Store, configuration: Configuration, stream: Sequence[Item], days: Sequence[date], folder: Path
) -> dict[str, list[Edition]]:
    """The editions of each reader, day by day."""
    letters: dict[str, list[Edition]] = {reader.address: [] for reader in READERS}
    by_morning: dict[date, list[Item]] = {}
    for item in stream:
        by_morning.setdefault(item.observed.date(), []).append(item)
    with store.transaction():
        for reader in READERS:
            store.outbox.save_reader(reader, datetime.combine(days[0], HOUR, UTC))
    for day in days:
        now = datetime.combine(day, HOUR, UTC)
        with store.transaction():
            store.items.add(list({item.id: item for item in by_morning.get(day, ())}.values()))
        classify.classify(store, configuration, now, Report())
        compose.compose_day(store, configuration, day, now)
        composed = compose.composer(store, configuration, now)

        def kept(reader: Reader, on: date) -> tuple[Edition, Sequence[Telling]]:
            edition, tellings = composed(reader, on)  # noqa: B023 - called before the next day
            letters[reader.address].append(edition)
            return edition, tellings

        send.queue(store, configuration, now, kept, Report())
        send.deliver(store, configuration, now, folder, Report())
    return letters


def fates(store: Store, letters: Mapping[str, Sequence[Edition]], until: datetime) -> dict[str, Fates]:
    """Every fact that has a place in a letter, and where each reader whose question it answers found it."""
    stories = store.stories.between(until - timedelta(days=60), until)
    names = [one for story in stories for one in story.items]
    items, said = store.items.get(names), store.annotations.of(names)
    found: dict[str, Fates] = {}
    for reader in READERS:
        fate = found[reader.address] = Fates()
        editions = letters[reader.address]
        if not editions:
            continue
        question = understand(reader.question, until)
        printed = [
            (fact.key, edition.day)
            for edition in editions for entry in edition.entries for fact in entry.facts
        ]  # fmt: skip
        fate.twice = sorted({key for key, _ in printed if len([one for one, _ in printed if one == key]) > 1})
        told = [shade_of(key) for key, _ in printed]
        heard = {key for edition in editions for entry in edition.entries for key in entry.heard}
        full = {entry.story for edition in editions for entry in edition.entries}
        web = {entry.story for edition in editions for entry in edition.more}
        last = max(edition.day for edition in editions)
        for story in stories:
            asked = any(fits(question, items[one], said[one]) for one in story.items if one in items and one in said)
            # What came after a reader's last letter waits for the next.
            if not asked or story.first_seen.date().isoformat() >= last:
                continue
            for fact in story.facts:
                item = items.get(fact.evidence.item)
                if item is None or item.observed.date().isoformat() > last:
                    continue
                if not stands(fact, story.tags, item.observed.date().isoformat()):
                    continue
                fate.asked += 1
                key = fact_key(fact)
                shade = shade_of(key)
                same = [one for one in told if one.value == shade.value]
                if any(covers(one, shade) or (one.value == shade.value and story.id in full) for one in same):
                    fate.printed += 1
                elif key in heard or story.id in full:
                    fate.headline += 1
                elif story.id in web:
                    fate.web += 1
                else:
                    fate.lost.append(f"{story.headline}: {fact.metric} {fact.after}")
    return found


def measure(shared: Path, first: date, last: date) -> dict[str, Fates]:
    """Tell a recorded stream from one day to another and count the fates of its facts."""
    stream = [
        item for item in items_of(shared / "data" / "stream-2023-03.jsonl.gz")
        if first <= item.observed.date() <= last
    ]  # fmt: skip
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    with tempfile.TemporaryDirectory() as home:
        configuration = configured(sorted({item.source for item in stream}))
        with Store.open(f"sqlite:///{home}/watch.db") as store:
            letters = told(store, configuration, stream, days, Path(home) / "out")
            return fates(store, letters, datetime.combine(last, HOUR, UTC))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("shared", type=Path, help="the folder that holds data/stream-2023-03.jsonl.gz")
    options.add_argument("--first", type=date.fromisoformat, default=date(2023, 3, 20))
    options.add_argument("--last", type=date.fromisoformat, default=date(2023, 3, 31))
    given = options.parse_args()
    for reader, fate in measure(given.shared, given.first, given.last).items():
        print(
            f"{reader}: {fate.asked} facts asked for, {fate.printed} printed, {fate.headline} with the headline, "
            f"{fate.web} on the web, {len(fate.lost)} lost, {len(fate.twice)} twice"
        )
        for one in fate.lost[:10]:
            print("  lost:", one)


if __name__ == "__main__":
    main()
