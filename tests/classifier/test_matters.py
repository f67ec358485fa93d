"""Matters go through their stages; what cannot follow is reported."""

from __future__ import annotations

from datetime import date

import pytest

from classifier.matters import MACHINES, Step, captions_in, course, dockets_in, key_of, kind_of


def steps(*told: tuple[str, str]) -> list[Step]:
    return [Step(day=day, stage=stage) for day, stage in told]


def test_a_case_goes_from_filing_to_the_last_court() -> None:
    found = course(
        "m", "case", steps(("2024-12-06", "appeal-ruling"), ("2024-05-07", "filed"), ("2025-01-17", "final-ruling"))
    )
    assert [step.stage for step in found.steps] == ["filed", "appeal-ruling", "final-ruling"]
    assert found.stage == "final-ruling" and found.ended and found.awaited == ()


def test_a_step_that_cannot_follow_is_reported_and_not_accepted() -> None:
    found = course(
        "m", "bill", steps(("2024-03-13", "passed-chamber"), ("2024-04-24", "enacted"), ("2024-05-30", "introduced"))
    )
    assert [step.stage for step in found.steps] == ["passed-chamber", "enacted"]
    (doubted,) = found.doubted
    assert doubted.problem == "introduced cannot follow enacted of 2024-04-24"


def test_a_stage_of_another_kind_is_reported() -> None:
    (doubted,) = course("m", "deal", steps(("2024-01-01", "verdict"))).doubted
    assert doubted.problem == "a deal has no stage 'verdict'"


def test_the_same_step_told_by_many_is_one() -> None:
    found = course("m", "case", steps(("2024-05-07", "filed"), ("2024-05-08", "filed"), ("2024-05", "filed")))
    assert len(found.steps) == 1 and not found.doubted


def test_a_known_timeline_is_taken_as_it_is() -> None:
    seeded = steps(("2020-01-01", "final-ruling"), ("2021-01-01", "filed"))
    assert len(course("m", "case", seeded, seeded=2).steps) == 2


def test_a_step_of_a_later_day_is_listed_and_moves_nothing_yet() -> None:
    steps = [Step(day="2026-01-10", stage="filed"), Step(day="2026-08-01", stage="final-ruling")]
    before, after = (course("m", "case", steps, 2, day) for day in (date(2026, 3, 1), date(2026, 9, 1)))
    assert (before.stage, before.ended, len(before.steps)) == ("filed", False, 2)
    assert (after.stage, after.ended) == ("final-ruling", True)


def test_an_open_matter_says_what_may_come_next() -> None:
    found = course("m", "investigation", steps(("2024-03-25", "opened")))
    assert "preliminary-finding" in found.awaited and not found.ended


@pytest.mark.parametrize("kind", MACHINES)
def test_every_stage_that_may_follow_is_a_stage_of_its_machine(kind: str) -> None:
    machine = MACHINES[kind]
    assert {stage for after in machine.values() for stage in after} <= machine.keys()


def test_matters_are_told_apart_by_their_stages_and_captions() -> None:
    assert kind_of(["proposed-rule", "final-rule"]) == "rule"
    assert kind_of(["agreement"]) == "deal"
    assert kind_of([], "Okafor v. Vidora") == "case"


def test_docket_numbers_and_captions_are_keys_however_they_are_written() -> None:
    assert dockets_in("filed as 1:20-CV-03010 and in case C‑48/22 P, AT.40437") == (
        "1:20-cv-03010",
        "C-48/22 P",
        "AT.40437",
    )
    assert dockets_in("No. 24-656 (U.S.) and 24-1113 (D.C. Cir.)") == ("24-656", "24-1113")
    assert captions_in("In Okafor v. Vidora Inc. the judge ruled.")[0].endswith("Okafor v. Vidora Inc.")
    assert key_of("NetChoice, LLC v. Bonta") == key_of("Netchoice v Bonta")
