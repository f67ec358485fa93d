"""A language model may word a summary; it may not add to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from collector.fetch import Answer
from config.load import load
from config.schema import Configuration, LanguageModelSettings
from policywatch.run import demo, rewrite
from policywatch.run.day import Places, run
from policywatch.run.recording import recorded
from policywatch.run.report import Report
from policywatch.store.store import Store

SAMPLES = Path(demo.__file__).resolve().parent.parent / "samples"


def configured(folder: Path) -> Configuration:
    made = demo.set_up(folder, SAMPLES)
    told = LanguageModelSettings(enabled=True, url="https://model.example/v1", model="m", max_calls_a_day=50)
    return made.model_copy(update={"settings": made.settings.model_copy(update={"llm": told})})


def lived(folder: Path, store: Store) -> None:
    plain = load(folder / "config")
    for morning in demo.MORNINGS[:4]:
        with recorded(store, morning) as report:
            places = Places(archive=folder / "archive", outbox=folder / "letters")
            run(store, plain, demo.Samples(SAMPLES, morning), morning, places, report)


def model(says: Callable[[str], str], asked: list[str]) -> rewrite.Post:
    def post(url: str, body: bytes, headers: tuple[tuple[str, str], ...]) -> Answer:
        asked.append(url)
        user = json.loads(body)["messages"][1]["content"]
        content = json.dumps({"choices": [{"message": {"content": says(user)}}]})
        return Answer(status=200, said="", body=content.encode())

    return post


def test_a_lying_model_changes_nothing_and_is_counted(tmp_path: Path) -> None:
    configuration = configured(tmp_path)
    with Store.open(f"sqlite:///{tmp_path / 'policywatch.db'}") as store:
        lived(tmp_path, store)
        before = {story.id: story.summary for story in store.stories.all()}
        asked: list[str] = []
        lie = json.dumps([{"text": "TikTok pays creators 99 million dollars from 3 May 2031.", "cites": [1]}])
        report = Report()
        rewrite.rewrite_stories(store, configuration, demo.MORNINGS[3], report, model(lambda user: lie, asked))
        assert asked
        assert {story.id: story.summary for story in store.stories.all()} == before
        assert "0 sentences kept" in report.notes[-1]


def test_the_same_words_are_asked_about_once(tmp_path: Path) -> None:
    configuration = configured(tmp_path)
    with Store.open(f"sqlite:///{tmp_path / 'policywatch.db'}") as store:
        lived(tmp_path, store)
        asked: list[str] = []
        for _ in range(2):
            rewrite.rewrite_stories(store, configuration, demo.MORNINGS[3], Report(), model(lambda user: "[]", asked))
        first = len(asked)
        rewrite.rewrite_stories(store, configuration, demo.MORNINGS[3], Report(), model(lambda user: "[]", asked))
        assert len(asked) == first


def test_a_model_that_is_down_is_a_note_and_the_day_goes_on(tmp_path: Path) -> None:
    configuration = configured(tmp_path)
    with Store.open(f"sqlite:///{tmp_path / 'policywatch.db'}") as store:
        lived(tmp_path, store)
        report = Report()
        down = lambda url, body, headers: Answer(status=503, said="busy", body=b"")  # noqa: E731
        rewrite.rewrite_stories(store, configuration, demo.MORNINGS[3], report, down)
        assert "answered 503" in report.notes[-1]
