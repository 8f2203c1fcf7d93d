"""Authored questions with short answers as material for the span model: each with its sentences and their nearness."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.sentences import split_sentences
from corpus.types import Language
from index.alignment import Asked
from index.crossing import load_cross_encoder
from index.embedders import Embedder
from index.nearness import near_words
from index.tokens import cosines, pack
from index.training.data import authored_sections
from index.training.papers import Paper
from index.training.types import Section, is_held_out
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


@dataclass(frozen=True, slots=True)
class _Record:
    """A passage by language, its questions by language, and where the answer to each stands, with its kind."""

    passages: Mapping[str, str]
    questions: Sequence[Mapping[str, str]]
    answers: Sequence[Mapping[str, Span]]
    kinds: Sequence[str]
    held_out: bool


def read_examples(data: Path, encoder: Embedder, *, held_out: bool, papers: Sequence[Paper] = ()) -> Iterator[Example]:
    """The questions of `*.qa.jsonl` whose `*.answers.jsonl` names a span, and those of papers that do, held out or not.

    English passages are asked in English only. Raises FileNotFoundError where there are none in `data`.
    """
    authored = [_of_section(section) for section in authored_sections(data)]
    if not authored:
        raise FileNotFoundError(f"no *.qa.jsonl in {data}")
    records = [*authored, *(record for paper in papers for record in _of_paper(paper))]
    for language, asking in _ASKED_IN.items():
        held = [record for record in records if language in record.passages and record.held_out == held_out]
        for start in range(0, len(held), _BATCH):
            yield from _of_batch(held[start : start + _BATCH], language, asking, encoder)


def _of_section(section: Section) -> _Record:
    spans = [_spans(section.passages, answer) for answer in section.answers]
    return _Record(section.passages, section.questions, spans, section.kinds, is_held_out(section.passages["tr"]))


def _spans(passages: Mapping[str, str], answer: Mapping[str, str]) -> dict[str, Span]:
    """Where an answer first stands in the passage of each language."""
    found = {language: (passages[language].find(text), len(text)) for language, text in answer.items() if text}
    return {language: (start, start + length) for language, (start, length) in found.items() if start >= 0}


def _of_paper(paper: Paper) -> Iterator[_Record]:
    for number, text in enumerate(paper.paragraphs):
        own = [asked for asked in paper.questions if asked.paragraph == number and asked.answer]
        spans = [{"tr": paper.span(asked, asked.answer or "")} for asked in own]
        if own:
            yield _Record({"tr": text}, [asked.texts for asked in own], spans, [a.kind for a in own], paper.held_out)


def _of_batch(
    batch: Sequence[_Record], language: Language, asking: Sequence[Language], encoder: Embedder
) -> Iterator[Example]:
    passages = [record.passages[language] for record in batch]
    rows = [pack([tokens]).rows for tokens in encoder.encode_document(passages).tokens or ()]
    for number, (record, pieces) in enumerate(zip(batch, encoder.pieces(passages), strict=True)):
        passage = passages[number]
        sentences = tuple(split_sentences(passage, language))
        for asked_in in asking:
            questions = [question[asked_in] for question in record.questions]
            vectors = encoder.encode_query(questions).tokens or ()
            own = encoder.pieces(questions)
            told = zip(questions, vectors, own, record.answers, record.kinds, strict=True)
            for question, vector, parts, answer, kind in told:
                if language not in answer:
                    continue
                asked = Asked.of(question, vector, parts)
                near = near_words(cosines(asked.vectors, rows[number]), asked.telling, pieces, passage)
                marks = _marks(question, passage, sentences) if record.held_out else []
                words = tuple(words_within(near, marks, 0, len(passage)))
                yield Example(
                    question, asked_in, passage, language, kind, answer[language], sentences, words, record.held_out
                )


def _marks(question: str, passage: str, sentences: Sequence[Span]) -> list[Mark]:
    """Each sentence is read alone, as for an answer."""
    windows = load_cross_encoder().read(question, [[passage[start:end]] for start, end in sentences])
    return [mark for (start, _), [marks] in zip(sentences, windows, strict=True) for mark in marks.placed(start)]
