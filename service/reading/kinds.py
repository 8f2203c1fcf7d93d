"""Whether a sentence holds an answer of the kind that is asked for, by marks that are quick to see."""

import re
from functools import lru_cache

from corpus.text import fold, prefix, words
from corpus.types import Language, Value
from corpus.values import YEARS, find_values
from service.reading.understanding import Understanding

VALUE_KINDS = frozenset({"number", "money", "percent", "rank", "date"})
_PERCENT = re.compile(r"%|\byuzde\b|\bper ?cent")
_MONEY = re.compile(r"\b(?:dolar|avro|euro|tenge|lira|dollar|ruble|sterlin|usd|tl)|[$€₺]")
_RANK = re.compile(r"\d\.|\b\w+(?:inci|nci|uncu|ncu)\b|\b(?:ilk|son|en)\b|\bfirst|\bsecond|\bthird|\d(?:st|nd|rd|th)\b")
_REASON = re.compile(
    r"\b(?:neden|sebep|sebeb|cunku|dolayi|dolayisiyla|sonuc|amac|uzere|icin|because|due to|owing|since|so that|in order)|"
    r"(?:digi|dugu|diginden|dugundan|masi|mesi|mak|mek) (?:icin|nedeniyle|sebebiyle|amaciyla)"
)
_MANNER = re.compile(
    r"\b\w+(?:arak|erek)\b|\b(?:yoluyla|suretiyle|araciligiyla|vasitasiyla|ile|by|through|via)\b|\b\w+(?:yla|yle)\b"
)
_DEFINITION = re.compile(
    r"\b(?:olarak|denir|denilen|adi verilen|ifade ed|tanimlan|anlam|demek|olan|known as|means|refers|called)|\("
)
_LIST = re.compile(r"[,;•]|\b(?:ve|ile|veya|hem|and|or)\b")
_NAME = re.compile(r"(?<=[\w,;:”’'\"] )[A-ZÇĞİÖŞÜ][\w’']+|\b[A-ZÇĞİÖŞÜ]{2,}\b")
_LETTERS = re.compile(r"\(|\b[A-ZÇĞİÖŞÜ]{2,}\b")


def holds(asked: Understanding, sentence: str, language: Language) -> bool | None:
    """Whether a sentence of that language holds something of the asked kind that the question does not; None if unknown."""
    kind = asked.kind
    if kind in VALUE_KINDS:
        return _holds_value(asked, sentence, language)
    if kind in ("person", "organisation", "place"):
        own = {prefix(word) for word in (*asked.words, *asked.names)}
        return any(prefix(first) not in own for name in _NAME.findall(sentence) for first in words(name)[:1])
    if kind == "acronym":
        return bool(_LETTERS.search(sentence))
    pattern = {"reason": _REASON, "manner": _MANNER, "definition": _DEFINITION, "list": _LIST}.get(kind)
    return None if pattern is None else bool(pattern.search(fold(sentence)))


def _holds_value(asked: Understanding, sentence: str, language: Language) -> bool:
    known = {(value.amount, value.date) for value in asked.values}
    found = [value for value in _values(sentence, language) if (value.amount, value.date) not in known]
    if asked.kind == "date":
        dated = any(value.date or (value.amount and int(value.amount) in YEARS) for value in found)
        return dated or "yuzyil" in fold(sentence)
    pattern = {"percent": _PERCENT, "money": _MONEY, "rank": _RANK}.get(asked.kind)
    return bool(found or asked.kind == "rank") and (pattern is None or bool(pattern.search(fold(sentence))))


@lru_cache(maxsize=20_000)
def _values(sentence: str, language: Language) -> tuple[Value, ...]:
    return find_values(sentence, language=language)
