"""One text told again is one voice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from classifier.copies import chains, originals, voices
from collector.item import Item

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
WIRE = (
    "OSLO (Reuters) - Vidlane will ask sellers for 9 percent of each order from June, the company said on Monday, "
    "three points more than now, after two years in which the fee had not moved at all."
)


def item(name: str, text: str, hours: int, source_class: str = "press", title: str = "") -> Item:
    when = NOW + timedelta(hours=hours)
    return Item(
        id=name,
        source=name,
        source_class=source_class,
        url="",
        title=title or name,
        text=text,
        observed=when,
        published=when,
        fingerprint="",
    )


def test_a_wire_text_and_its_copies_are_one_voice() -> None:
    items = [item("paper", WIRE + " Shares rose.", 1), item("wire", WIRE, 2, "wire"), item("site", WIRE[:160], 5)]
    (chain,) = chains(items)
    assert chain.origin == "wire"
    assert chain.copies == ("paper", "site")
    assert chain.wire == "Reuters"
    assert voices(items) == 1
    assert originals(items) == {"paper": "wire", "site": "wire"}


def test_two_reports_of_their_own_are_two_voices() -> None:
    own = "Sellers on Vidlane woke up to a letter: nine kroner of every hundred go to the platform from summer."
    assert voices([item("wire", WIRE, 0, "wire"), item("desk", own, 1)]) == 2


def test_the_same_long_headline_is_a_copy_even_without_a_text() -> None:
    title = "Vidlane asks sellers for nine percent of orders"
    assert len(chains([item("a", WIRE, 0, title=title), item("b", "", 1, title=title)])) == 1


def test_short_teasers_prove_nothing() -> None:
    assert len(chains([item("a", "More to follow.", 0), item("b", "More to follow.", 1)])) == 2
