"""What `try html` and the archive print runs nothing, loads nothing and swallows nothing, whatever a feed sends."""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from collector.text import ALLOWED, heading, sanitize, words_of
from tests.collector.script_vectors import vectors

VECTORS = list(dict.fromkeys(vectors()))
ATTRIBUTES = {"href", "title", "rel", "datetime", "colspan", "rowspan"}
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
PAGE = "<!doctype html><meta charset=utf-8><title>t</title><body><article>{}</article><p id=after>after</p>"
# Touches everything, prints the page once more from its own tree (as mail programs do), and looks at what there is.
LOOK = """() => {
    const events = %s;
    const touch = () => { for (const one of document.querySelectorAll('article, article *'))
        for (const name of events) one.dispatchEvent(new Event(name, {bubbles: true, cancelable: true})); };
    touch();
    const after = document.getElementById('after');
    const wrong = [];
    if (!after || after.parentElement !== document.body || !after.getClientRects().length) wrong.push('swallowed');
    for (const one of document.querySelectorAll('article *')) {
        if (one.namespaceURI !== 'http://www.w3.org/1999/xhtml') wrong.push('namespace of ' + one.localName);
        for (const {name} of one.attributes) if (!%s.includes(name)) wrong.push('attribute ' + name);
        if (one.hasAttribute('href') && !['http:', 'https:', 'mailto:'].includes(one.protocol))
            wrong.push('link ' + one.href);
    }
    const before = document.querySelector('article').innerHTML;
    document.querySelector('article').innerHTML = before;
    touch();
    return wrong;
}"""


class Parts(HTMLParser):
    """Tags and attributes of markup."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.others: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def test_there_is_a_vector_for_each_way_in() -> None:
    assert len(VECTORS) > 1_300 and len(Counter(name for name, _ in VECTORS)) == 9


@pytest.mark.parametrize("name", sorted({name for name, _ in VECTORS}))
def test_only_harmless_tags_attributes_and_links_are_left(name: str) -> None:
    for _, vector in (one for one in VECTORS if one[0] == name):
        made = sanitize(vector, "https://a.example/")
        parts = Parts(made)
        assert set(parts.tags) <= ALLOWED, (vector, made)
        assert {one for one, _ in parts.attributes} <= ATTRIBUTES, (vector, made)
        links = [html.unescape(value) for one, value in parts.attributes if one == "href"]
        assert all(link.startswith(("http://", "https://", "mailto:")) for link in links), (vector, made)
        assert not parts.others, (vector, made)
        assert words_of(sanitize(made)) == words_of(made), f"other words the second time: {vector!r}"


def test_titles_are_one_plain_line() -> None:
    for _, vector in VECTORS:
        title = heading(f"News {vector} today")
        assert title.isprintable() and len(title) <= 500, vector
        assert not Parts(html.escape(title)).tags


def test_the_command_prints_what_the_reader_keeps() -> None:
    vector = (
        "<p onclick=fired(1)>kept<script>fired(1)</script><img src=x onerror=fired(1)><a href=javascript:fired(1)>x"
    )
    done = subprocess.run(
        [sys.executable, "-m", "policywatch", "try", "html"], input=vector.encode(), capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == sanitize(vector) == '<p>kept<a rel="noopener noreferrer nofollow">x</a></p>'


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("no Chromium here")
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.fired, opened.asked = [], []
        opened.expose_function("fired", lambda *said: opened.fired.append(said))
        opened.on("dialog", lambda dialog: dialog.dismiss())
        opened.route("**/*", lambda route: (opened.asked.append(route.request.url), route.abort()))
        yield opened
        browser.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nothing_runs_loads_or_is_swallowed_in_a_browser(page: Any) -> None:
    look = LOOK % (
        [name.removeprefix("on") for name in ("onclick", "onmouseover", "onfocus", "onfocusin", "oncopy", "oninput")],
        sorted(ATTRIBUTES),
    )
    wrong = []
    for name, vector in VECTORS:
        page.set_content(PAGE.format(sanitize(vector, "https://a.example/")), wait_until="commit")
        found = page.evaluate(look)
        if found or page.fired or page.asked:
            wrong.append((name, vector, found, list(page.fired), list(page.asked)))
        page.fired.clear()
        page.asked.clear()
    page.wait_for_timeout(500)
    assert not wrong, wrong[:5]
    assert not page.fired and not page.asked


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_browser_would_have_run_many_of_them_as_they_came(page: Any) -> None:
    raw = 0
    for _, vector in [one for one in VECTORS if one[0] in ("events that come alone", "scripts", "mutations")][::3]:
        page.set_content(PAGE.format(vector), wait_until="commit")
        page.wait_for_timeout(20)
        raw += bool(page.fired)
        page.fired.clear()
    page.asked.clear()
    assert raw > 40, f"only {raw} run: this test sees nothing"
