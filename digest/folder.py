"""The archive's folder: what stands in it, what each file was made of, and writing only what changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import TextIO

from digest.delivery import DeliveryError, write_whole

MANIFEST = ".policywatch-manifest"
JOURNAL = ".policywatch-manifest.part"
FIRST_LINE = "policywatch archive manifest 1\n"
# The journal is handed to the disk this often: a killed run then makes at most so many pages again.
FLUSH = 256


@dataclass(frozen=True, slots=True)
class Made:
    """What a file was made of, and its size in bytes."""

    key: str
    size: int


class Folder:
    """
    A folder of published files.

    `offer` a file with a key of everything it is made of: where the same key made the file that stands there, nothing
    is rendered at all. What was written is journalled at once, so a run that is killed goes on where it stood. The
    manifest names every file that is ours; a file of anybody else is never touched.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.before: dict[str, Made] = {}
        self.now: dict[str, Made] = {}
        self.standing: dict[str, int] = {}
        self.journal: TextIO | None = None
        self.offered = 0
        self.rendered = 0
        self.written = 0
        self.unflushed = 0

    def __enter__(self) -> Folder:
        try:
            self.place.mkdir(parents=True, exist_ok=True)
            for name in (MANIFEST, JOURNAL):
                self.before.update(read_manifest(self.place / name))
            self.standing = dict(files_in(self.place))
            self.journal = (self.place / JOURNAL).open("a", encoding="utf-8")
            if not alone(self.journal):
                self.journal.close()
                raise DeliveryError(f"{self.place} is being written by another run; wait for it to end")
        except OSError as error:
            raise DeliveryError(f"{self.place} cannot be used: {error.strerror or error}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.journal is not None:
            self.journal.close()
            self.journal = None

    def stands(self, path: str, key: str) -> bool:
        """Whether the file is there and was made of just this."""
        made = self.before.get(path)
        return made is not None and made.key == key and self.standing.get(path) == made.size

    def offer(self, path: str, key: str, make: Callable[[], bytes | str]) -> bool:
        """Have a file made of `key` in the folder; True when it had to be written."""
        if self.keep(path, key):
            return False
        content = make()
        return self.put(path, key, content.encode("utf-8", "replace") if isinstance(content, str) else content)

    def keep(self, path: str, key: str) -> bool:
        """Keep the file that stands there when it was made of just this."""
        self.offered += 1
        if not self.stands(path, key):
            return False
        self.now[path] = self.before[path]
        return True

    def keep_all(self, below: str, key: str) -> bool:
        """Keep every file of a folder when all of them stand and were made of just this."""
        inside = [path for path in self.before if path.startswith(below)]
        if not inside or not all(self.stands(path, key) for path in inside):
            return False
        self.now.update((path, self.before[path]) for path in inside)
        return True

    def put(self, path: str, key: str, content: bytes) -> bool:
        """Write a file, whole or not at all; True when its bytes are other than before."""
        self.rendered += 1
        new = write_whole(self.place / path, content)
        made = self.now[path] = self.before[path] = Made(key, len(content))
        self.standing[path] = len(content)
        self.written += new
        if self.journal is not None:
            self.journal.write(f"{path}\t{made.key}\t{made.size}\n")
            self.unflushed += 1
            if self.unflushed >= FLUSH:
                self.journal.flush()
                self.unflushed = 0
        return new

    def read(self, path: str) -> str:
        """A file of the folder as it stands; nothing where there is none."""
        try:
            return (self.place / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def close(self, prune: bool = False, always: str = "\0") -> list[str]:
        """
        Write the manifest; gives the files of ours that no data stands behind any more, removed with `prune`.

        Those below `always` are removed in any case.
        """
        left = sorted(path for path in self.before if path not in self.now and path in self.standing)
        kept = dict(self.now)
        if not prune:
            kept.update((path, self.before[path]) for path in left if not path.startswith(always))
            left = [path for path in left if path.startswith(always)]
        if left:
            for path in left:
                with suppress(FileNotFoundError):
                    (self.place / path).unlink()
                with suppress(OSError):
                    (self.place / path).parent.rmdir()
        lines = "".join(f"{path}\t{made.key}\t{made.size}\n" for path, made in sorted(kept.items()))
        write_whole(self.place / MANIFEST, (FIRST_LINE + lines).encode())
        if self.journal is not None:
            self.journal.close()
            self.journal = None
        (self.place / JOURNAL).unlink(missing_ok=True)
        return left


def alone(file: TextIO) -> bool:
    """Whether nobody else writes here now; the lock goes with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def read_manifest(path: Path) -> dict[str, Made]:
    """A manifest or what a killed run left of one; a line that cannot be read is passed over."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return {}
    found = {}
    for line in text.split("\n"):
        parts = line.split("\t")
        if len(parts) == 3 and parts[2].isdigit() and inside(parts[0]):
            found[parts[0]] = Made(parts[1], int(parts[2]))
    return found


def inside(path: str) -> bool:
    """Whether a path stays in the folder: a manifest is a file like any other, and anybody may have edited it."""
    return bool(path) and not path.startswith(("/", "\\")) and ".." not in path.split("/") and ":" not in path


def files_in(place: Path) -> Iterable[tuple[str, int]]:
    """Every file below a folder with its size; two levels are all we make, search indexes aside."""

    def walk(folder: str, before: str) -> Iterable[tuple[str, int]]:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from walk(entry.path, f"{before}{entry.name}/")
                elif entry.is_file(follow_symlinks=False):
                    yield f"{before}{entry.name}", entry.stat().st_size

    return walk(str(place), "")


def key_of(*parts: object) -> str:
    """A short key of everything a file is made of."""
    text = "\x1f".join([str(part) for part in parts])
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
