"""Many texts through an encoder, whichever it is: the student in training, or a folder in the library's format."""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.util import batch_to_device
from tokenizers import Tokenizer
from torch.nn.functional import pad

from index.training.encoder import Encoded, StudentEncoder, make_batch
from index.training.precision import autocast

Encode = Callable[[Sequence[str]], Encoded]
_CHUNK = 32


def student_encode(student: StudentEncoder, tokenizer: Tokenizer, *, max_length: int = 256, device: str = "cpu") -> Encode:
    """Encode by a student, in the numbers that it is trained in; token vectors are not rounded."""

    def one(texts: Sequence[str]) -> Encoded:
        """One batch."""
        student.eval()
        batch = make_batch(tokenizer, texts, max_length=max_length, device=device)
        with torch.no_grad(), autocast(device):
            encoded: Encoded = student(batch, rounded=False)
        return encoded

    return lambda texts: in_batches(one, texts)


def folder_encode(folder: Path, *, device: str = "cpu") -> Encode:
    """Encode in float32 by a model folder, both kinds of vectors from one pass; token vectors as the folder gives them."""
    model = SentenceTransformer(str(folder), device=device).float()
    special = torch.tensor(model.tokenizer.all_special_ids, device=device)

    def one(texts: Sequence[str]) -> Encoded:
        """One batch."""
        with torch.no_grad():
            features = model(batch_to_device(model.preprocess(list(texts)), torch.device(device)))
        mask = features["attention_mask"].bool() & ~torch.isin(features["input_ids"], special)
        tokens = torch.nn.functional.normalize(features["token_embeddings"], dim=-1)
        pooled = torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)
        return Encoded(pooled, tokens * mask.unsqueeze(-1), mask)

    return lambda texts: in_batches(one, texts)


def in_batches(encode: Encode, texts: Sequence[str]) -> Encoded:
    """Batches of texts of like length, put back in order and padded to the longest."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    rows: dict[int, Encoded] = {}
    for start in range(0, len(order), _CHUNK):
        chunk = order[start : start + _CHUNK]
        encoded = encode([texts[i] for i in chunk])
        rows.update((i, encoded.rows(position, position + 1)) for position, i in enumerate(chunk))
    length = max(row.mask.shape[1] for row in rows.values())
    padded = [_longer(rows[i], length) for i in range(len(texts))]
    return Encoded(*(torch.cat(parts) for parts in zip(*padded, strict=True)))


def _longer(row: Encoded, length: int) -> Encoded:
    missing = length - row.mask.shape[1]
    return Encoded(row.pooled, pad(row.tokens, (0, 0, 0, missing)), pad(row.mask, (0, missing)))
