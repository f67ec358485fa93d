"""Dates believed within reason, items recognised again, and a source's health told from its own past."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from collector import health, opml
from collector.dates import stamp
from collector.health import History
from collector.identity import Known, decide, fingerprint, item_id, own_id
from collector.item import Item

NOW = datetime(2026, 7, 1, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("told", "when"),
    [("Sat, 01 Mar 2025 12:30:00 +0530", "2025-03-01T07:00"), ("Sat, 01 Mar 2025 05:00:00 EST", "2025-03-01T10:00"),
     ("Tue, 01 Jul 2025 12:00:00 CEST", "2025-07-01T10:00"), ("2025-03-01", "2025-03-01T00:00"), ("2025-03-01T10:00:00Z", "2025-03-01T10:00"),  # noqa: E501
     ("20250301T100000Z", "2025-03-01T10:00"), ("2025-060", "2025-03-01T00:00"), ("Saturday, March 1, 2025 10:00:00 GMT", "2025-03-01T10:00"),  # noqa: E501
     ("Sa, 01 Mär 2025 10:00:00 +0000", "2025-03-01T10:00"), ("sam., 01 févr. 2025 10:00:00 +0000", "2025-02-01T10:00"),
     ("Fri, 28 Feb 2025 24:00:00 +0000", "2025-03-01T00:00"), ("2004년 05월 28일 오전 01:56:57", "2004-05-27T16:56"),
     ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00"), ("2004-július-13T9:15-05:00", "2004-07-13T14:15"),
     ("Sun Jan  4 16:29:06 PST 2004", "2004-01-05T00:29"), ("13/04/2025", "2025-04-13T00:00"), ("1. 4. 2025", None), ("1740823200", "2025-03-01T10:00"),  # noqa: E501
     ("03/04/2025 10:00", None), ("yesterday-ish", None), ("0000-00-00 00:00:00", None), ("Mon, 01 Jan 0001 00:00:00 GMT", None),  # noqa: E501
     ("Thu, 01 Jan 1970 00:00:00 +0000", None), ("Sat, 01 Mar 99999 10:00:00 GMT", None), ("Sat, 01 Mar 2025 10:00:00 +9999", None),  # noqa: E501
     ("Sun, 30 Feb 2025 10:00:00 +0000", None), ("Tue, 01 Jul 2036 10:00:00 GMT", None), ("Sat, 01 Mar 2025 10:00:00 QQT", None), ("", None)],  # noqa: E501
)  # fmt: skip
def test_a_date_is_read_or_left(told: str, when: str | None) -> None:
    found = stamp(told, NOW).when
    assert (found.isoformat()[:16] if found else None) == when


@pytest.mark.parametrize(
    ("hours", "said"),
    [(1, "about every hour"), (6, "about every 6 hours"), (24, "about once a day"), (72, "about every 3 days")],
)
def test_a_source_has_a_rhythm_once_it_spoke_five_times(hours: int, said: str) -> None:
    arrivals = tuple(NOW + number * hours * HOUR for number in range(5))
    assert History(arrivals=arrivals).rhythm == said
    assert History(arrivals=arrivals[1:]).rhythm == ""


def test_a_date_without_a_zone_is_uncertain_and_one_just_ahead_is_now() -> None:
    assert not stamp("2025-03-01T10:00:00", NOW).certain
    ahead = stamp((NOW + 2 * HOUR).isoformat(), NOW)
    assert ahead.when == NOW and not ahead.certain


@given(some.text(max_size=120))
def test_no_date_raises(noise: str) -> None:
    found = stamp(noise, NOW)
    assert found.when is None or datetime(1990, 1, 1, tzinfo=UTC) <= found.when <= NOW


def item(
    own: str, title: str = "Fees fall", text: str = "From 8 to 5 percent.", url: str = "https://a.example/1"
) -> Item:
    return Item(
        id=item_id("s", own), source="s", source_class="press", url=url, title=title, text=text, observed=NOW, own_id=own,  # noqa: E501
        fingerprint=fingerprint(title, text), published=datetime(2026, 6, 1, tzinfo=UTC),
    )  # fmt: skip


def known(one: Item, *earlier: str) -> Known:
    return Known(
        id=one.id, url=one.url, title=one.title, published=one.published, fingerprint=one.fingerprint, earlier=frozenset(earlier)  # noqa: E501
    )  # fmt: skip


def test_new_changed_and_seen_are_told_apart() -> None:
    old = item("1")
    edited = replace(old, title="Fees rise", fingerprint=fingerprint("Fees rise", old.text))
    fresh = item("2", title="Other", url="https://a.example/2")
    decision = decide([edited, fresh], [known(old)])
    assert [one.own_id for one in decision.new] == ["2"] and [one.own_id for one in decision.changed] == ["1"]
    assert decide([old], [known(old)]).seen == (old.id,)


def test_white_space_is_no_change() -> None:
    assert fingerprint("A  title", "two\nlines") == fingerprint("A title", "two lines ")


def test_a_renumbered_feed_is_recognised_by_address_or_by_title_and_date() -> None:
    old = [item(f"{n}", title=f"Title {n}", url=f"https://a.example/{n}") for n in range(4)]
    again = [item(f"new-{n}", title=f"Title {n}", url=f"http://www.a.example/{n}/?utm_source=x") for n in range(2)]
    again += [item(f"new-{n}", title=f"Title {n}", url=f"https://elsewhere.example/{n}") for n in range(2, 4)]
    decision = decide(again, [known(one) for one in old])
    assert not decision.new and not decision.changed and decision.renumbered
    assert decision.aliases == {f"new-{n}": old[n].id for n in range(4)}
    assert not decide(again, [known(one) for one in old], dict(decision.aliases)).aliases


def test_an_address_that_many_items_share_recognises_none() -> None:
    old = [item(f"{n}", title=f"Title {n}") for n in range(3)]
    assert len(decide([item("9", title="Title 9")], [known(one) for one in old]).new) == 1


def test_an_item_whose_words_alternate_stops_being_news() -> None:
    old = item("1")
    flipped = replace(old, title="B", fingerprint=fingerprint("B", old.text))
    assert decide([flipped], [known(old)]).changed
    assert not decide([flipped], [known(old, flipped.fingerprint, "x")]).changed


def test_an_id_too_long_to_keep_is_hashed() -> None:
    assert own_id("  g1 \n") == "g1" and own_id("g" * 5_000).startswith("sha256:")


def test_a_source_quieter_than_its_past_is_silent() -> None:
    history = History()
    for day in range(20):
        history = history.read(NOW + timedelta(days=day), 10, 1, None)
    assert history.gap == timedelta(days=1)
    assert health.after_reading(history, NOW + timedelta(days=20), 10, True).state == "ok"
    late = health.after_reading(history, NOW + timedelta(days=40), 10, False)
    assert late.state == "silent" and "21 days" in late.reason


def test_empty_stale_failing_and_unchanged_are_four_states() -> None:
    history = History().read(NOW, 10, 10, NOW)
    assert health.after_reading(history.read(NOW, 0, 0, None), NOW, 0, True).state == "empty"
    assert health.after_reading(History().read(NOW, 3, 3, NOW - timedelta(days=200)), NOW, 3, True).state == "stale"
    assert health.after_reading(history, NOW, 10, False).state == "unchanged"
    failing = history.failed(NOW - timedelta(days=20)).failed(NOW)
    assert "address should be checked" in health.after_failure(failing, NOW, "answered 404").reason


def test_what_is_remembered_comes_back() -> None:
    history = History().read(NOW, 10, 3, NOW).failed(NOW + HOUR)
    assert History.of(history.kept()) == history
    assert History.of({"arrivals": ["x", 1e99], "usual": None}) == History()


def test_waiting_grows_is_spread_and_is_bounded() -> None:
    waits = [health.next_attempt("s", HOUR, failures, NOW) - NOW for failures in range(1, 12)]
    assert waits[0] >= HOUR and waits[-1] <= timedelta(hours=29) and waits[2] > waits[0]
    assert (
        health.next_attempt("s", HOUR, 3, NOW)
        == health.next_attempt("s", HOUR, 3, NOW)
        != health.next_attempt("t", HOUR, 3, NOW)
    )
    asked = health.next_when_asked_to_wait("s", HOUR, 1, NOW, 7200.0) - NOW
    assert timedelta(seconds=7200) <= asked <= timedelta(seconds=7200 * 1.5)
    assert health.next_reading("s", HOUR, History(), NOW, fresh=7200) - NOW >= 2 * HOUR


def test_a_list_of_feeds_goes_out_and_comes_back() -> None:
    outlines = (
        opml.Outline('A & "B"', "https://a.example/feed", "https://a.example/", "News"),
        opml.Outline("C", "https://c.example/feed"),
    )
    assert opml.read(opml.written(outlines, "Sources").encode()) == outlines
    with pytest.raises(opml.NoOutlines):
        opml.read(b"<html>nothing</html>")
    broken = (
        b'<opml><body><outline text="F"><outline xmlUrl="https://a.example/x" text="X"><outline xmlUrl="javascript:x"/>'
    )
    assert [one.url for one in opml.read(broken)] == ["https://a.example/x"]
