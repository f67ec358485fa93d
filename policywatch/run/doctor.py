"""The doctor: what is wrong with an installation, and what to do about it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config.load import ConfigError, load
from config.schema import Configuration
from policywatch.store.address import default_url
from policywatch.store.errors import StoreError

ROOM_NEEDED = 500 * 2**20  # bytes: a year of the packaged sources, measured by the size of a replayed month


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    good: bool
    said: str
    todo: str = ""

    def told(self) -> dict[str, Any]:
        return asdict(self)


def examine(
    folder: Path | None, url: str | None, environ: Mapping[str, str], about_mail: bool = False
) -> list[Finding]:
    """Look at configuration, database, disk, model, mail and optional parts."""
    try:
        configuration = load(folder, environ)
    except ConfigError as error:
        return [Finding(about="configuration", good=False, said=str(error), todo="mend the named entry")]
    if about_mail:
        return list(letters(configuration))
    enabled = sum(source.enabled for source in configuration.sources)
    found = [
        Finding(
            about="configuration", good=True, said=f"{enabled} of {len(configuration.sources)} sources are switched on"
        )
    ]
    if not configuration.settings.fetch.contact:
        found.append(
            Finding(
                about="user agent", good=False, said="no contact is named; some public sites refuse such visitors",
                todo="set contact in [fetch] of settings.toml",
            )
        )  # fmt: skip
    found += database(url or environ.get("POLICYWATCH_DB") or configuration.settings.store.url or default_url())
    found += [*questions(configuration), *model(configuration), *mail(configuration, environ), *extras()]
    return found


def questions(configuration: Configuration) -> Iterator[Finding]:
    """Whether saved questions, and those of readers and alerts, can be read: else a letter is missing some morning."""
    from classifier.question import QuestionError, understand, values_of

    settings = configuration.settings
    known, saved, now = values_of(configuration), settings.questions(), datetime.now(UTC)
    asked = [(f"[[saved]] {one.name}", one.query) for one in settings.saved]
    asked += [(f"[[alert]] {one.name}", one.query) for one in settings.alert]
    asked += [(f"[[subscriber]] {one.address}", one.query) for one in settings.subscriber]
    asked += [(f"[[output]] {one.name}", one.query) for one in settings.output]
    for name, words in asked:
        try:
            understand(words, now, known, saved)
        except QuestionError as error:
            said = f"{name}: {error.drawn()}"
            yield Finding(about="questions", good=False, said=said, todo="mend it in settings.toml")


def database(address: str) -> Iterator[Finding]:
    from policywatch.store.store import Store

    try:
        with Store.open(address) as store:
            yield Finding(about="database", good=True, said=f"{store.name} holds {store.items.count():,} items")
            if store.dialect == "sqlite":
                room = shutil.disk_usage(Path(store.name).resolve().parent).free
                yield Finding(
                    about="disk", good=room > ROOM_NEEDED, said=f"{room // 2**20:,} MB are free beside it",
                    todo="" if room > ROOM_NEEDED else "make room; a full disk stops a run, though nothing is lost",
                )  # fmt: skip
            failing = {
                name: state
                for name, state in store.sources.all().items()
                if state.state in ("failing", "gone", "silent")
            }
            yield Finding(
                about="sources", good=not failing, said=f"{len(failing)} sources do not answer as they used to",
                todo=f"see `policywatch sources list`: {', '.join(sorted(failing)[:5])}" if failing else "",
            )  # fmt: skip
    except StoreError as error:
        yield Finding(about="database", good=False, said=str(error))


def model(configuration: Configuration) -> Iterator[Finding]:
    from classifier.model import condition

    good, said = condition(configuration.settings.classify.model)
    yield Finding(about="model", good=good, said=said, todo="" if good else "run `policywatch train`")


def mail(configuration: Configuration, environ: Mapping[str, str]) -> Iterator[Finding]:
    settings = configuration.settings.mail
    if not settings.host:
        yield Finding(about="mail", good=True, said="no mail server is named: letters go to the outbox folder as .eml")
        return
    secret = bool(environ.get("POLICYWATCH_SMTP_PASSWORD"))
    good = bool(settings.sender) and (secret or not settings.user)
    todo = "" if settings.sender else "set sender in [mail]"
    todo = todo or ("" if good else "set POLICYWATCH_SMTP_PASSWORD")
    yield Finding(about="mail", good=good, said=f"{settings.host}:{settings.port} by {settings.tls}", todo=todo)


def letters(configuration: Configuration) -> Iterator[Finding]:
    """What `doctor --mail` looks at: all that a mail service asks of a sender, as far as it can be seen from here."""
    from digest.message import AddressError, ascii_address

    settings, secrets = configuration.settings.mail, configuration.secrets

    def finding(about: str, good: bool, said: str, todo: str = "") -> Finding:
        return Finding(about=about, good=good, said=said, todo="" if good else todo)

    try:
        sender = ascii_address(settings.sender)
    except AddressError as error:
        yield finding("sender", False, str(error) if settings.sender else "no sender is named", "set sender in [mail]")
        sender = ""
    domain = sender.rpartition("@")[2]
    if sender:
        yield finding("sender", True, f"letters come from {sender}")
        if settings.reply_to:
            yield finding("reply to", "@" in settings.reply_to, f"answers go to {settings.reply_to}", "mend reply_to")
    encrypted = settings.tls != "none" or not settings.host or settings.host in ("localhost", "127.0.0.1", "::1")
    yield finding(
        "encryption", encrypted, f"{settings.host or 'no server'} by {settings.tls}",
        'set tls = "starttls" or "tls" in [mail]; some mail services refuse letters that come in clear text',
    )  # fmt: skip
    yield finding(
        "password", bool(secrets.smtp_password) or not settings.user,
        "not needed" if not settings.user else "is set" if secrets.smtp_password else "is missing",
        "set POLICYWATCH_SMTP_PASSWORD",
    )  # fmt: skip
    listed = settings.list_id
    yield finding(
        "list id", bool(listed), listed or "none is named; readers cannot sort the letters by a rule",
        f'set list_id = "PolicyWatch <letters.{domain or "example.org"}>" in [mail]',
    )  # fmt: skip
    https = settings.unsubscribe_url.startswith("https://")
    yield finding(
        "unsubscribe", https,
        settings.unsubscribe_url or "only by mail; large mail services ask for one click over https",
        "set unsubscribe_url in [mail] to the https address of `policywatch serve --unsubscribe`",
    )  # fmt: skip
    yield finding(
        "secret", len(secrets.signing_key) >= 16 or not settings.unsubscribe_url,
        "is set" if len(secrets.signing_key) >= 16 else "is missing or short; no link to unsubscribe is made",
        "set POLICYWATCH_SECRET to 16 characters or more; it signs the links to unsubscribe",
    )  # fmt: skip
    if settings.dkim_selector:
        key = Path(settings.dkim_key_file)
        yield finding("dkim", key.is_file(), f"signed with {key}", f"put the private key at {key}")
    else:
        yield finding("dkim", True, "not signed by us; the mail server has to do it")
    base = configuration.settings.archive.base_url
    yield finding(
        "archive", base.startswith("https://"), base or "no address; facts link to their sources instead",
        "set base_url in [archive], so that each fact in a letter leads to the words it was read from",
    )  # fmt: skip
    if domain:
        selector = settings.dkim_selector or "<selector>"
        yield Finding(
            about="dns", good=True,
            said=f"not checked: this program asks no name server. Mail services want three TXT records: {domain} with "
            f"v=spf1 and your mail server, {selector}._domainkey.{domain} with v=DKIM1 (your mail server knows the "
            f"selector), _dmarc.{domain} with v=DMARC1; `dig +short TXT _dmarc.{domain}` shows one",
        )  # fmt: skip


def extras() -> Iterator[Finding]:
    from importlib.util import find_spec

    for module, what in (
        ("pagefind", "search in the archive (policywatch[site])"),
        ("dkim", "signed mail (policywatch[dkim])"),
        ("playwright", "pages that need JavaScript (policywatch[browser])"),
        ("cryptography", "encrypted PDF files (policywatch[pdf])"),
    ):
        said = f"{what}: {'installed' if find_spec(module) else 'not installed; everything else works without'}"
        yield Finding(about="optional", good=True, said=said)
