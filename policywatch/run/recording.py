"""Recording: the report of a run kept with the store, the time its stages took, and being asked to stop."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from policywatch.run.report import Report

if TYPE_CHECKING:
    from policywatch.run.collect import Progress
    from policywatch.store.store import Store


class Stopped(Exception):
    """Raised between two steps when the run was asked to stop: what was under way is finished and kept."""


def never() -> bool:
    """Nobody asks to stop."""
    return False


@contextmanager
def timed(report: Report, stage: str, stopping: Callable[[], bool] = never) -> Iterator[None]:
    """Write the wall seconds of a stage into the report; raises Stopped where it is not to begin any more."""
    if stopping():
        raise Stopped(f"before {stage}")
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
        self.signal = 0

    def __call__(self) -> bool:
        return bool(self.signal)

    @property
    def code(self) -> int:
        """The exit code a shell expects of a program that a signal has ended; 0 when none came."""
        return 128 + self.signal if self.signal else 0


def until(stopping: Callable[[], bool], progress: Progress | None) -> Progress:
    """Progress that ends the work between two of its steps (Stopped) when the run was asked to stop."""

    def step(name: str, done: int, total: int) -> None:
        if stopping():
            raise Stopped(f"at {name} {done} of {total}")
        if progress:
            progress(name, done, total)

    return step


@contextmanager
def stoppable(quiet: bool = False) -> Iterator[Stopping]:
    """Inside, SIGTERM and SIGINT end the work in good order instead of at once; a second one ends it at once."""
    stopping = Stopping()
    before: dict[int, Any] = {}

    def once(number: int, frame: Any) -> None:
        stopping.signal = number
        for one, handler in before.items():
            signal.signal(one, handler)
        if not quiet:  # written past Python's own buffer, which the interrupted code may be in the middle of
            os.write(2, b"Stopping: what is under way is finished first; a second signal ends it at once.\n")

    try:
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
