"""Killed, out of room or failed by the disk at any write, a command leaves what the next run goes on from."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from policywatch.run.demo import MORNINGS, demo
from policywatch.store.store import Store

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3_000)]

# Each kind of fault: what strace injects at the n-th of which calls. A full disk stays full.
FAULTS = {
    "kill": ("write,pwrite64,writev,pwritev,fsync,fdatasync,ftruncate,rename,unlink", "signal=SIGKILL:when={n}"),
    "full disk": ("write,pwrite64,writev,pwritev,ftruncate", "error=ENOSPC:when={n}+"),
    "failing disk": ("write,pwrite64,writev,pwritev,fsync,fdatasync,ftruncate", "error=EIO:when={n}"),
}
# Every how-manieth write is tried; POLICYWATCH_FAULT_STRIDE=1 tries all.
STRIDE = int(os.environ.get("POLICYWATCH_FAULT_STRIDE", "13"))


@dataclass(frozen=True)
class Scene:
    """A command, the folder it begins in, and what of the folder counts."""

    start: Path
    words: tuple[str, ...]
    state: Callable[[Path], object]

    def run(self, folder: Path, *strace: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "policywatch", "--config", str(folder / "config")]
        command += ["--db", f"sqlite:///{folder / 'policywatch.db'}", "--now", f"{MORNINGS[-1]:%Y-%m-%dT%H:%M:%SZ}"]
        words = [word.replace("{folder}", str(folder)) for word in self.words]
        return subprocess.run([*strace, *command, *words], capture_output=True, text=True, timeout=200, check=False)


def items_and_sources(folder: Path) -> object:
    """What a collection leaves behind."""
    with sqlite3.connect(folder / "policywatch.db") as database:
        return [
            database.execute(query).fetchall()
            for query in (
                "SELECT id, fingerprint, url FROM item ORDER BY id",
                "SELECT source, digest, state, failures FROM source_state ORDER BY source",
                "SELECT digest FROM body ORDER BY digest",
                "SELECT count(*) FROM item_words WHERE item_words MATCH 'fund'",
            )
        ]


def letters(folder: Path) -> object:
    """What a sending leaves behind: the state of each letter, and the letters without the lines that bear the clock."""
    with sqlite3.connect(folder / "policywatch.db") as database:
        queued = database.execute("SELECT recipient, key, state FROM letter ORDER BY recipient, key").fetchall()
    return queued, sorted(file.name for file in (folder / "outbox").glob("*.eml"))


def files(folder: Path) -> object:
    """What publishing leaves behind."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / "site").rglob("*"))
        if path.is_file() and "pagefind" not in path.parts and not path.name.startswith(".")
    }


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed; it makes the faults")
    lived = tmp_path_factory.mktemp("lived") / "demo"
    demo(lived, lambda line: None)
    settings = lived / "config" / "settings.toml"
    readers = "".join(f'\n[[subscriber]]\naddress = "{name}@example.org"\n' for name in ("ana", "ben", "eve"))
    settings.write_text(settings.read_text() + readers)
    inboxes = tmp_path_factory.mktemp("inboxes") / "demo"
    shutil.copytree(lived, inboxes)
    sources = ""
    for number in range(4):
        inbox = inboxes / f"inbox{number}"
        inbox.mkdir()
        sources += f'[[source]]\nid = "inbox{number}"\nname = "Inbox"\nkind = "folder"\nurl = "{inbox}"\n\n'
        for letter in range(12):
            head = f"Subject: Fund {letter} closes\nMessage-ID: <{number}-{letter}@a.example>\n\n"
            (inbox / f"{letter}.eml").write_text(head + "It closes soon. " * 60)
    (inboxes / "config" / "sources.toml").write_text(sources)
    return {
        "collect": Scene(inboxes, ("collect",), items_and_sources),
        "send": Scene(lived, ("send",), letters),
        "publish": Scene(lived, ("publish", "--out", "{folder}/site", "--no-search"), files),
    }


def watched(scene: Scene, folder: Path) -> list[str]:
    """The files the command writes, as strace is to be told of them."""
    log = folder.parent / "log"
    done = scene.run(folder, "strace", "-f", "-qq", "-o", str(log), "-e", "trace=openat,rename,unlink")
    assert done.returncode in (0, 1), done.stderr
    found = {
        one for one in re.findall(rf'"({re.escape(str(folder))}/[^"]+)"', log.read_text()) if "/config/" not in one
    }
    return [word for path in sorted(found) for word in ("-P", path)]


@pytest.mark.parametrize("fault", list(FAULTS))
@pytest.mark.parametrize("name", ["collect", "send", "publish"])
def test_a_fault_at_any_write_loses_nothing(scenes: dict[str, Scene], name: str, fault: str, tmp_path: Path) -> None:
    scene, folder = scenes[name], tmp_path / "state"
    shutil.copytree(scene.start, folder)
    paths = watched(scene, folder)
    stride = STRIDE
    if name == "publish" and fault == "kill":
        # Its drafts have names of chance, so all writes are counted, some 1,300; what it writes elsewhere does no harm.
        paths, stride = [], 10 * STRIDE
    want, code = scene.state(folder), scene.run(folder).returncode
    calls, inject = FAULTS[fault]
    step = tried = 1
    while True:
        shutil.rmtree(folder)
        shutil.copytree(scene.start, folder)
        log = tmp_path / "log"
        words = ("-e", f"trace={calls}", "-e", f"inject={calls}:{inject.format(n=step)}", *paths)
        struck = scene.run(folder, "strace", "-f", "-qq", "-o", str(log), *words)
        if "(INJECTED)" not in (seen := log.read_text()) and "SIGKILL" not in seen:
            break
        at = f"{name}, {fault} at write {step}"
        assert "Traceback" not in struck.stderr, f"{at}: {struck.stderr}"
        if fault != "kill" and struck.returncode == code:
            assert scene.state(folder) == want, f"{at}: it said that all is well"
        elif fault == "full disk":
            assert struck.returncode == 3, f"{at}: {struck.stderr}"
            assert re.search("[Nn]o space left|the disk failed", struck.stderr), f"{at}: {struck.stderr}"
        with Store.open(f"sqlite:///{folder / 'policywatch.db'}") as store:
            assert not store.verify(), at
        again = scene.run(folder)
        assert again.returncode == code, f"{at}: {again.stderr}"
        assert scene.state(folder) == want, f"{at}: another state after the next run"
        step += stride
        tried += 1
    print(f"{name}, {fault}: {tried} of {step} writes tried")
    assert tried > 1
