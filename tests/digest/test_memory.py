"""The same news in other words is known; a new value, a new date and a firmer footing are news."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from digest.memory import Known, Memory, covers, fact_key, shade_of


@pytest.fixture
def lowered(world: Any) -> Any:
    item = world.item("i", "Clipbox lowers its threshold from 5,000 to 1,000")
    return world.fact(item, "5,000 to 1,000", before=5000, after=1000, unit="followers", program="clipbox-partner")


def knows(told: Any, new: Any) -> bool:
    return covers(shade_of(fact_key(told)), shade_of(fact_key(new)))


@pytest.mark.parametrize(
    "change",
    [
        {"before": None},
        {"after": 1000.0},
        {"subject": "the plan"},
        {"program": None},
        {"status": "in_force"},
        {"status": "reported"},
        {"status": "rumor"},
        {"announced": "2031-05-01"},
        {"scope": "worldwide"},
    ],
)
def test_other_words_for_the_same_are_no_news(lowered: Any, change: dict[str, Any]) -> None:
    assert knows(lowered, replace(lowered, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"after": 500},
        {"before": 4000},
        {"metric": "subscribers"},
        {"effective": "2031-07-01"},
        {"status": "reversed"},
        {"status": "delayed"},
        {"program": "clipbox-shop"},
        {"platform": "streamora", "program": None, "subject": "Streamora"},
    ],
)
def test_what_differs_is_news(lowered: Any, change: dict[str, Any]) -> None:
    assert not knows(lowered, replace(lowered, **change))


@pytest.mark.parametrize("status", ["rumor", "proposed", "test"])
def test_a_rumour_or_proposal_that_comes_true_is_news(lowered: Any, status: str) -> None:
    assert not knows(replace(lowered, status=status), lowered)


def test_another_plan_of_the_same_platform_is_news_unless_both_its_values_are_known(lowered: Any) -> None:
    unnamed = replace(lowered, program=None)
    assert knows(unnamed, replace(unnamed, subject="the programme"))
    assert not knows(replace(unnamed, before=None), replace(unnamed, before=None, subject="Shop sellers"))


def test_a_date_told_less_exactly_is_known_and_a_moved_one_is_not(lowered: Any) -> None:
    dated = replace(lowered, effective="2031-07-01")
    assert knows(dated, replace(lowered, effective="2031-07"))
    assert not knows(dated, replace(lowered, effective="2031-08-01"))


def test_the_same_step_of_another_case_is_news(world: Any) -> None:
    item = world.item("i", "A suit was filed")
    one = world.fact(item, "filed", metric="stage", after="filed", subject="Norwick v. Clipbox", matter="norwick")
    other = replace(one, subject="Lund v. Clipbox", matter="lund")
    unnamed = replace(one, subject="a class action", matter=None)
    assert not knows(one, other)
    assert not knows(one, unnamed)
    assert knows(one, replace(one, subject="the Norwick case"))


KEY = "38d83f917c9d:070b2:ee72b:9e60f:0f8eb::firm:"  # a ledger of years ago must still be understood


def test_a_key_fits_the_ledger_and_is_the_same_tomorrow(lowered: Any) -> None:
    key = fact_key(replace(lowered, effective="2031-07-01", scope="in twelve months", status="proposed"))
    assert len(key) <= 64
    assert fact_key(lowered) == KEY


def test_a_headline_in_other_words_is_an_echo() -> None:
    known = Memory(
        headlines={"Utah governor signs two bills on children's use of video platforms": "2031-05-01"}
    ).known()
    assert known.echoes("Utah governor signs bills on children's use of video platforms")
    assert not known.echoes("Utah governor vetoes a levy on video platforms and their hosts")
    assert not known.echoes("Utah")


def test_ten_thousand_known_facts_are_asked_quickly(lowered: Any) -> None:
    known = Known({fact_key(replace(lowered, after=number)): "2031-01-01" for number in range(10_000)}, {})
    assert known.since(fact_key(replace(lowered, after=77))) == "2031-01-01"
    assert known.since(fact_key(replace(lowered, after=20_000))) == ""
