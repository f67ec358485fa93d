"""Terms over time: ten programmes with hand-made timelines, asked at many days and states of knowledge."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from classifier.annotation import Evidence, Fact
from classifier.registry import Entry, coming, compare, history, terms

WORDS = Evidence(item="i", start=0, end=1, text="x")


def told(
    program: str,
    metric: str,
    before: float | None,
    after: float | None,
    on: str,
    *,
    effective: str | None = None,
    status: str = "in_force",
    scope: str | None = None,
    source_class: str = "press",
    source: str = "paper",
    observed: str | None = None,
    gone: str | None = None,
) -> Entry:
    """One telling: `on` is the day it was published (and read, unless `observed` says otherwise)."""
    fact = Fact(
        metric=metric, subject=None, platform=program.split("-")[0], before=before, after=after, unit=None, change=None,
        status=status, evidence=WORDS, announced=on, effective=effective, scope=scope, program=program,
    )  # fmt: skip
    return Entry(
        fact=fact, observed=moment(observed or on), source_class=source_class, source=source,
        gone=moment(gone) if gone else None,
    )  # fmt: skip


def moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def value(entries: list[Entry], program: str, metric: str, as_of: str, known_at: str | None = None) -> object:
    known = datetime.fromisoformat(known_at).replace(hour=23, tzinfo=UTC) if known_at else None
    found = terms(entries, program, date.fromisoformat(as_of), known, metric)
    return found[0].value if found else None


# 1: a plain change
PLAIN = [told("vidora-partner", "subscribers", 4000, 1500, "2024-02-06", effective="2024-03-01", status="announced")]
# 2: three changes in a row, the second told with its former value only
ROW = [
    told("clipnest-fund", "followers", None, 10000, "2022-01-10"),
    told("clipnest-fund", "followers", 10000, 25000, "2023-05-02"),
    told("clipnest-fund", "followers", 25000, 5000, "2024-08-15", effective="2024-09-01", status="announced"),
]
# 3: announced for later, then withdrawn
WITHDRAWN = [
    told("makerhub-fees", "platform_fee_pct", 5, 8, "2024-01-15", effective="2024-06-01", status="announced"),
    told("makerhub-fees", "platform_fee_pct", 5, 8, "2024-03-20", status="reversed"),
]
# 4: a backdated correction: read wrong in April, corrected in May for the same day
CORRECTED = [
    told("tunebay-royalties", "streams", None, 500, "2024-04-01", effective="2024-04-01", source="paper"),
    told(
        "tunebay-royalties", "streams", None, 1000, "2024-05-03", effective="2024-04-01", source="tunebay",
        source_class="official",
    ),
]  # fmt: skip
# 5: two papers tell different numbers and nobody better speaks
DISPUTED = [
    told("pixley-tips", "followers", None, 200, "2024-06-01", source="paper", effective="2024-06-01"),
    told("pixley-tips", "followers", None, 300, "2024-06-01", source="gazette", effective="2024-06-01"),
]
# 6: put off
DELAYED = [
    told("fanrow-pro", "platform_fee_pct", 8, 10, "2024-01-10", effective="2024-03-01", status="announced"),
    told("fanrow-pro", "platform_fee_pct", 8, 10, "2024-02-13", effective="2024-06-01", status="delayed"),
]
# 7: for a while only
PASSING = [
    told("shopline-sellers", "platform_fee_pct", None, 6, "2023-01-05"),
    told("shopline-sellers", "platform_fee_pct", 6, 0, "2024-11-05", scope="until 2025-01-15", effective="2024-11-05"),
]
# 8: other numbers in other countries
COUNTRIES = [
    told("streamwell-affiliate", "followers", 50, 25, "2024-05-02"),
    told("streamwell-affiliate", "followers", 50, 40, "2024-05-02", scope="India"),
]
# 9: a bar removed; a test and a rumour beside it
REMOVED = [
    told("gamevault-store", "account_age", None, 90, "2022-02-02"),
    told("gamevault-store", "account_age", 90, None, "2024-02-02"),
    told("gamevault-store", "account_age", None, 30, "2024-03-03", status="rumor"),
    told("gamevault-store", "payout_min", 100, 25, "2024-03-03", status="test"),
]
# 10: an item was edited and no longer says so
TAKEN_BACK = [told("kickoff-partner", "average_viewers", None, 10, "2024-07-01", gone="2024-07-03")]


@pytest.mark.parametrize(
    ("entries", "program", "metric", "as_of", "known_at", "expected"),
    [
        (PLAIN, "vidora-partner", "subscribers", "2024-02-10", None, 4000),
        (PLAIN, "vidora-partner", "subscribers", "2024-03-01", None, 1500),
        (PLAIN, "vidora-partner", "subscribers", "2024-03-05", "2024-02-05", None),
        (ROW, "clipnest-fund", "followers", "2021-12-31", None, 10000),
        (ROW, "clipnest-fund", "followers", "2023-01-01", None, 10000),
        (ROW, "clipnest-fund", "followers", "2023-05-02", None, 25000),
        (ROW, "clipnest-fund", "followers", "2024-08-31", None, 25000),
        (ROW, "clipnest-fund", "followers", "2024-09-01", None, 5000),
        (ROW, "clipnest-fund", "followers", "2024-09-01", "2024-08-01", 25000),
        (WITHDRAWN, "makerhub-fees", "platform_fee_pct", "2024-07-01", None, 5),
        (WITHDRAWN, "makerhub-fees", "platform_fee_pct", "2024-07-01", "2024-02-01", 8),
        (CORRECTED, "tunebay-royalties", "streams", "2024-04-10", "2024-04-30", 500),
        (CORRECTED, "tunebay-royalties", "streams", "2024-04-10", "2024-05-03", 1000),
        (DELAYED, "fanrow-pro", "platform_fee_pct", "2024-04-01", None, 8),
        (DELAYED, "fanrow-pro", "platform_fee_pct", "2024-04-01", "2024-02-01", 10),
        (DELAYED, "fanrow-pro", "platform_fee_pct", "2024-06-01", None, 10),
        (PASSING, "shopline-sellers", "platform_fee_pct", "2024-12-01", None, 0),
        (PASSING, "shopline-sellers", "platform_fee_pct", "2025-01-16", None, 6),
        (REMOVED, "gamevault-store", "account_age", "2023-01-01", None, 90),
        (REMOVED, "gamevault-store", "account_age", "2024-04-01", None, None),
        (REMOVED, "gamevault-store", "payout_min", "2024-04-01", None, 100),
        (TAKEN_BACK, "kickoff-partner", "average_viewers", "2024-07-10", "2024-07-02", 10),
        (TAKEN_BACK, "kickoff-partner", "average_viewers", "2024-07-10", "2024-07-04", None),
        (TAKEN_BACK, "kickoff-partner", "average_viewers", "2024-07-10", None, None),
    ],
)
def test_a_term_is_answered_for_any_day_as_it_was_known_at_any_time(
    entries: list[Entry], program: str, metric: str, as_of: str, known_at: str | None, expected: object
) -> None:
    assert value(entries, program, metric, as_of, known_at) == expected


def test_conflicting_values_stand_side_by_side_until_a_better_source_settles_them() -> None:
    (term,) = terms(DISPUTED, "pixley-tips", date(2024, 6, 2))
    assert term.state == "disputed"
    assert {term.value, *(one.value for one in term.rivals)} == {200, 300}
    page = told(
        "pixley-tips", "followers", None, 300, "2024-06-05", effective="2024-06-01", source_class="official", source="p"
    )
    (term,) = terms([*DISPUTED, page], "pixley-tips", date(2024, 6, 6))
    assert (term.value, term.state, term.source_class) == (300, "current", "official")


def test_each_country_has_its_own_term() -> None:
    found = terms(COUNTRIES, "streamwell-affiliate", date(2024, 6, 1))
    assert {(one.tier, one.value) for one in found} == {("", 25), ("India", 40)}


def test_coming_changes_are_shown_until_they_hold_or_are_withdrawn() -> None:
    assert [one.value for one in coming(WITHDRAWN, "makerhub-fees", date(2024, 2, 1), moment("2024-02-01"))] == [8]
    assert coming(WITHDRAWN, "makerhub-fees", date(2024, 4, 1)) == ()
    (late,) = coming(DELAYED, "fanrow-pro", date(2024, 4, 1))
    assert (late.value, late.since) == (10, "2024-06-01")


def test_the_history_keeps_what_was_withdrawn_rumoured_and_tested() -> None:
    assert [one.state for one in history(WITHDRAWN, "makerhub-fees")] == ["reversed", "withdrawn"]
    assert {one.state for one in history(REMOVED, "gamevault-store")} == {"told", "rumor", "test"}


def test_a_term_nobody_has_told_for_a_year_is_stale() -> None:
    (fresh,) = terms(PLAIN, "vidora-partner", date(2024, 12, 1))
    (old,) = terms(PLAIN, "vidora-partner", date(2025, 12, 1))
    assert (fresh.stale, old.stale) == (False, True)


def test_programmes_compare_as_a_matrix_of_metric_and_programme() -> None:
    entries = [*PLAIN, *ROW, *COUNTRIES]
    matrix = compare(entries, ["vidora-partner", "clipnest-fund", "streamwell-affiliate"], date(2024, 10, 1))
    assert matrix["subscribers"]["vidora-partner"][0].value == 1500
    assert matrix["followers"]["clipnest-fund"][0].value == 5000
    assert "vidora-partner" not in matrix["followers"]


def test_a_month_holds_from_its_first_day() -> None:
    entries = [told("vidora-partner", "views", 10, 20, "2024-01-01", effective="2024-06", status="announced")]
    assert value(entries, "vidora-partner", "views", "2024-05-31") == 10
    assert value(entries, "vidora-partner", "views", "2024-06-01") == 20


def test_a_change_told_for_a_country_and_for_all_is_one_term() -> None:
    entries = [
        told("vidora-affiliate", "followers", 900, 300, "2024-05-02", scope="US; affiliate"),
        told("vidora-affiliate", "followers", 900, 300, "2024-05-02", source="gazette"),
    ]
    (term,) = terms(entries, "vidora-affiliate", date(2024, 6, 1))
    assert (term.tier, term.value) == ("", 300)


def test_steps_and_dates_of_matters_are_no_terms() -> None:
    step = told("vidora-partner", "stage", None, "filed", "2024-05-02")
    assert terms([step], "vidora-partner", date(2024, 6, 1)) == ()
