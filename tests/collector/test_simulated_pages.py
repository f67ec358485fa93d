"""What the furniture of help centres does to invented policies raises nothing, and a rule that changes in it does."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "simulated_pages.py"


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simulated_pages", BENCHMARK)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def floors_kept(simulation: ModuleType, seed: int, step: int) -> None:
    counts, wrong, which = simulation.measure(seed, simulation.pages()[::step])
    shares = {}
    for real in (True, False):
        names = [name for name in counts if name.startswith("real") == real]
        shares[real] = sum(wrong[name] for name in names) / sum(counts[name] for name in names)
    named = [f"{one.page}: {one.kind}: {one.verdict.reason[:120]}" for one in which]
    assert shares[True] <= 0.005, named
    assert shares[False] <= 0.015, named


def test_noise_of_help_centres_raises_nothing_and_rules_changed_amid_it_do(simulation: ModuleType) -> None:
    floors_kept(simulation, seed=3, step=7)


@pytest.mark.slow
def test_all_invented_pages_keep_the_floors(simulation: ModuleType) -> None:
    for seed in (1, 2, 3):
        floors_kept(simulation, seed, step=1)


def test_every_kind_of_noise_and_change_is_made(simulation: ModuleType) -> None:
    names = {page.name for page in simulation.pages()}
    assert len(names) == 40
    kinds = {step.kind for step in simulation.simulated(1, simulation.pages()[::3])}
    assert kinds >= {*simulation.NOISE, *simulation.REAL, "two at once", "season"}
