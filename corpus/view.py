"""The reading view: a document as a reader reads it, with every character mapped back to the raw text.

Lines are joined, words broken at line ends mended, footnote marks, running heads and odd blanks left out. The map is
total (every character of the view has a raw offset) and monotone (offsets strictly rise), so a span of the view always
is a span of the raw text.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.footnotes import marks, note_starts
from corpus.furniture import without_furniture
from corpus.layout import Habits, LineBlock, find_blocks, habits_of
from corpus.lines import BLANK, Line, read_lines
from corpus.text import fold
from corpus.types import BlockKind, Page

# Each begins where a word does and gives none of it back: a line may be one word of a million letters.
_WORD_END = re.compile(r"(?<!\w)\w++$")
_WORD_START = re.compile(r"\w+")
_COMPOUND = re.compile(r"(?<!\w)\w++(?:-\w++)++")
_WORD = re.compile(r"\w+")
_BROKEN = re.compile(r"(?<!\w)\w++[-\u2010\u2011\ufffe][^\S\n]*\n\s*\w+")  # its halves are no evidence that they are words


@dataclass(frozen=True, slots=True)
class ViewBlock:
    """A block as a span of the view."""

    kind: BlockKind
    start: int
    end: int
    apart: bool


@dataclass(frozen=True, slots=True)
class ReadingView:
    """`text[i]` was printed at `raw[offsets[i]]`; blocks are separated by one line break."""

    text: str
    offsets: Sequence[int]
    blocks: tuple[ViewBlock, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of the view's characters `start` to `end` (exclusive, not empty)."""
        return self.offsets[start], self.offsets[end - 1] + 1


def build_view(text: str, pages: tuple[Page, ...]) -> ReadingView:
    """Reading view of a raw text; `pages` tell where running heads may stand."""
    lines = without_furniture(read_lines(text, pages))
    habits = habits_of(lines)
    dropped = marks(lines, note_starts(lines))
    return assemble(text, find_blocks(lines, habits), habits, dropped)


def assemble(text: str, blocks: list[LineBlock], habits: Habits, dropped: set[int]) -> ReadingView:
    """Join the lines of each block, without the characters in `dropped`."""
    known = _Vocabulary(text)
    kept = array("I")
    characters: list[str] = []
    spans: list[ViewBlock] = []
    for block in blocks:
        printed = [i for i in _printed(text, block, habits, known) if i not in dropped]
        if not any(text[i] not in BLANK for i in printed):
            continue
        if kept:
            # The character before a block is part of a line break, so it was left out and can carry the view's own.
            kept.append(printed[0] - 1)
            characters.append("\n")
        start = len(kept)
        kept.extend(printed)
        characters.extend(" " if text[i] in BLANK else text[i] for i in printed)
        spans.append(ViewBlock(block.kind, start, len(kept), block.apart))
    return ReadingView("".join(characters), kept, tuple(spans))


def _printed(text: str, block: LineBlock, habits: Habits, known: "_Vocabulary") -> Iterator[int]:
    """Raw offsets of the block's characters: single blanks, and one blank (the line end's) between lines."""
    for number, line in enumerate(block.lines):
        if number:
            before = block.lines[number - 1]
            if not _mends(text, before, line, habits):
                yield before.end
        end = line.end
        if number + 1 < len(block.lines) and _hyphen_goes(line, block.lines[number + 1], known):
            end -= 1
        after_blank = False
        for i in range(line.start, end):
            if text[i] in "\u00ad\u200b\ufeff":
                continue
            blank = text[i] in BLANK
            if not (blank and after_blank):
                yield i
            after_blank = blank


def _mends(text: str, before: Line, line: Line, habits: Habits) -> bool:
    """Whether two lines meet without a blank: after a hyphen, or inside a word of a text that marks wraps by a blank."""
    if before.hyphenated:
        return True
    inside_word = text[before.end - 1].isalpha() and line.opens_low
    return habits.spaced_ends and not before.spaced and inside_word


def _hyphen_goes(line: Line, following: Line, known: "_Vocabulary") -> bool:
    """Whether the hyphen at the end of a line only broke the word: true ones ("Türkiye-/Kazakistan") stay."""
    if not line.hyphenated or not following.opens_low or line.text[-1] == "\u2011":
        return line.text[-1] == "\ufffe" and line.hyphenated
    head, tail = _WORD_END.search(line.text[:-1]), _WORD_START.match(following.text)
    if head is None or tail is None or "://" in line.text or "www." in line.text:
        return False
    return not known.compound(head.group(), tail.group())


class _Vocabulary:
    """The words a text uses, to tell a broken word from a compound one; read only when a line ends in a hyphen."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> set[str]:
        return {fold(word) for word in _WORD.findall(_BROKEN.sub(" ", self._text))}

    @cached_property
    def _compounds(self) -> set[str]:
        return {fold(word) for word in _COMPOUND.findall(self._text)}

    def compound(self, head: str, tail: str) -> bool:
        """Whether two parts with a hyphen between them are a compound in this text, not one broken word."""
        head, tail = fold(head), fold(tail)
        if head + tail in self._words:
            return False
        return len(head) == 1 or f"{head}-{tail}" in self._compounds or {head, tail} <= self._words
