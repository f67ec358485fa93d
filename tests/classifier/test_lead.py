"""Which item of a story comes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from classifier.annotation import Annotation
from classifier.lead import lead_of, paywalled
from collector.item import Item

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def item(name: str, source_class: str, hours: int = 0, url: str = "https://example.org/news/1") -> Item:
    when = NOW + timedelta(hours=hours)
    return Item(
        id=name,
        source=name,
        source_class=source_class,
        url=url,
        title=name,
        text="A text of some length. " * 5,
        observed=when,
        published=when,
        fingerprint="",
    )


def said(*items: Item) -> dict[str, Annotation]:
    return {
        one.id: Annotation(
            item=one.id, relevant=True, relevance=1, source_class=one.source_class, language="en", made_by="t"
        )
        for one in items
    }


def test_the_best_source_leads_and_not_the_first() -> None:
    order = ["official", "filing", "wire", "press", "blog", "syndicated", "spun"]
    items = [item(name, name, hours) for hours, name in enumerate(reversed(order))]
    while items:
        best = lead_of(items, said(*items))
        assert best.id == order.pop(0)
        items.remove(best)


def test_readable_before_paywalled_and_original_before_copy() -> None:
    closed, free = item("a", "press", 0, "https://www.ft.com/content/x"), item("b", "press", 1)
    assert lead_of([closed, free], said(closed, free)).id == "b"
    assert lead_of([free, item("c", "press", 2)], said(free), copies=["b"]).id == "b"
    again = item("c", "press", 2)
    assert lead_of([free, again], said(free, again), copies=["b"]).id == "c"


def test_hosts_that_only_end_alike_are_not_paywalled() -> None:
    assert paywalled("https://ft.com/a")
    assert not paywalled("https://notft.com/a")
    assert not paywalled("https://[broken")


def test_a_story_without_items_has_no_lead() -> None:
    with pytest.raises(ValueError, match="no lead"):
        lead_of([], {})
