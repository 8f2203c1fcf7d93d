"""Whether a sentence holds an answer of the kind that is asked for, by marks that are quick to see."""

import re
from functools import lru_cache

from corpus.text import fold, prefix, words
from corpus.types import Language, Value
from corpus.values import YEARS
from service.reading.phrases import spelled_out
from service.reading.questions import CURRENCY, AnswerKind
from service.reading.tokens import line_numbers, read_tokens, stated_values
from service.reading.understanding import Understanding

VALUE_KINDS = frozenset({"number", "money", "percent", "rank", "date"})
_PERCENT = re.compile(r"%|\byuzde\b|\bper ?cent")
_MONEY = re.compile(rf"\b(?:{CURRENCY}|usd|eur|gbp)|[$€₺£¥]")
_RANK = re.compile(
    r"\d\.|\b\w+nc[iu](?:[yln]|s[iu]|d[iu]r|\b)|\b(?:ilk|son|en)\b|\d(?:st|nd|rd|th)\b|"
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)\b"
)
_CENTURY = re.compile(r"yuzyil|asir|\bcentur(?:y|ies)\b|\b\d{3}0s\b")
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
_EXPLAINS = re.compile(r"\b(?:kisal|acilim|anlam|demek|adi|ismi|stands? for|short for|abbrev|acronym|mean)")


def holds(asked: Understanding, sentence: str, language: Language) -> bool | None:
    """Whether a sentence of that language holds something of the asked kind that the question does not; None if unknown."""
    kind = asked.kind
    if kind in VALUE_KINDS:
        return _holds_value(asked, sentence, language)
    if kind in ("person", "organisation", "place"):
        own = {prefix(word) for word in (*asked.words, *asked.names)}
        return bool(names_in(sentence) - own)
    if kind == "acronym":
        return _holds_expansion(asked, sentence, language)
    pattern = {"reason": _REASON, "manner": _MANNER, "definition": _DEFINITION, "list": _LIST}.get(kind)
    return None if pattern is None else bool(pattern.search(fold(sentence)))


def names_in(text: str) -> set[str]:
    """The first words of the names of a text, as terms."""
    return {prefix(first) for name in _NAME.findall(text) for first in words(name)[:1]}


def _holds_expansion(asked: Understanding, sentence: str, language: Language) -> bool | None:
    """None where the asked word is explained by other initials, as foreign names are, or several words are asked about."""
    tokens = read_tokens(asked, sentence, (), language)
    if spelled_out(asked, tokens):
        return True
    if len(asked.words) > 1:
        return None
    places = [i for i, token in enumerate(tokens) if token.folded in asked.words]
    beside = [token for place in places for token in tokens[place : place + 2]]
    explained = bool(_EXPLAINS.search(fold(sentence))) or any("bracket-opens" in token.marks for token in beside)
    return None if places and explained else False


def _holds_value(asked: Understanding, sentence: str, language: Language) -> bool:
    known = {(value.amount, value.date) for value in asked.values}
    found = [value for value in _values(sentence, language, asked.kind) if (value.amount, value.date) not in known]
    if asked.kind == "date":
        dated = any(value.date or (value.amount and int(value.amount) in YEARS) for value in found)
        return dated or bool(_CENTURY.search(fold(sentence)))
    pattern = {"percent": _PERCENT, "money": _MONEY, "rank": _RANK}.get(asked.kind)
    for start, end in line_numbers(sentence, asked.kind):
        sentence = sentence[:start] + " " * (end - start) + sentence[end:]
    return bool(found or asked.kind == "rank") and (pattern is None or bool(pattern.search(fold(sentence))))


@lru_cache(maxsize=20_000)
def _values(sentence: str, language: Language, kind: AnswerKind) -> tuple[Value, ...]:
    return stated_values(sentence, language, kind)
