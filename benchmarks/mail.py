"""Mail measured: an edition of 500 stories composed and rendered, and 1,000 letters handed to a local sink.

    python -m benchmarks.mail [--stories 500] [--recipients 1000]

Prints CPU seconds of this process; the sink runs in another.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from classifier.annotation import Annotation, Evidence, Fact, Sentence
from classifier.story import Story
from collector.item import Item
from config.load import load
from config.schema import Configuration, MailSettings
from digest import letter
from digest.edition import Coverage, compose
from digest.message import Sender, build
from policywatch.run import compose as composing
from policywatch.run import send
from policywatch.run.report import Report
from policywatch.store.outbox import Reader
from policywatch.store.store import Store

NOW = datetime(2031, 5, 6, 7, 30, tzinfo=UTC)
# Takes everything and keeps nothing.
SINK = r"""
import asyncio, sys
class Sink(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.held, self.data = transport, b"", False
        transport.write(b"220 sink ESMTP\r\n")
    def data_received(self, data):
        self.held += data
        while True:
            end = b"\r\n.\r\n" if self.data else b"\r\n"
            line, found, rest = self.held.partition(end)
            if not found:
                return
            self.held = rest
            if self.data:
                self.data = False
                self.transport.write(b"250 taken\r\n")
            elif line[:4].upper() == b"DATA":
                self.data = True
                self.transport.write(b"354 go\r\n")
            elif line[:4].upper() == b"QUIT":
                self.transport.write(b"221 bye\r\n")
                self.transport.close()
                return
            else:
                self.transport.write(b"250 ok\r\n")
async def main():
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()
asyncio.run(main())
"""


@contextmanager
def timed(what: str) -> Iterator[None]:
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    print(f"{what:<52} {time.process_time() - cpu:7.3f} s CPU  {time.perf_counter() - wall:7.3f} s")


def stock(stories: int) -> tuple[list[Story], dict[str, Item], dict[str, Annotation]]:
    """Invented stories of four items each, with facts and sentences."""
    told: list[Story] = []
    items: dict[str, Item] = {}
    said: dict[str, Annotation] = {}
    for number in range(stories):
        names = [f"{number:04}{place}" + "a" * 19 for place in range(4)]
        for place, name in enumerate(names):
            title = f"Platform {number} lowers its entry from {number + 2000:,} to {number + 1000:,} followers"
            text = f"{title}. The new rule holds in all countries from July. " + f"Sentence {place} of the text. " * 60
            items[name] = Item(
                id=name, source=f"source-{place}", source_class="press", url=f"https://example.org/{name}",
                title=title, text=text, observed=NOW - timedelta(hours=4), fingerprint=name,
                published=NOW - timedelta(hours=6),
            )  # fmt: skip
            said[name] = Annotation(
                item=name, relevant=True, relevance=0.9, source_class="press", language="en", made_by="bench"
            )
        item = items[names[0]]
        proof = Evidence(item=item.id, start=0, end=len(item.title), text=item.title)
        fact = Fact(
            metric="followers", subject=f"Platform {number}", platform=f"p{number}", before=number + 2000,
            after=number + 1000, unit="followers", change="lowered", status="announced", evidence=proof,
        )  # fmt: skip
        told.append(
            Story(
                id=f"s{number:015}", headline=item.title, lead=item.id, items=tuple(names), first_seen=item.when,
                last_seen=item.when, facts=(fact,), importance=1 - number / stories, voices=4,
                summary=(Sentence(text=item.title, evidence=proof),), why_it_matters="Smaller channels may join.",
                confidence="reported by 4 independent",
            )
        )  # fmt: skip
    return told, items, said


def edition(stories: int) -> None:
    told, items, said = stock(stories)
    letter.write(compose("2031-05-05", 1, told[:3], items, said, names={}, title="Warm", coverage=Coverage()))
    with timed(f"{stories} stories composed and rendered"):
        made = compose(
            "2031-05-06", 2, told, items, said, names={}, title="PolicyWatch", coverage=Coverage(sources=58, read=57)
        )
        written = letter.write(made, "https://watch.example/")
    print(f"{'':<52} {len(written.html.encode()):,} bytes of HTML, {len(made.more) + made.unlisted} stories on the web")
    sender = Sender(name="PolicyWatch", address="desk@policywatch.example")
    with timed("one message built, mean of 100"):
        for number in range(100):
            build(written, sender, f"reader{number}@example.org", "", "edition:2031-05-06", NOW)


def configured(port: int) -> Configuration:
    packaged = load(None, {})
    mail = MailSettings(sender="desk@policywatch.example", host="127.0.0.1", port=port, tls="none")
    return packaged.model_copy(update={"settings": packaged.settings.model_copy(update={"mail": mail})})


def recipients(count: int, stories: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    sink = subprocess.Popen([sys.executable, "-c", SINK, str(port)])
    try:
        with tempfile.TemporaryDirectory() as folder, Store.open(f"sqlite:///{folder}/bench.db") as store:
            told, items, _ = stock(stories)
            with store.transaction():
                store.items.add(list(items.values()))
                store.stories.save([(one, True) for one in told], NOW - timedelta(hours=1))
                for number in range(count):
                    store.outbox.save_reader(Reader(address=f"reader{number}@example.org"), NOW)
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            configuration, report = configured(port), Report()
            with timed(f"{count} letters composed and put into the outbox"):
                send.queue(store, configuration, NOW, composing.composer(store, configuration, NOW), Report())
            with timed(f"{count} letters handed over"):
                send.deliver(store, configuration, NOW, Path(folder), report)
            assert report.letters == count, (report.letters, report.failed)
            later = NOW + timedelta(days=1)
            with timed("the next day's letters, each ledger read"):
                send.queue(store, configuration, later, composing.composer(store, configuration, later), Report())
            print(f"{'':<52} {len(items)} items behind them")
    finally:
        sink.terminate()
        sink.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=500)
    parser.add_argument("--recipients", type=int, default=1000)
    chosen = parser.parse_args()
    edition(chosen.stories)
    recipients(chosen.recipients, chosen.stories)


if __name__ == "__main__":
    main()
