"""What a reader asks for is understood, or the place is shown where it is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.question import Question, QuestionError, moment, understand

NOW = datetime(2026, 3, 31, 15, tzinfo=UTC)


def test_a_search_box_is_understood() -> None:
    words = 'tag:threshold-change platform:tiktok,youtube since:30d "partner program" -rumor -class:blog'
    asked = understand(words, NOW)
    assert asked == Question(
        words=("partner program",), without=("rumor",), tags=("threshold-change",), platforms=("tiktok", "youtube"),
        no_source_classes=("blog",), since=datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("today", "2026-03-31T00:00"), ("yesterday", "2026-03-30T00:00"), ("7d", "2026-03-24T00:00"),
        ("3w", "2026-03-10T00:00"), ("1mo", "2026-02-28T00:00"), ("2y", "2024-03-31T00:00"), ("6h", "2026-03-31T09:00"),
        ("2026-03-01", "2026-03-01T00:00"), ("2026-03-01T05:00:00+02:00", "2026-03-01T03:00"),
    ],
)  # fmt: skip
def test_days_and_spans_are_moments(said: str, means: str) -> None:
    assert moment(said, NOW) == datetime.fromisoformat(means).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("since:yesterdy", 6, "'yesterdy' is not a date"),
        ('ban "never closed', 4, "not closed"),
        ("colour:red", 0, "there is no field 'colour'"),
        ("tiktok tag:treshold-change", 7, "did you mean 'threshold-change'"),
        ("-since:7d", 0, "has no meaning"),
        ("saved:nothing", 0, "no question is saved"),
    ],
)
def test_a_mistake_is_shown_with_its_place(text: str, position: int, says: str) -> None:
    with pytest.raises(QuestionError, match=says) as caught:
        understand(text, NOW, {"tag": ["threshold-change"]}, {"bans": "tag:divestiture-ban"})
    assert caught.value.position == position


def test_a_saved_question_stands_for_its_words() -> None:
    saved = {"bans": "tag:divestiture-ban -rumor"}
    assert understand("saved:bans since:7d", NOW, None, saved) == understand("tag:divestiture-ban -rumor since:7d", NOW)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_understood_or_refused_with_a_place(text: str) -> None:
    try:
        understand(text, NOW)
    except QuestionError as error:
        assert 0 <= error.position <= len(text)
