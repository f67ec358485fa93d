"""Full-text search of items: FTS5 in SQLite, a text-search column in PostgreSQL."""

from __future__ import annotations

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, literal_column, select, text

from policywatch.store.tables import item

SQLITE = (
    # The index reads its words from the item table: no second copy of the text, and no way for the two to differ.
    """CREATE VIRTUAL TABLE item_words USING fts5(
        title, text, content='item', content_rowid='seq', tokenize="unicode61 remove_diacritics 2"
    )""",
    """CREATE TRIGGER item_words_gone AFTER DELETE ON item BEGIN
        INSERT INTO item_words(item_words, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text);
    END""",
    """CREATE TRIGGER item_words_changed AFTER UPDATE OF title, text ON item BEGIN
        INSERT INTO item_words(item_words, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text);
        INSERT INTO item_words(rowid, title, text) VALUES (new.seq, new.title, new.text);
    END""",
)

POSTGRESQL = (
    """ALTER TABLE item ADD COLUMN words tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', left(title, 2000) || ' ' || left(text, 200000))) STORED""",
    "CREATE INDEX ix_item_words ON item USING gin (words)",
)


def create(connection: Connection) -> None:
    """Make the index and what keeps it in step."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.execute(text(statement))


# New items go into the index once a transaction, not by a trigger: FTS5 writes its buffer out at every statement inside
# a trigger, which made an insert ten times as dear (195 against 18 microseconds an item, measured 2026-11).
CATCH_UP = text(
    """INSERT INTO item_words(rowid, title, text) SELECT seq, title, text FROM item
        WHERE seq > (SELECT coalesce(max(id), 0) FROM item_words_docsize) ORDER BY seq"""
)


def quoted(term: str) -> str:
    """A word or phrase as FTS5 reads it literally."""
    # A zero ends the expression for SQLite, wherever it stands; a lone surrogate cannot be handed over at all.
    plain = term.replace("\0", " ").encode("utf-8", "replace").decode()
    return '"' + plain.replace('"', '""') + '"'


def in_words(terms: tuple[str, ...], without: tuple[str, ...] = ()) -> str:
    """Terms as one expression of FTS5."""
    query = " AND ".join(quoted(term) for term in terms)
    return f"({query}) NOT ({' OR '.join(quoted(term) for term in without)})" if without else query


def floor_of(connection: Connection, terms: tuple[str, ...], without: tuple[str, ...], most: int) -> int | None:
    """The item number above which the newest `most` matches stand; None where there are fewer, or no need to know."""
    if connection.dialect.name != "sqlite":
        return None
    found = text("SELECT rowid FROM item_words WHERE item_words MATCH :wanted ORDER BY rowid DESC LIMIT 1 OFFSET :most")
    number: int | None = connection.execute(found, {"wanted": in_words(terms, without), "most": most - 1}).scalar()
    return number


def matching(
    dialect: str, terms: tuple[str, ...], without: tuple[str, ...] = (), floor: int | None = None, walk: bool = False
) -> ColumnElement[bool]:
    """
    The condition that an item holds every one of `terms` (words or phrases) and none of `without`.

    At least one term must be wanted: an index can tell who has a word, not who lacks it. `floor` leaves out items with
    a smaller number. With `walk` each item is looked up in the index instead of gathering all that match.
    """
    if dialect == "sqlite":
        held: Select[tuple[int]] = select(literal_column("rowid")).select_from(text("item_words"))
        wanted = {"wanted": in_words(terms, without)}
        if walk:
            one = text("item_words MATCH :wanted AND item_words.rowid = item.seq").bindparams(**wanted)
            return held.where(one).correlate(item).exists()
        held = held.where(text("item_words MATCH :wanted").bindparams(**wanted))
        if floor is not None:
            held = held.where(text("item_words.rowid >= :floor").bindparams(floor=floor))
        return item.c.seq.in_(held)
    parts = [f"phraseto_tsquery('simple', :term{n})" for n in range(len(terms))]
    parts += [f"!! phraseto_tsquery('simple', :no{n})" for n in range(len(without))]
    values: list[BindParameter[str]] = [bindparam(f"term{n}", term) for n, term in enumerate(terms)]
    values += [bindparam(f"no{n}", term) for n, term in enumerate(without)]
    condition: ColumnElement[bool] = text("item.words @@ (" + " && ".join(parts) + ")").bindparams(*values)  # type: ignore[assignment]
    return condition
