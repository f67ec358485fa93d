"""The wheel holds the whole product and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOMS = {"config", "collector", "classifier", "digest", "policywatch"}


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree and unpacked into an empty folder, beside the libraries of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    code = (
        "import os, sys; from hatchling.build import build_wheel; "
        "os.chdir(sys.argv[1]); print(build_wheel(sys.argv[2]))"
    )
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; `make test` installs it")
    name = subprocess.run(
        [sys.executable, "-c", code, str(root), str(folder)], capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    with zipfile.ZipFile(folder / name) as wheel:
        tops = {entry.split("/")[0] for entry in wheel.namelist()}
        assert {top for top in tops if not top.endswith(".dist-info")} == ROOMS
        wheel.extractall(folder / "site")
    return folder / "site"


def policywatch(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"PYTHONPATH": str(installed), "XDG_DATA_HOME": str(folder / "data")}
    return subprocess.run(
        [sys.executable, "-P", "-m", "policywatch", *words],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_installed_product_speaks_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    answer = policywatch(installed, tmp_path, "--help")
    assert answer.returncode == 0, answer.stderr
    assert "What changed in platform rules" in answer.stdout


def test_the_installed_product_runs_its_demo(installed: Path, tmp_path: Path) -> None:
    answer = policywatch(installed, tmp_path, "demo", "--out", "demo")
    assert answer.returncode == 0, answer.stderr
    assert (tmp_path / "demo" / "archive" / "index.html").is_file()


def test_the_configuration_comes_along(installed: Path, tmp_path: Path) -> None:
    assert policywatch(installed, tmp_path, "init", "mine").returncode == 0
    assert (tmp_path / "mine" / "sources.toml").is_file()
