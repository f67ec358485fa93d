"""The doctor: what is wrong with an installation, and what to do about it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
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


def examine(folder: Path | None, url: str | None, environ: Mapping[str, str]) -> list[Finding]:
    """Look at configuration, database, disk, model, mail and optional parts."""
    try:
        configuration = load(folder, environ)
    except ConfigError as error:
        return [Finding(about="configuration", good=False, said=str(error), todo="mend the named entry")]
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
    found += [*model(configuration), *mail(configuration, environ), *extras()]
    return found


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


def extras() -> Iterator[Finding]:
    from importlib.util import find_spec

    for module, what in (
        ("pagefind", "search in the archive (policywatch[site])"),
        ("dkim", "signed mail (policywatch[dkim])"),
    ):
        said = f"{what}: {'installed' if find_spec(module) else 'not installed; everything else works without'}"
        yield Finding(about="optional", good=True, said=said)
