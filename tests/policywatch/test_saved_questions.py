"""A saved question means the same wherever it is named."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from config.load import packaged
from policywatch.cli import group
from policywatch.run.doctor import examine

SAVED = """
[[saved]]
name = "bars"
query = "tag:threshold-change"

[[subscriber]]
address = "ed@example.org"
query = "saved:bars"
"""


def folder_with(tmp_path: Path, more: str) -> Path:
    folder = tmp_path / "config"
    folder.mkdir()
    for file in packaged().glob("*.toml"):
        shutil.copy(file, folder)
    with (folder / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write(more)
    return folder


def asked(folder: Path, *words: str) -> Result:
    options = ["--config", str(folder), "--db", f"sqlite:///{folder / 'q.db'}"]
    return CliRunner().invoke(group, [*options, *words])


def test_a_letter_may_be_narrowed_by_a_saved_question(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, SAVED)
    assert "ed@example.org" in asked(folder, "send", "--dry-run").stdout
    assert asked(folder, "digest", "--to", "ed@example.org").exit_code == 0
    assert asked(folder, "subscribers", "add", "ana@example.org", "--query", "saved:bars").exit_code == 0


def test_a_question_nobody_can_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, SAVED.replace('"saved:bars"', '"saved:bras"'))
    answer = asked(folder, "digest", "--to", "ed@example.org")
    assert answer.exit_code == 2
    assert "no question is saved as 'bras'" in answer.stderr


def test_the_doctor_reads_every_saved_question(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, SAVED.replace("threshold-change", "treshold-change"))
    told = [one.said for one in examine(folder, f"sqlite:///{folder / 'q.db'}", {}) if one.about == "questions"]
    assert len(told) == 2, "the saved question itself, and the reader who names it"
    assert "did you mean 'threshold-change'" in told[0]
