"""Collecting from a hostile server ends for every fault as its manifest says."""

from __future__ import annotations

import itertools
import json
import os
import re
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from collector.fetch import FetchError, Outcome, Request, Unchanged, fetch_all
from collector.kinds import KINDS
from config.schema import FetchSettings, Source
from policywatch.run import pages
from policywatch.run.collect import collect
from policywatch.run.report import Report
from policywatch.store.store import Store

# Faults that need seconds of waiting or large bodies; they run with `make test-all`.
SLOW = re.compile(
    r"/(?:connect-timeout|mute|tls-hang|slow-|stall|header-flood|body-10gb|entries-100k|entry-8mb|deep-|.*bomb|reset)"
)
GROWTH_MOST = 200  # MB; a fresh process stands at about 90, and 300 is the promise


RUNS = itertools.count(1)


@dataclass
class Case:
    """One fault, and what happened when it was collected."""

    fault: dict[str, Any]
    source: Source
    token: str
    steps: list[str] = field(default_factory=list)
    error: str | None = None
    seconds: float = 0.0

    @property
    def path(self) -> str:
        return str(self.fault["path"])


@pytest.fixture(scope="module")
def server(shared: Path) -> Iterator[dict[str, Any]]:
    """The manifest of a running hostile server."""
    tool = shared / "tools" / "hostile_server.py"
    if not tool.is_file():
        pytest.skip("the hostile server is not here")
    port = _free_ports(8)
    process = subprocess.Popen(
        [os.environ.get("POLICYWATCH_HOSTILE_PYTHON", sys.executable), str(tool), "--port", str(port)],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    try:
        assert process.stderr is not None
        process.stderr.readline()
        yield _json(f"http://127.0.0.1:{port}/_manifest")
    finally:
        process.terminate()
        process.wait(10)
        assert process.stderr is not None
        process.stderr.close()


def test_the_quick_faults_end_as_stated(server: dict[str, Any], tmp_path: Path) -> None:
    faults = [fault for fault in server["faults"] if not SLOW.match(fault["path"])]
    assert len(faults) > 200
    assert not _collected(server, faults, tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_all_faults_end_as_stated(server: dict[str, Any], tmp_path: Path) -> None:
    assert not _collected(server, server["faults"], tmp_path)


def test_no_source_delays_another(server: dict[str, Any], tmp_path: Path) -> None:
    """While others say nothing, a byte a second, or too much, the good ones are read at once."""
    wanted = ("/mute", "/slow-body", "/slow-headers", "/stall-mid-body", "/ok.xml", "/ok.atom", "/ok.json", "/etag")
    cases = [_case(fault) for fault in server["faults"] if fault["path"] in wanted]
    requests = [Request(source_id=case.path, url=case.source.url) for case in cases]
    began = time.monotonic()
    ended = {}
    settings = _settings(server).model_copy(update={"total_seconds": 3.0, "read_seconds": 2.0})
    for request, _ in fetch_all(requests, settings=settings, now=datetime.now(UTC)):
        ended[request.source_id] = time.monotonic() - began
    assert len(ended) == len(wanted)
    assert max(ended[path] for path in ("/ok.xml", "/ok.atom", "/ok.json", "/etag")) < 1.5
    assert max(ended.values()) < 5


def peak_megabytes() -> int:
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def _collected(server: dict[str, Any], faults: Sequence[dict[str, Any]], tmp_path: Path) -> list[str]:
    """Collect all faults as sources of one run, step by step, and give what differs from the manifest."""
    cases = {case.source.id: case for case in map(_case, faults) if case.source.kind != "page" or "page" in KINDS}
    settings = _settings(server)
    before = peak_megabytes()
    now = datetime.now(UTC)
    with Store.open(f"sqlite:///{tmp_path / 'hostile.db'}") as store:
        for step in range(max(case.fault["steps"] for case in cases.values())):
            ids = [case.source.id for case in cases.values() if case.fault["steps"] > step]
            _step(store, [cases[name] for name in ids], settings, now + timedelta(hours=3 * step))
        wrong = [line for case in cases.values() for line in _differences(server, store, case, now)]
    log = _json(f"{server['server']}/_log?token=robots")
    if log["canary"]:
        wrong.append(f"{log['canary']} connections to forbidden addresses: {log['canary_log']}")
    if log["requests"]:
        wrong.append(f"asked although robots.txt forbids it: {log['requests']}")
    # The peak is the process's: what other tests of the same run took before is not the collector's.
    if (grown := peak_megabytes() - before) > GROWTH_MOST:
        wrong.append(f"memory grew by {grown} MB")
    return wrong


def _step(store: Store, cases: Sequence[Case], settings: FetchSettings, now: datetime) -> None:
    by_id = {case.source.id: case for case in cases}
    counts = {case.source.id: _count(store, case.source.id) for case in cases}
    began = time.monotonic()

    def fetch(requests: Sequence[Request]) -> Iterator[tuple[Request, Outcome]]:
        for request, outcome in fetch_all(requests, settings=settings, now=now):
            case = by_id[request.source_id]
            case.seconds = time.monotonic() - began
            case.error = None
            if isinstance(outcome, FetchError):
                case.error = outcome.kind
                case.steps.append(
                    "gone" if outcome.gone else "wait" if outcome.wait else "refused" if outcome.refused else "error"
                )
            else:
                case.steps.append("unchanged" if isinstance(outcome, Unchanged) else "read")
            yield request, outcome

    sources = [case.source for case in cases]
    collect(store, sources, settings, fetch, now, Report(), only=set(by_id))
    pages.watch(store, sources, settings, fetch, now, Report(), only=set(by_id))
    states = store.sources.all()
    for case in cases:
        state = states[case.source.id]
        if case.steps[-1] == "read" and state.state == "failing":
            case.steps[-1] = "error"
            case.error = str(state.history["error"])
        elif case.steps[-1] == "read":
            case.steps[-1] = "unchanged" if _count(store, case.source.id) == counts[case.source.id] else "items"


def _count(store: Store, source: str) -> tuple[int, int]:
    """Items and versions of a source."""
    items = _items(store, source)
    return len(items), sum(item["versions"] for item in items)


def _items(store: Store, source: str) -> list[dict[str, Any]]:
    from sqlalchemy import select

    from policywatch.store.tables import item

    rows = store.connection.execute(select(item).where(item.c.source == source).order_by(item.c.seq)).all()
    return [
        {
            "id": row.own_id,
            "title": row.title,
            "link": row.url or None,
            "published": row.published.isoformat() if row.published else None,
            "updated": row.updated.isoformat() if row.updated else None,
            "content": row.html,
            "summary": row.text,
            "sort_date_ok": row.at is not None,
            "versions": 1 + len(store.items.versions(row.id)),
        }
        for row in rows
    ]


def _differences(server: dict[str, Any], store: Store, case: Case, now: datetime) -> list[str]:
    expected = case.fault["expect"]
    state = store.sources.all()[case.source.id]
    items = _items(store, case.source.id)
    last = case.steps[-1]
    wrong: list[str] = []
    wanted = expected["outcome"]
    fits = {
        "any": True,
        "items": last in ("items", "unchanged") and bool(items or expected["items"] == 0),
        "unchanged": last == "unchanged" and (len(case.steps) == 1 or "items" not in case.steps[1:]),
        "redirected": last in ("items", "unchanged"),
    }.get(wanted, last == wanted)
    if not fits:
        wrong.append(f"ended as {case.steps}, not as {wanted}")
    if expected["error"] and case.error and case.error not in expected["error"]:
        wrong.append(f"error {case.error}, not {expected['error']}")
    if expected["items"] is not None and wanted != "any" and len(items) != expected["items"]:
        wrong.append(f"{len(items)} items, not {expected['items']}")
    if case.seconds > expected["max_seconds"]:
        wrong.append(f"took {case.seconds:.0f} s")
    log = _json(f"{server['server']}/_log?token={case.token}")
    requests = log["requests"]
    told = {
        "result": {
            "feed_url": state.url or case.source.url,
            "next_fetch_s": (state.due - now).total_seconds() if state.due else None,
            "items_total": len(items),
            "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "error": case.error,
        },
        "items": items,
        "steps": [{"outcome": step} for step in case.steps],
        "server": {
            "canary": log["canary"],
            "requests": requests,
            "bytes_sent": max((one["bytes_sent"] for one in requests), default=0),
        },
    }
    for check in expected["checks"]:
        for value in _values(told, check["path"]):
            if not _holds(value, check["op"], check["value"]):
                wrong.append(
                    f"{check['path']} is {str(value)[:100]!r}, not {check['op']} {str(check['value'])[:100]!r}"
                )
    return [f"{case.path}: {line}" for line in wrong]


def _values(told: Any, path: str) -> list[Any]:
    """What a path of the manifest points at; [*] gives all."""
    values = [told]
    for name, index in re.findall(r"([\w-]+)|\[(\d+|\*)\]", path):
        found = []
        for value in values:
            if name:
                found.append(value.get(name) if isinstance(value, dict) else None)
            elif index == "*":
                found += value
            else:
                found.append(value[int(index)] if value and int(index) < len(value) else None)
        values = found
    return values


def _holds(value: Any, op: str, wanted: Any) -> bool:
    text = "" if value is None else str(value)
    if op == "in":
        return any(_same(value, one) for one in wanted)
    if op in ("lt", "le", "ge"):
        return value is not None and {"lt": value < wanted, "le": value <= wanted, "ge": value >= wanted}[op]
    if op == "notfuture":
        ahead = (datetime.fromisoformat(text) - datetime.now(UTC)).total_seconds() if text else 0
        return ahead <= (wanted or 0) + 1
    return {
        "eq": lambda: _same(value, wanted),
        "ne": lambda: not _same(value, wanted),
        "null": lambda: value is None,
        "nonempty": lambda: bool(value),
        "contains": lambda: wanted in text,
        "lacks": lambda: wanted not in text,
        "match": lambda: re.search(wanted, text) is not None,
        "nomatch": lambda: re.search(wanted, text) is None,
        "endswith": lambda: text.endswith(wanted),
        "maxlen": lambda: len(text) <= wanted,
    }[op]()


def _same(one: Any, other: Any) -> bool:
    """Equal, instants as instants."""
    try:
        return datetime.fromisoformat(one) == datetime.fromisoformat(other)
    except (TypeError, ValueError):
        return bool(one == other)


def _case(fault: dict[str, Any]) -> Case:
    # The server remembers each token's requests; every run has its own.
    token = f"{next(RUNS)}{re.sub(r'[^A-Za-z0-9]', '', fault['path'])}"
    address = fault["token_url"].replace("{token}", token) if fault["token_url"] else fault["url"]
    kind = {"page": "page", "robots": "listing"}.get(fault["category"], "feed")
    source = Source(id=f"h-{token.lower()}", name=fault["path"], kind=kind, url=address)
    return Case(fault, source, token)


def _settings(server: dict[str, Any]) -> FetchSettings:
    limits = server["client_limits"]
    return FetchSettings(
        contact="tests",
        allow_hosts=tuple(server["allow_for_tests"]),
        connect_seconds=limits["connect_timeout_s"],
        read_seconds=limits["read_timeout_s"],
        total_seconds=limits["total_timeout_s"],
        max_bytes=limits["max_body_bytes"],
        max_redirects=limits["max_redirects"],
        max_wait_seconds=7 * 86_400,
        # All faults live on one host; the world's sources do not.
        per_host=16,
        concurrency=16,
    )


def _json(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)


def _free_ports(count: int) -> int:
    """The first of `count` neighbouring ports that are free now."""
    for base in range(23_000, 60_000, 97):
        held = []
        try:
            for port in range(base, base + count):
                one = socket.socket()
                held.append(one)
                one.bind(("127.0.0.1", port))
            return base
        except OSError:
            continue
        finally:
            for one in held:
                one.close()
    raise RuntimeError("no eight free ports in a row")
