"""Facts from a rule change: both sides, told by the clauses before and after."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from classifier.annotation import Fact
from classifier.difference import changed_clauses, facts_of_change
from collector.item import Item
from collector.verdict import ClauseChange
from collector.versions import words_of_change


def item(*clauses: tuple[str, str]) -> Item:
    now = datetime(2026, 4, 1, tzinfo=UTC)
    words = words_of_change([ClauseChange(before=before, after=after) for before, after in clauses])
    return Item(
        id="change",
        source="lantern",
        source_class="official",
        url="https://lantern.example/rules",
        title="Lantern Partner Program: a rule changed",
        text=words,
        observed=now,
        published=now,
        fingerprint="",
    )


def facts(*clauses: tuple[str, str], effective: date | None = None) -> tuple[Fact, ...]:
    return facts_of_change(item(*clauses), (), effective)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "You need at least 5,000 followers.",
            "You need at least 1,000 followers.",
            ("followers", 5000, 1000, "lowered"),
        ),
        (
            "Partners keep 45% of ad revenue.",
            "Partners keep 55% of ad revenue.",
            ("creator_share_pct", 45, 55, "raised"),
        ),
        ("The minimum payout is $100.", "The minimum payout is $50.", ("payout_min", 100, 50, "lowered")),
        ("Creators must be at least 16.", "Creators must be at least 18.", ("age_min", 16, 18, "raised")),
        ("We charge a 10% service fee.", "We charge a 12% service fee.", ("platform_fee_pct", 10, 12, "raised")),
        ("", "Channels need 3,000 watch hours.", ("watch_hours", None, 3000, "introduced")),
        ("You must have 500 subscribers.", "", ("subscribers", 500, None, "removed")),
    ],
)
def test_a_changed_number_is_a_fact_with_both_sides(before: str, after: str, told: tuple[object, ...]) -> None:
    (fact,) = facts((before, after))
    assert (fact.metric, fact.before, fact.after, fact.change) == told


def test_two_numbers_of_one_clause_are_two_facts() -> None:
    before = "You need 4,000 watch hours and 1,000 subscribers to apply."
    found = facts((before, before.replace("4,000", "3,000").replace("1,000", "500")))
    assert {(fact.metric, fact.before, fact.after) for fact in found} == {
        ("watch_hours", 4000, 3000),
        ("subscribers", 1000, 500),
    }


def test_a_number_that_stayed_is_no_fact() -> None:
    assert facts(("You need 1,000 followers to join.", "You need 1,000 followers and a public profile to join.")) == ()


def test_the_evidence_shows_both_sides_in_the_words_of_the_item() -> None:
    one = item(("You need 5,000 followers to join.", "You need 1,000 followers to join."))
    (fact,) = facts_of_change(one, ())
    assert fact.evidence.text == one.words[fact.evidence.start : fact.evidence.end]
    assert "5,000" in fact.evidence.text and "1,000" in fact.evidence.text


def test_a_rule_dated_ahead_is_announced() -> None:
    change = ("You need 5,000 followers to join.", "You need 1,000 followers to join.")
    (fact,) = facts(change, effective=date(2026, 5, 1))
    assert (fact.status, fact.effective) == ("announced", "2026-05-01")
    (fact,) = facts(change, effective=date(2026, 3, 1))
    assert fact.status == "in_force"


def test_clauses_come_back_as_they_were_written() -> None:
    pairs = [("Old rule.", "New rule."), ("", "Added."), ("Dropped.", "")]
    assert [(one.before, one.after) for one in changed_clauses(item(*pairs).words)] == pairs
