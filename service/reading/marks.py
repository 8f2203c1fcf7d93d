"""What one written word shows by itself: its ending, and the small words and nouns that stand around answers."""

import re
from functools import lru_cache

from corpus.numerals import word_values
from corpus.text import fold
from corpus.types import Language
from service.reading.questions import CURRENCY

_TURKISH_ENDINGS = {
    "past": r"\w{2}[dt][iu](?:lar|ler)?",
    "copula": r"(?:[dt][iu]r)(?:lar|ler)?",
    "reported": r"m[iu]s(?:lar|ler|t[iu]r|t[iu]|l[ae]rd[iu]r)?",
    "present": r"(?:yor|m[ae]kt[ae]|m[ae]z|[iu]r|[^l\W][ae]r)(?:lar|ler|d[iu]r|d[iu])?",
    "future": r"[ae]c[ae]k(?:lar|ler)?(?:t[iu]r)?",
    "converb": r"(?:[ae]r[ae]k|\w[iu]p|[iu]nc[ae]|ken|[dt][iu]kc[ae]|m[ae]d[ae]n)",
    "clause": r"(?:[dt][iu]g|[ae]c[ae]g)[iu]\w*",
    "from-clause": r"(?:[dt][iu]g|[ae]c[ae]g)[iu]\w*[dt][ae]n",
    "infinitive": r"m[ae](?:k|kt[ae]n|kl[ae]|s[iu]\w*|y[ae]|l[ae]r[iu]\w*|n[iu]n|m[ae]k)",
    "participle": r"\w{2}[ae]n",
    "genitive": r"\w{2}n?[iu]n",
    "accusative": r"\w[iu]",
    "possessive": r"(?:s[iu]|l[ae]r[iu])",
    "n-accusative": r"(?:[sr][iu]n[iu]|y[iu])",
    "dative": r"\w{2}(?:[yn]?[ae])",
    "locative": r"\w[dt][ae]",
    "relative": r"\w[dt][ae]ki",
    "ablative": r"\w[dt][ae]n",
    "instrumental": r"\w{2}l[ae]",
    "plural": r"\w{2}l[ae]r\w{0,4}",
    "with": r"\w{2}l[iu]",
    "without": r"\w{2}s[iu]z",
    "abstract": r"\w{2}l[iu][kg]\w{0,4}",
    "adverb": r"\w{2}c[ae]",
    "by": r"\w{2}[cs][ae]",
    "consonant": r"\w*[^aeiou\d\W]",
}
_ENGLISH_ENDINGS = {
    "past": r"\w{2}ed",
    "gerund": r"\w{2}ing",
    "plural": r"\w{2}[^s\W]s",
    "adverb": r"\w{2}ly",
    "possessive": r"\w+'s",
}
_TURKISH_WORDS = {
    "and": "ve ile",
    "or": "veya yahut ya",
    "for": "icin",
    "cause": "nedeniyle sebebiyle yuzunden dolayi sonucu sonucunda sayesinde etkisiyle oturu gerekcesiyle amaciyla diye",
    "because": "cunku zira bunun neden nedeni sebebi amaci nedenle boylece",
    "way": "yoluyla araciligiyla suretiyle vasitasiyla sekilde bicimde olarak kadar gore boyunca",
    "one": "bir",
    "this": "bu o su bunlar bunu onun onlar kendi",
    "too": "de da ise",
    "about": "yaklasik ortalama en az fazla asan askin tam toplam kadar civarinda hemen ancak yalnizca",
    "called": "adli isimli denilen denen adi adini ad sozcugu kelimesi anlamina anlamindaki demek demektir",
    "like": "gibi",
    "both": "hem yandan gerek birincisi ikincisi birinci ikinci",
    "but": "ama fakat ancak ise oysa degil",
    "be": "olan oldugu olarak oldu olmus olmustur olur olup eden edilen etti edildi ettigi yapilan yapti verdi vardir yok",
    "more": "daha cok her hem butun tum ilk son",
}
_ENGLISH_WORDS = {
    "and": "and or",
    "article": "a an the",
    "for": "for to",
    "because": "because since as due owing reason so",
    "by": "by through with using via",
    "in": "in at on into near",
    "from": "from",
    "of": "of",
    "that": "that which who whose where when while whom",
    "be": "is are was were be been being has have had will would can could may must should do does did",
    "this": "this these it he she they its his her their",
    "about": "about approximately some nearly over under least most more than only up around almost total",
    "called": "called named known means meaning",
    "but": "but not however although",
}
_NOUNS = {
    "measure": (
        r"(?:yil|ay|gun|hafta|saat|dakika|saniye|kilometre|metre|santim|milim|ton|kilo|gram|litre|hektar|derece|kisi|uye|yas|"
        r"kez|defa|adet|tane|kat|puan|kisilik|kilometrekare|metrekare|donum|varil|megavat|year|month|day|week|hour|minute|second|"
        r"kilomet|met(?:re|er)|tonne|people|member|time|percent|per\b|degree|hectare|square|cubic)\w*"
    ),
    "money": CURRENCY + r"\w*",
    "percent": r"yuzde(?:si|nin)?|percent|per|cent|%",
    "title": (
        r"(?:cumhur)?baskan\w*|bakan\w*|prof\w*|doc|dr|dogent|general\w*|kral\w*|sultan\w*|vali\w*|yazar\w*|mimar\w*|sair\w*|lider\w*|"
        r"president|minister|professor|king|queen|general|mayor|governor|writer|architect|poet|director|mudur\w*"
    ),
    "body": (
        r"\w*bakanlig\w*|universite\w*|banka\w*|kurum\w*|kurul\w*|orgut\w*|dernek\w*|dernegi\w*|vakf\w*|sirket\w*|birlig\w*|"
        r"meclis\w*|parti\w*|mahkeme\w*|komisyon\w*|ministry|university|bank|company|council|union|party|"
        r"court|commission|association|institute"
    ),
    "place": (
        r"(?:sehr|sehir|kent|koy|ilce|ulke|bolge|ada|nehr|gol|dag|kiyi|liman|cadde|sokag|vadi)\w*|city|town|village|island|"
        r"river|port"
    ),
    "month": (
        r"(?:ocak|subat|mart|nisan|mayis|haziran|temmuz|agustos|eylul|ekim|kasim|aralik|january|february|march|april|may|june|july|"
        r"august|september|october|november|december)(?:[ti]\w*)?"
    ),
    "year": r"(?:1\d|20)\d\d",
    "digits": r"[%$€₺£]?\d.*",
}


def _compiled(table: dict[str, str], tail: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(f"{tail}(?:{pattern})")) for name, pattern in table.items())


_ENDINGS = {"tr": _compiled(_TURKISH_ENDINGS, r"\w*?"), "en": _compiled(_ENGLISH_ENDINGS, r"\w*?")}
_SMALL = {
    language: {name: frozenset(listed.split()) for name, listed in table.items()}
    for language, table in (("tr", _TURKISH_WORDS), ("en", _ENGLISH_WORDS))
}
_LISTED = _compiled(_NOUNS, "")
_SHORTEST = 3
MARKS = tuple(
    dict.fromkeys([*_TURKISH_ENDINGS, *_ENGLISH_ENDINGS, *_TURKISH_WORDS, *_ENGLISH_WORDS, *_NOUNS, "numeral", "suffixed"])
)


@lru_cache(maxsize=50_000)
def marks_of(word: str, language: Language) -> tuple[str, ...]:
    """Names of what a word shows, without regard to what stands around it."""
    folded = fold(word)
    stem, apostrophe, suffix = folded.partition("'")
    found = [name for name, listed in _SMALL[language].items() if stem in listed]
    if not found and len(folded) >= _SHORTEST:
        ending = "xx" + suffix if apostrophe and language == "tr" else folded
        found = [name for name, pattern in _ENDINGS[language] if pattern.fullmatch(ending)]
    found += [name for name, pattern in _LISTED if pattern.fullmatch(stem)]
    if word_values(stem, language=language, after_number=False):
        found.append("numeral")
    if apostrophe and len(stem) > 1:
        found.append("suffixed")
    return tuple(dict.fromkeys(found))
