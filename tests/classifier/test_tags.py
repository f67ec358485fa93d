"""Which tags an item gets, in which order, and from which words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from classifier import rules
from classifier.annotate import Annotator
from classifier.features import read
from classifier.frames import frames
from collector.item import Item
from config.load import load, packaged

NOW = datetime(2026, 5, 1, 6, tzinfo=UTC)


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.of(load(packaged()))


def item(title: str, text: str = "", name: str = "one") -> Item:
    return Item(
        id=name, source="test", source_class="press", url="", title=title, text=text, observed=NOW, fingerprint=""
    )


@pytest.mark.parametrize(
    ("title", "tag"),
    [
        ("YouTube cuts the watch hours that channels need to earn to 3,000", "threshold-change"),
        ("Patreon raises its fee for new creators to 10 percent", "revenue-share-fee"),
        ("Italy's watchdog fines TikTok 10 million euros over dangerous challenge videos", "fine-order"),
        ("Federal judge blocks Texas app store age law", "court-ruling"),
        ("Senate passes bill to force sale of TikTok", "legislation"),
        ("Governor bans TikTok on state phones", "divestiture-ban"),
        ("Brussels opens antitrust inquiry into Meta's marketplace", "investigation"),
        ("Streamers sue Twitch over unpaid subscription revenue", "creator-lawsuit"),
        ("Texas attorney general sues Roblox over child safety", "platform-lawsuit"),
        ("Google to pay 700 million dollars to settle app store claims", "settlement"),
        ("Meta launches subscriptions for creators on Instagram", "program-status"),
    ],
)
def test_the_main_act_is_among_the_tags(annotator: Annotator, title: str, tag: str) -> None:
    said = annotator.annotate([item(title)])[0]
    assert tag in [one.tag for one in said.tags]


def test_every_tag_points_at_its_words(annotator: Annotator) -> None:
    one = item(
        "Judge halts Montana's Tik\u200bTok ban", "He said that the law – signed in May – hurts creators’ speech."
    )
    said = annotator.annotate([one])[0]
    assert said.tags
    for tag in said.tags:
        assert tag.evidence.text
        assert tag.evidence.text == one.words[tag.evidence.start : tag.evidence.end]
        assert tag.by.startswith("model ")


def test_a_decided_suit_is_a_ruling_and_not_a_suit() -> None:
    tags = rules.chosen({"court-ruling": 0.9, "platform-lawsuit": 0.7, "competition": 0.8}, {})
    assert tags == ("court-ruling", "competition")


def test_makers_as_plaintiffs_exclude_the_platforms_own_suit() -> None:
    assert rules.chosen({"creator-lawsuit": 0.8, "platform-lawsuit": 0.75}, {}) == ("creator-lawsuit",)


def test_a_subject_stands_only_beside_an_act() -> None:
    assert rules.chosen({"market-data": 0.8, "competition": 0.9}, {}) == ("market-data",)
    assert rules.chosen({"analysis-opinion": 0.9, "investigation": 0.6, "competition": 0.7}, {}) == (
        "analysis-opinion", "investigation", "competition",
    )  # fmt: skip


def test_a_relevant_item_has_at_least_one_tag() -> None:
    assert len(rules.chosen({}, {})) == 1


def test_the_order_of_words_tells_who_sues_whom() -> None:
    def found(title: str) -> set[str]:
        return {hit.frame.name for hit in read(title, "").hits}

    assert "platform-sues" in found("TikTok sues Montana over ban")
    assert "makers-sue" in found("YouTubers sue Google over lost ad money")
    assert "makers-sue" not in found("Google sues over fake reviews")


@pytest.mark.parametrize(
    ("title", "frame"),
    [
        ("Record labels sue Suno over training", "owners-sue"),
        ("Lawmakers urge the FTC to look at Amazon", "asks-for"),
        ("Snapchat is testing paid badges for fans", "new-tool"),
        ("Uber sues Seattle over its new pay law", "sues-over-law"),
        ("Senator slams the TikTok bill as hasty", "says-of"),
        ("Spotify will appeal the ruling", "will-fight"),
        ("Meta could face a fine of 20 million euros", "may-be-fined"),
        ("EU: Meta broke the rules again", "speaker-first"),
    ],
)
def test_a_frame_is_found_whoever_acts(title: str, frame: str) -> None:
    assert frame in {hit.frame.name for hit in read(title, "").hits}


def test_publishers_are_no_makers() -> None:
    found = {hit.frame.name for hit in read("Newspapers sue Google over lost ad money", "").hits}
    assert "owners-sue" in found
    assert "makers-sue" not in found


def test_every_tag_can_be_said_by_some_frame() -> None:
    spoken = {tag for frame in frames() for tag in frame.tags}
    assert spoken == set(rules.TAGS)
