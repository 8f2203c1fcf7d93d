"""Lists that stand line by line in a passage: what leads into them, and their items."""

import re

from corpus.types import Passage
from index.types import Span

_MOST = 20  # items of a list that are quoted
_MARK = re.compile(r"\s*(?:[-*•–▪●◦·]|\(?(?:\d{1,2}|[A-Za-zçğıöşü]|[ivx]{1,4})[.)])\s")


def enumeration(passage: Passage, sentence: int) -> Span | None:
    """Numbers of the first and last sentence of the list that a sentence leads into or is an item of; None without one.

    What leads into a list belongs to it; a list has two items at least.
    """
    first = last = sentence + _leads(passage, sentence)
    while _is_item(passage, first - 1) and first > last - _MOST:
        first -= 1
    while _is_item(passage, last + 1) and last < first + _MOST:
        last += 1
    if first == last or not _is_item(passage, first):
        return None
    return first - _leads(passage, first - 1), last


def items(passage: Passage, first: int, last: int) -> Span | None:
    """Numbers of the first and last item where some sentences are the items of a list, led into or not; else None."""
    start = first + _leads(passage, first)
    return (start, last) if start < last and all(_is_item(passage, i) for i in range(start, last + 1)) else None


def _leads(passage: Passage, number: int) -> bool:
    return number >= 0 and passage.sentences[number].reading.endswith(":")


def _is_item(passage: Passage, number: int) -> bool:
    if not 0 <= number < len(passage.sentences):
        return False
    sentence = passage.sentences[number]
    before = passage.text[: sentence.start - passage.start]
    return bool(_MARK.match(before[before.rfind("\n") + 1 :] + sentence.reading))
