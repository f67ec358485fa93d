"""What each reader is told over days: once, in full, caught up, corrected, and no quiet day that was not looked at."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.policy import default
from functools import cache
from pathlib import Path

import pytest

from classifier.annotation import Annotation, Evidence, Fact, Mention
from classifier.story import Story
from collector.item import Item
from config.load import load
from config.schema import Configuration, MailSettings, Source
from digest import wording
from policywatch.run import compose, correct, send
from policywatch.run.report import Report
from policywatch.store.outbox import Reader
from policywatch.store.store import Store

MORNING = datetime(2031, 5, 5, 7, 30, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)


@cache
def configuration() -> Configuration:
    packaged = load(None, {})
    mail = MailSettings(sender="desk@policywatch.example", tls="none")
    source = Source(
        id="ledger", name="The Daily Ledger", kind="feed", url="https://ledger.example/feed", source_class="press"
    )
    told = packaged.settings.model_copy(update={"mail": mail, "subscriber": ()})
    return packaged.model_copy(update={"settings": told, "sources": (source,)})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'watch.db'}") as opened:
        yield opened


class Desk:
    """Writes stories into a store as a day's run would, and sends the letters."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder, self.report = store, folder, Report()
        self.items: dict[str, Item] = {}

    def enrol(self, *readers: Reader) -> None:
        with self.store.transaction():
            for reader in readers:
                self.store.outbox.save_reader(reader, MORNING)

    def tell(
        self, name: str, when: datetime, after: int | None, *, platform: str = "tiktok", before: int = 9000,
        importance: float = 0.5, story: str = "", status: str = "announced", effective: str | None = None,
    ) -> None:  # fmt: skip
        """An item with one fact, under a story of its own or another; told again, it is an edited item."""
        text = (
            f"The plan asks for {after:,} followers in place of {before:,}." if after else "The plan asks for nothing."
        )
        title = f"{name.capitalize()} plan of {platform} changes"
        item = Item(
            id=name.ljust(24, "x"), source="ledger", source_class="press", url=f"https://ledger.example/{name}",
            title=title, text=text, observed=when, published=when - timedelta(hours=1), fingerprint=text,
        )  # fmt: skip
        start = len(title) + 1
        proof = Evidence(item=item.id, start=start, end=start + len(text), text=text)
        facts: tuple[Fact, ...] = ()
        if after:
            facts = (
                Fact(metric="followers", subject=f"{name} plan", platform=platform, before=before, after=after,
                     unit="followers", change="lowered", status=status, effective=effective, evidence=proof),
            )  # fmt: skip
        mention = Mention(kind="platform", id=platform, evidence=proof)
        said = Annotation(
            item=item.id, relevant=True, relevance=0.9, source_class="press", language="en", made_by="test",
            facts=facts, mentions=(mention,), status=status,
        )  # fmt: skip
        with self.store.transaction():
            if name in self.items:
                self.store.items.change([item], when)
            else:
                self.store.items.add([item])
            self.items[name] = item
            number = self.store.items.numbers([item.id])[item.id]
            self.store.annotations.save([(number, item, said)], when)
            self.store.stories.file([(item.id, story or f"story-{name}", "")], when)
        under = self.store.stories.items_of([story or f"story-{name}"])[story or f"story-{name}"]
        all_facts = [fact for one in self.store.annotations.of(under).values() for fact in one.facts]
        self.save(
            Story(
                id=story or f"story-{name}", headline=title, lead=item.id, items=tuple(under), first_seen=item.when,
                last_seen=item.when, status=status, facts=tuple(all_facts), importance=importance,
                platforms=(platform,),
            ),
            when,
        )  # fmt: skip

    def save(self, story: Story, when: datetime) -> None:
        with self.store.transaction():
            self.store.stories.save([(story, True)], when)

    def send(self, now: datetime) -> list[str]:
        configured = configuration()
        made = send.queue(self.store, configured, now, compose.composer(self.store, configured, now), self.report)
        send.deliver(self.store, configured, now, self.folder, self.report)
        return made

    def text(self, address: str, day: str) -> str:
        message = email.message_from_bytes((self.folder / f"{day}-{address}.eml").read_bytes(), policy=default)
        body = message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path / "out")


ANA, BEN = Reader(address="ana@example.org"), Reader(address="ben@example.org")


def test_a_told_fact_does_not_come_back_the_next_day(desk: Desk) -> None:
    desk.enrol(ANA)
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    desk.send(MORNING)
    assert "9,000 → 1,000" in desk.text("ana@example.org", "2031-05-05")
    desk.tell("silver", MORNING + timedelta(hours=1), 700, before=800, story="story-gold")
    desk.tell("gold", MORNING + timedelta(hours=2), 1000)
    desk.send(MORNING + DAY)
    second = desk.text("ana@example.org", "2031-05-06")
    assert "800 → 700" in second and "9,000" not in second


def test_the_same_fact_in_other_words_under_the_same_story_is_no_update(desk: Desk) -> None:
    desk.enrol(ANA)
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    desk.send(MORNING)
    known = desk.store.stories.get(["story-gold"])["story-gold"]
    retold = tuple(replace(fact, before=None, status="in_force", subject="the plan") for fact in known.facts)
    desk.save(replace(known, facts=retold, last_seen=MORNING + timedelta(hours=1)), MORNING + timedelta(hours=1))
    desk.send(MORNING + DAY)
    assert "followers needed" not in desk.text("ana@example.org", "2031-05-06")


def test_a_new_value_comes_as_an_update_with_the_day_it_was_told(desk: Desk) -> None:
    desk.enrol(ANA)
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    desk.send(MORNING)
    desk.tell("later", MORNING + timedelta(hours=1), 500, before=1000, story="story-gold")
    desk.send(MORNING + DAY)
    said = desk.text("ana@example.org", "2031-05-06")
    assert "New since yesterday" in said and "1,000 → 500" in said


def test_a_day_that_is_over_is_shown_as_it_was_told(desk: Desk) -> None:
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    told = compose.compose_day(desk.store, configuration(), MORNING.date(), MORNING)
    desk.tell("later", MORNING + timedelta(hours=1), 500, before=1000, story="story-gold")
    again = compose.compose_day(desk.store, configuration(), MORNING.date(), MORNING + 2 * DAY)
    assert again == told and again.lead is not None and again.lead.story == "story-gold"


def test_a_hearing_is_over_once_any_story_of_its_platform_tells_of_it(desk: Desk) -> None:
    hearing, eve, after = MORNING.date().isoformat(), MORNING - timedelta(hours=10), MORNING + DAY

    def filed(name: str, title: str, when: datetime, fact: bool) -> None:
        item = Item(
            id=name.ljust(24, "x"), source="ledger", source_class="press", url=f"https://ledger.example/{name}",
            title=title, text="", observed=when, published=when, fingerprint=title,
        )  # fmt: skip
        proof = Evidence(item=item.id, start=0, end=len(title), text=title)
        day = Fact(metric="hearing_date", subject="tiktok", platform="tiktok", before=None, after=hearing, unit="date",
                   change="new", status="announced", effective=hearing, evidence=proof)  # fmt: skip
        said = Annotation(item=item.id, relevant=True, relevance=0.9, source_class="press", language="en",
                          made_by="test", facts=(day,) if fact else ())  # fmt: skip
        with desk.store.transaction():
            desk.store.items.add([item])
            number = desk.store.items.numbers([item.id])[item.id]
            desk.store.annotations.save([(number, item, said)], when)
            desk.store.stories.file([(item.id, f"story-{name}", "")], when)
        told = Story(id=f"story-{name}", headline=title, lead=item.id, items=(item.id,), first_seen=when,
                     last_seen=when, tags=("legislation",), platforms=("tiktok",))  # fmt: skip
        desk.save(told, when)

    def becoming() -> list[str]:
        composer = compose.Composer(desk.store, configuration(), after)
        return [line.certainty for line in composer.dates(after.date(), None)]

    filed("eve", "Tiktok chief to appear before the House on Monday", eve, True)
    assert becoming() == ["passed, not yet confirmed"]
    filed("other", "Tiktok adds a button for duets", MORNING + timedelta(hours=9), False)
    assert becoming() == ["passed, not yet confirmed"]
    filed("heard", "Tiktok chief testifies before the House", MORNING + timedelta(hours=10), False)
    assert becoming() == ["happened"]


def test_missed_days_are_caught_up_in_one_letter(desk: Desk) -> None:
    desk.enrol(ANA)
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    desk.send(MORNING)
    for day in range(6):
        desk.tell(f"plan{day}", MORNING + day * DAY + timedelta(hours=3), 2000 + day)
    assert desk.send(MORNING + 6 * DAY) == ["ana@example.org"]
    said = desk.text("ana@example.org", "2031-05-11")
    assert "This letter covers Monday 5 May to Sunday 11 May." in said
    for day in range(6):
        assert f"9,000 → {2000 + day:,}" in said


def test_a_question_narrows_the_letter_and_a_weekly_one_holds_the_week(desk: Desk) -> None:
    friday = Reader(address="cleo@example.org", cadence="weekly", weekday=4, question="platform:twitch")
    desk.enrol(ANA, friday)
    for day in range(12):
        when = MORNING + day * DAY
        desk.tell(f"twitch{day}", when - timedelta(hours=2), 3000 + day, platform="twitch")
        desk.tell(f"tiktok{day}", when - timedelta(hours=2), 4000 + day)
        desk.send(when)
    weekly = [one.day for one in desk.store.outbox.letters(50) if one.recipient == "cleo@example.org"]
    assert weekly == ["2031-05-16", "2031-05-09"]
    assert len(desk.store.outbox.told_to("cleo@example.org")) == 12
    assert "iktok" not in desk.text("cleo@example.org", "2031-05-16").split("--")[0]
    assert len(desk.store.outbox.told_to("ana@example.org")) == 24


def test_readers_with_one_question_and_one_memory_share_the_work(desk: Desk) -> None:
    desk.enrol(ANA, BEN)
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    composer = compose.composer(desk.store, configuration(), MORNING)
    assert composer(ANA, MORNING.date())[0] is composer(BEN, MORNING.date())[0]


def test_what_was_told_wrongly_is_corrected_to_those_who_were_told(desk: Desk) -> None:
    desk.enrol(ANA, replace(BEN, question="platform:twitch"))
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    desk.send(MORNING)
    desk.tell("gold", MORNING + timedelta(hours=3), 2000)  # the article was edited
    desk.send(MORNING + DAY)
    told = desk.text("ana@example.org", "2031-05-06")
    assert "CORRECTION" in told
    assert "Monday 5 May we wrote" in told and "9,000 → 1,000" in told and "9,000 → 2,000" in told
    assert "The source changed its text." in told
    assert "UPDATES" not in told
    assert "CORRECTION" not in desk.text("ben@example.org", "2031-05-06")
    desk.send(MORNING + 2 * DAY)
    assert "CORRECTION" not in desk.text("ana@example.org", "2031-05-07")
    (kept,) = desk.store.corrections.all()
    assert (kept.story, kept.day) == ("story-gold", "2031-05-06")


def test_a_fact_that_another_source_still_tells_is_not_corrected(desk: Desk) -> None:
    desk.enrol(ANA)
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    desk.send(MORNING)
    known = desk.store.stories.get(["story-gold"])["story-gold"]
    desk.tell("other", MORNING, 1000, story="story-gold")
    row = desk.store.annotations.of([desk.items["other"].id])[desk.items["other"].id]
    named = replace(row, facts=tuple(replace(fact, subject=known.facts[0].subject) for fact in row.facts))
    number = desk.store.items.numbers([row.item])[row.item]
    with desk.store.transaction():
        desk.store.annotations.save([(number, desk.items["other"], named)], MORNING)
    desk.tell("gold", MORNING + timedelta(hours=3), None)
    desk.send(MORNING + DAY)
    assert desk.store.corrections.all() == []


def test_what_nobody_was_told_needs_no_correction(desk: Desk) -> None:
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    desk.tell("gold", MORNING, 2000)
    assert correct.correct(desk.store, {}, MORNING + DAY) == 0


def test_a_letter_on_a_day_nobody_looked_is_not_a_quiet_one(desk: Desk) -> None:
    desk.enrol(ANA)
    desk.send(MORNING)
    assert "this is not a quiet day" in desk.text("ana@example.org", "2031-05-05")


def test_a_reader_who_wants_no_quiet_letters_gets_none_and_misses_nothing(desk: Desk) -> None:
    desk.enrol(replace(ANA, quiet="skip", question="platform:twitch"))
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    assert desk.send(MORNING) == []
    desk.tell("violet", MORNING, 3000, platform="twitch")
    assert desk.send(MORNING + DAY) == ["ana@example.org"]
    assert "9,000 → 3,000" in desk.text("ana@example.org", "2031-05-06")


def test_a_merged_story_is_not_told_anew(desk: Desk) -> None:
    desk.enrol(ANA)
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    desk.send(MORNING)
    desk.tell("other", MORNING + timedelta(hours=1), 1000, story="story-other")
    with desk.store.transaction():
        desk.store.stories.join("story-gold", "story-other")
    edition, _ = compose.compose_for(desk.store, configuration(), ANA, date(2031, 5, 6), MORNING + DAY)
    assert all(entry.since for entry in (*edition.updates, *edition.changes))


def test_what_stands_only_on_the_web_is_told_to_nobody_by_letter(desk: Desk) -> None:
    desk.enrol(ANA)
    for number in range(60):
        desk.tell(f"plan{number:02}", MORNING - timedelta(hours=5), 1000 + number, importance=0.9 - number / 100)
    edition, tellings = compose.compose_for(desk.store, configuration(), ANA, date(2031, 5, 5), MORNING)
    assert len(edition.more) > 30
    told = {one.story for one in tellings}
    assert not told & {entry.story for entry in edition.more}
    facts = [one.what for one in tellings if one.what != "story"]
    assert sorted(facts) == sorted({fact.key for entry in edition.entries for fact in entry.facts})


def test_the_footer_says_why_one_gets_this(desk: Desk) -> None:
    desk.enrol(replace(ANA, question="platform:tiktok", hour=6, time_zone="Europe/Berlin"))
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    desk.send(MORNING)
    said = desk.text("ana@example.org", "2031-05-05")
    assert wording.why_you_get("platform:tiktok", "daily", 6, "Europe/Berlin") in said


def test_a_slip_in_one_question_costs_nobody_else_the_letter(desk: Desk) -> None:
    desk.enrol(replace(ANA, question="topic:courts"), replace(ANA, address="ben@example.org"))
    desk.tell("gold", MORNING - timedelta(hours=10), 1000)
    made = desk.send(MORNING)
    assert "ben@example.org" in made
    assert "no field 'topic'" in desk.report.refused["ana@example.org"]
