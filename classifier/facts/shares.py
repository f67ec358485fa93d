"""Shares: what the platform takes and what the earner keeps, in percent, from whichever side a text tells it."""

from __future__ import annotations

import re

from classifier.facts.clauses import Sentence
from classifier.facts.passage import Passage

EARNERS = (
    r"(?:creators?|artists?|streamers?|developers?|devs|writers?|authors?|makers?|hosts?|sellers?"
    r"|contributors?|musicians?|publishers?|podcasters?|"
    r"channels?|partners?|influencers?|youtubers?|merchants?|earners?|performers?|photographers?|studios?"
    r"|labels|rightsholders|rights holders|"
    r"affiliates|drivers|gamers|modders|builders|owners|members|users|broadcasters?|models?|educators?"
    r"|instructors?|teachers?|tutors?|bands?|songwriters?|filmmakers?|vendors?|shops?|stores?)"
)
_FEE_NOUN = (
    r"(?:(?:[\w'-]+ ){0,2}?(?:fees?|commissions?|cut|rake|take rate|take\b(?! (?:home|part))|surcharge|charge"
    r"|tax on sales|processing"
    r"|margin)|platform share|share for itself)\b"
)
_GROWTH_AFTER = re.compile(
    r"^ ?(?:of (?:the )?(?:all |us |its |their |american |adult |young |those )*(?:users?|people|adults"
    r"|americans|teens?|teenagers|respondents|consumers|children|kids|parents|voters|shoppers|"
    r"(?:creators|streamers|youtubers|artists|influencers|developers|sellers|songs|tracks|streams|apps|videos|channels"
    r"|merchants|hosts|shops)(?!'? (?:revenue|income|earnings|sales|proceeds))|viewers|gamers|companies|firms"
    r"|businesses|households"
    r"|staff|employees|workforce|jobs|shares|stake|the company|the market|global turnover|annual turnover|"
    r"worldwide|global|annual revenue|its annual|annual global|turnover|votes|traffic|time|downloads|phones"
    r"|smartphones|searches|the vote)\b"
    r"|(?:bigger|larger|smaller|more|higher|lower|less|fewer|increase|decrease|reduction|hike|growth|drop|rise"
    r"|fall|decline"
    r"|jump|gain|discount|off"
    r"|stake|owned|ownership|year[- ]over|compared|chance|tariff|duty|vat|sales tax|interest|apr"
    r"|per cent of users|"
    r"faster|slower|since|in (?:after-hours|premarket|trading)|on (?:the )?(?:day|week|year)|yield|inflation)\b)"
)
_GROWTH_BEFORE = re.compile(
    r"\b(?:gr[eo]ws?|grown|growing|surged?|soared?|plunged?|tumbled?|shares? (?:fell|rose|were|are|dropped"
    r"|jumped|climbed)|stock|sales (?:rose|fell)|"
    r"jumped|climbed|rise of|increase of|drop of|decline of|fall of|discount of|growth of|up(?! to)|down"
    r"|owns?|stake of|inflation|tariffs? of|vat of|"
    r"jobs by|staff by|workforce by|headcount|layoffs|prices? (?:by|up))\s(?:by |to |about |nearly "
    r"|more than |over |almost |an? |as much as |some )*$"
)
_TO_EARNER = re.compile(
    rf"^ ?(?:share |cut |slice |royalty |split |rate |royalties "
    rf"|payout )?(?:of [^<>;,.]{{2,60}}? )?(?:(?:goes|going|will go|flows|paid|passed|returned"
    rf"|handed) )?(?:to|for|with) (?:the |its |their |all |eligible |top |small |new |qualifying "
    rf"|participating )*{EARNERS}\b"
)
_EARNER_GETS = re.compile(
    rf"(?:\b{EARNERS}\b(?:[^<>;]|<[md]\d+>){{0,60}}?|\b(?!keeps\b|gets\b|takes\b|terms\b|rates\b|fees\b"
    rf"|does\b|is\b|has\b"
    rf"|was\b|says\b|stores\b)[a-z]{{3,}}(?:ers|ors|ists|ians|ants|ents|hosts|bands|labels) (?:will |can "
    rf"|initially |also |now "
    rf"|would |to |who |that )*|\b(?:you|they|who|you'll)\s(?:\w+ )?)\b(?:keeps?|kept|get|gets|getting"
    rf"|got|receives?|receiving|earns?|earning|take home|takes home|taking home|retains?|retaining|pocket"
    rf"|make|left with|bring home|paid out|are paid|be paid|entitled to|collect|enjoy|see|be left with"
    rf"|share in|lose|be keeping)"
    r"(?: (?:\w+ ){0,3}?)?(?:<p\d+> (?:to|instead of|or) )?$"
)
_PAYS = re.compile(
    rf"\b(?:pay|pays|paying|paid|gives?|giving|gave|offers?|offering|hand|hands|handing|grants?|pass(?:es)?"
    rf"|award|awards|return|returns|share|shares|sharing|shared|leaves?|leaving)\s(?:out |on |back "
    rf"|over )?(?:the |its |their |new |all |top |most |eligible |participating |small |smaller |those "
    rf"|select |some )*(?:{EARNERS}|them|you)?\s?(?:\w+ ){{0,3}}?$"
)
_OWN_SHARE = re.compile(
    rf"(?:\b(?:their|your|{EARNERS}(?:'s?|s')) (?:\w+ ){{0,2}}?(?:share|cut|split|slice|portion|percentage"
    rf"|take|rate)|\b(?:{EARNERS}) share"
    rf"|\b(?:share|cut|slice|portion|percentage) (?:\w+ ){{0,3}}?(?:for|of|to) {EARNERS}"
    r"|\b(?:ad|ads|subscription) share|\broyalt(?:y|ies)(?: rates?| share)?|\brevenue[- ]shar(?:e|es"
    r"|ing)(?: rates?| split)?|\brev[- ]share"
    r"|\bpayout (?:share|rate)s?)\b[^<>;]{0,90}?$"
)
_PLATFORM_TAKES = re.compile(
    r"\b(?:takes?|taking|took|takes away|charges?|charging|charged|collects?|collecting|skims?|retains?"
    r"|retaining|pockets?|pocketing|deducts?|deducting|withholds?|keeps?|keeping|kept|claims?|levies|forgo"
    r"|forgoes|waives?|waiving|pays?|paying)"
    r"(?: (?:for itself|only|just|now|a|an|the|its|about|roughly|around|them|developers|creators|sellers"
    r"|users|you|up to|off|flat|of|between|back|out|as little as|new|additional|extra|further|standard"
    r"|flat-rate|lower|higher|reduced))*\s?$"
)
_FEE_HEAD = re.compile(r"\b(?:fees?|commissions?|cuts?|rake|take rate|charges?|margin|surcharge)\b[^<>;]{0,75}?$")
_MARKET = re.compile(
    r"\b(?:market share|market cap|gdp|of the market|stock market|of all (?:sales|traffic)|unemployment"
    r"|approval rating|poll|survey|percent of voters|mortgage|interest rates?|cgt|income tax)\b"
)
# Fees and shares of other trades.
FINANCE = re.compile(
    r"\b(?:pension|mutual fund|hedge fund|index fund|etf|banks?|mortgage|loans?|credit cards?|insur\w+"
    r"|parking|rent|battery|electricity|tuition|interest rates?)\b"
)
_AFFILIATE = re.compile(
    r"\b(?:affiliates?|influencer program|associates|referrers?|referring|commissions? (?:for|to) (?:creators"
    r"|influencers|members|affiliates)|brands? (?:may|can|will)? ?(?:now )?offer|shopping)\b"
)
_BONUS = re.compile(
    r"^ ?(?!to |boost in (?:visits|traffic|users|sales))(?:[\w'-]+ ){0,2}?"
    r"(?:bonus(?:es)?|extra|boost|top-up|on top|match|more per|bonus payment)\b"
)
_STATUTORY = re.compile(
    r"\b(?:levy|levies|digital services? tax|of (?:their |its )?(?:local|domestic|canadian|gross|annual"
    r"|national) (?:broadcasting |annual )?(?:revenues?|turnover|earnings|income)|set aside|trust)\b"
)
_EARNER_LOSES = re.compile(rf"\b{EARNERS}\b[^<>;]{{0,30}}?\b(?:lose|gain|win)s? $")


_OF_AFFILIATES = re.compile(r"\b(?:affiliates?|associates|referrers?|influencers?)\b")
_OF_STORES = re.compile(r"\b(?:fees?|app store|developers?|sellers?|merchants?|charg\w+)\b")
# "Cut the risk by 30 percent": what follows "by" is a step, never a rate.
_BY = re.compile(
    r"\bby (?:about |up to |nearly |as much as |more than |at least |around |almost |over |roughly |a |an )*$"
)
# "Fees rise by 30 percent" tells how much more, never how much.
_RELATIVE = re.compile(
    r"\b(?:fees?|commissions?|charges?|rates?|prices?|payouts?|pay)(?: [\w'-]+){0,6} by (?:about |up to |nearly "
    r"|as much as |more than |around |a |an )*$"
)


def typed(sentence: Sentence, place: int, passage: Passage) -> tuple[str, str] | None:
    """Whose share a percentage is: creator_share_pct, platform_fee_pct, commission_pct or bonus_pct; None "
    "where it is none."""
    found = _earned(_typed(sentence, place, passage), sentence, passage)
    if found is None and place == 0 and (head := head_of_row(sentence, passage)) is not None:
        if re.search(r"\b(?:charge[sd]?|fees?|commissions?|pay)\b", head.shape):
            return "platform_fee_pct", "percent"
        return of_lead(head.shape, sentence, passage)
    if found is None and _PLAN.match(sentence.after(place)) and sentence.quantities[place].kind == "percent":
        lead = " ".join(other.shape for other in passage.sentences[max(0, sentence.place - 2) : sentence.place])
        return of_lead(lead, sentence, passage)
    return found


_ROW = re.compile(r"^\W*<p0>")
_LONGEST_ROW = 140  # characters; a longer line is a paragraph
_ROWS = 8


def head_of_row(sentence: Sentence, passage: Passage) -> Sentence | None:
    """The line a list of rates stands under ("from June we will charge:"), where `sentence` is one of its rows."""
    if len(sentence.text) > _LONGEST_ROW or not _ROW.match(sentence.shape):
        return None
    for above in reversed(passage.sentences[max(0, sentence.place - _ROWS) : sentence.place]):
        if above.shape.rstrip().endswith(":"):
            return above
        if len(above.text) > _LONGEST_ROW:
            return None
    return None


# "A single 10 percent plan" has the meaning of the sentences that lead up to it.
_PLAN = re.compile(r"^ (?:[\w-]+ )?(?:plan|tier|rate)\b")


def _earned(found: tuple[str, str] | None, sentence: Sentence, passage: Passage) -> tuple[str, str] | None:
    """A commission or rate under a headline about affiliates is what they earn, not what a store takes."""
    opening = " ".join(one.shape for one in passage.sentences[:3])
    if (
        found == ("platform_fee_pct", "percent")
        and re.search(r"\b(?:commissions?|rates?)\b", sentence.shape)
        and _OF_AFFILIATES.search(opening)
        and re.search(r"\bcommission", opening)
        and not _OF_STORES.search(sentence.shape)
    ):
        return "commission_pct", "percent"
    if (
        found == ("creator_share_pct", "percent")
        and _BARE_RATE.search(sentence.shape)
        and not _EARNED.search(sentence.shape)
        and re.search(r"\b(?:commissions?|fees?)\b", passage.title.lower())
        and not _OF_AFFILIATES.search(passage.title.lower())
    ):
        return "platform_fee_pct", "percent"  # "a 15 percent rate for publishers" is what they pay
    if (
        found == ("creator_share_pct", "percent")
        and _SHARE_OWED.search(passage.low)
        and "share" in sentence.shape
        and not _SHARE_OF_EARNERS.search(sentence.shape)
    ):
        return "platform_fee_pct", "percent"
    return found


# "Developers pay a 20 percent revenue share": here the share is the store's.
_SHARE_OWED = re.compile(
    r"\b(?:pay|pays|paying|paid|owe|owes|charg\w+|withhold\w*|collect\w*|exempt\w*)\b"
    r" (?:\w+ ){0,2}?(?:<p\d+> )?(?:of )?(?:\w+ )?(?:revenue|rev)[- ]?share\b(?! to)"
    r"|\b(?:revenue share|revshare) exempt\w+"
)
_SHARE_OF_EARNERS = re.compile(
    rf"\b(?:their|your|{EARNERS}(?:'s?|s')?) (?:\w+ ){{0,2}}?(?:share|cut)\b|\b(?:keeps?|gets?|receives?|earns?)\b"
)


_BARE_RATE = re.compile(r"<p\d+> rate\b")
_EARNED = re.compile(
    r"\b(?:shares?|keeps?|royalt\w+|splits?|revenue|payouts?|gets?|receives?|earns?|earnings|income)\b"
)


def _typed(sentence: Sentence, place: int, passage: Passage) -> tuple[str, str] | None:
    one = sentence.quantities[place]
    if one.kind == "split":
        return ("creator_share_pct", "percent") if _split_of_income(sentence, passage) else None
    if one.kind != "percent" or not 0 <= one.value <= 100:
        return None
    before, after = re.sub(r"(?:by )?<o\d+>,? ", "", sentence.before(place, 110)), sentence.after(place, 90)
    if FINANCE.search(sentence.shape) or _WORTH.search(before) or _IN_CREDITS.match(after) or _OF_COUNTED.match(after):
        return None
    if (
        _MARKET.search(sentence.shape)
        or _STATUTORY.search(after[:60])
        or re.search(r"\b(?:levy|tax|tariff|vat)s? (?:of|at|to|from|is|rises?)[\w ]{0,15}$", before)
    ):
        return None
    if (
        _BY.search(before)
        or _RELATIVE.search(before)
        or (re.search(r"\blose\b[^<>;]{0,12}$", before) and re.match(r"^ of (?:their|its|his|her)", after))
    ):
        return None  # "lose about a fifth of their income" tells what a change costs
    if _GROWTH_BEFORE.search(before) or (_GROWTH_AFTER.match(after) and not _fee_beside(before, after)):
        return None
    if _BONUS.match(after) or re.search(r"\bbonus (?:of|is|to|from)[^<>;]{0,15}$", before):
        return "bonus_pct", "percent"
    return _side(before, after, sentence)


_THEIR_TAKE = re.compile(r"\b(?:their|its) (?:\w+ )?(?:take|cut)\b[^<>;]{0,70}$")
_EARNER = re.compile(rf"\b{EARNERS}\b")


# "Credits worth 10 percent of revenue" are a gift of that size.
_WORTH = re.compile(r"\b(?:worth|equivalent (?:to|of)|equal to|amounting to) (?:up to |about |an? )*$")


# "85 percent of their broadcast hours" is no share of money.
_OF_COUNTED = re.compile(
    r"^ of (?:their|its|the|all|your) (?:[\w-]+ ){0,2}?"
    r"(?:hours|minutes|days|posts|uploads|viewers|followers|subscribers)\b"
)
_IN_CREDITS = re.compile(r"^ (?:of [^<>;,.]{2,30} )?(?:back )?(?:in|as) (?:[\w-]+ ){0,3}credits?\b")


def _fee_beside(before: str, after: str) -> bool:
    return bool(re.search(r"\b(?:takes?|charges?|fee|commission|cut|keeps?|kept)\b[\w ]{0,20}$", before))


def _side(before: str, after: str, sentence: Sentence) -> tuple[str, str] | None:
    before = re.split(r"(?:\.|\bbut\b|\bwhile\b|\bso that\b)\s", before)[-1]
    if (theirs := _THEIR_TAKE.search(before)) and not _EARNER.search(before[: theirs.start()]):
        return "platform_fee_pct", "percent"  # a store reduces "their" take
    if re.match(
        r"^ (?:as|in) (?:its |a |the |platform |service |their )*(?:fees?|commission|cut)\b", after
    ) or re.search(r",\s(?:retaining|keeping|taking|pocketing) (?:only |just |the |a |an )*$", before):
        return "platform_fee_pct", "percent"  # what follows the comma is said of the platform
    if re.match(r"^[ -]royalt", after) and re.search(
        r"\b(?:developers?|studios?|games?|sellers?|merchants?|they|must|will) (?:\w+ ){0,2}?(?:pay|owe"
        r"|be charged)s? (?:\w+ )?$",
        before,
    ):
        return "platform_fee_pct", "percent"
    if _EARNER_GETS.search(before):
        if re.match(r"^ (?:net |ad )*revenue shar", after):
            return "creator_share_pct", "percent"
        if re.search(r"\b(?:affiliates|referrers|associates)\b[^<>;]{0,40}$", before):
            return "commission_pct", "percent"
        if re.search(r"\b(?:commission|commissions)\b", after[:40] + before[-40:]) or (
            _AFFILIATE.search(sentence.shape)
            and re.match(r"^ (?:on|of) (?:sales|beauty|purchases|each sale|the sale)", after)
        ):
            return "commission_pct", "percent"
        return "creator_share_pct", "percent"
    if re.match(rf"^[ -]{_FEE_NOUN}", after):
        noun = re.match(rf"^[ -]({_FEE_NOUN})", after)
        if noun and "commission" in noun[1] and _AFFILIATE.search(sentence.shape):
            return "commission_pct", "percent"
        if (
            re.search(
                rf"\b(?:gives?|pays?|offers?|earn|gets?|receives?) (?:\w+ )?(?:{EARNERS} )?an? (?:\w+ )?$", before
            )
            and noun
            and noun[1].endswith("cut")
        ):
            return "creator_share_pct", "percent"
        return "platform_fee_pct", "percent"
    if re.match(
        r"^ (?:of [^<>;,.]{2,40} )?(?:goes|go|flows?|will go|is kept|stays with|stay with) (?:to|by|with)?", after
    ) and re.search(r"\b(?:remaining|rest|other) $", before):
        return ("creator_share_pct" if _TO_EARNER.match(after) else "platform_fee_pct"), "percent"
    if re.search(r"\bcharg(?:es?|ed|ing) (?:only |just |a |an )*$", before):
        return "platform_fee_pct", "percent"
    if _TO_EARNER.match(after) and not _FEE_TO.search(before) and not (_FOR.match(after) and _FEE_WORD.search(before)):
        return "creator_share_pct", "percent"
    if _AFFILIATE.search(sentence.shape) and re.search(
        r"\b(?:commissions?|pays?|earns?|paid|rate)\b[^<>;]{0,60}$", before
    ):
        return "commission_pct", "percent"
    if (takes := _PLATFORM_TAKES.search(before)) and not re.search(r"\b(?:pays?|paying)\b", takes.group()):
        return "platform_fee_pct", "percent"
    own, fee = _last(_OWN_SHARE, before), _last(_FEE_HEAD, before)
    if own > fee:
        return "creator_share_pct", "percent"
    if fee >= 0:
        if re.search(r"\b(?:royalty|royalties)\b", before[max(0, fee - 20) : fee + 10]):
            return "creator_share_pct", "percent"
        return "platform_fee_pct", "percent"
    if takes and re.search(r"\bpays\b", takes.group()) and re.search(rf"\b{EARNERS}\b", before + after):
        return "creator_share_pct", "percent"
    if takes and re.search(
        rf"\b(?:{EARNERS}|pages?|members|contracts?|accounts?)\b(?:[^<>;]|<[dmc]\d+>){{0,50}}?"
        r"\b(?:pay|paying)(?: \w+)?\s$",
        before,
    ):
        return "platform_fee_pct", "percent"
    if _PAYS.search(before) and re.search(
        rf"\b(?:{EARNERS}|them|you|revenue|income|ad money|sales)\b", before[-60:] + after[:70]
    ):
        return "creator_share_pct", "percent"
    if re.match(r"^[ -](?:revenue |rev |ad |royalty |profit )*(?:share|split|royalty|royalties|payout|slice)\b", after):
        platform = re.search(
            r"\b(?:its|platform's|the company's|apple's|google's|takes|forgo|waives?|drop|drops) (?:\w+ )?$", before
        )
        return ("platform_fee_pct" if platform else "creator_share_pct"), "percent"
    if (
        re.match(
            r"^ of (?:the |all |their |its |any |net |gross |every |each )*(?:ad |advertising |subscription |ads "
            r"|net |gross |sales |music |streaming |tip |ticket |in-app )*(?:revenues?|income|earnings|proceeds"
            r"|sales|money|tips|royalties|profits|the pie|payments|first)\b",
            after,
        )
        and re.search(rf"\b{EARNERS}\b[^<>;]{{0,60}}$", before)
        and not re.search(r"\bfrom (?:the |its )?(?:\w+ )?$", before)
    ):
        return "creator_share_pct", "percent"
    return None


_FOR = re.compile(r"^ for\b")
_FEE_WORD = re.compile(r"\b(?:fees?|commissions?|charges?|(?:its|'s) cut)\b")
# "Cuts the commission to 15 percent for developers" tells what they pay.
_FEE_TO = re.compile(r"\b(?:fees?|commissions?|cut)(?: rates?)? (?:down )?(?:to|at|of|from|is) (?:just |only |a )*$")


def is_growth(sentence: Sentence, place: int) -> bool:
    """Whether a percentage tells how much more or less of something there is, and is no rate of its own."""
    before = sentence.before(place)
    return bool(_GROWTH_AFTER.match(sentence.after(place)) or _RELATIVE.search(before) or _BY.search(before))


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


_INCOME = re.compile(
    r"\b(?:split|splits|share|shares|sharing|revenue|income|divid\w+|deal|cut|earnings|royalt\w+|subscription"
    r"|subs|ad|terms|favou?r|pay|pays|model|rate)\b"
)
_NO_INCOME = re.compile(
    r"\b(?:vote|votes|voted|score|won|win|poll|odds|chance|senate|bipartisan|court|ruling|decision|game|match)\b"
)


def _split_of_income(sentence: Sentence, passage: Passage) -> bool:
    if _NO_INCOME.search(sentence.shape) and not re.search(
        r"\brevenue|\bcreators?|\bstreamers?|\bsubscription", sentence.shape
    ):
        return False
    return bool(_INCOME.search(sentence.shape) or re.search(r"\b(?:revenue|split|share)\b", passage.low))


def nearby(sentence: Sentence, start: int, end: int, passage: Passage) -> tuple[str, str] | None:
    """The share that a frame's percentages are about when neither says it itself."""
    return _earned(_nearby(sentence, start, end), sentence, passage)


def _nearby(sentence: Sentence, start: int, end: int) -> tuple[str, str] | None:
    text = sentence.shape
    if _MARKET.search(text):
        return None
    before, after = re.sub(r"(?:by )?<o\d+>,? ", "", text[max(0, start - 120) : start]), text[end : end + 60]
    if _AFFILIATE.search(text) and re.search(r"\bcommissions?\b|\bpays?\b|\bearns?\b", text):
        return "commission_pct", "percent"
    own, fee = _last(_OWN_SHARE, before + " "), _last(_FEE_HEAD, before + " ")
    if max(own, fee) < 0 and (
        headed := re.search(r"\b(?:fees?|commissions?|cut)\b|\b(share|split|royalty|royalties)\b", after)
    ):
        return ("creator_share_pct" if headed[1] else "platform_fee_pct"), "percent"
    if own > fee:
        return "creator_share_pct", "percent"
    if fee >= 0:
        return "platform_fee_pct", "percent"
    if _EARNER_LOSES.search(before):
        return "creator_share_pct", "percent"
    return None


def of_lead(text: str, sentence: Sentence, passage: Passage) -> tuple[str, str] | None:
    """The share that the words before a sentence, or the title, speak of."""
    return _earned(of_context(text), sentence, passage)


def of_context(text: str) -> tuple[str, str] | None:
    """The share that an earlier sentence or the title speaks of."""
    if re.search(r"\b(?:affiliate|influencer|referral) (?:commissions?|rates?)\b", text):
        return "commission_pct", "percent"
    if re.search(
        rf"\b(?:{EARNERS}'s?|their|your) (?:\w+ )?(?:share|cut|split)\b|\brevenue (?:share|split|sharing)\b|\broyalt",
        text,
    ):
        return "creator_share_pct", "percent"
    if re.search(r"\b(?:fees?|commissions?|cut of|its cut|take rate|referral)\b", text):
        return "platform_fee_pct", "percent"
    return None
