"""One whole day on the sample sources: what it tells, and what survives a fall."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from config.load import load
from config.schema import Configuration
from policywatch.run import day, demo
from policywatch.run.report import Report
from policywatch.store.store import Store

SAMPLES = Path(demo.__file__).resolve().parent.parent / "samples"


class PowerCut(BaseException):
    """Nothing in the product may catch this."""


def lived(folder: Path, mornings: int = len(demo.MORNINGS)) -> Configuration:
    """The first mornings of the demo in a folder."""
    configuration = demo.set_up(folder, SAMPLES)
    for morning in demo.MORNINGS[:mornings]:
        one_day(folder, configuration, morning)
    return configuration


def one_day(
    folder: Path,
    configuration: Configuration,
    morning: datetime,
    cut: int | None = None,
    counted: list[int] | None = None,
) -> Report:
    """One morning; with `cut`, the power goes at that many statements to the database."""
    from sqlalchemy import event

    seen = counted if counted is not None else [0]

    def count(*_: object) -> None:
        seen[0] += 1
        if seen[0] == cut:
            raise PowerCut

    with Store.open(f"sqlite:///{folder / 'policywatch.db'}") as store:
        event.listen(store.engine, "before_cursor_execute", count)
        places = day.Places(archive=folder / "archive", outbox=folder / "letters")
        with day.recorded(store, morning) as report:
            day.run(store, configuration, demo.Samples(SAMPLES, morning), morning, places, report)
    return report


def state(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that is remembered, without the record of the runs themselves and without row numbers."""
    from sqlalchemy import select

    from policywatch.store.tables import metadata

    passing = {"seq", "item", "document", "joined_at", "observed", "changed", "filed", "composed", "headers", "tried"}
    found = {}
    with Store.open(f"sqlite:///{folder / 'policywatch.db'}") as store:
        for name, table in metadata.tables.items():
            if name in ("run", "shelf", "document"):
                continue
            columns = [column for column in table.c if column.name not in passing]
            rows = store.connection.execute(select(*columns)).all()
            found[name] = sorted(tuple(map(repr, row)) for row in rows)
    return found  # type: ignore[return-value]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("undisturbed")
    lived(folder)
    yield folder


def letter(folder: Path, day_: str) -> str:
    return (folder / "letters" / f"letter-{day_}.txt").read_text(encoding="utf-8")


def test_a_lowered_threshold_reaches_the_letter_once(undisturbed: Path) -> None:
    told = letter(undisturbed, "2024-05-16")
    assert "5,000 → 1,000" in told
    assert "5,000 → 1,000" not in letter(undisturbed, "2024-05-17")


def test_what_sells_courses_does_not_reach_the_letter(undisturbed: Path) -> None:
    for path in (undisturbed / "letters").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "masterclass" not in text
        assert "GROW70" not in text


def test_the_copies_are_one_story_with_the_platforms_own_word_first(undisturbed: Path) -> None:
    with Store.open(f"sqlite:///{undisturbed / 'policywatch.db'}") as store:
        story = next(one for one in store.stories.all() if "threshold-change" in one.tags)
        assert store.items.get([story.lead])[story.lead].source_class == "official"
        assert len(story.items) >= 5


def test_a_denied_rumour_is_told_as_denied(undisturbed: Path) -> None:
    with Store.open(f"sqlite:///{undisturbed / 'policywatch.db'}") as store:
        statuses = {fact.status for story in store.stories.all() for fact in story.facts if fact.metric == "fund_size"}
    assert statuses <= {"denied", "rumor", "disputed"}


def test_a_second_run_at_the_same_time_adds_nothing(tmp_path: Path) -> None:
    configuration = lived(tmp_path, mornings=4)
    before = state(tmp_path)
    files = {path: path.read_bytes() for path in tmp_path.rglob("*.html")}
    report = one_day(tmp_path, configuration, demo.MORNINGS[3])
    assert (report.new, report.changed, report.stories_new, report.published) == (0, 0, 0, 0)
    after = state(tmp_path)
    assert after == before
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.html")} == files


@pytest.fixture(scope="module")
def eve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three mornings of the demo, the fourth still to come."""
    folder = tmp_path_factory.mktemp("eve")
    lived(folder, mornings=3)
    return folder


@pytest.fixture(scope="module")
def whole(eve: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The fourth morning undisturbed, and how many statements it took."""
    folder = tmp_path_factory.mktemp("whole") / "day"
    shutil.copytree(eve, folder)
    statements = [0]
    one_day(folder, load(folder / "config"), demo.MORNINGS[3], counted=statements)
    return folder, statements[0]


@pytest.mark.parametrize("share", [0.02, 0.2, 0.4, 0.6, 0.8, 0.95])
def test_a_run_cut_anywhere_and_run_again_ends_the_same(
    tmp_path: Path, eve: Path, whole: tuple[Path, int], share: float
) -> None:
    folder = tmp_path / "cut"
    shutil.copytree(eve, folder)
    configuration = load(folder / "config")
    with pytest.raises(PowerCut):
        one_day(folder, configuration, demo.MORNINGS[3], cut=int(whole[1] * share))
    one_day(folder, configuration, demo.MORNINGS[3])
    assert state(folder) == state(whole[0])


@pytest.mark.slow
def test_a_killed_process_run_again_ends_the_same(tmp_path: Path, undisturbed: Path) -> None:
    chance = random.Random(7)
    folder = tmp_path / "killed"
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-m", "policywatch", "demo", "--out", str(folder)], env=dict(os.environ)
        )
        time.sleep(0.4 + chance.random() * 2.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
    lived(folder)
    assert state(folder) == state(undisturbed)
