"""The archive in a browser: every link, the console, search, and what a screen reader meets."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from classifier.annotation import Annotation, Evidence, Fact, Mention, Sentence, Tag
from classifier.story import Story
from collector.fetch import fetch_all
from collector.item import Item
from config.load import copy_to, load
from config.schema import SavedQuery
from digest import site_search
from policywatch.run import day
from policywatch.run.demo import demo
from policywatch.run.publish import publish_all
from policywatch.store.store import Store

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
KINDS = (
    "index.html", "days/index.html", "days/*.html", "stories/*.html", "items/*.html", "tags/index.html",
    "tags/threshold-change.html", "platforms/tiktok.html", "programs/index.html", "programs/tiktok-shop-affiliate.html",
    "matters/index.html", "matters/tiktok-v-garland.html", "pages/*.html", "sources/index.html", "sources/*.html",
    "compare.html", "calendar.html", "corrections.html", "methodology.html", "data.html", "search.html",
)  # fmt: skip
VECTORS = (
    "<script>window.owned=1</script>", "\"><img src=x onerror=\"window.owned=1\">",
    "</title><svg onload=window.owned=1>", "</script><script>window.owned=1</script>",
    "'><a href=javascript:window.owned=1 autofocus onfocus=window.owned=1>x</a>", "<!--><svg/onload=window.owned=1>-->",
    "{{ 7*7 }}{% raw %}<iframe srcdoc='<script>parent.owned=1</script>'>", "\u202e<math><mi xlink:href='javascript:1'>",
)  # fmt: skip
NAMED = (("platform", "tiktok"), ("body", ""))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the demo."""
    if not CHROMIUM:
        pytest.skip("no Chromium here")
    pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    out = tmp_path_factory.mktemp("site")
    demo(out, lambda line: None)
    return out / "archive"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder behind a web server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    with served(archive) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def paths(archive: Path) -> list[str]:
    """One page of each kind."""
    found = []
    for kind in KINDS:
        here = [path for path in sorted(archive.glob(kind)) if "*" not in kind or path.stem != "index"]
        found += [path.relative_to(archive).as_posix() for path in here[-1:]]
    return found


def opened(browser: Any, address: str, path: str, said: list[str], asked: list[str], **more: Any) -> Any:
    page = browser.new_context(**more).new_page()
    page.on(
        "console",
        lambda message: said.append(f"{path}: {message.text}") if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: said.append(f"{path}: {error}"))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    return page


def test_no_page_complains_or_asks_another_host(archive: Path, address: str, browser: Any) -> None:
    said: list[str] = []
    asked: list[str] = []
    for path in paths(archive):
        page = opened(browser, address, path, said, asked, viewport={"width": 320, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is wider than a small screen by {wide} pixels"
        tables = "[...document.querySelectorAll('.scroll:has(.rows)')]"
        aside = page.evaluate(f"{tables}.filter(e => e.scrollWidth > e.clientWidth).length")
        assert aside == 0, f"a table of {path} has to be pushed aside on a small screen"
        page.context.close()
    assert not said
    assert all(url.startswith((address, "data:")) for url in asked)


def test_pages_read_from_a_plain_folder(archive: Path, browser: Any) -> None:
    said: list[str] = []
    page = opened(browser, archive.as_uri() + "/", "index.html", said, [])
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert not said


def test_search_finds_a_story_by_a_word_of_its_body(archive: Path, address: str, browser: Any) -> None:
    if not site_search.installed():
        pytest.skip("Pagefind is not installed")
    said: list[str] = []
    asked: list[str] = []
    page = opened(browser, address, "search.html", said, asked)
    page.fill("#q", "scrutiny")
    page.wait_for_selector("#results li a")
    assert "stories/" in page.get_attribute("#results li a", "href")
    page.fill("#q", "")
    page.select_option("#f-platform", "Streamora")
    page.wait_for_function("document.querySelectorAll('#results li').length >= 1")
    page.click("#results li a")
    page.wait_for_load_state("networkidle")
    assert "/stories/" in page.url
    assert not said
    assert all(url.startswith(address) for url in asked)


def test_nothing_on_a_page_bars_a_reader(archive: Path, address: str, browser: Any) -> None:
    script = os.environ.get("POLICYWATCH_AXE", "")
    if not Path(script).is_file():
        pytest.skip("set POLICYWATCH_AXE to axe.min.js of the npm package axe-core")
    found = []
    for scheme in ("light", "dark"):
        for path in paths(archive):
            page = opened(browser, address, path, [], [], color_scheme=scheme, bypass_csp=True)
            page.add_script_tag(path=script)
            for fault in page.evaluate("axe.run()")["violations"]:
                found.append((path, scheme, fault["id"], fault["nodes"][0]["html"][:120]))
            page.context.close()
    assert not found


def test_words_typed_before_the_index_came_are_kept(address: str, browser: Any) -> None:
    if not site_search.installed():
        pytest.skip("Pagefind is not installed")
    page = browser.new_context().new_page()
    held: list[Any] = []
    page.route("**/pagefind.js", lambda route: held.append(route))
    page.goto(address + "search.html")
    page.fill("#q", "scrutiny")
    page.wait_for_timeout(200)
    held[0].continue_()
    page.wait_for_selector("#results li a")
    assert page.input_value("#q") == "scrutiny"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose titles, words, sources, programmes and addresses are all somebody's attack."""
    if not CHROMIUM:
        pytest.skip("no Chromium here")
    place = tmp_path_factory.mktemp("hostile")
    plain = load()
    sources = tuple(
        one.model_copy(update={"id": f"hostile-{number}", "name": vector})
        for number, (one, vector) in enumerate(zip(plain.sources, VECTORS, strict=False))
    )
    programs = tuple(one.model_copy(update={"name": VECTORS[0]}) for one in plain.gazetteer.programs[:1])
    settings = plain.settings.model_copy(
        update={"digest": plain.settings.digest.model_copy(update={"title": VECTORS[1]}),
                "saved": (SavedQuery(name="attack", query='"<script>window.owned=1</script>"'),)}
    )  # fmt: skip
    configuration = plain.model_copy(
        update={
            "sources": sources, "settings": settings,
            "gazetteer": plain.gazetteer.model_copy(update={"programs": programs}),
        }
    )  # fmt: skip
    with Store.open(f"sqlite:///{place / 'archive.db'}") as store:
        for number, vector in enumerate(VECTORS):
            keep_hostile(store, number, vector, programs[0].id)
        publish_all(store, configuration, place / "archive")
    return place / "archive"


def keep_hostile(store: Store, number: int, vector: str, program: str) -> None:
    at = datetime(2026, 5, 4, 6, tzinfo=UTC)
    item = Item(
        id=f"{number:024x}", source=f"hostile-{number}", source_class="press", url=f"javascript:window.owned={number}",
        title=vector, text=f"{vector} {vector}", observed=at, published=at, fingerprint=str(number),
    )  # fmt: skip
    proof = Evidence(item=item.id, start=0, end=len(vector), text=vector)
    fact = Fact(
        metric="followers", subject=vector, platform=vector, before=5000, after=vector, unit=vector, change="lowered",
        status="in_force", evidence=proof, effective="2026-05-20", scope=vector, program=program,
    )  # fmt: skip
    said = Annotation(
        item=item.id, relevant=True, relevance=0.9, source_class="press", language="en", made_by=vector, facts=(fact,),
        tags=(Tag(tag="threshold-change", score=0.9, by=vector, evidence=proof),), reasons=(vector,),
        mentions=tuple(Mention(kind=kind, id=one or vector, evidence=proof) for kind, one in NAMED),
        summary=(Sentence(text=vector, evidence=proof),),
    )  # fmt: skip
    story = Story(
        id=f"s{number:015x}", headline=vector, lead=item.id, items=(item.id,), first_seen=at, last_seen=at,
        tags=("threshold-change",), platforms=("tiktok",), programs=(program,), jurisdictions=(vector,), facts=(fact,),
        summary=said.summary, why_it_matters=vector, confidence=vector, parts=((vector, 0.5),), importance=0.5,
    )  # fmt: skip
    with store.transaction():
        store.items.add([item])
        seqs = {one.id: seq for page in store.items.to_classify() for seq, one in page}
        store.annotations.save([(seqs[item.id], item, said)], at)
        store.stories.save([(story, True)], at)
        store.stories.file([(item.id, story.id, "test")], at)


def test_hostile_words_do_nothing(hostile: Path, browser: Any) -> None:
    shown = sorted(hostile.glob("items/*.html")) + sorted(hostile.glob("stories/*.html"))
    shown += [hostile / name for name in ("index.html", "methodology.html", "calendar.html", "saved/attack.html")]
    shown += sorted(hostile.glob("sources/*.html")) + sorted(hostile.glob("programs/*.html"))
    shown += [hostile / "tags" / "threshold-change.html"]
    assert len(shown) > 3 * len(VECTORS)
    said: list[str] = []
    asked: list[str] = []
    page = browser.new_context().new_page()
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    for path in shown:
        page.goto(path.as_uri())
        assert page.evaluate("window.owned") is None, path
        bad = "[...document.querySelectorAll('a[href]')].filter(a => !/^(https?|file):/.test(a.protocol)).length"
        assert page.evaluate(bad) == 0, path
        assert page.evaluate("document.querySelectorAll('main script, main svg[onload], main img, iframe').length") == 0
    assert not said
    assert all(url.startswith("file://") for url in asked)
    heading = (hostile / "items" / f"{0:024x}.html").as_uri()
    page.goto(heading)
    assert page.evaluate("document.querySelector('h1').textContent") == VECTORS[0]


def test_hostile_words_do_nothing_in_the_search(hostile: Path, browser: Any) -> None:
    if not site_search.installed():
        pytest.skip("Pagefind is not installed")
    with served(hostile) as address:
        page = browser.new_context().new_page()
        page.goto(address + "search.html")
        page.fill("#q", "window")
        page.wait_for_selector("#results li a")
        page.fill("#q", "<img src=x onerror=window.owned=1>")
        page.wait_for_timeout(600)
        assert page.evaluate("window.owned") is None


FILE_NAMES = (
    "<img src=x onerror=window.owned=1>.html", "\"><svg onload=window.owned=2>.html",
    "javascript:window.owned=3.html", "'onmouseover='window.owned=4' <b>.eml",
)  # fmt: skip
TOLD = "YouTube lowers the bar of its Partner Program from 1,000 to 500 subscribers, the company said on Monday."


def test_hostile_names_of_files_do_nothing(tmp_path: Path, browser: Any) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    for name in FILE_NAMES:
        page = f"<html><body><article><p>{TOLD}</p><p>Creators may apply from 1 June 2026.</p></article></body></html>"
        letter = f"Subject: {name}\nFrom: {name} <a@news.example>\nContent-Type: text/plain\n\n{TOLD}\n"
        (folder / name).write_text(letter if name.endswith(".eml") else page)
    config = tmp_path / "config"
    copy_to(config)
    (config / "sources.toml").write_text(
        f'[[source]]\nid = "kept"\nname = "Kept"\nkind = "folder"\nurl = "{folder}"\nsource_class = "press"\n'
    )
    (config / "settings.toml").write_text("[classify]\nrelevance_threshold = 0.01\n")
    at = datetime(2026, 5, 5, 9, tzinfo=UTC)
    with Store.open(f"sqlite:///{tmp_path / 'archive.db'}") as store, day.recorded(store, at) as report:
        places = day.Places(archive=tmp_path / "archive", outbox=tmp_path / "letters")
        configuration = load(config)
        fetch = functools.partial(fetch_all, settings=configuration.settings.fetch, now=at)
        day.run(store, configuration, fetch, at, places, report)
    # The search page needs a web server.
    shown = [path for path in sorted((tmp_path / "archive").rglob("*.html")) if path.name != "search.html"]
    shown += sorted((tmp_path / "letters").glob("*.html"))
    assert len([path for path in shown if path.parent.name == "items"]) == len(FILE_NAMES)
    page = browser.new_context().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    for path in shown:
        page.goto(path.as_uri())
        assert page.evaluate("window.owned") is None, path
        assert page.evaluate("document.querySelectorAll('main img, main svg[onload], [onmouseover]').length") == 0, path
    assert not said
