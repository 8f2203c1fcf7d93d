"""Prints the tables of the encoder's card: python -m index.training.tables --xquad FILE FOLDER...

XQuAD figures of each folder, and for each what keeping fewer token vectors, in fewer bits, costs.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from index.embedders import load_embedder
from index.tokens import cosines, pack
from index.training.encoding import folder_encode
from index.training.evaluation import Xquad, evaluate, figure, read_xquad
from index.types import TokenVectors

_LETTERS = 900  # of the passage that sizes are told for
_INT8 = 127.0

Kept = NDArray[Any]  # float32, int8, or two numbers a byte
Cosines = Callable[[TokenVectors, Kept], NDArray[np.float32]]


def main() -> None:
    """Both tables."""
    parser = argparse.ArgumentParser(prog="python -m index.training.tables", description=__doc__)
    parser.add_argument("--xquad", type=Path, required=True, help="xquad.jsonl.gz")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="encoder in sentence-transformers' format")
    arguments = parser.parse_args()
    everything = read_xquad(arguments.xquad)
    print_encoders({folder.name: folder for folder in arguments.folders}, everything, device=arguments.device)
    for folder in arguments.folders:
        print(f"\n| {folder.name} keeps | vectors | KB | en → tr R@1 | nDCG@10 | tr → tr R@1 | nDCG@10 |")
        print("|---|---|---|---|---|---|---|")
        for row in kept_rows(str(folder), everything):
            print(f"| {' | '.join(row)} |", flush=True)


def print_encoders(folders: dict[str, Path], data: Xquad, *, device: str) -> None:
    """XQuAD figures of model folders, as Markdown."""
    print("| encoder | direction | score | R@1 | nDCG@10 |\n|---|---|---|---|---|")
    for name, folder in folders.items():
        for row in evaluate(folder_encode(folder, device=device), data):
            print(f"| {name} | {' | '.join(row.cells())} |", flush=True)


def kept_rows(encoder: str, data: Xquad) -> Iterator[tuple[str, ...]]:
    """MaxSim over Turkish passages for every way to keep their token vectors: a name, sizes, and figures by language."""
    embedder, passages = load_embedder(encoder), data.contexts["tr"]
    every, distinct = embedder.encode_query(passages).tokens, embedder.encode_document(passages).tokens
    if every is None or distinct is None:
        return
    asked = {language: embedder.encode_query(data.questions[language]).tokens or () for language in ("en", "tr")}
    letters = sum(map(len, passages))
    for vectors, kept in ((every, "every piece"), (distinct, "one vector a distinct piece")):
        for name, keep, near in _WAYS:
            rows = [keep(own) for own in vectors]
            own = (_figures(asked[language], rows, near, data, language) for language in ("en", "tr"))
            count = _LETTERS * sum(map(len, rows)) / letters
            size = _LETTERS * sum(row.nbytes for row in rows) / letters / 1000
            yield f"{kept}, {name}", f"{count:.0f}", f"{size:.1f}", *(cell for cells in own for cell in cells)


def _figures(
    questions: Sequence[TokenVectors], rows: Sequence[Kept], near: Cosines, data: Xquad, language: str
) -> tuple[str, str]:
    together, starts = np.concatenate(rows), np.cumsum([0, *map(len, rows)])[:-1]
    scores = [np.maximum.reduceat(near(question, together), starts, axis=1).mean(0) for question in questions]
    found = figure(f"{language}->tr", "MaxSim", np.stack(scores), data.answers)
    return f"{100 * found.recall_at_1:.1f}", f"{found.ndcg_at_10:.3f}"


def _plain(question: TokenVectors, rows: Kept) -> NDArray[np.float32]:
    found: NDArray[np.float32] = question @ rows.astype(np.float32).T
    return found


# Name, how vectors are kept, and how near they are to a question's.
_WAYS: tuple[tuple[str, Callable[[TokenVectors], Kept], Cosines], ...] = (
    ("float32", lambda own: own, _plain),
    ("8 bits", lambda own: (own * _INT8).round().astype(np.int8), _plain),
    ("4 bits", lambda own: pack([own]).rows, cosines),
)


if __name__ == "__main__":
    main()
