"""The archive in a browser: every link, the console, search, and what a screen reader meets."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digest import site_search
from policywatch.run.demo import demo

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
    "</title><svg onload=window.owned=1>",
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the demo."""
    if not CHROMIUM:
        pytest.skip("no Chromium here")
    pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    out = tmp_path_factory.mktemp("site")
    demo(out, lambda line: None)
    return out / "archive"


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(archive)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


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


def test_hostile_words_do_nothing(archive: Path, address: str, browser: Any, tmp_path: Path) -> None:
    from config.load import load
    from digest.archive.site import Site
    from digest.archive.site import page as made

    site = Site.of(load(), {})
    for number, vector in enumerate(VECTORS):
        row = {"name": vector, "path": "index.html", "note": vector, "count": vector}
        html = made(site, f"hostile{number}.html", "register", vector, intro=vector, about=vector,
                    groups=[(vector, vector, [row])], data={"headline": vector})  # fmt: skip
        (archive / f"hostile{number}.html").write_text(html, encoding="utf-8")
        said: list[str] = []
        page = opened(browser, address, f"hostile{number}.html", said, [])
        assert page.evaluate("window.owned") is None
        assert page.evaluate("document.querySelector('h1').textContent") == vector
        assert not said
        (archive / f"hostile{number}.html").unlink()
