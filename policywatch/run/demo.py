"""The demo: five days on the sample sources, offline."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.resources import files
from pathlib import Path

from collector.document import Document
from collector.fetch import FetchError, Outcome, Request
from config.load import copy_to, load, write_whole
from config.schema import Configuration
from policywatch.run import day
from policywatch.store.store import Store

MORNINGS = tuple(datetime(2024, 5, 13, 6, tzinfo=UTC) + timedelta(days=days, hours=3) for days in range(5))
ITEM = re.compile(r"\s*<(item|entry)>.*?</\1>", re.DOTALL)
DATE = re.compile(r"<(?:pubDate|published)>([^<]+)<")
SETTINGS = """
# Settings of the demo: everything else is as the product ships it.
[fetch]
contact = "demo@policywatch.example"

[digest]
title = "PolicyWatch sample"
"""


@dataclass(frozen=True, slots=True)
class Samples:
    """The sample sources as they stood at a time; it stands where the network would."""

    folder: Path
    now: datetime

    def __call__(self, requests: Sequence[Request]) -> Iterator[tuple[Request, Outcome]]:
        for request in requests:
            yield request, self.answer(request)

    def answer(self, request: Request) -> Outcome:
        """What one source showed."""
        feed = self.folder / "feeds" / f"{request.source_id}.xml"
        page = self.folder / "pages" / request.source_id
        if feed.is_file():
            body, kind = ITEM.sub(self.published, feed.read_text(encoding="utf-8")).encode(), "application/xml"
        elif shown := [one for one in sorted(page.glob("*.html")) if one.stem <= self.now.date().isoformat()]:
            body, kind = shown[-1].read_bytes(), "text/html; charset=utf-8"
        else:
            return FetchError(request.source_id, "http_4xx", "the samples hold no such source", transient=False)
        return Document(source=request.source_id, url=request.url, body=body, fetched=self.now, content_type=kind)

    def published(self, item: re.Match[str]) -> str:
        """The item's markup, or nothing when it was not out yet."""
        said = DATE.search(item[0])
        if said is None:
            return item[0]
        when = datetime.fromisoformat(said[1]) if said[1][:4].isdigit() else parsedate_to_datetime(said[1])
        return item[0] if when <= self.now else ""


def demo(out: Path, say: Callable[[str], None]) -> None:
    """Run five days into the folder `out`, beginning anew when a demo stands there already."""
    samples = Path(str(files("policywatch") / "samples"))
    configuration = set_up(out, samples)
    address = f"sqlite:///{out / 'policywatch.db'}"
    with Store.open(address) as store:
        for morning in MORNINGS:
            with day.recorded(store, morning) as report:
                where = day.Places(archive=out / "archive", outbox=out / "letters")
                edition = day.run(store, configuration, Samples(samples, morning), morning, where, report)
            say(f"{morning.date()}  {report.new:>3} new  {report.relevant:>2} ours to tell  “{edition.subject}”")
    last = MORNINGS[-1].date()
    common = f"policywatch --config {out / 'config'} --db {address} --now {MORNINGS[-1]:%Y-%m-%dT%H:%M:%SZ}"
    say("")
    say(f"Letter    {out / 'letters' / f'letter-{last}.html'}  (also .txt and .eml)")
    say(f"Archive   {out / 'archive' / 'index.html'}")
    say(f"Database  {out / 'policywatch.db'}")
    say("")
    say("Ask it:")
    say(f"  {common} query --tag threshold-change")
    say(f"  {common} facts --platform tiktok-shop")
    say(f"  {common} stories --since 7d")


def set_up(out: Path, samples: Path) -> Configuration:
    """A fresh folder with the demo's own configuration in it."""
    for name in ("policywatch.db", "policywatch.db-wal", "policywatch.db-shm"):
        (out / name).unlink(missing_ok=True)
    for name in ("archive", "letters", "config"):
        shutil.rmtree(out / name, ignore_errors=True)
    folder = out / "config"
    copy_to(folder)
    write_whole(folder / "sources.toml", (samples / "sources.toml").read_text(encoding="utf-8"))
    write_whole(folder / "settings.toml", SETTINGS)
    platforms = folder / "platforms.toml"
    invented = (samples / "streamora.toml").read_text(encoding="utf-8")
    write_whole(platforms, platforms.read_text(encoding="utf-8") + invented)
    return load(folder)
