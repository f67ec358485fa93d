"""The preview: an edition's letter as files to look at, and as a picture where a browser is."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from config.schema import Configuration
from digest import delivery
from digest.edition import Edition
from digest.letter import addressed
from digest.message import build
from digest.wording import why_you_get
from policywatch.run.send import Drafts, key_of, sender_of
from policywatch.store.outbox import Reader

# Whom a preview is addressed to: the address is reserved and belongs to nobody.
NOBODY = Reader(address="reader@example.org")


def preview(
    edition: Edition, configuration: Configuration, folder: Path, now: datetime, reader: Reader = NOBODY
) -> list[Path]:
    """Write letter.html, letter.txt, letter.eml, and letter.png when Chromium is there; gives what was written."""


    drafts = Drafts(configuration)
    why = why_you_get(reader.question, reader.cadence, reader.hour, reader.time_zone)
    way_out = f"mailto:{sender_of(configuration).address}?subject=unsubscribe"
    written = addressed(drafts.of(edition), way_out, why)
    key = key_of(date.fromisoformat(edition.day))
    mail = build(written, sender_of(configuration), reader.address, reader.name, key, now, drafts.signer)
    files = {"html": written.html.encode(), "txt": written.text.encode(), "eml": mail}
    paths = []
    for ending, content in files.items():
        paths.append(folder / f"letter.{ending}")
        delivery.write_whole(paths[-1], content)
    picture = folder / "letter.png"
    if delivery.picture(folder / "letter.html", picture):
        paths.append(picture)
    return paths
