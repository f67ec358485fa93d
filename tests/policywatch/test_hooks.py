"""Web hooks are told of each edition once, by the address rules that hold for fetching."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from config.load import load
from config.schema import Configuration, Output
from digest.edition import Coverage, Edition
from digest.hook import KINDS, payload
from policywatch.run import send
from policywatch.run.report import Report
from policywatch.store.outbox import Reader, Telling
from policywatch.store.store import Store

MORNING = datetime(2031, 5, 6, 7, 30, tzinfo=UTC)


class Room(ThreadingHTTPServer):
    """A chat room that answers as it is told to."""

    answers: list[int]
    heard: list[tuple[dict[str, str], bytes]]


class Ear(BaseHTTPRequestHandler):
    server: Room

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
        status = self.server.answers.pop(0) if self.server.answers else 200
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def room() -> Iterator[Room]:
    server = Room(("127.0.0.1", 0), Ear)
    server.answers, server.heard = [], []
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'watch.db'}") as opened:
        yield opened


@cache
def defaults() -> Configuration:
    return load(None, {})


def settings(room: Room, kind: str = "webhook", allowed: bool = True) -> Configuration:
    packaged = defaults()
    place = f"127.0.0.1:{room.server_address[1]}"
    fetch = packaged.settings.fetch.model_copy(update={"allow_hosts": (place,) if allowed else ()})
    output = Output(name="desk", kind=kind, url=f"http://{place}/hook")  # type: ignore[arg-type]
    told = packaged.settings.model_copy(update={"output": (output,), "fetch": fetch})
    return packaged.model_copy(update={"settings": told})


def edition(day: date, subject: str = "Clipbox: 5,000 → 1,000 followers") -> Edition:
    return Edition(
        day=day.isoformat(), number=1, title="PolicyWatch", subject=subject, preheader="", lead=None, changes=(),
        updates=(), rumours=(), also=(), dates=(), corrections=(), coverage=Coverage(sources=1, read=1),
    )  # fmt: skip


def composed(reader: Reader, day: date) -> tuple[Edition, list[Telling]]:
    return edition(day), []


def tried(store: Store, configuration: Configuration, folder: Path, minutes: int = 0) -> Report:
    report, when = Report(), MORNING + timedelta(minutes=minutes)
    send.queue(store, configuration, when, composed, Report())
    send.deliver(store, configuration, when, folder, report)
    return report


def states(store: Store) -> list[str]:
    return [one.state for one in store.outbox.letters()]


def test_a_hook_hears_of_an_edition_once(store: Store, room: Room, tmp_path: Path) -> None:
    for minutes in (0, 10, 20):
        tried(store, settings(room), tmp_path, minutes)
    ((headers, body),) = room.heard
    assert states(store) == ["sent"]
    told = json.loads(body)
    assert told["event"] == "edition" and told["day"] == "2031-05-06"
    assert headers["idempotency-key"] == told["id"]
    assert list(tmp_path.glob("*.eml")) == []


def test_a_hook_that_is_busy_hears_it_later_under_the_same_key(store: Store, room: Room, tmp_path: Path) -> None:
    room.answers = [503]
    assert "503" in tried(store, settings(room), tmp_path).failed["hook:desk"]
    tried(store, settings(room), tmp_path, 20)
    assert states(store) == ["sent"]
    assert len({headers["idempotency-key"] for headers, _ in room.heard}) == 1


@pytest.mark.parametrize("status", [302, 404])
def test_a_hook_that_is_gone_or_leads_elsewhere_is_not_followed(
    store: Store, room: Room, tmp_path: Path, status: int
) -> None:
    room.answers = [status]
    assert str(status) in tried(store, settings(room), tmp_path).refused["hook:desk"]
    assert states(store) == ["failed"]


def test_a_hook_on_an_inner_address_is_refused_unless_it_is_allowed(store: Store, room: Room, tmp_path: Path) -> None:
    report = tried(store, settings(room, allowed=False), tmp_path)
    assert "no public address" in report.refused["hook:desk"]
    assert room.heard == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_post_wakes_nobody_and_is_no_longer_than_a_room_takes(kind: str) -> None:
    said = payload(kind, edition(MORNING.date(), "@everyone " + "x" * 5000), "k", "https://watch.example")
    told = json.loads(said)
    if kind == "discord":
        assert told["allowed_mentions"] == {"parse": []} and len(told["content"]) <= 2000
    if kind == "slack":
        assert set(told) == {"text", "unfurl_links", "unfurl_media"}
    assert said == payload(kind, edition(MORNING.date(), "@everyone " + "x" * 5000), "k", "https://watch.example")
