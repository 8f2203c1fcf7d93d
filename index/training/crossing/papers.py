"""The papers as reading matter: their questions, and those that come close to what a paper tells but go unanswered."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from index.training.crossing.examples import Example
from index.training.crossing.passages import Passages
from index.training.crossing.vectors import Encode, Numbers, encoded, kept
from index.training.papers import LANGUAGES, Paper

PAPERS = "papers"
_CHANCE = 1.0  # of a visit in a round to a question of either language


def paper_examples(papers: Sequence[Paper], passages: Passages, encode: Encode, *, cache: Path) -> Iterator[Example]:
    """The questions of the papers, whose paragraphs are passages; what `encode` tells is kept in `cache`."""
    places = [[passages.add(text, "tr", PAPERS, held_out=paper.held_out) for text in paper.paragraphs] for paper in papers]
    for paper, numbers in zip(papers, places, strict=True):
        for question in paper.questions:
            if question.paragraph is None:
                continue
            number = numbers[question.paragraph]
            own = passages[number].numbers_at(paper.span(question, question.sentence))
            answer = paper.span(question, question.answer) if question.answer else None
            for language in LANGUAGES:
                yield Example(question.texts[language], language, number, own, answer, _CHANCE)
    yield from _near_misses(papers, places, passages, encode, cache)


def _near_misses(
    papers: Sequence[Paper], places: Sequence[Sequence[int]], passages: Passages, encode: Encode, cache: Path
) -> Iterator[Example]:
    """Each with the sentence of its paper that comes nearest to it."""
    asked = [
        (question.texts[language], language, numbers)
        for paper, numbers in zip(papers, places, strict=True)
        for question in paper.questions
        if question.paragraph is None
        for language in LANGUAGES
    ]
    if not asked:
        return
    texts = [question for question, _, _ in asked] + [text for paper in papers for text in paper.paragraphs]
    among = [[(p, s) for p in numbers for s in range(len(passages[p].sentences))] for _, _, numbers in asked]
    nearest = kept(cache, "near-misses", texts, partial(_nearest, [q for q, _, _ in asked], among, passages, encode))
    for (question, language, _), (number, sentence) in zip(asked, nearest.tolist(), strict=True):
        yield Example(question, language, number, frozenset({sentence}), None, _CHANCE, missed=True)


def _nearest(
    questions: Sequence[str], among: Sequence[Sequence[tuple[int, int]]], passages: Passages, encode: Encode
) -> Numbers:
    """Numbers of the passage and of the sentence that is nearest to each question: [questions, 2]."""
    every = sorted({place for places in among for place in places})
    vectors = dict(zip(every, encoded(encode, [passages[p].wording(s) for p, s in every]), strict=True))
    asked = encoded(encode, questions)
    best = [
        places[int((np.stack([vectors[place] for place in places]) @ own).argmax())]
        for places, own in zip(among, asked, strict=True)
    ]
    return np.array(best, np.int32).reshape(-1, 2)
