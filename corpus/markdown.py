"""The reading view of Markdown: blocks from markdown-it's line map, without the marks of the markup."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from corpus.layout import Habits, LineBlock
from corpus.lines import Line, read_lines
from corpus.types import BlockKind
from corpus.view import ReadingView, assemble

_HABITS = Habits(width=0, wrapped=True, double_spaced=False, spaced_ends=False)
_KINDS: dict[str, BlockKind] = {"heading_open": "heading", "list_item_open": "item", "tr_open": "item"}
_MARKUP = re.compile(
    r"^\s*(?:[#>]+[ \t]+|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)+"  # headings, quotations, bullets
    r"|[ \t]+#+$|\*+|~~|`+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|^\|[ \t]*|[ \t]*\|$"
    r"|!?\[(?=[^\]]*\]\()|\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"  # links keep their words only
)


def markdown_view(text: str) -> ReadingView:
    """Reading view of a Markdown text; offsets point at the raw text, markup included."""
    lines = read_lines(text, ())
    numbers = {line.start: number for number, line in _numbered(text, lines)}
    by_number: dict[int, Line] = {number: line for line in lines for number in [numbers[line.start]]}
    blocks = list(_blocks(text, by_number))
    dropped = {line.start + i for line in lines for match in _MARKUP.finditer(line.text) for i in range(*match.span())}
    return assemble(text, blocks, _HABITS, dropped)


def _numbered(text: str, lines: list[Line]) -> Iterator[tuple[int, Line]]:
    number = position = 0
    for line in lines:
        number += text.count("\n", position, line.start)
        position = line.start
        yield number, line


def _blocks(text: str, by_number: dict[int, Line]) -> Iterator[LineBlock]:
    kinds: list[BlockKind] = []
    done = -1
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.nesting == 1:
            kinds.append(_KINDS.get(token.type, kinds[-1] if kinds else "paragraph"))
        elif token.nesting == -1:
            kinds.pop()
        elif token.map and token.type in ("inline", "fence", "code_block", "html_block"):
            span = range(max(token.map[0], done + 1), token.map[1])
            done = max(done, token.map[1] - 1)
            found = tuple(by_number[number] for number in span if number in by_number)
            if found and token.type != "html_block":
                yield LineBlock(kinds[-1] if kinds else "paragraph", found)
