"""Which items are one story, which are not, and what stays as it was told."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

import pytest

from classifier.desk import Desk, file_stream
from classifier.filing import Filed, Verdicts, story_id
from classifier.likeness import Group, likeness
from classifier.rarity import COUNTED_DAYS, Rarity
from classifier.signature import signature_of
from collector.item import Item

START = datetime(2026, 5, 4, 9, tzinfo=UTC)


def item(name: str, title: str, text: str = "", hours: float = 0, url: str = "") -> Item:
    when = START + timedelta(hours=hours)
    return Item(
        id=name,
        source=f"https://{name}.example/feed",
        source_class="press",
        url=url,
        title=title,
        text=text,
        observed=when,
        published=when,
        fingerprint=name,
    )


BAN = [
    item("a", "Norway bans Vidlane from government phones", "Norwegian ministers must delete Vidlane by Friday.", 0),
    item(
        "b",
        "Norwegian government blocks Vidlane on official devices",
        "Ministers in Norway were told to delete the Vidlane app from phones.",
        3,
    ),
    item(
        "c",
        "Oslo tells ministers to remove Vidlane app from their work phones",
        "The Norwegian government bans the app Vidlane on devices of ministers.",
        5,
    ),
]
OTHER_BAN = item("d", "Portugal bans Vidlane from government phones", "Portuguese ministers must delete Vidlane.", 6)
UNRELATED = [
    item("x", "Peakcast pays musicians for background use", "A fund of 3 million euros opens in June.", 1),
    item("y", "Court hears appeal of grocers in parking dispute", "Judges sat for two hours.", 2),
    item("z", "Harvest of almonds falls after dry spring", "Growers expect a third less.", 4),
]


def stories(items: list[Item]) -> dict[str, str]:
    return {filing.item: filing.story for filing in file_stream(items)}


def test_one_event_in_other_words_is_one_story() -> None:
    filed = stories([*BAN, *UNRELATED])
    assert filed["a"] == filed["b"] == filed["c"]
    assert len({filed["a"], filed["x"], filed["y"], filed["z"]}) == 4


def test_another_countrys_ban_is_another_story() -> None:
    filed = stories([*BAN, OTHER_BAN, *UNRELATED])
    assert filed["d"] != filed["a"]


def test_another_act_between_the_same_names_is_less_alike() -> None:
    def alike(later: str) -> float:
        charge = signature_of(item("q", "Hollin Ferrow accused in Peakcast fee case", "", 0))
        other = signature_of(item("r", f"Hollin Ferrow {later} in Peakcast fee case", "", 5))
        groups = [Group.of(one, Rarity().vector(one), order) for order, one in enumerate((charge, other))]
        return likeness(*groups)

    assert alike("arrested") < alike("wept") < alike("accused")


def test_what_many_took_up_is_joined_for_longer() -> None:
    def loss(titles: int) -> float:
        """Likeness that three days take from a late piece on an event with so many items."""
        groups = [group(replace(BAN[0], id=f"a{number}"), number) for number in range(titles)]
        for other in groups[1:]:
            groups[0].take(other)
        early, late = (group(replace(BAN[1], published=START + timedelta(days=days)), 99) for days in (0, 3))
        return likeness(groups[0], early) - likeness(groups[0], late)

    def group(one: Item, order: int) -> Group:
        signature = signature_of(one)
        return Group.of(signature, Rarity().vector(signature), order)

    assert loss(1) > loss(4) > loss(16) > 0


def test_the_order_of_arrival_changes_nothing() -> None:
    items = [*BAN, OTHER_BAN, *UNRELATED]
    shuffled = list(items)
    random.Random(3).shuffle(shuffled)
    assert stories(items) == stories(shuffled)
    one, other = Desk(), Desk()
    assert sorted(map(repr, one.file(items))) == sorted(map(repr, other.file(shuffled)))


def test_a_story_is_named_after_its_first_item() -> None:
    assert stories(BAN)["c"] == story_id("a")


def test_told_items_are_never_moved_and_late_ones_join() -> None:
    desk = Desk()
    desk.file([*BAN[:2], *UNRELATED])
    desk.settle()
    late = item("e", "Vidlane banned from phones of Norwegian ministers", "Norway's government gave no reason.", -2)
    filings = desk.file([BAN[2], late, OTHER_BAN])
    assert [filing.story for filing in filings[:2]] == [story_id("a"), story_id("a")]
    assert desk.loose.keys() == {"c", "d", "e"}
    assert filings[2].story == story_id("d")


def test_filing_twice_adds_nothing() -> None:
    desk = Desk()
    first = desk.file(BAN)
    again = desk.file(BAN)
    assert [filing.story for filing in first] == [filing.story for filing in again]


def test_a_desk_opened_from_the_store_goes_on_as_the_first() -> None:
    one = Desk()
    filed = one.file([*BAN[:2], *UNRELATED])
    one.settle()
    known = {kept.id: kept for kept in [*BAN, *UNRELATED]}
    other = Desk.open([Filed(item=known[filing.item], story=filing.story) for filing in filed])
    late = [BAN[2], OTHER_BAN]
    assert [one_.story for one_ in one.file(late)] == [one_.story for one_ in other.file(late)]


def test_untold_items_are_weighed_again_with_later_ones() -> None:
    desk = Desk()
    desk.file(BAN[:1])
    desk.file(BAN[1:])
    whole = Desk()
    whole.file(BAN)
    assert desk.loose == whole.loose


def test_what_waits_untold_for_weeks_is_still_filed() -> None:
    desk = Desk()
    for week in range(4):
        app = f"Vidlane{'xyzw'[week]}"
        desk.file(
            [item(f"{one.id}{week}", one.title.replace("Vidlane", app), one.text, 24 * 7 * week) for one in BAN]
        )
    assert desk.loose["a0"] == desk.loose["b0"] != desk.loose["a3"] == desk.loose["b3"]


def test_the_same_headline_is_a_copy() -> None:
    copy = item("m", BAN[0].title, "", 8)
    filing = {one.item: one for one in file_stream([*BAN, copy, *UNRELATED])}["m"]
    assert filing.how == "copy"
    assert filing.copy_of == "a"
    assert filing.story == story_id("a")


def test_an_aggregators_link_joins_the_article_it_points_to() -> None:
    article = item(
        "n",
        "The quiet rule that reshapes short clips",
        "Nobody noticed it.",
        0,
        "https://www.example.org/2026/05/quiet-rule?src=rss",
    )
    link = item(
        "o",
        "Short clip rule (example.org)",
        "Article URL: https://example.org/2026/05/quiet-rule Comments URL: https://board.example/x?id=7",
        5,
    )
    filed = stories([article, link, *UNRELATED])
    assert filed["n"] == filed["o"]


def test_the_same_words_a_week_later_are_another_story() -> None:
    later = item("p", BAN[0].title, BAN[0].text, 24 * 7)
    assert stories([*BAN, later])["p"] != story_id("a")


def test_a_persons_verdict_wins() -> None:
    apart = Desk(Verdicts(apart=(("a", "b"),)))
    filed = {one.item: one.story for one in apart.file([*BAN, *UNRELATED])}
    assert filed["a"] != filed["b"]
    joined = Desk(Verdicts(same=(frozenset({"a", "z"}),)))
    filed = {one.item: one.story for one in joined.file([*BAN, *UNRELATED])}
    assert filed["a"] == filed["z"]


def test_no_item_is_lost() -> None:
    chance = random.Random(5)
    words = [f"word{number}" for number in range(60)]
    items = [
        item(f"i{n}", " ".join(chance.choices(words, k=6)), " ".join(chance.choices(words, k=20)), n / 2)
        for n in range(400)
    ]
    filings = file_stream(items)
    assert [filing.item for filing in filings] == [one.id for one in items]
    assert all(filing.story for filing in filings)


@pytest.mark.parametrize(
    "title", ["", "?", "A" * 100_000, "<b>" * 30_000, "https://x.example/" + "a" * 90_000, "\u202e" * 99]
)
def test_odd_titles_are_filed_too(title: str) -> None:
    assert file_stream([item("a", title, title), *UNRELATED])[0].story == story_id("a")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_labelled_month_keeps_its_floors(shared: Path, root: Path) -> None:
    import gzip
    import sys

    sys.path.insert(0, str(shared / "tools"))
    from score_stories import score  # type: ignore[import-not-found]

    with (shared / "data" / "gold-stories.jsonl").open(encoding="utf-8") as lines:
        gold = {row["id"]: row["story"] for row in map(json.loads, lines)}
    items = []
    with gzip.open(shared / "data" / "stream-2023-03.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            when = datetime.fromisoformat(row["published"])
            items.append(
                Item(
                    id=row["id"],
                    source=row["source"],
                    source_class="",
                    url=row["url"],
                    title=row["title"],
                    text=row["text"],
                    observed=when,
                    published=when,
                    fingerprint="",
                )
            )
    filed = {filing.item: filing.story for filing in file_stream(items)}
    # One story is a seventh of the month and most of its pairs: what holds without it holds in other months.
    largest = Counter(gold.values()).most_common(1)[0][0]
    rest = {name: story for name, story in gold.items() if story != largest}
    whole = score(gold, {name: filed[name] for name in gold})
    told = {
        "bcubed_f1": whole["b3_f1"],
        "pairwise_precision": whole["pair_p"],
        "pairwise_f1_without_largest": score(rest, {name: filed[name] for name in rest})["pair_f1"],
    }
    floors = json.loads((root / "tests/gold/floors.json").read_text(encoding="utf-8"))["stories"]
    assert {name: value for name, value in told.items() if value < floors[name]} == {}


@pytest.mark.slow
def test_a_days_items_cost_the_same_whatever_came_before() -> None:
    def day(number: int) -> list[Item]:
        chance = random.Random(number)
        return [
            item(
                f"{number}-{n}",
                " ".join(f"w{int(chance.paretovariate(0.7)) % 9000}" for _ in range(9)),
                " ".join(f"w{int(chance.paretovariate(0.7)) % 9000}" for _ in range(25)),
                24 * number + n / 100,
            )
            for n in range(600)
        ]

    desk = Desk()
    spent = []
    for number in range(16):
        items = day(number)
        start = process_time()
        desk.file(items)
        desk.settle()
        spent.append(process_time() - start)
    assert sum(spent[-4:]) < 2 * sum(spent[6:10])
    assert COUNTED_DAYS < 8
