"""Readers: hits to an answer. This one is extractive; it copies the best sentence or two and never writes its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from typing import Protocol

from corpus.text import content_words, fold, grams, prefix, words
from corpus.types import Language, Sentence
from index.types import Hit
from service.types import Abstention, AbstentionReason, Citation, Reading

Rarity = Callable[[str], float]
"""Inverse document frequency of a word."""

_MESSAGES: dict[AbstentionReason, dict[Language, str]] = {
    "nothing_relevant": {
        "tr": "Kaynaklarda bu soruyla ilgili bir şey bulunamadı; en yakın bölümler aşağıdadır.",
        "en": "Nothing in the sources deals with this question; the nearest passages are below.",
    },
    "evidence_too_weak": {
        "tr": "Kaynaklar bu soruyu yanıtlamaya yetecek kadar açık değil; en yakın bölümler aşağıdadır.",
        "en": "The sources are not clear enough to answer this question; the nearest passages are below.",
    },
    "no_words": {
        "tr": "Soruda aranacak bir sözcük yok; lütfen sorunuzu sözcüklerle yazın.",
        "en": "There is no word in the question to look for; please put it in words.",
    },
}
_FLOOR = 0.5  # below this confidence the reader abstains; not calibrated yet
_NOTHING = 0.25
_GRAM_SHARE = 0.5  # what a word counts that only resembles one of the question's
_SECOND = 0.15  # of the question that a neighbouring sentence must add to be quoted too
_SAME_WORDS = 0.1  # what a sentence with all the question's own words gains on one that says it in others
_STEEP, _EVEN = 12.0, 0.56  # slope of confidence over a sentence's MaxSim, and where it is one half


class Reader(Protocol):
    """Turns hits into a reading."""

    def read(self, question: str, hits: Sequence[Hit], *, language: Language, rarity: Rarity) -> Reading:
        """Read the hits, best first; the citations keep their order."""
        ...


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question's words with their weights, which add up to 1."""

    weights: dict[str, float]

    @classmethod
    def of(cls, question: str, rarity: Rarity) -> "_Asked":
        """Weigh the content words of a question by their rarity."""
        raw = {word: rarity(word) for word in content_words(question)}
        total = sum(raw.values())
        return cls({word: weight / total for word, weight in raw.items()} if total else {})

    def met_by(self, text: str) -> dict[str, float]:
        """Each word's weight, in full where a form of it stands in the text, in part where a likeness does."""
        folded = fold(text)
        forms = {prefix(word) for word in words(text)}
        return {
            word: weight if prefix(word) in forms else weight * _GRAM_SHARE * _likeness(word, folded)
            for word, weight in self.weights.items()
        }


class ExtractiveReader:
    """Cites the sentence of each passage that meets most of the question; answers with that of the best passage."""

    def read(self, question: str, hits: Sequence[Hit], *, language: Language, rarity: Rarity) -> Reading:
        """Confidence comes from how near the cited sentence is to the question, by MaxSim or else by shared words."""
        asked = _Asked.of(question, rarity)
        citations = tuple(_cite(number, hit, asked) for number, hit in enumerate(hits, start=1))
        if not asked.weights or not citations:
            return Reading(
                citations, None, 0.0, _abstention("no_words" if not asked.weights else "nothing_relevant", language)
            )
        confidence = round(_confidence(citations[0], asked), 4)
        if confidence < _FLOOR:
            reason: AbstentionReason = "nothing_relevant" if confidence < _NOTHING else "evidence_too_weak"
            return Reading(citations, None, confidence, _abstention(reason, language))
        return Reading(citations, citations[0].reading, confidence)


READERS: dict[str, Callable[[], Reader]] = {"extractive": ExtractiveReader}


def _cite(number: int, hit: Hit, asked: _Asked) -> Citation:
    """The sentence nearest to the question, with a neighbour if that meets words of the question which it does not."""
    sentences = hit.passage.sentences
    met = [asked.met_by(sentence.reading) for sentence in sentences]
    near = [sum(found.values()) for found in met]
    if hit.sentence_scores:
        near = [late + _SAME_WORDS * shared for late, shared in zip(hit.sentence_scores, near, strict=True)]
    best = max(range(len(sentences)), key=lambda i: (near[i], -i))
    first, last = best, best
    for neighbour in (best + 1, best - 1):
        if 0 <= neighbour < len(sentences) and _gain(met[best], met[neighbour]) >= _SECOND:
            first, last = min(best, neighbour), max(best, neighbour)
            break
    chosen: Sequence[Sentence] = sentences[first : last + 1]
    return Citation(number, hit, chosen[0].start, chosen[-1].end, " ".join(sentence.reading for sentence in chosen))


def _confidence(citation: Citation, asked: _Asked) -> float:
    hit = citation.hit
    if hit.sentence_scores:
        return 1 / (1 + exp(-_STEEP * (max(hit.sentence_scores) - _EVEN)))
    passage = sum(asked.met_by(hit.passage.matching_text).values())
    return min(1.0, 0.6 * passage + 0.4 * sum(asked.met_by(citation.reading).values()))


def _gain(met: dict[str, float], other: dict[str, float]) -> float:
    return sum(max(0.0, other[word] - weight) for word, weight in met.items())


def _likeness(word: str, folded: str) -> float:
    own = grams([word])
    return sum(piece in folded for piece in own) / len(own) if len(own) > 1 else 0.0


def _abstention(reason: AbstentionReason, language: Language) -> Abstention:
    return Abstention(reason, _MESSAGES[reason][language])
