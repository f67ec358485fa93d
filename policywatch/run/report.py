"""The report: what a run did, in numbers and names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(kw_only=True, slots=True)
class Report:
    """
    What a run did; it grows while the run goes on, and is kept with the run.

    `failed` and `silent` name sources with the reason; `new`, `changed` and `seen` count items.
    """

    sources: int = 0
    fetched: int = 0
    unchanged: int = 0
    waiting: int = 0
    new: int = 0
    changed: int = 0
    seen: int = 0
    dropped: int = 0
    classified: int = 0
    relevant: int = 0
    stories_new: int = 0
    stories_grown: int = 0
    pages: int = 0
    page_changes: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    silent: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    edition: str = ""
    letters: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    published: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def code(self) -> int:
        """The exit code this report asks for: 1 when something it names has failed."""
        return 1 if self.failed or self.refused else 0

    def told(self) -> dict[str, Any]:
        """The report as plain values, for the store and for --json."""
        return {name: getattr(self, name) for name in self.__slots__}

    def lines(self) -> list[str]:
        """The report as a person reads it."""
        lines = []
        if self.sources:
            good = self.fetched + self.unchanged
            lines.append(
                f"Sources   {good} of {self.sources} read ({self.unchanged} unchanged), {len(self.failed)} failed"
                + (f", {self.waiting} not due" if self.waiting else "")
            )
            lines.append(
                f"Items     {self.new} new, {self.changed} changed, {self.seen} seen before, {self.dropped} dropped"
            )
        if self.pages:
            lines.append(f"Pages     {self.pages} read, {self.page_changes} rule changes")
        if self.classified:
            lines.append(
                f"Read      {self.classified} items, {self.relevant} ours to tell, "
                f"{self.stories_new} new stories, {self.stories_grown} grown"
            )
        if self.edition:
            lines.append(f"Edition   {self.edition}")
        if self.letters:
            lines.append(f"Letters   {self.letters} sent")
        if self.published:
            lines.append(f"Archive   {self.published} files written")
        lines += [f"Failed    {name}: {reason}" for name, reason in sorted(self.failed.items())]
        lines += [f"Silent    {name}: {reason}" for name, reason in sorted(self.silent.items())]
        lines += [f"Refused   {name}: {reason}" for name, reason in sorted(self.refused.items())]
        lines += [f"Note      {note}" for note in self.notes]
        return lines
