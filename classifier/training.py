"""Training: from the corpus and people's labels to a model, the same from the same, in a minute or two."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifier import vectors
from classifier.features import ORDER, WEIGHED_ALIKE, Reading, features, read, way
from classifier.model import FRAME_WEIGHT, HELPING, REACH, Model, Numbers, joined, matrix, meanings, version_of
from classifier.rules import TAGS, chosen

RARE = 2  # a feature that fewer lines have is not learnt
PENALTY = 2.0  # C of the logistic regression; 0.5 did worse on real items, 4 no better (November 2026)
# What is not ours teaches tags little: they are only said of what is. Of 0, 0.1, 0.3 and 1 this did best.
OTHERS = 0.3
FAINT = 0.5  # weight of a relevant line that names no platform: real items of that kind are few
FOLDS = 3
# Log odds that an item of a stream is less likely ours than a line of the corpus, half of which is: with them a
# probability of real items of 2018 to 2023 is as often right as it says, and one item in forty-four passes a half.
STREAMS = 1.66
RELEVANT = 0.5
# One threshold for all tags: those chosen tag by tag on the corpus did worse on real items (micro F1 0.717 for 0.734),
# whose words are less plain than ours. Other ones for subjects or context, alone or together, did no better than this.
SAID = 0.5
BARE = 0.5  # weight of a line's title alone beside the whole of it
PERSON = 3.0  # weight of a person's label beside a line of the corpus
HOW = (PENALTY, OTHERS, FAINT, FOLDS, STREAMS, RELEVANT, SAID, BARE, FRAME_WEIGHT, HELPING, REACH)


class CorpusError(Exception):
    """A corpus file that cannot be used; the sentence names file and line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One labelled item of the corpus, of a gold set, or of a person; `tags` main first."""

    id: str
    title: str
    text: str
    relevant: bool
    tags: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """How well items are told: precision, recall and F1 of relevance, its average precision, and F1 of tags."""

    items: int
    precision: float
    recall: float
    relevance_f1: float
    average_precision: float
    micro_f1: float
    macro_f1: float
    first_right: float
    per_tag: dict[str, tuple[int, int, int]]  # in gold, said, right
    reliability: tuple[tuple[float, int, float], ...]  # mean probability, items, share relevant

    def told(self) -> dict[str, float]:
        """The figures that floors are set for."""
        names = ("relevance_f1", "average_precision", "micro_f1", "macro_f1", "first_right")
        return {name: round(float(getattr(self, name)), 4) for name in names}


def corpus() -> tuple[Line, ...]:
    """The packaged corpus, file by file in the order of their names."""
    folder = files("classifier").joinpath("corpus")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".jsonl"))
    return tuple(line for name in names for line in lines(folder.joinpath(name).read_text(encoding="utf-8"), name))


def lines(text: str, where: str) -> Iterator[Line]:
    """Read JSON Lines of labelled items; raises CorpusError naming the line that does not fit."""
    for number, row in enumerate(text.split("\n"), start=1):
        if not row.strip():
            continue
        try:
            told = json.loads(row)
            line = Line(
                id=str(told["id"]), title=str(told["title"]), text=str(told.get("text") or ""),
                relevant=told["relevant"] is True, tags=tuple(told["tags"]),
            )  # fmt: skip
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{where}, line {number}: not an object with id, title, relevant and tags") from error
        unknown = [tag for tag in line.tags if tag not in TAGS]
        if unknown:
            raise CorpusError(f"{where}, line {number}: no tag is called {unknown[0]!r}")
        yield line


def fit(known: Sequence[Line], say: Callable[[str], None] = lambda line: None) -> Model:
    """
    Train a model on labelled lines.

    Each column is a logistic regression; probabilities are calibrated on folds the regression had not seen.
    """
    say(f"reading {len(known)} lines")
    paired = [(line, read(line.title, line.text)) for line in known]
    # Where nothing of ours is named the item is not looked at when tagging, so it teaches nothing here either.
    paired = [(line, reading) for line, reading in paired if reading.reach]
    whole = len(paired)
    # Feeds often print the title alone, and a title has to be understood by itself.
    bare = [replace(line, text="", weight=BARE * line.weight) for line, _ in paired if line.text]
    paired += [(line, reading) for line in bare if (reading := read(line.title, "")).reach]
    told, readings = [line for line, _ in paired], [reading for _, reading in paired]
    found = [features(one) for one in readings]
    counted = Counter(name for names in found[:whole] for name in names)
    order = sorted(name for name, times in counted.items() if times >= RARE)
    rows = {name: row for row, name in enumerate(order)}
    rarity = np.array(
        [
            0.0 if name.startswith(WEIGHED_ALIKE) else np.log((1 + whole) / (1 + counted[name])) + 1
            for name in order
        ],
        dtype=np.float16,
    ).astype(np.float32)
    values = sparse.hstack(
        [matrix(found, rows, rarity), *(sparse.csr_matrix(mean) for mean in meanings(readings))]
    ).tocsr()
    telling = np.array([not name.startswith(ORDER) for name in order] + [True] * 2 * vectors.SIZE)
    truth = np.array([[line.relevant, *(tag in line.tags for tag in TAGS)] for line in told])
    weights = np.array([weight(line, reading) for line, reading in paired])
    unseen = np.zeros(truth.shape, dtype=np.float32)
    fold = np.array([int(hashlib.sha256(line.id.encode()).hexdigest(), 16) % FOLDS for line in told])
    for number in range(FOLDS):
        say(f"fold {number + 1} of {FOLDS}")
        seen, held = fold != number, fold == number
        table, offsets = regress(values[seen], truth[seen], weights[seen], telling)
        unseen[held] = values[held] @ table + offsets
    calibration = calibrated(joined(unseen), truth, weights)
    calibration[1, 0] -= STREAMS
    say("fitting the whole")
    table, offsets = regress(values, truth, weights, telling)
    content = content_of(known)
    return Model(
        version=version_of(content), rows=rows, idf=rarity,
        weights=table.astype(np.float16).astype(np.float32), offsets=offsets, calibration=calibration,
        threshold=RELEVANT, thresholds=dict.fromkeys(TAGS, SAID),
        facts={"corpus": content, "way": way(), "lines": len(known), "libraries": versions()},
    )  # fmt: skip


def content_of(known: Sequence[Line]) -> str:
    """A hash of the lines and of how they are learnt."""
    told = [[line.id, line.title, line.text, line.relevant, line.tags] for line in known]
    return hashlib.sha256(json.dumps([told, HOW]).encode()).hexdigest()


def weight(line: Line, reading: Reading) -> float:
    """How much a line counts in training."""
    return line.weight * (FAINT if line.relevant and reading.reach < 2 else 1.0)


def regress(
    values: sparse.csr_matrix,
    truth: npt.NDArray[np.bool_],
    weights: npt.NDArray[np.float64],
    telling: npt.NDArray[np.bool_],
) -> tuple[Numbers, Numbers]:
    """Weights and offsets of every column; tags are learnt from the `telling` features alone."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    spoken = values[:, telling]
    taught = weights * np.where(truth[:, 0], 1.0, OTHERS)
    table = np.zeros((values.shape[1], truth.shape[1]), dtype=np.float32)
    offsets = np.zeros(truth.shape[1], dtype=np.float32)
    with threadpool_limits(1):  # many threads only wait for each other here, and one adds up in one order
        for column in range(truth.shape[1]):
            if truth[:, column].any() and not truth[:, column].all():
                machine = LogisticRegression(C=PENALTY, solver="liblinear", random_state=0)
                if column:
                    machine.fit(spoken, truth[:, column], sample_weight=taught)
                else:
                    machine.fit(values, truth[:, column], sample_weight=weights)
                table[telling if column else slice(None), column] = machine.coef_[0]
                offsets[column] = machine.intercept_[0]
            else:
                offsets[column] = -9.0  # a tag nobody gave is never said
    return table, offsets


def calibrated(unseen: Numbers, truth: npt.NDArray[np.bool_], weights: npt.NDArray[np.float64]) -> Numbers:
    """
    Slope and offset of each column's sigmoid (Platt), fitted on scores of unseen lines.

    A tag's probability is that of an item that is ours.
    """
    from sklearn.linear_model import LogisticRegression

    out = np.zeros((2, truth.shape[1]), dtype=np.float32)
    out[0] = 1.0
    for column in range(truth.shape[1]):
        if truth[:, column].any() and not truth[:, column].all():
            known = truth[:, 0] if column else np.ones(len(truth), dtype=bool)
            line = LogisticRegression(C=10.0)
            line.fit(unseen[known][:, [column]], truth[known, column], sample_weight=weights[known])
            out[0, column], out[1, column] = line.coef_[0, 0], line.intercept_[0]
    return out


def f1(right: float, said: float, true: float) -> float:
    """Harmonic mean of precision and recall; 0 where nothing is right."""
    return float(2 * right / (said + true)) if right else 0.0


def measured(model: Model, gold: Iterable[Line]) -> Figures:
    """How the model does on labelled items it was not trained on."""
    items = list(gold)
    scores = model.score([read(item.title, item.text) for item in items])
    said = [chosen(score.tags, model.thresholds) if score.relevance >= model.threshold else () for score in scores]
    return figures(items, [score.relevance for score in scores], said, model.threshold)


def figures(
    gold: Sequence[Line], relevance: Sequence[float], said: Sequence[Sequence[str]], threshold: float
) -> Figures:
    """Compare what was said of items with what they are."""
    truth = [item.relevant for item in gold]
    called = [chance >= threshold for chance in relevance]
    right = sum(one and other for one, other in zip(truth, called, strict=True))
    per_tag = {
        tag: (
            sum(tag in item.tags for item in gold),
            sum(tag in tags for tags in said),
            sum(tag in item.tags and tag in tags for item, tags in zip(gold, said, strict=True)),
        )
        for tag in TAGS
    }
    present = {tag: counts for tag, counts in per_tag.items() if counts[0]}
    sums = [sum(counts[place] for counts in per_tag.values()) for place in range(3)]
    first = [tags[0] in item.tags for item, tags in zip(gold, said, strict=True) if item.relevant and tags]
    return Figures(
        items=len(gold), precision=right / max(1, sum(called)), recall=right / max(1, sum(truth)),
        relevance_f1=f1(right, sum(called), sum(truth)), average_precision=average_precision(relevance, truth),
        micro_f1=f1(sums[2], sums[1], sums[0]),
        macro_f1=sum(f1(right, said_of, true) for true, said_of, right in present.values()) / max(1, len(present)),
        first_right=sum(first) / max(1, len(first)), per_tag=per_tag, reliability=reliability(relevance, truth),
    )  # fmt: skip


def average_precision(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """Mean precision at each true item, best score first."""
    hits, total = 0, 0.0
    for rank, (_, right) in enumerate(sorted(zip(scores, truth, strict=True), key=lambda pair: -pair[0]), start=1):
        if right:
            hits += 1
            total += hits / rank
    return total / hits if hits else 0.0


def reliability(chances: Sequence[float], truth: Sequence[bool]) -> tuple[tuple[float, int, float], ...]:
    """In ten steps of probability: the mean said, how many items, and how many of them were truly relevant."""
    out = []
    for step in range(10):
        held = [(one, right) for one, right in zip(chances, truth, strict=True) if min(9, int(one * 10)) == step]
        if held:
            out.append(
                (
                    round(sum(one for one, _ in held) / len(held), 3),
                    len(held),
                    sum(right for _, right in held) / len(held),
                )
            )
    return tuple(out)


def versions() -> dict[str, str]:
    """The libraries a model was made with."""
    import scipy
    import sklearn

    return {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}


def gold_of(path: Path) -> tuple[Line, ...]:
    """A gold set from a JSON Lines file."""
    return tuple(lines(path.read_text(encoding="utf-8"), path.name))
