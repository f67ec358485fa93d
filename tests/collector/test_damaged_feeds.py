"""Damaged feeds: whole items are kept, cut ones are not invented, and nothing a feed holds raises."""

from __future__ import annotations

import html
import random
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from collector import xmlfeed
from collector.document import Document
from collector.item import Item
from collector.kinds import KINDS
from collector.reading import Reading, Unreadable
from collector.repair import TooDeep, repaired
from config.schema import Source

NOW = datetime(2026, 7, 1, tzinfo=UTC)
SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "feed"
SOURCE = Source(id="s", name="S", url="https://a.example/feed", max_items=10_000)


def read(body: bytes | str) -> Reading:
    raw = body.encode("utf-8") if isinstance(body, str) else body
    return KINDS["feed"](SOURCE, Document(source="s", url=SOURCE.url, body=raw, fetched=NOW), NOW)


def rss(count: int = 6, description: str = "Words of story {n}.") -> str:
    items = "".join(
        f"<item><title>Story {n}</title><link>https://a.example/{n}</link><guid>g{n}</guid>"
        f"<pubDate>Sat, 0{n % 9 + 1} Mar 2025 10:00:00 GMT</pubDate><description>{description.format(n=n)}</description></item>\n"  # noqa: E501
        for n in range(count)
    )
    return f'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>T</title><link>https://a.example/</link>\n{items}</channel></rss>'


DAMAGES = {
    "bare ampersand": lambda text: text.replace("Story 1", "R&D Story 1"),
    "bare less-than": lambda text: text.replace("Story 1", "fees < 5 and Story 1"),
    "unknown entity": lambda text: text.replace("Story 2", "&eacute;&foo; Story 2"),
    "bad reference": lambda text: text.replace("Story 2", "&#xD800;&#99999999999; Story 2"),
    "undeclared prefix": lambda text: text.replace("<guid>g3", "<media:x y='1'/><guid>g3"),
    "wrong nesting": lambda text: text.replace("Words of story 3", "<b><i>Words</b></i> of story 3"),
    "doubled attribute": lambda text: text.replace("<channel>", '<channel a="1" a="2">'),
    "bare attribute": lambda text: text.replace("<channel>", "<channel a=1 b>"),
    "control characters": lambda text: text.replace("Story 4", "Sto\x00ry\x0b 4"),
    "junk before": lambda text: "<br />\n<b>Warning</b>: x in y<br />\n" + text,
    "junk behind": lambda text: text + "<script>x()</script><!-- 1 s -->",
    "no ends": lambda text: text.replace("</channel></rss>", ""),
    "capitals": lambda text: text.replace("item>", "ITEM>").replace("title>", "Title>"),
    "item not closed": lambda text: text.replace("</item>", "", 1),
    "title not closed": lambda text: text.replace("</title><link>https://a.example/2", "<link>https://a.example/2"),
    "void elements": lambda text: text.replace("Words of story 5", "Words<br>of<img src=x>story 5"),
    "doctype": lambda text: text.replace("<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss', 1).replace("Story 1", "Story 1&x;"),  # noqa: E501
    "xml 1.1": lambda text: text.replace('version="1.0"', 'version="1.1"', 1),
    "open comment": lambda text: text.replace("Words of story 5", "<!-- Words of story 5"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_all_items_of_a_damaged_feed_are_kept(damage: str) -> None:
    items = read(DAMAGES[damage](rss())).items
    assert [item.own_id for item in items] == [f"g{n}" for n in range(6)]
    assert all(f"tory {n}" in re.sub(r"[^\w ]", "", item.title) or n == 4 for n, item in enumerate(items))
    assert not any("root:" in item.title + item.text for item in items)


def test_a_feed_cut_anywhere_keeps_the_whole_items_and_invents_none() -> None:
    text = rss()
    ends = [found.end() for found in re.finditer("</item>", text)]
    for cut in range(text.index("<item>"), len(text), 13):
        whole = sum(end <= cut for end in ends)
        items = read(text[:cut]).items
        assert [item.own_id for item in items] == [f"g{n}" for n in range(whole)], text[max(0, cut - 40) : cut]


def test_an_open_cdata_section_takes_only_its_own_item() -> None:
    text = rss().replace("Words of story 4.", "<![CDATA[ Words of story 4.")
    assert [item.own_id for item in read(text).items] == ["g0", "g1", "g2", "g3"]


def test_a_cut_feed_says_so() -> None:
    assert "cut" in read(rss()[:-120]).flags


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir() if (path / "now.xml").exists()))
def test_fuzzed_feeds_never_raise(sample: str) -> None:
    """Anything but Unreadable would end up as a fault of ours in the report."""
    body = next((SAMPLES / sample).glob("now.*")).read_bytes()
    chance = random.Random(sample)
    for _ in range(150):
        mutated = bytearray(body)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(mutated)) if mutated else 0
            match chance.randrange(5):
                case 0:
                    mutated[at : at + 1] = bytes([chance.randrange(256)])
                case 1:
                    del mutated[at : at + chance.randint(1, 80)]
                case 2:
                    mutated[at:at] = mutated[: chance.randint(1, 60)]
                case 3:
                    mutated[at:at] = chance.choice(
                        [b"<", b"&", b"]]>", b"<![CDATA[", b"&#xD800;", b"\x00", b"</", b"<item>", b"\xff\xfe"]
                    )
                case _:
                    mutated = mutated[: max(1, at)]
        try:
            items = read(bytes(mutated)).items
        except Unreadable:
            continue
        assert all(isinstance(item, Item) and item.title for item in items)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.text(alphabet="<>/&;!?[]-='\" \nabitemrssCDATA:x#0", max_size=400))
def test_repair_always_makes_a_well_formed_document(noise: str) -> None:
    try:
        made, _ = repaired(f"<rss><channel><item><title>{noise}</title></item></channel></rss>")
    except TooDeep:
        return
    if made:
        xmlfeed.tree_of(made.encode("utf-8", "replace"))


@pytest.mark.parametrize(
    "attack",
    ["<" * 100_000, '<a "' * 25_000, "<!--" * 25_000, "<![CDATA[" * 10_000, "<!DOCTYPE [" * 9_000, "&" * 100_000, "&#x" * 30_000,  # noqa: E501
     "<a b='" * 16_000, "</i>" * 25_000, "<?" * 50_000, "<a " * 33_000, "<x:y:z " * 14_000],
)  # fmt: skip
def test_repair_takes_its_time_in_proportion(attack: str) -> None:
    began = time.process_time()
    for text in (attack, f"<rss><item><title>{attack}"):
        try:
            repaired(text)
        except TooDeep:
            continue
    assert time.process_time() - began < 2.5


def test_the_fast_reader_and_feedparser_agree() -> None:
    """feedparser is what the world measures feeds by; where the fast reader vouches for a feed, both say the same."""
    for folder in sorted(SAMPLES.iterdir()):
        file = folder / "now.xml"
        if not file.exists() or "broken" in folder.name:
            continue
        ours = read(file.read_bytes())
        theirs = feedparser.parse(file.read_bytes())
        assert "fallback" not in ours.flags
        assert len(ours.items) == len(theirs.entries), folder.name
        for item, entry in zip(ours.items, theirs.entries, strict=True):
            assert item.own_id in (entry.get("id", ""), item.url) or not entry.get("id")
            assert html.unescape(re.sub("<[^>]+>", "", entry.get("title", ""))) == item.title
            if when := entry.get("published_parsed") or entry.get("updated_parsed"):
                assert item.published is not None and item.published.timetuple()[:6] == when[:6]


def test_too_deep_a_document_is_refused() -> None:
    with pytest.raises(Unreadable, match="deep"):
        read("<rss><channel><item>" + "<a>" * 5_000 + "</a>" * 5_000 + "</item></channel></rss>")


def test_a_page_instead_of_a_feed_names_the_feed_it_offers() -> None:
    page = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>Hi</body></html>'
    with pytest.raises(Unreadable) as caught:
        read(page)
    assert caught.value.kind == "not_a_feed" and caught.value.found == ("https://a.example/feed.xml",)


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"", "empty"), (b" \n", "empty"), (b"%PDF-1.7", "not_a_feed"), (b'{"error": 1}', "not_a_feed"), (b"{,}", "parse"),
     (b"<svg><title>x</title></svg>", "not_a_feed"), (b"<opml/>", "not_a_feed"), (b"[" * 100_000, "parse")],
)  # fmt: skip
def test_what_is_no_feed_has_a_class(body: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(body)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("utf-8", "iso-8859-1"), ("cp1252", "utf-8"), ("cp1252", "iso-8859-1"), ("utf-16", "utf-16"), ("utf-8", "x-none"),  # noqa: E501
     ("utf-8-sig", "utf-8"), ("utf-8", "utf-7")],
)  # fmt: skip
def test_words_survive_whatever_the_label(encoding: str, declared: str) -> None:
    text = (
        rss(1)
        .replace('version="1.0"?', f'version="1.0" encoding="{declared}"?')
        .replace("Story 0", "Zürich – “quoted”")
    )
    assert read(text.encode(encoding)).items[0].title == "Zürich – “quoted”"


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0">{}</feed>'


def test_the_feed_s_author_is_that_of_entries_which_name_none() -> None:
    entries = (
        "<entry><id>1</id><title>One</title></entry>"
        "<entry><id>2</id><title>Two</title><author><name>Bo</name></author></entry>"
        "<entry><id>3</id><title>Three</title><source><title>Elsewhere</title></source></entry>"
    )
    items = read(ATOM.format(f"<author><name>Ann</name></author>{entries}")).items
    assert [item.author for item in items] == ["Ann", "Bo", ""]


def test_an_entry_that_links_to_nothing_but_its_counter_leads_to_its_own_page() -> None:
    links = '<link rel="self" href="https://f.example/1"/><fb:origLink>https://a.example/one</fb:origLink>'
    (item,) = read(ATOM.format(f"<entry><id>1</id><title>One</title>{links}</entry>")).items
    assert item.url == "https://a.example/one"


def test_the_day_of_writing_stands_in_for_the_day_of_publishing_only() -> None:
    told = "<entry><id>{}</id><title>One</title>{}<created>2021-11-20T10:00:00Z</created></entry>"
    dated = "<published>2021-11-22T10:00:00Z</published><updated>2021-11-23T10:00:00Z</updated>"
    first, second = read(ATOM.format(told.format(1, dated) + told.format(2, ""))).items
    days = [one and one.day for item in (first, second) for one in (item.published, item.updated)]
    assert days == [22, 23, 20, None]
