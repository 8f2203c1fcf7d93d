"""Makes the bundled encoder: reads the data, prepares, trains, exports and prints XQuAD figures after each stage.

A run folder keeps every stage, so the same command goes on where it stopped. The teacher is also the start; the
dictionary goes beside the model.
"""

import argparse

import torch

from index.dictionary import FOLDER
from index.thesaurus import read_senses
from index.training import checkpoint
from index.training.arguments import common_arguments, held_out, progress_sample
from index.training.blending import blend, weights_of
from index.training.data import read_training_data
from index.training.dictionary import learn_dictionaries
from index.training.evaluation import read_xquad
from index.training.export import export
from index.training.loop import LoopSettings, report, train
from index.training.papers import read_papers
from index.training.preparation import PreparationSettings, prepare, prepare_batches
from index.training.tables import print_encoders


def parse() -> argparse.Namespace:
    """The command line."""
    parser = common_arguments(prog="python -m index.training", description=__doc__, minutes=120.0, seed=0)
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 leaves it to torch")
    parser.add_argument(
        "--share", type=float, default=0.8, help="of the trained weights in the result; the rest is the start"
    )
    return parser.parse_args()


def main() -> None:
    """Run every stage that is not done yet."""
    arguments = parse()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    settings = LoopSettings(minutes=arguments.minutes, seed=arguments.seed, device=arguments.device)
    preparation = PreparationSettings(teacher=arguments.teacher, seed=arguments.seed)
    data = read_training_data(arguments.data, papers=read_papers(), senses=read_senses(), seed=arguments.seed)
    print(f"{len(data.authored)} authored pairs, {len(data.general)} other pairs, {len(data.sections)} sections", flush=True)
    dictionary = arguments.out.with_name(FOLDER.name)
    if not dictionary.exists():
        learn_dictionaries(data, dictionary)
    student, tokenizer = prepare(data, run=arguments.run, settings=preparation)
    student.to(settings.device)
    start = weights_of(student)
    sample = progress_sample(arguments.data)
    if not (arguments.run / checkpoint.NAME).exists():
        report(student, tokenizer, sample, settings, f"untrained, {tokenizer.get_vocab_size()} pieces")
    batches = prepare_batches(data, run=arguments.run, settings=preparation, device=settings.device)
    progress = train(student, tokenizer, batches, sample, run=arguments.run, settings=settings)
    blend(student, start, share=arguments.share)
    export(student, tokenizer, arguments.out)
    print(f"{arguments.out} written after {progress.step} steps", flush=True)
    print_encoders(
        {"teacher": arguments.teacher, "exported": arguments.out},
        read_xquad(held_out(arguments.data)),
        device=settings.device,
    )


if __name__ == "__main__":
    main()
