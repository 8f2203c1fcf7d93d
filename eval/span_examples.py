"""Authored questions with short answers as material for the span model: each with its sentences and their nearness."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.sentences import split_sentences
from corpus.types import Language
from index.alignment import Asked
from index.crossing import load_cross_encoder
from index.embedders import Embedder
from index.nearness import near_words
from index.tokens import cosines, pack
from index.training.types import is_held_out
from index.types import Mark, Span
from service.reading.tokens import NearWord, words_within

_BATCH = 32
_ASKED_IN: dict[Language, tuple[Language, ...]] = {"tr": ("tr", "en"), "en": ("en",)}  # languages of questions by passage's


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the passage that answers it with its sentences, where the answer stands and what kind it is.

    `held_out` are those of passages that no weights are ever fitted on, the cross-encoder's among them.
    """

    question: str
    question_language: Language
    passage: str
    language: Language
    kind: str
    answer: Span
    sentences: tuple[Span, ...]
    near: tuple[NearWord, ...]
    held_out: bool = False

    def reading(self, neighbours: int = 0) -> tuple[str, Span, list[NearWord]]:
        """The sentences of the answer with some before (negative) or after: text, the answer in it, and its words."""
        own = [i for i, (a, b) in enumerate(self.sentences) if a < self.answer[1] and self.answer[0] < b]
        first, last = max(0, own[0] + min(0, neighbours)), min(len(self.sentences) - 1, own[-1] + max(0, neighbours))
        start, end = self.sentences[first][0], max(self.sentences[last][1], self.answer[1])
        words = [
            replace(w, start=w.start - start, end=w.end - start) for w in self.near if start <= w.start and w.end <= end
        ]
        return self.passage[start:end], (self.answer[0] - start, self.answer[1] - start), words


def read_examples(data: Path, encoder: Embedder) -> Iterator[Example]:
    """The questions of `*.qa.jsonl` whose `*.answers.jsonl` names a span; English passages are asked in English only.

    Raises FileNotFoundError where there are none.
    """
    records = list(_records(data))
    if not records:
        raise FileNotFoundError(f"no *.qa.jsonl with *.answers.jsonl in {data}")
    for start in range(0, len(records), _BATCH):
        batch = records[start : start + _BATCH]
        for language, asking in _ASKED_IN.items():
            yield from _of_batch(batch, language, asking, encoder)


def _records(data: Path) -> Iterator[dict[str, Any]]:
    for answers in sorted(data.glob("*.answers.jsonl")):
        asked = answers.with_name(answers.name.replace(".answers.", ".qa.")).read_text(encoding="utf-8").splitlines()
        for line in answers.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield {**json.loads(asked[record["line"]]), "answers": record["answers"]}


def _of_batch(
    batch: Sequence[dict[str, Any]], language: Language, asking: Sequence[Language], encoder: Embedder
) -> Iterator[Example]:
    passages = [record[f"passage_{language}"] for record in batch]
    rows = [pack([tokens]).rows for tokens in encoder.encode_document(passages).tokens or ()]
    for number, (record, pieces) in enumerate(zip(batch, encoder.pieces(passages), strict=True)):
        passage = passages[number]
        sentences = tuple(split_sentences(passage, language))
        held_out = is_held_out(record["passage_tr"])
        for asked_in in asking:
            questions = [question[asked_in] for question in record["questions"]]
            vectors = encoder.encode_query(questions).tokens or ()
            own = encoder.pieces(questions)
            for question, vector, parts, answer in zip(questions, vectors, own, record["answers"], strict=True):
                at = passage.find(answer.get(language) or "\0")
                if at < 0:
                    continue
                asked = Asked.of(question, vector, parts)
                near = near_words(cosines(asked.vectors, rows[number]), asked.telling, pieces, passage)
                span = (at, at + len(answer[language]))
                marks = _marks(question, passage, sentences) if held_out else []
                words = tuple(words_within(near, marks, 0, len(passage)))
                yield Example(question, asked_in, passage, language, answer["kind"], span, sentences, words, held_out)


def _marks(question: str, passage: str, sentences: Sequence[Span]) -> list[Mark]:
    [window] = load_cross_encoder().read(question, [[passage[start:end] for start, end in sentences]])
    return [mark for (start, _), marks in zip(sentences, window, strict=True) for mark in marks.placed(start)]
