"""What is ours to tell, and what only looks like it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from classifier.features import read
from classifier.model import Model
from classifier.training import gold_of, measured


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load()


def relevance(model: Model, title: str, text: str = "") -> float:
    return model.score([read(title, text)])[0].relevance


@pytest.mark.parametrize(
    "title",
    [
        "YouTube lowers the bar for its partner programme to 500 subscribers",
        "Judge blocks state law that would ban TikTok",
        "Twitch raises the creators' share of subscriptions to 70 percent",
        "EU fines Meta 200 million euros over consent to advertising",
        "Authors sue OpenAI over books used to train ChatGPT",
        "Australia bans social media for children under 16",
    ],
)
def test_news_on_rules_money_and_courts_is_ours(model: Model, title: str) -> None:
    assert relevance(model, title) >= model.threshold


@pytest.mark.parametrize(
    "title",
    [
        "Actor shares wedding photo on Instagram",
        "Senate passes two-year farm bill",
        "Google adds dark mode to its calendar",
        "Police arrest man who filmed robbery for TikTok",
        "Apple pie recipe for a rainy Sunday",
        "Jury convicts former banker of fraud",
        "",
    ],
)
def test_other_news_is_not_ours(model: Model, title: str) -> None:
    assert relevance(model, title) < model.threshold


def test_invisible_and_look_alike_letters_change_nothing(model: Model) -> None:
    plain = relevance(model, "Judge blocks TikTok ban in Montana")
    hidden = relevance(model, "Judge blo\u200bcks Tik\u200dTok ban in Mon\u00adtana")
    alike = relevance(model, "Judge bl\u043ecks TikT\u043ek b\u0430n in M\u043entana")
    assert plain == hidden == alike


def test_a_list_of_keywords_behind_a_text_makes_nothing_relevant(model: Model, root: Path) -> None:
    words = (
        "tiktok ban lawsuit creator fund monetization youtube antitrust fine court ruling google sued " * 16
    ).split()
    others = [line for line in gold_of(root / "tests/gold/tags.jsonl") if not line.relevant]
    stuffed = model.score([read(line.title, f"{line.text} {' '.join(words[:200])}") for line in others])
    before = model.score([read(line.title, line.text) for line in others])
    gained = sum(now.relevance >= model.threshold > was.relevance for now, was in zip(stuffed, before, strict=True))
    assert gained <= 0.02 * len(others)


def test_real_news_of_others_stays_theirs_behind_a_list_of_keywords(model: Model, shared: Path) -> None:
    others = [line for line in gold_of(shared / "data" / "gold-tags.jsonl") if not line.relevant]
    keywords = "creator fund payout tiktok ban antitrust lawsuit fine youtube monetization " * 6
    before = model.score([read(line.title, line.text) for line in others])
    stuffed = model.score([read(line.title, f"{line.text} {keywords}") for line in others])
    gained = sum(now.relevance >= model.threshold > was.relevance for now, was in zip(stuffed, before, strict=True))
    assert gained <= 0.02 * len(others)


def test_real_news_says_the_same_in_look_alike_letters(model: Model, shared: Path) -> None:
    told = gold_of(shared / "data" / "gold-tags.jsonl")[:100]
    disguise = str.maketrans("oaecp", "\u043e\u0430\u0435\u0441\u0440")
    # A word of look-alikes alone is a word of its own language, so each keeps a letter of ours.
    hidden = [" ".join(word[:1] + word[1:].translate(disguise) for word in line.title.split(" ")) for line in told]
    plain = model.score([read(line.title, "") for line in told])
    found = model.score([read(title, "") for title in hidden])
    moved = [one for one, other in zip(plain, found, strict=True) if abs(one.relevance - other.relevance) > 0.1]
    assert len(moved) <= 2


def test_a_megabyte_of_text_is_read_quickly(model: Model) -> None:
    text = "TikTok (which some states ban) sues, says a court, and pays creators. " * 15_000
    relevance(model, "warm", "up")
    start = time.process_time()
    relevance(model, "TikTok sues Montana", text)
    assert time.process_time() - start < 0.2


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "tiktok ban " * 10_000, "$1,1" * 25_000, "google " * 15_000, "'s " * 30_000, "a-" * 50_000]
)
def test_hostile_text_does_not_hold_up_the_reader(text: str) -> None:
    start = time.process_time()
    read(text, text)
    assert time.process_time() - start < 0.5


def test_the_gold_set_stays_above_its_floors(model: Model, root: Path) -> None:
    floors = json.loads((root / "tests/gold/floors.json").read_text(encoding="utf-8"))["tags"]
    told = measured(model, gold_of(root / "tests/gold/tags.jsonl")).told()
    assert {name: value for name, value in told.items() if value < floors[name]} == {}


def test_real_items_stay_above_the_linear_baseline(model: Model, shared: Path) -> None:
    found = measured(model, gold_of(shared / "data" / "gold-tags.jsonl"))
    # A linear model trained on these very items reaches AP 0.88 and micro F1 0.45 on unseen ones.
    assert found.average_precision > 0.95
    assert found.relevance_f1 > 0.88
    assert found.micro_f1 > 0.70
    assert found.first_right > 0.82
