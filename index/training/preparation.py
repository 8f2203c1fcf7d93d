"""The stages before training, each kept in the run folder: vocabulary, aligned embeddings, teacher vectors."""

import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.training.alignment import best_translations, translation_table
from index.training.batches import Batches, english_texts
from index.training.data import AUTHORED, Pair, TrainingData
from index.training.encoder import StudentEncoder, make_batch
from index.training.initialisation import initial_embeddings, initial_model, principal_directions
from index.training.teacher import teacher_vectors
from index.training.vocabulary import Vocabulary, folding_tokenizer, join_vocabularies

AUTHORED_REPEATS = 8  # the language of real use counts more than its share of the text


@dataclass(frozen=True, slots=True)
class PreparationSettings:
    """Sizes of the vocabulary and of the token vectors, and where the English encoder lies."""

    teacher: Path
    english_pieces: int = 17000
    turkish_pieces: int = 18000
    dimensions: int = 128
    alignment_pairs: int = 150000
    alignment_length: int = 48
    seed: int = 0


def prepare(data: TrainingData, *, run: Path, settings: PreparationSettings) -> tuple[StudentEncoder, Tokenizer]:
    """The untrained student and its tokenizer; what is in `run` already is not made again."""
    run.mkdir(parents=True, exist_ok=True)
    vocabulary = _vocabulary(data, run, settings)
    tokenizer = folding_tokenizer(vocabulary.pieces)
    path = run / "embeddings.npy"
    if not path.exists():
        np.save(path, _embeddings(data, vocabulary, tokenizer, settings))
    torch.manual_seed(settings.seed)
    student = StudentEncoder(initial_model(settings.teacher, np.load(path)), settings.dimensions)
    with torch.no_grad():
        student.projection.weight.copy_(_projection(student, tokenizer, data, settings))
    return student, tokenizer


def prepare_batches(data: TrainingData, *, run: Path, settings: PreparationSettings, device: str) -> Batches:
    """Batches with the teacher's vectors of every English text."""
    texts = english_texts(data)
    vectors = teacher_vectors(texts, teacher=settings.teacher, cache=run, device=device)
    return Batches(data, dict(zip(texts, vectors, strict=True)), vectors.shape[1])


def _vocabulary(data: TrainingData, run: Path, settings: PreparationSettings) -> Vocabulary:
    path = run / "vocabulary.json"
    if not path.exists():
        english = Tokenizer.from_file(str(settings.teacher / "tokenizer.json"))
        english.no_padding()
        english.no_truncation()
        made = join_vocabularies(
            english,
            _texts(data, "en") + data.english,
            _texts(data, "tr") + data.turkish,
            english_size=settings.english_pieces,
            turkish_size=settings.turkish_pieces,
        )
        kept = {"pieces": made.pieces, "turkish_counts": made.turkish_counts, "english_counts": made.english_counts}
        path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    return Vocabulary(**{name: tuple(values) for name, values in json.loads(path.read_text(encoding="utf-8")).items()})


def _texts(data: TrainingData, language: str) -> list[str]:
    def side(pair: Pair) -> str:
        return pair.tr if language == "tr" else pair.en

    texts = [side(pair) for pair in data.authored] * AUTHORED_REPEATS + [side(pair) for pair in data.general]
    for section in data.sections:
        repeats = AUTHORED_REPEATS if len(section.passages) == 2 and section.group in AUTHORED else 1
        found = [asked[language] for asked in section.questions if language in asked]
        found += [section.passages[language]] if language in section.passages else []
        texts += found * repeats
    return texts


def _embeddings(
    data: TrainingData, vocabulary: Vocabulary, tokenizer: Tokenizer, settings: PreparationSettings
) -> NDArray[np.float32]:
    pairs = data.authored + data.general
    pairs = random.Random(settings.seed).sample(pairs, min(len(pairs), settings.alignment_pairs))
    sides = [_short_ids(tokenizer, [side for side in texts], settings) for texts in zip(*((p.tr, p.en) for p in pairs), strict=True)]
    both = [(tr, en) for tr, en in zip(*sides, strict=True) if tr and en]
    table = translation_table([tr for tr, _ in both], [en for _, en in both], vocabulary=len(vocabulary.pieces))
    english = Tokenizer.from_file(str(settings.teacher / "tokenizer.json"))
    english.no_padding()
    weights = load_file(settings.teacher / "model.safetensors")["embeddings.word_embeddings.weight"]
    return initial_embeddings(vocabulary, english, weights.astype(np.float32), best_translations(table))


def _short_ids(tokenizer: Tokenizer, texts: list[str], settings: PreparationSettings) -> list[list[int]]:
    tokenizer.no_padding()
    tokenizer.no_truncation()
    encodings = tokenizer.encode_batch(texts, add_special_tokens=False)
    return [encoding.ids if len(encoding.ids) <= settings.alignment_length else [] for encoding in encodings]


@torch.no_grad()
def _projection(student: StudentEncoder, tokenizer: Tokenizer, data: TrainingData, settings: PreparationSettings) -> torch.Tensor:
    sample = random.Random(settings.seed).sample(data.authored, min(256, len(data.authored)))
    batch = make_batch(tokenizer, [text for pair in sample for text in (pair.tr, pair.en)], max_length=64)
    vectors = student.eval().hidden(batch)[batch.attention.bool()]
    return principal_directions(torch.nn.functional.normalize(vectors, dim=-1), settings.dimensions)
