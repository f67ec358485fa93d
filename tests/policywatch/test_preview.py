"""A letter can be looked at before anybody gets it, and what a sender lacks is named."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.policy import default
from functools import cache
from pathlib import Path

import pytest

from config.load import load
from config.schema import Configuration, MailSettings, Secrets
from digest.edition import Coverage, Edition
from policywatch.run import doctor
from policywatch.run.preview import preview

NOW = datetime(2031, 5, 6, 7, 30, tzinfo=UTC)


@cache
def defaults() -> Configuration:
    return load(None, {})


def configured(secret: str = "", base: str = "", **mail: object) -> Configuration:
    settings = defaults().settings
    told = settings.model_copy(
        update={
            "mail": MailSettings(**mail),  # type: ignore[arg-type]
            "archive": settings.archive.model_copy(update={"base_url": base}),
        }
    )
    return defaults().model_copy(update={"settings": told, "secrets": Secrets(signing_key=secret)})


def test_a_preview_is_the_letter_as_page_text_and_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    edition = Edition(
        day="2031-05-06", number=7, title="PolicyWatch", subject="A quiet day", preheader="", lead=None, changes=(),
        updates=(), rumours=(), also=(), dates=(), corrections=(), coverage=Coverage(sources=3, read=3, items=9),
    )  # fmt: skip
    made = preview(edition, configured(sender="desk@policywatch.example"), tmp_path, NOW)
    assert [path.name for path in made] == ["letter.html", "letter.txt", "letter.eml"]
    mail = email.message_from_bytes(made[2].read_bytes(), policy=default)
    body = mail.get_body(("plain",))
    assert body is not None and body.get_content().split() == made[1].read_text().split()
    assert mail["Subject"] == "A quiet day" and mail["To"] == "reader@example.org"


def test_the_doctor_names_what_a_sender_lacks() -> None:
    bad = {
        one.about
        for one in doctor.letters(configured(host="mail.example.org", tls="none", user="desk"))
        if not one.good
    }
    assert bad == {"sender", "encryption", "password", "list id", "unsubscribe", "archive"}


def test_the_doctor_is_content_with_a_sender_who_has_all() -> None:
    whole = configured(
        secret="sixteen letters or more", base="https://watch.example", sender="desk@policywatch.example",
        list_id="PolicyWatch <letters.policywatch.example>", unsubscribe_url="https://watch.example",
    )  # fmt: skip
    found = list(doctor.letters(whole))
    assert all(one.good for one in found)
    assert any("_dmarc.policywatch.example" in one.said for one in found)
