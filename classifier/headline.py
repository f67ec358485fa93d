"""The headline: the best cleaned title of a story, by rules that can be tested; never words that no source wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from classifier import genre
from classifier.annotation import Annotation
from classifier.lead import RANKS, UNKNOWN
from collector.item import Item

WORDS = 14  # a headline's most words
LONGEST = 130

_OUTLET = re.compile(r"\s+(?:[|–—]|-)\s+(?P<name>[^|–—]{2,40})$")
_LABEL = re.compile(
    r"^(?:breaking|exclusive|watch(?: live)?|live(?: updates)?|update[sd]?|opinion|analysis|video|podcast|read"
    r"|just in|explainer|report|the morning after|factbox|press release)\s*[:|–—-]+\s*",
    re.I,
)
_BAIT = re.compile(
    r"\b(?:you won't believe|here'?s (?:what|why|how)|what (?:you|to) (?:need to )?know|shocking|insane|amazing|huge"
    r"|slams?|blasts?|rips?|torches|destroys?|epic|must[- ]see|everything (?:you|we)|things to know|key takeaways"
    r"|game[- ]chang\w+|bombshell|furious|meltdown|major|massive)\b",
    re.I,
)
_ASKING = re.compile(r"\?|^(?:why|how|what|who|when|is|are|can|could|should|will|does|do)\b", re.I)
_MAYBE = re.compile(r"\b(?:could|may|might|possibly|perhaps|maybe)\b", re.I)
_PROPOSED = re.compile(
    r"\b(?:propos\w+|plans?|planned|draft|bill|bid|seek\w*|consider\w*|want\w*|would|could|may|might|urge\w*|calls?"
    r"|introduc\w+|pitch\w*|weigh\w*|eye[sd]?|aim\w*|set to|to be|expected|recommend\w*|consult\w*|push\w*)\b",
    re.I,
)
_TEST = re.compile(r"\b(?:test\w*|trial\w*|pilot\w*|experiment\w*|tries|trying|some users)\b", re.I)
# Where a title may end early: before a further clause. Turns of place, aim or group are what it is about.
_BREAK = re.compile(
    r"\s+(?:after|amid|ahead|following|while|despite|because|—|–|-|as|over|during|since)\s+|[,;:]\s+", re.I
)
# Who says so, on what condition and how sure it is may not be cut off: "…, lawsuit claims", "… unless it is sold".
_BINDING = re.compile(
    r"\b(?:unless|without|except|if|not?|never|says?|said|claims?|alleg\w+|report\w*|sources?|finds|court|judge|suit"
    r"|lawsuit|poll|study|propos\w+|plans?|could|may|might|would|denie[sd]|test|but)\b|n['’]t\b|[:;]",
    re.I,
)
_OPEN_END = frozenset(
    ("a", "an", "the", "of", "to", "in", "on", "for", "with", "by", "and", "or", "as", "at", "from", "its", "their")
)
_TURNS = _OPEN_END | {
    "if", "unless", "but", "that", "which", "who", "when", "until", "is", "are", "was", "were", "it", "it's", "he",
    "she", "they", "not", "his", "her", "than", "after", "over", "into", "how", "what", "why", "—", "–", "-",
}  # fmt: skip
_OPEN_ENDS = tuple(f" {word}" for word in _OPEN_END)
_VERB = re.compile(r"\b(?:\w+(?:s|ed)|to \w+|will|must|sue|ban|cut|pay|win|lose|end|hit)\b", re.I)


def cleaned(title: str) -> str:
    """
    A title without the outlet's name, the newsroom's label and doubled white space.

    >>> cleaned("BREAKING: Streamora lowers its bar to 500 followers | Example Times")
    'Streamora lowers its bar to 500 followers'
    """
    title = " ".join(title[:400].split())
    for _ in range(2):
        title = _LABEL.sub("", title)
    match = _OUTLET.search(title)
    # What follows the last bar is the outlet's name when it is short and in capitals, and enough is left without it.
    if match and len(match["name"].split()) <= 4 and match["name"][0].isupper() and match.start() >= 25:
        title = title[: match.start()]
    return genre.untease(title.strip(" |–—-"))


def faults(headline: str, status: str = "") -> tuple[str, ...]:
    """What is wrong with a headline by our rules; empty where nothing is."""
    found = []
    if len(headline.split()) > WORDS:
        found.append("long")
    if _ASKING.search(headline):
        found.append("question")
    if _BAIT.search(headline) or "!" in headline:
        found.append("excited")
    if _MAYBE.search(headline):
        found.append("guess")
    if status == "proposed" and not _PROPOSED.search(headline):
        found.append("proposal told as done")
    if status == "test" and not _TEST.search(headline):
        found.append("test told as done")
    letters = [letter for letter in headline if letter.isalpha()]
    if letters and sum(letter.isupper() for letter in letters) > 0.6 * len(letters):
        found.append("shouted")
    if not _VERB.search(headline):
        found.append("no verb")
    return tuple(found)


def headline_of(
    items: Sequence[Item], said: Mapping[str, Annotation], lead: Item, status: str = "", copies: Sequence[str] = ()
) -> str:
    """
    The headline of a story: the lead's own title where it tells what was done and keeps the rules, else the best of
    the others'.

    A proposal is called one ("Proposal: …"), and a test a test, where no title says so. Headlines built from facts are
    the letter's matter (digest/wording.py); this one holds where there are none.
    """
    def rank(item: Item) -> tuple[object, ...]:
        title = cleaned(item.title)
        annotation = said.get(item.id)
        source_class = (annotation.source_class if annotation else "") or item.source_class
        irrelevant = annotation is not None and not annotation.relevant
        number = not re.search(r"\d", title)
        kind = genre.RANKS[genre.genre_of(item, annotation)]
        return (
            not title, irrelevant, kind, len(faults(title, status)) > (1 if item.id == lead.id else 0),
            len(faults(title, status)), RANKS.get(source_class, UNKNOWN), item.id != lead.id, item.id in copies, number,
            item.when, item.id,
        )  # fmt: skip

    best = cleaned(min([lead, *items], key=rank).title)
    prefix = ""
    if status == "proposed" and not _PROPOSED.search(best):
        prefix = "Proposal: "
    elif status == "test" and not _TEST.search(best):
        prefix = "Test: "
    return prefix + shortened(best, WORDS - len(prefix.split()))


def shortened(title: str, words: int = WORDS) -> str:
    """A title of at most so many words, cut where a clause ends."""
    if len(title.split()) <= words:
        return title
    cuts = [match.start() for match in _BREAK.finditer(title)]
    for cut in reversed(cuts):
        part = title[:cut].rstrip(" ,;:–—-")
        whole = part.count('"') % 2 == 0 and part.count("‘") == part.count("’")
        whole = whole and not part.lower().endswith(_OPEN_ENDS)
        if 6 <= len(part.split()) <= words and whole and not _BINDING.search(title[cut:]):
            return part
    kept = title.split()[:words]
    # The dots say that something follows; what stands before them may not break off in the middle of a turn.
    for place in range(len(kept) - 1, 7, -1):
        if kept[place].lower().strip(",;:") in _TURNS or kept[place - 1].endswith((",", ";", ":", "—", "–")):
            kept = kept[:place]
            break
    while len(kept) > 5 and kept[-1].lower().strip(",;:") in _TURNS:
        kept.pop()
    return " ".join(kept).rstrip(",;:–— ") + " …"
