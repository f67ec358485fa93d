"""Values told without their former one: printed only where words make them a bar or a rate, and one in motion."""

from __future__ import annotations

import re

from classifier.facts import shares, thresholds
from classifier.facts.clauses import Sentence
from classifier.facts.loose import (
    PROGRAMME,
    SHARES,
    THRESHOLDS,
    WITHDRAWN,
    Loose,
    clause_of,
    list_head,
    money_program,
    single,
)
from classifier.facts.passage import Draft, Passage, Value
from classifier.facts.silent import GUIDE, PERSON, RELATIVE_BACK, RIVAL, STATE_ACTS, UNCHANGED, of_another
from classifier.facts.status import RUMOR

# Words that make a count a bar rather than a crowd.
REQUIRE = re.compile(
    r"\b(?:needs?|needed|necessary|requires?|required|requiring|requirements?|must|at least|minimum|bar|thresholds?"
    r"|hurdle|entry|eligib\w+|qualif\w+|unlocks?|join|apply|"
    r"(?:can|may|could|to) (?:now |soon |then |also |finally )?(?:apply|join|earn|monetiz\w+|sell|tag|switch"
    r"|get|start|enroll|sign|use|go|become|access|charge|make|receive|turn|be|cash|open|offer|participate"
    r"|host|unlock|enable|run)|"
    r"(?:may|can) now|as few as|as little as|mere|once (?:they|you|an|a|it|their|your)|asks? for|asked for"
    r"|condition|open to|available (?:[^<>;]|<d\d+>){0,50}?\b(?:to|for)|accepts?|in order to|have to|has to|floor"
    r"|no fewer than|not fewer than"
    r"|suffices?|"
    r"enough|compulsory|mandatory|criteria|rule|condition|wants?|gets? in|in return|provided that"
    r"|reserved for|restricted to|only (?:channels|creators|accounts|streamers|pages)|with (?:over|more than"
    r"|at least)|fewer than|under|below|reach(?:ed|es)?|reichen|nötig|"
    r"asks?|demands?|takes|no more than|genügen|genügt|set at|has gifts at|bring|grow to|amass|accumulate"
    r"|has been (?:lowered|raised)|generate at least|collected within)\b"
)


_LIMITS = re.compile(
    r"<c\d+> more\b|\b(?:can|may) (?:host|add|upload|invite|send|follow|have|post) up to|characters?\b"
)


NEWS = re.compile(
    r"\b(?:now|new|newly|will|chang\w+|low(?:er|ers|ered|ering)|rais\w+|cut\w*|expand\w*|open\w*|launch\w*"
    r"|introduc\w+|announc\w+|start\w*|begin\w*|roll\w*|updat\w+|test\w*|trial|pilot|drop\w*|eas\w+|loosen\w*"
    r"|"
    r"tighten\w*|revis\w+|reset\w*|relax\w*|revamp\w*|overhaul\w*|reduc\w+|scrap\w*|remov\w+|from <d\d+>"
    r"|unveil\w*|bring\w*|adds?|added|mandat\w+|debut\w*|extend\w*|retools?|rework\w*|replac\w+|trim\w*"
    r"|slash\w*|hik\w+|as of|offer\w*|reviv\w+|going|"
    r"let|lets|allow\w*|widen\w*|trying|accept\w*|effective|switch\w*|adjust\w*|doubl\w+|halv\w+|set|sets"
    r"|plans?|tries|need|needs|requires?|moves?|charge\w*|waiv\w+|pays?)\b"
)


_LAUNCH = re.compile(
    r"\b(?:launch\w*|opens?|opened|opening|starts?|started|starting|introduc\w+|unveil\w*|rolls? out"
    r"|rolled out|rolling out|announc\w+|debut\w*|creat(?:es|ed)|reviv\w+|trial|pilot|test\w*|new|pays"
    r"|begins?|brings?|lets?)\b"
)


_SPEAKS_TO_YOU = re.compile(
    r"\b(?:we charge|we take|you (?:keep|need|must|qualify|earn|get|pay|can)|your (?:channel|account|shop)"
    r"|to be eligible|to qualify|our fee|we (?:pay|keep|deduct)|you'll)\b"
)


_FORWARD = re.compile(
    r"\b(?:now|will|from(?= <d\d+>)|starting|as of|effective|beginning|new|going forward|begin(?:s|ning)?"
    r"|introduc\w+|launch\w*|plans? to|set to|is to|are to|to get|wants? to|would|could|from now|today"
    r"|(?:is|are) (?:reduc|cut|lower|rais|increas|chang|mov|introduc|adjust)\w*ing)\b"
)


def told_alone(one: Loose, passage: Passage, told: bool = False) -> list[Draft]:
    """A value without its former one: printed only where the words make it a term, and a term in motion."""
    if one.typed is None or one.role in {"old", "past"}:
        return []
    sentence, place = one.sentence, one.place
    start, end = sentence.token(place)
    clause = clause_of(sentence, start, end, 90)
    metric = one.typed[0]
    if UNCHANGED.search(clause) or RIVAL.search(clause) or GUIDE.match(passage.title.lower()):
        return []
    if of_another(sentence, passage):
        return []
    if metric in THRESHOLDS and list_head(sentence, place, passage) is not None:
        return [single(one, None, "set")]
    if RELATIVE_BACK.search(clause) and not re.search(r"\b(?:now|will|new|from <d\d+>)\b", clause):
        return []
    if STATE_ACTS.search(clause) or re.search(r"\bno longer\b", clause) or _IN_PLACE.search(clause):
        return []
    if metric in SHARES and told and _PLAIN_PRESENT.search(clause) and not _FORWARD.search(clause):
        return []  # beside a change told in full, what a platform simply "takes" is background
    if metric in THRESHOLDS:
        fine = _bar_alone(one, sentence, clause, metric, passage)
    elif metric in SHARES:
        fine = _share_alone(one, sentence, clause, metric, passage)
    else:
        fine = _money_alone(one, sentence, clause, metric, passage)
    if not fine:
        return []
    before: Value = (
        0 if metric in {"platform_fee_pct"} and _FREE_UNTIL_NOW.search(passage.around(sentence.place)) else None
    )
    introduced = before == 0 or _new_condition(sentence, clause, passage)
    return [single(one, before, "introduced" if introduced else "set")]


_FREE_UNTIL_NOW = re.compile(
    r"nothing is charged (?=<d)|(?:charges?|takes?) nothing (?=<d)|\b(?:(?:have|has|had) (?:so far "
    r"|until now )?been free|nothing is charged (?:today|now|so far|yet)|(?:charges?|takes?|took"
    r"|charged) nothing (?:today|now|so far|yet|until now)|free of charge|until now free|so far free"
    r"|previously free|for free until|used to be free|was free|were free|no fee (?:so far|until now|before)"
    r"|paid nothing|pay nothing so far|without a fee)\b"
)


def _new_condition(sentence: Sentence, clause: str, passage: Passage) -> bool:
    return bool(
        re.search(
            r"\b(?:adds?|added|also|new|now (?:compulsory|mandatory|required)|in return|introduc\w+"
            r"|for the first time|did not exist|first (?:ever|time)|begin|start)\b",
            clause,
        )
        or (
            _LAUNCH.search(passage.title.lower())
            and re.search(r"\b(?:launch|introduc|new|start|trial|unveil|open|debut|creat)", passage.title.lower())
        )
    )


_IN_PLACE = re.compile(
    r"\b(?:usually|typically|generally|often) (?:have|has)\b"
    r"|\b(?:been in place|was part of|vetoed|(?:were|was|are) (?:making|earning))\b|\bwould have \w+ed\b"
)
_PLAIN_PRESENT = re.compile(r"\b(?:takes?|charges?|keeps?|pays?|provides?|offers?|retains?|gives?|collects?)\b")
_OPENED_TO = re.compile(
    r"\b(?:people|users|creators|channels|streamers|sellers|accounts|artists|members|partners|developers|affiliates"
    r"|songs|tracks|videos|those|ypp)(?:[^<>;]|<[ct]\d+>){0,60}? (?:have|hit|reach|has|gained|get|amass)\b[^<>;]{0,25}$"
)
_LETS_IN = re.compile(
    r"\b(?:allow|let|enabl|permit)(?:s|es|ed|ing)? (?:[\w.-]+ ){0,3}?(?:creators|channels|streamers|sellers|users"
    r"|accounts)"
    r" (?:with|who have) (?:more than |over |at least |a minimum of )$"
)
_OPENS_TO = re.compile(
    r"\b(?:open\w*|available|offer\w*|giv\w+|expand\w*|extend\w*)\b[^<>;]{0,70}\b(?:creators|channels|streamers|sellers"
    r"|users|accounts)(?: (?:who|that) are [\w ]{1,30}?)? (?:with|who have|that have)"
    r" (?:more than |over |at least |only |just )?$"
)
_IF_THEY = re.compile(
    r"\b(?:can|may|will) (?:now |also |then )?(?:apply|join|qualify|earn)\b[^;]{0,60}\bif (?:they|you|it)"
    r" (?:have|reach|hit|get)\b[^;]{0,60}$"
)
_UNPAID_BELOW = re.compile(
    r"\b(?:no|stop|without|not|n't|ends?|longer|un)\b[^<>;]{0,30}?\b(?:pay\w*|royalt\w+|moneti\w+"
    r"|earn\w*)\b[^<>;]{0,50}"
    r"\b(?:fewer than|less than|under|below) $"
)
_MAY = re.compile(r"\b(?:can|may|will be able to) (?:now |also |then |soon )?(?:apply|join|qualify|earn|moneti[sz]e)\b")
_ONLY_FOR = re.compile(
    r"\b(?:only (?:for|to)|expand\w* (?:[^<>;]{0,60} )?to|open\w* (?:[^<>;]{0,40} )?to|limited to) [^;]{0,90}$"
)


def _opened_to(sentence: Sentence, place: int) -> bool:
    """ "People who hit 900 plays can apply", "paid only to songs that gained 900": a bar in the shape of a crowd."""
    before = sentence.before(place, 130)
    if _LETS_IN.search(before) or _OPENS_TO.search(before) or _IF_THEY.search(before) or _UNPAID_BELOW.search(before):
        return True
    return bool(_OPENED_TO.search(before)) and bool(_MAY.search(sentence.after(place, 140)) or _ONLY_FOR.search(before))


def _bar_alone(one: Loose, sentence: Sentence, clause: str, metric: str, passage: Passage) -> bool:
    if re.search(r"\bbonus\b[^;]{0,80}\bfor (?:at least )?<", clause):
        return True
    if _opened_to(sentence, one.place):
        return True
    if re.search(
        r"\b(?:pass(?:es|ed|ing)|surpass\w*|topp(?:s|ed|ing)|tops|cross(?:es|ed|ing)|gain(?:s|ed|ing)|boasts?"
        r"|amassed|lost|loses) (?:[a-z]+ ){0,2}$",
        sentence.before(one.place, 40),
    ):
        return False
    if metric in {"followers", "subscribers"} and one.quantity.value > 20_000_000:
        return False  # no programme asks for what only a handful of people have
    if metric in thresholds.WEAK and not PROGRAMME.search(passage.low):
        return False
    if re.search(r"\b(?:has|had|have|with) (?:just |only )?$", sentence.before(one.place, 30)) and RUMOR.search(
        sentence.shape
    ):
        return False
    if RUMOR.search(sentence.shape) and not _LIMITS.search(clause) and not PERSON.search(clause):
        return True
    if re.search(r"\b(?:eligible|qualifying) [^<>]{0,25}\(", sentence.shape):
        return True
    if not REQUIRE.search(clause) or _LIMITS.search(clause):
        return False
    if (
        re.search(
            r"\b(?:singer|rapper|actor|actress|model|comedian|star|influencer|streamer|youtuber|tiktoker|teen"
            r"|teenager|she|he|whose|user|creator),? (?:\w+ ){0,3}?(?:who |with |has |had |and )(?:has |had "
            r"|have )?(?:more than |over |about |nearly |some )?<c\d+>",
            sentence.shape,
        )
        and "s who" not in clause
    ):
        return False
    if PERSON.search(clause) and not re.search(
        r"\b(?:must|needs?|requires?|at least|once (?:they|you)|threshold|bar|minimum|eligib\w+|qualif\w+)\b", clause
    ):
        return False
    strong = re.search(
        r"\b(?:needs?|necessary|requires?|required|requirements?|must|at least|minimum|thresholds?|bar|eligib\w+"
        r"|qualif\w+|as few as|mere|enough|suffices?|reichen|criteria|compulsory|mandatory|accepts?"
        r"|provided that|asks? for|no fewer than|once (?:they|you|an|a)|has gifts at|switch on|available (?:[^<>;]"
        r"|<d\d+>){0,50}?\b(?:to|for)"
        r"|who bring|wants|(?:stream|view|follower|subscriber|impressions?|fan) rule|rule|clear|limit|have to"
        r"|bonus|prizes?|no more than|genügen|genügt|monetiz\w+)\b"
        r"|\b(?:can|may) (?:now |soon |finally )?(?:apply|join|earn|monetiz\w+|sell|tag|switch|get|start"
        r"|enroll|charge|use|go|access|become)",
        clause,
    )
    if (
        metric
        in {"views", "posts", "members", "sales", "installs", "sessions", "streams", "average_viewers", "listeners"}
        and not strong
    ):
        return False
    if (
        metric in thresholds.WEAK
        and strong
        and strong.group() == "at least"
        and not re.search(r"\bat least $", sentence.before(one.place, 12))
    ):
        return False
    if not NEWS.search(passage.low) and not re.search(r"\b(?:must|needs?|needed|required)\b", clause):
        return False
    return bool(strong or re.search(r"\b(?:apply|join|open to|unlock|entry|can now|may now)\b", clause))


def _share_alone(one: Loose, sentence: Sentence, clause: str, metric: str, passage: Passage) -> bool:
    if one.quantity.value == 0 and one.quantity.kind != "percent":
        return False
    here = sentence.shape
    # Upper bounds and rivals' cuts fill the background of every app store story.
    if re.search(
        r"\bwhich (?:currently |already |normally |usually )?(?:takes?|charges?|keeps?|pays?|gets?|collects?)\b", clause
    ) and not re.search(r"\b(?:now|will|new)\b", clause):
        return False
    if re.search(
        r"\b(?:fined?|penalt\w+|turnover|lawsuit|sues?|sued|antitrust|complain\w*|criticiz\w*|criticis\w*"
        r"|controversial|notorious|so-called|infamous|standard|usual|traditional)\b",
        here,
    ):
        return bool(re.search(r"\b(?:will (?:take|charge|keep)|new)\b", clause))
    before = sentence.before(one.place, 80)
    if one.quantity.most and not _FORWARD.search(clause) and _PLAIN_PRESENT.search(clause):
        return False
    if (
        _CHARGED_BY.match(sentence.after(one.place))
        or _IN_PASSING.search(before)
        or _COMPARED.search(before)
        or _GOES_ON.search(sentence.before(one.place, 200))
    ):
        return False
    if _SPEAKS_TO_YOU.search(here):
        return True
    if (head := shares.head_of_row(sentence, passage)) is not None:
        return bool(_FORWARD.search(head.shape))
    if (
        _FORWARD.search(clause)
        or _MOVES_TO.search(clause)
        or (sentence.title and _HEADED_TO.search(here))
        or (re.search(r"\bremaining <p", here) and re.search(r"\bnew\b", here))
    ):
        return True
    if metric == "bonus_pct" and (sentence.dates or _LAUNCH.search(passage.low)):
        return True
    if _CHANGES_TITLE.search(passage.title.lower()):
        return True
    # What is launched must be something one earns by: a company that opens an office takes what it took before.
    lead = [passage.title.lower(), *(other.shape for other in passage.sentences[1:2])]
    return sentence.place <= 6 and any(_LAUNCH.search(told) and _EARNED_BY.search(told) for told in lead)


_HEADED_TO = re.compile(r"\bto (?:let|give|pay|charge|take|offer|share)\b")  # the future of headlines
# "They continue to enjoy 1 million free, and 12 percent above": the second half goes on as well.
_GOES_ON = re.compile(r"\bcontinu\w+ to \w+ [^;]*, and (?:an? |the )?$")
_CHARGED_BY = re.compile(r"^ (?:fees?|cuts?|commissions?)\b[^<>;,.]{0,25}\bby\b")
_COMPARED = re.compile(
    r"\b(?:undercut\w*|match(?:es|ed|ing)|mirror\w*|(?:lower|higher|less|more|cheaper|better) than"
    r"|in line with|similar to|in addition to)"
    r" (?:[\w'-]+ ){0,4}$"
)
_IN_PASSING = re.compile(
    r"\b(?:since|because|though|although) (?:[\w']+ ){1,4}(?:charges?|takes?|keeps?) (?:(?:a|an|about|up to) )*$"
    r"|\bwhere (?:they|it|[a-z]+s) (?:earn|get|keep|pay|take)s? (?:(?:a|an|about|up to) )*$"
    r"|\bwhich (?:\w+ )?(?:takes?|charges?|keeps?|pays?|collects?) (?:(?:a|an|about|up to) )*$"
)


_EARNED_BY = re.compile(
    r"\b(?:program\w*|fund|tiers?|plans?|pilot|test\w*|trial|subscri\w+|memberships?|commissions?|fees?|shar(?:e"
    r"|es|ing)"
    r"|splits?|royalt\w+|revenue|pays?|payouts?|earn\w*|moneti\w+|creators?|sellers?|artists?|writers?|musicians?|ads?"
    r"|marketplace|shopping|tips|tipping|gifts|rewards?|sell|streamers?|developers?|percent|<[psm]\d+>|scheme"
    r"|offers?)\b"
)


_CHANGES_TITLE = re.compile(
    r"\b(?:ups|rais\w+|cuts?|cutting|lower\w*|hik\w+|boost\w*|trim\w*|slash\w*|drops?|sweeten\w*|chang\w+"
    r"|new (?!(?:\w+ )?(?:chief|boss|ceo|head|office"
    r"|studio|logo|name|app|phones?|record|owners?|investors?)\b)|revamp\w*|overhaul\w*|rework\w*)\b"
)


_MOVES_TO = re.compile(
    r"\b(?:shrinks?|shrank|falls?|fell|drops?|dropped|rises?|rose|climbs?|climbed|goes (?:up|down)|cuts?"
    r"|lower(?:s|ed)?|rais(?:es|ed)|reduc(?:es|ed)|increas(?:es|ed)|trim(?:s|med)?|slash(?:es|ed)?|moves?"
    r"|moved|hik(?:es|ed)|set at|sets|ups|lifts?|lifted|boosts?|bumps?)\b[^<>;]{0,70}\b(?:to|at) (?:just "
    r"|only |a |about )*<[ps]\d+>"
)


def _money_alone(one: Loose, sentence: Sentence, clause: str, metric: str, passage: Passage) -> bool:
    here = sentence.shape
    if re.search(
        r"\b(?:sued?|sues|lawsuit|damages|fined?|worth|valuation|valued|ipo|raised \$|funding round|venture"
        r"|investors?|series [abc]|acqui\w+|stock)\b",
        here,
    ) and metric in {"fund_size", "bonus", "revenue_threshold"}:
        return False
    if metric == "fund_size" and re.match(r"(?:last|earlier this) ", here):
        return False
    if metric == "fund_size" and re.search(
        r"\b(?:such as|like|including|existing|previous|earlier|its) (?:the |a |its )?(?:\w+ )?<m", clause
    ):
        return False
    if metric == "fund_size":
        return bool(
            re.search(
                r"\b(?:will|new|launch\w*|announc\w*|open\w*|creat\w*|commit\w*|pledg\w*|plans?|to pay"
                r"|start\w*|introduc\w*|unveil\w*|separate|set\w* up|invest\w*|expand\w*|adds?|double)\b",
                here,
            )
        ) and not re.search(
            r"\b(?:paid (?:out )?(?:more than|over|creators)|has paid|have paid|in (?:total )?so far|closes?"
            r"|closed|shut\w*|ends?|ended)\b",
            here,
        )
    if metric == "bonus":
        return bool(
            re.search(r"\b(?:will|get|gets|receive|receives|new|offer\w*|pays?|earn|bonus|grant)\b", here)
        ) and money_program(passage)
    if metric == "revenue_threshold":
        if one.quantity.high is not None:
            return False  # a tier of a scale
        return (
            any(q.kind in {"percent", "split"} for q in sentence.quantities)
            and bool(_FORWARD.search(here) or _CHANGES_TITLE.search(passage.title.lower()))
        ) or bool(re.search(r"\b(?:allowance|must|eligib\w+|qualif\w+|need|thresholds?)\b", clause))
    if metric == "payout_min":
        if one.quantity.high is not None:
            return False  # banks and labels have floors of many sizes
        return bool(NEWS.search(passage.low))
    return bool(
        _FORWARD.search(clause)
        or _SPEAKS_TO_YOU.search(here)
        or _LAUNCH.search(passage.title.lower())
        or WITHDRAWN.search(clause)
    )
