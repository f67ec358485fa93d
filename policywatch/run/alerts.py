"""Alerts: saved questions answered as soon as something new fits them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from classifier.question import given, understand
from config.schema import Alert, Configuration
from digest import alert as letters
from digest.alert import Hit
from digest.message import AddressError, ascii_address, build, message_id
from digest.wording import change, value
from policywatch.run.compose import names_of
from policywatch.run.report import Report
from policywatch.run.send import sender_of, signer
from policywatch.store import asking
from policywatch.store.store import Store

# An alert that would name more stories than this names the first and counts the rest: it is no second letter.
HITS_MOST = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How far an alert has come: the arrival number it has seen, and when it was last sent."""

    seen: int = 0
    sent: datetime | None = None

    def kept(self) -> bytes:
        return json.dumps({"seen": self.seen, "sent": self.sent.isoformat() if self.sent else None}).encode()


def standing(store: Store, name: str) -> Standing | None:
    """What is remembered of an alert; None before its first look."""
    kept = store.stories.shelf(f"alert:{name}")
    if kept is None:
        return None
    values = json.loads(kept)
    return Standing(seen=values["seen"], sent=datetime.fromisoformat(values["sent"]) if values["sent"] else None)


def is_quiet(alert: Alert, last: datetime | None, now: datetime) -> bool:
    """Whether an alert has to wait: too soon after the last one, or within its quiet hours."""
    if last is not None and now - last < timedelta(minutes=alert.quiet_minutes):
        return True
    if not alert.quiet_hours:
        return False
    start, end = (int(part) for part in alert.quiet_hours.split("-"))
    hour = now.astimezone(ZoneInfo(alert.time_zone)).hour
    return start <= hour < end if start <= end else hour >= start or hour < end


def fitting(
    store: Store, configuration: Configuration, alert: Alert, now: datetime, after: int
) -> dict[str, list[str]]:
    """The stories with items that arrived after a number and answer the alert's question: story, then those items."""
    question = understand(alert.query, now, None, configuration.settings.questions())
    question = given(question, min_score=max(question.min_score, alert.min_score))
    found = asking.ids(store, question, None)
    numbers = store.items.numbers(found)
    fresh = [one for one in found if numbers[one] > after]
    under = store.stories.of_items(fresh)
    stories: dict[str, list[str]] = {}
    for one in sorted(fresh, key=lambda one: numbers[one]):
        stories.setdefault(under.get(one, one), []).append(one)
    return stories


def hits(store: Store, configuration: Configuration, stories: Mapping[str, Sequence[str]]) -> list[Hit]:
    """Stories put into words, the most important first."""
    names = names_of(configuration)
    told = store.stories.get(stories)
    made = []
    for story, fresh in stories.items():
        items = store.items.get(fresh)
        known = told.get(story)
        facts = [fact for fact in known.facts if fact.before is not None and fact.after is not None] if known else []
        changed = ""
        if facts:
            fact = facts[0]
            changed = change(value(fact.before, fact.unit, fact.metric), value(fact.after, fact.unit, fact.metric))
        hit = Hit(
            story=story,
            headline=known.headline if known else items[fresh[0]].title,
            change=changed,
            confidence=known.confidence if known else "",
            sources=tuple((names.get(items[one].source, items[one].source), items[one].url) for one in fresh[:5]),
        )
        made.append((-(known.importance if known else 0.0), story, hit))
    return [hit for _, _, hit in sorted(made, key=lambda one: one[:2])]


def fire(store: Store, configuration: Configuration, now: datetime, report: Report) -> int:
    """
    Queue what is new for every alert; gives how many letters were queued.

    The first look of an alert takes what is there as known: nobody wants a year of news at once.
    """
    queued = 0
    for alert in configuration.settings.alert:
        before, newest = standing(store, alert.name), store.items.newest_number()
        if before is None:
            with store.transaction():
                store.stories.put(f"alert:{alert.name}", Standing(seen=newest).kept(), now)
            continue
        if before.seen >= newest or is_quiet(alert, before.sent, now):
            continue
        stories = fitting(store, configuration, alert, now, before.seen)
        with store.transaction():
            if stories:
                queued += queue(store, configuration, alert, hits(store, configuration, stories), newest, now, report)
            after = Standing(seen=newest, sent=now if stories else before.sent)
            store.stories.put(f"alert:{alert.name}", after.kept(), now)
    return queued


def queue(
    store: Store,
    configuration: Configuration,
    alert: Alert,
    found: Sequence[Hit],
    newest: int,
    now: datetime,
    report: Report,
) -> int:
    """Freeze an alert's letter for each of its readers; gives how many are new."""
    written = letters.write(alert.name, alert.query, found[:HITS_MOST], configuration.settings.archive.base_url)
    key = f"alert:{alert.name}:{newest}"
    sender, made = sender_of(configuration), 0
    for address in alert.to:
        try:
            to = ascii_address(address)
            content = build(written, sender, address, "", key, now, signer(configuration))
        except AddressError as error:
            report.refused[address] = f"alert {alert.name}: {error}"
            continue
        day = now.date().isoformat()
        made += store.outbox.queue(
            address.lower(), key, day, message_id(sender, to, key), written.subject, content, (), now
        )
    return made


def back_test(
    store: Store, configuration: Configuration, alert: Alert, since: datetime, now: datetime
) -> Iterator[tuple[datetime, list[str]]]:
    """When an alert would have fired since a time, by what was published then: (moment, headlines)."""
    question = understand(alert.query, now, None, configuration.settings.questions())
    question = given(question, since=since, until=now, min_score=max(question.min_score, alert.min_score))
    items = store.items.get(asking.ids(store, question, None))
    under = store.stories.of_items(items)
    headlines = {name: story.headline for name, story in store.stories.get(set(under.values())).items()}
    waiting: dict[str, str] = {}
    opened: datetime | None = None
    last: datetime | None = None
    for item in sorted(items.values(), key=lambda item: (item.when, item.id)):
        if opened and waiting and item.when - opened >= timedelta(minutes=alert.quiet_minutes):
            yield opened, list(waiting.values())
            last, waiting, opened = opened, {}, None
        story = under.get(item.id, item.id)
        waiting.setdefault(story, headlines.get(story, item.title))
        if opened is None:
            opened = item.when if last is None else max(item.when, last + timedelta(minutes=alert.quiet_minutes))
    if opened and waiting:
        yield opened, list(waiting.values())
