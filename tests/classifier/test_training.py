"""Training: the same from the same, and nothing from a faulty corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from classifier import features
from classifier.model import Model, version_of
from classifier.rules import ACTS, TAGS
from classifier.training import CorpusError, Line, corpus, fit, gold_of, lines, measured


@pytest.fixture(scope="module")
def known() -> tuple[Line, ...]:
    return corpus()


def test_the_corpus_is_large_and_knows_every_tag(known: tuple[Line, ...]) -> None:
    assert len(known) >= 1_500
    for tag in TAGS:
        assert sum(tag in line.tags for line in known) >= 40, tag


def test_the_corpus_holds_as_much_that_is_not_ours(known: tuple[Line, ...]) -> None:
    ours = sum(line.relevant for line in known)
    assert len(known) - ours >= 0.6 * ours


def test_lines_have_their_own_ids_and_begin_with_an_act(known: tuple[Line, ...]) -> None:
    assert len({line.id for line in known}) == len(known)
    for line in known:
        assert line.relevant == bool(line.tags), line.id
        if line.relevant:
            assert line.tags[0] in ACTS, line.id


def test_no_line_of_the_gold_set_is_trained_on(known: tuple[Line, ...], root: Path) -> None:
    gold = {line.title for line in gold_of(root / "tests/gold/tags.jsonl")}
    assert len(gold) >= 150
    assert gold.isdisjoint(line.title for line in known)


def test_the_same_lines_make_the_same_model(known: tuple[Line, ...], tmp_path: Path) -> None:
    few = known[::20]
    first, again = fit(few), fit(few)
    assert first.dump(tmp_path / "a.npz") == again.dump(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert first.version != fit(known[1::20]).version


def test_another_way_of_reading_makes_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version_of("lines")
    monkeypatch.setattr(features, "WAY", features.WAY + 1)
    features.way.cache_clear()
    try:
        assert version_of("lines") != before
    finally:
        monkeypatch.undo()
        features.way.cache_clear()
    assert version_of("lines") == before


def test_the_packaged_model_was_trained_on_the_way_texts_are_read() -> None:
    """After a change of names, frames or limits: `policywatch train --out classifier/data/model.npz`."""
    assert Model.load().facts["way"] == features.way()


def test_a_faulty_line_is_named() -> None:
    good = json.dumps({"id": "a", "title": "t", "text": "", "relevant": False, "tags": []})
    with pytest.raises(CorpusError, match=r"some\.jsonl, line 2"):
        list(lines(f"{good}\nnot json", "some.jsonl"))
    wrong = json.dumps({"id": "a", "title": "t", "relevant": True, "tags": ["taxes"]})
    with pytest.raises(CorpusError, match="no tag is called 'taxes'"):
        list(lines(wrong, "some.jsonl"))


def test_figures_count_what_is_right(known: tuple[Line, ...]) -> None:
    model = fit(known[::20])
    found = measured(model, known[1::40])
    assert 0 <= found.relevance_f1 <= 1
    assert sum(items for _, items, _ in found.reliability) == found.items
