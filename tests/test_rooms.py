"""The house keeps its shape."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports_command

HEAVY = {
    "aiohttp", "alembic", "bs4", "click", "css_inline", "feedparser", "httpx", "jinja2", "lxml", "numpy", "pydantic",
    "scipy", "sklearn", "smtplib", "sqlalchemy", "trafilatura",
}  # fmt: skip


def test_imports_flow_one_way(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    from click.testing import CliRunner

    monkeypatch.chdir(root)
    result = CliRunner().invoke(lint_imports_command, ["--no-cache"])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("room", ["config", "collector", "classifier", "digest", "policywatch"])
def test_entering_a_room_loads_no_heavy_library(room: str, root: Path) -> None:
    code = f"import {room}, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert not HEAVY & set(loaded.stdout.split())


def test_the_command_line_opens_without_a_heavy_library(root: Path) -> None:
    code = "import policywatch.cli, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert not (HEAVY - {"click"}) & set(loaded.stdout.split())


def test_every_source_kind_is_on_the_shelf(root: Path) -> None:
    from collector.kinds import KINDS

    modules = {path.stem.replace("_", "-") for path in (root / "collector" / "kinds").glob("*.py")} - {"--init--"}
    assert set(KINDS) == modules


def test_no_room_is_a_drawer(root: Path) -> None:
    names = {"utils", "core", "helpers", "common", "base", "manager", "misc"}
    rooms = ("config", "collector", "classifier", "digest", "policywatch")
    found = [path for room in rooms for path in (root / room).rglob("*.py") if path.stem in names]
    assert not found


def test_every_module_opens_with_what_it_is(root: Path) -> None:
    rooms = ("config", "collector", "classifier", "digest", "policywatch")
    silent = [
        str(path.relative_to(root))
        for room in rooms
        for path in (root / room).rglob("*.py")
        if not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert not silent


def test_every_command_is_in_the_readme_or_the_manual(root: Path) -> None:
    from policywatch.cli import COMMANDS

    text = (root / "README.md").read_text(encoding="utf-8") + (root / "docs" / "cli.md").read_text(encoding="utf-8")
    missing = [name for name in COMMANDS if f"policywatch {name}" not in text]
    assert not missing


def test_no_path_of_a_builder_stands_in_the_house(root: Path) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    private = re.compile(r"/(?:work|home|root|Users)/[\w.-]+/")
    for name in listed.stdout.splitlines():
        path = root / name
        if path.suffix in {".py", ".md", ".toml", ".html", ".txt", ""} and path.is_file():
            assert not private.search(path.read_text(encoding="utf-8", errors="replace")), name


def test_a_shadowed_room_is_noticed(tmp_path: Path, root: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "__init__.py").write_text("x = 1\n")
    environ = os.environ | {"PYTHONPATH": f"{tmp_path}:{root}"}
    answer = subprocess.run(
        [sys.executable, "-P", "-m", "policywatch", "--help"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "another distribution's 'config'" in answer.stderr
