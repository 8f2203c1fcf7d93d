"""Makes the bundled cross-encoder: reads the data, finds hard negatives, trains, exports, prints figures as it goes.

It starts from the bundled encoder, or from a reader that is there, and shares the encoder's word embeddings. The run folder
keeps vectors, neighbours and checkpoints, so the same command goes on where it stopped.
"""

import argparse
from functools import partial
from pathlib import Path

import torch

from index.embedders import BUNDLED, MODELS, load_embedder
from index.training import checkpoint
from index.training.crossing.data import AUTHORED, read_data
from index.training.crossing.evaluation import evaluate
from index.training.crossing.examples import ReaderData
from index.training.crossing.export import export
from index.training.crossing.loop import ReaderSettings, train
from index.training.crossing.model import Reader, load_reader
from index.training.crossing.negatives import Negatives, nearest_elsewhere
from index.training.crossing.rows import Rows
from index.training.crossing.vectors import KnownVectors
from index.training.crossing.visits import Visits
from index.training.papers import read_papers
from index.training.rewording import Rewording, read_groups
from index.transformer import load_tokenizer

GOING_ON = 1 / 3  # of the learning rate, for a reader that is there
QUESTIONS = 150  # of each kind and direction when the run has ended
PROGRESS_QUESTIONS = 60  # while it runs: enough to follow it by


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m index.training.crossing", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with authored/ and qa/")
    parser.add_argument("--run", type=Path, required=True, help="folder for neighbours and checkpoints, of this model alone")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--start", type=Path, help="folder of a reader to go on from (default: the encoder's body)")
    parser.add_argument("--minutes", type=float, default=75.0, help="wall-clock time of training, resumptions included")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 leaves it to torch")
    parser.add_argument("--seed", type=int, default=0, help="of the visits: a reader that goes on wants others than it had")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    if not any((arguments.data / AUTHORED).glob("*.qa.jsonl")):
        parser.error(f"no *.qa.jsonl in {arguments.data / AUTHORED}: name the folder of training texts by --data")
    return arguments


def main() -> None:
    """Run every stage that is not done yet."""
    arguments = parse()
    tokenizer = load_tokenizer(MODELS / BUNDLED)
    embedder = load_embedder(BUNDLED)
    encode = KnownVectors(lambda texts: embedder.encode_document(texts).pooled, arguments.run)
    data = read_data(arguments.data, tokenizer, encode, papers=read_papers(), cache=arguments.run)
    counts = (len(data.numbers(held_out=held)) for held in (False, True))
    print("{} examples to train on, {} held out, {} passages".format(*counts, len(data.passages)), flush=True)
    negatives = nearest_elsewhere(data, encode, cache=arguments.run)
    if arguments.threads:  # only now: the encoder takes all cores
        torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    settings = ReaderSettings(
        arguments.minutes, seed=arguments.seed, device=arguments.device, rate=GOING_ON if arguments.start else 1.0
    )
    model, rows = load_reader(MODELS / BUNDLED, arguments.start).to(settings.device), Rows(tokenizer)
    show = partial(print_figures, model, data, negatives, rows, device=settings.device)
    if not (arguments.run / checkpoint.NAME).exists():
        show("untrained", questions=PROGRESS_QUESTIONS)
    batches = Visits(data, negatives, rows, Rewording(read_groups())).batches(settings.seed)
    follow = partial(show, questions=PROGRESS_QUESTIONS)
    progress = train(model, batches, run=arguments.run, settings=settings, report=follow)
    export(model, arguments.out)
    print(f"{arguments.out} written after {progress.step} steps", flush=True)
    show("held out", questions=QUESTIONS)


def print_figures(
    model: Reader, data: ReaderData, negatives: Negatives, rows: Rows, label: str, *, questions: int, device: str
) -> None:
    """Figures of each kind and direction."""
    for figure in evaluate(model, data, negatives, rows, questions=questions, device=device):
        print(f"READ {label}: {figure}", flush=True)


if __name__ == "__main__":
    main()
