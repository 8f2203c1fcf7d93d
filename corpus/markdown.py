"""The reading view of Markdown: blocks from markdown-it's line map, without the marks of the markup."""

import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt

from corpus.layout import Habits, LineBlock
from corpus.lines import Line, read_lines
from corpus.types import BlockKind
from corpus.view import ReadingView, assemble

_PARSER = MarkdownIt("commonmark").enable("table")
_HABITS = Habits(width=0, wrapped=True, double_spaced=False, spaced_ends=False)
_KINDS: dict[str, BlockKind] = {"heading_open": "heading", "list_item_open": "item", "tr_open": "item"}
_MARKUP = re.compile(
    r"^\s*(?:[#>]+[ \t]+|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)+"  # headings, quotations, bullets
    r"|[ \t]+#+$|(?<![\w*])\*+(?=\S)|(?<=\S)\*+(?![\w*])|~~|`+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|^\|[ \t]*|[ \t]*\|$"
    r"|!?\[(?=[^\]]*\]\()|\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"  # links keep their words only
)


def markdown_view(text: str) -> ReadingView:
    """Reading view of a Markdown text; offsets point at the raw text, markup included."""
    lines = read_lines(text, ())
    numbers = {line.start: number for number, line in _numbered(text, lines)}
    by_number: dict[int, list[Line]] = {}
    for line in lines:
        by_number.setdefault(numbers[line.start], []).append(line)
    found = list(_blocks(text, by_number))
    prose = [line for block, code in found if not code for line in block.lines]
    dropped = {line.start + i for line in prose for match in _MARKUP.finditer(line.text) for i in range(*match.span())}
    return assemble(text, [block for block, _ in found], _HABITS, dropped)


def markdown_title(text: str) -> str:
    """The first heading of the first level, without its markup; empty where there is none."""
    tokens = _PARSER.parse(text)
    for token, following in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return "".join(child.content for child in following.children or ()).strip()
    return ""


def _numbered(text: str, lines: list[Line]) -> Iterator[tuple[int, Line]]:
    number = position = 0
    for line in lines:
        number += len(re.findall(r"\r\n?|\n", text[position : line.start]))
        position = line.start
        yield number, line


def _blocks(text: str, by_number: dict[int, list[Line]]) -> Iterator[tuple[LineBlock, bool]]:
    """Blocks in reading order, and whether each is code, in which nothing is markup."""
    kinds: list[BlockKind] = []
    done = -1
    for token in _PARSER.parse(text):
        if token.nesting == 1:
            kinds.append(_KINDS.get(token.type, kinds[-1] if kinds else "paragraph"))
        elif token.nesting == -1:
            kinds.pop()
        elif token.map and token.type in ("inline", "fence", "code_block", "html_block"):
            first = token.map[0] + (token.type == "fence")  # the fence itself and the name of its language are markup
            span = range(max(first, done + 1), token.map[1])
            done = max(done, token.map[1] - 1)
            found = tuple(line for number in span for line in by_number.get(number, ()))
            if token.type == "fence" and found and found[-1].text.startswith(token.markup):
                found = found[:-1]
            if found and token.type != "html_block":
                yield LineBlock(kinds[-1] if kinds else "paragraph", found), token.type != "inline"
