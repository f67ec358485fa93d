"""A send that is killed at any write leaves nobody out, and nobody with two letters but in the one stated window."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

READERS = ("ok", "a", "b")

# One send of one edition to three readers, as a process of its own.
DRIVER = """
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from config.schema import Configuration, Gazetteer, MailSettings, Settings
from digest.edition import Coverage, Edition
from policywatch.run import send
from policywatch.run.report import Report
from policywatch.store.outbox import Reader, Telling
from policywatch.store.store import Store

folder, port, minutes = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
now = datetime(2031, 5, 6, 7, 30, tzinfo=UTC) + timedelta(minutes=minutes)
mail = MailSettings(sender="desk@policywatch.example", host="127.0.0.1", port=port, tls="none")
configuration = Configuration(
    folder="", sources=(), groups=(), tags=(), gazetteer=Gazetteer(), settings=Settings(mail=mail)
)

def composed(reader, day):
    edition = Edition(
        day=day.isoformat(), number=1, title="PolicyWatch", subject="5,000 -> 1,000", preheader="", lead=None,
        changes=(), updates=(), rumours=(), also=(), dates=(), corrections=(), coverage=Coverage(sources=1, read=1),
    )
    return edition, [Telling(story="s1", what="f1", words="5,000 -> 1,000")]

with Store.open(f"sqlite:///{folder / 'watch.db'}") as store:
    if len(sys.argv) > 4:
        with store.transaction():
            for name in sys.argv[4].split(","):
                store.outbox.save_reader(Reader(address=f"{name}@example.org"), now)
    else:
        send.queue(store, configuration, now, composed, Report())
        send.deliver(store, configuration, now, folder, Report())
        print(",".join(sorted(f"{one.recipient}={one.state}" for one in store.outbox.letters())))
"""
WRITES = "write,pwrite64,writev,pwritev,fsync,fdatasync,ftruncate,rename,unlink"


class Server:
    def __init__(self, tool: Path, folder: Path, port: int) -> None:
        self.port, self.log = port, folder / "accepted.jsonl"
        words = [sys.executable, str(tool), "--port", str(port), "--log", str(self.log)]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def received(self) -> list[tuple[str, str]]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [(str(row["to"]), str(row["message_id"])) for row in map(json.loads, lines)]


@pytest.fixture
def server(shared: Path, tmp_path: Path) -> Iterator[Server]:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed; it stops the run at every write")
    made = Server(shared / "tools" / "hostile_smtp.py", tmp_path, 32_500 + os.getpid() % 200 * 15)
    time.sleep(1.5)
    yield made
    made.process.terminate()
    made.process.wait()


def run(folder: Path, server: Server, *more: str, strace: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    driver = folder.parent / "driver.py"
    driver.write_text(DRIVER)
    words = [*strace, sys.executable, str(driver), str(folder), str(server.port), *more]
    root = str(Path(__file__).resolve().parents[2])
    return subprocess.run(
        words, capture_output=True, text=True, timeout=120, check=False, env={**os.environ, "PYTHONPATH": root}
    )


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_send_killed_at_any_write_misses_nobody(server: Server, tmp_path: Path) -> None:
    start = tmp_path / "start"
    start.mkdir()
    assert run(start, server, "0", ",".join(READERS)).returncode == 0
    stride, twice, step = int(os.environ.get("POLICYWATCH_KILL_STRIDE", "5")), 0, 1
    while True:
        folder = tmp_path / "state"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(start, folder)
        before = len(server.received())
        files = [word for name in ("watch.db", "watch.db-wal", "watch.db-shm") for word in ("-P", str(folder / name))]
        kill = f"inject={WRITES}:signal=SIGKILL:when={step}"
        killed = run(
            folder,
            server,
            "0",
            strace=("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={WRITES}", "-e", kill, *files),
        )
        for minutes in ("6", "30"):
            again = run(folder, server, minutes)
            assert again.returncode == 0, again.stderr
        got = server.received()[before:]
        counted = Counter(recipient for recipient, _ in got)
        assert set(counted) == {f"['{name}@example.org']" for name in READERS}, f"killed at write {step}: {counted}"
        # Only a letter that was on its way when the run was killed may come twice, under the same Message-ID.
        assert sum(counted.values()) <= len(READERS) + 1, f"killed at write {step}: {counted}"
        assert len({identity for _, identity in got}) == len(READERS)
        assert again.stdout.strip() == ",".join(f"{name}@example.org=sent" for name in sorted(READERS))
        twice += sum(counted.values()) - len(READERS)
        if killed.returncode == 0:
            break
        step += stride
    print(f"{step} writes, {twice} letters twice in the stated window")
    assert step > 5
