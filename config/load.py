"""The door to the files people edit: TOML and the environment in, checked forms out."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

    from config.schema import Configuration, Gazetteer, Secrets, Settings, Source, TagDefinition, TagGroup

# pydantic looks through every installed distribution for plugins of its own; we have none, and the search costs each
# command about 10 ms.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

FILES = (
    "settings.toml",
    "sources.toml",
    "taxonomy.toml",
    "platforms.toml",
    "programs.toml",
    "bodies.toml",
    "laws.toml",
    "matters.toml",
    "places.toml",
)

# Which part of the gazetteer each file holds: file -> table -> shelf.
SHELVES: Mapping[str, Mapping[str, str]] = {
    "platforms.toml": {"platform": "platforms", "company": "companies"},
    "programs.toml": {"program": "programs"},
    "bodies.toml": {"body": "bodies", "association": "associations"},
    "laws.toml": {"law": "laws"},
    "matters.toml": {"matter": "matters"},
    "places.toml": {"place": "places"},
}

SECRETS: Mapping[str, str] = {
    "smtp_password": "POLICYWATCH_SMTP_PASSWORD",
    "signing_key": "POLICYWATCH_SECRET",
    "llm_key": "POLICYWATCH_LLM_KEY",
    "courtlistener_key": "POLICYWATCH_COURTLISTENER_KEY",
}

# A key of settings.toml that reads like one of these would put a secret into a file that is copied and committed.
_SECRET_KEY = re.compile(r"(^|_)(password|passwd|secret|token|credential|api_?key|signing_key|llm_key)s?$")

_ID = re.compile(r'^id = "([^"\n]+)"$', re.MULTILINE)
_BIGGEST = 5_000_000  # bytes of one TOML file; ours are under 200 kB

AForm = TypeVar("AForm", bound="BaseModel")


class ConfigError(Exception):
    """A sentence that names the file, the entry and the key, and says what to do."""


def packaged() -> Path:
    """The folder of the files that come with the product."""
    return Path(__file__).resolve().parent


def folder_in_use(option: str | Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """
    The folder whose files count: the option, else POLICYWATCH_CONFIG, else ./config when it holds sources.toml,
    else the packaged one. A folder that is named and absent is an error, never silently another one.
    """
    for named, by in ((option, "--config"), (environ.get("POLICYWATCH_CONFIG"), "POLICYWATCH_CONFIG")):
        if named:
            folder = Path(named).expanduser()
            folder = folder if folder.is_absolute() else cwd / folder
            if not folder.is_dir():
                raise ConfigError(
                    f"{by} names the folder {folder}, which is not there; create it with `policywatch init {named}`"
                )
            return folder
    if (cwd / "config" / "sources.toml").is_file():
        return cwd / "config"
    return packaged()


def load(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Configuration:
    """Everything people decided, cross-checked; raises ConfigError."""
    from config.schema import Configuration

    environ = os.environ if environ is None else environ
    folder = folder_in_use(folder, environ, Path.cwd())
    groups, tags = load_taxonomy(folder)
    gazetteer = load_gazetteer(folder)
    sources = load_sources(folder)
    settings = load_settings(folder)
    _check_references(folder, sources, tags, gazetteer, settings)
    return Configuration.model_construct(
        folder=str(folder),
        sources=sources,
        groups=groups,
        tags=tags,
        gazetteer=gazetteer,
        settings=settings,
        secrets=load_secrets(environ),
    )


def load_settings(folder: Path) -> Settings:
    """settings.toml of the folder (or the packaged one), checked; raises ConfigError."""
    from config.schema import Settings

    path = _file(folder, "settings.toml")
    table = _read(path)
    _refuse_secrets(path, table)
    settings = _form(Settings, table, path, "")
    for shelf, key in (("subscriber", "address"), ("saved", "name"), ("alert", "name"), ("output", "name")):
        _refuse_duplicates(path, shelf, [str(getattr(entry, key)) for entry in getattr(settings, shelf)], key)
    return settings


def load_sources(folder: Path) -> tuple[Source, ...]:
    """sources.toml of the folder (or the packaged one), checked; raises ConfigError."""
    from config.schema import Source

    path = _file(folder, "sources.toml")
    sources: tuple[Source, ...] = _entries(Source, _read(path), path, ("source",))["source"]
    return sources


def load_taxonomy(folder: Path) -> tuple[tuple[TagGroup, ...], tuple[TagDefinition, ...]]:
    """Groups and tags of taxonomy.toml, checked; raises ConfigError."""
    from config.schema import TagDefinition, TagGroup

    path = _file(folder, "taxonomy.toml")
    table = _read(path)
    groups: tuple[TagGroup, ...] = _entries(TagGroup, table, path, ("group", "tag"))["group"]
    tags: tuple[TagDefinition, ...] = _entries(TagDefinition, table, path, ("tag", "group"))["tag"]
    known = {group.id for group in groups}
    for tag in tags:
        if tag.group not in known:
            raise ConfigError(
                f'{path}: tag "{tag.id}", key group: there is no group "{tag.group}"{_nearest(tag.group, known)}'
            )
    return groups, tags


def load_gazetteer(folder: Path) -> Gazetteer:
    """Everybody known by name: platforms, programmes, bodies, laws, matters, places; raises ConfigError."""
    from config import schema

    forms: Mapping[str, type[BaseModel]] = {
        "platform": schema.Platform,
        "company": schema.Company,
        "program": schema.Program,
        "body": schema.Body,
        "association": schema.Association,
        "law": schema.Law,
        "matter": schema.Matter,
        "place": schema.Place,
    }
    shelves: dict[str, Any] = {}
    for name, tables in SHELVES.items():
        path = _file(folder, name)
        content = _read(path)
        for table, shelf in tables.items():
            shelves[shelf] = _entries(forms[table], content, path, (table, *tables))[table]
    return schema.Gazetteer.model_construct(None, **shelves)


def likely_ids(folder: Path) -> frozenset[str]:
    """
    Whatever stands behind an `id =` in the taxonomy and the gazetteer, without reading them as forms.

    It takes 3 ms where the forms take 250: enough to see that a name is known. One that is not here may still be
    known (quotes and spacing differ), so ask the forms before saying that it is not.
    """
    found: set[str] = set()
    for name in ("taxonomy.toml", "platforms.toml", "programs.toml", "matters.toml"):
        with suppress(OSError, UnicodeDecodeError):
            found.update(_ID.findall(_file(folder, name).read_text(encoding="utf-8")))
    return frozenset(found)


def load_secrets(environ: Mapping[str, str]) -> Secrets:
    """Secrets, from the environment only; what is not set is empty."""
    from config.schema import Secrets

    return Secrets(**{field: environ.get(variable, "") for field, variable in SECRETS.items()})


def copy_to(folder: Path, force: bool = False) -> tuple[Path, ...]:
    """
    Copy the packaged files into a folder to be edited there; the paths written.

    Nothing is written when one of them is already there, unless `force`; each file appears whole or not at all.
    """
    present = [name for name in FILES if (folder / name).exists()]
    if present and not force:
        raise ConfigError(
            f"{folder} already holds {', '.join(present)}; nothing was written. "
            "Choose another folder, or use --force to write over them"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_write_whole(folder / name, (packaged() / name).read_bytes()) for name in FILES)
    except OSError as error:
        raise ConfigError(f"{folder} cannot be written: {error.strerror or error}") from error


def write_whole(path: Path, text: str) -> Path:
    """Write a configuration file so that it is there whole or not at all; raises ConfigError."""
    try:
        return _write_whole(path, text.encode("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror or error}") from error


def _write_whole(path: Path, content: bytes) -> Path:
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o644)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return path


def _file(folder: Path, name: str) -> Path:
    """The file in the folder, else the packaged one: a folder may hold only what its owner changed."""
    own = folder / name
    return own if own.exists() else packaged() / name


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(_BIGGEST + 1)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}") from error
    if len(content) > _BIGGEST:
        raise ConfigError(f"{path} is larger than {_BIGGEST // 1_000_000} MB; this is not one of our files")
    try:
        # Windows editors begin a file with a byte order mark, which TOML does not know.
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}; mend that line") from error


def _entries(form: type[AForm], table: Mapping[str, Any], path: Path, names: Sequence[str]) -> dict[str, Any]:
    """The entries of the first name of `names`; a table that is none of them is an error."""
    for name in table:
        if name not in names:
            raise ConfigError(f'{path}: unknown table "{name}"{_nearest(name, names)}')
    wanted = names[0]
    raw = table.get(wanted, [])
    if not isinstance(raw, list):
        raise ConfigError(f"{path}: {wanted} must be written as [[{wanted}]], once for each entry")
    entries = tuple(_form(form, entry, path, f"{wanted} {_called(entry, number)}") for number, entry in enumerate(raw))
    _refuse_duplicates(path, wanted, [str(getattr(entry, "id", "")) for entry in entries], "id")
    return {wanted: entries}


def _called(entry: object, number: int) -> str:
    name = entry.get("id") if isinstance(entry, dict) else None
    return f'"{name}"' if isinstance(name, str) else f"number {number + 1}"


def _form(form: type[AForm], values: object, path: Path, where: str) -> AForm:
    from pydantic import ValidationError

    try:
        return form.model_validate(values)
    except ValidationError as error:
        raise ConfigError(f"{path}: {_explained(form, error, where)}") from error


def _explained(form: type[BaseModel], error: ValidationError, where: str) -> str:
    """The first mistake as a sentence: entry, key, what is wrong, what to do; and how many more there are."""
    mistakes = error.errors(include_url=False, include_context=False)
    first = mistakes[0]
    key = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in first["loc"])
    place = ", ".join(part for part in (where, f"key {key}" if key else "") if part)
    more = f" (and {len(mistakes) - 1} more)" if len(mistakes) > 1 else ""
    kind, given = first["type"], first.get("input")
    if kind == "extra_forbidden":
        known = _keys(form, first["loc"][:-1])
        return f"{place}: unknown key{_nearest(str(first['loc'][-1]), known)}; remove or rename it{more}"
    if kind == "missing":
        return f"{place}: is missing; add it{more}"
    said = first["msg"].removeprefix("Value error, ").replace("Input should be", "should be")
    shown = "" if isinstance(given, dict | list) else f", not {given!r}"
    return f"{place}: {said}{shown}{more}"


def _keys(form: type[BaseModel], trail: Iterable[int | str]) -> list[str]:
    """The keys known where the trail leads: of the form, or of the form one of its keys holds."""
    for step in trail:
        if isinstance(step, int):
            continue
        field = form.model_fields.get(step)
        inner = _held(field.annotation) if field else None
        if inner is None:
            return []
        form = inner
    return list(form.model_fields)


def _held(annotation: Any) -> type[BaseModel] | None:
    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if found := _held(part):
            return found
    return None


def _nearest(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    known = list(known)
    close = get_close_matches(word, known, n=1)
    if close:
        return f' (did you mean "{close[0]}"?)'
    return f" (known: {', '.join(sorted(known))})" if 0 < len(known) <= 12 else ""


def _refuse_secrets(path: Path, table: Mapping[str, Any], trail: str = "", depth: int = 0) -> None:
    for key, value in table.items():
        where = f"{trail}{key}"
        if _SECRET_KEY.search(key.lower()):
            variables = ", ".join(SECRETS.values())
            raise ConfigError(
                f"{path}: key {where}: secrets are never read from a file; remove the key and set the "
                f"environment variable instead (one of {variables})"
            )
        inner = value if isinstance(value, list) else [value]
        for part in inner:
            if isinstance(part, dict) and depth < 5:
                _refuse_secrets(path, part, f"{where}.", depth + 1)


def _refuse_duplicates(path: Path, table: str, ids: Sequence[str], key: str) -> None:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            raise ConfigError(f'{path}: {table} "{id}", key {key}: is there twice; rename or remove one')
        seen.add(id)


def _check_references(
    folder: Path,
    sources: tuple[Source, ...],
    tags: tuple[TagDefinition, ...],
    gazetteer: Gazetteer,
    settings: Settings,
) -> None:
    """A name that leads nowhere is an error: a mistyped platform would silently lose its news."""
    platforms = {platform.id for platform in gazetteer.platforms}
    companies = {company.id for company in gazetteer.companies}
    programs = {program.id for program in gazetteer.programs}
    bodies = {body.id for body in gazetteer.bodies}
    laws = {law.id for law in gazetteer.laws}
    matters = {matter.id for matter in gazetteer.matters}
    topics = {tag.id for tag in tags}
    places = {place.id for place in gazetteer.places} | {"GLOBAL"}

    def check(file: str, entry: str, key: str, names: Iterable[str | None], known: set[str]) -> None:
        for name in names:
            if name is not None and name not in known:
                raise ConfigError(
                    f'{_file(folder, file)}: {entry}, key {key}: "{name}" is not known{_nearest(name, known)}'
                )

    for source in sources:
        entry = f'source "{source.id}"'
        check("sources.toml", entry, "platform", [source.platform], platforms)
        check("sources.toml", entry, "program", [source.program], programs)
        check("sources.toml", entry, "topics", source.topics, topics)
        check("sources.toml", entry, "jurisdiction", [source.jurisdiction], places)
    for platform in gazetteer.platforms:
        owners = [owner.company for owner in platform.owners]
        check("platforms.toml", f'platform "{platform.id}"', "owners", owners, companies)
    for program in gazetteer.programs:
        check("programs.toml", f'program "{program.id}"', "platform", [program.platform], platforms)
    for body in gazetteer.bodies:
        check("bodies.toml", f'body "{body.id}"', "jurisdiction", [body.jurisdiction], places)
    for law in gazetteer.laws:
        check("laws.toml", f'law "{law.id}"', "jurisdiction", [law.jurisdiction], places)
        check("laws.toml", f'law "{law.id}"', "topics", law.topics, topics)
    for matter in gazetteer.matters:
        entry = f'matter "{matter.id}"'
        check("matters.toml", entry, "bodies", matter.bodies, bodies)
        check("matters.toml", entry, "platforms", matter.platforms, platforms)
        check("matters.toml", entry, "laws", matter.laws, laws)
        check("matters.toml", entry, "tags", matter.tags, topics)
        check("matters.toml", entry, "related", matter.related, matters)
    check("settings.toml", "section [classify]", "tag_thresholds", settings.classify.tag_thresholds, topics)
    for channel in settings.channel:
        check("settings.toml", f'channel "{channel.name}"', "platform", [channel.platform], platforms)
        check("settings.toml", f'channel "{channel.name}"', "programs", channel.programs, programs)
