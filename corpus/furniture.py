"""Page furniture: running heads and page numbers, which the reading view leaves out."""

import re
from collections import Counter
from itertools import groupby

from corpus.lines import Line

_ROMAN = r"(?=[ivxlc])(?:x{0,3}|xl|lx{0,3}|xc|c{1,3})(?:ix|iv|v?i{0,3})"
_NUMBER = re.compile(rf"[-–—\s]*(?:\d{{1,3}}|{_ROMAN}|{_ROMAN.upper()})[-–—\s]*")
_EDGE = 2  # furniture stands on the first or last two lines of a page
_HEAD_LIMIT = 100


def without_furniture(lines: list[Line]) -> list[Line]:
    """The lines that belong to the text; nothing is dropped where the format has no pages."""
    pages = [list(group) for number, group in groupby(lines, key=lambda line: line.page) if number]
    repeated = _repeated(pages)
    dropped = {line.start for page in pages for line in _furniture(page, repeated)}
    return [line for line in lines if line.start not in dropped]


def _repeated(pages: list[list[Line]]) -> set[str]:
    """Wordings that stand at the same edge of at least three pages, digits aside."""
    counts = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    return {key for key, count in counts.items() if count >= 3 and any(letter.isalpha() for letter in key)}


def _furniture(page: list[Line], repeated: set[str]) -> list[Line]:
    edges = _edges(page)
    dropped = [line for line in edges if _NUMBER.fullmatch(line.text) or (_key(line) in repeated)]
    # A head above a page number is a running head even when it is printed on one page only.
    if len(page) > 2 and _NUMBER.fullmatch(page[1].text) and len(page[0].text) <= _HEAD_LIMIT:
        dropped.append(page[0])
    return dropped


def _edges(page: list[Line]) -> list[Line]:
    return page[:_EDGE] + page[max(_EDGE, len(page) - _EDGE) :]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text).casefold()
