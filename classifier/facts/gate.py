"""The gate: whether a text can tell a fact at all, asked of every item of a day, so in word sets and not in grammar."""

from __future__ import annotations

import re

from classifier.facts.clauses import DEPTH, word_set

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")


# Words, or their first six letters. Who earns; what is paid, asked or taken; what numbers are called in words.
EARNERS = word_set(
    "creato channe stream moneti partne affili accomp seller sellin mercha develo studio influe subscr "
    "follow youtub payout royalt tippin tips tip newsle podcas market commis "
    "revenu karma impres watch shorts upload contri fan fans referr makers maker musici artist filmma narrat "
    "host hosts social store stores engine label labels publis views view "
    "viewer vendor shop shops reddit reader writer author adhere suppor platfo tiktok twitch patreo spotif "
    "rewards instag facebo kick etsy gumroa substa bandca soundc snap plays accoun "
    "member hürde donati ticket listin fee fees split change contra page pages app apps video videos earn "
    "earnin gifts affiliate bonus fund grant live users user abonne site photog"
)
TERMS = word_set(
    "earn earns earned earnin pay pays paid paying paymen payout moneti fee fees commis revenu share shares "
    "sharin cut cuts fund funds bonus bonuse tip tips tippin gift gifts ad ads program progra scheme tier "
    "tiers partne affili reward sell sells sellin subscr eligib qualif bar thresh requir minimu listin "
    "charge chargi need needs needed must royalt split unlock rule rules withdr cash karma "
    "necess lower join joinin condit licens trinkg gets age policy change give gives given accept plan get "
    "getting wants want minima allowa previo limit fans follow floor enough keep keeps sale sales "
    "average listener viewer impres hürde free genüge divide selling payout minimu enough history statt"
)
NUMBERS = word_set(
    "one two three four five six seven eight nine ten eleven twelve fiftee twenty thirty forty fifty sixty "
    "ninety hundre thousa millio half halve halves halvin double double doubli doubles triple triple tripli "
    "tenfol twice "
    "third thirds quarte nothin no stoppe stops waives waivin waive closes closed closin shuts shut shutti "
    "ends ended ending paused pauses pausin reviv revive revivi reopen discon sunset scraps scrapp kills "
    "killin"
)
LEGAL = word_set(
    "fine fines fined fining penalt settle sue sues sued suing lawsui suit suits court courts judge judges "
    "justic jury jurors verdic trial probe probes invest antitr rule rules ruling ruled regula law laws bill "
    "act "
    "senate parlia ban bans banned bannin deadli divest consul commen impose must owe owes ofcom hearin object "
    "prelim commit govern signed signs effect under petiti compla gateke design order orders ordere filed "
    "files file injunc levy levies "
    "acquis merger deal legisl lawmak minist watchd author senten awarde awards contem monopo guidan code "
    "appeal trust ceo congre commis"
)
# The world our legal steps touch, and the desks whose courts and parliaments are not ours.
TOPICS = word_set(
    "app apps platfo social creato youtub tiktok byteda meta facebo instag twitte google alphab apple amazon "
    "snap snapch twitch spotif discor reddit roblox valve steam epic unity patreo substa openai anthro "
    "midjou nvidia "
    "micros netfli kick rumble onlyfa pintes linked whatsa telegr temu shein etsy ebay uber tech ai artifi "
    "online intern digita stream influe conten age minors childr kids teens privac data copyri author artist "
    "publis "
    "music ad ads advert search antitr monopo news chatbo deepfa algori feed feeds seller subscr develo game "
    "games gaming softwa gateke image model models illust compet market domain netcho voice browse shoppi "
    "loot"
)
OTHER_DESKS = word_set(
    "murder killed killin kill shooti gun guns aborti immigr border asylum war ukrain russia milita troops "
    "vaccin covid pandem nfl nba footba soccer olympi rape assaul drug drugs prison jail electi voting "
    "ballot abuse death "
    "dead climat oil gas bank banks mortga housin airlin railwa train hospit health medici transg school "
    "univer church police office parole extrad briber fraud crypto ftx budget debt pensio farm farmer water "
    "energy nuclea "
    "mayor indict murdau opioid tobacc"
)


# Who earns on a platform, and by what: without one of these, numbers are some other trade's terms.
OURS = re.compile(
    r"\b(?:creators?|streamers?|youtub\w+|tiktok\w*|twitch|influencers?|moneti[sz]\w+|affiliates?|associates"
    r"|partner (?:program\w*|plan|tier|status|scheme|bar)|app store|apps?|ad (?:revenue|income|money)"
    r"|revenue[- ]shar\w+"
    r"|royalt\w+|followers?|subscribers?|subs|abonnenten|fans|podcast\w*|marketplaces?|sellers?|selling|merchants?"
    r"|shops?"
    r"|in-app|pay-?outs?|cash out|tips|tipping|trinkgeld\w*|gifts|watch[- ](?:time|hours)|streams?|streaming|plays"
    r"|artists?"
    r"|musicians?|developers?|studios?|channels?|newsletters?|writers?|readers?|viewers?|members?|supporters?"
    r"|uploads?|on air|broadcast\w*|subscriptions?|sites?|karma|impressions|contributors?"
    r"|filmmakers?"
    r"|donations?|platforms?|hosts?|listings?|accounts?|follower|store|installs|narrators?|makers|games?|models?"
    r"|social (?:media|network\w*))\b"
)


# Rates, bonuses and ages of everyday life.
HOUSEHOLD = word_set(
    "tax taxes inflat wage wages retire childc nurser council diet patien insuli vaccin hotel flight airpor car cars "
    "mansio realto battery drivin speeding parkin grocer supermarket medici allerg cup league goals coach player "
    "rent salary salari universal credit interest telesc rocket"
)


def of_our_trade(low: str, named: bool) -> bool:
    """Whether the numbers of a text can be terms of a platform; `low` in lower case, `named`: a platform is in it."""
    told = set(_WORD.findall(low))
    if named or (told | {word[:6] for word in told}).isdisjoint(OTHER_DESKS | HOUSEHOLD):
        return True
    return len({match.group() for match in OURS.finditer(low)}) > 2


def worth_reading(words: str, named: bool) -> tuple[bool, bool]:
    """Whether a text can tell a programme's terms, and whether a legal step; sure only of no. `named`: a "
    "known actor is in it."""
    low = words[:DEPTH].lower()
    told = set(_WORD.findall(low))
    told |= {word[:6] for word in told}
    number = _DIGIT.search(low) is not None or not told.isdisjoint(NUMBERS)
    terms = (
        number
        and not told.isdisjoint(TERMS)
        and (named or not told.isdisjoint(EARNERS) or "%" in low or "percent" in low)
    )
    law = not told.isdisjoint(LEGAL) and (named or not told.isdisjoint(TOPICS) or told.isdisjoint(OTHER_DESKS))
    return terms, law
