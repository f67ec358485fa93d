"""Watching pages from the answer to the store: what becomes news, what is only recorded, and what is asked again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from collector.document import Document
from collector.fetch import FetchError, Outcome, Request, Unchanged
from collector.item import Item
from config.schema import Configuration, FetchSettings, Source
from policywatch.run import pages
from policywatch.run.report import Report
from policywatch.store.store import Store

START = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)
RULES = """<html><body><nav>Menu</nav><main><h1>Lantern rules</h1><p>Last updated: 3 January 2026</p>
<h2>Who can join</h2><ul><li>Be at least 18 years old.</li><li>Have {followers} followers.</li></ul>
<h2>Pay</h2><p>We pay 55% of net revenue within 30 days. The minimum payout is $100. Smaller sums are carried over.</p>
<p>Do not upload what you did not make. Reviewers may close an account after three warnings.</p>
<p>{views} views</p></main></body></html>"""
WALL = "<html><body><h1>Log in to continue</h1><p>Email</p><p>Password</p><p>Forgot password?</p></body></html>"


class World:
    """A network of one lantern: answers by address, and what was asked."""

    def __init__(self) -> None:
        self.shown: dict[str, str | Outcome] = {}
        self.asked: list[Request] = []

    def __call__(self, requests: Sequence[Request]) -> Iterator[tuple[Request, Outcome]]:
        for request in requests:
            self.asked.append(request)
            shown = self.shown[request.url]
            if isinstance(shown, str):
                shown = Document(
                    source=request.source_id,
                    url=request.url,
                    body=shown.encode(),
                    fetched=START,
                    content_type="text/html; charset=utf-8",
                    headers=(("etag", '"a1"'),),
                )
            yield request, shown


def source(**more: Any) -> Source:
    address = "https://lantern.example/rules"
    return Source(id="lantern", name="Lantern rules", kind="page", url=address, source_class="official", **more)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open("sqlite://") as opened:
        yield opened


def watched(store: Store, world: World, hours: int, *sources: Source) -> Report:
    report = Report()
    now = START + timedelta(hours=hours)
    pages.watch(store, sources or [source()], FetchSettings(), world, now, report, only=["lantern"])
    return report


def rules(followers: str = "1,000", views: int = 10) -> str:
    return RULES.format(followers=followers, views=views)


def kinds(store: Store) -> list[tuple[str, str]]:
    return [(one.change.kind, one.change.verdict.verdict) for one in store.pages.changes("lantern")]


def test_a_lowered_threshold_becomes_one_official_item(store: Store) -> None:
    world = World()
    for hours, followers in ((0, "1,000"), (24, "1,000"), (48, "500"), (72, "500")):
        world.shown[source().url] = rules(followers)
        report = watched(store, world, hours)
        assert report.page_changes == (1 if hours == 48 else 0)
    assert kinds(store) == [("first", "first-seen"), ("judged", "rule-change")]
    recorded = store.pages.changes("lantern")[1]
    item = store.items.one(recorded.item or "")
    assert item is not None and "Now: Have 500 followers." in item.text
    assert [len(store.pages.versions("lantern")), recorded.change.verdict.clauses[0].before] == [
        2,
        "Have 1,000 followers.",
    ]


def test_what_is_suppressed_stays_with_its_reason(store: Store) -> None:
    world = World()
    for hours, views in ((0, 10), (24, 20), (48, 30)):
        world.shown[source().url] = rules(views=views)
        watched(store, world, hours)
    assert kinds(store)[1:] == [("judged", "counter"), ("judged", "counter")]
    assert all(one.change.verdict.reason for one in store.pages.changes("lantern"))


def test_a_login_wall_is_recorded_once_and_looked_at_again_soon(store: Store) -> None:
    world = World()
    for hours, shown in ((0, rules()), (24, WALL), (26, WALL), (28, rules()), (48, rules("500"))):
        world.shown[source().url] = shown
        watched(store, world, hours)
    assert [verdict for _, verdict in kinds(store)] == ["first-seen", "failed-page", "known-state", "rule-change"]
    assert len(store.pages.versions("lantern")) == 2


def test_a_failed_page_has_no_validators_and_is_due_again_within_hours(store: Store) -> None:
    world = World()
    world.shown[source().url] = rules()
    watched(store, world, 0)
    assert store.sources.all()["lantern"].etag == '"a1"'
    world.shown[source().url] = WALL
    watched(store, world, 24)
    state = store.sources.all()["lantern"]
    assert (state.state, state.etag) == ("held", None)
    assert state.due is not None and state.due <= START + timedelta(hours=26)


def test_an_unchanged_answer_costs_no_reading(store: Store) -> None:
    world = World()
    world.shown[source().url] = rules()
    watched(store, world, 0)
    world.shown[source().url] = Unchanged(source="lantern", url=source().url, fetched=START)
    report = watched(store, world, 24)
    assert world.asked[-1].etag == '"a1"'
    assert (report.unchanged, report.pages) == (1, 0)


def test_a_changed_declaration_reads_again_and_is_no_news(store: Store) -> None:
    world = World()
    world.shown[source().url] = rules()
    watched(store, world, 0)
    report = watched(store, world, 24, source(select=("main",), remove=("h2",)))
    assert world.asked[-1].etag == ""
    assert report.page_changes == 0
    assert kinds(store)[1][0] == "reread"
    world.shown[source().url] = rules("500")
    assert watched(store, world, 48, source(select=("main",), remove=("h2",))).page_changes == 1


def test_a_policy_of_two_documents_is_judged_only_as_a_whole(store: Store) -> None:
    both = source(combine=({"url": "https://lantern.example/gifts"},))
    world = World()
    world.shown = {source().url: rules(), "https://lantern.example/gifts": "<p>Gifts pay 50% to partners.</p>"}
    watched(store, world, 0, both)
    world.shown["https://lantern.example/gifts"] = FetchError("lantern", "http_5xx", "answered 503", transient=True)
    report = watched(store, world, 24, both)
    assert list(report.failed) == ["lantern"]
    world.shown["https://lantern.example/gifts"] = "<p>Gifts pay 60% to partners.</p>"
    assert watched(store, world, 48, both).page_changes == 1
    assert kinds(store) == [("first", "first-seen"), ("judged", "rule-change")]


def test_a_missing_region_is_a_failure_of_the_source_and_no_change(store: Store) -> None:
    world = World()
    world.shown[source().url] = rules()
    assert list(watched(store, world, 0, source(select=("#gone",))).failed) == ["lantern"]
    assert kinds(store) == []


def test_pages_that_need_javascript_are_skipped_with_a_message(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from collector import browser

    monkeypatch.setattr(browser, "executable", lambda: None)
    report = watched(store, World(), 0, source(needs_js=True))
    assert any("JavaScript" in note for note in report.notes)
    assert report.pages == 0


def test_a_change_that_was_announced_on_the_page_is_no_undated_edit(store: Store) -> None:
    world = World()
    notice = "<p>We’re updating these rules on 1 May 2026.</p>"
    for hours, shown in ((0, rules()), (24, rules().replace("<h1>", notice + "<h1>")), (24 * 30, rules("500"))):
        world.shown[source().url] = shown
        watched(store, world, hours)
    recorded = store.pages.changes("lantern")[-1]
    item = store.items.one(recorded.item or "")
    assert item is not None and "undated-edit" not in item.flags


def test_the_bytes_behind_each_version_are_kept(store: Store) -> None:
    world = World()
    world.shown[source().url] = rules()
    watched(store, world, 0)
    (version,) = store.pages.versions("lantern")
    assert store.pages.documents(version.documents)[version.documents[0]].body == rules().encode()


def test_retention_never_lets_go_of_the_bytes_a_version_rests_on(store: Store) -> None:
    world = World()
    world.shown[source().url] = rules()
    watched(store, world, 0)
    with store.transaction():
        store.documents.let_go(START + timedelta(days=900))
    (version,) = store.pages.versions("lantern")
    assert version.documents[0] in store.pages.documents(version.documents)


def test_an_announcement_that_is_found_later_takes_the_mark_of_an_undated_edit_away(store: Store) -> None:
    from classifier.annotation import Annotation, Evidence, Fact, Mention
    from policywatch.run import announcements

    world = World()
    for hours, shown in ((0, rules()), (48, rules("500"))):
        world.shown[source().url] = shown
        watched(store, world, hours)
    change = store.items.one(store.pages.changes("lantern")[-1].item or "")
    assert change is not None and "undated-edit" in change.flags
    told_at = START - timedelta(days=4)
    store.items.add(
        [
            replace(
                change,
                id="told",
                source="press",
                source_class="press",
                flags=(),
                extra={},
                observed=told_at,
                published=told_at,
            )
        ]
    )
    numbers = {one.id: number for page in store.items.to_classify() for number, one in page}

    def said(of: Item) -> Annotation:
        here = Evidence(item=of.id, start=0, end=4, text=of.words[:4])
        fact = Fact(
            metric="followers", subject="", platform="lantern", before=1000, after=500, unit="", change="lowered",
            status="in_force", evidence=here,
        )  # fmt: skip
        return Annotation(
            item=of.id, relevant=True, relevance=1.0, source_class=of.source_class, language="en", made_by="test",
            mentions=(Mention(kind="platform", id="lantern", evidence=here),), facts=(fact,),
        )  # fmt: skip

    now = START + timedelta(days=3)
    configuration = Configuration.model_construct(sources=(source(),))
    with store.transaction():
        store.annotations.save([(numbers[change.id], change, said(change))], now)
    assert announcements.look(store, configuration, now) == 0
    late = store.items.get(["told"])["told"]
    with store.transaction():
        store.annotations.save([(numbers["told"], late, said(late))], now)
    assert announcements.look(store, configuration, now) == 1
    marked = store.items.get([change.id])[change.id]
    assert "undated-edit" not in marked.flags
    assert (marked.extra["announced_by"], marked.extra["announced_days"]) == ("told", "6")
    assert marked.extra["announced_source"] == "press"
    assert announcements.look(store, configuration, now) == 0
    with store.transaction():
        store.annotations.save([(numbers["told"], late, replace(said(late), relevant=False))], now)
    announcements.look(store, configuration, now)
    assert "undated-edit" in store.items.get([change.id])[change.id].flags
