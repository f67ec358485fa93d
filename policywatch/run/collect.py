"""Collecting: from sources to items in the store, one source one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from collector.document import Document
from collector.fetch import FetchError, Outcome, Request, Unchanged
from collector.kinds import KINDS
from collector.reading import Unreadable
from config.schema import FetchSettings, Source
from policywatch.run.report import Report
from policywatch.store.sources import SourceState
from policywatch.store.store import Store

Fetch = Callable[[Sequence[Request]], Iterator[tuple[Request, Outcome]]]
Progress = Callable[[str, int, int], None]


def due(
    sources: Iterable[Source], states: dict[str, SourceState], now: datetime, only: Collection[str]
) -> tuple[list[Source], int]:
    """The sources to ask now (those named, or every enabled one whose time has come), and how many wait."""
    wanted = [source for source in sources if (source.id in only if only else source.enabled) and source.kind in KINDS]
    if only:
        return wanted, 0
    ready = []
    for source in wanted:
        known = states.get(source.id)
        later = known.due if known else None
        # A clock that was set back may not silence a source until it catches up.
        longest = timedelta(minutes=max(source.cadence_minutes, 60 * 24 * 7))
        if later is None or later <= now or later > now + longest:
            ready.append(source)
    return ready, len(wanted) - len(ready)


def collect(
    store: Store,
    sources: Sequence[Source],
    settings: FetchSettings,
    fetch: Fetch,
    now: datetime,
    report: Report,
    only: Collection[str] = (),
    progress: Progress | None = None,
) -> None:
    """Ask the sources that are due and keep what is new; failures are named in the report and the run goes on."""
    states = store.sources.all()
    ready, report.waiting = due(sources, states, now, only)
    by_id = {source.id: source for source in ready}
    report.sources = len(ready) + report.waiting
    requests = [request_for(source, states.get(source.id), settings, now) for source in ready]
    for done, (request, outcome) in enumerate(fetch(requests), 1):
        source = by_id[request.source_id]
        state = states.get(source.id) or SourceState(source=source.id)
        with store.transaction():
            keep(store, source, state, request, outcome, now, report)
        if progress:
            progress(source.id, done, len(requests))


def request_for(source: Source, state: SourceState | None, settings: FetchSettings, now: datetime) -> Request:
    """What to ask a source; at least once in `unconditional_days` everything, whatever its validators say."""
    if state is None or state.whole is None or now - state.whole >= timedelta(days=settings.unconditional_days):
        return Request(source_id=source.id, url=state.url or source.url if state else source.url)
    return Request(
        source_id=source.id, url=state.url or source.url, etag=state.etag or "", last_modified=state.last_modified or ""
    )


def keep(
    store: Store, source: Source, state: SourceState, request: Request, outcome: Outcome, now: datetime, report: Report
) -> None:
    """Store what one source answered, and what is to be remembered of it."""
    later = now + timedelta(minutes=source.cadence_minutes)
    if isinstance(outcome, FetchError):
        report.failed[source.id] = outcome.sentence
        store.sources.save(
            replace(state, state="failing", reason=outcome.sentence, tried=now, due=later, failures=state.failures + 1)
        )
        return
    if isinstance(outcome, Unchanged):
        report.unchanged += 1
        store.sources.save(replace(state, state="unchanged", reason="", tried=now, good=now, due=later, failures=0))
        return
    if outcome.digest == state.digest:
        report.unchanged += 1
        store.sources.save(
            replace(
                state,
                state="unchanged",
                reason="",
                tried=now,
                good=now,
                whole=now,
                due=later,
                failures=0,
                **validators(outcome),
            )
        )
        return
    try:
        reading = KINDS[source.kind](source, outcome, now)
    except Unreadable as error:
        report.failed[source.id] = error.sentence
        store.sources.save(
            replace(state, state="failing", reason=error.sentence, tried=now, due=later, failures=state.failures + 1)
        )
        return
    report.fetched += 1
    number = store.documents.keep(outcome)
    items = list({item.id: item for item in reading.items}.values())
    known = store.items.known(item.id for item in items)
    fresh = [item for item in items if item.id not in known]
    changed = [item for item in items if item.id in known and known[item.id] != item.fingerprint]
    store.items.add(fresh, number)
    store.items.change(changed, now, number)
    store.items.drop(
        [
            (source.id, sha256(one.what.encode()).hexdigest()[:32], one.what[:500], "", one.reason)
            for one in reading.dropped
        ],
        now,
    )
    report.new += len(fresh)
    report.changed += len(changed)
    report.seen += len(items) - len(fresh) - len(changed)
    report.dropped += len(reading.dropped)
    store.sources.save(
        replace(
            state,
            state="ok" if items else "empty",
            reason="",
            tried=now,
            good=now,
            whole=now,
            newest=now if fresh else state.newest,
            due=later,
            failures=0,
            digest=outcome.digest,
            **validators(outcome),
        )
    )


def validators(document: Document) -> dict[str, Any]:
    """What to send back next time, exactly as it came; kept only with what it validated."""
    return {"etag": document.header("etag"), "last_modified": document.header("last-modified")}
