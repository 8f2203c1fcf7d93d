"""The held-out papers as gold data: documents as a user would add them, and questions with their evidence.

Development data beside the gold questions on the five documents: no encoder was trained on them.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus.types import Language
from eval.types import Evidence, Question
from index.training.papers import LANGUAGES, Asked, Paper, read_papers

_SHELF = 5  # papers, as many as there are documents that the gold questions are about


def held_out_papers() -> list[Paper]:
    """The papers that no encoder was trained on."""
    return [paper for paper in read_papers() if paper.held_out]


def write_papers(papers: Sequence[Paper], folder: Path) -> None:
    """Write each paper as a Markdown file into a folder."""
    for paper in papers:
        (folder / f"{_id(paper)}.md").write_text("".join(_parts(paper)), encoding="utf-8")


def paper_questions(papers: Sequence[Paper]) -> Iterator[Question]:
    """Their questions in both languages, with evidence in the files that `write_papers` writes."""
    for paper in papers:
        for number, asked in enumerate(paper.questions):
            for language in LANGUAGES:
                yield _question(paper, asked, _fact(paper, number), language)


def shelves(papers: Sequence[Paper]) -> dict[str, list[str]]:
    """The documents that a question is asked of, by its fact: its own with some others.

    Questions need not name their paper's country; among all papers they would be about many.
    """
    together = [papers[start : start + _SHELF] for start in range(0, len(papers), _SHELF)]
    return {
        _fact(paper, number): [_id(other) for other in shelf]
        for shelf in together
        for paper in shelf
        for number in range(len(paper.questions))
    }


def markdown_parts(title: str, sections: Iterable[tuple[str, str]]) -> list[str]:
    """A document as Markdown: its title, and a heading and a paragraph in turns."""
    return [f"# {title}\n\n", *(part for head, text in sections for part in (f"## {head}\n\n", f"{text}\n\n"))]


def _question(paper: Paper, asked: Asked, fact: str, language: Language) -> Question:
    evidence: tuple[Evidence, ...] = ()
    if asked.paragraph is not None:
        start, end = paper.span(asked, asked.sentence)
        before = len("".join(_parts(paper)[: 2 * asked.paragraph + 2]))
        evidence = (Evidence(_id(paper), before + start, before + end, asked.sentence),)
    return Question(
        id=f"{fact}-{language}",
        language=language,
        question=asked.texts[language],
        split="dev",
        fact=fact,
        answerable=bool(evidence),
        evidence=evidence,
        answers=(asked.answer,) if asked.answer else (),
    )


def _parts(paper: Paper) -> list[str]:
    return markdown_parts(paper.title, zip(paper.headings, paper.paragraphs, strict=True))


def _fact(paper: Paper, number: int) -> str:
    return f"{_id(paper)}-{number}"


def _id(paper: Paper) -> str:
    return f"paper-{paper.name}".lower()
