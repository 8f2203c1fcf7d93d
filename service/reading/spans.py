"""The short answer: the span of the sentences found that answers the question."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.sentences import split_sentences
from corpus.text import fold, is_suffix
from corpus.types import Language
from service.reading.clauses import Behind
from service.reading.kinds import VALUE_KINDS, holds
from service.reading.phrases import Phrase, find_phrases, references
from service.reading.scoring import HOLDS, Floats, attended, features, held_spans, load_weights, score_spans
from service.reading.tokens import NearWord, Token, line_numbers, read_tokens
from service.reading.understanding import Understanding

__all__ = ["NearWord", "ShortAnswer", "short_answer"]

_CANDIDATES = 24
_LEAST = {"yes_no": 0.3, "open": 0.1}  # expected F1 below which nothing is said to answer
_NEEDED = {  # the first of these that the text has, an answer of the kind should hold
    "number": ("unit", "value"), "money": ("money", "value"), "percent": ("share", "value"),
    "rank": ("ordinal", "value"), "date": ("date", "value"), "list": ("series",), "person": ("titled", "name"),
}  # fmt: skip
_MISSING = 2.0
_BEHIND = 4.0  # what it costs a value that its clause says nothing of the question and another one all
_RECALL = {"list": 3.0}  # an item too many harms less than one too few
_ENGLISH = frozenset("the of and to was were are for that with by at from its this has have which".split())
_TURKISH = frozenset("ve bir bu ile de da icin olarak olan en daha gibi kadar ise".split())
_TURKISH_LETTERS = frozenset("ığşİĞŞçöüÇÖÜ")


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """A span of the text, and the token F1 with the true answer (0 to 1) that is expected of it."""

    start: int
    end: int
    score: float


def short_answer(
    asked: Understanding, text: str, words: Sequence[NearWord], behind: Sequence[Behind] = ()
) -> ShortAnswer | None:
    """The span of `text` (the reading of one to three sentences) that answers; None where nothing convincing is there.

    `behind` says which of its values other clauses leave behind.
    """
    language = _language_of(text)
    tokens = read_tokens(asked, text, words, language)
    if not tokens:
        return None
    phrases = find_phrases(asked, text, tokens, language)
    if _lacks_answer(asked, text, phrases, language):
        return None
    table = features(asked, tokens, phrases, language)
    scores = score_spans(table, phrases, load_weights(language, asked.kind)) + attended(tokens)
    _set_back(scores, tokens, behind)
    for start, _ in split_sentences(text, language):
        next_one = bisect_left([token.start for token in tokens], start)
        scores[:next_one, next_one:] = -np.inf
    _rule_out(scores, asked.kind, phrases, _idle(asked, text, tokens, phrases))
    first, last, expected = _best(scores, recall=_RECALL.get(asked.kind, 1.0))
    if expected < _LEAST.get(asked.kind, 0.0):
        return None
    start, end = tokens[first].start, _without_suffix(text, tokens[last])
    opened = text.count("(", start, end) > text.count(")", start, end)
    return ShortAnswer(start, end + (opened and text[end : end + 1] == ")"), round(expected, 4))


def _lacks_answer(asked: Understanding, text: str, phrases: Sequence[Phrase], language: Language) -> bool:
    """Whether no number says more than which line it is, where a value is asked for, or nothing spells out what is asked."""
    if asked.kind == "acronym":
        return holds(asked, text, language) is False
    numbered = asked.kind in VALUE_KINDS and line_numbers(text, asked.kind)
    return bool(numbered) and not any(name in HOLDS["value"] for name, _, _ in phrases)


def _set_back(scores: Floats, tokens: Sequence[Token], behind: Sequence[Behind]) -> None:
    """Spans that hold a value whose clause says less of the question than another's."""
    for value in behind:
        held = [i for i, token in enumerate(tokens) if token.start < value.end and value.start < token.end]
        if held:
            scores[: held[0] + 1, held[-1] :] -= _BEHIND * value.gap


def _idle(asked: Understanding, text: str, tokens: Sequence[Token], phrases: Sequence[Phrase]) -> list[int]:
    """Words with which no answer begins or ends: of references, and numbers of lines where a value is asked for."""
    numbers = line_numbers(text, asked.kind) if asked.kind in VALUE_KINDS else []
    stated = {i for name, first, last in phrases if name in HOLDS["value"] for i in range(first, last + 1)}
    numbering = {i for i, token in enumerate(tokens) if any(start <= token.start < end for start, end in numbers)}
    return sorted(numbering - stated | set(references(text, tokens)))


def _rule_out(scores: Floats, kind: str, phrases: Sequence[Phrase], idle: Sequence[int]) -> None:
    """Spans that cannot be meant: idle words, parts of numbers, all but expansions, and less so those without a value."""
    if len(idle) < len(scores):
        scores[idle, :] = scores[:, idle] = -np.inf
    for name, first, last in phrases:
        if name in ("number", "date"):
            scores[:, first:last] = -np.inf
        if name == "number":
            scores[first + 1 : last + 1, :] = -np.inf
    expansions = [(first, last) for name, first, last in phrases if name == "expansion" and np.isfinite(scores[first, last])]
    if kind == "acronym" and expansions:
        others = np.ones(scores.shape, np.bool_)
        others[tuple(zip(*expansions, strict=True))] = False
        scores[others] = -np.inf
    held = held_spans(phrases, len(scores))
    for needed in _NEEDED.get(kind, ()):
        if needed in held:
            scores[~held[needed]] -= _MISSING
            return


def _best(scores: Floats, *, recall: float) -> tuple[int, int, float]:
    """The span of the highest expected F over the likeliest ones (minimum Bayes risk; Kumar and Byrne 2004), and its F1.

    In that F, recall weighs `recall` times as much as precision (van Rijsbergen 1979).
    """
    flat = scores.ravel()
    count = min(_CANDIDATES, int(np.isfinite(flat).sum()))
    top = np.argpartition(-flat, count - 1)[:count]
    likely = np.exp(flat[top] - flat.max())
    likely /= np.exp(flat[np.isfinite(flat)] - flat.max()).sum()
    first, last = np.divmod(top, scores.shape[1])
    shared = np.minimum(last[:, None], last[None]) - np.maximum(first[:, None], first[None]) + 1
    sizes = last - first + 1
    weight = recall**2
    useful = (np.maximum(shared, 0) * (1 + weight) / (sizes[:, None] + weight * sizes[None])) @ likely
    best = int(useful.argmax())
    f1 = np.maximum(shared[best], 0) * 2 / (sizes[best] + sizes) @ likely
    return int(first[best]), int(last[best]), float(f1)


def _without_suffix(text: str, token: Token) -> int:
    """Where a word ends without the suffix after its apostrophe ("Tokayev'in": after the v)."""
    for place in range(token.end - 1, token.start + 1, -1):
        if is_suffix(text, place):
            return place - 1
    return token.end


def _language_of(text: str) -> Language:
    """By its small words and letters; lingua takes longer than all the rest together."""
    seen = [(word, fold(word)) for word in text.split()]
    english = sum(folded in _ENGLISH for _, folded in seen)
    turkish = sum(folded in _TURKISH or not _TURKISH_LETTERS.isdisjoint(word) for word, folded in seen)
    return "en" if english > turkish else "tr"
