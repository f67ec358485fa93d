"""Pages that are not the policy: login walls, consent pages, errors, bot checks, maintenance."""

from __future__ import annotations

import re
from collections.abc import Sequence

from collector.clauses import Clause
from collector.phrases import phrases

# Families of phrases, as they read once punctuation and capitals are gone; such pages stood in a policy's place.
FAMILIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "login wall",
        phrases(
            r"""
            (?:log|sign) ?in to (?:continue|see|view|access|your|facebook|instagram|tiktok|x|twitter|your account)
            you (?:must|need to|have to) (?:be )?(?:log|sign|logged|signed) ?in|please (?:log|sign) ?in
            create (?:a )?new account|forgot (?:your )?password|forgotten password|keep me (?:logged|signed) in
            remember me|see (?:photos|everyday moments)|sign up to see|join (?:now|today) to (?:see|view)
            session (?:has )?expired|inicia(?:r)? sesión para|connectez vous pour|melde dich an
            """
        ),
    ),
    (
        "consent page",
        phrases(
            r"""
            before you continue|we (?:and our partners )?(?:use|store) cookies|accept all(?: cookies)?
            reject all(?: cookies)?|we value your privacy
            manage (?:your )?(?:cookie|privacy) (?:preferences|settings|choices)|consent to (?:the use of )?cookies
            allow all cookies|cookies? and similar technologies|essential cookies|decline optional cookies
            antes de continuar|avant de continuer|bevor sie fortfahren
            """
        ),
    ),
    (
        "error page",
        phrases(
            r"""
            (?:error )?404|page (?:is )?not found
            (?:page|article|content|link)[^.]{0,40} (?:is not|is no longer|was not|could not be|can not be|no longer)\
                (?: available| exists?| found| here)
            no longer exists|failed to load|something (?:went|has gone) wrong|went wrong on our end
            an error (?:has )?occurred|error (?:code )?[45]\d\d|internal server error|bad gateway|gateway time ?out
            service unavailable|access denied|you do not have (?:permission|access)|forbidden
            request could not be (?:satisfied|processed)|this page is not available
            page you (?:are|were) looking for|please try again(?: later)?|sorry we can not find|página no encontrada
            page introuvable|seite nicht gefunden|the link you followed may be broken|may have been removed
            content is not available right now|loading failed|unable to load
            """
        ),
    ),
    (
        "bot check",
        phrases(
            r"""
            are you (?:a )?(?:robot|human)|confirm (?:that )?you are (?:a )?human|connection is secure
            not a robot|verify (?:that )?you are (?:a )?human|verifying you are human
            checking your browser|captcha|recaptcha
            (?:enable|turn on|need to enable|requires) (?:java ?script|cookies)
            java ?script is (?:disabled|not available|required)|unusual (?:traffic|activity)|just a moment|ray id
            press and hold|security check|automated (?:access|requests|queries)|complete the (?:challenge|security)
            why have i been blocked|blocked by network|cloudflare
            """
        ),
    ),
    (
        "maintenance page",
        phrases(
            r"""
            (?:scheduled|planned|under|undergoing|down for) maintenance
            (?:we will|will|we ll) be (?:right )?back (?:soon|shortly)|back online (?:soon|shortly)
            temporarily (?:unavailable|down|offline|closed)|(?:over|at) capacity
            we are (?:currently )?(?:down|offline|improving|upgrading our systems)|brief outage|mantenimiento
            wartungsarbeiten
            """
        ),
    ),
)

# A page with such a phrase is no policy when it is this short (words) or has lost this part of the page's words.
SHORT = 150
SHORT_AT_FIRST = 60
LOST = 0.1


def failure_of(old: Sequence[Clause], new: Sequence[Clause]) -> str:
    """
    Why a text is no version of the page; empty where it may be one. `old` is the last version, empty at first sight.

    A phrase alone proves nothing (policies speak of cookies and of logging in): it must be new on the page, and either
    the text is short or part of the page's own text is gone.
    """
    words = sum(len(clause.tokens) for clause in new)
    if not words:
        return "The page has no text."
    known = {clause.key for clause in old}
    old_words = sum(len(clause.tokens) for clause in old)
    came = [clause for clause in new if clause.key and clause.key not in known]
    keys = {clause.key for clause in new}
    lost = sum(len(clause.tokens) for clause in old if clause.key not in keys)
    coming = sum(len(clause.tokens) for clause in came)
    short = words < min(SHORT, 0.5 * old_words) if old_words else words <= SHORT_AT_FIRST
    if not short and (not old_words or lost < LOST * old_words or coming > 0.5 * lost):
        return ""
    for clause in came:
        if len(clause.tokens) > 45:
            continue
        for name, family in FAMILIES:
            if family.search(clause.key):
                return f"The page shows a {name} (“{clause.text[:120]}”), not the policy."
    if old_words >= 200 and words <= 12:
        return f"The page shows only {words} words."
    return ""
