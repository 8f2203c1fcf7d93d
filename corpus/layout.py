"""From printed lines to blocks: which line breaks are only the end of the paper, and which end a paragraph.

Every rule looks at the page as a reader does: would the next word still have fitted, does the next line go on in lower
case, is the document wrapped or double-spaced at all. Nothing depends on one publisher's template.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.footnotes import note_starts
from corpus.lines import Line
from corpus.types import BlockKind

_ITEM = re.compile(r"(?:\(?\d{1,2}\)|\(?[a-zçğıöşü]\)|[-–—•▪●◦·*]|\d{4}\s+[-–])\s+\S", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\d{1,2}\.)+(?:\d{1,2})?\s+\S|[IVX]{1,5}\.\s+\S")
_CAPTION = re.compile(r"(?:Tablo|Şekil|Grafik|Harita|Resim|Table|Figure|Chart|Map)\s+\d+\s*[.:]", re.IGNORECASE)
_MARKED = re.compile(r"[^\W\d_]\d{1,2}$")  # "Gizem Erdem1": a byline with its footnote mark
_ADDRESS = re.compile(r"(?:https?://|www\.|@)\S+")
# A Turkish predicate ends the sentence even where its full stop was lost; capitals ahead exclude names such as Bahadır.
_PREDICATE = re.compile(
    r"(?:^|\s)[^\WA-ZÇĞİÖŞÜ\d]{2,}(?:[mM][ıiuü]ş|makta|mekte|acak|ecek|[lnrsktzmbişıuü])[dt][ıiuü]r(?:lar|ler)?$"
)
_HEADING_LIMIT = 100
_HEADING_WORDS = 12
_WIDE_GAP = 3
_NARROW = 0.4  # of the usual width: the column of a table
_SLACK = 0.85  # of the usual width: a line is short if the next word would have fitted within it


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document is set: `width` of a full line, and which of three line-ending habits it has."""

    width: int
    wrapped: bool
    double_spaced: bool
    spaced_ends: bool


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Consecutive lines that form one block; `apart` if a wide gap above it ended the section before."""

    kind: BlockKind
    lines: tuple[Line, ...]
    apart: bool = False


def habits_of(lines: list[Line]) -> Habits:
    """Read the habits off the line breaks that evidently fall inside a sentence."""
    inside = [(a, b) for a, b in pairwise(lines) if not a.terminal and b.opens_low]
    single = [pair for pair in pairwise(lines) if pair[1].gap == 1]
    direct = [pair for pair in pairwise(lines) if pair[1].gap == 0]
    lengths = sorted(len(line.text) for line in lines) or [0]
    return Habits(
        width=lengths[int(len(lengths) * 0.8)] if len(lengths) > 1 else lengths[0],
        wrapped=_share(sum(b.gap == 0 for _, b in inside), len(direct)) >= 0.15,
        double_spaced=_share(sum(b.gap == 1 for _, b in inside), len(single)) >= 0.25 and len(single) > len(direct),
        spaced_ends=_share(sum(a.spaced for a, _ in inside), len(inside)) >= 0.7,
    )


def find_blocks(lines: list[Line], habits: Habits) -> list[LineBlock]:
    """Group lines into blocks; a heading is one only if text follows it before the document ends."""
    notes = note_starts(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _breaks(groups[-1], line, habits, notes):
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks = [LineBlock(_kind(group, notes), tuple(group), _gap(group[0], habits) >= _WIDE_GAP) for group in groups]
    return _with_headings(blocks, habits)


def _breaks(block: list[Line], line: Line, habits: Habits, notes: set[int]) -> bool:
    gap = _gap(line, habits)
    if line.start in notes:
        return True
    if block[0].start in notes:
        return line.first_on_page or gap > 0
    if any(pattern.match(line.text) for pattern in (_ITEM, _CAPTION, _ADDRESS)):
        return True
    return not block[-1].hyphenated and _ends_block(block, line, gap, habits)


def _ends_block(block: list[Line], line: Line, gap: int, habits: Habits) -> bool:
    last = block[-1]
    goes_on = line.opens_low and not last.terminal
    if _is_capitals(last.text) and _is_capitals(line.text):
        return gap > 0 or line.first_on_page
    if goes_on or not (habits.wrapped or habits.double_spaced):
        return not goes_on
    if gap > 0:
        # Some layouts put a blank line inside a sentence; then the line above it is full and unfinished.
        return gap > 1 or last.terminal or last.text.endswith(")") or _ends_early(block, line, habits)
    if _is_capitals(last.text) != _is_capitals(line.text) and len(last.text) <= _HEADING_LIMIT:
        return True
    if _ADDRESS.fullmatch(last.text) or (_PREDICATE.search(last.text) and line.text[0].isupper()):
        return True
    if len(block) == 1 and _NUMBERED.match(last.text) and not last.terminal and len(last.text) < habits.width:
        return True
    return _ends_early(block, line, habits)


def _ends_early(block: list[Line], line: Line, habits: Habits) -> bool:
    """Whether the last line stops although the next word would have fitted: its author ended it there."""
    last = block[-1]
    if _ITEM.match(block[0].text) and last.text.endswith((".", ";", ",")):
        return True
    return len(last.text) + 1 + len(line.text.split(maxsplit=1)[0]) < _SLACK * habits.width


def _gap(line: Line, habits: Habits) -> int:
    """Blank lines above a line beyond those that the document puts everywhere."""
    return line.gap // 2 if habits.double_spaced else line.gap


def _kind(group: list[Line], notes: set[int]) -> BlockKind:
    if group[0].start in notes:
        return "note"
    return "item" if _ITEM.match(group[0].text) else "paragraph"


def _with_headings(blocks: list[LineBlock], habits: Habits) -> list[LineBlock]:
    """Mark headings, from the end backwards: one without text below it is none.

    A heading on the next page is no text, and cells of a narrow column are no text of a section.
    """
    marked: list[LineBlock] = []
    heads_text = False
    for block in reversed(blocks):
        if marked and marked[-1].kind == "heading" and marked[-1].lines[0].first_on_page:
            heads_text = False
        if not _looks_like_heading(block, habits):
            heads_text = max(len(line.text) for line in block.lines) > _NARROW * habits.width
        elif heads_text or _NUMBERED.match(block.lines[0].text):
            block = replace(block, kind="heading")
        marked.append(block)
    return marked[::-1]


def _looks_like_heading(block: LineBlock, habits: Habits) -> bool:
    text = " ".join(line.text for line in block.lines)
    if block.kind != "paragraph" or len(text) > _HEADING_LIMIT or text.endswith((".", ",", ";", "!", "…", "”", '"')):
        return False
    if not any(letter.isalpha() for letter in text) or _CAPTION.match(text) or "://" in text or "@" in text:
        return False
    if _is_capitals(text) or _NUMBERED.match(text):
        return True
    short = len(text) <= 0.7 * habits.width or not habits.wrapped
    titled = text[0].isupper() and ":" not in text and len(text.split()) <= _HEADING_WORDS
    plain = not _PREDICATE.search(text) and not _MARKED.search(text)
    return titled and short and len(block.lines) == 1 and plain


def _is_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 4 and all(letter.isupper() for letter in letters)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
