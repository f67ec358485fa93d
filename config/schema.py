"""The forms: what a source, a tag, a platform, a programme and a setting may say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=80)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Iso = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]

SourceKind = Literal["feed", "federal-register", "courtlistener", "sitemap", "listing", "page", "folder"]
SourceClass = Literal["official", "filing", "wire", "press", "analysis", "blog"]


class Form(BaseModel):
    """What every form shares: it cannot be changed once read, and an unknown key is a mistake, not a wish."""

    # Forms are compiled at first use: a command that reads only the settings does not pay for the gazetteer.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, str_max_length=20_000)


# -- sources ---------------------------------------------------------------------------------------------------------


class Range(Form):
    """A stretch of a page: from before or after one element to before or after another (CSS selectors)."""

    start_before: str | None = None
    start_after: str | None = None
    end_before: str | None = None
    end_after: str | None = None

    @model_validator(mode="after")
    def _one_start_one_end(self) -> Range:
        if (self.start_before is None) == (self.start_after is None):
            raise ValueError("give exactly one of start_before and start_after")
        if (self.end_before is None) == (self.end_after is None):
            raise ValueError("give exactly one of end_before and end_after")
        return self


class Part(Form):
    """A further document of a policy that is spread over several addresses; empty regions are those of the source."""

    url: str
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()


class Source(Form):
    """A declared place to look; the keys after `note` are for some kinds only."""

    id: Id
    name: Words
    kind: SourceKind = "feed"
    url: str
    source_class: SourceClass = "press"
    group: str = ""
    platform: Id | None = None
    program: Id | None = None
    jurisdiction: str = "GLOBAL"
    language: str = "en"
    topics: tuple[Id, ...] = ()
    cadence_minutes: int = Field(default=120, ge=5, le=60 * 24 * 31)
    enabled: bool = True
    max_items: int | None = Field(default=None, ge=1, le=100_000)
    provenance: str = ""
    seen_at: tuple[str, ...] = ()
    note: str = ""

    full_text: bool = False
    respect_robots: bool = True

    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()
    combine: tuple[Part, ...] = ()
    needs_js: bool = False
    numbers: tuple[str, ...] = ()

    item_selector: str = ""
    link_selector: str = ""
    title_selector: str = ""
    date_selector: str = ""
    date_format: str = ""

    @field_validator("url")
    @classmethod
    def _address(cls, url: str) -> str:
        if not url.strip() or any(ord(mark) < 33 for mark in url):
            raise ValueError("an address without spaces is needed")
        return url

    @model_validator(mode="after")
    def _scheme(self) -> Source:
        if self.kind != "folder" and not self.url.startswith(("http://", "https://")):
            raise ValueError('url must begin with http:// or https:// (only kind = "folder" names a path)')
        return self


# -- taxonomy --------------------------------------------------------------------------------------------------------


class Borderline(Form):
    """A case near the edge of a tag, and how it was decided."""

    case: Words
    verdict: Words


class TagGroup(Form):
    """A group of tags; `scope` says what belongs in it."""

    id: Id
    name: Words
    scope: Words


class TagDefinition(Form):
    """A tag: what it means, what counts, what does not."""

    id: Id
    group: Id
    name: Words
    definition: Words
    include: Words
    exclude: Words
    borderline: tuple[Borderline, ...] = ()


# -- gazetteer -------------------------------------------------------------------------------------------------------


class DatedAlias(Form):
    """A name that held from one date (inclusive) to another (exclusive): an office holder, a name before a renaming."""

    alias: Words
    since: Iso | None = None
    until: Iso | None = None
    ambiguous: bool = False


class Named(Form):
    """
    Whoever has a name. `aliases` count by themselves; `guarded` ones count where their capital tells (not at the
    beginning of a sentence, not in a headline of capitals), elsewhere with company; `ambiguous` ones only with company.

    `context` lists words that are such company, `against` such that speak against: an idiom that holds the alias
    ("apple pie") rules it out, another word nearby ("orchard") unless there is company. A word may end in *.
    Where no alias of any sort is given, the name is one.
    """

    id: Id
    name: Words
    aliases: tuple[Words, ...] = ()
    guarded: tuple[Words, ...] = ()
    ambiguous: tuple[Words, ...] = ()
    dated: tuple[DatedAlias, ...] = ()
    context: tuple[Words, ...] = ()
    against: tuple[Words, ...] = ()
    domains: tuple[str, ...] = ()
    verified: bool = False
    not_seen: tuple[str, ...] = ()
    seen_at: tuple[str, ...] = ()
    note: str = ""


class Owner(Form):
    """Who owned a platform from one date (inclusive) to another (exclusive); open ends are None."""

    company: Id
    since: Iso | None = None
    until: Iso | None = None
    jurisdiction: str = ""


class Platform(Named):
    """A place where people earn; `owners` are dated, the present one last."""

    kind: Words
    owners: tuple[Owner, ...] = ()
    former_names: tuple[Words, ...] = ()

    def owner(self, day: str) -> str | None:
        """The company that owned it on an ISO day; of several owners on one day the first listed."""
        for owner in self.owners:
            if (owner.since is None or owner.since <= day) and (owner.until is None or day < owner.until):
                return owner.company
        return None


class Company(Named):
    """A firm that owns platforms or deals with them."""

    home: str = ""


class Program(Named):
    """A money programme of a platform, with the numbers to expect in texts about it."""

    platform: Id
    kind: Words
    metrics: tuple[str, ...] = ()
    status: str = "open"
    former_names: tuple[Words, ...] = ()


class Body(Named):
    """A regulator, court, legislature, ministry or prosecutor."""

    jurisdiction: str
    kind: Words


class Association(Named):
    """An association, advocacy group or other party that is neither a platform nor a state body."""

    kind: Words


class Law(Named):
    """A law, bill, rule or order."""

    jurisdiction: str
    kind: Words
    citation: str = ""
    status: str = ""
    key_dates: tuple[str, ...] = ()
    topics: tuple[Id, ...] = ()


class Step(Form):
    """A step of a matter; `seen` is false where it was not read in a text we know."""

    date: Iso
    stage: Id
    what: Words
    seen: bool = True


class Matter(Named):
    """
    A case, rule-making or investigation; `bodies` are where it is or was heard.

    `described` tells how news speaks of it without its name: groups of words joined by " + ", alternatives in a group
    by "|", one of each group near the others; "-word" in a group of its own must not be there.
    """

    described: tuple[Words, ...] = ()
    bodies: tuple[Id, ...] = ()
    dockets: tuple[Words, ...] = ()
    docket_verified: bool = False
    plaintiffs: tuple[str, ...] = ()
    defendants: tuple[str, ...] = ()
    platforms: tuple[Id, ...] = ()
    laws: tuple[Id, ...] = ()
    subject: Words
    tags: tuple[Id, ...] = ()
    status: str = ""
    related: tuple[Id, ...] = ()
    timeline: tuple[Step, ...] = ()


class Place(Named):
    """A jurisdiction: `id` is an ISO 3166 code ("FR", "US-CA") or "EU"."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]


class Gazetteer(Form):
    """Everybody we know by name."""

    platforms: tuple[Platform, ...] = ()
    companies: tuple[Company, ...] = ()
    programs: tuple[Program, ...] = ()
    bodies: tuple[Body, ...] = ()
    associations: tuple[Association, ...] = ()
    laws: tuple[Law, ...] = ()
    matters: tuple[Matter, ...] = ()
    places: tuple[Place, ...] = ()


# -- settings --------------------------------------------------------------------------------------------------------


def _probability(value: float) -> float:
    if not 0.0 <= value <= 1.0:
        raise ValueError("a probability between 0 and 1 is needed")
    return value


Probability = Annotated[float, AfterValidator(_probability)]


class StoreSettings(Form):
    """[store]: where everything is remembered."""

    url: str = ""
    keep_documents_days: int = Field(default=180, ge=0)


class FetchSettings(Form):
    """[fetch]: how the network is met."""

    user_agent: str = "PolicyWatch/0.1 (+{contact})"
    contact: str = ""
    connect_seconds: float = Field(default=10.0, gt=0)
    read_seconds: float = Field(default=20.0, gt=0)
    total_seconds: float = Field(default=60.0, gt=0)
    run_seconds: float = Field(default=900.0, gt=0)
    max_bytes: int = Field(default=10 * 1024 * 1024, ge=1024)
    max_redirects: int = Field(default=5, ge=0, le=20)
    concurrency: int = Field(default=16, ge=1, le=256)
    per_host: int = Field(default=1, ge=1, le=16)
    host_pause_seconds: float = Field(default=0.0, ge=0)
    max_items: int = Field(default=1000, ge=1)
    allow_hosts: tuple[str, ...] = ()
    proxy: str = ""
    robots: bool = True
    unconditional_days: int = Field(default=7, ge=1)
    max_wait_seconds: int = Field(default=86_400, ge=60)

    @field_validator("allow_hosts")
    @classmethod
    def _host_and_port(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for entry in hosts:
            host, colon, port = entry.rpartition(":")
            if not (colon and host and port.isdigit() and 0 < int(port) < 65_536):
                raise ValueError(f'"{entry}" is not host:port, for instance "127.0.0.1:8800"')
        return hosts


class ClassifySettings(Form):
    """[classify]: when an item is ours to tell and a tag is given."""

    relevance_threshold: Probability | None = None
    unsure_band: Probability = 0.2
    tag_thresholds: Mapping[Id, Probability] = Field(default_factory=dict)
    model: str = ""


def known_zone(name: str) -> str:
    """The name again when it is a time zone's; a ValueError otherwise."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f'"{name}" is not a time zone; use a name such as "Europe/Berlin"') from error
    return name


class DigestSettings(Form):
    """[digest]: how an edition is cut."""

    title: Words = "PolicyWatch"
    time_zone: str = "UTC"
    day_starts: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "00:00"
    language: Literal["en"] = "en"
    max_stories: int = Field(default=100, ge=1)
    max_stories_per_section: int = Field(default=25, ge=1)
    max_letter_bytes: int = Field(default=80_000, ge=10_000)
    dates_ahead_days: int = Field(default=14, ge=0)
    look_back_days: int = Field(default=3, ge=0)
    send_empty: bool = True

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        return known_zone(name)


class MailSettings(Form):
    """[mail]: how letters leave the house; the password comes from POLICYWATCH_SMTP_PASSWORD."""

    host: str = ""
    port: int = Field(default=587, ge=1, le=65_535)
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    sender: str = ""
    reply_to: str = ""
    list_id: str = ""
    unsubscribe_url: str = ""
    timeout_seconds: float = Field(default=60.0, gt=0)
    retry_minutes: tuple[int, ...] = (5, 15, 60, 240)
    give_up_hours: int = Field(default=48, ge=1)
    dkim_selector: str = ""
    dkim_key_file: str = ""
    outbox: str = ""
    hold_uncertain: bool = False


class ArchiveSettings(Form):
    """[archive]: the static pages."""

    out: str = ""
    base_url: str = ""
    title: str = ""
    stories_per_page: int = Field(default=50, ge=5, le=500)


class LanguageModelSettings(Form):
    """[llm]: an optional model behind an OpenAI-compatible address; its key comes from POLICYWATCH_LLM_KEY."""

    enabled: bool = False
    url: str = ""
    model: str = ""
    timeout_seconds: float = Field(default=60.0, gt=0)
    max_calls_a_day: int = Field(default=200, ge=0)


class Subscriber(Form):
    """[[subscriber]]: someone who gets the letter; `query` narrows it, `cadence` says how often."""

    address: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=320)]
    name: str = ""
    query: str = ""
    cadence: Literal["daily", "weekly"] = "daily"
    hour: int = Field(default=7, ge=0, le=23)
    weekday: int = Field(default=0, ge=0, le=6)
    quiet: Literal["send", "skip"] = "send"
    time_zone: str = ""

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        return known_zone(name) if name else name


class SavedQuery(Form):
    """[[saved]]: a question with a name, in the words of the search box."""

    name: Id
    query: Words


class Alert(Form):
    """[[alert]]: tell at once when something new answers a question."""

    name: Id
    query: Words
    to: tuple[str, ...] = ()
    min_score: Probability = 0.0
    quiet_minutes: int = Field(default=60, ge=0)
    quiet_hours: Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3])-([01]\d|2[0-3]))?$")] = ""
    time_zone: str = "UTC"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        return known_zone(name)


class Output(Form):
    """[[output]]: a web hook that is told of each edition, story or alert."""

    name: Id
    kind: Literal["webhook", "slack", "teams", "discord"] = "webhook"
    url: str
    events: tuple[Literal["edition", "story", "alert"], ...] = ("edition",)
    query: str = ""


class Channel(Form):
    """[[channel]]: one earner's own figures, against which changes are measured."""

    name: Words
    platform: Id | None = None
    country: str = ""
    programs: tuple[Id, ...] = ()
    figures: Mapping[str, float] = Field(default_factory=dict)


class Settings(Form):
    """How a run behaves: settings.toml, one small form a section."""

    store: StoreSettings = StoreSettings.model_construct()
    fetch: FetchSettings = FetchSettings.model_construct()
    classify: ClassifySettings = ClassifySettings.model_construct()
    digest: DigestSettings = DigestSettings.model_construct()
    mail: MailSettings = MailSettings.model_construct()
    archive: ArchiveSettings = ArchiveSettings.model_construct()
    llm: LanguageModelSettings = LanguageModelSettings.model_construct()
    subscriber: tuple[Subscriber, ...] = ()
    saved: tuple[SavedQuery, ...] = ()
    alert: tuple[Alert, ...] = ()
    output: tuple[Output, ...] = ()
    channel: tuple[Channel, ...] = ()

    def questions(self) -> dict[str, str]:
        """The saved questions by name: what `saved:NAME` stands for."""
        return {one.name: one.query for one in self.saved}


class Secrets(Form):
    """What only the environment may tell; never printed."""

    smtp_password: str = Field(default="", repr=False)
    signing_key: str = Field(default="", repr=False)
    llm_key: str = Field(default="", repr=False)
    courtlistener_key: str = Field(default="", repr=False)


class Configuration(Form):
    """Everything people decided, read and checked; `folder` is where it was read."""

    folder: str
    sources: tuple[Source, ...]
    groups: tuple[TagGroup, ...]
    tags: tuple[TagDefinition, ...]
    gazetteer: Gazetteer
    settings: Settings
    secrets: Secrets = Secrets.model_construct()

    def source(self, id: str) -> Source | None:
        """The source of that id."""
        return next((source for source in self.sources if source.id == id), None)
