"""The stages before training, each kept in the run folder: vocabulary, aligned embeddings, teacher vectors."""

import json
import random
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.training.alignment import Translations, agreed, align, best
from index.training.batches import KINDS, Batches, Shares, english_texts
from index.training.data import AUTHORED
from index.training.encoder import StudentEncoder, make_batch
from index.training.initialisation import Vectors, initial_embeddings, initial_model, principal_directions
from index.training.teacher import teacher_vectors
from index.training.types import Pair, TrainingData
from index.training.vocabulary import Vocabulary, folding_tokenizer, join_vocabularies

AUTHORED_REPEATS = 8  # the language of real use counts more than its share of the text


@dataclass(frozen=True, slots=True)
class PreparationSettings:
    """Where the English encoder lies, sizes of the vocabulary and of the token vectors, bounds of the alignment."""

    teacher: Path
    english_pieces: int = 17000
    turkish_pieces: int = 21000
    dimensions: int = 128
    alignment_length: int = 48
    seed: int = 0


def prepare(data: TrainingData, *, run: Path, settings: PreparationSettings) -> tuple[StudentEncoder, Tokenizer]:
    """The untrained student and its tokenizer; what is in `run` already is not made again."""
    run.mkdir(parents=True, exist_ok=True)
    vocabulary = _vocabulary(data, run, settings)
    tokenizer = folding_tokenizer(vocabulary.pieces)
    embeddings, projection = run / "embeddings.npy", run / "projection.npy"
    if not embeddings.exists():
        translations = translations_of(data.translations, tokenizer, longest=settings.alignment_length)
        np.save(embeddings, joint_embeddings(vocabulary, translations, settings.teacher))
    student = StudentEncoder(initial_model(settings.teacher, np.load(embeddings)), settings.dimensions)
    if not projection.exists():  # kept too: another number of threads may turn a direction round
        np.save(projection, _projection(student, tokenizer, data, settings).numpy())
    with torch.no_grad():
        student.projection.weight.copy_(torch.from_numpy(np.load(projection)))
    return student, tokenizer


def prepare_batches(
    data: TrainingData, *, run: Path, settings: PreparationSettings, device: str, shares: Shares = KINDS
) -> Batches:
    """Batches with the teacher's vectors of every English text."""
    texts = english_texts(data)
    vectors = teacher_vectors(texts, teacher=settings.teacher, cache=run, device=device)
    return Batches(data, dict(zip(texts, vectors, strict=True)), vectors.shape[1], shares=shares)


def translations_of(pairs: list[Pair], tokenizer: Tokenizer, *, longest: int) -> Translations:
    """Align the pieces of the pairs that have at most `longest` on each side."""
    tokenizer.no_padding()
    tokenizer.no_truncation()
    turkish, english = (
        [encoding.ids for encoding in tokenizer.encode_batch(texts, add_special_tokens=False)]
        for texts in ([pair.tr for pair in pairs], [pair.en for pair in pairs])
    )
    short = [(tr, en) for tr, en in zip(turkish, english, strict=True) if max(len(tr), len(en)) <= longest]
    size = tokenizer.get_vocab_size()
    forward = align([tr for tr, _ in short], [en for _, en in short], vocabulary=size)
    return best(agreed(forward, align([en for _, en in short], [tr for tr, _ in short], vocabulary=size)))


def joint_embeddings(vocabulary: Vocabulary, translations: Translations, teacher: Path) -> Vectors:
    """Word embeddings of the joint vocabulary, made from those of the encoder in `teacher`."""
    weights = load_file(teacher / "model.safetensors")["embeddings.word_embeddings.weight"]
    return initial_embeddings(vocabulary, _english_tokenizer(teacher), weights.astype(np.float32), translations)


def _english_tokenizer(teacher: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _vocabulary(data: TrainingData, run: Path, settings: PreparationSettings) -> Vocabulary:
    path = run / "vocabulary.json"
    if not path.exists():
        made = join_vocabularies(
            _english_tokenizer(settings.teacher),
            _texts(data, "en") + data.english,
            _texts(data, "tr") + data.turkish,
            english_size=settings.english_pieces,
            turkish_size=settings.turkish_pieces,
        )
        path.write_text(json.dumps(asdict(made), ensure_ascii=False), encoding="utf-8")
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Vocabulary(**{name: tuple(values) for name, values in kept.items()})


def _texts(data: TrainingData, language: str) -> list[str]:
    texts = [getattr(pair, language) for pair in data.authored] * AUTHORED_REPEATS
    texts += [getattr(pair, language) for pair in data.aligned]
    for section in data.sections:
        found = [asked[language] for asked in section.questions if language in asked]
        found += [section.passages[language]] if language in section.passages else []
        texts += found * (AUTHORED_REPEATS if section.group in AUTHORED else 1)
    return texts


@torch.no_grad()
def _projection(
    student: StudentEncoder, tokenizer: Tokenizer, data: TrainingData, settings: PreparationSettings
) -> torch.Tensor:
    sample = random.Random(settings.seed).sample(data.authored, min(256, len(data.authored)))
    batch = make_batch(tokenizer, [text for pair in sample for text in (pair.tr, pair.en)], max_length=64)
    vectors = student.eval().hidden(batch)[batch.attention.bool()]
    return principal_directions(torch.nn.functional.normalize(vectors, dim=-1), settings.dimensions)
