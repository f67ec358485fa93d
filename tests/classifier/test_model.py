"""The model file: whole or not at all, and never a program."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from classifier.annotate import Annotator
from classifier.features import read
from classifier.model import FILE, Model, ModelError, condition, unsure_band
from collector.item import Item
from config.load import load, packaged
from config.schema import ClassifySettings

HERE = Path(__file__).resolve().parents[2] / "classifier" / "data" / FILE
RULING = Item(
    id="one", source="test", source_class="press", url="", text="", observed=datetime(2026, 5, 1, tzinfo=UTC),
    title="Federal judge blocks TikTok ban in Montana, siding with creators", fingerprint="",
)  # fmt: skip
TITLES = [
    "Judge blocks TikTok ban",
    "YouTube pays creators for shorts",
    "Rain in the north",
    "",
    "Meta fined by EU watchdog",
]


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load()


def test_a_batch_says_what_single_readings_say(model: Model) -> None:
    readings = [read(title, "Some words on a platform and its app.") for title in TITLES]
    assert model.score(readings) == [model.score([one])[0] for one in readings]


def test_a_model_written_and_read_again_is_the_same(model: Model, tmp_path: Path) -> None:
    first = model.dump(tmp_path / "a.npz")
    again = Model.load(tmp_path / "a.npz")
    assert again.dump(tmp_path / "b.npz") == first
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


class Attack:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (Path.touch, (Path("canary"),))  # type: ignore[return-value]


def test_a_pickle_in_the_place_of_a_model_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plain.npz").write_bytes(pickle.dumps(Attack()))
    np.savez(tmp_path / "inside.npz", words=np.array([Attack()], dtype=object))
    for name in ("plain.npz", "inside.npz"):
        with pytest.raises(ModelError):
            Model.load(tmp_path / name)
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize("damage", ["missing", "cut", "changed"])
def test_without_a_usable_model_rules_alone_decide_and_say_so(tmp_path: Path, damage: str) -> None:
    place = tmp_path / "model.npz"
    if damage == "cut":
        place.write_bytes(HERE.read_bytes()[:5000])
    if damage == "changed":
        with np.load(HERE) as kept:
            parts = {name: kept[name] for name in kept.files}
        parts["offsets"] = parts["offsets"] + 1
        np.savez(place, **parts)
    good, said = condition(str(place))
    assert not good
    assert "policywatch train" in said
    whole = load(packaged())
    settings = whole.settings.model_copy(update={"classify": ClassifySettings(model=str(place))})
    annotator = Annotator.of(whole.model_copy(update={"settings": settings}))
    said_of = annotator.annotate([RULING])[0]
    assert said_of.reasons[0].startswith("rules alone")
    assert said_of.tags
    assert {tag.by for tag in said_of.tags} == {"rule"}


def test_reasons_name_words_with_weights(model: Model) -> None:
    reasons = dict(model.reasons(read("Regulator fines Google for antitrust abuse", ""), "fine-order"))
    assert any("fines" in name for name in reasons)


def test_the_unsure_band_lies_around_the_threshold(model: Model) -> None:
    low, high = unsure_band(ClassifySettings())
    assert low < model.threshold < high <= 1


def test_what_is_surely_ours_is_never_unsure_however_high_the_threshold() -> None:
    low, high = unsure_band(ClassifySettings(relevance_threshold=0.9))
    assert 0.75 < low < 0.9 < high < 0.97
    assert unsure_band(ClassifySettings(relevance_threshold=0.5)) == pytest.approx((0.3, 0.7))
