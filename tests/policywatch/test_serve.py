"""Only a signed link stops letters, and only when somebody means it."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.message import Sender, unsubscribe_link
from policywatch.run import serve

STOPPED: list[str] = []


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "index.html").write_text("<p>archive</p>")
    (tmp_path / "days").mkdir()
    STOPPED.clear()

    def stop(reader: str) -> bool:
        STOPPED.append(reader)
        return True

    server = serve.server(tmp_path, 0, "key", stop)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def ask(url: str, body: bytes | None = None) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=body), timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def link(address: str, reader: str) -> str:
    return unsubscribe_link(Sender(name="", address="a@b.example", unsubscribe_url=address, signing_key="key"), reader)


def test_looking_at_the_link_stops_nothing_and_posting_does(address: str) -> None:
    status, page = ask(link(address, "ana+news@example.org"))
    assert (status, STOPPED) == (200, [])
    assert "ana+news@example.org" in page
    assert ask(link(address, "ana+news@example.org"), serve.ONE_CLICK.encode())[0] == 200
    assert STOPPED == ["ana+news@example.org"]


def test_nobody_can_stop_anothers_letters(address: str) -> None:
    forged = link(address, "ana@example.org").replace("ana", "ben")
    assert ask(forged, b"x")[0] == 403
    assert ask(f"{address}/unsubscribe", b"x")[0] == 403
    assert STOPPED == []


def test_the_archive_is_shown_without_listings(address: str) -> None:
    assert ask(f"{address}/")[1] == "<p>archive</p>"
    assert ask(f"{address}/days/")[0] == 404
    assert ask(f"{address}/../../etc/passwd")[0] == 404
