"""One run at a time on a database, and a run that is asked to stop ends in good order and goes on the next time."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from config.load import copy_to
from policywatch.store.alone import Holder, alone
from policywatch.store.errors import StoreBusy
from policywatch.store.store import Store

SOURCES = 24


class World:
    """A server of small feeds that takes its time, and a folder with a configuration that reads them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.seconds, self.served = folder, 0.4, 0
        world = self

        class Feeds(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                until = time.monotonic() + world.seconds
                while world.seconds and time.monotonic() < until:
                    time.sleep(0.02)
                name = self.path.strip("/")
                item = f"<item><title>News of {name}</title><guid>{name}</guid><link>https://a.example/{name}</link></item>"
                body = f"<rss version='2.0'><channel><title>{name}</title>{item}</channel></rss>".encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                world.served += 1

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Feeds)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        port = self.server.server_port
        copy_to(folder / "config")
        sources = "".join(
            f'[[source]]\nid = "s{n}"\nname = "S{n}"\nurl = "http://127.0.0.1:{port}/s{n}"\n\n' for n in range(SOURCES)
        )
        (folder / "config" / "sources.toml").write_text(sources)
        (folder / "config" / "settings.toml").write_text(
            f'[fetch]\ncontact = "tests"\nallow_hosts = ["127.0.0.1:{port}"]\nhost_pause_seconds = 0\n'
        )
        self.database = folder / "watch.db"

    def begin(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "policywatch", "--config", str(self.folder / "config")]
        command += ["--db", f"sqlite:///{self.database}", *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def under_way(self, process: subprocess.Popen[str], answers: int = 3) -> None:
        """Return when the process has the database to itself and has had so many answers."""
        lock = Path(f"{self.database}.lock")
        until = time.monotonic() + 60
        while not (lock.exists() and lock.read_text() and self.served >= answers):
            assert process.poll() is None and time.monotonic() < until, process.communicate()
            time.sleep(0.02)

    def items(self) -> int:
        with Store.open(f"sqlite:///{self.database}") as store:
            return store.items.count()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.server.shutdown()
    made.server.server_close()


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, told = process.communicate(timeout=100)
    return process.returncode, said + told


def test_a_second_run_is_refused_and_told_who_is_at_it(world: World) -> None:
    world.seconds = 60
    first = world.begin("collect")
    world.under_way(first, 0)
    others = {name: world.begin(name) for name in ("run", "collect", "send", "classify")}
    for name, other in others.items():
        code, said = ended(other)
        assert code == 3, (name, said)
        assert f"`policywatch collect` (pid {first.pid} on " in said and "since 20" in said and "wait" in said
    reader = world.begin("query")
    assert ended(reader)[0] == 0, "who only asks is never refused"
    world.seconds = 0
    assert ended(first)[0] == 0
    assert world.items() == SOURCES
    assert ended(world.begin("collect"))[0] == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_collection_asked_to_stop_keeps_what_it_read_and_goes_on_later(world: World, number: int, code: int) -> None:
    process = world.begin("collect", "--json")
    world.under_way(process)
    process.send_signal(number)
    began = time.monotonic()
    stopped, said = ended(process)
    assert stopped == code, said
    assert time.monotonic() - began < 20
    report = json.loads(said[said.index("{") : said.rindex("}") + 1])
    assert 0 < report["fetched"] < SOURCES
    assert world.items() == report["new"]
    assert any("what was done is kept, and `policywatch collect` goes on" in note for note in report["notes"])
    world.seconds = 0
    assert ended(world.begin("collect"))[0] == 0
    assert world.items() == SOURCES


def test_a_whole_run_asked_to_stop_begins_no_further_stage(world: World) -> None:
    process = world.begin("run")
    world.under_way(process)
    process.send_signal(signal.SIGTERM)
    code, said = ended(process)
    assert code == 143 and "stopped before classify" in said, said
    assert not (world.folder / "archive").exists()
    world.seconds = 0
    code, said = ended(world.begin("run"))
    assert code == 0 and (world.folder / "archive" / "index.html").is_file(), said


def test_a_run_that_was_killed_is_named_by_the_next_and_holds_nobody_up(world: World) -> None:
    process = world.begin("collect")
    world.under_way(process, 0)
    process.kill()
    ended(process)
    world.seconds = 0
    code, said = ended(world.begin("collect"))
    assert code == 0 and f"(pid {process.pid} on" in said and "was cut off" in said
    assert "cut off" not in ended(world.begin("collect"))[1]


@pytest.mark.parametrize(
    ("pid", "host", "hours", "refused"),
    [
        (1, "", 0, True),  # a living process of this machine
        (2**22 + 1, "", 0, False),  # beyond the largest process number: a dead one
        (7, "elsewhere.example", 1, True),
        (7, "elsewhere.example", 25, False),
    ],
)
def test_where_the_file_system_knows_no_locks_the_note_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pid: int, host: str, hours: int, refused: bool
) -> None:
    import fcntl
    import socket

    def unsupported(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unsupported)
    database = tmp_path / "watch.db"
    note = Path(f"{database}.lock")
    note.write_text(json.dumps({"command": "run", "pid": pid, "host": host or socket.gethostname()}))
    os.utime(note, (time.time() - hours * 3600,) * 2)
    with Store.open(f"sqlite:///{database}") as store:
        if refused:
            with pytest.raises(StoreBusy, match="remove"), alone(store, "collect"):
                pass
            return
        with alone(store, "collect") as before:
            assert isinstance(before, Holder) and before.pid == pid
        assert note.read_text() == ""


def test_a_note_that_was_cut_is_no_holder(tmp_path: Path) -> None:
    (tmp_path / "watch.db.lock").write_text('{"command": "ru')
    with Store.open(f"sqlite:///{tmp_path / 'watch.db'}") as store, alone(store, "collect") as before:
        assert before is None


def test_a_postgresql_database_is_worked_on_alone_too(postgres: str) -> None:
    with Store.open(postgres) as store, Store.open(postgres) as other:
        with alone(store, "collect"):
            said = rf"`policywatch collect` \(pid {os.getpid()} on .*since"
            with pytest.raises(StoreBusy, match=said), alone(other, "run"):
                pass
        with alone(other, "run"):
            pass
