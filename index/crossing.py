"""A cross-encoder for sentences: it reads a question and some sentences together and says which of them answers.

Late interaction compares words; only attention across both texts can see that a mayor is not a governor, or that a sentence
about the right subject does not say what is asked. The model marks where an answer begins and ends, or that there is none
(Devlin et al. 2019, arXiv:1810.04805, section 4.3). It shares the word embeddings of the bundled encoder.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedders import BUNDLED, MODELS
from index.errors import EncoderUnavailable
from index.transformer import load_tokenizer
from index.types import Mark, Span

READER = "kaynak-tr-en-reader"
SHARED = "embeddings.word_embeddings.weight"  # with the encoder
QUESTION_PIECES = 40  # word pieces of a question that are read
SENTENCE_PIECES = 110  # of a sentence
_ROUNDED = 32
LEAST, MOST = -15.0, 15.0  # log-odds beyond these say nothing more; those of a sentence that was not read are the least


@dataclass(frozen=True, slots=True)
class Marks:
    """Log-odds that an answer begins and that it ends at each word piece of a sentence, (pieces, 2), against no answer.

    `spans` are the places of the pieces in the sentence.
    """

    spans: Sequence[Span]
    values: NDArray[np.float64]

    @property
    def odds(self) -> float:
        """Log-odds that the answer stands in the sentence."""
        if not len(self.values):
            return LEAST
        return float(np.clip(np.logaddexp.reduce(self.values, axis=0).sum(), LEAST, MOST))

    def placed(self, offset: int) -> Iterator[Mark]:
        """Marks of the pieces in a text where the sentence begins at `offset`."""
        for (start, end), (begins, ends) in zip(self.spans, self.values.tolist(), strict=True):
            yield start + offset, end + offset, begins, ends


class CrossEncoder:
    """Log-odds that a sentence holds the answer against that none does, for windows of neighbouring sentences."""

    def __init__(self, folder: Path, encoder: Path) -> None:
        """`encoder` is the folder whose word embeddings and word pieces are shared. Raises EncoderUnavailable."""
        import torch
        from safetensors.torch import load_file

        from index.bert import Bert

        try:
            self._torch: Any = torch
            weights = load_file(folder / "model.safetensors")
            shared = load_file(encoder / "model.safetensors")[SHARED]
            config = json.loads((encoder / "config.json").read_text(encoding="utf-8"))
            self._bert = Bert(config, {**weights, SHARED: shared})
            self._head, self._constant = weights["head.weight"].float().T, weights["head.bias"].float()
            self._tokenizer = load_tokenizer(encoder)
        except Exception as error:
            raise EncoderUnavailable(READER, f"{type(error).__name__}: {error}".splitlines()[0]) from error
        self._pieces = lru_cache(maxsize=20_000)(self._pieces_of)

    def score(self, question: str, windows: Sequence[Sequence[str]]) -> list[NDArray[np.float64]]:
        """One log-odds a sentence, window by window, from `LEAST` to `MOST`."""
        return [np.array([marks.odds for marks in window]) for window in self.read(question, windows)]

    def read(self, question: str, windows: Sequence[Sequence[str]]) -> list[list[Marks]]:
        """Where in each sentence an answer may begin and end, window by window."""
        if not windows:
            return []
        asked = self._pieces(question)[0][:QUESTION_PIECES]
        cut = [[self._pieces(sentence) for sentence in window] for window in windows]
        texts = [[piece for ids, _ in window for piece in ids] for window in cut]
        found = []
        for window, marks in zip(cut, self._forward(asked, texts), strict=True):
            ends = np.cumsum([len(ids) for ids, _ in window])
            found.append([Marks(spans, own) for (_, spans), own in zip(window, np.split(marks, ends[:-1]), strict=True)])
        return found

    def _pieces_of(self, text: str) -> tuple[list[int], list[Span]]:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return encoding.ids[:SENTENCE_PIECES], encoding.offsets[:SENTENCE_PIECES]

    def _forward(self, asked: list[int], texts: list[list[int]]) -> list[NDArray[np.float64]]:
        """Begin and end of an answer at each piece of each text, less those of none: (pieces, 2)."""
        torch, tokenizer = self._torch, self._tokenizer
        opening, closing = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))
        rows = [[opening, *asked, closing, *own, closing] for own in texts]
        # The length of all is rounded up: torch keeps memory for every one it has met, in time more than the model itself.
        spare = [closing] * (_ROUNDED - sum(map(len, rows)) % _ROUNDED)
        second = [len(asked) + 2 <= place < len(row) - 1 for row in rows for place in range(len(row))]
        second = torch.tensor(second + [False] * len(spare))
        lengths = torch.tensor([len(row) for row in (*rows, spare)])
        none = (lengths.cumsum(0) - lengths).repeat_interleave(lengths)  # the place of each piece's own [CLS]
        # A few hundred pieces: two threads take as long as one on a quiet machine, and many times as long on a busy one.
        torch.set_num_threads(1)
        with torch.inference_mode():
            hidden = self._bert(torch.tensor([piece for row in (*rows, spare) for piece in row]), lengths, second)
            marks = hidden.float() @ self._head + self._constant
            marks = (marks - marks[none])[second].double().numpy()
        return list(np.split(marks, np.cumsum([len(own) for own in texts])[:-1]))


@cache
def load_cross_encoder() -> CrossEncoder:
    """The bundled cross-encoder. Raises EncoderUnavailable."""
    return CrossEncoder(MODELS / READER, MODELS / BUNDLED)
