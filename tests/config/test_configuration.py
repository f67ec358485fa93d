"""What people may write in the configuration, and what they are told when they slip."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from config.load import (
    FILES,
    ConfigError,
    copy_to,
    folder_in_use,
    load,
    load_secrets,
    load_settings,
    load_sources,
    packaged,
)
from config.schema import Configuration, Settings, Source


@pytest.fixture(scope="module")
def configuration() -> Configuration:
    return load(packaged(), {})


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(ConfigError) as told:
        load(folder, {})
    return str(told.value)


SOURCE = '[[source]]\nid = "one"\nname = "One"\nurl = "https://one.example/feed"\n'


def test_the_packaged_configuration_holds_together(configuration: Configuration) -> None:
    assert len(configuration.tags) == 26
    assert len(configuration.groups) == 5
    assert sum(source.kind == "page" for source in configuration.sources) == 65
    assert sum(source.enabled for source in configuration.sources) > 90


def test_the_packaged_settings_are_the_defaults(configuration: Configuration) -> None:
    assert configuration.settings == Settings()


def test_only_pages_with_certain_regions_are_watched_from_the_start(configuration: Configuration) -> None:
    for source in configuration.sources:
        if source.kind == "page":
            assert source.select or source.ranges
            assert not (source.enabled and source.needs_js), source.id
        assert source.kind != "listing" or source.item_selector or not source.enabled, source.id


def test_no_two_entries_of_a_shelf_claim_the_same_name(configuration: Configuration) -> None:
    gazetteer = configuration.gazetteer
    for shelf in (gazetteer.platforms, gazetteer.companies, gazetteer.programs, gazetteer.bodies, gazetteer.laws):
        claims = Counter(alias for entry in shelf for alias in set(map(str.lower, entry.aliases)))
        assert not [alias for alias, entries in claims.items() if entries > 1]


def test_a_platform_tells_its_owner_as_of_a_day(configuration: Configuration) -> None:
    platforms = {platform.id: platform for platform in configuration.gazetteer.platforms}
    assert platforms["x"].owner("2021-05-01") == "twitter-inc"
    assert platforms["x"].owner("2023-05-01") == "x-corp"
    assert platforms["tiktok"].owner("2024-05-01") == "bytedance"


def test_a_folder_may_hold_only_what_was_changed(tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", "sources.toml", SOURCE)
    read = load(folder, {})
    assert [source.id for source in read.sources] == ["one"]
    assert len(read.tags) == 26


def test_an_unknown_key_is_named_with_its_file_and_entry(tmp_path: Path) -> None:
    told = refusal(write(tmp_path / "c", "sources.toml", SOURCE + 'urll = "x"\n'))
    assert "sources.toml" in told and '"one"' in told and "urll" in told and '"url"' in told


def test_a_wrong_type_is_named_with_what_was_given(tmp_path: Path) -> None:
    told = refusal(write(tmp_path / "c", "sources.toml", SOURCE + 'cadence_minutes = "often"\n'))
    assert "cadence_minutes" in told and "integer" in told and "often" in told


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    told = refusal(write(tmp_path / "c", "sources.toml", '[[source]]\nid = "one"\nurl = "https://one.example"\n'))
    assert "name" in told and "missing" in told


def test_a_duplicate_id_is_an_error(tmp_path: Path) -> None:
    assert '"one"' in refusal(write(tmp_path / "c", "sources.toml", SOURCE + SOURCE))


def test_an_unknown_table_is_an_error(tmp_path: Path) -> None:
    assert "sourse" in refusal(write(tmp_path / "c", "sources.toml", '[[sourse]]\nid = "one"\n'))


def test_broken_toml_names_file_and_line(tmp_path: Path) -> None:
    told = refusal(write(tmp_path / "c", "settings.toml", "[fetch\nconcurrency = 3\n"))
    assert "settings.toml" in told and "line 1" in told


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / "settings.toml").write_bytes(b'[digest]\ntitle = "caf\xe9"\n')
    assert "UTF-8" in refusal(folder)


def test_a_secret_in_a_file_is_refused(tmp_path: Path) -> None:
    told = refusal(write(tmp_path / "c", "settings.toml", '[mail]\npassword = "swordfish"\n'))
    assert "POLICYWATCH_SMTP_PASSWORD" in told and "swordfish" not in told


def test_secrets_come_from_the_environment_and_are_not_shown() -> None:
    secrets = load_secrets({"POLICYWATCH_SMTP_PASSWORD": "swordfish"})
    assert secrets.smtp_password == "swordfish"
    assert "swordfish" not in repr(secrets)


def test_a_reference_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    told = refusal(write(tmp_path / "c", "sources.toml", SOURCE + 'platform = "tiktokk"\n'))
    assert "tiktokk" in told and '"tiktok"' in told


def test_an_unknown_jurisdiction_is_an_error(tmp_path: Path) -> None:
    assert "UKK" in refusal(write(tmp_path / "c", "sources.toml", SOURCE + 'jurisdiction = "UKK"\n'))


def test_a_threshold_of_an_unknown_tag_is_an_error(tmp_path: Path) -> None:
    told = refusal(write(tmp_path / "c", "settings.toml", "[classify.tag_thresholds]\nlegislatoin = 0.4\n"))
    assert "legislatoin" in told


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("fetch", 'allow_hosts = ["localhost"]'),
        ("digest", 'time_zone = "Mars/Olympus"'),
        ("classify", "unsure_band = 7"),
        ("mail", 'tls = "maybe"'),
    ],
)
def test_a_senseless_setting_is_named(tmp_path: Path, section: str, key: str) -> None:
    told = refusal(write(tmp_path / "c", "settings.toml", f"[{section}]\n{key}\n"))
    assert section in told and key.partition(" ")[0] in told


def test_the_folder_in_use_is_the_option_then_the_variable_then_here_then_ours(tmp_path: Path) -> None:
    named, here = tmp_path / "named", tmp_path / "here"
    named.mkdir()
    write(here, "x.toml", "")
    assert folder_in_use(None, {}, here) == packaged()
    write(here / "config", "sources.toml", SOURCE)
    assert folder_in_use(None, {}, here) == here / "config"
    assert folder_in_use(None, {"POLICYWATCH_CONFIG": str(named)}, here) == named
    assert folder_in_use(str(named), {"POLICYWATCH_CONFIG": "/nowhere"}, here) == named
    with pytest.raises(ConfigError, match="gone"):
        folder_in_use("gone", {}, here)


def test_init_copies_everything_once_and_never_over_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert {path.name for path in copy_to(folder)} == set(FILES)
    (folder / "sources.toml").write_text(SOURCE, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"sources\.toml"):
        copy_to(folder)
    assert [source.id for source in load_sources(folder)] == ["one"]
    copy_to(folder, force=True)
    assert len(load_sources(folder)) > 100
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


def test_a_window_editor_may_have_saved_it(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / "settings.toml").write_bytes(b'\xef\xbb\xbf[digest]\r\ntitle = "Morning"\r\n')
    assert load_settings(folder).digest.title == "Morning"


def test_a_source_without_a_web_address_is_refused(tmp_path: Path) -> None:
    text = SOURCE.replace("https://one.example/feed", "file:///etc/passwd")
    assert "http://" in refusal(write(tmp_path / "c", "sources.toml", text))


def test_importing_the_room_loads_no_pydantic(root: Path) -> None:
    seen = subprocess.run(
        [sys.executable, "-c", "import config, config.load, sys; print('pydantic' in sys.modules)"],
        capture_output=True,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=True,
    )
    assert seen.stdout.strip() == "False"


def keys(form: type[BaseModel], prefix: str = "") -> list[str]:
    found = []
    for name, told in form.model_fields.items():
        inner = next(
            (
                part
                for part in (told.annotation, *get_args(told.annotation))
                if isinstance(part, type) and issubclass(part, BaseModel)
            ),
            None,
        )
        found += keys(inner, f"{name}.") if inner else [f"{prefix}{name}"]
    return found


@pytest.mark.parametrize("form", [Settings, Source])
def test_every_key_is_documented(form: type[Any], root: Path) -> None:
    page = (root / "docs" / "configuration.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([\w.]+)`", page))
    silent = [key for key in keys(form) if key not in told and key.rpartition(".")[2] not in told]
    assert not silent
