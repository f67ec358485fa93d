"""An invented day: stories, items and annotations for the tests of what we tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from classifier.annotation import Annotation, Evidence, Fact, Sentence
from classifier.story import Story
from collector.item import Item
from digest.edition import Coverage, DateLine, Edition, compose
from digest.memory import Memory

DAY = "2031-05-06"
MORNING = datetime(2031, 5, 6, 5, 0, tzinfo=UTC)
NAMES: Mapping[str, str] = {
    "clipbox": "Clipbox", "clipbox-partner": "Clipbox Partner Plan", "streamora": "Streamora", "tunewell": "Tunewell",
    "clipbox-help": "Clipbox Help", "daily-ledger": "The Daily Ledger", "norwick-wire": "Norwick Wire",
    "harbor-review": "Harbor Review", "media-bureau": "Media Bureau",
}  # fmt: skip


class World:
    """Stories as they come out of the classifier, made of few words."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.said: dict[str, Annotation] = {}

    def item(self, name: str, title: str, text: str = "", source: str = "daily-ledger", kind: str = "press") -> Item:
        made = Item(
            id=name, source=source, source_class=kind, url=f"https://{source}.example/{name}", title=title, text=text,
            observed=MORNING - timedelta(hours=3), published=MORNING - timedelta(hours=5), fingerprint=name,
        )  # fmt: skip
        self.items[name] = made
        return made

    def fact(self, item: Item, words: str, **given: Any) -> Fact:
        start = item.words.index(words)
        evidence = Evidence(item=item.id, start=start, end=start + len(words), text=words)
        values: dict[str, Any] = {
            "metric": "followers", "subject": "Partner Plan", "platform": "clipbox", "before": None, "after": None,
            "unit": None, "change": None, "status": "announced", "program": None,
        }  # fmt: skip
        return Fact(**(values | given), evidence=evidence)

    def story(self, name: str, items: Sequence[Item], facts: Iterable[Fact] = (), **given: Any) -> Story:
        first = items[0]
        for one in items:
            own = tuple(fact for fact in facts if fact.evidence.item == one.id)
            self.said[one.id] = Annotation(
                item=one.id, relevant=True, relevance=0.9, source_class=one.source_class, language="en",
                made_by="test", facts=own,
            )  # fmt: skip
        values: dict[str, Any] = {
            "id": name, "headline": first.title, "lead": first.id, "items": tuple(one.id for one in items),
            "first_seen": first.when, "last_seen": first.when, "facts": tuple(facts), "voices": len(items),
            "importance": 0.5, "confidence": "single source", "status": "announced",
        }  # fmt: skip
        return Story(**(values | given))

    def sentence(self, item: Item, words: str) -> Sentence:
        start = item.words.index(words)
        return Sentence(text=words, evidence=Evidence(item=item.id, start=start, end=start + len(words), text=words))

    def edition(self, stories: Sequence[Story], **given: Any) -> Edition:
        values: dict[str, Any] = {
            "names": NAMES, "title": "PolicyWatch",
            "coverage": Coverage(sources=58, read=57, items=212, relevant=31, late=("Harbor Review",)),
        }  # fmt: skip
        return compose(given.pop("day", DAY), 412, stories, self.items, self.said, **(values | given))


@pytest.fixture
def world() -> World:
    return World()


Day = Callable[..., Edition]


def full_day(world: World, **given: Any) -> Edition:
    """A day with everything in it: a first story, changes, an update, a rumour, dates, a moved date."""
    help_page = world.item(
        "i1", "Who can join the Clipbox Partner Plan",
        "From 1 July the Partner Plan takes channels with 1,000 followers instead of 5,000. Channels also need 3,000 "
        "watch hours in twelve months, down from 4,000. Members keep 60 % of advertising income, so far 55 %. "
        "Channels that have joined before stay in.",
        "clipbox-help", "official",
    )  # fmt: skip
    wire = world.item("i2", "Clipbox opens its Partner Plan to smaller channels", "", "norwick-wire", "wire")
    lead = world.story(
        "s1", [help_page, wire],
        [
            world.fact(
                help_page, "1,000 followers instead of 5,000", before=5000, after=1000, unit="followers",
                change="lowered", effective="2031-07-01", program="clipbox-partner",
            ),
            world.fact(
                help_page, "3,000 watch hours in twelve months, down from 4,000", metric="watch_hours", before=4000,
                after=3000, change="lowered", effective="2031-07-01", program="clipbox-partner",
                scope="in twelve months",
            ),
            world.fact(
                help_page, "60 % of advertising income, so far 55 %", metric="creator_share_pct", before=55, after=60,
                unit="percent", change="raised", effective="2031-07-01", program="clipbox-partner",
            ),
        ],
        headline="Clipbox lowers the Partner Plan's entry from 5,000 to 1,000 followers", importance=0.95,
        confidence="confirmed", platforms=("clipbox",), tags=("threshold-change",), programs=("clipbox-partner",),
        summary=(
            world.sentence(help_page, "Channels that have joined before stay in."),
        ),
        why_it_matters="Channels between 1,000 and 5,000 followers can earn from advertising for the first time.",
    )  # fmt: skip
    fee = world.item(
        "i3", "Streamora to take 12 % of tips in place of 15 %",
        "Streamora said on Monday that its cut of tips falls to 12 % from 15 %. The new rate holds in all countries.",
    )  # fmt: skip
    tips = world.story(
        "s2", [fee],
        [world.fact(fee, "12 % from 15 %", metric="platform_fee_pct", subject="tips", platform="streamora", before=15,
                    after=12, unit="percent", change="lowered", status="announced")],
        importance=0.7, platforms=("streamora",), tags=("fees",),
        summary=(world.sentence(fee, "The new rate holds in all countries."),),
        why_it_matters="A host with 1,000 in monthly tips keeps 30 more.",
    )  # fmt: skip
    draft = world.item(
        "i4", "Media Bureau proposes a levy of 4 % on video platforms",
        "The Media Bureau has published a draft rule. Platforms would pay 4 % of their national revenue into a fund.",
        "media-bureau", "official",
    )  # fmt: skip
    levy = world.story(
        "s3", [draft],
        [world.fact(draft, "4 % of their national revenue", metric="levy_pct", subject="video platforms",
                    platform=None, after=4, unit="percent", change="introduced", status="proposed")],
        importance=0.6, jurisdictions=("FR",), tags=("levies",), confidence="confirmed", status="proposed",
        summary=(world.sentence(draft, "The Media Bureau has published a draft rule."),),
    )  # fmt: skip
    ruling = world.item(
        "i5", "Court hears Tunewell royalty case in June", "The hearing was set for 12 June.", "harbor-review"
    )
    update = world.story(
        "s4", [ruling],
        [world.fact(ruling, "12 June", metric="hearing_date", subject="Tunewell royalty case", platform="tunewell",
                    after="2031-06-12", change="set", status="announced")],
        importance=0.55, platforms=("tunewell",),
    )  # fmt: skip
    leak = world.item("i6", "Streamora is said to plan a paid tier", "A tier of 9 euros is said to be planned.")
    rumour = world.story("s5", [leak], (), importance=0.3, status="rumor", confidence="single source")
    others = [
        world.story(f"s{10 + place}", [world.item(f"i{10 + place}", title, "", "harbor-review")], importance=0.2)
        for place, title in enumerate(
            (
                "Tunewell publishes its yearly figures on payouts",
                "Creators' union elects a new chair in Porto",
                "Clipbox explains how appeals are handled",
                "Streamora closes its office in Lund",
                "Two agencies merge under the name Northlight",
                "A study counts sponsored clips in six countries",
                "Harbor board of trade asks for clearer labels",
                "Tunewell renews its licence in two countries",
                "Clipbox adds captions in eleven languages",
                "Conference on creator pay moves to autumn",
            )
        )
    ]
    dates = (
        DateLine(day="2031-05-09", kind="comment_deadline", what="Media Bureau: draft levy", story="s3"),
        DateLine(day="2031-05-14", kind="hearing_date", what="Norwick v. Clipbox", moved_from="2031-05-08", story="s7",
                 certainty="expected"),
    )  # fmt: skip
    values: dict[str, Any] = {"memory": Memory(stories={"s4": "2031-05-02"}), "dates": dates}
    return world.edition([lead, tips, levy, update, rumour, *others], **(values | given))


@pytest.fixture
def edition(world: World) -> Edition:
    return full_day(world)
