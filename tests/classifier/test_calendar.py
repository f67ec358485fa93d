"""Dates that are coming, were moved, came or did not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from classifier.annotation import Evidence, Fact
from classifier.calendar import Told, dates, icalendar, upcoming

WORDS = Evidence(item="i", start=0, end=1, text="x")


def told(metric: str, after: object, on: str, *, before: object = None, effective: str | None = None,
         status: str = "in_force", matter: str | None = "okafor-v-vidora", program: str | None = None,
         scope: str | None = None, subject: str | None = None, computed: str | None = None) -> Told:  # fmt: skip
    fact = Fact(
        metric=metric, subject=subject, platform=None, before=before, after=after, unit=None, change=None,  # type: ignore[arg-type]
        status=status, evidence=WORDS, announced=on, effective=effective, scope=scope, program=program, matter=matter,
        computed=computed,
    )  # fmt: skip
    return Told(fact=fact, observed=datetime.fromisoformat(on).replace(hour=9, tzinfo=UTC), item=f"item-{on}")


def test_a_moved_hearing_is_shown_as_moved_and_as_its_new_date() -> None:
    found = dates([
        told("hearing_date", "2025-03-20", "2025-02-01"),
        told("hearing_date", "2025-04-17", "2025-03-10", before="2025-03-20"),
    ], date(2025, 3, 12))  # fmt: skip
    assert [(one.day, one.state, one.moved_to, one.moved_from) for one in found] == [
        ("2025-03-20", "moved", "2025-04-17", None), ("2025-04-17", "upcoming", None, "2025-03-20"),
    ]  # fmt: skip


def test_a_deadline_extended_twice_keeps_all_its_dates() -> None:
    found = dates([
        told("divestiture_deadline", "2025-01-19", "2024-04-24"),
        told("divestiture_deadline", "2025-04-05", "2025-01-20", before="2025-01-19"),
        told("divestiture_deadline", "2025-06-19", "2025-04-04", before="2025-04-05"),
    ], date(2025, 5, 1))  # fmt: skip
    assert [(one.day, one.state) for one in found] == [
        ("2025-01-19", "moved"), ("2025-04-05", "moved"), ("2025-06-19", "upcoming"),
    ]  # fmt: skip
    assert found[-1].changes == 2


def test_two_hearings_of_one_case_stand_side_by_side() -> None:
    found = dates(
        [told("hearing_date", "2025-03-20", "2025-02-01"), told("hearing_date", "2025-05-02", "2025-02-01")],
        date(2025, 3, 1),
    )
    assert {one.state for one in found} == {"upcoming"}


def test_a_passed_date_is_closed_as_happened_or_not_or_waits_for_word() -> None:
    fee = {"program": "makerhub-fees", "matter": None}
    announced = told("platform_fee_pct", 8, "2024-01-10", effective="2024-03-01", status="announced", **fee)
    assert dates([announced], date(2024, 3, 5))[0].state == "passed, not yet confirmed"
    held = told("platform_fee_pct", 8, "2024-03-04", **fee)
    assert dates([announced, held], date(2024, 3, 5))[0].state == "happened"
    law = told("effective_date", "2024-09-01", "2024-06-01", subject="feed law")
    blocked = told("law_status", "blocked", "2024-09-01")
    assert dates([law, blocked], date(2024, 9, 5))[0].state == "did not happen"


def test_a_computed_date_names_its_rule() -> None:
    (day,) = dates(
        [told("comment_deadline", "2025-05-10", "2025-03-11", scope="US", computed="published 2025-03-11 + 60 days")],
        date(2025, 3, 12),
    )
    assert day.rule == "published 2025-03-11 + 60 days"


def test_the_next_days_hold_what_falls_into_them() -> None:
    found = dates(
        [told("deadline", "2025-03-20", "2025-03-01"), told("hearing_date", "2025-06-20", "2025-03-01")],
        date(2025, 3, 10),
    )
    assert [one.kind for one in upcoming(found, date(2025, 3, 10), timedelta(days=14))] == ["deadline"]


def test_the_icalendar_keeps_to_the_standard() -> None:
    days = dates([
        told("deadline", "2025-03-20", "2025-03-01", subject="claims, comments; and a very long name " + "é" * 60),
        told("hearing_date", "2025-04", "2025-03-01"),
    ], date(2025, 3, 10))  # fmt: skip
    text = icalendar(days, datetime(2025, 3, 10, tzinfo=UTC), lambda one: one.what)
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == 1  # the month alone would show a false day
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20250320\r\n" in whole and "DTEND;VALUE=DATE:20250321\r\n" in whole
    assert "SUMMARY:claims\\, comments\\; and" in whole
    assert icalendar(days, datetime(2025, 3, 10, tzinfo=UTC), lambda one: one.what) == text


def test_a_moved_event_keeps_its_identity_for_calendar_programs() -> None:
    first = dates([told("divestiture_deadline", "2025-01-19", "2024-04-24")], date(2024, 5, 1))
    both = dates([
        told("divestiture_deadline", "2025-01-19", "2024-04-24"),
        told("divestiture_deadline", "2025-04-05", "2025-01-20", before="2025-01-19"),
    ], date(2025, 2, 1))  # fmt: skip
    assert first[0].uid == both[-1].uid


def test_one_day_told_for_a_country_and_for_all_is_one_date() -> None:
    found = dates(
        [
            told("effective_date", "2025-03-20", "2025-03-01", scope="US"),
            told("effective_date", "2025-03-20", "2025-03-02"),
        ],
        date(2025, 3, 10),
    )
    assert [one.day for one in found] == ["2025-03-20"]
