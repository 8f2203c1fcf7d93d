"""The student: one forward pass gives the pooled vector and the projected token vectors of a text."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

INT8_SCALE = 127.0


class Encoded(NamedTuple):
    """Vectors of a batch of texts."""

    pooled: Tensor  # [texts, width] unit length
    tokens: Tensor  # [texts, length, dimensions] unit length (before rounding); zero where the mask is false
    mask: Tensor  # [texts, length] true for text: no padding, no [CLS], no [SEP]

    def rows(self, start: int | None, stop: int | None) -> "Encoded":
        """The texts from `start` to `stop`."""
        return Encoded(self.pooled[start:stop], self.tokens[start:stop], self.mask[start:stop])


class Batch(NamedTuple):
    """Piece ids of some texts, padded to the longest, and where they are no padding, and begin: all [texts, length]."""

    ids: Tensor
    attention: Tensor
    places: Tensor


class StudentEncoder(nn.Module):
    """A BERT with mean pooling and a linear projection of its token vectors."""

    def __init__(self, bert: BertModel, dimensions: int) -> None:
        super().__init__()
        self.bert = bert
        self.projection = nn.Linear(int(bert.config.hidden_size or 0), dimensions, bias=False)

    def hidden(self, batch: Batch) -> Tensor:
        """Last layer, [texts, length, width], float32."""
        output: Tensor = self.bert(input_ids=batch.ids, attention_mask=batch.attention).last_hidden_state
        return output.float()

    def forward(self, batch: Batch, *, rounded: bool = True) -> Encoded:
        """Encode; `rounded` puts token vectors on the int8 grid, with the gradient going straight through."""
        hidden = self.hidden(batch)
        weights = batch.attention.unsqueeze(-1).float()
        pooled = functional.normalize((hidden * weights).sum(1) / weights.sum(1), dim=-1)
        with torch.autocast(hidden.device.type, enabled=False):  # bfloat16 is coarser than the grid that is trained for
            tokens = functional.normalize(self.projection(hidden), dim=-1)
        mask = text_mask(batch)
        return Encoded(pooled, (as_int8(tokens) if rounded else tokens) * mask.unsqueeze(-1), mask)


def text_mask(batch: Batch) -> Tensor:
    """True where a position holds text: the first and the last attended positions are [CLS] and [SEP]."""
    inner = batch.attention.bool().clone()
    inner[:, 0] = False
    return inner.scatter_(1, batch.attention.sum(1, keepdim=True) - 1, value=False)


def as_int8(vectors: Tensor) -> Tensor:
    """Values as int8 with scale 127 would hold them; the gradient passes unchanged (Bengio et al. 2013)."""
    return vectors + ((vectors * INT8_SCALE).round() / INT8_SCALE - vectors).detach()


def make_batch(tokenizer: Tokenizer, texts: Sequence[str], *, max_length: int, device: str = "cpu") -> Batch:
    """Tokenise, cut to `max_length` pieces with [CLS] and [SEP], pad."""
    tokenizer.enable_truncation(max_length)
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
    encodings = tokenizer.encode_batch(list(texts))
    places = [[start for start, _ in encoding.offsets] for encoding in encodings]
    return Batch(
        *(
            torch.tensor(rows, device=device)
            for rows in ([e.ids for e in encodings], [e.attention_mask for e in encodings], places)
        )
    )
