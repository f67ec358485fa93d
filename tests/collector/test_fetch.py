"""The door to the network: polite, bounded, and closed to every machine that is none of ours to ask."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from collector.addresses import Allowed, is_public, refused_among
from collector.document import Document
from collector.fetch import FetchError, Request, Unchanged, documents_in, fetch_all, fetch_one
from config.schema import FetchSettings

NOW = datetime(2026, 5, 1, 6, tzinfo=UTC)
FEED = b"<rss><channel><title>t</title><item><title>One</title></item></channel></rss>"


def settings(**more: object) -> FetchSettings:
    return FetchSettings.model_validate({"contact": "tests", "total_seconds": 3.0, "read_seconds": 2.0, **more})


def answered(handler: Callable[[httpx.Request], httpx.Response], url: str = "https://a.example/feed", **more: object):
    request = Request(source_id="s", url=url, **more)  # type: ignore[arg-type]
    return fetch_one(request, settings=settings(), now=NOW, transport=httpx.MockTransport(handler))


@contextmanager
def raw_server(answer: bytes) -> Iterator[int]:
    """A server that gives the same bytes to every connection."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65_536)
                connection.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def from_wire(answer: bytes, **more: object) -> object:
    with raw_server(answer) as port:
        allowed = settings(allow_hosts=(f"127.0.0.1:{port}",), **more)
        return fetch_one(Request(source_id="s", url=f"http://127.0.0.1:{port}/"), settings=allowed, now=NOW)


def test_an_answer_becomes_a_document() -> None:
    outcome = answered(lambda request: httpx.Response(200, content=FEED, headers={"ETag": '"1"'}))
    assert isinstance(outcome, Document)
    assert outcome.body == FEED and outcome.header("etag") == '"1"' and outcome.fetched == NOW


def test_validators_go_back_byte_for_byte_and_304_is_unchanged() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert request.headers["if-none-match"] == 'W/"ä"'.encode().decode("latin-1")
        assert request.headers["if-modified-since"] == "Sat, 1 Mar"
        return httpx.Response(304)

    told = 'W/"ä"'.encode().decode("latin-1")
    assert isinstance(answered(handler, etag=told, last_modified="Sat, 1 Mar"), (Unchanged, FetchError))


def test_304_to_a_plain_question_is_a_fault() -> None:
    outcome = answered(lambda request: httpx.Response(304))
    assert isinstance(outcome, FetchError) and outcome.kind == "protocol"


@pytest.mark.parametrize(
    ("status", "kind", "gone", "wait"),
    [(404, "http_4xx", False, False), (410, "http_4xx", True, False), (500, "http_5xx", False, False),
     (429, "http_4xx", False, True), (503, "http_5xx", False, True), (204, "empty", False, False), (206, "protocol", False, False)],  # noqa: E501
)  # fmt: skip
def test_a_status_says_what_is_the_matter(status: int, kind: str, gone: bool, wait: bool) -> None:
    outcome = answered(lambda request: httpx.Response(status, content=FEED if status not in (204,) else b""))
    assert isinstance(outcome, FetchError)
    assert (outcome.kind, outcome.gone, outcome.wait) == (kind, gone, wait)


@pytest.mark.parametrize(("told", "seconds"), [("7200", 7200), ("soon", None), ("-5", None), ("9" * 400, 86_400)])
def test_retry_after_is_believed_within_reason(told: str, seconds: float | None) -> None:
    outcome = answered(lambda request: httpx.Response(429, headers={"Retry-After": told}))
    assert isinstance(outcome, FetchError) and outcome.retry_after == seconds


def test_only_a_permanent_redirect_moves_a_source() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        steps = {"/feed": (301, "/new"), "/new": (302, "/day"), "/day": (200, "")}
        status, target = steps[request.url.path]
        return httpx.Response(status, content=FEED, headers={"Location": target} if target else {})

    outcome = answered(handler)
    assert isinstance(outcome, Document)
    assert (outcome.url, outcome.moved) == ("https://a.example/day", "https://a.example/new")


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "gopher://a.example/", "http://2130706433/", "http://0177.0.0.1/", "http://127.1/", "http://x@b.example/",
     "http://b.example\\@c.example/", "http://[::1", "", "data:text/xml,x", "http://%31%32%37.0.0.1/"],
)  # fmt: skip
def test_a_redirect_leads_nowhere_odd(target: str) -> None:
    outcome = answered(
        lambda request: httpx.Response(302, headers={"Location": target} if target else {}), "http://a.example/"
    )
    assert isinstance(outcome, FetchError) and outcome.kind in ("blocked", "bad_redirect")


def test_https_is_not_given_up_for_http() -> None:
    outcome = answered(lambda request: httpx.Response(301, headers={"Location": "http://a.example/feed"}))
    assert isinstance(outcome, FetchError) and outcome.kind == "bad_redirect"


def test_redirects_end() -> None:
    outcome = answered(lambda request: httpx.Response(302, headers={"Location": request.url.path + "x"}))
    assert isinstance(outcome, FetchError) and outcome.kind == "too_many_redirects"


def test_a_key_is_never_carried_to_another_host() -> None:
    seen = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.host, request.headers.get("authorization")))
        if request.url.host == "a.example":
            return httpx.Response(302, headers={"Location": "https://b.example/feed"})
        return httpx.Response(200, content=FEED)

    answered(handler, headers=(("Authorization", "Token secret"),))
    assert seen == [("a.example", "Token secret"), ("b.example", None)]


def test_a_bomb_is_defused_step_by_step() -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    outcome = answered(
        lambda request: httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(bomb))
    )
    assert isinstance(outcome, FetchError) and outcome.kind == "too_large" and outcome.refused


def test_a_cut_packing_is_no_document() -> None:
    packed = gzip.compress(FEED)[:-9]
    outcome = answered(
        lambda request: httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(packed))
    )
    assert isinstance(outcome, FetchError) and outcome.kind == "truncated"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (gzip.compress(FEED), True),
        (gzip.compress(FEED) + b"\0" * 8, False),  # padding
        (gzip.compress(FEED[:40]) + gzip.compress(FEED[40:]), False),  # two members
        (gzip.compress(b"") * 20_000 + gzip.compress(FEED), False),  # packing that grows what it packs
    ],
)
def test_a_body_that_came_as_one_gzip_member_is_kept_as_it_came(sent: bytes, kept: bool) -> None:
    outcome = answered(
        lambda request: httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(sent))
    )
    assert isinstance(outcome, Document) and outcome.body == FEED
    assert outcome.packed == (sent if kept else b"")


def test_robots_txt_is_asked_and_heeded() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(200, text="User-agent: *\nDisallow: /private")
        return httpx.Response(200, content=FEED)

    assert isinstance(answered(handler, "https://a.example/open", robots=True), Document)
    outcome = answered(handler, "https://a.example/private/1", robots=True)
    assert isinstance(outcome, FetchError) and outcome.kind == "blocked"


def test_loopback_is_dialled_only_where_it_is_allowed() -> None:
    with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") as port:
        for host in ("127.0.0.1", "localhost"):
            outcome = fetch_one(Request(source_id="s", url=f"http://{host}:{port}/"), settings=settings(), now=NOW)
            assert isinstance(outcome, FetchError) and outcome.kind == "blocked" and outcome.refused
        allowed = settings(allow_hosts=(f"127.0.0.1:{port}",))
        outcome = fetch_one(Request(source_id="s", url=f"http://127.0.0.1:{port}/"), settings=allowed, now=NOW)
        assert isinstance(outcome, Document) and outcome.body == b"ok"


def test_broken_answers_have_their_class() -> None:
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
    outcomes = {
        "short": from_wire(head + b"Content-Length: 500\r\n\r\n" + FEED),
        "chunk": from_wire(head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc"),
        "noise": from_wire(b"SSH-2.0-OpenSSH\r\n"),
        "large": from_wire(head + b"Content-Length: 99999999999\r\n\r\n"),
        "twice": from_wire(head + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nabcde"),
    }
    kinds = {name: outcome.kind for name, outcome in outcomes.items() if isinstance(outcome, FetchError)}
    assert kinds == {
        "short": "truncated",
        "chunk": "protocol",
        "noise": "protocol",
        "large": "too_large",
        "twice": "protocol",
    }


def test_a_stated_length_that_is_too_short_is_the_length() -> None:
    outcome = from_wire(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\n" + FEED)
    assert isinstance(outcome, Document) and outcome.body == FEED[:10]


def test_every_request_has_one_outcome_and_a_host_is_asked_one_at_a_time() -> None:
    at_once: dict[str, int] = {}
    most: dict[str, int] = {}

    async def handler(request: httpx.Request) -> httpx.Response:
        import asyncio

        host = request.url.host
        at_once[host] = at_once.get(host, 0) + 1
        most[host] = max(most.get(host, 0), at_once[host])
        await asyncio.sleep(0.005)
        at_once[host] -= 1
        return httpx.Response(200, content=FEED)

    requests = [Request(source_id=f"s{n}", url=f"https://h{n % 4}.example/{n}") for n in range(40)]
    outcomes = list(fetch_all(requests, settings=settings(), now=NOW, transport=httpx.MockTransport(handler)))
    assert sorted(request.source_id for request, _ in outcomes) == sorted(request.source_id for request in requests)
    assert set(most.values()) == {1}


def test_a_run_that_is_stopped_says_what_was_not_tried() -> None:
    requests = [Request(source_id=f"s{n}", url=f"https://h{n}.example/") for n in range(5)]
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=FEED))
    outcomes = list(fetch_all(requests, settings=settings(), now=NOW, transport=transport, stopping=lambda: True))
    assert [outcome.kind for _, outcome in outcomes if isinstance(outcome, FetchError)] == ["not_tried"] * 5


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "fc00::1", "fe80::1", "fe80::1%eth0", "ff02::1", "nonsense"],  # noqa: E501
)  # fmt: skip
def test_what_is_no_public_address(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_and_one_bad_record() -> None:
    assert is_public("93.184.216.34") and is_public("2606:2800:220:1::1")
    nowhere = Allowed(())
    assert refused_among(["93.184.216.34", "127.0.0.1"], "rebind.example", 80, nowhere) == "127.0.0.1"
    assert not refused_among(["127.0.0.1"], "127.0.0.1", 8800, Allowed(("127.0.0.1:8800",)))
    assert refused_among(["127.0.0.1"], "127.0.0.1", 8801, Allowed(("127.0.0.1:8800",)))


def test_a_folder_gives_its_plain_files(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text("b")
    (tmp_path / "a.eml").write_text("a")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "large.xml").write_text("x" * 100)
    (tmp_path / "link.xml").symlink_to("/etc/hostname")
    assert [document.url.rpartition("/")[2] for document in documents_in(tmp_path, "s", 50, NOW)] == ["a.eml", "b.html"]
    assert documents_in(tmp_path / "absent", "s", 50, NOW) == []
