"""The letter: the same in text and HTML, small, whole whatever stands in a title, and as it was reviewed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from digest import letter, wording
from digest.edition import Coverage, Edition
from digest.letter import HTML_MOST, Letter

SNAPSHOTS = Path(__file__).parent / "snapshots"
BASE = "https://watch.example/"
WAY_OUT = "https://watch.example/unsubscribe?to=ana%40example.org&token=0a1b"


def written(edition: Edition) -> Letter:
    why = wording.why_you_get("platform:clipbox", "daily", 7, "Europe/Berlin")
    return letter.write(edition, BASE, WAY_OUT, why)


def words(html: str) -> str:
    page = BeautifulSoup(html, "lxml")
    for hidden in page.select("style, title, .preheader"):
        hidden.decompose()
    return plain(page.get_text(" "))


def plain(text: str) -> str:
    return re.sub(r"[\s\xa0]+", " ", text)


def quiet(world: Any) -> Edition:
    edition: Edition = world.edition([])
    return edition


def blind(world: Any) -> Edition:
    edition: Edition = world.edition([], coverage=Coverage(sources=58, read=0, late=("Harbor Review",)), blind=True)
    return edition


@pytest.mark.parametrize("day", ["full", "quiet", "blind"])
def test_the_letter_is_as_it_was_reviewed(world: Any, edition: Edition, day: str) -> None:
    made = written({"full": lambda: edition, "quiet": lambda: quiet(world), "blind": lambda: blind(world)}[day]())
    for ending, text in (("txt", made.text), ("html", made.html)):
        kept = SNAPSHOTS / f"{day}.{ending}"
        if os.environ.get("POLICYWATCH_WRITE_SNAPSHOTS"):
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(text, encoding="utf-8")
        assert kept.read_text(encoding="utf-8") == text, f"{kept.name} differs; look at it, then write it anew"


def test_text_and_html_say_the_same(edition: Edition) -> None:
    made = written(edition)
    text, html = plain(made.text), words(made.html)
    for entry in edition.entries:
        assert entry.headline in text and entry.headline in html
        for line in entry.summary:
            assert line.text in text and line.text in html
        assert plain(entry.why) in text and plain(entry.why) in html
        for fact in entry.facts:
            after = wording.value_or_date(fact.after, fact.metric)
            for said in (after, wording.value_or_date(fact.before, fact.metric), wording.fact_hint(fact)):
                assert said in text and plain(said) in html
            assert f"{BASE}{fact.anchor}" in made.text and f'href="{BASE}{fact.anchor}"' in made.html
    for date in edition.dates:
        for said in (date.what, wording.short_day(date.day), wording.date_kind(date)):
            assert said in text and said in html
        assert not date.moved_from or (f"moved from {wording.spoken(date.moved_from)}" in text)
    for said in (wording.counts_line(edition), wording.read_line(edition), "You asked for what answers"):
        assert said in text and said in html


def test_numbers_of_the_html_are_those_of_the_text(edition: Edition) -> None:
    made = written(edition)
    without_links = re.sub(r"https?://\S+", " ", made.text)
    assert sorted(set(re.findall(r"\d[\d,.]*\d|\d", words(made.html)))) == sorted(
        set(re.findall(r"\d[\d,.]*\d|\d", plain(without_links)))
    )


def test_the_letter_loads_nothing_and_runs_nothing(edition: Edition) -> None:
    page = BeautifulSoup(written(edition).html, "lxml")
    assert not page.select("img, script, link, iframe, object, form, base, svg")
    assert "url(" not in str(page) and "@import" not in str(page)
    assert all(tag["href"].startswith("https://") for tag in page.select("a[href]"))


def test_a_letter_without_an_archive_links_the_sources_themselves(edition: Edition) -> None:
    made = letter.write(edition)
    assert "items/" not in made.html
    assert 'href="https://clipbox-help.example/i1"' in made.html
    assert "https://clipbox-help.example/i1" in made.text


def test_the_largest_letter_stays_under_80_kb(world: Any) -> None:
    stories = []
    for number in range(500):
        item = world.item(
            f"i{number}", f"{number} " + "Überlänge <b> & " * 60, f"From 9,000 to {number + 10:,} now. " + "x" * 5000
        )
        item = replace(item, url="https://example.org/" + "é" * 560)
        world.items[item.id] = item
        fact = world.fact(
            item, "9,000", before=9000, after=number + 10, subject="A very long name " * 20, scope="s" * 400
        )
        stories.append(
            world.story(f"s{number}", [item], [fact] * 9, why_it_matters="why " * 200, confidence="confirmed")
        )
    made = written(world.edition(stories))
    assert len(made.html.encode()) < HTML_MOST
    assert "Unsubscribe" in made.html


NAUGHTY = {
    "empty": "",
    "blanks": " \t ",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "entity": "&lt;b&gt;&amp;&#0;",
    "template": "{{ 7 * 7 }}{% for a in b %}",
    "format": "%s%n{0}{}",
    "newline": "A\r\nBcc: eve@example.org\r\n\r\nbody",
    "encoded": "=?utf-8?q?=0ABcc:_eve?=",
    "separators": "one\u2028two\u2029three\x85four",
    "direction": "\u202egnihtyna\u2066\u200f",
    "nul": "a\x00b\x1b[31m\x07",
    "surrogate": "bad \ud800 half",
    "combining": "Z" + "\u0350" * 300,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 20,
    "hebrew": "שלום",
    "arabic": "مرحبا بالعالم",
    "cjk": "社會科學院語學研究所" * 20,
    "long": "x" * 20_000,
    "comment": "--> <!-- ]]>",
    "style": "</style><style>*{display:none}",
    "quote": "'\"`\\",
    "number": "1e400 NaN -0 ∞ ١٢٣",
    "placeholder": letter.UNSUBSCRIBE,
}


@pytest.mark.parametrize("name", NAUGHTY)
def test_whatever_stands_in_a_title_the_letter_is_whole(world: Any, name: str) -> None:
    said = NAUGHTY[name]
    item = world.item("i", said or "x", f"{said} from 9,000 to 1,000", "daily-ledger")
    fact = world.fact(item, "9,000 to 1,000", before=9000, after=1000, subject=said, scope=said)
    story = world.story("s", [item], [fact], headline=said, why_it_matters=said, confidence=said, tags=(said,))
    made = written(world.edition([story], names={"daily-ledger": said, "clipbox": said}))
    page = BeautifulSoup(made.html, "lxml")
    assert not page.select("script, img, iframe")
    assert len(page.select("style")) == 1
    assert page.select("a[href*=unsubscribe]")
    assert "9,000" in made.text and "9,000" in made.html
    made.html.encode("utf-8")
    made.text.encode("utf-8")
    assert len(made.subject) <= 75
    assert "\n" not in made.subject and "\r" not in made.subject


def test_an_odd_story_does_not_stop_the_letter(edition: Edition) -> None:
    assert edition.lead is not None
    odd = replace(edition.lead, facts=(replace(edition.lead.facts[0], source=99),))
    made = written(replace(edition, lead=odd))
    assert "Streamora to take 12 % of tips" in made.text
    assert edition.lead.headline in made.text
    assert "1 story could not be told whole." in made.html


def test_each_reader_has_an_own_way_out_of_a_shared_letter(edition: Edition) -> None:
    shared = letter.draft(edition, BASE)
    ana = letter.addressed(shared, "https://w.example/u?a=1&b=2", "for Ana <b>")
    assert 'href="https://w.example/u?a=1&amp;b=2"' in ana.html and "for Ana &lt;b&gt;" in ana.html
    assert "https://w.example/u?a=1&b=2" in ana.text and letter.UNSUBSCRIBE not in ana.html + ana.text


def test_the_inlined_letter_keeps_what_narrow_and_dark_screens_need(edition: Edition) -> None:
    html = written(edition).html
    assert "prefers-color-scheme: dark" in html or "prefers-color-scheme:dark" in html
    assert "max-width: 480px" in html or "max-width:480px" in html
    assert re.search(r'<p class="prose" style="[^"]*Georgia', html)


@pytest.fixture
def browser() -> Iterator[Any]:
    from shutil import which

    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        chromium = which("chromium") or which("google-chrome")
        try:
            opened = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        except Exception as error:
            pytest.skip(f"Chromium does not start here: {str(error).splitlines()[0]}")
        yield opened
        opened.close()


@pytest.mark.browser
@pytest.mark.enable_socket
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 720])
def test_the_letter_fits_a_narrow_screen_and_a_screen_reader(
    edition: Edition, browser: Any, tmp_path: Path, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    (tmp_path / "letter.html").write_text(written(edition).html, encoding="utf-8")
    page.goto((tmp_path / "letter.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all(address.startswith("file:") for address in asked)
    script = os.environ.get("POLICYWATCH_AXE", "")
    if not script:
        return
    page.add_script_tag(path=script)
    found = page.evaluate(
        "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))"
    )
    assert found == []


@pytest.mark.parametrize(
    ("flags", "extra", "said"),
    [
        ((), {"announced_days": "13", "announced_source": "harbor-review"}, "Told 13 days before by Harbor Review."),
        ((), {"announced_days": "0", "announced_source": "gone"}, "Told the same day."),
        (
            (), {"announced_days": "-2", "announced_source": "norwick-wire"},
            "No announcement known before; first told 2 days after by Norwick Wire.",
        ),
        ((), {"announced_on_page": "2031-05-03"}, "Announced on the page itself on 3 May 2031."),
        ((), {"dated": "2031-05-05"}, "No announcement known; the page gives the date itself."),
        (("undated-edit",), {}, "No announcement known: an undated edit."),
    ],
)  # fmt: skip
def test_a_page_that_changed_says_who_announced_it_or_that_nobody_did(
    world: Any, flags: tuple[str, ...], extra: dict[str, str], said: str
) -> None:
    page = world.item("page", "Partner rules: from 5,000 to 1,000 followers", "Now: 1,000.", "clipbox-help", "official")
    page = world.items["page"] = replace(page, flags=("page-change", *flags), extra=extra)
    fact = world.fact(page, "1,000 followers", before=5000, after=1000, change="lowered")
    story = world.story("rules", [page], [fact])
    told = written(world.edition([story]))
    assert said in plain(told.text) and said in words(told.html)
    later = world.item("news", "Clipbox needs 1,000 followers from now on", "", "harbor-review")
    elsewhere = world.story("rules", [later, page], [world.fact(later, "1,000 followers", before=5000, after=1000)])
    assert said not in plain(written(world.edition([elsewhere])).text), "told from elsewhere, it is no page's change"


def test_a_letter_keeps_to_the_bytes_it_is_given(edition: Edition) -> None:
    most = len(written(edition).html.encode()) - 1
    shorter = letter.write(edition, BASE, most=most)
    assert len(shorter.html.encode()) <= most and "on the web" in shorter.text
