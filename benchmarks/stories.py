"""Grouping at scale: CPU seconds and memory for invented headlines, each count in its own process."""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from time import process_time

from classifier.desk import Desk
from collector.item import Item

START = datetime(2026, 1, 1, tzinfo=UTC)
PER_DAY = 5_000


def items(count: int, seed: int = 7) -> list[Item]:
    """Headlines of a Zipf vocabulary with names; a third retells one of the last day's events in other words."""
    chance = random.Random(seed)

    def word() -> str:
        return f"w{int(chance.paretovariate(0.75)) % 60_000}"

    found: list[Item] = []
    events: list[list[str]] = []
    for number in range(count):
        if events and chance.random() < 0.33:
            core = chance.choice(events[-400:])
        else:
            core = [word() for _ in range(7)] + [f"Name{chance.randrange(20_000)}"]
            events.append(core)
        title = [*chance.sample(core, 6), word(), word()]
        text = [*chance.sample(core, 5), *(word() for _ in range(18))]
        when = START + timedelta(days=number / PER_DAY)
        found.append(
            Item(id=str(number), source="", source_class="press", url="", title=" ".join(title), text=" ".join(text),
                 observed=when, published=when, fingerprint="")
        )  # fmt: skip
    return found


def measure(count: int) -> dict[str, float]:
    """File them day by day; what the last day cost shows whether the past weighs."""
    given = items(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    desk, start, days = Desk(), process_time(), []
    for first in range(0, count, PER_DAY):
        began = process_time()
        desk.file(given[first : first + PER_DAY])
        desk.settle()
        days.append(process_time() - began)
    spent = process_time() - start
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"items": count, "cpu_s": round(spent, 1), "us_per_item": round(1e6 * spent / count),
            "last_day_s": round(days[-1], 2), "grouping_mb": round(more / 1024)}  # fmt: skip


def main() -> None:
    """python -m benchmarks.stories [COUNT…]"""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[10_000, 100_000, 500_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one)))
        return
    for count in given.counts:
        subprocess.run([sys.executable, __file__, "--one", str(count)], check=True)


if __name__ == "__main__":
    main()
