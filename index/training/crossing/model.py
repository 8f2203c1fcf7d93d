"""The cross-encoder in training: the body of the bundled encoder, and a head that marks where an answer begins and ends."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence
from transformers import BertConfig, BertModel

from index.crossing import SHARED
from index.training.crossing.rows import Row
from index.training.initialisation import ATTENTION

DROPOUT = 0.1
NEVER = -1e4  # the mark of a place where no answer can be


class Batch(NamedTuple):
    """Some rows, padded to the longest: ids, where they are no padding, and where the window stands; [rows, length]."""

    ids: Tensor
    attended: Tensor
    window: Tensor


class Reader(nn.Module):
    """A BERT over question and window with two marks a word piece; its word embeddings stay what they are."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        self.bert.embeddings.word_embeddings.weight.requires_grad = False
        self.head = nn.Linear(int(bert.config.hidden_size or 0), 2)

    def forward(self, batch: Batch) -> Tensor:
        """How much speaks for an answer that begins, and that ends, at each piece: [rows, length, 2], float32.

        The place of [CLS] speaks for none (Devlin et al. 2019, arXiv:1810.04805, section 4.3).
        """
        hidden = self.bert(
            input_ids=batch.ids, attention_mask=batch.attended.long(), token_type_ids=batch.window.long()
        ).last_hidden_state
        allowed = batch.window.clone()
        allowed[:, 0] = True
        marks: Tensor = self.head(hidden.float()).float()
        return marks.masked_fill(~allowed.unsqueeze(-1), NEVER)


def load_reader(folder: Path, start: Path | None = None) -> Reader:
    """An untrained reader with the body of the encoder in `folder`, or the one in `start`, over its word embeddings."""
    config = BertConfig.from_pretrained(str(folder), hidden_dropout_prob=DROPOUT, attn_implementation=ATTENTION)
    bert = BertModel(config, add_pooling_layer=False)
    weights = load_file(folder / "model.safetensors")
    bert.load_state_dict({name: weight for name, weight in weights.items() if not name.startswith("pooler.")})
    reader = Reader(bert).float()
    if start is not None:
        own = load_file(start / "model.safetensors")
        reader.head.load_state_dict({name.removeprefix("head."): own.pop(name) for name in ("head.weight", "head.bias")})
        reader.bert.load_state_dict({**own, SHARED: weights[SHARED]})
    return reader


def make_batch(rows: Sequence[Row], *, device: str = "cpu") -> Batch:
    """Pad rows to the longest."""
    lengths = torch.tensor([len(row) for row in rows])[:, None]
    starts = torch.tensor([row.start for row in rows])[:, None]
    ids = pad_sequence([torch.tensor(row.pieces) for row in rows], batch_first=True)
    places = torch.arange(ids.shape[1])[None]
    made = ids, places < lengths, (places >= starts) & (places < lengths - 1)
    return Batch(*(tensor.to(device) for tensor in made))
