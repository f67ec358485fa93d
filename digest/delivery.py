"""The digest's door to the world: folders and mail servers."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class DeliveryError(Exception):
    """Something could not be handed over; the message names it and says what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A file of the archive: where it belongs, and what stands in it."""

    path: str
    content: bytes


def write_whole(path: Path, content: bytes) -> bool:
    """Write a file so that it is there whole or as it was; False when it already held just that."""
    try:
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DeliveryError(f"{path} cannot be written: {error.strerror or error}") from error
    return True


def publish(pages: Iterable[Page], folder: Path) -> int:
    """Write what is new or different; gives how many files were."""
    return sum(write_whole(folder / page.path, page.content) for page in pages)
