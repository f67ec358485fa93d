"""What sources of one story say against each other stands side by side."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from classifier.annotation import Annotation, Evidence, Fact
from classifier.telling import tell_story
from collector.item import Item

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def telling(number: int, after: int, source_class: str = "press", before: int = 5000) -> tuple[Item, Annotation]:
    """An item that says a bar went from one value to another."""
    id = f"{number:024x}"
    words = f"Streamora moves its partner bar from {before} to {after}, paper {number} says"
    item = Item(
        id=id, source=f"paper-{number}", source_class=source_class, url="", title=words, text="",
        observed=NOON, published=NOON + timedelta(minutes=number), fingerprint=id,
    )  # fmt: skip
    fact = Fact(
        metric="followers", subject="partner programme", platform="streamora", program="streamora-partners",
        before=before, after=after, unit="followers", change="lowered", status="announced",
        evidence=Evidence(item=id, start=0, end=len(words), text=words),
    )  # fmt: skip
    said = Annotation(
        item=id, relevant=True, relevance=0.9, source_class=source_class, language="en", made_by="test", facts=(fact,)
    )
    return item, said


def told(*tellings: tuple[Item, Annotation]) -> tuple[list[tuple[object, str]], str]:
    story = tell_story("s1", [item for item, _ in tellings], {item.id: said for item, said in tellings})
    return [(fact.after, fact.status) for fact in story.facts], story.confidence


def test_two_papers_that_differ_are_both_told() -> None:
    facts, confidence = told(telling(1, 1000), telling(2, 2000))
    assert sorted(facts) == [(1000, "disputed"), (2000, "disputed")]
    assert confidence == "disputed"


def test_the_primary_text_settles_what_papers_differ_about() -> None:
    facts, confidence = told(telling(1, 1000, "official"), telling(2, 2000), telling(3, 1000))
    assert facts == [(1000, "announced")]
    assert confidence == "confirmed"


def test_papers_that_agree_are_one_fact() -> None:
    facts, _ = told(telling(1, 1000), telling(2, 1000))
    assert facts == [(1000, "announced")]


def test_another_old_value_is_another_tier_and_no_contradiction() -> None:
    facts, _ = told(telling(1, 1000), telling(2, 2000, before=8000))
    assert all(status == "announced" for _, status in facts)
