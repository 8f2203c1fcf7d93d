"""Goes on training a finished encoder, its word embeddings as they are: python -m index.training.further.

The cross-encoder shares the word embeddings, so it need not be trained again. Most steps are questions, most of those about
papers: it is for texts that were written since the encoder was made.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import BertModel

from index.thesaurus import read_senses
from index.training.arguments import common_arguments, progress_sample
from index.training.batches import Shares
from index.training.data import read_training_data
from index.training.encoder import StudentEncoder
from index.training.export import export
from index.training.loop import LoopSettings, train
from index.training.papers import read_papers
from index.training.preparation import PreparationSettings, prepare_batches

_SHARES: Shares = (("authored pairs", 0.15), ("general pairs", 0.15), ("questions", 0.7))
_PAPERS_WEIGHT = 40.0  # of all papers together, beside 38 of all other questions


def main() -> None:
    """Train until the time is used up, and write the result."""
    parser = common_arguments(prog="python -m index.training.further", description=__doc__, minutes=85.0, seed=11)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the encoder to go on with")
    arguments = parser.parse_args()
    settings = LoopSettings(
        minutes=arguments.minutes,
        seed=arguments.seed,
        warmup_steps=40,
        layer_rate=5e-5,
        projection_rate=1e-4,
        device=arguments.device,
    )
    data = read_training_data(arguments.data, papers=read_papers(), senses=read_senses(), papers_weight=_PAPERS_WEIGHT)
    arguments.run.mkdir(parents=True, exist_ok=True)
    student, tokenizer = finished(arguments.encoder)
    student.to(settings.device)
    preparation = PreparationSettings(teacher=arguments.teacher)
    batches = prepare_batches(data, run=arguments.run, settings=preparation, device=settings.device, shares=_SHARES)
    xquad = progress_sample(arguments.data)
    progress = train(student, tokenizer, batches, xquad, run=arguments.run, settings=settings)
    export(student, tokenizer, arguments.out)
    print(f"{arguments.out} written after {progress.step} steps", flush=True)


def finished(folder: Path) -> tuple[StudentEncoder, Tokenizer]:
    """The student that a folder was exported from, in float32, and its tokenizer; word embeddings take no gradient."""
    bert = BertModel.from_pretrained(folder, dtype=torch.float32, add_pooling_layer=False)
    bert.embeddings.word_embeddings.weight.requires_grad_(False)
    projection = load_file(folder / "3_Dense" / "model.safetensors")["linear.weight"].float()
    student = StudentEncoder(bert, len(projection))
    with torch.no_grad():
        student.projection.weight.copy_(projection)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return student, tokenizer


if __name__ == "__main__":
    main()
