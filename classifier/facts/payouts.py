"""Payouts: minimum payouts, bonuses, funds, earnings bars and flat fees, in money."""

from __future__ import annotations

import re

from classifier.facts.clauses import Sentence
from classifier.facts.passage import Passage

_PAYOUT = re.compile(
    r"(?:\b(?:pay-?outs?|pay out|paid out|cash[- ]?outs?|cash out|withdraw\w*|balance|getting paid|get paid"
    r"|payment threshold|receiv\w+ payments?|disburse\w*)\b)"
)
_PAYOUT_BAR = re.compile(
    r"\b(?:must be|needed to (?:make|earn|have)|minimum|min\.?|smallest|lowest|threshold|floor|limit|bar|at least"
    r"|balance of|need(?:s"
    r"|ed)? a balance|once (?:they|you|creators|their|your)|reach(?:es|ed)?|from just|as little as"
    r"|cash out (?:from|at)|withdraw (?:from|at)|as (?:low|little) as|payout (?:bar|limit|minimum|floor))\b"
)
_FUND_NOUN = re.compile(
    r"^[ -](?:(?!and\b|or\b|to\b|for\b|from\b|in\b)[\w'/-]+[ -]){0,4}?(?:fund|funds|pool|pot|program"
    r"|programme|initiative|grant program|accelerator|commitment|investment|fellowship)\b"
)
_FUND_BEFORE = re.compile(
    r"\b(?:funds?|pools?|pot|accelerator)\b[^<>;]{0,50}?\b(?:of|worth|totall?ing|with|to|from|at|is|was"
    r"|by)(?: an?| the| up| initial| about| over| more than| additional| nearly| another| roughly| some)* $"
)
_PAY_TOTAL = re.compile(
    r"\b(?:pay|pays|paying|invest|invests|investing|commit|commits|committing|committed|spend|spending"
    r"|set aside|sets aside|earmark\w*|pledg\w+|distribute|dedicat\w+|give)\b[^<>;]{0,70}$"
)
_TO_CREATORS = re.compile(
    r"\b(?:creators?|artists?|musicians?|streamers?|developers?|publishers?|podcasters?|youtubers?"
    r"|influencers?|filmmakers?|writers?|news outlets?|journalis\w+)\b"
)
_BONUS_NEAR = re.compile(
    r"\b(?:bonus(?:es)?|one-time|signing|incentive|grants?|reward of|rewards? of|stipend|prize|per effect)\b"
)
_REVENUE_BEFORE = re.compile(
    r"\b(?:(?:have |has |had |who |that |which |having )?(?:earn(?:s|ed|ing)?|mak(?:e|es|ing)|made|gross(?:es"
    r"|ed|ing)?|generat(?:e|es|ed|ing)|bring(?:s|ing)? in|brought in|with (?:annual |yearly |gross |net "
    r"|lifetime |ad )*(?:revenues?|sales|earnings|income|turnover)(?: of)?|(?:annual |yearly |gross |net "
    r"|lifetime |ad |12-month |trailing )*(?:revenues?|sales|earnings|income|turnover) (?:of|under|over|below"
    r"|above|exceed\w*|threshold|bar|cap|up to|between|reach\w*|hit\w*))"
    r"[^<>;]{0,45}|(?:the |their |your |its |on |of |for |up to )first |(?:allowance|exempt\w*|waiver"
    r"|thresholds?|bar|cap) (?:of|to|at|from|is|are) (?:the |an? )?|under |over |above |below |less than "
    r"|more than |fewer than |at least |exceeding |up to |beyond )$"
)
_REVENUE_BAR_MOVES = re.compile(
    r"\brevenue (?:threshold|bar|cap|ceiling|limit)s?\b[^<>;]{0,60}"
    r"\b(?:raised|lowered|increased|doubled|reduced|set|cut|moved|rises?|goes|goes up) (?:up |down )?(?:to|at) $"
)
_REVENUE_AFTER = re.compile(
    r"^(?: ?(?:us )?)(?: |-)?(?:(?:or (?:less|more)|and (?:up|above|below))\s?)?(?:of |in |per |a "
    r"|an )?(?:the )?(?:total |annual |yearly |gross |net |lifetime |ad |adjusted |cumulative |prior-year "
    r"|app store |monthly |trailing )*(?:revenues?|sales|earnings|income|proceeds|turnover|a year|per year"
    r"|annually|lifetime|in (?:its |their |the )?(?:lifetime|past|last|previous|calendar|12|a (?:year"
    r"|calendar))|earned|made)\b"
)
_PER = re.compile(
    r"^ ?(?:fee |charge )?(?:for |per |a |an |each |every |for each |for every |on each )(?:\w+ )?(install"
    r"|order|listing|transaction|sale|download|app|song|track|item|game|submission|product)\b"
    r"|^ (?:each|every) time (?:a |an |the |their )?\w+ is (?P<act>install|download|s[oe]l)"
)
_ACTS = {"install": "install", "download": "download"}
_FLAT_FEE = re.compile(
    r"^[ -](?:(?:annual|yearly|monthly|one-time|flat|upfront|non-refundable|core|technology|per-install"
    r"|runtime|install|listing|order|registration|developer|setup|transaction|regulatory|operating|selling"
    r"|membership|submission|store|fixed|final value|api)[ -]){0,3}(fee|charge)\b"
)
_PAYS_RATE = re.compile(
    r"^ (?!(?:per|for (?:each|every)) (?:day|month|week|year|hour))(?:per|for (?:each|every)) (?:<c\d+>"
    r"|thousand|million|1,000|mille)? ?(?:qualified |valid |shorts |video |monetized )?(?:views?|plays?"
    r"|streams?|impressions|minutes? (?:watched|viewed|streamed))\b"
)
_FREE = re.compile(
    r"\b(?:dues|tickets?|premium|subscri(?:be|bers pay)|price[sd]?|costs? (?:viewers|users|fans)|viewers pay"
    r"|users pay|a month|per month|/month|discount)\b"
)


# "for every install above the threshold ($0.20)"
_FOR_EACH = re.compile(r"\b(?:per|for each|for every) (install|order|listing|transaction|download)\b[^<>;().]{0,40}\($")
_CAP = re.compile(r"^ (?:(?:annual|yearly|earnings|earning|revenue|income) )?(?:cap|ceiling)\b(?! on)")


def typed(sentence: Sentence, place: int, passage: Passage) -> tuple[str, str] | None:
    """payout_min, bonus, fund_size, revenue_threshold, or a flat fee; None where the money is none of them."""
    one = sentence.quantities[place]
    if one.kind != "money":
        return None
    unit = one.unit or "USD"
    before, after = sentence.before(place, 110), sentence.after(place, 90)
    near = before[-70:] + " " + after[:60]
    if (
        (per := _PER.match(after))
        and not _BONUS_NEAR.search(before[-40:])
        and not re.search(
            r"\b(?:pays?|earns?|reward\w*|gets?|receives?|fined|penalised|penalized) (?:\w+ ){0,3}$", before
        )
    ):
        return f"{per[1] or _ACTS.get(per['act'], 'sale')}_fee", unit
    if (flat := _FLAT_FEE.match(after)) or re.search(
        r"\b(?:listing|install|runtime|order|registration|developer|transaction|technology) (?:fee"
        r"|charge)s?(?: (?:on|for)(?: [\w-]+| <m\d+>){1,8}?)? (?:will (?:be |also )?)?"
        r"(?:of|to|from|is|at|rises to|goes up|up"
        r"|(?:ris|increas|decreas|reduc|lower|rais|drop)\w* (?:from|to))[^<>;]{0,40}$",
        before,
    ):
        noun = re.search(
            r"(listing|install|runtime|order|registration|developer|transaction|technology|annual|setup"
            r"|membership|submission|regulatory|operating|api|core|final value)",
            (flat.group() if flat else "") + " " + (before[-50:] if not flat else ""),
        )
        name = (
            {"runtime": "install", "core": "install", "final value": "transaction"}.get(noun[1], noun[1])
            if noun
            else ""
        )
        return (f"{name}_fee", unit) if name else None
    if (by := _FOR_EACH.search(before)) and one.value < 100:
        return f"{by[1]}_fee", unit
    if _CAP.match(after):
        return "revenue_cap", unit
    if _PAYS_RATE.match(after):
        return "payout_rate", unit
    start, end = sentence.token(place)
    if (
        _PAYOUT.search(sentence.shape[max(0, start - 100) : end + 60])
        and _PAYOUT_BAR.search(before[-90:] + " " + after[:70])
        and one.value <= 5000
    ):
        return "payout_min", unit
    if _FUND_NOUN.match(after) or _FUND_BEFORE.search(before):
        if re.match(r"^[ -](?:\w+[ -]){0,4}?bonus", after):
            return "bonus", unit
        return ("fund_size", unit) if one.value >= 100_000 or re.search(r"\b(?:fund|pool|pot)\b", near) else None
    if _BONUS_NEAR.search(before[-60:]) or re.match(
        r"^[ -](?:\w+[ -]){0,3}?(?:bonus(?:es)?|grants?|stipend|signing)\b", after
    ):
        return "bonus", unit
    if _REVENUE_BAR_MOVES.search(before):
        return "revenue_threshold", unit
    if _REVENUE_BEFORE.search(before) and (
        _REVENUE_AFTER.match(after)
        or re.search(
            r"\b(?:earn\w*|revenue|sales|gross\w*|allowance|income|turnover|mak(?:e|es)|made)\b",
            before[-70:] + after[:45],
        )
        or re.search(r"\bfirst $", before)
    ):
        return ("revenue_threshold", unit) if _bar(sentence) else None
    if re.search(r"\bfree allowance of (?:the )?$", before) or (
        re.match(r"^ (?:a year |per year |annual )?(?:allowance|revenue (?:threshold|bar|cap|limit))", after)
    ):
        return "revenue_threshold", unit
    if (
        one.value >= 1_000_000
        and _PAY_TOTAL.search(before)
        and _TO_CREATORS.search(near)
        and not re.search(r"\b(?:paid|has paid|have paid)\b", before[-60:])
    ):
        return "fund_size", unit
    return None


def _bar(sentence: Sentence) -> bool:
    """Whether an amount of earnings decides something: a rate, a fee, entry."""
    return bool(
        re.search(
            r"<p\d+>|<s\d+>|\b(?:fees?|commission|cut|rate|share|split|qualif\w+|eligib\w+|exempt\w*|free|must|needs?"
            r"|threshold|allowance|charged?|pay nothing|bar)\b",
            sentence.shape,
        )
    )


def of_context(text: str) -> str | None:
    """The money term that an earlier sentence or the title speaks of."""
    if re.search(
        r"\b(?:pay-?outs?|getting paid|cash[- ]?out|withdraw|payments? threshold|threshold for payments?)", text
    ) and re.search(r"\b(?:limit|minimum|bar|threshold|floor|smallest|lowest|need)", text):
        return "payout_min"
    if re.search(r"\bbonus", text):
        return "bonus"
    if re.search(r"\b(?:fund|pool)\b", text):
        return "fund_size"
    return None
