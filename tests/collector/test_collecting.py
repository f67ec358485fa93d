"""A collection keeps what a source showed as a whole, asks politely, and can be read again."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collector.document import Document
from collector.fetch import FetchError, Outcome, Request
from config.schema import FetchSettings, Source
from policywatch.run.articles import read_articles
from policywatch.run.collect import collect, due, replay, request_for
from policywatch.run.report import Report
from policywatch.store.store import Store

NOW = datetime(2026, 5, 1, 6, tzinfo=UTC)
SOURCE = Source(id="blog", name="Blog", url="https://a.example/feed", cadence_minutes=60)


def rss(*titles: str, guid: str = "g{n}") -> bytes:
    items = "".join(
        f"<item><title>{title}</title><guid>{guid.format(n=n)}</guid><link>https://a.example/{n}</link></item>"
        for n, title in enumerate(titles)
    )
    return f"<rss><channel><title>T</title>{items}</channel></rss>".encode()


@dataclass
class World:
    """What the sources answer, and what they were asked."""

    answers: list[bytes | Outcome]
    headers: tuple[tuple[str, str], ...] = ()
    moved: str = ""
    asked: list[Request] = field(default_factory=list)

    def __call__(self, requests: Sequence[Request]) -> Iterator[tuple[Request, Outcome]]:
        for request in requests:
            self.asked.append(request)
            answer = self.answers.pop(0)
            if isinstance(answer, bytes):
                answer = Document(
                    source=request.source_id, url=request.url, body=answer, fetched=NOW, headers=self.headers, moved=self.moved  # noqa: E501
                )  # fmt: skip
            yield request, answer


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'p.db'}") as opened:
        yield opened


def run(store: Store, world: World, now: datetime = NOW, source: Source = SOURCE) -> Report:
    report = Report()
    collect(store, [source], FetchSettings(), world, now, report, only=[source.id])
    return report


def test_a_second_reading_adds_nothing(store: Store) -> None:
    world = World([rss("A", "B"), rss("A", "B"), rss("B", "A")])
    assert run(store, world).new == 2
    assert run(store, world).unchanged == 1
    report = run(store, World([rss("A", "B") + b" "]))
    assert (report.new, report.changed, report.seen) == (0, 0, 2)


def test_an_edited_item_keeps_its_old_words(store: Store) -> None:
    run(store, World([rss("Threshold 5,000")]))
    assert run(store, World([rss("Threshold 1,000")])).changed == 1
    found = store.items.one("https://a.example/0")
    assert found is not None and found.title == "Threshold 1,000"
    assert [title for _, title, _ in store.items.versions(found.id)] == ["Threshold 5,000"]


def test_a_renumbered_feed_is_no_news(store: Store) -> None:
    run(store, World([rss("A", "B", "C")]))
    report = run(store, World([rss("A", "B", "C", guid="new{n}")]))
    assert report.new == 0 and any("new ids" in note for note in report.notes)
    assert run(store, World([rss("A", "B", "C", "D", guid="new{n}")])).new == 1


def test_validators_are_kept_with_what_they_validated_only(store: Store) -> None:
    run(store, World([rss("A")], headers=(("ETag", '"1"'),)))
    state = store.sources.all()["blog"]
    assert request_for(SOURCE, state, FetchSettings(), NOW + timedelta(hours=1)).etag == '"1"'
    assert request_for(SOURCE, state, FetchSettings(), NOW + timedelta(days=8)).etag == ""
    run(store, World([rss("A", "B")[:-60]], headers=(("ETag", '"2"'),)))
    assert store.sources.all()["blog"].etag is None


def test_a_failure_changes_only_the_source_s_health(store: Store) -> None:
    run(store, World([rss("A")], headers=(("ETag", '"1"'),)))
    report = run(store, World([FetchError("blog", "http_5xx", "answered 500")]))
    state = store.sources.all()["blog"]
    assert report.failed == {"blog": "answered 500"}
    assert (
        state.state == "failing"
        and state.failures == 1
        and state.etag == '"1"'
        and state.history["error"] == "http_5xx"
    )
    assert run(store, World([b"<html>sign in</html>"])).failed["blog"].startswith("answered with a web page")
    assert run(store, World([rss("A")])).failed == {} and store.sources.all()["blog"].failures == 0


def test_a_source_that_is_gone_is_left_alone_until_it_gets_another_address(store: Store) -> None:
    run(store, World([FetchError("blog", "http_4xx", "is gone for good (410)", gone=True)]))
    states = store.sources.all()
    assert states["blog"].state == "gone"
    assert due([SOURCE], states, NOW + timedelta(days=30), ())[0] == []
    elsewhere = SOURCE.model_copy(update={"url": "https://b.example/feed"})
    assert due([elsewhere], states, NOW, ())[0] == [elsewhere]


def test_asking_to_wait_is_no_failure(store: Store) -> None:
    report = run(store, World([FetchError("blog", "http_4xx", "asked us to wait", wait=True, retry_after=7200)]))
    state = store.sources.all()["blog"]
    assert not report.failed and state.due is not None and state.due - NOW >= timedelta(hours=2)


def test_a_permanent_redirect_is_believed_the_second_time(store: Store) -> None:
    for step in range(2):
        run(store, World([rss("A" * (step + 1))], moved="https://b.example/feed"))
        assert store.sources.all()["blog"].url == (None if step == 0 else "https://b.example/feed")
    assert store.sources.all()["blog"].state == "moved"


def test_what_was_not_tried_comes_first_next_time(store: Store) -> None:
    report = run(store, World([FetchError("blog", "not_tried", "was not asked: the run was over")]))
    assert not report.failed and store.sources.all()["blog"].tried is None


def test_a_fault_of_ours_stays_with_its_source(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from collector import kinds

    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setitem(kinds.KINDS, "feed", broken)  # type: ignore[index]
    assert "fault of ours" in run(store, World([rss("A")])).failed["blog"]


def test_kept_documents_are_read_again_without_being_news(store: Store) -> None:
    run(store, World([rss("A", "B")]))
    with store.transaction():
        found = store.items.one("https://a.example/0")
        assert found is not None
    report = Report()
    replay(store, [SOURCE], report)
    assert (report.new, report.changed, report.seen) == (0, 0, 2)
    run(store, World([rss("A", "B", "C")]), NOW + timedelta(hours=3))
    twice = Report()
    replay(store, [SOURCE], twice)
    assert (twice.sources, twice.fetched, twice.notes) == (1, 1, ["2 kept documents read again"])


def test_the_article_behind_a_teaser_is_read_once_and_is_no_change(store: Store) -> None:
    source = SOURCE.model_copy(update={"full_text": True})
    run(store, World([rss("Fees fall")]), source=source)
    words = (
        "The platform lowers its fee from eight to five percent for all sellers who joined before the first of May. "
    )
    page = f"<html><body><article><h1>Fees fall</h1>{''.join(f'<p>{words}{n}.</p>' for n in range(12))}</article></body></html>"  # noqa: E501
    world = World([page.encode()])
    read_articles(store, [source], world, NOW, Report())
    found = store.items.one("https://a.example/0")
    assert found is not None and "eight to five percent" in found.text and "full-text" in found.flags
    assert world.asked[0].robots
    read_articles(store, [source], World([]), NOW, Report())
    assert run(store, World([rss("Fees fall") + b" "]), source=source).changed == 0


def test_new_items_can_be_searched_at_once(store: Store) -> None:
    run(store, World([rss("Affiliate threshold lowered")]))
    run(store, World([rss("Affiliate threshold raised", "Another thing")]))
    count = "select count(*) from item_words where item_words match '{}'"
    from sqlalchemy import text

    assert store.connection.execute(text(count.format("lowered"))).scalar() == 0
    assert store.connection.execute(text(count.format("raised"))).scalar() == 1
    assert store.connection.execute(text(count.format("another"))).scalar() == 1


def test_a_folder_is_a_source(store: Store, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "1.eml").write_text("Subject: Fund closes\nMessage-ID: <1@a.example>\n\nIt closes in June.\n")
    (inbox / "2.xml").write_bytes(rss("A", "B"))
    (inbox / "note.bin").write_bytes(b"\x00\x01")
    source = Source(id="inbox", name="Inbox", kind="folder", url=str(inbox))
    assert run(store, World([]), source=source).new == 3
    assert run(store, World([]), source=source).unchanged == 1


def test_a_message_that_lies_in_a_folder_twice_is_one_item_and_its_other_words_a_change(
    store: Store, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name, month in (("1.eml", "June"), ("2.eml", "June"), ("3.eml", "July")):
        (inbox / name).write_text(f"Subject: Fund closes\nMessage-ID: <1@a.example>\n\nIt closes in {month}.\n")
    report = run(store, World([]), source=Source(id="inbox", name="Inbox", kind="folder", url=str(inbox)))
    assert (report.new, report.seen, report.changed) == (1, 1, 1)
    assert store.items.count() == 1 and not store.verify()
    from sqlalchemy import text

    found = "select count(*) from item_words where item_words match '{}'"
    assert [store.connection.execute(text(found.format(word))).scalar() for word in ("june", "july")] == [0, 1]


def test_what_came_packed_is_kept_as_it_came_and_read_again(store: Store) -> None:
    packed = gzip.compress(rss("A", "B"))
    document = Document(source="blog", url="https://a.example/feed", body=rss("A", "B"), fetched=NOW, packed=packed)
    run(store, World([document]))
    ((_, kept),) = store.documents.of("blog")
    assert kept.body == document.body
    assert store.documents.size() == (1, len(packed))
    assert not store.verify()
