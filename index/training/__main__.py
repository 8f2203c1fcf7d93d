"""Makes the encoder: python -m index.training --data DIR --run DIR --teacher DIR --minutes N."""

import argparse
from pathlib import Path

import torch

from index.training.data import read_training_data
from index.training.evaluation import read_xquad
from index.training.loop import LoopSettings, report, train
from index.training.preparation import PreparationSettings, prepare, prepare_batches


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with pairs/, qa/, mono/, authored/ and eval/")
    parser.add_argument("--run", type=Path, required=True, help="folder for vocabulary, caches and checkpoints; resumed if it has some")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--minutes", type=float, default=120.0, help="wall-clock time of the training loop")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 leaves it to torch")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def main() -> None:
    """Prepare, train, print figures at each stage."""
    arguments = parse()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    settings = LoopSettings(minutes=arguments.minutes, seed=arguments.seed, device=arguments.device)
    preparation = PreparationSettings(teacher=arguments.teacher, seed=arguments.seed)
    data = read_training_data(arguments.data, seed=arguments.seed)
    print(f"{len(data.authored)} authored pairs, {len(data.general)} other pairs, {len(data.sections)} sections", flush=True)
    student, tokenizer = prepare(data, run=arguments.run, settings=preparation)
    print(f"{tokenizer.get_vocab_size()} pieces", flush=True)
    student.to(settings.device)
    xquad = read_xquad(arguments.data / "eval" / "xquad.jsonl.gz", questions=400)
    if not (arguments.run / "checkpoint.pt").exists():
        report(student, tokenizer, xquad, settings, "untrained")
    batches = prepare_batches(data, run=arguments.run, settings=preparation, device=settings.device)
    print("teacher vectors are ready", flush=True)
    train(student, tokenizer, batches, xquad, out=arguments.run, settings=settings)


if __name__ == "__main__":
    main()
