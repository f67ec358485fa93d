"""What scripts rely on: names of commands, fields of their JSON, exit codes (docs/cli.md)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from policywatch.cli import group
from policywatch.run.demo import demo

NOW = "2024-05-17T09:00:00Z"
EVIDENCE = {"item", "start", "end", "text"}
FACT = {
    "metric", "subject", "platform", "before", "after", "unit", "change", "status", "announced", "effective", "scope",
    "evidence",
}  # fmt: skip
ITEM = {
    "id", "title", "url", "source", "source_class", "published", "observed", "story", "tags", "platforms", "programs",
    "matters", "jurisdictions", "facts", "summary",
}  # fmt: skip
TRIED = {
    "id", "relevant", "relevance", "tags", "platforms", "programs", "matters", "jurisdictions", "facts", "summary",
    "source_class",
}  # fmt: skip
LINE = {
    "id": "a", "title": "Vidara lowers the bar of its partner program to 1,000 followers", "url": "https://a.example/1",
    "text": "Vidara lowers the bar from 5,000 to 1,000 followers on 1 June 2026.", "source": "x",
    "published": "2026-05-01T08:00:00Z",
}  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The global options that ask the demo's database."""
    out = tmp_path_factory.mktemp("contract")
    demo(out, lambda line: None)
    return ["--config", str(out / "config"), "--db", f"sqlite:///{out / 'policywatch.db'}", "--now", NOW]


def asked(house: list[str], *words: str, code: int = 0, given: str | None = None) -> Result:
    answer = CliRunner().invoke(group, [*house, *words], input=given, standalone_mode=True)
    assert answer.exit_code == code, (words, answer.output)
    return answer


def told(house: list[str], *words: str, given: str | None = None) -> Any:
    return json.loads(asked(house, *words, given=given).stdout)


def lines(house: list[str], *words: str, given: str | None = None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in asked(house, *words, given=given).stdout.splitlines()]


def held(fact: dict[str, Any]) -> None:
    assert fact.keys() >= FACT
    assert fact["evidence"].keys() >= EVIDENCE
    for side in ("before", "after"):
        assert fact[side] is None or isinstance(fact[side], (int, float, str))


def test_a_queried_item_has_its_fields(house: list[str]) -> None:
    records = told(house, "query", "--json", "--limit", "500")
    assert records
    for record in records:
        assert record.keys() >= ITEM
        for tag in record["tags"]:
            assert tag.keys() >= {"tag", "score", "by", "evidence"}
        for line in record["summary"]:
            assert line.keys() >= {"text", "evidence"}
        for fact in record["facts"]:
            held(fact)
    assert any(record["facts"] for record in records) and any(record["summary"] for record in records)


def test_times_are_in_utc_and_newest_comes_first(house: list[str]) -> None:
    times = [record["published"] or record["observed"] for record in told(house, "query", "--json", "--limit", "500")]
    assert all(time.endswith("Z") for time in times)
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("style", ["table", "json", "jsonl", "csv", "md"])
@pytest.mark.parametrize(
    "words", [("query",), ("stories",), ("facts",), ("programs",), ("matters",), ("dates", "--next", "400d")]
)
def test_every_asking_command_has_every_form(house: list[str], words: tuple[str, ...], style: str) -> None:
    said = asked(house, *words, "--format", style).stdout
    assert said.strip() and "\x1b" not in said
    if style == "jsonl":
        assert all(isinstance(json.loads(line), dict) for line in said.splitlines())
    if style == "json":
        assert isinstance(json.loads(said), list)
        assert told(house, *words, "--json") == json.loads(said)


@pytest.mark.parametrize(
    ("options", "box"),
    [
        (("--tag", "threshold-change"), "tag:threshold-change"),
        (("--platform", "tiktok"), "platform:tiktok"),
        (("--program", "tiktok-shop-affiliate"), "program:tiktok-shop-affiliate"),
        (("--matter", "tiktok-v-garland"), "matter:tiktok-v-garland"),
        (("--jurisdiction", "US"), "jurisdiction:US"),
        (("--source-class", "press"), "class:press"),
        (("--status", "in_force"), "status:in_force"),
        (("--has", "facts"), "has:facts"),
        (("--min-score", "0.9"), "score:0.9"),
        (("--since", "2d"), "since:2d"),
        (("--until", "yesterday"), "until:yesterday"),
        (("--since", "2024-05-15", "--until", "2024-05-16T12:00:00Z"), "since:2024-05-15 until:2024-05-16T12:00:00Z"),
    ],
)
def test_an_option_and_the_search_box_say_the_same(house: list[str], options: tuple[str, ...], box: str) -> None:
    every = {one["id"] for one in told(house, "query", "--json", "--limit", "500")}
    found = {one["id"] for one in told(house, "query", "--json", "--limit", "500", *options)}
    assert found == {one["id"] for one in told(house, "query", "--json", "--limit", "500", box)}
    assert found and found <= every


@pytest.mark.parametrize("since", ["2024-05-16", "2024-05-16T00:00:00Z", "today", "yesterday", "7d", "3w", "2mo"])
def test_since_takes_every_form(house: list[str], since: str) -> None:
    assert told(house, "query", "--json", "--since", since) is not None


def test_words_phrases_and_what_is_not_wanted(house: list[str]) -> None:
    some = told(house, "query", "--json", "streamora")
    word = some[0]["title"].split()[-1]
    without = {one["id"] for one in told(house, "query", "--json", f"streamora -{word}")}
    assert without < {one["id"] for one in some} and some[0]["id"] not in without
    assert told(house, "query", "--json", "--limit", "1", "streamora")
    assert told(house, "query", "--json", "--sort", "relevance", "streamora")


def test_stories_show_and_why_give_records(house: list[str]) -> None:
    story = told(house, "stories", "--json", "--limit", "1")[0]
    assert story.keys() >= {"id", "headline", "items", "tags", "platforms", "facts", "summary", "importance"}
    assert told(house, "show", story["id"], "--json")["id"] == story["id"]
    item = told(house, "show", story["items"][0], "--json")
    assert item.keys() >= ITEM | {"text"}
    for key in (item["id"], item["url"]):
        steps = told(house, "why", key, "--json")
        assert steps[0]["step"] == "collected"
        assert all(step.keys() == {"step", "said"} for step in steps)


def test_facts_are_told_as_of_a_day_and_as_known_at_another(house: list[str]) -> None:
    asking = ("facts", "--program", "tiktok-shop-affiliate", "--metric", "followers", "--json")
    facts = told(house, *asking)
    assert facts
    for fact in facts:
        held(fact)
    assert told(house, *asking, "--as-of", "2024-05-17")
    assert told(house, *asking, "--as-of", "2024-05-17", "--known-at", "2024-05-01") == []
    assert told(house, *asking, "--history")


def test_dates_are_written_for_calendar_programs(house: list[str], tmp_path: Path) -> None:
    asked(house, "dates", "--next", "400d", "--ics", str(tmp_path / "dates.ics"))
    written = (tmp_path / "dates.ics").read_bytes()
    assert written.startswith(b"BEGIN:VCALENDAR\r\n") and written.endswith(b"END:VCALENDAR\r\n")
    assert b"SUMMARY:TikTok Inc. v. Garland (deadline to divest)\r\n" in written


def test_letter_and_page_say_that_nobody_announced_a_page_s_change(house: list[str]) -> None:
    said, out = "No announcement known: an undated edit", Path(house[1]).parent
    letters = [out / "letters" / f"letter-2024-05-15.{kind}" for kind in ("txt", "html")]
    for place in (*letters, out / "archive" / "days" / "2024-05-15.html"):
        assert said in place.read_text(encoding="utf-8"), place


def test_one_programme_and_one_matter_are_told_in_full(house: list[str]) -> None:
    assert "tiktok-shop-affiliate" in json.dumps(told(house, "programs", "tiktok-shop-affiliate", "--json"))
    assert "tiktok-v-garland" in json.dumps(told(house, "matters", "tiktok-v-garland", "--json"))


def test_tried_items_and_stories_keep_their_order(house: list[str]) -> None:
    given = "".join(json.dumps(LINE | {"id": id}) + "\n" for id in "bac")
    items = lines(house, "try", "items", given=given)
    assert [one["id"] for one in items] == ["b", "a", "c"]
    for one in items:
        assert one.keys() >= TRIED
        scores = [tag["score"] for tag in one["tags"]]
        assert scores == sorted(scores, reverse=True)
    stories = lines(house, "try", "stories", given=given)
    assert [one["id"] for one in stories] == ["b", "a", "c"]
    assert all(one.keys() >= {"id", "story", "relevant"} for one in stories)
    assert len({one["story"] for one in stories}) == 1


def test_tried_changes_have_their_fields(house: list[str]) -> None:
    texts = ("You need 5,000 followers to join.", "You need 1,000 followers to join.")
    given = "".join(
        json.dumps({"page": "p", "observed": f"2026-05-0{day}T00:00:00Z", "text": text}) + "\n"
        for day, text in enumerate(texts, 1)
    )
    first, second = lines(house, "try", "changes", given=given)
    assert first["verdict"] == "first-seen" and second["verdict"] == "rule-change"
    assert second.keys() >= {"page", "observed", "verdict", "score", "reason", "clauses", "facts"}
    assert all(clause.keys() >= {"before", "after"} for clause in second["clauses"])


def test_tried_markup_is_read(house: list[str]) -> None:
    feed = (
        '<rss version="2.0"><channel><title>A</title><item><title>One</title><link>https://a.example/1</link>'
        "<description>Words</description></item></channel></rss>"
    )
    (item,) = lines(house, "try", "feed", given=feed)
    assert item.keys() >= {"id", "url", "title", "text", "html", "published", "updated", "author", "language"}
    page = told(house, "try", "page", given="<html><title>T</title><article><p>Some words of it.</p></article></html>")
    assert page.keys() >= {"title", "text", "html", "published", "author", "language", "canonical"}
    said = asked(house, "try", "html", given="<p onclick=x()>Hi<script>x()</script></p>").stdout
    assert "Hi" in said and "script" not in said and "onclick" not in said


@pytest.mark.parametrize(
    "words",
    [
        ("qury",), ("query", "--tag", "treshold-change"), ("query", "--since", "2024-13-45"), ("query", '"open'),
        ("query", "tag:"), ("query", "colour:red"), ("query", "saved:nope"), ("query", "status:inforce"),
        ("query", "score:7"), ("query", "--status", "inforce"), ("query", "--source-class", "pres"),
        ("query", "--since", "2024-05-16", "--until", "2024-05-01"), ("query", "--limit", "0"), ("show", "nothing"),
        ("why", "https://nowhere.example/"), ("programs", "nope"), ("matters", "nope"), ("dates", "--next", "soon"),
        ("digest", "--day", "then"), ("send", "--day", "2023-3-1x"), ("send", "--day", "2024-05-17"),
        ("facts", "--program", "nope"), ("alerts", "test", "nope"), ("sources", "show", "nope"),
        ("try", "items", "/nowhere/at-all"), ("--now", "then", "query"),
    ],
)  # fmt: skip
def test_wrong_use_ends_with_two_and_says_what_is_wrong(house: list[str], words: tuple[str, ...]) -> None:
    assert len(asked(house, *words, code=2).stderr.strip().splitlines()[-1]) > 15


def test_a_wrong_configuration_ends_with_two(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[mail]\nhots = 1\n")
    for folder in (tmp_path, tmp_path / "none"):
        found = program(["--config", str(folder), "query", "word"])
        assert found.returncode == 2 and str(folder) in found.stderr and "Traceback" not in found.stderr


def test_a_store_that_cannot_be_used_ends_with_three(house: list[str]) -> None:
    found = program(["--db", "sqlite:////proc/nowhere/at-all.db", "query", "word"])
    assert found.returncode == 3 and "at-all.db" in found.stderr


def test_the_environment_names_configuration_and_store(house: list[str]) -> None:
    named = {"POLICYWATCH_CONFIG": house[1], "POLICYWATCH_DB": house[3]}
    found = program(["--now", NOW, "query", "--format", "jsonl", "--limit", "1"], **named)
    assert json.loads(found.stdout)["id"]


def program(words: list[str], **environ: str) -> subprocess.CompletedProcess[str]:
    """The program as a shell runs it, with its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "policywatch", *words], capture_output=True, text=True, timeout=120,
        env=os.environ | environ, check=False,
    )  # fmt: skip


def test_an_alert_is_tried_on_what_was(house: list[str]) -> None:
    said = asked(house, "alerts", "test", "new", "--query", "platform:tiktok", "--since", "30d").stderr
    assert "It would have fired" in said and "from 2024-04-17 to 2024-05-17, about" in said
    wrong = asked(house, "alerts", "test", "new", "--query", "tag:treshold-change", code=2).stderr
    assert "did you mean 'threshold-change'" in wrong
