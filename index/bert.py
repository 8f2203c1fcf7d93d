"""A BERT encoder's forward pass in plain torch, for folders in sentence-transformers' format.

The library's own loading code takes seconds of imports, and its calls cost a question as much as the model itself; this
runs the same weights. A test holds it to the library's vectors.
"""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional


class Bert(nn.Module):
    """Embeddings and layers of `transformers.BertModel`, without its pooler (Devlin et al. 2019, arXiv:1810.04805)."""

    def __init__(self, config: dict[str, int], weights: dict[str, Tensor]) -> None:
        super().__init__()
        self.heads = config["num_attention_heads"]
        epsilon = float(config.get("layer_norm_eps", 1e-12))
        take = _Taker({name: tensor.float() for name, tensor in weights.items()}, epsilon)
        self.words = nn.Parameter(take.tensor("embeddings.word_embeddings.weight"), requires_grad=False)
        # Most texts are one segment, so the first one's embedding is part of every position's.
        first, second = take.tensor("embeddings.token_type_embeddings.weight")
        self.places = nn.Parameter(take.tensor("embeddings.position_embeddings.weight") + first, requires_grad=False)
        self.turn = nn.Parameter(second - first, requires_grad=False)
        self.norm = take.norm("embeddings.LayerNorm")
        self.layers = nn.ModuleList(
            _Layer(take, f"encoder.layer.{i}", self.heads) for i in range(config["num_hidden_layers"])
        )
        self.eval().to(arithmetic())

    def forward(self, ids: Tensor, lengths: Tensor, second: Tensor | None = None) -> Tensor:
        """Last layer, [pieces, width], for the pieces of texts one behind the other, [pieces], and their lengths, [texts].

        `second` says where a piece belongs to the second segment, [pieces].
        """
        rows = _Rows(lengths)
        embedded = self.words[ids] + self.places[rows.places]
        hidden: Tensor = self.norm(embedded if second is None else embedded + second.unsqueeze(-1) * self.turn)
        for layer in self.layers:
            hidden = layer(hidden, rows)
        return hidden


class _Rows:
    """Where texts that lie one behind the other stand when each has a padded row of its own.

    Only attention needs such rows: what the other layers compute for padding is thrown away.
    """

    def __init__(self, lengths: Tensor) -> None:
        count = torch.arange(int(lengths.max()))
        self.attended = count < lengths[:, None]  # [texts, longest]
        self.places = count.expand_as(self.attended)[self.attended]  # of each piece in its text
        self._numbers = ((lengths.cumsum(0) - lengths)[:, None] + count).clamp_max_(len(self.places) - 1)
        self.mask = None if bool(self.attended.all()) else self.attended[:, None, None]

    def padded(self, pieces: Tensor) -> Tensor:
        """[pieces, width] as [texts, longest, width]; what stands in the padding means nothing."""
        return pieces[self._numbers]

    def packed(self, padded: Tensor) -> Tensor:
        """[texts, longest, width] as [pieces, width]."""
        return padded[self.attended]


class _Layer(nn.Module):
    """Self-attention and feed-forward, each with its residual and norm after it."""

    def __init__(self, take: "_Taker", name: str, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.inputs = take.linear(*(f"{name}.attention.self.{part}" for part in ("query", "key", "value")))
        self.output = take.linear(f"{name}.attention.output.dense")
        self.attention_norm = take.norm(f"{name}.attention.output.LayerNorm")
        self.wide = take.linear(f"{name}.intermediate.dense")
        self.narrow = take.linear(f"{name}.output.dense")
        self.output_norm = take.norm(f"{name}.output.LayerNorm")

    def forward(self, hidden: Tensor, rows: _Rows) -> Tensor:
        """[pieces, width] in and out."""
        padded = rows.padded(self.inputs(hidden))
        parts = padded.view(*padded.shape[:2], 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=rows.mask)
        hidden = self.attention_norm(hidden + self.output(rows.packed(attended.transpose(1, 2).flatten(2))))
        result: Tensor = self.output_norm(hidden + self.narrow(functional.gelu(self.wide(hidden))))
        return result


class _Taker:
    """Makes modules of named weights."""

    def __init__(self, weights: dict[str, Tensor], epsilon: float) -> None:
        self._weights, self._epsilon = weights, epsilon

    def tensor(self, name: str) -> Tensor:
        return self._weights[name]

    def linear(self, *names: str) -> nn.Linear:
        """One linear layer, or several over the same input put together."""
        weight = torch.cat([self._weights[f"{name}.weight"] for name in names])
        made = nn.Linear(weight.shape[1], weight.shape[0])
        made.weight.data, made.bias.data = weight, torch.cat([self._weights[f"{name}.bias"] for name in names])
        return made

    def norm(self, name: str) -> nn.LayerNorm:
        """A layer norm."""
        made = nn.LayerNorm(self._weights[f"{name}.weight"].shape[0], eps=self._epsilon)
        made.weight.data, made.bias.data = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return made


def load_bert(folder: Path) -> Bert:
    """The BERT of a folder with `config.json` and `model.safetensors`, ready for inference."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return Bert(config, load_file(folder / "model.safetensors"))


def arithmetic() -> torch.dtype:
    """What this processor computes fastest in: bfloat16 where it has instructions for it, else float32.

    That torch supports bfloat16 tells nothing: without such instructions it takes three times as long as float32.
    """
    able = torch.cpu.get_capabilities()
    native = any(able.get(name) for name in ("amx_bf16", "avx512_bf16", "bf16"))  # the last one is ARM's
    return torch.bfloat16 if native else torch.float32
