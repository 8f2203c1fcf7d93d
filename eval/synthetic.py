"""A large collection made of nothing: the same documents at every call, from the vocabulary of the five real ones."""

import random
from collections.abc import Iterator
from pathlib import Path

from corpus.text import words
from service.settings import DOCUMENTS

_SENTENCES = 5  # of a passage of about 900 characters
_WORDS = 18
_PASSAGES = 100  # of a document
_SEED = 20261120


def write_collection(folder: Path, passages: int) -> Iterator[int]:
    """Write documents that make about `passages` passages; yields how many are written so far.

    Words follow the frequencies of the real documents, with made-up names and numbers between them, so that posting
    lists are as long as in life.
    """
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = [word for path in sorted(DOCUMENTS.glob("*.txt")) for word in words(path.read_text(encoding="utf-8"))]
    done = 0
    while done < passages:
        count = min(_PASSAGES, passages - done)
        random_source = random.Random(f"{_SEED}-{done}")
        text = "\n\n".join(_paragraph(random_source, vocabulary) for _ in range(count))
        (folder / f"synthetic-{done // _PASSAGES:05d}.txt").write_text(text, encoding="utf-8")
        done += count
        yield done


def synthetic_questions(count: int) -> list[str]:
    """Questions of six words of the real documents and one made-up name."""
    vocabulary = [word for path in sorted(DOCUMENTS.glob("*.txt")) for word in words(path.read_text(encoding="utf-8"))]
    source = random.Random(_SEED)
    return [" ".join([*source.choices(vocabulary, k=6), _name(source)]) + "?" for _ in range(count)]


def _paragraph(source: random.Random, vocabulary: list[str]) -> str:
    return " ".join(_sentence(source, vocabulary) for _ in range(_SENTENCES))


def _sentence(source: random.Random, vocabulary: list[str]) -> str:
    chosen = [*source.choices(vocabulary, k=_WORDS), _name(source), str(source.randrange(1, 3000))]
    source.shuffle(chosen)
    return " ".join(chosen).capitalize() + "."


def _name(source: random.Random) -> str:
    return "".join(source.choice("bdgklmnrstvyz") + source.choice("aeiou") for _ in range(source.randrange(2, 5)))
