"""Which neighbouring sentences of a passage are read together."""

from collections.abc import Collection, Sequence

import numpy as np

from index.training.crossing.passages import Passage
from index.types import Span

MOST_PIECES = 150  # of a window of several sentences
EXTENTS = (1, 2, 3, 4, 6, 8)  # sentences of a window, each as often


def window(
    passage: Passage,
    around: Collection[int],
    rng: np.random.Generator,
    *,
    extent: int | None = None,
    most: int = MOST_PIECES,
    without: Collection[int] = (),
) -> list[int]:
    """Numbers of `extent` neighbouring sentences that hold those of `around`, or the one nearest to them that is left.

    Fewer where the passage ends or a further one would be past `most` word pieces; without `extent` it is drawn. Of an
    `around` that is too long itself the first sentence is kept. Empty if `without` leaves none.
    """
    left = [i for i in range(len(passage.sentences)) if i not in without]
    if not left:
        return []
    inside = [i for i in left if i in around] or [min(left, key=lambda i: abs(i - min(around)))]
    low, high = left.index(inside[0]), left.index(inside[-1]) + 1
    lengths = [len(passage.sentences[i].pieces) for i in left]
    if sum(lengths[low:high]) > most:
        high = low + 1
    low, high = _grown(lengths, (low, high), extent or EXTENTS[rng.integers(len(EXTENTS))], most, rng)
    return left[low:high]


def _grown(lengths: Sequence[int], span: Span, extent: int, most: int, rng: np.random.Generator) -> Span:
    """The span with neighbours added on either side by chance."""
    low, high = span
    while high - low < extent:
        room = most - sum(lengths[low:high])
        sides = [(low - 1, high)] if low > 0 and lengths[low - 1] <= room else []
        sides += [(low, high + 1)] if high < len(lengths) and lengths[high] <= room else []
        if not sides:
            break
        low, high = sides[rng.integers(len(sides))]
    return low, high
