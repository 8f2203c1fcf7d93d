"""The printed lines of a raw text, with what later steps need to know of each."""

import re
from dataclasses import dataclass

from corpus.types import Page

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]|$)")
_TERMINAL = re.compile(r"[.!?…:;][\"”’»')\]]*(?:\[?\d{1,3}\]?)?$|[\"”»][.,]?\d{0,3}$")
# Characters that print nothing and so must not make a line look like it holds text.
BLANK = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\ufeff\u200b\u00ad"
BLANK += "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with text on it: raw offsets of its visible characters and how it stands to the line before."""

    start: int
    end: int
    text: str
    gap: int
    page: int
    spaced: bool
    first_on_page: bool

    @property
    def terminal(self) -> bool:
        """Whether the line ends as a sentence, clause or quotation does."""
        return bool(_TERMINAL.search(self.text))

    @property
    def hyphenated(self) -> bool:
        """Whether the line ends inside a word."""
        return self.text[-1] in "-\u2010\u2011\ufffe" and len(self.text) > 1 and self.text[-2].isalnum()

    @property
    def opens_low(self) -> bool:
        """Whether the line begins in lower case: as the middle of a sentence does."""
        return self.text.lstrip("\"“‘«'([")[:1].islower()


def read_lines(text: str, pages: tuple[Page, ...]) -> list[Line]:
    """Lines of `text` that hold visible characters; `gap` counts the blank ones above each, `spaced` a trailing blank."""
    starts = [page.start for page in pages]
    found: list[Line] = []
    gap = page = 0
    previous_page = -1
    for match in _LINE.finditer(text):
        raw = match.group()
        visible = raw.strip(BLANK)
        if not visible:
            gap += bool(raw)
            continue
        start = match.start() + len(raw) - len(raw.lstrip(BLANK))
        end = start + len(visible)
        while page < len(starts) and starts[page] <= start:
            page += 1
        spaced = end < match.end() and text[end] in " \t\xa0"
        found.append(Line(start, end, visible, gap, page, spaced, page != previous_page))
        previous_page, gap = page, 0
    return found
