"""A person's label wins at once, stays when read again, and enters the next training."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from collector.item import Item
from config.load import load
from policywatch.cli import group
from policywatch.run import classify
from policywatch.run.report import Report
from policywatch.store.store import Store

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
ID = "c0ffee" * 4
NEWS = Item(
    id=ID, source="paper", source_class="press", url="https://paper.example/a", observed=NOW, published=NOW,
    fingerprint=ID, title="YouTube raises bar for its Partner Program to 900 subscribers",
    text="Channels need 900 subscribers instead of 500 from May, the company said on Monday.",
)  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path) -> str:
    """The address of a store with one item, read and called relevant."""
    address = f"sqlite:///{tmp_path / 'l.db'}"
    with Store.open(address) as store:
        with store.transaction():
            store.items.add([NEWS])
        classify.classify(store, load(environ={}), NOW, Report())
        assert store.annotations.of([ID])[ID].relevant
    return address


def told(shelf: str, *words: str) -> str:
    answer = CliRunner().invoke(group, ["--quiet", "--db", shelf, *words], standalone_mode=False)
    assert answer.exception is None, answer.output
    assert not answer.return_value, answer.output
    return answer.stdout


def test_a_label_wins_over_the_model_at_once(shelf: str) -> None:
    told(shelf, "label", ID, "--tag", "payout-terms", "--tag", "eligibility-rule", "--by", "ana")
    with Store.open(shelf) as store:
        said = store.annotations.of([ID])[ID]
    assert [tag.tag for tag in said.tags] == ["payout-terms", "eligibility-rule"]
    assert {tag.by for tag in said.tags} == {"person"}
    told(shelf, "label", ID, "--not-relevant", "--by", "ben")
    with Store.open(shelf) as store:
        assert not store.annotations.of([ID])[ID].relevant


def test_labels_enter_training(shelf: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from classifier import training

    few = training.corpus()[::60]
    monkeypatch.setattr(training, "corpus", lambda: few)
    told(shelf, "label", ID, "--tag", "payout-terms", "--by", "ana")
    gold = str(root / "tests/gold/tags.jsonl")
    said = told(shelf, "train", "--gold", gold, "--out", str(tmp_path / "m.npz"), "--force")
    assert f"{len(few) + 1} lines, of them 1 by people" in said
