"""Annotating: everything we say of an item, at once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from classifier import dimensions
from classifier.annotate import Annotator
from classifier.annotation import Annotation
from collector.item import Item
from config.load import load, packaged
from policywatch.cli import group

NEWS = Item(
    id="a", source="trade", source_class="press", url="https://example.org/a", fingerprint="",
    observed=datetime(2026, 5, 1, tzinfo=UTC), published=datetime(2026, 4, 30, tzinfo=UTC),
    title="YouTube lowers bar for its Partner Program to 500 subscribers",
    text="Channels need 500 subscribers instead of 1,000 from June, the company said on Thursday.",
)  # fmt: skip


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.of(load(packaged()))


@pytest.fixture(scope="module")
def said(annotator: Annotator) -> Annotation:
    return annotator.annotate([NEWS])[0]


def test_an_item_is_tagged_named_and_read(said: Annotation) -> None:
    assert said.relevant
    assert said.tags[0].tag == "threshold-change"
    assert "youtube" in said.ids("platform")
    assert any(fact.metric == "subscribers" and fact.after == 500 for fact in said.facts)
    assert said.direction == "loosened"
    assert said.language == "en"
    assert any("threshold" in reason for reason in said.reasons)


def test_many_items_keep_their_order_and_say_the_same(annotator: Annotator) -> None:
    page = [
        replace(NEWS, id=str(number), title=title) for number, title in enumerate([NEWS.title, "Rain", "", "TikTok"])
    ]
    together = annotator.annotate(page)
    assert [one.item for one in together] == ["0", "1", "2", "3"]
    assert together == [annotator.annotate([one])[0] for one in page]


def test_an_item_without_words_is_insufficient(annotator: Annotator) -> None:
    one = annotator.annotate([replace(NEWS, title="", text="")])[0]
    assert not one.relevant
    assert any("insufficient" in reason for reason in one.reasons)


def test_another_language_is_marked_and_not_guessed_at(annotator: Annotator) -> None:
    title = "YouTube senkt die Hürde für das Partnerprogramm auf 500 Abonnenten"
    text = "Kanäle brauchen ab Juni nur noch die Hälfte der Abonnenten, wie das Unternehmen am Donnerstag mitteilte."
    one = annotator.annotate([replace(NEWS, title=title, text=text)])[0]
    assert one.language == "de"
    assert not one.relevant
    assert not one.tags
    assert any("language de" in reason for reason in one.reasons)


def test_tags_that_only_the_registry_knows_are_a_rules(annotator: Annotator) -> None:
    docket = replace(NEWS, title="Alario v. Knudsen, No. 24-34", text="")
    said = annotator.annotate([docket])[0]
    assert {tag.tag for tag in said.tags} == {"creator-lawsuit", "legal-challenge", "divestiture-ban"}
    for tag in said.tags:
        assert tag.by == "rule"
        assert docket.words[tag.evidence.start : tag.evidence.end] == tag.evidence.text
    assert {tag.by for tag in annotator.annotate([NEWS])[0].tags} == {annotator.by}


def test_a_verdict_can_be_explained(annotator: Annotator) -> None:
    why = annotator.explain(NEWS)
    assert why.relevance >= why.threshold
    assert why.speaking
    assert why.tags[0][0] == "threshold-change"
    assert all(words in NEWS.words for _, words in why.frames)


@pytest.mark.parametrize(
    ("words", "tags", "direction"),
    [
        ("Twitch lowers the follower bar", ("threshold-change",), "loosened"),
        ("Facebook raises the bar for monetization", ("threshold-change",), "tightened"),
        ("Spotify raises the share that podcasters keep", ("revenue-share-fee",), "loosened"),
        ("TikTok closes its creator fund", ("program-status",), "closed"),
        ("Creators earned a billion", ("market-data",), None),
    ],
)
def test_the_direction_is_that_of_those_who_earn(words: str, tags: tuple[str, ...], direction: str | None) -> None:
    assert dimensions.direction(words, tags, ()) == direction


@pytest.mark.parametrize(
    ("words", "tags", "stage"),
    [
        ("Appeals court upholds TikTok law", ("court-ruling",), "appeal-ruling"),
        ("Jury finds Google liable", ("court-ruling",), "verdict"),
        ("Governor signs age check bill", ("legislation",), "enacted"),
        ("House passes bill on TikTok", ("legislation",), "passed-chamber"),
        ("Brussels opens inquiry into X", ("investigation",), "opened"),
        ("YouTube adds tips", ("program-status",), None),
    ],
)
def test_a_case_has_the_stage_that_is_told(words: str, tags: tuple[str, ...], stage: str | None) -> None:
    assert dimensions.stage(words, tags) == stage


def test_try_items_answers_line_by_line_and_names_a_bad_one(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "title": NEWS.title, "text": NEWS.text, "url": "", "source": "x", "published": "2026-04-30"},
        {"id": 7},
    ]
    place = tmp_path / "items.jsonl"
    place.write_text("\n".join([json.dumps(rows[0]), "{broken", json.dumps(rows[1])]), encoding="utf-8")
    answer = CliRunner().invoke(group, ["try", "items", str(place)], standalone_mode=False)
    assert answer.return_value == 1
    assert "Line 2" in answer.stderr
    told = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [row["id"] for row in told] == ["a", "7"]
    assert {
        "id", "relevant", "relevance", "tags", "platforms", "programs", "matters", "jurisdictions", "facts", "summary",
        "source_class",
    } <= set(told[0])  # fmt: skip


def test_evaluate_prints_tags_reliability_and_floors(root: Path) -> None:
    gold, floors = root / "tests/gold/tags.jsonl", root / "tests/gold/floors.json"
    answer = CliRunner().invoke(
        group, ["evaluate", "--gold", str(gold), "--floors", str(floors)], standalone_mode=False
    )
    assert answer.return_value == 0, answer.output
    assert "threshold-change" in answer.stdout
    assert "truly relevant" in answer.stdout


def test_a_worse_model_is_not_kept(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from classifier import training

    few = training.corpus()[::40]
    monkeypatch.setattr(training, "corpus", lambda: few)
    place, base = tmp_path / "mine.npz", ["--quiet", "--db", f"sqlite:///{tmp_path}/w.db", "train"]
    ask = [*base, "--gold", str(root / "tests/gold/tags.jsonl"), "--out", str(place)]
    answer = CliRunner().invoke(group, ask, standalone_mode=False)
    assert answer.return_value == 1
    assert "was not kept" in answer.stderr
    assert not place.exists()
    assert CliRunner().invoke(group, [*ask, "--force"], standalone_mode=False).return_value == 0
    assert place.exists()
