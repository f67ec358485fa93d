"""The manual tells what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from policywatch.cli import COMMANDS, group
from policywatch.cli.manual import commands, manual, options

HOW = "docs/cli.md is behind the program: python -m policywatch.cli.manual > docs/cli.md"


def told(root: Path) -> dict[str, str]:
    parts = re.split(r"^## (policywatch .*)$", (root / "docs" / "cli.md").read_text(encoding="utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_manual_has_every_command_and_no_other(root: Path) -> None:
    assert set(told(root)) == {name for name, _ in commands(group, "policywatch")}, HOW


def test_the_manual_has_every_option_and_no_other(root: Path) -> None:
    sections = told(root)
    for name, command in commands(group, "policywatch"):
        written = {one for record, _ in options(command) for one in re.findall(r"--[a-z-]+", record)}
        table = "\n".join(line for line in sections.get(name, "").splitlines() if line.startswith("| `"))
        assert set(re.findall(r"--[a-z-]+", "\n".join(re.findall(r"^\| `([^`]*)`", table, flags=re.M)))) == written, (
            f"{name}: {HOW}"
        )


def test_the_manual_can_be_made_again(root: Path) -> None:
    assert manual().startswith((root / "docs" / "cli.md").read_text(encoding="utf-8")[:400])


def test_every_command_tells_an_example_in_its_help() -> None:
    silent = [name for name, command in commands(group, "policywatch") if "Example:" not in (command.help or "")]
    assert not silent


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_of_every_command_can_be_read(name: str) -> None:
    answer = CliRunner().invoke(group, [name, "--help"])
    assert answer.exit_code == 0, answer.output
    assert f"Usage: policywatch {name}" in answer.output.replace("root ", "policywatch ") or "Usage:" in answer.output


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("matters tiktok-v", "tiktok-v-garland"), ("facts --program tiktok-shop", "tiktok-shop-affiliate"),
        ("programs tiktok-shop", "tiktok-shop-affiliate"), ("query --tag thre", "threshold-change"),
        ("label 3f2a9c --tag thre", "threshold-change"), ("sources show ftc", "ftc-"), ("collect ftc", "ftc-"),
    ],
)  # fmt: skip
def test_a_shell_is_offered_the_names_that_stand_in_the_configuration(words: str, offered: str) -> None:
    before, last = words.rsplit(" ", 1)
    found = ShellComplete(group, {}, "policywatch", "_POLICYWATCH_COMPLETE").get_completions(before.split(), last)
    assert any(one.value.startswith(offered) for one in found)
