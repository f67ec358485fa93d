"""What a headline may be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from classifier.headline import WORDS, cleaned, faults, headline_of, shortened
from collector.item import Item

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def item(title: str) -> Item:
    return Item(id=title, source="s", source_class="press", url="", title=title, text="", observed=NOW, fingerprint="")


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Vidlane lowers its bar to 500 followers - Example Times", "Vidlane lowers its bar to 500 followers"),
        ("EXCLUSIVE: Vidlane lowers its bar to 500", "Vidlane lowers its bar to 500"),
        ("Peakcast  splits \n its fund", "Peakcast splits its fund"),
        ("70-30 no more: Peakcast pays half", "70-30 no more: Peakcast pays half"),
    ],
)
def test_outlets_and_labels_are_taken_off(title: str, clean: str) -> None:
    assert cleaned(title) == clean


def test_faults_are_named() -> None:
    assert faults("Vidlane lowers its bar to 500 followers") == ()
    assert "question" in faults("Is Vidlane finished?")
    assert "excited" in faults("Vidlane makes huge changes")
    assert "guess" in faults("Vidlane could close its fund")
    assert "proposal told as done" in faults("Norway taxes Vidlane", "proposed")
    assert "long" in faults("word " * 15)


def test_a_keeping_title_is_chosen_over_a_shouting_lead() -> None:
    lead, other = item("You won't believe what Vidlane does?"), item("Vidlane lowers its bar to 500 followers")
    assert headline_of([lead, other], {}, lead) == other.title


def test_a_proposal_is_called_a_proposal() -> None:
    only = item("Norway taxes Vidlane at 5 percent")
    assert headline_of([only], {}, only, "proposed") == "Proposal: Norway taxes Vidlane at 5 percent"


@pytest.mark.parametrize(
    "title",
    [
        "word " * 40,
        "Vidlane raises its fee to nine percent as sellers in Norway and Kenya "
        "protest, while Peakcast keeps its own fee",
        "a" * 10_000,
    ],
)
def test_a_headline_is_never_longer_than_fourteen_words(title: str) -> None:
    assert len(shortened(title).removesuffix(" …").split()) <= WORDS
