"""Reads what the cross-encoder learns from: questions, and where in a passage the answer to each of them stands.

The tables below say how much of each source is used; its licences stand in the model card.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from corpus.text import prefix, words
from corpus.types import Language
from index.training.crossing.examples import Example, ReaderData
from index.training.crossing.facts import FACTS, facts
from index.training.crossing.papers import paper_examples
from index.training.crossing.passages import Passages
from index.training.crossing.translations import translations
from index.training.crossing.vectors import Encode
from index.training.data import authored_sections, lines, sample
from index.training.papers import Paper
from index.training.types import is_held_out

AUTHORED = "authored"

# (language of the question, of the passage) -> chance that one of the project's own questions is visited in a round.
DIRECTIONS: dict[tuple[Language, Language], float] = {
    ("tr", "tr"): 0.5, ("en", "tr"): 0.5, ("en", "en"): 0.25, ("tr", "en"): 0.12,
}  # fmt: skip

# Name of qa/NAME.jsonl.gz, whose answers are words of the passage -> (language, how many rows of it, chance of a visit).
QUOTING: dict[str, tuple[Language, int, float]] = {
    "enelpi_ottoman_tr": ("tr", 6300, 0.2), "policyqa_en": ("en", 2000, 0.2),
}  # fmt: skip

SPEECH, SPEECH_CHANCE = "nutuk_tr", 0.5
LEAST_SHARED = 0.5  # of the words of an answer in the sentence that it is taken to come from
_SEED = 0  # of the samples

_GLUED = re.compile(r'(?<=[a-zçğıöşü0-9")])([.!?])(?=[A-ZÇĞİÖŞÜ])')


def read_data(
    folder: Path, tokenizer: Tokenizer, encode: Encode, *, papers: Sequence[Paper] = (), cache: Path
) -> ReaderData:
    """Read authored/ and qa/ under `folder`, always the same sample of it. What `encode` tells is kept in `cache`."""
    rng = random.Random(_SEED)
    passages = Passages(tokenizer)
    examples = list(_authored(folder / AUTHORED, passages))
    for name, (language, limit, chance) in QUOTING.items():
        for row in sample(_rows(folder, name), limit, rng):
            examples += _quoting(row, name, language, chance, passages)
    for row in _rows(folder, SPEECH):
        examples += _retelling(row, passages)
    examples += paper_examples(papers, passages, encode, cache=cache)
    examples += facts(_rows(folder, FACTS), passages, rng)
    examples += translations(folder / AUTHORED, passages, encode, cache=cache, rng=rng)
    return ReaderData(list(passages), examples)


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    return map(json.loads, lines(folder / "qa" / f"{name}.jsonl.gz"))


def _authored(folder: Path, passages: Passages) -> Iterator[Example]:
    for section in authored_sections(folder):
        held_out = is_held_out(section.passages["tr"])
        for question, answers in zip(section.questions, section.answers, strict=True):
            for (asked, held), chance in DIRECTIONS.items():
                number = passages.add(section.passages[held], held, AUTHORED, held_out=held_out)
                yield from _answered(question[asked], asked, number, answers[held], chance, passages)


def _quoting(row: dict[str, Any], name: str, language: Language, chance: float, passages: Passages) -> Iterator[Example]:
    # Some passages leave out the blank between sentences, which would make them one.
    text, *answers = (_GLUED.sub(r"\1 ", part) for part in (row["passage"], *row["answers"][:1]))
    if answers:
        yield from _answered(row["question"], language, passages.add(text, language, name), answers[0], chance, passages)


def _answered(
    question: str, language: Language, number: int, answer: str, chance: float, passages: Passages
) -> Iterator[Example]:
    """An example if the passage has the answer word for word."""
    start = passages[number].text.find(answer) if answer else -1
    span = start, start + len(answer)
    if start >= 0 and (own := passages[number].numbers_at(span)):
        yield Example(question, language, number, own, span, chance)


def _retelling(row: dict[str, Any], passages: Passages) -> Iterator[Example]:
    """An example of an answer in other words: it comes from the sentence that shares most of its words."""
    number = passages.add(row["passage"], "tr", SPEECH)
    told = {prefix(word) for word in words(" ".join(row["answers"][:1]))}
    shared = [
        len(told & {prefix(word) for word in words(passages[number].wording(i))})
        for i in range(len(passages[number].sentences))
    ]
    best = max(shared, default=0)
    if told and len(shared) > 1 and best >= LEAST_SHARED * len(told):
        yield Example(row["question"], "tr", number, frozenset({shared.index(best)}), None, SPEECH_CHANCE)
