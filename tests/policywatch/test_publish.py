"""The archive is published whole, only what changed, and survives being killed."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from classifier.annotation import Annotation, Evidence, Fact, Mention, Sentence, Tag
from classifier.story import Story
from collector.item import Item
from config.load import load
from config.schema import Configuration, SavedQuery
from digest import exports
from digest.delivery import DeliveryError
from digest.folder import MANIFEST, Folder, key_of
from policywatch.run.publish import publish_all
from policywatch.run.publish.days import difference
from policywatch.store.store import Store

NOW = datetime(2026, 5, 4, 6, tzinfo=UTC)
VECTORS = (
    "<script>window.owned=1</script>", "\"><img src=x onerror=\"window.owned=1\">",
    "</script><svg onload=window.owned=1>",
    "javascript:window.owned=1", "{{ 7*7 }}{% raw %}", "=cmd|' /C calc'!A0", "</title><script>window.owned=1</script>",
)  # fmt: skip


@pytest.fixture(scope="session")
def configuration() -> Configuration:
    return load()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'archive.db'}") as opened:
        yield opened


def put(store: Store, number: int, title: str = "", url: str = "", at: datetime = NOW, body: str = "") -> str:
    """Store one story of one item; gives the item's id."""
    id = f"{number:024x}"
    proof = "from 5,000 to 1,000 followers"
    title = title or f"Streamora lowers its bar, part {number}"
    item = Item(
        id=id, source="ftc-press", source_class="press", url=url or f"https://news.example/{id}", title=title,
        text=f"The bar falls {proof}. {body}", observed=at, published=at, fingerprint=f"{title}{body}",
    )  # fmt: skip
    start = item.words.index(proof)
    evidence = Evidence(item=id, start=start, end=start + len(proof), text=proof)
    fact = Fact(
        metric="followers", subject="TikTok Shop", platform="tiktok-shop", before=5000, after=1000, unit="followers",
        change="lowered", status="in_force", evidence=evidence, effective="2026-05-20", announced="2026-05-04",
        program="youtube-partner-program", matter="tiktok-v-garland",
    )  # fmt: skip
    said = Annotation(
        item=id, relevant=True, relevance=0.9, source_class="official", language="en", made_by="test",
        tags=(Tag(tag="threshold-change", score=0.9, by="rule", evidence=evidence),), facts=(fact,),
        mentions=(Mention(kind="platform", id="tiktok", evidence=evidence),),
        summary=(Sentence(text=f"The bar falls {proof}.", evidence=evidence),),
    )  # fmt: skip
    story = Story(
        id=f"s{number:015x}", headline=title, lead=id, items=(id,), first_seen=at, last_seen=at,
        tags=("threshold-change",), platforms=("tiktok",), programs=("youtube-partner-program",),
        matters=("tiktok-v-garland",), jurisdictions=("US",), facts=(fact,), summary=said.summary, importance=0.5,
    )  # fmt: skip
    with store.transaction():
        store.items.add([item])
        seqs = {one.id: seq for page in store.items.to_classify() for seq, one in page}
        store.annotations.save([(seqs[id], item, said)], at)
        store.stories.save([(story, True)], at)
        store.stories.file([(id, story.id, "test")], at)
    return id


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def publish(store: Store, configuration: Configuration, folder: Path, **more: Any) -> Any:
    return publish_all(store, configuration, folder, search=False, **more)


def test_a_second_publishing_draws_nothing(store: Store, configuration: Configuration, tmp_path: Path) -> None:
    put(store, 1)
    publish(store, configuration, tmp_path / "a")
    again = publish(store, configuration, tmp_path / "a")
    assert (again.drawn, again.written) == (0, 0)


def test_equal_data_gives_equal_bytes(store: Store, configuration: Configuration, tmp_path: Path) -> None:
    for number in range(4):
        put(store, number)
    publish(store, configuration, tmp_path / "a")
    publish(store, configuration, tmp_path / "b")
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


def test_growing_day_by_day_gives_what_publishing_at_once_gives(
    store: Store, configuration: Configuration, tmp_path: Path
) -> None:
    for number in range(4):
        put(store, number, at=NOW + timedelta(days=number))
        publish(store, configuration, tmp_path / "a", prune=True)
    publish(store, configuration, tmp_path / "b")
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


def test_one_more_story_leaves_the_pages_of_others_alone(
    store: Store, configuration: Configuration, tmp_path: Path
) -> None:
    first = put(store, 1)
    publish(store, configuration, tmp_path)
    page = tmp_path / "items" / f"{first}.html"
    before = page.stat().st_mtime_ns
    put(store, 2, at=NOW + timedelta(days=1))
    done = publish(store, configuration, tmp_path)
    assert page.stat().st_mtime_ns == before
    assert done.drawn < 60


def test_a_killed_run_is_taken_up_where_it_stood(
    store: Store, configuration: Configuration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        put(store, number)
    put_whole, calls = Folder.put, []

    def cut(self: Folder, path: str, key: str, content: bytes) -> bool:
        calls.append(path)
        if len(calls) > 25:
            raise KeyboardInterrupt
        return put_whole(self, path, key, content)

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "put", cut)
        with pytest.raises(KeyboardInterrupt):
            publish(store, configuration, tmp_path / "a")
    done = publish(store, configuration, tmp_path / "a")
    assert done.drawn == done.files - 25
    publish(store, configuration, tmp_path / "b")
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


def test_a_damaged_or_missing_page_is_made_again(store: Store, configuration: Configuration, tmp_path: Path) -> None:
    first = put(store, 1)
    publish(store, configuration, tmp_path)
    whole = files_of(tmp_path)
    (tmp_path / "items" / f"{first}.html").write_text("cut")
    (tmp_path / "index.html").unlink()
    publish(store, configuration, tmp_path)
    assert files_of(tmp_path) == whole


def test_pruning_removes_what_has_no_data_and_nothing_of_others(
    store: Store, configuration: Configuration, tmp_path: Path
) -> None:
    put(store, 1)
    put(store, 2)
    publish(store, configuration, tmp_path)
    (tmp_path / "CNAME").write_text("example.org")
    with store.transaction():
        store.stories.join(f"s{2:015x}", f"s{1:015x}")
    kept = publish(store, configuration, tmp_path)
    assert not kept.left and (tmp_path / "stories" / f"s{2:015x}.html").exists()
    gone = publish(store, configuration, tmp_path, prune=True)
    assert f"stories/s{2:015x}.html" in gone.left
    assert not (tmp_path / "stories" / f"s{2:015x}.html").exists()
    assert (tmp_path / "CNAME").exists()


def test_two_runs_do_not_write_one_folder(tmp_path: Path) -> None:
    with Folder(tmp_path), pytest.raises(DeliveryError, match="another run"), Folder(tmp_path):
        pass


def test_a_manifest_somebody_edited_leads_nowhere_else(tmp_path: Path) -> None:
    outside = tmp_path / "precious.txt"
    outside.write_text("mine")
    place = tmp_path / "archive"
    place.mkdir()
    (place / MANIFEST).write_text("../precious.txt\tkey\t4\n/etc/passwd\tkey\t1\nbroken line\n")
    with Folder(place) as folder:
        folder.offer("index.html", key_of(1), lambda: "page")
        folder.close(prune=True)
    assert outside.read_text() == "mine"


def test_a_day_that_changes_after_it_was_published_says_so(
    store: Store, configuration: Configuration, tmp_path: Path
) -> None:
    from datetime import date

    from policywatch.run.compose import compose_day

    put(store, 1, at=NOW - timedelta(hours=8))
    compose_day(store, configuration, date(2026, 5, 4), NOW)
    publish(store, configuration, tmp_path)
    page = tmp_path / "days" / "2026-05-04.html"
    assert "Changed" not in page.read_text()
    put(store, 2, title="Streamora closes its fund", at=NOW - timedelta(hours=7))
    compose_day(store, configuration, date(2026, 5, 4), NOW + timedelta(hours=5))
    publish(store, configuration, tmp_path)
    told = page.read_text()
    assert "Changed 4 May 2026, 11:00 UTC" in told and "Streamora closes its fund" in told
    assert "Added" in (tmp_path / "corrections.html").read_text()


def test_a_difference_names_what_came_went_and_changed() -> None:
    said = difference({"a": ["A", "1"], "b": ["B"]}, {"a": ["A", "2"], "c": ["C"]})
    assert said == "Added: “C”. No longer here: “B”. Told anew: “A”."


class Links(HTMLParser):
    """The addresses and ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.loads: list[str] = []
        self.handlers: list[str] = []
        self.inline = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if name.startswith("on"):
                self.handlers.append(name)
            if name in ("href", "src") and value:
                (self.loads if tag in ("script", "img", "iframe") or (tag == "link") else self.links).append(value)
        if tag == "script" and ("type", "application/ld+json") not in attrs and not dict(attrs).get("src"):
            self.inline += 1


def pages_of(folder: Path) -> dict[str, Links]:
    found = {}
    for path in sorted(folder.rglob("*.html")):
        parsed = Links()
        parsed.feed(path.read_text(encoding="utf-8"))
        found[path.relative_to(folder).as_posix()] = parsed
    return found


def test_every_link_leads_to_a_page_or_the_open_web(store: Store, configuration: Configuration, tmp_path: Path) -> None:
    for number in range(3):
        put(store, number)
    publish(store, configuration, tmp_path)
    pages = pages_of(tmp_path)
    assert len(pages) > 100
    for page, parsed in pages.items():
        for link in (*parsed.links, *parsed.loads):
            parts = urlsplit(link)
            if parts.scheme in ("http", "https"):
                assert link not in parsed.loads
                continue
            assert not parts.scheme, (page, link)
            target = (tmp_path / page).parent / unquote(parts.path) if parts.path else tmp_path / page
            assert target.resolve().is_file(), (page, link)
            name = target.resolve().relative_to(tmp_path.resolve()).as_posix()
            if parts.fragment and name in pages:
                assert parts.fragment in pages[name].ids, (page, link)


def test_hostile_words_stay_words(store: Store, configuration: Configuration, tmp_path: Path) -> None:
    for number, vector in enumerate(VECTORS):
        put(store, number, title=vector, url="javascript:window.owned=1", body=vector)
    publish(store, configuration, tmp_path)
    for page, parsed in pages_of(tmp_path).items():
        assert not parsed.handlers and not parsed.inline, page
        assert not any(link.lower().startswith(("javascript:", "data:")) for link in parsed.links), page
    for feed in tmp_path.rglob("*.xml"):
        ElementTree.fromstring(feed.read_bytes())
    for table in tmp_path.rglob("*.csv"):
        for row in csv.reader(io.StringIO(table.read_text(encoding="utf-8"))):
            assert not any(cell.startswith(("=", "@", "+")) for cell in row), table


def test_every_page_has_a_strict_policy_and_says_what_it_is_made_of(
    store: Store, configuration: Configuration, tmp_path: Path
) -> None:
    put(store, 1)
    publish(store, configuration, tmp_path)
    for path in tmp_path.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "Content-Security-Policy\" content=\"default-src 'none'" in text, path
        assert text.count("<h1") == 1, path
        assert '<html lang="en">' in text and "<main" in text


def test_feeds_and_data_can_be_read(store: Store, configuration: Configuration, tmp_path: Path) -> None:
    put(store, 1)
    publish(store, configuration, tmp_path)
    atom = ElementTree.parse(tmp_path / "tags" / "threshold-change.xml").getroot()
    space = {"a": "http://www.w3.org/2005/Atom"}
    entries = atom.findall("a:entry", space)
    assert len(entries) == 1 and entries[0].find("a:id", space) is not None
    plain = json.loads((tmp_path / "programs" / "youtube-partner-program.json").read_text())
    assert plain["version"].endswith("1.1") and plain["items"][0]["title"] == "Streamora lowers its bar, part 1"
    assert (tmp_path / "calendar.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    for name in ("programs", "matters"):
        assert json.loads((tmp_path / "data" / f"{name}.json").read_text())
    assert "Streamora" in (tmp_path / "data" / "items" / "2026-05-04.csv").read_text()


def test_exports_keep_to_their_schema(store: Store, configuration: Configuration, tmp_path: Path) -> None:
    put(store, 1)
    publish(store, configuration, tmp_path)
    item = json.loads((tmp_path / "data" / "items" / "2026-05-04.jsonl").read_text())
    fact = json.loads((tmp_path / "data" / "facts" / "2026-05-04.jsonl").read_text())
    programs = json.loads((tmp_path / "data" / "programs.json").read_text())
    matters = json.loads((tmp_path / "data" / "matters.json").read_text())
    for name, records in (("item", [item]), ("fact", [fact]), ("program", programs), ("matter", matters)):
        for record in records:
            assert set(record) == set(exports.SHAPES[name]), name
            kept(record, exports.SHAPES[name], name)
    assert json.loads((tmp_path / "data" / "schema.json").read_text()) == exports.schema()


def kept(value: Any, shape: Any, where: str) -> None:
    """Hold a value against its shape."""
    if isinstance(shape, dict):
        for name, inner in shape.items():
            kept(value[name], inner, f"{where}.{name}")
    elif isinstance(shape, list):
        for one in value:
            kept(one, shape[0], where)
    elif value is None:
        assert shape.endswith("?"), where
    else:
        kinds: dict[str, Any] = {
            "string": str, "time": str, "integer": int, "number": (int, float), "boolean": bool,
            "value": (int, float, str),
        }  # fmt: skip
        assert isinstance(value, kinds[shape.rstrip("?")]), where


def test_every_database_gives_the_same_pages(
    store: Store, configuration: Configuration, tmp_path: Path, postgres: str
) -> None:
    with Store.open(postgres) as other:
        for number in range(3):
            put(store, number)
            put(other, number)
        publish(store, configuration, tmp_path / "a")
        publish(other, configuration, tmp_path / "b")
        again = publish(other, configuration, tmp_path / "b")
    here, there = files_of(tmp_path / "a"), files_of(tmp_path / "b")
    here.pop(MANIFEST), there.pop(MANIFEST)
    assert here == there
    assert again.drawn == 0


def test_the_floors_a_reader_sees_are_those_that_are_held(root: Path) -> None:
    shown = json.loads((root / "policywatch" / "run" / "floors.json").read_text(encoding="utf-8"))
    held = json.loads((root / "tests" / "gold" / "floors.json").read_text(encoding="utf-8"))
    assert shown == held, "copy tests/gold/floors.json to policywatch/run/floors.json"


def test_the_schema_is_documented(root: Path) -> None:
    text = (root / "docs" / "data-schema.md").read_text(encoding="utf-8")
    assert f"version {exports.SCHEMA}" in text
    for name, shape in exports.SHAPES.items():
        section = re.search(rf"^## {name.capitalize()}$(.*?)(?=^## |\Z)", text, flags=re.M | re.S)
        assert section, name
        assert set(re.findall(r"^\| `(\w+)`", section[1], flags=re.M)) == set(shape), name


def test_addresses_are_whole_where_the_archive_has_one(
    store: Store, configuration: Configuration, tmp_path: Path
) -> None:
    put(store, 1)
    archive = configuration.settings.archive.model_copy(update={"base_url": "https://watch.example/a"})
    placed = configuration.model_copy(
        update={"settings": configuration.settings.model_copy(update={"archive": archive})}
    )
    publish(store, placed, tmp_path)
    assert "https://watch.example/a/stories/" in (tmp_path / "sitemap.xml").read_text()
    assert "Sitemap: https://watch.example/a/sitemap.xml" in (tmp_path / "robots.txt").read_text()
    assert '<link rel="canonical" href="https://watch.example/a/index.html">' in (tmp_path / "index.html").read_text()


def with_settings(configuration: Configuration, **sections: Any) -> Configuration:
    return configuration.model_copy(update={"settings": configuration.settings.model_copy(update=sections)})


def test_a_saved_question_has_a_page_and_a_feed(store: Store, configuration: Configuration, tmp_path: Path) -> None:
    put(store, 1)
    put(store, 2, title="Streamora closes its fund", body="Closing for good.")
    saved = (SavedQuery(name="closings", query="closing"), SavedQuery(name="broken", query='tag:"open'))
    asked = with_settings(configuration, saved=saved)
    publish(store, asked, tmp_path)
    feed = json.loads((tmp_path / "saved" / "closings.json").read_text())
    assert [one["title"] for one in feed["items"]] == ["Streamora closes its fund"]
    page = (tmp_path / "saved" / "closings.html").read_text()
    assert "Streamora closes its fund" in page and "part 1" not in page
    assert "cannot be read" in (tmp_path / "saved" / "broken.html").read_text()
    assert "saved/closings.xml" in (tmp_path / "data.html").read_text()
    assert publish(store, asked, tmp_path).drawn == 0


def test_a_feed_of_another_form_or_a_cut_one_is_made_anew(
    store: Store, configuration: Configuration, tmp_path: Path
) -> None:
    put(store, 1)
    publish(store, configuration, tmp_path / "a")
    put(store, 2, title="A title\nin two lines")
    (tmp_path / "a" / "feed.json").write_text('{"items": [\n{"url": 1}\n]}')
    (tmp_path / "a" / "feed.xml").write_text("<feed")
    publish(store, configuration, tmp_path / "a")
    publish(store, configuration, tmp_path / "b")
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
    entries = ElementTree.parse(tmp_path / "a" / "feed.xml").getroot().findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == len(json.loads((tmp_path / "a" / "feed.json").read_text())["items"]) == 2


def test_a_run_killed_at_any_write_leaves_only_whole_files_and_is_taken_up(
    store: Store, configuration: Configuration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, 1)
    publish(store, configuration, tmp_path / "whole")
    whole = files_of(tmp_path / "whole")
    put(store, 2, at=NOW + timedelta(days=1))
    publish(store, configuration, tmp_path / "after")
    after = files_of(tmp_path / "after")
    replaced = Path.replace
    writes = publish(store, configuration, copied(tmp_path / "whole", tmp_path / "count")).written
    assert writes > 20
    for at in (*range(0, writes, writes // 8), writes):
        place = copied(tmp_path / "whole", tmp_path / f"cut{at}")
        left = iter(range(at))

        def cut(self: Path, target: Path, left: Iterator[int] = left) -> Path:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return replaced(self, target)

        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(Path, "replace", cut)
            publish(store, configuration, place)
        for path, content in files_of(place).items():
            known = path.startswith(".") or content in (whole.get(path), after.get(path))
            assert known, f"{path} is neither as it was nor as it shall be after {at} writes"
        publish(store, configuration, place)
        assert files_of(place) == after, at


def copied(place: Path, other: Path) -> Path:
    return Path(shutil.copytree(place, other))


# Elements of HTML that have no end, and those that may not stand in themselves.
VOID = {"meta", "link", "img", "br", "hr", "input", "source", "wbr"}
ALONE = {"a", "p", "h1", "h2", "h3", "button", "form", "main", "option"}
BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "section", "article", "h1", "h2", "h3", "blockquote", "figure", "nav"}


class Valid(HTMLParser):
    """What is wrong with the markup of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.named: list[str] = []
        self.levels: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ALONE and tag in self.open:
            self.faults.append(f"<{tag}> inside <{tag}>")
        if tag in BLOCKS and "p" in self.open:
            self.faults.append(f"<{tag}> inside <p>")
        if tag == "li" and self.open[-1] not in ("ul", "ol"):
            self.faults.append(f"<li> inside <{self.open[-1]}>")
        if len({name for name, _ in attrs}) != len(attrs):
            self.faults.append(f"<{tag}> says an attribute twice")
        values = dict(attrs)
        self.ids += [values["id"]] if values.get("id") else []  # type: ignore[list-item]
        for name in ("aria-labelledby", "for", "aria-describedby"):
            self.named += (values.get(name) or "").split()
        if tag == "img" and "alt" not in values:
            self.faults.append("an image without words")
        if tag in ("h1", "h2", "h3"):
            self.levels.append(int(tag[1]))
        if tag not in VOID and tag not in ("line", "path", "circle"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag in ("line", "path", "circle"):
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> ends nothing")

    def said(self) -> list[str]:
        steps = [f"h{a} is followed by h{b}" for a, b in pairwise(self.levels) if b > a + 1]
        twice = [f"two elements are called {one}" for one in {one for one in self.ids if self.ids.count(one) > 1}]
        lost = [f"nothing is called {one}" for one in self.named if one not in self.ids]
        return [*self.faults, *(f"<{tag}> has no end" for tag in self.open), *steps, *twice, *lost]


def test_every_page_is_valid_markup(store: Store, configuration: Configuration, tmp_path: Path) -> None:
    for number, vector in enumerate(("Streamora lowers its bar", *VECTORS)):
        put(store, number, title=vector, body=vector, at=NOW + timedelta(days=40 * number))
    saved = (SavedQuery(name="bar", query="bar"), SavedQuery(name="broken", query='"open'))
    archive = configuration.settings.archive.model_copy(
        update={"base_url": "https://watch.example/a", "stories_per_page": 10}
    )
    publish(store, with_settings(configuration, saved=saved, archive=archive), tmp_path)
    found = {}
    for path in tmp_path.rglob("*.html"):
        page = Valid()
        page.feed(path.read_text(encoding="utf-8"))
        if said := page.said():
            found[path.relative_to(tmp_path).as_posix()] = said[:3]
    assert not found


def test_the_page_for_lost_addresses_has_whole_links(
    store: Store, configuration: Configuration, tmp_path: Path
) -> None:
    archive = configuration.settings.archive.model_copy(update={"base_url": "https://watch.example/a"})
    publish(store, with_settings(configuration, archive=archive), tmp_path)
    page = (tmp_path / "404.html").read_text()
    assert 'href="/a/index.html"' in page and 'href="/a/assets/style.css"' in page
    assert "404.html" not in (tmp_path / "sitemap.xml").read_text()
