"""Footnotes: which lines are notes, and which digits in the text are marks that point at them."""

import re
from collections.abc import Iterator

from corpus.lines import Line

_NOTE = re.compile(r"(?:\[(\d{1,3})\]|(\d{1,3}))[ \t\xa0]+(?=[^\d\s])")
# A mark is glued to a word or to closing punctuation, or follows a colon at the end of its line.
_MARK = re.compile(r"(?<=[^\W\d_]|[.,;:!?”\"’»)\]])(?:\[(\d{1,3})\]|(\d{1,3}))(?![\w'’%])|(?<=[:.”])[ \t](\d{1,3})$")
_AFTER_NUMBER = re.compile(r"\d[.,:]$|(?<!\w)(?:[kcdm]?m|CO|H)$")  # "3.1", "km2", "CO2"


def note_starts(lines: list[Line]) -> set[int]:
    """Offsets of the lines that open a note.

    Notes count up from 1 and some mark in the text points at one of them; without a mark, "1 Mayıs ..." is no note.
    """
    wanted = 1
    found: dict[int, int] = {}
    among_notes = False
    for line in lines:
        match = _NOTE.match(line.text)
        apart = line.gap > 0 or line.first_on_page
        # Marks and notes of a whole page can be lost in a conversion, so a few numbers may be missing.
        if match and (apart or among_notes) and wanted <= _number(match) < wanted + (4 if found else 1):
            found[_number(match)] = line.start
            wanted = _number(match) + 1
            among_notes = True
        elif apart:
            among_notes = False
    return set(found.values()) if found.keys() & _sequence(lines, set(found.values())).keys() else set()


def marks(lines: list[Line], notes: set[int]) -> set[int]:
    """Raw offsets of every character of a footnote mark; empty when there are no notes."""
    if not notes:
        return set()
    return {offset for span in _sequence(lines, notes).values() for offset in range(*span)}


def _sequence(lines: list[Line], notes: set[int]) -> dict[int, tuple[int, int]]:
    """Number -> span of the marks that count up from 1: "km2" or "G20" break the count and are left alone."""
    found: dict[int, tuple[int, int]] = {}
    numbers = [_number(match) for line in lines if line.start in notes and (match := _NOTE.match(line.text))]
    for number, span in _candidates(lines, notes):
        if number == len(found) + 1 and number <= max(numbers, default=0):
            found[number] = span
    return found


def _candidates(lines: list[Line], notes: set[int]) -> Iterator[tuple[int, tuple[int, int]]]:
    for line in lines:
        if line.start in notes:
            continue
        for match in _MARK.finditer(line.text):
            if not _AFTER_NUMBER.search(line.text[: match.start()]):
                yield _number(match), (line.start + match.start(), line.start + match.end())


def _number(match: re.Match[str]) -> int:
    return int(next(group for group in match.groups() if group))
