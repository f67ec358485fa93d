"""The model: weights over features, plain numbers that say how likely an item is ours and which tags it has."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifier import vectors
from classifier.features import Reading, features, way
from classifier.rules import ACTS, TAGS

if TYPE_CHECKING:
    from config.schema import ClassifySettings

FORMAT = 1
FILE = "model.npz"
LARGEST = 64 * 2**20  # bytes of a model file
FRAME_WEIGHT = 0.8  # of a frame beside words, whose weights are of length one; 0.4 and 1.5 did worse (November 2026)
HELPING = 0.5  # how much the likeliest act adds to relevance; ranks real items better than either alone
# How much of its probability an item keeps by its reach: those that name nobody of ours are hardly ever ours.
REACH = (0.02, 0.5, 1.0)
COLUMNS = ("relevant", *TAGS)

Numbers = npt.NDArray[np.float32]


class ModelError(Exception):
    """A model file that cannot be used; the sentence says why and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """What the model says of one item: probabilities, calibrated on items it had not seen."""

    relevance: float
    tags: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """
    A linear model per tag and one for relevance.

    `idf` is 0 for frames, whose value is FRAME_WEIGHT; `weights` has a row a feature and a column of COLUMNS, then 256
    rows for the mean vectors of title and whole. `calibration` holds slope and offset of each column's sigmoid.
    """

    version: str
    rows: Mapping[str, int]
    idf: Numbers
    weights: Numbers
    offsets: Numbers
    calibration: Numbers
    threshold: float
    thresholds: Mapping[str, float]
    facts: Mapping[str, Any]

    @classmethod
    def load(cls, path: Path | None = None) -> Model:
        """Read a model file, the packaged one by default; raises ModelError for anything but a whole, fitting model."""
        where = str(path) if path else "the packaged model"
        try:
            if path is not None and path.stat().st_size > LARGEST:
                raise ModelError(f"{where} is larger than any model of ours; train it anew with `policywatch train`")
            raw = path.read_bytes() if path else files("classifier").joinpath("data").joinpath(FILE).read_bytes()
            with np.load(BytesIO(raw), allow_pickle=False) as kept:
                parts = {name: kept[name] for name in ("words", "idf", "weights", "offsets", "calibration", "head")}
            head = json.loads(parts["head"].tobytes())
        except OSError as error:
            raise ModelError(f"{where} is not there ({error.strerror}); run `policywatch train`") from error
        except (BadZipFile, ValueError, KeyError, EOFError) as error:
            raise ModelError(f"{where} is no model file of ours; run `policywatch train`") from error
        if not isinstance(head, dict) or head.get("format") != FORMAT or head.get("columns") != list(COLUMNS):
            raise ModelError(f"{where} was made for another version of PolicyWatch; run `policywatch train`")
        if head.get("digest") != digest(parts):
            raise ModelError(f"{where} is damaged: its content does not fit its own hash; run `policywatch train`")
        words = parts["words"].tobytes().decode("utf-8").split("\n")
        if parts["weights"].shape != (len(words) + 2 * vectors.SIZE, len(COLUMNS)) or len(parts["idf"]) != len(words):
            raise ModelError(f"{where} is damaged: its tables do not fit together; run `policywatch train`")
        return cls(
            version=version_of(str(head.get("corpus"))), rows={word: row for row, word in enumerate(words)},
            idf=parts["idf"].astype(np.float32), weights=parts["weights"].astype(np.float32),
            offsets=parts["offsets"].astype(np.float32), calibration=parts["calibration"].astype(np.float32),
            threshold=float(head["threshold"]), thresholds=head["thresholds"], facts=head,
        )  # fmt: skip

    def dump(self, path: Path) -> str:
        """Write the model whole or not at all; gives the hash of its content."""
        order = sorted(self.rows, key=lambda word: self.rows[word])
        parts: dict[str, npt.NDArray[Any]] = {
            "words": np.frombuffer("\n".join(order).encode(), dtype=np.uint8), "idf": self.idf.astype(np.float16),
            "weights": self.weights.astype(np.float16), "offsets": self.offsets, "calibration": self.calibration,
        }  # fmt: skip
        head = dict(self.facts) | {
            "format": FORMAT, "columns": list(COLUMNS), "threshold": self.threshold,
            "thresholds": dict(self.thresholds), "digest": digest(parts),
        }  # fmt: skip
        parts["head"] = np.frombuffer(json.dumps(head, sort_keys=True).encode(), dtype=np.uint8)
        held = BytesIO()
        np.savez_compressed(held, allow_pickle=False, **parts)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        beside.write_bytes(held.getvalue())
        beside.replace(path)
        return str(head["digest"])

    def logits(self, readings: Sequence[Reading]) -> Numbers:
        """The raw score of each column for each reading; the same for a reading whatever stands beside it."""
        words = matrix([features(one) for one in readings], self.rows, self.idf)
        plain = np.asarray(words @ self.weights[: len(self.rows)], dtype=np.float32)
        for part, mean in enumerate(meanings(readings)):
            start = len(self.rows) + part * vectors.SIZE
            # einsum sums each row by itself; a matrix product may sum differently for batches of another size.
            plain += np.einsum("ij,jk->ik", mean, self.weights[start : start + vectors.SIZE])
        return plain + self.offsets

    def score(self, readings: Sequence[Reading]) -> list[Score]:
        """How likely each item is ours, and each tag, all calibrated."""
        if not readings:
            return []
        chances = probabilities(self.logits(readings), self.calibration)
        return [
            Score(
                relevance=round(float(row[0]) * REACH[one.reach], 4),
                tags={tag: round(float(chance), 4) for tag, chance in zip(TAGS, row[1:], strict=True)},
            )
            for row, one in zip(chances, readings, strict=True)
        ]

    def reasons(self, reading: Reading, column: str, most: int = 8) -> tuple[tuple[str, float], ...]:
        """The features that speak loudest for or against a column, with weights; "meaning" is the word vectors'."""
        where = COLUMNS.index(column)
        known = sorted(one for one in features(reading) if one in self.rows)
        words = matrix([set(known)], self.rows, self.idf)
        rows = [self.rows[name] for name in known]
        found = [(name, float(words[0, row] * self.weights[row, where])) for name, row in zip(known, rows, strict=True)]
        meaning = sum(
            float(np.einsum("ij,j->i", mean, self.weights[start : start + vectors.SIZE, where])[0])
            for part, mean in enumerate(meanings([reading]))
            for start in (len(self.rows) + part * vectors.SIZE,)
        )
        found.append(("meaning", meaning))
        loudest = sorted(found, key=lambda pair: (-abs(pair[1]), pair[0]))[:most]
        return tuple((name, round(weight, 3)) for name, weight in loudest)


def matrix(found: Sequence[set[str]], rows: Mapping[str, int], idf: Numbers) -> sparse.csr_matrix:
    """Features as numbers: words weighted by rarity to length one, frames at FRAME_WEIGHT."""
    indices: list[int] = []
    ends = [0]
    for names in found:
        indices += sorted(rows[name] for name in names if name in rows)
        ends.append(len(indices))
    columns = np.array(indices, dtype=np.int32)
    rarity = idf[columns] if len(indices) else np.zeros(0, dtype=np.float32)
    values = np.where(rarity > 0, rarity, np.float32(FRAME_WEIGHT)).astype(np.float32)
    for start, end in pairwise(ends):
        row = rarity[start:end]
        length = np.sqrt(np.square(row, dtype=np.float64).sum())
        if length:
            values[start:end] = np.where(row > 0, row / length, np.float32(FRAME_WEIGHT))
    return sparse.csr_matrix((values, columns, ends), shape=(len(found), len(rows)))


def meanings(readings: Sequence[Reading]) -> tuple[Numbers, Numbers]:
    """The mean vectors of the titles and of the wholes."""
    table = vectors.packaged()
    return table.mean([one.words[: one.titled] for one in readings]), table.mean([one.words for one in readings])


def joined(logits: Numbers) -> Numbers:
    """Scores in which relevance is helped by the likeliest act: an item that is surely a fine is surely ours."""
    acts = [COLUMNS.index(tag) for tag in ACTS]
    out = logits.copy()
    out[:, 0] += HELPING * logits[:, acts].max(axis=1)
    return out


def probabilities(logits: Numbers, calibration: Numbers) -> npt.NDArray[np.float64]:
    """Calibrated probabilities of raw scores."""
    lines = joined(logits).astype(np.float64) * calibration[0] + calibration[1]
    chances: npt.NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(lines, -50, 50)))
    return chances


def version_of(corpus: str) -> str:
    """What annotations call a model: it changes with the lines it was trained on and with the way texts are read."""
    return hashlib.sha256(f"{corpus} {way()}".encode()).hexdigest()[:8]


def digest(parts: Mapping[str, npt.NDArray[Any]]) -> str:
    """SHA-256 over the tables of a model."""
    told = hashlib.sha256()
    for name in sorted(parts):
        if name != "head":
            told.update(name.encode() + str(parts[name].dtype).encode() + str(parts[name].shape).encode())
            told.update(np.ascontiguousarray(parts[name]).tobytes())
    return told.hexdigest()


def usable(name: str) -> tuple[Model | None, str]:
    """The model settings name ("" for the packaged one) and what there is to say of it; None when it cannot be used."""
    try:
        model = Model.load(Path(name) if name else None)
    except ModelError as error:
        return None, f"rules alone: {error}"
    return model, f"model {model.version}, trained on {model.facts.get('lines', '?')} lines"


def condition(name: str) -> tuple[bool, str]:
    """Whether the model that settings name can be used, and a sentence about it."""
    model, said = usable(name)
    return model is not None, said


def unsure_band(settings: ClassifySettings) -> tuple[float, float]:
    """
    Between which probabilities the model is unsure whether an item is ours.

    The band is as wide in log odds as it is around an even chance: around a threshold of 0.84 a plain 0.2 on either
    side would hold every item that is surely ours.
    """
    middle = settings.relevance_threshold
    if middle is None:
        model, _ = usable(settings.model)
        middle = model.threshold if model else 0.5
    if not 0 < middle < 1 or settings.unsure_band >= 0.5:
        return max(0.0, middle - settings.unsure_band), min(1.0, middle + settings.unsure_band)
    odds, factor = middle / (1 - middle), (0.5 + settings.unsure_band) / (0.5 - settings.unsure_band)
    low, high = odds / factor, odds * factor
    return low / (1 + low), high / (1 + high)
