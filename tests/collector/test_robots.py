"""robots.txt is read as RFC 9309 says, and in what it leaves open as the large crawlers read it."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import httpx
import pytest

from collector import robots
from collector.document import Document
from collector.fetch import FetchError, Outcome, Request, fetch_one
from config.schema import FetchSettings

NOW = datetime(2026, 5, 1, 6, tzinfo=UTC)
FEED = b"<rss><channel><item><title>One</title></item></channel></rss>"

ANY = "User-agent: *\n"
OURS = "User-agent: PolicyWatch\n"

CASES: dict[str, list[tuple[str, str, bool]]] = {
    "no rules": [
        ("", "/x", True),
        (ANY, "/x", True),
        (ANY + "Disallow:", "/x", True),
        ("Disallow: /", "/x", True),  # rules before any group bind nobody
        ("foo: PolicyWatch\nbar: /", "/x", True),
        ("<html><body>Not found</body></html>", "/x", True),
    ],
    "lines": [
        ("user-agent:*\ndisallow:/x # why", "/x", False),
        ("USER-AGENT: *\nDISALLOW: /x", "/x", False),
        ("  User-agent : *  \n\tDisallow :   /x  ", "/x", False),
        ("user-agent *\ndisallow /x", "/x", False),
        ("User agent: *\nDisallow: /x", "/x", False),
        ("User-agent: *\rDisallow: /x\rAllow: /y", "/x", False),
        ("User-agent: *\r\nDisallow: /x\r\n", "/x", False),
        (ANY + "Dissallow: /x", "/x", False),
        (ANY + "Disallowed: /x", "/x", True),
        (ANY + "# Disallow: /\nDisallow: /a#b", "/x", True),
        (ANY + "# Disallow: /\nDisallow: /a#b", "/a", False),
        (ANY + "Disallow: /X", "/x", True),  # paths keep their capitals
        (ANY + "x" * 100_000 + "\nDisallow: /x", "/x", False),
    ],
    "groups": [
        (OURS + "Disallow: /x\n" + ANY + "Disallow: /", "/y", True),
        (OURS + "Disallow: /x\n" + ANY + "Disallow: /", "/x", False),
        (ANY + "Disallow: /\n" + OURS + "Allow: /", "/x", True),
        (OURS + "\n" + ANY + "Disallow: /", "/x", False),  # groups that follow each other share the rules
        (OURS + "Disallow:\n" + ANY + "Disallow: /", "/x", True),
        ("User-agent: Other\nDisallow: /", "/x", True),
        ("User-agent: a\nUser-agent: PolicyWatch/2\nUser-agent: b\nDisallow: /x", "/x", False),
        (OURS + "Disallow: /a\n\nUser-agent: b\nDisallow: /b\n\n" + OURS + "Disallow: /c", "/c", False),
        (OURS + "Disallow: /a\n\nUser-agent: b\nDisallow: /b\n\n" + OURS + "Disallow: /c", "/a", False),
        (OURS + "Disallow: /a\n\nUser-agent: b\nDisallow: /b\n\n" + OURS + "Disallow: /c", "/b", True),
        ("User-agent: b\nSitemap: https://a.example/s.xml\n" + OURS + "Disallow: /x", "/x", False),
        (ANY + "Crawl-delay: 1\nDisallow: /x", "/x", False),
        ("User-agent: b\nWhat-is-this: 1\n" + ANY + "Disallow: /x", "/x", False),
        (ANY + "\n\n\nDisallow: /x", "/x", False),  # an empty line ends no group
    ],
    "our name": [
        ("User-agent: policywatch\nDisallow: /x", "/x", False),
        ("User-agent: PolicyWatch/9.9 (beta)\nDisallow: /x", "/x", False),
        ("User-agent: PolicyWatch Images\nDisallow: /x", "/x", False),
        ("User-agent: PolicyWatcher\nDisallow: /x", "/x", True),
        ("User-agent: Policy\nDisallow: /x", "/x", True),
        ("User-agent: * everybody\nDisallow: /x", "/x", False),
        ("User-agent: *bot\nDisallow: /x", "/x", True),
    ],
    "the longest match": [
        (ANY + "Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        (ANY + "Allow: /a/b\nDisallow: /a", "/a/c", False),
        (ANY + "Allow: /p\nDisallow: /p", "/p", True),  # allowing wins a tie
        (ANY + "Disallow: /\nAllow: /$", "/", True),
        (ANY + "Disallow: /\nAllow: /$", "/x", False),
        (ANY + "Allow: /a\nDisallow: /*.htm", "/a.htm", False),
        (ANY + "Allow: /page\nDisallow: /*.ph", "/page.php5", True),
        (ANY + "Disallow: /x/page.html\nAllow: /x/", "/x/page.html", False),
        (ANY + "Disallow: ", "/", True),
        (ANY + "Disallow: /robots.txt", "/robots.txt", True),
    ],
    "marks": [
        (ANY + "Disallow: /*.php$", "/a/b.php", False),
        (ANY + "Disallow: /*.php$", "/a.php?x", True),
        (ANY + "Disallow: /*.php$", "/a.php5", True),
        (ANY + "Disallow: /*.php", "/a.php5", False),
        (ANY + "Disallow: /f*l", "/fish/l", False),
        (ANY + "Disallow: /fish*", "/fish", False),
        (ANY + "Disallow: /*/b", "/b", True),
        (ANY + "Disallow: *", "/x", False),
        (ANY + "Disallow: *x$", "/a/x", False),
        (ANY + "Disallow: /a$b", "/a$b/c", False),  # within a pattern a $ is a $
        (ANY + "Disallow: /a**b", "/a1b", False),
        (ANY + "Disallow: /a*a$", "/a", True),
        (ANY + "Disallow: /*?", "/x?y", False),
        (ANY + "Disallow: /x;p", "/x;p=1", False),
    ],
    "spellings": [
        (ANY + "Disallow: /ü", "/%C3%BC", False),
        (ANY + "Disallow: /%c3%bc", "/%C3%BC", False),
        (ANY + "Disallow: /%C3%BC", "/ü", False),
        (ANY + "Disallow: /a%3c", "/a%3C", False),
        (ANY + "Disallow: /b%61r", "/bar", False),
        (ANY + "Disallow: /bar", "/%62%61r", False),
        (ANY + "Disallow: /a%2Fb", "/a/b", True),  # an escaped slash is another place
        (ANY + "Disallow: /a/b", "/a%2fb", True),
        (ANY + "Disallow: /a%2A", "/abc", True),
        (ANY + "Disallow: /q?u=https://b.example", "/q?u=https://b.example/1", False),
        (ANY + "Disallow: /%zz", "/%zz", False),
    ],
    "beginnings": [
        ("\ufeff" + ANY + "Disallow: /x", "/x", False),
        (b"\xef\xbb".decode("utf-8", "replace") + ANY + "Disallow: /x", "/x", False),
        (b"\xef\x11\xbf".decode("utf-8", "replace") + ANY + "Disallow: /x", "/x", True),
    ],
}


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [pytest.param(*case, id=f"{name} {number}") for name, cases in CASES.items() for number, case in enumerate(cases)],
)
def test_the_rules_are_read_as_the_standard_says(text: str, path: str, allowed: bool) -> None:
    assert robots.read(text, "PolicyWatch/0.1 (+https://a.example)").allows(f"https://a.example{path}") is allowed


def test_what_stands_behind_the_first_500_kib_is_left_out() -> None:
    filler = "# filler\n" * (robots.LONGEST // 9 + 1)
    assert robots.read(filler + ANY + "Disallow: /", "PolicyWatch").allows("https://a.example/x")
    assert not robots.read(filler[: 500 * 1024] + "\n" + ANY + "Disallow: /x", "PolicyWatch").allows(
        "https://a.example/x"
    )


def test_hostile_patterns_cost_little() -> None:
    text = ANY + "Disallow: /" + "a*" * 5_000 + "b$\n" + "Disallow: /*a*a*a*a*a*a*a*a*c\n" * 200
    began = time.process_time()
    assert robots.read(text, "PolicyWatch").allows("https://a.example/" + "a" * 2_000)
    assert time.process_time() - began < 0.5


def asked(answer: httpx.Response | Exception, times: int = 1_000) -> Outcome:
    """What becomes of a page whose robots.txt answers so (for the first `times` requests)."""
    seen = [0]

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/page":
            seen[0] += 1
            if isinstance(answer, Exception):
                raise answer
            if seen[0] <= times:
                return answer
            return httpx.Response(200, text=ANY + "Disallow: /page")
        return httpx.Response(200, content=FEED)

    request = Request(source_id="s", url="https://a.example/page", robots=True)
    settings = FetchSettings(contact="tests", host_pause_seconds=0)
    return fetch_one(request, settings=settings, now=NOW, transport=httpx.MockTransport(handler))


@pytest.mark.parametrize(
    ("status", "read"),
    [(200, True), (401, True), (403, True), (404, True), (410, True), (429, False), (500, False), (503, False)],
)
def test_a_site_without_rules_is_free_and_one_that_cannot_tell_is_not_read(status: int, read: bool) -> None:
    outcome = asked(httpx.Response(status))
    assert isinstance(outcome, Document) is read
    if not read:
        assert isinstance(outcome, FetchError) and outcome.kind == "blocked" and "until it can be" in outcome.sentence


def test_an_unreachable_robots_txt_forbids() -> None:
    outcome = asked(httpx.ConnectError("refused"))
    assert isinstance(outcome, FetchError) and outcome.kind == "blocked"


@pytest.mark.parametrize(("hops", "read"), [(1, False), (5, False), (6, True)])
def test_five_redirects_of_robots_txt_are_followed_and_more_count_as_none(hops: int, read: bool) -> None:
    outcome = asked(httpx.Response(302, headers={"Location": "/elsewhere"}), times=hops)
    assert isinstance(outcome, Document) is read


def test_a_redirect_of_robots_txt_into_the_own_network_is_not_followed() -> None:
    outcome = asked(httpx.Response(302, headers={"Location": "file:///etc/passwd"}))
    assert isinstance(outcome, FetchError) and outcome.kind == "blocked"
