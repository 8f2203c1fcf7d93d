"""Readers: hits to an answer. This one is extractive; it copies the sentences that answer and never writes its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from corpus.text import content_words
from corpus.types import Language
from index.attending import READ
from index.terms import Terms
from index.types import Hit
from service.reading.abstaining import abstain, why_not
from service.reading.asking import is_legible
from service.reading.choosing import Choice, choose, likeliest, places
from service.reading.confidence import Policy, confidence, confidence_figures
from service.reading.conflicts import find_conflicts
from service.reading.english import english_form
from service.reading.evidence import Asked, Evidence, weigh
from service.reading.explaining import explain
from service.reading.shorten import Short, shorten
from service.reading.understanding import understand
from service.types import Abstention, AbstentionReason, Citation, Reading, ShortAnswer

_AHEAD = 1e-6


class Reader(Protocol):
    """Turns hits into a reading."""

    def read(self, question: str, hits: Sequence[Hit], *, language: Language, terms: Terms, top_k: int) -> Reading:
        """Read the hits, best first; the citations that answer come first, the others keep their order, `top_k` in all."""
        ...


class ExtractiveReader:
    """Quotes the sentences most likely to answer, where it is sure enough; the nearest ones are cited in any case."""

    def __init__(self, accuracy_floor: float) -> None:
        """`accuracy_floor` is the share of answers that should be right; the surest ones are given where none keeps it."""
        self._floor = accuracy_floor

    def read(self, question: str, hits: Sequence[Hit], *, language: Language, terms: Terms, top_k: int) -> Reading:
        """Confidence is the calibrated probability that what is quoted answers the question."""
        asked = Asked.of(understand(question, language), content_words(question), terms)
        weighed, late = weigh(asked, hits), any(hit.word_scores for hit in hits)
        choice = choose(asked, weighed[:READ], late=late)
        if choice is None:
            tell = partial(explain, asked, (), floor=self._floor)
            return _silent((), 0, 0.0, abstain("nothing_relevant", language, nearest=False), tell)
        if top_k < 2:
            choice = replace(choice, beside=None)
        best, policy = [likeliest(evidence, late=late) for evidence in weighed], Policy.for_floor(self._floor, late=late)
        tell = partial(explain, asked, weighed, best, choice, floor=self._floor, threshold=policy.threshold)
        citations, quoted = _cite(weighed, choice, best)[:top_k], len(places(choice))
        if not asked.words or not is_legible(question):
            reason: AbstentionReason = "other_language" if asked.words else "no_words"
            return _silent(citations, quoted, 0.0, abstain(reason, language, nearest=False), tell)
        read = weighed[:READ]
        short = shorten(asked, read[choice.passage].hit, choice.first, choice.last)
        figures = confidence_figures(asked, read, choice, short)
        sure, tell = round(confidence(figures, late=late), 4), partial(tell, figures)
        if not policy.answers(sure):
            met = max(float((evidence.met @ asked.weights).max(initial=0.0)) for evidence in read)
            return _silent(citations, quoted, sure, why_not(question, asked, terms, met=met), tell)
        conflicts = find_conflicts(asked, read, choice, late=late)
        return Reading(
            citations,
            1 if conflicts else quoted,  # its sides say what else may answer
            sure,
            short=_short(asked, read[choice.passage].hit, short) if short else None,
            conflicts=conflicts,
            explanation=partial(tell, sure=sure),
        )


READERS: dict[str, Callable[[float], Reader]] = {"extractive": ExtractiveReader}


def _silent(
    citations: tuple[Citation, ...], quoted: int, sure: float, why: Abstention, tell: Callable[..., Mapping[str, object]]
) -> Reading:
    """A reading without an answer; `tell` explains it once it is told how sure and why."""
    return Reading(citations, quoted, sure, why, explanation=partial(tell, sure=sure, abstention=why.reason))


def _cite(weighed: Sequence[Evidence], choice: Choice, best: Sequence[int]) -> tuple[Citation, ...]:
    """What is quoted first, then the likeliest sentence of every other hit."""
    quoted = places(choice)
    taken = {number for number, _, _ in quoted}
    order = [*quoted, *((number, best[number], best[number]) for number in range(len(weighed)) if number not in taken)]
    citations = []
    top = max(evidence.hit.score for evidence in weighed)
    for number, (place, first, last) in enumerate(order, start=1):
        hit = weighed[place].hit
        sentences = hit.passage.sentences[first : last + 1]
        wording = " ".join(sentence.reading for sentence in sentences)
        # What is quoted stays first where citations are sorted by score.
        ahead = len(quoted) + 1 - number
        score = top + ahead * _AHEAD if ahead > 0 else hit.score
        citations.append(Citation(number, hit, sentences[0].start, sentences[-1].end, wording, round(score, 6)))
    return tuple(citations)


def _short(asked: Asked, hit: Hit, found: Short) -> ShortAnswer:
    text = hit.passage.text[found.start - hit.passage.start : found.end - hit.passage.start]
    english = english_form(found.reading) if asked.understanding.language != hit.document.language == "tr" else None
    return ShortAnswer(found.start, found.end, text, english)
