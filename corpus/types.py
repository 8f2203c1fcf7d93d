"""What the corpus is made of. Offsets count Unicode code points of the raw text; ends are exclusive."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Language = Literal["tr", "en"]
Format = Literal["text", "markdown"]
BlockKind = Literal["heading", "paragraph", "item", "note"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the printed source; `label` is the number printed on it, where the text shows one."""

    number: int
    start: int
    end: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the source says of itself. Unknown stays empty; a title supplied by a cataloguer is in brackets."""

    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    year: int | None = None
    language: str = ""
    kind: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source text, verbatim: `text` is exactly what the file holds, line ends included."""

    document_id: str
    text: str
    sha256: str
    source: str
    metadata: Metadata = field(default_factory=Metadata)
    pages: tuple[Page, ...] = ()
    format: Format = "text"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as raw offsets, with the wording a reader would read (`reading`: joined lines, no footnote marks)."""

    start: int
    end: int
    reading: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or note, as its sentences; one that stands `apart` opens a section without heading."""

    kind: BlockKind
    sentences: tuple[Sentence, ...]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Chunking:
    """How a document is cut: the size of a passage in characters, and the sentences it repeats of the one before."""

    size: int = 900
    overlap: int = 1


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences: `text == document.text[start:end]`; `heading` stands above it and is no part of it."""

    document_id: str
    start: int
    end: int
    text: str
    heading: str
    sentences: tuple[Sentence, ...]

    @property
    def reading(self) -> str:
        """The passage as a reader would read it: what matching works on."""
        return " ".join(sentence.reading for sentence in self.sentences)

    @property
    def matching_text(self) -> str:
        """What encoders see: the heading above, then the reading."""
        return f"{self.heading}\n{self.reading}" if self.heading else self.reading


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date as far as it is stated: "16 Aralık" has no year, "Aralık 1991" no day. A year alone is a number."""

    year: int | None
    month: int
    day: int | None


@dataclass(frozen=True, slots=True)
class Value:
    """A number or a date (the other is None) and where it stands in the text."""

    start: int
    end: int
    amount: Decimal | None = None
    date: CalendarDate | None = None
