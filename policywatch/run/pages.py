"""Watching pages: ask, read to a version, judge it against the page's history, and make news of changed rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from collector import browser, health
from collector.caching import fresh_seconds
from collector.document import Document
from collector.fetch import FetchError, Outcome, Request
from collector.health import History
from collector.kinds import page
from collector.reading import Unreadable
from collector.versions import READER, Change, declaration_of, item_of, taken_up
from config.schema import FetchSettings, Source
from policywatch.run.collect import Fetch, Progress, Taken, keep_answer, request_for, with_validators
from policywatch.run.report import Report
from policywatch.store.sources import SourceState
from policywatch.store.store import Store

# How long an announcement on the page itself counts as one for the change that follows it.
ANNOUNCED_WITHIN = timedelta(days=200)


@dataclass(slots=True)
class _Policy:
    """The answers of one policy's addresses, as they come in."""

    source: Source
    state: SourceState
    wanted: tuple[str, ...]
    documents: dict[str, Document] = field(default_factory=dict)
    outcome: Outcome | None = None


def due(
    sources: Sequence[Source], states: Mapping[str, SourceState], now: datetime, only: Collection[str]
) -> tuple[list[Source], int]:
    """The pages to ask now (those named, or every enabled one whose time has come), and how many wait."""
    pages = [source for source in sources if source.kind == "page" and (source.id in only if only else source.enabled)]
    if only:
        return pages, 0
    ready = []
    for source in pages:
        known = states.get(source.id)
        if (
            known is None
            or known.history.get("declared", source.url) != source.url
            or (known.state != "gone" and (known.due is None or known.due <= now))
        ):
            ready.append(source)
    return ready, len(pages) - len(ready)


def watch(
    store: Store,
    sources: Sequence[Source],
    settings: FetchSettings,
    fetch: Fetch,
    now: datetime,
    report: Report,
    only: Collection[str] = (),
    progress: Progress | None = None,
) -> None:
    """Read the pages that are due and keep what they came to; a page that fails is named and the run goes on."""
    states = store.sources.all()
    ready, waiting = due(sources, states, now, only)
    report.sources += len(ready) + waiting
    report.waiting += waiting
    skipped = browser.missing() if any(source.needs_js for source in ready) else ""
    if skipped:
        report.notes.append(skipped)
        ready = [source for source in ready if not source.needs_js]
    policies = [
        _Policy(
            source=source, state=states.get(source.id) or SourceState(source=source.id), wanted=page.addresses(source)
        )
        for source in ready
    ]
    for done, policy in enumerate(_answered(store, policies, settings, fetch, now), 1):
        with store.transaction():
            store.sources.save(take(store, policy, now, report))
        if progress:
            progress(policy.source.id, done, len(policies))


def _answered(
    store: Store, policies: Sequence[_Policy], settings: FetchSettings, fetch: Fetch, now: datetime
) -> Iterator[_Policy]:
    """Each policy once all its documents, or the first failure, have come in."""
    by_id = {policy.source.id: policy for policy in policies}
    requests: list[Request] = []
    for policy in policies:
        source = policy.source
        if source.needs_js:
            continue
        first = request_for(source, policy.state, settings, now)
        if len(policy.wanted) > 1 or not _read_as_now(store, source):
            # A part that is unchanged is needed as well; and so is a page that is to be read otherwise.
            first = replace(first, etag="", last_modified="")
        requests.append(first)
        requests += [replace(first, url=url, etag="", last_modified="", headers=()) for url in policy.wanted[1:]]
    open_: defaultdict[str, set[str]] = defaultdict(set)
    for request in requests:
        open_[request.source_id].add(request.url)
    for request, outcome in fetch(requests):
        policy = by_id[request.source_id]
        open_[request.source_id].discard(request.url)
        if isinstance(outcome, Document):
            place = policy.wanted.index(request.url) if request.url in policy.wanted else 0
            policy.documents[policy.wanted[place]] = outcome
            policy.outcome = policy.outcome or outcome
        elif not isinstance(policy.outcome, FetchError):
            policy.outcome = outcome
        if not open_[request.source_id]:
            yield policy
    for policy in policies:
        if policy.source.needs_js:
            yield _rendered(policy, settings, fetch)


def _read_as_now(store: Store, source: Source) -> bool:
    _, last = store.pages.state(source.id)
    return last is not None and (last.reader, last.declaration) == (READER, declaration_of(source))


def _rendered(policy: _Policy, settings: FetchSettings, fetch: Fetch) -> _Policy:
    source = policy.source

    def ask(url: str) -> Document:
        robots = source.respect_robots and url in policy.wanted
        _, outcome = next(iter(fetch([Request(source_id=source.id, url=url, robots=robots)])))
        if isinstance(outcome, Document):
            return outcome
        raise browser.BrowserError(f"{url} was not answered")

    try:
        for url in policy.wanted:
            policy.documents[url] = browser.rendered(url, ask)
            policy.outcome = policy.outcome or policy.documents[url]
    except browser.BrowserError as error:
        policy.outcome = FetchError(source.id, "not_rendered", str(error), transient=True)
    return policy


def take(store: Store, policy: _Policy, now: datetime, report: Report) -> SourceState:
    """Read and judge one policy's documents and keep everything; gives what is to be remembered of the source."""
    source, state = policy.source, policy.state
    if policy.outcome is None or not isinstance(policy.outcome, Document):
        outcome = policy.outcome or FetchError(source.id, "not_tried", "was not asked", transient=True)
        return keep_answer(Taken(source=source, state=state, outcome=outcome), now, report)
    documents = [policy.documents[url] for url in policy.wanted if url in policy.documents]
    try:
        if len(documents) < len(policy.wanted):
            raise Unreadable(source.id, "partial", "was read in part only; a policy is judged as a whole")
        version = page.version_of(source, documents, now)
        if not version.text.strip():
            raise Unreadable(source.id, "empty", "answered with a page without words; it may need a browser (needs_js)")
    except Unreadable as error:
        for document in documents:
            store.documents.keep(document)
        return keep_answer(Taken(source=source, state=state, outcome=error), now, report)
    history, last = store.pages.state(source.id)
    again = None
    if last is not None and (last.reader, last.declaration) != (version.reader, version.declaration):
        again = page.version_again(source, last, store.pages.documents(last.documents))
    change, history = taken_up(history, last, version, again)
    report.pages += 1
    report.fetched += 1
    accepted = change.verdict.stored or change.kind in ("first", "reread")
    if accepted:
        store.pages.keep(version)
    elif change.kind == "same" and last is not None:
        version = last
    item = _told(store, source, change, report) if change.news else None
    if change.kind != "same":
        # What reads the same as before is no evidence of anything new: pages put a nonce into every answer.
        for document in documents:
            store.documents.keep(document)
        store.pages.record(change, [document.digest for document in documents], item)
    if change.verdict.verdict == "failed-page":
        report.notes.append(f"{source.id}: {change.verdict.reason}")
    if accepted or change.kind == "same":
        store.pages.save_state(source.id, history, version.digest)
    else:
        store.pages.save_state(source.id, history, last.digest if last else None)
    return _settled(source, state, policy.outcome, change, now)


def _told(store: Store, source: Source, change: Change, report: Report) -> str:
    """Make the news of a changed rule and give its id."""
    item = item_of(source, change, announced=_announced(store, change))
    if item.id not in store.items.known([item.id]):
        store.items.add([item])
        report.new += 1
        report.page_changes += 1
    return item.id


def _announced(store: Store, change: Change) -> date | None:
    """The day the page itself announced a change that had not come yet."""
    earlier = store.pages.changes(change.source, change.observed - ANNOUNCED_WITHIN, change.observed)
    days = [
        recorded.change.observed.date()
        for recorded in earlier
        if any(part.kind == "notice" and part.after for part in recorded.change.verdict.parts)
    ]
    return days[-1] if days else None


def _settled(source: Source, state: SourceState, outcome: Document, change: Change, now: datetime) -> SourceState:
    """The memory of a page after a good answer: no news for months is what most policies do, and no silence."""
    failed = change.verdict.verdict == "failed-page"
    history = History.of(state.history).unchanged(now)
    cadence = timedelta(minutes=source.cadence_minutes)
    state = replace(
        state,
        state="held" if failed else "ok",
        reason=change.verdict.reason if failed else "",
        tried=now,
        good=now,
        whole=now,
        newest=now if change.news else state.newest,
        due=health.next_reading(source.id, cadence, history, now, fresh_seconds(outcome.header)),
        failures=0,
        history={**history.kept(), "declared": source.url},
    )
    if failed:
        # What validated a login wall says nothing of the policy; the second look decides, and soon.
        soon = now + min(cadence, timedelta(hours=2))
        return replace(state, etag=None, last_modified=None, digest=None, due=soon)
    return with_validators(state, outcome)
