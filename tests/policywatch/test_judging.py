"""A person's word on stories holds, whatever it is said of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collector.item import Item
from config.load import load
from policywatch.run import classify
from policywatch.run.report import Report
from policywatch.store.store import Store

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TEXT = "Streamora lowers the entry bar of its partner programme from 4,000 to 900 followers, the company said."
TITLES = (
    "Streamora lowers partner programme bar to 900 followers from 4,000",
    "Streamora cuts follower bar of its partner programme to 900 from 4,000",
    "Partner programme of Streamora now open at 900 followers, down from 4,000",
)


def item(number: int) -> Item:
    id = f"{number + 1:024x}"
    at = NOW - timedelta(hours=12 - number)
    return Item(
        id=id, source=f"paper-{number}", source_class="press", url=f"https://paper{number}.example/a",
        title=TITLES[number], text=TEXT if number else "", observed=at, published=at, fingerprint=id,
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Store, list[str], str]]:
    """A store with three papers on one event: the store, their ids in order of time, and the story."""
    with Store.open(f"sqlite:///{tmp_path / 'j.db'}") as store:
        with store.transaction():
            store.items.add([item(number) for number in range(3)])
        classify.classify(store, load(environ={}), NOW, Report())
        ids = [item(number).id for number in range(3)]
        under = store.stories.of_items(ids)
        for other in ids[1:]:
            if under[other] != under[ids[0]]:
                classify.judge(store, "same", under[ids[0]], under[other], "ana", NOW)
        yield store, ids, store.stories.of_items(ids)[ids[0]]


def test_the_item_a_story_began_with_can_be_parted_from_it(desk: tuple[Store, list[str], str]) -> None:
    store, ids, story = desk
    classify.judge(store, "apart", story, ids[0], "ana", NOW)
    under = store.stories.of_items(ids)
    assert under[ids[0]] != under[ids[1]] == under[ids[2]] == story


def test_joining_what_is_one_story_already_changes_nothing(desk: tuple[Store, list[str], str]) -> None:
    store, ids, story = desk
    classify.judge(store, "same", ids[0], ids[2], "ana", NOW)
    assert set(store.stories.of_items(ids).values()) == {story}


def test_what_does_not_stand_together_cannot_be_parted(desk: tuple[Store, list[str], str]) -> None:
    store, ids, story = desk
    classify.judge(store, "apart", story, ids[0], "ana", NOW)
    with pytest.raises(classify.JudgedNothing, match="beside anything else"):
        classify.judge(store, "apart", story, ids[0], "ana", NOW)


def test_of_two_words_of_a_person_the_later_holds(desk: tuple[Store, list[str], str]) -> None:
    store, ids, story = desk
    classify.judge(store, "apart", story, ids[2], "ana", NOW)
    kept = classify.verdicts_of(store)
    assert kept.apart == ((ids[0], ids[2]),)
    assert not any({ids[0], ids[2]} <= group for group in kept.same)
    classify.judge(store, "same", ids[0], ids[2], "ana", NOW)
    kept = classify.verdicts_of(store)
    assert not kept.apart
    assert any({ids[0], ids[2]} <= group for group in kept.same)
