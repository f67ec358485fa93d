"""Every record as data: items and facts a file a day, programmes and matters one by one and together."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from classifier.annotation import Annotation
from collector.item import Item
from config.schema import Matter, Program
from digest import exports
from digest.folder import key_of
from policywatch.run.publish.terms import Facts
from policywatch.run.publish.work import Work


def exports_by_day(work: Work) -> None:
    """Items as JSON Lines and CSV, a file a day, and a list of the days of each month."""
    by_day: dict[str, list[tuple[str, str, str]]] = {}
    for id, light in work.stories.items():
        for item, mark, day, _ in light.items:
            by_day.setdefault(day, []).append((item, mark, id))
    for day, inside in sorted(by_day.items()):
        inside.sort()
        key = key_of(exports.SCHEMA, inside)
        if work.shelf.keep(f"data/items/{day}.jsonl", key) and work.shelf.keep(f"data/items/{day}.csv", key):
            continue
        missing = [item for item, _, _ in inside if item not in work.records]
        if missing:
            items, said = work.store.items.get(missing), work.store.annotations.of(missing)
            under = {item: story for item, _, story in inside}
            for one in missing:
                remember_record(work, items[one], said[one], under[one], day)
        names = [item for item, _, _ in inside]
        lines = "".join(work.records.pop(one) for one in names)
        work.shelf.put(f"data/items/{day}.jsonl", key, lines.encode("utf-8", "replace"))
        table = exports.as_csv([work.rows.pop(one) for one in names], exports.ITEM_COLUMNS)
        work.shelf.put(f"data/items/{day}.csv", key, table.encode("utf-8", "replace"))
    work.records.clear()
    work.rows.clear()
    listing(work, "items", {day: len(inside) for day, inside in by_day.items()})


def remember_record(work: Work, item: Item, said: Annotation, story: str, day: str) -> None:
    """Keep an item's record until its day's export is written: it was read just now."""
    record = exports.item_record(item, said, story)
    work.records[item.id] = exports.as_lines([record])
    work.rows[item.id] = {name: record[name] for name in exports.ITEM_COLUMNS}


def dated_record(work: Work, row: Any) -> dict[str, Any]:
    return exports.fact_record(work.fact(row)) | {
        "published": exports.time(row.published), "story": row.story, "source": row.source,
        "source_class": row.source_class,
    }  # fmt: skip


def fact_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """A fact's record as a flat row."""
    return dict(record) | {"item": record["evidence"]["item"], "words": record["evidence"]["text"]}


def records(work: Work, facts: Facts) -> None:
    """Facts by day, programmes and matters one by one and together, and the schema."""
    for day, rows in facts.days.items():
        key = key_of(exports.SCHEMA, [(row.seq, row.story, row.source_class, row.published) for row in rows])
        if work.shelf.keep(f"data/facts/{day}.jsonl", key) and work.shelf.keep(f"data/facts/{day}.csv", key):
            continue
        told = [dated_record(work, row) for row in rows]
        table = exports.as_csv(map(fact_row, told), exports.FACT_COLUMNS)
        work.shelf.put(f"data/facts/{day}.jsonl", key, exports.as_lines(told).encode("utf-8", "replace"))
        work.shelf.put(f"data/facts/{day}.csv", key, table.encode("utf-8", "replace"))
    listing(work, "facts", {day: len(rows) for day, rows in facts.days.items()})
    gazetteer = work.configuration.gazetteer

    def program(one: Program, rows: Sequence[Any]) -> dict[str, Any]:
        return {
            "id": one.id, "name": one.name, "platform": one.platform, "kind": one.kind, "status": one.status,
            "terms": [dated_record(work, row) for row in rows],
        }  # fmt: skip

    def matter(one: Matter, rows: Sequence[Any]) -> dict[str, Any]:
        return {
            "id": one.id, "name": one.name, "subject": one.subject, "status": one.status,
            "platforms": list(one.platforms), "laws": list(one.laws), "bodies": list(one.bodies),
            "dockets": list(one.dockets),
            "timeline": [step.model_dump(include={"date", "stage", "what", "seen"}) for step in one.timeline],
            "facts": [dated_record(work, row) for row in rows],
        }  # fmt: skip

    record_files(work, "programs", gazetteer.programs, facts.programs, program, exports.PROGRAM_COLUMNS)
    record_files(work, "matters", gazetteer.matters, facts.matters, matter, exports.MATTER_COLUMNS)
    schema = json.dumps(exports.schema(), indent=1) + "\n"
    work.offer("data/schema.json", key_of(schema), lambda: schema)


def record_files(
    work: Work, name: str, decided: Sequence[Any], rows: Mapping[str, Sequence[Any]],
    record: Callable[[Any, Sequence[Any]], dict[str, Any]], columns: Sequence[str],
) -> None:  # fmt: skip
    """A JSON file for each of a register, all of them in one, and a table of them."""
    keys = []
    for one in decided:
        inside = rows.get(one.id, ())
        key = key_of(exports.SCHEMA, one.model_dump_json(), [(row.seq, row.story, row.source_class) for row in inside])
        keys.append(key)
        work.offer(
            f"data/{name}/{one.id}.json",
            key,
            lambda one=one, inside=inside: exports.as_lines([record(one, inside)]),  # type: ignore[misc]
        )
    texts: list[str] = []
    if not work.shelf.stands(f"data/{name}.json", key_of(keys)):
        # What did not change is taken from its own file: the whole is only put together.
        texts = [work.shelf.read(f"data/{name}/{one.id}.json").rstrip("\n") for one in decided]
    work.offer(f"data/{name}.json", key_of(keys), lambda: "[\n" + ",\n".join(texts) + "\n]\n")
    work.offer(
        f"data/{name}.csv",
        key_of(keys),
        lambda: exports.as_csv((flat(one, len(rows.get(one.id, ()))) for one in decided), columns),
    )


def listing(work: Work, name: str, days: Mapping[str, int]) -> None:
    """For each month the files of its days."""
    months: dict[str, list[dict[str, Any]]] = {}
    for day, count in sorted(days.items()):
        months.setdefault(day[:7], []).append({"day": day, name: count, "jsonl": f"{day}.jsonl", "csv": f"{day}.csv"})
    for month, listed in months.items():
        path = f"data/{name}/{month}.json"
        work.offer(path, key_of(listed), lambda listed=listed: exports.as_json(listed))  # type: ignore[misc]


def flat(one: Any, told: int) -> dict[str, Any]:
    """A programme or matter as a flat row."""
    made: dict[str, Any] = {
        name: getattr(one, name, "") for name in ("id", "name", "platform", "kind", "subject", "status")
    }
    made |= {name: list(getattr(one, name, ())) for name in ("platforms", "laws", "bodies", "dockets")}
    last = max(getattr(one, "timeline", ()), key=lambda step: str(step.date), default=None)
    return made | {"terms": told, "last_step": last.stage if last else "", "last_date": last.date if last else ""}
