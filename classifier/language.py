"""The language: which tongue an item is written in, read from its letters and its small words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from collector.item import Item

READ_AT_MOST = 4_000  # characters; a teaser decides already
UNKNOWN = "und"

# The commonest small words of each language that are not equally common in another of them. A language is added by a
# line here (Latin letters) or in _SCRIPTS (letters of its own) and a sentence in the tests.
_SMALL_WORDS: Mapping[str, str] = {
    "en": "the of and to in is for that with on as are was by at from it be has have will its after this their not "
    "who new over how says what more up about can your you his her they would were but than into out could "
    "why may which an been he she we no or against us amid before ban judge suit sues court says",
    "es": "el los las una del que por para con como más pero sus está según tras ha sobre entre contra este esta y "
    "es fue han sin ser años desde cuando también porque",
    "pt": "os das dos uma não mais pelo pela são foi ao à também após ser já às seu sua pode sobre contra você até "
    "está com para em um ou isso",
    "fr": "le les des une est dans pour qui sur pas par plus avec aux ce cette sont ses du au et il elle leur été "
    "ont après contre mais entre comme nous vous être cet la où sans",
    "de": "der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
    "hat dass sie nach bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur "
    "bis mehr durch gegen",
    "it": "il di che la per una sono del della dei delle nel alla con non è più gli anche dal come ha dopo contro "
    "lo sul nella questo questa ma degli fra si al dell",
    "nl": "het een van en is op te zijn met voor niet dat die aan om er ook als bij nog maar naar uit door over "
    "heeft wordt worden tegen deze dit kan meer geen hun wel",
    "pl": "w na się nie do jest że to za od po przez dla jak ale co są jego tym być już może był oraz także tego "
    "które który która jako czy tylko przed przy bez będzie mają swoje",
    "tr": "bir ve bu için ile da de çok daha olarak olan gibi kadar sonra ne değil en ancak olduğu türk göre her "
    "yeni var",
    "id": "yang dan di dengan untuk dari ini itu tidak akan pada ke dalam juga karena oleh ada bisa telah sebagai "
    "lebih kepada para bahwa setelah atas",
    "vi": "và của là các có được trong cho không với một người những đã này để khi về ra đến tại theo cũng",
    "sv": "och att det som en är på av för med till den har inte ett om de vi från så kan men eller efter vid mot "
    "sig man",
    "da": "og at det som en er på af for med til den har ikke et om de fra kan men eller efter ved mod sig blev "
    "også der",
    "no": "og at det som en er på av for med til den har ikke et om de fra kan men eller etter ved mot seg ble også nå",
    "cs": "se na je že to za do jsem ve pro jak ale co jsou po od tak podle které který aby ještě nebo také až při "
    "bude",
    "ro": "și în de la pe care nu cu este din pentru un o mai că ce sau au fi sunt dar după prin lui într către fost",
    "hu": "az és hogy nem is egy ez van meg de volt csak mint már ki kell el aki után szerint lesz még vagy ha több",
    "fi": "ja on ei se että oli hän mutta myös kuin tai joka ovat sen kun mukaan voi jos vain ole olla niin mitä sekä",
}
# Letters that, among these languages, give one away.
_LETTERS: Mapping[str, str] = {
    "pl": "ąęłńśźż",
    "cs": "řůěťď",
    "hu": "őű",
    "tr": "ışğ",
    "ro": "țăș",
    "de": "ß",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "vi": "ạảấầẩậắằặẹẻẽếềểệịỉọỏốồổộớờợụủứừựỳươđ",
    "fr": "œ",
}
_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _language, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _LANGUAGES[_word] = (*_LANGUAGES.get(_word, ()), _language)
_LETTER_OF = {letter: language for language, letters in _LETTERS.items() for letter in letters}
_TELLING = re.compile(f"[{''.join(_LETTER_OF)}]")

_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
)
_SAME_SCRIPT = {"uk": "ru", "fa": "ar", "ja": "zh"}
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+")


def language_of(item: Item) -> str:
    """
    The language of the item's words as a code of two letters ("en"), "und" where there are no words.

    What the feed declares decides only where the words do not: many feeds declare the language of their software.
    """
    declared = item.language.partition("-")[0].lower().strip()
    words = _ADDRESS.sub(" ", item.words[:READ_AT_MOST])
    letters = sum(map(str.isalpha, words)) if not words.isascii() else 0
    if letters:
        script = _script(words, letters)
        if script:
            return script
    tokens = _WORD.findall(words.lower())
    if not tokens:
        return declared or UNKNOWN
    votes: Counter[str] = Counter()
    for token in tokens:
        for language in _LANGUAGES.get(token, ()):
            votes[language] += 1
        if letters and (telling := _TELLING.search(token)):
            votes[_LETTER_OF[telling[0]]] += 1
    if not votes:
        return declared or "en"
    best, most = max(votes.items(), key=lambda vote: (vote[1], vote[0] == declared, vote[0] == "en"))
    # A foreign name or a quoted phrase in a short English headline is not another language.
    enough = most >= 3 and most >= votes["en"] + 2 and most >= 0.12 * len(tokens)
    if best != "en" and not enough:
        return declared if declared and votes[declared] >= votes["en"] else "en"
    return best


def _script(words: str, letters: int) -> str:
    """The language that a script of its own gives away, when at least three letters in ten are of it."""
    counts = {language: len(pattern.findall(words)) for language, pattern in _SCRIPTS}
    for language, count in counts.items():
        wide = _SAME_SCRIPT.get(language)
        share = (count + counts[wide]) if wide else count
        # A few letters tell Ukrainian from Russian, Persian from Arabic, Japanese from Chinese.
        if share >= 0.3 * letters and count >= (0.03 * letters if wide else 1):
            return language
    return ""
