"""One group has one name, however a text puts it."""

from __future__ import annotations

import pytest

from classifier.scope import scope_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("affiliate; US", "United States; affiliate tier"),
        ("new creators", "new pages"),
        ("India; per month", "indian; 12 months"),
        ("partner; until 2025-01-01", "partner tier"),
    ],
)
def test_the_same_group_has_the_same_name(one: str, other: str) -> None:
    assert scope_of(one).key == scope_of(other).key


def test_a_programme_named_for_its_tier_needs_no_tier() -> None:
    assert scope_of("affiliate; US", "shopwell-affiliate").key == scope_of("US").key == "US"


def test_what_a_scope_leaves_open_another_may_say() -> None:
    assert scope_of("affiliate; US").within(scope_of("affiliate"))
    assert not scope_of("affiliate").within(scope_of("affiliate; US"))
    assert not scope_of("US").within(scope_of("India"))
