"""Recording: the report of a run kept with the store, the time its stages took, and being asked to stop."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from policywatch.run.report import Report

if TYPE_CHECKING:
    from policywatch.store.store import Store


@contextmanager
def timed(report: Report, stage: str) -> Iterator[None]:
    """Write the wall seconds of a stage into the report."""
    start = time.perf_counter()
    try:
        yield
    finally:
        report.seconds[stage] = round(time.perf_counter() - start, 3)


@contextmanager
def recorded(store: Store, now: datetime) -> Iterator[Report]:
    """A report that is kept with the store when the run has ended."""
    report = Report()
    with store.transaction():
        number = store.runs.start(now, now)
    yield report
    with store.transaction():
        store.runs.end(number, now, report.told())


class Stopping:
    """Whether somebody has asked the run to stop; called, it answers."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def ask(self, *_: Any) -> None:
        """Stop soon: what is finished is kept, what is under way is given up."""
        self.asked = True


@contextmanager
def stoppable() -> Iterator[Stopping]:
    """Inside, SIGTERM and SIGINT end the work in good order instead of at once; a second one ends it at once."""
    stopping = Stopping()

    def once(number: int, frame: Any) -> None:
        stopping.ask()
        signal.signal(number, before[number])

    try:
        before: dict[int, Any] = {}
        for number in (int(signal.SIGTERM), int(signal.SIGINT)):
            before[number] = signal.signal(number, once)
    except ValueError:  # not the main thread: somebody else minds the signals
        yield stopping
        return
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
