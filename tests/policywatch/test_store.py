"""The store remembers, refuses and recovers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from classifier.annotation import Annotation, Evidence, Fact, Mention, Sentence, Tag
from classifier.question import Question
from classifier.story import Story
from collector.document import Document
from collector.item import Item
from policywatch.store import asking
from policywatch.store.engine import HEAD, connect
from policywatch.store.errors import StoreDamaged, StoreError, StoreNewer
from policywatch.store.store import Store

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'watch.db'}"
    else:
        address = request.getfixturevalue("postgres")
        empty(address)
    with Store.open(address) as opened:
        yield opened


def empty(address: str) -> None:
    from sqlalchemy import create_engine, text

    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def item(name: str = "a", **changed: object) -> Item:
    made = Item(
        id=f"item{name}", source="paper", source_class="press", url=f"https://paper.example/{name}",
        title=f"Clipbox lowers its bar {name}", text="From 5,000 to 1,000 followers, says Clipbox.",
        observed=NOON, published=NOON - timedelta(hours=1), fingerprint=f"f-{name}",
    )  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type]


def span(one: Item, words: str) -> Evidence:
    start = one.words.index(words)
    return Evidence(item=one.id, start=start, end=start + len(words), text=words)


def said(one: Item, after: int = 1000) -> Annotation:
    return Annotation(
        item=one.id, relevant=True, relevance=0.9, source_class="press", language="en", made_by="test 1",
        tags=(Tag(tag="threshold-change", score=0.9, by="rule", evidence=span(one, "lowers its bar")),),
        mentions=(Mention(kind="platform", id="clipbox", evidence=span(one, "Clipbox")),),
        facts=(
            Fact(
                metric="followers", subject="Clipbox", platform="clipbox", before=5000, after=after, unit="followers",
                change="lowered", status="in_force", evidence=span(one, "From 5,000 to 1,000 followers"),
            ),
        ),
        summary=(Sentence(text="From 5,000 to 1,000 followers.", evidence=span(one, "From 5,000 to 1,000 followers")),),
    )  # fmt: skip


def save(store: Store, *items: Item, when: datetime = NOON) -> None:
    with store.transaction():
        store.items.add(items)
        numbers = {one.id: number for page in store.items.to_classify() for number, one in page}
        store.annotations.save([(numbers[one.id], one, said(one)) for one in items], when)


def test_what_is_stored_comes_back_as_it_was(store: Store) -> None:
    one = item()
    save(store, one)
    assert store.items.get([one.id]) == {one.id: one}
    assert store.annotations.of([one.id]) == {one.id: said(one)}


def test_an_edited_item_keeps_its_old_words(store: Store) -> None:
    save(store, item())
    edited = item(text="From 5,000 to 2,000 followers, Clipbox corrects.", fingerprint="f-2")
    with store.transaction():
        store.items.change([edited], NOON + timedelta(hours=2))
    assert store.items.get([edited.id])[edited.id].text == edited.text
    assert [text for _, _, text in store.items.versions(edited.id)] == [item().text]
    assert [one.id for page in store.items.to_classify() for _, one in page] == [edited.id]


def test_reading_again_is_not_news(store: Store) -> None:
    one = item()
    save(store, one)
    later = NOON + timedelta(days=3)
    with store.transaction():
        store.annotations.save(
            [(number, found, said(found)) for page in store.items.to_classify(again=True) for number, found in page],
            later,
        )
    ((row, _),) = asking.facts(store)
    assert row.observed == NOON


def test_a_fact_that_the_words_no_longer_hold_is_gone_but_known_as_of_then(store: Store) -> None:
    one = item()
    save(store, one)
    later = NOON + timedelta(days=3)
    with store.transaction():
        page = next(store.items.to_classify(again=True))
        store.annotations.save([(number, found, replace(said(found), facts=())) for number, found in page], later)
    assert asking.facts(store) == []
    assert len(asking.facts(store, known_at=NOON + timedelta(days=1))) == 1


def test_a_question_finds_by_words_tag_platform_and_date(store: Store) -> None:
    save(
        store,
        item("a"),
        item(
            "b",
            title="Weather stays dry",
            text="Nothing about money lowers its bar Clipbox From 5,000 to 1,000 followers",
        ),
    )
    assert asking.ids(store, Question(words=("followers",), tags=("threshold-change",))) == ["itemb", "itema"]
    assert asking.ids(store, Question(words=("clipbox lowers",))) == ["itema"]
    assert asking.ids(store, Question(words=("followers",), without=("weather",))) == ["itema"]
    assert asking.ids(store, Question(platforms=("clipbox",), no_tags=("threshold-change",))) == []
    assert asking.ids(store, Question(since=NOON)) == []
    assert asking.ids(store, Question(since=NOON - timedelta(hours=2), until=NOON)) == ["itemb", "itema"]


def test_equal_bytes_are_kept_once(store: Store) -> None:
    document = Document(source="paper", url="https://paper.example/feed", body=b"<rss/>" * 100, fetched=NOON)
    with store.transaction():
        store.documents.keep(document)
        store.documents.keep(replace(document, fetched=NOON + timedelta(hours=1)))
    assert store.documents.size()[0] == 1
    assert [kept.body for _, kept in store.documents.of("paper")] == [document.body, document.body]
    assert store.verify() == []


def test_a_story_comes_back_as_it_was_and_answers_under_its_old_name(store: Store) -> None:
    one = item()
    story = Story(
        id="s-1", headline="Clipbox lowers its bar", lead=one.id, items=(one.id,), first_seen=NOON, last_seen=NOON,
        tags=("threshold-change",), facts=said(one).facts, summary=said(one).summary, parts=(("kind", 0.4),),
    )  # fmt: skip
    other = replace(story, id="s-2")
    with store.transaction():
        store.stories.save([(story, True), (other, True)], NOON)
        store.stories.file([(one.id, "s-2", "first")], NOON)
        store.stories.join("s-2", "s-1")
    assert store.stories.get(["s-1", "s-2"]) == {"s-1": story, "s-2": story}
    assert store.stories.of_items([one.id]) == {one.id: "s-1"}


def test_a_transaction_is_kept_whole_or_not_at_all(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        store.items.add([item()])
        raise RuntimeError("the power is gone")
    assert store.items.count() == 0


def test_the_tables_and_the_migrations_agree(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    import policywatch.store.migrations
    from policywatch.store.tables import metadata

    script = ScriptDirectory(str(Path(policywatch.store.migrations.__file__).parent))
    assert script.get_current_head() == HEAD
    with Store.open(f"sqlite:///{tmp_path / 'new.db'}") as made:
        context = MigrationContext.configure(
            made.connection, opts={"include_name": lambda name, kind, _: not str(name).startswith("item_words")}
        )
        assert compare_metadata(context, metadata) == []


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "letter.db"
    wrong.write_text("Dear reader, " * 500)
    with pytest.raises(StoreDamaged, match=r"letter\.db is not a database"):
        Store.open(f"sqlite:///{wrong}")
    assert wrong.read_text().startswith("Dear reader")


def test_a_newer_database_is_refused_with_both_versions(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'watch.db'}"
    Store.open(address).close()
    with sqlite3.connect(tmp_path / "watch.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(StoreNewer, match=f"9999, this program knows up to {HEAD}"):
        Store.open(address)


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as raw:
        raw.execute("CREATE TABLE invoices (id)")
    raw.close()
    with pytest.raises(StoreDamaged, match="tables of another program"):
        Store.open(f"sqlite:///{tmp_path / 'other.db'}")


def test_an_address_that_is_none_is_a_sentence() -> None:
    with pytest.raises(StoreError, match="is not a database URL"):
        Store.open("my database")


def test_a_backup_is_whole_and_never_written_over(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'watch.db'}") as opened:
        save(opened, item())
        opened.copy_to(tmp_path / "copy.db")
        with pytest.raises(StoreError, match="there already"):
            opened.copy_to(tmp_path / "copy.db")
    with Store.open(f"sqlite:///{tmp_path / 'copy.db'}") as copied:
        assert copied.items.count() == 1


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_database_address_as_hosts_hand_it_out_is_taken(scheme: str) -> None:
    pytest.importorskip("psycopg")
    assert connect(f"{scheme}://reader@db.example/policies").url.get_driver_name() == "psycopg"
