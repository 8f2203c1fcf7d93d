"""How near each word of a text is to a question's content words, across languages: the best cosine of their word pieces."""

import re
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.types import Span, Vectors

# "Türkiye-Kazakistan", "1.500", "%58'i", "$10", "egov.kz": what blanks and outer punctuation bound.
_WORD = re.compile(r"[%$€₺£]?[^\W_]+(?:['’`´ʼ.,:/_–‑-][^\W_]+)*%?")


def words_in(text: str) -> list[Span]:
    """Spans of the words of a text, with the signs and joints that belong to them."""
    return [match.span() for match in _WORD.finditer(text)]


def near_words(
    similarities: Vectors, telling: NDArray[np.bool_], pieces: Sequence[tuple[int, Span]], text: str
) -> list[tuple[int, int, float]]:
    """Start, end and nearness (-1 to 1) of each word of `text`; 0.0 where there are no token vectors to compare.

    `similarities` are cosines of a question's word pieces with a passage's token vectors, (pieces, rows), `telling` says
    which pieces of the question count (no function words), `pieces` the row and the place in `text` of each word piece of
    the passage; those outside are left out.
    """
    spans = words_in(text)
    near = np.zeros(len(spans), np.float32)
    inside = [(row, span[0]) for row, span in pieces if 0 <= span[0] < span[1] <= len(text)]
    if spans and inside and telling.any():
        best = similarities[telling].max(0)
        starts = [start for start, _ in spans]
        met = [-1.0] * len(spans)
        for row, start in inside:
            word = bisect_right(starts, start) - 1
            if word >= 0 and start < spans[word][1]:
                met[word] = max(met[word], float(best[row]))
        near = np.where(np.array(met) > -1.0, met, 0.0)
    return [(start, end, float(value)) for (start, end), value in zip(spans, near, strict=True)]
