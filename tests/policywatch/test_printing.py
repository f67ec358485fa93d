"""Records on a terminal: words are kept whole at any width."""

from __future__ import annotations

import click
import pytest

from policywatch.cli import printing

COLUMNS = {"Date": "day", "Title": "title", "Voices": "voices", "Id": "id", "Note": "note"}
RECORDS = [
    {"day": "2026-05-01", "title": "A threshold falls from five thousand followers to one thousand for everybody",
     "voices": 3, "id": "0123456789abcdef01234567", "note": None},
    {"day": "2026-05-02", "title": "A quiet day", "voices": 1, "id": "76543210fedcba9876543210", "note": ""},
]  # fmt: skip


def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int) -> list[str]:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(width))
    printing.print_records(RECORDS, COLUMNS, "table")
    return click.unstyle(capsys.readouterr().out).splitlines()


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_table_fits_its_terminal_and_breaks_no_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int
) -> None:
    lines = printed(monkeypatch, capsys, width)
    assert max(map(len, lines)) <= width
    words = " ".join(lines).split()
    for record in RECORDS:
        assert str(record["id"]) in words and str(record["day"]) in words
        assert all(word in words for word in str(record["title"]).split())


def test_a_column_without_values_is_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Note" not in printed(monkeypatch, capsys, 120)[0]


def test_where_columns_have_no_room_records_stand_as_blocks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(monkeypatch, capsys, 60)
    assert lines[0].startswith("A threshold falls")
    assert "  2026-05-02 · voices 1 · 76543210fedcba9876543210" in lines


def test_a_title_cannot_steer_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    printing.print_records([{"title": "\x1b]0;owned\x07 \u202eback"}], {"Title": "title"}, "table")
    assert "\x1b]0" not in (said := capsys.readouterr().out) and "\u202e" not in said
