"""Collecting: from sources to items in the store; what a source showed is kept as a whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from collector import health
from collector.caching import fresh_seconds, validators
from collector.document import Document
from collector.fetch import FetchError, Outcome, Request, Unchanged, documents_in
from collector.health import History
from collector.identity import Decision, decide
from collector.item import Item
from collector.kinds import KINDS
from collector.reading import Reading, Unreadable
from config.schema import FetchSettings, Source
from policywatch.run.report import Report
from policywatch.store.sources import SourceState
from policywatch.store.store import Store

Fetch = Callable[[Sequence[Request]], Iterator[tuple[Request, Outcome]]]
Progress = Callable[[str, int, int], None]

# So many sources, or bytes, or items are written in one transaction: a killed run has lost no more than it will fetch
# again, and a thousand unchanged sources do not cost a thousand commits.
BATCH_SOURCES = 100
BATCH_BYTES = 2 * 1024 * 1024
# The courts' archive answers programs only with a key; it goes to this host and to no other.
COURTS = "https://www.courtlistener.com/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What one source answered, read but not yet kept."""

    source: Source
    state: SourceState
    outcome: Outcome | Unreadable
    readings: tuple[tuple[Document, Reading], ...] = ()

    @property
    def weight(self) -> int:
        return sum(len(document.body) for document, _ in self.readings)


def due(
    sources: Iterable[Source], states: Mapping[str, SourceState], now: datetime, only: Collection[str]
) -> tuple[list[Source], int]:
    """The sources to ask now (those named, or every enabled one whose time has come), and how many wait."""
    read = KINDS.keys() - {"page"}  # watched pages are read, judged and kept by policywatch.run.pages
    wanted = [source for source in sources if (source.id in only if only else source.enabled) and source.kind in read]
    if only:
        return wanted, 0
    ready = []
    for source in wanted:
        known = states.get(source.id)
        if known is None or known.history.get("declared", source.url) != source.url:
            ready.append(source)
            continue
        if known.state == "gone":
            continue
        # A clock that was set back may not silence a source until it catches up.
        longest = timedelta(minutes=max(source.cadence_minutes, 60 * 24 * 7))
        if known.due is None or known.due <= now or known.due > now + longest:
            ready.append(source)
    # Whoever was not reached last time comes first.
    ready.sort(key=lambda source: states[source.id].tried or now if source.id in states else now)
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
    store.spare_memory()
    states = store.sources.all()
    ready, report.waiting = due(sources, states, now, only)
    by_id = {source.id: source for source in ready}
    report.sources = len(ready) + report.waiting
    batch: list[Taken] = []
    for done, (source, outcome) in enumerate(answers(ready, states, settings, fetch, now), 1):
        state = states.get(source.id) or SourceState(source=source.id)
        if state.history.get("declared", source.url) != source.url:
            # The operator has given the source another address: what validated the old one says nothing of it.
            state = replace(state, url=None, etag=None, last_modified=None, digest=None, whole=None, state="new")
        batch.append(taken_up(source, state, outcome, settings, now))
        if progress:
            progress(source.id, done, len(by_id))
        if len(batch) >= BATCH_SOURCES or sum(taken.weight for taken in batch) >= BATCH_BYTES:
            keep(store, batch, now, report)
            batch = []
    keep(store, batch, now, report)


def answers(
    ready: Sequence[Source],
    states: Mapping[str, SourceState],
    settings: FetchSettings,
    fetch: Fetch,
    now: datetime,
) -> Iterator[tuple[Source, Outcome | Sequence[Document]]]:
    """What each source has to say: folders from the disk, all others from the network."""
    by_id = {source.id: source for source in ready}
    for source in ready:
        if source.kind == "folder":
            yield source, documents_in(Path(source.url), source.id, settings.max_bytes, now)
    asked = [source for source in ready if source.kind != "folder"]
    for request, outcome in fetch([request_for(source, states.get(source.id), settings, now) for source in asked]):
        yield by_id[request.source_id], outcome


def request_for(source: Source, state: SourceState | None, settings: FetchSettings, now: datetime) -> Request:
    """What to ask a source; at least once in `unconditional_days` everything, whatever its validators say."""
    moved = state is not None and state.history.get("declared", source.url) == source.url
    url = (state.url if state and moved else None) or source.url
    key = os.environ.get("POLICYWATCH_COURTLISTENER_KEY", "") if url.startswith(COURTS) else ""
    request = Request(
        source_id=source.id,
        url=url,
        robots=source.kind in ("listing", "page") and source.respect_robots,
        headers=(("Authorization", f"Token {key}"),) if key else (),
    )
    if state is None or not moved or state.whole is None or now - state.whole >= timedelta(settings.unconditional_days):
        return request
    return replace(request, etag=state.etag or "", last_modified=state.last_modified or "")


def taken_up(
    source: Source, state: SourceState, outcome: Outcome | Sequence[Document], settings: FetchSettings, now: datetime
) -> Taken:
    """Read what a source answered; whatever goes wrong stays with this source."""
    if isinstance(outcome, (FetchError, Unchanged)):
        return Taken(source=source, state=state, outcome=outcome)
    documents = [outcome] if isinstance(outcome, Document) else list(outcome)
    if not documents:
        return Taken(source=source, state=state, outcome=Unreadable(source.id, "empty", "the folder holds no files"))
    whole = documents[0] if len(documents) == 1 else replace(documents[0], body=b"".join(one.body for one in documents))
    if whole.digest == state.digest and state.good is not None:
        return Taken(source=source, state=state, outcome=whole)
    bounded = source if source.max_items else source.model_copy(update={"max_items": settings.max_items})
    readings = []
    try:
        for document in documents:
            try:
                readings.append((document, KINDS[source.kind](bounded, document, now)))
            except Unreadable:
                if len(documents) == 1:
                    raise
    except Unreadable as error:
        return Taken(source=source, state=state, outcome=error)
    except Exception as error:  # a fault of ours in reading one source may not cost the others their day
        said = f"could not be read for a fault of ours ({type(error).__name__}: {error})"
        return Taken(source=source, state=state, outcome=Unreadable(source.id, "internal", said[:300]))
    return Taken(source=source, state=state, outcome=whole, readings=tuple(readings))


def keep(store: Store, batch: Sequence[Taken], now: datetime, report: Report) -> None:
    """Store what a batch of sources answered, together with what is to be remembered of them."""
    if not batch:
        return
    with store.transaction():
        read = [taken for taken in batch if taken.readings]
        ids = [item.id for taken in read for _, reading in taken.readings for item in reading.items]
        known = store.items.known(ids)
        numbers = iter(store.documents.keep_all([document for taken in read for document, _ in taken.readings]))
        states = []
        for taken in batch:
            if taken.readings:
                states.append(keep_readings(store, taken, numbers, known, now, report))
            else:
                states.append(keep_answer(taken, now, report))
        store.sources.save(*states)


def keep_answer(taken: Taken, now: datetime, report: Report) -> SourceState:
    """What is remembered of a source that answered without anything to read."""
    source, state, outcome = taken.source, taken.state, taken.outcome
    history = History.of(state.history)
    if isinstance(outcome, FetchError) and outcome.kind == "not_tried":
        report.notes.append(f"{source.id} {outcome.sentence}")
        return state
    if isinstance(outcome, (FetchError, Unreadable)):
        return failed(source, state, outcome, history, now, report)
    report.unchanged += 1
    history = history.unchanged(now)
    items = round(history.usual) if not history.empty else 0
    state, history = moved(source, state, outcome, history)
    verdict = health.after_reading(history, now, items, changed=False)
    if verdict.state in ("silent", "empty", "stale"):
        report.silent[source.id] = verdict.reason
    state = settled(source, state, history, verdict, outcome.header, now)
    return with_validators(replace(state, whole=now), outcome) if isinstance(outcome, Document) else state


def failed(
    source: Source,
    state: SourceState,
    outcome: FetchError | Unreadable,
    history: History,
    now: datetime,
    report: Report,
) -> SourceState:
    """A failure changes nothing but the source's health."""
    cadence = timedelta(minutes=source.cadence_minutes)
    failures = state.failures + 1
    remembered = {"declared": source.url, "error": outcome.kind}
    if isinstance(outcome, FetchError) and outcome.gone:
        report.failed[source.id] = outcome.sentence
        memory = {**history.failed(now).kept(), **remembered}
        return replace(
            state, state="gone", reason=outcome.sentence, tried=now, due=None, failures=failures, history=memory
        )
    if isinstance(outcome, FetchError) and outcome.wait:
        report.notes.append(f"{source.id} {outcome.sentence}")
        later = health.next_when_asked_to_wait(source.id, cadence, failures, now, outcome.retry_after)
        memory = {**history.kept(), **remembered}
        return replace(
            state, state="waiting", reason=outcome.sentence, tried=now, due=later, failures=failures, history=memory
        )
    history = history.failed(now)
    verdict = health.after_failure(history, now, outcome.sentence)
    report.failed[source.id] = verdict.reason
    return replace(
        state,
        state=verdict.state,
        reason=verdict.reason,
        tried=now,
        due=health.next_attempt(source.id, cadence, failures, now),
        failures=failures,
        history={**history.kept(), **remembered},
    )


def keep_readings(
    store: Store, taken: Taken, numbers: Iterator[int], known: dict[str, str], now: datetime, report: Report
) -> SourceState:
    """
    Keep the items of one source, and give what is to be remembered of it.

    `numbers` gives the number of each document in turn; `known` learns what is kept here.
    """
    source, state = taken.source, taken.state
    report.fetched += 1
    fresh = items = 0
    flags: list[str] = []
    newest: datetime | None = None
    for (_, reading), number in zip(taken.readings, numbers, strict=False):
        decision = decided(store, source, state, reading.items, known)
        store.items.add(decision.new, number)
        store.items.change(decision.changed, now, number)
        known.update((item.id, item.fingerprint) for item in (*decision.new, *decision.changed))
        store.items.add_aliases(source.id, dict(decision.aliases))
        store.items.drop(
            [
                (
                    source.id,
                    sha256(one.what.encode("utf-8", "replace")).hexdigest()[:32],
                    one.what[:500],
                    "",
                    one.reason,
                )
                for one in reading.dropped
            ],
            now,
        )
        if decision.renumbered:
            report.notes.append(f"{source.id} has given its items new ids; they were recognised, nothing is news again")
        report.new += len(decision.new)
        report.changed += len(decision.changed)
        report.seen += len(decision.seen)
        report.dropped += len(reading.dropped)
        fresh += len(decision.new) + len(decision.changed)
        items += len(reading.items)
        flags += reading.flags
        dates = (item.published for item in reading.items if item.published and item.certain)
        newest = max(filter(None, (newest, *dates)), default=None)
        if reading.moved_to and reading.moved_to != source.url:
            report.notes.append(f"{source.id} says that it has moved to {reading.moved_to}; its address was kept")
    if "truncated" in flags:
        report.notes.append(f"{source.id} holds more entries than are taken of one answer")
    history = History.of(state.history).read(now, items, fresh, newest)
    outcome = taken.outcome
    assert isinstance(outcome, Document)
    state, history = moved(source, state, outcome, history)
    verdict = health.after_reading(history, now, items, changed=True)
    if verdict.state in ("silent", "empty", "stale"):
        report.silent[source.id] = verdict.reason
    state = settled(source, state, history, verdict, outcome.header, now)
    state = replace(state, whole=now, newest=now if fresh else state.newest)
    if "cut" in flags:
        # A cut document is no state to compare with: next time everything is asked for and read again.
        return replace(state, digest=None, etag=None, last_modified=None)
    return with_validators(state, outcome)


def decided(
    store: Store, source: Source, state: SourceState, items: Sequence[Item], known: Mapping[str, str]
) -> Decision:
    """New, changed or seen; the memory is searched only where the ids alone do not tell."""
    if all(known.get(item.id) == item.fingerprint for item in items):
        return Decision(seen=tuple(item.id for item in items))
    if state.good is None and not any(item.id in known for item in items):
        return Decision(new=tuple(items))
    return decide(items, store.items.remembered(source.id, [item.id for item in items]), store.items.aliases(source.id))


def moved(
    source: Source, state: SourceState, outcome: Document | Unchanged, history: History
) -> tuple[SourceState, History]:
    """Believe a permanent redirect when it led to a good answer twice in a row."""
    if not outcome.moved or outcome.moved == (state.url or source.url):
        return state, replace(history, moving="") if history.moving else history
    if history.moving == outcome.moved:
        return replace(state, url=outcome.moved), replace(history, moving="")
    return state, replace(history, moving=outcome.moved)


def settled(
    source: Source,
    state: SourceState,
    history: History,
    verdict: health.Health,
    header: Callable[[str], str | None],
    now: datetime,
) -> SourceState:
    """The memory of a source after a good answer."""
    cadence = timedelta(minutes=source.cadence_minutes)
    word, reason = verdict.state, verdict.reason
    if state.url and state.url != source.url and word in ("ok", "unchanged"):
        word, reason = "moved", f"lives at {state.url} now; its declaration still says {source.url}"
    return replace(
        state,
        state=word,
        reason=reason,
        tried=now,
        good=now,
        due=health.next_reading(source.id, cadence, history, now, fresh_seconds(header)),
        failures=0,
        history={**history.kept(), "declared": source.url},
    )


def with_validators(state: SourceState, document: Document) -> SourceState:
    """What to send back next time, exactly as it came; kept only with what it validated."""
    etag, last_modified = validators(document.header)
    return replace(state, etag=etag or None, last_modified=last_modified or None, digest=document.digest)


def replay(
    store: Store,
    sources: Sequence[Source],
    report: Report,
    only: Collection[str] = (),
    progress: Progress | None = None,
) -> None:
    """
    Read the kept documents again with today's readers, without the network.

    Items that were never seen are added as of the time their document came; words that read differently now take the
    place of the old ones without being a change: a better reader is no news.
    """
    chosen = [one for one in sources if one.kind in KINDS and one.kind != "page" and (one.id in only if only else True)]
    documents = 0
    for done, source in enumerate(chosen, 1):
        report.sources += 1
        read = False
        for number, document in store.documents.of(source.id):
            try:
                reading = KINDS[source.kind](source, document, document.fetched)
            except Unreadable as error:
                report.failed[source.id] = error.sentence
                continue
            with store.transaction():
                known = store.items.known(item.id for item in reading.items)
                aliases = store.items.aliases(source.id)
                items = [
                    replace(item, id=aliases.get(item.own_id, item.id)) if item.id not in known else item
                    for item in reading.items
                ]
                known = store.items.known(item.id for item in items)
                fresh = [item for item in items if item.id not in known]
                store.items.add(fresh, number)
                again = [item for item in items if item.id in known and known[item.id] != item.fingerprint]
                report.new += len(fresh)
                report.seen += len(items) - len(fresh)
                report.changed += store.items.reread(again, number)
            read, documents = True, documents + 1
        report.fetched += read
        if progress:
            progress(source.id, done, len(chosen))
    report.notes.append(f"{documents:,} kept document{'s' * (documents != 1)} read again")
