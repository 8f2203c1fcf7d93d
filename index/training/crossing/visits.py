"""What one visit to an example shows the model, and the batches that many visits make."""

from collections.abc import Iterator

import numpy as np

from corpus.types import Language
from index.training.batches import with_typo
from index.training.crossing.examples import ReaderData
from index.training.crossing.near_misses import NearMisses
from index.training.crossing.negatives import Negatives, of_example
from index.training.crossing.papers import PAPERS
from index.training.crossing.rows import Row, Rows, Visit
from index.training.crossing.translations import TRANSLATED, TRANSLATED_PIECES
from index.training.crossing.windows import window
from index.training.rewording import SAME_WORDS, Rewording

TYPOS = 0.06
REWORDED = 0.5  # of the Turkish questions are asked in other words,
CHANGED_WORDS = 0.4  # of those that can be said otherwise
DELETED = 0.35  # of the visits show the passage without the sentences that answer
ELSEWHERE = 0.85  # show another passage
RIVALS = 4  # sentences that a question of a paper is shown with beside the one that answers
VISITS = 320  # that are put together by length
BATCH_PIECES = 4800


class Visits:
    """The examples that are trained on, with all that a visit to one of them needs."""

    def __init__(self, data: ReaderData, negatives: Negatives, rows: Rows, rewording: Rewording = SAME_WORDS) -> None:
        self._data, self._negatives, self._rows, self._rewording = data, negatives, rows, rewording
        self._near_misses = NearMisses(data, negatives)
        self._numbers = np.array(data.numbers(held_out=False))
        self._chances = np.array([data.examples[i].chance for i in self._numbers])

    def batches(self, seed: int) -> Iterator[list[Visit]]:
        """Visits of like length, without end; the same seed gives the same ones in the same order."""
        for number in range(2**31):
            rng = np.random.default_rng([seed, number])
            visited = rng.permutation(self._numbers[rng.random(len(self._numbers)) < self._chances])
            for some in np.split(visited, range(VISITS, len(visited), VISITS)):
                found = _batches([self.visit(int(i), rng) for i in some])
                yield from (found[i] for i in rng.permutation(len(found)))

    def visit(self, number: int, rng: np.random.Generator) -> Visit:
        """A window that answers, and by chance some that do not; one alone if it is a translation or nothing answers."""
        example = self._data.examples[number]
        passage = self._data.passage_of(example)
        if passage.source == TRANSLATED:  # as it was written, or no other sentence would say the same
            chosen = window(passage, example.sentences, rng)
            return [self._rows.row(example.question, passage, chosen, example, most=TRANSLATED_PIECES)]
        question = self._asked(example.question, example.language, rng)
        if passage.source == PAPERS:
            own = None if example.missed else example
            return [
                self._rows.row(question, passage, sorted(example.sentences), own, changed=example.missed),
                *self._rivals(number, question, rng),
            ]
        chosen = window(passage, example.sentences, rng)
        visit = [self._rows.row(question, passage, chosen, example)]
        if changed := self._near_misses.question(number, " ".join(map(passage.wording, chosen)), rng):
            changed = self._asked(changed, example.language, rng)
            visit.append(self._rows.row(changed, passage, chosen, changed=True))
        return visit + list(self._unanswered(number, question, rng))

    def _asked(self, question: str, language: Language, rng: np.random.Generator) -> str:
        """A question as somebody may ask it: in other words, and with a slip of the keys."""
        if language == "tr" and rng.random() < REWORDED:
            question = self._rewording(question, rng, chance=CHANGED_WORDS)
        return with_typo(question, rng) if rng.random() < TYPOS else question

    def _rivals(self, number: int, question: str, rng: np.random.Generator) -> Iterator[Row]:
        """The question with single sentences, as it is read when answering: one from beside the answer, others near it."""
        example = self._data.examples[number]
        count = len(self._data.passage_of(example).sentences)
        beside = [(example.passage, i) for i in rng.permutation(count).tolist() if i not in example.sentences]
        near = of_example(self._negatives, number)
        for passage, sentence in [*beside[:1], *(near[i] for i in rng.permutation(len(near))[: RIVALS - 1])]:
            yield self._rows.row(question, self._data.passages[passage], [sentence], changed=example.missed)

    def _unanswered(self, number: int, question: str, rng: np.random.Generator) -> Iterator[Row]:
        """The same question with windows that do not answer it."""
        example = self._data.examples[number]
        passage = self._data.passage_of(example)
        if rng.random() < DELETED and (left := window(passage, example.sentences, rng, without=example.sentences)):
            yield self._rows.row(question, passage, left)
        if rng.random() < ELSEWHERE and (near := of_example(self._negatives, number)):
            elsewhere, sentence = near[rng.integers(len(near))]
            passage = self._data.passages[elsewhere]
            yield self._rows.row(question, passage, window(passage, [sentence], rng))


def _batches(visits: list[Visit]) -> list[list[Visit]]:
    """Batches of whole visits of like length, each of at most so many pieces when it is padded."""
    batches: list[list[Visit]] = []
    for visit in sorted(visits, key=_longest):
        if not batches or (sum(map(len, batches[-1])) + len(visit)) * _longest(visit) > BATCH_PIECES:
            batches.append([])
        batches[-1].append(visit)
    return batches


def _longest(visit: Visit) -> int:
    return max(map(len, visit))
