"""Lists of sources come in and go out."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from policywatch.cli import group

OPML = """<?xml version="1.0"?><opml version="2.0"><body>
<outline text="Money"><outline text="The Creator Desk" type="rss" xmlUrl="https://creatordesk.example/feed"/>
<outline text="The Creator Desk" type="rss" xmlUrl="https://www.creatordesk.example/feed/"/></outline>
<outline text="Tom &amp; &quot;Ann&quot;" type="rss" xmlUrl="https://tomann.example/rss?x=1"/></body></opml>"""


def policywatch(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(group, list(words), obj=None)
    return answer.exit_code, answer.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "list.opml").write_text(OPML)
    made = tmp_path / "config"
    made.mkdir()
    (made / "sources.toml").write_text('[[source]]\nid = "a"\nname = "A"\nurl = "https://a.example/feed"\n')
    return made


def test_an_imported_list_is_added_once_and_exported_again(folder: Path) -> None:
    for _ in range(2):
        code, said = policywatch("--config", str(folder), "sources", "import", str(folder.parent / "list.opml"))
        assert code == 0, said
    text = (folder / "sources.toml").read_text()
    assert text.count("creatordesk.example") == 1
    assert text.startswith('[[source]]\nid = "a"')
    _, exported = policywatch("--config", str(folder), "sources", "export")
    assert exported.count("xmlUrl") == 3


def test_what_is_no_list_is_named(folder: Path) -> None:
    (folder.parent / "letter.txt").write_text("Dear reader")
    code, said = policywatch("--config", str(folder), "sources", "import", str(folder.parent / "letter.txt"))
    assert code == 2
    assert "letter.txt" in said
    assert "no OPML list" in said


def test_the_packaged_list_raises_no_doubt_about_secrets_or_doubles() -> None:
    from config.load import load_sources, packaged
    from policywatch.cli.listing import doubts

    said = [what for _, what in doubts(load_sources(packaged()))]
    assert not [what for what in said if "secret" in what]
