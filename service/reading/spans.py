"""The short answer: the span of the sentences found that answers the question."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.text import is_suffix
from corpus.types import Language
from service.reading.phrases import Phrase, find_phrases, references
from service.reading.scoring import Floats, features, held_spans, load_weights, score_spans
from service.reading.tokens import NearWord, Token, read_tokens
from service.reading.understanding import Understanding

__all__ = ["NearWord", "ShortAnswer", "short_answer"]

_CANDIDATES = 24
_LEAST = {"yes_no": 0.3, "open": 0.1}  # expected F1 below which nothing is said to answer
_NEEDED = {  # the first of these that the text has, an answer of the kind should hold
    "number": ("unit", "value"), "money": ("money", "value"), "percent": ("share", "value"),
    "rank": ("ordinal", "value"), "date": ("date", "value"),
}  # fmt: skip
_MISSING = 2.0
_ENGLISH = frozenset("the of and in to a is was for on that with by as".split())
_TURKISH = frozenset("ve bir bu ile de da icin olarak olan en daha gibi kadar ise".split())


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """A span of the text, and the token F1 with the true answer (0 to 1) that is expected of it."""

    start: int
    end: int
    score: float


def short_answer(asked: Understanding, text: str, words: Sequence[NearWord]) -> ShortAnswer | None:
    """The span of `text` (the reading of one to three sentences) that answers; None where nothing convincing is there."""
    language = _language_of(text)
    tokens = read_tokens(asked, text, words, language)
    if not tokens:
        return None
    phrases = find_phrases(asked, text, tokens, language)
    table = features(asked, tokens, phrases, language)
    scores = score_spans(table, phrases, load_weights(language, asked.kind))
    _rule_out(scores, asked.kind, phrases, references(text, tokens))
    first, last, expected = _best(scores)
    if expected < _LEAST.get(asked.kind, 0.0):
        return None
    start, end = tokens[first].start, _without_suffix(text, tokens[last])
    return ShortAnswer(start, end, round(expected, 4))




def _rule_out(scores: Floats, kind: str, phrases: Sequence[Phrase], referring: Sequence[int]) -> None:
    """Spans that cannot be meant: references, and where a value is asked for and one is there, spans without."""
    if len(referring) < len(scores):
        scores[referring, :] = scores[:, referring] = -np.inf
    held = held_spans(phrases, len(scores))
    for needed in _NEEDED.get(kind, ()):
        if needed in held:
            scores[~held[needed]] -= _MISSING
            return


def _best(scores: Floats) -> tuple[int, int, float]:
    """The span of the highest expected F1, over the likeliest ones (minimum Bayes risk; Kumar and Byrne 2004)."""
    flat = scores.ravel()
    count = min(_CANDIDATES, int(np.isfinite(flat).sum()))
    top = np.argpartition(-flat, count - 1)[:count]
    likely = np.exp(flat[top] - flat.max())
    likely /= np.exp(flat[np.isfinite(flat)] - flat.max()).sum()
    first, last = np.divmod(top, scores.shape[1])
    shared = np.minimum(last[:, None], last[None]) - np.maximum(first[:, None], first[None]) + 1
    sizes = last - first + 1
    expected = (np.maximum(shared, 0) * 2 / (sizes[:, None] + sizes[None])) @ likely
    best = int(expected.argmax())
    return int(first[best]), int(last[best]), float(expected[best])


def _without_suffix(text: str, token: Token) -> int:
    """Where a word ends without the suffix after its apostrophe ("Tokayev'in": after the v)."""
    for place in range(token.end - 1, token.start + 1, -1):
        if is_suffix(text, place):
            return place - 1
    return token.end


def _language_of(text: str) -> Language:
    """By its commonest small words: a guess by letters would take a Turkish name for Turkish text."""
    seen = text.lower().replace("ç", "c").split()
    return "en" if sum(word in _ENGLISH for word in seen) > sum(word in _TURKISH for word in seen) else "tr"
