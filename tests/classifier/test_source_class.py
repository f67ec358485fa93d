"""Whose voice an item is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from classifier.source_class import CLASSES, source_class_of
from collector.item import Item


def item(title: str = "News", text: str = "", url: str = "", source: str = "", source_class: str = "") -> Item:
    return Item(
        id="one",
        source=source,
        source_class=source_class,
        url=url,
        title=title,
        text=text,
        observed=datetime(2024, 6, 1, tzinfo=UTC),
        fingerprint="",
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://blog.youtube/news-and-events/bar", "official"),
        ("https://newsroom.tiktok.com/en-us/bar", "official"),
        ("https://support.google.com/youtube/answer/1", "official"),
        ("https://www.ftc.gov/news-events/1", "official"),
        ("https://oag.ca.gov/news/1", "official"),
        ("https://ec.europa.eu/commission/presscorner/1", "official"),
        ("https://www.texasattorneygeneral.gov/news/1", "official"),
        ("https://www.courtlistener.com/docket/1/", "filing"),
        ("https://storage.courtlistener.com/recap/1.pdf", "filing"),
        ("https://www.reuters.com/technology/1", "wire"),
        ("https://apnews.com/article/1", "wire"),
        ("https://www.prnewswire.com/news-releases/1", "press-release"),
        ("https://www.msn.com/en-us/news/1", "syndicated"),
        ("https://abcnews.go.com/Business/wireStory/1", "syndicated"),
        ("https://www.mondaq.com/1", "analysis"),
        ("https://someone.substack.com/p/1", "blog"),
        ("https://www.youtube.com/watch?v=1", "blog"),
        ("https://www.tubefilter.com/2024/1", "press"),
        ("", "press"),
        ("http://[broken", "press"),
    ],
)
def test_the_host_tells_the_class(url: str, expected: str) -> None:
    assert source_class_of(item(url=url)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Reuters", "wire"),
        ("reuters.com", "wire"),
        ("The Verge", "press"),
        ("https://www.ftc.gov/feeds/1.xml", "official"),
    ],
)
def test_the_name_or_address_of_the_source_tells_it_too(source: str, expected: str) -> None:
    assert source_class_of(item(source=source)) == expected


def test_a_collector_of_links_lends_its_class_to_nobody() -> None:
    assert source_class_of(item(url="https://paper.example/1", source="https://hnrss.org/newest")) == "press"


def test_what_was_declared_counts_first() -> None:
    assert source_class_of(item(url="https://someone.substack.com/p/1"), "analysis") == "analysis"
    assert source_class_of(item(source_class="official", text="FOR IMMEDIATE RELEASE. We raise fees.")) == "official"


@pytest.mark.parametrize(
    "text",
    [
        "AUSTIN, Texas, May 2, 2024 /PRNewswire/ -- Clipmart opens its fund.",
        "AUSTIN--(BUSINESS WIRE)--Clipmart opens its fund.",
        "FOR IMMEDIATE RELEASE Clipmart opens its fund.",
    ],
)
def test_a_press_release_is_known_by_its_head(text: str) -> None:
    assert source_class_of(item(text=text), "press") == "press-release"


@pytest.mark.parametrize(
    "text",
    [
        "WASHINGTON (Reuters) - A judge heard the creators on Monday.",
        "BRUSSELS (AP) — The bloc asked for papers.",
        "The judge heard the creators. (Reporting by Ann Example; Editing by Bob Example)",
        "The judge heard the creators. This story was originally published on The Daily Example.",
    ],
)
def test_a_copy_of_a_wire_is_known_by_its_signature(text: str) -> None:
    assert source_class_of(item(text=text, url="https://local.example/1"), "press") == "syndicated"


def test_a_site_that_signs_its_own_articles_copies_nobody() -> None:
    text = "A phone is out. This article originally appeared on Gadgetry at https://gadgetry.example"
    assert source_class_of(item(text=text, url="https://www.gadgetry.example/1"), "press") == "press"


def test_a_mention_of_a_wire_is_no_signature() -> None:
    assert source_class_of(item(text="The plan was first told by Reuters, citing two people."), "press") == "press"


def test_a_text_spun_for_search_engines_is_known_by_its_habits() -> None:
    text = (
        "In this article, we look at the bar of 1,000 followers. Whether you're new or a star, boost your reach. "
        "In conclusion, stay tuned for more. Use our code to save."
    )
    assert source_class_of(item(text=text), "press") == "spun"
    assert source_class_of(item(text=text), "official") == "official"


def test_one_such_habit_befalls_an_honest_writer() -> None:
    assert (
        source_class_of(item(text="Everything you need to know about the new bar, by our reporter."), "press")
        == "press"
    )


def test_every_answer_is_a_class() -> None:
    for text in ("", "x" * 1_000_000, "By " * 30_000, "Reporting by " + "A" * 100_000, "(Reuters)" * 10_000):
        assert source_class_of(item(text=text)) in CLASSES
