"""Scope: for whom and where a value holds, read from the words a fact carries, so that one group has one name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from classifier.facts.actors import COUNTRIES, countries_in

# Periods, ends and workings are told in a scope, too, but say nothing of for whom it holds.
_PASSING = re.compile(r"^(?:until |per |computed|\d|last |past |lifetime|times |in |three |six |twelve )", re.I)
_OURS = {name.lower(): name for name, _ in COUNTRIES}
_TIERS = {
    "affiliate": r"affiliates?",
    "partner": r"partners?",
    "verified": r"verified",
    "small": r"small(?:er)?|some",
    "largest": r"largest|top|biggest",
}
_TIER = re.compile("|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _TIERS.items()))
_NEW = re.compile(r"\bnew\b|\bcontracts signed\b|\bnewcomers?\b")
_EXISTING = re.compile(r"\bexisting\b|\bolder\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """For whom a value holds; what is empty is all of them. `product` is what the words say besides."""

    countries: tuple[str, ...] = ()
    tier: str = ""
    members: str = ""  # "new" or "existing"
    product: str = ""

    @property
    def key(self) -> str:
        """
        One name for one group, whatever its words and their order.

        >>> scope_of("affiliate; US").key == scope_of("US; affiliate tier").key
        True
        """
        parts = (", ".join(self.countries), self.tier, f"{self.members} members" if self.members else "", self.product)
        return "; ".join(part for part in parts if part)

    def within(self, other: Scope) -> bool:
        """Whether this is the other group or a part of it: what the other leaves open, this may say."""
        return (
            (not other.countries or self.countries == other.countries)
            and (not other.tier or self.tier == other.tier)
            and (not other.members or self.members == other.members)
            and (not other.product or self.product == other.product)
        )


@lru_cache(maxsize=4096)
def scope_of(words: str | None, program: str | None = None) -> Scope:
    """The scope a fact carries; a tier that the programme is named for says nothing more."""
    countries: list[str] = []
    tier = members = ""
    products = []
    for part in (words or "").lower().split(";"):
        part = part.strip()
        if not part or _PASSING.match(part) or "->" in part:
            continue
        # Our own names stand alone in a scope, where "us" is no pronoun.
        named = [_OURS[one] for one in part.split(", ") if one in _OURS] or countries_in(part)
        if named:
            countries += named
        elif (found := _TIER.search(part)) and not _NEW.search(part):
            tier = found.lastgroup or ""
        elif _NEW.search(part) or _EXISTING.search(part):
            members = "new" if _NEW.search(part) else "existing"
        else:
            products.append(part)
    if tier and program and tier in program:
        tier = ""
    return Scope(
        countries=tuple(sorted(set(countries))), tier=tier, members=members, product="; ".join(sorted(set(products)))
    )
