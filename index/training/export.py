"""Writes the trained encoder as one folder that SentenceTransformer and MultiVectorEncoder both load by path."""

import tempfile
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Normalize, Transformer
from sentence_transformers.base.modules.dense import Dense
from sentence_transformers.multi_vector_encoder.modules import MultiVectorMask
from sentence_transformers.sentence_transformer.modules import Pooling
from tokenizers import Tokenizer
from torch import nn
from transformers import PreTrainedTokenizerFast

from index.training.encoder import StudentEncoder

MAX_LENGTH = 256
LARGEST_FILE = 50_000_000


def export(student: StudentEncoder, tokenizer: Tokenizer, folder: Path) -> None:
    """Write `folder`: float16 weights, and a tokenizer that does the folding. ValueError if a file is over 50 MB."""
    with tempfile.TemporaryDirectory() as backbone:
        student.bert.save_pretrained(backbone)
        _library_tokenizer(tokenizer).save_pretrained(backbone)
        transformer = Transformer(backbone, max_seq_length=MAX_LENGTH)
    _clear_pooler(transformer)
    modules = _modules(transformer, student.projection.weight.detach().cpu())
    model = SentenceTransformer(modules=modules, device="cpu", similarity_fn_name="cosine")
    model.half().save(str(folder), create_model_card=False)
    for path in filter(Path.is_file, folder.rglob("*")):
        path.chmod(0o644)
        if path.stat().st_size > LARGEST_FILE:
            raise ValueError(f"{path} has {path.stat().st_size} bytes, more than {LARGEST_FILE}: use fewer word pieces")


def _modules(transformer: Transformer, projection: torch.Tensor) -> list[nn.Module]:
    """In this order one pass gives both: the pooled vector is taken before the token vectors are projected in place.

    MultiVectorEncoder, when it loads the folder, leaves out the pooling and keeps the rest.
    """
    dimensions, width = projection.shape
    tokens = "token_embeddings"
    dense = Dense(
        width, dimensions, bias=False, activation_function=nn.Identity(), init_weight=projection, module_input_name=tokens
    )
    outside_text = MultiVectorMask(skiplist_words=["[CLS]", "[SEP]"], skiplist_tasks=["query", "document"])
    return [
        transformer,
        Pooling(width, pooling_mode="mean"),
        Normalize(),
        dense,
        outside_text,
        Normalize(module_input_name=tokens),
    ]


def _library_tokenizer(tokenizer: Tokenizer) -> PreTrainedTokenizerFast:
    bare = Tokenizer.from_str(tokenizer.to_str())
    bare.no_padding()
    bare.no_truncation()
    names = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep", "mask")}
    return PreTrainedTokenizerFast(tokenizer_object=bare, model_max_length=MAX_LENGTH, **names)  # type: ignore[no-untyped-call]


def _clear_pooler(transformer: Transformer) -> None:
    # The library's class has a layer that nothing here reads; zeros instead of chance keep the file the same each time.
    for name, weight in transformer.auto_model.named_parameters():
        if "pooler" in name:
            nn.init.zeros_(weight)
