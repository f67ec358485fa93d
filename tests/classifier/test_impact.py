"""What a change of terms does to one's own channels."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from classifier.annotation import Evidence, Fact
from classifier.consensus import Telling
from classifier.impact import ChannelError, channels_in, impact, rule_changes

WORDS = Evidence(item="i", start=0, end=1, text="x")
LIST = """name,followers,watch_hours,country,programs
Ada,6000,100,US,
Ben,2000,,US,
Cy,800,9000,IN,
Dee,,500,US,
Eve,1200,50,BR,clipnest-shop
"""


def bar(
    metric: str,
    before: object,
    after: object,
    *,
    change: str | None = None,
    scope: str | None = None,
    program: str | None = None,
) -> Fact:
    return Fact(
        metric=metric, subject=None, platform=None, before=before, after=after, unit=None, change=change,  # type: ignore[arg-type]
        status="announced", evidence=WORDS, scope=scope, program=program,
    )  # fmt: skip


def test_a_lowered_bar_lets_channels_in() -> None:
    found = impact([bar("followers", 5000, 1000)], channels_in(LIST))
    assert found.newly == ("Ben", "Eve") and found.stay_in == ("Ada",) and found.stay_out == ("Cy",)
    assert found.cannot_say == ("Dee",)
    assert found.told == "2 newly eligible, 1 cannot say"


def test_a_raised_bar_takes_channels_out() -> None:
    assert impact([bar("followers", 1000, 5000)], channels_in(LIST)).lose == ("Ben", "Eve")


def test_a_bar_with_an_unknown_former_value_cannot_say_who_is_new() -> None:
    found = impact([bar("followers", None, 1000)], channels_in(LIST))
    assert "Ada" in found.cannot_say and not found.newly


def test_a_removed_bar_lets_everybody_in() -> None:
    found = impact([bar("followers", 1000, None, change="removed")], channels_in(LIST))
    assert found.newly == ("Cy",)


def test_either_or_needs_only_one() -> None:
    bars = [bar("followers", 100_000, 5000), bar("watch_hours", 100_000, 8000)]
    found = impact(bars, channels_in(LIST), [frozenset({"followers", "watch_hours"})])
    assert set(found.newly) == {"Ada", "Cy"}


def test_bars_that_a_text_joins_by_or_need_only_one() -> None:
    bars = [
        replace(bar("followers", 100_000, 5000), group="or-1"),
        replace(bar("watch_hours", 100_000, 8000), group="or-1"),
    ]
    assert set(impact(bars, channels_in(LIST)).newly) == {"Ada", "Cy"}
    apart = [bars[0], replace(bars[1], evidence=replace(WORDS, item="j"))]
    assert not impact(apart, channels_in(LIST)).newly  # two texts number their groups alike


def test_a_change_for_one_country_leaves_others_alone() -> None:
    found = impact([bar("followers", 1000, 500, scope="India")], channels_in(LIST))
    assert found.newly == ("Cy",) and not found.stay_in and not found.cannot_say


def test_members_of_the_programme_were_in_before() -> None:
    found = impact([bar("followers", None, 5000, program="clipnest-shop")], channels_in(LIST))
    assert found.lose == ("Eve",)


def test_a_list_that_cannot_be_read_says_where() -> None:
    with pytest.raises(ChannelError, match="Line 2: 'many' is no number of followers"):
        channels_in("name,followers\nAda,many\n")
    with pytest.raises(ChannelError, match="needs a column 'name'"):
        channels_in("followers\n5\n")
    with pytest.raises(ChannelError, match="shoe_size"):
        channels_in("name,shoe_size\nAda,5\n")


@pytest.mark.parametrize(
    ("followers", "listed"), [(999, "stay_out"), (1000, "newly"), (4999, "newly"), (5000, "stay_in")]
)
def test_the_bar_itself_is_enough(followers: int, listed: str) -> None:
    found = impact([bar("followers", 5000, 1000)], channels_in(f"name,followers\nAda,{followers}\n"))
    assert getattr(found, listed) == ("Ada",)


def test_channels_of_another_platform_are_left_alone() -> None:
    one = replace(bar("followers", 5000, 1000), platform="clipnest-shop")
    found = impact([one], channels_in("name,platform,followers\nAda,clipnest,2000\nBen,pixley,2000\n"))
    assert found.newly == ("Ada",) and "Ben" not in (*found.stay_out, *found.cannot_say)


def telling(key: str, day: int, fact: Fact) -> Telling:
    words = replace(WORDS, item=key)
    fact = replace(fact, evidence=words, program="clipnest-partners")
    return Telling(
        fact=fact, item=key, source=key, source_class="press", at=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(day)
    )


def test_a_change_told_by_many_is_one_change_and_the_same_numbers_a_year_later_another() -> None:
    told = [
        telling("a", 0, bar("subscribers", 1000, 500)), telling("a", 0, bar("watch_hours", 4000, 3000)),
        telling("b", 1, bar("subscribers", None, 500)), telling("c", 400, bar("subscribers", 1000, 500)),
    ]  # fmt: skip
    late, early = rule_changes(told)
    assert early.items == ("a", "b") and [one.metric for one in early.facts] == ["subscribers", "watch_hours"]
    assert late.items == ("c",)


def test_two_tiers_of_one_bar_are_measured_apart() -> None:
    told = [telling("a", 0, bar("subscribers", None, 500)), telling("a", 0, bar("subscribers", None, 1000))]
    assert [len(one.facts) for one in rule_changes(told)] == [1, 1]


def test_a_denied_or_withdrawn_change_is_no_change() -> None:
    assert rule_changes([telling("a", 0, replace(bar("subscribers", 1000, 500), status="reversed"))]) == ()


def test_who_names_only_the_platform_tells_the_change_of_its_programme() -> None:
    named = telling("a", 0, replace(bar("subscribers", 1000, 500), platform="clipnest"))
    unnamed = telling("b", 1, replace(bar("subscribers", 1000, 500), platform="clipnest"))
    unnamed = replace(unnamed, fact=replace(unnamed.fact, program=None))
    (change,) = rule_changes([named, unnamed])
    assert change.items == ("a", "b") and change.program == "clipnest-partners"


def test_a_change_that_only_some_limit_to_a_country_leaves_channels_elsewhere_open() -> None:
    official = replace(telling("a", 0, bar("followers", 5000, 1000)), source_class="official")
    report = telling("b", 0, bar("followers", 5000, 1000, scope="US"))
    (change,) = rule_changes([official, report])
    channels = channels_in("name,followers,country\nAda,2000,US\nBen,2000,DE\nCy,9000,DE\n")
    found = impact(change.facts, channels, (), change.told_only_for)
    assert found.newly == ("Ada",) and found.cannot_say == ("Ben",) and found.stay_in == ("Cy",)
