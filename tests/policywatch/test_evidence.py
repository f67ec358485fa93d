"""The evidence pack, and what the command line shows of a page's history."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from collector.document import Document
from config.schema import FetchSettings, Source
from policywatch.cli import group
from policywatch.cli.changes import word_diff
from policywatch.run import pages
from policywatch.run.evidence import pack_of_change, packed
from policywatch.run.report import Report
from policywatch.store.store import Store

RULES = "<main><h1>Lantern rules</h1><p>Partners need {} followers.</p><p>Fees are paid within 30 days.</p></main>"


def watch(store: Store) -> Source:
    source = Source(
        id="lantern", name="Lantern", kind="page", url="https://lantern.example/rules", source_class="official"
    )
    for day, followers in ((1, "1,000"), (2, "500")):
        now = datetime(2026, 4, day, tzinfo=UTC)
        body = RULES.format(followers).encode()
        answer = Document(source="lantern", url=source.url, body=body, fetched=now, headers=(("etag", '"x"'),))
        fetch = lambda requests, answer=answer: ((request, answer) for request in requests)  # noqa: E731
        pages.watch(store, [source], FetchSettings(), fetch, now, Report(), only=["lantern"])
    return source


@pytest.fixture
def pack() -> dict[str, bytes]:
    with Store.open("sqlite://") as store:
        watch(store)
        recorded = store.pages.changes("lantern")[-1]
        made = pack_of_change(store, recorded)
        assert made == pack_of_change(store, recorded)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_pack_holds_bytes_headers_texts_and_the_difference(pack: dict[str, bytes]) -> None:
    assert "+Partners need 500 followers." in pack["difference.txt"].decode()
    assert json.loads(pack["change.json"])["verdict"] == "rule-change"
    manifest = json.loads(pack["manifest.json"])
    assert [entry["headers"] for entry in manifest] == [[["etag", '"x"']]] * 2
    assert {pack[entry["file"]] for entry in manifest} == {RULES.format(n).encode() for n in ("1,000", "500")}


def test_every_file_is_as_its_checksum_says(pack: dict[str, bytes]) -> None:
    sums = dict(reversed(line.split("  ")) for line in pack["SHA256SUMS"].decode().splitlines())
    assert set(sums) == set(pack) - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256(pack[name]).hexdigest() == digest


def test_equal_files_make_equal_packs() -> None:
    assert packed({"a": b"1", "b": b"2"}) == packed({"b": b"2", "a": b"1"})


def test_a_word_difference_marks_what_went_and_what_came() -> None:
    assert click.unstyle(word_diff("Partners need 1,000 followers.", "Partners need 500 followers to join.")) == (
        "Partners need [-1,000 followers.-] {+500 followers to join.+}"
    )


def test_the_command_line_shows_a_page_its_changes_and_their_evidence(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'store.db'}"
    config = tmp_path / "config"
    runner = CliRunner()
    assert runner.invoke(group, ["init", str(config)]).exit_code == 0
    own = '[[source]]\nid = "lantern"\nname = "Lantern"\nkind = "page"\nurl = "https://lantern.example/rules"\n'
    (config / "sources.toml").write_text(own + 'source_class = "official"\n', encoding="utf-8")
    with Store.open(address) as store:
        watch(store)
        change = store.pages.changes("lantern")[-1].change.id
    common = ["--config", str(config), "--db", address]
    history = runner.invoke(group, [*common, "sources", "show", "lantern", "--history", "--format", "json"])
    assert [entry["verdict"] for entry in json.loads(history.stdout)] == ["first-seen", "rule-change"]
    shown = runner.invoke(group, [*common, "show", change[:10]])
    assert "[-1,000-] {+500+}" in shown.stdout
    out = tmp_path / "pack.zip"
    assert runner.invoke(group, [*common, "evidence", change, "--out", str(out)]).exit_code == 0
    assert zipfile.is_zipfile(out)
    assert runner.invoke(group, [*common, "evidence", "no-such-thing"]).exit_code == 2


def test_changes_are_tried_without_a_store(tmp_path: Path) -> None:
    lines = [
        {
            "page": "Lantern",
            "observed": f"2026-04-0{day}T00:00:00Z",
            "text": f"Partners need {followers} followers to join.",
        }
        for day, followers in ((1, "1,000"), (2, "500"))
    ]
    file = tmp_path / "history.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)) + "\nnot json\n", encoding="utf-8")
    tried = CliRunner().invoke(group, ["try", "changes", str(file)], standalone_mode=False)
    records = [json.loads(line) for line in tried.stdout.splitlines()]
    assert [record["verdict"] for record in records] == ["first-seen", "rule-change"]
    assert [(fact["before"], fact["after"]) for fact in records[1]["facts"]] == [(1000, 500)]
    assert "Line 3" in tried.stderr
    assert tried.return_value == 1
