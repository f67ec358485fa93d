"""The registry on the command line: terms, programmes, matters and dates out of the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from classifier.annotation import Annotation, Evidence, Fact, Mention
from collector.item import Item
from policywatch.cli import group
from policywatch.store.store import Store

NOON = datetime(2024, 4, 17, 12, tzinfo=UTC)


def fact(item: Item, metric: str, before: object, after: object, **more: object) -> Fact:
    words = Evidence(item=item.id, start=0, end=len(item.title), text=item.title)
    plain = {"subject": None, "platform": "tiktok", "unit": None, "change": None, "status": "in_force"}
    return Fact(metric=metric, before=before, after=after, evidence=words, **(plain | more))  # type: ignore[arg-type]


def put(store: Store, key: str, at: datetime, *told: tuple[object, ...], source_class: str = "press") -> None:
    """An item of that day with its facts, read at noon of that day."""
    item = Item(
        id=key.ljust(32, "0"), source=key, source_class=source_class, url=f"https://example.org/{key}",
        title=f"News {key}", text="", observed=at, fingerprint=key, published=at,
    )  # fmt: skip
    facts = tuple(fact(item, str(metric), before, after, **dict(more)) for metric, before, after, more in told)  # type: ignore[call-overload]
    facts = tuple(replace(one, announced=at.date().isoformat()) for one in facts)
    mention = Mention(kind="platform", id="tiktok", evidence=Evidence(item=item.id, start=0, end=4, text="News"))
    said = Annotation(
        item=item.id, relevant=True, relevance=1.0, source_class=source_class, language="en", made_by="test",
        mentions=(mention,), facts=facts,
    )  # fmt: skip
    with store.transaction():
        store.items.add([item])
        numbers = {one.id: number for page in store.items.to_classify() for number, one in page}
        store.annotations.save([(numbers[item.id], item, said)], at)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    url = f"sqlite:///{tmp_path / 'policywatch.db'}"
    store = Store.open(url)
    shop = {"program": "tiktok-shop-affiliate", "unit": "followers"}
    put(store, "a", NOON - timedelta(days=300), ("followers", None, 5000, shop))
    put(store, "b", NOON, ("followers", 5000, 1000, shop | {"effective": "2024-04-20", "status": "announced"}))
    put(
        store, "c", NOON + timedelta(days=20),
        ("stage", None, "filed", {"matter": "tiktok-v-garland"}),
        ("hearing_date", None, "2024-09-16", {"matter": "tiktok-v-garland", "unit": "date"}),
    )  # fmt: skip
    store.close()
    return url


def ask(database: str, *words: str, now: str = "2024-09-10") -> str:
    found = CliRunner().invoke(group, ["--db", database, "--now", now, *words], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout


@pytest.mark.parametrize(
    ("as_of", "known_at", "followers"),
    [("2024-05-01", "2024-04-30", 1000), ("2024-05-01", "2024-04-16", 5000), ("2024-04-19", "2024-04-30", 5000)],
)
def test_a_term_is_answered_for_a_day_and_a_state_of_knowledge(
    database: str, as_of: str, known_at: str, followers: int
) -> None:
    told = ask(
        database, "facts", "--program", "tiktok-shop-affiliate", "--metric", "followers", "--as-of", as_of,
        "--known-at", known_at, "--json",
    )  # fmt: skip
    (term,) = json.loads(told)
    assert (term["value"], term["state"]) == (followers, "current")
    assert term["item"] and term["evidence"]


def test_a_programme_shows_its_terms_its_history_and_what_is_coming(database: str) -> None:
    (whole,) = json.loads(ask(database, "programs", "tiktok-shop-affiliate", "--as-of", "2024-04-18", "--json"))
    assert [one["value"] for one in whole["terms"]] == [5000]
    assert [one["value"] for one in whole["coming"]] == [1000]
    assert [one["value"] for one in whole["history"]] == [5000, 1000]


def test_platforms_compare_as_a_matrix(database: str) -> None:
    (row,) = json.loads(
        ask(database, "programs", "--compare", "tiktok-shop,youtube", "--as-of", "2024-05-01", "--json")
    )
    assert row["metric"] == "followers" and "1,000" in row["tiktok-shop-affiliate"]


@pytest.mark.parametrize(
    "words",
    [
        ("facts", "--program", "tiktok-shop-afiliate"), ("facts", "--platform", "tiktokk"),
        ("facts", "--status", "rumour"), ("dates", "--matter", "tiktok-v-garlan"), ("programs", "--compare", "tiktokk"),
    ],
)  # fmt: skip
def test_a_name_there_is_none_of_is_told_instead_of_an_empty_answer(database: str, words: tuple[str, ...]) -> None:
    found = CliRunner().invoke(group, ["--db", database, *words])
    assert found.exit_code == 2
    assert "Did you mean" in found.stderr


def test_the_history_shows_each_value_with_the_one_before(database: str) -> None:
    told = ask(database, "facts", "--program", "tiktok-shop-affiliate", "--history")
    assert "5,000 → 1,000 followers" in told


def test_a_platform_of_which_nothing_was_read_is_named_in_a_comparison(database: str) -> None:
    found = CliRunner().invoke(group, ["--db", database, "programs", "--compare", "tiktok-shop,twitch"])
    assert "Nothing was read of twitch" in found.stderr


def test_a_matter_shows_known_and_read_steps_and_its_next_date(database: str) -> None:
    (whole,) = json.loads(ask(database, "matters", "tiktok-v-garland", "--json"))
    assert [step["stage"] for step in whole["steps"]].count("filed") == 1
    assert [one["day"] for one in whole["dates"]] == ["2024-09-16"]


def test_the_next_dates_are_listed_and_written_for_calendar_programs(database: str, tmp_path: Path) -> None:
    assert "2024-09-16" in ask(database, "dates", "--next", "14d")
    assert "2024-09-16" not in ask(database, "dates", "--next", "14d", now="2024-08-01")
    ask(database, "dates", "--ics", str(tmp_path / "dates.ics"))
    assert b"DTSTART;VALUE=DATE:20240916\r\n" in (tmp_path / "dates.ics").read_bytes()


def test_an_unknown_programme_is_named_with_a_neighbour(database: str) -> None:
    found = CliRunner().invoke(group, ["--db", database, "programs", "tiktok-shop-affiliates"])
    assert found.exit_code == 2 and "tiktok-shop-affiliate" in found.output


CHANNELS = """name,platform,followers
At,tiktok,1000
Under,tiktok,999
Over,tiktok,5000
Just under,tiktok,4999
Unknown,tiktok,
Elsewhere,youtube,3000
"""


def test_impact_names_the_channels_a_change_lets_in_and_is_told_once(database: str, tmp_path: Path) -> None:
    store = Store.open(database)
    put(store, "d", NOON + timedelta(days=1), ("followers", 5000, 1000, {"program": "tiktok-shop-affiliate"}))
    store.close()
    listed = tmp_path / "channels.csv"
    listed.write_text(CHANNELS, encoding="utf-8")
    words = ("impact", "--channels", str(listed), "--program", "tiktok-shop-affiliate", "--since", "2024-04-01")
    (record,) = json.loads(ask(database, *words, "--json"))
    assert record["newly_eligible"] == ["At", "Just under"] and record["stay_out"] == ["Under"]
    assert record["stay_in"] == ["Over"] and record["cannot_say"] == ["Unknown"] and record["lose"] == []
    assert len(record["items"]) == 2
    assert "2 newly eligible, 1 cannot say" in ask(database, *words)


def test_impact_reads_the_channels_of_the_settings(database: str, tmp_path: Path) -> None:
    runner = CliRunner()
    runner.invoke(group, ["init", str(tmp_path / "own")], catch_exceptions=False)
    with (tmp_path / "own" / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[[channel]]\nname = "Mine"\nplatform = "tiktok"\nfigures = { followers = 1000 }\n')
    found = runner.invoke(
        group, ["--config", str(tmp_path / "own"), "--db", database, "impact", "--since", "2024-04-01", "--json"]
    )
    assert [one["newly_eligible"] for one in json.loads(found.stdout)] == [["Mine"]]


def test_impact_without_a_channel_or_with_a_broken_list_says_what_to_do(database: str, tmp_path: Path) -> None:
    runner = CliRunner()
    found = runner.invoke(group, ["--db", database, "impact"])
    assert found.exit_code == 2 and "--channels FILE.csv" in found.output
    (tmp_path / "bad.csv").write_text("name,followers\nAda,many\n", encoding="utf-8")
    found = runner.invoke(group, ["--db", database, "impact", "--channels", str(tmp_path / "bad.csv")])
    assert found.exit_code == 2 and "Line 2: 'many' is no number of followers" in found.output
