"""Rewriting: the day's summaries worded by a language model, where one is configured and can prove its sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import replace
from datetime import datetime, timedelta

from classifier.rewrite import Ask, AskError, rewrite
from collector.fetch import Answer, FetchError, post_json
from config.schema import Configuration
from policywatch.run.recording import never
from policywatch.run.report import Report
from policywatch.store.store import Store

ANSWER_MOST = 200_000  # bytes
STORIES_MOST = 12  # those an edition can tell in full
Post = Callable[[str, bytes, tuple[tuple[str, str], ...]], Answer]


class Kept(MutableMapping[str, str]):
    """Answers kept in the store by the content they were given for: the same words are never asked about twice."""

    def __init__(self, store: Store, now: datetime) -> None:
        self.store, self.now = store, now

    def __getitem__(self, key: str) -> str:
        kept = self.store.stories.shelf(f"llm:{key[:50]}")
        if kept is None:
            raise KeyError(key)
        return kept.decode()

    def __setitem__(self, key: str, value: str) -> None:
        with self.store.transaction():
            self.store.stories.put(f"llm:{key[:50]}", value.encode(), self.now)

    def __delitem__(self, key: str) -> None:
        raise TypeError("an answer is kept")

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def network(configuration: Configuration, now: datetime) -> Post:
    """Posting by the settings in force; the address is judged as every other is."""
    settings = configuration.settings.fetch
    seconds = configuration.settings.llm.timeout_seconds
    patient = settings.model_copy(update={"total_seconds": seconds, "read_seconds": seconds})
    return lambda url, body, headers: post_json(url, body, settings=patient, now=now, headers=headers, most=ANSWER_MOST)


def asker(configuration: Configuration, post: Post) -> Ask:
    """The door to the model of [llm]: an OpenAI-compatible address."""
    settings, key = configuration.settings.llm, configuration.secrets.llm_key
    url = settings.url.rstrip("/")
    url = url if url.endswith("/chat/completions") else f"{url}/chat/completions"
    left = [settings.max_calls_a_day]

    def ask(system: str, user: str) -> str:
        if left[0] <= 0:
            raise AskError(f"max_calls_a_day ({settings.max_calls_a_day}) is used up")
        left[0] -= 1
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        body = json.dumps({"model": settings.model, "messages": messages, "temperature": 0}).encode()
        headers = (("Authorization", f"Bearer {key}"),) if key else ()
        try:
            answer = post(url, body, headers)
        except FetchError as error:
            raise AskError(f"the model at {settings.url} did not answer: {error.sentence}") from error
        if answer.status != 200:
            raise AskError(f"the model at {settings.url} answered {answer.status}")
        try:
            content = json.loads(answer.body)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
            raise AskError(f"the model at {settings.url} answered something else than a chat completion") from error
        return str(content)

    return ask


def rewrite_stories(
    store: Store,
    configuration: Configuration,
    now: datetime,
    report: Report,
    post: Post | None = None,
    stopping: Callable[[], bool] = never,
) -> None:
    """Word the summaries of the last day's strongest stories anew; what cannot be proven stays as it was read."""
    settings = configuration.settings.llm
    if not (settings.enabled and settings.url):
        return
    ask = asker(configuration, post or network(configuration, now))
    kept = refused = 0
    failure = ""
    for story in store.stories.between(now - timedelta(days=1), now + timedelta(seconds=1))[:STORIES_MOST]:
        if stopping():
            break
        result = rewrite(story.summary, ask, settings.model, Kept(store, now))
        kept, refused = kept + result.kept, refused + len(result.refused)
        failure = failure or result.failure
        if result.kept and result.sentences != story.summary:
            with store.transaction():
                store.stories.save([(replace(story, summary=result.sentences), True)], now)
    report.notes.append(
        f"language model: {kept} sentences kept, {refused} refused" + (f"; {failure}" if failure else "")
    )
