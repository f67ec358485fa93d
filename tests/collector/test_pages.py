"""How a watched page is read: regions, several documents, tables and lists, PDF files; and when nothing is a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from collector.document import Document
from collector.history import PageHistory
from collector.kinds import page
from collector.reading import Unreadable
from collector.versions import READER, Version, item_of, taken_up
from config.schema import Source

NOW = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)
ADDRESS = "https://lantern.example/rules"
SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "page"


def source(**more: Any) -> Source:
    return Source(
        id="lantern-rules", name="Lantern partner rules", kind="page", url=ADDRESS, source_class="official", **more
    )


def document(body: bytes | str, url: str = ADDRESS, content_type: str = "text/html; charset=utf-8") -> Document:
    raw = body.encode() if isinstance(body, str) else body
    return Document(source="lantern-rules", url=url, body=raw, fetched=NOW, content_type=content_type)


def sample() -> str:
    return (SAMPLES / "partner-rules" / "now.html").read_text(encoding="utf-8")


def text(body: bytes | str, **more: Any) -> str:
    return page.version_of(source(**more), [document(body)], NOW).text


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()) if SAMPLES.is_dir() else [])
def test_samples_are_read_as_reviewed(name: str) -> None:
    folder = SAMPLES / name
    expected = (folder / "expected.md").read_text(encoding="utf-8")
    assert text((folder / "now.html").read_bytes()) + "\n" == expected


def test_only_the_selected_region_is_the_policy() -> None:
    assert text(sample(), select=("#fees",)).startswith("## Fees")


def test_what_is_removed_is_not_read() -> None:
    assert "appeal" in text(sample())
    assert "appeal" not in text(sample(), remove=(".appeals",))


def test_a_range_runs_from_one_element_to_another() -> None:
    read = text(sample(), ranges=({"start_after": "h1", "end_before": "#fees"},))
    assert "1,000 followers" in read
    assert "Lantern partner rules" not in read
    assert "Service fee" not in read


def test_a_range_may_hold_its_ends() -> None:
    read = text(sample(), ranges=({"start_before": "h1", "end_after": "#join"},))
    assert read.startswith("# Lantern partner rules")
    assert "1,000 followers" in read
    assert "Service fee" not in read


@pytest.mark.parametrize(
    "more", [{"select": ("#gone",)}, {"ranges": ({"start_before": "#gone", "end_after": "#fees"},)}]
)
def test_a_missing_region_is_an_error_and_never_an_empty_policy(more: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match="#gone"):
        text(sample(), **more)


def test_a_selector_that_cannot_be_read_is_named() -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        text(sample(), select=("div[",))


def test_several_documents_are_one_policy() -> None:
    whole = source(combine=({"url": "https://lantern.example/gifts", "select": ("article",)},))
    gifts = document(
        "<nav>Menu</nav><article><h1>Gifts</h1><p>Gifts pay 50%.</p></article>", "https://lantern.example/gifts"
    )
    version = page.version_of(whole, [document(sample()), gifts], NOW)
    assert version.text.count("\n\n- - -\n\n") == 1
    assert version.text.endswith("# Gifts\n\nGifts pay 50%.")
    assert len(version.documents) == 2


def test_relative_links_are_completed_and_scripts_left_out() -> None:
    read = text("<main><p>See <a href='/terms'>the terms</a>.<script>alert(1)</script></p></main>")
    assert read == "See [the terms](https://lantern.example/terms)."


def test_an_application_shell_says_that_it_needs_javascript() -> None:
    shell = "<html><body><div id=root></div>" + "<script src=/a.js></script>" * 4 + "</body></html>"
    with pytest.raises(Unreadable, match="needs_js"):
        text(shell)


def test_an_empty_answer_and_a_bottomless_one_are_errors() -> None:
    with pytest.raises(Unreadable, match="nothing"):
        text(b"  \n")
    with pytest.raises(Unreadable, match="nested"):
        text("<div>" * 5_000 + "x")


# -- versions --------------------------------------------------------------------------------------------------------


def seen(*versions: Version) -> tuple[list[Any], PageHistory]:
    history = PageHistory(page="lantern-rules")
    last: Version | None = None
    changes = []
    for version in versions:
        change, history = taken_up(history, last, version)
        changes.append(change)
        last = version if change.verdict.stored or change.kind == "first" else last
    return changes, history


def version(markup: str, hours: int = 0, **more: Any) -> Version:
    return page.version_of(source(**more), [document(markup)], NOW + timedelta(hours=hours))


def test_first_sight_is_a_record_and_no_news() -> None:
    (change,), _ = seen(version(sample()))
    assert change.kind == "first"
    assert not change.news


def test_a_changed_rule_becomes_an_official_item_with_both_sides_in_its_words() -> None:
    changes, _ = seen(version(sample()), version(sample().replace("1,000", "500"), 12))
    assert changes[1].news
    item = item_of(source(), changes[1])
    assert item.source_class == "official"
    assert "Before: Have 1,000 followers." in item.words
    assert "Now: Have 500 followers." in item.words
    assert "undated-edit" in item.flags


def test_a_dated_change_tells_the_days_of_notice() -> None:
    later = sample().replace("1,000", "500").replace("3 January 2026", "1 May 2026")
    changes, _ = seen(version(sample()), version(later))
    item = item_of(source(), changes[1])
    assert item.extra["notice_days"] == "30"
    assert "undated-edit" not in item.flags


def test_a_better_reader_or_another_declaration_is_recorded_as_that_and_never_a_change() -> None:
    old = replace(version(sample()), reader="page-0", text="What an older reader made of it.")
    _, history = seen(old)
    new = version(sample(), 12)
    again = page.version_again(source(), old, {old.documents[0]: document(sample())})
    change, grown = taken_up(history, old, new, again)
    assert (change.kind, change.news) == ("reread", False)
    assert "a better reader" in change.verdict.reason
    later, _ = taken_up(grown, new, version(sample().replace("1,000", "500"), 24))
    assert later.news


def test_a_real_change_is_found_although_the_declaration_changed_with_it() -> None:
    old = version(sample())
    _, history = seen(old)
    narrower = source(select=("main",), remove=(".appeals",))
    new = page.version_of(narrower, [document(sample().replace("1,000", "500"))], NOW + timedelta(days=1))
    again = page.version_again(narrower, old, {old.documents[0]: document(sample())})
    change, _ = taken_up(history, old, new, again)
    assert change.news
    assert [clause.after for clause in change.verdict.clauses] == ["Have 500 followers."]


def test_lost_bytes_make_a_new_baseline_and_nothing_is_judged() -> None:
    old = replace(version(sample()), reader="page-0")
    _, history = seen(old)
    change, grown = taken_up(history, old, version(sample().replace("1,000", "500"), 12), None)
    assert (change.kind, change.news) == ("reread", False)
    assert "500" in (grown.text or "")


def test_versions_name_their_reader() -> None:
    assert version(sample()).reader == READER


# -- JavaScript ------------------------------------------------------------------------------------------------------


def test_without_a_browser_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from collector import browser

    monkeypatch.setattr(browser, "executable", lambda: None)
    assert "skipped" in browser.missing()
    with pytest.raises(browser.BrowserError, match="skipped"):
        browser.rendered(ADDRESS, lambda url: document(b""))


@pytest.mark.browser
def test_a_page_that_needs_javascript_is_read_through_our_own_door() -> None:
    from collector import browser

    if said := browser.missing():
        pytest.skip(said)
    shell = """<html><body><main id=root></main><script src="/app.js"></script>
        <script>fetch("http://127.0.0.1:9/secret").catch(() => {})</script></body></html>"""
    script = """fetch("/rules.json").then(r => r.json()).then(rules => {
        document.getElementById("root").innerHTML = "<h1>Rules</h1><p>" + rules.words + "</p>"; })"""
    asked: list[str] = []

    def fetch(url: str) -> Document:
        asked.append(url)
        bodies = {
            ADDRESS: (shell, "text/html"),
            "https://lantern.example/app.js": (script, "text/javascript"),
            "https://lantern.example/rules.json": ('{"words": "You need 700 followers."}', "application/json"),
        }
        body, kind = bodies[url]
        return document(body, url, kind)

    made = browser.rendered(ADDRESS, fetch, patience=20)
    assert "You need 700 followers." in page.version_of(source(select=("main",)), [made], NOW).text
    assert made.header("x-rendered") == "chromium"
    assert "http://127.0.0.1:9/secret" in asked


@pytest.mark.browser
def test_a_script_without_an_end_is_ended_and_what_stands_is_read() -> None:
    from collector import browser

    if said := browser.missing():
        pytest.skip(said)
    endless = "<html><body><main>You need 700 followers.</main><script>while (true) {}</script></body></html>"
    made = browser.rendered(ADDRESS, lambda url: document(endless, url), patience=4)
    assert b"700 followers" in made.body


@pytest.mark.browser
def test_no_script_reaches_a_private_address_past_our_own_door() -> None:
    import socket

    from collector import browser

    if said := browser.missing():
        pytest.skip(said)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as calls, socket.create_server(("127.0.0.1", 0)) as local:
        calls.bind(("127.0.0.1", 0))
        calls.settimeout(0.1)
        local.settimeout(0.1)
        port, stun = local.getsockname()[1], calls.getsockname()[1]
        shell = f"""<html><body><main>You need 700 followers.</main><iframe srcdoc="<script>
            try {{ new parent.frames[0].RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{stun}'}}]}}) }}
            catch (e) {{}}</script>"></iframe><script>
            for (const open of [
                () => new WebSocket("ws://127.0.0.1:{port}/"),
                () => navigator.sendBeacon("http://127.0.0.1:{port}/", "x"),
                () => new EventSource("http://127.0.0.1:{port}/"),
                () => {{ const call = new RTCPeerConnection({{iceServers: [{{urls: "stun:127.0.0.1:{stun}"}}]}});
                         call.createDataChannel("a"); call.createOffer().then(o => call.setLocalDescription(o)); }},
            ]) {{ try {{ open() }} catch (e) {{}} }}</script></body></html>"""

        def fetch(url: str) -> Document:
            if "127.0.0.1" in url:
                raise ValueError("a private address")
            return document(shell, url)

        assert b"700 followers" in browser.rendered(ADDRESS, fetch, patience=8).body
        with pytest.raises(TimeoutError):
            calls.recv(100)
        with pytest.raises(TimeoutError):
            local.accept()


@pytest.mark.browser
def test_a_page_that_leaves_for_another_host_by_script_is_not_read() -> None:
    from collector import browser

    if said := browser.missing():
        pytest.skip(said)
    leaving = '<html><body>Rules<script>location.href = "https://elsewhere.example/offer"</script></body></html>'
    with pytest.raises(browser.BrowserError, match="left by its own script for another site"):
        browser.rendered(ADDRESS, lambda url: document(leaving, url), patience=8)
