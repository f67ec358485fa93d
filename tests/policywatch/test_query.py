"""Questions find the same items however common their words are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from classifier.annotation import Annotation, Evidence, Tag
from classifier.question import Question, fits
from collector.item import Item
from policywatch.store import asking
from policywatch.store.store import Store

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[tuple[Item, Annotation]]]]:
    """Four hundred items; a third of them were published long before they were seen."""
    chance = random.Random(5)
    made = []
    for number in range(400):
        seen = START + timedelta(hours=number)
        at = seen - timedelta(days=chance.choice((0, 0, 40)))
        id = f"{number:024x}"
        words = " ".join(chance.choices(("fee", "share", "ban", "court", "creator"), (6, 3, 1, 1, 1), k=6))
        item = Item(
            id=id, source="a", source_class="press", url="", title=words, text=f"About {words}.", observed=seen,
            published=at, fingerprint=id,
        )  # fmt: skip
        proof = Evidence(item=id, start=0, end=3, text=item.title[:3])
        tag = chance.choice(("threshold-change", "court-ruling"))
        said = Annotation(
            item=id, relevant=number % 4 != 0, relevance=0.9, source_class="press", language="en", made_by="test",
            tags=(Tag(tag=tag, score=0.9, by="rule", evidence=proof),),
        )  # fmt: skip
        made.append((item, said))
    with Store.open(f"sqlite:///{tmp_path_factory.mktemp('query') / 'q.db'}") as store:
        with store.transaction():
            store.items.add([item for item, _ in made])
        pages = [(seq, item) for page in store.items.to_classify() for seq, item in page]
        with store.transaction():
            by_id = {item.id: said for item, said in made}
            store.annotations.save([(seq, item, by_id[item.id]) for seq, item in pages], START)
        yield store, made


@pytest.mark.parametrize("gathered", [5, 40, 20_000])
@pytest.mark.parametrize(
    "question",
    [
        Question(words=("fee",)),
        Question(words=("fee", "share"), tags=("court-ruling",)),
        Question(words=("fee share",), since=START + timedelta(days=3)),
        Question(words=("fee",), without=("ban",), relevant=None),
        Question(words=("court",), until=START),
        Question(words=("nothing",)),
    ],
    ids=lambda question: " ".join(question.words),
)
def test_newest_first_is_exact_however_the_words_are_sought(
    filled: tuple[Store, list[tuple[Item, Annotation]]], question: Question, gathered: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    store, made = filled
    monkeypatch.setattr(asking, "GATHERED", gathered)
    wanted = sorted(
        ((item.when, item.id) for item, said in made if fits(question, item, said)), reverse=True
    )[:10]  # fmt: skip
    assert asking.ids(store, question, 10) == [id for _, id in wanted]


def test_the_most_relevant_holds_the_word_in_its_title_and_often(
    filled: tuple[Store, list[tuple[Item, Annotation]]],
) -> None:
    store, made = filled
    titles = {item.id: item.title for item, _ in made}
    found = asking.ids(store, Question(words=("ban",)), 20, newest=False)
    counts = [titles[id].count("ban") for id in found]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 1


def test_questions_can_be_put_with_wild_words(
    filled: tuple[Store, list[tuple[Item, Annotation]]], tmp_path: Path
) -> None:
    store, _ = filled
    for word in ('"', "fee*", "NEAR(", "AND", "title:fee", "'; DROP TABLE item; --", "\x00", "\ud800", "é" * 500):
        asking.ids(store, Question(words=(word,)), 5)
        asking.ids(store, Question(words=(word,)), 5, newest=False)
