"""Encoders in sentence-transformers' folder format that we run ourselves: BERT, mean pooling, projected token vectors."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import EncoderUnavailable
from index.geometry import unit
from index.model_folders import WEIGHTS, WINDOW, projection_folder
from index.pieces import counting, merged, placed
from index.types import Encoded, EncoderInfo, Span, TokenVectors

_BATCH_PIECES = 4096
_KEPT = 1024  # texts whose pieces are kept at hand, some 20 MB


class FolderEncoder:
    """A bilingual encoder whose one forward pass gives the pooled vector and the token vectors."""

    def __init__(self, name: str, folder: Path) -> None:
        # Imported here: torch takes seconds, and `hashing` needs none of it.
        import torch
        from safetensors.torch import load_file

        from index.bert import load_bert

        try:
            self._torch: Any = torch
            self._bert = load_bert(folder)
            self._tokenizer = load_tokenizer(folder)
            self._projection = load_file(projection_folder(folder) / WEIGHTS)["linear.weight"].float()
            self._check()
        except Exception as error:
            raise EncoderUnavailable(name, f"{type(error).__name__}: {error}".splitlines()[0]) from error
        # The same passages are found again and again; cutting them up takes as long as encoding a question.
        self._pieces = lru_cache(maxsize=_KEPT)(self._pieces_of)
        self.info = EncoderInfo(name, _digest(folder), int(self._bert.words.shape[1]), int(self._projection.shape[0]))

    def encode_query(self, texts: Sequence[str]) -> Encoded:
        """Questions, with one vector a word piece."""
        # A question is too little work to share out: on two cores one thread takes 3.6 ms for it, two take 6.1.
        self._torch.set_num_threads(1)
        return self._encode(texts, pooled_pieces=False)

    def encode_document(self, texts: Sequence[str]) -> Encoded:
        """Passages, with one vector a distinct word piece: the mean over the places where it stands."""
        self._torch.set_num_threads(os.cpu_count() or 1)
        return self._encode(texts, pooled_pieces=True)

    def pieces(self, texts: Sequence[str]) -> list[list[tuple[int, Span]]]:
        """For each text: row of `encode_document`'s token vectors, and span in the text, of each of its word pieces."""
        return [self._pieces(text) for text in texts]

    def _pieces_of(self, text: str) -> list[tuple[int, Span]]:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return placed(_keys(encoding), encoding.offsets)

    def _encode(self, texts: Sequence[str], *, pooled_pieces: bool) -> Encoded:
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        windows = [window for number, encoding in enumerate(encodings) for window in _windows(number, encoding)]
        order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
        hidden: list[Any] = [None] * len(windows)
        for batch in _batches(order, [len(window.ids) for window in windows]):
            for i, rows in zip(batch, self._forward([windows[i].ids for i in batch]), strict=True):
                hidden[i] = rows
        return self._gathered(len(texts), windows, hidden, pooled_pieces)

    def _forward(self, batch: list[list[int]]) -> Iterator[Any]:
        """Last layer of each window, [CLS] and [SEP] included; float32, [pieces + 2, width]."""
        torch, tokenizer = self._torch, self._tokenizer
        opening, closing = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))
        pieces = [piece for ids in batch for piece in (opening, *ids, closing)]
        lengths = [len(ids) + 2 for ids in batch]
        with torch.inference_mode():
            hidden = self._bert(torch.tensor(pieces), torch.tensor(lengths)).float()
        yield from hidden.split(lengths)

    def _gathered(self, count: int, windows: list["_Window"], hidden: list[Any], pooled_pieces: bool) -> Encoded:
        """Windows put together again: the mean of all their positions, and the vectors of all their pieces."""
        pooled = np.zeros((count, self.info.dimensions), np.float32)
        tokens: list[TokenVectors] = []
        own: list[list[int]] = [[] for _ in range(count)]
        for i, window in enumerate(windows):
            own[window.text].append(i)
        for number, parts in enumerate(own):
            rows = self._torch.cat([hidden[i] for i in parts])
            pooled[number] = rows.mean(0).numpy()
            inner = self._torch.cat([hidden[i][1:-1] for i in parts])
            keys = [key for i in parts for key in windows[i].keys]
            tokens.append(self._tokens(inner, keys, pooled_pieces))
        return Encoded(unit(pooled), tuple(tokens))

    def _tokens(self, hidden: Any, keys: list[str], pooled_pieces: bool) -> TokenVectors:
        """Projected unit vectors of the pieces that count."""
        kept = counting(keys)
        vectors = unit((hidden[kept] @ self._projection.T).numpy())
        return merged(vectors, [keys[i] for i in kept]) if pooled_pieces else vectors

    def _check(self) -> None:
        """Raise where the parts of the folder do not fit together: the first passage would only stumble over it."""
        (words, width), (numbers, taken) = self._bert.words.shape, self._projection.shape
        places, ids = len(self._bert.places), max(self._tokenizer.get_vocab().values()) + 1
        faults = {
            f"its token projection takes {taken} numbers, its BERT makes {width}": taken != width,
            f"its BERT has vectors for {words} word pieces, its tokenizer has {ids}": ids > words,
            f"its BERT has {places} places, a pass takes {WINDOW + 2}": places < WINDOW + 2,
            f"its token vectors have {numbers} numbers, which cannot be packed in pairs": numbers % 2 == 1,
        }
        if found := [fault for fault, here in faults.items() if here]:
            raise ValueError("; ".join(found))
        next(self._forward([[0]]))  # what does not fit inside BERT shows here


@dataclass(frozen=True, slots=True)
class _Window:
    """A part of a text that fits the model: its pieces, and their folded wording, "" for punctuation."""

    text: int
    ids: list[int]
    keys: list[str]


def _keys(encoding: Any) -> list[str]:
    return [_spelled(token) for token in encoding.tokens]


@cache
def _spelled(token: str) -> str:
    """The token itself if there is a letter or digit in it, else nothing."""
    return token if any(character.isalnum() for character in token) else ""


def _windows(number: int, encoding: Any) -> Iterator[_Window]:
    """A text longer than the model's window is encoded in parts of about equal length: all of it counts."""
    count = len(encoding.ids)
    parts = max(1, -(-count // WINDOW))
    keys = _keys(encoding)
    for part in range(parts):
        a, b = part * count // parts, (part + 1) * count // parts
        yield _Window(number, encoding.ids[a:b], keys[a:b])


def _batches(order: list[int], lengths: list[int]) -> Iterator[list[int]]:
    """Windows of like length together, so that attention has little padding."""
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) + 1) * (lengths[i] + 2) > _BATCH_PIECES:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def load_tokenizer(folder: Path) -> Any:
    """The `tokenizers.Tokenizer` of a model folder, without limits of its own."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".safetensors", ".json") and path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
