"""Regions: the parts of a web page that are the policy, as a source declares them by CSS selectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from soupsieve import SelectorSyntaxError

from collector.text import MARKUP_LONGEST

if TYPE_CHECKING:
    from config.schema import Range

# What a page holds besides its text when nothing is declared: never part of a policy.
_NEVER = "script, style, noscript, template, svg, iframe, object, embed, dialog, link, meta, input, select, textarea"
_AROUND = "nav, header, footer, aside, form, [role=navigation], [role=banner], [role=contentinfo], [role=search]"
_MAIN = ("main", "[role=main]", "article")
# A main part shorter than this share of the page's words is no main part (a teaser box marked <article>).
_MAIN_SHARE = 0.3


class RegionError(Exception):
    """A selector that cannot be read, or that finds nothing on the page; the sentence names it."""


def regions_of(
    markup: str, *, select: Sequence[str] = (), remove: Sequence[str] = (), ranges: Sequence[Range] = ()
) -> list[Tag]:
    """
    The declared parts of a page in order: the elements of `select`, else the `ranges`, else the page's main part.

    `remove` is taken out first. Raises RegionError where a declared part is not on the page: then the page has been
    rebuilt, or it is no policy that was answered, and an empty text would look like one.
    """
    soup = BeautifulSoup(markup[:MARKUP_LONGEST], "lxml")
    for tag in soup.select(_NEVER):
        tag.extract()
    for selector in remove:
        for tag in _all(soup, selector):
            tag.extract()
    if ranges:
        found = [_range(markup, remove, declared) for declared in ranges]
        return found + [tag for selector in select for tag in _outermost(_needed(soup, selector))]
    if select:
        return [tag for selector in select for tag in _outermost(_needed(soup, selector))]
    return [_main(soup)]


def _all(soup: BeautifulSoup | Tag, selector: str) -> list[Tag]:
    try:
        return list(soup.select(selector))
    except (SelectorSyntaxError, NotImplementedError, ValueError) as error:
        raise RegionError(f"the selector {selector!r} cannot be read: {str(error).splitlines()[0]}") from error


def _needed(soup: BeautifulSoup | Tag, selector: str) -> list[Tag]:
    found = _all(soup, selector)
    if not found:
        raise RegionError(f"nothing on the page fits the selector {selector!r}; the page may have been rebuilt")
    return found


def _outermost(tags: Sequence[Tag]) -> list[Tag]:
    """Without those that stand inside of others: nothing is read twice."""
    chosen = {id(tag) for tag in tags}
    return [tag for tag in tags if not any(id(parent) in chosen for parent in tag.parents)]


def _main(soup: BeautifulSoup) -> Tag:
    body = soup.body or soup
    words = len(body.get_text(" ").split())
    for selector in _MAIN:
        mains = _outermost(soup.select(selector))
        if len(mains) == 1 and len(mains[0].get_text(" ").split()) >= _MAIN_SHARE * words:
            body = mains[0]
            break
    for tag in body.select(_AROUND):
        tag.extract()
    return body


def _range(markup: str, remove: Sequence[str], declared: Range) -> Tag:
    """The page without what stands before the start and behind the end."""
    soup = BeautifulSoup(markup[:MARKUP_LONGEST], "lxml")
    start_at = declared.start_before or declared.start_after or ""
    end_at = declared.end_before or declared.end_after or ""
    start = _needed(soup, start_at)[0]
    # The end is the first fit behind the start: "h2" may well fit before it, too.
    order = {id(node): place for place, node in enumerate(soup.descendants)}
    inside_start = {id(node) for node in start.descendants}
    ends = [tag for tag in _needed(soup, end_at) if order[id(tag)] > order[id(start)] and id(tag) not in inside_start]
    if not ends:
        raise RegionError(f"nothing behind {start_at!r} fits the selector {end_at!r}; the page may have been rebuilt")
    end = ends[0]
    first = (
        order[id(start)] if declared.start_before else max([order[id(start)], *(order[i] for i in inside_start)]) + 1
    )
    past = (
        order[id(end)] if declared.end_before else max([order[id(end)], *(order[id(n)] for n in end.descendants)]) + 1
    )
    for node in list(soup.descendants):
        place = order.get(id(node))
        outside = place is not None and not first <= place < past
        if outside and (isinstance(node, NavigableString) or (isinstance(node, Tag) and not node.contents)):
            node.extract()
    for tag in soup.select(_NEVER):
        tag.extract()
    for selector in remove:
        for tag in _all(soup, selector):
            tag.extract()
    return soup.body or soup
