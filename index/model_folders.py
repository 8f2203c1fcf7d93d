"""Which model folders in sentence-transformers' format `index.transformer` computes as the library would.

Only folders of the very kind that `index.training.export` writes; all others are left to the library.
"""

import json
from pathlib import Path
from typing import Any

WINDOW = 254  # word pieces of a pass, [CLS] and [SEP] aside
WEIGHTS = "model.safetensors"

_BERT = {"hidden_act": "gelu", "position_embedding_type": "absolute", "is_decoder": False, "type_vocab_size": 2}
_POOLED, _TOKENS = (
    {"module_input_name": name, "module_output_name": name} for name in ("sentence_embedding", "token_embeddings")
)
# The settings that each module behind the transformer may have, sizes aside.
_SIZES = {"embedding_dimension", "in_features", "out_features"}
_MODULES: dict[str, list[dict[str, Any]]] = {
    "Pooling": [{"pooling_mode": "mean", "include_prompt": True}],
    "Normalize": [_POOLED, _TOKENS],
    "Dense": [{**_TOKENS, "bias": False, "activation_function": "torch.nn.modules.linear.Identity"}],
    "MultiVectorMask": [
        {"skiplist_words": ["[CLS]", "[SEP]"], "skiplist_tasks": ["query", "document"], "keep_only_token_ids": None}
    ],
}


def runs(folder: Path) -> bool:
    """Whether FolderEncoder makes of a folder what the library would make of it."""
    try:
        return _is_plain_bert(folder) and _takes_plain_texts(folder) and _has_known_modules(folder)
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return False  # the library tells what is wrong with it


def projection_folder(folder: Path) -> Path:
    """Where the weights lie that project token vectors."""
    return next(folder / str(module["path"]) for module in _read(folder / "modules.json") if _kind(module) == "Dense")


def _is_plain_bert(folder: Path) -> bool:
    config = _read(folder / "config.json")
    plain = all(config.get(name, value) == value for name, value in _BERT.items())
    return plain and config["model_type"] == "bert" and config["max_position_embeddings"] >= WINDOW + 2


def _takes_plain_texts(folder: Path) -> bool:
    """No prompts, whole vectors, no lowering apart from the tokenizer's own, and BERT's special tokens."""
    library, transformer, tokenizer = (
        _read(folder / f"{name}.json")
        for name in ("config_sentence_transformers", "sentence_bert_config", "tokenizer_config")
    )
    special = (tokenizer["cls_token"], tokenizer["sep_token"]) == ("[CLS]", "[SEP]")
    altered = any(library["prompts"].values()) or library.get("truncate_dim") or transformer.get("do_lower_case")
    return special and not altered


def _has_known_modules(folder: Path) -> bool:
    """The mean over what BERT makes, and after that one projection of it, with the weights where they are looked for."""
    first, *others = _read(folder / "modules.json")
    kinds = [_kind(module) for module in others]
    return (
        (_kind(first), first["path"], kinds[0], kinds.count("Pooling")) == ("Transformer", "", "Pooling", 1)
        and kinds.count("Dense") == 1
        and all(_settings(folder, module) in _MODULES[_kind(module)] for module in others)
        and all((place / WEIGHTS).is_file() for place in (folder, projection_folder(folder)))
    )


def _settings(folder: Path, module: dict[str, str]) -> dict[str, Any]:
    settings = _read(folder / module["path"] / "config.json")
    return {name: value for name, value in settings.items() if name not in _SIZES}


def _kind(module: dict[str, str]) -> str:
    """The class of a module of the library's own; "" for someone else's."""
    package, _, name = module["type"].rpartition(".")
    return name if package.startswith("sentence_transformers.") else ""


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
