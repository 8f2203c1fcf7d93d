"""The part of what was typed that asks: no markup, no greeting and no story around it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from corpus.sentences import split_sentences
from corpus.text import fold, words
from index.types import Span
from service.reading.questions import CHAT, TIERS

_LONG = 25  # words of a text from which only what asks is taken for the question
_GREETING = 3  # words of a sentence that begins with a greeting and says nothing else
_THANKS = frozenset(
    "tesekkur tesekkurler ederim ederiz cok simdiden sag ol sagol olun sagolun kolay gelsin thank thanks you very much in "
    "advance there everyone dear sir madam".split()
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINE = re.compile(r"[^\n]+")


def asking_part(typed: str) -> str:
    """What was typed with blanks for all that does not ask, so that offsets stay; the whole of it where nothing else does.

    It ends in a question mark in any case: without one a model takes a question for a statement and finds other passages.
    """
    asked = _TAG.sub(lambda tag: " " * len(tag[0]), typed)
    spans = list(_sentences(asked))
    marked = _marked(asked, spans)
    if len(words(asked)) > _LONG:
        asked = _blanked(asked, marked or _formed(asked, spans) or spans)
    elif marked:
        told = [span for span in spans if not _is_polite(asked[slice(*span)])]
        asked = _blanked(asked, sorted({*marked, *told}))
    asked = asked.rstrip() or typed
    return f"{asked}?" if asked[-1].isalnum() else asked


def _is_polite(sentence: str) -> bool:
    """Whether it only greets or thanks: "Kazakistan Senatosu." before "Kaç üyesi var?" says of what."""
    said = words(sentence)
    greets = CHAT.match(fold(sentence).lstrip()) is not None
    return (greets and len(said) <= _GREETING) or _THANKS.issuperset(words(CHAT.sub("", fold(sentence))))


def is_legible(typed: str) -> bool:
    """Whether it is written in Latin letters for the most part, the only ones that the models know."""
    letters = [letter for letter in typed if letter.isalpha()]
    return 2 * sum("LATIN" in unicodedata.name(letter, "") for letter in letters) >= len(letters)


def _sentences(text: str) -> Iterator[Span]:
    for line in _LINE.finditer(text):
        for start, end in split_sentences(line[0], "tr"):
            yield line.start() + start, line.start() + end


def _marked(text: str, spans: Sequence[Span]) -> list[Span]:
    return [(start, end) for start, end in spans if text[start:end].endswith("?")]


def _formed(text: str, spans: Sequence[Span]) -> list[Span]:
    """Those with the form of a question, in either language."""
    forms = [form for tiers in TIERS.values() for _, form in tiers[0]]
    return [(start, end) for start, end in spans if any(form.search(fold(text[start:end])) for form in forms)]


def _blanked(text: str, spans: Sequence[Span]) -> str:
    kept = [" "] * len(text)
    for start, end in spans:
        kept[start:end] = text[start:end]
    return "".join(kept)
