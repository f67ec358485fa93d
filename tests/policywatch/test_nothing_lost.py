"""Recorded days told to three readers: no fact that answers a reader's question is lost, and none is told twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_of_recorded_days_nothing_is_lost_and_nothing_told_twice(shared: Path) -> None:
    if not (shared / "data" / "stream-2023-03.jsonl.gz").exists():
        pytest.skip("the recorded stream of March 2023 is not there")
    letters = pytest.importorskip("benchmarks.letters", reason="run pytest from the folder of the repository")
    found = letters.measure(shared, date(2023, 3, 22), date(2023, 3, 24))
    assert found["all@example.org"].asked > 5
    for fate in found.values():
        assert fate.lost == [] and fate.twice == []
