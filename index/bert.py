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

    def forward(self, ids: Tensor, attended: Tensor, second: Tensor | None = None, places: Tensor | None = None) -> Tensor:
        """Last layer, [texts, length, width], for piece ids, [texts, length].

        `attended` is true for positions that count, [texts, length], or that each position sees, [texts, length, length];
        `second` where a piece belongs to the second segment; `places` are the positions where they are not 0, 1, 2, ...
        """
        embedded = self.words[ids] + (self.places[: ids.shape[1]] if places is None else self.places[places])
        hidden: Tensor = self.norm(embedded if second is None else embedded + second.unsqueeze(-1) * self.turn)
        mask = None if bool(attended.all()) else attended[:, None, None] if attended.dim() == 2 else attended[:, None]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return hidden


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

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """[texts, length, width] in and out; `mask` is None where every position is attended."""
        texts, length, width = hidden.shape
        parts = self.inputs(hidden).view(texts, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=mask)
        hidden = self.attention_norm(hidden + self.output(attended.transpose(1, 2).reshape(texts, length, width)))
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
    """The BERT of a folder with `config.json` and `model.safetensors`, in float32 and ready for inference."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return Bert(config, load_file(folder / "model.safetensors")).eval()
