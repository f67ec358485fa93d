"""Nobody twice, nobody missed."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from classifier.question import QuestionError
from config.load import load
from config.schema import Configuration, MailSettings
from digest.delivery import DeliveryError
from digest.edition import Coverage, Edition
from policywatch.run import send
from policywatch.run.report import Report
from policywatch.store.outbox import Reader, Telling
from policywatch.store.store import Store

MORNING = datetime(2026, 5, 4, 7, 30, tzinfo=UTC)  # a Monday


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'watch.db'}") as opened:
        yield opened


@cache
def defaults() -> Configuration:
    return load(None, {})


def settings(**mail: object) -> Configuration:
    packaged = defaults()
    told = MailSettings(**{"sender": "desk@policywatch.example", "tls": "none"} | mail)  # type: ignore[arg-type]
    return packaged.model_copy(update={"settings": packaged.settings.model_copy(update={"mail": told})})


def edition(day: date) -> Edition:
    return Edition(
        day=day.isoformat(), number=1, title="PolicyWatch", subject="Clipbox: 5,000 → 1,000 followers", preheader="",
        lead=None, changes=(), updates=(), rumours=(), also=(), dates=(), corrections=(),
        coverage=Coverage(sources=1, read=1),
    )  # fmt: skip


def composed(reader: Reader, day: date) -> tuple[Edition, list[Telling]]:
    return edition(day), [Telling(story="s1", what="f1", words="5,000 → 1,000")]


def enrol(store: Store, *names: str, **changed: object) -> None:
    with store.transaction():
        for name in names:
            reader = replace(Reader(address=f"{name}@example.org"), **changed)  # type: ignore[arg-type]
            store.outbox.save_reader(reader, MORNING)


def states(store: Store) -> dict[str, str]:
    return {one.recipient.partition("@")[0]: one.state for one in store.outbox.letters()}


def test_without_a_server_letters_lie_in_the_outbox_folder_once(store: Store, tmp_path: Path) -> None:
    enrol(store, "ana", "ben")
    for _ in range(2):
        send.queue(store, settings(), MORNING, composed, Report())
        send.deliver(store, settings(), MORNING, tmp_path / "out", Report())
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert files == ["2026-05-04-ana@example.org.eml", "2026-05-04-ben@example.org.eml"]
    assert states(store) == {"ana": "sent", "ben": "sent"}


def test_a_letter_waits_for_its_readers_hour(store: Store) -> None:
    enrol(store, "early", hour=7)
    enrol(store, "tokyo", hour=7, time_zone="Asia/Tokyo")
    enrol(store, "denver", hour=7, time_zone="America/Denver")
    send.queue(store, settings(), MORNING, composed, Report())
    days = {one.recipient.partition("@")[0]: one.day for one in store.outbox.letters()}
    assert days == {"early": "2026-05-04", "tokyo": "2026-05-04", "denver": "2026-05-03"}


def test_a_weekly_reader_gets_one_letter_a_week(store: Store) -> None:
    enrol(store, "weekly", cadence="weekly", weekday=0)
    for days in range(15):
        send.queue(store, settings(), MORNING + timedelta(days=days), composed, Report())
    assert [one.day for one in store.outbox.letters()] == ["2026-05-18", "2026-05-11", "2026-05-04"]


@pytest.mark.parametrize(
    ("zone", "around"),
    [
        ("Europe/Berlin", date(2025, 3, 30)),
        ("Europe/Berlin", date(2025, 10, 26)),
        ("America/New_York", date(2025, 3, 9)),
        ("America/Santiago", date(2025, 9, 7)),
        ("Pacific/Kiritimati", date(2025, 1, 1)),
        ("Asia/Beirut", date(2025, 3, 30)),
    ],
)
@pytest.mark.parametrize("hour", [0, 2, 7, 23])
def test_a_day_of_23_or_25_hours_has_one_letter(zone: str, around: date, hour: int) -> None:
    reader = Reader(address="a@example.org", time_zone=zone, hour=hour)
    start = datetime(around.year, around.month, around.day, tzinfo=UTC) - timedelta(days=2)
    days = [send.slot(reader, start + timedelta(minutes=15 * step)) for step in range(4 * 24 * 4)]
    assert days == sorted(days)
    assert {b - a for a, b in pairwise(days)} == {timedelta(0), timedelta(days=1)}


def test_a_killed_run_leaves_one_uncertain_letter_that_goes_out_once_more(store: Store, tmp_path: Path) -> None:
    enrol(store, "ana")
    send.queue(store, settings(), MORNING, composed, Report())
    (letter,) = store.outbox.due(MORNING)
    with store.transaction():
        store.outbox.mark(letter.seq, "sending", MORNING, tried=True)
    send.deliver(store, settings(hold_uncertain=True), MORNING, tmp_path, Report())
    assert states(store) == {"ana": "held"}
    assert list(tmp_path.glob("*.eml")) == []


def test_what_a_lost_letter_told_may_be_told_again(store: Store, tmp_path: Path) -> None:
    enrol(store, "ana")
    send.queue(store, settings(), MORNING, composed, Report())
    assert store.outbox.told_to("ana@example.org") == {"s1": {"f1": "2026-05-04"}}
    report = Report()
    send.deliver(store, settings(host="127.0.0.1", port=free_port()), MORNING + timedelta(days=3), tmp_path, report)
    assert "given up after 48 hours" in report.refused["ana@example.org"]
    assert store.outbox.told_to("ana@example.org") == {}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PORTS = 15


def free_row() -> int:
    """The first of as many free ports in a row as the hostile servers need."""
    for base in range(21_000 + time.time_ns() // 1000 % 8_000, 32_000, PORTS):
        with ExitStack() as stack:
            try:
                for port in range(base, base + PORTS):
                    probe = stack.enter_context(socket.socket())
                    probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return base
    pytest.skip("no fifteen free ports in a row")


class Hostile:
    """The hostile mail servers, each on its port."""

    def __init__(self, tool: Path, folder: Path) -> None:
        self.log = folder / "accepted.jsonl"
        self.base = free_row()
        self.process = subprocess.Popen(
            [sys.executable, str(tool), "--port", str(self.base), "--log", str(self.log)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.base + PORTS - 1)) == 0:
                    return
            time.sleep(0.05)
        self.close()
        pytest.skip("the hostile mail server did not start")

    def received(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


@pytest.fixture
def hostile(shared: Path, tmp_path: Path) -> Iterator[Hostile]:
    server = Hostile(shared / "tools" / "hostile_smtp.py", tmp_path)
    yield server
    server.close()


def tried(
    store: Store, hostile: Hostile, port: int, tmp_path: Path, *, when: datetime = MORNING, **mail: object
) -> Report:
    report = Report()
    configured = settings(host="127.0.0.1", port=hostile.base + port, **mail)
    send.queue(store, configured, when, composed, Report())
    send.deliver(store, configured, when, tmp_path / "out", report)
    return report


def recipients(hostile: Hostile) -> list[str]:
    return sorted(str(row["to"]) for row in hostile.received())


def test_a_healthy_server_serves_each_as_it_deserves(store: Store, hostile: Hostile, tmp_path: Path) -> None:
    enrol(store, "ok", "unknown", "full", "grey", "blocked")
    report = tried(store, hostile, 0, tmp_path)
    assert states(store) == {"ok": "sent", "unknown": "failed", "full": "due", "grey": "due", "blocked": "failed"}
    assert "550 5.1.1 no such user" in report.refused["unknown@example.org"]
    tried(store, hostile, 0, tmp_path, when=MORNING + timedelta(minutes=20))
    assert states(store)["grey"] == "sent"
    received = hostile.received()
    assert len(received) == 2
    assert all(row["ascii"] and not row["bare_lf"] and not row["defects"] for row in received)


@pytest.mark.parametrize("port", [1, 3, 9])
def test_a_server_that_cannot_be_used_leaves_everybody_due(
    store: Store, hostile: Hostile, tmp_path: Path, port: int
) -> None:
    enrol(store, "ok", "ok2")
    report = tried(store, hostile, port, tmp_path, **({"tls": "starttls"} if port == 9 else {}))  # type: ignore[arg-type]
    assert set(states(store).values()) == {"due"}
    assert "mail" in report.failed
    assert hostile.received() == []


def test_a_break_in_the_message_sends_nothing_and_the_next_run_sends_once(
    store: Store, hostile: Hostile, tmp_path: Path
) -> None:
    enrol(store, "ok")
    tried(store, hostile, 4, tmp_path)
    assert states(store)["ok"] in ("due", "uncertain")
    tried(store, hostile, 0, tmp_path, when=MORNING + timedelta(minutes=20))
    assert len(hostile.received()) == 1


def test_a_break_after_the_dot_is_uncertain_and_sent_once_more_under_the_same_name(
    store: Store, hostile: Hostile, tmp_path: Path
) -> None:
    enrol(store, "ok")
    tried(store, hostile, 5, tmp_path)
    assert states(store) == {"ok": "uncertain"}
    for hours in (1, 2, 30):
        tried(store, hostile, 5, tmp_path, when=MORNING + timedelta(hours=hours))
    of_the_day = [row["message_id"] for row in hostile.received()]
    assert max(of_the_day.count(one) for one in of_the_day) == 2
    assert "held" in {one.state for one in store.outbox.letters()}


@pytest.mark.parametrize(("port", "state"), [(7, "due"), (8, "failed")])
def test_an_answer_after_the_message_counts(
    store: Store, hostile: Hostile, tmp_path: Path, port: int, state: str
) -> None:
    enrol(store, "ok")
    tried(store, hostile, port, tmp_path)
    assert states(store) == {"ok": state}


def test_a_server_that_wants_a_password_is_a_configuration_error(
    store: Store, hostile: Hostile, tmp_path: Path
) -> None:
    enrol(store, "ok", "ok2")
    report = tried(store, hostile, 10, tmp_path)
    assert "user and password" in report.failed["mail"]
    assert set(states(store).values()) == {"due"}


@pytest.mark.parametrize("port", [11, 12, 13, 14])
def test_an_odd_server_gets_each_letter_once(store: Store, hostile: Hostile, tmp_path: Path, port: int) -> None:
    enrol(store, "a", "b", "c", "d", "e")
    for minutes in (0, 20, 90):
        tried(store, hostile, port, tmp_path, when=MORNING + timedelta(minutes=minutes))
    assert recipients(hostile) == sorted(str([f"{name}@example.org"]) for name in "abcde")
    assert set(states(store).values()) == {"sent"}


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        ({"sender": "Desk <desk@policywatch.example>"}, "is not a mail address; sender and reply_to are bare"),
        ({"reply_to": "nobody"}, "'nobody' is not a mail address"),
        ({"sender": "", "user": "desk", "host": "mail.example"}, "names a host and no sender"),
    ],
)
def test_a_wrong_sender_stops_the_letters_and_pauses_no_reader(store: Store, mail: dict[str, str], said: str) -> None:
    enrol(store, "ana")
    with pytest.raises(DeliveryError, match=re.escape(said)):
        send.queue(store, settings(**mail), MORNING, composed, Report())
    assert [one.state for one in store.outbox.readers(None)] == ["active"]


def test_a_reader_who_gets_no_letter_is_named_with_the_reason(store: Store) -> None:
    enrol(store, "ana", "ben")
    with store.transaction():
        store.outbox.save_reader(Reader(address="two@at@example.org"), MORNING)

    def asked(reader: Reader, day: date) -> tuple[Edition, list[Telling]]:
        if reader.address.startswith("ben"):
            raise QuestionError("there is no tag 'bans'", 4)
        return composed(reader, day)

    report = Report()
    assert send.queue(store, settings(), MORNING, asked, report) == ["ana@example.org"]
    assert "there is no tag 'bans'" in report.refused["ben@example.org"]
    assert "paused" in report.refused["two@at@example.org"] and report.code == 1


def test_with_send_empty_off_nobody_gets_a_letter_on_a_quiet_day(store: Store) -> None:
    enrol(store, "ana")
    told = settings()
    silent = told.settings.model_copy(update={"digest": told.settings.digest.model_copy(update={"send_empty": False})})
    assert send.queue(store, told.model_copy(update={"settings": silent}), MORNING, composed, Report()) == []
    assert send.queue(store, told, MORNING, composed, Report()) == ["ana@example.org"]
