"""Which item announced what a watched page changed, and when nobody did."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from classifier.annotation import Annotation, Evidence, Fact, Mention
from classifier.announcements import Announcement, announcement_of
from collector.item import Item

CHANGED = datetime(2026, 5, 20, 6, 0, tzinfo=UTC)


def item(key: str, days_before: int, source_class: str = "press", **more: Any) -> Item:
    when = CHANGED - timedelta(days=days_before)
    return Item(
        id=key, source=key, source_class=source_class, url="", title=key, text="", observed=when, published=when,
        fingerprint=key, **more,
    )  # fmt: skip


def said(
    key: str, *values: tuple[str, int | None, int | None], program: str = "", relevant: bool = True, **more: Any
) -> Annotation:
    here = Evidence(item=key, start=0, end=1, text="x")
    mentions = [Mention(kind="platform", id="lantern", evidence=here)]
    if program:
        mentions.append(Mention(kind="program", id=program, evidence=here))
    facts = tuple(
        Fact(
            metric=metric, subject="", platform="lantern", program=program or None, before=before, after=after, unit="",
            change="lowered", status=more.get("status", "announced"), evidence=here,
        )
        for metric, before, after in values
    )  # fmt: skip
    return Annotation(
        item=key, relevant=relevant, relevance=1.0, source_class="press", language="en", made_by="test",
        mentions=tuple(mentions), facts=facts,
    )  # fmt: skip


PAGE = item("page", 0, "official", flags=("page-change",))
OURS = said("page", ("followers", 1000, 500), program="lantern-plan")


def found(*others: tuple[Item, Annotation]) -> Announcement | None:
    return announcement_of(PAGE, OURS, others)


def test_the_first_item_that_told_the_new_value_announced_the_change() -> None:
    early = item("early", 12), said("early", ("followers", 1000, 500))
    later = item("later", 3), said("later", ("followers", 1000, 500))
    told = found(later, early)
    assert told is not None and (told.item, told.days) == ("early", 12)


def test_another_value_another_platform_or_a_rumour_announces_nothing() -> None:
    other = said("other", ("followers", 1000, 500))
    elsewhere = replace(other, mentions=(), facts=(replace(other.facts[0], platform="pebble"),))
    assert found((item("other", 5), said("other", ("followers", 1000, 700)))) is None
    assert found((item("other", 5), elsewhere)) is None
    assert found((item("other", 5), said("other", ("followers", 1000, 500), status="rumor"))) is None
    assert found((item("other", 5), said("other", ("followers", 1000, 500), relevant=False))) is None
    assert found((item("other", 300), other)) is None


def test_the_platforms_own_word_on_the_metric_of_the_programme_counts_and_anothers_does_not() -> None:
    words = said("post", ("followers", None, None), program="lantern-plan")
    assert found((item("post", 9, "official"), words)) is not None
    assert found((item("post", 9, "press"), words)) is None


def test_what_was_said_before_the_change_counts_before_what_was_said_after_it() -> None:
    after = item("after", -2), said("after", ("followers", 1000, 500))
    told = found(after)
    assert told is not None and told.days == -2
    before = item("before", 1, "official"), said("before", ("followers", None, None), program="lantern-plan")
    assert found(after, before) == found(before)


def test_another_change_of_a_page_announces_nothing() -> None:
    assert (
        found((item("other", 4, "official", flags=("page-change",)), said("other", ("followers", 1000, 500)))) is None
    )
