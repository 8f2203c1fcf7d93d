"""The reading view of Markdown: blocks from markdown-it's line map, without the marks of the markup."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.token import Token

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
_HTML = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<unread>script|style)(?=[\s/>]).*?(?:</(?P=unread)\s*>|\Z)"
    r"|<!\[CDATA\[|\]\]>|<\?.*?(?:\?>|\Z)|<![^<>]*>"
    r"|<(?P<end>/?)(?P<tag>[a-z][a-z0-9-]*)(?:[^'\"<>]|\"[^\"]*\"|'[^']*')*+>",
    re.IGNORECASE | re.DOTALL,
)
_HTML_KINDS: dict[str, BlockKind] = {"li": "item", "tr": "item", **{f"h{level}": "heading" for level in range(1, 7)}}
_HTML_BLANKS = {"td", "th", "br"}  # these part words, but no sentences
_HTML_BLOCKS = {*block_names, "pre"} - _HTML_BLANKS


@dataclass(frozen=True, slots=True)
class _HtmlPart:
    """HTML between two tags of blocks: `text` has blanks, or what prints nothing, in place of marks, and is as long."""

    kind: BlockKind | None
    start: int
    text: str

    @property
    def lines(self) -> tuple[Line, ...]:
        found = read_lines(self.text, ())
        return tuple(replace(line, start=self.start + line.start, end=self.start + line.end) for line in found)


def markdown_view(text: str) -> ReadingView:
    """Reading view of a Markdown text; offsets point at the raw text, markup included."""
    tokens = _PARSER.parse(text)
    html = _html(text, tokens)
    lines = read_lines(text, ())
    numbers = {line.start: number for number, line in _numbered(text, lines)}
    by_number: dict[int, list[Line]] = {}
    for line in lines:
        by_number.setdefault(numbers[line.start], []).append(line)
    found = list(_blocks(tokens, by_number, html))
    prose = [line for block, verbatim in found if not verbatim for line in block.lines]
    dropped = {line.start + i for line in prose for match in _MARKUP.finditer(line.text) for i in range(*match.span())}
    shown = list(text)
    for part in (part for parts in html.values() for part in parts):
        shown[part.start : part.start + len(part.text)] = part.text
    return assemble("".join(shown), [block for block, _ in found], _HABITS, dropped)


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


def _blocks(
    tokens: Sequence[Token], by_number: dict[int, list[Line]], html: dict[int, list[_HtmlPart]]
) -> Iterator[tuple[LineBlock, bool]]:
    """Blocks in reading order, and whether each is code or HTML, in which nothing is Markdown."""
    kinds: list[BlockKind] = []
    done = -1
    for token in tokens:
        usual = kinds[-1] if kinds else "paragraph"
        if token.nesting == 1:
            kinds.append(_KINDS.get(token.type, usual))
        elif token.nesting == -1:
            kinds.pop()
        elif token.map and token.type == "html_block":
            shown = ((part.kind or usual, part.lines) for part in html[token.map[0]])
            yield from ((LineBlock(kind, lines), True) for kind, lines in shown if lines)
        elif token.map and token.type in ("inline", "fence", "code_block"):
            first = token.map[0] + (token.type == "fence")  # the fence itself and the name of its language are markup
            span = range(max(first, done + 1), token.map[1])
            done = max(done, token.map[1] - 1)
            found = tuple(line for number in span for line in by_number.get(number, ()))
            if token.type == "fence" and found and found[-1].text.startswith(token.markup):
                found = found[:-1]
            if found:
                yield LineBlock(usual, found), token.type != "inline"


def _html(text: str, tokens: Sequence[Token]) -> dict[int, list[_HtmlPart]]:
    """Number of its first line -> the parts of each block of HTML."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", text)), len(text)]
    found = ((token.map[0], token) for token in tokens if token.type == "html_block" and token.map)
    return {first: list(_html_parts(_html_text(text, starts, token), starts[first])) for first, token in found}


def _html_parts(html: str, start: int) -> Iterator[_HtmlPart]:
    """What a block of HTML says, parted by the tags of its own blocks."""
    kind: BlockKind | None = None
    done = 0
    for mark in _HTML.finditer(html):
        tag = (mark["tag"] or "").lower()
        if tag in _HTML_BLOCKS:
            yield _HtmlPart(kind, start + done, _HTML.sub(_unmarked, html[done : mark.start()]))
            done = mark.end()
        if tag in _HTML_KINDS:
            kind = None if mark["end"] else _HTML_KINDS[tag]
    yield _HtmlPart(kind, start + done, _HTML.sub(_unmarked, html[done:]))


def _html_text(text: str, starts: Sequence[int], token: Token) -> str:
    """The raw lines of a block of HTML, with blanks for the marks of the lists and quotations that it stands in."""
    shown: list[str] = []
    for number, bare in zip(range(*token.map or ()), token.content.split("\n"), strict=False):
        raw = text[starts[number] : starts[number + 1]]
        marks = len(raw.rstrip("\r\n")) - len(bare.lstrip())
        shown.append(" " * marks + raw[marks:])
    return "".join(shown)


def _unmarked(mark: re.Match[str]) -> str:
    """As many blanks as the mark is long, or as many characters that print nothing and part no words."""
    parts_words = (mark["tag"] or "").lower() in _HTML_BLANKS
    return (" " if parts_words else "\u200b") * len(mark[0])
