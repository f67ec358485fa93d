"""What kind of piece an item is: an act, a plan, a note, somebody's word, or reading."""

from __future__ import annotations

from datetime import UTC, datetime
from time import process_time

import pytest

from classifier.annotation import Annotation
from classifier.genre import ACT, NOTE, PLAN, READING, VOICE, genre_of, genre_of_all
from collector.item import Item

NOW = datetime(2031, 5, 4, 9, tzinfo=UTC)


def item(title: str, url: str = "https://ledger.example/tech/1", source: str = "ledger") -> Item:
    return Item(
        id=title[:80] + source, source=source, source_class="press", url=url, title=title, text="", observed=NOW,
        fingerprint="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("Vidlane lowers its bar to 500 followers", ACT),
        ("Norway to ban Vidlane from ministers' phones", ACT),
        ("Regulator fines Peakcast 40 million euros", ACT),
        ("Peakcast sued over hidden fees", ACT),
        ("Vidlane faces class action over children's data", ACT),
        ("Peakcast asks judge to dismiss the ticket case", ACT),
        ("Court says drivers of Peakcast are contractors", ACT),
        ("Vidlane chief to testify before parliament on Thursday", PLAN),
        ("Hours before hearing, Vidlane shows new figures", PLAN),
        ("Governor will sign the bill on young users", PLAN),
        ("Vidlane chief says a ban would hurt traders", VOICE),
        ("Senator slams Vidlane over its answers", VOICE),
        ("Most voters oppose a Vidlane ban: poll", VOICE),
        ("Vidlane could lose its licence in Norway", VOICE),
        ("Bid to ban Vidlane worries shop owners", VOICE),
        ("Vidlane ban raises questions in Norway", VOICE),
        ("Vidlane has 40 million users in Norway", NOTE),
        ("Why a ban on Vidlane is hard to enforce", READING),
        ("Is Vidlane finished?", READING),
        ("10 craziest moments of the Vidlane hearing", READING),
        ("What to know about the Vidlane hearing", READING),
        ("Vidlane isn't the problem", READING),
        ("I left Vidlane and my sales went up", READING),
        ("Live updates: Vidlane chief testifies", READING),
        ("How to close your Vidlane account", READING),
    ],
)
def test_a_headline_tells_its_genre(title: str, genre: str) -> None:
    assert genre_of(item(title)) == genre


def test_where_a_newsroom_files_a_piece_counts_before_its_headline() -> None:
    title = "Parliament bans Vidlane"
    assert genre_of(item(title, "https://ledger.example/opinion/2031/05/vidlane")) == READING
    assert genre_of(item(title, "https://ledger.example/politics/2031/05/vidlane")) == ACT


def test_many_opinions_make_no_act_and_three_sources_do() -> None:
    said: dict[str, Annotation] = {}
    talk = [item(f"Why the Vidlane ban is wrong, part {place}", source=f"s{place}") for place in range(30)]
    assert genre_of_all(talk, said) == READING
    acts = [item("Parliament bans Vidlane", source=f"a{place}") for place in range(3)]
    assert genre_of_all([*talk, *acts], said) == ACT


def test_a_hostile_headline_is_read_quickly() -> None:
    began = process_time()
    for text in ("to ban " * 20_000, "faces a " * 20_000, "tells a " * 20_000, "1 " * 50_000, "x" * 100_000):
        genre_of(item(text))
    assert process_time() - began < 3
