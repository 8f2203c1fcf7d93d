"""How a model of the sentence-transformers library cuts texts: where each piece stands in the text and among its vectors."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from index.pieces import counting
from index.types import Span

Task = Literal["query", "document"]
_PROBE = "Ankara"


@dataclass(frozen=True, slots=True)
class Cut:
    """The pieces of a text that count, without prompt and special tokens: number among the model's vectors, key, span."""

    numbers: tuple[int, ...]
    keys: tuple[str, ...]
    spans: tuple[Span, ...]


def cut(model: Any, text: str, task: Task) -> Cut:
    """The pieces of a text under the prompt of a task, as far as the model reads it."""
    prompt = model.prompts[task]
    whole, begin = prompt + text, len(prompt)
    [encoding] = model.preprocess([text], prompt=prompt, task=task).encodings
    # Where texts of a batch are filled up in front, their pieces are counted from the end.
    first = -len(encoding.ids) if model.tokenizer.padding_side == "left" else 0
    pieces = [
        (number, _key(token, whole[max(start, begin) : end]), _trimmed(whole, max(start, begin), end, begin))
        for number, (token, (start, end)) in enumerate(zip(encoding.tokens, encoding.offsets, strict=True), first)
        if end > max(start, begin)  # special tokens and filling stand nowhere
    ]
    kept = [pieces[i] for i in counting([key for _, key, _ in pieces])]
    numbers, keys, spans = zip(*kept, strict=True) if kept else ((), (), ())
    return Cut(numbers, keys, spans)


def widths(model: Any) -> tuple[int, int]:
    """Widths of a model's pooled and token vectors; 0 where it gives no token vectors, or their places cannot be told."""
    # What the model itself says is the width of its last module, which may be another one than pools.
    [seen] = model.encode_document([_PROBE], output_value=None, show_progress_bar=False)
    pooled, vectors, ids = (seen.get(name) for name in ("sentence_embedding", "token_embeddings", "input_ids"))
    given = vectors is not None and ids is not None and len(vectors) == len(ids)
    # Two numbers are packed into a byte.
    usable = given and vectors.shape[-1] % 2 == 0 and all(_tells_places(model, task) for task in get_args(Task))
    return pooled.shape[-1], vectors.shape[-1] if usable else 0


def _tells_places(model: Any, task: Task) -> bool:
    """Whether the pieces of a word spell it: tokenizers that are not fast have none, chat templates put more around it."""
    prepared = model.preprocess([_PROBE], prompt=model.prompts[task], task=task)
    if not getattr(prepared, "encodings", None):
        return False
    return "".join(_PROBE[start:end] for start, end in cut(model, _PROBE, task).spans) == _PROBE


def _key(token: str, written: str) -> str:
    # The mark of a word's beginning may be a piece of its own, that is said to stand at the word's first letter.
    return token if all(any(character.isalnum() for character in text) for text in (token, written)) else ""


def _trimmed(whole: str, start: int, end: int, begin: int) -> Span:
    """A span counted from `begin`, without the blank that many tokenizers take for a part of the word behind it."""
    written = whole[start:end]
    return end - len(written.lstrip()) - begin, end - begin
