"""What the commands that train an encoder are told alike."""

import argparse
from pathlib import Path

import torch

from index.training.evaluation import Xquad, read_xquad

_PROGRESS_QUESTIONS = 400  # of 1,190: enough to follow a run by


def common_arguments(*, prog: str, description: str | None, minutes: float, seed: int) -> argparse.ArgumentParser:
    """A parser with the texts, the run, the teacher, the result and the time; `minutes` and `seed` are the defaults."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("--data", type=Path, required=True, help="folder with pairs/, qa/, mono/, authored/ and eval/")
    parser.add_argument("--run", type=Path, required=True, help="folder for vocabulary, caches and checkpoints")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--minutes", type=float, default=minutes, help="wall-clock time of training, resumptions included")
    parser.add_argument("--seed", type=int, default=seed)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser


def held_out(data: Path) -> Path:
    """The file of XQuAD in a folder of texts."""
    return data / "eval" / "xquad.jsonl.gz"


def progress_sample(data: Path) -> Xquad:
    """The questions of XQuAD that a run is followed by."""
    return read_xquad(held_out(data), questions=_PROGRESS_QUESTIONS)
