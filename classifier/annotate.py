"""Annotating: from items to all we say of them, each with the words it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from classifier import dimensions, rules
from classifier.annotation import Annotation, Evidence, Fact, Mention, Tag
from classifier.entities import Matcher
from classifier.facts import MADE_BY as FACTS_BY
from classifier.facts import facts_in
from classifier.features import Reading, read
from classifier.language import language_of
from classifier.source_class import source_class_of
from classifier.summary import summary_of
from collector.item import Item

if TYPE_CHECKING:
    from classifier.model import Model, Score
    from config.schema import Configuration

BATCH = 2_000  # items scored together; bounds memory, and no annotation depends on it
READ_LANGUAGES = frozenset({"en", "und", ""})
RULE_THRESHOLD = 0.5
NAMED_MATTER = 0.9  # of 570 labelled items none that names a matter of the registry was irrelevant (November 2026)
NEARLY = 0.5  # of the threshold: the facts of an item that is nearly ours are still read, so that a person may look


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """Why an item was judged as it was: what spoke loudest for each column, with weights and the threshold."""

    item: str
    relevance: float
    threshold: float
    made_by: str
    speaking: tuple[tuple[str, float], ...]
    tags: tuple[tuple[str, float, float, tuple[tuple[str, float], ...]], ...]  # tag, score, threshold, what spoke
    frames: tuple[tuple[str, str], ...]  # frame, the words it was found in


class Annotator:
    """Reads items in batches; the same item has the same annotation whatever stands beside it."""

    def __init__(self, configuration: Configuration, model: Model | None, note: str = "") -> None:
        settings = configuration.settings.classify
        self.model, self.note = model, note
        self.threshold = settings.relevance_threshold
        if self.threshold is None:
            self.threshold = model.threshold if model else RULE_THRESHOLD
        self.thresholds = dict(model.thresholds if model else dict.fromkeys(rules.TAGS, RULE_THRESHOLD))
        self.thresholds |= dict(settings.tag_thresholds)
        self.by = f"model {model.version}" if model else rules.RULES
        self.made_by = f"{self.by}, {FACTS_BY}"
        self._matcher = Matcher(
            configuration.gazetteer,
            {source.id: source.platform for source in configuration.sources if source.platform},
        )
        self._matters = {matter.id: matter.tags for matter in configuration.gazetteer.matters}
        self._plaintiffs = {matter.id: matter.plaintiffs for matter in configuration.gazetteer.matters}
        self._programs = {source.id: source.program for source in configuration.sources if source.program}
        self._classes = {source.id: source.source_class for source in configuration.sources}

    @classmethod
    def of(cls, configuration: Configuration) -> Annotator:
        """The annotator of a configuration; without a usable model rules alone decide, and each annotation says so."""
        from classifier.model import usable

        model, said = usable(configuration.settings.classify.model)
        return cls(configuration, model, "" if model else said)

    def annotate(self, items: Iterable[Item]) -> list[Annotation]:
        """An annotation for each item, in the same order."""
        waiting = list(items)
        out: list[Annotation] = []
        for start in range(0, len(waiting), BATCH):
            page = waiting[start : start + BATCH]
            mentions = [self._matcher.mentions(item) for item in page]
            readings = [_read(item, named) for item, named in zip(page, mentions, strict=True)]
            out += [
                self._one(item, reading, named, relevance, scores)
                for item, reading, named, (relevance, scores) in zip(
                    page, readings, mentions, self._scores(readings), strict=True
                )
            ]
        return out

    def relevances(self, items: Sequence[Item]) -> list[bool]:
        """Whether each item is ours to tell, by its words alone and without reading facts; quick."""
        out: list[bool] = []
        for start in range(0, len(items), BATCH):
            page = items[start : start + BATCH]
            scored = self._scores([read(item.title, item.text) for item in page])
            out += [
                relevance >= (self.threshold or RULE_THRESHOLD)
                and (relevance < 0.01 or language_of(item) in READ_LANGUAGES)
                for item, (relevance, _) in zip(page, scored, strict=True)
            ]
        return out

    def explain(self, item: Item) -> Explanation:
        """Why an item is, or is not, relevant and tagged as it is."""
        reading = _read(item, self._matcher.mentions(item))
        relevance, scores = self._scores([reading])[0]
        likely = sorted(scores, key=lambda tag: -scores[tag] / self.thresholds[tag])[:5]
        speaking = self.model.reasons(reading, "relevant") if self.model else ()
        return Explanation(
            item=item.id, relevance=relevance, threshold=self.threshold or RULE_THRESHOLD, made_by=self.made_by,
            speaking=speaking,
            tags=tuple(
                (tag, scores[tag], self.thresholds[tag], self.model.reasons(reading, tag, 5) if self.model else ())
                for tag in likely
            ),
            frames=tuple(
                (hit.frame.name, _words(item, *reading.place(hit.first, hit.last)).text) for hit in reading.hits
            ),
        )  # fmt: skip

    def _scores(self, readings: Sequence[Reading]) -> list[tuple[float, dict[str, float]]]:
        if self.model is None:
            return [_by_rules(reading) for reading in readings]
        scored: list[Score | None] = [None] * len(readings)
        # Nine items in ten of a general stream name nobody of ours; they are not weighed at all.
        near = [place for place, reading in enumerate(readings) if reading.reach]
        for place, score in zip(near, self.model.score([readings[place] for place in near]), strict=True):
            scored[place] = score
        return [(score.relevance, dict(score.tags)) if score else (0.001, {}) for score in scored]

    def _one(
        self, item: Item, reading: Reading, mentions: tuple[Mention, ...], relevance: float, scores: dict[str, float]
    ) -> Annotation:
        threshold = self.threshold or RULE_THRESHOLD
        language = language_of(item)
        reasons: list[str] = [self.note] if self.note else []
        known = language in READ_LANGUAGES
        ruled: dict[str, Evidence] = {}  # tags that the registry gives, and the words that name its matter
        if not item.words.strip():
            reasons.append("insufficient: neither title nor text has words")
        if not known:
            reasons.append(f"language {language}: not read, only English is")
            relevance = min(relevance, threshold / 2)
        if known and (matter := next((one for one in mentions if one.kind == "matter"), None)):
            # A docket line has few words of news, but who names a case of the registry speaks of it.
            if relevance < threshold:
                # The few words say little of the kind of act; the registry knows what the matter is about.
                ruled = dict.fromkeys(self._matters.get(matter.id, ()), matter.evidence)
                scores = scores | dict.fromkeys(ruled, NAMED_MATTER)
            relevance = max(relevance, NAMED_MATTER)
            reasons.append(f"names the matter {matter.id}")
        relevant = known and relevance >= threshold
        # What changed on a page we were told to watch is ours to tell, however little of it names anyone.
        change = "page-change" in item.flags
        if change and not relevant:
            relevant, relevance = True, max(relevance, threshold)
            reasons.append("a rule of a watched page changed")
        if not reading.reach:
            reasons.append("names no platform, nobody who earns on one, and nothing of the net")
        elif known:
            side = "at or above" if relevant else "below"
            reasons.append(f"relevance {relevance:.2f} is {side} the threshold {threshold:.2f} ({self.by})")
        mentions = self._matcher.mentions(item)
        facts: tuple[Fact, ...] = ()
        if change:
            facts = _facts_of_change(item, mentions)
        elif known:
            facts = facts_in(item, mentions, self._plaintiffs)
        if program := self._programs.get(item.source):
            # A watched page tells of one programme and hardly ever names it.
            facts = tuple(fact if fact.program or fact.matter else replace(fact, program=program) for fact in facts)
        names = rules.chosen(scores, self.thresholds) if relevant else ()
        tags = tuple(
            Tag(
                tag=tag, score=scores.get(tag, 0.0), by=rules.RULES if tag in ruled else self.by,
                evidence=ruled.get(tag) or self._evidence(item, reading, tag),
            )
            for tag in names
        )  # fmt: skip
        return Annotation(
            item=item.id, relevant=relevant, relevance=relevance, language=language, made_by=self.made_by,
            source_class=source_class_of(item, self._classes.get(item.source, "")), tags=tags, mentions=mentions,
            facts=facts, summary=summary_of(item, facts, names) if relevant else (), reasons=tuple(reasons),
            direction=dimensions.direction(item.words, names, facts) if relevant else None,
            status=dimensions.status(item.words, names, facts) if relevant else None,
            stage=dimensions.stage(item.words, names) if relevant else None,
        )  # fmt: skip

    def _evidence(self, item: Item, reading: Reading, tag: str) -> Evidence:
        """The words that carry a tag: a frame's, else the word the model weighs most, else the title."""
        hit = rules.telling(reading, tag)
        if hit is not None:
            return _words(item, *reading.place(hit.first, hit.last))
        if self.model is not None:
            for feature, weight in self.model.reasons(reading, tag, 40):
                name = feature.removeprefix("t:")
                if weight > 0 and ":" not in name:
                    place = _where(reading, name)
                    if place is not None:
                        return _words(item, *reading.place(*place))
        return _words(item, 0, len(item.title))


def _read(item: Item, mentions: Sequence[Mention]) -> Reading:
    places = [(one.evidence.start, one.evidence.end) for one in mentions if one.kind == "platform"]
    return read(item.title, item.text, places)


def _by_rules(reading: Reading) -> tuple[float, dict[str, float]]:
    scores = rules.by_frames(reading)
    best = max((scores.get(tag, 0.0) for tag in rules.ACTS if tag not in rules.CONTEXT), default=0.0)
    return (best if reading.reach == 2 else best / 2), scores


def _where(reading: Reading, name: str) -> tuple[int, int] | None:
    """The first tokens that make up a feature, by word or by kind."""
    wanted = name.split(" ") if name not in reading.words else [name]
    shown = list(zip(reading.words, reading.kinds, strict=True))
    for first in range(len(shown) - len(wanted) + 1):
        if all(one in shown[first + step] for step, one in enumerate(wanted)):
            return first, first + len(wanted) - 1
    return None


def _words(item: Item, start: int, end: int) -> Evidence:
    return Evidence(item=item.id, start=start, end=end, text=item.words[start:end])


def _facts_of_change(item: Item, mentions: Sequence[Mention]) -> tuple[Fact, ...]:
    """What the clauses of a changed page say in numbers, before and after."""
    from classifier.difference import facts_of_change

    dated = item.extra.get("dated")
    return facts_of_change(item, mentions, date.fromisoformat(dated) if dated else None)
