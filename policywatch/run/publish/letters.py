"""The letter of a day in its folder, as text, as HTML and as the mail that would be sent."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from config.schema import Configuration
from digest import delivery, letter
from digest.edition import Edition


def leave_letter(edition: Edition, configuration: Configuration, folder: Path) -> list[Path]:
    """Write an edition's letter into a folder: text, HTML and the mail as it would be sent."""
    written = letter.write(
        edition, configuration.settings.archive.base_url, most=configuration.settings.digest.max_letter_bytes
    )
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(written.subject.split())
    mail.set_content(written.text)
    mail.add_alternative(written.html, subtype="html")
    # A random boundary would make two equal letters differ.
    mail.set_boundary(f"=_{edition.digest[:24]}")
    files = {"txt": written.text.encode(), "html": written.html.encode(), "eml": mail.as_bytes()}
    paths = []
    for ending, content in files.items():
        paths.append(folder / f"letter-{edition.day}.{ending}")
        delivery.write_whole(paths[-1], content)
    return paths
