"""A reading: what one document held, and what was left out of it and why."""

from __future__ import annotations

from dataclasses import dataclass

from collector.item import Item


@dataclass(frozen=True, kw_only=True, slots=True)
class Dropped:
    """One thing a document held that did not become an item; `what` names it as far as it can be named."""

    what: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """
    The items of one document, in its order.

    `flags` say what was odd: "cut", "repaired", "truncated", "guid-twice", "fallback" … A reading with "cut" is no
    proof that anything has disappeared. `moved_to` is what the document itself says about its address: a hint for
    the operator, never an order.
    """

    items: tuple[Item, ...] = ()
    title: str = ""
    link: str = ""
    flags: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    moved_to: str = ""


class Unreadable(Exception):
    """
    A document that holds no reading; `kind` is one of `not_a_feed`, `empty`, `parse`, `too_large`.

    `found` lists addresses the document offers instead (a page that names its feed): shown to the operator, never
    fetched by itself.
    """

    def __init__(self, source: str, kind: str, sentence: str, *, found: tuple[str, ...] = ()) -> None:
        super().__init__(f"{source}: {sentence}")
        self.source = source
        self.kind = kind
        self.sentence = sentence
        self.found = found
