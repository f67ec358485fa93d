"""What a feed or page holds is harmless to print: markup, titles, links."""

from __future__ import annotations

import re
import time

import pytest

from collector.links import absolute, clean, same_place
from collector.text import heading, one_line, plain, sanitize, tidy

ACTIVE = re.compile(
    r"(?i)<(?!/?(?:a|b|p|br|i|em|strong|div|span|ul|li|time|td|tr|table|tbody|h\d|blockquote|u|big)[\s/>])|\son\w+\s*=|javascript:|vbscript:|srcdoc|style\s*="
)


@pytest.mark.parametrize(
    "vector",
    ["<script>alert(1)</script>", "<svg/onload=alert(1)>", "<img src=x onerror=alert(1)>", "<div/onmouseover='alert(1)'>x",  # noqa: E501
     '<a href="jAvAsCrIpT&colon;alert(1)">x</a>', '<a href="java&#x0A;script:alert(1)">x</a>', "<body/onload=alert(1)>",
     '<a href=" &#14; javascript:alert(1)">x</a>', '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;">',
     "<math><mtext><table><mglyph><style><img src onerror=alert(1)></style></mglyph></table></mtext></math>",
     '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', "<!--><img src onerror=alert(1)>-->",
     "<form action=x><input name=p><button formaction=javascript:alert(1)>Go</button></form>", '<base href="https://evil.example/">',
     '<meta http-equiv="refresh" content="0;url=https://evil.example">', '<p style="position:fixed;background:url(x)">x</p>',  # noqa: E501
     "<plaintext>x", "<xmp><script>alert(1)</script>", "<textarea><script>x", "<![CDATA[<script>alert(1)</script>]]>",
     "<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<details open ontoggle=alert(1)>", "<x onclick=alert(1)>x</x>",  # noqa: E501
     "<a href=\"vbscript:x\">x</a>", "<object data=x><embed src=x>", "<scr<script>ipt>alert(1)</script>", "<<script>alert(1)//<</script>",  # noqa: E501
     '<a title="<script>alert(1)</script>" href="/x">y</a>'],
)  # fmt: skip
def test_no_vector_comes_through(vector: str) -> None:
    made = sanitize(f"<p>Hello</p>{vector}", "https://a.example/")
    outside = re.sub(r'"[^"]*"', '""', made)
    assert not ACTIVE.search(outside), made
    assert made.startswith("<p>Hello</p>")
    assert sanitize(made, "https://a.example/") == made


def test_links_of_an_article_are_resolved_or_lose_their_target() -> None:
    made = sanitize(
        '<a href="/a">x</a> <a href="file:///etc">y</a> <a href="mailto:a@b.example">z</a>', "https://a.example/"
    )
    assert 'href="https://a.example/a"' in made and "file:" not in made and "mailto:a@b.example" in made
    assert "<a>" in made.replace(' rel="noopener noreferrer nofollow"', "")


def test_text_that_looks_like_a_link_is_left_alone() -> None:
    assert 'href="x"' in sanitize('<p>Write href="x" there.</p>', "https://a.example/")


def test_images_and_hidden_words_are_left_out() -> None:
    made = plain('<p>Seen</p><img src=x><p style="display:none">ban ban ban</p><span hidden>x</span>')
    assert made == "Seen"


def test_unclosed_markup_ends_with_its_item() -> None:
    made = sanitize("<p>Hello <b><i><table><tr><td><textarea><plaintext><a href='")
    assert made.count("<b>") == made.count("</b>") and "textarea" not in made


@pytest.mark.parametrize(
    ("markup", "words"),
    [("<p>From 5,000 to <b>1</b>,000.</p>", "From 5,000 to 1,000."), ("<p>a</p><p>b</p>", "a\nb"), ("a<br/>b", "a\nb"),
     ("<ul><li>x<li>y</ul>", "x\ny"), ("<table><tr><td>Gold<td>55 %</table>", "Gold 55 %"), ("AT&amp;T &lt;b&gt;", "AT&T <b>"),  # noqa: E501
     ("no markup\n at  all", "no markup\nat all"), ("it&#146;s", "it’s")],
)  # fmt: skip
def test_words_keep_their_order_and_their_lines(markup: str, words: str) -> None:
    assert plain(markup) == words


@pytest.mark.parametrize(
    ("told", "title"),
    [("<b>YPP</b> &amp; <i>x</i>", "YPP & x"), ("RPM &lt; $1", "RPM < $1"), ("AT&amp;amp;T", "AT&amp;T"), ("The <Story> a<b", "The <Story> a<b"),  # noqa: E501
     ("a\r\nBcc: x@y.example", "a Bcc: x@y.example"), ("mone\u200bti\u00adza\ufefftion", "monetization"), ("pay \u202e000,5\u202c up", "pay 000,5 up"),  # noqa: E501
     ("Policy\U000e0049\U000e0067 x", "Policy x"), ("a\u2028b\x9bc", "a b›c"), ("👩\u200d💻 works", "👩\u200d💻 works"), ("{{ 7*7 }}", "{{ 7*7 }}"),  # noqa: E501
     ("=SUM(A1)", "=SUM(A1)")],
)  # fmt: skip
def test_a_title_is_one_plain_line(told: str, title: str) -> None:
    assert heading(told) == title


def test_long_things_are_cut_between_words() -> None:
    assert len(heading("word " * 100_000)) <= 500
    assert len(tidy("x" * 900_000)) <= 200_000
    assert len(one_line("a" + "\u0301" * 500 + " end")) < 20


@pytest.mark.parametrize(
    ("url", "made"),
    [(" https://a.example/1 \n", "https://a.example/1"), ("https://a.example/a b", "https://a.example/a%20b"),
     ("https://A.example:443/x?utm_source=r&id=7&fbclid=1", "https://a.example/x?id=7"), ("//a.example/1", "https://a.example/1"),
     ("/n/1", "https://base.example/n/1"), ("javascript:x", ""), (" JaVa\nScRiPt:alert(1)", ""), ("data:x", ""), ("file:///x", ""),  # noqa: E501
     ("https://paypal.example@evil.example/1", "https://evil.example/1"), ("https://exämple.org/1", "https://xn--exmple-cua.org/1"),
     ('https://a.example/"><script>', "https://a.example/%22%3E%3Cscript%3E"), ("https://a.example/r#October_02", "https://a.example/r#October_02"),
     ("https://[::1", ""), ("https:///x", "https://base.example/x"), ("https://a.example/\u202egpj.x", "https://a.example/gpj.x")],
)  # fmt: skip
def test_a_link_is_canonical_and_harmless(url: str, made: str) -> None:
    assert clean(url, "https://base.example/feed") == made


def test_one_place_has_one_key() -> None:
    assert (
        same_place("http://www.a.example/1/?utm_medium=x")
        == same_place("https://a.example/1")
        != same_place("https://a.example/2")
    )
    assert same_place("javascript:x") == ""


@pytest.mark.parametrize(
    "attack",
    ["<" * 90_000, "<a href='" * 20_000, "&" * 90_000, "<!--" * 20_000, "<div>" * 30_000, "<p>" * 30_000, '"' * 90_000],
)
def test_no_markup_takes_long(attack: str) -> None:
    began = time.process_time()
    plain(attack), heading(attack), clean(attack), absolute("https://a.example/" + attack)
    assert time.process_time() - began < 2
