"""What a question asks for: the kind of the answer, and the words, names, numbers and units that tell which one."""

import re
import unicodedata
from dataclasses import dataclass

from corpus.numerals import word_values
from corpus.stopwords import STOPWORDS
from corpus.text import content_words, fold, words
from corpus.types import Language, Value
from corpus.values import find_values
from service.reading.questions import CHAT, TIERS, AnswerKind

_COUNTED = re.compile(r"\b(?:kac|how many|how much|what number of|number of)\s+((?:[^\W_]+[\s-]+){0,4}[^\W_]+)")
_SORT = re.compile(r"\b(?:hangi|which|what)\s+([^\W\d_]+)")
_CASE = re.compile(r"(?<=\w{3})(?:n?d[ae]n?|(?<=[fstkchp])t[ae]n?|[dt][iu]r|y?l[ae]|(?<=[aeiu])y[ae]|(?<=r)[ae])$")
_SECOND = re.compile(r"\w{3}[aeiou]s[iu]$|\w{3}(?<![sui])s$")  # "kanun maddesi", "presidential decrees"
_NAME = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)?")
# Nouns that end like a case of a shorter word.
_WHOLE = frozenset(
    """
    madde cadde hafta nokta metre litre lira para belde daire sure sira perde kaide irade idare mesele cumle mahalle posta
    meydan hanedan ihale makale hamle havale kafile hikaye hediye kira dere yore cevre sura kura ibare hucre fikra adliye
    """.split()
)
_NO_SORT = frozenset("is are was were do does did has have had kind sort type two three four five iki uc dort bes".split())
_ANSWER_WORDS = frozenset(
    "acilimi acilim kisaltmasi kisaltma anlama anlami gelir geliyor denir merhaba selam soracaktim "
    "stand stands abbreviation acronym mean means meaning".split()
)
_CONTRACTED = ("'s", "n't", "'re", "'ve", "'ll")
_SHOUTED = 0.7  # share of capitals from which they say nothing
_SHORT_SUBJECT = 4  # words of a thing whose definition "X nedir" asks for
_GENITIVE = re.compile(r"(?:'|[aeiou]n|[^aeiou][iu])(?:n?[iu]n)\b")


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question taken apart; words are folded.

    `unit` is the noun that is counted ("kaç üye": "uye"), `sort` the one chosen among ("hangi kent": "kent"); "" without.
    """

    kind: AnswerKind
    language: Language
    words: tuple[str, ...]
    names: tuple[str, ...]
    values: tuple[Value, ...]
    unit: str = ""
    sort: str = ""


def understand(question: str, language: Language) -> Understanding:
    """Take a question apart; its form is looked for in `language` first, then in the other one."""
    question = unicodedata.normalize("NFC", question)  # letters with their accents apart would end a name
    folded = CHAT.sub("", " ".join(fold(question).split()), count=1)
    other: Language = "en" if language == "tr" else "tr"
    elsewhere = _kind(folded, other)
    # No question of the other language is known by its verb alone: "İş Kanunu", "Can Yücel" and "has" are Turkish.
    kind = _kind(folded, language) or (elsewhere if elsewhere != "yes_no" else None) or "open"
    asked = tuple(word for word in content_words(folded) if word not in _ANSWER_WORDS)
    unit, sort = (_stem(noun(folded), language) for noun in (_unit, _sort))
    return Understanding(kind, language, asked, _names(question), find_values(question, language=language), unit, sort)


def _stem(noun: str, language: Language) -> str:
    return noun if language == "en" or noun in _WHOLE else _CASE.sub("", noun)


def _kind(folded: str, language: Language) -> AnswerKind | None:
    for rows in TIERS[language]:
        found = [(match.start(), order, kind) for order, (kind, form) in enumerate(rows) if (match := form.search(folded))]
        if found:
            kind = min(found)[2]
            return "definition" if kind == "open" and _asks_what_it_is(folded, language) else kind
    return None


def _asks_what_it_is(folded: str, language: Language) -> bool:
    """Whether a bare "X nedir" or "what is X" asks for a definition and not for a property of something ("Y'nin X'i")."""
    if language == "en":
        subject = re.match(r"what(?:'s| is| are| was) (?:an? |the )?(.+)", folded)
        return (
            subject is not None and len(words(subject[1])) <= _SHORT_SUBJECT and not re.search(r"'s\b| of | in ", subject[1])
        )
    subject = re.match(r"(.+?)\s*,?\s*nedir\b", folded)
    return subject is not None and len(words(subject[1])) <= _SHORT_SUBJECT and not _GENITIVE.search(subject[1])


def _unit(folded: str) -> str:
    """The noun after "kaç" or "how many", past numbers and "of"; of a compound or of adjective and noun, the second."""
    match = _COUNTED.search(folded)
    said = [word for word in match[1].replace("-", " ").split() if _may_be_counted(word)][:2] if match else []
    if not said:
        return ""
    return said[-1] if _SECOND.search(said[-1]) and not said[0].endswith("s") else said[0]


def _may_be_counted(word: str) -> bool:
    number = any(word_values(word, language=language, after_number=True) for language in TIERS)
    return not number and word not in STOPWORDS and word not in {"different", "total", "farkli", "ayri"}


def _sort(folded: str) -> str:
    match = _SORT.search(folded)
    word = match[1] if match else ""
    return "" if word in _NO_SORT or word in STOPWORDS else word


def _names(question: str) -> tuple[str, ...]:
    """Capitalised words that do not merely begin a sentence; in a question all in capitals, those with an apostrophe."""
    letters = [letter for letter in question if letter.isalpha()]
    shouted = sum(map(str.isupper, letters)) > _SHOUTED * len(letters)
    found = []
    for match in _NAME.finditer(question):
        word = match.group()
        before = question[: match.start()].rstrip(" \t\n\"'“”‘’(«")
        opens = not before or before[-1] in ".!?"
        suffixed = "'" in fold(word) and not fold(word).endswith(_CONTRACTED)
        acronym = len(word) > 1 and word[:4].isupper()
        if word[0].isupper() and (suffixed if shouted else not opens or suffixed or acronym):
            found.extend(words(word)[:1])
    return tuple(dict.fromkeys(word for word in found if word not in STOPWORDS))
