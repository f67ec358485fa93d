"""What many tellings of one thing come to."""

from __future__ import annotations

from datetime import UTC, datetime

from classifier.annotation import Evidence, Fact
from classifier.consensus import Telling, claims

WORDS = Evidence(item="i", start=0, end=1, text="x")


def telling(
    item: str, after: float | None, before: float | None = None, *, source: str = "", source_class: str = "press",
    copy_of: str = "", status: str = "in_force", scope: str | None = None, retracted: bool = False, hour: int = 0,
) -> Telling:  # fmt: skip
    fact = Fact(
        metric="followers", subject=None, platform="vidora", before=before, after=after, unit="followers", change=None,
        status=status, evidence=WORDS, scope=scope,
    )  # fmt: skip
    return Telling(
        fact=fact, item=item, source=source or item, source_class=source_class, copy_of=copy_of, retracted=retracted,
        at=datetime(2024, 5, 1, hour, tzinfo=UTC),
    )  # fmt: skip


def test_a_value_told_by_several_is_one_claim_with_its_former_value() -> None:
    (claim,) = claims([telling("a", 1000), telling("b", 1000, 5000), telling("c", 1000, 5000)])
    assert (claim.fact.before, claim.fact.after, claim.voices) == (5000, 1000, 3)
    assert claim.confidence == "reported by 3 independent sources"


def test_syndicated_copies_count_once() -> None:
    (claim,) = claims([telling("a", 1000), telling("b", 1000, copy_of="a"), telling("c", 1000, copy_of="a")])
    assert (claim.voices, claim.confidence) == (1, "single source")


def test_the_platforms_own_page_confirms() -> None:
    (claim,) = claims([telling("a", 1000), telling("p", 1000, source_class="official")])
    assert claim.confidence == "confirmed"


def test_two_values_stand_side_by_side_while_nobody_better_speaks() -> None:
    first, second = claims([telling("a", 1000, 5000), telling("b", 2000, 5000)])
    assert {first.confidence, second.confidence} == {"disputed"}
    assert first.against == ("2000",)


def test_a_better_class_of_source_settles_two_values() -> None:
    press, official = claims([telling("a", 1000, 5000), telling("p", 2000, 5000, source_class="official", hour=2)])
    assert (press.settled, press.confidence) == (False, "superseded by a better source")
    assert (official.settled, official.confidence) == (True, "confirmed")


def test_tiers_told_by_one_text_do_not_contradict_each_other() -> None:
    found = claims([telling("a", 500), telling("a", 1000)])
    assert {one.confidence for one in found} == {"single source"}


def test_countries_do_not_contradict_each_other() -> None:
    found = claims([telling("a", 500, scope="India"), telling("b", 1000, scope="Brazil")])
    assert all(one.settled for one in found)


def test_the_next_change_of_the_same_thing_is_no_contradiction() -> None:
    found = claims([telling("a", 1000, 5000), telling("b", 800, 1000, hour=5)])
    assert all(one.settled for one in found)


def test_a_denied_report_is_disputed_and_a_taken_back_one_retracted() -> None:
    (claim,) = claims([telling("a", 1000, 5000, status="reported"), telling("b", 1000, 5000, status="denied")])
    assert (claim.confidence, claim.fact.status) == ("disputed", "disputed")
    (claim,) = claims([telling("a", 1000, retracted=True)])
    assert claim.confidence == "retracted"
