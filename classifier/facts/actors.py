"""Actors: whose terms a fact tells, for whom and where, from the mentions beside it and the words around it."""

from __future__ import annotations

import re

from classifier.annotation import Mention
from classifier.facts.passage import Draft, Passage

COUNTRIES: tuple[tuple[str, str], ...] = (
    ("India", r"india|indian|mumbai|delhi|bengaluru"),
    ("US", r"u\.s\.|us-based|united states|america|federal trade commission|ftc|senate|congress"),
    ("UK", r"u\.k\.|britain|british|ofcom|cma|united kingdom"),
    ("EU", r"eu|european union|european commission|brussels"),
    ("France", r"france|french|paris|lyon|cnil"),
    ("Germany", r"germany|german|berlin|bundestag"),
    ("Italy", r"italy|italian|rome"),
    ("Spain", r"spain|spanish|madrid"),
    ("Netherlands", r"netherlands|dutch|amsterdam"),
    ("Denmark", r"denmark|danish|copenhagen"),
    ("Sweden", r"sweden|swedish|stockholm"),
    ("Norway", r"norway|norwegian|oslo"),
    ("Ireland", r"ireland|irish|dublin|dpc"),
    ("Portugal", r"portugal|portuguese|lisbon"),
    ("Poland", r"poland|polish|warsaw"),
    ("Czechia", r"czech\w*|prague"),
    ("Japan", r"japan|japanese|tokyo"),
    ("South Korea", r"south korea|korean|korea|seoul"),
    ("Indonesia", r"indonesia|indonesian|jakarta"),
    ("Philippines", r"philippines|manila"),
    ("Vietnam", r"vietnam|vietnamese|hanoi"),
    ("Thailand", r"thailand|thai"),
    ("Malaysia", r"malaysia|malaysian"),
    ("Singapore", r"singapore"),
    ("Australia", r"australia|australian|accc|canberra"),
    ("New Zealand", r"new zealand"),
    ("Canada", r"canada|canadian|ottawa|crtc"),
    ("Mexico", r"mexico|mexican"),
    ("Brazil", r"brazil|brazilian"),
    ("Argentina", r"argentina"),
    ("Chile", r"chile|chilean"),
    ("Colombia", r"colombia"),
    ("Turkey", r"turkey|turkish|türkiye|ankara"),
    ("Russia", r"russia|russian|moscow"),
    ("Ukraine", r"ukraine"),
    ("China", r"china|chinese|beijing"),
    ("Nigeria", r"nigeria"),
    ("Kenya", r"kenya"),
    ("South Africa", r"south africa"),
    ("Egypt", r"egypt"),
    ("Pakistan", r"pakistan"),
    ("Bangladesh", r"bangladesh"),
    ("Nepal", r"nepal"),
    ("Greece", r"greece|greek"),
    ("Austria", r"austria"),
    ("Belgium", r"belgium|belgian"),
    ("California", r"california"),
    ("Texas", r"texas"),
    ("Florida", r"florida"),
    ("Utah", r"utah"),
    ("Tennessee", r"tennessee"),
    ("New York", r"new york"),
    ("Ohio", r"ohio"),
    ("Georgia", r"georgia"),
    ("Louisiana", r"louisiana"),
    ("Mississippi", r"mississippi"),
    ("Arkansas", r"arkansas"),
    ("Virginia", r"virginia"),
    ("Montana", r"montana"),
    ("Illinois", r"illinois"),
    ("Minnesota", r"minnesota"),
    ("Oregon", r"oregon"),
    ("Maryland", r"maryland"),
    ("Washington", r"washington state"),
    ("Colorado", r"colorado"),
    ("Nebraska", r"nebraska"),
    ("Vermont", r"vermont"),
)
_COUNTRY = re.compile("|".join(rf"(?P<c{place}>\b(?:{words})\b)" for place, (_, words) in enumerate(COUNTRIES)))
_GROUP = re.compile(
    r"\b(?P<g>new (?:creators?|members?|sellers?|pages?|users?|contracts?|accounts?|channels?|shops?|stores?"
    r"|developers?|artists?|applicants?|partners?|affiliates?)|small (?:developers?|channels?|creators?"
    r"|businesses)|smaller (?:channels?|creators?)|"
    r"(?:its |the )?(?:largest|top|biggest) (?:channels?|creators?|streamers?|sellers?)|contracts signed"
    r"|verified (?:tier|creators?)|partner(?: tier)?|affiliate(?: tier)?|some streamers|existing (?:members?"
    r"|creators?))\b"
)
_SUBJECT = re.compile(
    r"\b(?:the |its |their |a |an )?(?P<s>(?:[\w'&-]+ ){0,3}?(?:partner program(?:me)?"
    r"|affiliate program(?:me)?|creator (?:fund|rewards|program(?:me)?)|partner (?:tier|plan|scheme)"
    r"|verified tier|affiliate tier|rewards?|fund|tips|gifts|subscriptions?|transaction fee|listing fee"
    r"|referral fee|"
    r"commission|marketplace|shopping|ticket sales|membership|memberships|payouts?|bonus|program(?:me)?|plan"
    r"|tier|scheme|pilot|app store))\b"
)


# "to join the affiliate program": the name begins behind these.
_LEAD = re.compile(
    r"(?:(?:to|join\w*|now|of|its|the|their|a|an|for|from|in|into|on|by|thresholds?|bar|requirements?|enter\w*"
    r"|apply|and|or|is"
    r"|are|with|that|this|as|who|per|minimum|rules?)\s)+"
)


def platform_of(draft: Draft, passage: Passage) -> str | None:
    """The platform named nearest before the evidence: in its sentence, then the title, then anywhere before it."""
    return _nearest("platform", draft, passage)


def program_of(draft: Draft, passage: Passage) -> str | None:
    """The programme named in or next to the fact's sentence, else the only one of the passage."""
    found = {one.id for one in passage.mentions if one.kind == "program"}
    if not found:
        return None
    near = _nearest("program", draft, passage)
    return near if near is not None else (next(iter(found)) if len(found) == 1 else None)


def matter_of(draft: Draft, passage: Passage) -> str | None:
    """The matter of a legal step; only where the passage names one alone or one in the same sentence."""
    if not draft.legal:
        return None
    sentence = passage.sentences[draft.place]
    here = [
        one.id
        for one in passage.mentions
        if one.kind == "matter" and sentence.start <= one.evidence.start < sentence.start + len(sentence.text)
    ]
    found = list(dict.fromkeys(here or [one.id for one in passage.mentions if one.kind == "matter"]))
    if len(found) > 1 and draft.metric == "stage":
        found = _of_actor(found, draft, passage)
    return found[0] if len(found) == 1 else None


_CREATORS = re.compile(r"\b(?:creators?|users?|influencers?|artists?|sellers?|developers?|streamers?|writers?)\b")
_COMPANY = re.compile(r"\b(?:the (?:company|app|platform|owner|service)|its (?:owner|parent)|parent company)\b")


def _of_actor(matters: list[str], draft: Draft, passage: Passage) -> list[str]:
    """Of several matters those whose plaintiff acts here: the company's own case, or that of the people on it."""
    sentence = passage.sentences[draft.place]
    told = passage.words[sentence.start : draft.end].lower()
    if by_name := [one for one in matters if _surnames(passage.plaintiffs.get(one, ())) & set(_LETTERS.findall(told))]:
        return by_name
    acting = re.split(r"[,;]\s|\b(?:and|while|as|after|but)\b", told)[-1]
    named = {part for one in passage.mentions if one.kind in {"platform", "company"} for part in one.id.split("-")}
    people, company = _CREATORS.search(acting), _COMPANY.search(acting) or named & set(_LETTERS.findall(acting))
    if bool(people) == bool(company):
        return []
    # Matters are named for their parties, too: "tiktok-v-garland" is the company's, "firebaugh-v-garland" is not.
    own = [one for one in matters if "-v-" in one and named & set(one.split("-v-")[0].split("-"))]
    return own if company else [one for one in matters if "-v-" in one and one not in own]


_LETTERS = re.compile(r"[a-z]+")
_NAME = re.compile(
    r"^[A-Z][\w.'-]+(?: [A-Z][\w.'-]*)* (?P<last>[A-Z][a-z'-]{3,})$|\(first: [^()]* (?P<first>[A-Z][a-z'-]{3,})\)"
)


def _surnames(plaintiffs: tuple[str, ...]) -> set[str]:
    """The last names of the persons among plaintiffs, in lower case; firms and groups have none."""
    told = [match for one in plaintiffs if not _FIRM.search(one) and (match := _NAME.search(one))]
    return {(match["last"] or match["first"]).lower() for match in told}


_FIRM = re.compile(
    r"\b(?:Inc|Ltd|LLC|Corp\w*|Company|Platforms|Games|Images|Group|Records|Music|Technolog\w+|Commission|States?|Union"
    r"|Association|Foundation|Department|Authority|Tribunal|General|Media|Studios?|Press|Times|Guild)\b"
)


def _nearest(kind: str, draft: Draft, passage: Passage) -> str | None:
    of_kind: list[Mention] = sorted(
        (one for one in passage.mentions if one.kind == kind), key=lambda one: one.evidence.start
    )
    if not of_kind:
        return None
    sentence = passage.sentences[draft.place]
    stop = sentence.start + len(sentence.text)
    here = [one for one in of_kind if sentence.start <= one.evidence.start < stop]
    before = [one for one in here if one.evidence.start <= draft.end]
    if before:
        return before[-1].id
    if here:
        return here[0].id
    titled = [one for one in of_kind if one.evidence.start < passage.title_end]
    earlier = [one for one in of_kind if one.evidence.start < sentence.start]
    if titled and (not earlier or len({one.id for one in earlier}) == 1 or draft.place <= 4):
        return titled[0].id
    if earlier:
        return earlier[-1].id
    ids = {one.id for one in of_kind}
    return next(iter(ids)) if len(ids) == 1 else None


def name_of(draft: Draft, passage: Passage) -> str | None:
    """A platform outside the gazetteer as told, in lower case: the capitalised actor of the sentence or the title."""
    sentence = passage.sentences[draft.place]
    for text in (sentence.text, passage.title):
        match = _ACTOR.search(text)
        if match is not None and match["name"].split()[0].lower() not in _NO_NAME:
            return match["name"].lower()
    return None


_ACTOR = re.compile(
    r"(?P<name>\b[A-Z][\w-]+)(?:'s|’s)? (?:said|says|has|is|will|now|cuts?|raises?|lowers?|takes?|charges?"
    r"|fined|pays?|told|announced|opens?|drops?|asks?|moved|drop|halves|doubles|needs|requires|denied|denies"
    r"|wants|lets|adds|ends|closes|plans|share|creators|commission|cut|fee|partner|affiliate)\b"
)
_NO_NAME = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "it",
        "they",
        "creators",
        "sellers",
        "channels",
        "new",
        "from",
        "until",
        "what",
        "one",
        "streamers",
        "artists",
        "applicants",
        "hosts",
        "developers",
        "judge",
        "court",
        "in",
        "on",
        "commission",
        "eu",
        "parliament",
        "governor",
    ]
)


def subject_of(draft: Draft, passage: Passage) -> str | None:
    """Words of the passage that name what the fact is about."""
    if draft.subject:
        return draft.subject
    sentence = passage.sentences[draft.place]
    for one in (sentence, passage.sentences[0]):
        found = [match for match in _SUBJECT.finditer(one.shape) if "<" not in match["s"]]
        if found:
            middle = draft.start - one.start
            best = min(found, key=lambda match: abs(one.span(match.start(), match.start())[0] - one.start - middle))
            lead = _LEAD.match(best["s"])
            return passage.words[slice(*one.span(best.start("s") + (lead.end() if lead else 0), best.end("s")))]
    return None


def countries_in(low: str) -> list[str]:
    """The countries a lower-case text names, each once, by our names for them."""
    found = [COUNTRIES[int(match.lastgroup[1:])][0] for match in _COUNTRY.finditer(low) if match.lastgroup]
    return list(dict.fromkeys(found))


def scope_of(draft: Draft, passage: Passage) -> list[str]:
    """Country and group a fact is limited to, where its sentence (or, for legal steps, its passage) says so."""
    sentence = passage.sentences[draft.place]
    words = list(draft.scope)
    countries = countries_in(sentence.shape)
    if not countries and draft.legal and passage.sentences:
        countries = countries_in(passage.sentences[0].shape)
    if countries and len(countries) <= 3:
        words = [", ".join(countries), *words]
    if not draft.legal and (group := _GROUP.search(sentence.shape)):
        words = [group["g"], *words]
    return words
