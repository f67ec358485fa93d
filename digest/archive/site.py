"""The site: what every page of the archive shares, and a page made from its template."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from markupsafe import Markup

from config.schema import Configuration, TagDefinition
from digest import wording
from digest.rendering import environment

DIGEST = Path(__file__).resolve().parent.parent


@cache
def edition_of_code() -> str:
    """A digest of everything in this room: a new template or sentence makes every page anew."""
    made = blake2b(digest_size=12)
    parts = [*(DIGEST / "archive").glob("*.py"), *(DIGEST / "templates" / "archive").glob("*.html")]
    parts += [DIGEST / name for name in ("wording.py", "rendering.py", "charts.py", "feeds.py")]
    for path in sorted(parts):
        made.update(path.name.encode() + b"\0" + path.read_bytes())
    return made.hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Site:
    """What every page knows: names, tags, where the archive is published, whether it can be searched."""

    title: str
    base_url: str
    names: Mapping[str, str]
    configuration: Configuration
    tags: Mapping[str, TagDefinition]
    searchable: bool = False
    programs: frozenset[str] = field(default_factory=frozenset)  # those that have a page
    matters: frozenset[str] = field(default_factory=frozenset)
    platforms: frozenset[str] = field(default_factory=frozenset)
    sources: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, configuration: Configuration, names: Mapping[str, str], searchable: bool = False) -> Site:
        """The site of a configuration; every programme, matter, platform and source of it has a page."""
        gazetteer = configuration.gazetteer
        base = configuration.settings.archive.base_url.rstrip("/")
        return cls(
            title=configuration.settings.archive.title or configuration.settings.digest.title,
            base_url=base + "/" if base else "",
            names=names,
            configuration=configuration,
            tags={tag.id: tag for tag in configuration.tags},
            searchable=searchable,
            programs=frozenset(one.id for one in gazetteer.programs),
            matters=frozenset(one.id for one in gazetteer.matters),
            platforms=frozenset(one.id for one in gazetteer.platforms),
            sources=frozenset(one.id for one in configuration.sources),
        )

    @property
    def mark(self) -> str:
        """Differs when anything that stands on every page differs."""
        made = blake2b(edition_of_code().encode(), digest_size=12)
        tags = [(tag.id, tag.name, tag.group) for tag in self.configuration.tags]
        told = (self.title, self.base_url, sorted(self.names.items()), tags, self.searchable)
        made.update(repr(told).encode("utf-8", "surrogatepass"))
        return made.hexdigest()

    def name(self, id: str | None) -> str:
        """The printed name behind an id."""
        return self.names.get(id or "", id or "")

    def tag_name(self, id: str) -> str:
        return self.tags[id].name if id in self.tags else id

    def listed(self, ids: Iterable[str]) -> str:
        """The printed names behind some ids, with commas."""
        return ", ".join([self.names.get(id, id) for id in ids])

    def tags_listed(self, ids: Iterable[str]) -> str:
        return ", ".join([self.tag_name(id) for id in ids])

    def path_of(self, kind: str, id: str) -> str:
        """Where something has its page; empty where it has none."""
        shelves = {
            "platform": (self.platforms, "platforms"), "program": (self.programs, "programs"),
            "matter": (self.matters, "matters"), "tag": (self.tags, "tags"), "source": (self.sources, "sources"),
        }  # fmt: skip
        shelf, folder = shelves[kind]
        return f"{folder}/{id}.html" if id in shelf else ""


def page(site: Site, path: str, template: str, heading: str, **values: Any) -> str:
    """A page of the archive: the template filled, with links that work in any folder."""
    empty = {"about": "", "feed": "", "kind": "website", "wide": False, "data": None, "now": ""}
    filled = empty | {"root": "../" * path.count("/")} | values
    made: str = template_of(template).render(site=site, path=path, heading=heading, here=path.split("/")[0], **filled)
    return made


@cache
def template_of(name: str) -> Any:
    """A template of the archive with the words it may use."""
    made = environment()
    made.globals |= {"day_word": day_word, "short_day": short_day, "moment": moment, "part": part,
                     "mark_word": MARK_WORDS, "by_word": by_word, "status_of": status_of, "state_word": state_word,
                     "language_word": language_word}  # fmt: skip
    made.filters["ld"] = ld
    return made.get_template(f"archive/{name}.html")


@lru_cache(maxsize=40_000)
def part(name: str, *values: Any) -> Markup:
    """A part of pages, by its macro's name: drawn once, however many rows and lists show it."""
    return Markup(getattr(template_of("parts").module, name)(*values))


MARK_WORDS: Mapping[str, str] = {
    "P": "primary source", "W": "wire service", "S": "press", "A": "analysis", "R": "rumour or single anonymous source",
}  # fmt: skip
LANGUAGES: Mapping[str, str] = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "pl": "Polish", "ja": "Japanese", "ko": "Korean", "zh": "Chinese", "hi": "Hindi", "id": "Indonesian",
}  # fmt: skip


def day_word(day: str | date | datetime | None) -> str:
    """
    >>> day_word("2026-05-01"), day_word("2026-05"), day_word("2026"), day_word(None)
    ('1 May 2026', 'May 2026', '2026', '')
    """
    if not day:
        return ""
    return wording.spoken((day if isinstance(day, str) else day.isoformat())[:10])


def short_day(day: str | date | datetime | None) -> str:
    """
    >>> short_day("2026-05-01")
    '1 May'
    """
    return day_word(day).rsplit(" ", 1)[0].replace(" ", " ", 1) if day else ""


def moment(when: datetime | None) -> str:
    """
    >>> moment(datetime(2026, 5, 1, 6, 30, tzinfo=UTC))
    '1 May 2026, 06:30 UTC'
    """
    if when is None:
        return "not known"
    utc = when.astimezone(UTC)
    return f"{day_word(utc.date())}, {utc:%H:%M} UTC"


def status_of(fact: Any) -> str:
    """Whether a fact or a line of an edition holds and from when; a date is its own value and needs no second one."""
    if fact.metric in wording.DAYS:
        return "" if fact.status in ("in_force", "announced") else wording.STATUSES.get(fact.status, fact.status)
    return wording.fact_status(fact)


def state_word(state: str) -> str:
    """How a source is doing, as a reader reads it."""
    return {"ok": "answers", "unchanged": "answers, nothing new"}.get(state, state)


def language_word(code: str) -> str:
    return LANGUAGES.get(code, code)


def by_word(by: str) -> str:
    """
    Who gave a tag, in words; the very model stands at the foot of the page.

    >>> by_word("model 1a2b3c4d"), by_word("rule")
    ('the model', 'a rule')
    """
    kind = by.split()[0] if by else ""
    return {"model": "the model", "rule": "a rule", "person": "a person", "label": "a person"}.get(kind, by)


def ld(data: Mapping[str, Any]) -> str:
    """Data for machines inside a page: nothing in it can end the element it stands in."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    for mark, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(mark, code)
    return text


def described(text: str) -> str:
    """A description for search engines and previews."""
    return wording.shortened(" ".join(text.split()), 200)
