"""Publishing: the archive of all that is stored, and the letter in its folder."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from config.schema import Configuration
from digest import archive, delivery, letter
from digest.edition import Edition, edition_of
from policywatch.run.compose import names_of
from policywatch.store.store import Store


def publish(store: Store, configuration: Configuration, folder: Path) -> int:
    """Write what is new or different in the archive; gives how many files were."""
    stories = store.stories.all()
    wanted = [one for story in stories for one in story.items]
    stock = archive.Stock(
        title=configuration.settings.archive.title or configuration.settings.digest.title,
        editions=[edition_of(content) for content in store.editions.all()],
        stories=stories,
        items=store.items.get(wanted),
        said=store.annotations.of(wanted),
        names=names_of(configuration),
        tags={tag.id: (tag.name, tag.definition) for tag in configuration.tags},
    )
    return delivery.publish(archive.pages(stock), folder)


def leave_letter(edition: Edition, configuration: Configuration, folder: Path) -> list[Path]:
    """Write an edition's letter into a folder: text, HTML and the mail as it would be sent."""
    written = letter.write(edition, configuration.settings.archive.base_url)
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
