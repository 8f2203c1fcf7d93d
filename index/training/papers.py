"""The papers written for this project: long Turkish documents, and questions that are worded far from them.

A file each, `texts/NAME.json`: title, paragraphs {heading, text}, questions {tr, en, paragraph, sentence, answer, kind}, or
{tr, en, near_miss} where the paper names what is asked about but does not tell it. Facts may be invented.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus.types import Language
from index.training.types import Section, is_held_out
from index.types import Span

TEXTS = Path(__file__).with_name("texts")
LANGUAGES: tuple[Language, ...] = ("tr", "en")  # of the questions


@dataclass(frozen=True)
class Asked:
    """A question in Turkish ("tr") and English ("en"), the number of the paragraph that answers it, None where none does.

    `sentence` stands in the paragraph and holds `answer`, which is None where no span of it makes an answer.
    """

    texts: dict[str, str]
    kind: str = ""
    paragraph: int | None = None
    sentence: str = ""
    answer: str | None = None


@dataclass(frozen=True)
class Paper:
    """A document with its headings, paragraphs and questions; one that is held out is for measuring and fitting readers."""

    name: str
    title: str
    headings: tuple[str, ...]
    paragraphs: tuple[str, ...]
    questions: tuple[Asked, ...]

    @cached_property
    def held_out(self) -> bool:
        """Whether no encoder is ever trained on it."""
        return is_held_out(self.title)

    def span(self, question: Asked, text: str) -> Span:
        """Where the sentence of a question, or its answer, stands in its paragraph."""
        start = self.paragraphs[question.paragraph or 0].index(question.sentence)
        start += question.sentence.index(text)
        return start, start + len(text)


def read_papers(folder: Path = TEXTS) -> list[Paper]:
    """The papers of a folder by name. Raises ValueError where a sentence or an answer is not where it is said to be."""
    return [_paper(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))]


def paper_sections(papers: Sequence[Paper]) -> Iterator[Section]:
    """Their paragraphs with questions as sections, each paper a group, so that its own paragraphs are the negatives."""
    for paper in papers:
        for number, text in enumerate(paper.paragraphs):
            own = [question for question in paper.questions if question.paragraph == number]
            if own and not paper.held_out:
                answers = tuple({"tr": question.sentence} for question in own)
                yield Section(f"paper {paper.name}", {"tr": text}, tuple(question.texts for question in own), answers)


def _paper(name: str, record: dict[str, Any]) -> Paper:
    paragraphs = tuple(paragraph["text"] for paragraph in record["paragraphs"])
    questions = tuple(_asked(question) for question in record["questions"])
    for question in questions:
        place = question.paragraph
        held = place is None or (question.sentence in paragraphs[place] and (question.answer or "") in question.sentence)
        if not held:
            raise ValueError(f"{name}: {question.texts['tr']!r} is not answered where it is said to be")
    return Paper(name, record["title"], tuple(own["heading"] for own in record["paragraphs"]), paragraphs, questions)


def _asked(record: dict[str, Any]) -> Asked:
    texts: dict[str, str] = {language: record[language] for language in LANGUAGES}
    if record.get("near_miss"):
        return Asked(texts)
    return Asked(texts, record["kind"], record["paragraph"], record["sentence"], record["answer"])
