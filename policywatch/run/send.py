"""Sending: from an edition to letters in the outbox, and from the outbox to readers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from classifier.question import QuestionError
from config.schema import Configuration
from digest import delivery, hook, letter, wording
from digest.delivery import DeliveryError, Handed, Mailer
from digest.edition import Edition, edition_of
from digest.message import AddressError, Sender, ascii_address, build, message_id, unsubscribe_link
from policywatch.run.recording import never
from policywatch.run.report import Report
from policywatch.store.outbox import Queued, Reader, Telling, back_off
from policywatch.store.store import Store

ComposeFor = Callable[[Reader, date], tuple[Edition, Sequence[Telling]]]


def sender_of(configuration: Configuration) -> Sender:
    """Who the letters come from. Raises DeliveryError when [mail] names nobody a letter can come from."""
    mail = configuration.settings.mail
    address = mail.sender or (mail.user if "@" in mail.user else "")
    if mail.host and not address:
        raise DeliveryError("[mail] of settings.toml names a host and no sender")
    try:
        for one in filter(None, (address, mail.reply_to)):
            ascii_address(one)
    except AddressError as error:
        raise DeliveryError(f"[mail] of settings.toml: {error}; sender and reply_to are bare addresses") from error
    return Sender(
        name=configuration.settings.digest.title,
        address=address or "policywatch@localhost.invalid",
        reply_to=mail.reply_to,
        list_id=mail.list_id,
        unsubscribe_url=mail.unsubscribe_url,
        signing_key=configuration.secrets.signing_key,
    )


def enrol(store: Store, configuration: Configuration, now: datetime) -> None:
    """Take the subscribers of settings.toml into the store; who has stopped the letters stays stopped."""
    with store.transaction():
        for one in configuration.settings.subscriber:
            known = store.outbox.reader(one.address)
            reader = replace(
                known or Reader(address=one.address.lower()),
                name=one.name, question=one.query, cadence=one.cadence, hour=one.hour, weekday=one.weekday,
                quiet=one.quiet, time_zone=one.time_zone or configuration.settings.digest.time_zone,
            )  # fmt: skip
            if reader != known:
                store.outbox.save_reader(reader, now)


def slot(reader: Reader, now: datetime) -> date:
    """
    The day whose letter a reader should have by now, in the reader's own time.

    The hour is compared on the reader's clock, so a day of 23 or 25 hours has one letter all the same.
    """
    here = now.astimezone(ZoneInfo(reader.time_zone))
    day = here.date() if here.time() >= time(reader.hour) else here.date() - timedelta(days=1)
    if reader.cadence == "weekly":
        day -= timedelta(days=(day.weekday() - reader.weekday) % 7)
    return day


def key_of(day: date) -> str:
    return f"edition:{day.isoformat()}"


def queue(
    store: Store, configuration: Configuration, now: datetime, compose: ComposeFor, report: Report,
    only: str | None = None,
) -> list[str]:  # fmt: skip
    """
    Freeze a letter for every reader whose hour has come; gives the readers that got one.

    What days a reader missed is in the same letter, since it looks back to the last one. Raises nothing for a single
    reader: the report names who got none and why, and an address that cannot be written to is paused. Raises
    DeliveryError for what is wrong with all letters.
    """
    enrol(store, configuration, now)
    sender = sender_of(configuration)
    drafts = Drafts(configuration)
    queued: list[str] = []
    waiting: list[Any] = []
    # A few readers a transaction: what a killed run had not committed is composed again, in the same bytes.
    for reader in (*store.outbox.readers(), *hooks_of(configuration)):
        if only and reader.address != only.lower():
            continue
        day = slot(reader, now)
        last = store.outbox.last_day(reader.address)
        if last and last >= day.isoformat():
            continue
        here = now.astimezone(ZoneInfo(reader.time_zone)).date()
        if last is None and reader.cadence == "weekly" and day != here:
            # A new reader's first week ends on the chosen weekday; there is no letter for a week before.
            continue
        try:
            edition, tellings = compose(reader, day)
        except QuestionError as error:
            # One reader's slip in a question must not cost the others their letter.
            report.refused[reader.address] = f"no letter: {error}"
            continue
        if edition.quiet and (reader.quiet == "skip" or not configuration.settings.digest.send_empty):
            continue
        key = key_of(day)
        try:
            if reader.address.startswith(HOOK):
                identity, content = hooked(configuration, reader, edition)
            else:
                identity = message_id(sender, ascii_address(reader.address), key)
                content = message_for(configuration, reader, edition, now, drafts=drafts)
        except AddressError as error:
            with store.transaction():
                store.outbox.set_state(reader.address, "paused", now)
            report.refused[reader.address] = f"no letter, and paused: {error}"
            continue
        waiting.append((reader.address, key, day.isoformat(), identity, edition.subject, content, tellings, now))
        if len(waiting) >= QUEUED_AT_ONCE:
            queued += put(store, waiting)
    return queued + put(store, waiting)


QUEUED_AT_ONCE = 50


def put(store: Store, waiting: list[Any]) -> list[str]:
    """Put letters into the outbox as a whole; gives whose they are, and empties the list."""
    if not waiting:
        return []
    with store.transaction():
        made = [one[0] for one in waiting if store.outbox.queue(*one)]
    waiting.clear()
    return made


class Drafts:
    """Letters written once for all readers of the same edition."""

    def __init__(self, configuration: Configuration) -> None:
        self.base = configuration.settings.archive.base_url
        self.most = configuration.settings.digest.max_letter_bytes
        self.signer = signer(configuration)
        self.known: dict[int, tuple[Edition, letter.Letter]] = {}

    def of(self, edition: Edition) -> letter.Letter:
        # The edition is kept beside its letter, so that its id stays its own.
        if id(edition) not in self.known:
            self.known[id(edition)] = (edition, letter.draft(edition, self.base, most=self.most))
        return self.known[id(edition)][1]


HOOK = "hook:"


def hooks_of(configuration: Configuration) -> list[Reader]:
    """The web hooks that are told of editions, as readers of their own: each remembers what it was told."""
    settings = configuration.settings
    hour = int(settings.digest.day_starts.partition(":")[0])
    return [
        Reader(
            address=f"{HOOK}{one.name}", name=one.kind, question=one.query, hour=hour,
            time_zone=settings.digest.time_zone,
        )
        for one in settings.output
        if "edition" in one.events
    ]  # fmt: skip


def hooked(configuration: Configuration, reader: Reader, edition: Edition) -> tuple[str, bytes]:
    """An edition as a hook's post: its idempotency key and its body."""
    identity = hashlib.sha256(f"{reader.address} {key_of(date.fromisoformat(edition.day))}".encode()).hexdigest()[:32]
    return identity, hook.payload(reader.name, edition, identity, configuration.settings.archive.base_url)


def message_for(
    configuration: Configuration, reader: Reader, edition: Edition, now: datetime, key: str = "",
    drafts: Drafts | None = None,
) -> bytes:  # fmt: skip
    """An edition as the whole message for one reader; raises AddressError and DeliveryError."""
    sender = sender_of(configuration)
    drafts = drafts or Drafts(configuration)
    way_out = unsubscribe_link(sender, ascii_address(reader.address))
    written = letter.addressed(
        drafts.of(edition),
        way_out or f"mailto:{sender.reply_to or sender.address}?subject=unsubscribe",
        wording.why_you_get(reader.question, reader.cadence, reader.hour, reader.time_zone),
    )
    key = key or key_of(date.fromisoformat(edition.day))
    return build(written, sender, reader.address, reader.name, key, now, drafts.signer)


def queue_again(store: Store, configuration: Configuration, address: str, day: date, now: datetime) -> None:
    """Queue the public edition of a day for one address, as a copy that counts for nobody's memory."""
    content = store.editions.get(day.isoformat())
    if content is None:
        raise DeliveryError(f"there is no edition of {day}; `policywatch digest --day {day}` composes it")
    edition = edition_of(content)
    reader = store.outbox.reader(address) or Reader(address=address.lower())
    key = f"copy:{day.isoformat()}:{now.isoformat(timespec='seconds')}"
    sender = sender_of(configuration)
    message = message_for(configuration, reader, edition, now, key)
    with store.transaction():
        identity = message_id(sender, ascii_address(address), key)
        store.outbox.queue(reader.address, key, day.isoformat(), identity, edition.subject, message, (), now)


def signer(configuration: Configuration) -> Callable[[bytes], bytes] | None:
    """The DKIM signature of the settings; None when none is asked for. Raises DeliveryError."""
    mail = configuration.settings.mail
    if not mail.dkim_selector:
        return None
    try:
        import dkim
    except ImportError as error:
        raise DeliveryError("dkim_selector is set, but dkimpy is not installed; install policywatch[dkim]") from error
    try:
        key = Path(mail.dkim_key_file).read_bytes()
    except OSError as error:
        raise DeliveryError(f"dkim_key_file {mail.dkim_key_file!r} cannot be read: {error.strerror}") from error
    domain = mail.sender.rpartition("@")[2].encode()

    def sign(message: bytes) -> bytes:
        headers = [b"from", b"to", b"subject", b"date", b"message-id", b"list-unsubscribe", b"list-unsubscribe-post"]
        signed: bytes = dkim.sign(message, mail.dkim_selector.encode(), domain, key, include_headers=headers)
        return signed + message

    return sign


def deliver(
    store: Store,
    configuration: Configuration,
    now: datetime,
    outbox: Path,
    report: Report,
    only: str | None = None,
    stopping: Callable[[], bool] = never,
) -> None:
    """
    Hand over what is due; safe to repeat, to kill, and to stop between two letters.

    Each letter is marked `sending` before the connection speaks of it and `sent` right after the server's yes. What a
    killed run left in `sending` is uncertain and is sent once more with the same Message-ID.
    """
    settings = configuration.settings.mail
    with store.transaction():
        store.outbox.wake_uncertain(now, hold=settings.hold_uncertain)
        lost = store.outbox.give_up(now - timedelta(hours=settings.give_up_hours), now)
    for one in lost:
        report.refused[one.recipient] = f"letter of {one.day} given up after {settings.give_up_hours} hours: {one.said}"

    def until_stopped(letters: Iterable[Queued]) -> Iterator[Queued]:
        return takewhile(lambda _: not stopping(), letters)

    due = store.outbox.due(now, only.lower() if only else None)
    post(until_stopped(one for one in due if one.recipient.startswith(HOOK)), store, configuration, now, report)
    due = [one for one in due if not one.recipient.startswith(HOOK)]
    if not due:
        return
    if not settings.host:
        for one in until_stopped(due):
            leave(store, one, outbox, now)
            report.letters += 1
        return
    mailer = Mailer(
        settings.host, settings.port, tls=settings.tls, user=settings.user,
        password=configuration.secrets.smtp_password, sender=ascii_address(sender_of(configuration).address),
        connect_seconds=min(settings.timeout_seconds, 60.0),
    )  # fmt: skip
    try:
        mailer.open()
    except DeliveryError as error:
        report.failed["mail"] = str(error)
        with store.transaction():
            for one in due:
                later = now + back_off(one.attempts, settings.retry_minutes)
                store.outbox.mark(one.seq, one.state, now, str(error), later, tried=True)
        return
    try:
        hand_over(store, mailer, until_stopped(due), configuration, now, report)
    finally:
        mailer.close()


def hand_over(
    store: Store, mailer: Mailer, due: Iterable[Queued], configuration: Configuration, now: datetime, report: Report
) -> None:
    """
    Hand over letters one after the other and write down what became of each, until the server takes nothing more.

    What became of one is committed before the next is spoken of, in the commit that says the next is on its way.
    """
    last: tuple[Queued, Handed] | None = None
    for one in due:
        with store.transaction():
            if last:
                settle(store, *last, configuration, now, report)
            last = None
            store.outbox.mark(one.seq, "sending", now, tried=True)
        result = mailer.hand_over(ascii_address(one.recipient), one.content)
        last = (one, result)
        if result.over:
            report.failed["mail"] = result.said
            break
    if last:
        with store.transaction():
            settle(store, *last, configuration, now, report)


def settle(
    store: Store, one: Queued, result: Handed, configuration: Configuration, now: datetime, report: Report
) -> None:
    """Write down what became of one letter."""
    settings = configuration.settings.mail
    later = now + back_off(one.attempts, settings.retry_minutes)
    if result.state == "sent":
        store.outbox.mark(one.seq, "sent", now, result.said)
        store.outbox.accepted(one.recipient)
        report.letters += 1
    elif result.state == "failed":
        store.outbox.mark(one.seq, "failed", now, result.said)
        paused = store.outbox.refused(one.recipient, now)
        report.refused[one.recipient] = result.said + ("; paused after three refusals" if paused else "")
    elif result.state == "uncertain":
        # Once more with the same Message-ID, or into a person's hands; never a third time by itself.
        held = settings.hold_uncertain or one.state == "uncertain"
        store.outbox.mark(one.seq, "held" if held else "uncertain", now, result.said, None if held else later)
        report.notes.append(
            f"letter to {one.recipient}: {result.said}; " + ("held" if held else "it is sent once more")
        )
    else:
        store.outbox.mark(one.seq, one.state, now, result.said, later)
        report.notes.append(f"letter to {one.recipient} stays due: {result.said}")


def post(due: Iterable[Queued], store: Store, configuration: Configuration, now: datetime, report: Report) -> None:
    """Tell the web hooks; a post that may or may not have arrived is repeated under the same idempotency key."""
    from collector.fetch import FetchError, post_json

    urls = {f"{HOOK}{one.name}": one.url for one in configuration.settings.output}
    for one in due:
        later = now + back_off(one.attempts, configuration.settings.mail.retry_minutes)
        with store.transaction():
            store.outbox.mark(one.seq, "sending", now, tried=True)
        state, said = "failed", "there is no such output in settings.toml any more"
        if one.recipient in urls:
            headers = (("Idempotency-Key", one.message_id), ("X-PolicyWatch-Event", "edition"))
            try:
                answer = post_json(
                    urls[one.recipient], one.content, settings=configuration.settings.fetch, now=now, headers=headers
                )
            except FetchError as error:
                state, said = ("due" if error.transient else "failed"), error.sentence
            else:
                again = answer.status in (408, 425, 429) or answer.status >= 500
                state = "sent" if 200 <= answer.status < 300 else "due" if again else "failed"
                said = f"{answer.status} {answer.said}"
                if answer.wait:
                    later = max(later, now + timedelta(seconds=min(answer.wait, 86_400)))
        with store.transaction():
            store.outbox.mark(one.seq, state, now, said, later if state == "due" else None)
        if state == "sent":
            report.letters += 1
        elif state == "failed":
            report.refused[one.recipient] = said
        else:
            report.failed[one.recipient] = said


def leave(store: Store, one: Queued, outbox: Path, now: datetime) -> None:
    """Without a mail server a letter goes into the outbox folder, whole and once."""
    name = "".join(mark if mark.isalnum() or mark in "-_.@" else "_" for mark in f"{one.day}-{one.recipient}")[:120]
    delivery.write_whole(outbox / f"{name}.eml", one.content)
    with store.transaction():
        store.outbox.mark(one.seq, "sent", now, "left in the outbox folder", tried=True)


def next_slot(reader: Reader, now: datetime) -> datetime:
    """When a reader's next letter is due, in UTC."""
    day = slot(reader, now) + timedelta(days=7 if reader.cadence == "weekly" else 1)
    return datetime.combine(day, time(reader.hour), ZoneInfo(reader.time_zone)).astimezone(UTC)
