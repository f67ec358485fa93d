"""What makes a story matter, what makes it credible, and why it matters to a reader."""

from __future__ import annotations

from datetime import date

import pytest

from classifier.annotation import Evidence, Fact
from classifier.importance import CREDIBILITY_WEIGHTS, WEIGHTS, confidence, credibility, importance, size
from classifier.why import WORDS, why_it_matters


def fact(
    metric: str,
    before: float | str | None,
    after: float | str | None,
    change: str,
    status: str = "announced",
    effective: str | None = None,
    unit: str | None = None,
) -> Fact:
    return Fact(
        metric=metric,
        subject=None,
        platform="vidlane",
        before=before,
        after=after,
        unit=unit,
        change=change,
        status=status,
        evidence=Evidence(item="a", start=0, end=1, text="x"),
        effective=effective,
    )


LOWERED = fact("followers", 5000, 1000, "lowered", effective="2026-06-01")


def test_weights_sum_to_one_and_parts_to_the_number() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert sum(CREDIBILITY_WEIGHTS.values()) == pytest.approx(1)
    number, parts = importance(["threshold-change"], [LOWERED], ["youtube"], {"official"}, 4)
    assert number == pytest.approx(sum(value for _, value in parts), abs=1e-3)
    assert {name for name, _ in parts} == set(WEIGHTS)


def test_a_changed_bar_matters_more_than_talk_however_loud() -> None:
    quiet, _ = importance(["threshold-change"], [LOWERED], ["youtube"], {"official"}, 1)
    loud, _ = importance(["analysis-opinion"], [], ["youtube"], {"press"}, 40)
    assert quiet > loud


def test_importance_and_credibility_are_two_things() -> None:
    rumor = fact("followers", 5000, 50, "lowered", "rumor")
    matters, _ = importance(["threshold-change"], [rumor], ["youtube"], {"blog"}, 1)
    believed, _ = credibility([rumor], {"blog"}, 1)
    sure, _ = credibility([LOWERED], {"official"}, 1)
    assert believed < 0.4 < matters
    assert sure > believed


def test_what_was_told_is_less_new() -> None:
    first, _ = importance(["threshold-change"], [LOWERED], ["youtube"], {"press"}, 2)
    again, _ = importance(
        ["threshold-change"], [LOWERED], ["youtube"], {"press"}, 2, told_facts=[LOWERED], follows=True
    )
    assert again < first


def test_confidence_has_fixed_words() -> None:
    assert confidence([], {"official"}, 1) == "confirmed"
    assert confidence([], {"press"}, 3) == "reported by 3 independent"
    assert confidence([], {"press"}, 1) == "single source"
    assert confidence([fact("fund_size", None, 1e6, "set", "denied")], {"press"}, 2) == "disputed"


def test_a_larger_change_is_larger() -> None:
    assert size(fact("followers", 5000, 4000, "lowered")) < size(fact("followers", 5000, 500, "lowered"))
    assert size(fact("penalty", None, 2e5, "imposed")) < size(fact("penalty", None, 5e8, "imposed"))
    assert all(0 <= size(fact("x", a, b, "set")) <= 1 for a in (0, 1, -3, 1e12) for b in (0, 2, -5, 1e-9))


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (LOWERED, "Smaller accounts can qualify from 1 June 2026."),
        (
            fact("platform_fee_pct", 6, 9, "raised", unit="percent"),
            "Creators and sellers earn less by 3 points on each sale.",
        ),
        (fact("comment_deadline", None, "2026-06-30", "set"), "Comments are open until 30 June 2026."),
        (
            fact("program_status", "open", "closed", "set", effective="2026-09"),
            "Members lose this income from September 2026.",
        ),
        (fact("followers", 5000, 1000, "lowered", "proposed"), "Smaller accounts would qualify."),
        (fact("followers", 5000, 1000, "lowered", "rumor"), ""),
        (fact("stage", None, "filed", "set"), ""),
        (fact("comment_deadline", None, "2026-01-30", "set"), ""),
    ],
)
def test_why_it_matters_is_computed_or_empty(one: Fact, sentence: str) -> None:
    found = why_it_matters([one], date(2026, 5, 4))
    assert found == sentence
    assert len(found.split()) <= WORDS
